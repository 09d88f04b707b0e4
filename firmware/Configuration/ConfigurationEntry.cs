namespace Telltale.Configuration;

/// <summary>
/// One entry of the configuration, or one member of the items of a list: what it is called, what it may be and what it means. Reader, writer, JSON Schema and the table in README.md are all
/// made of this.
/// </summary>
public sealed class ConfigurationEntry
{
    /// <summary>Where it is in the file: names of members with a full stop between them. Of a member of a list's items its name alone, and "" where the items are plain values.</summary>
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

    /// <summary>A word that may stand in place of a number or a list; null for none.</summary>
    public string Word;

    /// <summary>The number, or count of items, that <see cref="Word"/> stands for.</summary>
    public int WordNumber;

    /// <summary>The unit of a number; empty for none.</summary>
    public string Unit;

    /// <summary>Of a decimal: it has to be above 0.</summary>
    public bool IsPositive;

    /// <summary>The least length of a text in characters.</summary>
    public int MinimumLength;

    /// <summary>The greatest length of a text in characters.</summary>
    public int MaximumLength;

    /// <summary>Which characters a text may have.</summary>
    public TextCharacters Characters;

    /// <summary>The words of a choice.</summary>
    public string[] Choices;

    /// <summary>The members that the items of a list have; null for an entry that is no list.</summary>
    public ConfigurationEntry[] Members;

    /// <summary>The most items of a list.</summary>
    public int MaximumItems;

    /// <summary>Of a member: every item has to have it.</summary>
    public bool IsRequired;

    /// <summary>Of a member: every item has to have exactly one of those that are marked so.</summary>
    public bool IsAlternative;

    /// <summary>Of a member: no two items of the list have the same.</summary>
    public bool IsUnique;

    /// <summary>Of a member: one that may not stand beside it; null for none.</summary>
    public string Excludes;

    /// <summary>Whether it is written as *** wherever the configuration is reported.</summary>
    public bool IsSecret;

    /// <summary>The version of the schema that it came with.</summary>
    public int SinceVersion = 1;

    /// <summary>What it means, a sentence or two.</summary>
    public string Description;

    /// <summary>Whether a number is allowed.</summary>
    public bool Allows(long number) => (number >= Minimum && number <= Maximum) || (MayBeOff && number == 0);

    /// <summary>Whether the items of a list are plain values.</summary>
    public bool HasPlainItems => Members.Length == 1 && Members[0].Path.Length == 0;

    /// <summary>The index of a member of a list's items; -1 where they have none of that name.</summary>
    public int FindMember(string name)
    {
        for (int index = 0; index < Members.Length; index++)
        {
            if (Members[index].Path == name)
            {
                return index;
            }
        }

        return -1;
    }

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
