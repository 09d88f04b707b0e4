namespace Telltale.Gnss;

/// <summary>A moment as date and time of day, for commands; from 1980 on.</summary>
internal sealed class UtcCalendar
{
    public int Year;
    public int Month;
    public int Day;
    public int Hour;
    public int Minute;
    public int Second;
    public int Millisecond;

    private const int MillisecondsPerDay = 86400000;

    /// <summary>Takes a moment in milliseconds since 1970-01-01, 1980 to 2999.</summary>
    public void Set(long utcMilliseconds)
    {
        int days = (int)(utcMilliseconds / MillisecondsPerDay);
        int rest = (int)(utcMilliseconds % MillisecondsPerDay);
        Millisecond = rest % 1000;
        Second = rest / 1000 % 60;
        Minute = rest / 60000 % 60;
        Hour = rest / 3600000;

        Year = 1970 + (days / 366);
        if (Year < 1980)
        {
            Year = 1980;
        }

        while (CalendarDate.Days(Year + 1, 1, 1) <= days)
        {
            Year++;
        }

        Month = 1;
        while (Month < 12 && CalendarDate.Days(Year, Month + 1, 1) <= days)
        {
            Month++;
        }

        Day = days - CalendarDate.Days(Year, Month, 1) + 1;
    }
}
