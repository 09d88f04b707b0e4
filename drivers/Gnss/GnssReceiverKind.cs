namespace Telltale.Gnss;

/// <summary>Who made the receiver's firmware, and so which commands it takes.</summary>
public enum GnssReceiverKind
{
    /// <summary>Not found out yet.</summary>
    Unknown = 0,

    /// <summary>Answers no question that is asked here: used as it comes.</summary>
    Generic = 1,

    /// <summary>u-blox.</summary>
    Ublox = 2,

    /// <summary>MediaTek MT33xx: sentences $PMTK.</summary>
    MediaTek = 3,

    /// <summary>Airoha AG33xx (Quectel LC and others): sentences $PAIR.</summary>
    Airoha = 4,

    /// <summary>CASIC AT6558 and its kin (ATGM336H, Quectel L76K): sentences $PCAS.</summary>
    Casic = 5,
}
