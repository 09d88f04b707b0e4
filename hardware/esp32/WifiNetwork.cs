using System;
using System.Net.NetworkInformation;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>
/// The Wi-Fi network whose name and password <c>nanoff --networkdeployment</c> has put on the board. The chip connects to it by itself, and again after a loss; this only looks whether there
/// is an address. Credentials are never saved from here, because saving writes flash.
/// </summary>
public sealed class WifiNetwork : INetwork
{
    private readonly NetworkClass _class;
    private bool _isUp;

    /// <summary>Makes a network that is down until <see cref="Refresh"/>.</summary>
    /// <param name="networkClass">What it costs: a hotspot in the vehicle is metered.</param>
    public WifiNetwork(NetworkClass networkClass)
    {
        _class = networkClass;
    }

    /// <inheritdoc/>
    public NetworkClass Class => _isUp ? _class : NetworkClass.None;

    /// <inheritdoc/>
    public bool IsUp => _isUp;

    /// <inheritdoc/>
    /// <remarks>The platform tells it only in a scan, which disturbs the connection.</remarks>
    public int SignalDecibelMilliwatts => 0;

    /// <inheritdoc/>
    public long BytesTransferred => -1;

    /// <inheritdoc/>
    public void Refresh()
    {
        try
        {
            _isUp = HasAddress();
        }
        catch (Exception)
        {
            // Without a network interface there is none.
            _isUp = false;
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
}
