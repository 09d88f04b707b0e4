using System;
using System.Text;

namespace Telltale.Configuration;

/// <summary>
/// Reads JSON (RFC 8259) from bytes, a token a call, without floating point. It refuses what is not UTF-8, a name that stands twice in an object, and anything behind the value;
/// a byte order mark in front is passed over. All buffers are made by the constructor; strings are made only by <see cref="GetText"/>.
/// </summary>
public sealed partial class JsonReader
{
    /// <summary>What was read last.</summary>
    public JsonToken Token;

    /// <summary>What is wrong, where <see cref="Token"/> is <see cref="JsonToken.Fault"/>.</summary>
    public JsonFault Fault;

    /// <summary>Where the token begins, or the place of the fault, as an offset into the bytes given.</summary>
    public int TokenOffset;

    /// <summary>The name or string read last, unescaped, as UTF-8.</summary>
    public readonly byte[] Text;

    /// <summary>How many bytes of <see cref="Text"/> count.</summary>
    public int TextLength;

    /// <summary>How many objects and arrays are open.</summary>
    public int Depth;

    private const int ExpectValue = 0;
    private const int ExpectFirstElement = 1;
    private const int ExpectFirstName = 2;
    private const int ExpectName = 3;
    private const int ExpectComma = 4;
    private const int ExpectEnd = 5;

    private readonly bool[] _isObject;
    private readonly int[] _firstName;
    private readonly byte[] _names;
    private readonly int[] _nameEnds;
    private byte[] _bytes;
    private int _position;
    private int _end;
    private int _expected;
    private int _nameCount;

    /// <summary>Makes a reader.</summary>
    /// <param name="maximumDepth">How deep objects and arrays may be nested.</param>
    /// <param name="maximumTextBytes">The longest name or string, in bytes of UTF-8.</param>
    /// <param name="maximumNames">The most names in all objects that are open at the same time.</param>
    public JsonReader(int maximumDepth, int maximumTextBytes, int maximumNames)
    {
        Text = new byte[maximumTextBytes];
        _isObject = new bool[maximumDepth];
        _firstName = new int[maximumDepth];
        _nameEnds = new int[maximumNames + 1];
        _names = new byte[(maximumNames * 16) + maximumTextBytes];
    }

    /// <summary>Takes a text up; nothing is read before <see cref="Read"/>.</summary>
    public void Open(byte[] bytes, int offset, int count)
    {
        _bytes = bytes;
        _position = offset;
        _end = offset + count;
        _expected = ExpectValue;
        _nameCount = 0;
        Depth = 0;
        Token = JsonToken.None;
        Fault = JsonFault.None;
        TokenOffset = offset;
        TextLength = 0;
        if (count >= 3 && bytes[offset] == 0xEF && bytes[offset + 1] == 0xBB && bytes[offset + 2] == 0xBF)
        {
            _position += 3;
        }
    }

    /// <summary>Reads the next token. After <see cref="JsonToken.End"/> and <see cref="JsonToken.Fault"/> it stays there.</summary>
    public JsonToken Read()
    {
        if (Token != JsonToken.End && Token != JsonToken.Fault)
        {
            Token = Next();
        }

        return Token;
    }

    /// <summary>The name or string read last as a string.</summary>
    public string GetText() => Encoding.UTF8.GetString(Text, 0, TextLength);

    /// <summary>Whether the name or string read last is this one, of ASCII characters.</summary>
    public bool IsText(string text)
    {
        if (text.Length != TextLength)
        {
            return false;
        }

        for (int index = 0; index < TextLength; index++)
        {
            if (Text[index] != text[index])
            {
                return false;
            }
        }

        return true;
    }

    private JsonToken Next()
    {
        SkipWhitespace();
        TokenOffset = _position;
        if (_expected == ExpectComma)
        {
            if (_position == _end)
            {
                return Fail(JsonFault.EndsEarly);
            }

            bool isObject = _isObject[Depth - 1];
            if (_bytes[_position] == (isObject ? '}' : ']'))
            {
                return Close();
            }

            if (_bytes[_position] != ',')
            {
                return Fail(JsonFault.NoComma);
            }

            _position++;
            SkipWhitespace();
            TokenOffset = _position;
            _expected = isObject ? ExpectName : ExpectValue;
        }

        if (_position == _end)
        {
            return _expected == ExpectEnd ? JsonToken.End : Fail(JsonFault.EndsEarly);
        }

        switch (_expected)
        {
            case ExpectEnd:
                return Fail(JsonFault.TrailingBytes);
            case ExpectFirstName:
                return _bytes[_position] == '}' ? Close() : ReadName();
            case ExpectName:
                return ReadName();
            case ExpectFirstElement:
                return _bytes[_position] == ']' ? Close() : ReadValue();
            default:
                return ReadValue();
        }
    }

