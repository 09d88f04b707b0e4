using System.Globalization;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>What nanoFramework's way to open files costs in wear, beside littlefs alone, for the journal's traffic: frames appended, read once to be sent, and segments deleted.</summary>
public class DriverWearTests
{
    private static readonly int Frames = int.TryParse(Environment.GetEnvironmentVariable("TELLTALE_WEAR_FRAMES"), CultureInfo.InvariantCulture, out int frames) ? frames : 12000;
    private const int FrameBytes = 700;
    private const int SegmentBytes = 8188;
    private const double FramesOfAYear = 365.25 * 24 * 60;

    [TestCase(64, 0.25)]
    [TestCase(64, 0.6)]
    [TestCase(512, 0.6)]
    [TestCase(768, 0.6)]
    public void Reading_and_asking_for_a_length_wear_the_directory_where_the_driver_opens_for_writing(int blocks, double shareKept)
    {
        SimulatedVolumeOptions littlefs = new() { BlockCount = blocks };
        SimulatedVolumeOptions opening = littlefs with { Driver = FileDriver.NanoFramework };
        (string Name, SimulatedVolumeOptions Options)[] drivers =
        [
            ("littlefs alone", littlefs),
            ("nanoFramework, lengths by FileInfo", opening with { OpensFileForLength = false }),
            ("nanoFramework, lengths by opening", opening),
        ];
        List<double> erases = [];
        foreach ((string name, SimulatedVolumeOptions options) in drivers)
        {
            SimulatedVolume volume = new(options);
            volume.PutOtherFile("con_CA_0.sys", new byte[11 * 1024]);
            Run(volume, (int)(shareKept * blocks * 4096 / SegmentBytes));
            int hottest = volume.ErasesByBlock.Max();
            erases.Add((double)volume.Erases / Frames);
            TestContext.Out.WriteLine(
                $"{blocks} blocks, {shareKept:p0} kept, {name}: {erases[^1]:f2} erases and {volume.BytesProgrammed / Frames} bytes programmed a frame, hottest block {hottest} of mean "
                + $"{volume.ErasesByBlock.Average():f0}; at a frame a minute day and night {100000.0 / hottest * Frames / FramesOfAYear:f1} years to 100,000 erases");
        }

        Assert.That(erases, Is.Ordered.Ascending);
        Assert.That(erases[2], Is.GreaterThan(erases[0] * 1.1));
    }

    [Test]
    public void Reading_changes_flash_only_where_the_driver_opens_for_writing()
    {
        SimulatedVolume littlefs = new();
        SimulatedVolume nanoFramework = new(new SimulatedVolumeOptions { Driver = FileDriver.NanoFramework });
        foreach (SimulatedVolume volume in new[] { littlefs, nanoFramework })
        {
            volume.Append("a", new byte[700], 0, 700);
            long before = volume.DeviceOperations;
            volume.Read("a", 0, new byte[700], 0, 700);
            volume.Length("a");
            volume.Length("b");
            volume.List("");
            Assert.That(volume.DeviceOperations - before, Is.EqualTo(volume == littlefs ? 0 : 2));
        }
    }

    private static void Run(SimulatedVolume volume, int segmentsKept)
    {
        byte[] frame = new byte[FrameBytes];
        int segment = 0;
        int oldest = 0;
        int used = 0;
        for (int number = 0; number < Frames; number++)
        {
            if (used + FrameBytes > SegmentBytes)
            {
                segment++;
                used = 0;
                for (; segment - oldest >= segmentsKept; oldest++)
                {
                    Assert.That(volume.Delete($"seg-{oldest:x8}-{oldest * 11:x8}"), Is.True);
                }
            }

            string name = $"seg-{segment:x8}-{segment * 11:x8}";
            Assert.That(volume.Append(name, frame, 0, FrameBytes), Is.True);
            Assert.That(volume.Read(name, used, frame, 0, FrameBytes), Is.EqualTo(FrameBytes));
            used += FrameBytes;
        }
    }
}
