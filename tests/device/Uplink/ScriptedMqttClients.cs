using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

/// <summary>What a test does while a client blocks.</summary>
internal delegate void Meanwhile();

/// <summary>
/// Clients that behave as nanoFramework.M2Mqtt 5.1.220 does, on a clock of the test's: names are looked up when one is made, connecting blocks, a message without an answer is sent again after a second,
/// three times, and then given up, a closed client says so even to who closed it, and a handler that calls the client back would lock up.
/// </summary>
internal sealed class ScriptedMqttClients : IMqttClientFactory
{
    public const int Retries = 3;
    public const int RetryMilliseconds = 1000;

    public readonly ScriptedMqttClient[] Made = new ScriptedMqttClient[100];
    public int MadeCount;
    public int Wakes;

    /// <summary>The uptime; blocking calls take it on.</summary>
    public long Now;

    /// <summary>Whether the name is found; without a network the client's constructor throws.</summary>
    public bool HasNetwork = true;

    public LinkProtection Protection { get; set; }

    public int ConnectMilliseconds;
    public LinkFailure ConnectFailure;

    /// <summary>Whether SUBSCRIBE is answered, and how.</summary>
    public bool IsSubscribeAnswered = true;
    public bool IsGranted = true;

    public int QueueSize = 24;
    public bool IsDiscardFailing;
    public bool IsPublishFailing;

    /// <summary>Runs while the name is looked up, and while the client connects.</summary>
    public Meanwhile DuringLookUp;
    public Meanwhile DuringConnect;

    public ScriptedMqttClient Newest => Made[MadeCount - 1];

    public IMqttClientPort Create(out LinkFailure failure)
    {
        if (DuringLookUp != null)
        {
            DuringLookUp();
        }

        failure = LinkFailure.Unreachable;
        if (!HasNetwork)
        {
            return null;
        }

        Made[MadeCount] = new ScriptedMqttClient(this);
        MadeCount++;
        return Newest;
    }

    public void Wake() => Wakes++;
}
