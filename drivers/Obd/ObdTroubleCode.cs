namespace Telltale.Obd;

/// <summary>A diagnostic trouble code that an ECU told.</summary>
public sealed class ObdTroubleCode
{
    /// <summary>How many letters <see cref="Write"/> writes without a failure type.</summary>
    public const int Letters = 5;

    /// <summary>How many letters <see cref="Write"/> writes with a failure type.</summary>
    public const int LettersWithFailureType = 8;

    /// <summary>The ECU, as in <see cref="ObdAddressing.AddressOf"/>.</summary>
    public int EcuAddress;

    /// <summary>0x03 for a stored (confirmed) code, 0x07 for a pending one, 0x0A for a permanent one: the services of SAE J1979, also where UDS told it.</summary>
    public int Service;

    /// <summary>The two bytes of SAE J2012.</summary>
    public int Code;

    /// <summary>The failure type byte of SAE J2012-DA; -1 where only two bytes were told.</summary>
    public int FailureType;

    /// <summary>The status byte of ISO 14229-1; -1 where none was told.</summary>
    public int Status;

    /// <summary>Writes a code in its letters (SAE J2012), such as <c>P0420</c> or <c>U0100-00</c>, in ASCII.</summary>
    /// <param name="code">The two bytes.</param>
    /// <param name="failureType">The failure type byte, or -1.</param>
    /// <param name="into">Where it is written; room for <see cref="LettersWithFailureType"/>.</param>
    /// <param name="offset">From here.</param>
    /// <returns>How many letters.</returns>
    public static int Write(int code, int failureType, byte[] into, int offset)
    {
        int system = (code >> 14) & 3;
        into[offset] = (byte)(system == 0 ? 'P' : system == 1 ? 'C' : system == 2 ? 'B' : 'U');
        into[offset + 1] = (byte)('0' + ((code >> 12) & 3));
        into[offset + 2] = Digit(code >> 8);
        into[offset + 3] = Digit(code >> 4);
        into[offset + 4] = Digit(code);
        if (failureType < 0)
        {
            return Letters;
        }

        into[offset + 5] = (byte)'-';
        into[offset + 6] = Digit(failureType >> 4);
        into[offset + 7] = Digit(failureType);
        return LettersWithFailureType;
    }

    private static byte Digit(int value)
    {
        value &= 0x0F;
        return (byte)(value < 10 ? '0' + value : 'A' - 10 + value);
    }
}
