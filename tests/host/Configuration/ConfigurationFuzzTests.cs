using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telltale.Cli;
using Telltale.Configuration;

namespace Telltale.HostTests.Configuration;

/// <summary>Mutated configurations: the firmware's reader never throws, and accepts what the published schema allows, and nothing else.</summary>
internal sealed class ConfigurationFuzzTests
{
    private const int Seed = 20261128;
    private const int Mutations = 20_000;

    private static readonly string[] s_values =
    [
        "0", "1", "-1", "2", "7", "48", "49", "50", "100", "0.5", "1.0", "1e3", "1E+2", "-0", "1e-6", "1e-7", "65535", "65536", "2147483647", "2147483648", "2000000000", "2000000000.5", "-2000000001", "1e30", "1e400", "1e-400",
        "9223372036854775807", "9223372036854775808", "1.00000000000000000000000001", "0.30000000000000000000", "123456789012345678901234567890",
        "true", "false", "null", "[]", "{}", "[[]]", "[{}]", "[1]", "[\"a\"]", "[\"a\",\"a\"]", "{\"signal\":\"x\"}", "{\"pin\":4,\"name\":\"x\"}",
        "\"\"", "\"a\"", "\"auto\"", "\"none\"", "\"owner\"", "\"broker\"", "\"***\"", "\"ca.pem\"", "\"a b\"", "\"a\\n\"", "\"\\u0061\"", "\"\\u00e9\"", "\"\\uD83D\\uDE97\"", "\"\\u0000\"", "\"0123wxyz\"", "\"0123ilou\"", "\"12345678901234567890123456789012\"",
        "\"1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"", "\"12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901\"",
    ];

    private static readonly ConfigurationTable s_table = new();
    private static readonly SchemaEvaluator s_schema = new(JsonSerializer.SerializeToElement(ConfigurationSchema.Create()));

    private static readonly string[] s_seeds =
    [
        """{"version":2}""",
        """{"$schema":"telltale-configuration.schema.json","version":2,"revision":7,"unit":{"id":"0123wxyz"},"board":{"name":"esp32s3-devkit"}}""",
        """{"version":2,"uplink":{"broker":{"host":"broker.example","port":8883,"user":"u","password":"secret \"1\""},"tls":{"enabled":true,"trustAnchorFile":"a.pem","secondTrustAnchorFile":"b.pem"},"release":"broker"}}""",
        """{"version":2,"sampling":{"driving":{"intervalMilliseconds":500,"distanceMetres":0,"courseDegrees":10},"parked":{"shapeErrorMillimetres":1000}},"journal":{"budgetKilobytes":"auto"},"gnss":{"baudRate":9600}}""",
        """{"version":2,"commands":{"clearTroubleCodes":true,"outputs":[{"pin":13,"name":"siren","activeLow":true,"pulseMilliseconds":500},{"pin":14,"name":"lock","whileMoving":false}]}}""",
        """{"version":2,"signals":[{"signal":"Vehicle.Speed","risesAbove":110.5,"hysteresis":5,"event":true},{"signal":"OBD.EngineLoad","changesPerSecond":0.25,"pauseMilliseconds":2000}],"extremes":["Speed","OBD.Speed"]}""",
        """{"version":1,"commands":{"outputPin":4,"outputName":"siren"},"supply":{"lowMillivolts":0}}""",
    ];

    private int _same;
    private int _accepted;

    [SetUp]
    public void Count_from_zero()
    {
        _accepted = 0;
        _same = 0;
    }

