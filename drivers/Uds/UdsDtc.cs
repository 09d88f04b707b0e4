namespace Telltale.Uds;

/// <summary>A diagnostic trouble code of three bytes, and its status (ISO 14229-1:2020, annex D).</summary>
public static class UdsDtc
{
    /// <summary>Status: the test failed at the time of the request.</summary>
    public const int TestFailed = 0x01;

    /// <summary>Status: it failed in this operation cycle.</summary>
    public const int TestFailedThisOperationCycle = 0x02;

    /// <summary>Status: it failed in this operation cycle or the last.</summary>
    public const int Pending = 0x04;

    /// <summary>Status: it failed often enough to be stored.</summary>
    public const int Confirmed = 0x08;

    /// <summary>Status: it has not run to its end since the last clear.</summary>
    public const int TestNotCompletedSinceLastClear = 0x10;

    /// <summary>Status: it failed since the last clear.</summary>
    public const int TestFailedSinceLastClear = 0x20;

    /// <summary>Status: it has not run to its end in this operation cycle.</summary>
    public const int TestNotCompletedThisOperationCycle = 0x40;

    /// <summary>Status: the ECU asks for the warning lamp.</summary>
    public const int WarningIndicatorRequested = 0x80;

    /// <summary>DTC format identifier: SAE J2012-DA, two bytes and 0 (ISO 15031-6).</summary>
    public const int FormatJ2012Da00 = 0x00;

    /// <summary>DTC format identifier: ISO 14229-1, the manufacturer's own.</summary>
    public const int FormatIso14229 = 0x01;

    /// <summary>DTC format identifier: SAE J1939-73.</summary>
    public const int FormatJ1939 = 0x02;

    /// <summary>DTC format identifier: ISO 11992-4.</summary>
    public const int FormatIso11992 = 0x03;

    /// <summary>DTC format identifier: SAE J2012-DA, two bytes and a failure type byte.</summary>
    public const int FormatJ2012Da04 = 0x04;

    private const string Letters = "PCBU";
    private const string Digits = "0123456789ABCDEF";

    /// <summary>Writes a code as SAE J2012-DA does, with its failure type byte: P0301-00. For displays, not for a hot path.</summary>
    /// <param name="dtc">The code, 24 bits.</param>
    public static string ToText(int dtc)
    {
        char[] text = new char[8];
        text[0] = Letters[(dtc >> 22) & 0x03];
        text[1] = Digits[(dtc >> 20) & 0x03];
        text[2] = Digits[(dtc >> 16) & 0x0F];
        text[3] = Digits[(dtc >> 12) & 0x0F];
        text[4] = Digits[(dtc >> 8) & 0x0F];
        text[5] = '-';
        text[6] = Digits[(dtc >> 4) & 0x0F];
        text[7] = Digits[dtc & 0x0F];
        return new string(text);
    }
}
