using System;

namespace Telltale.Configuration;

/// <summary>A whole configuration: a value for every entry.</summary>
public sealed class UnitConfiguration
{
    /// <summary>The owner's number of this configuration, 1 to 2^31 - 1; 0 for the defaults and for a file that states none.</summary>
    public int Revision;

    private readonly int[] _numbers = new int[(int)ConfigurationKey.Count];
    private readonly string[] _texts = new string[(int)ConfigurationKey.Count];

    // Of the lists only; null for one without items.
    private readonly ConfigurationItem[][] _items = new ConfigurationItem[(int)ConfigurationKey.Count][];

    /// <summary>Makes a configuration of the defaults.</summary>
    public UnitConfiguration(ConfigurationTable table)
    {
        SetDefaults(table);
    }

    /// <summary>A number; the index of the word for a choice, how many items there are for a list.</summary>
    public int Number(ConfigurationKey key) => _numbers[(int)key];

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(ConfigurationKey key) => _numbers[(int)key] != 0;

    /// <summary>A text.</summary>
    public string Text(ConfigurationKey key) => _texts[(int)key];

    /// <summary>An item of a list.</summary>
    public ConfigurationItem Item(ConfigurationKey key, int index) => _items[(int)key][index];

    /// <summary>Sets the items of a list, unchecked. They are shared with every configuration that this one is copied to, and not changed afterwards.</summary>
    public void SetItems(ConfigurationKey key, ConfigurationItem[] items)
    {
        _items[(int)key] = items;
        _numbers[(int)key] = items.Length;
    }

    /// <summary>Sets a number, switch (0, 1) or choice, unchecked.</summary>
    public void SetNumber(ConfigurationKey key, int number) => _numbers[(int)key] = number;

    /// <summary>Sets a text, unchecked.</summary>
    public void SetText(ConfigurationKey key, string text) => _texts[(int)key] = text;

    /// <summary>Takes the defaults.</summary>
    public void SetDefaults(ConfigurationTable table)
    {
        Revision = 0;
        for (int index = 0; index < _numbers.Length; index++)
        {
            ConfigurationEntry entry = table.At(index);
            _numbers[index] = entry.DefaultNumber;
            _texts[index] = entry.DefaultText;
            _items[index] = null;
        }
    }

    /// <summary>Whether an entry has its default.</summary>
    public bool IsDefault(ConfigurationTable table, int index)
    {
        ConfigurationEntry entry = table.At(index);
        return entry.Type == ConfigurationType.Text ? _texts[index] == entry.DefaultText : _numbers[index] == entry.DefaultNumber;
    }

    /// <summary>Takes everything over from another one.</summary>
    public void CopyFrom(UnitConfiguration other)
    {
        Revision = other.Revision;
        Array.Copy(other._numbers, _numbers, _numbers.Length);
        Array.Copy(other._texts, _texts, _texts.Length);
        Array.Copy(other._items, _items, _items.Length);
    }
}
