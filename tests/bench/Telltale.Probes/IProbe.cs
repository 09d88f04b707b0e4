namespace Telltale.Probes;

/// <summary>The target of the interface call.</summary>
public interface IProbe
{
    /// <summary>Gives back what it is given.</summary>
    int Virtual(int value);
}
