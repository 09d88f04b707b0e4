using System.Globalization;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>The content of a frame of the kind alert.</summary>
/// <param name="Event">What happened; a number that is no <see cref="UnitEvent"/> is kept as it came.</param>
/// <param name="Value">What was measured; its unit is that of the event.</param>
/// <param name="Limit">What it was held against.</param>
/// <param name="Signal">The signal's position in the dictionary; null where the event is of no signal.</param>
/// <param name="DictionaryId">The dictionary of the sample's signals.</param>
/// <param name="Boot">The start-up.</param>
/// <param name="SignalCount">How many signals the dictionary has.</param>
/// <param name="Sample">The sample of that moment; good until the <see cref="AlertReader"/> reads another alert.</param>
public sealed record Alert(UnitEvent Event, int Value, int Limit, int? Signal, int DictionaryId, long Boot, int SignalCount, Sample Sample)
{
    /// <summary>What happened in a few words: "overspeed 33.4 m/s, limit 27.8 m/s".</summary>
    /// <param name="definitions">The dictionary; null where it has not come.</param>
    public string Text(SignalDefinition[]? definitions)
    {
        SignalDefinition? signal = SignalOf(definitions);
        AlertScale scale = AlertScale.Of(Event, signal);
        return Text(SampleNames.Of(Event), signal?.Name, scale.Value(Value), scale.Value(Limit), scale.UnitOfMeasure);
    }

    /// <summary>As the store would give it; its id is 0.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="definitions">The dictionary; null where it has not come, and then there are no signals.</param>
    public StoredAlert ToStored(string unitId, SignalDefinition[]? definitions)
    {
        SignalDefinition? signal = SignalOf(definitions);
        AlertScale scale = AlertScale.Of(Event, signal);
        return new StoredAlert(
            0, SampleNames.Of(Event), scale.Value(Value), scale.Value(Limit), scale.UnitOfMeasure, signal?.Name, StoredSample.From(unitId, Sample, definitions ?? []));
    }

    internal static string Text(string happened, string? signal, double value, double limit, string unitOfMeasure)
    {
        string unit = unitOfMeasure.Length > 0 ? " " + unitOfMeasure : "";
        return string.Create(CultureInfo.InvariantCulture, $"{happened}{(signal is null ? "" : " " + signal)} {value:0.###}{unit}, limit {limit:0.###}{unit}");
    }

    private SignalDefinition? SignalOf(SignalDefinition[]? definitions) => Signal is { } position && position < definitions?.Length ? definitions[position] : null;
}
