using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>The simulated volume under power cuts, on made-up operations: at every erase and program, and at the operations that a test names.</summary>
public class SimulatedVolumePowerTests
{
    [TestCase(FileDriver.Littlefs, 64, 60, 512)]
    [TestCase(FileDriver.Littlefs, 64, 60, 2)]
    [TestCase(FileDriver.Littlefs, 512, 220, 4)]
    [TestCase(FileDriver.NanoFramework, 64, 60, 512)]
    public void A_cut_at_any_erase_or_program_leaves_all_of_an_operation_or_nothing_or_an_empty_new_file(
        FileDriver driver, int blocks, int filesOfAllSizes, int blockCycles)
    {
        SimulatedVolume volume = new(new SimulatedVolumeOptions { Driver = driver, BlockCount = blocks, BlockCycles = blockCycles });
        FileContents before = new();
        int cuts = 0;
        HashSet<string> kinds = new(StringComparer.Ordinal);
        foreach (FileOperation operation in RandomOperations.OfAJournal(60, 3, 4).Concat(RandomOperations.OfAllSizes(filesOfAllSizes, 4)))
        {
            FileContents after = before.Fork();
            SimulatedVolume whole = volume.Fork();
            Assert.That(after.Do(whole, operation), Is.True);
            for (long device = volume.DeviceOperations; device < whole.DeviceOperations; device++)
            {
                DeviceCut how = (DeviceCut)(cuts % 3);
                SimulatedVolume cut = volume.Fork();
                cut.CutAtDeviceOperation(device, how);
                Assert.That(() => before.Fork().Do(cut, operation), Throws.TypeOf<PowerLostException>());
                cut.PowerOn();
                string found = (operation.IsRemoval ? before : after).Compare(cut);
                string kind = found == before.ToString() ? "nothing" : found == after.ToString() ? "all" : found == before.WithEmpty(operation.Name).ToString() ? "empty" : found;
                kinds.Add(kind);
                Assert.That(kind, Is.AnyOf("nothing", "all", "empty"), $"{operation}, device operation {device} {how}");
                Assert.That(cut.Reformats, Is.Zero);

                // What a torn commit has left must not spoil the next ones.
                FileContents next = kind == "all" ? after.Fork() : kind == "empty" ? before.WithEmpty(operation.Name) : before.Fork();
                for (int number = 0; number < 4; number++)
                {
                    Assert.That(next.Do(cut, new FileOperation(IsRemoval: false, "later", 200, 1000 + number)), Is.True);
                }

                cut.PowerOn();
                Assert.That(next.Compare(cut), Is.EqualTo(next.ToString()), $"{operation}, device operation {device} {how}, after that");
                cuts++;
            }

            before = after;
            volume = whole;
        }

        TestContext.Out.WriteLine($"{cuts} cuts, {volume.MetadataPairs} metadata pairs at the end, {volume.Erases} erases");
        Assert.That(kinds, Is.EquivalentTo(new[] { "nothing", "all", "empty" }));
    }

    [TestCase(FileDriver.Littlefs)]
    [TestCase(FileDriver.NanoFramework)]
    public void An_operation_can_be_cut_with_the_outcome_that_is_asked_for(FileDriver driver)
    {
        byte[] bytes = new byte[700];
        foreach ((CutOutcome outcome, string name, CutOutcome left, int length) in new[]
        {
            (CutOutcome.NotDone, "old", CutOutcome.NotDone, 700), (CutOutcome.Done, "old", CutOutcome.Done, 1400),
            (CutOutcome.EmptyNewFile, "old", CutOutcome.NotDone, 700), (CutOutcome.NotDone, "new", CutOutcome.NotDone, -1),
            (CutOutcome.Done, "new", CutOutcome.Done, 700), (CutOutcome.EmptyNewFile, "new", CutOutcome.EmptyNewFile, 0),
        })
        {
            for (ulong seed = 0; seed < 20; seed++)
            {
                SimulatedVolume volume = new(new SimulatedVolumeOptions { Seed = seed, Driver = driver });
                volume.Append("old", bytes, 0, 700);
                volume.Append("beside", bytes, 0, 500);
                volume.CutAt(4, outcome);
                Assert.That(volume.Append("beside", bytes, 0, 500), Is.True, "the operation before");
                Assert.That(() => volume.Append(name, bytes, 0, 700), Throws.TypeOf<PowerLostException>());
                Assert.That(volume.LastCutOutcome, Is.EqualTo(left));
                volume.PowerOn();
                Assert.Multiple(() =>
                {
                    Assert.That(volume.Length(name), Is.EqualTo(length), $"{outcome} {name} {seed}");
                    Assert.That(volume.Length("beside"), Is.EqualTo(1000));
                    Assert.That(volume.Append(name, bytes, 0, 700), Is.True);
                });
            }
        }
    }

