using System;

namespace Telltale.Journal;

/// <summary>Appends frames: ordinary ones to the newest segment, what is above ordinary or pinned to a file each. One call of the volume makes a frame durable.</summary>
internal sealed class JournalWriter
{
    private readonly JournalFiles _files;
    private readonly JournalDropper _dropper;
    private readonly SingleMerger _merger;
    private readonly byte[] _record;

    // Room was made and the volume refused all the same: before an append has succeeded nothing more is given up for it.
    private bool _isDroppingInVain;

    public JournalWriter(JournalFiles files, JournalDropper dropper, SingleMerger merger)
    {
        _files = files;
        _dropper = dropper;
        _merger = merger;
        int longest = RecordFormat.FileHeaderLength + RecordFormat.Overhead + files.Settings.MaximumFrameBytes;
        _record = new byte[longest > FlashCost.ShortestInBlock ? longest : FlashCost.ShortestInBlock];
    }

    public bool TryAppend(byte[] frame, int count, int priority, bool isPinned)
    {
        JournalFiles files = _files;
        int sequence = files.NextSequence;
        files.NextSequence = sequence + 1;
        if (count < 1 || count > files.Settings.MaximumFrameBytes || priority < 0 || priority > 3)
        {
            files.Counters.FramesRefused++;
            Abandon(sequence);
            return false;
        }

        files.Records.WriteRecord(_record, RecordFormat.FileHeaderLength, sequence, frame, count);
        bool isWritten = priority > 0 || isPinned
            ? TryAppendSingle(sequence, count, priority, isPinned)
            : TryAppendOrdinary(sequence, count);
        if (!isWritten)
        {
            files.Counters.AppendFailures++;
            Abandon(sequence);
            return false;
        }

        // What had to stay for its sequence may go now.
        files.HasGone = files.HasGone || files.Singles.Count > 0;
        files.Counters.FramesAppended++;
        return true;
    }

    private bool TryAppendOrdinary(int sequence, int count)
    {
        JournalFiles files = _files;
        int length = count + RecordFormat.Overhead;
        bool isNew = !files.IsOpen || files.Ordinary.Newest.Bytes + length > files.Ordinary.Newest.Limit;
        int offset = RecordFormat.FileHeaderLength;
        if (isNew)
        {
            files.IsOpen = false;
            if (files.Ordinary.IsFull && !_dropper.DropOldest())
            {
                return false;
            }

            files.BeginSegment(sequence);
            files.Records.WriteFileHeader(_record, files.Streams.At(StreamTable.Current).Id);
            offset = 0;
            length += RecordFormat.FileHeaderLength;
        }

        Segment newest = files.Ordinary.Newest;
        bool takesBlock = newest.Bytes + length > newest.Capacity;
        if (takesBlock)
        {
            int cost = FlashCost.OfContent(newest.Bytes + length);
            _dropper.MakeRoom(cost - newest.Cost);
            newest.Capacity = FlashCost.Capacity(cost / FlashCost.BlockBytes);
        }

        if (!TryWrite(newest.Name, offset, length, false))
        {
            if (isNew)
            {
                files.Delete(files.Ordinary, files.Ordinary.Count - 1);
            }

            // The next frame gets a new segment: nothing follows what may be half written.
            files.IsOpen = false;
            return false;
        }

        files.Records.Window.Put(newest.Name, newest.Bytes, _record, offset, length);
        newest.LastPosition = newest.Bytes + RecordFormat.FileHeaderLength - offset;
        if (takesBlock)
        {
            files.Ordinary.Resize(newest, newest.Bytes + length);
        }
        else
        {
            newest.Bytes += length;
        }

        newest.Last = sequence;
        files.IsOpen = true;
        return true;
    }

    private bool TryAppendSingle(int sequence, int count, int priority, bool isPinned)
    {
        JournalFiles files = _files;
        _merger.MakeRoom();
        int length = RecordFormat.FileHeaderLength + RecordFormat.Overhead + count;
        if (length < FlashCost.ShortestInBlock)
        {
            // A block of its own: inside the metadata it would make the directory longer, and littlefs does not make one shorter.
            Array.Clear(_record, length, FlashCost.ShortestInBlock - length);
            length = FlashCost.ShortestInBlock;
        }

        _dropper.MakeRoom(FlashCost.OfOther(length));
        if (files.Singles.IsFull && !_dropper.DropOldestSingle())
        {
            return false;
        }

        JournalStream stream = files.Streams.At(StreamTable.Current);
        string name = files.Names.OfSingle(priority, isPinned, sequence, stream.Id);
        files.Records.WriteFileHeader(_record, stream.Id);
        if (!TryWrite(name, 0, length, true))
        {
            return false;
        }

        files.Records.Window.Put(name, 0, _record, 0, length);
        files.Singles.Insert(name, sequence, StreamTable.Current, priority, isPinned, length);
        if (isPinned)
        {
            stream.NewestPinned = sequence;
        }

        return true;
    }

    // Once more where the volume fails, and once more with the oldest frames given up, because the budget may promise more than the volume has.
    private bool TryWrite(string name, int offset, int length, bool isSingle)
    {
        bool isWritten = Write(name, offset, length, isSingle) || Write(name, offset, length, isSingle);
        if (!isWritten && !_isDroppingInVain && _dropper.DropOldest())
        {
            isWritten = Write(name, offset, length, isSingle);
            _isDroppingInVain = !isWritten;
        }

        _isDroppingInVain = _isDroppingInVain && !isWritten;
        return isWritten;
    }

    private bool Write(string name, int offset, int length, bool isSingle) =>
        isSingle ? _files.Volume.Create(name, _record, offset, length) : _files.Volume.Append(name, _record, offset, length);

    private void Abandon(int sequence)
    {
        _files.AddDropped(StreamTable.Current, sequence, sequence, DropReason.NotWritten);
    }
}
