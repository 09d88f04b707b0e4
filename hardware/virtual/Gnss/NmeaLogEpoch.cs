namespace Telltale.Virtual.Gnss;

/// <summary>The lines of an NMEA log that belong to one navigation epoch.</summary>
internal sealed class NmeaLogEpoch(int timeOfDayMilliseconds)
{
    private const long DayMilliseconds = 86_400_000;
    private bool _valid;
    private bool _void;
    private DateOnly? _date;
    private int? _latitude;
    private int? _longitude;

    public int TimeOfDayMilliseconds { get; } = timeOfDayMilliseconds;

    public void Add(NmeaLogLine line)
    {
        _date ??= line.Date;
        if (line.HasFix is not { } fix)
        {
            return;
        }

        if (!fix)
        {
            _void = true;
        }
        else
        {
            _valid = true;
            _latitude ??= line.LatitudeDegreesE7;
            _longitude ??= line.LongitudeDegreesE7;
        }
    }

    /// <summary>Ends the epoch. <paramref name="date"/> is the last date that a sentence gave and is carried on.</summary>
    public RecordedEpoch Close(ReadOnlyMemory<byte> bytes, IReadOnlyList<RecordedEpoch> before, ref DateOnly? date)
    {
        date = _date ?? date;
        long day = (long)(date ?? DateOnly.FromDateTime(DateTime.UnixEpoch)).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        long utc = (day * DayMilliseconds) + TimeOfDayMilliseconds;
        if (before.Count > 0)
        {
            long previous = before[^1].UtcMilliseconds;
            if (_date is null && utc < previous && previous - utc > DayMilliseconds / 2)
            {
                date = date?.AddDays(1);
                utc += DayMilliseconds;
            }

            // A clock that was set, or a log with a hole: replayed at the pace there was before.
            if (utc <= previous || utc - previous > DayMilliseconds)
            {
                utc = previous + (before.Count > 1 ? Math.Min(previous - before[^2].UtcMilliseconds, 1000) : 1000);
            }
        }

        bool fix = _valid && !_void && _latitude is not null && _longitude is not null;
        EmittedEpoch stated = new()
        {
            UtcMilliseconds = date is null ? null : utc,
            HasFix = fix,
            LatitudeDegreesE7 = fix ? _latitude!.Value : 0,
            LongitudeDegreesE7 = fix ? _longitude!.Value : 0,
        };
        return new RecordedEpoch(utc, bytes, stated);
    }
}
