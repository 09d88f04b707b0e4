using nanoFramework.TestFramework;
using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Checks;

[TestClass]
public class InstallationRecordTests
{
    [TestMethod]
    public void What_is_written_is_read()
    {
        byte[] bytes = new byte[InstallationRecord.MaximumLength];
        int length = Sample().Encode(bytes);
        InstallationRecord read = new InstallationRecord();
        Assert.IsTrue(read.TryDecode(bytes, 0, length));
        Assert.IsTrue(read.IsDated);
        Assert.AreEqual(1780000000123L, read.TimeUtcMilliseconds);
        Assert.AreEqual(-4321L, read.OdometerOffsetMetres);
        Assert.AreEqual(2, read.IgnitionSource);
        Assert.AreEqual(3, read.MarkLength);
        Assert.AreEqual("1.2.3", read.FirmwareVersion);
        Assert.AreEqual("desk", read.Board);
        Assert.AreEqual(2, read.CheckCount);
        Assert.AreEqual(9000L, read.CheckValues[0]);
        Assert.AreEqual((int)StatusCheckState.Fail, (int)read.CheckStates[0]);
        Assert.AreEqual((int)StatusCheckState.NotFitted, (int)read.CheckStates[1]);
        Assert.AreEqual('8', (char)read.Vin[16]);
    }

    [TestMethod]
    public void A_record_that_is_cut_off_is_refused_and_a_longer_one_is_read()
    {
        byte[] bytes = new byte[InstallationRecord.MaximumLength];
        int length = Sample().Encode(bytes);
        InstallationRecord read = new InstallationRecord();
        for (int cut = 0; cut < length; cut++)
        {
            Assert.IsFalse(read.TryDecode(bytes, 0, cut));
        }

        Assert.IsTrue(read.TryDecode(bytes, 0, length + 5));
    }

    [TestMethod]
    public void The_longest_record_fits()
    {
        InstallationRecord record = Sample();
        record.OdometerOffsetMetres = long.MinValue;
        record.BootNumber = int.MaxValue;
        record.UptimeMilliseconds = long.MaxValue;
        record.TimeUtcMilliseconds = long.MaxValue;
        record.MarkLength = InstallationRecord.MaximumMarkLength;
        record.FirmwareVersion = "0123456789012345678901234567890123456789";
        record.Board = record.FirmwareVersion;
        record.CheckCount = InstallationRecord.MaximumChecks;
        for (int index = 0; index < record.CheckCount; index++)
        {
            record.CheckNumbers[index] = int.MaxValue;
            record.CheckHasValue[index] = true;
            record.CheckHasLimit[index] = true;
            record.CheckValues[index] = long.MinValue;
            record.CheckLimits[index] = long.MaxValue;
        }

        byte[] bytes = new byte[InstallationRecord.MaximumLength];
        int length = record.Encode(bytes);
        Assert.IsTrue(new InstallationRecord().TryDecode(bytes, 0, length));
    }

    private static InstallationRecord Sample()
    {
        InstallationRecord record = new InstallationRecord();
        record.IsDated = true;
        record.TimeUtcMilliseconds = 1780000000123L;
        record.HasVin = true;
        string vin = "1M8GDM9AXKP042788";
        for (int index = 0; index < 17; index++)
        {
            record.Vin[index] = (byte)vin[index];
        }

        record.HasOdometer = true;
        record.OdometerOffsetMetres = -4321;
        record.IgnitionSource = 2;
        record.BootNumber = 5;
        record.UptimeMilliseconds = 60000;
        record.Mark[0] = (byte)'a';
        record.Mark[1] = 0xC3;
        record.Mark[2] = 0xBC;
        record.MarkLength = 3;
        record.FirmwareVersion = "1.2.3";
        record.Board = "desk";
        CheckList checks = new CheckList(null);
        Check supply = new Check(CheckNumber.Supply);
        supply.AtLeast(9000, 11800);
        checks.Add(supply);
        Check bus = new Check(CheckNumber.Bus);
        bus.Set(StatusCheckState.NotFitted);
        checks.Add(bus);
        record.SetChecks(checks);
        return record;
    }
}
