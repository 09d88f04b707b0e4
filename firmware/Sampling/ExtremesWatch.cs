using Telltale.Gnss;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>What went beyond two samples in the epochs between them, which were left out. Where none is left out this costs nothing.</summary>
internal sealed class ExtremesWatch
{
    /// <summary>An epoch has been left out since the last sample.</summary>
    public bool HasAny;

    // Epochs nearer together give more noise than acceleration; further apart, no strongest one. More is an error.
    private const int ShortestMilliseconds = 200;
    private const int LongestMilliseconds = 5000;
    private const int ImplausibleMillimetresPerSecondSquared = DrivingEvents.ImplausibleMillimetresPerSecondSquared;

    private readonly VehicleSignals _signals;
    private readonly int[] _indices;
    private readonly int[] _flips;
    private readonly int[] _minima;
    private readonly int[] _maxima;
    private long _present;
    private int _speed;
    private int _acceleration;
    private int _braking;
    private bool _hasBefore;
    private bool _isBeforeByVehicle;
    private bool _isBeforeDated;
    private int _beforeSpeed;
    private long _beforeTime;

    /// <param name="indices">The signals whose extremes are wanted.</param>
    /// <param name="definitions">The dictionary.</param>
    /// <param name="signals">Where the vehicle's speed is.</param>
    public ExtremesWatch(int[] indices, SignalDefinition[] definitions, VehicleSignals signals)
    {
        _signals = signals;
        _indices = indices;
        _minima = new int[indices.Length];
        _maxima = new int[indices.Length];

        // An unsigned number of 32 bits compares like a signed one of which the highest bit is turned over.
        _flips = new int[indices.Length];
        for (int place = 0; place < indices.Length; place++)
        {
            _flips[place] = definitions[indices[place]].IsUnsigned ? int.MinValue : 0;
        }
    }

    /// <summary>An epoch is left out.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="last">The last sample; null where there is none.</param>
    public void Add(Sample epoch, Sample last)
    {
        if (!HasAny)
        {
            HasAny = true;
            _present = 0;
            _speed = -1;
            _acceleration = 0;
            _braking = 0;
            _hasBefore = false;
            if (last != null)
            {
                Accelerate(last);
            }
        }

        int speed = Accelerate(epoch);
        if (speed > _speed)
        {
            _speed = speed;
        }

        long present = epoch.SignalsPresent;
        for (int place = 0; place < _indices.Length; place++)
        {
            int index = _indices[place];
            long bit = 1L << index;
            if ((present & bit) == 0)
            {
                continue;
            }

            int raw = epoch.Signals[index] ^ _flips[place];
            if ((_present & bit) == 0)
            {
                _present |= bit;
                _minima[place] = raw;
                _maxima[place] = raw;
            }
            else if (raw < _minima[place])
            {
                _minima[place] = raw;
            }
            else if (raw > _maxima[place])
            {
                _maxima[place] = raw;
            }
        }
    }

    /// <summary>A sample is taken: it gets what went beyond it and the one before, and a new interval begins.</summary>
    public void Finish(Sample last, Sample sample)
    {
        HasAny = false;
        int speed = Accelerate(sample);
        int lastSpeed = last == null ? -1 : SpeedOf(last);
        if (_speed > speed && _speed > lastSpeed && _speed >= 0)
        {
            sample.Extremes |= SampleExtremes.MaximumSpeed;
            sample.MaximumSpeedMillimetresPerSecond = _speed;
        }

        int between = 0;
        if (last != null && speed >= 0 && lastSpeed >= 0 && last.IsDated == sample.IsDated)
        {
            long elapsed = TimeOf(sample) - TimeOf(last);
            between = elapsed > 0 ? (int)((speed - lastSpeed) * 1000L / elapsed) : 0;
        }

        if (_acceleration > 0 && _acceleration > between)
        {
            sample.Extremes |= SampleExtremes.MaximumAcceleration;
            sample.MaximumAccelerationMillimetresPerSecondSquared = _acceleration;
        }

        if (_braking > 0 && _braking > -between)
        {
            sample.Extremes |= SampleExtremes.MaximumBraking;
            sample.MaximumBrakingMillimetresPerSecondSquared = _braking;
        }

        for (int place = 0; place < _indices.Length; place++)
        {
            int index = _indices[place];
            if ((_present & (1L << index)) != 0)
            {
                FinishSignal(place, index, last, sample);
            }
        }
    }

    private void FinishSignal(int place, int index, Sample last, Sample sample)
    {
        long bit = 1L << index;
        int flip = _flips[place];
        int minimum = _minima[place];
        int maximum = _maxima[place];
        bool isBeyond = true;
        if ((sample.SignalsPresent & bit) != 0)
        {
            int raw = sample.Signals[index] ^ flip;
            isBeyond = minimum < raw || maximum > raw;
            int other = last != null && (last.SignalsPresent & bit) != 0 ? last.Signals[index] ^ flip : raw;
            if (isBeyond && other != raw)
            {
                isBeyond = minimum < (raw < other ? raw : other) || maximum > (raw > other ? raw : other);
            }
        }
        else if (last != null && (last.SignalsPresent & bit) != 0)
        {
            int raw = last.Signals[index] ^ flip;
            isBeyond = minimum < raw || maximum > raw;
        }

        if (isBeyond)
        {
            sample.SignalExtremesPresent |= bit;
            sample.SignalMinima[index] = minimum ^ flip;
            sample.SignalMaxima[index] = maximum ^ flip;
        }
    }

    // The acceleration from the epoch before to this one, and this one's speed, -1 where it is not known.
    private int Accelerate(Sample epoch)
    {
        int speed = SpeedOf(epoch);
        bool isByVehicle = (epoch.Fields & FixFields.Speed) == 0;
        if (speed < 0)
        {
            _hasBefore = false;
            return -1;
        }

        long time = TimeOf(epoch);
        if (_hasBefore && _isBeforeByVehicle == isByVehicle && _isBeforeDated == epoch.IsDated)
        {
            long elapsed = time - _beforeTime;
            if (elapsed >= 0 && elapsed < ShortestMilliseconds)
            {
                return speed;
            }

            if (elapsed > 0 && elapsed <= LongestMilliseconds)
            {
                int acceleration = (speed - _beforeSpeed) * 1000 / (int)elapsed;
                if (acceleration > _acceleration && acceleration <= ImplausibleMillimetresPerSecondSquared)
                {
                    _acceleration = acceleration;
                }
                else if (-acceleration > _braking && -acceleration <= ImplausibleMillimetresPerSecondSquared)
                {
                    _braking = -acceleration;
                }
            }
        }

        _hasBefore = true;
        _isBeforeByVehicle = isByVehicle;
        _isBeforeDated = epoch.IsDated;
        _beforeSpeed = speed;
        _beforeTime = time;
        return speed;
    }

    private int SpeedOf(Sample sample) =>
        (sample.Fields & FixFields.Speed) != 0 ? sample.SpeedMillimetresPerSecond : _signals.SpeedOf(sample);

    private static long TimeOf(Sample sample) => sample.IsDated ? sample.TimeUtcMilliseconds : sample.UptimeMilliseconds;
}
