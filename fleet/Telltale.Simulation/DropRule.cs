namespace Telltale.Simulation;

/// <summary>
/// When a frame may have been dropped, by the schedule alone: so much must have come between it and the next time in which the owner's receipts could reach the unit that it surely
/// may not have fitted. Every figure here errs towards allowing a drop, and none comes from the unit.
/// </summary>
internal sealed class DropRule
{
    /// <summary>
    /// A way that works for so long surely empties the journal: an hour's wait for a receipt that may have doubled, five minutes until the next attempt to connect, and the sending itself.
    /// </summary>
    internal const long WorkingWay = 3 * SimulationTimes.Hour;

    // A sample of ten signals and a number takes 10 to 13 bytes in full batches; one in a frame of its own, with everything around it, some 150.
    private const int BytesPerSample = 16;
    private const int BytesPerFrame = 260;
    private const int BytesPerTrip = 500;
    private const int BytesPerStart = 900;
    private const int BytesPerConnection = 900;

    // Statuses and alerts have blocks of their own until they are put together; the list of drops has one too.
    private const int BytesOfSingles = 64 * 1024;
    private const int BytesOfSegments = 2 * 8 * 4096;

    private readonly long[] _times;
    private readonly long[] _bytes;
    private readonly List<Span> _ways = [];
    private readonly long _end;
    private readonly IReadOnlyList<Span> _full;
    private readonly SimulatedVehicle _vehicle;
    private readonly UnitLog _happened;
    private readonly IReadOnlyList<Span> _outages;

    internal DropRule(IReadOnlyList<Epoch> ledger, SimulatedVehicle vehicle, FaultSchedule schedule, UnitLog happened, IEnumerable<Span> receiverDown, int journalBytes, long end)
    {
        _end = end;
        _vehicle = vehicle;
        _happened = happened;
        _outages = schedule.Outages;
        _full = [.. schedule.FlashFull.Select(full => full.Span)];
        _times = new long[ledger.Count];
        _bytes = new long[ledger.Count + 1];
        for (int index = 0; index < ledger.Count; index++)
        {
            _times[index] = ledger[index].Time;
            bool isAlone = index == 0 || ledger[index].Time - ledger[index - 1].Time > 5_000;
            _bytes[index + 1] = _bytes[index] + (isAlone ? BytesPerFrame : BytesPerSample);
        }

        Capacity = journalBytes - Math.Min(BytesOfSingles, journalBytes / 2) - Math.Min(BytesOfSegments, journalBytes / 4);
        FindWays([.. schedule.Outages, .. schedule.HalfOpen, .. schedule.ReceiptsLost, .. happened.Off, .. receiverDown]);
    }

    /// <summary>Bytes of ordinary frames that surely fit.</summary>
    internal int Capacity { get; }

    /// <summary>The way has worked for long enough at the end of the run, so that everything that was to be said has been said.</summary>
    internal bool WorksAtEnd => _ways.Count > 0 && _ways[^1].Until >= _end;

    /// <summary>The way had worked for long enough at a moment, so that what could be released was released.</summary>
    internal bool HasWorkedAt(long time) => _ways.Exists(way => way.From + WorkingWay <= time && time <= way.Until);

    /// <summary>Whether an epoch may be in a frame that was dropped.</summary>
    /// <param name="time">Of the epoch.</param>
    /// <param name="since">How many bytes may have come since.</param>
    internal bool MayDrop(long time, out long since)
    {
        long until = _end;
        foreach (Span way in _ways)
        {
            long worked = Math.Max(way.From, time) + WorkingWay;
            if (worked <= way.Until)
            {
                until = worked;
                break;
            }
        }

        since = BytesBetween(time, until);
        return since > Capacity || _full.Any(span => span.Overlaps(time, until));
    }

    private long BytesBetween(long from, long until)
    {
        long bytes = _bytes[IndexOf(until + 1)] - _bytes[IndexOf(from)];
        bytes += BytesPerTrip * _vehicle.Trips.Count(trip => trip.Off >= from && trip.On <= until);
        bytes += BytesPerStart * _happened.Off.Count(span => span.Overlaps(from, until));
        return bytes + (BytesPerConnection * _outages.Count(span => span.Overlaps(from, until)));
    }

    private int IndexOf(long time)
    {
        int index = Array.BinarySearch(_times, time);
        return index < 0 ? ~index : index;
    }

    private void FindWays(List<Span> bad)
    {
        bad.Sort((one, other) => one.From.CompareTo(other.From));
        long from = 0;
        foreach (Span span in bad)
        {
            if (span.From - from >= WorkingWay)
            {
                _ways.Add(new Span(from, span.From));
            }

            from = Math.Max(from, span.Until);
        }

        if (_end - from >= WorkingWay)
        {
            _ways.Add(new Span(from, _end));
        }
    }
}
