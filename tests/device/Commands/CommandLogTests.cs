using nanoFramework.TestFramework;
using Telltale.Commands;

namespace Telltale.DeviceTests.Commands;

[TestClass]
public class CommandLogTests
{
    private static readonly byte[] Stream = new byte[] { 0, 0, 1, 2, 3, 4, 5, 6 };
    private static readonly byte[] OtherStream = new byte[] { 0, 1, 1, 2, 3, 4, 5, 6 };

    [TestMethod]
    public void Numbers_may_come_in_any_order_within_the_window_and_each_once()
    {
        CommandLog log = Loaded(new FaultyVolume());
        Accept(log, 5);
        Accept(log, 68);
        Assert.AreEqual((int)CommandVerdict.Open, (int)log.Judge(5, 5));
        Assert.AreEqual((int)CommandVerdict.Other, (int)log.Judge(5, 6));
        Assert.AreEqual((int)CommandVerdict.New, (int)log.Judge(6, 6), "passed over");
        Accept(log, 6);
        log.Finish(6, CommandStatus.Failed);
        Assert.AreEqual((int)CommandVerdict.Finished, (int)log.Judge(6, 6));
        Assert.AreEqual((int)CommandStatus.Failed, (int)log.StatusOf(6));
        Assert.AreEqual((int)CommandVerdict.TooOld, (int)log.Judge(4, 4), "64 below the highest");
        Accept(log, 69);
        Assert.AreEqual((int)CommandVerdict.TooOld, (int)log.Judge(5, 5));
        Assert.AreEqual((int)CommandVerdict.Finished, (int)log.Judge(6, 6));
        Accept(log, 2147483647);
        Assert.AreEqual((int)CommandVerdict.TooOld, (int)log.Judge(2147483647 - 64, 1));
        Assert.AreEqual((int)CommandVerdict.New, (int)log.Judge(2147483647 - 63, 1));
        Assert.AreEqual(2147483647, log.Highest);
    }

    [TestMethod]
    public void What_was_accepted_and_finished_is_known_after_a_restart()
    {
        FaultyVolume volume = new FaultyVolume();
        CommandLog log = Loaded(volume);
        Accept(log, 1);
        log.Finish(1, CommandStatus.Done);
        Accept(log, 2);
        log = Loaded(volume);
        Assert.AreEqual((int)CommandVerdict.Finished, (int)log.Judge(1, 1));
        Assert.AreEqual((int)CommandVerdict.Open, (int)log.Judge(2, 2));
        Assert.IsTrue(log.FindOpen());
        Assert.AreEqual(2, log.OpenNumber);
        log.FinishOpen(CommandStatus.Interrupted);
        Assert.IsFalse(log.FindOpen());
        log = Loaded(volume);
        Assert.AreEqual((int)CommandStatus.Interrupted, (int)log.StatusOf(2));
    }

    [TestMethod]
    public void Either_copy_alone_is_enough_and_both_are_written_before_a_command_counts_as_accepted()
    {
        for (int number = 1; number < 6; number++)
        {
            FaultyVolume volume = new FaultyVolume();
            CommandLog log = Loaded(volume);
            for (int index = 1; index <= number; index++)
            {
                Accept(log, index);
            }

            volume.Damage(CommandLog.FirstFileName, 40);
            Assert.AreEqual(number, Loaded(volume).Highest, "the second copy");
            volume.Damage(CommandLog.FirstFileName, 40);
            volume.Damage(CommandLog.SecondFileName, 4);
            log = Loaded(volume);
            Assert.AreEqual(number, log.Highest, "the first copy");
            Assert.AreEqual(1, log.DamagedCopies);
            Assert.IsFalse(log.IsLost);
            Accept(log, number + 1);
            volume.Damage(CommandLog.FirstFileName, 40);
            Assert.AreEqual(number + 1, Loaded(volume).Highest, "the damaged copy has been written anew");
        }
    }

    [TestMethod]
    public void A_volume_that_takes_nothing_has_nothing_accepted()
    {
        FaultyVolume volume = new FaultyVolume();
        CommandLog log = Loaded(volume);
        volume.IsFull = true;
        Assert.IsFalse(log.TryAccept(1, 1, CommandCode.Reboot));
        Assert.AreEqual((int)CommandVerdict.New, (int)log.Judge(1, 1));
        volume.IsFull = false;
        Accept(log, 1);
        volume.IsFull = true;
        Assert.IsFalse(log.TryAccept(2, 2, CommandCode.Reboot));
        Assert.AreEqual(1, Loaded(volume).Highest);
        log.Finish(1, CommandStatus.Done);
        Assert.IsTrue(log.IsUnsaved);
        Assert.AreEqual((int)CommandVerdict.Finished, (int)log.Judge(1, 1), "known, though not durable");
        volume.IsFull = false;
        Assert.IsTrue(log.TrySave());
        Assert.AreEqual((int)CommandVerdict.Finished, (int)Loaded(volume).Judge(1, 1));
    }

