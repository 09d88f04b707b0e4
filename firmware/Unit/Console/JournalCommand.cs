using Telltale.Checks;
using Telltale.Journal;

namespace Telltale.Unit;

/// <summary><c>journal</c>: what waits in flash, and how sealing and journalling went.</summary>
internal sealed class JournalCommand : ConsoleCommand
{
    private readonly TelematicsUnit _unit;
    private readonly UnitSettings _settings;

    internal JournalCommand(TelematicsUnit unit, UnitSettings settings)
        : base("journal", "what waits in flash, and how sealing and journalling went")
    {
        _unit = unit;
        _settings = settings;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        FrameJournal journal = _unit.Journal;
        if (journal == null)
        {
            text.Add("the journal has not been opened\r\n");
            return false;
        }

        if (piece == 0)
        {
            text.AddPadded("stream", 24);
            text.AddHex(_unit.Keys.StreamId, 0, _unit.Keys.StreamId.Length);
            text.Add("\r\n");
            Line(text, "epoch", _unit.Keys.Epoch);
            Line(text, "next sequence", journal.NextSequence);
            Line(text, "oldest kept", journal.OldestSequence);
            Line(text, "frames waiting", journal.WaitingFrames);
            Line(text, "bytes used", journal.UsedBytes);
            Line(text, "bytes allowed", _settings.Journal.BudgetBytes);
            return true;
        }

        JournalCounters counters = journal.Counters;
        Line(text, "segments", journal.SegmentCount);
        Line(text, "frames journalled", counters.FramesAppended);
        Line(text, "append failures", counters.AppendFailures);
        Line(text, "read failures", counters.ReadFailures);
        Line(text, "frames dropped", counters.FramesDropped);
        Line(text, "segments damaged", counters.SegmentsDamaged);
        Line(text, "seal failures", _unit.Counters.SealFailures);
        Line(text, "epoch failures", _unit.Counters.EpochFailures);
        Line(text, "key file failures", _unit.Keys.WriteFailures);
        return false;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        text.Open();
        FrameJournal journal = _unit.Journal;
        if (journal != null)
        {
            text.MemberHex("stream", _unit.Keys.StreamId, 0, _unit.Keys.StreamId.Length);
            text.Member("epoch", _unit.Keys.Epoch);
            text.Member("next_sequence", journal.NextSequence);
            text.Member("oldest_sequence", journal.OldestSequence);
            text.Member("frames_waiting", journal.WaitingFrames);
            text.Member("used_bytes", journal.UsedBytes);
            text.Member("budget_bytes", _settings.Journal.BudgetBytes);
            text.Member("segments", journal.SegmentCount);
            JournalCounters counters = journal.Counters;
            text.Member("frames_appended", counters.FramesAppended);
            text.Member("append_failures", counters.AppendFailures);
            text.Member("read_failures", counters.ReadFailures);
            text.Member("frames_dropped", counters.FramesDropped);
            text.Member("segments_damaged", counters.SegmentsDamaged);
            text.Member("seal_failures", _unit.Counters.SealFailures);
            text.Member("epoch_failures", _unit.Counters.EpochFailures);
            text.Member("key_write_failures", _unit.Keys.WriteFailures);
        }

        text.Close();
        return false;
    }
}
