using nanoFramework.TestFramework;
using Telltale.Checks;

namespace Telltale.DeviceTests.Checks;

[TestClass]
public class EventLogTests
{
    [TestMethod]
    public void The_newest_entries_are_kept_and_the_oldest_number_tells_what_was_left_out()
    {
        EventLog log = new EventLog(new OneFileVolume());
        for (int index = 0; index < EventLog.Capacity + 5; index++)
        {
            log.Note(LogCode.CheckFailed, index, index * 1000L);
        }

        Assert.AreEqual(5, log.Oldest);
        Assert.AreEqual(5, log.ValueOf(log.Oldest));
        Assert.AreEqual(EventLog.Capacity + 4, log.ValueOf(log.Total - 1));
        Assert.AreEqual(EventLog.Capacity + 4, log.SecondsOf(log.Total - 1));
    }

    [TestMethod]
    public void The_last_words_of_a_start_up_are_found_in_the_next_one()
    {
        OneFileVolume volume = new OneFileVolume();
        EventLog log = new EventLog(volume);
        log.Load();
        Assert.AreEqual(0, log.PreviousCount);
        log.SetBootNumber(7);
        log.Note(LogCode.Started, 7, 0);
        log.Note(LogCode.StepFailed, -3, 123456);
        log.Step(123456);

        EventLog next = new EventLog(volume);
        next.Load();
        Assert.AreEqual(7, next.PreviousBootNumber);
        Assert.AreEqual(2, next.PreviousCount);
        Assert.AreEqual((int)LogCode.StepFailed, (int)next.PreviousCodeOf(1));
        Assert.AreEqual(-3, next.PreviousValueOf(1));
        Assert.AreEqual(123, next.PreviousSecondsOf(1));
    }

    [TestMethod]
    public void A_torn_file_is_as_none()
    {
        OneFileVolume volume = new OneFileVolume();
        EventLog log = new EventLog(volume);
        log.Note(LogCode.StepFailed, 1, 0);
        log.Save(0);
        for (int index = 0; index < volume.Content.Length; index++)
        {
            volume.Content[index] ^= 4;
            EventLog next = new EventLog(volume);
            next.Load();
            Assert.AreEqual(0, next.PreviousCount);
            volume.Content[index] ^= 4;
        }

        volume.Content = new byte[0];
        log.Load();
        Assert.AreEqual(0, log.PreviousCount);
    }

    [TestMethod]
    public void Errors_all_day_long_are_written_three_times_and_once_every_two_hours()
    {
        EventLog log = new EventLog(new OneFileVolume());
        for (int second = 0; second < 86400; second += 10)
        {
            log.Note(LogCode.FrameFailed, second, second * 1000L);
            log.Step(second * 1000L);
        }

        Assert.AreEqual(14, log.Writes);
    }

    [TestMethod]
    public void What_is_no_error_is_not_written()
    {
        EventLog log = new EventLog(new OneFileVolume());
        log.Note(LogCode.CheckFailed, 21, 0);
        log.Note(LogCode.LinkFailed, 1, 0);
        log.Step(0);
        Assert.AreEqual(0, log.Writes);
    }

    [TestMethod]
    public void A_volume_that_takes_nothing_is_counted()
    {
        OneFileVolume volume = new OneFileVolume();
        volume.IsFull = true;
        EventLog log = new EventLog(volume);
        Assert.IsFalse(log.Save(0));
        Assert.AreEqual(1, log.WriteFailures);
    }
}
