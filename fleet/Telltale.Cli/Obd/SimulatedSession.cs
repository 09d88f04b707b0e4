using Telltale.Virtual;
using Telltale.Virtual.Can;
using Telltale.Virtual.Vehicle;

namespace Telltale.Cli.Obd;

/// <summary>A simulated vehicle that drives, with its ECUs on a bus.</summary>
public sealed class SimulatedSession
{
    private const long LongestStepMicroseconds = 500_000;

    /// <summary>Makes a vehicle whose ignition goes on at once.</summary>
    /// <param name="ecus">The ECUs that answer, the engine's first.</param>
    /// <param name="ignitionSeconds">When the ignition goes off.</param>
    /// <param name="hasTester">Whether a second tester is on the bus.</param>
    /// <param name="seed">Seed of the drive.</param>
    public SimulatedSession(IReadOnlyList<SimulatedEcuSettings> ecus, double ignitionSeconds, bool hasTester, int seed)
    {
        ArgumentNullException.ThrowIfNull(ecus);
        Clock = new SimulationClock(DateTimeOffset.UtcNow);
        Bus = new SimulatedCanBus(Clock);
        ModelledVehicle vehicle = new((ulong)seed, Road.Heidelberg(), [DrivePeriod.FromStart(ignitionSeconds)]);
        _ = new SimulatedVehicleNetwork(Bus, vehicle, ecus[0], ecus.Skip(1));
        if (hasTester)
        {
            uint key = ecus[0].IsExtended ? Telltale.Can.CanFrame.ExtendedKey | 0x18DB33F1 : 0x7DF;
            Bus.Attach(new SimulatedTester(Bus.BitsPerSecond, 500_000, BusFrame.Of(key, 2, 1, 0x0D, 0, 0, 0, 0, 0)));
        }
    }

    /// <summary>The clock; only <see cref="AdvanceTo"/> moves it.</summary>
    public SimulationClock Clock { get; }

    /// <summary>The bus.</summary>
    public SimulatedCanBus Bus { get; }

    /// <summary>Whether a frame is a request to ECUs, or flow control to one.</summary>
    public static bool IsRequest(BusFrame frame)
    {
        return frame.IsExtended
            ? frame.Identifier == 0x18DB33F1 || (frame.Identifier & 0xFFFF00FF) == 0x18DA00F1
            : frame.Identifier is 0x7DF or (>= 0x7E0 and <= 0x7E7);
    }

    /// <summary>Whether a frame is a response of an ECU.</summary>
    public static bool IsResponse(BusFrame frame)
    {
        return frame.IsExtended ? (frame.Identifier & ~0xFFu) == 0x18DAF100 : frame.Identifier is >= 0x7E8 and <= 0x7EF;
    }

    /// <summary>Lets everything happen until a time in microseconds since the start.</summary>
    public void AdvanceTo(long microseconds)
    {
        while (Clock.NowMicroseconds < microseconds)
        {
            Clock.AdvanceTo(Math.Min(microseconds, Clock.NowMicroseconds + LongestStepMicroseconds));
            Bus.AdvanceToNow();
        }
    }
}
