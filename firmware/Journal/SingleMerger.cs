namespace Telltale.Journal;

/// <summary>
/// Puts the oldest single files of one stream and priority together in a kept segment, a piece at a time, so that there are never many of them.
/// A cut before their deletion leaves frames twice, which readers tell by the sequence.
/// </summary>
internal sealed class SingleMerger
{
    private const int FilesInMerge = 8;

    // As many as fit this and are there; more where one frame alone may be longer.
    private const int BufferBytes = 4096;

    // Work begins in the background before the limit is reached.
    private const int BackgroundLimit = SingleTable.Limit - 2;

    private readonly JournalFiles _files;
    private readonly JournalDropper _dropper;
    private readonly SingleFile[] _chosen = new SingleFile[FilesInMerge];

    // The objects are used again for other files: their sequences tell whether they still are what was chosen.
    private readonly int[] _sequences = new int[FilesInMerge];
    private int _chosenCount;
    private int _readCount;
    private byte[] _bytes;
    private int _length;

    // Nothing could be put together when there were so many files: asked again when there are others.
    private int _uselessAtSequence = -1;

    public SingleMerger(JournalFiles files, JournalDropper dropper)
    {
        _files = files;
        _dropper = dropper;
    }

    public void Reset()
    {
        _chosenCount = 0;
        _uselessAtSequence = -1;
    }

    /// <summary>Brings the files below the limit, in one go.</summary>
    public void MakeRoom()
    {
        while (_files.Singles.LiveCount >= SingleTable.Limit && Step(SingleTable.Limit))
        {
        }

        for (int index = 0; index < _files.Singles.Count && _files.Singles.IsFull; index++)
        {
            if (_files.Singles.At(index).IsGone && !_files.HoldsHighest(_files.Singles.At(index)))
            {
                _files.DeleteSingle(index);
            }
        }
    }

    /// <summary>Does one piece: chooses, reads one file, or writes. False when there is nothing to do.</summary>
    public bool Step() => Step(BackgroundLimit);

    private bool Step(int limit)
    {
        if (_chosenCount == 0)
        {
            if (_files.Singles.LiveCount < limit || _uselessAtSequence == _files.NextSequence || !Choose())
            {
                return false;
            }

            _readCount = 0;
            _length = 0;
        }

        for (int index = 0; index < _chosenCount; index++)
        {
            // Released or dropped meanwhile.
            if (_chosen[index].Name == null || _chosen[index].IsGone || _chosen[index].Sequence != _sequences[index])
            {
                _chosenCount = 0;
                return true;
            }
        }

        if (_readCount < _chosenCount)
        {
            ReadOne();
            return true;
        }

        int count = _chosenCount;
        _chosenCount = 0;
        if (count > 0 && !Write(count))
        {
            _uselessAtSequence = _files.NextSequence;
            return false;
        }

        return true;
    }

    // The stream and priority with the most files that may be put together, and the oldest of these.
    private bool Choose()
    {
        SingleTable singles = _files.Singles;
        int best = -1;
        int most = 0;
        for (int index = 0; index < singles.Count; index++)
        {
            if (!IsMergeable(singles.At(index)))
            {
                continue;
            }

            int alike = 0;
            for (int other = index; other < singles.Count; other++)
            {
                alike += IsMergeable(singles.At(other)) && IsAlike(singles.At(index), singles.At(other)) ? 1 : 0;
            }

            if (alike > most)
            {
                most = alike;
                best = index;
            }
        }

        _chosenCount = 0;
        for (int index = best; best >= 0 && index < singles.Count && _chosenCount < FilesInMerge; index++)
        {
            if (IsMergeable(singles.At(index)) && IsAlike(singles.At(best), singles.At(index)))
            {
                _chosen[_chosenCount] = singles.At(index);
                _sequences[_chosenCount] = singles.At(index).Sequence;
                _chosenCount++;
            }
        }

        _uselessAtSequence = _chosenCount == 0 ? _files.NextSequence : -1;
        return _chosenCount > 0;
    }

    private bool IsMergeable(SingleFile file) => !file.IsPinned && !file.IsGone && !_files.HoldsHighest(file);

    private static bool IsAlike(SingleFile left, SingleFile right) => left.Stream == right.Stream && left.Priority == right.Priority;

