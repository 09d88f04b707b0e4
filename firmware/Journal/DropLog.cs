using System;
using Telltale.Ports;

namespace Telltale.Journal;

/// <summary>
/// The dropped ranges, in memory and in a small file of their own, until a status that names them is released: whoever waits for a frame must
/// learn that it will not come, also after a restart.
/// </summary>
internal sealed class DropLog
{
    private const string Prefix = "drop-";
    private const string FirstFileName = "drop-a";
    private const string SecondFileName = "drop-b";
    private const int RecordLength = 24;
    private const int Capacity = 32;
    private const int MaximumFileBytes = 4096;

    private readonly IFileVolume _volume;
    private readonly Crc32 _crc;
    private readonly JournalCounters _counters;
    private readonly DroppedRange[] _ranges = new DroppedRange[Capacity];
    private readonly byte[] _record = new byte[RecordLength];
    private byte[] _file;
    private string _fileName = FirstFileName;
    private int _fileBytes;

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
        _fileBytes = 0;
        string[] names = _volume.List(Prefix);
        for (int index = 0; index < names.Length; index++)
        {
            string name = names[index];
            int position = 0;
            while (_volume.Read(name, position, _record, 0, RecordLength) == RecordLength
                && _crc.Compute(_record, 0, RecordLength - 4) == FrameJournal.ReadInt32(_record, RecordLength - 4))
            {
                Insert(_record, FrameJournal.ReadInt32(_record, 8), FrameJournal.ReadInt32(_record, 12), (DropReason)_record[16]);
                position += RecordLength;
            }

            if (position == 0 || _fileBytes != 0)
            {
                // A cut inside a rewrite leaves the old file beside an empty or a complete new one: one of them is enough.
                _volume.Delete(name);
            }
            else
            {
                _fileName = name;
                _fileBytes = position;
            }
        }

        if (_fileBytes != 0 && _volume.Length(_fileName) != _fileBytes)
        {
            Rewrite();
        }
    }

    public void Add(byte[] streamId, int first, int last, DropReason reason)
    {
        Insert(streamId, first, last, reason);
        if (_fileBytes + RecordLength > MaximumFileBytes)
        {
            Rewrite();
            return;
        }

        WriteRecord(_record, 0, streamId, first, last, reason);
        if (_volume.Append(_fileName, _record, 0, RecordLength))
        {
            _fileBytes += RecordLength;
        }
        else
        {
            _counters.DropLogFailures++;
        }
    }

    public void MarkReported(int count, int statusSequence)
    {
        for (int index = 0; index < count && index < Count; index++)
        {
            _ranges[index].ReportedIn = statusSequence;
        }
    }

    public void ForgetReported(RangeSet settled)
    {
        int kept = 0;
        for (int index = 0; index < Count; index++)
        {
            DroppedRange range = _ranges[index];
            if (range.ReportedIn == 0 || !settled.Contains(range.ReportedIn))
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

    private void Insert(byte[] streamId, int first, int last, DropReason reason)
    {
        long id = BitConverter.ToInt64(streamId, 0);
        for (int index = 0; index < Count; index++)
        {
            DroppedRange range = _ranges[index];
            if (BitConverter.ToInt64(range.StreamId, 0) == id && range.Reason == reason && range.ReportedIn == 0
                && first <= range.Last + 1 && last >= range.First - 1)
            {
                range.First = first < range.First ? first : range.First;
                range.Last = last > range.Last ? last : range.Last;
                return;
            }
        }

        if (Count == Capacity)
        {
            // Full: the newest range of the same stream is stretched. What lies between may be reported as dropped though it is not; a frame
            // that arrives, or is stored already, counts more than such a report.
            _counters.DroppedRangesMerged++;
            for (int index = Count - 1; index >= 0; index--)
            {
                DroppedRange range = _ranges[index];
                if (BitConverter.ToInt64(range.StreamId, 0) == id || index == 0)
                {
                    range.First = first < range.First ? first : range.First;
                    range.Last = last > range.Last ? last : range.Last;
                    range.ReportedIn = 0;
                    return;
                }
            }
        }

        DroppedRange added = _ranges[Count++];
        Array.Copy(streamId, 0, added.StreamId, 0, 8);
        added.First = first;
        added.Last = last;
        added.Reason = reason;
        added.ReportedIn = 0;
    }

    // Writes what is left to the other file, then deletes this one.
    private void Rewrite()
    {
        string other = _fileName == FirstFileName ? SecondFileName : FirstFileName;
        if (_volume.Length(other) >= 0 && Count > 0)
        {
            _volume.Delete(other);
        }

        if (Count > 0)
        {
            if (_file == null)
            {
                _file = new byte[Capacity * RecordLength];
            }

            for (int index = 0; index < Count; index++)
            {
                DroppedRange range = _ranges[index];
                WriteRecord(_file, index * RecordLength, range.StreamId, range.First, range.Last, range.Reason);
            }

            if (!_volume.Create(other, _file, 0, Count * RecordLength))
            {
                _counters.DropLogFailures++;
                return;
            }
        }

        _volume.Delete(_fileName);
        _fileName = other;
        _fileBytes = Count * RecordLength;
    }

    private void WriteRecord(byte[] output, int offset, byte[] streamId, int first, int last, DropReason reason)
    {
        Array.Copy(streamId, 0, output, offset, 8);
        FrameJournal.WriteInt32(output, offset + 8, first);
        FrameJournal.WriteInt32(output, offset + 12, last);
        output[offset + 16] = (byte)reason;
        output[offset + 17] = 0;
        output[offset + 18] = 0;
        output[offset + 19] = 0;
        FrameJournal.WriteInt32(output, offset + 20, _crc.Compute(output, offset, 20));
    }
}
