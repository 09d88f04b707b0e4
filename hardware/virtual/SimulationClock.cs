namespace Telltale.Virtual;

/// <summary>
/// The one clock of a simulated board and everything around it. Nothing here has a thread: each device works out, when it is asked, what
/// has happened up to now. Whoever drives the simulation moves the clock; a device that takes time to use (SPI) moves it too.
/// </summary>
public sealed class SimulationClock(DateTimeOffset start)
{
    /// <summary>True UTC at time zero of the simulation.</summary>
    public DateTimeOffset Start { get; } = start;

    /// <summary>Microseconds since the start.</summary>
    public long NowMicroseconds { get; private set; }

    /// <summary>Milliseconds since the start.</summary>
    public long NowMilliseconds => NowMicroseconds / 1000;

    /// <summary>True UTC now, in milliseconds since 1970-01-01.</summary>
    public long UtcMilliseconds => Start.ToUnixTimeMilliseconds() + NowMilliseconds;

    /// <summary>Moves the clock forward to <paramref name="microseconds"/> since the start; never back.</summary>
    public void AdvanceTo(long microseconds)
    {
        if (microseconds > NowMicroseconds)
        {
            NowMicroseconds = microseconds;
        }
    }
}
