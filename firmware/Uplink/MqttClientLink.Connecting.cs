using Telltale.Ports;

namespace Telltale.Uplink;

/// <content>What blocks, on the thread that calls <see cref="Turn"/>.</content>
public sealed partial class MqttClientLink
{
    // Of the thread that calls Turn alone.
    private IMqttClientPort _served;
    private int _servedAttempt;
    private bool _isAwaiting;
    private long _subscribeDeadline;

    /// <summary>Does what blocks: makes a client and connects it, waits for its subscription, closes it. Called by one thread, again and again.</summary>
    /// <param name="uptimeMilliseconds">The uptime.</param>
    /// <returns>How long the thread may sleep until it is woken, in milliseconds; -1 for any time.</returns>
    public int Turn(long uptimeMilliseconds)
    {
        int attempt;
        LinkState state;
        lock (_gate)
        {
            attempt = _attempt;
            state = _state;
        }

        if (_served != null)
        {
            if (attempt == _servedAttempt && state != LinkState.Closed)
            {
                return AwaitSubscription(uptimeMilliseconds, state);
            }

            DiscardServed();
        }

        if (state == LinkState.Connecting && attempt != _servedAttempt)
        {
            _servedAttempt = attempt;
            _isAwaiting = false;
            Begin(attempt);

            // Whatever came of it: the next turn closes the client, or waits for the subscription, from the time at which the blocking calls were over.
            return 0;
        }

        return -1;
    }

    private void Begin(int attempt)
    {
        IMqttClientPort client = _factory.Create(out LinkFailure failure);
        if (client == null)
        {
            EndAttempt(attempt, failure == LinkFailure.None ? LinkFailure.Unreachable : failure);
            return;
        }

        Counters.Clients++;
        _served = client;
        lock (_gate)
        {
            if (attempt != _attempt)
            {
                // Closed while the name was looked up: the next turn closes the client.
                return;
            }

            _client = client;
        }

        failure = client.Connect(this);
        if (failure == LinkFailure.None && attempt == _attempt && !client.Subscribe())
        {
            failure = LinkFailure.Lost;
        }

        if (failure != LinkFailure.None)
        {
            EndAttempt(attempt, failure);
        }
    }

    private int AwaitSubscription(long uptime, LinkState state)
    {
        if (state == LinkState.Open)
        {
            return -1;
        }

        // Counted from the first turn after the blocking calls, which may have taken longer than the time that is waited.
        if (!_isAwaiting)
        {
            _isAwaiting = true;
            _subscribeDeadline = uptime + SubscribeTimeoutMilliseconds;
        }

        if (uptime < _subscribeDeadline)
        {
            return (int)(_subscribeDeadline - uptime);
        }

        EndAttempt(_servedAttempt, LinkFailure.Timeout);
        return 0;
    }

    private void EndAttempt(int attempt, LinkFailure failure)
    {
        lock (_gate)
        {
            // Only this attempt, not one that was asked for since.
            if (attempt == _attempt)
            {
                End(failure);
            }
        }
    }

    private void DiscardServed()
    {
        IMqttClientPort client = _served;
        _served = null;
        if (!client.Discard())
        {
            Counters.DiscardFailures++;
        }
    }
}
