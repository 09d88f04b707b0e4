using System;
using Telltale.Journal;
using Telltale.Ports;

namespace Telltale.Configuration;

/// <summary>One of the two files that a configuration is kept in; FORMAT.md has the layout. Written once as a whole; what becomes of it afterwards is appended.</summary>
internal sealed class ConfigurationFile
{
    internal const int HeaderLength = 24;
    internal const int RecordLength = 8;

    private const int FileVersion = 1;
    private const int MaximumRecords = 8;
    private const int OnTrialFlag = 1;
    private const int StartedKind = 1;
    private const int ResultKind = 2;

    internal readonly string Name;

    /// <summary>The file is there and whole.</summary>
    internal bool IsValid;

    /// <summary>A file is there and cannot be used.</summary>
    internal bool IsDamaged;

    internal int Generation;
    internal int Revision;
    internal int Length;
    internal int Checksum;
    internal bool WasOnTrial;
    internal int Starts;
    internal TrialResult Result;

    private readonly IFileVolume _volume;
    private readonly Crc32 _crc;
    private readonly byte[] _record = new byte[RecordLength];
    private readonly byte[] _sum = new byte[RecordLength];

    internal ConfigurationFile(string name, IFileVolume volume, Crc32 crc)
    {
        Name = name;
        _volume = volume;
        _crc = crc;
    }

    /// <summary>Whether it counts: never on trial, or taken.</summary>
    internal bool IsConfirmed => IsValid && (!WasOnTrial || Result == TrialResult.Taken);

    /// <summary>Whether it waits to be confirmed.</summary>
    internal bool IsPending => IsValid && WasOnTrial && Result == TrialResult.None;

    /// <summary>Reads the file; the document is left in the buffer behind the header.</summary>
    internal void Load(byte[] buffer)
    {
        IsValid = false;
        IsDamaged = false;
        Starts = 0;
        Result = TrialResult.None;
        int size = _volume.Length(Name);
        if (size < 0)
        {
            return;
        }

        IsDamaged = true;
        int longest = HeaderLength + ConfigurationTable.MaximumDocumentBytes;
        int read = _volume.Read(Name, 0, buffer, 0, size < longest ? size : longest);
        if (read < HeaderLength || buffer[0] != FileVersion || BitConverter.ToInt32(buffer, 20) != _crc.Compute(buffer, 0, 20))
        {
            return;
        }

        Generation = BitConverter.ToInt32(buffer, 4);
        Revision = BitConverter.ToInt32(buffer, 8);
        Length = BitConverter.ToInt32(buffer, 12);
        Checksum = BitConverter.ToInt32(buffer, 16);
        WasOnTrial = (buffer[1] & OnTrialFlag) != 0;
        if (Length < 0 || Length > read - HeaderLength || _crc.Compute(buffer, HeaderLength, Length) != Checksum)
        {
            return;
        }

        IsValid = true;
        IsDamaged = false;
        for (int index = 0; index < MaximumRecords; index++)
        {
            if (_volume.Read(Name, HeaderLength + Length + (index * RecordLength), _record, 0, RecordLength) != RecordLength
                || BitConverter.ToInt32(_record, 4) != RecordChecksum(_record))
            {
                return;
            }

            Starts += _record[0] == StartedKind ? 1 : 0;
            if (_record[0] == ResultKind)
            {
                Result = (TrialResult)_record[1];
            }
        }
    }

    /// <summary>Writes the document that lies in the buffer behind the header. The file of that name goes first.</summary>
    internal bool Write(byte[] buffer, int generation, int revision, int length, bool isOnTrial)
    {
        IsValid = false;
        if (_volume.Length(Name) >= 0 && !_volume.Delete(Name))
        {
            return false;
        }

        Generation = generation;
        Revision = revision;
        Length = length;
        Checksum = _crc.Compute(buffer, HeaderLength, length);
        WasOnTrial = isOnTrial;
        Starts = 0;
        Result = TrialResult.None;
        buffer[0] = FileVersion;
        buffer[1] = (byte)(isOnTrial ? OnTrialFlag : 0);
        buffer[2] = 0;
        buffer[3] = 0;
        Put(buffer, 4, generation);
        Put(buffer, 8, revision);
        Put(buffer, 12, length);
        Put(buffer, 16, Checksum);
        Put(buffer, 20, _crc.Compute(buffer, 0, 20));
        IsValid = _volume.Create(Name, buffer, 0, HeaderLength + length);
        return IsValid;
    }

    /// <summary>Notes a start on trial.</summary>
    internal bool NoteStart()
    {
        bool isNoted = Append(StartedKind, 0);
        Starts += isNoted ? 1 : 0;
        return isNoted;
    }

    /// <summary>Notes what became of it.</summary>
    internal bool NoteResult(TrialResult result)
    {
        if (!Append(ResultKind, (int)result))
        {
            return false;
        }

        Result = result;
        return true;
    }

    private bool Append(int kind, int value)
    {
        _record[0] = (byte)kind;
        _record[1] = (byte)value;
        _record[2] = 0;
        _record[3] = 0;
        Put(_record, 4, RecordChecksum(_record));
        return _volume.Append(Name, _record, 0, RecordLength);
    }

    // Over the generation too: a record belongs to this writing of the file and to no other.
    private int RecordChecksum(byte[] record)
    {
        Array.Copy(record, _sum, 4);
        Put(_sum, 4, Generation);
        return _crc.Compute(_sum, 0, RecordLength);
    }

    private static void Put(byte[] buffer, int position, int value)
    {
        buffer[position] = (byte)value;
        buffer[position + 1] = (byte)(value >> 8);
        buffer[position + 2] = (byte)(value >> 16);
        buffer[position + 3] = (byte)(value >> 24);
    }
}
