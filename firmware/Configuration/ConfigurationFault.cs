namespace Telltale.Configuration;

/// <summary>What is wrong with a configuration, and where. The first thing that is wrong is told.</summary>
public sealed class ConfigurationFault
{
    internal const string AtLeast = "at least ";
    internal const string AtMost = "at most ";

    /// <summary>What is wrong; <see cref="ConfigurationFaultCode.None"/> while nothing is.</summary>
    public ConfigurationFaultCode Code;

    /// <summary>The path of the member, "" for the file as a whole.</summary>
    public string Path = "";

    /// <summary>Of a conflict, the other entry.</summary>
    public string OtherPath = "";

    /// <summary>What is wrong with the JSON.</summary>
    public JsonFault Syntax;

    /// <summary>Where, in bytes from the start.</summary>
    public int ByteOffset;

    /// <summary>The line, from 1; 0 where there is no text to count in.</summary>
    public int Line;

    /// <summary>The column in bytes, from 1; 0 where there is no text to count in.</summary>
    public int Column;

    /// <summary>The value that was refused, where it is a whole number in the range of a long; else the least or greatest long.</summary>
    public long Value;

    /// <summary>The limit that the value or length is beyond, or the other one's value.</summary>
    public long Limit;

    /// <summary>What would have been right, for people: a type, the words of a choice, a set of characters.</summary>
    public string Expected = "";

    /// <summary>Forgets what was wrong.</summary>
    public void Clear()
    {
        Code = ConfigurationFaultCode.None;
        Path = "";
        OtherPath = "";
        Syntax = JsonFault.None;
        ByteOffset = 0;
        Line = 0;
        Column = 0;
        Value = 0;
        Limit = 0;
        Expected = "";
    }

    /// <summary>Takes everything over from another one.</summary>
    public void CopyFrom(ConfigurationFault other)
    {
        Code = other.Code;
        Path = other.Path;
        OtherPath = other.OtherPath;
        Syntax = other.Syntax;
        ByteOffset = other.ByteOffset;
        Line = other.Line;
        Column = other.Column;
        Value = other.Value;
        Limit = other.Limit;
        Expected = other.Expected;
    }

    /// <summary>A sentence for people, "sampling.driving.intervalMilliseconds: 50 is below 100".</summary>
    public override string ToString()
    {
        string sentence = Sentence();
        return Path.Length == 0 ? sentence : Path + ": " + sentence;
    }

    /// <summary>Counts line and column of the offset in the text.</summary>
    internal void Locate(byte[] bytes, int offset, int position)
    {
        ByteOffset = position - offset;
        Line = 1;
        Column = 1;
        for (int index = offset; index < position; index++)
        {
            Column++;
            if (bytes[index] == '\n')
            {
                Line++;
                Column = 1;
            }
        }
    }

    private string Sentence()
    {
        switch (Code)
        {
            case ConfigurationFaultCode.None: return "nothing is wrong";
            case ConfigurationFaultCode.Syntax: return SyntaxSentence() + Place();
            case ConfigurationFaultCode.UnknownMember: return "there is no such setting";
            case ConfigurationFaultCode.WrongType: return Expected + " is expected";
            case ConfigurationFaultCode.NotAnInteger: return "a number without a fraction is expected";
            case ConfigurationFaultCode.TooSmall: return Value == long.MinValue ? "the number is below " + Limit.ToString() : Value.ToString() + " is below " + Limit.ToString();
            case ConfigurationFaultCode.TooLarge: return Value == long.MaxValue ? "the number is above " + Limit.ToString() : Value.ToString() + " is above " + Limit.ToString();
            case ConfigurationFaultCode.TextTooLong: return Value.ToString() + " characters, " + Expected + Limit.ToString() + (Expected == AtLeast ? " are needed" : " are allowed");
            case ConfigurationFaultCode.BadCharacter: return "a character is not allowed: " + Expected;
            case ConfigurationFaultCode.NotAChoice: return "one of these is expected: " + Expected;
            case ConfigurationFaultCode.Missing: return "it is missing";
            case ConfigurationFaultCode.UnknownVersion: return "version " + Value.ToString() + " is not known to this firmware, which knows version " + Limit.ToString();
            case ConfigurationFaultCode.MaskedSecret: return "*** stands for a secret in a report; the secret itself is expected";
            case ConfigurationFaultCode.Conflict: return Expected + " " + OtherPath;
            case ConfigurationFaultCode.DocumentTooLong: return "the configuration has " + Value.ToString() + " bytes, " + Limit.ToString() + " are allowed";
            case ConfigurationFaultCode.Unreadable: return "the file cannot be read";
            case ConfigurationFaultCode.TooManyItems: return "there are more than " + Limit.ToString() + " items";
            case ConfigurationFaultCode.TooManyDecimals: return "a number with at most six decimals is expected";
            case ConfigurationFaultCode.NotOneOfMembers: return "exactly one of these is expected: " + Expected;
            case ConfigurationFaultCode.NotStored: return "the volume does not take it";
            default: return Value.ToString() + " is not above " + Limit.ToString() + ", which is confirmed";
        }
    }

    private string Place() => Line == 0 ? "" : " (line " + Line.ToString() + ", column " + Column.ToString() + ")";

    private string SyntaxSentence()
    {
        switch (Syntax)
        {
            case JsonFault.EndsEarly: return "the text ends in the middle";
            case JsonFault.NoValue: return "a value is expected";
            case JsonFault.NoName: return "a name in quotation marks is expected";
            case JsonFault.NoColon: return "a colon is expected";
            case JsonFault.NoComma: return "a comma or the end is expected";
            case JsonFault.BadNumber: return "this is no number as JSON has them";
            case JsonFault.BadEscape: return "this is no escape as JSON has them";
            case JsonFault.ControlCharacter: return "a control character stands in a text";
            case JsonFault.BadUtf8: return "the bytes are not UTF-8";
            case JsonFault.DuplicateName: return "the name stands here for the second time";
            case JsonFault.TrailingBytes: return "something follows the end";
            case JsonFault.TooDeep: return "objects are nested too deep";
            case JsonFault.TextTooLong: return "the text is too long";
            default: return "there are too many names";
        }
    }
}
