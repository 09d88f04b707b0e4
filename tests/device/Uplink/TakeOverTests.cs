using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

/// <summary>Another client with the unit's identity is told from a broker that restarts, by what the broker had retained as the unit's state.</summary>
[TestClass]
public class TakeOverTests
{
    private static UplinkBench _bench;

    [TestMethod]
    public void Three_connections_taken_over_in_a_minute_are_somebody_else_with_the_identity_and_the_unit_backs_off_for_long()
    {
        Begin();
        // The first connection finds what the unit's earlier life left, or nothing.
        OpenAndDrop(RetainedState.None, 2000);
        OpenAndDrop(RetainedState.Other, 2000);
        Assert.IsFalse(_bench.Uplink.IsIdentityInUseElsewhere);
        OpenAndDrop(RetainedState.Other, 2000);

        Assert.IsTrue(_bench.Uplink.IsIdentityInUseElsewhere);
        Assert.AreEqual(1, _bench.Uplink.Counters.IdentityConflicts);
        Assert.AreEqual(3, _bench.Uplink.Counters.ShortConnections);
        long wait = _bench.Uplink.NextAttemptUptimeMilliseconds - _bench.Now;
        Assert.IsTrue(wait > 440000 && wait <= 900000, "7.5 to 15 minutes");

        OpenAndDrop(RetainedState.Other, 2000);
        Assert.AreEqual(2, _bench.Uplink.Counters.IdentityConflicts, "still there: once more is enough");

        OpenAndDrop(RetainedState.Other, 61000);
        Assert.IsFalse(_bench.Uplink.IsIdentityInUseElsewhere, "a connection that lasts says that it has gone");
        Assert.AreEqual(3, _bench.Journal.WaitingFrames, "nothing is lost");
    }

    [TestMethod]
    [DataRow((int)RetainedState.None)]
    [DataRow((int)RetainedState.OwnOnline)]
    public void A_broker_that_restarts_is_neither_somebody_else_nor_a_reason_to_wait(int found)
    {
        Begin();
        for (int time = 0; time < 20; time++)
        {
            _bench.Append(1);
            OpenAndDrop((RetainedState)found, 500);
            Assert.IsTrue(_bench.Uplink.NextAttemptUptimeMilliseconds - _bench.Now <= 1000, "an acknowledged frame ends the back-off");
        }

        Assert.AreEqual(20, _bench.Uplink.Counters.ShortConnections);
        AssertNoConflict();
    }

    [TestMethod]
    public void A_broker_that_ends_connections_and_goes_on_is_not_called_somebody_else_and_is_asked_ever_more_rarely()
    {
        Begin();
        long longest = 0;
        for (int time = 0; time < 12; time++)
        {
            _bench.Append(1);
            OpenAndDrop(RetainedState.OwnOffline, 500);
            longest = _bench.Uplink.NextAttemptUptimeMilliseconds - _bench.Now;
            Assert.IsTrue(time > 2 || longest <= 1000, "three times it may happen");
        }

        Assert.IsTrue(longest > 100000, "two minutes at least, though frames were acknowledged each time");
        AssertNoConflict();

        WaitForAttempt();
        _bench.Link.StateFound = RetainedState.OwnOffline;
        _bench.Link.State = LinkState.Open;
        Pump(25000);
        _bench.Append(1);
        Pump(1000);
        _bench.Link.Drop(LinkFailure.Lost);
        _bench.Step(20);
        Assert.IsTrue(_bench.Uplink.NextAttemptUptimeMilliseconds - _bench.Now <= 1000, "it lasted, and carried something");
    }

    [TestMethod]
    public void A_short_connection_without_the_other_ones_state_is_no_conflict_even_while_one_is_known()
    {
        Begin();
        OpenAndDrop(RetainedState.None, 500);
        OpenAndDrop(RetainedState.Other, 500);
        OpenAndDrop(RetainedState.Other, 500);
        Assert.AreEqual(1, _bench.Uplink.Counters.IdentityConflicts);
        OpenAndDrop(RetainedState.OwnOffline, 500);
        OpenAndDrop(RetainedState.OwnOnline, 500);
        Assert.AreEqual(1, _bench.Uplink.Counters.IdentityConflicts);
        Assert.IsTrue(_bench.Uplink.NextAttemptUptimeMilliseconds - _bench.Now < 60000);
    }

    [TestMethod]
    public void Restarts_between_take_overs_begin_the_count_anew()
    {
        Begin();
        for (int time = 0; time < 6; time++)
        {
            OpenAndDrop(RetainedState.Other, 500);
            OpenAndDrop(RetainedState.OwnOnline, 500);
        }

        AssertNoConflict();
    }

