using nanoFramework.TestFramework;
using Telltale.Commands;

namespace Telltale.DeviceTests.Commands;

[TestClass]
public class CommandReceiverTests
{
    private const int Done = (int)CommandStatus.Done;
    private const int AlreadyDone = (int)CommandStatus.AlreadyDone;

    [TestMethod]
    public void A_command_is_done_once_and_answered_again_when_it_comes_again()
    {
        CommandBench bench = new CommandBench();
        Assert.AreEqual(Done, bench.Send(1));
        Assert.AreEqual(1, bench.Last.Number);
        Assert.AreEqual(1, bench.Last.HighestNumber);
        CollectionAssert.AreEqual(bench.Keys.StreamId, bench.Last.StreamId);
        Assert.AreEqual(AlreadyDone, bench.Send(1));
        Assert.AreEqual(Done, (int)bench.Last.Detail);
        bench.Restart();
        Assert.AreEqual(AlreadyDone, bench.Send(1), "after a restart");
        Assert.AreEqual(1, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.Repeated);
    }

    [TestMethod]
    public void Its_number_is_durable_before_it_is_done()
    {
        CommandBench bench = new CommandBench();
        bench.Volume.IsFull = true;
        Assert.AreEqual((int)CommandStatus.NotStored, bench.Send(1));
        Assert.AreEqual(0, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.NotStored);
        bench.Volume.IsFull = false;
        Assert.AreEqual(Done, bench.Send(1), "the same command again");
        Assert.AreEqual(1, bench.Executed);
    }

    [TestMethod]
    public void With_a_lost_log_nothing_is_done_whatever_else_is_wrong()
    {
        CommandBench bench = new CommandBench();
        bench.Send(1);
        bench.Volume.Damage(CommandLog.FirstFileName, 20);
        bench.Volume.Damage(CommandLog.SecondFileName, 20);
        bench.Restart();
        Assert.AreEqual((int)CommandStatus.NotStored, bench.Send(2));
        bench.Clock.IsSet = false;
        Assert.AreEqual((int)CommandStatus.NotStored, bench.Send(3), "before the clock is looked at");
        Assert.AreEqual(1, bench.Executed);
    }

    [TestMethod]
    public void What_has_expired_or_comes_from_the_future_is_used_up_undone()
    {
        CommandBench bench = new CommandBench();
        Assert.AreEqual((int)CommandStatus.Expired, bench.Send(1, 60000, 60000));
        Assert.AreEqual(Done, bench.Send(2, 59999, 60000));
        bench.Clock.OffsetMilliseconds -= 120000;
        Assert.AreEqual(AlreadyDone, bench.Send(1, 60000, 60000), "though the clock went back");
        Assert.AreEqual((int)CommandStatus.Expired, (int)bench.Last.Detail);
        long noon = CommandBench.Noon;
        long soon = noon - 60000 + bench.Settings.ClockToleranceMilliseconds;
        Assert.AreEqual(Done, bench.Send(3, CommandCode.ReportNow, soon, noon + 900000, 1, 60000));
        Assert.AreEqual((int)CommandStatus.FromTheFuture, bench.Send(4, CommandCode.ReportNow, soon + 1, noon + 900000, 1, 60000));
        Assert.AreEqual((int)CommandStatus.FromTheFuture, bench.Send(5, CommandCode.ReportNow, noon, noon + UnitCommand.MaximumLifeMilliseconds + 1, 1, 120000), "for too long");
        Assert.AreEqual(2, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.Expired);
        Assert.AreEqual(2, bench.Receiver.Counters.FromTheFuture);
    }

    [TestMethod]
    public void Without_a_clock_nothing_is_done_and_the_same_command_may_come_again()
    {
        CommandBench bench = new CommandBench();
        bench.Clock.IsSet = false;
        int changes = bench.Volume.Changes;
        Assert.AreEqual((int)CommandStatus.ClockNotSet, bench.Send(1));
        Assert.AreEqual(changes, bench.Volume.Changes, "nothing is written");
        bench.Clock.IsSet = true;
        Assert.AreEqual(Done, bench.Send(1));
        Assert.AreEqual(1, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.ClockNotSet);
    }

    [TestMethod]
    public void Reordered_commands_are_each_done_and_one_below_the_window_is_not()
    {
        CommandBench bench = new CommandBench();
        Assert.AreEqual(Done, bench.Send(70));
        Assert.AreEqual(Done, bench.Send(7));
        Assert.AreEqual((int)CommandStatus.TooOld, bench.Send(6));
        Assert.AreEqual(70, bench.Last.HighestNumber);
        Assert.AreEqual(Done, bench.Send(69));
        Assert.AreEqual(3, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.TooOld);
    }

    [TestMethod]
    public void Another_command_under_a_number_that_was_used_is_told_so()
    {
        CommandBench bench = new CommandBench();
        Assert.AreEqual(Done, bench.Send(1));
        Assert.AreEqual((int)CommandStatus.NumberUsed, bench.Send(1, 0, 60001));
        Assert.AreEqual(1, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.NumbersUsed);
    }

    [TestMethod]
    public void What_is_refused_stays_refused()
    {
        CommandBench bench = new CommandBench();
        bench.CheckStatus = CommandStatus.NotNow;
        Assert.AreEqual((int)CommandStatus.NotNow, bench.Send(1));
        bench.CheckStatus = CommandStatus.Done;
        Assert.AreEqual(AlreadyDone, bench.Send(1));
        Assert.AreEqual((int)CommandStatus.NotNow, (int)bench.Last.Detail);
        Assert.AreEqual(0, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.Refused);

        bench.CheckStatus = CommandStatus.Busy;
        Assert.AreEqual((int)CommandStatus.Busy, bench.Send(2));
        bench.CheckStatus = CommandStatus.Done;
        Assert.AreEqual(Done, bench.Send(2), "busy is not final");
    }

