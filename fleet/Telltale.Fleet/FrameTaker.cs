using Telltale.Checks;
using Telltale.Commands;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>
/// Brings the content of authentic frames into the store, by kind. What cannot be decoded is kept: sealed until the dictionary comes, or until a version of
/// this program can read it.
/// </summary>
internal sealed class FrameTaker
{
    private readonly BatchReader _batches = new();
    private readonly StatusReport _status = new();
    private readonly AlertReader _alerts = new();
    private readonly CommandReply _reply = new();
    private readonly InstallationRecord _installation = new();

    /// <summary>Stores a frame whose sequence is new.</summary>
    /// <param name="writer">The store's writer, in a transaction.</param>
    /// <param name="sender">The unit that sent it.</param>
    /// <param name="owner">The unit whose key opened it; mostly the same.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="opened">The frame.</param>
    /// <param name="message">What it came in.</param>
    /// <param name="result">What is known of it so far.</param>
    /// <returns>What became of it.</returns>
    public FrameResult Store(
        StoreWriter writer, ReceiverUnit sender, ReceiverUnit owner, StreamState stream, OpenedFrame opened, UplinkMessage message, FrameResult result)
    {
        FrameHeader header = opened.Header!;
        long received = message.Received.ToUnixTimeMilliseconds();
        List<MissingFrames> missing = [];
        switch (header.Kind)
        {
            case FrameKind.Batch:
                result = StoreBatch();
                break;

            case FrameKind.Dictionary:
                result = StoreDictionary();
                break;

            case FrameKind.Status:
                result = StoreStatus();
                break;

            case FrameKind.Alert:
                result = StoreAlert();
                break;

            case FrameKind.Reply:
                result = StoreReply();
                break;
            case FrameKind.Installation:
                result = StoreInstallation();
                break;

            default:
                // Kinds of a newer firmware: kept as opened.
                Add(FrameState.Decoded, null, opened.Content);
                break;
        }

        return missing.Count > 0 ? result with { Missing = missing } : result;

        FrameResult StoreBatch()
        {
            if (owner.FindDictionary(writer, header.DictionaryId) is not { } dictionary)
            {
                Add(FrameState.Parked);
                writer.WantDictionary(owner.Row, header.DictionaryId);
                return result with { Outcome = FrameOutcome.Parked, Detail = $"dictionary {header.DictionaryId:x8} has not come yet" };
            }

            if (!_batches.TryRead(opened, dictionary.Definitions, out Batch? batch, out string? problem))
            {
                Add(FrameState.Undecodable);
                return result with { Outcome = FrameOutcome.Malformed, Detail = problem };
            }

            FrameMoments moments = MomentsOf(writer, stream, batch);
            long frame = Add(FrameState.Decoded, moments);
            writer.Samples.AddSamples(owner.Row, stream, moments.StartUp, frame, dictionary.Row, dictionary.Definitions, batch.Samples);
            return result with { SamplesStored = batch.Samples.Count };
        }

        FrameResult StoreDictionary()
        {
            if (!DictionaryReader.TryRead(opened.Content, out int dictionaryId, out SignalDefinition[]? definitions))
            {
                Add(FrameState.Undecodable);
                return result with { Outcome = FrameOutcome.Malformed, Detail = "the content is no dictionary that this program can read" };
            }

            Add(FrameState.Decoded);
            return owner.AddDictionary(writer, dictionaryId, opened.Content, definitions)
                ? result with { SamplesStored = DecodeBatches(writer, owner) }
                : result;
        }

        FrameResult StoreStatus()
        {
            if (!_status.TryDecode(opened.Content, 0, opened.Content.Length))
            {
                Add(FrameState.Undecodable, null, opened.Content);
                return result with { Outcome = FrameOutcome.Malformed, Detail = "the content is no status that this program can read" };
            }

            Add(FrameState.Decoded, MomentsOf(writer, stream, _status), opened.Content);
            TakeStatus(writer, sender.Row, owner.Row, stream, header.Sequence, received, missing);
            result = result with { FailedChecks = [.. writer.Statuses.TurnedToFail] };
            return PreviousLife.Of(_status) is { IsAlarm: true } life ? result with { BadEnd = life.Text } : result;
        }

        FrameResult StoreInstallation()
        {
            if (!_installation.TryDecode(opened.Content, 0, opened.Content.Length))
            {
                Add(FrameState.Undecodable, null, opened.Content);
                return result with { Outcome = FrameOutcome.Malformed, Detail = "the content is no installation record that this program can read" };
            }

            long frame = Add(FrameState.Decoded, MomentsOf(writer, stream, _installation), opened.Content);
            Installation installation = TakeInstallation(writer, owner.Row, frame, received, opened.Content);
            return result with { Detail = $"installed in {installation.Vin ?? "an unknown vehicle"} by {installation.Mark}" };
        }

        FrameResult StoreAlert()
        {
            // An alert does not wait for its dictionary: what happened is told without it, and its signals get their names when it comes.
            if (!_alerts.TryRead(opened.Content, out Alert? alert, out string? problem))
            {
                Add(FrameState.Undecodable, null, opened.Content);
                return result with { Outcome = FrameOutcome.Malformed, Detail = problem };
            }

            FrameMoments moments = MomentsOf(writer, stream, alert);
            long frame = Add(FrameState.Decoded, moments, opened.Content);
            KnownDictionary? dictionary = TakeAlert(writer, owner, stream, frame, moments, alert);
            return result with { Detail = alert.Text(dictionary?.Definitions) };
        }

        FrameResult StoreReply()
        {
            if (!_reply.TryDecode(opened.Content, opened.Content.Length))
            {
                Add(FrameState.Undecodable, null, opened.Content);
                return result with { Outcome = FrameOutcome.Malformed, Detail = "the content is no reply that this program can read" };
            }

            Add(FrameState.Decoded, null, opened.Content);

            // A command that the owner never sent has a stream that nobody knows.
            if (writer.Streams.Find(owner.Row, Convert.ToHexStringLower(_reply.StreamId)) is { } commanded)
            {
                writer.Commands.TakeReply(commanded, _reply, received);
            }

            return result with { Detail = CommandText.Of(_reply) };
        }

        long Add(FrameState state, FrameMoments? moments = null, byte[]? content = null)
        {
            byte[]? sealedFrame = state == FrameState.Decoded || content is not null ? null : message.Payload;
            long frame = writer.AddFrame(stream, new FrameRow(
                header.Sequence, header.Epoch, opened.Tag, (int)header.Kind, (int)header.Priority, header.DictionaryId, received, state, moments,
                sealedFrame, content));
            writer.Ledger.OnStored(stream, header.Sequence, received, missing);
            return frame;
        }
    }

