using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Uplink;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Link;

namespace Telltale.Endurance;

/// <summary>A backlog drained through a slow link to an owner who gives receipts, in virtual time.</summary>
public sealed class DrainSimulation
{
    private const int LongestMilliseconds = 3_600_000;
    private const int ReceiptMilliseconds = 1000;

    /// <summary>Ordinary frames in the journal at the beginning.</summary>
    public int Frames { get; init; } = 1440;

    /// <summary>Length of a frame.</summary>
    public int FrameBytes { get; init; } = 720;

    /// <summary>Bits a second of the way to the broker.</summary>
    public int BitsPerSecond { get; init; } = 100_000;

    /// <summary>From publishing to acknowledgement.</summary>
    public int RoundTripMilliseconds { get; init; } = 300;

    /// <summary>In which order ordinary frames go.</summary>
    public DrainOrder Order { get; init; }

    /// <summary>Restarts the unit after the backlog was written, so that nothing of it is known but names.</summary>
    public bool RestartsFirst { get; init; } = true;

    /// <summary>An alert is journalled when so many frames have arrived; 0 for none.</summary>
    public int AlertAfter { get; init; }

    /// <summary>Where the backlog is.</summary>
    public required IFileVolume Volume { get; init; }

    /// <summary>How the journal uses it.</summary>
    public required JournalSettings Settings { get; init; }

    /// <summary>Drains.</summary>
    /// <exception cref="InvalidOperationException">The backlog does not fit the journal, or does not drain within an hour.</exception>
    public DrainResult Run()
    {
        DotNetCryptography cryptography = new();
        Settings.DrainOrder = Order;
        KeyedJournal.Enroll(cryptography, Volume);
        KeyedJournal unit = new(cryptography, Volume, Settings);
        while (unit.Journal.NextSequence <= Frames)
        {
            if (!unit.TryAppend(FrameKind.Batch, FramePriority.Ordinary, false, KeyedJournal.PayloadFor(FrameBytes)))
            {
                throw new InvalidOperationException("The backlog cannot be written.");
            }
        }

        if (unit.Journal.DroppedRangeCount > 0)
        {
            throw new InvalidOperationException("The backlog does not fit the journal.");
        }

        unit = RestartsFirst ? new KeyedJournal(cryptography, Volume, Settings) : unit;
        return Drain(unit, cryptography);
    }

    private DrainResult Drain(KeyedJournal unit, DotNetCryptography cryptography)
    {
        SimulationClock clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        ScriptedLink link = new(clock) { UplinkBitsPerSecond = BitsPerSecond, RoundTripMilliseconds = RoundTripMilliseconds };
        ReceiptingOwner owner = new(cryptography, KeyedJournal.Root, KeyedJournal.UnitId);
        link.FrameArrived = owner.Take;
        FrameUplink uplink = new(link, unit.Journal, unit.Keys, cryptography, new UplinkSettings());
        uplink.Seed(1);
        long nextReceipt = ReceiptMilliseconds;
        long opened = -1;
        int alertAt = -1;
        int steps = 0;
        while (unit.Journal.OldestSequence < unit.Journal.NextSequence)
        {
            long now = clock.NowMilliseconds;
            if (now > LongestMilliseconds)
            {
                throw new InvalidOperationException("The backlog does not drain.");
            }

            if (AlertAfter > 0 && alertAt < 0 && owner.Arrivals.Count >= AlertAfter)
            {
                alertAt = owner.Arrivals.Count + uplink.InFlight;
                unit.TryAppend(FrameKind.Alert, FramePriority.Alert, false, 100);
            }

            long due = uplink.Step(now);
            steps++;
            opened = opened < 0 && uplink.IsOpen ? now : opened;
            while (now >= nextReceipt)
            {
                nextReceipt += ReceiptMilliseconds;
                while (owner.NextReceipt() is { } receipt)
                {
                    link.Deliver(receipt);
                }
            }

            due = Math.Min(Math.Max(due, now + 1), nextReceipt);
            clock.AdvanceTo(due * 1000);
            link.CatchUp();
        }

        return new DrainResult(
            clock.NowMilliseconds,
            clock.NowMilliseconds - opened,
            steps,
            uplink.Counters.FramesPublished,
            uplink.Counters.BytesPublished,
            uplink.Counters.Receipts,
            owner.Duplicates,
            alertAt,
            [.. owner.Arrivals]);
    }
}
