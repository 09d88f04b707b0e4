using System.Buffers.Binary;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>
/// Tells units which of their frames are stored, in sealed receipts, so that they may release them. Called only with results that
/// <see cref="FrameReceiver"/> has returned, hence after the commit; has no clock and no thread. Not for more than one thread at a time.
/// </summary>
/// <remarks>
/// A receipt names the ranges around what has just arrived, whole, and then the stream's newest ranges as far as there is room: so a receipt
/// that was lost is made up for by the next one. A frame that arrives again means that the unit has missed a receipt and brings another one.
/// </remarks>
public sealed class ReceiptSender
{
    private readonly SampleStore _store;
    private readonly IRootKeys _keys;
    private readonly ICryptography _cryptography;
    private readonly Func<string, byte[], bool> _publish;
    private readonly Dictionary<string, Pending> _units = new(StringComparer.Ordinal);
    private readonly Receipt _receipt = new();
    private readonly byte[] _content = new byte[Receipt.MaximumLength];
    private readonly byte[] _frame = new byte[Receipt.MaximumLength + FrameSealer.MaximumOverhead];

    /// <summary>Makes a sender.</summary>
    /// <param name="store">What is stored; also keeps the numbers of the receipts.</param>
    /// <param name="keys">The units' root keys.</param>
    /// <param name="cryptography">The platform's primitives.</param>
    /// <param name="publish">Publishes a payload on a topic at QoS 1, not retained; false when it cannot now, and it is asked again later.</param>
    public ReceiptSender(SampleStore store, IRootKeys keys, ICryptography cryptography, Func<string, byte[], bool> publish)
    {
        _store = store;
        _keys = keys;
        _cryptography = cryptography;
        _publish = publish;
    }

    /// <summary>The least time between two receipts to one unit; what arrives meanwhile goes into the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Receipts published.</summary>
    public long ReceiptsSent { get; private set; }

    /// <summary>True while a receipt waits to be sent.</summary>
    public bool HasPending => _units.Values.Any(pending => pending.Arrived.Count > 0);

    /// <summary>Takes what became of a message; a receipt follows where one is due.</summary>
    public void Note(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.IsReceiptDue || result.StreamId is null)
        {
            return;
        }

        if (!_units.TryGetValue(result.UnitId, out Pending? pending))
        {
            _units[result.UnitId] = pending = new Pending();
        }

