using Telltale.Batching;
using Telltale.Checks;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Unit;

/// <summary>The owner's side in a few lines: opens what arrives, decodes it, and receipts it.</summary>
internal sealed class Owner
{
    public const string UnitId = "abcdefgh";

    private readonly DotNetCryptography _cryptography = new();
    private readonly OwnerKeys _keys;
    private readonly FrameOpener _opener;
    private readonly HashSet<(string Stream, int Sequence)> _seen = [];
    private int _receiptSequence;

    public Owner()
    {
        byte[] root = new byte[32];
        new Random(5).NextBytes(root);
        Identity = UnitEnrolment.CreateIdentity(_cryptography, root, UnitId);
        _keys = new OwnerKeys(_cryptography, root, UnitId);
        _opener = new FrameOpener(_cryptography);
    }

    /// <summary>What the unit's volume gets at enrolment.</summary>
    public byte[] Identity { get; }

    public List<OpenedFrame> Frames { get; } = [];

    public List<OwnedSample> Samples { get; } = [];

    public Dictionary<int, SignalDefinition[]> Dictionaries { get; } = [];

    public List<StatusReport> Statuses { get; } = [];

    public List<(UnitEvent Event, int Value, Sample Sample)> Alerts { get; } = [];

    public List<(FramePriority Priority, InstallationRecord Record)> Installations { get; } = [];

    public int Repetitions { get; private set; }

    public int NotOpened { get; private set; }

    /// <summary>Called with a sealed receipt after a frame was stored; null to receipt nothing.</summary>
    public Action<byte[]>? SendReceipt { get; set; }

    public void Take(byte[] frame)
    {
        FrameHeader header = new();
        FrameKey key = new();
        byte[] payload = new byte[frame.Length];
        int length = header.TryRead(frame, frame.Length) && _keys.TryGetKey(header, key)
            ? _opener.Open(frame, frame.Length, header, _keys.UnitIdBytes, key, payload)
            : -1;
        if (length < 0)
        {
            NotOpened++;
            return;
        }

        _keys.Accept(header);
        if (_seen.Add((Convert.ToHexString(header.StreamId), header.Sequence)))
        {
            Store(header, payload, length);
        }
        else
        {
            Repetitions++;
        }

        SendReceipt?.Invoke(Seal(header));
    }

    /// <summary>
    /// The samples, those from before the clock was set dated by the first dated one of their start-up: to the second, because UTC less uptime is right to some milliseconds.
    /// </summary>
    public IEnumerable<OwnedSample> DatedSamples()
    {
        Dictionary<int, long> offsets = Samples.Where(sample => sample.UtcMilliseconds is not null)
            .GroupBy(sample => sample.BootNumber)
            .ToDictionary(boot => boot.Key, boot => boot.First().UtcMilliseconds!.Value - boot.First().UptimeMilliseconds);
        return Samples.Select(sample => sample.UtcMilliseconds is null && offsets.TryGetValue(sample.BootNumber, out long offset)
            ? sample with { UtcMilliseconds = (sample.UptimeMilliseconds + offset + 500) / 1000 * 1000 }
            : sample);
    }

    private void Store(FrameHeader header, byte[] payload, int length)
    {
        Frames.Add(new OpenedFrame(header.Kind, header.Sequence, header.Epoch, header.DictionaryId, length));
        if (header.Kind == FrameKind.Dictionary)
        {
            byte[] dictionary = payload[..length];
            Dictionaries.Add(SignalDictionary.Id(_cryptography, dictionary), SignalDictionary.Decode(dictionary, length)!);
            return;
        }

        if (header.Kind == FrameKind.Status)
        {
            StatusReport status = new();
            Assert.That(status.TryDecode(payload, 0, length), Is.True);
            Statuses.Add(status);
            return;
        }

        if (header.Kind == FrameKind.Installation)
        {
            InstallationRecord record = new();
            Assert.That(record.TryDecode(payload, 0, length), Is.True);
            Installations.Add((header.Priority, record));
            return;
        }

        if (header.Kind == FrameKind.Alert)
        {
            AlertDecoder alert = new();
            Sample moment = new();
            Assert.That(alert.Read(payload, length, moment), Is.True);
            Alerts.Add((alert.Event, alert.Value, moment));
            return;
        }

        Assert.That(header.Kind, Is.EqualTo(FrameKind.Batch));
        Assert.That(Dictionaries, Does.ContainKey(header.DictionaryId), "a batch came before its dictionary");
        BatchDecoder decoder = new();
        Assert.That(decoder.Open(payload, length), Is.True);
        Sample sample = new();
        while (decoder.Next(sample))
        {
            Samples.Add(new OwnedSample(
                header.Sequence,
                decoder.BootNumber,
                sample.UptimeMilliseconds,
                sample.IsDated ? sample.TimeUtcMilliseconds : null,
                sample.Fields,
                sample.LatitudeDegreesE7,
                sample.LongitudeDegreesE7,
                (sample.SignalsPresent & 1) != 0 ? sample.Signals[0] : null));
        }
    }

    private byte[] Seal(FrameHeader stored)
    {
        Receipt receipt = new();
        receipt.TryAdd(ReceiptKind.Stored, stored.StreamId, 0, stored.Sequence, stored.Sequence);
        byte[] payload = new byte[Receipt.MaximumLength];
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
