using Telltale.Signals;

namespace Telltale.Profiles;

/// <summary>A profile in a file of any kind: DBC, JSON, or compiled. The content decides between JSON and compiled, the name says DBC.</summary>
public static class ProfileFile
{
    /// <summary>Whether a file is a DBC by its name.</summary>
    public static bool IsDbc(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".dbc", StringComparison.OrdinalIgnoreCase) || (!IsJson(path) && !IsCompiled(path));
    }

    /// <summary>Loads a profile as JSON or compiled.</summary>
    /// <exception cref="SourceException">The file is absent, or something in it cannot be.</exception>
    public static SignalProfile Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!IsCompiled(path))
        {
            return JsonProfile.Load(path);
        }

        byte[] bytes = File.ReadAllBytes(path);
        SignalProfileFault fault = SignalProfile.TryLoad(bytes, bytes.Length, out SignalProfile profile);
        return fault == SignalProfileFault.None ? profile : throw new SourceException($"{path}: not a profile that a unit loads: {fault}");
    }

    /// <summary>Whether a file is a compiled profile, be it a damaged one.</summary>
    public static bool IsCompiled(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using FileStream stream = File.OpenRead(path);
        return stream.ReadByte() == 'T' && stream.ReadByte() == 'P';
    }

    private static bool IsJson(string path)
    {
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }
}
