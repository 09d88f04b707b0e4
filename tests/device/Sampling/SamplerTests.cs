using nanoFramework.TestFramework;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class SamplerTests
{
    private const long Utc = 1763823600000L;

    [TestMethod]
    public void A_receiver_of_ten_hertz_gives_one_sample_a_second()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, SetClock(Utc - 5000));
        for (int tenth = 0; tenth < 100; tenth++)
        {
            sampler.OnFix(Fix(Utc + (tenth * 100), 5000 + (tenth * 100)));
            sampler.Step(5050 + (tenth * 100));
        }

        Assert.AreEqual(10, recorder.Count);
        Assert.AreEqual(Utc + 9000, recorder.LastUtc);
        Assert.AreEqual(0, sampler.SamplesWithoutEpoch);
    }

    [TestMethod]
    public void A_sample_that_is_asked_for_is_taken_once_at_the_next_epoch_whatever_the_slot()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, SetClock(Utc - 5000));
        sampler.OnFix(Fix(Utc, 5000));
        sampler.OnFix(Fix(Utc + 100, 5100));
        sampler.RequestSample(5150);
        sampler.Step(5150);
        Assert.AreEqual(1, recorder.Count);
        sampler.OnFix(Fix(Utc + 200, 5200));
        Assert.AreEqual(2, recorder.Count);
        Assert.AreEqual(Utc + 200, recorder.LastUtc);
        sampler.OnFix(Fix(Utc + 300, 5300));
        sampler.Step(5350);
        Assert.AreEqual(2, recorder.Count);
    }

    [TestMethod]
    public void A_sample_that_is_asked_for_is_taken_once_by_the_clock_where_no_epoch_comes()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, SetClock(Utc - 5000));
        sampler.OnFix(Fix(Utc, 5000));
        sampler.RequestSample(5600);
        int taken = 0;
        for (int uptime = 5600; uptime < 6505 && taken == 0; uptime += 10)
        {
            sampler.Step(uptime);
            taken = recorder.Count - 1;
        }

        Assert.AreEqual(1, taken, "after the wait for an event's epoch");
        sampler.Step(6500);
        Assert.AreEqual(2, recorder.Count);
    }

    [TestMethod]
    public void A_silent_receiver_gets_samples_without_position_by_the_clock()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, SetClock(Utc - 5000));
        sampler.OnFix(Fix(Utc, 5000));
        for (int uptime = 5010; uptime <= 9990; uptime += 10)
        {
            sampler.Step(uptime);
        }

        Assert.AreEqual(5, recorder.Count, "at 0, 1.51, 2.51, 3.51 and 4.51 seconds");
        Assert.AreEqual(4, sampler.SamplesWithoutEpoch);
        Assert.IsTrue(recorder.LastFields == FixFields.None);
        Assert.AreEqual(Utc + 4510, recorder.LastUtc);
    }

    [TestMethod]
    public void An_epoch_that_is_still_being_sent_is_waited_for_but_not_for_ever()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, SetClock(Utc - 5000));
        sampler.OnFix(Fix(Utc, 5000));
        sampler.BeginEpoch(6000);
        sampler.Step(6640);
        Assert.AreEqual(1, recorder.Count, "640 ms are what an epoch takes at 9600 baud");
        sampler.OnFix(Fix(Utc + 1000, 6000));
        Assert.AreEqual(2, recorder.Count);
        Assert.AreEqual(6000L, recorder.LastUptime);

        sampler.BeginEpoch(7000);
        sampler.Step(8000);
        Assert.AreEqual(2, recorder.Count);
        sampler.Step(8001);
        Assert.AreEqual(3, recorder.Count, "an interval after it began, it is given up");
        Assert.AreEqual(1, sampler.SamplesWithoutEpoch);
    }

    [TestMethod]
    public void The_first_epoch_after_start_up_is_sampled_however_soon_it_comes()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, SetClock(Utc + 220));
        sampler.Step(0);
        sampler.OnFix(Fix(Utc + 300, 80));
        sampler.OnFix(Fix(Utc + 400, 180));
        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(Utc + 300, recorder.LastUtc);
    }

    [TestMethod]
    public void An_old_date_is_believed_where_the_settings_say_so()
    {
        SamplerSettings settings = new SamplerSettings();
        settings.EarliestUtcMilliseconds = 1533226488000L;
        Recorder recorder = new Recorder();
        Sampler sampler = new Sampler(settings, new SignalTable(new SignalDefinition[0]), new UnitClock(), recorder, null);
        sampler.OnFix(Fix(1533226488300L, 80));
        Assert.IsFalse(recorder.LastIsDated, "not by one fix");
        sampler.OnFix(Fix(1533226489300L, 1080));
        Assert.AreEqual(1533226489300L, recorder.LastUtc);
    }

    [TestMethod]
    public void Before_the_clock_is_set_a_sample_has_uptime_only_and_a_jitter_of_epochs_costs_none()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, new UnitClock());
        Fix fix = new Fix();
        for (int second = 0; second < 20; second++)
        {
            fix.ReceivedUptimeMilliseconds = 1000 + (second * 1000) + (second % 3 == 0 ? 40 : -40);
            sampler.OnFix(fix);
        }

        Assert.AreEqual(20, recorder.Count);
        Assert.IsFalse(recorder.LastIsDated);
        Assert.AreEqual(0L, recorder.LastUtc);
        Assert.AreEqual(19960L, recorder.LastUptime);
    }

    [TestMethod]
    public void Signals_are_those_of_the_moment_at_which_the_epoch_began()
    {
        Recorder recorder = new Recorder();
        SignalTable table = new SignalTable(new[] { new SignalDefinition("Speed", "km/h", 1, 100, 0, false, 2000) });
        Sampler sampler = new Sampler(new SamplerSettings(), table, SetClock(Utc - 5000), recorder, null);
        table.Set(0, 111, 4990);
        sampler.BeginEpoch(5000);
        table.Set(0, 222, 5100);
        sampler.OnFix(Fix(Utc, 5000));
        Assert.AreEqual(111, recorder.LastSignal);

        sampler.OnFix(Fix(Utc + 1000, 6000));
        Assert.AreEqual(222, recorder.LastSignal, "without the call, those of now");
    }

    [TestMethod]
    public void Setting_the_clock_makes_no_second_sample_of_one_moment()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, new UnitClock());
        sampler.OnFix(Fix(Utc, 5000));
        sampler.OnFix(Fix(Utc + 100, 5100));
        Assert.AreEqual(1, recorder.Count);
        Assert.IsFalse(recorder.LastIsDated);
        sampler.OnFix(Fix(Utc + 1000, 6000));
        Assert.AreEqual(2, recorder.Count);
        Assert.IsTrue(recorder.LastIsDated);
    }

    [TestMethod]
    public void The_slot_of_a_sample_from_before_the_clock_was_set_is_not_filled_again()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, new UnitClock());
        for (int tenth = 0; tenth < 100; tenth++)
        {
            sampler.OnFix(Fix(Utc + (tenth * 100), 5000 + (tenth * 100) + (tenth % 3)));
        }

        Assert.AreEqual(10, recorder.Count);
    }

    [TestMethod]
    public void A_fix_whose_time_is_not_believed_is_dated_by_the_clock()
    {
        Recorder recorder = new Recorder();
        Sampler sampler = NewSampler(recorder, SetClock(Utc - 5000));
        sampler.OnFix(Fix(Utc, 5000));
        sampler.OnFix(Fix(Utc + 86400000, 6020));
        Assert.AreEqual(2, recorder.Count);
        Assert.AreEqual(Utc + 1020, recorder.LastUtc);
        Assert.IsTrue((recorder.LastFields & FixFields.Position) != 0);
    }

    [TestMethod]
    public void A_clock_that_is_set_back_far_is_followed()
    {
        Recorder recorder = new Recorder();
        UnitClock clock = SetClock(Utc - 5000);
        Sampler sampler = NewSampler(recorder, clock);
        sampler.OnFix(Fix(Utc, 5000));
        clock.OffsetMilliseconds -= 2000;
        sampler.OnFix(Fix(Utc - 1000, 6000));
        Assert.AreEqual(1, recorder.Count, "by two seconds: the slot is filled");
        clock.OffsetMilliseconds -= 3600000;
        sampler.OnFix(Fix(Utc - 3600000, 7000));
        Assert.AreEqual(2, recorder.Count);
        Assert.AreEqual(Utc - 3600000, recorder.LastUtc);
        sampler.OnFix(Fix(Utc - 3599000, 8000));
        Assert.AreEqual(3, recorder.Count, "and goes on from there");
    }

    private static UnitClock SetClock(long offset)
    {
        UnitClock clock = new UnitClock();
        clock.IsSet = true;
        clock.OffsetMilliseconds = offset;
        return clock;
    }

    private static Sampler NewSampler(Recorder recorder, UnitClock clock) =>
        new Sampler(new SamplerSettings(), new SignalTable(new SignalDefinition[0]), clock, recorder, null);

    private static Fix Fix(long utc, long uptime) => new Fix
    {
        Fields = FixFields.Time | FixFields.Position,
        Mode = FixMode.ThreeDimensional,
        TimeUtcMilliseconds = utc,
        ReceivedUptimeMilliseconds = uptime,
        LatitudeDegreesE7 = 1,
    };

    private sealed class Recorder : ISampleListener
    {
        public int Count;
        public long LastUtc;
        public long LastUptime;
        public bool LastIsDated;
        public FixFields LastFields;
        public int LastSignal;

        public void OnSample(Sample sample)
        {
            Count++;
            LastUtc = sample.TimeUtcMilliseconds;
            LastUptime = sample.UptimeMilliseconds;
            LastIsDated = sample.IsDated;
            LastFields = sample.Fields;
            LastSignal = sample.Signals[0];
        }
    }
}
