namespace Telltale.Gnss;

/// <summary>Something that fixes come from: a receiver that is driven here, or one that another driver drives.</summary>
public interface IFixSource
{
    /// <summary>Called once, before <see cref="Step"/>.</summary>
    /// <param name="fixes">Gets each fix, within <see cref="Step"/>.</param>
    /// <param name="epochs">Is told when an epoch begins to arrive, where the source knows.</param>
    void Start(IFixListener fixes, IEpochListener epochs);

    /// <summary>Takes what has arrived; never waits.</summary>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    void Step(long uptimeMilliseconds);

    /// <summary>
    /// The uptime at which <see cref="Step"/> is wanted next. Coming earlier is no harm; coming late makes a fix late, and loses bytes only when the port's buffer is full.
    /// </summary>
    long NextDueUptimeMilliseconds { get; }
}
