using System;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace Telltale.Esp32;

/// <summary>
/// The Wi-Fi network whose name and password <c>nanoff --networkdeployment</c> has put on the board. The chip connects to it by itself; this only
/// waits for it. Credentials are never saved from here, because saving writes flash.
/// </summary>
public static class WifiNetwork
{
    /// <summary>Waits until there is an address and, where TLS has to compare dates, the time of day.</summary>
    /// <returns>False when that took longer than <paramref name="timeoutMilliseconds"/>.</returns>
    public static bool TryWait(int timeoutMilliseconds, bool requiresDate)
    {
        if (HasAddress() && (!requiresDate || IsDatePlausible()))
        {
            return true;
        }

        CancellationTokenSource source = new CancellationTokenSource(timeoutMilliseconds);
        try
        {
            return WifiNetworkHelper.Reconnect(requiresDate, 0, source.Token);
        }
        finally
        {
            source.Dispose();
        }
    }

    private static bool HasAddress()
    {
        NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
        for (int index = 0; index < interfaces.Length; index++)
        {
            string address = interfaces[index].IPv4Address;
            if (!string.IsNullOrEmpty(address) && address != "0.0.0.0")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDatePlausible()
    {
        return DateTime.UtcNow.Year >= 2026;
    }
}
