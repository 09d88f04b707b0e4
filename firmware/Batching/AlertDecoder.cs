using Telltale.Sampling;

namespace Telltale.Batching;

/// <summary>Decodes an alert (FORMAT.md). Any bytes may be given: what is no alert is refused, never thrown at.</summary>
public sealed class AlertDecoder
{
    /// <summary>What happened. A number that is no <see cref="UnitEvent"/> is of a later version of the firmware.</summary>
    public UnitEvent Event;

    /// <summary>How much; <see cref="UnitEvent"/> says of what.</summary>
    public int Value;

    /// <summary>The limit that was passed, in the unit of the value; 0 where there is none.</summary>
    public int Limit;

    /// <summary>The signal's index in the dictionary where the event is of one; else -1.</summary>
    public int SignalIndex;

    /// <summary>The id of the dictionary of the sample's signals; means nothing where <see cref="SignalCount"/> is 0.</summary>
    public int DictionaryId;

    /// <summary>The start-up that uptimes are counted from.</summary>
    public int BootNumber;

    /// <summary>How many signals the dictionary has.</summary>
    public int SignalCount;

    private readonly BitReader _head = new BitReader();
    private readonly BatchDecoder _sample = new BatchDecoder();

    /// <summary>Reads an alert.</summary>
    /// <param name="alert">Holds the alert at its start.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="sample">Takes the sample of that moment; left in any state when the bytes are no alert.</param>
    /// <returns>False when the bytes are not an alert of the version known here.</returns>
    public bool Read(byte[] alert, int count, Sample sample)
    {
        if (alert == null)
        {
            return false;
        }

        count = count < alert.Length ? count : alert.Length;
        _head.Begin(alert, 0, count);
        int version = _head.TakeBits(8);
        long what = _head.TakeNumber();
        long value = _head.TakeNumber();
        long limit = _head.TakeNumber();
        long signal = _head.TakeNumber();
        int dictionary = (_head.TakeBits(16) << 16) | _head.TakeBits(16);
        if (version != AlertFormat.Version || _head.IsOverrun || what > int.MaxValue || value > uint.MaxValue || limit > uint.MaxValue)
        {
            return false;
        }

        if (!_sample.Open(alert, _head.Position, count - _head.Position) || _sample.SampleCount != 1 || signal > _sample.SignalCount)
        {
            return false;
        }

        Event = (UnitEvent)(int)what;
        Value = BitReader.UnZigzag((int)value);
        Limit = BitReader.UnZigzag((int)limit);
        SignalIndex = (int)signal - 1;
        DictionaryId = dictionary;
        BootNumber = _sample.BootNumber;
        SignalCount = _sample.SignalCount;
        return _sample.Next(sample);
    }
}