    private JsonToken ReadValue()
    {
        byte first = _bytes[_position];
        switch (first)
        {
            case (byte)'{':
            case (byte)'[':
                return Begin(first == '{');
            case (byte)'"':
                return ReadText() ? EndValue(JsonToken.Text) : JsonToken.Fault;
            case (byte)'t':
                return ReadLiteral("true", JsonToken.True);
            case (byte)'f':
                return ReadLiteral("false", JsonToken.False);
            case (byte)'n':
                return ReadLiteral("null", JsonToken.Null);
            default:
                return first != '-' && !IsDigit(first) ? Fail(JsonFault.NoValue) : ReadNumber() ? EndValue(JsonToken.Number) : JsonToken.Fault;
        }
    }

    private JsonToken Begin(bool isObject)
    {
        if (Depth == _isObject.Length)
        {
            return Fail(JsonFault.TooDeep);
        }

        _isObject[Depth] = isObject;
        _firstName[Depth] = _nameCount;
        Depth++;
        _position++;
        _expected = isObject ? ExpectFirstName : ExpectFirstElement;
        return isObject ? JsonToken.ObjectBegin : JsonToken.ArrayBegin;
    }

    private JsonToken Close()
    {
        Depth--;
        _nameCount = _firstName[Depth];
        _position++;
        return EndValue(_isObject[Depth] ? JsonToken.ObjectEnd : JsonToken.ArrayEnd);
    }

    private JsonToken EndValue(JsonToken token)
    {
        _expected = Depth == 0 ? ExpectEnd : ExpectComma;
        return token;
    }

    private JsonToken ReadLiteral(string literal, JsonToken token)
    {
        for (int index = 0; index < literal.Length; index++)
        {
            if (_position + index == _end)
            {
                return FailAt(JsonFault.EndsEarly, _end);
            }

            if (_bytes[_position + index] != literal[index])
            {
                return Fail(JsonFault.NoValue);
            }
        }

        _position += literal.Length;
        return EndValue(token);
    }

    private JsonToken ReadName()
    {
        int offset = _position;
        if (_bytes[offset] != '"')
        {
            return Fail(JsonFault.NoName);
        }

        if (!ReadText())
        {
            return JsonToken.Fault;
        }

        if (!RememberName())
        {
            return JsonToken.Fault;
        }

        SkipWhitespace();
        if (_position == _end)
        {
            return FailAt(JsonFault.EndsEarly, _end);
        }

        if (_bytes[_position] != ':')
        {
            return FailAt(JsonFault.NoColon, _position);
        }

        _position++;
        _expected = ExpectValue;
        TokenOffset = offset;
        return JsonToken.Name;
    }

    // Names lie one behind the other; those of an object that is closed are forgotten.
    private bool RememberName()
    {
        for (int index = _firstName[Depth - 1]; index < _nameCount; index++)
        {
            int start = _nameEnds[index];
            if (_nameEnds[index + 1] - start == TextLength && IsSame(start))
            {
                Fail(JsonFault.DuplicateName);
                return false;
            }
        }

        int begin = _nameEnds[_nameCount];
        if (_nameCount + 1 == _nameEnds.Length || begin + TextLength > _names.Length)
        {
            Fail(JsonFault.TooManyNames);
            return false;
        }

        Array.Copy(Text, 0, _names, begin, TextLength);
        _nameCount++;
        _nameEnds[_nameCount] = begin + TextLength;
        return true;
    }

    private bool IsSame(int start)
    {
        for (int index = 0; index < TextLength; index++)
        {
            if (_names[start + index] != Text[index])
            {
                return false;
            }
        }

        return true;
    }

    private void SkipWhitespace()
    {
        while (_position < _end)
        {
            byte character = _bytes[_position];
            if (character != ' ' && character != '\n' && character != '\r' && character != '\t')
            {
                return;
            }

            _position++;
        }
    }

    private JsonToken Fail(JsonFault fault) => FailAt(fault, TokenOffset);

    private JsonToken FailAt(JsonFault fault, int offset)
    {
        Fault = fault;
        TokenOffset = offset;
        Token = JsonToken.Fault;
        return JsonToken.Fault;
    }

    private static bool IsDigit(byte character) => character >= '0' && character <= '9';
}
