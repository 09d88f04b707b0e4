namespace Telltale.Simulation;

/// <summary>Something that must not be.</summary>
/// <param name="Unit">The unit, from 0.</param>
/// <param name="Kind">lost, duplicate, iv_reuse, content, time, drop, missing and so on.</param>
/// <param name="At">When, in milliseconds of the simulation.</param>
/// <param name="Text">What.</param>
public sealed record Finding(int Unit, string Kind, long At, string Text)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"unit {Unit}, {Kind}, day {At / SimulationTimes.Day} {TimeSpan.FromMilliseconds(At % SimulationTimes.Day):hh\\:mm\\:ss\\.fff}: {Text}";
}
