using Telltale.Uplink;

namespace Telltale.Checks;

/// <summary>
/// What the lamp says: one lamp, one colour, read from a distance. The board turns it on and off; README.md has the table. A pattern repeats every two seconds: flashes of 100 ms, 300 ms apart.
/// </summary>
public static class LampPattern
{
    /// <summary>Off: no power, asleep, or not started.</summary>
    public const int Off = 0;

    /// <summary>On all the time: every check passes or is not fitted.</summary>
    public const int Steady = -1;

    /// <summary>Half a second on, one and a half off: something is waited for.</summary>
    public const int Waiting = -2;

    /// <summary>One flash: the receiver or its fix.</summary>
    public const int Receiver = 1;

    /// <summary>Two flashes: the vehicle (supply, ignition, bus, ECU, identification number).</summary>
    public const int Vehicle = 2;

    /// <summary>Three flashes: network, clock, broker, owner.</summary>
    public const int Network = 3;

    /// <summary>Four flashes: the unit itself (sealing, keys, journal, profile).</summary>
    public const int Unit = 4;

    /// <summary>How long a pattern takes, in milliseconds.</summary>
    public const int PeriodMilliseconds = 2000;

    private const int FlashMilliseconds = 100;
    private const int FlashPeriodMilliseconds = 400;
    private const int WaitingOnMilliseconds = 500;
    private const int FirstOfVehicle = 10;
    private const int FirstOfReceiver = 20;
    private const int FirstOfBus = 30;
    private const int FirstOfNetwork = 40;

    /// <summary>The pattern for checks as they stand: the worst failure first, which is the one with the most flashes; else what is waited for.</summary>
    public static int Of(CheckList checks)
    {
        if (checks == null || checks.Count == 0)
        {
            return Off;
        }

        int worst = 0;
        bool isWaiting = false;
        for (int index = 0; index < checks.Count; index++)
        {
            Check check = checks.At(index);
            if (check.State == StatusCheckState.Fail)
            {
                int group = GroupOf((int)check.Number);
                worst = group > worst ? group : worst;
            }

            isWaiting |= check.State == StatusCheckState.Waiting;
        }

        return worst > 0 ? worst : isWaiting ? Waiting : Steady;
    }

    /// <summary>Whether the lamp is on now.</summary>
    /// <param name="pattern">What <see cref="Of"/> gave.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    public static bool IsOn(int pattern, long uptimeMilliseconds)
    {
        int place = (int)(uptimeMilliseconds % PeriodMilliseconds);
        switch (pattern)
        {
            case Off:
                return false;
            case Steady:
                return true;
            case Waiting:
                return place < WaitingOnMilliseconds;
            default:
                return place < pattern * FlashPeriodMilliseconds && place % FlashPeriodMilliseconds < FlashMilliseconds;
        }
    }

    private static int GroupOf(int number)
    {
        if (number < FirstOfVehicle)
        {
            return Unit;
        }

        if (number >= FirstOfNetwork)
        {
            return Network;
        }

        return number >= FirstOfReceiver && number < FirstOfBus ? Receiver : Vehicle;
    }
}