    [Test]
    public void Mutated_files_are_accepted_by_reader_and_schema_alike_and_none_throws()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        ConfigurationReader reader = new(s_table);
        string complete = ConfigurationText.Complete(new UnitConfiguration(s_table)).ToJsonString();
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            string seed = random.Next(20) == 0 ? complete : s_seeds[random.Next(s_seeds.Length)];
            byte[] bytes = random.Next(3) == 0 ? MutatedBytes(random, Encoding.UTF8.GetBytes(seed)) : Encoding.UTF8.GetBytes(MutatedTree(random, seed));
            Judge(reader, bytes, $"seed {Seed}, mutation {mutation}");
        }

        TestContext.Out.WriteLine($"{Mutations} files, {_accepted} accepted, {_same} judged by the schema too");
        Assert.That(_accepted, Is.InRange(Mutations / 10, Mutations * 9 / 10));
        Assert.That(_same, Is.GreaterThan(Mutations * 3 / 4));
    }

    [Test]
    public void Every_setting_and_every_member_of_a_list_takes_what_the_schema_allows()
    {
        ConfigurationReader reader = new(s_table);
        for (int index = 0; index < s_table.Count; index++)
        {
            ConfigurationEntry entry = s_table.At(index);
            foreach (string value in s_values)
            {
                Judge(reader, Encoding.UTF8.GetBytes(Document(entry.Path, value)), "");
            }

            foreach (ConfigurationEntry member in (entry.Members ?? []).Where(_ => !entry.HasPlainItems))
            {
                foreach (string value in s_values.Append(member.Maximum.ToString(CultureInfo.InvariantCulture)).Append((member.Maximum + 1L).ToString(CultureInfo.InvariantCulture)))
                {
                    string others = string.Concat(entry.Members!.Where(other => other.IsRequired && other != member).Select(other => other.Type == ConfigurationType.Text ? $",\"{other.Path}\":\"x\"" : $",\"{other.Path}\":4"));
                    string alternative = entry.Members!.Any(other => other.IsAlternative) && !member.IsAlternative ? ",\"risesAbove\":1" : "";
                    Judge(reader, Encoding.UTF8.GetBytes(Document(entry.Path, $$"""[{"{{member.Path}}":{{value}}{{others}}{{alternative}}}]""")), "");
                }
            }
        }

        Assert.That(_accepted, Is.GreaterThan(500));
    }

    private static string Document(string path, string value)
    {
        string json = path.Split('.').Reverse().Aggregate(value, (inner, name) => $$"""{"{{name}}":{{inner}}}""");
        return $$"""{"version":2,{{json[1..]}}""";
    }

    private void Judge(ConfigurationReader reader, byte[] bytes, string what)
    {
        UnitConfiguration configuration = new(s_table);
        ConfigurationFault fault = new();
        bool isRead = reader.TryRead(bytes, 0, bytes.Length, configuration, fault);
        string sentence = fault.ToString();
        string text = $"{what}: {Encoding.UTF8.GetString(bytes)}: {sentence}";
        Assert.That(fault.Code == ConfigurationFaultCode.None, Is.EqualTo(isRead), text);
        if (isRead)
        {
            _accepted++;
            AssertIsWrittenAsRead(configuration, text);
        }

        // What the schema cannot say: an older version, two settings that disagree, decimals, and how much the reader holds.
        bool isBeyondSchema = fault.Code is ConfigurationFaultCode.Conflict or ConfigurationFaultCode.TooManyDecimals or ConfigurationFaultCode.DocumentTooLong
            || fault.Syntax is JsonFault.TextTooLong or JsonFault.TooDeep or JsonFault.TooManyNames;
        if (reader.FileVersion != 1 && !isBeyondSchema)
        {
            _same++;
            Assert.That(IsAllowed(bytes), Is.EqualTo(isRead), text);
        }
    }

    private static void AssertIsWrittenAsRead(UnitConfiguration configuration, string text)
    {
        byte[] first = new byte[4 * ConfigurationTable.MaximumDocumentBytes];
        byte[] second = new byte[first.Length];
        ConfigurationWriter writer = new(s_table);
        int length = writer.Write(configuration, isComplete: false, isMasked: false, first);
        UnitConfiguration again = new(s_table);
        Assert.That(new ConfigurationReader(s_table).TryRead(first, 0, length, again, new ConfigurationFault()), Is.True, text);
        int other = writer.Write(again, isComplete: false, isMasked: false, second);
        Assert.That(second.AsSpan(0, other).SequenceEqual(first.AsSpan(0, length)), Is.True, text);
    }

    private static bool IsAllowed(byte[] bytes)
    {
        // The reader passes a byte order mark over; System.Text.Json does not.
        int mark = bytes.AsSpan().StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes.AsMemory(mark), new JsonDocumentOptions { AllowDuplicateProperties = false });
            ReadTexts(document.RootElement);
            return s_schema.Allows(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for half of a surrogate pair, and for bytes that are not UTF-8.
            return false;
        }
    }

    // System.Text.Json looks into a text when it is asked for it, and not before.
    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
        }
    }

    private static byte[] MutatedBytes(Random random, byte[] bytes)
    {
        const string Likely = "{}[]\",:\\u0123456789eE+-. tfn\u0001\n\0";
        List<byte> mutated = [.. bytes];
        for (int count = random.Next(1, 4); count > 0 && mutated.Count > 0; count--)
        {
            int at = random.Next(mutated.Count);
            byte other = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)Likely[random.Next(Likely.Length)];
            switch (random.Next(6))
            {
                case 0:
                    mutated[at] = other;
                    break;
                case 1:
                    mutated.Insert(at, other);
                    break;
                case 2:
                    mutated.RemoveAt(at);
                    break;
                case 3:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                case 4:
                    mutated.InsertRange(0, random.Next(2) == 0 ? [0xEF, 0xBB, 0xBF] : [0x20]);
                    break;
                default:
                    mutated.InsertRange(at, mutated.GetRange(at, Math.Min(mutated.Count - at, random.Next(1, 12))));
                    break;
            }
        }

        return [.. mutated];
    }

    // Values are put in as texts, so that numbers keep their digits.
    private static string MutatedTree(Random random, string json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        for (int count = random.Next(1, 3); count > 0; count--)
        {
            List<JsonNode> containers = [.. Containers(root)];
            JsonNode container = containers[random.Next(containers.Count)];
            string mark = $"@{values.Count}@";
            values[$"\"{mark}\""] = s_values[random.Next(s_values.Length)];
            switch (container)
            {
                case JsonArray list:
                    Mutate(random, list, mark);
                    break;
                case JsonObject members:
                    Mutate(random, members, mark);
                    break;
            }
        }

        return values.Aggregate(root.ToJsonString(), (text, value) => text.Replace(value.Key, value.Value, StringComparison.Ordinal));
    }

    private static void Mutate(Random random, JsonArray list, string mark)
    {
        switch (random.Next(3))
        {
            case 0 when list.Count > 0:
                list.Add(list[random.Next(list.Count)]!.DeepClone());
                break;
            case 1 when list.Count > 0:
                list.RemoveAt(random.Next(list.Count));
                break;
            default:
                list.Insert(random.Next(list.Count + 1), mark);
                break;
        }
    }

    private static void Mutate(Random random, JsonObject members, string mark)
    {
        string[] known = [.. Enumerable.Range(0, s_table.Count).SelectMany(index => s_table.At(index).Path.Split('.').Concat((s_table.At(index).Members ?? []).Select(member => member.Path)))];
        string[] names = [.. members.Select(member => member.Key)];
        string name = names.Length > 0 ? names[random.Next(names.Length)] : "version";
        switch (random.Next(4))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                members[random.Next(4) == 0 ? "x." + name : known[random.Next(known.Length)]] = mark;
                break;
            default:
                members[name] = mark;
                break;
        }
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node is JsonObject members ? members.Select(member => member.Value) : node is JsonArray list ? list : [];
        foreach (JsonNode child in children.OfType<JsonNode>().Where(child => child is JsonObject or JsonArray).SelectMany(Containers))
        {
            yield return child;
        }
    }
}
