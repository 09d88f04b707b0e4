namespace Telltale.Configuration;

/// <summary>Version 1 of the schema, where it differs: one output, as <c>commands.outputPin</c> and <c>commands.outputName</c>, and no lists.</summary>
internal sealed class FirstVersion
{
    /// <summary>The number of the version.</summary>
    internal const int Number = 1;

    // What an output without a name was called.
    private const string DefaultName = "output";
    private const int NoPin = -1;
    private const int Pin = 0;
    private const int Name = 1;

    // The members of one item, with paths of the whole file.
    private readonly ConfigurationEntry _entries = new ConfigurationEntry();
    private readonly ConfigurationEntry _outputs;

    internal FirstVersion(ConfigurationTable table)
    {
        _outputs = table.Of(ConfigurationKey.Outputs);
        ConfigurationEntry pin = new ConfigurationEntry();
        pin.Type = ConfigurationType.Number;
        pin.Path = "commands.outputPin";
        pin.Maximum = ConfigurationTable.MaximumPin;
        pin.DefaultNumber = NoPin;
        pin.Word = "none";
        pin.WordNumber = NoPin;
        ConfigurationEntry name = new ConfigurationEntry();
        name.Type = ConfigurationType.Text;
        name.Path = "commands.outputName";
        name.DefaultText = "";
        name.MaximumLength = ConfigurationTable.MaximumOutputNameLength;
        name.Characters = TextCharacters.Word;
        _entries.Members = new ConfigurationEntry[] { pin, name };
    }

    /// <summary>What the file says of these settings.</summary>
    internal ConfigurationItem Values { get; private set; }

    /// <summary>Forgets what was read before.</summary>
    internal void Clear() => Values = new ConfigurationItem(_entries);

    /// <summary>The index of a setting that only this version has; -1 for others.</summary>
    internal int Find(string path) => _entries.FindMember(path);

    /// <summary>A setting that only this version has.</summary>
    internal ConfigurationEntry At(int index) => _entries.Members[index];

    /// <summary>The setting that may not stand without another one, and does; -1 for none.</summary>
    internal int Alone => Values.Text(Name).Length > 0 && Values.Number(Pin) == NoPin ? Name : -1;

    /// <summary>The setting that the one of <see cref="Alone"/> needs.</summary>
    internal static int NeededBy => Pin;

    /// <summary>Says the same in settings of today.</summary>
    internal void Translate(UnitConfiguration into)
    {
        if (Values.Number(Pin) == NoPin)
        {
            return;
        }

        ConfigurationItem output = new ConfigurationItem(_outputs);
        output.SetNumber(OutputMember.Pin, Values.Number(Pin));
        output.SetText(OutputMember.Name, Values.Text(Name).Length == 0 ? DefaultName : Values.Text(Name));
        into.SetItems(ConfigurationKey.Outputs, new ConfigurationItem[] { output });
    }
}
