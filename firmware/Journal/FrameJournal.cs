using System;
using Telltale.Ports;

namespace Telltale.Journal;

/// <summary>
/// Sealed frames in flash until the owner releases them (FORMAT.md). Append-only segment files; each frame is one call that opens, writes and
/// closes, so what was appended survives any power cut. Never decides by itself that a frame has arrived.
/// </summary>
public sealed class FrameJournal
{
    /// <summary>Bytes at the start of every segment.</summary>
    public const int SegmentHeaderLength = 16;

    /// <summary>Bytes in front of every frame.</summary>
    public const int RecordHeaderLength = 12;

    /// <summary>What has been met since start-up.</summary>
    public readonly JournalCounters Counters = new JournalCounters();

    /// <summary>The sequence that the next frame must carry; valid after <see cref="Recover"/>. Rises with every append, failed ones included.</summary>
    public int NextSequence;

    private const string SegmentPrefix = "seg-";
    private const string KeptPrefix = "kept-";
    private const int FormatVersion = 1;
    private const int RecordMarker = 0x5A;
    private const int BlockBytes = 4096;
    private const int ReleasedRangesPerStream = 64;

    private readonly IFileVolume _volume;
    private readonly JournalSettings _settings;
    private readonly Crc32 _crc = new Crc32();
    private readonly DropLog _drops;
    private readonly byte[] _record;
    private readonly byte[] _header = new byte[SegmentHeaderLength];
    private JournalStream[] _streams = new JournalStream[2];
    private int _streamCount;
    private int _currentStream;
    private JournalCursor[] _cursors = new JournalCursor[0];

    // The segments, rising by order: twice the number in the name, plus one for kept ones, which so follow the segment they were copied from.
    private int[] _order = new int[0];
    private int[] _first = new int[0];
    private int[] _last = new int[0];
    private int[] _bytes = new int[0];
    private int[] _stream = new int[0];
    private bool[] _isDamaged = new bool[0];
    private int _count;

    // The segment that takes appends; null when the next append begins a new one.
    private string _openName;

    private int _recoveredLast;

    private int _recordLength;
    private int _recordPriority;
    private int _recordSequence;

    private bool _isReleasePending;
    private int _releaseIndex;

    /// <summary>Makes a journal; nothing is read before <see cref="Recover"/>.</summary>
    public FrameJournal(IFileVolume volume, JournalSettings settings)
    {
        _volume = volume;
        _settings = settings;
        _record = new byte[SegmentHeaderLength + RecordHeaderLength + settings.MaximumFrameBytes];
        _drops = new DropLog(volume, _crc, Counters);
    }

    /// <summary>Segment files, open and kept ones included.</summary>
    public int SegmentCount => _count;

    /// <summary>How many dropped ranges wait to be reported.</summary>
    public int DroppedRangeCount => _drops.Count;

    /// <summary>Flash that the segments take, in whole blocks, unread ones counted as full.</summary>
    public int UsedBytes
    {
        get
        {
            int used = 0;
            for (int index = 0; index < _count; index++)
            {
                used += Blocks(index == NewestIndex() ? _settings.SegmentBytes : _bytes[index]);
            }

            return used;
        }
    }

    /// <summary>The lowest sequence of the current stream that may still be in the journal and is not released; <see cref="NextSequence"/> when there is none.</summary>
    public int OldestSequence
    {
        get
        {
            JournalStream stream = _streams[_currentStream];
            int oldest = NextSequence;
            for (int index = 0; index < _count; index++)
            {
                if (_stream[index] == _currentStream || _stream[index] < 0)
                {
                    int first = stream.Settled.FirstMissingFrom(_first[index]);
                    if (first < oldest && (_last[index] == 0 || first <= _last[index]))
                    {
                        oldest = first;
                    }
                }
            }

            return oldest;
        }
    }

    /// <summary>A dropped range that waits to be reported; the journal's object.</summary>
    public DroppedRange DroppedRangeAt(int index) => _drops.At(index);