    // Reads one file's record behind those read before; what does not fit waits for the next time.
    private void ReadOne()
    {
        if (_bytes == null)
        {
            int longest = RecordFormat.FileHeaderLength + RecordFormat.Overhead + _files.Settings.MaximumFrameBytes;
            int usual = _files.Settings.SegmentBytes < BufferBytes ? _files.Settings.SegmentBytes : BufferBytes;
            _bytes = new byte[longest > usual ? longest : usual];
        }

        SingleFile file = _chosen[_readCount];
        int offset = RecordFormat.FileHeaderLength + _length;
        RecordState state = _files.Records.ReadHeader(file.Name, RecordFormat.FileHeaderLength);
        int count = _files.Records.Length + RecordFormat.Overhead;
        if (state == RecordState.Found && (offset + count > _bytes.Length || offset + count > _files.Settings.SegmentBytes) && _readCount > 0)
        {
            _chosenCount = _readCount;
            return;
        }

        if (state != RecordState.Found || _files.Records.Sequence != file.Sequence || offset + count > _bytes.Length
            || !_files.Records.ReadRecord(file.Name, RecordFormat.FileHeaderLength, _bytes, offset, _files.Records.Length))
        {
            _files.Counters.SinglesDamaged++;
            file.IsGone = true;
            _files.HasGone = true;
            _files.AddDropped(file.Stream, file.Sequence, file.Sequence, DropReason.Damaged);
            return;
        }

        _length += count;
        _readCount++;
    }

    private bool Write(int count)
    {
        JournalFiles files = _files;
        SingleFile oldest = _chosen[0];
        Segment kept = FindKept(oldest);
        if (kept != null && kept.Last >= oldest.Sequence)
        {
            // A cut came between putting these together and deleting them.
            Finish(count, kept.Last);
            return true;
        }

        bool isNew = kept == null || kept.Bytes + _length > files.Settings.SegmentBytes;
        int growth = isNew ? FlashCost.OfOther(RecordFormat.FileHeaderLength + _length) : FlashCost.OfContent(kept.Bytes + _length) - FlashCost.OfContent(kept.Bytes);
        if (files.UsedBytes + growth > files.Settings.BudgetBytes && _dropper.DropOldest())
        {
            // That may have been one of these.
            return true;
        }

        int offset = RecordFormat.FileHeaderLength;
        if (isNew)
        {
            if (files.Kept.IsFull)
            {
                return false;
            }

            int number = files.Kept.HighestNumber + 1;
            kept = files.Kept.Insert(files.Names.OfKept(oldest.Priority, number, oldest.Sequence), number, oldest.Sequence, oldest.Priority, files.Settings.SegmentBytes);
            files.Kept.Resize(kept, 0);
            kept.IsEndKnown = true;
            kept.Stream = oldest.Stream;
            files.Records.WriteFileHeader(_bytes, files.Streams.At(oldest.Stream).Id);
            offset = 0;
        }

        int length = _length + RecordFormat.FileHeaderLength - offset;
        files.Records.Window.Forget(kept.Name);
        if (!files.Volume.Append(kept.Name, _bytes, offset, length))
        {
            files.Counters.MergeFailures++;
            if (isNew)
            {
                files.Delete(files.Kept, files.Kept.Count - 1);
            }

            return false;
        }

        files.Kept.Resize(kept, kept.Bytes + length);
        kept.Last = _chosen[count - 1].Sequence;
        files.Counters.FramesKept += count;
        Finish(count, kept.Last);
        return true;
    }

    private void Finish(int count, int last)
    {
        for (int index = 0; index < count; index++)
        {
            if (_chosen[index].Sequence <= last)
            {
                _chosen[index].IsGone = true;
                _files.HasGone = true;
            }
        }
    }

    // The newest kept segment of the file's stream and priority, with its end known; null when there is none that takes appends.
    private Segment FindKept(SingleFile file)
    {
        for (int index = _files.Kept.Count - 1; index >= 0; index--)
        {
            Segment kept = _files.Kept.At(index);
            if (kept.Priority != file.Priority || kept.IsGone || _files.StreamOf(kept) != file.Stream)
            {
                continue;
            }

            if (kept.Last == 0 && !_files.Walk(kept))
            {
                _files.MarkDamaged(kept, kept.Bytes);
            }

            return kept.IsDamaged || kept.Last == 0 ? null : kept;
        }

        return null;
    }
}
