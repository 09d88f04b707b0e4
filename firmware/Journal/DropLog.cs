using System;
using Telltale.Ports;

namespace Telltale.Journal;

/// <summary>
/// The dropped ranges, in memory and in a small file of their own, until a status that names them is released: whoever waits for a frame must
/// learn that it will not come, also after a restart.
/// </summary>
internal sealed class DropLog
{
    /// <summary>So many records keep the file within what littlefs holds inside its metadata.</summary>
    public const int Capacity = 21;

    private const string Prefix = "drop-";
    private const string FirstFileName = "drop-a";
    private const string SecondFileName = "drop-b";
    private const int RecordLength = 24;
    private const int ReasonOffset = 16;
    private const int GenerationOffset = 17;
    private const int CheckOffset = 20;

    private readonly IFileVolume _volume;
    private readonly Crc32 _crc;
    private readonly JournalCounters _counters;
    private readonly DroppedRange[] _ranges = new DroppedRange[Capacity];
    private readonly byte[] _bytes = new byte[Capacity * RecordLength];
    private string _fileName = FirstFileName;
    private int _fileRecords;
    private int _generation;

    // Added and not written yet; all of them in _bytes unless the file has to be written anew.
    private int _pending;
    private bool _isRewriteDue;

    public DropLog(IFileVolume volume, Crc32 crc, JournalCounters counters)
    {
        _volume = volume;
        _crc = crc;
        _counters = counters;
        for (int index = 0; index < Capacity; index++)
        {
            _ranges[index] = new DroppedRange();
        }
    }

    public int Count { get; private set; }

    public DroppedRange At(int index) => _ranges[index];

    public void Load()
    {
        Count = 0;
        _fileName = FirstFileName;
        _fileRecords = 0;
        _generation = 0;
        _pending = 0;
        _isRewriteDue = false;
        string[] names = _volume.List(Prefix);
        string chosen = null;
        for (int index = 0; index < names.Length; index++)
        {
            // A cut inside a rewrite leaves the old file beside an empty or a complete new one; the new one has the next generation.
            bool isValid = ReadRecord(names[index], 0);
            if (isValid && (chosen == null || ((_bytes[GenerationOffset] - _generation) & 0xFF) < 0x80))
            {
                Forget(chosen);
                chosen = names[index];
                _generation = _bytes[GenerationOffset];
            }
            else
            {
                Forget(names[index]);
            }
        }

        if (chosen == null)
        {
            return;
        }

        _fileName = chosen;
        while (_fileRecords < Capacity && ReadRecord(chosen, _fileRecords))
        {
            Insert(_bytes, RecordFormat.ReadInt32(_bytes, 8), RecordFormat.ReadInt32(_bytes, 12), (DropReason)_bytes[ReasonOffset]);
            _fileRecords++;
        }

        if (_volume.Length(chosen) != _fileRecords * RecordLength)
        {
            Rewrite();
        }
    }

    /// <summary>The highest number of a stream that is in a range; 0 when there is none.</summary>
    public int HighestOf(byte[] streamId)
    {
        long id = BitConverter.ToInt64(streamId, 0);
        int highest = 0;
        for (int index = 0; index < Count; index++)
        {
            if (BitConverter.ToInt64(_ranges[index].StreamId, 0) == id && _ranges[index].Last > highest)
            {
                highest = _ranges[index].Last;
            }
        }

        return highest;
    }

    /// <summary>Adds a range in memory; <see cref="Commit"/> makes it durable.</summary>
    public void Add(byte[] streamId, int first, int last, DropReason reason)
    {
        Insert(streamId, first, last, reason);
        if (_isRewriteDue || _fileRecords + _pending == Capacity)
        {
            _isRewriteDue = true;
            return;
        }

        WriteRecord(_pending, streamId, first, last, reason);
        _pending++;
    }

    /// <summary>Writes what was added, in one call of the volume as a rule.</summary>
    public void Commit()
    {
        int pending = _pending;
        _pending = 0;
        if (_isRewriteDue)
        {
            Rewrite();
        }
        else if (pending > 0)
        {
            if (_volume.Append(_fileName, _bytes, 0, pending * RecordLength))
            {
                _fileRecords += pending;
            }
            else
            {
                _counters.DropLogFailures++;
                _isRewriteDue = true;
            }
        }
    }

    public void MarkReported(int count, int statusSequence)
    {
        for (int index = 0; index < count && index < Count; index++)
        {
            _ranges[index].ReportedIn = statusSequence;
        }
    }

    /// <summary>The statuses with these numbers have reached the owner: what they reported is forgotten.</summary>
    public void ForgetReported(int first, int last)
    {
        int kept = 0;
        for (int index = 0; index < Count; index++)
        {
            DroppedRange range = _ranges[index];
            if (range.ReportedIn == 0 || range.ReportedIn < first || range.ReportedIn > last)
            {
                _ranges[index] = _ranges[kept];
                _ranges[kept] = range;
                kept++;
            }
        }

        if (kept != Count)
        {
            Count = kept;
            Rewrite();
        }
    }

