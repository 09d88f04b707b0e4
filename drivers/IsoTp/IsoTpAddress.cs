using Telltale.Can;

namespace Telltale.IsoTp;

/// <summary>
/// How one side of a transfer addresses the other (ISO 15765-2:2016, 10.3): the identifiers of both directions and, in extended and mixed addressing, the
/// byte before the protocol control information. Made once, never changed.
/// </summary>
public sealed class IsoTpAddress
{
    /// <summary>A key that no frame has: there is no such direction. What is sent functionally is never answered to the same address.</summary>
    public const uint NoKey = 0xFFFFFFFF;

    /// <summary>The message that this side sends with, as in <see cref="CanFrame.Key"/>.</summary>
    public readonly uint SendKey;

    /// <summary>The message that the other side sends with.</summary>
    public readonly uint ReceiveKey;

    /// <summary>1 where the first data byte belongs to the address (extended and mixed addressing), else 0.</summary>
    public readonly int Offset;

    /// <summary>That byte in frames that this side sends: N_TA of the other side, or N_AE.</summary>
    public readonly byte SendByte;

    /// <summary>That byte in frames that the other side sends: N_TA of this side, or N_AE.</summary>
    public readonly byte ReceiveByte;

    /// <summary>True for one message to all (N_TAtype functional), which must fit a single frame.</summary>
    public readonly bool IsFunctional;

    private IsoTpAddress(uint sendKey, uint receiveKey, int offset, int sendByte, int receiveByte, bool isFunctional)
    {
        SendKey = sendKey;
        ReceiveKey = receiveKey;
        Offset = offset;
        SendByte = (byte)sendByte;
        ReceiveByte = (byte)receiveByte;
        IsFunctional = isFunctional;
    }

    /// <summary>The longest message that fits a single frame, in bytes: 7, or 6 after an address byte (9.6.2.1).</summary>
    public int SingleFrameLength => 7 - Offset;

    /// <summary>Normal addressing (10.3.2), 11 or 29 bit: the identifiers say everything.</summary>
    /// <param name="sendKey">The message that this side sends with.</param>
    /// <param name="receiveKey">The message that the other side sends with.</param>
    public static IsoTpAddress Normal(uint sendKey, uint receiveKey)
    {
        return new IsoTpAddress(sendKey, receiveKey, 0, 0, 0, false);
    }

    /// <summary>Normal addressing of all, as 0x7DF of ISO 15765-4.</summary>
    /// <param name="sendKey">The message that this side sends with.</param>
    public static IsoTpAddress NormalFunctional(uint sendKey)
    {
        return new IsoTpAddress(sendKey, NoKey, 0, 0, 0, true);
    }

    /// <summary>Normal fixed addressing of one (10.3.3): 29 bit, 0x18DA, N_TA, N_SA, priority 6. Legislated OBD uses it (ISO 15765-4).</summary>
    /// <param name="target">The other side's address, 0 to 255.</param>
    /// <param name="source">This side's address, 0 to 255; an external tester has 0xF1.</param>
    public static IsoTpAddress NormalFixed(int target, int source)
    {
        return new IsoTpAddress(Fixed(0x18DA0000, target, source), Fixed(0x18DA0000, source, target), 0, 0, 0, false);
    }

    /// <summary>Normal fixed addressing of all (10.3.3): 29 bit, 0x18DB, N_TA, N_SA, priority 6.</summary>
    /// <param name="target">The group, 0 to 255; legislated OBD has 0x33.</param>
    /// <param name="source">This side's address, 0 to 255.</param>
    public static IsoTpAddress NormalFixedFunctional(int target, int source)
    {
        return new IsoTpAddress(Fixed(0x18DB0000, target, source), NoKey, 0, 0, 0, true);
    }

    /// <summary>Extended addressing (10.3.4), 11 or 29 bit: the first data byte is N_TA, the identifier says who sends.</summary>
    /// <param name="sendKey">The message that this side sends with.</param>
    /// <param name="target">The other side's address, 0 to 255.</param>
    /// <param name="receiveKey">The message that the other side sends with.</param>
    /// <param name="source">This side's address, 0 to 255.</param>
    public static IsoTpAddress Extended(uint sendKey, int target, uint receiveKey, int source)
    {
        return new IsoTpAddress(sendKey, receiveKey, 1, target, source, false);
    }

    /// <summary>Extended addressing of all (10.3.4).</summary>
    /// <param name="sendKey">The message that this side sends with.</param>
    /// <param name="target">The group, 0 to 255.</param>
    public static IsoTpAddress ExtendedFunctional(uint sendKey, int target)
    {
        return new IsoTpAddress(sendKey, NoKey, 1, target, 0, true);
    }

    /// <summary>Mixed addressing, 11 bit (10.3.5): the first data byte is the address extension N_AE, the same in both directions.</summary>
    /// <param name="sendKey">The message that this side sends with.</param>
    /// <param name="receiveKey">The message that the other side sends with.</param>
    /// <param name="extension">N_AE, 0 to 255.</param>
    public static IsoTpAddress Mixed(uint sendKey, uint receiveKey, int extension)
    {
        return new IsoTpAddress(sendKey, receiveKey, 1, extension, extension, false);
    }

    /// <summary>Mixed addressing of all, 11 bit (10.3.5).</summary>
    /// <param name="sendKey">The message that this side sends with.</param>
    /// <param name="extension">N_AE, 0 to 255.</param>
    public static IsoTpAddress MixedFunctional(uint sendKey, int extension)
    {
        return new IsoTpAddress(sendKey, NoKey, 1, extension, 0, true);
    }

    /// <summary>Mixed addressing, 29 bit (10.3.5): 0x18CE, N_TA, N_SA, priority 6, and N_AE in the first data byte.</summary>
    /// <param name="target">The other side's address, 0 to 255.</param>
    /// <param name="source">This side's address, 0 to 255.</param>
    /// <param name="extension">N_AE, 0 to 255.</param>
    public static IsoTpAddress MixedFixed(int target, int source, int extension)
    {
        return new IsoTpAddress(Fixed(0x18CE0000, target, source), Fixed(0x18CE0000, source, target), 1, extension, extension, false);
    }

    /// <summary>Mixed addressing of all, 29 bit (10.3.5): 0x18CD, N_TA, N_SA, priority 6, and N_AE in the first data byte.</summary>
    /// <param name="target">The group, 0 to 255.</param>
    /// <param name="source">This side's address, 0 to 255.</param>
    /// <param name="extension">N_AE, 0 to 255.</param>
    public static IsoTpAddress MixedFixedFunctional(int target, int source, int extension)
    {
        return new IsoTpAddress(Fixed(0x18CD0000, target, source), NoKey, 1, extension, 0, true);
    }

    /// <summary>The same as the other side sees it.</summary>
    public IsoTpAddress Reversed()
    {
        return new IsoTpAddress(ReceiveKey, SendKey, Offset, ReceiveByte, SendByte, IsFunctional);
    }

    private static uint Fixed(uint identifier, int target, int source)
    {
        return CanFrame.ExtendedKey | identifier | ((uint)(target & 0xFF) << 8) | (uint)(source & 0xFF);
    }
}
