using System.Runtime.InteropServices;
using Telltale.Commands;

namespace Telltale.Virtual.Board;

/// <summary>Digital outputs that remember what they were switched to.</summary>
public sealed class VirtualOutputs : IOutputs
{
    private readonly Dictionary<int, bool> _levels = [];
    private readonly List<OutputChange> _changes = [];

    /// <summary>Every change of a level since the board was made.</summary>
    public IReadOnlyList<OutputChange> Changes => _changes;

    /// <summary>Pins that are not given: setting them fails.</summary>
    public ISet<int> Taken { get; } = new HashSet<int>();

    /// <summary>The level of a pin; false for one that was never set.</summary>
    public bool IsHigh(int pin) => _levels.GetValueOrDefault(pin);

    /// <inheritdoc/>
    public bool Set(int pin, bool isHigh)
    {
        if (Taken.Contains(pin))
        {
            return false;
        }

        if (IsHigh(pin) != isHigh)
        {
            _changes.Add(new OutputChange(pin, isHigh));
        }

        _levels[pin] = isHigh;
        return true;
    }

    /// <summary>Takes the power away.</summary>
    public void PowerOff()
    {
        foreach (int pin in _levels.Keys.ToArray())
        {
            if (IsHigh(pin))
            {
                _changes.Add(new OutputChange(pin, IsHigh: false));
                _levels[pin] = false;
            }
        }
    }

    /// <summary>A pin whose level changed, and what it changed to.</summary>
    /// <param name="Pin">The board's number of the pin.</param>
    /// <param name="IsHigh">The level from then on.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct OutputChange(int Pin, bool IsHigh);
}
