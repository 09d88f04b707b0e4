namespace Telltale.Can;

/// <summary>A classical CAN frame (ISO 11898-1). One object is made at start-up and filled again and again.</summary>
public sealed class CanFrame
{
    /// <summary>The identifier: 11 bits, or 29 bits when <see cref="IsExtended"/>.</summary>
    public uint Identifier;

    /// <summary>True for the extended format (29 bit).</summary>
    public bool IsExtended;

    /// <summary>True for a remote frame, which carries no data.</summary>
    public bool IsRemote;

    /// <summary>The number of data bytes, 0 to 8.</summary>
    public int Length;

    /// <summary>The data field; only the first <see cref="Length"/> bytes mean anything.</summary>
    public readonly byte[] Data = new byte[8];
}
