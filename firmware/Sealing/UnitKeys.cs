using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>
/// The keys that the unit holds, kept in one of two files that take turns (FORMAT.md, section 5): a new file is written whole, then the old one
/// is deleted, so that a power cut at any operation leaves one that counts. No key reaches a frame before the file that holds it is durable.
/// </summary>
public sealed class UnitKeys
{
    /// <summary>An epoch ends after so many frames.</summary>
    public const int FramesPerEpoch = 64;

    /// <summary>The names of the two files.</summary>
    public const string FirstFileName = "keys-a";

    /// <inheritdoc cref="FirstFileName"/>
    public const string SecondFileName = "keys-b";

    /// <summary>Bytes of a key file.</summary>
    public const int FileLength = UnitEnrolment.FileLength;

    /// <summary>Bytes of <see cref="Carried"/>.</summary>
    public const int CarriedLength = 40;

    /// <summary>The key of frames that the unit sends, of <see cref="Epoch"/>.</summary>
    public readonly FrameKey UplinkKey = new FrameKey();

    /// <summary>The key of frames from the owner, of the stream.</summary>
    public readonly FrameKey DownlinkKey = new FrameKey();

    /// <summary>The unit's id as the bytes that keys and associated data are made with; null until <see cref="Load"/> has found it.</summary>
    public byte[] UnitIdBytes;

    /// <summary>The unit's id; null until <see cref="Load"/> has found it.</summary>
    public string UnitId;

    /// <summary>The stream's id. The array stays, its content changes with the stream.</summary>
    public readonly byte[] StreamId = new byte[FrameHeader.StreamIdLength];

    /// <summary>How often the unit has started since its enrolment, this start included, from 1; 0 before the first <see cref="BeginEpoch"/>.</summary>
    public int BootNumber;

    /// <summary>The current epoch, from 1; 0 before the stream's first <see cref="BeginEpoch"/>.</summary>
    public int Epoch;

    /// <summary>The salt of every frame of the current epoch; drawn anew by <see cref="BeginEpoch"/> and kept nowhere.</summary>
    public int Salt;

    /// <summary>
    /// What the unit wants to find again after a restart, such as its counters: written whenever a key file is, read by <see cref="Load"/>. The array stays.
    /// </summary>
    public readonly byte[] Carried = new byte[CarriedLength];

    /// <summary>Frames sealed in this epoch; <see cref="UnitSealer"/> counts.</summary>
    public int FramesInEpoch;

    /// <summary>No sequence below this was free when the newest epoch began; 1 in a new stream.</summary>
    public int SequenceFloor;

    /// <summary>No sequence from here on can have been used yet: what a journal with a damaged end goes on with.</summary>
    public int SequenceCeiling;

    /// <summary>Key files that were found damaged or empty.</summary>
    public int DamagedFiles;

    /// <summary>Attempts to write a key file that failed.</summary>
    public int WriteFailures;

    // The file: version, then these in this order, numbers big-endian.
    private const int UnitIdOffset = 1;
    private const int NumberOffset = UnitIdOffset + UnitEnrolment.UnitIdLength;
    private const int BootNumberOffset = NumberOffset + 4;
    private const int EnrolmentMarkOffset = BootNumberOffset + 4;
    private const int ChainIndexOffset = EnrolmentMarkOffset + 8;
    private const int ChainKeyOffset = ChainIndexOffset + 2;
    private const int StreamIdOffset = ChainKeyOffset + KeySchedule.KeyLength;
    private const int EpochOffset = StreamIdOffset + FrameHeader.StreamIdLength;
    private const int EpochKeyOffset = EpochOffset + 4;
    private const int DownlinkKeyOffset = EpochKeyOffset + KeySchedule.KeyLength;
    private const int SequenceFloorOffset = DownlinkKeyOffset + KeySchedule.KeyLength;

    // Four bytes in between are zero.
    private const int CarriedOffset = SequenceFloorOffset + 8;
    private const int RandomLength = 64;

    private readonly ICryptography _cryptography;
    private readonly IFileVolume _volume;
    private readonly byte[] _file = new byte[FileLength];
    private readonly byte[] _next = new byte[FileLength];
    private string _fileName;
    private bool _hasBegun;
    private long _ticks;

    /// <summary>Makes the keys of the unit whose files are on <paramref name="volume"/>; nothing is read before <see cref="Load"/>.</summary>
    public UnitKeys(ICryptography cryptography, IFileVolume volume)
    {
        _cryptography = cryptography;
        _volume = volume;
    }

