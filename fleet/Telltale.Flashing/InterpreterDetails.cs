namespace Telltale.Flashing;

/// <summary>What nanoff says of the interpreter on a board.</summary>
/// <param name="TargetName">The target that it was built for.</param>
/// <param name="Version">Its version.</param>
/// <param name="NativeAssemblies">The native halves that it brings.</param>
public sealed record InterpreterDetails(string TargetName, Version Version, IReadOnlyList<NativeAssembly> NativeAssemblies);
