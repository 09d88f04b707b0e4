namespace Telltale.Simulation;

/// <summary>Holds stored samples against the vehicle's book: the format says how far each value may be off.</summary>
internal sealed class SampleComparison(SimulatedUnit unit, Findings findings)
{
    private const double MetresRoundTheEarth = 40_075_016.686;
    private const double QuantumMetres = 0.15;
    private const int LatitudeError = 7;
    private const int HeightError = 500;
    private const int SpeedError = 25;
    private const int CourseError = 26;
    private const long TimeError = 50;

    // Samples from before the clock was set are dated by a dated one of their start-up, whose epoch may have been read late.
    private const long LaterDatedError = 1_000 + SimulationTimes.LongestStall;

    // How long the unit goes on with its own clock when that of the receiver has stepped.
    private const long Disbelief = 15_000;

    private const int ByClock = 1;
    private const int ByStartUp = 2;

    private readonly IReadOnlyList<(long At, long Offset)> _offsets = unit.Schedule.ClockOffsets;

    internal void Compare(in StoredRow row)
    {
        Epoch epoch = unit.Ledger[row.Number - 1];
        string? difference = Difference(row, epoch);
        if (difference is not null)
        {
            findings.Add(unit.Index, "content", epoch.Time, $"epoch {row.Number} is stored with {difference}");
        }

        if (row.Time is { } time)
        {
            CompareTime(row, epoch, time - SimulationTimes.Start.ToUnixTimeMilliseconds());
        }
    }

    private static string? Difference(in StoredRow row, in Epoch epoch)
    {
        double cosine = Math.Cos(double.DegreesToRadians(epoch.LatitudeE7 / 1e7));
        int longitudeError = (int)(QuantumMetres / (cosine * MetresRoundTheEarth / 3.6e9) / 2) + 2;
        if (Math.Abs(row.Latitude - epoch.LatitudeE7) > LatitudeError || Math.Abs(row.Longitude - epoch.LongitudeE7) > longitudeError)
        {
            return $"position {row.Latitude}, {row.Longitude}, not {epoch.LatitudeE7}, {epoch.LongitudeE7}";
        }

        if (row.Height is not { } height || Math.Abs(height - epoch.HeightMillimetres) > HeightError)
        {
            return $"height {row.Height}, not {epoch.HeightMillimetres}";
        }

        if (row.Speed is not { } speed || Math.Abs(speed - epoch.SpeedMillimetresPerSecond) > SpeedError)
        {
            return $"speed {row.Speed}, not {epoch.SpeedMillimetresPerSecond}";
        }

        int turn = row.Course is { } course ? Math.Abs(course - epoch.CourseHundredths) : int.MaxValue;
        if (Math.Min(turn, Math.Abs(36_000 - turn)) > CourseError)
        {
            return $"course {row.Course}, not {epoch.CourseHundredths}";
        }

        if (row.Satellites is null)
        {
            return "no number of satellites";
        }

        for (int signal = 0; signal < SignalCatalogue.Count; signal++)
        {
            if (row.Signals[signal] != epoch.Signals[signal])
            {
                return $"signal {signal} of {row.Signals[signal]}, not {epoch.Signals[signal]}";
            }
        }

        return null;
    }

    private void CompareTime(in StoredRow row, in Epoch epoch, long time)
    {
        long error = time - epoch.Time;
        bool isRight = row.TimeSource switch
        {
            ByClock => IsNear(error, epoch.ClockOffset, TimeError) || IsStillDisbelieved(epoch.Time, error),
            // Old flash counts its start-ups from where it was: two of them then have one number, and what was never dated may be dated by the other.
            ByStartUp => unit.Happened.Restored.Count > 0 || IsNear(error, 0, LaterDatedError) || _offsets.Any(offset => IsNear(error, offset.Offset, LaterDatedError)),
            _ => true,
        };
        if (!isRight)
        {
            findings.Add(unit.Index, "time", epoch.Time, $"epoch {row.Number} is dated {error} ms off (source {row.TimeSource}); the receiver's clock was {epoch.ClockOffset} ms off");
        }
    }

    private bool IsStillDisbelieved(long at, long error)
    {
        long before = 0;
        foreach ((long since, long offset) in _offsets)
        {
            if (since <= at && at - since <= Disbelief && IsNear(error, before, TimeError))
            {
                return true;
            }

            before = offset;
        }

        return false;
    }

    private static bool IsNear(long error, long offset, long tolerance) => Math.Abs(error - offset) <= tolerance;
}
