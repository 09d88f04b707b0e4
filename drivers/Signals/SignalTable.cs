namespace Telltale.Signals;

/// <summary>The newest raw value of every signal of the unit, and when it came. Signals are known by their index.</summary>
public sealed class SignalTable
{
    /// <summary>The most signals that a table holds: a sample marks those present in the bits of a <c>long</c>.</summary>
    public const int MaximumSignals = 62;

    /// <summary>What each index means.</summary>
    public readonly SignalDefinition[] Definitions;

    private readonly int[] _raw;
    private readonly long[] _setUptimeMilliseconds;

    /// <summary>Makes a table in which every signal is absent.</summary>
    public SignalTable(SignalDefinition[] definitions)
    {
        Definitions = definitions;
        _raw = new int[definitions.Length];
        _setUptimeMilliseconds = new long[definitions.Length];
        Clear();
    }

    /// <summary>Makes every signal absent.</summary>
    public void Clear()
    {
        for (int index = 0; index < _setUptimeMilliseconds.Length; index++)
        {
            _setUptimeMilliseconds[index] = long.MinValue;
        }
    }

    /// <summary>Takes a raw value that arrived at <paramref name="uptimeMilliseconds"/>.</summary>
    public void Set(int index, int raw, long uptimeMilliseconds)
    {
        _raw[index] = raw;
        _setUptimeMilliseconds[index] = uptimeMilliseconds;
    }

    /// <summary>The uptime in milliseconds at which a signal was last set; <see cref="long.MinValue"/> when it never was.</summary>
    public long SetAt(int index)
    {
        return _setUptimeMilliseconds[index];
    }

    /// <summary>The newest raw value of a signal, fresh or not; meaningful when it was ever set.</summary>
    public int RawOf(int index)
    {
        return _raw[index];
    }

    /// <summary>
    /// Copies the raw values that are fresh at <paramref name="uptimeMilliseconds"/>.
    /// </summary>
    /// <returns>A bit for every signal present, bit 0 for index 0; <paramref name="raw"/> keeps its old content where the bit is clear.</returns>
    public long Snapshot(int[] raw, long uptimeMilliseconds)
    {
        long present = 0;
        for (int index = 0; index < _raw.Length; index++)
        {
            long setMilliseconds = _setUptimeMilliseconds[index];
            if (setMilliseconds != long.MinValue && uptimeMilliseconds - setMilliseconds <= Definitions[index].StaleAfterMilliseconds)
            {
                raw[index] = _raw[index];
                present |= 1L << index;
            }
        }

        return present;
    }
}
