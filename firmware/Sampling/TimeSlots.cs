namespace Telltale.Sampling;

/// <summary>
/// When it is time for a sample. At an epoch: in each slot of UTC, or, where the epoch has no time that is believed, an interval after the sample before. By the clock, where no epoch comes: half an
/// interval, at most one second, after one should have come.
/// </summary>
internal sealed class TimeSlots
{
    /// <summary>From this uptime on a sample is taken by the clock; <see cref="long.MinValue"/> before anything happened.</summary>
    public long ClockDueUptimeMilliseconds = long.MinValue;

    // Receivers that send less often than that are not waited for.
    private const int SlowestEpochMilliseconds = 1000;
    private const int LongestGraceMilliseconds = 1000;

    private readonly UnitClock _clock;
    private int _interval;

    // What is to be expected between two epochs, how late one may begin and end, how much they jitter, and how far back a clock is followed.
    private int _period;
    private int _grace;
    private int _jitter;
    private int _setBack;
    private int _longestSending;
    // UTC of the next slot, once the clock is set; before that, when the last sample was taken and the next is due.
    private bool _hasSlot;
    private long _nextSlotUtc;
    private long _takenUptime = long.MinValue;
    private long _dueUptime = long.MinValue;

    // When the next epoch should come that a sample is taken at.
    private long _expectedUptime = long.MinValue;

    public TimeSlots(UnitClock clock, int intervalMilliseconds)
    {
        _clock = clock;
        Use(intervalMilliseconds);
    }

    /// <summary>Sets the length of a slot; it takes effect with the next <see cref="Taken"/>.</summary>
    public void Use(int intervalMilliseconds)
    {
        _interval = intervalMilliseconds;
        _period = intervalMilliseconds < SlowestEpochMilliseconds ? intervalMilliseconds : SlowestEpochMilliseconds;
        _grace = intervalMilliseconds < 2 * LongestGraceMilliseconds ? intervalMilliseconds >> 1 : LongestGraceMilliseconds;
        _jitter = _period >> 3;
        _setBack = intervalMilliseconds + (3 * _period);
        _longestSending = _period + (_period >> 1) + 1;
    }

    /// <summary>The first interval after start-up is the receiver's to fill.</summary>
    public void Start(long uptime)
    {
        _expectedUptime = uptime + _interval;
        ClockDueUptimeMilliseconds = _expectedUptime + _grace + 1;
    }

    /// <summary>
    /// <see cref="ClockDueUptimeMilliseconds"/>, where an epoch is being sent, which takes most of a second at 9600 baud: it is waited for, but not for ever.
    /// </summary>
    /// <param name="beganUptime">When it began; <see cref="long.MinValue"/> where none is.</param>
    public long DueWhileSending(long beganUptime)
    {
        long due = ClockDueUptimeMilliseconds;
        if (beganUptime == long.MinValue || _expectedUptime == long.MinValue)
        {
            return due;
        }

        long until = beganUptime + _period + 1;
        long longest = _expectedUptime + _longestSending;
        until = until < longest ? until : longest;
        return until > due ? until : due;
    }

    /// <summary>Whether a sample is to be taken at an epoch; if so, its slot is filled.</summary>
    /// <param name="utc">Its UTC, by its own time or by the clock.</param>
    /// <param name="uptime">Its uptime.</param>
    /// <param name="hasTime">Its own time is believed.</param>
    public bool Take(long utc, long uptime, bool hasTime)
    {
        if (hasTime && _hasSlot)
        {
            // An epoch that arrives after its slot was filled by the clock is left out; a clock set back far is followed.
            if (utc < _nextSlotUtc && utc >= _nextSlotUtc - _setBack)
            {
                return false;
            }

            if (_interval <= SlowestEpochMilliseconds)
            {
                // What Taken comes to, most of the time.
                int interval = _interval;
                long expected = uptime + interval;
                _nextSlotUtc = utc - (utc % interval) + interval;
                _dueUptime = expected;
                _expectedUptime = expected;
                ClockDueUptimeMilliseconds = expected + _grace + 1;
                return true;
            }
        }
        else if (!hasTime)
        {
            // By uptime the epochs have no grid and come some milliseconds early or late.
            if (_dueUptime != long.MinValue && uptime < _dueUptime - _jitter)
            {
                return false;
            }
        }
        else if (_takenUptime != long.MinValue
            && (uptime - _takenUptime < _interval >> 1 || utc / _interval <= (_clock.UtcAt(_takenUptime) + _jitter) / _interval))
        {
            // The clock has just been set: the sample before was taken by uptime, and this must be neither of the same slot nor of the same moment. Epochs often lie where two
            // slots meet, and the clock is right to some milliseconds only.
            return false;
        }

        Taken(utc, uptime, false);
        return true;
    }

    /// <summary>A sample begins another length of slots.</summary>
    /// <param name="utc">Its UTC.</param>
    /// <param name="uptime">Its uptime.</param>
    /// <param name="isByClock">It has been taken by the clock, out of turn: the next epoch is to give the position.</param>
    public void Change(long utc, long uptime, bool isByClock)
    {
        Taken(utc, uptime, false);
        if (isByClock)
        {
            _nextSlotUtc = long.MinValue;
            _dueUptime = long.MinValue;
            _takenUptime = long.MinValue;
        }
    }

    /// <summary>A sample is taken that fills its slot.</summary>
    public void Taken(long utc, long uptime, bool isByClock)
    {
        int interval = _interval;
        long expected = uptime + interval;
        if (_clock.IsSet)
        {
            _hasSlot = true;
            _dueUptime = expected;
            long next = utc - (utc % interval) + interval;
            _nextSlotUtc = next;
            if (interval > SlowestEpochMilliseconds && !isByClock)
            {
                // The first epoch of the next slot comes on the grid of this one.
                long left = next - utc + SlowestEpochMilliseconds - 1;
                expected = uptime + left - (left % SlowestEpochMilliseconds);
            }
        }
        else
        {
            // Kept on the grid while epochs come on it, so that many epochs in an interval do not make it shorter.
            _hasSlot = false;
            _takenUptime = uptime;
            long due = _dueUptime + interval;
            _dueUptime = due <= uptime || due > expected ? expected : due;
        }

        _expectedUptime = expected;
        ClockDueUptimeMilliseconds = isByClock ? expected : expected + _grace + 1;
    }
}
