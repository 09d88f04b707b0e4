namespace Telltale.Probes;

/// <summary>Overrides, so that the virtual call is one.</summary>
public sealed class DerivedProbe : Probe
{
    /// <inheritdoc/>
    public override int Virtual(int value)
    {
        return value;
    }
}
