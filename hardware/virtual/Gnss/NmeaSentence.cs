namespace Telltale.Virtual.Gnss;

/// <summary>The sentences that a simulated receiver can send.</summary>
public enum NmeaSentence
{
    /// <summary>Recommended minimum: time, date, position, speed, course.</summary>
    Rmc,

    /// <summary>Course and speed over ground.</summary>
    Vtg,

    /// <summary>Fix data: time, position, quality, satellites, dilution, height.</summary>
    Gga,

    /// <summary>Mode, satellites used and dilutions; one for each constellation.</summary>
    Gsa,

    /// <summary>Satellites in view; several.</summary>
    Gsv,

    /// <summary>Position and time.</summary>
    Gll,

    /// <summary>Fix data of several constellations.</summary>
    Gns,

    /// <summary>Time and date.</summary>
    Zda,
}
