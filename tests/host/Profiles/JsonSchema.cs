using System.Text.Json;
using System.Text.RegularExpressions;

namespace Telltale.HostTests.Profiles;

/// <summary>As much of JSON Schema (draft 2020-12) as profile.schema.json uses; a keyword that is not known here fails the test.</summary>
internal sealed class JsonSchema(string text)
{
    private readonly JsonElement _root = JsonDocument.Parse(text).RootElement;

    /// <summary>What is wrong with a document; empty when it is valid.</summary>
    public IReadOnlyList<string> Problems(JsonElement value)
    {
        List<string> problems = [];
        Check(_root, value, "$", problems);
        return problems;
    }

    private void Check(JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            JsonElement rule = keyword.Value;
            bool isGood = keyword.Name switch
            {
                "$schema" or "title" or "description" or "$defs" => true,
                "$ref" => CheckReference(rule.GetString()!, value, path, problems),
                "type" => IsOfType(rule.GetString()!, value),
                "enum" => rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
                "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)),
                "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
                "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
                "required" => value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
                "anyOf" => rule.EnumerateArray().Any(one => IsValid(one, value)),
                "items" => value.ValueKind != JsonValueKind.Array || CheckItems(rule, value, path, problems),
                "properties" => value.ValueKind != JsonValueKind.Object || CheckProperties(rule, value, path, problems),
                "additionalProperties" => value.ValueKind != JsonValueKind.Object || rule.GetBoolean()
                    || value.EnumerateObject().All(member => schema.GetProperty("properties").TryGetProperty(member.Name, out _)),
                _ => throw new NotSupportedException(keyword.Name),
            };
            if (!isGood)
            {
                problems.Add($"{path}: {keyword.Name} {rule}");
            }
        }
    }

    private bool IsValid(JsonElement schema, JsonElement value)
    {
        List<string> problems = [];
        Check(schema, value, "", problems);
        return problems.Count == 0;
    }

    // Problems below are added by the check itself.
    private bool CheckReference(string reference, JsonElement value, string path, List<string> problems)
    {
        Check(_root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]), value, path, problems);
        return true;
    }

    private bool CheckItems(JsonElement rule, JsonElement value, string path, List<string> problems)
    {
        foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
        {
            Check(rule, item, $"{path}[{index}]", problems);
        }

        return true;
    }

    private bool CheckProperties(JsonElement rule, JsonElement value, string path, List<string> problems)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (rule.TryGetProperty(member.Name, out JsonElement schema))
            {
                Check(schema, member.Value, $"{path}.{member.Name}", problems);
            }
        }

        return true;
    }

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
