using Telltale.Ports;

namespace Telltale.Journal;

/// <summary>What is on the volume and known of it; the parts of the journal work on this.</summary>
internal sealed class JournalFiles
{
    public readonly IFileVolume Volume;
    public readonly JournalSettings Settings;
    public readonly JournalCounters Counters;
    public readonly RecordFormat Records;
    public readonly FileNames Names = new FileNames();
    public readonly StreamTable Streams = new StreamTable();
    public readonly SegmentTable Ordinary = new SegmentTable(0);
    public readonly SegmentTable Kept = new SegmentTable(FlashCost.OtherEntryBytes);
    public readonly SingleTable Singles = new SingleTable();
    public readonly DropLog Drops;

    /// <summary>The sequence of the next frame.</summary>
    public int NextSequence;

    /// <summary>The newest ordinary segment takes appends.</summary>
    public bool IsOpen;

    /// <summary>Files wait to be deleted.</summary>
    public bool HasGone;

    /// <summary>Ordinary segments from this number on may be settled; <see cref="int.MaxValue"/> for none.</summary>
    public int LookFrom = int.MaxValue;

    private readonly byte[] _streamId = new byte[8];
    private readonly int _segmentBlocks;
    private readonly int _shortSegmentBlocks;

    public JournalFiles(IFileVolume volume, JournalSettings settings, JournalCounters counters)
    {
        Volume = volume;
        Settings = settings;
        Counters = counters;
        _segmentBlocks = FlashCost.OfContent(settings.SegmentBytes) / FlashCost.BlockBytes;
        _shortSegmentBlocks = (_segmentBlocks + 1) / 2;
        Crc32 crc = new Crc32();
        Records = new RecordFormat(new FileWindow(volume, counters), crc);
        Drops = new DropLog(volume, crc, counters);
    }

    /// <summary>Adds an ordinary segment that was found and of which nothing but its name is known.</summary>
    public void AddFound(string name, int number, int first) => Ordinary.Insert(name, number, first, 0, Settings.SegmentBytes);

    /// <summary>Begins an ordinary segment for the next frame.</summary>
    public void BeginSegment(int sequence)
    {
        // Of one block while frames are released as they come: that costs the fewest erases, and little room is taken by released ones when the connection is lost.
        int number = Ordinary.HighestNumber + 1;
        int limit = IsCaughtUp() ? FlashCost.BlockBytes : UsedBytes > Settings.BudgetBytes / 2 ? LimitOf(number) : FlashCost.Capacity(_shortSegmentBlocks);
        limit = limit < Settings.SegmentBytes ? limit : Settings.SegmentBytes;
        Segment segment = Ordinary.Insert(Names.OfSegment(number, sequence), number, sequence, 0, limit);
        Ordinary.Resize(segment, 0);
        segment.IsEndKnown = true;
        segment.Stream = StreamTable.Current;
    }

    /// <summary>The most ordinary segments that the budget holds.</summary>
    public int MostOrdinary => Settings.BudgetBytes / (_shortSegmentBlocks * FlashCost.BlockBytes);

    /// <summary>Flash that the files take with their shares of the directory: in whole blocks, segments that nobody has read as full.</summary>
    public int UsedBytes => Ordinary.Cost + Kept.Cost + Singles.Cost + (Drops.Count > 0 ? FlashCost.DropFileBytes : 0);

    /// <summary>
    /// The most bytes in an ordinary segment, by its number: from half of the blocks that the setting allows to all of them. With all of one length the blocks of a full volume would take
    /// turns in step with the segments, and the same few would be erased again and again.
    /// </summary>
    private int LimitOf(int number)
    {
        // A finalising hash: any simple rule is in step with something.
        int mixed = number * -1640531535;
        mixed ^= (mixed >> 15) & 0x1FFFF;
        mixed *= -2048144777;
        mixed ^= (mixed >> 13) & 0x7FFFF;
        int blocks = _shortSegmentBlocks + ((mixed & 0x7FFFFFFF) % (_segmentBlocks - _shortSegmentBlocks + 1));
        return blocks == _segmentBlocks ? Settings.SegmentBytes : FlashCost.Capacity(blocks);
    }

