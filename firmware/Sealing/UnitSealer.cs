using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>Seals what the unit sends: fills the header from <see cref="UnitKeys"/>, ends the epoch when it is full, and never uses a sequence twice.</summary>
public sealed class UnitSealer
{
    /// <summary>Frames that were not sealed because no epoch could be begun or none was.</summary>
    public int KeyFailures;

    /// <summary>Frames that were not sealed because their sequence was not above the last one.</summary>
    public int SequencesRefused;

    private readonly UnitKeys _keys;
    private readonly FrameSealer _sealer;
    private readonly FrameHeader _header = new FrameHeader();
    private int _lastSequence;

    /// <summary>Makes a sealer; <paramref name="keys"/> must be loaded.</summary>
    public UnitSealer(ICryptography cryptography, UnitKeys keys)
    {
        _keys = keys;
        _sealer = new FrameSealer(cryptography, keys.UnitIdBytes);
    }

    /// <summary>Frames that were not made because the platform's cryptography gave a wrong result.</summary>
    public int SelfCheckFailures => _sealer.SelfCheckFailures;

    /// <summary>Seals a payload.</summary>
    /// <param name="kind">What the payload is.</param>
    /// <param name="priority">What becomes of the frame when the journal is full.</param>
    /// <param name="sequence">The journal's next sequence; above that of every frame sealed before.</param>
    /// <param name="dictionaryId">The dictionary of a batch; ignored for other kinds.</param>
    /// <param name="payload">The payload's array.</param>
    /// <param name="offset">Where the payload starts.</param>
    /// <param name="count">Bytes of payload.</param>
    /// <param name="frame">Receives the frame; at least <see cref="FrameSealer.MaximumOverhead"/> bytes longer than the payload.</param>
    /// <returns>The frame's length; 0 when it could not be sealed, with one of the counters raised.</returns>
    public int Seal(FrameKind kind, FramePriority priority, int sequence, int dictionaryId, byte[] payload, int offset, int count, byte[] frame)
    {
        if (sequence <= _lastSequence)
        {
            SequencesRefused++;
            return 0;
        }

        if (!_keys.IsReady || (_keys.FramesInEpoch >= UnitKeys.FramesPerEpoch && !_keys.BeginEpoch(sequence)))
        {
            KeyFailures++;
            return 0;
        }

        _lastSequence = sequence;
        _keys.FramesInEpoch++;
        _header.Kind = kind;
        _header.Priority = priority;
        Array.Copy(_keys.StreamId, 0, _header.StreamId, 0, FrameHeader.StreamIdLength);
        _header.Epoch = _keys.Epoch;
        _header.Salt = _keys.Salt;
        _header.Sequence = sequence;
        _header.DictionaryId = dictionaryId;
        return _sealer.Seal(_header, _keys.UplinkKey, payload, offset, count, frame);
    }
}
