namespace Telltale.Metering;

/// <summary>
/// What rewritten device code reports to while it runs: how often each basic block was entered, and the work of native members whose cost
/// depends on how much they walk. One thread.
/// </summary>
public static class Meter
{
    private static long[] _hits = [];
    private static long[] _uncounted = [];
    private static bool _isPaused;
    private static long _nativeInstructions;
    private static long _nativeAllocations;

    /// <summary>The basic blocks known, in the order of their numbers.</summary>
    internal static List<BlockCost> Blocks { get; } = [];

    /// <summary>Called by rewritten code at the start of every basic block.</summary>
    public static void Hit(int block)
    {
        _hits[block]++;
    }

    /// <summary>Adds the work of a native member that is not rewritten, such as a cipher behind a port.</summary>
    /// <param name="machineInstructions">What the interpreter spends in it.</param>
    /// <param name="allocations">Objects that it allocates.</param>
    public static void AddNative(long machineInstructions, int allocations)
    {
        if (!_isPaused)
        {
            _nativeInstructions += machineInstructions;
            _nativeAllocations += allocations;
        }
    }

    /// <summary>Counts nothing until <see cref="Resume"/>: what an operation needs around it and is not part of it.</summary>
    public static void Pause()
    {
        if (!_isPaused)
        {
            _isPaused = true;
            (_hits, _uncounted) = (_uncounted, _hits);
        }
    }

    /// <summary>Counts again.</summary>
    public static void Resume()
    {
        if (_isPaused)
        {
            _isPaused = false;
            (_hits, _uncounted) = (_uncounted, _hits);
        }
    }

    /// <summary>Forgets what has been counted.</summary>
    public static void Reset()
    {
        _hits = new long[Blocks.Count];
        _uncounted = new long[Blocks.Count];
        _isPaused = false;
        _nativeInstructions = 0;
        _nativeAllocations = 0;
    }

    /// <summary>What has been counted since <see cref="Reset"/>, priced.</summary>
    public static Reading Read()
    {
        double machineInstructions = _nativeInstructions;
        long intermediateInstructions = 0;
        long allocations = _nativeAllocations;
        Dictionary<string, (long Count, double MachineInstructions)> byKind = new(StringComparer.Ordinal);
        Dictionary<string, (long Calls, double MachineInstructions)> byMethod = new(StringComparer.Ordinal);
        SortedSet<string> unpriced = new(StringComparer.Ordinal);
        if (_nativeInstructions > 0)
        {
            byKind["native members behind ports or by length"] = (1, _nativeInstructions);
        }

        for (int block = 0; block < _hits.Length; block++)
        {
            long hits = _hits[block];
            if (hits == 0)
            {
                continue;
            }

            BlockCost cost = Blocks[block];
            machineInstructions += hits * cost.MachineInstructions;
            intermediateInstructions += hits * cost.IntermediateInstructions;
            allocations += hits * cost.Allocations;
            unpriced.UnionWith(cost.UnpricedMembers);
            (long Calls, double MachineInstructions) whole = byMethod.GetValueOrDefault(cost.Method);
            byMethod[cost.Method] = (whole.Calls + (cost.IsEntry ? hits : 0), whole.MachineInstructions + (hits * cost.MachineInstructions));
            foreach ((string kind, (int count, double price)) in cost.ByKind)
            {
                (long Count, double MachineInstructions) sum = byKind.GetValueOrDefault(kind);
                byKind[kind] = (sum.Count + (hits * count), sum.MachineInstructions + (hits * price));
            }
        }

        return new Reading((long)Math.Round(machineInstructions), intermediateInstructions, allocations, byKind, byMethod, [.. unpriced]);
    }
}
