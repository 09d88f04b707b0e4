using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Fleet;

/// <summary>
/// Takes what arrives on the uplink topics and brings it into the store: finds the unit, opens, checks, decodes. What is not right is counted by
/// unit and reason and never stored; nothing that arrives can stop it. It does no input and output but the store's, and has no clock.
/// </summary>
public sealed class FrameReceiver
{
    private readonly SampleStore _store;
    private readonly IRootKeys _keys;
    private readonly ICryptography _cryptography;
    private readonly FrameTaker _taker = new();
    private readonly Dictionary<string, ReceiverUnit> _units = new(StringComparer.Ordinal);

    /// <summary>Makes a receiver.</summary>
    /// <param name="store">Where frames and samples go.</param>
    /// <param name="keys">The units' root keys.</param>
    /// <param name="cryptography">The platform's primitives.</param>
    public FrameReceiver(SampleStore store, IRootKeys keys, ICryptography cryptography)
    {
        _store = store;
        _keys = keys;
        _cryptography = cryptography;
    }

    /// <summary>
    /// How many epochs a frame may be ahead of the newest one stored of its stream. To be raised once when a store had to be restored from an
    /// old backup or was lost.
    /// </summary>
    public int MaximumEpochJump { get; init; } = OwnerKeys.MaximumEpochJump;

    /// <inheritdoc cref="Receive(IReadOnlyList{UplinkMessage})"/>
    public FrameResult Receive(string topic, byte[] payload, DateTimeOffset received)
    {
        return Receive([new UplinkMessage(topic, payload, received)])[0];
    }

    /// <summary>
    /// Takes messages in, in one transaction: when this returns, what they brought is committed, and receipts may be sent.
    /// </summary>
    /// <returns>What became of each.</returns>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The store failed: nothing of these messages was stored; the units will send again.</exception>
    public IReadOnlyList<FrameResult> Receive(IReadOnlyList<UplinkMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return InTransaction(writer =>
        {
            var results = new FrameResult[messages.Count];
            for (int index = 0; index < results.Length; index++)
            {
                UplinkMessage message = messages[index];
                FrameResult result = Take(writer, message);
                writer.Count(result.UnitId, result.Outcome, message.Received.ToUnixTimeMilliseconds(), result.Detail);
                results[index] = result;
            }

            return results;
        });
    }

    /// <summary>
    /// Tries again to decode what was kept because an older version of this program could not. To be called once at the start.
    /// </summary>
    /// <returns>How many samples were stored.</returns>
    public int RetryWaiting()
    {
        IReadOnlyList<UnitSummary> units = _store.Units();
        return InTransaction(writer =>
        {
            int samples = 0;
            foreach (UnitSummary summary in units)
            {
                if (FindUnit(writer, summary.UnitId, out _) is { } unit)
                {
                    samples += _taker.Retry(writer, unit);
                }
            }

            return samples;
        });
    }

    private T InTransaction<T>(Func<StoreWriter, T> work)
    {
        try
        {
            return _store.Write(work);
        }
        catch
        {
            // What is remembered here may be of rows that the roll-back took away.
            _units.Clear();
            throw;
        }
    }

    private FrameResult Take(StoreWriter writer, UplinkMessage message)
    {
        if (!Topics.TryGetUnit(message.Topic, out string unitId))
        {
            return new FrameResult(FrameOutcome.UnknownUnit, "", "a topic that names no unit");
        }

        if (FindUnit(writer, unitId, out string? problem) is not { } sender)
        {
            return new FrameResult(FrameOutcome.UnknownUnit, unitId, problem);
        }

        (ReceiverUnit owner, OpenedFrame opened) = Open(writer, sender, message.Payload);
        if (opened.Refusal is { } refusal)
        {
            return new FrameResult(refusal, unitId, opened.Detail);
        }

        FrameHeader header = opened.Header!;
        StreamState stream = FindStream(writer, owner, opened.StreamId, header.Epoch);
        var result = new FrameResult(FrameOutcome.Stored, unitId, null)
        {
            IsReceiptDue = true,
            StreamId = opened.StreamId,
            Sequence = header.Sequence,
            Kind = header.Kind,
        };

        if (writer.FindTag(stream, header.Sequence) is { } storedTag)
        {
            if (storedTag.AsSpan().SequenceEqual(opened.Tag))
            {
                return result with { Outcome = FrameOutcome.Duplicate };
            }

            writer.AddConflict(
                stream, header.Sequence, header.Epoch, opened.Tag, message.Received.ToUnixTimeMilliseconds(), message.Payload);
            return result with
            {
                Outcome = FrameOutcome.Conflict,
                Detail = $"stream {opened.StreamId} sequence {header.Sequence} was stored with another content: a clone, or a restored flash",
            };
        }

        return _taker.Store(writer, sender, owner, stream, opened, message, result);
    }

    /// <summary>
    /// Opens a frame with the key of the unit that its topic names. A board that was enrolled anew under another id still has frames of its earlier life:
    /// where the store knows the frame's stream as another unit's, that unit's key is tried too.
    /// </summary>
    private (ReceiverUnit Owner, OpenedFrame Opened) Open(StoreWriter writer, ReceiverUnit sender, byte[] payload)
    {
        OpenedFrame opened = sender.Opener.Open(payload);
        if (opened.Refusal is FrameOutcome.Damaged or FrameOutcome.EpochJump && writer.Streams.Find(sender.Row, opened.StreamId) is null
            && writer.Streams.FindElsewhere(sender.Row, opened.StreamId) is { } stream
            && FindUnit(writer, writer.UnitIdOf(stream.Unit), out _) is { } other)
        {
            OpenedFrame openedByOther = other.Opener.Open(payload);
            if (openedByOther.Refusal is null)
            {
                return (other, openedByOther);
            }
        }

        return (sender, opened);
    }

    private ReceiverUnit? FindUnit(StoreWriter writer, string unitId, out string? problem)
    {
        problem = null;
        if (_units.TryGetValue(unitId, out ReceiverUnit? known))
        {
            return known;
        }

        byte[]? root;
        string label;
        try
        {
            root = _keys.FindRoot(unitId);
            label = root is null ? unitId : _keys.LabelOf(unitId);
        }
        catch (FleetException exception)
        {
            // The other units' data goes on.
            problem = exception.Message;
            return null;
        }

        if (root is null)
        {
            problem = "not enrolled here";
            return null;
        }

        var unit = new ReceiverUnit(unitId, writer.UpsertUnit(unitId, label), new UnitOpener(_cryptography, root, unitId, MaximumEpochJump));
        foreach (StreamState stream in writer.Streams.OfUnit(unit.Row))
        {
            if (stream.Unit == unit.Row)
            {
                unit.Opener.Remember(stream.StreamIdBytes, (int)stream.HighestEpoch);
            }
        }

        _units[unitId] = unit;
        return unit;
    }

    private static StreamState FindStream(StoreWriter writer, ReceiverUnit owner, string streamId, int epoch)
    {
        if (writer.Streams.Find(owner.Row, streamId) is not { } stream)
        {
            return writer.Streams.Add(owner.Row, owner.Row, streamId, epoch);
        }

        if (epoch > stream.HighestEpoch)
        {
            stream.HighestEpoch = epoch;
            writer.Streams.Save(stream);
        }

        return stream;
    }
}
