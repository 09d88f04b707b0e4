using System.Text.Json;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>What power cuts leave on the simulated volume beside what littlefs itself was found to leave, run by run.</summary>
public class LittlefsCutTests
{
    /// <summary>How much was done of a torn erase or program; the record does not say.</summary>
    private static readonly double?[] TornShares = [0.1, 0.5, 0.9];

    [Test]
    public void A_cut_leaves_what_littlefs_was_seen_to_leave_and_nothing_beyond_its_two_or_three_outcomes()
    {
        int runs = 0;
        int cuts = 0;
        Dictionary<string, int> recordedOutcomes = new(StringComparer.Ordinal);
        Dictionary<int, int> outcomesOfAnOperation = [];
        foreach (string line in File.ReadLines(Corpora.File("littlefs", "cuts.jsonl")))
        {
            RecordedCut recorded = RecordedCut.Parse(line);
            SimulatedVolume volume = new(new SimulatedVolumeOptions { Seed = (ulong)runs });
            FileContents before = new();
            for (int index = 0; index < recorded.CutOperation; index++)
            {
                Assert.That(before.Do(volume, recorded.Operations[index]), Is.True);
            }

            FileOperation operation = recorded.Operations[recorded.CutOperation];
            SimulatedVolume whole = volume.Fork();
            FileContents after = before.Fork();
            Assert.That(after.Do(whole, operation), Is.True);
            FileContents written = operation.IsRemoval ? before : after;
            FileContents empty = before.WithEmpty(operation.Name);
            Dictionary<string, string> possible = new(StringComparer.Ordinal) { [before.ToString()] = "no trace", [after.ToString()] = "took effect" };
            possible.TryAdd(empty.ToString(), "an empty new file");

            HashSet<string> left = new(StringComparer.Ordinal);
            double?[] shares = recorded.Cut == DeviceCut.Torn ? TornShares : [null];
            foreach ((long device, double? share) in
                from device in Enumerable.Range(0, (int)(whole.DeviceOperations - volume.DeviceOperations)) from share in shares select (volume.DeviceOperations + device, share))
            {
                SimulatedVolume cut = volume.Fork();
                cut.CutAtDeviceOperation(device, recorded.Cut, share);
                Assert.That(() => before.Fork().Do(cut, operation), Throws.TypeOf<PowerLostException>());
                cut.PowerOn();
                Assert.That(cut.Reformats, Is.Zero);
                string found = written.Compare(cut);
                Assert.That(possible.Keys, Does.Contain(found), $"run {runs}: {operation}, device operation {device} {recorded.Cut}");
                left.Add(found);
                cuts++;
            }

            Assert.That(left, Does.Contain(recorded.Files), $"run {runs}: {operation} {recorded.Cut}");
            string name = possible[recorded.Files];
            recordedOutcomes[name] = recordedOutcomes.GetValueOrDefault(name) + 1;
            outcomesOfAnOperation[left.Count] = outcomesOfAnOperation.GetValueOrDefault(left.Count) + 1;
            runs++;
        }

        TestContext.Out.WriteLine($"{runs} runs, {cuts} cuts of the model; recorded: {string.Join(", ", recordedOutcomes.Select(pair => $"{pair.Value} {pair.Key}"))}");
        TestContext.Out.WriteLine(
            "outcomes that the model allows for one operation: "
            + string.Join(", ", outcomesOfAnOperation.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} in {pair.Value} runs")));
        Assert.That(recordedOutcomes, Has.Count.EqualTo(3));
        Assert.That(outcomesOfAnOperation.Keys.Max(), Is.EqualTo(3));
    }

    /// <summary>One line of the file.</summary>
    private sealed record RecordedCut(FileOperation[] Operations, int CutOperation, DeviceCut Cut, string Files)
    {
        public static RecordedCut Parse(string line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            FileOperation[] operations =
            [
                .. root.GetProperty("ops").EnumerateArray().Select((element, number) => new FileOperation(
                    element[0].GetString() == "remove", element[1].GetString()!, element.GetArrayLength() > 2 ? element[2].GetInt32() : 0, number)),
            ];
            Assert.That(root.GetProperty("mounts").GetBoolean(), Is.True);
            int cutOperation = root.GetProperty("cut_in_op").GetInt32();

            Dictionary<string, int> lengths = root.GetProperty("files").EnumerateObject().ToDictionary(
                file => file.Name,
                file =>
                {
                    Assert.That(file.Value[1].GetBoolean(), Is.True);
                    return file.Value[0].GetInt32();
                },
                StringComparer.Ordinal);
            DeviceCut cut = root.GetProperty("device_op").GetString() switch
            {
                "not done" => DeviceCut.NotDone,
                "torn" => DeviceCut.Torn,
                "done, then lost power" => DeviceCut.Done,
                string other => throw new InvalidDataException(other),
                null => throw new InvalidDataException(line),
            };
            return new RecordedCut(operations, cutOperation, cut, FileContents.Describe(lengths));
        }
    }
}