        pending.Arrived.Add((result.StreamId, result.Sequence));
    }

    /// <summary>Sends the receipts that are due.</summary>
    /// <returns>When to call again; null when nothing waits.</returns>
    public DateTimeOffset? Step(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach ((string unitId, Pending pending) in _units)
        {
            if (pending.Arrived.Count == 0)
            {
                continue;
            }

            if (pending.NotBefore <= now)
            {
                pending.NotBefore = now + Interval;
                Send(unitId, pending);
            }

            if (pending.Arrived.Count > 0 && (next is null || pending.NotBefore < next))
            {
                next = pending.NotBefore;
            }
        }

        return next;
    }

    private void Send(string unitId, Pending pending)
    {
        byte[]? root = _keys.FindRoot(unitId);
        if (root is null)
        {
            pending.Arrived.Clear();
            return;
        }

        var covered = new List<(string StreamId, int Sequence)>();
        List<(byte[] StreamId, int Sequence)> downlinks = _store.Write(writer =>
        {
            List<StreamRow> streams = writer.Streams(writer.FindUnit(unitId));
            Fill(writer, streams, pending, covered);
            List<StreamRow> current = _receipt.Count > 0 ? CurrentStreams(streams) : [];
            return current.ConvertAll(
                stream => (Convert.FromHexString(stream.StreamId), checked((int)writer.NextDownlinkSequence(stream.Id))));
        });

        // The number is committed before it is used: it never repeats under a key, whatever happens from here on.
        bool isPublished = true;
        var ownerKeys = new OwnerKeys(_cryptography, root, unitId);
        foreach ((byte[] streamId, int sequence) in downlinks)
        {
            isPublished &= _publish(Topics.Downlink(unitId), Seal(ownerKeys, streamId, sequence));
        }

        if (isPublished)
        {
            ReceiptsSent++;
            pending.Arrived.ExceptWith(covered);
        }
    }

    private void Fill(StoreWriter writer, List<StreamRow> streams, Pending pending, List<(string StreamId, int Sequence)> covered)
    {
        _receipt.Clear();
        foreach (StreamRow stream in streams)
        {
            byte[] streamId = Convert.FromHexString(stream.StreamId);
            var ranges = new List<SequenceRange>();
            int[] arrived = pending.Arrived.Where(frame => string.Equals(frame.StreamId, stream.StreamId, StringComparison.Ordinal))
                .Select(frame => frame.Sequence).Order().ToArray();
            foreach (int sequence in arrived)
            {
                bool isCovered = ranges.Count > 0 && sequence <= ranges[^1].Last;
                if (!isCovered && writer.RangeAround(stream.Id, sequence) is { } range && TryAdd(streamId, range))
                {
                    ranges.Add(range);
                    isCovered = true;
                }

                if (isCovered)
                {
                    covered.Add((stream.StreamId, sequence));
                }
            }

            if (arrived.Length > 0)
            {
                foreach (SequenceRange range in writer.NewestRanges(stream.Id, Receipt.MaximumRanges).Where(range => !ranges.Contains(range)))
                {
                    // The newest few are enough: half of a receipt at most, so that other streams find room.
                    if (_receipt.Count >= Receipt.MaximumRanges / 2 || !TryAdd(streamId, range))
                    {
                        break;
                    }
                }
            }
        }
    }

    private bool TryAdd(byte[] streamId, SequenceRange range)
    {
        return _receipt.TryAdd(ReceiptKind.Stored, streamId, 0, checked((int)range.First), checked((int)range.Last));
    }

    /// <summary>
    /// A unit opens only what is sealed for the stream that it is in now. That is the one furthest along the key chain; a unit that was given its
    /// first identity again starts the chain anew, and then it is the one that was heard of last. Where they differ, both get the receipt.
    /// </summary>
    private static List<StreamRow> CurrentStreams(List<StreamRow> streams)
    {
        StreamRow furthest = streams.OrderBy(stream => stream.StreamId[..4], StringComparer.Ordinal).ThenBy(stream => stream.Id).Last();
        StreamRow newest = streams.OrderBy(stream => stream.Id).Last();
        return furthest.Id == newest.Id ? [newest] : [furthest, newest];
    }

    private byte[] Seal(OwnerKeys ownerKeys, byte[] streamId, int sequence)
    {
        byte[] salt = new byte[FrameHeader.SaltLength];
        _cryptography.FillRandom(salt);
        var header = new FrameHeader { Kind = FrameKind.Receipt, Sequence = sequence, Salt = BinaryPrimitives.ReadInt32BigEndian(salt) };
        streamId.CopyTo(header.StreamId, 0);

        // The stream is one of stored frames: without this the keys would take a unit's later streams for forged ones.
        ownerKeys.SetAcceptedEpoch(streamId, 0);
        var key = new FrameKey();
        int length = 0;
        if (ownerKeys.TryGetKey(header, key))
        {
            int count = _receipt.Encode(_content);
            length = new FrameSealer(_cryptography, ownerKeys.UnitIdBytes).Seal(header, key, _content, 0, count, _frame);
        }

        key.Clear();
        return length > 0 ? _frame[..length] : throw new InvalidOperationException("A receipt could not be sealed: the cryptography gives wrong results.");
    }

    private sealed class Pending
    {
        public HashSet<(string StreamId, int Sequence)> Arrived { get; } = [];

        public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;
    }
}
