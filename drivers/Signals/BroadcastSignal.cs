namespace Telltale.Signals;

/// <summary>A signal that the vehicle sends by itself.</summary>
public sealed class BroadcastSignal
{
    /// <summary>The message, as in <see cref="Can.CanFrame.Key"/>.</summary>
    public readonly uint Key;

    /// <summary>The index in <see cref="SignalProfile.Definitions"/>.</summary>
    public readonly int SignalIndex;

    /// <summary>Where the raw value stands in the frame.</summary>
    public readonly BitField Field;

    /// <summary>The multiplexor whose value decides whether the frame holds this signal; null when every frame does.</summary>
    public readonly BitField Selector;

    /// <summary>The value of <see cref="Selector"/> in frames that hold this signal.</summary>
    public readonly int SelectorValue;

    /// <summary>Makes a description; see the fields.</summary>
    public BroadcastSignal(uint key, int signalIndex, BitField field, BitField selectorOrNull, int selectorValue)
    {
        Key = key;
        SignalIndex = signalIndex;
        Field = field;
        Selector = selectorOrNull;
        SelectorValue = selectorValue;
    }
}