    /// <summary>
    /// Reads the keys, or begins a stream from an identity that was not used before. Nothing may be sealed before <see cref="BeginEpoch"/>.
    /// </summary>
    /// <param name="ticks">Any fast-running clock; it goes into the id of a new stream and into salts, because the chip's random numbers may be weak.</param>
    public UnitKeyState Load(long ticks)
    {
        _ticks = ticks;
        _hasBegun = false;
        _fileName = null;
        FramesInEpoch = 0;
        bool first = ReadFile(FirstFileName);
        if (first)
        {
            Array.Copy(_next, 0, _file, 0, FileLength);
            _fileName = FirstFileName;
        }

        if (ReadFile(SecondFileName))
        {
            // A cut between writing the new file and deleting the old one leaves both: the higher number counts.
            if (!first || FrameHeader.ReadInt32(_next, NumberOffset) > FrameHeader.ReadInt32(_file, NumberOffset))
            {
                Array.Copy(_next, 0, _file, 0, FileLength);
                _fileName = SecondFileName;
            }

            if (first)
            {
                _volume.Delete(_fileName == FirstFileName ? SecondFileName : FirstFileName);
            }
        }

        byte[] identity = ReadIdentity();
        if (identity != null)
        {
            byte[] chainKey = new byte[KeySchedule.KeyLength];
            Array.Copy(identity, 1 + UnitEnrolment.UnitIdLength, chainKey, 0, KeySchedule.KeyLength);
            byte[] mark = KeySchedule.EnrolmentMark(_cryptography, chainKey);
            if (_fileName != null && BitConverter.ToInt64(mark, 0) == BitConverter.ToInt64(_file, EnrolmentMarkOffset))
            {
                // The cut came between writing the first key file and deleting the identity, whose chain key is the older one.
                _volume.Delete(UnitEnrolment.FileName);
            }
            else
            {
                BeginStream(identity, mark, chainKey);
                Array.Clear(identity, 0, identity.Length);
                return UnitKeyState.NewStream;
            }
        }

        if (_fileName == null)
        {
            return UnitKeyState.NotEnrolled;
        }

        TakeFields();
        return UnitKeyState.Resumed;
    }

    /// <summary>
    /// Begins a new epoch: the key moves on and the old one is gone. To be called once at each start-up, after the journal has been recovered, and
    /// again at the end of a trip; <see cref="UnitSealer"/> calls it after <see cref="FramesPerEpoch"/> frames.
    /// </summary>
    /// <param name="nextSequence">The sequence that the next frame will have.</param>
    /// <returns>False when the unit is not enrolled or the file could not be written; the old epoch then goes on, if there was one in this start-up.</returns>
    public bool BeginEpoch(int nextSequence)
    {
        if (UnitId == null)
        {
            return false;
        }

        byte[] epochKey = new byte[KeySchedule.KeyLength];
        Array.Copy(_file, EpochKeyOffset, epochKey, 0, KeySchedule.KeyLength);
        byte[] nextKey = KeySchedule.NextEpochKey(_cryptography, epochKey);

        Array.Copy(_file, 0, _next, 0, FileLength);
        FrameHeader.WriteInt32(_next, EpochOffset, Epoch + 1);
        Array.Copy(nextKey, 0, _next, EpochKeyOffset, KeySchedule.KeyLength);
        FrameHeader.WriteInt32(_next, SequenceFloorOffset, nextSequence);
        if (!_hasBegun)
        {
            FrameHeader.WriteInt32(_next, BootNumberOffset, BootNumber + 1);
        }

        if (!WriteNextFile())
        {
            return false;
        }

        bool isFirst = !_hasBegun;
        _hasBegun = true;
        FramesInEpoch = 0;
        Salt = FrameHeader.ReadInt32(Draw("salt", Epoch + 1), 0);
        TakeFields();
        KeySchedule.DeriveFrameKey(_cryptography, nextKey, FrameHeader.CurrentVersion, false, UnitIdBytes, UplinkKey);
        Array.Clear(nextKey, 0, nextKey.Length);
        Array.Clear(epochKey, 0, epochKey.Length);
        if (isFirst)
        {
            byte[] downlinkKey = new byte[KeySchedule.KeyLength];
            Array.Copy(_file, DownlinkKeyOffset, downlinkKey, 0, KeySchedule.KeyLength);
            KeySchedule.DeriveFrameKey(_cryptography, downlinkKey, FrameHeader.CurrentVersion, true, UnitIdBytes, DownlinkKey);

            // Only now the first chain key is of no more use.
            if (_volume.Length(UnitEnrolment.FileName) >= 0)
            {
                _volume.Delete(UnitEnrolment.FileName);
            }
        }

        return true;
    }

