using System.Text;
using System.Text.Json;
using Telltale.Configuration;

namespace Telltale.HostTests.Configuration;

/// <summary>The reader agrees with System.Text.Json on what is JSON and what it says.</summary>
internal sealed class JsonReaderFuzzTests
{
    private const int Seed = 20261126;
    private const int Mutations = 60_000;
    private const int Depth = 16;

    private static readonly string[] s_seeds =
    [
        """{"version":1,"revision":12,"uplink":{"broker":{"host":"broker.example","port":8883},"tls":{"enabled":true}},"list":[1,-2.5e3,null,false,"\u00e9\uD83D\uDE97\n"]}""",
        """ [ { "a" : [ ] , "b" : { } } , "\\\"\/" , 0.1E-2 , "é€" , [[[[[1]]]]] ] """,
        """{"a":"a","b":"\u0061","\u0062x":1e1,"c":{"a":1,"b":2},"d":{"a":1}}""",
        "\"text\"",
        "-12.50e+3",
    ];

    [Test]
    public void Mutated_texts_are_accepted_and_refused_alike()
    {
        Random random = new(Seed);
        JsonReader reader = new(Depth, 512, 128);
        int accepted = 0;
        int refused = 0;
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            byte[] bytes = Mutate(random, Encoding.UTF8.GetBytes(s_seeds[random.Next(s_seeds.Length)]));
            if (bytes.AsSpan().StartsWith((byte[])[0xEF, 0xBB, 0xBF]))
            {
                continue;
            }

            string? expected = Reference(bytes);
            string? read = Read(reader, bytes);
            Assert.That(read, Is.EqualTo(expected), $"seed {Seed}, mutation {mutation}: {Convert.ToHexString(bytes)} {Encoding.UTF8.GetString(bytes)} {reader.Fault}");
            accepted += expected is null ? 0 : 1;
            refused += expected is null ? 1 : 0;
        }

        TestContext.Out.WriteLine($"seed {Seed}: {accepted} accepted, {refused} refused");
        Assert.That(Math.Min(accepted, refused), Is.GreaterThan(Mutations / 20));
    }

    [Test]
    public void Numbers_are_scaled_as_decimals_are()
    {
        Random random = new(Seed);
        JsonReader reader = new(Depth, 64, 4);
        for (int round = 0; round < 20_000; round++)
        {
            decimal number = random.NextInt64(-1_000_000_000, 1_000_000_000) / (decimal)Math.Pow(10, random.Next(0, 7));
            int decimals = random.Next(0, 7);
            decimal scaled = number * (decimal)Math.Pow(10, decimals);
            byte[] bytes = Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture) + (random.Next(2) == 0 ? "" : "e0"));
            reader.Open(bytes, 0, bytes.Length);
            reader.Read();
            Assert.That(reader.TryGetScaled(decimals, out long value), Is.EqualTo(scaled == decimal.Truncate(scaled)), $"{number} with {decimals}");
            if (scaled == decimal.Truncate(scaled))
            {
                Assert.That(value, Is.EqualTo((long)scaled));
            }

            Assert.That(reader.IsWhole, Is.EqualTo(number == decimal.Truncate(number)));
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        const string Likely = "{}[]\",:\\u0123456789eE+-. tfn\u0001\n";
        List<byte> mutated = [.. bytes];
        for (int count = random.Next(0, 4); count > 0 && mutated.Count > 0; count--)
        {
            int at = random.Next(mutated.Count);
            byte other = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)Likely[random.Next(Likely.Length)];
            switch (random.Next(4))
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
                default:
                    mutated.InsertRange(at, mutated.GetRange(at, Math.Min(mutated.Count - at, random.Next(1, 12))));
                    break;
            }
        }

        return [.. mutated];
    }

    private static string? Reference(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Depth, AllowDuplicateProperties = false });
            StringBuilder said = new();
            Say(document.RootElement, said);
            return said.ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Say(JsonElement element, StringBuilder said)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                said.Append('{');
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    said.Append(property.Name).Append('=');
                    Say(property.Value, said);
                }

                said.Append('}');
                break;
            case JsonValueKind.Array:
                said.Append('[');
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Say(item, said);
                }

                said.Append(']');
                break;
            case JsonValueKind.String:
                said.Append(element.GetString()).Append(';');
                break;
            default:
                said.Append(element.ValueKind).Append(';');
                break;
        }
    }

    private static string? Read(JsonReader reader, byte[] bytes)
    {
        StringBuilder said = new();
        reader.Open(bytes, 0, bytes.Length);
        while (true)
        {
            switch (reader.Read())
            {
                case JsonToken.End:
                    return said.ToString();
                case JsonToken.Fault:
                    return null;
                case JsonToken.ObjectBegin:
                    said.Append('{');
                    break;
                case JsonToken.ObjectEnd:
                    said.Append('}');
                    break;
                case JsonToken.ArrayBegin:
                    said.Append('[');
                    break;
                case JsonToken.ArrayEnd:
                    said.Append(']');
                    break;
                case JsonToken.Name:
                    said.Append(reader.GetText()).Append('=');
                    break;
                case JsonToken.Text:
                    said.Append(reader.GetText()).Append(';');
                    break;
                default:
                    said.Append(reader.Token).Append(';');
                    break;
            }
        }
    }
}
