using Telltale.Batching;
using Telltale.Gnss;
using Telltale.HostTests.Unit;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Board;

/// <summary>An owner who opens and keeps what arrives, receipts it, and dates undated samples by the dated ones of the same start-up.</summary>
internal sealed class DriveOwner
{
    private const string UnitId = "0te11ta7";

    private readonly DotNetCryptography _cryptography = new();
    private readonly OwnerKeys _keys;
    private readonly FrameOpener _opener;
    private readonly HashSet<(string Stream, int Sequence)> _seen = [];
    private readonly Dictionary<int, SignalDefinition[]> _dictionaries = [];
    private readonly List<(int Boot, long Uptime, long? Utc, LedgerSample Sample)> _samples = [];
    private int _receiptSequence;

    internal DriveOwner()
    {
        byte[] root = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
        _keys = new OwnerKeys(_cryptography, root, UnitId);
        _opener = new FrameOpener(_cryptography);
        byte[] identity = UnitEnrolment.CreateIdentity(_cryptography, root, UnitId);
        Volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
    }

    /// <summary>The volume of the enrolled unit.</summary>
    internal IFileVolume Volume { get; } = new MemoryVolume();

    /// <summary>Where receipts go.</summary>
    internal Action<byte[]>? SendReceipt { get; set; }

    internal int Frames { get; private set; }

    /// <summary>Every frame as it came, repetitions included.</summary>
    internal List<byte[]> Bytes { get; } = [];

    internal int BatchBytes { get; private set; }

    internal void Take(byte[] frame)
    {
        Bytes.Add(frame);
        FrameHeader header = new();
        FrameKey key = new();
        byte[] payload = new byte[frame.Length];
        Assert.That(header.TryRead(frame, frame.Length) && _keys.TryGetKey(header, key), Is.True);
        int length = _opener.Open(frame, frame.Length, header, _keys.UnitIdBytes, key, payload);
        Assert.That(length, Is.GreaterThanOrEqualTo(0), "a frame that cannot be opened");
        _keys.Accept(header);
        if (_seen.Add((Convert.ToHexString(header.StreamId), header.Sequence)))
        {
            Frames++;
            Store(header, payload, length, frame.Length);
        }

        SendReceipt?.Invoke(Receipt(header));
    }

    /// <summary>All samples, dated where their start-up could be dated.</summary>
    internal IReadOnlyList<LedgerSample> Samples()
    {
        Dictionary<int, long> offsets = _samples.Where(sample => sample.Utc is not null)
            .GroupBy(sample => sample.Boot)
            .ToDictionary(boot => boot.Key, boot => boot.Min(sample => (sample.Uptime, Offset: sample.Utc!.Value - sample.Uptime)).Offset);
        return [.. _samples.Select(sample => sample.Sample with
        {
            Time = sample.Utc is { } utc
                ? DateTimeOffset.FromUnixTimeMilliseconds(utc)
                : offsets.TryGetValue(sample.Boot, out long offset) ? DateTimeOffset.FromUnixTimeMilliseconds(sample.Uptime + offset) : null,
        })];
    }

    private void Store(FrameHeader header, byte[] payload, int length, int frameLength)
    {
        if (header.Kind == FrameKind.Dictionary)
        {
            byte[] dictionary = payload[..length];
            _dictionaries[SignalDictionary.Id(_cryptography, dictionary)] = SignalDictionary.Decode(dictionary, length)!;
            return;
        }

        if (header.Kind != FrameKind.Batch)
        {
            return;
        }

        BatchDecoder decoder = new();
        Assert.That(decoder.Open(payload, length), Is.True);
        BatchBytes += frameLength;
        SignalDefinition[] definitions = _dictionaries[header.DictionaryId];
        Sample sample = new();
        while (decoder.Next(sample))
        {
            bool hasPosition = (sample.Fields & FixFields.Position) != FixFields.None;
            Dictionary<string, double> signals = new(StringComparer.Ordinal);
            for (int i = 0; i < definitions.Length; i++)
            {
                if ((sample.SignalsPresent & (1L << i)) != 0)
                {
                    SignalDefinition definition = definitions[i];
                    signals[definition.Name] = (((double)sample.Signals[i] * definition.Numerator) + definition.Offset) / definition.Denominator;
                }
            }

            _samples.Add((decoder.BootNumber, sample.UptimeMilliseconds, sample.IsDated ? sample.TimeUtcMilliseconds : null, new LedgerSample(
                null,
                hasPosition ? sample.LatitudeDegreesE7 / 1e7 : null,
                hasPosition ? sample.LongitudeDegreesE7 / 1e7 : null,
                signals)));
        }
    }

    private byte[] Receipt(FrameHeader stored)
    {
        Receipt receipt = new();
        receipt.TryAdd(ReceiptKind.Stored, stored.StreamId, 0, stored.Sequence, stored.Sequence);
        byte[] payload = new byte[Telltale.Uplink.Receipt.MaximumLength];
        int length = receipt.Encode(payload);
        FrameHeader header = new() { Kind = FrameKind.Receipt, Sequence = ++_receiptSequence };
        stored.StreamId.CopyTo(header.StreamId, 0);
        FrameKey key = new();
        Assert.That(_keys.TryGetKey(header, key), Is.True);
        byte[] frame = new byte[length + FrameSealer.MaximumOverhead];
        int sealedLength = new FrameSealer(_cryptography, _keys.UnitIdBytes).Seal(header, key, payload, 0, length, frame);
        return frame[..sealedLength];
    }
}