    /// <summary>Tries again what of a unit waits, because this version may be able to decode it.</summary>
    /// <returns>How many samples were stored.</returns>
    public int Retry(StoreWriter writer, ReceiverUnit unit)
    {
        foreach (WaitingFrame waiting in writer.WaitingFrames(unit.Row))
        {
            switch (waiting.Kind)
            {
                case FrameKind.Dictionary when Open(unit, waiting) is { } opened
                    && DictionaryReader.TryRead(opened.Content, out int dictionaryId, out SignalDefinition[]? definitions):
                    writer.SetFrameDecoded(waiting.Id, null);
                    unit.AddDictionary(writer, dictionaryId, opened.Content, definitions);
                    break;

                case FrameKind.Status when waiting.Content is { } content:
                    RetryStatus(writer, unit, waiting, content);
                    break;

                case FrameKind.Installation when waiting.Content is { } content:
                    RetryInstallation(writer, unit, waiting, content);
                    break;

                case FrameKind.Alert when waiting.Content is { } content:
                    RetryAlert(writer, unit, waiting, content);
                    break;
            }
        }

        return DecodeBatches(writer, unit);
    }

    private static OpenedFrame? Open(ReceiverUnit unit, WaitingFrame waiting)
    {
        OpenedFrame? opened = waiting.Sealed is { } frame ? unit.Opener.Open(frame) : null;
        return opened?.Refusal is null ? opened : null;
    }

    private static FrameMoments MomentsOf(StoreWriter writer, StreamState stream, Batch batch)
    {
        long first = long.MaxValue;
        long last = 0;
        foreach (Sample sample in batch.Samples)
        {
            first = Math.Min(first, sample.UptimeMilliseconds);
            last = Math.Max(last, sample.UptimeMilliseconds);
        }

        return new FrameMoments(writer.StartUps.FindOrAdd(stream, batch.Boot), first, last);
    }

    private static FrameMoments? MomentsOf(StoreWriter writer, StreamState stream, StatusReport status)
    {
        return status.HasJournal
            ? new FrameMoments(writer.StartUps.FindOrAdd(stream, status.BootNumber), status.UptimeMilliseconds, status.UptimeMilliseconds)
            : null;
    }

    private static FrameMoments MomentsOf(StoreWriter writer, StreamState stream, Alert alert)
    {
        return new FrameMoments(writer.StartUps.FindOrAdd(stream, alert.Boot), alert.Sample.UptimeMilliseconds, alert.Sample.UptimeMilliseconds);
    }

