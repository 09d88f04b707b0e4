using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Fleet;

/// <summary>
/// Opens the frames of one unit with its root key, whatever their order. Refuses without trial what only a forger would send. Not for more
/// than one thread at a time.
/// </summary>
public sealed class UnitOpener
{
    private readonly OwnerKeys _keys;
    private readonly FrameOpener _opener;
    private readonly FrameKey _key = new();

    /// <summary>Makes an opener.</summary>
    /// <param name="cryptography">The platform's primitives.</param>
    /// <param name="root">The unit's root key.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="maximumEpochJump">How far an epoch may lie above the newest known one of its stream.</param>
    public UnitOpener(ICryptography cryptography, byte[] root, string unitId, int maximumEpochJump = OwnerKeys.MaximumEpochJump)
    {
        _keys = new OwnerKeys(cryptography, root, unitId) { EpochJumpLimit = maximumEpochJump };
        _opener = new FrameOpener(cryptography);
    }

    /// <summary>Says what is known of a stream from the store.</summary>
    public void Remember(byte[] streamId, int highestEpoch)
    {
        ArgumentNullException.ThrowIfNull(streamId);
        _keys.SetAcceptedEpoch(streamId, highestEpoch);
    }

    /// <summary>Reads the header, works out the key, verifies and opens. Any bytes will do.</summary>
    public OpenedFrame Open(byte[] frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Length > 0 && frame[0] >> 4 != FrameHeader.CurrentVersion)
        {
            return Refuse(FrameOutcome.Version, $"version {frame[0] >> 4}, this program knows {FrameHeader.CurrentVersion}");
        }

        var header = new FrameHeader();
        if (!header.TryRead(frame, frame.Length))
        {
            return Refuse(FrameOutcome.Malformed, $"{frame.Length} bytes that do not start with a frame's header");
        }

        if (header.IsDownlink || header.Epoch == 0)
        {
            return Refuse(FrameOutcome.Malformed, $"kind {(int)header.Kind} in epoch {header.Epoch} does not come from a unit", header);
        }

        if (!_keys.TryGetKey(header, _key))
        {
            return Refuse(FrameOutcome.EpochJump, $"epoch {header.Epoch} of stream number {header.ChainIndex} is too far ahead of what is known", header);
        }

        byte[] content = new byte[frame.Length];
        int length = _opener.Open(frame, frame.Length, header, _keys.UnitIdBytes, _key, content);
        _key.Clear();
        if (length < 0)
        {
            return Refuse(FrameOutcome.Damaged, "the tag does not fit", header);
        }

        _keys.Accept(header);
        return new OpenedFrame { Header = header, Tag = frame[^A128CbcHs256.TagLength..], Content = content[..length] };
    }

    private static OpenedFrame Refuse(FrameOutcome outcome, string detail, FrameHeader? header = null)
    {
        return new OpenedFrame { Refusal = outcome, Detail = detail, Header = header };
    }
}