    [TestMethod]
    public void Connections_that_are_taken_over_before_the_loop_has_seen_them_open_count_too()
    {
        Begin();
        OpenAndDrop(RetainedState.None, 500);
        for (int time = 0; time < 2; time++)
        {
            Assert.IsFalse(_bench.Uplink.IsIdentityInUseElsewhere);
            WaitForAttempt();
            _bench.Link.StateFound = RetainedState.Other;
            _bench.Link.Drop(LinkFailure.Lost);
            _bench.Step(20);
        }

        Assert.IsTrue(_bench.Uplink.IsIdentityInUseElsewhere);
        Assert.AreEqual(3, _bench.Uplink.Counters.ShortConnections);
        Assert.AreEqual(2, _bench.Uplink.Counters.FailedAttempts);
    }

    [TestMethod]
    public void Take_overs_over_more_than_a_minute_are_counted_and_no_conflict()
    {
        Begin();
        for (int time = 0; time < 6; time++)
        {
            _bench.Append(1);
            OpenAndDrop(RetainedState.Other, 19000);
            _bench.Run(20000);
        }

        Assert.AreEqual(6, _bench.Uplink.Counters.ShortConnections);
        AssertNoConflict();
    }

    [TestMethod]
    public void Only_connections_that_the_broker_ends_and_soon_count()
    {
        Begin();
        OpenAndDrop(RetainedState.Other, 21000);
        OpenAndDrop(RetainedState.Other, 500);
        OpenAndDrop(RetainedState.Other, 500);
        AssertNoConflict();
        Assert.AreEqual(2, _bench.Uplink.Counters.ShortConnections);
        for (int time = 0; time < 3; time++)
        {
            WaitForAttempt();
            _bench.Link.State = LinkState.Open;
            Pump(500);
            _bench.Link.Drop(LinkFailure.Timeout);
            _bench.Step(20);
        }

        AssertNoConflict();
        Assert.AreEqual(2, _bench.Uplink.Counters.ShortConnections, "the unit itself gave these up");
    }

    [TestMethod]
    public void A_start_of_the_unit_knows_its_own_words_from_those_of_others()
    {
        UnitPresence presence = new UnitPresence(-1698898192);
        UnitPresence other = new UnitPresence(-1698898191);
        Assert.AreEqual("online 9abcdef0", presence.Online);
        Assert.AreEqual("offline 9abcdef0", presence.Offline);
        Assert.IsTrue(presence.Judge(Bytes(presence.Online)) == RetainedState.OwnOnline);
        Assert.IsTrue(presence.Judge(Bytes(presence.Offline)) == RetainedState.OwnOffline);
        Assert.IsTrue(presence.Judge(Bytes(other.Online)) == RetainedState.Other);
        Assert.IsTrue(presence.Judge(Bytes(other.Offline)) == RetainedState.Other);
        Assert.IsTrue(presence.Judge(Bytes("online")) == RetainedState.Other);
        Assert.IsTrue(presence.Judge(Bytes("online 9abcdef0 ")) == RetainedState.Other);
        Assert.IsTrue(presence.Judge(Bytes("x")) == RetainedState.Other);
        Assert.IsTrue(presence.Judge(new byte[0]) == RetainedState.None);
        Assert.IsTrue(presence.Judge(null) == RetainedState.None);
    }

    private static void Begin()
    {
        _bench = new UplinkBench(null);
        _bench.Append(3);
        _bench.Start();
    }

    private static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)text[index];
        }

        return bytes;
    }

    private static void AssertNoConflict()
    {
        Assert.IsFalse(_bench.Uplink.IsIdentityInUseElsewhere);
        Assert.AreEqual(0, _bench.Uplink.Counters.IdentityConflicts);
    }

    private static void WaitForAttempt()
    {
        while (_bench.Link.State != LinkState.Connecting)
        {
            _bench.Step(20);
        }
    }

    private static void OpenAndDrop(RetainedState found, int milliseconds)
    {
        WaitForAttempt();
        _bench.Link.StateFound = found;
        _bench.Link.State = LinkState.Open;
        Pump(milliseconds);
        _bench.Link.Drop(LinkFailure.Lost);
        _bench.Step(20);
    }

    private static void Pump(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 20)
        {
            int published = _bench.Link.Published;
            _bench.Step(20);
            for (int index = published; index < _bench.Link.Published; index++)
            {
                _bench.Link.Acknowledge(index);
            }
        }
    }
}
