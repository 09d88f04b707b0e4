using System.Text.Json;

namespace Telltale.Flashing;

/// <summary>
/// hardware/esp32/native-assemblies.json: the interpreter that the application's packages fit, and the native halves that those packages want.
/// </summary>
public sealed class PinnedAssemblies
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private PinnedAssemblies(FileContent content)
    {
        InterpreterVersion = content.Interpreter.Version;
        Assemblies = content.Assemblies;
        ManagedOnly = content.ManagedOnly;
    }

    /// <summary>The one that was built in.</summary>
    public static PinnedAssemblies Current { get; } = Load();

    /// <summary>The interpreter's version, four numbers.</summary>
    public string InterpreterVersion { get; }

    /// <summary>The packages with a native half.</summary>
    public IReadOnlyList<PinnedAssembly> Assemblies { get; }

    /// <summary>The packages without one.</summary>
    public IReadOnlyList<string> ManagedOnly { get; }

    /// <summary>The native halves that the packages want.</summary>
    public IReadOnlyList<NativeAssembly> NativeAssemblies => Assemblies.Select(assembly => assembly.Native).ToArray();

    private static PinnedAssemblies Load()
    {
        using Stream stream = typeof(PinnedAssemblies).Assembly.GetManifestResourceStream("native-assemblies.json")!;
        return new PinnedAssemblies(JsonSerializer.Deserialize<FileContent>(stream, s_options)!);
    }

    private sealed record FileContent(InterpreterContent Interpreter, PinnedAssembly[] Assemblies, string[] ManagedOnly);

    private sealed record InterpreterContent(string Version, string Source);
}
