using Telltale.Ports;

namespace Telltale.Uplink;

/// <content>What the client's own threads say. Each call holds the lock for a few instructions and waits for nothing.</content>
public sealed partial class MqttClientLink
{
    /// <inheritdoc/>
    public void OnPublished(IMqttClientPort client, int messageId, bool isPublished)
    {
        lock (_gate)
        {
            if (IsLate(client))
            {
                return;
            }

            if (!isPublished)
            {
                // Sent again and again without an answer, and forgotten by the client. The journal still has it.
                Counters.GivenUp++;
                End(LinkFailure.Timeout);
                return;
            }

            for (int index = 0; index < _inFlightCount; index++)
            {
                if (_inFlightIds[index] == messageId)
                {
                    _acknowledged[(_acknowledgedStart + _acknowledgedCount) % _acknowledged.Length] = _inFlightTokens[index];
                    _acknowledgedCount++;
                    _inFlightCount--;
                    _inFlightIds[index] = _inFlightIds[_inFlightCount];
                    _inFlightTokens[index] = _inFlightTokens[_inFlightCount];
                    return;
                }
            }

            Counters.StrayAcknowledgements++;
        }
    }

    /// <inheritdoc/>
    public void OnSubscribed(IMqttClientPort client, bool isGranted)
    {
        lock (_gate)
        {
            if (IsLate(client) || _state != LinkState.Connecting)
            {
                return;
            }

            if (isGranted)
            {
                _state = LinkState.Open;
            }
            else
            {
                End(LinkFailure.Refused);
            }
        }
    }

    /// <inheritdoc/>
    public void OnMessage(IMqttClientPort client, byte[] message)
    {
        lock (_gate)
        {
            if (IsLate(client))
            {
                return;
            }

            if (_messagesCount == MessagesHeld || message == null || message.Length == 0)
            {
                Counters.MessagesDropped++;
                return;
            }

            _messages[(_messagesStart + _messagesCount) % MessagesHeld] = message;
            _messagesCount++;
        }
    }

    /// <inheritdoc/>
    public void OnStateFound(IMqttClientPort client, RetainedState found)
    {
        lock (_gate)
        {
            if (!IsLate(client))
            {
                _stateFound = found;
            }
        }
    }

    /// <inheritdoc/>
    public void OnClosed(IMqttClientPort client)
    {
        lock (_gate)
        {
            if (!IsLate(client))
            {
                End(LinkFailure.Lost);
            }
        }
    }

    private bool IsLate(IMqttClientPort client)
    {
        if (client == _client && _state != LinkState.Closed)
        {
            return false;
        }

        Counters.LateEvents++;
        return true;
    }
}
