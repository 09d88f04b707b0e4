namespace Telltale.J1939;

/// <summary>
/// Active diagnostic trouble codes: message DM1 (SAE J1939-73, 5.7.1, PGN 65226), as one sender last sent it. Made once; reading a message allocates nothing.
/// </summary>
public sealed class ActiveTroubleCodes
{
    /// <summary>The PGN.</summary>
    public const int ParameterGroup = 65226;

    /// <summary>Which ECU sent the message: its source address; -1 before the first.</summary>
    public int Source = -1;

    /// <summary>The malfunction indicator lamp (SPN 1213): an emission-related trouble code is active.</summary>
    public J1939Lamp MalfunctionIndicator = J1939Lamp.NotAvailable;

    /// <summary>The red stop lamp (SPN 623): severe enough to stop the vehicle.</summary>
    public J1939Lamp RedStop = J1939Lamp.NotAvailable;

    /// <summary>The amber warning lamp (SPN 624).</summary>
    public J1939Lamp AmberWarning = J1939Lamp.NotAvailable;

    /// <summary>The protect lamp (SPN 987): a problem that is most probably not electronic.</summary>
    public J1939Lamp Protect = J1939Lamp.NotAvailable;

    /// <summary>The flash codes of the same lamps, byte 2 of the message as sent: two bits each, the malfunction indicator's highest; 00 slow, 01 fast, 11 no flash.</summary>
    public int FlashCodes = 0xFF;

    /// <summary>How many trouble codes are kept of the message.</summary>
    public int Count;

    /// <summary>How many the message had beyond those kept.</summary>
    public int CodesLeftOut;

    private const int CodeLength = 4;
    private const int NoParameter = 0x7FFFF;

    private readonly int[] _parameter;
    private readonly byte[] _failureMode;
    private readonly byte[] _occurrences;
    private readonly bool[] _isOldConversion;

    /// <summary>Makes room for trouble codes.</summary>
    /// <param name="capacity">How many of a message are kept.</param>
    public ActiveTroubleCodes(int capacity)
    {
        _parameter = new int[capacity];
        _failureMode = new byte[capacity];
        _occurrences = new byte[capacity];
        _isOldConversion = new bool[capacity];
    }

    /// <summary>
    /// The suspect parameter number (SPN), 0 to 524287, as conversion version 4 has it. When <see cref="IsOldConversion"/>, the sender may mean another number.
    /// </summary>
    public int ParameterOf(int index)
    {
        return _parameter[index];
    }

    /// <summary>The failure mode identifier (FMI), 0 to 31.</summary>
    public int FailureModeOf(int index)
    {
        return _failureMode[index];
    }

    /// <summary>The occurrence count, 0 to 126; 127 for not available.</summary>
    public int OccurrencesOf(int index)
    {
        return _occurrences[index];
    }

    /// <summary>The conversion method bit: the SPN stands in the order of version 1, 2 or 3, which of them the message does not say.</summary>
    public bool IsOldConversion(int index)
    {
        return _isOldConversion[index];
    }

    /// <summary>Reads a message.</summary>
    /// <param name="data">The data, from index 0.</param>
    /// <param name="length">How many bytes: two, and four for each trouble code; in a single frame 8.</param>
    /// <param name="source">Who sent it.</param>
    /// <returns>False when it is too short to be one; everything is then as it was.</returns>
    public bool TryRead(byte[] data, int length, int source)
    {
        if (length < 2 + CodeLength)
        {
            return false;
        }

        Source = source;
        int lamps = data[0];
        MalfunctionIndicator = (J1939Lamp)(lamps >> 6);
        RedStop = (J1939Lamp)((lamps >> 4) & 3);
        AmberWarning = (J1939Lamp)((lamps >> 2) & 3);
        Protect = (J1939Lamp)(lamps & 3);
        FlashCodes = data[1];
        Count = 0;
        CodesLeftOut = 0;
        for (int place = 2; place + CodeLength <= length; place += CodeLength)
        {
            int parameter = data[place] | (data[place + 1] << 8) | ((data[place + 2] & 0xE0) << 11);
            int failureMode = data[place + 2] & 0x1F;

            // All zeros (or, of older senders, all ones) stand where there is no trouble code.
            if ((parameter == 0 && failureMode == 0) || (parameter == NoParameter && failureMode == 0x1F))
            {
                continue;
            }

            if (Count == _parameter.Length)
            {
                CodesLeftOut++;
                continue;
            }

            _parameter[Count] = parameter;
            _failureMode[Count] = (byte)failureMode;
            _occurrences[Count] = (byte)(data[place + 3] & 0x7F);
            _isOldConversion[Count] = (data[place + 3] & 0x80) != 0;
            Count++;
        }

        return true;
    }
}
