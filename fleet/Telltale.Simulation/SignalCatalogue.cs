using Telltale.Can;
using Telltale.Profiles;
using Telltale.Signals;

namespace Telltale.Simulation;

/// <summary>
/// Ten signals in two frames, and in a third the number of the epoch, by which every sample is found again in the vehicle's book whatever its clock said.
/// </summary>
internal static class SignalCatalogue
{
    internal const int Count = 10;

    /// <summary>Where the epoch's number is among the signals.</summary>
    internal const int EpochIndex = Count;

    internal const uint FirstFrame = 0x101;
    internal const uint SecondFrame = 0x102;
    internal const uint EpochFrame = 0x103;

    private const int StaleAfterMilliseconds = 30_000;

    // Start bit and length, Intel byte order, in the frame that each is in.
    private static readonly (string Name, string Unit, int Numerator, int Denominator, uint Frame, int Start, int Bits)[] s_signals =
    [
        ("Chassis.Axle.Row1.Wheel.Left.Speed", "km/h", 1, 100, FirstFrame, 0, 16),
        ("Powertrain.CombustionEngine.Torque", "Nm", 1, 10, FirstFrame, 16, 16),
        ("Powertrain.CombustionEngine.EngineCoolant.Temperature", "degC", 1, 1, FirstFrame, 32, 8),
        ("Powertrain.CombustionEngine.EngineOil.Temperature", "degC", 1, 1, FirstFrame, 40, 8),
        ("OBD.EngineLoad", "%", 1, 2, FirstFrame, 48, 8),
        ("OBD.ThrottlePosition", "%", 1, 2, FirstFrame, 56, 8),
        ("Powertrain.FuelSystem.InstantConsumption", "l/h", 1, 100, SecondFrame, 0, 16),
        ("Chassis.SteeringWheel.Angle", "degrees", 1, 10, SecondFrame, 16, 16),
        ("Powertrain.FuelSystem.RelativeLevel", "%", 1, 100, SecondFrame, 32, 16),
        ("Exterior.AirTemperature", "degC", 1, 10, SecondFrame, 48, 16),
    ];

    /// <summary>What a unit loads from its volume.</summary>
    internal static byte[] CompiledProfile()
    {
        List<SignalDefinition> definitions = [];
        List<BroadcastSignal> broadcast = [];
        foreach ((string name, string unit, int numerator, int denominator, uint frame, int start, int bits) in s_signals)
        {
            broadcast.Add(new BroadcastSignal(frame, definitions.Count, new BitField(start, bits, false, false), null, 0));
            definitions.Add(new SignalDefinition(name, unit, numerator, denominator, 0, false, StaleAfterMilliseconds));
        }

        broadcast.Add(new BroadcastSignal(EpochFrame, EpochIndex, new BitField(0, 31, false, false), null, 0));
        definitions.Add(new SignalDefinition("Simulation.Epoch", "", 1, 1, 0, false, StaleAfterMilliseconds));
        return ProfileWriter.Write(new SignalProfile("simulation", 500, [.. definitions], [.. broadcast], []));
    }

    /// <summary>Writes one of the three frames of an epoch.</summary>
    internal static void WriteFrame(int index, int number, in SignalValues signals, CanFrame frame)
    {
        frame.IsRemote = false;
        frame.Length = 8;
        frame.Key = index == 0 ? FirstFrame : index == 1 ? SecondFrame : EpochFrame;
        ulong bits = index == 2 ? (uint)number : 0;
        for (int signal = 0; signal < Count && index < 2; signal++)
        {
            if (s_signals[signal].Frame == frame.Key)
            {
                bits |= (ulong)(uint)signals[signal] << s_signals[signal].Start;
            }
        }

        for (int position = 0; position < 8; position++)
        {
            frame.Data[position] = (byte)(bits >> (8 * position));
        }
    }
}
