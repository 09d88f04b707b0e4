using System;
using Telltale.Ports;

namespace Telltale.Journal;

/// <summary>
/// Sealed frames in flash until the owner releases them (FORMAT.md). Append-only segment files for ordinary frames, a file each for what is above; each frame is
/// one call that opens, writes and closes, so what was appended survives any power cut. Never decides by itself that a frame has arrived.
/// </summary>
public sealed class FrameJournal
{
    /// <summary>Bytes at the start of every file.</summary>
    public const int FileHeaderLength = RecordFormat.FileHeaderLength;

    /// <summary>Bytes that a frame takes beside its own, in front of it and behind.</summary>
    public const int RecordOverhead = RecordFormat.Overhead;

    /// <summary>What has been met since start-up.</summary>
    public readonly JournalCounters Counters = new JournalCounters();

    /// <summary>The stream of the frame read last, 8 bytes.</summary>
    public readonly byte[] ReadStreamId = new byte[8];

    private readonly JournalFiles _files;
    private readonly JournalRecovery _recovery;
    private readonly JournalWriter _writer;
    private readonly SingleMerger _merger;
    private readonly JournalReader _reader;
    private readonly JournalReleaser _releaser;

    /// <summary>Makes a journal; nothing is read before <see cref="Recover"/>.</summary>
    /// <param name="volume">Where the files are.</param>
    /// <param name="settings">Not changed afterwards.</param>
    /// <exception cref="ArgumentException">A frame of the greatest length does not fit a segment, or two segments do not fit the budget.</exception>
    public FrameJournal(IFileVolume volume, JournalSettings settings)
    {
        if (settings.MaximumFrameBytes < 1 || settings.MaximumFrameBytes > 65535
            || settings.MaximumFrameBytes + FileHeaderLength + RecordOverhead > settings.SegmentBytes)
        {
            throw new ArgumentException("MaximumFrameBytes must be 1 to 65535, and SegmentBytes at least 28 more.");
        }

        if (settings.BudgetBytes < 2 * FlashCost.OfContent(settings.SegmentBytes))
        {
            throw new ArgumentException("BudgetBytes must be at least two segments.");
        }

        _files = new JournalFiles(volume, settings, Counters);
        _recovery = new JournalRecovery(_files);
        JournalDropper dropper = new JournalDropper(_files);
        _merger = new SingleMerger(_files, dropper);
        _writer = new JournalWriter(_files, dropper, _merger);
        _reader = new JournalReader(_files);
        _releaser = new JournalReleaser(_files);
    }

    /// <summary>The sequence that the next frame must carry; valid after <see cref="Recover"/>. Rises with every append, failed ones included.</summary>
    public int NextSequence => _files.NextSequence;

    /// <summary>Segment files, kept ones included.</summary>
    public int SegmentCount => _files.Ordinary.Count + _files.Kept.Count;

    /// <summary>Frames in files of their own, those that wait for their deletion included.</summary>
    public int SingleCount => _files.Singles.Count;

    /// <summary>How many dropped ranges wait to be reported.</summary>
    public int DroppedRangeCount => _files.Drops.Count;

    /// <summary>Flash that the files take: segments in whole blocks, unread ones as full; single files with their share of the directory.</summary>
    public int UsedBytes => _files.UsedBytes;

    /// <summary>False when there is nothing to send: every frame was handed out or is released. Costs nothing to ask.</summary>
    public bool HasUnsent => _reader.MayHaveUnsent;

    /// <summary>Frames that were handed out and are not released.</summary>
    public int SentCount
    {
        get
        {
            int count = 0;
            for (int index = 0; index < _files.Streams.Count; index++)
            {
                count += _files.Streams.At(index).Sent.CountIn(1, int.MaxValue);
            }

            return count;
        }
    }

    /// <summary>Frames that are not released though they had been handed out when <see cref="WatchSent"/> was called.</summary>
    public int WatchedCount
    {
        get
        {
            int count = 0;
            for (int index = 0; index < _files.Streams.Count; index++)
            {
                count += _files.Streams.At(index).Watched.CountIn(1, int.MaxValue);
            }

            return count;
        }
    }

    /// <summary>The sequence of the frame read last.</summary>
    public int ReadSequence => _reader.Sequence;

    /// <summary>The priority of the frame read last.</summary>
    public int ReadPriority => _reader.Priority;

    /// <summary>The lowest sequence of the current stream that may still be in the journal and is not released; <see cref="NextSequence"/> when there is none.</summary>
    public int OldestSequence => OldestOf(StreamTable.Current, NextSequence);

    /// <summary>At most so many frames of the current stream wait for their release: numbers that were dropped or never written may count too.</summary>
    public int WaitingFrames
    {
        get
        {
            int oldest = OldestSequence;
            return NextSequence - oldest - _files.Streams.At(StreamTable.Current).Settled.CountIn(oldest, NextSequence - 1);
        }
    }

    /// <summary>Streams of which the journal has or had frames since start-up; index 0 is the current one.</summary>
    public int StreamCount => _files.Streams.Count;

