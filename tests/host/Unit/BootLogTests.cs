using Telltale.Unit;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Unit;

/// <summary>The log of start-ups on flash that loses power. What else it does is tested with the device tests.</summary>
public sealed class BootLogTests
{
    [Test]
    public void A_power_cut_at_any_operation_loses_one_start_up_at_most([Values] CutOutcome outcome)
    {
        int cuts = 0;
        bool isCut = true;
        while (isCut)
        {
            SimulatedVolume volume = new(new SimulatedVolumeOptions());
            for (int life = 0; life < 3; life++)
            {
                new BootLog(volume).Begin();
            }

            volume.CutAt(volume.Operations + 1 + cuts, outcome);
            isCut = false;
            try
            {
                BootLog log = new(volume);
                log.Begin();
                log.Step(BootLog.StableMilliseconds);
                log.End(BootReason.Command, "restart", 61_000);
            }
            catch (PowerLostException)
            {
                isCut = true;
            }

            volume.PowerOn();
            BootLog after = new(volume);
            after.Begin();
            Assert.That(after.Boots, Is.InRange(4, 5), $"cut at operation {cuts}");
            Assert.That(isCut || after.PreviousWords == "restart");
            cuts++;
        }

        Assert.That(cuts, Is.GreaterThan(6));
    }

    [Test]
    public void A_damaged_file_is_passed_over_for_the_other()
    {
        MemoryVolume volume = new();
        new BootLog(volume).Begin();
        new BootLog(volume).Begin();
        byte[] rubbish = new byte[21];
        volume.Delete(BootLog.FirstFileName);
        volume.Create(BootLog.FirstFileName, rubbish, 0, rubbish.Length);
        BootLog log = new(volume);
        log.Begin();
        Assert.That(log.Boots, Is.EqualTo(2), "of the first of two start-ups the file is good");
    }
}
