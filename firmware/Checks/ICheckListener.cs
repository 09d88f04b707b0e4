using Telltale.Uplink;

namespace Telltale.Checks;

/// <summary>Who wants to know when a check turns.</summary>
public interface ICheckListener
{
    /// <summary>A check stands differently from a second ago.</summary>
    /// <param name="check">The check, as it stands.</param>
    /// <param name="before">How it stood then.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    void OnCheck(Check check, StatusCheckState before, long uptimeMilliseconds);
}
