namespace Telltale.Gnss;

/// <summary>Days of the Gregorian calendar, as a receiver gives them.</summary>
internal static class CalendarDate
{
    /// <summary>Days since 1970-01-01.</summary>
    /// <param name="year">1980, before which there is no GPS time, to 2999.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to the last of the month.</param>
    /// <returns>-1 when there is no such day.</returns>
    public static int Days(int year, int month, int day)
    {
        if (year < 1980 || year > 2999 || month < 1 || month > 12 || day < 1)
        {
            return -1;
        }

        int days = FirstOfMonth(year, month);
        int next = month == 12 ? FirstOfMonth(year + 1, 1) : FirstOfMonth(year, month + 1);
        return day > next - days ? -1 : days + day - 1;
    }

    private static int FirstOfMonth(int year, int month)
    {
        // Years that begin in March have their leap day at the end.
        if (month < 3)
        {
            year--;
            month += 12;
        }

        return (365 * year) + (year / 4) - (year / 100) + (year / 400) + (((153 * month) - 457) / 5) - 719468;
    }
}
