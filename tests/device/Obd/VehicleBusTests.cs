using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.Obd;

namespace Telltale.DeviceTests.Obd;

[TestClass]
public class VehicleBusTests
{
    [TestMethod]
    public void A_request_is_sent_only_after_a_frame_was_heard_and_in_normal_mode()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, true);
        for (long now = 0; now < 5000; now += 20)
        {
            bus.Step(now);
        }

        Assert.AreEqual(0, can.SentCount);
        Assert.IsFalse(bus.IsAlive);
        Assert.IsTrue(can.Mode == CanMode.ListenOnly && can.Everything, "listening to all");

        can.Put(0x123, new byte[8]);
        bus.Step(5000);
        Assert.IsTrue(bus.IsAlive);
        Assert.IsTrue(can.Mode == CanMode.Normal && !can.Everything, "taking part, responses only");
        Assert.AreEqual(17, can.Accepted.Length);
        Assert.AreEqual(16, can.DoubleBuffered);
        Assert.AreEqual(1, can.SentCount);
        Assert.AreEqual(0x7DFu, can.SentKeys[0]);
        CollectionAssert.AreEqual(new byte[] { 2, 1, 0, 0xCC, 0xCC, 0xCC, 0xCC, 0xCC }, can.Sent[0]);
    }

    [TestMethod]
    public void A_second_of_silence_ends_the_taking_part()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, true);
        bus.Step(0);
        can.Put(0x123, new byte[8]);
        bus.Step(20);
        int sent = can.SentCount;
        for (long now = 40; now <= 1020; now += 20)
        {
            bus.Step(now);
        }

        Assert.IsTrue(bus.IsAlive, "a second ago is alive");
        bus.Step(1040);
        Assert.IsFalse(bus.IsAlive);
        Assert.IsTrue(can.Mode == CanMode.ListenOnly && can.Everything);
        sent = can.SentCount;
        for (long now = 1060; now <= 600000; now += 20)
        {
            bus.Step(now);
        }

        Assert.AreEqual(sent, can.SentCount);
    }

    [TestMethod]
    public void Where_polling_is_not_allowed_the_controller_never_leaves_listen_only()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, false);
        for (long now = 0; now < 10000; now += 20)
        {
            can.Put(0x123, new byte[8]);
            bus.Step(now);
            Assert.IsTrue(can.Mode == CanMode.ListenOnly);
        }

        Assert.AreEqual(0, can.SentCount);

        bus.EnablePolling(true);
        can.Put(0x123, new byte[8]);
        bus.Step(10000);
        Assert.IsTrue(can.Mode == CanMode.Normal);
        bus.EnablePolling(false);
        can.Put(0x123, new byte[8]);
        bus.Step(10020);
        Assert.IsTrue(can.Mode == CanMode.ListenOnly);
    }

    [TestMethod]
    public void After_errors_the_bus_is_left_alone_longer_each_time()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, true);
        long now = 0;
        bus.Step(now);
        for (int turn = 0; turn < 3; turn++)
        {
            while (can.Mode != CanMode.Normal)
            {
                now += 20;
                can.Put(0x123, new byte[8]);
                bus.Step(now);
            }

            can.Counters.BusOffs++;
            now += 20;
            can.Put(0x123, new byte[8]);
            bus.Step(now);
            Assert.IsTrue(can.Mode == CanMode.ListenOnly);
            long from = now;
            while (can.Mode != CanMode.Normal && now - from < 100000)
            {
                now += 500;
                bus.Step(now - 250);
                bus.Step(now - 10);
                can.Put(0x123, new byte[8]);
                bus.Step(now);
            }

            long wait = now - from;
            Assert.IsTrue(wait >= 10000 << turn && wait <= (10000 << turn) + 500, "waited " + wait);
        }

        Assert.AreEqual(3, bus.HoldOffs);
    }

    [TestMethod]
    public void A_controller_that_refuses_a_mode_is_asked_again_after_a_second()
    {
        ScriptedCan can = new ScriptedCan();
        can.RefusesModes = true;
        VehicleBus bus = Make(can, true);
        bus.Step(0);
        can.Put(0x123, new byte[8]);
        bus.Step(20);
        Assert.AreEqual(0, can.SentCount);

        can.RefusesModes = false;
        can.Put(0x123, new byte[8]);
        bus.Step(900);
        Assert.IsTrue(can.Mode == CanMode.ListenOnly);
        can.Put(0x123, new byte[8]);
        bus.Step(1100);
        Assert.IsTrue(can.Mode == CanMode.Normal);
    }

    private static VehicleBus Make(ScriptedCan can, bool mayPoll)
    {
        VehicleBusSettings settings = new VehicleBusSettings();
        settings.MayPoll = mayPoll;
        return new VehicleBus(can, ObdProfile.CreateGeneric(), settings);
    }
}
