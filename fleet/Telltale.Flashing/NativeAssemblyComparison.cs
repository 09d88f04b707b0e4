namespace Telltale.Flashing;

/// <summary>Holds the native halves that an application wants against those that an interpreter has.</summary>
public static class NativeAssemblyComparison
{
    /// <summary>
    /// What does not fit, a sentence each; empty where everything does. Checksums are compared as the interpreter does at start-up; a version only where
    /// the checksum is not known.
    /// </summary>
    public static IReadOnlyList<string> Compare(IEnumerable<NativeAssembly> wanted, IReadOnlyList<NativeAssembly> present)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(present);
        return wanted.Select(assembly => Compare(assembly, present)).OfType<string>().ToArray();
    }

    private static string? Compare(NativeAssembly wanted, IReadOnlyList<NativeAssembly> present)
    {
        if (wanted.Name is null)
        {
            return present.Any(candidate => candidate.Checksum == wanted.Checksum)
                ? null
                : $"The application wants a native half with checksum {wanted.ChecksumText}, and the interpreter has none.";
        }

        NativeAssembly? found = present.FirstOrDefault(candidate => string.Equals(candidate.Name, wanted.Name, StringComparison.Ordinal));
        if (found is null)
        {
            return $"The application wants {wanted.Name}, and the interpreter has no native half of it.";
        }

        if (wanted.Checksum is not null && found.Checksum is not null)
        {
            return found.Checksum == wanted.Checksum
                ? null
                : $"{wanted.Name}: the application wants checksum {wanted.ChecksumText}{VersionText(wanted)}, the interpreter has {found.ChecksumText}{VersionText(found)}.";
        }

        return found.Version == wanted.Version
            ? null
            : $"{wanted.Name}: the application wants native version {wanted.Version}, the interpreter has {found.Version}.";
    }

    private static string VersionText(NativeAssembly assembly) => assembly.Version is null ? "" : $" (version {assembly.Version})";
}
