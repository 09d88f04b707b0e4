using Telltale.Signals;

namespace Telltale.J1939;

/// <summary>The signals that an FMS interface or a lorry's own J1939 bus sends by itself, as a profile without a file.</summary>
public static class FmsProfile
{
    /// <summary>How many axles' weights the profile has.</summary>
    public const int Axles = 4;

    /// <summary>
    /// Speed, engine speed, fuel, distance, engine hours, axle weights, tachograph speed, coolant temperature, in this order; each from whoever sends it, with whatever priority.
    /// </summary>
    public static SignalProfile Create()
    {
        int[] numbers = new int[] { 84, 190, 1624, 917, 250, 96, 247, 110 };
        J1939Parameter[] parameters = J1939Parameters.All();
        SignalDefinition[] definitions = new SignalDefinition[numbers.Length + Axles];
        BroadcastSignal[] broadcast = new BroadcastSignal[numbers.Length + Axles];
        for (int index = 0; index < numbers.Length; index++)
        {
            J1939Parameter parameter = J1939Parameters.Find(parameters, numbers[index]);
            definitions[index] = parameter.Definition;
            broadcast[index] = parameter.ToBroadcast(index, null, 0);
        }

        // SPN 928 before each axle's weight: which axle in the high half of byte 1, counted from the front, the first being 0.
        J1939Parameter weight = J1939Parameters.Find(parameters, 582);
        for (int axle = 0; axle < Axles; axle++)
        {
            int index = numbers.Length + axle;
            SignalDefinition any = weight.Definition;
            definitions[index] = new SignalDefinition(
                "Chassis.Axle.Row" + (axle + 1) + ".Weight", any.Unit, any.Numerator, any.Denominator, any.Offset, any.IsUnsigned, any.StaleAfterMilliseconds);
            broadcast[index] = weight.ToBroadcast(index, new BitField(4, 4, false, false), axle);
        }

        Sort(broadcast);
        return new SignalProfile("FMS", 250, definitions, broadcast, new PolledSignal[0]);
    }

    private static void Sort(BroadcastSignal[] signals)
    {
        for (int index = 1; index < signals.Length; index++)
        {
            BroadcastSignal signal = signals[index];
            int place = index;
            while (place > 0 && signals[place - 1].Key > signal.Key)
            {
                signals[place] = signals[place - 1];
                place--;
            }

            signals[place] = signal;
        }
    }
}
