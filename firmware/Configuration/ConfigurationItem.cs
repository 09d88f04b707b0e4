namespace Telltale.Configuration;

/// <summary>One item of a list of the configuration: a value for every member that the list's items may have.</summary>
public sealed class ConfigurationItem
{
    private readonly long[] _numbers;
    private readonly string[] _texts;
    private int _given;

    /// <summary>Makes an item of the members' defaults.</summary>
    /// <param name="list">The list that it is for.</param>
    public ConfigurationItem(ConfigurationEntry list)
    {
        _numbers = new long[list.Members.Length];
        _texts = new string[list.Members.Length];
        for (int member = 0; member < list.Members.Length; member++)
        {
            _numbers[member] = list.Members[member].DefaultNumber;
            _texts[member] = list.Members[member].DefaultText;
        }
    }

    /// <summary>A number, the index of the word for a choice, millionths for a decimal.</summary>
    /// <param name="member">The member's index in <see cref="ConfigurationEntry.Members"/>.</param>
    public long Number(int member) => _numbers[member];

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(int member) => _numbers[member] != 0;

    /// <summary>A text.</summary>
    public string Text(int member) => _texts[member];

    /// <summary>Whether the item says something of a member.</summary>
    public bool IsGiven(int member) => (_given & (1 << member)) != 0;

    /// <summary>Sets a number, switch (0, 1), choice or decimal, unchecked.</summary>
    public void SetNumber(int member, long number)
    {
        _numbers[member] = number;
        _given |= 1 << member;
    }

    /// <summary>Sets a text, unchecked.</summary>
    public void SetText(int member, string text)
    {
        _texts[member] = text;
        _given |= 1 << member;
    }
}
