using Telltale.DeviceTests.Journal;
using Telltale.Journal;
using Telltale.Sealing;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Journal;

/// <summary>Keys, seal and journal together, as the unit uses them, with the power failing at every operation of the volume.</summary>
public class PowerCutTests
{
    private const string UnitId = "k7m2p9x4";
    private const int Frames = 200;

    private static readonly byte[] Root = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    private readonly DotNetCryptography _cryptography = new();

    [TestCase(TestVolume.CutOutcome.NotDone)]
    [TestCase(TestVolume.CutOutcome.Done)]
    [TestCase(TestVolume.CutOutcome.EmptyNewFile)]
    public void A_cut_at_any_operation_loses_at_most_the_frame_being_written_and_repeats_neither_sequence_nor_IV(TestVolume.CutOutcome outcome)
    {
        TestVolume whole = Enrolled();
        new Run(_cryptography, whole, new Ledger()).Append(Frames);
        int operations = whole.Operations;
        int inKeys = 0;
        for (int cutAt = 1; cutAt <= operations; cutAt++)
        {
            TestVolume volume = Enrolled();
            Ledger ledger = new();
            volume.Outcome = outcome;
            volume.OperationsUntilCut = cutAt;
            Run run = new(_cryptography, volume, ledger);
            run.Append(Frames);
            Assert.That(volume.IsCut, Is.True);
            volume.Restore();

            // The start-up after the cut is cut short too, at an operation that wanders through it.
            volume.OperationsUntilCut = 1 + (cutAt % 5);
            Run second = new(_cryptography, volume, ledger);
            second.Append(1);
            if (volume.IsCut)
            {
                inKeys++;
                volume.Restore();
            }

            volume.OperationsUntilCut = int.MaxValue;
            Run third = new(_cryptography, volume, ledger);
            Assert.That(third.IsReady, Is.True, $"cut {cutAt}: the unit starts");
            third.Append(5);
            third.Check(ledger, $"cut {cutAt}");
        }

        TestContext.Out.WriteLine($"{operations} operations, {inKeys} second cuts while starting up");
        Assert.That(operations, Is.GreaterThan(Frames));
    }

    private TestVolume Enrolled()
    {
        TestVolume volume = new();
        volume.Put(UnitEnrolment.FileName, UnitEnrolment.CreateIdentity(_cryptography, Root, UnitId));
        return volume;
    }

    /// <summary>What the vehicle would know: which frames were made, and which the volume promised to keep.</summary>
    private sealed class Ledger
    {
        public Dictionary<int, byte[]> Kept { get; } = [];

        public HashSet<string> Nonces { get; } = new(StringComparer.Ordinal);

        public HashSet<int> Released { get; } = [];
    }

    private sealed class Run
    {
        private readonly TestVolume _volume;
        private readonly DotNetCryptography _cryptography;
        private readonly UnitKeys _keys;
        private readonly FrameJournal _journal;
        private readonly UnitSealer? _sealer;
        private readonly Ledger _ledger;

        public Run(DotNetCryptography cryptography, TestVolume volume, Ledger ledger)
        {
            _cryptography = cryptography;
            _volume = volume;
            _ledger = ledger;
            _keys = new UnitKeys(cryptography, volume);
            UnitKeyState state = _keys.Load(7);
            _journal = new FrameJournal(volume, new JournalSettings { SegmentBytes = 2048, BudgetBytes = 1 << 20, MaximumFrameBytes = 512 });
            _journal.Recover(_keys.StreamId, _keys.SequenceFloor, _keys.SequenceCeiling);
            IsReady = state != UnitKeyState.NotEnrolled && _keys.BeginEpoch(_journal.NextSequence);
            _sealer = IsReady ? new UnitSealer(cryptography, _keys) : null;
        }

        public bool IsReady { get; }

        public void Append(int frames)
        {
            byte[] frame = new byte[512];
            for (int count = 0; count < frames && _sealer is not null && !_volume.IsCut; count++)
            {
                int sequence = _journal.NextSequence;
                byte[] payload = [.. Enumerable.Range(0, 90).Select(index => (byte)(sequence + index))];
                int length = _sealer.Seal(FrameKind.Status, FramePriority.Ordinary, sequence, 0, payload, 0, payload.Length, frame);
                if (length == 0)
                {
                    continue;
                }

                Assert.That(_ledger.Nonces.Add($"{Convert.ToHexString(_keys.StreamId)} {_keys.Epoch} {sequence}"), Is.True, "an IV came twice under one key");
                if (_journal.TryAppend(frame, length, 0) && !_volume.IsCut)
                {
                    Assert.That(_ledger.Kept.TryAdd(sequence, frame[..length]), Is.True, $"sequence {sequence} came twice");
                }

                if (sequence % 50 == 0 && !_volume.IsCut)
                {
                    _journal.Release(_keys.StreamId, 1, sequence - 20);
                    _ledger.Released.UnionWith(Enumerable.Range(1, sequence - 20));
                    while (_journal.Step())
                    {
                    }
                }
            }
        }

        public void Check(Ledger ledger, string where)
        {
            OwnerKeys owner = new(_cryptography, Root, UnitId);
            FrameOpener opener = new(_cryptography);
            FrameHeader header = new();
            FrameKey key = new();
            byte[] buffer = new byte[512];
            byte[] payload = new byte[512];
            Dictionary<int, byte[]> read = [];
            while (_journal.HasUnsent)
            {
                int length = _journal.ReadNext(buffer);
                if (length == 0)
                {
                    continue;
                }

                _journal.MarkSent();
                Assert.That(read.TryAdd(_journal.ReadSequence, buffer[..length]), Is.True, where);
                Assert.That(header.TryRead(buffer, length) && owner.TryGetKey(header, key), Is.True, where);
                Assert.That(opener.Open(buffer, length, header, owner.UnitIdBytes, key, payload), Is.EqualTo(90), where);
                Assert.That(header.Sequence, Is.EqualTo(_journal.ReadSequence), where);
                owner.Accept(header);
            }

            foreach ((int sequence, byte[] frame) in ledger.Kept)
            {
                if (read.TryGetValue(sequence, out byte[]? found))
                {
                    Assert.That(found, Is.EqualTo(frame), $"{where}: frame {sequence} is what was written");
                }
                else
                {
                    Assert.That(ledger.Released, Does.Contain(sequence), $"{where}: frame {sequence} was promised and is lost");
                }
            }
        }
    }
}
