using System.Buffers.Binary;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Fleet;

/// <summary>What receipts and commands have in common: which stream of a unit they are sealed for, under which sequence, and how.</summary>
internal static class Downlink
{
    // Frames are numbered from the seconds since then: where an old store was restored, the numbers used meanwhile are passed over.
    private static readonly DateTimeOffset s_numberingStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The sequence of the next frame to the unit in this stream; to be committed before it is used.</summary>
    public static int NextSequence(StoreWriter writer, StreamState stream, DateTimeOffset now)
    {
        double seconds = (now - s_numberingStart).TotalSeconds;
        return checked((int)writer.Streams.NextDownlinkSequence(stream, seconds is > 1 and < int.MaxValue ? (long)seconds : 1));
    }

    /// <summary>
    /// A unit opens only what is sealed for the stream that it is in now. Its statuses tell which one that is. Before the first status it is the one furthest
    /// along the key chain, or, for a unit that was given its first identity again and starts the chain anew, the one heard of last. What has just arrived may
    /// be of a stream that has begun since. Where these differ, each gets the receipt; one that a status has named as earlier gets none.
    /// </summary>
    public static List<StreamState> CurrentStreams(List<StreamState> streams, long unit, long? currentStream, string? lastStreamId)
    {
        List<StreamState> own = streams.FindAll(stream => stream.Unit == unit && !stream.IsEarlier);
        if (own.Count <= 1)
        {
            return own;
        }

        var current = new List<StreamState?> { own.Find(stream => string.Equals(stream.StreamId, lastStreamId, StringComparison.Ordinal)) };
        if (own.Find(stream => stream.Id == currentStream) is { } told)
        {
            current.Add(told);
        }
        else
        {
            current.Add(own.OrderBy(stream => stream.StreamId[..4], StringComparer.Ordinal).ThenBy(stream => stream.Id).Last());
            current.Add(own.OrderBy(stream => stream.Id).Last());
        }

        return [.. current.OfType<StreamState>().Distinct()];
    }

    /// <summary>
    /// The one stream that a command is sealed for, which must not be acted upon twice: the newest that the owner has seen. One whose place in the chain lies behind that of the
    /// stream that the statuses tell has begun since.
    /// </summary>
    public static StreamState? NewestStream(List<StreamState> streams, long unit, long? currentStream)
    {
        List<StreamState> own = streams.FindAll(stream => stream.Unit == unit && !stream.IsEarlier);
        StreamState? told = own.Find(stream => stream.Id == currentStream);
        return own.Where(stream => told is null || stream == told || (stream.Id > told.Id && string.CompareOrdinal(stream.StreamId[..4], told.StreamId[..4]) > 0))
            .MaxBy(stream => stream.Id);
    }

    /// <summary>Seals content for a stream that stored frames are of.</summary>
    public static byte[] Seal(ICryptography cryptography, OwnerKeys ownerKeys, FrameKind kind, byte[] streamId, int sequence, byte[] content, int count)
    {
        byte[] salt = new byte[FrameHeader.SaltLength];
        cryptography.FillRandom(salt);
        var header = new FrameHeader { Kind = kind, Sequence = sequence, Salt = BinaryPrimitives.ReadInt32BigEndian(salt) };
        streamId.CopyTo(header.StreamId, 0);

        // Without this the keys would take a unit's later streams for forged ones.
        ownerKeys.SetAcceptedEpoch(streamId, 0);
        var key = new FrameKey();
        byte[] frame = new byte[count + FrameSealer.MaximumOverhead];
        int length = ownerKeys.TryGetKey(header, key)
            ? new FrameSealer(cryptography, ownerKeys.UnitIdBytes).Seal(header, key, content, 0, count, frame)
            : 0;
        key.Clear();
        return length > 0 ? frame[..length] : throw new InvalidOperationException("A frame for a unit could not be sealed: the cryptography gives wrong results.");
    }
}