    /// <summary>Copies a stream's id, 8 bytes.</summary>
    public void CopyStreamId(int stream, byte[] destination) => Array.Copy(_files.Streams.At(stream).Id, 0, destination, 0, 8);

    /// <summary>The lowest sequence of a stream that may still be in the journal and is not released; 0 when there is none.</summary>
    public int OldestSequenceOf(int stream) => OldestOf(stream, 0);

    /// <summary>The highest sequence of a stream that is known to have been in the journal and not to be released; 0 when there is none.</summary>
    public int NewestSequenceOf(int stream)
    {
        int newest = 0;
        RangeSet settled = _files.Streams.At(stream).Settled;
        for (int index = 0; index < _files.Ordinary.Count; index++)
        {
            Segment segment = _files.Ordinary.At(index);
            int known = segment.Last != 0 ? segment.Last : segment.LastSeen != 0 ? segment.LastSeen : segment.First;
            newest = segment.Stream == stream && !segment.IsGone && known > newest && !settled.Contains(known) ? known : newest;
        }

        for (int index = 0; index < _files.Singles.Count; index++)
        {
            SingleFile file = _files.Singles.At(index);
            newest = file.Stream == stream && !file.IsGone && file.Sequence > newest ? file.Sequence : newest;
        }

        return newest;
    }

    /// <summary>A dropped range that waits to be reported; the journal's object.</summary>
    public DroppedRange DroppedRangeAt(int index) => _files.Drops.At(index);

    /// <summary>
    /// Says that a status with this sequence reports the dropped ranges from 0 up to <paramref name="count"/>; they are forgotten when that status is released
    /// as stored, and are to be reported again when it is dropped.
    /// </summary>
    public void MarkDroppedReported(int count, int statusSequence) => _files.Drops.MarkReported(count, statusSequence);

    /// <summary>
    /// Finds the files by their names and reads at most one segment, the newest, by its record headers; the others are checked when they are drained.
    /// </summary>
    /// <param name="streamId">The stream that goes on or begins, 8 bytes.</param>
    /// <param name="sequenceFloor">The lowest sequence that may be free: the one at which the newest key epoch began, 1 in a new stream.</param>
    /// <param name="sequenceCeiling">The lowest sequence that is certainly free: taken where the end of the journal is damaged or missing.</param>
    public void Recover(byte[] streamId, int sequenceFloor, int sequenceCeiling)
    {
        _merger.Reset();
        _releaser.Reset();
        _recovery.Run(streamId, sequenceFloor, sequenceCeiling);
        _reader.Rewind();
    }

    /// <summary>
    /// Reads the newest ordinary frame of the current stream, whatever became of it: what the unit wrote last before a restart. To be called right after <see cref="Recover"/>, which has found it;
    /// nothing but that frame is read.
    /// </summary>
    /// <param name="buffer">Receives the frame; at least <see cref="JournalSettings.MaximumFrameBytes"/> bytes.</param>
    /// <returns>The frame's length; 0 where there is none, or the end of the journal is damaged.</returns>
    public int ReadNewest(byte[] buffer)
    {
        if (!_files.IsOpen || _files.Ordinary.Count == 0)
        {
            return 0;
        }

        Segment newest = _files.Ordinary.Newest;
        return newest.Last != 0 && _files.Records.ReadHeader(newest.Name, newest.LastPosition) == RecordState.Found && _files.Records.Length <= buffer.Length
            && _files.Records.ReadFrame(newest.Name, newest.LastPosition, buffer, _files.Records.Length) ? _files.Records.Length : 0;
    }

    /// <summary>Writes a frame. When the journal is full, older frames are dropped for it.</summary>
    /// <param name="frame">The frame, sealed with <see cref="NextSequence"/>, at the array's start.</param>
    /// <param name="count">The frame's length, 1 to <see cref="JournalSettings.MaximumFrameBytes"/>.</param>
    /// <param name="priority">0 ordinary, 1 required, 2 alert, 3 security: what is higher is sent first and dropped last.</param>
    /// <param name="isPinned">True for a frame that later ones of its stream need, up to the next pinned one: it is not dropped before these.</param>
    /// <returns>
    /// False when the frame is not in the journal. Its sequence is used up nevertheless, because the frame was sealed with it, and is in a dropped range.
    /// </returns>
    public bool TryAppend(byte[] frame, int count, int priority, bool isPinned = false)
    {
        bool isWritten = _writer.TryAppend(frame, count, priority, isPinned);
        if (isWritten)
        {
            _reader.Wake(priority > 0 || isPinned);
        }

        return isWritten;
    }

    /// <summary>
    /// Reads the next frame that was neither handed out nor released, in drain order. The same one again unless <see cref="MarkSent"/> follows. Afterwards
    /// <see cref="ReadStreamId"/>, <see cref="ReadSequence"/> and <see cref="ReadPriority"/> name it.
    /// </summary>
    /// <param name="buffer">Receives the frame; at least <see cref="JournalSettings.MaximumFrameBytes"/> bytes.</param>
    /// <returns>
    /// The frame's length; 0 when there is none, or, while <see cref="HasUnsent"/> is true, when so many frames had to be passed over that the next call goes on.
    /// </returns>
    public int ReadNext(byte[] buffer)
    {
        int length = _reader.ReadNext(buffer);
        if (length > 0)
        {
            Array.Copy(_files.Streams.At(_reader.Stream).Id, 0, ReadStreamId, 0, 8);
        }

        return length;
    }

