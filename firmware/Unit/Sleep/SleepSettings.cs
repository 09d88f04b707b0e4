namespace Telltale.Unit;

/// <summary>When a parked unit sleeps. README.md in this folder has the reasons.</summary>
public sealed class SleepSettings
{
    /// <summary>Whether it sleeps at all, on a board that can.</summary>
    public bool IsEnabled = true;

    /// <summary>Parked for so long, it goes to sleep.</summary>
    public int AfterMilliseconds = 1800000;

    /// <summary>Asleep for so long, it wakes to say where it is and how its supply stands, to send what waits and to take commands.</summary>
    public int WakeMilliseconds = 3600000;

    /// <summary>The longest that it stays awake for that, and for what is to be sent before it goes to sleep.</summary>
    public int AwakeMilliseconds = 120000;

    /// <summary>Without an ignition wire: so often a sleeping board looks at its supply voltage, which tells when an engine starts.</summary>
    public int PeekMilliseconds = 60000;

    /// <summary>At or below this supply voltage for four minutes, parked, it sleeps at once, and wakes once a day. 0 switches this off.</summary>
    public int GuardMillivolts = 12200;
}
