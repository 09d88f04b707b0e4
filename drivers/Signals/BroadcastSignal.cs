namespace Telltale.Signals;

/// <summary>A signal that the vehicle sends by itself.</summary>
public sealed class BroadcastSignal
{
    /// <summary>The message, as in <see cref="Can.CanFrame.Key"/>, or the group of messages, as in <see cref="Can.ParameterGroupKey"/>.</summary>
    public readonly uint Key;

    /// <summary>The index in <see cref="SignalProfile.Definitions"/>.</summary>
    public readonly int SignalIndex;

    /// <summary>Where the raw value stands in the frame.</summary>
    public readonly BitField Field;

    /// <summary>The multiplexor whose value decides whether the frame holds this signal; null when every frame does.</summary>
    public readonly BitField Selector;

    /// <summary>The value of <see cref="Selector"/> in frames that hold this signal.</summary>
    public readonly int SelectorValue;

    /// <summary>
    /// The highest raw value, unsigned, that is a value: those above say "error" or "not available", and leave the signal as it was.
    /// <see cref="uint.MaxValue"/> when every one is.
    /// </summary>
    public readonly uint HighestValid;

    /// <summary>True when a multiplexor or the raw value itself decides whether a frame brings a value.</summary>
    public readonly bool IsConditional;

    /// <summary>Makes a description of a signal all of whose raw values are values; see the fields.</summary>
    public BroadcastSignal(uint key, int signalIndex, BitField field, BitField selectorOrNull, int selectorValue)
        : this(key, signalIndex, field, selectorOrNull, selectorValue, uint.MaxValue)
    {
    }

    /// <summary>Makes a description; see the fields.</summary>
    public BroadcastSignal(uint key, int signalIndex, BitField field, BitField selectorOrNull, int selectorValue, uint highestValid)
    {
        Key = key;
        SignalIndex = signalIndex;
        Field = field;
        Selector = selectorOrNull;
        SelectorValue = selectorValue;
        HighestValid = highestValid;
        IsConditional = selectorOrNull != null || highestValid != uint.MaxValue;
    }
}