    /// <summary>True once <see cref="BeginEpoch"/> has succeeded in this start-up: frames can be sealed and opened.</summary>
    public bool IsReady => _hasBegun;

    /// <summary>
    /// The key of the epoch that the file holds, for the newest frames of the start-up before: what the unit wrote last can be read until <see cref="BeginEpoch"/>.
    /// </summary>
    /// <returns>False for a header of another stream, epoch or direction.</returns>
    public bool TryGetNewestKey(FrameHeader header, FrameKey key)
    {
        if (UnitId == null || header.IsDownlink || header.Epoch != Epoch || Epoch == 0
            || BitConverter.ToInt64(header.StreamId, 0) != BitConverter.ToInt64(StreamId, 0))
        {
            return false;
        }

        byte[] epochKey = new byte[KeySchedule.KeyLength];
        Array.Copy(_file, EpochKeyOffset, epochKey, 0, KeySchedule.KeyLength);
        KeySchedule.DeriveFrameKey(_cryptography, epochKey, FrameHeader.CurrentVersion, false, UnitIdBytes, key);
        Array.Clear(epochKey, 0, epochKey.Length);
        return true;
    }

    /// <summary>True for a header that <see cref="DownlinkKey"/> may open: from the owner, for the current stream, epoch 0.</summary>
    public bool IsDownlinkOfThisStream(FrameHeader header) =>
        _hasBegun && header.IsDownlink && header.Epoch == 0 && BitConverter.ToInt64(header.StreamId, 0) == BitConverter.ToInt64(StreamId, 0);

    /// <summary>
    /// Begins the next stream, under the chain key that is held: the downlink key changes, so that everything sealed for the stream before is worth nothing, and keys that somebody has
    /// copied of it lead to none of the next. Nothing can be sealed afterwards before <see cref="BeginEpoch"/>, and the journal has to be recovered for the new stream.
    /// </summary>
    /// <returns>False when the unit is not enrolled, the chain has come to its end (65,535), or the file could not be written; the stream then goes on.</returns>
    public bool BeginNextStream()
    {
        int chainIndex = (_file[ChainIndexOffset] << 8) | _file[ChainIndexOffset + 1];
        if (UnitId == null || chainIndex == 0xFFFF)
        {
            return false;
        }

        byte[] chainKey = new byte[KeySchedule.KeyLength];
        Array.Copy(_file, ChainKeyOffset, chainKey, 0, KeySchedule.KeyLength);
        Array.Copy(_file, 0, _next, 0, FileLength);
        WriteStream(_next, chainIndex, chainKey);
        Array.Clear(chainKey, 0, chainKey.Length);
        if (!WriteNextFile())
        {
            return false;
        }

        _hasBegun = false;
        TakeFields();
        SequenceCeiling = 1;
        return true;
    }

    private void BeginStream(byte[] identity, byte[] mark, byte[] chainKey)
    {
        // A unit that is enrolled anew counts its start-ups on, so that an owner who keeps its old data never meets one twice.
        int bootNumber = _fileName == null ? 0 : FrameHeader.ReadInt32(_file, BootNumberOffset);
        int number = _fileName == null ? 0 : FrameHeader.ReadInt32(_file, NumberOffset);

        Array.Clear(_file, 0, FileLength);
        _file[0] = FrameHeader.CurrentVersion;
        Array.Copy(identity, 1, _file, UnitIdOffset, UnitEnrolment.UnitIdLength);
        FrameHeader.WriteInt32(_file, NumberOffset, number);
        FrameHeader.WriteInt32(_file, BootNumberOffset, bootNumber);
        Array.Copy(mark, 0, _file, EnrolmentMarkOffset, 8);
        WriteStream(_file, 0, chainKey);
        TakeFields();
        SequenceCeiling = 1;
    }