    /// <summary>
    /// Says that a status with this sequence reports the dropped ranges from 0 up to <paramref name="count"/>; they are forgotten when that status is released.
    /// </summary>
    public void MarkDroppedReported(int count, int statusSequence) => _drops.MarkReported(count, statusSequence);

    /// <summary>
    /// Finds the segments and reads at most one of them, the newest, by its record headers; the others are checked when they are drained.
    /// </summary>
    /// <param name="streamId">The stream that goes on or begins, 8 bytes.</param>
    /// <param name="sequenceFloor">The lowest sequence that may be free: the one at which the newest key epoch began, 1 in a new stream.</param>
    /// <param name="sequenceCeiling">The lowest sequence that is certainly free: taken where the end of the journal is damaged or missing.</param>
    public void Recover(byte[] streamId, int sequenceFloor, int sequenceCeiling)
    {
        string[] segments = _volume.List(SegmentPrefix);
        string[] kept = _volume.List(KeptPrefix);
        int capacity = segments.Length + kept.Length + (_settings.BudgetBytes / BlockBytes) + 8;
        _order = new int[capacity];
        _first = new int[capacity];
        _last = new int[capacity];
        _bytes = new int[capacity];
        _stream = new int[capacity];
        _isDamaged = new bool[capacity];
        _count = 0;
        _openName = null;
        _streamCount = 0;
        _currentStream = FindStream(streamId, 0);
        InsertNames(segments, SegmentPrefix, 0);
        InsertNames(kept, KeptPrefix, 1);
        _drops.Load();

        NextSequence = 0;
        bool isIntact = RecoverNewest();
        if (isIntact && _recoveredLast >= sequenceFloor - 1)
        {
            NextSequence = _recoveredLast + 1;
        }
        else
        {
            // The end was damaged or is missing: frames up to the ceiling may have been sent, and their numbers must not come again.
            int first = _recoveredLast + 1 > sequenceFloor ? _recoveredLast + 1 : sequenceFloor;
            NextSequence = first > sequenceCeiling ? first : sequenceCeiling;
            AddDropped(_currentStream, first, NextSequence - 1, DropReason.NotWritten);
            _openName = null;
        }

        for (int index = 0; index < _cursors.Length; index++)
        {
            Rewind(_cursors[index]);
        }

        _isReleasePending = false;
    }

    /// <summary>
    /// Writes a frame. When the journal is full, older frames are dropped for it.
    /// </summary>
    /// <param name="frame">The frame, sealed with <see cref="NextSequence"/>, at the array's start.</param>
    /// <param name="count">The frame's length, 1 to <see cref="JournalSettings.MaximumFrameBytes"/>.</param>
    /// <param name="priority">0 ordinary; above that the frame is dropped last.</param>
    /// <returns>
    /// False when the frame is not in the journal. Its sequence is used up nevertheless, because the frame was sealed with it, and is in a dropped range.
    /// </returns>
    public bool TryAppend(byte[] frame, int count, int priority)
    {
        int sequence = NextSequence;
        NextSequence = sequence + 1;
        if (count < 1 || count > _settings.MaximumFrameBytes)
        {
            Counters.FramesRefused++;
            Abandon(sequence);
            return false;
        }

        int newest = NewestIndex();
        if (_openName != null && _bytes[newest] + RecordHeaderLength + count > _settings.SegmentBytes)
        {
            _openName = null;
        }

        bool isNew = _openName == null;
        if (isNew)
        {
            if (!BeginSegment(sequence))
            {
                Counters.AppendFailures++;
                Abandon(sequence);
                return false;
            }

            newest = NewestIndex();
        }

        int offset = isNew ? 0 : SegmentHeaderLength;
        if (isNew)
        {
            WriteSegmentHeader(_record, 0, _currentStream);
        }

        WriteRecord(sequence, frame, count, priority);
        int length = SegmentHeaderLength + RecordHeaderLength + count - offset;
        bool isWritten = _volume.Append(_openName, _record, offset, length);
        if (!isWritten && DropOldest())
        {
            isWritten = _volume.Append(_openName, _record, offset, length);
            newest = NewestIndex();
        }

        if (!isWritten)
        {
            Counters.AppendFailures++;
            Abandon(sequence);
            if (isNew)
            {
                RemoveFile(newest);
            }

            // The next frame gets a new segment: within one the sequence has no gaps, and nothing follows what may be half written.
            _openName = null;
            return false;
        }

        _bytes[newest] += length;
        _last[newest] = sequence;
        Counters.FramesAppended++;
        return true;
    }

