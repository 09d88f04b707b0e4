namespace Telltale.Gnss;

/// <summary>
/// Builds messages of u-blox's binary protocol, one after the other in the same buffer: two synchronisation characters, class, id, length of the payload, payload,
/// 8-bit Fletcher checksum; numbers little-endian (UBX-13003221 section 32).
/// </summary>
public sealed class UbxWriter
{
    /// <summary>What a message has besides its payload, in bytes.</summary>
    public const int Overhead = 8;

    /// <summary>The message from index 0, complete after <see cref="End"/>.</summary>
    public readonly byte[] Buffer;

    /// <summary>Bytes of <see cref="Buffer"/> that are used.</summary>
    public int Length;

    private const int Payload = 6;

    /// <summary>Makes a writer.</summary>
    /// <param name="maximumPayload">Longest payload in bytes; a longer one is an exception of the array's.</param>
    public UbxWriter(int maximumPayload)
    {
        Buffer = new byte[maximumPayload + Overhead];
    }

    /// <summary>Begins a message, and forgets the one before.</summary>
    public void Begin(int messageClass, int messageId)
    {
        Buffer[0] = 0xB5;
        Buffer[1] = 0x62;
        Buffer[2] = (byte)messageClass;
        Buffer[3] = (byte)messageId;
        Length = Payload;
    }

    /// <summary>Adds the low 8 bits (U1, I1, X1, L).</summary>
    public void Add1(int value)
    {
        Buffer[Length++] = (byte)value;
    }

    /// <summary>Adds the low 16 bits (U2, I2, X2).</summary>
    public void Add2(int value)
    {
        Add1(value);
        Add1(value >> 8);
    }

    /// <summary>Adds 32 bits (U4, I4, X4).</summary>
    public void Add4(int value)
    {
        Add2(value);
        Add2(value >> 16);
    }

    /// <summary>Adds bytes of 0, which reserved fields and those that a mask leaves out are.</summary>
    public void AddZeros(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Add1(0);
        }
    }

    /// <summary>Completes the message with its length and checksum.</summary>
    public void End()
    {
        int count = Length - Payload;
        Buffer[4] = (byte)count;
        Buffer[5] = (byte)(count >> 8);
        int first = 0;
        int second = 0;
        for (int i = 2; i < Length; i++)
        {
            first += Buffer[i];
            second += first;
        }

        Add1(first);
        Add1(second);
    }
}
