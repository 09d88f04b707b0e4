namespace Telltale.Journal;

/// <summary>Takes releases, and in small pieces deletes the files of which nothing is needed any more.</summary>
internal sealed class JournalReleaser
{
    private readonly JournalFiles _files;
    private bool _isKeptPending;
    private int _keptIndex;

    // Record headers looked at.
    private int _looks;

    public JournalReleaser(JournalFiles files)
    {
        _files = files;
    }

    public void Reset()
    {
        _isKeptPending = false;
    }

    public bool Release(int stream, int first, int last, bool isStored)
    {
        JournalFiles files = _files;
        if (stream < 0 || first < 1 || last < first || (stream == StreamTable.Current && last >= files.NextSequence))
        {
            return false;
        }

        JournalStream marks = files.Streams.At(stream);
        if (!marks.Settled.Add(first, last))
        {
            files.Counters.ReleasesForgotten++;
        }

        marks.Sent.Remove(first, last);
        marks.Watched.Remove(first, last);
        for (int index = 0; index < files.Singles.Count; index++)
        {
            SingleFile file = files.Singles.At(index);
            if (file.Stream == stream && file.Sequence >= first && file.Sequence <= last)
            {
                file.IsGone = true;
            }
        }

        // Tried again with every release: files that could not be deleted before.
        files.HasGone = true;
        if (stream == StreamTable.Current)
        {
            if (isStored)
            {
                files.Drops.ForgetReported(first, last);
            }
            else
            {
                files.Drops.ReportAgain(first, last);
            }
        }

        files.LookAtFrom(FirstNumber(stream, first));
        _isKeptPending = files.Kept.Count > 0;
        _keptIndex = 0;
        return true;
    }

    /// <summary>Does one piece: deletes a file, or looks at a segment. False when there is nothing to do.</summary>
    public bool Step()
    {
        return (_files.HasGone && DeleteGone()) || (_files.LookFrom != int.MaxValue && LookAtOrdinary()) || (_isKeptPending && LookAtKept());
    }

    private bool DeleteGone()
    {
        for (int index = 0; index < _files.Singles.Count; index++)
        {
            if (_files.Singles.At(index).IsGone && !_files.HoldsHighest(_files.Singles.At(index)))
            {
                return Note(_files.DeleteSingle(index));
            }
        }

        for (int index = 0; index < _files.Kept.Count; index++)
        {
            if (_files.Kept.At(index).IsGone)
            {
                return Note(_files.Delete(_files.Kept, index));
            }
        }

        for (int index = 0; index < _files.Ordinary.Count - 1; index++)
        {
            if (_files.Ordinary.At(index).IsGone)
            {
                return Note(_files.Delete(_files.Ordinary, index));
            }
        }

        return Note(false);
    }

    // What cannot be deleted is left until the next release.
    private bool Note(bool isDeleted)
    {
        _files.HasGone = isDeleted;
        return isDeleted;
    }

    private bool LookAtOrdinary()
    {
        SegmentTable ordinary = _files.Ordinary;

        // The newest is kept though released: the sequence goes on from it.
        int index = ordinary.IndexOf(_files.LookFrom);
        while (index < ordinary.Count - 1)
        {
            Segment segment = ordinary.At(index);
            int looks = _looks;
            if (!segment.IsGone && IsSettled(index))
            {
                _files.Counters.SegmentsReleased++;
                _files.LookFrom = _files.Delete(ordinary, index) ? segment.Number : segment.Number + 1;
                return true;
            }

            if (looks != _looks)
            {
                // One header was read. Where it was of a settled frame there may be more of them.
                _files.LookFrom = segment.Number + (segment.SettledStop == 0 ? 0 : 1);
                return true;
            }

            index++;
        }

        _files.LookFrom = int.MaxValue;
        return false;
    }

    private bool LookAtKept()
    {
        while (_keptIndex < _files.Kept.Count)
        {
            Segment segment = _files.Kept.At(_keptIndex);
            if (!segment.IsGone)
            {
                int looks = _looks;
                if (AreRecordsSettled(segment))
                {
                    _files.Counters.SegmentsReleased++;
                    _keptIndex += _files.Delete(_files.Kept, _keptIndex) ? 0 : 1;
                    return true;
                }

                if (looks != _looks)
                {
                    _keptIndex += segment.SettledStop == 0 ? 0 : 1;
                    return true;
                }
            }

            _keptIndex++;
        }

        _isKeptPending = false;
        return false;
    }

    // By the numbers where they tell; else by the records, one header a call.
    private bool IsSettled(int index)
    {
        Segment segment = _files.Ordinary.At(index);
        int last = _files.LastPossible(index);
        if (segment.Stream < 0 && !_files.Streams.At(StreamTable.Current).Settled.ContainsAll(segment.First, last))
        {
            // Nothing of it was handed out since start-up: looked at when it is.
            return false;
        }

        int stream = _files.StreamOf(segment);
        if (stream < 0)
        {
            return segment.IsGone;
        }

        RangeSet settled = _files.Streams.At(stream).Settled;
        int missing = settled.FirstMissingFrom(segment.First);
        if (missing == segment.First || missing > last)
        {
            return missing > last;
        }

        // Where something settled follows, what is missing may be a number that no ordinary frame has.
        return (last == int.MaxValue || settled.FirstBegunAbove(missing) <= last + 1) && AreRecordsSettled(segment);
    }

    private bool AreRecordsSettled(Segment segment)
    {
        int stream = _files.StreamOf(segment);
        if (stream < 0)
        {
            return segment.IsGone;
        }

        RangeSet settled = _files.Streams.At(stream).Settled;
        if (segment.SettledStop != 0)
        {
            if (!settled.Contains(segment.SettledStop))
            {
                return false;
            }

            segment.SettledStop = 0;
        }

        if (segment.IsDamaged && segment.SettledTo >= segment.Bytes)
        {
            return true;
        }

        _looks++;
        RecordState state = _files.Records.ReadHeader(segment.Name, segment.SettledTo);
        if (state != RecordState.Found)
        {
            if (state == RecordState.Damaged)
            {
                _files.MarkDamaged(segment, segment.SettledTo);
            }

            return true;
        }

        if (settled.Contains(_files.Records.Sequence))
        {
            segment.SettledTo += _files.Records.Length + RecordFormat.Overhead;
        }
        else
        {
            segment.SettledStop = _files.Records.Sequence;
        }

        return false;
    }

    // The segment before the one with which the range begins: its last numbers may be of frames elsewhere.
    private int FirstNumber(int stream, int first)
    {
        SegmentTable ordinary = _files.Ordinary;
        if (stream != StreamTable.Current || _files.Streams.Count > 1)
        {
            return 0;
        }

        int low = 0;
        int high = ordinary.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (ordinary.At(middle).First <= first)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < 2 ? 0 : ordinary.At(low - 2).Number;
    }
}