    public void LookAtFrom(int number)
    {
        LookFrom = number < LookFrom ? number : LookFrom;
    }

    /// <summary>The highest sequence that an ordinary segment can hold: the next one's name tells, where nobody has read so far.</summary>
    public int LastPossible(int index)
    {
        Segment segment = Ordinary.At(index);
        if (segment.Last != 0)
        {
            return segment.Last;
        }

        if (index + 1 < Ordinary.Count)
        {
            Segment next = Ordinary.At(index + 1);
            return next.Stream < 0 || segment.Stream < 0 || next.Stream == segment.Stream ? next.First - 1 : int.MaxValue;
        }

        return segment.Stream > StreamTable.Current ? int.MaxValue : NextSequence - 1;
    }

    /// <summary>The segment's stream, read from its header when it is not known yet; -1 when the header is damaged.</summary>
    public int StreamOf(Segment segment)
    {
        if (segment.Stream < 0 && !segment.IsDamaged)
        {
            if (Records.ReadFileHeader(segment.Name, _streamId))
            {
                segment.Stream = Streams.FindOrAdd(_streamId);
            }
            else if (Volume.Length(segment.Name) == 0)
            {
                // The cut came inside the first append to the file: nothing of it was ever promised.
                Counters.SegmentsEmpty++;
                segment.IsDamaged = true;
                segment.IsGone = true;
                HasGone = true;
            }
            else
            {
                MarkDamaged(segment, 0);
            }
        }

        return segment.Stream;
    }

    /// <summary>Reads all record headers of a segment and notes its last sequence and its end. At damage it stops and calls nothing damaged.</summary>
    /// <returns>False where it met damage.</returns>
    public bool Walk(Segment segment)
    {
        int position = RecordFormat.FileHeaderLength;
        RecordState state = Records.ReadHeader(segment.Name, position);
        segment.Last = 0;
        while (state == RecordState.Found)
        {
            segment.LastPosition = position;
            segment.Last = Records.Sequence;
            position += Records.Length + RecordFormat.Overhead;
            state = Records.ReadHeader(segment.Name, position);
        }

        TableOf(segment).Resize(segment, position);
        segment.IsEndKnown = true;
        return state == RecordState.End;
    }

    /// <summary>What of a segment cannot be read is gone. Up to where, the next segment's name tells.</summary>
    /// <param name="segment">Ordinary or kept.</param>
    /// <param name="limit">Nothing from this position on can be read, whatever its header says.</param>
    public void MarkDamaged(Segment segment, int limit)
    {
        if (segment.IsDamaged)
        {
            return;
        }

        segment.IsDamaged = true;
        segment.IsForwardOnly = true;
        segment.ForgetDone();
        Counters.SegmentsDamaged++;
        int position = RecordFormat.FileHeaderLength;
        int last = segment.First - 1;
        while (position < limit && segment.Stream >= 0 && Records.ReadHeader(segment.Name, position) == RecordState.Found)
        {
            position += Records.Length + RecordFormat.Overhead;
            last = Records.Sequence;
        }

        SegmentTable table = TableOf(segment);
        table.Resize(segment, position);
        segment.IsEndKnown = true;
        segment.Last = last;
        segment.LastPosition = 0;
        if (last < segment.First)
        {
            segment.IsGone = true;
            HasGone = true;
        }

        if (table == Kept)
        {
            // Which frames it held besides, nothing tells.
            return;
        }

        int stream = segment.Stream < 0 ? StreamTable.Current : segment.Stream;
        int index = Ordinary.IndexOf(segment.Number);
        if (index + 1 < Ordinary.Count)
        {
            Segment next = Ordinary.At(index + 1);
            if (next.Stream < 0 || next.Stream == stream)
            {
                AddDropped(stream, last + 1, next.First - 1, DropReason.Damaged);
            }
        }
        else
        {
            // Nothing may follow what cannot be read.
            IsOpen = false;
            if (stream == StreamTable.Current)
            {
                AddDropped(stream, last + 1, NextSequence - 1, DropReason.Damaged);
            }
        }
    }

