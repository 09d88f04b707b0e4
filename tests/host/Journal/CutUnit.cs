using Telltale.Endurance;
using Telltale.Journal;
using Telltale.Sealing;
using Telltale.Virtual.Board;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Journal;

/// <summary>Keys, seal and journal from one start-up to the next power cut, with every kind of frame, with and without a connection.</summary>
internal sealed class CutUnit
{
    public const int SegmentBytes = 1200;

    private const int MaximumFrameBytes = 480;
    private const int FramesInPhase = 170;

    private readonly CutLedger _ledger;
    private readonly KeyedJournal _unit;
    private readonly byte[] _buffer = new byte[MaximumFrameBytes];

    public CutUnit(DotNetCryptography cryptography, ObservedVolume volume, CutLedger ledger)
    {
        _ledger = ledger;
        _unit = new KeyedJournal(
            cryptography,
            volume,
            new JournalSettings { SegmentBytes = SegmentBytes, BudgetBytes = 22 * 4096, MaximumFrameBytes = MaximumFrameBytes })
        {
            Sealed = (frame, length) =>
            {
                ledger.Seal(_unit!.Keys.Epoch, _unit.Journal.NextSequence);
                ledger.InDoubt[_unit.Journal.NextSequence] = frame[..length];
            },
        };
        Assert.That(_unit.IsReady, Is.True, "the unit starts");
    }

    public FrameJournal Journal => _unit.Journal;

    /// <summary>A volume that was just enrolled.</summary>
    public static SimulatedVolume Enrolled(DotNetCryptography cryptography)
    {
        SimulatedVolume volume = new(new SimulatedVolumeOptions { Seed = 5 });
        KeyedJournal.Enroll(cryptography, volume);
        return volume;
    }

    /// <summary>Journals the next frame, and now and then sends, takes receipts and tidies up.</summary>
    public void Advance()
    {
        int sequence = Journal.NextSequence;
        (FrameKind kind, FramePriority priority, bool isPinned, int payload) = sequence switch
        {
            _ when IsPinned(sequence) => (FrameKind.Dictionary, FramePriority.Required, true, 200),
            _ when sequence % 53 == 0 => (FrameKind.Alert, FramePriority.Security, false, 60),
            _ when sequence % 7 == 3 => (FrameKind.Alert, FramePriority.Alert, false, 80),
            _ when sequence % 31 == 5 => (FrameKind.Installation, FramePriority.Required, false, 150),
            _ when sequence % 25 == 0 => (FrameKind.Status, FramePriority.Ordinary, false, 120),
            _ => (FrameKind.Batch, FramePriority.Ordinary, false, 90 + (sequence * 37 % 240)),
        };
        if (!_unit.TryAppend(kind, priority, isPinned, payload))
        {
            Assert.Fail($"frame {sequence} was not written");
        }

        _ledger.Promise(sequence, _ledger.InDoubt[sequence]);
        _ledger.InDoubt.Remove(sequence);
        if (kind == FrameKind.Status)
        {
            _ledger.Report(sequence, Ranges());
            Journal.MarkDroppedReported(Journal.DroppedRangeCount, sequence);
        }

        // Connected, without a connection, and with a slow one in turns.
        int phase = sequence / FramesInPhase % 3;
        if (phase == 0)
        {
            SendAndRelease(4);
        }
        else if (phase == 2 && sequence % 9 == 0)
        {
            SendAndRelease(12);
        }

        if (sequence % 97 == 0)
        {
            Journal.MarkAllUnsent();
        }

        Journal.Step();
        Journal.Step();
    }

    /// <summary>Reads everything, and compares it with what was promised.</summary>
    public void Check(string where)
    {
        HashSet<int> read = [];
        int lastPlace = 0;
        int previous = 0;
        Journal.MarkAllUnsent();
        while (Journal.HasUnsent)
        {
            int length = Journal.ReadNext(_buffer);
            if (length == 0)
            {
                continue;
            }

            Journal.MarkSent();
            int sequence = Journal.ReadSequence;
            byte[]? expected = _ledger.FrameOf(sequence) ?? _ledger.InDoubt.GetValueOrDefault(sequence);
            if (!read.Add(sequence) || expected is null || !_buffer.AsSpan(0, length).SequenceEqual(expected))
            {
                Assert.Fail($"{where}: frame {sequence} came twice or is not what was written");
            }

            // By priority, pinned ones first, then by sequence.
            int place = ((3 - Journal.ReadPriority) * 2) + (IsPinned(sequence) ? 0 : 1);
            if (place < lastPlace || (place == lastPlace && sequence < previous))
            {
                Assert.Fail($"{where}: frame {sequence} is out of order");
            }

            lastPlace = place;
            previous = sequence;
        }

        (int First, int Last)[] ranges = Ranges();
        foreach (int sequence in _ledger.Promised)
        {
            if (!read.Contains(sequence) && !_ledger.IsReleased(sequence) && !_ledger.IsTold(sequence) && !ranges.Any(range => range.First <= sequence && sequence <= range.Last))
            {
                Assert.Fail($"{where}: frame {sequence} was promised, is not there, and nobody says why");
            }
        }
    }

    private static bool IsPinned(int sequence) => sequence % 240 == 1;

    private void SendAndRelease(int frames)
    {
        for (int frame = 0; frame < frames && Journal.HasUnsent; frame++)
        {
            if (Journal.ReadNext(_buffer) == 0)
            {
                continue;
            }

            Journal.MarkSent();

            // Every 29th receipt is lost.
            if (Journal.ReadSequence % 29 != 0 || Journal.ReadSequence % 3 == 0)
            {
                _ledger.Release(Journal.ReadSequence, Journal.ReadSequence);
                Journal.Release(Journal.ReadStreamId, Journal.ReadSequence, Journal.ReadSequence);
            }
        }
    }

    private (int First, int Last)[] Ranges() =>
        [.. Enumerable.Range(0, Journal.DroppedRangeCount).Select(index => Journal.DroppedRangeAt(index)).Select(range => (range.First, range.Last))];
}
