namespace Telltale.Probes;

/// <summary>The target of the calls.</summary>
public class Probe : IProbe
{
    /// <summary>The field read and written.</summary>
    public int Field;

    /// <summary>The property read.</summary>
    public int Property { get; set; }

    /// <summary>Gives back what it is given.</summary>
    public static int Static(int value)
    {
        return value;
    }

    /// <inheritdoc cref="Static"/>
    public int Instance(int value)
    {
        return value;
    }

    /// <inheritdoc cref="Static"/>
    public virtual int Virtual(int value)
    {
        return value;
    }
}
