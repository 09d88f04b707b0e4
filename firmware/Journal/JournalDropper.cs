namespace Telltale.Journal;

/// <summary>Makes room by rule (FORMAT.md, section 3): ordinary segments first, oldest first; then by priority, alerts last. The drop log is written before a file goes.</summary>
internal sealed class JournalDropper
{
    private readonly JournalFiles _files;

    public JournalDropper(JournalFiles files)
    {
        _files = files;
    }

    /// <summary>Drops until so many bytes fit the budget, or nothing is left that may go.</summary>
    public void MakeRoom(int bytes)
    {
        while (_files.UsedBytes + bytes > _files.Settings.BudgetBytes && DropOldest())
        {
        }
    }

    /// <summary>Drops what goes first by the rule. False when nothing may go, or its file could not be deleted.</summary>
    public bool DropOldest()
    {
        if (_files.Ordinary.Count > 1)
        {
            return DropOrdinary(0);
        }

        for (int rank = 1; rank < 4; rank++)
        {
            for (int index = 0; index < _files.Kept.Count; index++)
            {
                if (_files.Kept.At(index).Priority == rank)
                {
                    return DropKept(index);
                }
            }

            for (int index = 0; index < _files.Singles.Count; index++)
            {
                SingleFile file = _files.Singles.At(index);
                if (file.Rank == rank && !_files.HoldsHighest(file) && (!file.IsPinned || file.IsGone || IsUnneeded(file)))
                {
                    return DropSingle(index);
                }
            }
        }

        return DropOldestSingle();
    }

    /// <summary>
    /// Drops one single file where nothing else may go, or memory has no place for more: one that nothing needs, else of the lowest priority the oldest, pinned or not.
    /// False when none could go.
    /// </summary>
    public bool DropOldestSingle()
    {
        int chosen = -1;
        for (int index = 0; index < _files.Singles.Count; index++)
        {
            SingleFile file = _files.Singles.At(index);
            if (_files.HoldsHighest(file))
            {
                continue;
            }

            if (file.IsGone || (file.IsPinned && IsUnneeded(file)))
            {
                return DropSingle(index);
            }

            if (chosen < 0 || file.Rank < _files.Singles.At(chosen).Rank)
            {
                chosen = index;
            }
        }

        return chosen >= 0 && DropSingle(chosen);
    }

    private bool DropOrdinary(int index)
    {
        Segment segment = _files.Ordinary.At(index);
        int stream = _files.StreamOf(segment);
        if (segment.IsGone || stream < 0)
        {
            return _files.Delete(_files.Ordinary, index);
        }

        int last = _files.LastPossible(index);
        if (last == int.MaxValue || _files.MayKeptHold(stream, segment.First, last))
        {
            // Names alone do not tell which numbers are in this file.
            NoteRecords(segment);
        }
        else if (_files.Streams.At(stream).Settled.ContainsAll(segment.First, last))
        {
            _files.Counters.SegmentsReleased++;
            return _files.Delete(_files.Ordinary, index);
        }
        else
        {
            _files.Counters.FramesDropped += _files.AddDropped(stream, segment.First, last, DropReason.Full);
        }

        _files.Counters.SegmentsDropped++;
        return _files.Delete(_files.Ordinary, index);
    }

    private bool DropKept(int index)
    {
        Segment segment = _files.Kept.At(index);
        if (!segment.IsGone && _files.StreamOf(segment) >= 0)
        {
            NoteRecords(segment);
            _files.Counters.SegmentsDropped++;
        }

        return _files.Delete(_files.Kept, index);
    }

    private bool DropSingle(int index)
    {
        SingleFile file = _files.Singles.At(index);
        if (!file.IsGone)
        {
            file.IsGone = true;
            _files.Counters.FramesDropped += _files.AddDropped(file.Stream, file.Sequence, file.Sequence, DropReason.Full);
        }

        return _files.DeleteSingle(index);
    }

    // Notes the frames of a segment as dropped, by its records.
    private void NoteRecords(Segment segment)
    {
        JournalStream marks = _files.Streams.At(segment.Stream);
        int position = RecordFormat.FileHeaderLength;
        int first = 0;
        int last = 0;
        while ((!segment.IsDamaged || position < segment.Bytes) && _files.Records.ReadHeader(segment.Name, position) == RecordState.Found)
        {
            int sequence = _files.Records.Sequence;
            position += _files.Records.Length + RecordFormat.Overhead;
            if (marks.Settled.Contains(sequence) || _files.Singles.NextLive(segment.Stream, sequence) == sequence)
            {
                continue;
            }

            if (first != 0 && sequence != last + 1)
            {
                _files.NoteDropped(segment.Stream, first, last, DropReason.Full);
                first = 0;
            }

            first = first == 0 ? sequence : first;
            last = sequence;
            _files.Counters.FramesDropped++;
        }

        if (first != 0)
        {
            _files.NoteDropped(segment.Stream, first, last, DropReason.Full);
        }

        _files.Drops.Commit();
    }

    // A pinned frame serves all later ones of its stream up to the next pinned one.
    private bool IsUnneeded(SingleFile pinned)
    {
        int next = int.MaxValue;
        for (int index = 0; index < _files.Singles.Count; index++)
        {
            SingleFile other = _files.Singles.At(index);
            if (other.IsPinned && other.Stream == pinned.Stream && other.Sequence > pinned.Sequence && other.Sequence < next)
            {
                next = other.Sequence;
            }
        }

        if (next == int.MaxValue)
        {
            next = _files.Streams.At(pinned.Stream).NewestPinned;
        }

        if (next <= pinned.Sequence || _files.Singles.NextLive(pinned.Stream, pinned.Sequence + 1) < next
            || _files.MayKeptHold(pinned.Stream, pinned.Sequence + 1, next - 1))
        {
            return false;
        }

        for (int index = 0; index < _files.Ordinary.Count; index++)
        {
            Segment segment = _files.Ordinary.At(index);
            if ((segment.Stream < 0 || segment.Stream == pinned.Stream) && !segment.IsGone
                && segment.First < next && _files.LastPossible(index) > pinned.Sequence)
            {
                return false;
            }
        }

        return true;
    }
}
