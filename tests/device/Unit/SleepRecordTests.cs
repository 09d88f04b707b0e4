using nanoFramework.TestFramework;
using Telltale.DeviceTests.Uplink;
using Telltale.Ports;
using Telltale.Unit;

namespace Telltale.DeviceTests.Unit;

[TestClass]
public class SleepRecordTests
{
    private const long Now = 1780315200L;

    [TestMethod]
    public void What_was_written_is_read_again()
    {
        MemoryVolume volume = new MemoryVolume();
        Assert.IsTrue(Record().Write(volume));
        Assert.IsTrue(Record().Write(volume), "over one that is there");
        SleepRecord record = new SleepRecord();
        Assert.IsTrue(record.Read(volume));
        Assert.AreEqual("lilygo-t-a7670", record.BoardName);
        Assert.AreEqual(Now + 3600, record.WakeSeconds);
        Assert.AreEqual(60000, record.NapMilliseconds);
        Assert.AreEqual(13200, record.WakeMillivolts);
    }

    [TestMethod]
    public void A_damaged_or_missing_record_is_refused()
    {
        MemoryVolume volume = new MemoryVolume();
        Assert.IsFalse(new SleepRecord().Read(volume));
        Record().Write(volume);
        int length = volume.Length(SleepRecord.FileName);
        byte[] file = new byte[length];
        volume.Read(SleepRecord.FileName, 0, file, 0, length);
        for (int index = 0; index < length; index++)
        {
            file[index] ^= 0x10;
            volume.Delete(SleepRecord.FileName);
            volume.Create(SleepRecord.FileName, file, 0, length);
            Assert.IsFalse(new SleepRecord().Read(volume), "byte " + index);
            file[index] ^= 0x10;
            volume.Delete(SleepRecord.FileName);
            volume.Create(SleepRecord.FileName, file, 0, index);
            Assert.IsFalse(new SleepRecord().Read(volume), "cut after " + index);
        }
    }

    [TestMethod]
    public void It_sleeps_on_in_naps_until_the_time_has_come()
    {
        SleepRecord record = Record();
        Assert.AreEqual(60000, record.NextNap(Now, new Supply(-1, 12600)));
        Assert.AreEqual(60000, record.NextNap(Now + 3540, new Supply(-1, 12600)));
        Assert.AreEqual(1000, record.NextNap(Now + 3599, new Supply(-1, 12600)));
        Assert.AreEqual(0, record.NextNap(Now + 3600, new Supply(-1, 12600)));
        Assert.AreEqual(0, record.NextNap(Now + 9999, new Supply(-1, 12600)));
    }

    [TestMethod]
    public void The_vehicle_wakes_it()
    {
        SleepRecord record = Record();
        Assert.AreEqual(0, record.NextNap(Now, new Supply(1, 12600)), "the wire");
        Assert.AreEqual(0, record.NextNap(Now, new Supply(-1, 13200)), "the alternator");
        Assert.AreEqual(60000, record.NextNap(Now, new Supply(-1, 13199)));
        Assert.AreEqual(60000, record.NextNap(Now, new Supply(0, 13800)), "a charger, where a wire says that the ignition is off");
        record.WakeMillivolts = 0;
        Assert.AreEqual(60000, record.NextNap(Now, new Supply(-1, 28000)), "where the supply tells nothing");
    }

    [TestMethod]
    public void A_clock_that_jumped_does_not_make_it_sleep_for_years()
    {
        Assert.AreEqual(0, Record().NextNap(0, new Supply(0, 12600)), "back to 1970");
    }

    private static SleepRecord Record()
    {
        SleepRecord record = new SleepRecord();
        record.BoardName = "lilygo-t-a7670";
        record.WakeSeconds = Now + 3600;
        record.NapMilliseconds = 60000;
        record.WakeMillivolts = 13200;
        return record;
    }

    private sealed class Supply : IPowerInputs
    {
        private readonly int _ignition;
        private readonly int _millivolts;

        public Supply(int ignition, int millivolts)
        {
            _ignition = ignition;
            _millivolts = millivolts;
        }

        public int SupplyMillivolts => _millivolts;

        public int Ignition => _ignition;
    }
}