    /// <summary>Makes a cursor at the oldest frame.</summary>
    public JournalCursor OpenCursor()
    {
        JournalCursor[] longer = new JournalCursor[_cursors.Length + 1];
        Array.Copy(_cursors, 0, longer, 0, _cursors.Length);
        longer[_cursors.Length] = new JournalCursor();
        _cursors = longer;
        return longer[longer.Length - 1];
    }

    /// <summary>Puts a cursor before the oldest frame, so that everything unreleased is read again.</summary>
    public void Rewind(JournalCursor cursor)
    {
        cursor.Order = -1;
        cursor.Position = 0;
        cursor.Sequence = 0;
        cursor.Name = null;
    }

    /// <summary>
    /// Reads the next frame that is not released, oldest first, and moves the cursor behind it.
    /// </summary>
    /// <param name="cursor">The place; afterwards it names the frame's stream, sequence and priority.</param>
    /// <param name="buffer">Receives the frame; at least <see cref="JournalSettings.MaximumFrameBytes"/> bytes.</param>
    /// <returns>The frame's length, or 0 when the cursor is at the end.</returns>
    public int ReadNext(JournalCursor cursor, byte[] buffer)
    {
        int index = IndexOf(cursor.Order);
        while (index < _count)
        {
            if (cursor.Order != _order[index] || cursor.Name == null)
            {
                cursor.Order = _order[index];
                cursor.Position = 0;
                cursor.Name = NameOf(index);
            }

            if (_openName != null && index == _count - 1 && cursor.Position == _bytes[index])
            {
                return 0;
            }

            int length = ReadFrom(index, cursor, buffer);
            if (length > 0)
            {
                return length;
            }

            if (index == _count - 1)
            {
                // Stay at the end: the next append is found here.
                return 0;
            }

            index++;
        }

        return 0;
    }

    /// <summary>
    /// Takes it from the owner that frames are stored: they are never read again, and segments without other frames are deleted by <see cref="Step"/>.
    /// </summary>
    /// <returns>False when the stream is unknown here, or the range is not one: nothing is released then.</returns>
    public bool Release(byte[] streamId, int first, int last)
    {
        int stream = FindStream(streamId, -1);
        if (stream < 0 || first < 1 || last < first || (stream == _currentStream && last >= NextSequence))
        {
            return false;
        }

        if (!_streams[stream].Settled.Add(first, last))
        {
            Counters.ReleasesForgotten++;
        }

        if (stream == _currentStream)
        {
            _drops.ForgetReported(_streams[stream].Settled);
        }

        _isReleasePending = true;
        _releaseIndex = 0;
        return true;
    }

    /// <summary>Does one piece of the work that a release leaves: looks at one segment, or deletes one.</summary>
    /// <returns>True while there may be more to do.</returns>
    public bool Step()
    {
        while (_isReleasePending && _releaseIndex < _count)
        {
            int index = _releaseIndex;
            if (index == NewestIndex())
            {
                // Kept though released: the sequence goes on from it.
                _releaseIndex++;
                continue;
            }

            bool wasKnown = _last[index] != 0 || _isDamaged[index];
            if (IsSettled(index))
            {
                if (RemoveFile(index))
                {
                    Counters.SegmentsReleased++;
                }
                else
                {
                    _releaseIndex++;
                }

                return true;
            }

            _releaseIndex++;
            if (!wasKnown)
            {
                return true;
            }
        }

        _isReleasePending = false;
        return false;
    }

