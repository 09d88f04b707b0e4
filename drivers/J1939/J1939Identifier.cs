namespace Telltale.J1939;

/// <summary>The parts of a 29-bit identifier (SAE J1939-21, 5.2).</summary>
public static class J1939Identifier
{
    /// <summary>The destination address of messages for everybody.</summary>
    public const int GlobalAddress = 255;

    /// <summary>The source address of who has none.</summary>
    public const int NullAddress = 254;

    private const int FirstBroadcastFormat = 240;

    /// <summary>Priority, 0 (highest) to 7.</summary>
    public static int Priority(uint identifier)
    {
        return (int)(identifier >> 26) & 7;
    }

    /// <summary>PDU format, 0 to 255: 240 and above have a group extension (PDU2), those below a destination address (PDU1).</summary>
    public static int Format(uint identifier)
    {
        return (int)(identifier >> 16) & 0xFF;
    }

    /// <summary>The parameter group number (PGN), 0 to 0x3FFFF, extended data page and data page included; its lowest byte is 0 with PDU1.</summary>
    public static int ParameterGroup(uint identifier)
    {
        int group = (int)(identifier >> 8) & 0x3FFFF;
        return Format(identifier) < FirstBroadcastFormat ? group & 0x3FF00 : group;
    }

    /// <summary>Source address, 0 to 255.</summary>
    public static int Source(uint identifier)
    {
        return (int)identifier & 0xFF;
    }

    /// <summary>Destination address; <see cref="GlobalAddress"/> for what is meant for everybody.</summary>
    public static int Destination(uint identifier)
    {
        return Format(identifier) < FirstBroadcastFormat ? (int)(identifier >> 8) & 0xFF : GlobalAddress;
    }
}
