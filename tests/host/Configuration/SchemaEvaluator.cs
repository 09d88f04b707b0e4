using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Telltale.HostTests.Configuration;

/// <summary>
/// The keywords of JSON Schema (draft 2020-12) that the configuration's schema uses, and no others: one that is not here is an error. Numbers are exact, of any size; a pattern ends where the text
/// ends, as ECMA-262 has it and .NET does not.
/// </summary>
internal sealed class SchemaEvaluator(JsonElement schema)
{
    private static readonly string[] s_notes = ["$schema", "title", "description", "default", "writeOnly"];
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    /// <summary>Whether a document is allowed.</summary>
    public bool Allows(JsonElement document) => Allows(schema, document);

    private bool Allows(JsonElement rules, JsonElement value)
    {
        foreach (JsonProperty rule in rules.EnumerateObject())
        {
            if (!s_notes.Contains(rule.Name, StringComparer.Ordinal) && !Allows(rule.Name, rule.Value, rules, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Allows(string keyword, JsonElement rule, JsonElement rules, JsonElement value) => keyword switch
    {
        "type" => IsOfType(rule.GetString()!, value),
        "const" => AreEqual(rule, value),
        "enum" => rule.EnumerateArray().Any(word => AreEqual(word, value)),
        "not" => !Allows(rule, value),
        "anyOf" => rule.EnumerateArray().Any(one => Allows(one, value)),
        "allOf" => rule.EnumerateArray().All(one => Allows(one, value)),
        "oneOf" => rule.EnumerateArray().Count(one => Allows(one, value)) == 1,
        "minimum" => value.ValueKind != JsonValueKind.Number || Compare(value, rule) >= 0,
        "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || Compare(value, rule) > 0,
        "maximum" => value.ValueKind != JsonValueKind.Number || Compare(value, rule) <= 0,
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= rule.GetInt32(),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= rule.GetInt32(),
        "pattern" => value.ValueKind != JsonValueKind.String || Pattern(rule.GetString()!).IsMatch(value.GetString()!),
        "required" => value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(member => !rule.TryGetProperty(member.Name, out JsonElement one) || Allows(one, member.Value)),
        "additionalProperties" => rule.ValueKind == JsonValueKind.False
            && (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(member => rules.GetProperty("properties").TryGetProperty(member.Name, out _))),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Allows(rule, item)),
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
        "uniqueItems" => !rule.GetBoolean() || value.ValueKind != JsonValueKind.Array || !HasTwins([.. value.EnumerateArray()]),
        _ => throw new NotSupportedException(keyword),
    };

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && IsWhole(value),
        _ => throw new NotSupportedException(type),
    };

    private static bool HasTwins(JsonElement[] items) => items.Select((one, index) => items.Skip(index + 1).Any(other => AreEqual(one, other))).Any(isTwin => isTwin);

    private static bool AreEqual(JsonElement one, JsonElement other) =>
        one.ValueKind == other.ValueKind && one.ValueKind switch
        {
            JsonValueKind.Number => Compare(one, other) == 0,
            JsonValueKind.String => string.Equals(one.GetString(), other.GetString(), StringComparison.Ordinal),
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
            _ => JsonElement.DeepEquals(one, other),
        };

    private static bool IsWhole(JsonElement value)
    {
        (BigInteger mantissa, int exponent) = Number(value);
        return exponent >= 0 || mantissa % BigInteger.Pow(10, -exponent) == 0;
    }

    private static int Compare(JsonElement one, JsonElement other)
    {
        (BigInteger first, int firstExponent) = Number(one);
        (BigInteger second, int secondExponent) = Number(other);
        int least = Math.Min(firstExponent, secondExponent);
        return (first * BigInteger.Pow(10, firstExponent - least)).CompareTo(second * BigInteger.Pow(10, secondExponent - least));
    }

    // A number and a power of ten. What is beyond 10^1000 either way compares like that.
    private static (BigInteger Mantissa, int Exponent) Number(JsonElement value)
    {
        string text = value.GetRawText();
        int mark = text.IndexOfAny(['e', 'E']);
        string digits = mark < 0 ? text : text[..mark];
        BigInteger power = mark < 0 ? 0 : BigInteger.Parse(text[(mark + 1)..], CultureInfo.InvariantCulture);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : digits.Length - point - 1;
        BigInteger mantissa = BigInteger.Parse(digits.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return (mantissa, mantissa.IsZero ? 0 : (int)BigInteger.Max(-1000, BigInteger.Min(1000, power)) - decimals);
    }

    private Regex Pattern(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out Regex? made))
        {
            made = new Regex(pattern.EndsWith('$') ? pattern[..^1] + "\\z" : pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            _patterns[pattern] = made;
        }

        return made;
    }
}
