using System;
using Telltale.Journal;
using Telltale.Ports;

namespace Telltale.Commands;

/// <summary>
/// Which commands of the current stream were accepted: the highest number and the <see cref="Window"/> numbers up to it, with what became of each. Durable before a command is acted
/// upon, in two copies (FORMAT.md section 4), so that a power cut at any operation leaves the command accepted, or not accepted and not acted upon.
/// </summary>
public sealed class CommandLog
{
    /// <summary>The names of the two copies.</summary>
    public const string FirstFileName = "commands-a";

    /// <inheritdoc cref="FirstFileName"/>
    public const string SecondFileName = "commands-b";

    /// <summary>How many numbers are remembered: the highest one accepted, and those below it.</summary>
    public const int Window = 64;

    /// <summary>Bytes of a copy: version, number of the writing, stream id, highest number, entries, CRC-32.</summary>
    public const int FileLength = EntriesOffset + (Window * EntryLength) + 4;

    /// <summary>There are copies and none can be read: what was accepted is not known, so nothing may be. A new stream ends it.</summary>
    public bool IsLost;

    /// <summary>Copies that could not be read at start-up; an empty one, which a power cut leaves, is not counted.</summary>
    public int DamagedCopies;

    /// <summary>Attempts to write a copy that failed.</summary>
    public int WriteFailures;

    /// <summary>What <see cref="FindOpen"/> has found: the number.</summary>
    public int OpenNumber;

    /// <summary>What <see cref="FindOpen"/> has found: what the command was to do.</summary>
    public CommandCode OpenCode;

    /// <summary>What <see cref="FindOpen"/> has found: the command was one of the stream before the current one.</summary>
    public bool IsOpenOfOtherStream;

    private const byte Version = 1;
    private const int StreamIdLength = 8;
    private const int WritingOffset = 1;
    private const int StreamIdOffset = 5;
    private const int HighestOffset = StreamIdOffset + StreamIdLength;
    private const int EntriesOffset = HighestOffset + 4;

    // State, code, status, CRC-32 of the command.
    private const int EntryLength = 7;
    private const int Accepted = 1;
    private const int Finished = 2;

    private readonly IFileVolume _volume;
    private readonly Crc32 _checksum = new Crc32();
    private byte[] _file = new byte[FileLength];
    private byte[] _next = new byte[FileLength];
    private byte[] _previous;
    private bool _isFirstNewest;
    private bool _isUnsaved;

    /// <summary>Makes it; nothing is read before <see cref="Load"/>.</summary>
    public CommandLog(IFileVolume volume)
    {
        _volume = volume;
    }

    /// <summary>True while something could not be made durable; see <see cref="TrySave"/>.</summary>
    public bool IsUnsaved => _isUnsaved;

    /// <summary>The highest number that was accepted in the current stream; 0 for none.</summary>
    public int Highest => CommandBytes.ReadInt32(_file, HighestOffset);

    /// <summary>The highest number that was accepted in the stream before, as long as <see cref="FindOpen"/> finds commands of it.</summary>
    public int HighestOfOtherStream => _previous == null ? 0 : CommandBytes.ReadInt32(_previous, HighestOffset);

    /// <summary>Reads the file. One of another stream counts for nothing but commands of it that were not finished.</summary>
    /// <param name="streamId">The unit's current stream.</param>
    public void Load(byte[] streamId)
    {
        byte[] first = Read(FirstFileName, out bool isFirstThere);
        byte[] second = Read(SecondFileName, out bool isSecondThere);
        byte[] newest = first;
        if (second != null && (first == null || CommandBytes.ReadInt32(second, WritingOffset) - CommandBytes.ReadInt32(first, WritingOffset) > 0))
        {
            newest = second;
        }

        IsLost = newest == null && (DamagedCopies > 0 || (isFirstThere && isSecondThere));
        _isFirstNewest = first != null && first == newest;
        _isUnsaved = false;
        _previous = null;
        if (newest != null && BitConverter.ToInt64(newest, StreamIdOffset) == BitConverter.ToInt64(streamId, 0))
        {
            _file = newest;
            return;
        }

        _file = new byte[FileLength];
        _file[0] = Version;
        Array.Copy(streamId, 0, _file, StreamIdOffset, StreamIdLength);
        if (newest != null)
        {
            _previous = newest;
            Array.Copy(newest, WritingOffset, _file, WritingOffset, 4);
        }
    }

    /// <summary>Begins anew for another stream: nothing of it has been accepted. Written with the first command.</summary>
    public void Begin(byte[] streamId)
    {
        Array.Clear(_file, HighestOffset, FileLength - HighestOffset);
        Array.Copy(streamId, 0, _file, StreamIdOffset, StreamIdLength);
        _previous = null;
        IsLost = false;
    }

    /// <summary>What is known of a command.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="digest">The CRC-32 of the whole command.</param>
    public CommandVerdict Judge(int number, int digest)
    {
        int highest = Highest;
        if (number > highest)
        {
            return CommandVerdict.New;
        }

        if (number <= highest - Window)
        {
            return CommandVerdict.TooOld;
        }

        int entry = EntryOf(number);
        int state = _file[entry];
        if (state == 0)
        {
            return CommandVerdict.New;
        }

        if (CommandBytes.ReadInt32(_file, entry + 3) != digest)
        {
            return CommandVerdict.Other;
        }

        return state == Accepted ? CommandVerdict.Open : CommandVerdict.Finished;
    }

    /// <summary>With which status a command was finished; meaningful for <see cref="CommandVerdict.Finished"/>.</summary>
    public CommandStatus StatusOf(int number) => (CommandStatus)_file[EntryOf(number) + 2];

