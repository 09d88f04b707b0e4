namespace Telltale.Journal;

/// <summary>Makes and reads the names of the journal's files; what a name tells need not be read from flash at start-up.</summary>
internal sealed class FileNames
{
    public const string Segment = "seg-";
    public const string Kept = "kept-";
    public const string Single = "single-";

    private const int SegmentLength = 21;
    private const int KeptLength = 24;
    private const int SingleLength = 34;
    private const int PinnedClass = 4;

    private readonly char[] _characters = new char[SingleLength];

    // What the name read last says.
    public int Number { get; private set; }

    public int First { get; private set; }

    public int Priority { get; private set; }

    public bool IsPinned { get; private set; }

    public byte[] StreamId { get; } = new byte[8];

    public string OfSegment(int number, int first)
    {
        Put(Segment);
        PutHex(4, number, 8);
        _characters[12] = '-';
        PutHex(13, first, 8);
        return new string(_characters, 0, SegmentLength);
    }

    public string OfKept(int priority, int number, int first)
    {
        Put(Kept);
        PutHex(5, priority, 1);
        _characters[6] = '-';
        PutHex(7, number, 8);
        _characters[15] = '-';
        PutHex(16, first, 8);
        return new string(_characters, 0, KeptLength);
    }

    public string OfSingle(int priority, bool isPinned, int sequence, byte[] streamId)
    {
        Put(Single);
        PutHex(7, sequence, 8);
        _characters[15] = '-';
        PutHex(16, priority + (isPinned ? PinnedClass : 0), 1);
        _characters[17] = '-';
        for (int index = 0; index < 8; index++)
        {
            PutHex(18 + (2 * index), streamId[index], 2);
        }

        return new string(_characters, 0, SingleLength);
    }

    public bool TryReadSegment(string name)
    {
        Number = Hex(name, 4, 8);
        First = Hex(name, 13, 8);
        return name.Length == SegmentLength && Number > 0 && First > 0;
    }

    public bool TryReadKept(string name)
    {
        Priority = Hex(name, 5, 1);
        Number = Hex(name, 7, 8);
        First = Hex(name, 16, 8);
        return name.Length == KeptLength && Priority > 0 && Priority < PinnedClass && Number > 0 && First > 0;
    }

    public bool TryReadSingle(string name)
    {
        int kind = Hex(name, 16, 1);
        First = Hex(name, 7, 8);
        if (name.Length != SingleLength || kind < 0 || kind >= 2 * PinnedClass || First <= 0)
        {
            return false;
        }

        Priority = kind & (PinnedClass - 1);
        IsPinned = kind >= PinnedClass;
        for (int index = 0; index < 8; index++)
        {
            int value = Hex(name, 18 + (2 * index), 2);
            if (value < 0)
            {
                return false;
            }

            StreamId[index] = (byte)value;
        }

        return true;
    }

    private void Put(string prefix)
    {
        for (int index = 0; index < prefix.Length; index++)
        {
            _characters[index] = prefix[index];
        }
    }

    private void PutHex(int offset, int number, int digits)
    {
        for (int index = offset + digits - 1; index >= offset; index--)
        {
            int digit = number & 15;
            _characters[index] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            number >>= 4;
        }
    }

    // Lower-case hexadecimal digits; negative when there are none, or the number has more than 31 bits.
    private static int Hex(string name, int offset, int digits)
    {
        if (name.Length < offset + digits)
        {
            return -1;
        }

        int number = 0;
        for (int index = offset; index < offset + digits; index++)
        {
            int character = name[index];
            int digit = character >= '0' && character <= '9' ? character - '0' : character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }

            number = (number << 4) | digit;
        }

        return number;
    }
}
