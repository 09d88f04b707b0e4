using Telltale.Can;
using Telltale.Metering;
using Telltale.Obd;
using Telltale.Signals;
using Telltale.Virtual;
using Telltale.Virtual.Can;
using Telltale.Virtual.Vehicle;

namespace Telltale.Scenarios;

/// <summary>
/// Turns of the vehicle's bus over the MCP2515's driver, every 20 ms. The register-level model below the SPI port costs nothing; a transfer costs what it does on the chip.
/// The interrupt line is not wired, as on the board.
/// </summary>
internal static class CanOperations
{
    private const int Turns = 40;
    private const int TurnMicroseconds = 20_000;
    private const int CrystalHertz = 16_000_000;
    private const uint WantedKey = 0x0C9;

    public static IEnumerable<Operation> All()
    {
        yield return PolledOne();
        yield return PolledTen();
        yield return PolledAlone();
        yield return Broadcast();
        yield return Rejected();
        yield return RejectedAlone();
        yield return IdleTurn();
        yield return IdlePoll("an idle poll of the MCP2515, one transfer", hasInterrupt: false);
        yield return IdlePoll("the same with the interrupt line, its pin not counted", hasInterrupt: true);
    }

    private static Operation PolledOne()
    {
        SignalDefinition[] definitions = [new("OBD.EngineSpeed", "rpm", 1, 4, 0, false, 5000)];
        SignalProfile profile = new("one signal", 500, definitions, [], [new PolledSignal(0, 1, 0x0C, 2, new BitField(7, 16, true, false), 4 * TurnMicroseconds / 1000, 0)]);
        (SimulatedCanBus bus, VehicleBus vehicleBus) = Poller(profile);
        return new Operation(
            "a polled signal alone: request, response and decode, in four turns",
            Turns / 4,
            () => Turn(vehicleBus, bus, 1000),
            () => Poll(vehicleBus, bus, Turns, Turns / 4));
    }

    private static Operation PolledTen()
    {
        const int Seconds = 4;
        (SimulatedCanBus bus, VehicleBus vehicleBus) = Poller(ObdProfile.CreateGeneric());
        return new Operation(
            "a polled signal of ten, in two requests: request, response and decode",
            10 * Seconds,
            () => Turn(vehicleBus, bus, 1000),
            () =>
            {
                int before = vehicleBus.Obd.Counters.RequestsSent;
                int timeouts = vehicleBus.Obd.Counters.Timeouts;

                // Turned when it wants to be, as the unit does.
                long until = bus.Clock.NowMicroseconds + (Seconds * 1_000_000);
                while (bus.Clock.NowMicroseconds < until)
                {
                    long due = vehicleBus.NextDueUptimeMilliseconds * 1000;
                    bus.Clock.AdvanceTo(due > until ? until : due);
                    bus.AdvanceToNow();
                    vehicleBus.Step(bus.Clock.NowMilliseconds);
                }

                int sent = vehicleBus.Obd.Counters.RequestsSent - before;
                Check(sent is >= (2 * Seconds) - 2 and <= (2 * Seconds) + 2 && vehicleBus.Obd.Counters.Timeouts == timeouts, $"{sent} requests");
            }) { Limit = 37_000 };
    }

    // What was measured of a sketch: no loop, no protocol, one signal.
    private static Operation PolledAlone()
    {
        SimulatedCanBus bus = new(NewClock());
        _ = new SimulatedVehicleNetwork(bus, new ModelledVehicle(1, Road.Heidelberg(), [new DrivePeriod(0, 3_600_000_000)]), new SimulatedEcuSettings { LongestResponseMicroseconds = 4_000 });
        Mcp2515 driver = Start(bus);
        driver.Accept([ObdAddressing.FirstResponse], 1, 1);
        Check(driver.TrySetMode(CanMode.Normal, false), "not in normal mode");
        CanFrame request = new() { Key = ObdAddressing.FirstPhysicalRequest, Length = 8 };
        new byte[] { 2, 1, 0x0C }.CopyTo(request.Data, 0);
        CanFrame response = new();
        BitField field = new(7, 16, true, false);
        SignalTable table = new([new SignalDefinition("OBD.EngineSpeed", "rpm", 1, 4, 0, false, 5000)]);
        return new Operation("request, response and decode, the driver and the field alone", Turns, () => Ask(10), () => Ask(Turns)) { Limit = 37_000 };

        void Ask(int count)
        {
            for (int index = 0; index < count; index++)
            {
                bus.Clock.AdvanceTo(bus.Clock.NowMicroseconds + TurnMicroseconds);
                Check(driver.TrySend(request), "not sent");
                bus.Clock.AdvanceTo(bus.Clock.NowMicroseconds + TurnMicroseconds);
                bus.AdvanceToNow();
                driver.Step(bus.Clock.NowMilliseconds);
                Check(driver.TryReceive(response) && response.Data[2] == 0x0C, "no response");
                table.Set(0, field.Read(response.Data, 3), bus.Clock.NowMilliseconds);
            }
        }
    }

