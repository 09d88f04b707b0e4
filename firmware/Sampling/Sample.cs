using Telltale.Gnss;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>
/// One row of data: position and signals of one moment. Made once at start-up and filled again and again. A position field means something
/// only where its bit in <see cref="Fields"/> is set, a signal only where its bit in <see cref="SignalsPresent"/> is set.
/// </summary>
public sealed class Sample
{
    /// <summary>The unit's uptime in milliseconds, counted from its start-up.</summary>
    public long UptimeMilliseconds;

    /// <summary>UTC in milliseconds since 1970-01-01; meaningful when <see cref="IsDated"/>.</summary>
    public long TimeUtcMilliseconds;

    /// <summary>False for a sample taken before the clock was set: the owner's side dates it later from the same start-up.</summary>
    public bool IsDated;

    /// <summary>Which of the position fields hold a value.</summary>
    public FixFields Fields;

    /// <summary>How the position was found.</summary>
    public FixMode Mode;

    /// <summary>Latitude in 1e-7 degree.</summary>
    public int LatitudeDegreesE7;

    /// <summary>Longitude in 1e-7 degree.</summary>
    public int LongitudeDegreesE7;

    /// <summary>Height above mean sea level in millimetres.</summary>
    public int HeightMillimetres;

    /// <summary>Speed over ground in millimetres a second.</summary>
    public int SpeedMillimetresPerSecond;

    /// <summary>Course over ground in 1/100 degree.</summary>
    public int CourseHundredthsDegree;

    /// <summary>Satellites used for the position.</summary>
    public int SatellitesUsed;

    /// <summary>A bit for every signal present, bit 0 for index 0 of the dictionary.</summary>
    public long SignalsPresent;

    /// <summary>Raw values by index of the dictionary.</summary>
    public readonly int[] Signals = new int[SignalTable.MaximumSignals];

    /// <summary>Why the sample was taken.</summary>
    public SampleTriggers Triggers;

    /// <summary>What the vehicle was being used for.</summary>
    public UnitActivity Activity;

    /// <summary>The ignition.</summary>
    public IgnitionState Ignition;

    /// <summary>What told the ignition.</summary>
    public IgnitionSource IgnitionSource;

    /// <summary>True in private mode: then there is no position, and distance is counted all the same.</summary>
    public bool IsPrivate;

    /// <summary>The trip's number, from 1, counted on over restarts; the newest one while parked, 0 before the first.</summary>
    public int TripNumber;

    /// <summary>Distance driven since the unit's enrolment, in metres.</summary>
    public int DistanceMetres;

    /// <summary>Seconds since the unit's enrolment in which the engine ran, idling included.</summary>
    public int EngineSeconds;

    /// <summary>Seconds since the unit's enrolment in which the engine ran and the vehicle stood.</summary>
    public int IdlingSeconds;

    /// <summary>Which of the extremes below hold a value.</summary>
    public SampleExtremes Extremes;

    /// <summary>The highest speed since the sample before, in millimetres a second.</summary>
    public int MaximumSpeedMillimetresPerSecond;

    /// <summary>The strongest acceleration along the vehicle since the sample before, in mm/s²; positive.</summary>
    public int MaximumAccelerationMillimetresPerSecondSquared;

    /// <summary>The strongest deceleration along the vehicle since the sample before, in mm/s²; positive.</summary>
    public int MaximumBrakingMillimetresPerSecondSquared;

    /// <summary>A bit for every signal of which <see cref="SignalMinima"/> and <see cref="SignalMaxima"/> hold the extremes since the sample before.</summary>
    public long SignalExtremesPresent;

    /// <summary>Lowest raw values by index of the dictionary.</summary>
    public readonly int[] SignalMinima = new int[SignalTable.MaximumSignals];

    /// <summary>Highest raw values by index of the dictionary.</summary>
    public readonly int[] SignalMaxima = new int[SignalTable.MaximumSignals];
}
