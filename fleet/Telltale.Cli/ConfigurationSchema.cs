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
                property["maxLength"] = entry.MaximumLength;
                property["pattern"] = Pattern(entry.Characters);
                property["default"] = entry.DefaultText;
                if (entry.IsSecret)
                {
                    property["writeOnly"] = true;
                    property["not"] = new JsonObject { ["const"] = ConfigurationReader.Mask };
                }

                break;
            default:
                AddNumber(property, entry);
                break;
        }

        return property;
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
