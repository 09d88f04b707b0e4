using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Signals;

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
    private readonly Dictionary<string, Unit> _units = new(StringComparer.Ordinal);

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
    /// Tries again to decode what was kept sealed because an older version of this program could not. To be called once at the start.
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
                    ReadWaitingDictionaries(writer, unit);
                    samples += DecodeWaiting(writer, unit);
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

        if (FindUnit(writer, unitId, out string? problem) is not { } unit)
        {
            return new FrameResult(FrameOutcome.UnknownUnit, unitId, problem);
        }

        OpenedFrame opened = unit.Opener.Open(message.Payload);
        if (opened.Refusal is { } refusal)
        {
            return new FrameResult(refusal, unitId, opened.Detail);
        }

        FrameHeader header = opened.Header!;
        long stream = FindStream(writer, unit, opened.StreamId, header.Epoch);
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

        return Store(writer, unit, stream, opened, message, result);
    }

    private static FrameResult Store(StoreWriter writer, Unit unit, long stream, OpenedFrame opened, UplinkMessage message, FrameResult result)
    {
        FrameHeader header = opened.Header!;
        switch (header.Kind)
        {
            case FrameKind.Batch:
                if (FindDictionary(writer, unit, header.DictionaryId) is not { } dictionary)
                {
                    AddFrame(FrameState.Parked);
                    return result with { Outcome = FrameOutcome.Parked, Detail = $"dictionary {header.DictionaryId:x8} has not come yet" };
                }

                if (!BatchReader.TryRead(opened, dictionary.Definitions, out Batch? batch, out string? problem))
                {
                    AddFrame(FrameState.Undecodable);
                    return result with { Outcome = FrameOutcome.Malformed, Detail = problem };
                }

                long frame = AddFrame(FrameState.Decoded);
                writer.AddSamples(unit.Row, stream, frame, dictionary.Row, dictionary.Definitions, batch.Boot, batch.Samples);
                return result with { SamplesStored = batch.Samples.Count };

            case FrameKind.Dictionary:
                if (!DictionaryReader.TryRead(opened.Content, out int dictionaryId, out SignalDefinition[]? definitions))
                {
                    AddFrame(FrameState.Undecodable);
                    return result with { Outcome = FrameOutcome.Malformed, Detail = "the content is no dictionary that this program can read" };
                }

                AddFrame(FrameState.Decoded);
                return AddDictionary(writer, unit, dictionaryId, opened.Content, definitions)
                    ? result with { SamplesStored = DecodeWaiting(writer, unit) }
                    : result;

            default:
                // Statuses, alerts and records, and kinds of a newer firmware: kept as opened.
                AddFrame(FrameState.Decoded, opened.Content);
                return result;
        }

        long AddFrame(FrameState state, byte[]? content = null)
        {
            byte[]? sealedFrame = state == FrameState.Decoded ? null : message.Payload;
            return writer.AddFrame(stream, new FrameRow(
                header.Sequence, header.Epoch, opened.Tag, (int)header.Kind, (int)header.Priority, header.DictionaryId,
                message.Received.ToUnixTimeMilliseconds(), state, sealedFrame, content));
        }
    }

    private static int DecodeWaiting(StoreWriter writer, Unit unit)
    {
        int samples = 0;
        foreach (WaitingFrame waiting in writer.WaitingFrames(unit.Row))
        {
            OpenedFrame opened = unit.Opener.Open(waiting.Sealed);
            if (opened.Refusal is null && opened.Header!.Kind == FrameKind.Batch
                && FindDictionary(writer, unit, opened.Header.DictionaryId) is { } dictionary)
            {
                if (BatchReader.TryRead(opened, dictionary.Definitions, out Batch? batch, out _))
                {
                    writer.SetFrameState(waiting.Id, FrameState.Decoded);
                    writer.AddSamples(unit.Row, waiting.Stream, waiting.Id, dictionary.Row, dictionary.Definitions, batch.Boot, batch.Samples);
                    samples += batch.Samples.Count;
                }
                else
                {
                    writer.SetFrameState(waiting.Id, FrameState.Undecodable);
                }
            }
        }

        return samples;
    }

    /// <summary>Dictionaries that an older version of this program could not read.</summary>
    private static void ReadWaitingDictionaries(StoreWriter writer, Unit unit)
    {
        foreach (WaitingFrame waiting in writer.WaitingFrames(unit.Row))
        {
            OpenedFrame opened = unit.Opener.Open(waiting.Sealed);
            if (opened.Refusal is null && opened.Header!.Kind == FrameKind.Dictionary
                && DictionaryReader.TryRead(opened.Content, out int dictionaryId, out SignalDefinition[]? definitions))
            {
                writer.SetFrameState(waiting.Id, FrameState.Decoded);
                AddDictionary(writer, unit, dictionaryId, opened.Content, definitions);
            }
        }
    }

    private static bool AddDictionary(StoreWriter writer, Unit unit, int dictionaryId, byte[] content, SignalDefinition[] definitions)
    {
        if (FindDictionary(writer, unit, dictionaryId) is not null)
        {
            return false;
        }

        long row = writer.AddDictionary(unit.Row, dictionaryId, content, definitions);
        unit.Dictionaries[dictionaryId] = new KnownDictionary(row, definitions);
        return true;
    }

    private Unit? FindUnit(StoreWriter writer, string unitId, out string? problem)
    {
        problem = null;
        if (_units.TryGetValue(unitId, out Unit? known))
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

        var unit = new Unit(unitId, writer.UpsertUnit(unitId, label), new UnitOpener(_cryptography, root, unitId, MaximumEpochJump));
        foreach (StreamRow stream in writer.Streams(unit.Row))
        {
            unit.Streams[stream.StreamId] = stream;
            unit.Opener.Remember(Convert.FromHexString(stream.StreamId), (int)stream.HighestEpoch);
        }

        _units[unitId] = unit;
        return unit;
    }

    private static long FindStream(StoreWriter writer, Unit unit, string streamId, int epoch)
    {
        if (!unit.Streams.TryGetValue(streamId, out StreamRow? stream))
        {
            writer.AddStream(unit.Row, streamId, epoch);
            stream = writer.Streams(unit.Row).Single(row => string.Equals(row.StreamId, streamId, StringComparison.Ordinal));
        }
        else if (epoch > stream.HighestEpoch)
        {
            writer.RaiseEpoch(stream.Id, epoch);
            stream = stream with { HighestEpoch = epoch };
        }

        unit.Streams[streamId] = stream;
        return stream.Id;
    }

    private static KnownDictionary? FindDictionary(StoreWriter writer, Unit unit, int dictionaryId)
    {
        if (unit.Dictionaries.TryGetValue(dictionaryId, out KnownDictionary? known))
        {
            return known;
        }

        if (writer.FindDictionary(unit.Row, dictionaryId) is not { } stored
            || !DictionaryReader.TryRead(stored.Content, out _, out SignalDefinition[]? definitions))
        {
            return null;
        }

        return unit.Dictionaries[dictionaryId] = new KnownDictionary(stored.Id, definitions);
    }

    private sealed record KnownDictionary(long Row, SignalDefinition[] Definitions);

    private sealed record Unit(string UnitId, long Row, UnitOpener Opener)
    {
        public Dictionary<string, StreamRow> Streams { get; } = new(StringComparer.Ordinal);

        public Dictionary<int, KnownDictionary> Dictionaries { get; } = [];
    }
}
