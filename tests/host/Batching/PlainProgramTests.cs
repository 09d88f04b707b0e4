using System.Diagnostics;
using System.Text.Json;
using Telltale.Batching;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.HostTests.Batching;

/// <summary>The encoder and decoder against tests/vectors/batch_format.py, which was written from FORMAT.md alone: what one writes the other reads.</summary>
public class PlainProgramTests
{
    private const int Seed = 20_261_126;

    [Test]
    public void Batches_that_the_plain_program_makes_with_any_choice_the_format_leaves_are_decoded()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        int batches = 0;
        BatchDecoder decoder = new();
        foreach (JsonElement batch in Run([], "make", $"{Seed}", "200"))
        {
            byte[] bytes = Convert.FromHexString(batch.GetProperty("batch").GetString()!);
            Assert.That(decoder.Open(bytes, bytes.Length), Is.True, $"batch {batches}");
            PlainSample.CheckAll(batch, decoder, $"batch {batches}");
            batches++;
        }

        Assert.That(batches, Is.EqualTo(200));
    }

    [Test]
    public void Batches_of_the_encoder_are_decoded_by_the_plain_program()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        byte[] output = new byte[500_000];
        List<byte[]> batches = [];
        List<List<Sample>> samples = [];
        for (int round = 0; round < 70; round++)
        {
            SignalDefinition[] definitions = RandomBatches.Definitions(random);
            definitions = definitions[..Math.Min(definitions.Length, 8)];
            BatchEncoder encoder = new(definitions, 128) { BootNumber = round };
            for (int batch = 0; batch < 3; batch++)
            {
                List<Sample> taken = RandomBatches.Samples(random, definitions.Length);
                taken.ForEach(sample => encoder.Add(sample));
                batches.Add(output[..encoder.Encode(output)]);
                samples.Add(taken);
                encoder.Clear();
            }
        }

        int decoded = 0;
        BatchDecoder decoder = new();
        foreach (JsonElement batch in Run(batches, "decode"))
        {
            // What is exact is compared with what went in, and all with what this side reads.
            foreach ((JsonElement read, Sample sample) in batch.GetProperty("samples").EnumerateArray().Zip(samples[decoded]))
            {
                Assert.That(read.GetProperty("distance").GetInt32(), Is.EqualTo(sample.DistanceMetres), $"batch {decoded}");
                Assert.That(read.GetProperty("engine").GetInt32(), Is.EqualTo(sample.EngineSeconds), $"batch {decoded}");
            }

            Assert.That(decoder.Open(batches[decoded], batches[decoded].Length), Is.True);
            PlainSample.CheckAll(batch, decoder, $"batch {decoded}");
            decoded++;
        }

        Assert.That(decoded, Is.EqualTo(batches.Count));
    }

    [Test]
    public void Alerts_of_the_encoder_are_decoded_by_the_plain_program()
    {
        Random random = new(Seed);
        AlertEncoder encoder = new(RandomBatches.Definitions(random)) { BootNumber = 5, DictionaryId = random.Next() };
        byte[] output = new byte[10_000];
        List<Sample> samples = RandomBatches.Samples(random, 0);
        List<byte[]> alerts = [.. samples.Select((sample, index) => output[..encoder.Encode((UnitEvent)index, random.Next(-70_000, 70_000), index * 7, -1, sample, output)])];
        int decoded = 0;
        AlertDecoder decoder = new();
        Sample read = new();
        foreach (JsonElement alert in Run(alerts, "alert"))
        {
            Assert.That(decoder.Read(alerts[decoded], alerts[decoded].Length, read), Is.True);
            Assert.That(alert.GetProperty("event").GetInt32(), Is.EqualTo(decoded));
            Assert.That(alert.GetProperty("value").GetInt32(), Is.EqualTo(decoder.Value));
            Assert.That(alert.GetProperty("limit").GetInt32(), Is.EqualTo(decoded * 7));
            Assert.That(alert.GetProperty("dictionary").GetInt32(), Is.EqualTo(encoder.DictionaryId));
            PlainSample.Check(alert.GetProperty("sample").GetProperty("samples")[0], read, $"alert {decoded}");
            decoded++;
        }

        Assert.That(decoded, Is.EqualTo(alerts.Count));
    }

    private static List<JsonElement> Run(List<byte[]> input, params string[] arguments)
    {
        ProcessStartInfo start = new("python3", ["-B", Path.Combine(Repository.Root, "tests", "vectors", "batch_format.py"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process python = Process.Start(start) ?? throw new InvalidOperationException("python3 does not start.");
        Task writing = Task.Run(() =>
        {
            input.ForEach(bytes => python.StandardInput.WriteLine(Convert.ToHexString(bytes)));
            python.StandardInput.Close();
        });
        List<JsonElement> lines = [];
        while (python.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(JsonDocument.Parse(line).RootElement.Clone());
        }

        writing.Wait();
        python.WaitForExit();
        Assert.That(python.ExitCode, Is.Zero);
        return lines;
    }
}
