using System;
using System.Reflection;
using System.Threading;

[assembly: AssemblyVersion("1.5.0.0")]

namespace nanoFramework.Networking
{
    public static class WifiNetworkHelper
    {
        public static Exception HelperException => throw null;
        public static ManualResetEvent NetworkReady => throw null;
        public static NetworkHelperStatus Status => throw null;
        public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, CancellationToken token = default) => throw null;
    }
}
