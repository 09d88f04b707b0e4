using System.Diagnostics;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>What the simulation of a volume costs on this machine. Times are printed and never judged.</summary>
public class SimulatedVolumeSpeedTests
{
    private const int Appends = 20000;

    [TestCase(64)]
    [TestCase(768)]
    public void A_fork_costs_a_few_kilobytes_however_full_the_volume(int blocks)
    {
        SimulatedVolume volume = new(new SimulatedVolumeOptions { BlockCount = blocks });
        byte[] frame = new byte[700];
        Stopwatch watch = Stopwatch.StartNew();
        int segment = 0;
        int segmentsKept = (int)(0.6 * blocks * 4096 / 8188);
        for (int number = 0; number < Appends; number++)
        {
            if (number % 11 == 0)
            {
                segment++;
                volume.Delete($"seg-{segment - segmentsKept:x8}-00000000");
            }

            Assert.That(volume.Append($"seg-{segment:x8}-00000000", frame, 0, 700), Is.True);
        }

        double microsecondsOfAnAppend = watch.Elapsed.TotalMicroseconds / Appends;
        const int forks = 100;
        long before = GC.GetAllocatedBytesForCurrentThread();
        watch.Restart();
        for (int number = 0; number < forks; number++)
        {
            volume.Fork();
        }

        double microsecondsOfAFork = watch.Elapsed.TotalMicroseconds / forks;
        long bytesOfAFork = (GC.GetAllocatedBytesForCurrentThread() - before) / forks;
        TestContext.Out.WriteLine(
            $"{blocks} blocks: {1e6 / microsecondsOfAnAppend:f0} appends of 700 bytes a second ({microsecondsOfAnAppend:f1} us each), "
            + $"a fork {bytesOfAFork} bytes and {microsecondsOfAFork:f1} us");
        Assert.That(bytesOfAFork, Is.LessThan(64 * blocks + 8192));
    }
}
