using nanoFramework.TestFramework;
using Telltale.DeviceTests.Uplink;
using Telltale.Unit;

namespace Telltale.DeviceTests.Unit;

[TestClass]
public class BootLogTests
{
    private static MemoryVolume _volume;

    [TestMethod]
    public void Start_ups_are_counted_and_the_last_words_of_the_life_before_are_kept()
    {
        _volume = new MemoryVolume();
        BootLog log = Begin();
        Assert.AreEqual(1, log.Boots);
        Assert.AreEqual((int)BootReason.Unknown, (int)log.PreviousReason);
        Assert.AreEqual("", log.PreviousWords);
        log.End(BootReason.LoopFaults, "IndexOutOfRange\u00e4\r");
        log.End(BootReason.Command, "too late");

        log = Begin();
        Assert.AreEqual(2, log.Boots);
        Assert.AreEqual((int)BootReason.LoopFaults, (int)log.PreviousReason);
        Assert.AreEqual("IndexOutOfRange??", log.PreviousWords);
        Assert.AreEqual((int)BootReason.Unknown, (int)Begin().PreviousReason);
    }

    [TestMethod]
    public void Four_lives_in_a_row_that_end_early_begin_safe_mode()
    {
        _volume = new MemoryVolume();
        for (int life = 0; life < 4; life++)
        {
            BootLog log = Begin();
            Assert.IsFalse(log.IsSafeMode, "life " + life);
            log.Step(BootLog.StableMilliseconds - 1);
        }

        BootLog safe = Begin();
        Assert.IsTrue(safe.IsSafeMode);
        Assert.IsFalse(safe.IsSafeModeOver(BootLog.SafeModeMilliseconds - 1));
        safe.Step(BootLog.SafeModeMilliseconds);
        Assert.IsTrue(safe.IsSafeModeOver(BootLog.SafeModeMilliseconds));
        Assert.IsTrue(Begin().IsSafeMode, "the power went in safe mode");

        Begin().End(BootReason.SafeModeOver, null);
        BootLog again = Begin();
        Assert.IsFalse(again.IsSafeMode);
        Assert.AreEqual(0, again.EarlyEnds);
    }

    [TestMethod]
    public void A_life_of_a_minute_and_a_restart_that_was_asked_for_do_not_count()
    {
        _volume = new MemoryVolume();
        for (int life = 0; life < 10; life++)
        {
            BootLog log = Begin();
            Assert.AreEqual(0, log.EarlyEnds, "life " + life);
            if ((life & 1) == 0)
            {
                log.Step(BootLog.StableMilliseconds);
            }
            else
            {
                log.End(BootReason.Configuration, "");
            }
        }
    }

    [TestMethod]
    public void A_life_writes_its_file_twice_and_once_more_where_it_can_say_why_it_ends()
    {
        _volume = new MemoryVolume();
        BootLog log = Begin();
        byte[] file = new byte[200];
        int first = _volume.Read(BootLog.SecondFileName, 0, file, 0, file.Length);
        Assert.IsTrue(first > 0 && _volume.Length(BootLog.FirstFileName) < 0);
        for (int uptime = 0; uptime < 600000; uptime += 1000)
        {
            log.Step(uptime);
        }

        Assert.IsTrue(_volume.Length(BootLog.FirstFileName) > 0);
        Assert.AreEqual(2, file[4] + 1, "the second write has the second generation");
        log.End(BootReason.Stuck, "");
        _volume.Read(BootLog.SecondFileName, 0, file, 0, file.Length);
        Assert.AreEqual(3, (int)file[4]);
        Assert.AreEqual(0, log.Failures);
    }

    [TestMethod]
    public void Words_too_long_are_cut()
    {
        _volume = new MemoryVolume();
        string words = "0123456789";
        for (int index = 0; index < 4; index++)
        {
            words += words;
        }

        Begin().End(BootReason.StartFailed, words);
        Assert.AreEqual(words.Substring(0, BootLog.MaximumWords), Begin().PreviousWords);
    }

    private static BootLog Begin()
    {
        BootLog log = new BootLog(_volume);
        log.Begin();
        return log;
    }
}
