namespace Telltale.Virtual.Board;

/// <summary>What became of the slots of a <see cref="VehicleLedger"/> on the owner's side.</summary>
public sealed record LedgerComparison
{
    private const double MetresPerDegree = 111_195;

    /// <summary>Entries of the ledger: what there was to record.</summary>
    public required int SamplesTaken { get; init; }

    /// <summary>Samples that the owner's side has of the time that the ledger covers, the duplicated and the unexpected included.</summary>
    public required int SamplesStored { get; init; }

    /// <summary>Entries of the ledger that have no sample.</summary>
    public required int Lost { get; init; }

    /// <summary>Samples of an entry beyond its first.</summary>
    public required int Duplicates { get; init; }

    /// <summary>
    /// Samples from after the ledger's last entry: the drive is over and the receiver unplugged, but the parked unit goes on sampling while its last frames
    /// are waited for.
    /// </summary>
    public required int AfterLastEntry { get; init; }

    /// <summary>Samples that belong to no entry, undated ones included.</summary>
    public required int Unexpected { get; init; }

    /// <summary>Entries with a position whose sample has none.</summary>
    public required int PositionsMissing { get; init; }

    /// <summary>Samples with a position whose entry has none: values that nobody measured.</summary>
    public required int PositionsInvented { get; init; }

    /// <summary>Samples with at least one signal.</summary>
    public required int SamplesWithSignals { get; init; }

    /// <summary>The furthest that a sample lies from what the receiver reported for its entry; 0 when there is nothing to compare.</summary>
    public required double WorstPositionErrorMetres { get; init; }

    /// <summary>The furthest that a sample lies from where the vehicle really was; the receiver's own error is part of it.</summary>
    public required double WorstTruthErrorMetres { get; init; }

    /// <summary>Holds the owner's samples against the ledger.</summary>
    /// <remarks>
    /// A sample belongs to the entry whose epoch is nearest in time, if that is within half an interval. Not to the slot that its time falls in: a
    /// sample taken before the unit's clock was set is dated from its start-up later, right to some milliseconds, and epochs often lie
    /// exactly where two slots meet.
    /// </remarks>
    /// <param name="ledger">The vehicle's own book.</param>
    /// <param name="samples">Everything that the owner's side has of this drive, in any order.</param>
    public static LedgerComparison Compare(VehicleLedger ledger, IEnumerable<LedgerSample> samples)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(samples);
        IReadOnlyList<LedgerEntry> entries = ledger.Entries;
        long[] times = [.. entries.Select(entry => entry.EpochTime.ToUnixTimeMilliseconds())];
        int[] found = new int[entries.Count];
        int stored = 0;
        int duplicates = 0;
        int unexpected = 0;
        int missing = 0;
        int invented = 0;
        int withSignals = 0;
        int after = 0;
        double worst = 0;
        double worstTruth = 0;
        foreach (LedgerSample sample in samples)
        {
            int index = sample.Time is { } time ? Nearest(times, time.ToUnixTimeMilliseconds(), ledger.SampleIntervalMilliseconds) : -1;
            if (index < 0 && sample.Time is { } later && times.Length > 0 && later.ToUnixTimeMilliseconds() > times[^1])
            {
                after++;
                continue;
            }

            stored++;
            withSignals += sample.Signals.Count > 0 ? 1 : 0;
            if (index < 0)
            {
                unexpected++;
                continue;
            }

            found[index]++;
            duplicates += found[index] > 1 ? 1 : 0;
            LedgerEntry entry = entries[index];
            if (sample.LatitudeDegrees is { } latitude && sample.LongitudeDegrees is { } longitude)
            {
                worstTruth = Math.Max(worstTruth, Metres(latitude, longitude, entry.Truth.LatitudeDegrees, entry.Truth.LongitudeDegrees));
                if (entry.LatitudeDegrees is { } reportedLatitude && entry.LongitudeDegrees is { } reportedLongitude)
                {
                    worst = Math.Max(worst, Metres(latitude, longitude, reportedLatitude, reportedLongitude));
                }
                else
                {
                    invented++;
                }
            }
            else if (entry.LatitudeDegrees is not null)
            {
                missing++;
            }
        }

        return new LedgerComparison
        {
            SamplesTaken = entries.Count,
            SamplesStored = stored,
            Lost = found.Count(times => times == 0),
            Duplicates = duplicates,
            AfterLastEntry = after,
            Unexpected = unexpected,
            PositionsMissing = missing,
            PositionsInvented = invented,
            SamplesWithSignals = withSignals,
            WorstPositionErrorMetres = worst,
            WorstTruthErrorMetres = worstTruth,
        };
    }

    private static int Nearest(long[] times, long time, int intervalMilliseconds)
    {
        int after = Array.BinarySearch(times, time);
        if (after >= 0)
        {
            return after;
        }

        after = ~after;
        int nearest = after == times.Length || (after > 0 && time - times[after - 1] < times[after] - time) ? after - 1 : after;
        return nearest >= 0 && Math.Abs(times[nearest] - time) * 2 <= intervalMilliseconds ? nearest : -1;
    }

    /// <summary>Metres between places near each other, on a sphere of the Earth's mean radius: half a percent is enough for an error.</summary>
    private static double Metres(double latitudeA, double longitudeA, double latitudeB, double longitudeB)
    {
        double east = Math.IEEERemainder(longitudeB - longitudeA, 360) * Math.Cos(double.DegreesToRadians((latitudeA + latitudeB) / 2));
        double north = latitudeB - latitudeA;
        return Math.Sqrt((east * east) + (north * north)) * MetresPerDegree;
    }
}
