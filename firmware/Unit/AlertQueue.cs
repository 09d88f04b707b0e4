using Telltale.Batching;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;

namespace Telltale.Unit;

/// <summary>Events on their way into frames of their own. What cannot be journalled at once is kept, up to eight, and tried again.</summary>
internal sealed class AlertQueue
{
    private const int Capacity = 8;

    /// <summary>Events whose alert was dropped because eight others waited already.</summary>
    internal int Lost;

    private readonly AlertEncoder _encoder;
    private readonly byte[][] _payloads = new byte[Capacity][];
    private readonly int[] _lengths = new int[Capacity];
    private readonly FramePriority[] _priorities = new FramePriority[Capacity];
    private int _start;
    private int _count;

    internal AlertQueue(SignalDefinition[] definitions, int dictionaryId, int maximumPayloadBytes)
    {
        _encoder = new AlertEncoder(definitions);
        _encoder.DictionaryId = dictionaryId;

        // A sample of all signals at their longest, which one in ordinary use is a third of.
        int length = AlertEncoder.MaximumLength(definitions.Length);
        length = length < maximumPayloadBytes ? length : maximumPayloadBytes;
        for (int index = 0; index < Capacity; index++)
        {
            _payloads[index] = new byte[length];
        }
    }

    /// <summary>The start-up that uptimes are counted from.</summary>
    internal int BootNumber
    {
        set => _encoder.BootNumber = value;
    }

    internal bool IsEmpty => _count == 0;

    /// <summary>What becomes of an alert when it meets others: what somebody should look at goes first and is dropped last; what only marks a moment goes with the batches.</summary>
    internal static FramePriority PriorityOf(UnitEvent what)
    {
        switch (what)
        {
            case UnitEvent.TripBegan:
            case UnitEvent.TripEnded:
            case UnitEvent.PrivateMode:
                return FramePriority.Ordinary;
            case UnitEvent.Towing:
            case UnitEvent.IdentityInUseElsewhere:
                return FramePriority.Security;
            default:
                return FramePriority.Alert;
        }
    }

    internal void Add(UnitEvent what, int value, int limit, int signalIndex, Sample sample)
    {
        if (_count == Capacity)
        {
            Lost++;
            return;
        }

        int index = (_start + _count) % Capacity;
        int length = _encoder.Encode(what, value, limit, signalIndex, sample, _payloads[index]);
        if (length <= 0)
        {
            Lost++;
            return;
        }

        _lengths[index] = length;
        _priorities[index] = PriorityOf(what);
        _count++;
    }

    /// <summary>Journals what waits, oldest first.</summary>
    /// <returns>How many alerts were journalled; those that were not wait on.</returns>
    internal int Write(FrameWriter writer)
    {
        int written = 0;
        while (_count > 0 && writer.TryWrite(FrameKind.Alert, _priorities[_start], 0, _payloads[_start], _lengths[_start], false))
        {
            _start = (_start + 1) % Capacity;
            _count--;
            written++;
        }

        return written;
    }
}
