using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>Makes the clients of a <see cref="MqttClientLink"/>, a new one for each attempt.</summary>
public interface IMqttClientFactory
{
    /// <summary>What protects the connections of the clients that it makes.</summary>
    LinkProtection Protection { get; }

    /// <summary>Makes a client, which looks up the broker's name: blocks, for seconds where the name server is silent.</summary>
    /// <param name="failure">Why there is none.</param>
    /// <returns>Null when the name was not found, or there is no network.</returns>
    IMqttClientPort Create(out LinkFailure failure);

    /// <summary>Has <see cref="MqttClientLink.Turn"/> called soon on the link's thread. Called under the link's lock and from the client's threads: returns at once.</summary>
    void Wake();
}
