using System;
using Telltale.Gnss;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>
/// Takes one sample in each slot of time, at a navigation epoch, so that position and signals are of one moment; without a position where the receiver
/// has been silent for one and a half intervals. Slots are of UTC; by uptime, before the clock is set,
/// samples are one interval apart.
/// </summary>
public sealed class Sampler : IFixListener, IEpochListener
{
    /// <summary>Samples taken since start-up.</summary>
    public int SamplesTaken;

    /// <summary>How many of them were taken by the clock, because the receiver was silent.</summary>
    public int SamplesWithoutEpoch;

    private readonly SamplerSettings _settings;
    private readonly SignalTable _table;
    private readonly UnitClock _clock;
    private readonly ISampleListener _listener;
    private readonly Sample _sample = new Sample();
    private readonly int[] _epochSignals = new int[SignalTable.MaximumSignals];
    private long _epochSignalsPresent;
    private long _epochUptimeMilliseconds = long.MinValue;
    private long _lastSlot;
    private bool _hasLastSlot;
    private long _lastUptimeMilliseconds = long.MinValue;
    private long _dueUptimeMilliseconds = long.MinValue;
    private bool _isByClock;

    /// <summary>Makes a sampler. <paramref name="clock"/> is set from the fixes that pass through here.</summary>
    /// <exception cref="ArgumentException">The interval is out of range.</exception>
    public Sampler(SamplerSettings settings, SignalTable table, UnitClock clock, ISampleListener listener)
    {
        if (settings.IntervalMilliseconds < 100 || settings.IntervalMilliseconds > 3600000)
        {
            throw new ArgumentException("The sampling interval is 100 to 3,600,000 milliseconds.");
        }

        _settings = settings;
        _table = table;
        _clock = clock;
        _clock.EarliestUtcMilliseconds = settings.EarliestUtcMilliseconds;
        _listener = listener;
    }

    /// <summary>
    /// Says that the first byte of a navigation epoch has arrived: the signals of this moment belong to the position that is being sent. Without this
    /// call they are taken when the epoch is complete.
    /// </summary>
    public void BeginEpoch(long uptimeMilliseconds)
    {
        _epochUptimeMilliseconds = uptimeMilliseconds;
        _epochSignalsPresent = _table.Snapshot(_epochSignals, uptimeMilliseconds);
    }

    /// <summary>Takes the fix of an epoch, and a sample where its slot has none yet.</summary>
    public void OnFix(Fix fix)
    {
        bool hasTime = _clock.Set(fix);
        long uptimeMilliseconds = fix.ReceivedUptimeMilliseconds;
        long utcMilliseconds = hasTime ? fix.TimeUtcMilliseconds : _clock.UtcAt(uptimeMilliseconds);
        if (!(hasTime ? IsNewSlot(utcMilliseconds, uptimeMilliseconds) : IsDue(uptimeMilliseconds)))
        {
            return;
        }

        Sample sample = _sample;
        sample.Fields = fix.Fields;
        sample.Mode = fix.Mode;
        sample.LatitudeDegreesE7 = fix.LatitudeDegreesE7;
        sample.LongitudeDegreesE7 = fix.LongitudeDegreesE7;
        sample.HeightMillimetres = fix.HeightMillimetres;
        sample.SpeedMillimetresPerSecond = fix.SpeedMillimetresPerSecond;
        sample.CourseHundredthsDegree = fix.CourseHundredthsDegree;
        sample.SatellitesUsed = fix.SatellitesUsed;
        if (_epochUptimeMilliseconds == uptimeMilliseconds)
        {
            sample.SignalsPresent = _epochSignalsPresent;
            Array.Copy(_epochSignals, 0, sample.Signals, 0, _table.Definitions.Length);
        }
        else
        {
            sample.SignalsPresent = _table.Snapshot(sample.Signals, uptimeMilliseconds);
        }

        _isByClock = false;
        Emit(utcMilliseconds, uptimeMilliseconds);
    }

    /// <summary>
    /// Takes a sample by the clock when the receiver has been silent for more than one and a half intervals, and from then on every interval. An epoch that
    /// is being sent, which takes most of a second at 9600 baud, is waited for.
    /// </summary>
    public void Step(long uptimeMilliseconds)
    {
        if (_lastUptimeMilliseconds == long.MinValue)
        {
            // The first interval after start-up is the receiver's to fill.
            _lastUptimeMilliseconds = uptimeMilliseconds;
            return;
        }

        int interval = _settings.IntervalMilliseconds;
        long waited = uptimeMilliseconds - _lastUptimeMilliseconds;
        if (waited < interval || (waited <= interval + (interval >> 1) && !_isByClock))
        {
            return;
        }

        bool isBeingSent = _epochUptimeMilliseconds > _lastUptimeMilliseconds && uptimeMilliseconds - _epochUptimeMilliseconds <= interval;
        if (isBeingSent && waited <= (interval << 1) + (interval >> 1))
        {
            return;
        }

        _isByClock = true;
        long utcMilliseconds = _clock.UtcAt(uptimeMilliseconds);
        SamplesWithoutEpoch++;
        _sample.Fields = FixFields.None;
        _sample.Mode = FixMode.None;
        _sample.SignalsPresent = _table.Snapshot(_sample.Signals, uptimeMilliseconds);
        Emit(utcMilliseconds, uptimeMilliseconds);
    }

    private void Emit(long utcMilliseconds, long uptimeMilliseconds)
    {
        int interval = _settings.IntervalMilliseconds;
        _lastUptimeMilliseconds = uptimeMilliseconds;

        // Kept on the grid while epochs come on it, so that many epochs in an interval do not make it shorter.
        _dueUptimeMilliseconds = _dueUptimeMilliseconds == long.MinValue ? uptimeMilliseconds + interval : _dueUptimeMilliseconds + interval;
        if (_dueUptimeMilliseconds <= uptimeMilliseconds || _dueUptimeMilliseconds > uptimeMilliseconds + interval)
        {
            _dueUptimeMilliseconds = uptimeMilliseconds + interval;
        }

        _hasLastSlot = _clock.IsSet;
        _lastSlot = utcMilliseconds / interval;
        _sample.UptimeMilliseconds = uptimeMilliseconds;
        _sample.IsDated = _clock.IsSet;
        _sample.TimeUtcMilliseconds = _clock.IsSet ? utcMilliseconds : 0;
        SamplesTaken++;
        _listener.OnSample(_sample);
    }

    private bool IsNewSlot(long utcMilliseconds, long uptimeMilliseconds)
    {
        int interval = _settings.IntervalMilliseconds;
        if (!_hasLastSlot)
        {
            // The clock has just been set: the sample before was taken by uptime, and this must be neither of the same slot nor of the same moment. Epochs often lie where two slots
            // meet, and the clock is right to some milliseconds only.
            return SamplesTaken == 0 || (uptimeMilliseconds - _lastUptimeMilliseconds >= interval >> 1
                && utcMilliseconds / interval > (_clock.UtcAt(_lastUptimeMilliseconds) + (interval >> 3)) / interval);
        }

        // An epoch that arrives after its slot was filled by the clock is left out; a clock set back far is followed.
        long slot = utcMilliseconds / interval;
        return slot > _lastSlot || slot < _lastSlot - 3;
    }

    // By uptime the epochs have no grid and come some milliseconds early or late: an eighth of the interval is allowed.
    private bool IsDue(long uptimeMilliseconds)
    {
        int interval = _settings.IntervalMilliseconds;
        return _dueUptimeMilliseconds == long.MinValue || uptimeMilliseconds >= _dueUptimeMilliseconds - (interval >> 3);
    }
}
