namespace Telltale.Configuration;

/// <summary>What the value of an entry is.</summary>
public enum ConfigurationType
{
    /// <summary>An integer with a range and a unit.</summary>
    Number = 0,

    /// <summary>true or false.</summary>
    Switch = 1,

    /// <summary>A text with a greatest length and a set of characters.</summary>
    Text = 2,

    /// <summary>One of some words; its value is the index of the word.</summary>
    Choice = 3,

    /// <summary>A number with at most six decimals and a range; its value is in millionths. Of items of a list only.</summary>
    Decimal = 4,

    /// <summary>A list of items: objects with the members of <see cref="ConfigurationEntry.Members"/>, or plain values. Its value is how many there are.</summary>
    List = 5,
}
