using Telltale.Can;
using Telltale.Ports;

namespace Telltale.Unit;

/// <summary>What the unit is plugged into, set by the board's start-up code.</summary>
public sealed class UnitPorts
{
    /// <summary>The GNSS receiver, opened by the board at the receiver's baud rate; its buffer has to last for the longest step, see README.md.</summary>
    public IUartPort GnssUart;

    /// <summary>The CAN controller, started; null for a unit without one.</summary>
    public ICanController Can;

    /// <summary>AES-128 and HMAC-SHA-256.</summary>
    public ICryptography Cryptography;

    /// <summary>The volume that holds identity, keys, profile and journal.</summary>
    public IFileVolume Volume;

    /// <summary>The connection to the broker.</summary>
    public ILink Link;

    /// <summary>Supply voltage and ignition.</summary>
    public IPowerInputs Power;

    /// <summary>Any fast-running counter, read by the board during start-up: it makes a new stream's id differ where random numbers are weak.</summary>
    public long Ticks;
}
