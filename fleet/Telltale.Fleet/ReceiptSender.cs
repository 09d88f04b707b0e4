using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>
/// Tells units which of their frames are stored, in sealed receipts, so that they may release them, and which dictionaries are lacking. Called only with
/// results that <see cref="FrameReceiver"/> has returned, hence after the commit; has no clock and no thread. Not for more than one thread at a time.
/// </summary>
/// <remarks>
/// A receipt names the ranges around what has just arrived, whole, and then the stream's newest ranges as far as there is room: so a receipt
/// that was lost is made up for by the next one. A frame that arrives again means that the unit has missed a receipt and brings another one.
/// What a receipt names is read from the store while it is made, so that it never names more than is committed, whatever was restored from a backup.
/// </remarks>
public sealed class ReceiptSender
{
    private const int MinimumAskingSeconds = 60;
    private const int MaximumAskingSeconds = 24 * 3600;

    private readonly SampleStore _store;
    private readonly IRootKeys _keys;
    private readonly ICryptography _cryptography;
    private readonly Func<string, byte[], bool> _publish;
    private readonly Dictionary<string, Pending> _units = new(StringComparer.Ordinal);
    private readonly Receipt _receipt = new();
    private readonly byte[] _content = new byte[Receipt.MaximumLength];

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

    /// <summary>Dictionaries asked for, repetitions included.</summary>
    public long DictionariesAsked { get; private set; }

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
        pending.LastStreamId = result.StreamId;
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
                Send(unitId, pending, now);
            }

            if (pending.Arrived.Count > 0 && (next is null || pending.NotBefore < next))
            {
                next = pending.NotBefore;
            }
        }

        return next;
    }

    private void Send(string unitId, Pending pending, DateTimeOffset now)
    {
        byte[]? root = _keys.FindRoot(unitId);
        if (root is null)
        {
            pending.Arrived.Clear();
            return;
        }

        var covered = new List<(string StreamId, int Sequence)>();
        long unit = 0;
        List<(byte[] StreamId, int Sequence)> downlinks = _store.Write(writer =>
        {
            unit = writer.FindUnit(unitId) ?? writer.UpsertUnit(unitId, _keys.LabelOf(unitId));
            List<StreamState> streams = writer.Streams.OfUnit(unit);
            Fill(writer, unit, pending, covered);
            Ask(writer, unit, now);
            List<StreamState> current = _receipt.Count + _receipt.WantedCount > 0 ? Downlink.CurrentStreams(streams, unit, writer.Statuses.CurrentStream(unit), pending.LastStreamId) : [];
            return current.ConvertAll(stream => (stream.StreamIdBytes, Downlink.NextSequence(writer, stream, now)));
        });

        // The number is committed before it is used: it never repeats under a key, whatever happens from here on.
        bool isPublished = downlinks.Count > 0;
        var ownerKeys = new OwnerKeys(_cryptography, root, unitId);
        foreach ((byte[] streamId, int sequence) in downlinks)
        {
            _receipt.TimeUtcMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            isPublished &= _publish(Topics.Downlink(unitId), Downlink.Seal(_cryptography, ownerKeys, FrameKind.Receipt, streamId, sequence, _content, _receipt.Encode(_content)));
        }

        if (isPublished)
        {
            ReceiptsSent++;
            if (_receipt.WantedCount > 0)
            {
                CountAsked(unit, now);
            }
        }

        if (isPublished || downlinks.Count == 0)
        {
            // Where nothing is to be said there is nothing to be tried again either.
            pending.Arrived.ExceptWith(covered);
        }
    }

    private void Fill(StoreWriter writer, long unit, Pending pending, List<(string StreamId, int Sequence)> covered)
    {
        _receipt.Clear();
        foreach (IGrouping<string, int> arrived in pending.Arrived.GroupBy(frame => frame.StreamId, frame => frame.Sequence, StringComparer.Ordinal).ToArray())
        {
            if ((writer.Streams.Find(unit, arrived.Key) ?? writer.Streams.FindElsewhere(unit, arrived.Key)) is not { } stream)
            {
                // The store no longer knows the stream: nothing of it may be acknowledged.
                covered.AddRange(arrived.Select(sequence => (arrived.Key, sequence)));
                continue;
            }

            byte[] streamId = stream.StreamIdBytes;
            var ranges = new List<SequenceRange>();
            foreach (int sequence in arrived.Order())
            {
                bool isCovered = ranges.Count > 0 && sequence <= ranges[^1].Last;
                if (!isCovered)
                {
                    SequenceRange? range = writer.Streams.RangeAround(stream, sequence);
                    isCovered = range is null || TryAdd(streamId, range.Value);
                    if (isCovered && range is not null)
                    {
                        ranges.Add(range.Value);
                    }
                }

                if (isCovered)
                {
                    covered.Add((arrived.Key, sequence));
                }
            }

            foreach (SequenceRange range in writer.Streams.NewestRanges(stream, Receipt.MaximumRanges).Where(range => !ranges.Contains(range)))
            {
                // The newest few are enough: half of a receipt at most, so that other streams find room.
                if (_receipt.Count >= Receipt.MaximumRanges / 2 || !TryAdd(streamId, range))
                {
                    break;
                }
            }
        }
    }

    private bool TryAdd(byte[] streamId, SequenceRange range)
    {
        return _receipt.TryAdd(ReceiptKind.Stored, streamId, 0, checked((int)range.First), checked((int)range.Last));
    }

    // At once, then after a minute, two, four, up to a day: the unit may be asleep, or may not have the dictionary any more.
    private void Ask(StoreWriter writer, long unit, DateTimeOffset now)
    {
        foreach ((long dictionaryId, long asked, long? last) in writer.WantedDictionaries(unit))
        {
            double wait = asked == 0 ? 0 : Math.Min(MinimumAskingSeconds * Math.Pow(2, asked - 1), MaximumAskingSeconds);
            bool isDue = last is not { } lastMilliseconds || now.ToUnixTimeMilliseconds() - lastMilliseconds >= wait * 1000;
            if (isDue && !_receipt.TryAddWanted(unchecked((int)dictionaryId)))
            {
                break;
            }
        }
    }

    private void CountAsked(long unit, DateTimeOffset now)
    {
        _store.Write(writer =>
        {
            for (int index = 0; index < _receipt.WantedCount; index++)
            {
                writer.CountAsked(unit, _receipt.WantedDictionaries[index], now.ToUnixTimeMilliseconds());
            }

            return true;
        });
        DictionariesAsked += _receipt.WantedCount;
    }

    private sealed class Pending
    {
        public HashSet<(string StreamId, int Sequence)> Arrived { get; } = [];

        public string? LastStreamId { get; set; }

        public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;
    }
}