    /// <summary>Takes a number for used, before the command is acted upon.</summary>
    /// <returns>False when it could not be made durable: the command must not be acted upon.</returns>
    public bool TryAccept(int number, int digest, CommandCode code) => TryPut(number, digest, code, Accepted, CommandStatus.Begun);

    /// <summary>Takes the number of a command for used that is not acted upon.</summary>
    /// <returns>False when it could not be made durable.</returns>
    public bool TryRefuse(int number, int digest, CommandCode code, CommandStatus status) => TryPut(number, digest, code, Finished, status);

    /// <summary>Notes what became of an accepted command. Where that cannot be made durable now it is with the next writing.</summary>
    public void Finish(int number, CommandStatus status)
    {
        int entry = EntryOf(number);
        _file[entry] = Finished;
        _file[entry + 2] = (byte)status;
        _isUnsaved = true;
        TrySave();
    }

    /// <summary>Tries again to make durable what could not be.</summary>
    /// <returns>False while there is something left to write.</returns>
    public bool TrySave()
    {
        if (!_isUnsaved)
        {
            return true;
        }

        Array.Copy(_file, 0, _next, 0, FileLength);
        return TryWrite();
    }

    /// <summary>Looks for a command that was accepted and is not finished; at start-up one that the power failed in.</summary>
    /// <returns>False where there is none.</returns>
    public bool FindOpen()
    {
        if (_previous != null && FindOpenIn(_previous))
        {
            IsOpenOfOtherStream = true;
            return true;
        }

        IsOpenOfOtherStream = false;
        return FindOpenIn(_file);
    }

    /// <summary>Copies the stream of the command that <see cref="FindOpen"/> has found.</summary>
    public void CopyOpenStreamId(byte[] destination) =>
        Array.Copy(IsOpenOfOtherStream ? _previous : _file, StreamIdOffset, destination, 0, StreamIdLength);

    /// <summary>Notes what became of the command that <see cref="FindOpen"/> has found.</summary>
    public void FinishOpen(CommandStatus status)
    {
        if (!IsOpenOfOtherStream)
        {
            Finish(OpenNumber, status);
            return;
        }

        _previous[EntryOf(OpenNumber)] = Finished;
        if (!FindOpenIn(_previous))
        {
            // Nothing of the stream before is wanted any more.
            _previous = null;
            _isUnsaved = true;
            TrySave();
        }
    }

    private static int EntryOf(int number) => EntriesOffset + ((number & (Window - 1)) * EntryLength);

    private bool FindOpenIn(byte[] file)
    {
        int highest = CommandBytes.ReadInt32(file, HighestOffset);
        for (int number = highest; number > 0 && number > highest - Window; number--)
        {
            int entry = EntryOf(number);
            if (file[entry] == Accepted)
            {
                OpenNumber = number;
                OpenCode = (CommandCode)file[entry + 1];
                return true;
            }
        }

        return false;
    }

    private bool TryPut(int number, int digest, CommandCode code, int state, CommandStatus status)
    {
        if (IsLost)
        {
            return false;
        }

        Array.Copy(_file, 0, _next, 0, FileLength);
        int highest = Highest;
        if (number > highest)
        {
            // The numbers passed over may still come.
            int skipped = number - highest < Window ? number - highest : Window;
            for (int index = 0; index < skipped; index++)
            {
                Array.Clear(_next, EntryOf(number - index), EntryLength);
            }

            CommandBytes.WriteInt32(_next, HighestOffset, number);
        }

        int entry = EntryOf(number);
        _next[entry] = (byte)state;
        _next[entry + 1] = (byte)code;
        _next[entry + 2] = (byte)status;
        CommandBytes.WriteInt32(_next, entry + 3, digest);
        return TryWrite();
    }

    // The copy that does not hold the newest state first. Once one of the two is written the state is durable; the other is for a copy that cannot be read one day.
    private bool TryWrite()
    {
        CommandBytes.WriteInt32(_next, WritingOffset, CommandBytes.ReadInt32(_file, WritingOffset) + 1);
        CommandBytes.WriteInt32(_next, FileLength - 4, _checksum.Compute(_next, 0, FileLength - 4));
        bool isSecondFirst = _isFirstNewest;
        if (!TryWriteCopy(isSecondFirst, _next))
        {
            return false;
        }

        byte[] spare = _file;
        _file = _next;
        _next = spare;
        _isUnsaved = false;
        bool isOtherWritten = TryWriteCopy(!isSecondFirst, _file);
        _isFirstNewest = !isSecondFirst || isOtherWritten;
        return true;
    }

    private bool TryWriteCopy(bool isSecond, byte[] content)
    {
        string name = isSecond ? SecondFileName : FirstFileName;
        if (_volume.Length(name) >= 0)
        {
            _volume.Delete(name);
        }

        if (_volume.Create(name, content, 0, FileLength))
        {
            return true;
        }

        WriteFailures++;
        return false;
    }

    private byte[] Read(string name, out bool isThere)
    {
        int length = _volume.Length(name);
        isThere = length >= 0;
        if (length <= 0)
        {
            return null;
        }

        byte[] file = new byte[FileLength];
        if (length == FileLength && _volume.Read(name, 0, file, 0, FileLength) == FileLength && file[0] == Version
            && CommandBytes.ReadInt32(file, FileLength - 4) == _checksum.Compute(file, 0, FileLength - 4))
        {
            return file;
        }

        DamagedCopies++;
        return null;
    }
}
