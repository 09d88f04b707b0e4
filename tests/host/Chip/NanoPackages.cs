namespace Telltale.HostTests.Chip;

/// <summary>The NuGet package of a nanoFramework assembly, and what the assembly refers to.</summary>
/// <param name="Assembly">Name of the assembly.</param>
/// <param name="AssemblyVersion">Its version.</param>
/// <param name="Package">Id of the package that brings it.</param>
/// <param name="Version">Version of the package.</param>
/// <param name="Needs">The assemblies that have to be referred to along with it, mscorlib aside.</param>
internal sealed record NanoPackage(string Assembly, string AssemblyVersion, string Package, string Version, params string[] Needs)
{
    /// <summary>The assembly's public key token: nanoFramework's own, or "null" for an assembly that is not signed.</summary>
    public string PublicKeyToken { get; init; } = "c07d481e9758c731";
}

/// <summary>The one place that says which versions of nanoFramework's packages the chip's projects use. Firmware and packages belong together: change both or none.</summary>
internal static class NanoPackages
{
    /// <summary>All packages that a device project may name.</summary>
    public static readonly IReadOnlyDictionary<string, NanoPackage> All = new NanoPackage[]
    {
        new("Iot.Device.Common.GnssDevice", "1.0.0.0", "nanoFramework.Iot.Device.Common.GnssDevice", "1.0.408", "nanoFramework.System.Collections", "nanoFramework.System.Text", "System.IO.Ports", "System.Math", "UnitsNet.Angle", "UnitsNet.Speed"),
        new("mscorlib", "1.17.11.0", "nanoFramework.CoreLibrary", "1.17.11"),
        new("nanoFramework.Hardware.Esp32", "1.6.40.0", "nanoFramework.Hardware.Esp32", "1.6.40", "nanoFramework.Runtime.Events"),
        new("nanoFramework.M2Mqtt", "5.1.220.0", "nanoFramework.M2Mqtt", "5.1.220", "nanoFramework.M2Mqtt.Core", "nanoFramework.Runtime.Native", "nanoFramework.System.Collections", "nanoFramework.System.Text", "System.Net"),
        new("nanoFramework.M2Mqtt.Core", "5.1.220.0", "nanoFramework.M2Mqtt", "5.1.220"),
        new("nanoFramework.Runtime.Events", "1.11.39.0", "nanoFramework.Runtime.Events", "1.11.39"),
        new("nanoFramework.Runtime.Native", "1.7.11.0", "nanoFramework.Runtime.Native", "1.7.11"),
        new("nanoFramework.System.Collections", "1.5.75.0", "nanoFramework.System.Collections", "1.5.75"),
        new("nanoFramework.System.Security.Cryptography", "1.0.43.0", "nanoFramework.System.Security.Cryptography", "1.0.43"),
        new("nanoFramework.System.Text", "1.3.42.0", "nanoFramework.System.Text", "1.3.42"),
        new("nanoFramework.TestFramework", "3.0.80.0", "nanoFramework.TestFramework", "3.0.80"),
        new("System.Device.Adc", "1.1.24.0", "nanoFramework.System.Device.Adc", "1.1.24"),
        new("System.Device.Gpio", "1.1.64.0", "nanoFramework.System.Device.Gpio", "1.1.64", "nanoFramework.Runtime.Events"),
        new("System.Device.Spi", "1.3.89.0", "nanoFramework.System.Device.Spi", "1.3.89", "System.Device.Gpio"),
        new("nanoFramework.Networking.Sntp", "1.6.42.0", "nanoFramework.Networking.Sntp", "1.6.42", "System.Net"),
        new("System.Device.Wifi", "1.5.150.0", "nanoFramework.System.Device.Wifi", "1.5.150", "System.Net"),
        new("System.IO.FileSystem", "1.1.94.0", "nanoFramework.System.IO.FileSystem", "1.1.94", "nanoFramework.Runtime.Events", "System.IO.Streams"),
        new("System.IO.Ports", "1.1.139.0", "nanoFramework.System.IO.Ports", "1.1.139", "nanoFramework.Runtime.Events", "System.IO.Streams"),
        new("System.IO.Streams", "1.1.96.0", "nanoFramework.System.IO.Streams", "1.1.96", "nanoFramework.System.Text"),
        new("System.Math", "1.5.116.0", "nanoFramework.System.Math", "1.5.116"),
        new("System.Net", "1.11.60.0", "nanoFramework.System.Net", "1.11.60", "nanoFramework.Runtime.Events", "System.IO.Streams", "System.Threading"),
        new("System.Threading", "1.1.52.34401", "nanoFramework.System.Threading", "1.1.52"),
        new("UnitsNet.Angle", "5.75.0.0", "UnitsNet.nanoFramework.Angle", "5.75.0", "System.Math") { PublicKeyToken = "null" },
        new("UnitsNet.Speed", "5.75.0.0", "UnitsNet.nanoFramework.Speed", "5.75.0") { PublicKeyToken = "null" },
    }.ToDictionary(package => package.Assembly, StringComparer.Ordinal);

    /// <summary>The packages of some assemblies and of all that these need, by assembly name.</summary>
    public static IReadOnlyList<NanoPackage> Closure(IEnumerable<string> assemblies)
    {
        SortedDictionary<string, NanoPackage> found = new(StringComparer.Ordinal);
        Queue<string> open = new(assemblies.Prepend("mscorlib"));
        while (open.TryDequeue(out string? assembly))
        {
            NanoPackage package = All.TryGetValue(assembly, out NanoPackage? known) ? known : throw new KeyNotFoundException($"No package is known for the assembly {assembly}: add it to NanoPackages.");
            if (found.TryAdd(assembly, package))
            {
                Array.ForEach(package.Needs, open.Enqueue);
            }
        }

        return [.. found.Values];
    }
}
