namespace Telltale.Configuration;

/// <summary>
/// All entries of the configuration, by <see cref="ConfigurationKey"/>, those of one object of the file next to each other. Made where it is needed and dropped afterwards: the texts are for people.
/// </summary>
public sealed partial class ConfigurationTable
{
    /// <summary>The version of the schema that this firmware writes, the member "version" of the file.</summary>
    public const int Version = 2;

    /// <summary>The oldest version that this firmware reads.</summary>
    public const int OldestVersion = 1;

    /// <summary>The longest file in bytes.</summary>
    public const int MaximumDocumentBytes = 8000;

    /// <summary>The longest path in characters.</summary>
    public const int MaximumPathLength = 80;

    private readonly ConfigurationEntry[] _entries = new ConfigurationEntry[(int)ConfigurationKey.Count];
    private int _newest = -1;

    /// <summary>Makes the table.</summary>
    public ConfigurationTable()
    {
        AddBoard();
        AddUplink();
        AddBus();
        AddJournal();
        AddBatches();
        AddGnss();
        AddSampling();
        AddTrips();
        AddEvents();
        AddCommands();
        AddOutputs();
        AddSignals();
        AddNetwork();
        AddSleep();
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Length;

    /// <summary>An entry by its number.</summary>
    public ConfigurationEntry At(int index) => _entries[index];

    /// <summary>An entry by its key.</summary>
    public ConfigurationEntry Of(ConfigurationKey key) => _entries[(int)key];

    /// <summary>The number of the entry with a path; -1 where there is none. Quick where paths are looked for in the table's order.</summary>
    public int Find(string path)
    {
        for (int count = 1; count <= _entries.Length; count++)
        {
            int index = (_newest + count) % _entries.Length;
            if (_entries[index].Path == path)
            {
                _newest = index;
                return index;
            }
        }

        return -1;
    }

    /// <summary>Whether entries are in the object of that path.</summary>
    public bool HasObject(string path)
    {
        string start = path + ".";
        for (int count = 1; count <= _entries.Length; count++)
        {
            if (_entries[(_newest + count) % _entries.Length].Path.StartsWith(start))
            {
                return true;
            }
        }

        return false;
    }

    private ConfigurationEntry Add(ConfigurationKey key, ConfigurationType type, string path, string description)
    {
        ConfigurationEntry entry = new ConfigurationEntry();
        entry.Type = type;
        entry.Path = path;
        entry.Description = description;
        entry.Unit = "";
        _entries[(int)key] = entry;
        return entry;
    }

    private ConfigurationEntry AddNumber(ConfigurationKey key, string path, int number, int minimum, int maximum, string unit, string description)
    {
        ConfigurationEntry entry = Add(key, ConfigurationType.Number, path, description);
        entry.DefaultNumber = number;
        entry.Minimum = minimum;
        entry.Maximum = maximum;
        entry.Unit = unit;
        return entry;
    }

    private void AddNumberOrOff(ConfigurationKey key, string path, int number, int minimum, int maximum, string unit, string description) =>
        AddNumber(key, path, number, minimum, maximum, unit, description).MayBeOff = true;

    private void AddNumberOrWord(ConfigurationKey key, string path, int number, int minimum, int maximum, string unit, string word, int wordNumber, string description)
    {
        ConfigurationEntry entry = AddNumber(key, path, number, minimum, maximum, unit, description);
        entry.Word = word;
        entry.WordNumber = wordNumber;
    }

    private void AddSwitch(ConfigurationKey key, string path, bool isOn, string description) =>
        Add(key, ConfigurationType.Switch, path, description).DefaultNumber = isOn ? 1 : 0;

    private ConfigurationEntry AddText(ConfigurationKey key, string path, string text, int maximumLength, TextCharacters characters, string description)
    {
        ConfigurationEntry entry = Add(key, ConfigurationType.Text, path, description);
        entry.DefaultText = text;
        entry.MaximumLength = maximumLength;
        entry.Characters = characters;
        return entry;
    }

    private void AddSecret(ConfigurationKey key, string path, int maximumLength, TextCharacters characters, string description) =>
        AddText(key, path, "", maximumLength, characters, description).IsSecret = true;

    // The first word is the default.
    private void AddChoice(ConfigurationKey key, string path, string[] choices, string description) =>
        Add(key, ConfigurationType.Choice, path, description).Choices = choices;
}
