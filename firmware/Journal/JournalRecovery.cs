namespace Telltale.Journal;

/// <summary>What happens at start-up: names are listed, and of the segments the newest is read, nothing else (FORMAT.md, section 4).</summary>
internal sealed class JournalRecovery
{
    // Beyond what the budget can hold: one kept segment that is not full for each priority of some streams, and what failed deletions leave.
    private const int SpareSegments = 16;

    private readonly JournalFiles _files;

    // The highest number that was used for certain.
    private int _highest;

    // The first number that the newest segment may have held and cannot give; 0 where it is whole.
    private int _lostFrom;

    public JournalRecovery(JournalFiles files)
    {
        _files = files;
    }

    public void Run(byte[] streamId, int sequenceFloor, int sequenceCeiling)
    {
        JournalFiles files = _files;
        string[] segments = files.Volume.List(FileNames.Segment);
        string[] kept = files.Volume.List(FileNames.Kept);
        string[] singles = files.Volume.List(FileNames.Single);
        int capacity = files.MostOrdinary + SpareSegments;
        files.Ordinary.Reset(segments.Length + capacity);
        files.Kept.Reset(kept.Length + capacity);
        files.Singles.Reset(singles.Length);
        files.Streams.Count = 0;
        files.Streams.FindOrAdd(streamId);
        files.Drops.Load();
        files.IsOpen = false;
        files.HasGone = false;
        files.LookFrom = int.MaxValue;
        files.NextSequence = 0;
        _highest = 0;
        _lostFrom = 0;
        TakeSegments(segments);
        TakeKept(kept);
        TakeSingles(singles);

        int bytesRead = files.Records.Window.BytesRead;
        RecoverNewest(sequenceFloor, sequenceCeiling);
        files.Counters.RecoveryBytesRead = files.Records.Window.BytesRead - bytesRead;
        RecoverSingles();

        // A number that was given up is used and in no file.
        int reported = files.Drops.HighestOf(streamId);
        int next = (reported > _highest ? reported : _highest) + 1;
        if (_lostFrom != 0 || next < sequenceFloor)
        {
            // The end was damaged or is missing: frames up to the ceiling may have been sent, and their numbers must not come again.
            int first = _lostFrom != 0 ? _lostFrom : sequenceFloor;
            files.IsOpen = false;
            next = next > sequenceCeiling ? next : sequenceCeiling;
            files.AddDropped(StreamTable.Current, first, next - 1, DropReason.NotWritten);
        }

        files.NextSequence = next;
    }

    // Reads the newest segment that is not empty.
    private void RecoverNewest(int sequenceFloor, int sequenceCeiling)
    {
        JournalFiles files = _files;
        while (files.Ordinary.Count > 0)
        {
            Segment newest = files.Ordinary.Newest;
            int length = files.Volume.Length(newest.Name);
            if (length > 0)
            {
                ReadNewest(newest, length);
                return;
            }

            // The cut came inside the first append to the file: nothing of it was ever promised, but a frame was sealed with the number.
            files.Counters.SegmentsEmpty++;
            if (newest.First >= sequenceFloor && newest.First < sequenceCeiling)
            {
                files.AddDropped(StreamTable.Current, newest.First, newest.First, DropReason.NotWritten);
                _highest = newest.First > _highest ? newest.First : _highest;
            }

            int index = files.Ordinary.Count - 1;
            if (!files.Delete(files.Ordinary, index))
            {
                files.Ordinary.RemoveAt(index);
            }
        }
    }

    private void ReadNewest(Segment newest, int length)
    {
        JournalFiles files = _files;
        if (files.StreamOf(newest) > StreamTable.Current)
        {
            // The numbers of an earlier stream bind nothing.
            return;
        }

        bool isWhole = !newest.IsDamaged && files.Walk(newest) && newest.Bytes == length;
        if (isWhole)
        {
            _highest = newest.Last > _highest ? newest.Last : _highest;
            files.IsOpen = true;
            return;
        }

        // Where the last header is there and its frame is not, nothing from that header on can be read.
        files.MarkDamaged(newest, newest.Bytes > length ? newest.LastPosition : length);
        _lostFrom = newest.Last + 1;
        _highest = newest.Last > _highest ? newest.Last : _highest;
    }

    private void RecoverSingles()
    {
        JournalFiles files = _files;
        for (int index = files.Singles.Count - 1; index >= 0; index--)
        {
            SingleFile file = files.Singles.At(index);
            if (file.Stream == StreamTable.Current && file.Sequence > _highest)
            {
                _highest = file.Sequence;
            }

            if (file.Bytes <= 0)
            {
                // The cut came inside its creation: its number is used up.
                files.Counters.SinglesEmpty++;
                file.IsGone = true;
                files.AddDropped(file.Stream, file.Sequence, file.Sequence, DropReason.NotWritten);
                if (!files.DeleteSingle(index))
                {
                    files.HasGone = true;
                }
            }
        }
    }

    private void TakeSegments(string[] names)
    {
        for (int index = 0; index < names.Length; index++)
        {
            if (_files.Names.TryReadSegment(names[index]))
            {
                _files.AddFound(names[index], _files.Names.Number, _files.Names.First);
            }
        }
    }

    private void TakeKept(string[] names)
    {
        for (int index = 0; index < names.Length; index++)
        {
            if (_files.Names.TryReadKept(names[index]))
            {
                _files.Kept.Insert(names[index], _files.Names.Number, _files.Names.First, _files.Names.Priority, _files.Settings.SegmentBytes);
            }
        }
    }

    private void TakeSingles(string[] names)
    {
        JournalFiles files = _files;
        for (int index = 0; index < names.Length; index++)
        {
            if (files.Names.TryReadSingle(names[index]))
            {
                int stream = files.Streams.FindOrAdd(files.Names.StreamId);
                SingleFile file = files.Singles.Insert(
                    names[index], files.Names.First, stream, files.Names.Priority, files.Names.IsPinned, files.Volume.Length(names[index]));
                JournalStream marks = files.Streams.At(stream);
                if (file.IsPinned && file.Sequence > marks.NewestPinned)
                {
                    marks.NewestPinned = file.Sequence;
                }
            }
        }
    }
}
