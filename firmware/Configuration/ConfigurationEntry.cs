namespace Telltale.Configuration;

/// <summary>One entry of the configuration: what it is called, what it may be and what it means. Reader, writer, JSON Schema and the table in README.md are all made of this.</summary>
public sealed class ConfigurationEntry
{
    /// <summary>Where it is in the file: names of members with a full stop between them.</summary>
    public string Path;

    /// <summary>What kind of value it is.</summary>
    public ConfigurationType Type;

    /// <summary>The default of a number, switch (0, 1) or choice.</summary>
    public int DefaultNumber;

    /// <summary>The default of a text.</summary>
    public string DefaultText;

    /// <summary>The least number.</summary>
    public int Minimum;

    /// <summary>The greatest number.</summary>
    public int Maximum;

    /// <summary>Whether 0 is allowed below <see cref="Minimum"/>, and switches off.</summary>
    public bool MayBeOff;

    /// <summary>A word that may stand in place of a number; null for none.</summary>
    public string Word;

    /// <summary>The number that <see cref="Word"/> stands for.</summary>
    public int WordNumber;

    /// <summary>The unit of a number; empty for none.</summary>
    public string Unit;

    /// <summary>The greatest length of a text in characters.</summary>
    public int MaximumLength;

    /// <summary>Which characters a text may have.</summary>
    public TextCharacters Characters;

    /// <summary>The words of a choice.</summary>
    public string[] Choices;

    /// <summary>Whether it is written as *** wherever the configuration is reported.</summary>
    public bool IsSecret;

    /// <summary>The version of the schema that it came with.</summary>
    public int SinceVersion = 1;

    /// <summary>What it means, a sentence or two.</summary>
    public string Description;

    /// <summary>Whether a number is allowed.</summary>
    public bool Allows(long number) => (number >= Minimum && number <= Maximum) || (MayBeOff && number == 0);

    /// <summary>Whether a character may stand in the text.</summary>
    public bool AllowsCharacter(int character)
    {
        bool isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        bool isDigit = character >= '0' && character <= '9';
        switch (Characters)
        {
            case TextCharacters.Word:
                return isLetter || isDigit || character == '-' || character == '_';
            case TextCharacters.Host:
                return isLetter || isDigit || character == '-' || character == '.' || character == ':';
            case TextCharacters.FileName:
                return isLetter || isDigit || character == '-' || character == '.';
            case TextCharacters.UnitId:
                return isDigit || (character >= 'a' && character <= 'z' && character != 'i' && character != 'l' && character != 'o' && character != 'u');
            default:
                return character >= ' ' && character <= '~';
        }
    }
}
