using nanoFramework.TestFramework;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class UnitClockTests
{
    private const long Utc = 1763823600000L;
    private static UnitClock _clock;

    [TestMethod]
    public void It_takes_two_fixes_that_agree_to_set_the_clock()
    {
        _clock = new UnitClock();
        Assert.IsFalse(_clock.Set(Fix(Utc + 86400000, 5000)), "one fix, and a wrong one");
        Assert.IsFalse(_clock.Set(Fix(Utc, 6000)));
        Assert.IsFalse(_clock.IsSet);
        Assert.IsTrue(_clock.Set(Fix(Utc + 1040, 7000)));
        Assert.AreEqual(Utc + 1540, _clock.UtcAt(7500));
        Assert.AreEqual(0, _clock.Steps);
    }

    [TestMethod]
    public void Epochs_that_were_read_late_and_at_once_do_not_set_the_clock()
    {
        _clock = new UnitClock();
        for (int tenth = 0; tenth < 10; tenth++)
        {
            Assert.IsFalse(_clock.Set(Fix(Utc + (tenth * 100), 9000)), "of a receiver of 10 Hz");
        }

        Assert.IsFalse(_clock.IsSet);
    }

    [TestMethod]
    public void No_fix_without_position_is_believed_and_none_from_before_its_time()
    {
        _clock = new UnitClock();
        for (int second = 0; second < 5; second++)
        {
            Fix fix = Fix(Utc + (second * 1000), 5000 + (second * 1000));
            fix.Fields = FixFields.Time;
            Assert.IsFalse(_clock.Set(fix), "no position");
            Assert.IsFalse(_clock.Set(Fix(315964800000L + (second * 1000), 5000 + (second * 1000))), "1980");
        }

        Assert.IsFalse(_clock.IsSet);
    }

    [TestMethod]
    public void A_single_outlier_neither_steps_the_clock_nor_is_believed()
    {
        _clock = new UnitClock();
        Set();
        Assert.IsFalse(_clock.Set(Fix(Utc + 3600000, 7000)), "from the future");
        Assert.IsFalse(_clock.Set(Fix(Utc - 3600000, 8000)), "from the past");
        Assert.IsTrue(_clock.Set(Fix(Utc + 4000, 9000)));
        Assert.AreEqual(Utc + 4500, _clock.UtcAt(9500));
        Assert.AreEqual(0, _clock.Steps);
        Assert.AreEqual(2, _clock.Outliers);
    }

    [TestMethod]
    public void Another_time_that_persists_steps_the_clock_in_either_direction()
    {
        _clock = new UnitClock();
        Set();
        int[] offsets = new int[] { 18000, -7200000, 1500 };
        for (int i = 0; i < offsets.Length; i++)
        {
            long uptime = 10000 + (i * 10000);
            long utc = Utc - 5000 + uptime + offsets[i];
            _clock.Set(Fix(utc, uptime));
            _clock.Set(Fix(utc + 1000, uptime + 1000));
            Assert.AreEqual(i, _clock.Steps, "not yet");
            Assert.IsTrue(_clock.Set(Fix(utc + 2000, uptime + 2000)));
            Assert.AreEqual(i + 1, _clock.Steps);
            Assert.AreEqual(utc + 2500, _clock.UtcAt(uptime + 2500));
        }
    }

    [TestMethod]
    public void Epochs_that_are_read_late_are_believed_and_do_not_move_the_clock()
    {
        _clock = new UnitClock();
        Set();
        for (int tenth = 1; tenth <= 78; tenth++)
        {
            Assert.IsTrue(_clock.Set(Fix(Utc + 1000 + (tenth * 100), 14000)), "a loop that was held up for 8 s");
        }

        Assert.AreEqual(0, _clock.Steps);
        Assert.AreEqual(0, _clock.Outliers);
        Assert.IsTrue(_clock.UtcAt(14000) >= Utc + 8000);
        Assert.IsTrue(_clock.UtcAt(14000) <= Utc + 9000);
    }

    [TestMethod]
    public void A_position_by_dead_reckoning_has_a_time_but_does_not_move_the_clock()
    {
        _clock = new UnitClock();
        Set();
        Fix fix = Fix(Utc + 2300, 7000);
        fix.Mode = FixMode.DeadReckoning;
        Assert.IsTrue(_clock.Set(fix));
        Assert.AreEqual(Utc + 2000, _clock.UtcAt(7000));
    }

    private void Set()
    {
        _clock.Set(Fix(Utc, 5000));
        _clock.Set(Fix(Utc + 1000, 6000));
        Assert.IsTrue(_clock.IsSet);
    }

    private static Fix Fix(long utc, long uptime) => new Fix
    {
        Fields = FixFields.Time | FixFields.Position,
        Mode = FixMode.ThreeDimensional,
        TimeUtcMilliseconds = utc,
        ReceivedUptimeMilliseconds = uptime,
    };
}
