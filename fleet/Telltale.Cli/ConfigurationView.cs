using System.Text.Json;
using System.Text.Json.Nodes;
using Telltale.Configuration;

namespace Telltale.Cli;

/// <summary>A configuration as it was read, and which of its secrets are masked because a unit has reported it.</summary>
public sealed class ConfigurationView
{
    // Any text that a secret may be; what is behind a mask is never looked at.
    private const string Placeholder = "masked";

    private readonly HashSet<string> _masked;

    private ConfigurationView(UnitConfiguration values, HashSet<string> masked)
    {
        Values = values;
        _masked = masked;
    }

    /// <summary>The defaults.</summary>
    public static ConfigurationView Defaults => new(new UnitConfiguration(new ConfigurationTable()), new HashSet<string>(StringComparer.Ordinal));

    /// <summary>The values.</summary>
    public UnitConfiguration Values { get; }

    /// <summary>Whether the secret of a path is not known.</summary>
    public bool IsMasked(string path) => _masked.Contains(path);

    /// <summary>Reads a configuration, by the firmware's reader; one that a unit reports too, in which secrets are ***.</summary>
    /// <param name="bytes">JSON.</param>
    /// <param name="fault">What is wrong where null is returned.</param>
    public static ConfigurationView? Read(byte[] bytes, out ConfigurationFault fault)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var table = new ConfigurationTable();
        var masked = new HashSet<string>(StringComparer.Ordinal);
        byte[] plain = Unmask(bytes, table, masked);
        var values = new UnitConfiguration(table);
        fault = new ConfigurationFault();
        return new ConfigurationReader(table).TryRead(plain, 0, plain.Length, values, fault) ? new ConfigurationView(values, masked) : null;
    }

    private static byte[] Unmask(byte[] bytes, ConfigurationTable table, HashSet<string> masked)
    {
        try
        {
            JsonNode? root = JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            for (int index = 0; index < table.Count; index++)
            {
                ConfigurationEntry entry = table.At(index);
                string[] names = entry.Path.Split('.');
                JsonNode? parent = names.SkipLast(1).Aggregate(root, (node, name) => (node as JsonObject)?[name]);
                if (entry.IsSecret)
                {
                    Unmask(parent, names[^1], entry.Path, masked);
                }

                JsonArray items = (parent as JsonObject)?[names[^1]] as JsonArray ?? [];
                foreach (ConfigurationEntry member in (entry.Members ?? []).Where(member => member.IsSecret))
                {
                    for (int item = 0; item < items.Count; item++)
                    {
                        Unmask(items[item], member.Path, $"{entry.Path}[{item}].{member.Path}", masked);
                    }
                }
            }

            return masked.Count == 0 ? bytes : JsonSerializer.SerializeToUtf8Bytes(root);
        }
        catch (JsonException)
        {
            // The firmware's reader says what is wrong, and where.
            return bytes;
        }
    }

    private static void Unmask(JsonNode? parent, string name, string path, HashSet<string> masked)
    {
        if (parent is JsonObject members && members[name] is JsonValue value && value.TryGetValue(out string? text) && text == ConfigurationReader.Mask)
        {
            members[name] = Placeholder;
            masked.Add(path);
        }
    }
}
