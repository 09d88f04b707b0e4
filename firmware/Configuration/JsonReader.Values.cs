namespace Telltale.Configuration;

/// <content>Numbers and strings.</content>
public sealed partial class JsonReader
{
    private const int MaximumDigits = 18;
    private const int LargestExponent = 100000;

    private long _mantissa;
    private int _exponent;
    private bool _isTooLarge;

    /// <summary>The number read last, times a power of ten: 1.5 with two decimals is 150.</summary>
    /// <param name="decimals">0 to 9.</param>
    /// <param name="value">The number, meaningful where true is returned.</param>
    /// <returns>False when it has more decimals, or more than 18 digits.</returns>
    public bool TryGetScaled(int decimals, out long value)
    {
        value = _mantissa;
        if (_mantissa == 0 && !_isTooLarge)
        {
            return true;
        }

        int exponent = _exponent + decimals;
        if (_isTooLarge || exponent > MaximumDigits || exponent < -MaximumDigits)
        {
            return false;
        }

        for (; exponent < 0; exponent++)
        {
            if (value % 10 != 0)
            {
                return false;
            }

            value /= 10;
        }

        for (; exponent > 0; exponent--)
        {
            if (value > 99999999999999999L || value < -99999999999999999L)
            {
                return false;
            }

            value *= 10;
        }

        return true;
    }

    /// <summary>Whether the number read last has no fraction, however large it is.</summary>
    public bool IsWhole
    {
        get
        {
            if (_isTooLarge && _exponent < 0)
            {
                // The digits that were left out are behind the point.
                return false;
            }

            long mantissa = _mantissa;
            for (int exponent = _exponent; exponent < 0 && mantissa != 0; exponent++)
            {
                if (mantissa % 10 != 0)
                {
                    return false;
                }

                mantissa /= 10;
            }

            return true;
        }
    }

    /// <summary>Whether the number read last is below 0.</summary>
    public bool IsNegative { get; private set; }

    private bool ReadNumber()
    {
        _mantissa = 0;
        _exponent = 0;
        _isTooLarge = false;
        IsNegative = _bytes[_position] == '-';
        _position += IsNegative ? 1 : 0;
        int integerStart = _position;
        int digits = TakeDigits(0);
        if (digits == 0 || (digits > 1 && _bytes[integerStart] == '0'))
        {
            return FailNumber();
        }

        if (_position < _end && _bytes[_position] == '.')
        {
            _position++;
            if (TakeDigits(-1) == 0)
            {
                return FailNumber();
            }
        }

        if (_position < _end && (_bytes[_position] == 'e' || _bytes[_position] == 'E') && !TakeExponent())
        {
            return FailNumber();
        }

        _mantissa = IsNegative ? -_mantissa : _mantissa;
        return true;
    }

    private int TakeDigits(int exponentStep)
    {
        int start = _position;
        for (; _position < _end && IsDigit(_bytes[_position]); _position++)
        {
            if (_mantissa > 99999999999999999L)
            {
                // Zeros at the end need no digit of the mantissa.
                _isTooLarge = _isTooLarge || _bytes[_position] != '0';
                _exponent += exponentStep == 0 ? 1 : 0;
            }
            else
            {
                _mantissa = (_mantissa * 10) + (_bytes[_position] - '0');
                _exponent += exponentStep;
            }
        }

        return _position - start;
    }

    private bool TakeExponent()
    {
        _position++;
        bool isNegative = false;
        if (_position < _end && (_bytes[_position] == '+' || _bytes[_position] == '-'))
        {
            isNegative = _bytes[_position] == '-';
            _position++;
        }

        int start = _position;
        int exponent = 0;
        for (; _position < _end && IsDigit(_bytes[_position]); _position++)
        {
            exponent = exponent > LargestExponent ? exponent : (exponent * 10) + (_bytes[_position] - '0');
        }

        _exponent += isNegative ? -exponent : exponent;
        return _position > start;
    }

