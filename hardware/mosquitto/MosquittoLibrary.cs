using System.Reflection;
using System.Runtime.InteropServices;

namespace Telltale.Mosquitto;

/// <summary>Finds and starts libmosquitto, which is the operating system's package and not part of this project.</summary>
public static class MosquittoLibrary
{
    private static readonly Lock Gate = new();
    private static Version? s_version;

    /// <summary>Loads the library where that has not been done.</summary>
    /// <returns>Its version, 2.0 or newer.</returns>
    /// <exception cref="MosquittoException">The library is not installed, or too old; the message names the command that installs it.</exception>
    public static Version Load()
    {
        lock (Gate)
        {
            if (s_version is not null)
            {
                return s_version;
            }

            Resolver.Register();
            int major, minor, revision;
            try
            {
                _ = NativeMethods.mosquitto_lib_version(out major, out minor, out revision);
            }
            catch (DllNotFoundException)
            {
                throw new MosquittoException(MissingLibrary(), MosquittoResult.NotSupported);
            }

            if (major < 2)
            {
                throw new MosquittoException($"libmosquitto {major}.{minor}.{revision} is too old; 2.0 or newer is needed.", MosquittoResult.NotSupported);
            }

            int result = NativeMethods.mosquitto_lib_init();
            if (result != 0)
            {
                throw new MosquittoException("libmosquitto could not be started.", (MosquittoResult)result);
            }

            s_version = new Version(major, minor, revision);
            return s_version;
        }
    }

    /// <summary>What to tell a person on whose machine the library is missing.</summary>
    internal static string MissingLibrary()
    {
        string how = OperatingSystem.IsWindows() ? "install mosquitto (winget install EclipseFoundation.Mosquitto)"
            : OperatingSystem.IsMacOS() ? "install it with: brew install mosquitto"
            : "install it with: apt-get install libmosquitto1";
        return $"libmosquitto, the MQTT client library, was not found; {how}.";
    }

    private static class Resolver
    {
        private static bool s_registered;

        internal static void Register()
        {
            if (!s_registered)
            {
                NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);
                s_registered = true;
            }
        }

        private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
        {
            if (!string.Equals(name, "mosquitto", StringComparison.Ordinal))
            {
                return nint.Zero;
            }

            foreach (string candidate in Candidates())
            {
                if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out nint handle))
                {
                    return handle;
                }
            }

            return nint.Zero;
        }

        private static string[] Candidates()
        {
            if (OperatingSystem.IsWindows())
            {
                return ["mosquitto.dll", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "mosquitto", "mosquitto.dll")];
            }

            return OperatingSystem.IsMacOS()
                ? ["libmosquitto.1.dylib", "libmosquitto.dylib", "/opt/homebrew/lib/libmosquitto.dylib", "/usr/local/lib/libmosquitto.dylib"]
                : ["libmosquitto.so.1", "libmosquitto.so"];
        }
    }
}
