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
    /// <summary>What the vehicle was being used for: parked, driving, idling, towed or charging; null where the unit did not say.</summary>
    public string? Activity { get; init; }

    /// <summary>The trip's number, from 1; null before the first.</summary>
    public int? Trip { get; init; }

    /// <summary>on or off; null where nothing tells it.</summary>
    public string? Ignition { get; init; }

    /// <summary>What told the ignition: wire, supply_voltage, engine_speed or motion.</summary>
    public string? IgnitionSource { get; init; }

    /// <summary>True in private mode, where there is no position; null otherwise.</summary>
    public bool? IsPrivate { get; init; }

    /// <summary>Why the sample was taken: time, distance, course, signal, event, shape, context.</summary>
    public IReadOnlyList<string>? Triggers { get; init; }

    /// <summary>Driven since the unit's enrolment.</summary>
    public int? DistanceMetres { get; init; }

    /// <summary>
    /// What the vehicle's own odometer reads: <see cref="DistanceMetres"/> and the offset of the installation record that was made last before the sample. Null before the first record, after one
    /// without an odometer, and for a sample that is in no store.
    /// </summary>
    public long? OdometerMetres { get; init; }

    /// <summary>With the engine running, since the unit's enrolment, idling included.</summary>
    public int? EngineSeconds { get; init; }

    /// <summary>With the engine running and the vehicle standing, since the unit's enrolment.</summary>
    public int? IdlingSeconds { get; init; }

    /// <summary>The highest speed since the sample before, where it was above both.</summary>
    public double? MaximumSpeedMetresPerSecond { get; init; }

    /// <summary>The strongest acceleration along the vehicle since the sample before, where one was noted.</summary>
    public double? MaximumAccelerationMetresPerSecondSquared { get; init; }

    /// <summary>The strongest deceleration along the vehicle since the sample before, where one was noted; positive.</summary>
    public double? MaximumBrakingMetresPerSecondSquared { get; init; }

    /// <summary>The lowest value of a signal since the sample before, by COVESA VSS path, for those that were watched; null for none.</summary>
    public IReadOnlyDictionary<string, double>? SignalMinima { get; init; }

    /// <summary>The highest value likewise.</summary>
    public IReadOnlyDictionary<string, double>? SignalMaxima { get; init; }

    /// <summary>A decoded sample that is in no store: its id is 0, and it has the time that it carries.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="definitions">What its signals mean.</param>
    public static StoredSample From(string unitId, Sample sample, SignalDefinition[] definitions)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(definitions);
        FixFields fields = sample.Fields;
        SampleExtremes extremes = sample.Extremes;
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
            Values(sample.SignalsPresent, sample.Signals, definitions))
        {
            Activity = SampleNames.Of(sample.Activity),
            Trip = sample.TripNumber > 0 ? sample.TripNumber : null,
            Ignition = SampleNames.Of(sample.Ignition),
            IgnitionSource = SampleNames.Of(sample.IgnitionSource),
            IsPrivate = sample.IsPrivate ? true : null,
            Triggers = SampleNames.Of(sample.Triggers),
            DistanceMetres = sample.DistanceMetres,
            EngineSeconds = sample.EngineSeconds,
            IdlingSeconds = sample.IdlingSeconds,
            MaximumSpeedMetresPerSecond = extremes.HasFlag(SampleExtremes.MaximumSpeed) ? sample.MaximumSpeedMillimetresPerSecond / 1e3 : null,
            MaximumAccelerationMetresPerSecondSquared =
                extremes.HasFlag(SampleExtremes.MaximumAcceleration) ? sample.MaximumAccelerationMillimetresPerSecondSquared / 1e3 : null,
            MaximumBrakingMetresPerSecondSquared = extremes.HasFlag(SampleExtremes.MaximumBraking) ? sample.MaximumBrakingMillimetresPerSecondSquared / 1e3 : null,
            SignalMinima = sample.SignalExtremesPresent == 0 ? null : Values(sample.SignalExtremesPresent, sample.SignalMinima, definitions),
            SignalMaxima = sample.SignalExtremesPresent == 0 ? null : Values(sample.SignalExtremesPresent, sample.SignalMaxima, definitions),
        };
    }

    /// <summary>A raw value in its unit of measure.</summary>
    internal static double SignalValue(long raw, long numerator, long offset, long denominator)
    {
        return (double)((raw * numerator) + offset) / denominator;
    }

    private static Dictionary<string, double> Values(long present, int[] values, SignalDefinition[] definitions)
    {
        var signals = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int index = 0; index < definitions.Length; index++)
        {
            if ((present & (1L << index)) != 0)
            {
                SignalDefinition signal = definitions[index];
                long raw = signal.IsUnsigned ? (uint)values[index] : values[index];
                signals[signal.Name] = SignalValue(raw, signal.Numerator, signal.Offset, signal.Denominator);
            }
        }

        return signals;
    }
}
