namespace Telltale.Checks;

/// <summary>A vehicle identification number, as bytes of ASCII (ISO 3779: 17 characters, digits and capital letters without I, O and Q).</summary>
public static class VehicleIdentification
{
    /// <summary>How many characters it has.</summary>
    public const int Length = 17;

    private const int CheckDigitPlace = 8;

    // ISO 3779 leaves the check digit to the country; 49 CFR 565.15(c) defines it: values of the letters A to Z (0 where a letter is not allowed), and weights by place.
    private const string LetterValues = "12345678012345070923456789";
    private const string Weights = "8765432X098765432";

    /// <summary>Whether all characters are ones that ISO 3779 allows.</summary>
    public static bool IsValid(byte[] buffer, int offset, int count)
    {
        if (count != Length || offset < 0 || buffer.Length - offset < Length)
        {
            return false;
        }

        for (int index = 0; index < Length; index++)
        {
            int character = buffer[offset + index];
            bool isDigit = character >= '0' && character <= '9';
            bool isLetter = character >= 'A' && character <= 'Z' && character != 'I' && character != 'O' && character != 'Q';
            if (!isDigit && !isLetter)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the ninth character is the check digit of the others, as vehicles for North America and China have it. Many for other markets have none there, so this is told and never required.
    /// </summary>
    public static bool HasCheckDigit(byte[] buffer, int offset)
    {
        if (!IsValid(buffer, offset, Length))
        {
            return false;
        }

        int sum = 0;
        for (int index = 0; index < Length; index++)
        {
            int character = buffer[offset + index];
            int value = character <= '9' ? character - '0' : LetterValues[character - 'A'] - '0';
            int weight = Weights[index] == 'X' ? 10 : Weights[index] - '0';
            sum += value * weight;
        }

        int digit = sum % 11;
        return buffer[offset + CheckDigitPlace] == (digit == 10 ? 'X' : '0' + digit);
    }
}
