using System.Reflection;
using System.Runtime.Loader;

namespace Telltale.Metering;

/// <summary>
/// Loads assemblies so that device code in them is the rewritten chip build: by name from the weaver where it has one, from the folder otherwise. The metering
/// assembly itself stays shared with the caller.
/// </summary>
public sealed class MeteredContext(IReadOnlyDictionary<string, byte[]> images, string folder) : AssemblyLoadContext("metered")
{
    /// <summary>The names of the rewritten assemblies that were really loaded.</summary>
    public IList<string> Loaded { get; } = [];

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name ?? "";
        if (images.TryGetValue(name, out byte[]? image))
        {
            Loaded.Add(name);
            using MemoryStream stream = new(image);
            return LoadFromStream(stream);
        }

        string file = Path.Combine(folder, name + ".dll");
        bool isShared = string.Equals(name, typeof(MeteredContext).Assembly.GetName().Name, StringComparison.Ordinal);
        return name.StartsWith("Telltale.", StringComparison.Ordinal) && !isShared && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