    private bool FailNumber()
    {
        FailAt(_position == _end ? JsonFault.EndsEarly : JsonFault.BadNumber, _position);
        return false;
    }

    // From the quotation mark on, to behind the one that closes it.
    private bool ReadText()
    {
        TextLength = 0;
        _position++;
        while (_position < _end)
        {
            byte character = _bytes[_position];
            if (character == '"')
            {
                _position++;
                return true;
            }

            if (TextLength + 4 > Text.Length && TextLength + SequenceLength(character) > Text.Length)
            {
                return FailText(JsonFault.TextTooLong);
            }

            if (character < ' ')
            {
                return FailText(JsonFault.ControlCharacter);
            }

            bool isGood = character == '\\' ? TakeEscape() : character < 0x80 ? Take(1) : TakeSequence();
            if (!isGood)
            {
                return false;
            }
        }

        return FailText(JsonFault.EndsEarly);
    }

    private static int SequenceLength(byte first) => first == '\\' || first >= 0xF0 ? 4 : first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;

    private bool Take(int count)
    {
        for (; count > 0; count--)
        {
            Text[TextLength++] = _bytes[_position++];
        }

        return true;
    }

    // RFC 3629 section 4: no overlong form, no surrogate, nothing above U+10FFFF.
    private bool TakeSequence()
    {
        int first = _bytes[_position];
        int length = SequenceLength((byte)first);
        if (first < 0xC2 || first > 0xF4)
        {
            return FailText(JsonFault.BadUtf8);
        }

        for (int index = 1; index < length; index++)
        {
            if (_position + index >= _end)
            {
                _position = _end;
                return FailText(JsonFault.EndsEarly);
            }

            int next = _bytes[_position + index];
            int lowest = index > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            int highest = index > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (next < lowest || next > highest)
            {
                return FailText(JsonFault.BadUtf8);
            }
        }

        return Take(length);
    }

    private bool TakeEscape()
    {
        if (_position + 1 >= _end)
        {
            _position = _end;
            return FailText(JsonFault.EndsEarly);
        }

        byte letter = _bytes[_position + 1];
        int simple = letter < ' ' ? -1 : "\"\\/bfnrt".IndexOf((char)letter);
        if (simple >= 0)
        {
            Text[TextLength++] = (byte)"\"\\/\b\f\n\r\t"[simple];
            _position += 2;
            return true;
        }

        int unit = Unit(_position);
        if (unit < 0 || (unit >= 0xDC00 && unit < 0xE000))
        {
            return FailText(JsonFault.BadEscape);
        }

        if (unit < 0xD800 || unit >= 0xE000)
        {
            _position += 6;
            return Put(unit);
        }

        int low = Unit(_position + 6);
        if (low < 0xDC00 || low >= 0xE000)
        {
            return FailText(JsonFault.BadEscape);
        }

        _position += 12;
        return Put(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
    }

    // The code unit of an escape with four hexadecimal digits; -1 where there is none.
    private int Unit(int position)
    {
        if (position + 6 > _end || _bytes[position] != '\\' || _bytes[position + 1] != 'u')
        {
            return -1;
        }

        int unit = 0;
        for (int index = 2; index < 6; index++)
        {
            int digit = _bytes[position + index];
            digit = digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }

            unit = (unit << 4) | digit;
        }

        return unit;
    }

    private bool Put(int character)
    {
        if (character < 0x80)
        {
            Text[TextLength++] = (byte)character;
            return true;
        }

        int shift = character < 0x800 ? 6 : character < 0x10000 ? 12 : 18;
        int mark = character < 0x800 ? 0xC0 : character < 0x10000 ? 0xE0 : 0xF0;
        Text[TextLength++] = (byte)(mark | (character >> shift));
        for (shift -= 6; shift >= 0; shift -= 6)
        {
            Text[TextLength++] = (byte)(0x80 | ((character >> shift) & 0x3F));
        }

        return true;
    }

    private bool FailText(JsonFault fault)
    {
        FailAt(fault, _position);
        return false;
    }
}
