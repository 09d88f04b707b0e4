namespace Telltale.Unit;

/// <summary>
/// The unit: one loop without threads. <see cref="Start"/> once, then <see cref="Step"/> again and again; it does the work that is due and
/// says when it wants to be called next.
/// </summary>
public sealed class TelematicsUnit
{
    private readonly UnitPorts _ports;
    private readonly UnitSettings _settings;

    /// <summary>Makes the unit; nothing is read or written before <see cref="Start"/>.</summary>
    public TelematicsUnit(UnitPorts ports, UnitSettings settings)
    {
        _ports = ports;
        _settings = settings;
    }

    /// <summary>Tests the sealing, takes up identity, keys and journal.</summary>
    /// <param name="uptimeMilliseconds">Milliseconds since the board started.</param>
    public void Start(long uptimeMilliseconds)
    {
    }

    /// <summary>Does what is due.</summary>
    /// <param name="uptimeMilliseconds">Milliseconds since the board started; never falls.</param>
    /// <returns>The uptime at which the next step is wanted.</returns>
    public long Step(long uptimeMilliseconds)
    {
        return uptimeMilliseconds + (_ports == null ? 0 : _settings.StepMilliseconds);
    }
}
