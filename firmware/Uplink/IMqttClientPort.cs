using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// One MQTT client of the kind of nanoFramework.M2Mqtt, for one attempt to connect and the connection that comes of it. Calls that block are made on the link's own thread and no other call is made
/// beside them, except <see cref="Publish"/>, which never blocks.
/// </summary>
public interface IMqttClientPort
{
    /// <summary>TCP, TLS, CONNECT and CONNACK. Blocks for up to 30 s by the client's own timeout, and for longer where the peer falls silent in the TLS handshake.</summary>
    /// <param name="listener">Is told what happens from now on.</param>
    /// <returns><see cref="LinkFailure.None"/> when the broker has accepted the connection.</returns>
    LinkFailure Connect(IMqttClientListener listener);

    /// <summary>Hands over a SUBSCRIBE for the downlink topic at QoS 1 and the state topic at QoS 0; the answer comes to the listener. That the state topic is refused does no harm.</summary>
    /// <returns>False when the client did not take it.</returns>
    bool Subscribe();

    /// <summary>Hands a frame over for publishing at QoS 1. The client keeps the array.</summary>
    /// <returns>The message identifier, 1 to 65535; <see cref="MqttClientLink.QueueFull"/>, or <see cref="MqttClientLink.ClientFault"/>.</returns>
    int Publish(byte[] frame);

    /// <summary>Detaches the listener, closes the socket and frees the client; also after a failed attempt. May block for seconds.</summary>
    /// <returns>False when the client failed while it closed; it is not used again either way.</returns>
    bool Discard();
}
