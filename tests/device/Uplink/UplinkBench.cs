using System;
using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

/// <summary>A unit's keys, journal and uplink in memory, with the owner's receipts at hand.</summary>
internal sealed class UplinkBench
{
    public readonly ToyCryptography Cryptography = new ToyCryptography();
    public readonly MemoryVolume Volume;
    public readonly FakeLink Link = new FakeLink();
    public readonly UplinkSettings Settings = new UplinkSettings();
    public readonly UnitKeys Keys;
    public readonly FrameJournal Journal;
    public FrameUplink Uplink;
    public long Now;

    private readonly UnitSealer _sealer;
    private readonly byte[] _frame = new byte[4096];
    private readonly byte[] _bytes = new byte[4096];
    private int _receiptSequence;

    /// <summary>Starts a unit that was just enrolled, or on the volume of an earlier life.</summary>
    public UplinkBench(MemoryVolume volume)
    {
        Volume = volume;
        if (volume == null)
        {
            Volume = new MemoryVolume();
            byte[] identity = UnitEnrolment.CreateIdentity(Cryptography, new byte[32], "abcdefgh");
            Volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        }

        Keys = new UnitKeys(Cryptography, Volume);
        Keys.Load(1);
        JournalSettings journalSettings = new JournalSettings();
        Journal = new FrameJournal(Volume, journalSettings);
        Journal.Recover(Keys.StreamId, Keys.SequenceFloor, Keys.SequenceCeiling);
        Keys.BeginEpoch(Journal.NextSequence);
        _sealer = new UnitSealer(Cryptography, Keys);
    }

    public void Start()
    {
        Uplink = new FrameUplink(Link, Journal, Keys, Cryptography, Settings);
    }

    /// <summary>Starts the uplink and lets its first attempt succeed.</summary>
    public void StartOpen()
    {
        Start();
        Step(0);
        Link.State = LinkState.Open;
    }

    /// <summary>Seals and journals frames of one byte, their own number.</summary>
    public void Append(int count)
    {
        for (int index = 0; index < count; index++)
        {
            Append(FrameKind.Status, FramePriority.Ordinary);
        }
    }

    /// <summary>Seals and journals an alert.</summary>
    public void AppendAlert() => Append(FrameKind.Alert, FramePriority.Alert);

    /// <summary>Steps after <paramref name="milliseconds"/>; returns in how many the next step is wanted.</summary>
    public int Step(int milliseconds)
    {
        Now += milliseconds;
        return (int)(Uplink.Step(Now) - Now);
    }

    /// <summary>Steps every 20 ms for a time.</summary>
    public void Run(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 20)
        {
            Step(20);
        }
    }

    /// <summary>The sequence of a published frame.</summary>
    public int SequenceOf(int publication)
    {
        FrameHeader header = new FrameHeader();
        byte[] frame = Link.Frame(publication);
        return header.TryRead(frame, frame.Length) ? header.Sequence : -1;
    }

    /// <summary>The owner's side receipts a range of the current stream.</summary>
    public void DeliverReceipt(ReceiptKind kind, int first, int last)
    {
        Receipt receipt = new Receipt();
        receipt.TryAdd(kind, Keys.StreamId, 0, first, last);
        int length = SealDownlink(FrameKind.Receipt, receipt.Encode(_bytes));
        Link.Deliver(_frame, length);
    }

    /// <summary>The owner's side receipts a range, and somebody changes a byte on the way.</summary>
    public void DeliverForgedReceipt(int first, int last, int position)
    {
        Receipt receipt = new Receipt();
        receipt.TryAdd(ReceiptKind.Stored, Keys.StreamId, 0, first, last);
        int length = SealDownlink(FrameKind.Receipt, receipt.Encode(_bytes));
        _frame[position < 0 ? length + position : position] ^= 1;
        Link.Deliver(_frame, length);
    }

    /// <summary>An authentic downlink frame of another kind.</summary>
    public void DeliverOther(FrameKind kind)
    {
        Link.Deliver(_frame, SealDownlink(kind, 1));
    }

    private void Append(FrameKind kind, FramePriority priority)
    {
        _bytes[0] = (byte)Journal.NextSequence;
        int length = _sealer.Seal(kind, priority, Journal.NextSequence, 0, _bytes, 0, 1, _frame);
        Journal.TryAppend(_frame, length, (int)priority);
    }

    private int SealDownlink(FrameKind kind, int count)
    {
        FrameHeader header = new FrameHeader();
        header.Kind = kind;
        Array.Copy(Keys.StreamId, 0, header.StreamId, 0, 8);
        _receiptSequence++;
        header.Sequence = _receiptSequence;
        FrameSealer sealer = new FrameSealer(Cryptography, Keys.UnitIdBytes);
        return sealer.Seal(header, Keys.DownlinkKey, _bytes, 0, count, _frame);
    }
}