    // Reads the newest segment that is not empty. False when its end may have held more than is found.
    private bool RecoverNewest()
    {
        _recoveredLast = 0;
        int index = NewestIndex();
        while (index >= 0)
        {
            string name = NameOf(index);
            int length = _volume.Length(name);
            if (length > 0)
            {
                int stream = StreamOf(index, name);
                Counters.RecoveryBytesRead += SegmentHeaderLength;
                if (stream != _currentStream)
                {
                    // The numbers of an earlier stream bind nothing.
                    return stream >= 0;
                }

                Walk(index, name);
                Counters.RecoveryBytesRead += _bytes[index] - SegmentHeaderLength;
                _recoveredLast = _last[index];
                if (_isDamaged[index] || _bytes[index] != length)
                {
                    return false;
                }

                _openName = name;
                return true;
            }

            // The cut came inside the first append to the file: nothing of it was ever promised.
            Counters.SegmentsEmpty++;
            if (length == 0 && !_volume.Delete(name))
            {
                Counters.DeleteFailures++;
            }

            RemoveAt(index);
            index = NewestIndex();
        }

        return true;
    }

    private void Abandon(int sequence) => AddDropped(_currentStream, sequence, sequence, DropReason.NotWritten);

    private bool BeginSegment(int sequence)
    {
        while (UsedBytes + Blocks(_settings.SegmentBytes) > _settings.BudgetBytes || _count == _order.Length)
        {
            if (!DropOldest())
            {
                break;
            }
        }

        if (_count == _order.Length)
        {
            return false;
        }

        int newest = NewestIndex();
        int number = newest < 0 ? 1 : (_order[newest] >> 1) + 1;
        int index = Insert(number << 1, sequence);
        _bytes[index] = 0;
        _stream[index] = _currentStream;
        _openName = NameOf(index);
        return true;
    }

    // Makes room by rule: the oldest segment that is not kept goes first, what is above ordinary in it is copied; kept ones go last.
    private bool DropOldest()
    {
        int newest = NewestIndex();
        for (int index = 0; index < newest; index++)
        {
            if ((_order[index] & 1) == 0)
            {
                return DropSegment(index, true);
            }
        }

        return _count > 1 && DropSegment(0, false);
    }

    private bool DropSegment(int index, bool keep)
    {
        string name = NameOf(index);
        if (IsSettled(index))
        {
            if (!RemoveFile(index))
            {
                return false;
            }

            Counters.SegmentsReleased++;
            return true;
        }

        int stream = _stream[index];
        int order = _order[index];
        int dropFirst = 0;
        int dropLast = 0;
        int position = SegmentHeaderLength;
        while (stream >= 0 && ReadRecordHeader(name, position))
        {
            int length = RecordHeaderLength + _recordLength;
            int sequence = _recordSequence;
            if (!_streams[stream].Settled.Contains(sequence))
            {
                if (keep && _recordPriority > 0 && CopyToKept(name, position, length, order, stream, sequence))
                {
                    Counters.FramesKept++;
                }
                else
                {
                    if (dropFirst != 0 && sequence != dropLast + 1)
                    {
                        AddDropped(stream, dropFirst, dropLast, DropReason.Full);
                        dropFirst = 0;
                    }

                    dropFirst = dropFirst == 0 ? sequence : dropFirst;
                    dropLast = sequence;
                    Counters.FramesDropped++;
                }
            }

            position += length;
        }

        if (dropFirst != 0)
        {
            AddDropped(stream, dropFirst, dropLast, DropReason.Full);
        }

        Counters.SegmentsDropped++;
        return RemoveFile(IndexOf(order));
    }

