using Telltale.Can;
using Telltale.Metering;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Can;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;
using Telltale.Virtual.Vehicle;

namespace Telltale.Scenarios;

/// <summary>The unit as a whole, in a modelled vehicle: receiver at 1 Hz, ten signals polled at 1 Hz, batches of 60 s, a link that takes every frame.</summary>
internal static class UnitOperations
{
    private const int WarmUpSeconds = 180;
    private const int Seconds = 120;
    private const int CrystalHertz = 16_000_000;

    /// <summary>Waking from Thread.Sleep for a step, as measured.</summary>
    private const int WakeMachineInstructions = 5400;

    public static IEnumerable<Operation> All()
    {
        SimulationClock clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        ModelledVehicle vehicle = new(1, Road.Heidelberg(), [new DrivePeriod(0, 360_000_000_000)]);
        SimulatedCanBus bus = new(clock);
        _ = new SimulatedVehicleNetwork(bus, vehicle, new SimulatedEcuSettings { Seed = 1 });
        MeteredCryptography cryptography = new();
        VolumeInMemory volume = new();
        byte[] identity = UnitEnrolment.CreateIdentity(cryptography, new byte[32], "k7m2p9x4");
        volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        UnitSettings settings = new();
        settings.Bus.MayPoll = true;

        // The figure is of a sample every second, at traffic lights too.
        settings.Sampling.Idling.IntervalMilliseconds = settings.Sampling.Driving.IntervalMilliseconds;

        // Nobody answers with receipts here, and repeating frames is not what an ordinary second does.
        settings.Uplink.ReleaseOnAcknowledgement = true;
        VirtualBoard board = new(new VirtualBoardParts
        {
            Clock = clock,
            Vehicle = vehicle,
            PowerOnReceiver = () => new SimulatedReceiver(clock, vehicle, new SimulatedReceiverOptions { Seed = 1 }),
            PowerOnCan = PowerOnCan,
            AdvanceSurroundings = bus.AdvanceToNow,
            Volume = volume,
            Link = new ScriptedLink(clock),
            Cryptography = cryptography,
            Settings = settings,
            Ledger = new VehicleLedger(settings.Sampling.Driving.IntervalMilliseconds),
        });
        yield return new Operation(
            "a whole second of driving, all told",
            Seconds,
            () =>
            {
                board.PowerOn();
                Drive(WarmUpSeconds);
            },
            () =>
            {
                int before = board.Unit!.Sampler.SamplesTaken;
                Drive(Seconds);
                int taken = board.Unit.Sampler.SamplesTaken - before;
                if (taken is < Seconds - 1 or > Seconds + 1)
                {
                    throw new InvalidOperationException($"{taken} samples in {Seconds} s: the measurement is of something else.");
                }
            }) { Limit = 1_400_000 };

        void Drive(int seconds)
        {
            long until = clock.NowMicroseconds + (seconds * 1_000_000L);
            while (clock.NowMicroseconds < until)
            {
                Meter.AddNative(WakeMachineInstructions, 0);
                board.Turn(until);
            }
        }

        ICanController PowerOnCan()
        {
            Mcp2515Model controller = new(bus, CrystalHertz);

            // Without the interrupt line, as on the board.
            Mcp2515 driver = new(controller, null!, CrystalHertz, bus.BitsPerSecond);
            return driver.TryStart() ? driver : throw new InvalidOperationException($"The MCP2515 did not start: {driver.Fault}.");
        }
    }
}
