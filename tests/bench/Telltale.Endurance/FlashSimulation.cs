using Telltale.Journal;

namespace Telltale.Endurance;

/// <summary>What the journal makes of a volume: how long it holds, how much stays free, how soon the hottest block wears out.</summary>
public static class FlashSimulation
{
    /// <summary>Erases that a block is good for.</summary>
    public const int ErasesOfBlock = 100_000;

    private const int OrdinaryBytes = 720;
    private const double MinutesInYear = 365.25 * 1440;

    /// <summary>Frames of one length, a minute of samples each, without any receipt, until the first is dropped, and then as many again twice over.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="settings">How the journal uses it.</param>
    /// <param name="frameBytes">Length of a frame.</param>
    /// <param name="agedMinutes">So long the unit has run with receipts before: littlefs spreads out with time.</param>
    public static CapacityResult Fill(MeasuredVolume volume, JournalSettings settings, int frameBytes, int agedMinutes)
    {
        FlashLoad load = new(volume, settings);
        for (int minute = 0; minute < agedMinutes; minute++)
        {
            load.TryAppend(frameBytes, 0, false);
            load.TakeMinute(minute, true);
            load.Drain();
        }

        // The dictionary was sent when the unit was installed.
        load.Drain();
        load.CountAnew();
        int dropped = load.Journal.Counters.FramesDropped;
        int frames = 0;
        while (load.Journal.Counters.FramesDropped == dropped)
        {
            load.TryAppend(frameBytes, 0, false);
            load.TidyUp();
            frames++;
        }

        dropped = load.Journal.Counters.FramesDropped - dropped;
        int free = load.LowestFreeBlocks;
        for (int more = 0; more < 2 * frames; more++)
        {
            load.TryAppend(frameBytes, 0, false);
            load.TidyUp();
        }

        // The frame that dropped others is in the journal and they are not.
        return new CapacityResult(frames - 1, frames - dropped, free, load.LowestFreeBlocks, load.Journal.Counters.AppendFailures);
    }

    /// <summary>Frames of any length and priority, receipts and their absence, in no order: how few blocks are free at worst.</summary>
    public static int LowestFreeBlocks(MeasuredVolume volume, JournalSettings settings, int seed, int frames, int agedMinutes)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Random random = new(seed);
        FlashLoad load = new(volume, settings);
        for (int minute = 0; minute < agedMinutes; minute++)
        {
            load.TryAppend(OrdinaryBytes, 0, false);
            load.Drain();
        }

        load.CountAnew();
        int lengths = 0;
        int elevatedOfTen = 0;
        int pinnedOfHundred = 0;
        for (int frame = 0; frame < frames; frame++)
        {
            if (frame % (frames / 12) == 0)
            {
                lengths = random.Next(5);
                elevatedOfTen = random.Next(3) switch { 0 => 1, 1 => 5, _ => 10 };
                pinnedOfHundred = random.Next(3);
            }

            bool isElevated = random.Next(10) < elevatedOfTen;
            int bytes = lengths switch
            {
                0 => random.Next(40, 60),
                1 => random.Next(settings.MaximumFrameBytes - 60, settings.MaximumFrameBytes + 1),
                2 => random.Next(450, 800),
                3 => random.Next(100, settings.MaximumFrameBytes),
                _ => random.Next(4) switch { 0 => random.Next(40, 200), 1 => random.Next(200, 500), 2 => random.Next(400, 900), _ => random.Next(100, settings.MaximumFrameBytes) },
            };
            load.TryAppend(bytes, isElevated ? random.Next(1, 4) : 0, random.Next(100) < pinnedOfHundred);
            if (random.Next(3) > 0)
            {
                load.TidyUp();
            }

            if (random.Next(frames / 4) == 0)
            {
                load.Drain();
            }
        }

        return load.LowestFreeBlocks;
    }

    /// <summary>One frame a minute, driving day and night, with the unit's other writes, for so long that the figure is steady.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="settings">How the journal uses it.</param>
    /// <param name="frameBytes">Length of a batch's frame.</param>
    /// <param name="minutes">How long.</param>
    /// <param name="filling">What is in the journal all the time.</param>
    public static WearResult Wear(MeasuredVolume volume, JournalSettings settings, int frameBytes, int minutes, Filling filling)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(settings);
        FlashLoad load = new(volume, settings) { CallsBetweenCounts = 101 };
        if (filling == Filling.HeldBacklog)
        {
            // Frames that nobody ever gives a receipt for, up to one segment below the budget.
            while (load.Journal.UsedBytes + (3 * settings.SegmentBytes) < settings.BudgetBytes)
            {
                load.TryAppend(frameBytes, 0, false);
            }
        }

        int held = load.Journal.NextSequence;
        load.CountAnew();
        for (int minute = 0; minute < minutes; minute++)
        {
            load.TryAppend(frameBytes, 0, false);
            load.TakeMinute(minute, filling != Filling.FullAndDropping);
            if (filling == Filling.NearlyEmpty)
            {
                load.Drain();
            }
            else if (filling == Filling.HeldBacklog)
            {
                load.Journal.Release(load.StreamId, held, load.Journal.NextSequence - 1);
                load.TidyUp();
            }
            else
            {
                load.TidyUp();
            }
        }

        // Blocks take turns at being the hottest, so the share that the hottest has of all erases falls with time: taking it to stay errs on the safe side.
        IReadOnlyList<int> erases = volume.ErasesByBlock();
        int hottest = erases.Max();
        return new WearResult(minutes, hottest, erases.Average(), minutes / MinutesInYear * ErasesOfBlock / hottest, load.LowestFreeBlocks);
    }
}