    // Copies one record to the end of the newest kept segment before the given one, or to a new one in its place.
    private bool CopyToKept(string name, int position, int length, int order, int stream, int sequence)
    {
        if (_volume.Read(name, position, _record, SegmentHeaderLength, length) != length)
        {
            return false;
        }

        int index = IndexOf(order + 1);
        bool isNew = true;
        if (index < _count && _order[index] == order + 1)
        {
            isNew = false;
        }
        else
        {
            for (int candidate = index - 1; candidate >= 0; candidate--)
            {
                if ((_order[candidate] & 1) != 0)
                {
                    isNew = StreamOf(candidate, NameOf(candidate)) != stream || _isDamaged[candidate];
                    index = isNew ? index : candidate;
                    break;
                }
            }
        }

        if (!isNew)
        {
            if (_last[index] == 0)
            {
                Walk(index, NameOf(index));
            }

            isNew = _isDamaged[index] || _bytes[index] + length > _settings.SegmentBytes;
        }

        if (isNew)
        {
            if (_count == _order.Length || (IndexOf(order + 1) < _count && _order[IndexOf(order + 1)] == order + 1))
            {
                return false;
            }

            index = Insert(order + 1, sequence);
            _stream[index] = stream;
            _bytes[index] = 0;
            WriteSegmentHeader(_record, 0, stream);
        }

        // The record was read with its own header, which does not name the file, so the bytes are copied as they are.
        int offset = isNew ? 0 : SegmentHeaderLength;
        string keptName = NameOf(index);
        if (!_volume.Append(keptName, _record, offset, SegmentHeaderLength + length - offset))
        {
            if (isNew)
            {
                RemoveFile(index);
            }

            return false;
        }

        int begin = _bytes[index];
        _bytes[index] += SegmentHeaderLength + length - offset;
        _last[index] = sequence > _last[index] ? sequence : _last[index];

        // A reader inside the segment that goes, or in one that is gone, reads what was kept.
        for (int cursor = 0; cursor < _cursors.Length; cursor++)
        {
            if (_cursors[cursor].Order > _order[index] && _cursors[cursor].Order <= order)
            {
                _cursors[cursor].Order = _order[index];
                _cursors[cursor].Position = begin;
                _cursors[cursor].Name = keptName;
            }
        }

        return true;
    }

    private int ReadFrom(int index, JournalCursor cursor, byte[] buffer)
    {
        int stream = StreamOf(index, cursor.Name);
        if (stream < 0)
        {
            return 0;
        }

        if (cursor.Position == 0)
        {
            cursor.Position = SegmentHeaderLength;
        }

        RangeSet settled = _streams[stream].Settled;
        while (ReadRecordHeader(cursor.Name, cursor.Position))
        {
            int length = _recordLength;
            int position = cursor.Position + RecordHeaderLength;
            if (!settled.Contains(_recordSequence) && length <= buffer.Length)
            {
                if (_volume.Read(cursor.Name, position, buffer, 0, length) != length)
                {
                    MarkDamaged(index);
                    return 0;
                }

                cursor.Position = position + length;
                cursor.Sequence = _recordSequence;
                cursor.Priority = _recordPriority;
                Array.Copy(_streams[stream].Id, 0, cursor.StreamId, 0, 8);
                return length;
            }

            cursor.Position = position + length;
        }

        if (_recordLength < 0)
        {
            MarkDamaged(index);
        }

        return 0;
    }

    // Reads all record headers of a segment and notes its last sequence and its end.
    private void Walk(int index, string name)
    {
        int position = SegmentHeaderLength;
        int last = 0;
        while (ReadRecordHeader(name, position))
        {
            position += RecordHeaderLength + _recordLength;
            last = _recordSequence > last ? _recordSequence : last;
        }

        _bytes[index] = position;
        _last[index] = last;
        if (_recordLength < 0 || last == 0)
        {
            MarkDamaged(index);
        }
    }

    // What of a closed segment cannot be read is gone; up to where, the next segment's name tells.
    private void MarkDamaged(int index)
    {
        if (_isDamaged[index])
        {
            return;
        }

        _isDamaged[index] = true;
        Counters.SegmentsDamaged++;
        if ((_order[index] & 1) != 0)
        {
            return;
        }

        int stream = _stream[index] < 0 ? _currentStream : _stream[index];
        int first = _first[index];
        int position = SegmentHeaderLength;
        string name = NameOf(index);
        while (_stream[index] >= 0 && ReadRecordHeader(name, position))
        {
            position += RecordHeaderLength + _recordLength;
            first = _recordSequence + 1;
        }

        _bytes[index] = position;
        _last[index] = first - 1;
        int next = index + 1;
        while (next < _count && (_order[next] & 1) != 0)
        {
            next++;
        }

        if (next < _count)
        {
            if (_stream[next] < 0 || _stream[next] == stream)
            {
                AddDropped(stream, first, _first[next] - 1, DropReason.Damaged);
            }
        }
        else
        {
            // Nothing may follow what cannot be read.
            _openName = null;
            if (stream == _currentStream)
            {
                AddDropped(stream, first, NextSequence - 1, DropReason.Damaged);
            }
        }
    }

