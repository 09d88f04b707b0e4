using Telltale.Can;
using Telltale.Ports;

namespace Telltale.Unit;

/// <summary>What the unit is plugged into. Set by the board's start-up code; a port that the board does not have stays null where that is said.</summary>
public sealed class UnitPorts
{
    /// <summary>The GNSS receiver, opened by the board at the receiver's baud rate.</summary>
    public IUartPort GnssUart;

    /// <summary>The CAN controller; null for a unit without one.</summary>
    public ICanController Can;

    /// <summary>AES-128 and HMAC-SHA-256.</summary>
    public ICryptography Cryptography;

    /// <summary>The volume that holds identity, keys, profile and journal.</summary>
    public IFileVolume Volume;

    /// <summary>The connection to the broker.</summary>
    public ILink Link;

    /// <summary>Supply voltage and ignition.</summary>
    public IPowerInputs Power;
}
