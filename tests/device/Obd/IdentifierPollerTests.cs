using nanoFramework.TestFramework;
using Telltale.DeviceTests.Can;
using Telltale.Obd;
using Telltale.Signals;

namespace Telltale.DeviceTests.Obd;

[TestClass]
public class IdentifierPollerTests
{
    private const uint Request = 0x7E4;
    private const uint Response = 0x7EC;

    [TestMethod]
    public void An_identifier_is_asked_for_in_its_period_and_gives_every_signal_in_it()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, true);
        int asked = 0;
        long last = 0;
        for (long now = 0; now < 10000; now += 5)
        {
            Live(can, now);
            int before = can.SentCount;
            bus.Step(now);
            if (can.SentCount > before)
            {
                Assert.AreEqual(Request, can.SentKeys[before]);
                CollectionAssert.AreEqual(new byte[] { 3, 0x22, 0x01, 0x01, 0xCC, 0xCC, 0xCC, 0xCC }, can.Sent[before]);
                Assert.IsTrue(asked == 0 || now - last >= 900, "once a second");
                last = now;
                asked++;
                can.Put(Response, new byte[] { 6, 0x62, 0x01, 0x01, 0x64, 0xFF, 0xF6, 0xAA });
            }
        }

        Assert.IsTrue(asked >= 9 && asked <= 11);
        Assert.AreEqual(100, bus.Table.RawOf(0));
        Assert.AreEqual(-10, bus.Table.RawOf(1));
        Assert.AreEqual(0, bus.Identifiers.Failures);
    }

    [TestMethod]
    public void An_answer_of_several_frames_is_fetched_with_flow_control_to_that_ecu()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, true);
        Live(can, 0);
        bus.Step(0);
        Live(can, 20);
        bus.Step(20);
        Assert.IsTrue(bus.IsWaiting);
        can.Put(Response, new byte[] { 0x10, 0x0A, 0x62, 0x01, 0x01, 0x2A, 0x00, 0x07 });
        bus.Step(25);
        Assert.AreEqual(Request, can.SentKeys[can.SentCount - 1]);
        Assert.AreEqual(0x30, (int)can.Sent[can.SentCount - 1][0]);
        can.Put(Response, new byte[] { 0x21, 0, 0, 0, 0, 0, 0, 0 });
        bus.Step(30);
        Assert.IsFalse(bus.IsWaiting);
        Assert.AreEqual(42, bus.Table.RawOf(0));
        Assert.AreEqual(7, bus.Table.RawOf(1));
    }

    [TestMethod]
    public void What_is_refused_or_not_answered_is_asked_less_and_less()
    {
        for (int kind = 0; kind < 2; kind++)
        {
            ScriptedCan can = new ScriptedCan();
            VehicleBus bus = Make(can, true);
            int asked = 0;
            for (long now = 0; now < 120000; now += 10)
            {
                Live(can, now);
                int before = can.SentCount;
                bus.Step(now);
                if (can.SentCount > before)
                {
                    asked++;
                    if (kind == 0)
                    {
                        can.Put(Response, new byte[] { 3, 0x7F, 0x22, 0x31, 0, 0, 0, 0 });
                    }
                }
            }

            Assert.IsTrue(asked >= 5 && asked <= 8, "after 0, 2, 6, 14, 30, 62 seconds");
            Assert.AreEqual(asked, bus.Identifiers.Failures);
            Assert.AreEqual(0L, bus.Table.SetAt(0) > 0 ? 1L : 0L);
        }
    }

    [TestMethod]
    public void Nothing_is_asked_where_polling_is_not_allowed_or_the_bus_is_silent()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, false);
        for (long now = 0; now < 10000; now += 20)
        {
            Live(can, now);
            bus.Step(now);
        }

        Assert.AreEqual(0, can.SentCount);

        bus = Make(can, true);
        for (long now = 20000; now < 30000; now += 20)
        {
            bus.Step(now);
        }

        Assert.AreEqual(0, can.SentCount);
    }

    [TestMethod]
    public void An_answer_that_is_too_short_sets_nothing()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, true);
        Live(can, 0);
        bus.Step(0);
        Live(can, 20);
        bus.Step(20);
        can.Put(Response, new byte[] { 4, 0x62, 0x01, 0x01, 0x64, 0, 0, 0 });
        bus.Step(25);
        Assert.IsFalse(bus.IsWaiting);
        Assert.AreEqual(1, bus.Identifiers.Failures);
    }

    [TestMethod]
    public void The_answers_pass_the_filters()
    {
        ScriptedCan can = new ScriptedCan();
        VehicleBus bus = Make(can, true);
        Live(can, 0);
        bus.Step(0);
        Live(can, 20);
        bus.Step(20);
        bool isThere = false;
        for (int index = 0; index < can.DoubleBuffered; index++)
        {
            isThere |= can.Accepted[index] == Response;
        }

        Assert.IsTrue(isThere);
    }

    private static void Live(ScriptedCan can, long now)
    {
        if (now % 500 == 0 || now < 100)
        {
            can.Put(0x123, new byte[8]);
        }
    }

    private static VehicleBus Make(ScriptedCan can, bool mayPoll)
    {
        VehicleBusSettings settings = new VehicleBusSettings();
        settings.MayPoll = mayPoll;
        settings.Obd.ScanCapacity = 0;
        SignalDefinition[] definitions = new SignalDefinition[]
        {
            new SignalDefinition("Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed", "%", 1, 2, 0, true, 5000),
            new SignalDefinition("Vehicle.Powertrain.TractionBattery.Temperature.Average", "Cel", 1, 1, 0, false, 5000),
        };
        PolledSignal[] polled = new PolledSignal[]
        {
            new PolledSignal(0, PolledSignal.ReadDataByIdentifier, 0x0101, 3, new BitField(7, 8, true, false), 1000, Request, Response),
            new PolledSignal(1, PolledSignal.ReadDataByIdentifier, 0x0101, 3, new BitField(15, 16, true, true), 1000, Request, Response),
        };
        return new VehicleBus(can, new SignalProfile("electric", 500, definitions, new BroadcastSignal[0], polled), settings);
    }
}
