using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>What a client tells its link, from threads of its own. Nothing is called back from here, and nothing here waits.</summary>
public interface IMqttClientListener
{
    /// <summary>A publication has ended: acknowledged by the broker, or given up by the client, which has forgotten it.</summary>
    /// <param name="client">Who says so.</param>
    /// <param name="messageId">What <see cref="IMqttClientPort.Publish"/> returned.</param>
    /// <param name="isPublished">False when it was given up.</param>
    void OnPublished(IMqttClientPort client, int messageId, bool isPublished);

    /// <summary>The broker has answered the subscription.</summary>
    /// <param name="client">Who says so.</param>
    /// <param name="isGranted">Whether it was granted at QoS 1.</param>
    void OnSubscribed(IMqttClientPort client, bool isGranted);

    /// <summary>A downlink message has come.</summary>
    /// <param name="client">Who says so.</param>
    /// <param name="message">Kept; null for an empty one.</param>
    void OnMessage(IMqttClientPort client, byte[] message);

    /// <summary>The broker has sent what it had retained on the state topic.</summary>
    /// <param name="client">Who says so.</param>
    /// <param name="found">What it was; nothing is said where there was nothing.</param>
    void OnStateFound(IMqttClientPort client, RetainedState found);

    /// <summary>The connection has ended, by whoever's wish.</summary>
    /// <param name="client">Who says so.</param>
    void OnClosed(IMqttClientPort client);
}
