using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telltale.Configuration;

namespace Telltale.Cli;

/// <summary>Compares configurations setting by setting, defaults included. No secret is in what comes of it.</summary>
public static class ConfigurationDifferences
{
    private const string Unset = "\"\"";
    private const decimal Millionth = 0.000001m;

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What two configurations say differently, in the order of the table; the revision first.</summary>
    public static IEnumerable<ConfigurationDifference> Between(ConfigurationView old, ConfigurationView other)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(other);
        var table = new ConfigurationTable();
        var all = new List<ConfigurationDifference>();
        Add(all, ConfigurationReader.RevisionName, Number(old.Values.Revision), Number(other.Values.Revision));
        for (int index = 0; index < table.Count; index++)
        {
            ConfigurationEntry entry = table.At(index);
            var key = (ConfigurationKey)index;
            if (entry.Type == ConfigurationType.List)
            {
                AddList(all, entry, key, old, other);
            }
            else if (entry.IsSecret)
            {
                AddSecret(all, entry.Path, old, other, old.Values.Text(key), other.Values.Text(key));
            }
            else
            {
                Add(all, entry.Path, Value(entry, old.Values.Number(key), old.Values.Text(key)), Value(entry, other.Values.Number(key), other.Values.Text(key)));
            }
        }

        return all;
    }

    private static void AddList(List<ConfigurationDifference> all, ConfigurationEntry entry, ConfigurationKey key, ConfigurationView old, ConfigurationView other)
    {
        bool isWord = entry.Word is not null && (old.Values.Number(key) == entry.WordNumber || other.Values.Number(key) == entry.WordNumber);
        if (entry.HasPlainItems || isWord)
        {
            Add(all, entry.Path, List(entry, key, old.Values), List(entry, key, other.Values));
            return;
        }

        for (int index = 0; index < Math.Max(old.Values.Number(key), other.Values.Number(key)); index++)
        {
            string path = $"{entry.Path}[{index}]";
            ConfigurationItem? first = index < old.Values.Number(key) ? old.Values.Item(key, index) : null;
            ConfigurationItem? second = index < other.Values.Number(key) ? other.Values.Item(key, index) : null;
            if (first is null || second is null)
            {
                all.Add(new ConfigurationDifference(path, first is null ? null : Item(entry, first), second is null ? null : Item(entry, second)));
                continue;
            }

            for (int member = 0; member < entry.Members.Length; member++)
            {
                ConfigurationEntry of = entry.Members[member];
                string memberPath = $"{path}.{of.Path}";
                if (of.IsSecret)
                {
                    AddSecret(all, memberPath, old, other, first.Text(member), second.Text(member));
                }
                else
                {
                    Add(all, memberPath, Member(of, first, member), Member(of, second, member));
                }
            }
        }
    }

    private static void AddSecret(List<ConfigurationDifference> all, string path, ConfigurationView old, ConfigurationView other, string first, string second)
    {
        string one = first.Length == 0 ? Unset : ConfigurationReader.Mask;
        string two = second.Length == 0 ? Unset : ConfigurationReader.Mask;
        bool isCertain = (!old.IsMasked(path) && !other.IsMasked(path)) || one != two;
        if (!isCertain || !string.Equals(first, second, StringComparison.Ordinal))
        {
            all.Add(new ConfigurationDifference(path, one, two) { IsCertain = isCertain });
        }
    }

    private static void Add(List<ConfigurationDifference> all, string path, string one, string two)
    {
        if (!string.Equals(one, two, StringComparison.Ordinal))
        {
            all.Add(new ConfigurationDifference(path, one, two));
        }
    }

    // What an item leaves out is its default; a threshold that is not the rule's is nothing.
    private static string Member(ConfigurationEntry entry, ConfigurationItem item, int member) =>
        entry.IsAlternative && !item.IsGiven(member) ? "none" : Value(entry, item.Number(member), item.Text(member));

    private static string List(ConfigurationEntry entry, ConfigurationKey key, UnitConfiguration values) =>
        entry.Word is not null && values.Number(key) == entry.WordNumber
            ? Quoted(entry.Word)
            : $"[{string.Join(",", Enumerable.Range(0, values.Number(key)).Select(index => Item(entry, values.Item(key, index))))}]";

    private static string Item(ConfigurationEntry entry, ConfigurationItem item) =>
        entry.HasPlainItems
            ? Value(entry.Members[0], item.Number(0), item.Text(0))
            : $"{{{string.Join(",", Enumerable.Range(0, entry.Members.Length).Where(item.IsGiven).Select(member => $"{Quoted(entry.Members[member].Path)}:{Shown(entry.Members[member], item, member)}"))}}}";

    private static string Shown(ConfigurationEntry entry, ConfigurationItem item, int member) =>
        entry.IsSecret ? Quoted(ConfigurationReader.Mask) : Value(entry, item.Number(member), item.Text(member));

    private static string Value(ConfigurationEntry entry, long number, string? text) => entry.Type switch
    {
        ConfigurationType.Switch => number != 0 ? "true" : "false",
        ConfigurationType.Choice => Quoted(entry.Choices[number]),
        ConfigurationType.Text => Quoted(text ?? ""),
        ConfigurationType.Decimal => (number * Millionth).ToString("0.######", CultureInfo.InvariantCulture),
        _ => entry.Word is not null && number == entry.WordNumber ? Quoted(entry.Word) : Number(number),
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString(s_plain);
}
