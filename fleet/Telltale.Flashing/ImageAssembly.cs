namespace Telltale.Flashing;

/// <summary>An assembly in an application's image.</summary>
/// <param name="Name">Its name; null where the interpreter's built-in table has it.</param>
/// <param name="Version">Its version.</param>
/// <param name="NativeChecksum">The checksum that its native half has to have; 0 for none.</param>
public sealed record ImageAssembly(string? Name, Version Version, uint NativeChecksum);