    /// <summary>The frame read last is on its way to the owner and is not read again, unless it is marked as unsent.</summary>
    public void MarkSent() => _reader.MarkSent();

    /// <summary>Frames that were handed out did not reach the broker: they are read again.</summary>
    public void MarkUnsent(byte[] streamId, int first, int last)
    {
        int stream = _files.Streams.Find(streamId);
        if (stream >= 0)
        {
            _files.Streams.At(stream).Sent.Remove(first, last);
            _reader.RewindTo(stream, first, last);
        }
    }

    /// <summary>Everything that is not released is read again.</summary>
    public void MarkAllUnsent()
    {
        for (int index = 0; index < _files.Streams.Count; index++)
        {
            _files.Streams.At(index).Sent.Clear();
            _files.Streams.At(index).Watched.Clear();
        }

        _reader.Rewind();
    }

    /// <summary>From here on the frames are watched that are handed out and not released, and no others.</summary>
    public void WatchSent()
    {
        for (int index = 0; index < _files.Streams.Count; index++)
        {
            _files.Streams.At(index).Watched.CopyFrom(_files.Streams.At(index).Sent);
        }
    }

    /// <summary>The watched frames are read again: their receipt stays away. They are watched on.</summary>
    public void MarkWatchedUnsent()
    {
        for (int index = 0; index < _files.Streams.Count; index++)
        {
            JournalStream stream = _files.Streams.At(index);
            for (int range = 0; range < stream.Watched.Count; range++)
            {
                stream.Sent.Remove(stream.Watched.FirstAt(range), stream.Watched.LastAt(range));
            }
        }

        _reader.Rewind();
    }

    /// <summary>
    /// Takes it from the owner what became of frames: they are never read again, and files without other frames are deleted by <see cref="Step"/>.
    /// </summary>
    /// <param name="streamId">The stream, 8 bytes.</param>
    /// <param name="first">The first sequence.</param>
    /// <param name="last">The last sequence, inclusive.</param>
    /// <param name="isStored">False when the owner has them and cannot read them: what a status among them said has to be said again.</param>
    /// <returns>False when the stream is unknown here, or the range is not one: nothing is released then.</returns>
    public bool Release(byte[] streamId, int first, int last, bool isStored = true) => _releaser.Release(_files.Streams.Find(streamId), first, last, isStored);

    /// <summary>
    /// As <see cref="Release"/>, of frames that were handed out since the start and not marked as unsent: what a range of the owner's names beside them he may have from a life of this flash that it has
    /// forgotten, and frames with these numbers and another content have yet to be sent.
    /// </summary>
    /// <returns>How many frames were released; -1 when the stream is unknown here, or the range is not one.</returns>
    public int ReleaseSent(byte[] streamId, int first, int last, bool isStored)
    {
        int stream = _files.Streams.Find(streamId);
        if (stream < 0 || first < 1 || last < first)
        {
            return -1;
        }

        RangeSet sent = _files.Streams.At(stream).Sent;
        int released = 0;
        int index = 0;
        while (index < sent.Count)
        {
            int from = sent.FirstAt(index) > first ? sent.FirstAt(index) : first;
            int to = sent.LastAt(index) < last ? sent.LastAt(index) : last;
            if (from > to)
            {
                index++;
            }
            else if (_releaser.Release(stream, from, to, isStored))
            {
                // They are in the set no more: the next range has this place now.
                released += to - from + 1;
            }
            else
            {
                return -1;
            }
        }

        return released;
    }

    /// <summary>Does one piece of the work that waits: deletes a file, looks at one record of a segment, or puts single files together.</summary>
    /// <returns>True while there may be more to do.</returns>
    public bool Step() => _releaser.Step() || _merger.Step();

    private int OldestOf(int stream, int whenNone)
    {
        RangeSet settled = _files.Streams.At(stream).Settled;
        int oldest = int.MaxValue;
        for (int index = 0; index < _files.Ordinary.Count; index++)
        {
            Segment segment = _files.Ordinary.At(index);
            if (!segment.IsGone && (segment.Stream == stream || (segment.Stream < 0 && stream == StreamTable.Current)))
            {
                int first = settled.FirstMissingFrom(segment.First);
                oldest = first < oldest && first <= _files.LastPossible(index) ? first : oldest;
            }
        }

        for (int index = 0; index < _files.Kept.Count; index++)
        {
            Segment segment = _files.Kept.At(index);
            if (!segment.IsGone && (segment.Stream == stream || (segment.Stream < 0 && stream == StreamTable.Current)))
            {
                int first = settled.FirstMissingFrom(segment.First);
                oldest = first < oldest && (segment.Last == 0 || first <= segment.Last) ? first : oldest;
            }
        }

        int single = _files.Singles.NextLive(stream, 1);
        oldest = single < oldest ? single : oldest;
        return oldest == int.MaxValue ? whenNone : oldest;
    }
}