    private static FrameMoments MomentsOf(StoreWriter writer, StreamState stream, InstallationRecord record)
    {
        return new FrameMoments(writer.StartUps.FindOrAdd(stream, record.BootNumber), record.UptimeMilliseconds, record.UptimeMilliseconds);
    }

    private Installation TakeInstallation(StoreWriter writer, long owner, long frame, long received, byte[] content)
    {
        Installation installation = Installation.Of("", DateTimeOffset.FromUnixTimeMilliseconds(received), _installation);
        writer.AddInstallation(owner, frame, received, installation, content);
        return installation;
    }

    private void RetryInstallation(StoreWriter writer, ReceiverUnit unit, WaitingFrame waiting, byte[] content)
    {
        if (_installation.TryDecode(content, 0, content.Length))
        {
            writer.SetFrameDecoded(waiting.Id, MomentsOf(writer, writer.Streams.Get(waiting.Stream), _installation));
            TakeInstallation(writer, unit.Row, waiting.Id, waiting.ReceivedMilliseconds, content);
        }
        else
        {
            writer.SetFrameUndecodable(waiting.Id);
        }
    }

    private static KnownDictionary? TakeAlert(
        StoreWriter writer, ReceiverUnit owner, StreamState stream, long frame, FrameMoments moments, Alert alert)
    {
        KnownDictionary? dictionary = owner.FindDictionary(writer, alert.DictionaryId);
        if (dictionary is null && alert.SignalCount > 0)
        {
            writer.WantDictionary(owner.Row, alert.DictionaryId);
        }

        writer.Samples.AddAlert(owner.Row, stream, moments.StartUp, frame, alert, dictionary?.Definitions);
        return dictionary;
    }

    private void TakeStatus(StoreWriter writer, long sender, long owner, StreamState stream, long sequence, long received, List<MissingFrames> missing)
    {
        writer.Statuses.Take(sender, stream, sequence, _status, received, missing);
        if (_status.HasJournal)
        {
            StartUp startUp = writer.StartUps.FindOrAdd(stream, _status.BootNumber);
            writer.Samples.NoteMoment(owner, stream, startUp, _status.UptimeMilliseconds, _status.IsDated ? _status.TimeUtcMilliseconds : null);
            if (PreviousLife.Of(_status) is { } life)
            {
                writer.Statuses.TakeLife(startUp, life, received);
            }
        }
    }

    private void RetryStatus(StoreWriter writer, ReceiverUnit unit, WaitingFrame waiting, byte[] content)
    {
        StreamState stream = writer.Streams.Get(waiting.Stream);
        if (_status.TryDecode(content, 0, content.Length))
        {
            writer.SetFrameDecoded(waiting.Id, MomentsOf(writer, stream, _status));
            TakeStatus(writer, stream.Holder, unit.Row, stream, waiting.Sequence, waiting.ReceivedMilliseconds, []);
        }
        else
        {
            writer.SetFrameUndecodable(waiting.Id);
        }
    }

    private void RetryAlert(StoreWriter writer, ReceiverUnit unit, WaitingFrame waiting, byte[] content)
    {
        if (_alerts.TryRead(content, out Alert? alert, out _))
        {
            StreamState stream = writer.Streams.Get(waiting.Stream);
            FrameMoments moments = MomentsOf(writer, stream, alert);
            writer.SetFrameDecoded(waiting.Id, moments);
            TakeAlert(writer, unit, stream, waiting.Id, moments, alert);
        }
        else
        {
            writer.SetFrameUndecodable(waiting.Id);
        }
    }

    private int DecodeBatches(StoreWriter writer, ReceiverUnit unit)
    {
        int samples = 0;
        foreach (WaitingFrame waiting in writer.WaitingFrames(unit.Row))
        {
            if (waiting.Kind != FrameKind.Batch || Open(unit, waiting) is not { } opened
                || unit.FindDictionary(writer, opened.Header!.DictionaryId) is not { } dictionary)
            {
                continue;
            }

            StreamState stream = writer.Streams.Get(waiting.Stream);
            if (_batches.TryRead(opened, dictionary.Definitions, out Batch? batch, out _))
            {
                FrameMoments moments = MomentsOf(writer, stream, batch);
                writer.SetFrameDecoded(waiting.Id, moments);
                writer.Samples.AddSamples(unit.Row, stream, moments.StartUp, waiting.Id, dictionary.Row, dictionary.Definitions, batch.Samples);
                samples += batch.Samples.Count;
            }
            else
            {
                writer.SetFrameUndecodable(waiting.Id);
            }
        }

        return samples;
    }
}
