using System;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using Telltale.Configuration;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>
/// The link over nanoFramework.M2Mqtt 5.1. One thread makes one attempt at a time, each with a new client, because a client keeps the address that
/// it looked up once, does not reconnect and cannot be used again after a failed close. The loop never waits for it: what it hands over lies in
/// rings made at start-up, under a lock that is held for a few instructions.
/// </summary>
public sealed class MqttLink : ILink
{
    private const int NetworkTimeoutMilliseconds = 30000;
    private const int SubscribeTimeoutMilliseconds = 10000;
    private const int MessagesHeld = 8;

    // The client's queue holds the subscription and messages that it has to acknowledge too.
    private const int QueueReserve = 16;

    /// <summary>Downlink messages dropped: longer than the loop's buffer, or more than it took in time.</summary>
    public int MessagesDropped;

    /// <summary>Exceptions of the client that were not expected.</summary>
    public int Faults;

    /// <summary>Frames copied for the client, each an allocation of its length, besides what the client allocates itself.</summary>
    public int FramesCopied;

    private readonly UnitConfiguration _configuration;
    private readonly bool _usesTls;
    private readonly X509Certificate _authority;
    private string _unitId;
    private string _uplinkTopic;
    private string _downlinkTopic;
    private readonly object _gate = new object();
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private readonly AutoResetEvent _subscribed = new AutoResetEvent(false);
    private readonly int[] _inFlightIds;
    private readonly int[] _inFlightTokens;
    private readonly int[] _acknowledged;
    private readonly byte[][] _messages = new byte[MessagesHeld][];
    private int _inFlightCount;
    private int _acknowledgedStart;
    private int _acknowledgedCount;
    private int _messagesStart;
    private int _messagesCount;
    private int _attempt;
    private bool _isGranted;
    private LinkState _state;
    private LinkFailure _failure;
    private MqttClient _client;
    private Thread _thread;

    /// <summary>Makes a link that is closed.</summary>
    /// <param name="configuration">Broker, TLS, user and password.</param>
    /// <param name="authority">The certificate authority of the broker; null without TLS.</param>
    /// <param name="inFlightWindow">How many frames may wait for an acknowledgement.</param>
    public MqttLink(UnitConfiguration configuration, X509Certificate authority, int inFlightWindow)
    {
        _configuration = configuration;
        _usesTls = configuration.IsOn(ConfigurationKey.UsesTls);
        _authority = authority;
        _inFlightIds = new int[inFlightWindow];
        _inFlightTokens = new int[inFlightWindow];
        _acknowledged = new int[inFlightWindow];
        MqttSettings.Instance.InflightQueueSize = inFlightWindow + QueueReserve;
    }

    /// <summary>Names the unit, of which the topics, the client id and, where none is configured, the user are made. Before the first attempt to connect.</summary>
    public void SetUnit(string unitId)
    {
        _unitId = unitId;
        _uplinkTopic = "tt/" + unitId + "/up";
        _downlinkTopic = "tt/" + unitId + "/down";
    }

    /// <inheritdoc/>
    public LinkState State => _state;

    /// <inheritdoc/>
    public LinkFailure Failure => _failure;

    /// <inheritdoc/>
    public void Connect()
    {
        lock (_gate)
        {
            if (_state != LinkState.Closed)
            {
                return;
            }

            _state = LinkState.Connecting;
            _failure = LinkFailure.None;
            _attempt++;
            if (_thread == null)
            {
                _thread = new Thread(Run);
                _thread.Start();
            }

            _wake.Set();
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate)
        {
            End(LinkFailure.None);
        }
    }

