using System.Globalization;

namespace Telltale.Flashing;

/// <summary>A package and the native half that it wants.</summary>
/// <param name="Name">The assembly.</param>
/// <param name="Package">The package.</param>
/// <param name="Version">The package's version.</param>
/// <param name="NativeVersion">What its source declares with AssemblyNativeVersion.</param>
/// <param name="Checksum">"0x" and eight hexadecimal digits; null where it could not be established.</param>
public sealed record PinnedAssembly(string Name, string Package, string Version, string NativeVersion, string? Checksum)
{
    /// <summary>The native half.</summary>
    public NativeAssembly Native => new(
        Name,
        System.Version.Parse(NativeVersion),
        Checksum is null ? null : uint.Parse(Checksum.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