    // True when every frame of the segment is released or dropped, or none of it can be read.
    private bool IsSettled(int index)
    {
        string name = NameOf(index);
        int stream = StreamOf(index, name);
        if (stream < 0)
        {
            return _isDamaged[index];
        }

        RangeSet settled = _streams[stream].Settled;
        if ((_order[index] & 1) == 0)
        {
            if (_last[index] == 0 && settled.Contains(_first[index]))
            {
                Walk(index, name);
            }

            return _last[index] < _first[index] ? _isDamaged[index] : settled.ContainsAll(_first[index], _last[index]);
        }

        int position = SegmentHeaderLength;
        while (ReadRecordHeader(name, position))
        {
            if (!settled.Contains(_recordSequence))
            {
                return false;
            }

            position += RecordHeaderLength + _recordLength;
        }

        return true;
    }

    // The segment's stream, read from its header when it is not known yet; -1 when the header is damaged.
    private int StreamOf(int index, string name)
    {
        if (_stream[index] >= 0 || _isDamaged[index])
        {
            return _stream[index];
        }

        if (_volume.Read(name, 0, _header, 0, SegmentHeaderLength) == SegmentHeaderLength && _header[0] == FormatVersion
            && _crc.Compute(_header, 0, 12) == ReadInt32(_header, 12))
        {
            byte[] id = new byte[8];
            Array.Copy(_header, 4, id, 0, 8);
            _stream[index] = FindStream(id, 0);
            return _stream[index];
        }

        MarkDamaged(index);
        return -1;
    }

    // False at the end of the file, with _recordLength 0, and at a damaged record, with _recordLength -1.
    private bool ReadRecordHeader(string name, int position)
    {
        int count = _volume.Read(name, position, _header, 0, RecordHeaderLength);
        if (count == 0)
        {
            _recordLength = 0;
            return false;
        }

        if (count != RecordHeaderLength || _header[3] != RecordMarker || _crc.Compute(_header, 0, 8) != ReadInt32(_header, 8))
        {
            _recordLength = -1;
            return false;
        }

        _recordLength = (_header[0] << 8) | _header[1];
        _recordPriority = _header[2];
        _recordSequence = ReadInt32(_header, 4);
        return true;
    }

    private void WriteRecord(int sequence, byte[] frame, int count, int priority)
    {
        byte[] record = _record;
        record[SegmentHeaderLength] = (byte)(count >> 8);
        record[SegmentHeaderLength + 1] = (byte)count;
        record[SegmentHeaderLength + 2] = (byte)priority;
        record[SegmentHeaderLength + 3] = RecordMarker;
        WriteInt32(record, SegmentHeaderLength + 4, sequence);
        WriteInt32(record, SegmentHeaderLength + 8, _crc.Compute(record, SegmentHeaderLength, 8));
        Array.Copy(frame, 0, record, SegmentHeaderLength + RecordHeaderLength, count);
    }

    private void WriteSegmentHeader(byte[] output, int offset, int stream)
    {
        output[offset] = FormatVersion;
        output[offset + 1] = 0;
        output[offset + 2] = 0;
        output[offset + 3] = 0;
        Array.Copy(_streams[stream].Id, 0, output, offset + 4, 8);
        WriteInt32(output, offset + 12, _crc.Compute(output, offset, 12));
    }

    private void AddDropped(int stream, int first, int last, DropReason reason)
    {
        if (last < first)
        {
            return;
        }

        _drops.Add(_streams[stream].Id, first, last, reason);
        if (!_streams[stream].Settled.Add(first, last))
        {
            Counters.ReleasesForgotten++;
        }
    }

