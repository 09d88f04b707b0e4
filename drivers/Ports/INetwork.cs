namespace Telltale.Ports;

/// <summary>
/// A way to the internet: Wi-Fi, a modem. It comes up by itself; nothing here waits, and none of the calls allocates. What lies above asks for its class and its state
/// and not for its kind.
/// </summary>
public interface INetwork
{
    /// <summary>What the network costs at this moment; <see cref="NetworkClass.None"/> while there is none. A modem says <see cref="NetworkClass.Roaming"/> while it roams.</summary>
    NetworkClass Class { get; }

    /// <summary>True while there is an address.</summary>
    bool IsUp { get; }

    /// <summary>Received signal strength in dBm, -150 to -1; 0 where it is not known.</summary>
    int SignalDecibelMilliwatts { get; }

    /// <summary>Bytes sent and received since start-up, as the adapter counts them; -1 where it does not, and then they are estimated.</summary>
    long BytesTransferred { get; }

    /// <summary>The adapter looks again; called before an attempt to connect and once a second. Returns at once.</summary>
    void Refresh();
}
