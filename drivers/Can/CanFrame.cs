namespace Telltale.Can;

/// <summary>A classical CAN frame (ISO 11898-1). One object is made at start-up and filled again and again.</summary>
public sealed class CanFrame
{
    /// <summary>Set in a <see cref="Key"/> for the extended format.</summary>
    public const uint ExtendedKey = 0x80000000;

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

    /// <summary>
    /// Identifier and format in one number: the identifier, with <see cref="ExtendedKey"/> for the extended format. The same number in both
    /// formats names two different messages. Setting it sets <see cref="Identifier"/> and <see cref="IsExtended"/>.
    /// </summary>
    public uint Key
    {
        get => IsExtended ? Identifier | ExtendedKey : Identifier;
        set
        {
            IsExtended = (value & ExtendedKey) != 0;
            Identifier = value & ~ExtendedKey;
        }
    }
}
