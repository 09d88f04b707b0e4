using Telltale.Virtual.Flash;

namespace Telltale.Simulation;

/// <summary>What the faults of the schedule came to, noted by whoever causes them.</summary>
internal sealed class UnitLog
{
    /// <summary>Power cuts that happened: when, and whether the supply had been low before.</summary>
    internal List<(long At, bool WasLow)> Cuts { get; } = [];

    /// <summary>Times without power, or without an enrolment.</summary>
    internal List<Span> Off { get; } = [];

    /// <summary>A volume was lost then, with everything in it.</summary>
    internal List<long> VolumesLost { get; } = [];

    /// <summary>Old flash was written back: of when, when, and up to which number frames had been written of each stream.</summary>
    internal List<(long Snapshot, long At, Dictionary<ulong, int> Highest)> Restored { get; } = [];

    internal List<(long At, string File)> Damaged { get; } = [];

    /// <summary>When the owner got frames that he had already.</summary>
    internal List<long> Duplicates { get; } = [];

    internal long PowerOnDue { get; set; }

    internal int Starts { get; set; }

    /// <summary>What is left of the operation in which the power failed last.</summary>
    internal CutOutcome? LastOutcome { get; set; }

    internal static long LastSwitch(SimulatedVehicle vehicle, long now)
    {
        long last = long.MinValue / 2;
        foreach (Trip trip in vehicle.Trips)
        {
            if (trip.On > now)
            {
                break;
            }

            last = trip.Off <= now ? trip.Off : trip.On;
        }

        return last;
    }
}