    /// <summary>Notes numbers as dropped that are neither settled nor in a single file, and makes the note durable.</summary>
    /// <returns>How many numbers.</returns>
    public int AddDropped(int stream, int first, int last, DropReason reason)
    {
        RangeSet settled = Streams.At(stream).Settled;
        int count = 0;
        int number = first;
        while (number <= last)
        {
            number = settled.FirstMissingFrom(number);
            int single = Singles.NextLive(stream, number);
            if (single == number)
            {
                number++;
                continue;
            }

            int end = settled.FirstBegunAbove(number);
            end = (single < end ? single : end) - 1;
            end = end < last ? end : last;
            if (end >= number)
            {
                NoteDropped(stream, number, end, reason);
                count += end - number + 1;
            }

            number = end + 1;
        }

        Drops.Commit();
        return count;
    }

    /// <summary>Notes numbers as dropped, all of them; durable only after a commit of the drop log.</summary>
    public void NoteDropped(int stream, int first, int last, DropReason reason)
    {
        JournalStream marks = Streams.At(stream);
        Drops.Add(marks.Id, first, last, reason);
        marks.Sent.Remove(first, last);
        marks.Watched.Remove(first, last);
        if (stream == StreamTable.Current)
        {
            Drops.ReportAgain(first, last);
        }
    }

    /// <summary>True when a kept segment of the stream may hold a number of the range.</summary>
    public bool MayKeptHold(int stream, int first, int last)
    {
        for (int index = 0; index < Kept.Count; index++)
        {
            Segment kept = Kept.At(index);
            if ((kept.Stream < 0 || kept.Stream == stream) && kept.First <= last && (kept.Last == 0 || kept.Last >= first))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when no other file tells as high a sequence of the current stream: after a restart the sequence goes on from this one.</summary>
    public bool HoldsHighest(SingleFile file)
    {
        if (file.Stream != StreamTable.Current)
        {
            return false;
        }

        Segment newest = Ordinary.Newest;
        if (newest != null && newest.Stream == StreamTable.Current && newest.Last > file.Sequence)
        {
            return false;
        }

        for (int index = 0; index < Singles.Count; index++)
        {
            SingleFile other = Singles.At(index);
            if (other.Stream == StreamTable.Current && other.Sequence > file.Sequence)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Deletes a segment's file. False when that failed; the segment then stays.</summary>
    public bool Delete(SegmentTable table, int index)
    {
        Segment segment = table.At(index);
        if (!Delete(segment.Name))
        {
            segment.IsGone = true;
            return false;
        }

        if (table == Ordinary)
        {
            CloseGap(index);
        }

        table.RemoveAt(index);
        return true;
    }

    public bool DeleteSingle(int index)
    {
        SingleFile file = Singles.At(index);
        file.IsGone = true;
        if (!Delete(file.Name))
        {
            return false;
        }

        Singles.RemoveAt(index);
        return true;
    }

    private bool Delete(string name)
    {
        Records.Window.Forget(name);
        if (Volume.Delete(name) || Volume.Length(name) < 0)
        {
            return true;
        }

        Counters.DeleteFailures++;
        return false;
    }

    /// <summary>The table that a segment is in: ordinary ones have priority 0, kept ones have not.</summary>
    public SegmentTable TableOf(Segment segment) => segment.Priority == 0 ? Ordinary : Kept;

    private bool IsCaughtUp()
    {
        Segment newest = Ordinary.Newest;
        return newest == null
            || (Ordinary.Count == 1 && newest.Stream == StreamTable.Current && Streams.At(StreamTable.Current).Settled.ContainsAll(newest.First, newest.Last));
    }

    // The numbers of a segment that goes are in no file any more, so they can be one range with what is settled around them.
    private void CloseGap(int index)
    {
        Segment segment = Ordinary.At(index);
        int stream = segment.Stream;
        int last = LastPossible(index);
        if (stream < 0 || segment.Bytes == 0 || last == int.MaxValue || last < segment.First || IsHeldElsewhere(stream, segment.First, last))
        {
            return;
        }

        int first = index == 0 && !IsHeldElsewhere(stream, 1, segment.First) ? 1 : segment.First;
        Streams.At(stream).Settled.Add(first, last);
    }

    private bool IsHeldElsewhere(int stream, int first, int last) => Singles.NextLive(stream, first) <= last || MayKeptHold(stream, first, last);
}
