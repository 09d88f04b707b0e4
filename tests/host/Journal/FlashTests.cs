using Telltale.Endurance;
using Telltale.Journal;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Journal;

/// <summary>The settings for a volume's size, on simulated littlefs. <c>./bench.sh flash</c> prints the same figures, and more of them.</summary>
public class FlashTests
{
    private const int BlockBytes = 4096;
    private const int FrameBytes = 720;
    private const int AgedMinutes = 20_000;

    [TestCase(64, 0, 4)]
    [TestCase(64, AgedMinutes, 4)]
    [TestCase(768, 0, 66)]
    [TestCase(768, AgedMinutes, 66)]
    public void So_many_hours_at_one_sample_a_second_of_12_bytes_fit_with_eight_blocks_free(int blocks, int agedMinutes, int hours)
    {
        CapacityResult result = FlashSimulation.Fill(Volume(blocks), Settings(blocks), FrameBytes, agedMinutes);
        TestContext.Out.WriteLine($"{blocks} blocks, aged {agedMinutes} min: {result.FramesUntilFirstDrop / 60.0:0.00} h, free {result.LowestFreeBlocks}, later {result.LowestFreeBlocksLater}");
        Assert.That(result.FramesUntilFirstDrop / 60.0, Is.GreaterThanOrEqualTo(hours));
        Assert.That(Math.Min(result.LowestFreeBlocks, result.LowestFreeBlocksLater), Is.GreaterThanOrEqualTo(8));
        Assert.That(result.Failures, Is.Zero);
    }

    [Test]
    public void Eight_blocks_of_the_smallest_volume_stay_free_whatever_is_appended()
    {
        int[] free = [.. Enumerable.Range(101, 8).Select(seed => FlashSimulation.LowestFreeBlocks(Volume(64), Settings(64), seed, 4000, 2000))];
        TestContext.Out.WriteLine($"seeds 101 to 108: {string.Join(", ", free)} blocks");
        Assert.That(free, Has.All.GreaterThanOrEqualTo(8));
    }

    [TestCase(Filling.NearlyEmpty)]
    [TestCase(Filling.FullAndDropping)]
    public void The_hottest_block_of_the_smallest_volume_lasts_seven_years_of_driving_day_and_night(Filling filling)
    {
        WearResult result = FlashSimulation.Wear(Volume(64), Settings(64), FrameBytes, 300_000, filling);
        TestContext.Out.WriteLine($"{filling}: {result.Hottest} erases after {result.Minutes} minutes, mean {result.Mean:0}: {result.Years:0.0} years");
        Assert.That(result.Years, Is.GreaterThanOrEqualTo(7));
    }

    private static MeasuredVolume Volume(int blocks) => MeasuredVolume.Simulated(new SimulatedVolumeOptions { BlockCount = blocks });

    private static JournalSettings Settings(int blocks) => JournalSettings.ForVolume(blocks * BlockBytes);
}
