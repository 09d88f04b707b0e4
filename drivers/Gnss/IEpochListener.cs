namespace Telltale.Gnss;

/// <summary>Who wants to know when a navigation epoch begins to arrive, which is as close to its moment as can be told.</summary>
public interface IEpochListener
{
    /// <summary>The first byte of an epoch has arrived.</summary>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    void BeginEpoch(long uptimeMilliseconds);
}