    [TestMethod]
    public void One_copy_that_cannot_be_written_is_counted_and_the_other_counts()
    {
        FaultyVolume volume = new FaultyVolume();
        CommandLog log = Loaded(volume);
        Accept(log, 1);
        volume.Refused = CommandLog.FirstFileName;
        Accept(log, 2);
        Assert.AreEqual(2, Loaded(volume).Highest);
        Assert.IsTrue(log.WriteFailures > 0);
        Assert.IsFalse(log.TryAccept(3, 3, CommandCode.Reboot), "the copy that counts is not given up for one that cannot be written");
        Assert.AreEqual(2, Loaded(volume).Highest);
        volume.Refused = null;
        Accept(log, 3);
        Assert.AreEqual(3, Loaded(volume).Highest);
    }

    [TestMethod]
    public void Of_two_copies_that_differ_the_newer_one_counts()
    {
        FaultyVolume volume = new FaultyVolume();
        CommandLog log = Loaded(volume);
        Accept(log, 1);
        byte[] old = new byte[CommandLog.FileLength];
        volume.Read(CommandLog.FirstFileName, 0, old, 0, old.Length);
        Accept(log, 2);
        byte[] newest = new byte[CommandLog.FileLength];
        volume.Read(CommandLog.FirstFileName, 0, newest, 0, newest.Length);
        volume.Put(CommandLog.FirstFileName, old);
        Assert.AreEqual(2, Loaded(volume).Highest);
        volume.Put(CommandLog.FirstFileName, newest);
        volume.Put(CommandLog.SecondFileName, old);
        Assert.AreEqual(2, Loaded(volume).Highest);
    }

    [TestMethod]
    public void Two_damaged_copies_are_lost_and_nothing_is_accepted_before_anotherStream()
    {
        FaultyVolume volume = new FaultyVolume();
        Accept(Loaded(volume), 1);
        volume.Damage(CommandLog.FirstFileName, 0);
        volume.Damage(CommandLog.SecondFileName, CommandLog.FileLength - 1);
        CommandLog log = Loaded(volume);
        Assert.IsTrue(log.IsLost);
        Assert.IsFalse(log.TryAccept(2, 2, CommandCode.Reboot));
        log.Begin(OtherStream);
        Accept(log, 1);
        log = new CommandLog(volume);
        log.Load(OtherStream);
        Assert.AreEqual(1, log.Highest);
    }

    [TestMethod]
    public void An_empty_copy_that_a_power_cut_leaves_is_nothing()
    {
        FaultyVolume volume = new FaultyVolume();
        volume.Put(CommandLog.FirstFileName, new byte[0]);
        CommandLog log = Loaded(volume);
        Assert.IsFalse(log.IsLost);
        Assert.AreEqual(0, log.DamagedCopies);
        Accept(log, 1);
        Assert.AreEqual(1, Loaded(volume).Highest);
    }

    [TestMethod]
    public void AnotherStream_begins_anew_and_knows_what_was_open_in_the_one_before()
    {
        FaultyVolume volume = new FaultyVolume();
        CommandLog log = Loaded(volume);
        Accept(log, 7);
        Assert.IsTrue(log.TryAccept(8, 8, CommandCode.RotateKeys));
        log.Finish(7, CommandStatus.Done);

        log = new CommandLog(volume);
        log.Load(OtherStream);
        Assert.AreEqual(0, log.Highest);
        Assert.AreEqual((int)CommandVerdict.New, (int)log.Judge(7, 7));
        Assert.IsTrue(log.FindOpen());
        Assert.IsTrue(log.IsOpenOfOtherStream);
        Assert.AreEqual(8, log.OpenNumber);
        Assert.AreEqual((int)CommandCode.RotateKeys, (int)log.OpenCode);
        Assert.AreEqual(8, log.HighestOfOtherStream);
        byte[] stream = new byte[8];
        log.CopyOpenStreamId(stream);
        CollectionAssert.AreEqual(Stream, stream);
        log.FinishOpen(CommandStatus.Done);
        Assert.IsFalse(log.FindOpen());

        log = new CommandLog(volume);
        log.Load(OtherStream);
        Assert.IsFalse(log.FindOpen(), "told once");
        log = Loaded(volume);
        Assert.AreEqual(0, log.Highest, "the stream before is forgotten");
    }

    private static void Accept(CommandLog log, int number)
    {
        Assert.IsTrue(log.TryAccept(number, number, CommandCode.ReportNow));
    }

    private CommandLog Loaded(FaultyVolume volume)
    {
        CommandLog log = new CommandLog(volume);
        log.Load(Stream);
        return log;
    }
}
