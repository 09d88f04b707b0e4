namespace Telltale.Configuration;

/// <summary>Which characters a text of the configuration may have.</summary>
public enum TextCharacters
{
    /// <summary>Printable ASCII, 0x20 to 0x7E.</summary>
    Printable = 0,

    /// <summary>Letters, digits, '-' and '_'.</summary>
    Word = 1,

    /// <summary>Letters, digits, '-', '.' and, for IPv6 addresses, ':'.</summary>
    Host = 2,

    /// <summary>Letters, digits, '-' and '.': what a volume takes.</summary>
    FileName = 3,

    /// <summary>Exactly eight characters of Crockford's base32 in lower case.</summary>
    UnitId = 4,
}
