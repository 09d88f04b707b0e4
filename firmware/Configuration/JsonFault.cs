namespace Telltale.Configuration;

/// <summary>What is wrong with a text that is no JSON (RFC 8259), or is outside a reader's limits.</summary>
public enum JsonFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The text ends in the middle.</summary>
    EndsEarly = 1,

    /// <summary>A value is expected.</summary>
    NoValue = 2,

    /// <summary>A name in quotation marks is expected, or the end of the object.</summary>
    NoName = 3,

    /// <summary>A colon is expected.</summary>
    NoColon = 4,

    /// <summary>A comma is expected, or the end of the object or array.</summary>
    NoComma = 5,

    /// <summary>A number is not of JSON's form.</summary>
    BadNumber = 6,

    /// <summary>A backslash is followed by what is no escape, or half of a surrogate pair stands alone.</summary>
    BadEscape = 7,

    /// <summary>A control character stands in a string as it is.</summary>
    ControlCharacter = 8,

    /// <summary>Bytes are not UTF-8.</summary>
    BadUtf8 = 9,

    /// <summary>A name stands twice in an object.</summary>
    DuplicateName = 10,

    /// <summary>Something follows the value.</summary>
    TrailingBytes = 11,

    /// <summary>Objects and arrays are nested deeper than the reader goes.</summary>
    TooDeep = 12,

    /// <summary>A string is longer than the reader takes.</summary>
    TextTooLong = 13,

    /// <summary>The open objects have more names than the reader remembers.</summary>
    TooManyNames = 14,
}