    /// <summary>The statuses with these numbers will never be read: what they reported is to be reported again.</summary>
    public void ReportAgain(int first, int last)
    {
        for (int index = 0; index < Count; index++)
        {
            DroppedRange range = _ranges[index];
            if (range.ReportedIn >= first && range.ReportedIn <= last)
            {
                range.ReportedIn = 0;
                if (TryJoin(BitConverter.ToInt64(range.StreamId, 0), range.First, range.Last, range.Reason, index))
                {
                    Count--;
                    _ranges[index] = _ranges[Count];
                    _ranges[Count] = range;
                    index--;
                }
            }
        }
    }

    private void Insert(byte[] streamId, int first, int last, DropReason reason)
    {
        long id = BitConverter.ToInt64(streamId, 0);
        if (TryJoin(id, first, last, reason, -1))
        {
            return;
        }

        if (Count == Capacity)
        {
            _counters.DroppedRangesMerged++;
            int nearest = Nearest(id, first, last);
            if (nearest >= 0)
            {
                // What lies between may be reported as dropped though it is not; a frame that arrives, or is stored already, counts more than such a report.
                Stretch(_ranges[nearest], first, last);
                return;
            }

            // All of other streams: one of them has to be forgotten.
            Count--;
        }

        DroppedRange added = _ranges[Count++];
        Array.Copy(streamId, 0, added.StreamId, 0, 8);
        added.First = first;
        added.Last = last;
        added.Reason = reason;
        added.ReportedIn = 0;
    }

    // Joins a range to one that it touches and that was not reported yet.
    private bool TryJoin(long id, int first, int last, DropReason reason, int but)
    {
        for (int index = 0; index < Count; index++)
        {
            DroppedRange range = _ranges[index];
            if (index != but && range.Reason == reason && range.ReportedIn == 0 && BitConverter.ToInt64(range.StreamId, 0) == id
                && first <= range.Last + 1 && last >= range.First - 1)
            {
                Stretch(range, first, last);
                return true;
            }
        }

        return false;
    }

    private static void Stretch(DroppedRange range, int first, int last)
    {
        range.First = first < range.First ? first : range.First;
        range.Last = last > range.Last ? last : range.Last;
        range.ReportedIn = 0;
    }

    // Of the ranges of a stream the one with the smallest gap; -1 when there is none.
    private int Nearest(long id, int first, int last)
    {
        int nearest = -1;
        int smallest = int.MaxValue;
        for (int index = 0; index < Count; index++)
        {
            DroppedRange range = _ranges[index];
            int gap = first > range.Last ? first - range.Last : range.First > last ? range.First - last : 0;
            if (BitConverter.ToInt64(range.StreamId, 0) == id && gap < smallest)
            {
                smallest = gap;
                nearest = index;
            }
        }

        return nearest;
    }

    // Writes what is left to the other file, then deletes this one.
    private void Rewrite()
    {
        _pending = 0;
        _isRewriteDue = false;
        string other = _fileName == FirstFileName ? SecondFileName : FirstFileName;
        if (Count > 0)
        {
            Forget(other);
            _generation = (_generation + 1) & 0xFF;
            for (int index = 0; index < Count; index++)
            {
                DroppedRange range = _ranges[index];
                WriteRecord(index, range.StreamId, range.First, range.Last, range.Reason);
            }

            if (!_volume.Create(other, _bytes, 0, Count * RecordLength))
            {
                _counters.DropLogFailures++;
                _isRewriteDue = true;
                return;
            }
        }

        Forget(_fileName);
        _fileName = other;
        _fileRecords = Count;
    }

    private void Forget(string name)
    {
        if (name != null && !_volume.Delete(name) && _volume.Length(name) >= 0)
        {
            _counters.DeleteFailures++;
        }
    }

    private bool ReadRecord(string name, int index) =>
        _volume.Read(name, index * RecordLength, _bytes, 0, RecordLength) == RecordLength
        && _crc.Compute(_bytes, 0, CheckOffset) == RecordFormat.ReadInt32(_bytes, CheckOffset);

    private void WriteRecord(int index, byte[] streamId, int first, int last, DropReason reason)
    {
        int offset = index * RecordLength;
        Array.Copy(streamId, 0, _bytes, offset, 8);
        RecordFormat.WriteInt32(_bytes, offset + 8, first);
        RecordFormat.WriteInt32(_bytes, offset + 12, last);
        _bytes[offset + ReasonOffset] = (byte)reason;
        _bytes[offset + GenerationOffset] = (byte)_generation;
        _bytes[offset + 18] = 0;
        _bytes[offset + 19] = 0;
        RecordFormat.WriteInt32(_bytes, offset + CheckOffset, _crc.Compute(_bytes, offset, CheckOffset));
    }
}
