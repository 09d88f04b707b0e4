using Telltale.Virtual.Flash;

namespace Telltale.Simulation;

/// <summary>A power cut of the schedule.</summary>
/// <param name="At">When, in milliseconds.</param>
/// <param name="Operations">0: at that moment, between two steps. Else inside the so many-th change of the volume from then on.</param>
/// <param name="Outcome">What is left of that change.</param>
/// <param name="Off">How long the power is away.</param>
/// <param name="RecoveryOperations">0 for none; else the power fails again inside the so many-th change after it came back.</param>
internal sealed record PowerCutPlan(long At, int Operations, CutOutcome Outcome, long Off, int RecoveryOperations);
