using System;

namespace Telltale.Sampling;

/// <summary>When a <see cref="Sampler"/> takes samples, what it reports by itself, and how it tells what the vehicle is used for. The values here are the shipped defaults.</summary>
public sealed class SamplerSettings
{
    /// <summary>The most rules for signals.</summary>
    public const int MaximumRules = 32;

    /// <summary>For <see cref="UnitActivity.Parked"/>.</summary>
    public SamplingSet Parked = new SamplingSet(300000);

    /// <summary>For <see cref="UnitActivity.Driving"/>, and for as long as nothing tells what the vehicle is used for.</summary>
    public SamplingSet Driving = new SamplingSet(1000);

    /// <summary>For <see cref="UnitActivity.Idling"/>.</summary>
    public SamplingSet Idling = new SamplingSet(10000);

    /// <summary>For <see cref="UnitActivity.Towed"/>.</summary>
    public SamplingSet Towed = new SamplingSet(5000);

    /// <summary>For <see cref="UnitActivity.Charging"/>.</summary>
    public SamplingSet Charging = new SamplingSet(60000);

    /// <summary>How ignition, motion, trips, towing and charging are told.</summary>
    public ContextSettings Context = new ContextSettings();

    /// <summary>What is reported by itself.</summary>
    public EventSettings Events = new EventSettings();

    /// <summary>Rules for signals, at most <see cref="MaximumRules"/>; those of signals that the unit does not have are of no effect.</summary>
    public SignalRule[] Rules = new SignalRule[0];

    /// <summary>
    /// Names of the signals whose extremes between two samples are kept, where epochs are left out. Null: vehicle speed and engine speed, as found by <see cref="ContextSettings"/>.
    /// </summary>
    public string[] ExtremeSignals;

    /// <summary>
    /// What happens between two epochs waits so long after the last one for the next, so that its sample has a position of the same moment; in milliseconds, 0 to 10,000. Where the receiver has
    /// been silent for as long already, nothing is waited for, and for <see cref="UnitEvent.SupplyLow"/> never.
    /// </summary>
    public int EventWaitMilliseconds = 1500;

    /// <summary>In private mode samples are at least this far apart, in milliseconds; 100 to 3,600,000. Distance once a second would be speed, and speed and a known start tell the way.</summary>
    public int PrivateIntervalMilliseconds = 60000;

    /// <summary>The signals that are sampled in private mode, bit 0 for index 0 of the dictionary.</summary>
    public long PrivateSignals = -1;

    /// <summary>
    /// No fix from before this moment sets the clock; milliseconds since 1970-01-01. Receivers whose week number has rolled over report dates 1,024 weeks
    /// too early. To be lowered only where an old recording is replayed.
    /// </summary>
    public long EarliestUtcMilliseconds = UnitClock.DefaultEarliestUtcMilliseconds;

    /// <summary>The set for an activity.</summary>
    public SamplingSet For(UnitActivity activity)
    {
        switch (activity)
        {
            case UnitActivity.Parked: return Parked;
            case UnitActivity.Idling: return Idling;
            case UnitActivity.Towed: return Towed;
            case UnitActivity.Charging: return Charging;
            default: return Driving;
        }
    }

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Check()
    {
        Parked.Check();
        Driving.Check();
        Idling.Check();
        Towed.Check();
        Charging.Check();
        Context.Check();
        Events.Check();
        if (Rules.Length > MaximumRules)
        {
            throw new ArgumentException("There are at most 32 rules for signals.");
        }

        if (EventWaitMilliseconds < 0 || EventWaitMilliseconds > 10000 || PrivateIntervalMilliseconds < 100 || PrivateIntervalMilliseconds > 3600000)
        {
            throw new ArgumentException("An event waits 0 to 10,000 milliseconds for an epoch, and private samples are 100 to 3,600,000 milliseconds apart.");
        }
    }
}
