using Telltale.Can;
using Telltale.Signals;

namespace Telltale.Virtual.Can;

/// <summary>Decodes a recorded CAN log with a profile, through the unit's own decoder.</summary>
public sealed class CanReplay
{
    private readonly SignalProfile _profile;
    private readonly BroadcastDecoder _decoder;
    private readonly SignalTable _table;
    private readonly CanFrame _frame = new();
    private readonly int[] _raw = new int[SignalTable.MaximumSignals];

    /// <summary>Makes a replay; counters start at 0.</summary>
    public CanReplay(SignalProfile profile)
    {
        _profile = profile;
        _table = new SignalTable(profile.Definitions);
        _decoder = new BroadcastDecoder(profile, _table);
    }

    /// <summary>Frames read of that bus.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that the profile wants and that were decoded.</summary>
    public int FramesDecoded => _decoder.FramesDecoded;

    /// <summary>Wanted frames that were too short for one of their signals.</summary>
    public int FramesTooShort => _decoder.FramesTooShort;

    /// <summary>Every value of every wanted frame, in the order of the log.</summary>
    /// <param name="records">The log.</param>
    /// <param name="bus">Which bus of the log; null for that of its first frame. The same identifier means something else on another bus.</param>
    public IEnumerable<SignalReading> Read(IEnumerable<RecordedCanFrame> records, string? bus = null)
    {
        foreach (RecordedCanFrame record in records.OfBus(bus))
        {
            Frames++;
            record.CopyTo(_frame);

            // One frame alone decides which signals are present now.
            _table.Clear();
            if (!_decoder.Decode(_frame, 0))
            {
                continue;
            }

            long present = _table.Snapshot(_raw, 0);
            for (int index = 0; index < _profile.Definitions.Length; index++)
            {
                if ((present >> index & 1) != 0)
                {
                    SignalDefinition definition = _profile.Definitions[index];
                    yield return new SignalReading(record.UtcMicroseconds, definition.Name, definition.ToValue(_raw[index]), definition.Unit);
                }
            }
        }
    }
}
