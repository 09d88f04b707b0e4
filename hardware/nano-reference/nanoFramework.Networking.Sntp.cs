using System.Reflection;

[assembly: AssemblyVersion("1.6.0.0")]

namespace nanoFramework.Networking
{
    public class Sntp
    {
        public static bool IsStarted => throw null;
        public static void Start() => throw null;
        public static void UpdateNow() => throw null;
    }
}
