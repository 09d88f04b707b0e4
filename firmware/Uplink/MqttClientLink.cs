using System;
using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// The link over a client of the kind of nanoFramework.M2Mqtt: one that looks up names in its constructor, blocks while it connects, answers on threads of its own, sends again by itself, gives up without asking, never
/// connects again, and cannot be used twice. One thread calls <see cref="Turn"/> and does all that blocks; the unit's loop never waits for it, because what passes between them lies in rings made at start-up under a lock that is held
/// for a few instructions.
/// </summary>
public sealed partial class MqttClientLink : ILink, IMqttClientListener
{
    /// <summary>The client's queue of messages is full.</summary>
    public const int QueueFull = -1;

    /// <summary>The client failed.</summary>
    public const int ClientFault = -2;

    /// <summary>How many messages the client's queue has to hold beyond the window: the subscription, and those that it acknowledges.</summary>
    public const int QueueReserve = 16;

    /// <summary>How long the answer to the subscription is waited for.</summary>
    public const int SubscribeTimeoutMilliseconds = 10000;

    /// <summary>What has happened since start-up.</summary>
    public readonly MqttClientLinkCounters Counters = new MqttClientLinkCounters();

    private const int MessagesHeld = 8;

    private readonly IMqttClientFactory _factory;
    private readonly object _gate = new object();
    private readonly int[] _inFlightIds;
    private readonly int[] _inFlightTokens;
    private readonly int[] _acknowledged;
    private readonly byte[][] _messages = new byte[MessagesHeld][];
    private int _inFlightCount;
    private int _acknowledgedStart;
    private int _acknowledgedCount;
    private int _messagesStart;
    private int _messagesCount;

    // The attempt that the loop wants or has. A closed one is never wanted again.
    private int _attempt;
    private LinkState _state;
    private LinkFailure _failure;
    private RetainedState _stateFound;

    // The client in use; events of any other are late.
    private IMqttClientPort _client;

    /// <summary>Makes a link that is closed.</summary>
    /// <param name="factory">Makes clients.</param>
    /// <param name="inFlightWindow">How many frames may wait for an acknowledgement.</param>
    public MqttClientLink(IMqttClientFactory factory, int inFlightWindow)
    {
        _factory = factory;
        _inFlightIds = new int[inFlightWindow];
        _inFlightTokens = new int[inFlightWindow];
        _acknowledged = new int[inFlightWindow];
    }

    /// <inheritdoc/>
    public LinkState State => _state;

    /// <inheritdoc/>
    public LinkFailure Failure => _failure;

    /// <inheritdoc/>
    public RetainedState StateFound => _stateFound;

    /// <inheritdoc/>
    public LinkProtection Protection => _factory.Protection;

    /// <inheritdoc/>
    public void Connect()
    {
        lock (_gate)
        {
            if (_state == LinkState.Closed)
            {
                _state = LinkState.Connecting;
                _failure = LinkFailure.None;
                _stateFound = RetainedState.None;
                _attempt++;
                _factory.Wake();
            }
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
            Array.Copy(frame, 0, message, 0, count);
            Counters.FramesCopied++;

            // The lock is held over the call, so that an acknowledgement cannot come before its identifier is known.
            int id = _client.Publish(message);
            if (id > 0)
            {
                _inFlightIds[_inFlightCount] = id;
                _inFlightTokens[_inFlightCount] = token;
                _inFlightCount++;
                return true;
            }

            if (id == QueueFull)
            {
                Counters.QueueFull++;
                return false;
            }

            Counters.ClientFaults++;
            End(LinkFailure.Lost);
            return false;
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
                    Array.Copy(message, 0, buffer, 0, message.Length);
                    return message.Length;
                }

                Counters.MessagesDropped++;
            }

            return 0;
        }
    }

    // Ends the attempt or connection; called with the lock held. The client's threads may call it: nothing here waits.
    private void End(LinkFailure failure)
    {
        if (_state == LinkState.Closed)
        {
            return;
        }

        _state = LinkState.Closed;
        _failure = failure;
        _client = null;
        _attempt++;
        _inFlightCount = 0;
        _acknowledgedCount = 0;
        while (_messagesCount > 0)
        {
            _messages[_messagesStart] = null;
            _messagesStart = (_messagesStart + 1) % MessagesHeld;
            _messagesCount--;
        }

        _factory.Wake();
    }
}