    /// <inheritdoc/>
    public bool TryPublish(int token, byte[] frame, int count)
    {
        lock (_gate)
        {
            if (_state != LinkState.Open || _inFlightCount + _acknowledgedCount >= _inFlightIds.Length)
            {
                return false;
            }

            byte[] message = new byte[count];
            Array.Copy(frame, message, count);
            FramesCopied++;
            try
            {
                // The lock is held over the call, so that an acknowledgement cannot come before its identifier is known.
                _inFlightIds[_inFlightCount] = _client.Publish(_uplinkTopic, message, null, null, MqttQoSLevel.AtLeastOnce, false);
                _inFlightTokens[_inFlightCount] = token;
                _inFlightCount++;
                return true;
            }
            catch (MqttClientException)
            {
                // The client's queue is full: its own resending is slow to end.
                return false;
            }
            catch (Exception)
            {
                Faults++;
                End(LinkFailure.Lost);
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public int TakeAcknowledgement()
    {
        // An empty ring is the usual case, and an uncontended lock costs more than all the rest of this.
        if (_acknowledgedCount == 0)
        {
            return -1;
        }

        lock (_gate)
        {
            if (_acknowledgedCount == 0)
            {
                return -1;
            }

            int token = _acknowledged[_acknowledgedStart];
            _acknowledgedStart = (_acknowledgedStart + 1) % _acknowledged.Length;
            _acknowledgedCount--;
            return token;
        }
    }

    /// <inheritdoc/>
    public int TakeMessage(byte[] buffer)
    {
        if (_messagesCount == 0)
        {
            return 0;
        }

        lock (_gate)
        {
            while (_messagesCount > 0)
            {
                byte[] message = _messages[_messagesStart];
                _messages[_messagesStart] = null;
                _messagesStart = (_messagesStart + 1) % MessagesHeld;
                _messagesCount--;
                if (message.Length <= buffer.Length)
                {
                    Array.Copy(message, buffer, message.Length);
                    return message.Length;
                }

                MessagesDropped++;
            }

            return 0;
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

    private void Run()
    {
        while (true)
        {
            // Close and Connect may both have come since; their two signals are one, so the state counts.
            if (_state != LinkState.Connecting)
            {
                _wake.WaitOne();
            }

            int attempt = 0;
            bool isWanted;
            lock (_gate)
            {
                isWanted = _state == LinkState.Connecting;
                attempt = _attempt;
            }

            if (isWanted)
            {
                Serve(attempt);
            }
        }
    }

    private void Serve(int attempt)
    {
        MqttClient client = null;
        LinkFailure failure = LinkFailure.Unreachable;
        try
        {
            if (WifiNetwork.TryWait(NetworkTimeoutMilliseconds, _usesTls))
            {
                // Looks up the broker's name.
                client = new MqttClient(_configuration.Text(ConfigurationKey.BrokerHost), _configuration.Number(ConfigurationKey.BrokerPort), _usesTls, _authority, null, _usesTls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
                failure = TryOpen(client, attempt);
                if (failure == LinkFailure.None)
                {
                    WaitForEnd(attempt);
                }
            }
        }
        catch (MqttConnectionException exception)
        {
            // The client throws the same for a connection that fails and for a handshake that fails; the cause tells them apart, mostly.
            failure = _usesTls && !(exception.InnerException is SocketException) ? LinkFailure.Tls : LinkFailure.Unreachable;
        }
        catch (MqttCommunicationException)
        {
            failure = LinkFailure.Timeout;
        }
        catch (Exception)
        {
            Faults++;
        }

        // Only this attempt's connection, not one that was asked for since.
        lock (_gate)
        {
            if (attempt == _attempt)
            {
                End(failure == LinkFailure.None ? LinkFailure.Lost : failure);
            }

            _client = null;
        }

        Discard(client);
    }

    private LinkFailure TryOpen(MqttClient client, int attempt)
    {
        client.MqttMsgPublished += OnPublished;
        client.MqttMsgPublishReceived += OnReceived;
        client.MqttMsgSubscribed += OnSubscribed;
        client.ConnectionClosed += OnClosed;
        lock (_gate)
        {
            if (attempt != _attempt)
            {
                return LinkFailure.Lost;
            }

            _client = client;
            _isGranted = false;
            _subscribed.Reset();
        }

        string user = _configuration.Text(ConfigurationKey.BrokerUser);
        ushort keepAliveSeconds = (ushort)_configuration.Number(ConfigurationKey.KeepAliveSeconds);
        MqttReasonCode reason = client.Connect("tt-" + _unitId, user.Length > 0 ? user : _unitId, _configuration.Text(ConfigurationKey.BrokerPassword), true, keepAliveSeconds);
        if (reason != MqttReasonCode.Success)
        {
            return FailureOf(reason);
        }

        client.Subscribe(new string[] { _downlinkTopic }, new MqttQoSLevel[] { MqttQoSLevel.AtLeastOnce });
        if (!_subscribed.WaitOne(SubscribeTimeoutMilliseconds, false))
        {
            return LinkFailure.Timeout;
        }

        lock (_gate)
        {
            if (attempt != _attempt)
            {
                return LinkFailure.Lost;
            }

            if (!_isGranted)
            {
                return LinkFailure.Refused;
            }

            _state = LinkState.Open;
            return LinkFailure.None;
        }
    }

    private void WaitForEnd(int attempt)
    {
        while (true)
        {
            lock (_gate)
            {
                if (attempt != _attempt)
                {
                    return;
                }
            }

            _wake.WaitOne();
        }
    }

    private void Discard(MqttClient client)
    {
        if (client == null)
        {
            return;
        }

        // Also after a failed attempt: its receiving thread lives until the socket is closed. This takes up to two seconds, on this thread alone.
        try
        {
            client.MqttMsgPublished -= OnPublished;
            client.MqttMsgPublishReceived -= OnReceived;
            client.MqttMsgSubscribed -= OnSubscribed;
            client.ConnectionClosed -= OnClosed;
            client.Dispose();
        }
        catch (Exception)
        {
            Faults++;
        }
    }

    /// <summary>Ends the attempt or connection; called with the lock held. The client's threads may call it: nothing here waits.</summary>
    private void End(LinkFailure failure)
    {
        if (_state == LinkState.Closed)
        {
            return;
        }

        _state = LinkState.Closed;
        _failure = failure;
        _attempt++;
        _inFlightCount = 0;
        _acknowledgedCount = 0;
        while (_messagesCount > 0)
        {
            _messages[_messagesStart] = null;
            _messagesStart = (_messagesStart + 1) % MessagesHeld;
            _messagesCount--;
        }

        _subscribed.Set();
        _wake.Set();
    }

    private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
    {
        lock (_gate)
        {
            if (sender != _client || _state != LinkState.Open)
            {
                return;
            }

            if (!e.IsPublished)
            {
                // Sent three times without an answer, and forgotten by the client. The journal still has it.
                End(LinkFailure.Lost);
                return;
            }

            int id = e.MessageId;
            for (int index = 0; index < _inFlightCount; index++)
            {
                if (_inFlightIds[index] == id)
                {
                    _acknowledged[(_acknowledgedStart + _acknowledgedCount) % _acknowledged.Length] = _inFlightTokens[index];
                    _acknowledgedCount++;
                    _inFlightCount--;
                    _inFlightIds[index] = _inFlightIds[_inFlightCount];
                    _inFlightTokens[index] = _inFlightTokens[_inFlightCount];
                    return;
                }
            }
        }
    }

    private void OnReceived(object sender, MqttMsgPublishEventArgs e)
    {
        lock (_gate)
        {
            if (sender != _client || _state == LinkState.Closed)
            {
                return;
            }

            if (_messagesCount == MessagesHeld || e.Message == null || e.Message.Length == 0)
            {
                MessagesDropped++;
                return;
            }

            _messages[(_messagesStart + _messagesCount) % MessagesHeld] = e.Message;
            _messagesCount++;
        }
    }

    private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e)
    {
        lock (_gate)
        {
            if (sender == _client)
            {
                MqttQoSLevel[] granted = e.GrantedQoSLevels;
                _isGranted = granted.Length == 1 && granted[0] == MqttQoSLevel.AtLeastOnce;
                _subscribed.Set();
            }
        }
    }

    private void OnClosed(object sender, EventArgs e)
    {
        lock (_gate)
        {
            if (sender == _client)
            {
                End(LinkFailure.Lost);
            }
        }
    }
}
