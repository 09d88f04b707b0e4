namespace Telltale.Configuration;

/// <summary>What is wrong with a configuration.</summary>
public enum ConfigurationFaultCode
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is not JSON: <see cref="ConfigurationFault.Syntax"/>.</summary>
    Syntax = 1,

    /// <summary>There is no such member.</summary>
    UnknownMember = 2,

    /// <summary>The value is of another type.</summary>
    WrongType = 3,

    /// <summary>The number has a fraction.</summary>
    NotAnInteger = 4,

    /// <summary>The number is below the least one.</summary>
    TooSmall = 5,

    /// <summary>The number is above the greatest one.</summary>
    TooLarge = 6,

    /// <summary>The text is longer or shorter than it may be.</summary>
    TextTooLong = 7,

    /// <summary>The text has a character that it may not have.</summary>
    BadCharacter = 8,

    /// <summary>The word is none of the choices.</summary>
    NotAChoice = 9,

    /// <summary>A member that has to be there is not.</summary>
    Missing = 10,

    /// <summary>The version of the schema is one that this firmware does not know.</summary>
    UnknownVersion = 11,

    /// <summary>*** stands for a secret: it was reported, and cannot be taken back.</summary>
    MaskedSecret = 12,

    /// <summary>It does not go with the entry <see cref="ConfigurationFault.OtherPath"/>.</summary>
    Conflict = 13,

    /// <summary>The file is longer than a configuration may be.</summary>
    DocumentTooLong = 14,

    /// <summary>The file cannot be read.</summary>
    Unreadable = 15,

    /// <summary>The volume does not take it.</summary>
    NotStored = 16,

    /// <summary>Its revision is not above the one that is confirmed.</summary>
    Stale = 17,

    /// <summary>The list has more items than it may have.</summary>
    TooManyItems = 18,

    /// <summary>The number has more than six decimals.</summary>
    TooManyDecimals = 19,

    /// <summary>The item does not have exactly one of the members <see cref="ConfigurationFault.Expected"/>.</summary>
    NotOneOfMembers = 20,
}
