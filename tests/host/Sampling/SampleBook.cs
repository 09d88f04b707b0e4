using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.HostTests.Sampling;

/// <summary>Everything that a sampler hands out, as text and as copies.</summary>
internal sealed class SampleBook : ISampleListener, IUnitEventListener
{
    public List<TakenSample> Samples { get; } = [];

    public List<TakenEvent> Events { get; } = [];

    public void OnSample(Sample sample) => Samples.Add(TakenSample.Of(sample));

    public void OnEvent(UnitEvent what, int value, int limit, int signalIndex, Sample sample) =>
        Events.Add(new TakenEvent(what, value, limit, signalIndex, TakenSample.Of(sample)));
}

/// <summary>An event and its sample.</summary>
internal sealed record TakenEvent(UnitEvent What, int Value, int Limit, int SignalIndex, TakenSample Sample);

/// <summary>A sample as it was handed out; two of the same content are equal.</summary>
internal sealed record TakenSample
{
    public required long UptimeMilliseconds { get; init; }

    public required long? UtcMilliseconds { get; init; }

    public required bool HasPosition { get; init; }

    public required int LatitudeDegreesE7 { get; init; }

    public required int LongitudeDegreesE7 { get; init; }

    public required int? SpeedMillimetresPerSecond { get; init; }

    public required SampleTriggers Triggers { get; init; }

    public required UnitActivity Activity { get; init; }

    public required IgnitionState Ignition { get; init; }

    public required IgnitionSource Source { get; init; }

    public required bool IsPrivate { get; init; }

    public required int TripNumber { get; init; }

    public required int DistanceMetres { get; init; }

    public required int EngineSeconds { get; init; }

    public required int IdlingSeconds { get; init; }

    public required string Signals { get; init; }

    public required string Extremes { get; init; }

    public static TakenSample Of(Sample sample)
    {
        bool hasPosition = (sample.Fields & FixFields.Position) != FixFields.None;
        return new TakenSample
        {
            UptimeMilliseconds = sample.UptimeMilliseconds,
            UtcMilliseconds = sample.IsDated ? sample.TimeUtcMilliseconds : null,
            HasPosition = hasPosition,
            LatitudeDegreesE7 = hasPosition ? sample.LatitudeDegreesE7 : 0,
            LongitudeDegreesE7 = hasPosition ? sample.LongitudeDegreesE7 : 0,
            SpeedMillimetresPerSecond = (sample.Fields & FixFields.Speed) != FixFields.None ? sample.SpeedMillimetresPerSecond : null,
            Triggers = sample.Triggers,
            Activity = sample.Activity,
            Ignition = sample.Ignition,
            Source = sample.IgnitionSource,
            IsPrivate = sample.IsPrivate,
            TripNumber = sample.TripNumber,
            DistanceMetres = sample.DistanceMetres,
            EngineSeconds = sample.EngineSeconds,
            IdlingSeconds = sample.IdlingSeconds,
            Signals = Present(sample.SignalsPresent, index => sample.Signals[index].ToString()),
            Extremes = $"{((sample.Extremes & SampleExtremes.MaximumSpeed) != SampleExtremes.None ? sample.MaximumSpeedMillimetresPerSecond : -1)} "
                + $"{((sample.Extremes & SampleExtremes.MaximumAcceleration) != SampleExtremes.None ? sample.MaximumAccelerationMillimetresPerSecondSquared : -1)} "
                + $"{((sample.Extremes & SampleExtremes.MaximumBraking) != SampleExtremes.None ? sample.MaximumBrakingMillimetresPerSecondSquared : -1)} "
                + Present(sample.SignalExtremesPresent, index => $"{sample.SignalMinima[index]}..{sample.SignalMaxima[index]}"),
        };
    }

    private static string Present(long bits, Func<int, string> value) =>
        string.Join(' ', Enumerable.Range(0, 62).Where(index => ((bits >> index) & 1) != 0).Select(index => $"{index}={value(index)}"));
}
