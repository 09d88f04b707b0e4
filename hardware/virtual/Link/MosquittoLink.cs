using System.Security.Cryptography;
using Telltale.Mosquitto;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Virtual.Link;

/// <summary>
/// The unit's link over libmosquitto. One thread of its own makes one attempt at a time, each with a new client, and hands acknowledgements and
/// messages over through queues. It never connects by itself: that is the uplink's decision.
/// </summary>
public sealed class MosquittoLink : ILink, IDisposable
{
    private const int LoopMilliseconds = 100;
    private const int MessagesHeld = 32;

    private readonly MosquittoOptions _options;
    private readonly UnitPresence _presence = new(RandomNumberGenerator.GetInt32(int.MaxValue));
    private readonly string _uplinkTopic;
    private readonly int _maximumMessageLength;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly int[] _inFlightTokens;
    private readonly int[] _inFlightIds;
    private readonly int[] _acknowledged;
    private readonly byte[][] _messages = new byte[MessagesHeld][];
    private int _inFlight;
    private int _acknowledgedStart;
    private int _acknowledgedCount;
    private int _messagesStart;
    private int _messagesCount;
    private int _attempt;
    private Thread? _worker;
    private MosquittoClient? _client;
    private bool _disposed;

    /// <summary>Makes a link that is closed.</summary>
    /// <param name="options">The broker; its subscriptions and reconnect setting are not used.</param>
    /// <param name="uplinkTopic">Where frames are published.</param>
    /// <param name="downlinkTopic">What is subscribed.</param>
    /// <param name="inFlightWindow">How many frames may wait for an acknowledgement.</param>
    /// <param name="maximumMessageLength">A longer downlink message is dropped and counted.</param>
    public MosquittoLink(MosquittoOptions options, string uplinkTopic, string downlinkTopic, int inFlightWindow = 8, int maximumMessageLength = 4096)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(inFlightWindow, 1);
        _options = options with { Reconnect = false, Subscriptions = [downlinkTopic], StateOnline = _presence.Online, StateOffline = _presence.Offline };
        _uplinkTopic = uplinkTopic;
        _maximumMessageLength = maximumMessageLength;
        _inFlightTokens = new int[inFlightWindow];
        _inFlightIds = new int[inFlightWindow];
        _acknowledged = new int[inFlightWindow];
    }

    /// <inheritdoc/>
    public LinkState State { get; private set; }

    /// <inheritdoc/>
    public LinkFailure Failure { get; private set; }

    /// <inheritdoc/>
    public RetainedState StateFound { get; private set; }

    /// <inheritdoc/>
    public LinkProtection Protection => _options.CertificateAuthorityFile is null ? LinkProtection.None : LinkProtection.Tls;

    /// <summary>The newest failure as a sentence; empty when there was none.</summary>
    public string FailureMessage { get; private set; } = "";

    /// <summary>Downlink messages dropped because they were too long or came faster than the unit took them.</summary>
    public int MessagesDropped { get; private set; }

    /// <summary>A link for a unit: topics <c>tt/&lt;unit id&gt;/up</c> and <c>tt/&lt;unit id&gt;/down</c>.</summary>
    public static MosquittoLink ForUnit(MosquittoOptions options, string unitId, int inFlightWindow = 8) =>
        new(options with { StateTopic = $"tt/{unitId}/state" }, $"tt/{unitId}/up", $"tt/{unitId}/down", inFlightWindow);

    /// <inheritdoc/>
    public void Connect()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_gate)
        {
            if (State != LinkState.Closed)
            {
                return;
            }

            State = LinkState.Connecting;
            Failure = LinkFailure.None;
            StateFound = RetainedState.None;
            _attempt++;
            if (_worker is null)
            {
                _worker = new Thread(Work) { IsBackground = true, Name = "link " + _options.ClientId };
                _worker.Start();
            }

            _wanted.Release();
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate)
        {
            if (State != LinkState.Closed)
            {
                _attempt++;
                Forget();
            }
        }
    }

    /// <inheritdoc/>
    public bool TryPublish(int token, byte[] frame, int count)
    {
        lock (_gate)
        {
            // The gate is held over the call, so that an acknowledgement cannot come before its identifier is known.
            if (State != LinkState.Open || _client is null || _inFlight + _acknowledgedCount >= _inFlightTokens.Length
                || _client.TryPublish(_uplinkTopic, frame.AsSpan(0, count), retain: false, out int messageId) != MosquittoResult.Success)
            {
                return false;
            }

            _inFlightTokens[_inFlight] = token;
            _inFlightIds[_inFlight] = messageId;
            _inFlight++;
            return true;
        }
    }

    /// <inheritdoc/>
    public int TakeAcknowledgement()
    {
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
        ArgumentNullException.ThrowIfNull(buffer);
        lock (_gate)
        {
            while (_messagesCount > 0)
            {
                byte[] message = _messages[_messagesStart];
                _messagesStart = (_messagesStart + 1) % MessagesHeld;
                _messagesCount--;
                if (message.Length <= buffer.Length)
                {
                    message.CopyTo(buffer, 0);
                    return message.Length;
                }

                MessagesDropped++;
            }

            return 0;
        }
    }

    /// <summary>Closes the link and ends its thread.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        Close();
        _disposed = true;
        _wanted.Release();

        // A thread that is still connecting ends when the operating system gives up; it is a background thread and holds nothing else.
        if (_worker?.Join(TimeSpan.FromSeconds(5)) ?? true)
        {
            _wanted.Dispose();
        }
    }

    private void Work()
    {
        while (true)
        {
            _wanted.Wait();
            if (_disposed)
            {
                return;
            }

            int attempt;
            lock (_gate)
            {
                if (State != LinkState.Connecting)
                {
                    continue;
                }

                attempt = _attempt;
            }

            try
            {
                Serve(attempt);
            }
            catch (MosquittoException exception)
            {
                // The client could not even be made: a certificate file is missing, for instance.
                End(attempt, exception.Result, exception.Message);
            }
        }
    }

    private void Serve(int attempt)
    {
        using MosquittoClient client = new(_options);
        client.Ready = () => Open(attempt, client);
        client.Acknowledged = messageId => Acknowledge(attempt, messageId);
        client.MessageReceived = message => Receive(attempt, message);
        client.StateFound = words => FindState(attempt, words);
        try
        {
            client.Connect();
            MosquittoResult result = MosquittoResult.Success;
            while (result == MosquittoResult.Success && attempt == Volatile.Read(ref _attempt))
            {
                result = client.Loop(LoopMilliseconds);
            }

            End(attempt, result, client.Explain(result));
        }
        catch (MosquittoException exception)
        {
            End(attempt, exception.Result, exception.Message);
        }
    }

    private void Open(int attempt, MosquittoClient client)
    {
        lock (_gate)
        {
            if (attempt == _attempt)
            {
                _client = client;
                State = LinkState.Open;
            }
        }
    }

    private void Acknowledge(int attempt, int messageId)
    {
        lock (_gate)
        {
            int index = attempt == _attempt ? Array.IndexOf(_inFlightIds, messageId, 0, _inFlight) : -1;
            if (index < 0)
            {
                return;
            }

            _acknowledged[(_acknowledgedStart + _acknowledgedCount) % _acknowledged.Length] = _inFlightTokens[index];
            _acknowledgedCount++;
            _inFlight--;
            _inFlightTokens[index] = _inFlightTokens[_inFlight];
            _inFlightIds[index] = _inFlightIds[_inFlight];
        }
    }

    private void Receive(int attempt, MosquittoMessage message)
    {
        lock (_gate)
        {
            if (attempt != _attempt)
            {
                return;
            }

            if (message.Payload.Length == 0 || message.Payload.Length > _maximumMessageLength || _messagesCount == MessagesHeld)
            {
                MessagesDropped++;
                return;
            }

            _messages[(_messagesStart + _messagesCount) % MessagesHeld] = message.Payload;
            _messagesCount++;
        }
    }

    private void FindState(int attempt, byte[] words)
    {
        lock (_gate)
        {
            if (attempt == _attempt)
            {
                StateFound = _presence.Judge(words);
            }
        }
    }

    private void End(int attempt, MosquittoResult result, string message)
    {
        LinkFailure failure = Classify(result);
        if (failure == LinkFailure.Tls && attempt == Volatile.Read(ref _attempt))
        {
            failure = CertificateExaminer.Examine(_options);
        }

        lock (_gate)
        {
            if (attempt == _attempt)
            {
                Failure = failure;
                FailureMessage = message;
                Forget();
            }
        }
    }

    private void Forget()
    {
        _client?.Disconnect();
        _client = null;
        State = LinkState.Closed;
        _inFlight = 0;
        _acknowledgedCount = 0;
    }

    private static LinkFailure Classify(MosquittoResult result) => result switch
    {
        MosquittoResult.Tls => LinkFailure.Tls,
        MosquittoResult.ConnectionRefused or MosquittoResult.Authentication or MosquittoResult.AccessDenied => LinkFailure.Refused,
        MosquittoResult.KeepAlive => LinkFailure.Timeout,
        MosquittoResult.OperatingSystem or MosquittoResult.NameResolution => LinkFailure.Unreachable,
        _ => LinkFailure.Lost,
    };
}