    private static (SimulatedCanBus Bus, VehicleBus VehicleBus) Poller(SignalProfile profile)
    {
        SimulatedCanBus bus = new(NewClock());
        _ = new SimulatedVehicleNetwork(bus, new ModelledVehicle(1, Road.Heidelberg(), [new DrivePeriod(0, 3_600_000_000)]));
        VehicleBusSettings settings = new() { MayPoll = true };
        settings.Obd.RequestGapMilliseconds = 0;
        return (bus, new VehicleBus(Start(bus), profile, settings));
    }

    private static void Poll(VehicleBus vehicleBus, SimulatedCanBus bus, int turns, int requests)
    {
        int before = vehicleBus.Obd.Counters.RequestsSent;
        int timeouts = vehicleBus.Obd.Counters.Timeouts;
        Turn(vehicleBus, bus, turns);
        int sent = vehicleBus.Obd.Counters.RequestsSent - before;
        Check(sent == requests && vehicleBus.Obd.Counters.Timeouts == timeouts, $"{sent} requests in {turns} turns");
    }

    private static Operation Broadcast()
    {
        (SimulatedCanBus bus, FrameSource source, _, VehicleBus vehicleBus) = Listener();
        return new Operation(
            "a turn with a received broadcast frame of two signals",
            Turns,
            () => Receive(source, vehicleBus, bus, WantedKey, 100),
            () =>
            {
                int before = vehicleBus.Broadcast.FramesDecoded;
                Receive(source, vehicleBus, bus, WantedKey, Turns);
                int decoded = vehicleBus.Broadcast.FramesDecoded - before;
                Check(decoded == Turns, $"{decoded} frames decoded in {Turns} turns");
            });
    }

    private static Operation Rejected()
    {
        (SimulatedCanBus bus, FrameSource source, Mcp2515 driver, VehicleBus vehicleBus) = Listener();
        uint unwanted = Unwanted(vehicleBus);
        return new Operation(
            "a turn with a frame that passes the controller's filters and is rejected",
            Turns,
            () => Receive(source, vehicleBus, bus, WantedKey, 100),
            () =>
            {
                // One wanted frame in the run: after ten seconds without any the filters are opened.
                Receive(source, vehicleBus, bus, WantedKey, 1);
                int decoded = vehicleBus.Broadcast.FramesDecoded;
                int rejected = driver.Counters.FramesRejected;
                Receive(source, vehicleBus, bus, unwanted, Turns);
                Check(vehicleBus.Broadcast.FramesDecoded == decoded && driver.Counters.FramesRejected - rejected == Turns, "it did not arrive, or was decoded");
            });
    }

    private static Operation RejectedAlone()
    {
        (SimulatedCanBus bus, FrameSource source, Mcp2515 driver, VehicleBus vehicleBus) = Listener();
        uint unwanted = Unwanted(vehicleBus);
        CanFrame frame = new();
        return new Operation(
            "a rejected frame, the driver alone",
            Turns,
            () => Receive(source, vehicleBus, bus, WantedKey, 100),
            () =>
            {
                int rejected = driver.Counters.FramesRejected;
                for (int turn = 0; turn < Turns; turn++)
                {
                    source.Send(BusFrame.Of(unwanted, 1, 2, 3, 4, 5, 6, 7, 8), bus.Clock.NowMicroseconds);
                    bus.Clock.AdvanceTo(bus.Clock.NowMicroseconds + 1000);
                    bus.AdvanceToNow();
                    Check(!driver.TryReceive(frame), "it was wanted");
                }

                Check(driver.Counters.FramesRejected - rejected == Turns, "it did not arrive");
            }) { Limit = 16_000 };
    }

    private static uint Unwanted(VehicleBus vehicleBus)
    {
        AcceptanceFilter filter = new();
        uint[] keys = vehicleBus.Broadcast.Keys;
        filter.Build(keys, keys.Length, 0);
        return Enumerable.Range(0, 0x800).Select(key => (uint)key).First(key => filter.Accepts(key) && !keys.Contains(key));
    }

