using Telltale.Gnss;
using Telltale.Virtual.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>A sample as the owner's store holds it, in units a person reads. What the unit did not know is null or not in <see cref="Signals"/>.</summary>
/// <param name="Id">Rises with every sample stored; how a reader asks for what is new.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Time">When the sample was taken; null while its start-up has not been dated.</param>
/// <param name="TimeIsEstimated">True when the start-up was dated from its neighbours only.</param>
/// <param name="LatitudeDegrees">WGS 84.</param>
/// <param name="LongitudeDegrees">WGS 84.</param>
/// <param name="HeightMetres">Above mean sea level.</param>
/// <param name="SpeedMetresPerSecond">Over ground.</param>
/// <param name="CourseDegrees">Over ground, true north, clockwise.</param>
/// <param name="Mode">none, dr, 2d, 3d, dgnss, rtk-float or rtk-fixed.</param>
/// <param name="SatellitesUsed">All constellations.</param>
/// <param name="Signals">Value by COVESA VSS path, in the unit that <see cref="ISampleSource.SignalUnits"/> gives.</param>
public sealed record StoredSample(
    long Id,
    string UnitId,
    DateTimeOffset? Time,
    bool TimeIsEstimated,
    double? LatitudeDegrees,
    double? LongitudeDegrees,
    double? HeightMetres,
    double? SpeedMetresPerSecond,
    double? CourseDegrees,
    string Mode,
    int? SatellitesUsed,
    IReadOnlyDictionary<string, double> Signals)
{
    /// <summary>A decoded sample that is in no store: its id is 0, and it has the time that it carries.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="definitions">What its signals mean.</param>
    public static StoredSample From(string unitId, Sample sample, SignalDefinition[] definitions)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(definitions);
        var signals = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int index = 0; index < definitions.Length; index++)
        {
            if ((sample.SignalsPresent & (1L << index)) != 0)
            {
                SignalDefinition signal = definitions[index];
                long raw = signal.IsUnsigned ? (uint)sample.Signals[index] : sample.Signals[index];
                signals[signal.Name] = SignalValue(raw, signal.Numerator, signal.Offset, signal.Denominator);
            }
        }

        FixFields fields = sample.Fields;
        bool hasPosition = fields.HasFlag(FixFields.Position);
        return new StoredSample(
            0,
            unitId,
            sample.IsDated ? DateTimeOffset.FromUnixTimeMilliseconds(sample.TimeUtcMilliseconds) : null,
            TimeIsEstimated: false,
            hasPosition ? sample.LatitudeDegreesE7 / 1e7 : null,
            hasPosition ? sample.LongitudeDegreesE7 / 1e7 : null,
            fields.HasFlag(FixFields.Height) ? sample.HeightMillimetres / 1e3 : null,
            fields.HasFlag(FixFields.Speed) ? sample.SpeedMillimetresPerSecond / 1e3 : null,
            fields.HasFlag(FixFields.Course) ? sample.CourseHundredthsDegree / 1e2 : null,
            FixModeName.Of(sample.Mode),
            fields.HasFlag(FixFields.SatellitesUsed) ? sample.SatellitesUsed : null,
            signals);
    }

    /// <summary>A raw value in its unit of measure.</summary>
    internal static double SignalValue(long raw, long numerator, long offset, long denominator)
    {
        return (double)((raw * numerator) + offset) / denominator;
    }
}
