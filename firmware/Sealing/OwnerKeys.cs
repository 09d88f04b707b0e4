using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>
/// From a unit's root key to the key of any of its frames, in any order. Keeps every 256th epoch key of a stream, so that an old frame costs at
/// most 255 steps of the ratchet; refuses epochs so far ahead that only a forger would name them.
/// </summary>
public sealed class OwnerKeys
{
    /// <summary>How far an epoch may lie above the highest one accepted in its stream.</summary>
    public const int MaximumEpochJump = 4096;

    /// <summary>The unit's id as the bytes that keys and associated data are made with.</summary>
    public readonly byte[] UnitIdBytes;

    /// <summary>How far an epoch may lie ahead; <see cref="MaximumEpochJump"/> unless a tool that opens single frames sets another.</summary>
    public int EpochJumpLimit = MaximumEpochJump;

    /// <summary>How far a stream's chain index may lie above the highest one accepted.</summary>
    public const int MaximumChainJump = 64;

    /// <summary>Headers refused because their epoch or their chain index lies too far ahead.</summary>
    public int EpochJumpsRefused;

    private const int CheckpointInterval = 256;

    private readonly ICryptography _cryptography;
    private OwnerStream[] _streams = new OwnerStream[0];
    private byte[] _chainKey;
    private int _chainIndex;
    private int _acceptedChainIndex;
    private readonly byte[] _firstChainKey;

    /// <summary>Makes the keys of one unit from its root key, 32 bytes.</summary>
    public OwnerKeys(ICryptography cryptography, byte[] root, string unitId)
    {
        _cryptography = cryptography;
        UnitIdBytes = UnitEnrolment.UnitIdBytes(unitId);
        _firstChainKey = KeySchedule.ChainKey(cryptography, root, UnitIdBytes);
        _chainKey = _firstChainKey;
    }

    /// <summary>
    /// Finds the key that a frame with this header must have been sealed with, or for a downlink header the one to seal with.
    /// </summary>
    /// <returns>False for an unknown version, an epoch out of range, and an epoch that lies too far ahead.</returns>
    public bool TryGetKey(FrameHeader header, FrameKey key)
    {
        if (header.Version != FrameHeader.CurrentVersion || header.IsDownlink != (header.Epoch == 0))
        {
            return false;
        }

        OwnerStream stream = FindStream(header.StreamId, false);
        if (header.Epoch - (stream == null ? 0 : stream.AcceptedEpoch) > EpochJumpLimit || header.ChainIndex - _acceptedChainIndex > MaximumChainJump)
        {
            EpochJumpsRefused++;
            return false;
        }

        // A stream is remembered only once a frame of it was accepted: forged stream ids must not fill the memory.
        if (stream == null)
        {
            stream = MakeStream(header.StreamId);
        }

        byte[] inputKey = header.IsDownlink ? stream.DownlinkKey : stream.EpochKey(_cryptography, header.Epoch);
        KeySchedule.DeriveFrameKey(_cryptography, inputKey, header.Version, header.IsDownlink, UnitIdBytes, key);
        return true;
    }

    /// <summary>To be called for every frame that was opened: later epochs may follow from here.</summary>
    public void Accept(FrameHeader header)
    {
        if (!header.IsDownlink)
        {
            SetAcceptedEpoch(header.StreamId, header.Epoch);
        }
    }

    /// <summary>Says which epoch of a stream has been accepted before, from what the owner has stored.</summary>
    public void SetAcceptedEpoch(byte[] streamId, int epoch)
    {
        OwnerStream stream = FindStream(streamId, true);
        if (epoch > stream.AcceptedEpoch)
        {
            stream.AcceptedEpoch = epoch;
        }

        if (ChainIndexOf(streamId) > _acceptedChainIndex)
        {
            _acceptedChainIndex = ChainIndexOf(streamId);
        }
    }

    // The chain's index is the first two bytes of a stream's id.
    private static int ChainIndexOf(byte[] streamId) => (streamId[0] << 8) | streamId[1];

    private OwnerStream FindStream(byte[] streamId, bool add)
    {
        for (int index = 0; index < _streams.Length; index++)
        {
            if (BitConverter.ToInt64(_streams[index].Id, 0) == BitConverter.ToInt64(streamId, 0))
            {
                return _streams[index];
            }
        }

        if (!add)
        {
            return null;
        }

        OwnerStream[] longer = new OwnerStream[_streams.Length + 1];
        Array.Copy(_streams, 0, longer, 0, _streams.Length);
        longer[_streams.Length] = MakeStream(streamId);
        _streams = longer;
        return longer[longer.Length - 1];
    }

    private OwnerStream MakeStream(byte[] streamId)
    {
        int chainIndex = ChainIndexOf(streamId);
        if (chainIndex < _chainIndex)
        {
            _chainKey = _firstChainKey;
            _chainIndex = 0;
        }

        while (_chainIndex < chainIndex)
        {
            _chainKey = KeySchedule.NextChainKey(_cryptography, _chainKey);
            _chainIndex++;
        }

        OwnerStream stream = new OwnerStream();
        Array.Copy(streamId, 0, stream.Id, 0, FrameHeader.StreamIdLength);
        byte[] streamKey = KeySchedule.StreamKey(_cryptography, _chainKey, stream.Id);
        stream.DownlinkKey = KeySchedule.DownlinkKey(_cryptography, streamKey);
        stream.Checkpoints = new byte[1][];
        stream.Checkpoints[0] = streamKey;
        stream.CachedKey = streamKey;
        return stream;
    }

    private sealed class OwnerStream
    {
        public readonly byte[] Id = new byte[FrameHeader.StreamIdLength];
        public byte[] DownlinkKey;
        public byte[][] Checkpoints;
        public byte[] CachedKey;
        public int CachedEpoch;
        public int AcceptedEpoch;

        public byte[] EpochKey(ICryptography cryptography, int epoch)
        {
            if (epoch < CachedEpoch)
            {
                int checkpoint = epoch / CheckpointInterval;
                CachedKey = Checkpoints[checkpoint];
                CachedEpoch = checkpoint * CheckpointInterval;
            }

            while (CachedEpoch < epoch)
            {
                CachedKey = KeySchedule.NextEpochKey(cryptography, CachedKey);
                CachedEpoch++;
                if (CachedEpoch == Checkpoints.Length * CheckpointInterval)
                {
                    byte[][] longer = new byte[Checkpoints.Length + 1][];
                    Array.Copy(Checkpoints, 0, longer, 0, Checkpoints.Length);
                    longer[Checkpoints.Length] = CachedKey;
                    Checkpoints = longer;
                }
            }

            return CachedKey;
        }
    }
}
