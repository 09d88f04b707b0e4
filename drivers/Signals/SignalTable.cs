using System;

namespace Telltale.Signals;

/// <summary>The newest raw value of every signal of the unit, and when it came. Signals are known by their index.</summary>
public sealed class SignalTable
{
    /// <summary>The most signals that a table holds: a sample marks those present in the bits of a <c>long</c>.</summary>
    public const int MaximumSignals = 62;

    /// <summary>What each index means.</summary>
    public readonly SignalDefinition[] Definitions;

    // So long ago that no signal is fresh, and not so long that a difference to it overflows.
    private const long Never = long.MinValue / 2;

    private readonly int[] _raw;
    private readonly long[] _setUptimeMilliseconds;
    private readonly long[] _staleAfterMilliseconds;

    // Most signals are fresh most of the time: the bits of those that are not are taken out of this.
    private readonly long _all;

    /// <summary>Makes a table in which every signal is absent.</summary>
    public SignalTable(SignalDefinition[] definitions)
    {
        Definitions = definitions;
        _raw = new int[definitions.Length];
        _setUptimeMilliseconds = new long[definitions.Length];
        _staleAfterMilliseconds = new long[definitions.Length];
        for (int index = 0; index < definitions.Length; index++)
        {
            _staleAfterMilliseconds[index] = definitions[index].StaleAfterMilliseconds;
        }

        _all = (1L << definitions.Length) - 1;
        Clear();
    }

    /// <summary>Makes every signal absent.</summary>
    public void Clear()
    {
        for (int index = 0; index < _setUptimeMilliseconds.Length; index++)
        {
            _setUptimeMilliseconds[index] = Never;
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
        long set = _setUptimeMilliseconds[index];
        return set == Never ? long.MinValue : set;
    }

    /// <summary>The newest raw value of a signal, fresh or not; meaningful when it was ever set.</summary>
    public int RawOf(int index)
    {
        return _raw[index];
    }

    /// <summary>
    /// Copies the raw values, and tells which of them are fresh at <paramref name="uptimeMilliseconds"/>.
    /// </summary>
    /// <returns>A bit for every signal present, bit 0 for index 0; what <paramref name="raw"/> holds where the bit is clear means nothing.</returns>
    public long Snapshot(int[] raw, long uptimeMilliseconds)
    {
        long[] set = _setUptimeMilliseconds;
        long[] stale = _staleAfterMilliseconds;
        int count = set.Length;
        Array.Copy(_raw, 0, raw, 0, count);
        long present = _all;
        for (int index = 0; index < count; index++)
        {
            if (uptimeMilliseconds - set[index] > stale[index])
            {
                present &= ~(1L << index);
            }
        }

        return present;
    }
}
