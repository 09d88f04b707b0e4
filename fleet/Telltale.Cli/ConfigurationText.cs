using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telltale.Configuration;

namespace Telltale.Cli;

/// <summary>A unit's configuration for people: indented JSON, and the table of all entries.</summary>
public static class ConfigurationText
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>JSON with an entry a line, ending with a line feed.</summary>
    public static string Indented(JsonNode json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.ToJsonString(s_indented) + "\n";
    }

    /// <summary>A configuration with every entry, defaults included, secrets masked.</summary>
    public static JsonNode Complete(UnitConfiguration configuration)
    {
        var output = new byte[4 * ConfigurationTable.MaximumDocumentBytes];
        int length = new ConfigurationWriter(new ConfigurationTable()).Write(configuration, isComplete: true, isMasked: true, output);
        return JsonNode.Parse(output.AsSpan(0, length))!;
    }

    /// <summary>The table of all entries in Markdown, as firmware/Configuration/README.md has it.</summary>
    public static string Table()
    {
        var table = new ConfigurationTable();
        var text = new StringBuilder("| setting | value | default | what it is |\n|---|---|---|---|\n");
        for (int index = 0; index < table.Count; index++)
        {
            ConfigurationEntry entry = table.At(index);
            text.Append(CultureInfo.InvariantCulture, $"| `{entry.Path}` | {Value(entry)} | {Default(entry)} | {entry.Description} |\n");
            foreach (ConfigurationEntry member in entry.Type == ConfigurationType.List ? entry.Members : [])
            {
                string name = member.Path.Length > 0 ? "." + member.Path : "";
                text.Append(CultureInfo.InvariantCulture, $"| `{entry.Path}[]{name}` | {Value(member)} | {MemberDefault(member)} | {member.Description} |\n");
            }
        }

        return text.ToString();
    }

    private static string Value(ConfigurationEntry entry)
    {
        switch (entry.Type)
        {
            case ConfigurationType.Switch:
                return "`true`, `false`";
            case ConfigurationType.Choice:
                return string.Join(", ", entry.Choices.Select(choice => $"`\"{choice}\"`"));
            case ConfigurationType.Text:
                string length = entry.Characters == TextCharacters.UnitId ? "a unit id" : $"at most {entry.MaximumLength} characters";
                return entry.IsSecret ? length + ", secret" : length;
            case ConfigurationType.Decimal:
                return entry.IsPositive ? $"above 0, to {entry.Maximum}" : $"{entry.Minimum} to {entry.Maximum}";
            case ConfigurationType.List:
                return entry.Word is not null ? $"at most {entry.MaximumItems} items, `\"{entry.Word}\"`" : $"at most {entry.MaximumItems} items";
            default:
                string range = $"{entry.Minimum} to {entry.Maximum}{(entry.Unit.Length > 0 ? " " + entry.Unit : "")}";
                return entry.Word is not null ? $"{range}, `\"{entry.Word}\"`" : entry.MayBeOff ? $"{range}, 0 is off" : range;
        }
    }

    private static string MemberDefault(ConfigurationEntry member) =>
        member.IsRequired ? "required" : member.IsAlternative ? "one of these" : Default(member);

    private static string Default(ConfigurationEntry entry) => entry.Type switch
    {
        ConfigurationType.Switch => entry.DefaultNumber != 0 ? "`true`" : "`false`",
        ConfigurationType.Choice => $"`\"{entry.Choices[entry.DefaultNumber]}\"`",
        ConfigurationType.Text => entry.DefaultText.Length > 0 ? $"`\"{entry.DefaultText}\"`" : "empty",
        ConfigurationType.List when entry.Word is null => "empty",
        _ => entry.Word is not null && entry.DefaultNumber == entry.WordNumber ? $"`\"{entry.Word}\"`" : entry.DefaultNumber.ToString(CultureInfo.InvariantCulture),
    };
}
