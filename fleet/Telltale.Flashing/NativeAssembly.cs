using System.Globalization;

namespace Telltale.Flashing;

/// <summary>The native half of a library: what an application wants, or what an interpreter has.</summary>
/// <param name="Name">The assembly's name; null where an image keeps it in a table of the interpreter's.</param>
/// <param name="Version">Four numbers; null where not known.</param>
/// <param name="Checksum">Over the native methods' signatures; null where not known. The interpreter compares nothing else.</param>
public sealed record NativeAssembly(string? Name, Version? Version, uint? Checksum)
{
    /// <summary>The checksum as nanoff prints it.</summary>
    public string ChecksumText => Checksum is { } checksum ? "0x" + checksum.ToString("X8", CultureInfo.InvariantCulture) : "unknown";
}
