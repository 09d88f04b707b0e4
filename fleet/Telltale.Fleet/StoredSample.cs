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
    IReadOnlyDictionary<string, double> Signals);
