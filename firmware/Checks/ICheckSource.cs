namespace Telltale.Checks;

/// <summary>A part of the unit that reports on itself.</summary>
public interface ICheckSource
{
    /// <summary>Adds the part's checks to the list; called once, at start-up.</summary>
    void AddTo(CheckList list);

    /// <summary>Brings the part's checks up to date. Called once a second at most; allocates nothing and waits for nothing.</summary>
    /// <param name="uptimeMilliseconds">Now.</param>
    void Update(long uptimeMilliseconds);
}
