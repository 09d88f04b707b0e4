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
        Assert.IsFalse(log.HasPrevious);
        log.End(BootReason.LoopFaults, "IndexOutOfRange\u00e4\r", 59999);
        log.End(BootReason.Command, "too late", 70000);

        log = Begin();
        Assert.AreEqual(2, log.Boots);
        Assert.AreEqual((int)BootReason.LoopFaults, (int)log.PreviousReason);
        Assert.AreEqual("IndexOutOfRange??", log.PreviousWords);
        Assert.AreEqual(59, log.PreviousSeconds);
        Assert.IsTrue(log.HasPrevious);
        log = Begin();
        Assert.AreEqual((int)BootReason.Unknown, (int)log.PreviousReason);
        Assert.AreEqual(0, log.PreviousSeconds);
        Assert.AreEqual("", log.PreviousWords);
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

        Begin().End(BootReason.SafeModeOver, null, BootLog.SafeModeMilliseconds);
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
                log.End(BootReason.Configuration, "", 2000);
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
        log.End(BootReason.Stuck, "", 600000);
        _volume.Read(BootLog.SecondFileName, 0, file, 0, file.Length);
        Assert.AreEqual(3, (int)file[4]);
        Assert.AreEqual(0, log.Failures);
    }

    [TestMethod]
    public void How_long_a_life_lasted_is_known_at_least_to_a_minute_an_hour_and_every_six_hours()
    {
        _volume = new MemoryVolume();
        AssertLasts(59999, 0);
        AssertLasts(60000, 60);
        AssertLasts(3599000, 60);
        AssertLasts(3600000, 3600);
        AssertLasts(25199000, 3600);
        AssertLasts(25200000, 25200);
        AssertLasts(46800000, 46800);
        BootLog log = Begin();
        log.End(BootReason.Command, "", 20000000000L);
        log = Begin();
        Assert.AreEqual(0xFFFFFF, log.PreviousSeconds);
        Assert.AreEqual("", log.PreviousWords);
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

        Begin().End(BootReason.StartFailed, words, 0);
        Assert.AreEqual(words.Substring(0, BootLog.MaximumWords), Begin().PreviousWords);
    }

    // In steps of half a minute, and then the power goes.
    private static void AssertLasts(long uptimeMilliseconds, int seconds)
    {
        BootLog log = Begin();
        for (long uptime = 0; uptime < uptimeMilliseconds; uptime += 30000)
        {
            log.Step(uptime);
        }

        log.Step(uptimeMilliseconds);
        log = Begin();
        Assert.AreEqual(seconds, log.PreviousSeconds, "after " + uptimeMilliseconds);
        Assert.AreEqual(0, log.EarlyEnds > 1 ? 1 : 0);
    }

    private static BootLog Begin()
    {
        BootLog log = new BootLog(_volume);
        log.Begin();
        return log;
    }
}