    [TestMethod]
    public void Repetitions_are_answered_a_few_times_a_minute_and_new_commands_always()
    {
        CommandBench bench = new CommandBench();
        bench.Send(1);
        int replies = bench.Replies;
        for (int time = 0; time < 100; time++)
        {
            bench.Send(1);
        }

        Assert.AreEqual(bench.Settings.RepeatedRepliesAMinute, bench.Replies - replies);
        Assert.AreEqual(100 - bench.Settings.RepeatedRepliesAMinute, bench.Receiver.Counters.RepliesWithheld);
        Assert.AreEqual(Done, bench.Send(2));
        Assert.AreEqual(AlreadyDone, bench.Send(1, 60000, 60000), "a minute later");
    }

    [TestMethod]
    public void A_reply_that_the_journal_does_not_take_waits_and_no_command_takes_its_place()
    {
        CommandBench bench = new CommandBench();
        bench.IsJournalFull = true;
        Assert.AreEqual(-1, bench.Send(1));
        Assert.AreEqual(-1, bench.Send(2));
        Assert.AreEqual(1, bench.Executed);
        Assert.AreEqual(1, bench.Receiver.Counters.Busy);
        bench.IsJournalFull = false;
        bench.Receiver.Step(4999);
        Assert.AreEqual(0, bench.Replies, "not before 5 s are over");
        bench.Receiver.Step(5000);
        Assert.AreEqual(1, bench.Last.Number);
        Assert.AreEqual(Done, bench.Send(2));
    }

    [TestMethod]
    public void An_asynchronous_command_is_answered_when_it_has_begun_and_when_it_is_done()
    {
        CommandBench bench = new CommandBench();
        bench.ExecuteStatus = CommandStatus.Begun;
        Assert.AreEqual((int)CommandStatus.Begun, bench.Send(1));
        bench.Receiver.Step(10);
        Assert.AreEqual((int)CommandStatus.Begun, bench.Send(1, 20, 60000), "under way");
        bench.ExecuteStatus = CommandStatus.Done;
        Assert.AreEqual(Done, bench.Send(2), "others go on");
        bench.ContinueStatus = CommandStatus.Failed;
        bench.Receiver.Step(30);
        Assert.AreEqual((int)CommandStatus.Failed, (int)bench.Last.Status);
        Assert.AreEqual(1, bench.Last.Number);
        Assert.AreEqual(7, bench.Last.DataLength);
        int replies = bench.Replies;
        bench.Receiver.Step(40);
        Assert.AreEqual(replies, bench.Replies);
        Assert.AreEqual(AlreadyDone, bench.Send(1, 50, 60000));
        Assert.AreEqual((int)CommandStatus.Failed, (int)bench.Last.Detail);
    }

    [TestMethod]
    public void A_command_that_a_restart_interrupted_is_answered_so_once_and_never_done_again()
    {
        CommandBench bench = new CommandBench();
        bench.ExecuteStatus = CommandStatus.Begun;
        bench.Send(1);
        bench.Restart();
        Assert.AreEqual((int)CommandStatus.Interrupted, (int)bench.Last.Status);
        Assert.AreEqual(1, bench.Last.Number);
        Assert.AreEqual(1, bench.Receiver.Counters.Interrupted);
        int replies = bench.Replies;
        bench.Restart();
        Assert.AreEqual(replies, bench.Replies);
        Assert.AreEqual(AlreadyDone, bench.Send(1));
        Assert.AreEqual(1, bench.Executed);
    }

    [TestMethod]
    public void A_rotation_is_answered_in_the_next_stream_where_numbers_begin_anew()
    {
        CommandBench bench = new CommandBench();
        byte[] stream = new byte[8];
        System.Array.Copy(bench.Keys.StreamId, 0, stream, 0, 8);
        bench.ExecuteStatus = CommandStatus.Begun;
        Assert.AreEqual((int)CommandStatus.Begun, bench.Send(3, CommandCode.RotateKeys, CommandBench.Noon, CommandBench.Noon + 60000, 0, 0));
        Assert.IsTrue(bench.Keys.BeginNextStream());
        bench.Restart();
        Assert.AreEqual(Done, (int)bench.Last.Status);
        Assert.AreEqual(3, bench.Last.Number);
        Assert.AreEqual(3, bench.Last.HighestNumber);
        CollectionAssert.AreEqual(stream, bench.Last.StreamId, "the stream of the command");
        bench.ExecuteStatus = CommandStatus.Done;
        Assert.AreEqual(Done, bench.Send(1));
        CollectionAssert.AreEqual(bench.Keys.StreamId, bench.Last.StreamId);
    }

    [TestMethod]
    public void What_is_no_command_is_counted_and_not_answered()
    {
        CommandBench bench = new CommandBench();
        byte[] payload = new byte[UnitCommand.HeaderLength];
        payload[0] = 9;
        bench.Receiver.OnCommand(payload, payload.Length, 0);
        bench.Receiver.OnCommand(payload, 0, 0);
        Assert.AreEqual(2, bench.Receiver.Counters.Malformed);
        Assert.AreEqual(2, bench.Receiver.Counters.Received);
        Assert.AreEqual(0, bench.Replies);
    }
}
