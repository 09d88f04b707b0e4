using System.Text.Json.Nodes;
using Telltale.Configuration;

namespace Telltale.Cli;

/// <summary>The JSON Schema (draft 2020-12) of a unit's configuration, made of the firmware's own table. Rules between two entries are not in it: <c>telltale config check</c> knows them.</summary>
public static class ConfigurationSchema
{
    /// <summary>Makes the schema.</summary>
    public static JsonObject Create()
    {
        var table = new ConfigurationTable();
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Configuration of a Telltale unit",
            ["type"] = "object",
            ["required"] = new JsonArray(ConfigurationReader.VersionName),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                [ConfigurationReader.SchemaName] = new JsonObject { ["type"] = "string" },
                [ConfigurationReader.VersionName] = new JsonObject { ["description"] = "The version of this schema.", ["const"] = ConfigurationTable.Version },
                [ConfigurationReader.RevisionName] = new JsonObject
                {
                    ["description"] = "The owner's number of this configuration. A unit takes one over the air only if it is above the confirmed one.",
                    ["type"] = "integer",
                    ["minimum"] = 1,
                    ["maximum"] = int.MaxValue,
                },
            },
        };
        for (int index = 0; index < table.Count; index++)
        {
            ConfigurationEntry entry = table.At(index);
            string[] names = entry.Path.Split('.');
            JsonObject parent = root;
            foreach (string name in names.SkipLast(1))
            {
                parent = Child(parent, name);
            }

            parent["properties"]!.AsObject()[names[^1]] = Property(entry);
        }

        return root;
    }

    /// <summary>What characters a text may have, as a regular expression.</summary>
    public static string Pattern(TextCharacters characters) => characters switch
    {
        TextCharacters.Word => "^[A-Za-z0-9_-]*$",
        TextCharacters.Host => "^[A-Za-z0-9.:-]*$",
        TextCharacters.FileName => "^[A-Za-z0-9.-]*$",
        TextCharacters.UnitId => "^([0-9a-hjkmnp-tv-z]{8})?$",
        _ => "^[ -~]*$",
    };

    private static JsonObject Child(JsonObject parent, string name)
    {
        JsonObject properties = parent["properties"]!.AsObject();
        if (properties[name] is not JsonObject child)
        {
            child = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject() };
            properties[name] = child;
        }

        return child;
    }

    private static JsonObject Property(ConfigurationEntry entry)
    {
        var property = new JsonObject { ["description"] = entry.Unit.Length > 0 ? $"{entry.Description} In {entry.Unit}." : entry.Description };
        switch (entry.Type)
        {
            case ConfigurationType.Switch:
                property["type"] = "boolean";
                property["default"] = entry.DefaultNumber != 0;
                break;
            case ConfigurationType.Choice:
                property["enum"] = new JsonArray([.. entry.Choices.Select(choice => JsonValue.Create(choice))]);
                property["default"] = entry.Choices[entry.DefaultNumber];
                break;
            case ConfigurationType.Text:
                property["type"] = "string";
                if (entry.MinimumLength > 0)
                {
                    property["minLength"] = entry.MinimumLength;
                }

                property["maxLength"] = entry.MaximumLength;
                property["pattern"] = Pattern(entry.Characters);
                if (!entry.IsRequired)
                {
                    property["default"] = entry.DefaultText;
                }

                if (entry.IsSecret)
                {
                    property["writeOnly"] = true;
                    property["not"] = new JsonObject { ["const"] = ConfigurationReader.Mask };
                }

                break;
            case ConfigurationType.Decimal:
                property["type"] = "number";
                property[entry.IsPositive ? "exclusiveMinimum" : "minimum"] = entry.Minimum;
                property["maximum"] = entry.Maximum;
                break;
            case ConfigurationType.List:
                AddList(property, entry);
                break;
            default:
                AddNumber(property, entry);
                break;
        }

        return property;
    }

    private static void AddList(JsonObject property, ConfigurationEntry entry)
    {
        JsonObject list = entry.Word is null ? property : new JsonObject();
        list["type"] = "array";
        list["maxItems"] = entry.MaximumItems;
        if (entry.HasPlainItems)
        {
            list["items"] = Property(entry.Members[0]);
            list["uniqueItems"] = entry.Members[0].IsUnique;
        }
        else
        {
            list["items"] = Item(entry);
        }

        if (entry.Word is not null)
        {
            property["anyOf"] = new JsonArray(list, new JsonObject { ["const"] = entry.Word });
        }

        property["default"] = entry.Word is not null && entry.DefaultNumber == entry.WordNumber ? JsonValue.Create(entry.Word) : new JsonArray();
    }

    private static JsonObject Item(ConfigurationEntry list)
    {
        var properties = new JsonObject();
        var alternatives = new JsonArray();
        var exclusions = new JsonArray();
        foreach (ConfigurationEntry member in list.Members)
        {
            properties[member.Path] = Property(member);
            if (member.IsAlternative)
            {
                alternatives.Add(new JsonObject { ["required"] = new JsonArray(member.Path) });
            }

            if (member.Excludes is not null)
            {
                exclusions.Add(new JsonObject { ["not"] = new JsonObject { ["required"] = new JsonArray(member.Path, member.Excludes) } });
            }
        }

        var item = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. list.Members.Where(member => member.IsRequired).Select(member => JsonValue.Create(member.Path))]),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (alternatives.Count > 0)
        {
            item["oneOf"] = alternatives;
        }

        if (exclusions.Count > 0)
        {
            item["allOf"] = exclusions;
        }

        return item;
    }

    private static void AddNumber(JsonObject property, ConfigurationEntry entry)
    {
        bool isWord = entry.Word is not null && entry.DefaultNumber == entry.WordNumber;
        if (entry.Word is not null || entry.MayBeOff)
        {
            property["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "integer", ["minimum"] = entry.Minimum, ["maximum"] = entry.Maximum },
                new JsonObject { ["const"] = entry.Word is null ? JsonValue.Create(0) : JsonValue.Create(entry.Word) });
        }
        else
        {
            property["type"] = "integer";
            property["minimum"] = entry.Minimum;
            property["maximum"] = entry.Maximum;
        }

        property["default"] = isWord ? JsonValue.Create(entry.Word) : JsonValue.Create(entry.DefaultNumber);
    }
}
