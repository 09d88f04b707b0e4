using System;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using Telltale.Configuration;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Esp32;

/// <summary>
/// One MqttClient of nanoFramework.M2Mqtt 5.1, for one attempt. It only translates: what follows from what the client does is decided in <see cref="MqttClientLink"/>, and tested there.
/// </summary>
internal sealed class MqttClientPort : IMqttClientPort
{
    private readonly UnitConfiguration _configuration;
    private readonly string _unitId;
    private readonly UnitPresence _presence;
    private readonly bool _usesTls;
    private readonly MqttClient _client;
    private readonly string _uplinkTopic;
    private readonly string _downlinkTopic;
    private readonly string _stateTopic;
    private IMqttClientListener _listener;
    private int _onlineId;

    /// <summary>Looks up the broker's name, and throws where that fails.</summary>
    internal MqttClientPort(UnitConfiguration configuration, string unitId, UnitPresence presence, X509Certificate authority, X509Certificate certificate)
    {
        _configuration = configuration;
        _unitId = unitId;
        _presence = presence;
        _usesTls = configuration.IsOn(ConfigurationKey.UsesTls);
        _uplinkTopic = "tt/" + unitId + "/up";
        _downlinkTopic = "tt/" + unitId + "/down";
        _stateTopic = "tt/" + unitId + "/state";
        _client = new MqttClient(configuration.Text(ConfigurationKey.BrokerHost), configuration.Number(ConfigurationKey.BrokerPort), _usesTls, authority, certificate, _usesTls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
    }

    /// <inheritdoc/>
    public LinkFailure Connect(IMqttClientListener listener)
    {
        _listener = listener;
        _client.MqttMsgPublished += OnPublished;
        _client.MqttMsgPublishReceived += OnReceived;
        _client.MqttMsgSubscribed += OnSubscribed;
        _client.ConnectionClosed += OnClosed;
        try
        {
            // The client identifier is the unit's alone: a second client with it throws the first one out.
            string user = _configuration.Text(ConfigurationKey.BrokerUser);
            string password = _configuration.Text(ConfigurationKey.BrokerPassword);
            ushort keepAliveSeconds = (ushort)_configuration.Number(ConfigurationKey.KeepAliveSeconds);
            MqttReasonCode reason = _client.Connect(
                "tt-" + _unitId, user.Length > 0 ? user : _unitId, password, true, MqttQoSLevel.AtLeastOnce, true, _stateTopic, _presence.Offline, true, keepAliveSeconds);
            return reason == MqttReasonCode.Success ? LinkFailure.None : FailureOf(reason);
        }
        catch (MqttConnectionException exception)
        {
            // The client throws the same for a connection that fails and for a handshake that fails; the cause tells them apart, mostly. Why a certificate was
            // refused it does not tell: mbedTLS's flags stay in native code.
            return _usesTls && !(exception.InnerException is SocketException) ? LinkFailure.Tls : LinkFailure.Unreachable;
        }
        catch (MqttCommunicationException)
        {
            // No CONNACK within 30 s.
            return LinkFailure.Timeout;
        }
        catch (Exception)
        {
            return LinkFailure.Unreachable;
        }
    }

    /// <inheritdoc/>
    public bool Subscribe()
    {
        try
        {
            _client.Subscribe(new string[] { _downlinkTopic, _stateTopic }, new MqttQoSLevel[] { MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtMostOnce });
            _onlineId = _client.Publish(_stateTopic, Encoding.UTF8.GetBytes(_presence.Online), null, null, MqttQoSLevel.AtLeastOnce, true);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public int Publish(byte[] frame)
    {
        try
        {
            return _client.Publish(_uplinkTopic, frame, null, null, MqttQoSLevel.AtLeastOnce, false);
        }
        catch (MqttClientException exception)
        {
            return exception.ErrorCode == MqttClientErrorCode.InflightQueueFull ? MqttClientLink.QueueFull : MqttClientLink.ClientFault;
        }
        catch (Exception)
        {
            return MqttClientLink.ClientFault;
        }
    }

    /// <inheritdoc/>
    public bool Discard()
    {
        // Also after a failed attempt: its receiving thread lives until the socket is closed. Without DISCONNECT, so that the broker publishes the will.
        try
        {
            _client.MqttMsgPublished -= OnPublished;
            _client.MqttMsgPublishReceived -= OnReceived;
            _client.MqttMsgSubscribed -= OnSubscribed;
            _client.ConnectionClosed -= OnClosed;
            _client.Dispose();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static LinkFailure FailureOf(MqttReasonCode reason)
    {
        switch (reason)
        {
            case MqttReasonCode.ConnectionRefusedBadUserNameOrPassword:
            case MqttReasonCode.ConnectionRefusedNotAuthorized:
                return LinkFailure.Refused;
            default:
                return LinkFailure.Unreachable;
        }
    }

    private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
    {
        if (e.MessageId != _onlineId || !e.IsPublished)
        {
            _listener.OnPublished(this, e.MessageId, e.IsPublished);
            return;
        }

        // Identifiers come round again.
        _onlineId = 0;
    }

    private void OnReceived(object sender, MqttMsgPublishEventArgs e)
    {
        if (e.Topic != _stateTopic)
        {
            _listener.OnMessage(this, e.Message);
        }
        else if (e.Retain)
        {
            // What was retained before comes with the flag set, the unit's own words come back without it (MQTT 3.1.1 section 3.3.1.3).
            _listener.OnStateFound(this, _presence.Judge(e.Message));
        }
    }

    private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e)
    {
        MqttQoSLevel[] granted = e.GrantedQoSLevels;
        _listener.OnSubscribed(this, granted.Length > 0 && granted[0] == MqttQoSLevel.AtLeastOnce);
    }

    private void OnClosed(object sender, EventArgs e) => _listener.OnClosed(this);
}