    [TestCase(CutOutcome.NotDone, 700)]
    [TestCase(CutOutcome.Done, -1)]
    [TestCase(CutOutcome.EmptyNewFile, 700)]
    public void A_deletion_can_be_cut(CutOutcome outcome, int length)
    {
        SimulatedVolume volume = new();
        volume.Append("a", new byte[700], 0, 700);
        volume.CutAt(2, outcome);
        Assert.That(() => volume.Delete("a"), Throws.TypeOf<PowerLostException>());
        volume.PowerOn();
        Assert.That(volume.Length("a"), Is.EqualTo(length));
    }

    [Test]
    public void A_refused_operation_can_be_cut_too()
    {
        SimulatedVolume volume = new() { RefusesDeletes = true };
        volume.Append("a", new byte[700], 0, 700);
        volume.CutAt(2, CutOutcome.Done);
        Assert.That(() => volume.Delete("a"), Throws.TypeOf<PowerLostException>());
        Assert.That(volume.LastCutOutcome, Is.EqualTo(CutOutcome.NotDone));
        volume.PowerOn();
        Assert.That(volume.Length("a"), Is.EqualTo(700));
        Assert.That(() => volume.CutAt(2, CutOutcome.Done), Throws.TypeOf<ArgumentOutOfRangeException>(), "it has been");
    }

    [Test]
    public void Nothing_answers_without_power()
    {
        SimulatedVolume volume = new();
        volume.Append("a", [1, 2, 3], 0, 3);
        volume.PowerOff();
        Assert.Multiple(() =>
        {
            Assert.That(volume.IsOff, Is.True);
            Assert.That(() => volume.List(""), Throws.TypeOf<PowerLostException>());
            Assert.That(() => volume.Length("a"), Throws.TypeOf<PowerLostException>());
            Assert.That(() => volume.Read("a", 0, new byte[1], 0, 1), Throws.TypeOf<PowerLostException>());
            Assert.That(() => volume.Append("a", [1], 0, 1), Throws.TypeOf<PowerLostException>());
            Assert.That(() => volume.Create("b", [1], 0, 1), Throws.TypeOf<PowerLostException>());
            Assert.That(() => volume.Delete("a"), Throws.TypeOf<PowerLostException>());
        });
        volume.PowerOn();
        Assert.That(volume.Length("a"), Is.EqualTo(3));
        Assert.That(volume.Operations, Is.EqualTo(1), "what is refused has not begun");
    }

    [Test]
    public void The_same_seed_cuts_at_the_same_moment()
    {
        byte[] First(ulong seed)
        {
            SimulatedVolume volume = new(new SimulatedVolumeOptions { Seed = seed });
            volume.CutAt(30, CutOutcome.NotDone);
            try
            {
                for (int number = 0; ; number++)
                {
                    volume.Append("a", new byte[500], 0, 500);
                }
            }
            catch (PowerLostException)
            {
                return volume.RawImage();
            }
        }

        Assert.That(First(5), Is.EqualTo(First(5)));
        Assert.That(Enumerable.Range(0, 8).Select(seed => Convert.ToHexString(First((ulong)seed))).Distinct(StringComparer.Ordinal).Count(), Is.GreaterThan(2));
    }
}