    private int FindStream(byte[] streamId, int whenUnknown)
    {
        for (int index = 0; index < _streamCount; index++)
        {
            if (BitConverter.ToInt64(_streams[index].Id, 0) == BitConverter.ToInt64(streamId, 0))
            {
                return index;
            }
        }

        if (whenUnknown < 0)
        {
            return -1;
        }

        if (_streamCount == _streams.Length)
        {
            JournalStream[] longer = new JournalStream[_streamCount + 2];
            Array.Copy(_streams, 0, longer, 0, _streamCount);
            _streams = longer;
        }

        _streams[_streamCount] = new JournalStream(streamId, ReleasedRangesPerStream);
        _streamCount++;
        return _streamCount - 1;
    }

    private int NewestIndex()
    {
        for (int index = _count - 1; index >= 0; index--)
        {
            if ((_order[index] & 1) == 0)
            {
                return index;
            }
        }

        return -1;
    }

    private int IndexOf(int order)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_order[middle] < order)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int Insert(int order, int first)
    {
        int index = IndexOf(order);
        int moved = _count - index;
        Array.Copy(_order, index, _order, index + 1, moved);
        Array.Copy(_first, index, _first, index + 1, moved);
        Array.Copy(_last, index, _last, index + 1, moved);
        Array.Copy(_bytes, index, _bytes, index + 1, moved);
        Array.Copy(_stream, index, _stream, index + 1, moved);
        Array.Copy(_isDamaged, index, _isDamaged, index + 1, moved);
        _order[index] = order;
        _first[index] = first;
        _last[index] = 0;
        _bytes[index] = _settings.SegmentBytes;
        _stream[index] = -1;
        _isDamaged[index] = false;
        _count++;
        return index;
    }

    private void RemoveAt(int index)
    {
        int moved = _count - index - 1;
        Array.Copy(_order, index + 1, _order, index, moved);
        Array.Copy(_first, index + 1, _first, index, moved);
        Array.Copy(_last, index + 1, _last, index, moved);
        Array.Copy(_bytes, index + 1, _bytes, index, moved);
        Array.Copy(_stream, index + 1, _stream, index, moved);
        Array.Copy(_isDamaged, index + 1, _isDamaged, index, moved);
        _count--;
    }

    private bool RemoveFile(int index)
    {
        string name = NameOf(index);
        if (!_volume.Delete(name) && _volume.Length(name) >= 0)
        {
            Counters.DeleteFailures++;
            return false;
        }

        RemoveAt(index);
        return true;
    }

    private void InsertNames(string[] names, string prefix, int kind)
    {
        for (int index = 0; index < names.Length; index++)
        {
            string name = names[index];
            int number = ParseHex(name, prefix.Length);
            int first = ParseHex(name, prefix.Length + 9);
            if (name.Length == prefix.Length + 17 && number > 0 && number < 0x3FFFFFFF && first > 0)
            {
                Insert((number << 1) | kind, first);
            }
        }
    }

    private string NameOf(int index) => (((_order[index] & 1) == 0) ? SegmentPrefix : KeptPrefix) + Hex(_order[index] >> 1) + "-" + Hex(_first[index]);

    private static string Hex(int number)
    {
        char[] digits = new char[8];
        for (int index = 7; index >= 0; index--)
        {
            int digit = number & 15;
            digits[index] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            number >>= 4;
        }

        return new string(digits);
    }

    // Eight hexadecimal digits; -1 when there are none.
    private static int ParseHex(string name, int offset)
    {
        if (name.Length < offset + 8)
        {
            return -1;
        }

        int number = 0;
        for (int index = offset; index < offset + 8; index++)
        {
            int character = name[index];
            int digit = character >= '0' && character <= '9' ? character - '0' : character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }

            number = (number << 4) | digit;
        }

        return number;
    }

    private static int Blocks(int bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    internal static int ReadInt32(byte[] bytes, int offset) =>
        (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];

    internal static void WriteInt32(byte[] bytes, int offset, int value)
    {
        bytes[offset] = (byte)(value >> 24);
        bytes[offset + 1] = (byte)(value >> 16);
        bytes[offset + 2] = (byte)(value >> 8);
        bytes[offset + 3] = (byte)value;
    }
}