    private static Operation IdleTurn()
    {
        (SimulatedCanBus bus, FrameSource source, _, VehicleBus vehicleBus) = Listener();
        return new Operation(
            "a turn in which nothing came",
            Turns,
            () => Receive(source, vehicleBus, bus, WantedKey, 100),
            () => Turn(vehicleBus, bus, Turns));
    }

    private static Operation IdlePoll(string name, bool hasInterrupt)
    {
        SimulatedCanBus bus = new(NewClock());
        Mcp2515 driver = Start(bus, hasInterrupt);
        CanFrame frame = new();
        return new Operation(name, Turns, () => Poll(10), () => Poll(Turns));

        // The look at the error flags every 100 ms is apart from this.
        void Poll(int count)
        {
            for (int index = 0; index < count; index++)
            {
                Check(!driver.TryReceive(frame), "a frame");
            }
        }
    }

    // Seven messages: more than the controller has filters for, so that others pass too.
    private static (SimulatedCanBus Bus, FrameSource Source, Mcp2515 Driver, VehicleBus VehicleBus) Listener()
    {
        SimulatedCanBus bus = new(NewClock());
        FrameSource source = new();
        bus.Attach(source);
        bus.Attach(new FrameSource());
        uint[] keys = [WantedKey, 0x0D1, 0x1E5, 0x224, 0x3D0, 0x4A1, 0x5C2];
        SignalDefinition[] definitions = [.. Enumerable.Range(0, keys.Length + 1).Select(index => new SignalDefinition($"S{index}", "", 1, 1, 0, false, 1000))];
        BroadcastSignal[] signals =
        [
            new(WantedKey, keys.Length, new BitField(23, 8, true, false), null, 0),
            .. keys.Select((key, index) => new BroadcastSignal(key, index, new BitField(7, 16, true, false), null, 0)),
        ];
        Mcp2515 driver = Start(bus);
        VehicleBus vehicleBus = new(driver, new SignalProfile("seven messages", 500, definitions, [.. signals.OrderBy(signal => signal.Key)], []), new VehicleBusSettings());
        return (bus, source, driver, vehicleBus);
    }

    private static SimulationClock NewClock()
    {
        return new SimulationClock(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    }

    private static Mcp2515 Start(SimulatedCanBus bus, bool hasInterrupt = false)
    {
        Mcp2515Model model = new(bus, CrystalHertz);
        Mcp2515 driver = new(model, hasInterrupt ? model.InterruptLine : null!, CrystalHertz, bus.BitsPerSecond);
        Check(driver.TryStart(), $"the MCP2515 did not start, fault {driver.Fault}");
        return driver;
    }

    private static void Receive(FrameSource source, VehicleBus vehicleBus, SimulatedCanBus bus, uint key, int turns)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            source.Send(BusFrame.Of(key, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, (byte)turn), bus.Clock.NowMicroseconds);
            Turn(vehicleBus, bus, 1);
        }
    }

    private static void Turn(VehicleBus vehicleBus, SimulatedCanBus bus, int turns, int turnMicroseconds = TurnMicroseconds)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            long until = (bus.Clock.NowMicroseconds / turnMicroseconds * turnMicroseconds) + turnMicroseconds;
            bus.Clock.AdvanceTo(until);
            bus.AdvanceToNow();
            vehicleBus.Step(bus.Clock.NowMilliseconds);
        }
    }

    private static void Check(bool isRight, string what)
    {
        if (!isRight)
        {
            throw new InvalidOperationException($"{what}: the measurement is of something else.");
        }
    }

    /// <summary>A node that acknowledges, and sends a frame when it is told to.</summary>
    private sealed class FrameSource : ICanNode
    {
        private BusFrame _frame;
        private long _at = long.MaxValue;

        public int BitsPerSecond => 500_000;

        public bool IsActive => true;

        public void Send(BusFrame frame, long atMicroseconds)
        {
            _frame = frame;
            _at = atMicroseconds;
        }

        public long NextFrameAt(long limitMicroseconds) => _at;

        public BusFrame PeekFrame(long microseconds) => _frame;

        public void FrameStarted(long microseconds)
        {
        }

        public void ArbitrationLost(long microseconds)
        {
        }

        public void FrameSent(long microseconds) => _at = long.MaxValue;

        public void FrameFailed(long microseconds, bool notAcknowledged) => _at = long.MaxValue;

        public void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
        {
        }

        public void ErrorSeen(long microseconds)
        {
        }
    }
}
