namespace Telltale.Metering;

/// <summary>What one operation would cost in the interpreter.</summary>
/// <param name="MachineInstructions">Estimated machine instructions of the x86-32 host build, the unit of TESTED.md and of the blueprint.</param>
/// <param name="IntermediateInstructions">IL instructions executed.</param>
/// <param name="Allocations">Objects and arrays allocated.</param>
/// <param name="ByKind">Count and machine instructions by kind of IL or native member.</param>
/// <param name="ByMethod">Calls and machine instructions by method, callees not included.</param>
/// <param name="UnpricedMembers">Native members without a measured price, taken at <see cref="PriceList.UnknownNativeCall"/>.</param>
public sealed record Reading(
    long MachineInstructions,
    long IntermediateInstructions,
    long Allocations,
    IReadOnlyDictionary<string, (long Count, double MachineInstructions)> ByKind,
    IReadOnlyDictionary<string, (long Calls, double MachineInstructions)> ByMethod,
    IReadOnlyList<string> UnpricedMembers)
{
    /// <summary>Nanoseconds that <see cref="Operation.Run"/> took with the .NET build on this machine, the best of several; to compare within one run.</summary>
    public double Nanoseconds { get; init; }
}
