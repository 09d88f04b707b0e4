namespace Telltale.Obd;

/// <summary>How a vehicle's bus is treated. Times are in milliseconds.</summary>
public sealed class VehicleBusSettings
{
    /// <summary>Whether anything may ever be sent. Off by default: then the controller never leaves listen-only mode.</summary>
    public bool MayPoll;

    /// <summary>How long after the last good frame the bus counts as alive.</summary>
    public int AliveMilliseconds = 1000;

    /// <summary>A turn of the loop that comes later than this after the last one cannot tell when the frames in the controller's buffers arrived.</summary>
    public int LateMilliseconds = 250;

    /// <summary>How often a silent bus is looked at, where the loop sleeps until <see cref="VehicleBus.NextDueUptimeMilliseconds"/>.</summary>
    public int IdleMilliseconds = 1000;

    /// <summary>After a silence of this length the vehicle may be another one, and is asked anew what it supports.</summary>
    public int ForgetMilliseconds = 60000;

    /// <summary>How long nothing is sent after the controller became error-passive or bus-off; doubled each time, up to <see cref="LongestHoldOffMilliseconds"/>.</summary>
    public int HoldOffMilliseconds = 10000;

    /// <summary>The longest time without sending after errors.</summary>
    public int LongestHoldOffMilliseconds = 600000;

    /// <summary>How the vehicle is asked.</summary>
    public ObdSettings Obd = new ObdSettings();
}
