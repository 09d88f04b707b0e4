namespace Telltale.Gnss;

/// <summary>A satellite system; the values are u-blox's gnssId, and index the arrays of <see cref="Fix"/>.</summary>
public enum Constellation
{
    /// <summary>GPS (United States).</summary>
    Gps = 0,

    /// <summary>Augmentation satellites: WAAS, EGNOS, MSAS, GAGAN.</summary>
    Sbas = 1,

    /// <summary>Galileo (European Union).</summary>
    Galileo = 2,

    /// <summary>BeiDou (China).</summary>
    BeiDou = 3,

    /// <summary>QZSS (Japan).</summary>
    Qzss = 5,

    /// <summary>GLONASS (Russia).</summary>
    Glonass = 6,

    /// <summary>NavIC (India).</summary>
    Navic = 7,
}
