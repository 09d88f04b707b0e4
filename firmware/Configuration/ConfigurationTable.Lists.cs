namespace Telltale.Configuration;

/// <content>Lists: outputs, rules for signals, extreme signals.</content>
public sealed partial class ConfigurationTable
{
    /// <summary>The most rules for signals, and the most extreme signals.</summary>
    public const int MaximumSignalItems = 16;

    /// <summary>The most outputs.</summary>
    public const int MaximumOutputs = 4;

    internal const int MaximumPin = 48;
    internal const int MaximumOutputNameLength = 24;
    private const int MaximumSignalNameLength = 100;
    private const int LargestDecimal = 2000000000;
    private const string HysteresisName = "hysteresis";

    private static ConfigurationEntry Member(ConfigurationEntry list, int member, string name, ConfigurationType type, string description)
    {
        ConfigurationEntry entry = new ConfigurationEntry();
        entry.Type = type;
        entry.Path = name;
        entry.Unit = "";
        entry.Description = description;
        list.Members[member] = entry;
        return entry;
    }

    private static ConfigurationEntry NumberMember(ConfigurationEntry list, int member, string name, int number, int minimum, int maximum, string unit, string description)
    {
        ConfigurationEntry entry = Member(list, member, name, ConfigurationType.Number, description);
        entry.DefaultNumber = number;
        entry.Minimum = minimum;
        entry.Maximum = maximum;
        entry.Unit = unit;
        return entry;
    }

    private static ConfigurationEntry DecimalMember(ConfigurationEntry list, int member, string name, int minimum, string description)
    {
        ConfigurationEntry entry = Member(list, member, name, ConfigurationType.Decimal, description);
        entry.Minimum = minimum;
        entry.Maximum = LargestDecimal;
        return entry;
    }

    private static ConfigurationEntry TextMember(ConfigurationEntry list, int member, string name, int maximumLength, TextCharacters characters, string description)
    {
        ConfigurationEntry entry = Member(list, member, name, ConfigurationType.Text, description);
        entry.DefaultText = "";
        entry.MinimumLength = 1;
        entry.MaximumLength = maximumLength;
        entry.Characters = characters;
        entry.IsRequired = true;
        return entry;
    }

    private static void SwitchMember(ConfigurationEntry list, int member, string name, string description) =>
        Member(list, member, name, ConfigurationType.Switch, description);

    private ConfigurationEntry AddList(ConfigurationKey key, string path, int maximumItems, int members, string description)
    {
        ConfigurationEntry entry = Add(key, ConfigurationType.List, path, description);
        entry.SinceVersion = 2;
        entry.MaximumItems = maximumItems;
        entry.Members = new ConfigurationEntry[members];
        return entry;
    }

    private void AddOutputs()
    {
        ConfigurationEntry outputs = AddList(ConfigurationKey.Outputs, "commands.outputs", MaximumOutputs, OutputMember.Count, "Outputs that a command may switch; without any no such command is obeyed. All are off after a start.");
        ConfigurationEntry pin = NumberMember(outputs, OutputMember.Pin, "pin", 0, 0, MaximumPin, "", "The chip's number of the pin. A pin that the board needs for something else is refused when the unit starts, and counted in statuses.");
        pin.IsRequired = true;
        pin.IsUnique = true;
        TextMember(outputs, OutputMember.Name, "name", MaximumOutputNameLength, TextCharacters.Word, "What commands call it.").IsUnique = true;
        SwitchMember(outputs, OutputMember.IsActiveLow, "activeLow", "Whether a low level switches it on.");
        NumberMember(outputs, OutputMember.Pulse, "pulseMilliseconds", 0, 0, 86400000, "ms", "How long it is on where the command does not say, and the longest that a command may ask for. 0: until it is switched off.");
        SwitchMember(outputs, OutputMember.WhileMoving, "whileMoving", "Whether it may be switched on while the vehicle moves, or while nothing tells whether it does.");
    }

    private void AddSignals()
    {
        ConfigurationEntry rules = AddList(ConfigurationKey.SignalRules, "signals", MaximumSignalItems, SignalRuleMember.Count, "Rules for signals of the vehicle: each takes a sample, and reports an event where that is wanted.");
        TextMember(rules, SignalRuleMember.Signal, "signal", MaximumSignalNameLength, TextCharacters.Printable, "The signal's name as in the profile; \"Vehicle.\" in front may stand or not. A rule for a signal that the profile does not have is counted in statuses and logged.");
        DecimalMember(rules, SignalRuleMember.RisesAbove, "risesAbove", -LargestDecimal, "Met when the value is above this, in the signal's unit; also at first sight.").IsAlternative = true;
        DecimalMember(rules, SignalRuleMember.FallsBelow, "fallsBelow", -LargestDecimal, "Met when the value is below this, in the signal's unit; also at first sight.").IsAlternative = true;
        ChangeMember(rules, SignalRuleMember.ChangesBy, "changesBy", "Met when the value differs by at least so much from that of the sample before, in the signal's unit.");
        ChangeMember(rules, SignalRuleMember.ChangesPerSecond, "changesPerSecond", "Met when the value changes by at least so much a second, over at least 200 ms, in the signal's unit.");
        DecimalMember(rules, SignalRuleMember.Hysteresis, HysteresisName, 0, "Of a threshold: met again only after the value was so far on the other side of it, in the signal's unit.");
        NumberMember(rules, SignalRuleMember.Pause, "pauseMilliseconds", 1000, 0, 86400000, "ms", "Met at most once in so long.");
        SwitchMember(rules, SignalRuleMember.IsEvent, "event", "Whether an event is reported beside the sample.");

        ConfigurationEntry extremes = AddList(ConfigurationKey.Extremes, "extremes", MaximumSignalItems, 1, "Names of the signals whose lowest and highest values between two samples are kept; \"auto\" is vehicle speed and engine speed.");
        extremes.DefaultNumber = -1;
        extremes.Word = "auto";
        extremes.WordNumber = -1;
        TextMember(extremes, 0, "", MaximumSignalNameLength, TextCharacters.Printable, "The signal's name as in the profile.").IsUnique = true;
    }

    private static void ChangeMember(ConfigurationEntry rules, int member, string name, string description)
    {
        ConfigurationEntry entry = DecimalMember(rules, member, name, 0, description);
        entry.IsPositive = true;
        entry.IsAlternative = true;
        entry.Excludes = HysteresisName;
    }
}
