namespace Telltale.Obd;

/// <summary>What an ECU answered to an item of a freeze frame (service 02) or of the vehicle information (service 09), as it came.</summary>
public sealed class ObdRecord
{
    /// <summary>The ECU, as in <see cref="ObdAddressing.AddressOf"/>.</summary>
    public int EcuAddress;

    /// <summary>0x02 or 0x09, also where UDS told it.</summary>
    public int Service;

    /// <summary>The PID or the information type.</summary>
    public int Identifier;

    /// <summary>Where its data begin in <see cref="ObdScan.Data"/>: without service, identifier, frame number and count of items.</summary>
    public int Offset;

    /// <summary>How many bytes.</summary>
    public int Length;
}