    // What a file holds of a new stream. A chain key that has been used is gone with it.
    private void WriteStream(byte[] file, int chainIndex, byte[] chainKey)
    {
        byte[] streamId = new byte[FrameHeader.StreamIdLength];
        streamId[0] = (byte)(chainIndex >> 8);
        streamId[1] = (byte)chainIndex;
        Array.Copy(Draw("stream id", FrameHeader.ReadInt32(file, BootNumberOffset)), 0, streamId, 2, 6);
        byte[] streamKey = KeySchedule.StreamKey(_cryptography, chainKey, streamId);
        file[ChainIndexOffset] = (byte)((chainIndex + 1) >> 8);
        file[ChainIndexOffset + 1] = (byte)(chainIndex + 1);
        Array.Copy(KeySchedule.NextChainKey(_cryptography, chainKey), 0, file, ChainKeyOffset, KeySchedule.KeyLength);
        Array.Copy(streamId, 0, file, StreamIdOffset, FrameHeader.StreamIdLength);
        FrameHeader.WriteInt32(file, EpochOffset, 0);
        Array.Copy(streamKey, 0, file, EpochKeyOffset, KeySchedule.KeyLength);
        Array.Copy(KeySchedule.DownlinkKey(_cryptography, streamKey), 0, file, DownlinkKeyOffset, KeySchedule.KeyLength);
        FrameHeader.WriteInt32(file, SequenceFloorOffset, 1);
    }

    private void TakeFields()
    {
        UnitIdBytes = new byte[UnitEnrolment.UnitIdLength];
        Array.Copy(_file, UnitIdOffset, UnitIdBytes, 0, UnitEnrolment.UnitIdLength);
        char[] characters = new char[UnitEnrolment.UnitIdLength];
        for (int index = 0; index < characters.Length; index++)
        {
            characters[index] = (char)UnitIdBytes[index];
        }

        UnitId = new string(characters);
        Array.Copy(_file, StreamIdOffset, StreamId, 0, FrameHeader.StreamIdLength);
        BootNumber = FrameHeader.ReadInt32(_file, BootNumberOffset);
        Epoch = FrameHeader.ReadInt32(_file, EpochOffset);
        SequenceFloor = FrameHeader.ReadInt32(_file, SequenceFloorOffset);
        SequenceCeiling = SequenceFloor + FramesPerEpoch;
        Array.Copy(_file, CarriedOffset, Carried, 0, CarriedLength);
    }

    // 32 bytes that differ from everything drawn before, though the random numbers may be weak: the label, the clock and a count go in too.
    private byte[] Draw(string label, int count)
    {
        byte[] random = new byte[RandomLength];
        _cryptography.FillRandom(random);
        byte[] context = new byte[12];
        FrameHeader.WriteInt32(context, 0, (int)(_ticks >> 32));
        FrameHeader.WriteInt32(context, 4, (int)_ticks);
        FrameHeader.WriteInt32(context, 8, count);
        return KeySchedule.Derive(_cryptography, random, label, context);
    }

    private bool WriteNextFile()
    {
        string name = _fileName == FirstFileName ? SecondFileName : FirstFileName;
        FrameHeader.WriteInt32(_next, NumberOffset, FrameHeader.ReadInt32(_file, NumberOffset) + 1);
        Array.Copy(Carried, 0, _next, CarriedOffset, CarriedLength);
        UnitEnrolment.WriteCheck(_cryptography, _next);
        if (_volume.Length(name) >= 0)
        {
            // What a cut or a failure left under the name; the file that counts is the other one.
            _volume.Delete(name);
        }

        if (!_volume.Create(name, _next, 0, FileLength))
        {
            WriteFailures++;
            return false;
        }

        if (_fileName != null)
        {
            _volume.Delete(_fileName);
        }

        _fileName = name;
        Array.Copy(_next, 0, _file, 0, FileLength);
        return true;
    }

    private bool ReadFile(string name)
    {
        if (_volume.Length(name) < 0)
        {
            return false;
        }

        if (_volume.Read(name, 0, _next, 0, FileLength) == FileLength && _next[0] == FrameHeader.CurrentVersion
            && UnitEnrolment.HasValidCheck(_cryptography, _next))
        {
            return true;
        }

        DamagedFiles++;
        return false;
    }

    private byte[] ReadIdentity()
    {
        if (_volume.Length(UnitEnrolment.FileName) < 0)
        {
            return null;
        }

        byte[] identity = new byte[UnitEnrolment.FileLength];
        if (_volume.Read(UnitEnrolment.FileName, 0, identity, 0, identity.Length) == identity.Length && identity[0] == FrameHeader.CurrentVersion
            && UnitEnrolment.HasValidCheck(_cryptography, identity))
        {
            return identity;
        }

        DamagedFiles++;
        return null;
    }
}
