namespace Telltale.Checks;

/// <summary>
/// A text under construction, in bytes: for a person, or JSON (RFC 8259) for a program. What does not fit is cut off and <see cref="IsCut"/> says so. Nothing is allocated after the constructor but by
/// <see cref="ToText"/>.
/// </summary>
public sealed class TextBuffer
{
    /// <summary>The text so far, UTF-8.</summary>
    public readonly byte[] Bytes;

    /// <summary>How many bytes of it count.</summary>
    public int Length;

    /// <summary>Something did not fit.</summary>
    public bool IsCut;

    private const int MostDigits = 20;

    private readonly byte[] _digits = new byte[MostDigits];
    private bool _needsComma;

    /// <summary>Makes an empty text.</summary>
    public TextBuffer(int capacity)
    {
        Bytes = new byte[capacity];
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Length = 0;
        IsCut = false;
        _needsComma = false;
    }

    /// <summary>Adds a byte as it is.</summary>
    public void AddByte(int value)
    {
        if (Length == Bytes.Length)
        {
            IsCut = true;
            return;
        }

        Bytes[Length] = (byte)value;
        Length++;
    }

    /// <summary>Adds ASCII text.</summary>
    public void Add(string text)
    {
        byte[] bytes = Bytes;
        int place = Length;
        int count = text.Length;
        if (count > bytes.Length - place)
        {
            count = bytes.Length - place;
            IsCut = true;
        }

        for (int index = 0; index < count; index++)
        {
            bytes[place + index] = (byte)text[index];
        }

        Length = place + count;
    }

    /// <summary>Adds text and spaces behind it, up to a width.</summary>
    public void AddPadded(string text, int width)
    {
        Add(text);
        for (int index = text.Length; index < width; index++)
        {
            AddByte(' ');
        }
    }

    /// <summary>Adds bytes, with a question mark for control characters.</summary>
    public void AddBytes(byte[] bytes, int offset, int count)
    {
        for (int index = 0; index < count; index++)
        {
            int value = bytes[offset + index];
            AddByte(value < ' ' || value == 127 ? '?' : value);
        }
    }

    /// <summary>Adds a number in decimal.</summary>
    public void Add(long number) => AddFixed(number, 0);

    /// <summary>Adds a number of which the last digits are behind the point: 123 with two decimals is 1.23.</summary>
    public void AddFixed(long number, int decimals)
    {
        if (number < 0)
        {
            AddByte('-');
        }

        int count = 0;
        do
        {
            // Digit by digit with its sign, because the least number has no positive one.
            int digit = (int)(number % 10);
            _digits[count] = (byte)('0' + (digit < 0 ? -digit : digit));
            number /= 10;
            count++;
        }
        while (number != 0 || count <= decimals);
        while (count > 0)
        {
            if (count == decimals)
            {
                AddByte('.');
            }

            count--;
            AddByte(_digits[count]);
        }
    }

    /// <summary>Adds bytes in hexadecimal.</summary>
    public void AddHex(byte[] bytes, int offset, int count)
    {
        for (int index = 0; index < count; index++)
        {
            AddHexDigit(bytes[offset + index] >> 4);
            AddHexDigit(bytes[offset + index] & 15);
        }
    }

    /// <summary>Opens a JSON object, as a value or in an array.</summary>
    public void Open() => OpenWith('{');

    /// <summary>Opens a JSON object under a name.</summary>
    public void Open(string name)
    {
        AddName(name);
        OpenWith('{');
    }

    /// <summary>Opens a JSON array under a name.</summary>
    public void OpenArray(string name)
    {
        AddName(name);
        OpenWith('[');
    }

    /// <summary>Closes a JSON object.</summary>
    public void Close()
    {
        AddByte('}');
        _needsComma = true;
    }

    /// <summary>Closes a JSON array.</summary>
    public void CloseArray()
    {
        AddByte(']');
        _needsComma = true;
    }

    /// <summary>Adds a member of a JSON object: a number.</summary>
    public void Member(string name, long value) => MemberFixed(name, value, 0);

    /// <summary>Adds a member: a number with decimals, see <see cref="AddFixed"/>.</summary>
    public void MemberFixed(string name, long value, int decimals)
    {
        AddName(name);
        AddFixed(value, decimals);
        _needsComma = true;
    }

    /// <summary>Adds a member: a text of ASCII; null for null.</summary>
    public void Member(string name, string value)
    {
        AddName(name);
        if (value == null)
        {
            Add("null");
        }
        else
        {
            AddByte('"');
            for (int index = 0; index < value.Length; index++)
            {
                AddEscaped(value[index]);
            }

            AddByte('"');
        }

        _needsComma = true;
    }

    /// <summary>Adds a member: a text of UTF-8.</summary>
    public void Member(string name, byte[] bytes, int offset, int count)
    {
        AddName(name);
        AddByte('"');
        for (int index = 0; index < count; index++)
        {
            AddEscaped(bytes[offset + index]);
        }

        AddByte('"');
        _needsComma = true;
    }

    /// <summary>Adds a member: bytes in hexadecimal.</summary>
    public void MemberHex(string name, byte[] bytes, int offset, int count)
    {
        AddName(name);
        AddByte('"');
        AddHex(bytes, offset, count);
        AddByte('"');
        _needsComma = true;
    }

    /// <summary>Adds a member: true or false.</summary>
    public void Member(string name, bool value)
    {
        AddName(name);
        Add(value ? "true" : "false");
        _needsComma = true;
    }

    /// <summary>The text as a string, which allocates.</summary>
    public string ToText()
    {
        char[] characters = new char[Length];
        for (int index = 0; index < Length; index++)
        {
            characters[index] = (char)Bytes[index];
        }

        return new string(characters);
    }

    /// <summary>Goes on in the middle of JSON whose beginning has been taken out already: a comma is wanted before the next member.</summary>
    public void Continue()
    {
        Length = 0;
        IsCut = false;
    }

    private void OpenWith(int bracket)
    {
        if (_needsComma)
        {
            AddByte(',');
        }

        AddByte(bracket);
        _needsComma = false;
    }

    private void AddName(string name)
    {
        if (_needsComma)
        {
            AddByte(',');
        }

        AddByte('"');
        Add(name);
        AddByte('"');
        AddByte(':');
        _needsComma = false;
    }

    private void AddEscaped(int character)
    {
        if (character < ' ' || character == 127)
        {
            Add("\\u00");
            AddHexDigit(character >> 4);
            AddHexDigit(character & 15);
            return;
        }

        if (character == '"' || character == '\\')
        {
            AddByte('\\');
        }

        AddByte(character);
    }

    private void AddHexDigit(int digit) => AddByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
