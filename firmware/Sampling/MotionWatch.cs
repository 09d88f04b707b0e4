namespace Telltale.Sampling;

/// <summary>Whether the vehicle moves, from speeds that jitter: it takes some time of one to leave the other, and the thresholds lie apart.</summary>
internal sealed class MotionWatch
{
    /// <summary>The vehicle moves.</summary>
    public bool IsMoving;

    /// <summary>The speed that said so is the vehicle's own.</summary>
    public bool IsByVehicle;

    /// <summary>The same once more would change nothing but <see cref="SpeedUptimeMilliseconds"/>.</summary>
    public bool IsSteady;

    /// <summary>When the last speed was taken.</summary>
    public long SpeedUptimeMilliseconds = long.MinValue;

    /// <summary>Since when it stands, in milliseconds of uptime; meaningful while it does.</summary>
    public long StandingUptimeMilliseconds = long.MinValue;

    private readonly ContextSettings _settings;
    private long _fastUptime = long.MaxValue;
    private long _slowUptime = long.MaxValue;

    public MotionWatch(ContextSettings settings)
    {
        _settings = settings;
    }

    /// <summary>When <see cref="Check"/> has something to do, should no speed come until then; <see cref="long.MaxValue"/> for never.</summary>
    public long DueUptimeMilliseconds => IsMoving ? SpeedUptimeMilliseconds + _settings.NoSpeedMilliseconds : long.MaxValue;

    /// <summary>Takes a speed.</summary>
    /// <param name="uptime">When it was so.</param>
    /// <param name="speed">In mm/s; of the vehicle's own only whether it is that of one that stands.</param>
    /// <param name="isByVehicle">True for the vehicle's own, which is 0 when it stands.</param>
    public void Follow(long uptime, int speed, bool isByVehicle)
    {
        SpeedUptimeMilliseconds = uptime;
        if (StandingUptimeMilliseconds == long.MinValue)
        {
            StandingUptimeMilliseconds = uptime;
        }

        ContextSettings settings = _settings;
        IsSteady = false;
        if (IsMoving)
        {
            IsByVehicle = isByVehicle;
            if (speed >= settings.StandingMillimetresPerSecond)
            {
                _slowUptime = long.MaxValue;
                IsSteady = true;
            }
            else if (_slowUptime == long.MaxValue)
            {
                _slowUptime = uptime;
            }
            else if (uptime - _slowUptime >= settings.StandingHoldMilliseconds)
            {
                Stand(_slowUptime);
            }
        }
        else if (isByVehicle ? speed < settings.StandingMillimetresPerSecond : speed < settings.MovingMillimetresPerSecond)
        {
            _fastUptime = long.MaxValue;
            IsSteady = true;
        }
        else if (isByVehicle)
        {
            Move(true);
        }
        else if (_fastUptime == long.MaxValue)
        {
            _fastUptime = uptime;
        }
        else if (uptime - _fastUptime >= settings.MovingHoldMilliseconds)
        {
            Move(false);
        }
    }

    /// <summary>A vehicle of which nothing has been known for too long stands.</summary>
    public void Check(long uptime)
    {
        if (StandingUptimeMilliseconds == long.MinValue)
        {
            StandingUptimeMilliseconds = uptime;
        }

        if (IsMoving && uptime - SpeedUptimeMilliseconds >= _settings.NoSpeedMilliseconds)
        {
            Stand(SpeedUptimeMilliseconds);
        }
    }

    private void Move(bool isByVehicle)
    {
        IsMoving = true;
        IsByVehicle = isByVehicle;
        _slowUptime = long.MaxValue;
    }

    private void Stand(long since)
    {
        IsMoving = false;
        IsSteady = false;
        IsByVehicle = false;
        StandingUptimeMilliseconds = since;
        _fastUptime = long.MaxValue;
    }
}
