using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Telltale.Mosquitto;
using Telltale.Ports;

namespace Telltale.Fleet;

/// <summary>
/// The receiver at a real broker: subscribes to every uplink, brings what arrives into the store and answers with receipts, until it is disposed.
/// </summary>
/// <remarks>
/// libmosquitto acknowledges a message to the broker before anyone has stored it, and offers no other way. So nothing here relies on the broker:
/// a message that is lost between there and the store's commit brings no receipt, and its unit sends it again. The session persists (clean
/// session off, the same client id always), which spares such repetitions while the receiver is away.
/// </remarks>
public sealed class BrokerReceiver : IAsyncDisposable
{
    private const int QueueCapacity = 10_000;
    private const int MaximumGroup = 256;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_waitAfterStoreFailure = TimeSpan.FromSeconds(1);

    private readonly FrameReceiver _receiver;
    private readonly ReceiptSender _receipts;
    private readonly CommandSender _commands;
    private readonly MosquittoClient _client;
    private readonly TimeProvider _time;
    private readonly Channel<UplinkMessage> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _work;
    private long _messagesLeft;

    /// <summary>Makes a receiver; nothing is connected before <see cref="Start"/>.</summary>
    /// <param name="options">
    /// How to reach the broker. Subscriptions, session and reconnecting are set here.
    /// </param>
    /// <param name="store">Where frames and samples go.</param>
    /// <param name="keys">The units' root keys.</param>
    /// <param name="cryptography">The platform's primitives.</param>
    /// <param name="maximumEpochJump">See <see cref="FrameReceiver.MaximumEpochJump"/>.</param>
    /// <exception cref="MosquittoException">libmosquitto is missing, or the options are not valid.</exception>
    public BrokerReceiver(
        MosquittoOptions options, SampleStore store, IRootKeys keys, ICryptography cryptography,
        int maximumEpochJump = Sealing.OwnerKeys.MaximumEpochJump)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = TimeProvider.System;
        _receiver = new FrameReceiver(store, keys, cryptography) { MaximumEpochJump = maximumEpochJump };
        _receipts = new ReceiptSender(store, keys, cryptography, TryPublish);
        _commands = new CommandSender(store, keys, cryptography, TryPublish);
        _queue = Channel.CreateBounded<UplinkMessage>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
        _client = new MosquittoClient(options with { Subscriptions = [Topics.EveryUplink], CleanSession = false, Reconnect = true })
        {
            MessageReceived = Enqueue,
            Ready = OnReady,
            Failed = failure => ConnectionChanged?.Invoke(failure),
        };
    }

    /// <summary>What became of a message, after the commit. Called on the receiver's thread.</summary>
    public Action<FrameResult>? FrameReceived { get; set; }

    /// <summary>The connection was made (null) or has failed; after a failure it is tried again. Called on threads of the receiver.</summary>
    public Action<MosquittoFailure?>? ConnectionChanged { get; set; }

    /// <summary>
    /// The store or the home failed, with a sentence for a person. What it concerned was not stored and not receipted; it goes on.
    /// </summary>
    public Action<string>? StoreFailed { get; set; }

    /// <summary>Messages that were left aside because the store could not keep up; their units send them again.</summary>
    public long MessagesLeft => Interlocked.Read(ref _messagesLeft);

    /// <summary>Receipts published.</summary>
    public long ReceiptsSent => _receipts.ReceiptsSent;

    /// <summary>Commands published, repetitions included.</summary>
    public long CommandsSent => _commands.CommandsSent;

    /// <summary>Completes when the subscription stands for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Starts connecting and receiving, and returns at once.</summary>
    public void Start()
    {
        if (_work is null)
        {
            _work = Task.Run(WorkAsync);
            _client.Start();
        }
    }

    /// <summary>Ends the connection, brings what has arrived into the store, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Stop(TimeSpan.FromSeconds(5));
        _queue.Writer.TryComplete();
        await _stopping.CancelAsync();
        if (_work is not null)
        {
            await _work;
        }

        _client.Dispose();
        _stopping.Dispose();
    }

    private void OnReady()
    {
        _ready.TrySetResult();
        ConnectionChanged?.Invoke(null);
    }

    private void Enqueue(MosquittoMessage message)
    {
        // The connection's thread must not wait for the store.
        if (!_queue.Writer.TryWrite(new UplinkMessage(message.Topic, message.Payload, _time.GetUtcNow())))
        {
            Interlocked.Increment(ref _messagesLeft);
        }
    }

    private bool TryPublish(string topic, byte[] payload)
    {
        return _client.TryPublish(topic, payload, retain: false, out _) == MosquittoResult.Success;
    }

    private async Task WorkAsync()
    {
        TryStore(() => _receiver.RetryWaiting());
        var group = new List<UplinkMessage>();
        bool isOpen = true;
        while (isOpen)
        {
            DateTimeOffset? next = SendReceipts();
            SendCommands();
            isOpen = await WaitForMessagesAsync(next);
            group.Clear();
            while (group.Count < MaximumGroup && _queue.Reader.TryRead(out UplinkMessage? message))
            {
                group.Add(message);
            }

            if (group.Count > 0 && !TryReceive(group) && !_stopping.IsCancellationRequested)
            {
                await Task.Delay(s_waitAfterStoreFailure);
            }
        }
    }

    /// <summary>
    /// Takes a group in. Where one message brings down what no message should, the others are taken in without it: it is not receipted, and its unit sends
    /// it again to a better version of this program.
    /// </summary>
    /// <returns>False when the store failed.</returns>
    private bool TryReceive(List<UplinkMessage> group)
    {
        IReadOnlyList<FrameResult> results = [];
        try
        {
            if (!TryStore(() => results = _receiver.Receive(group)))
            {
                return false;
            }
        }
        catch (Exception exception) when (group.Count == 1)
        {
            StoreFailed?.Invoke($"A message on {group[0].Topic} could not be processed: {exception}");
            return true;
        }
        catch (Exception)
        {
            return group.TrueForAll(message => TryReceive([message]));
        }

        foreach (FrameResult result in results)
        {
            _receipts.Note(result);
            _commands.Note(result);
            FrameReceived?.Invoke(result);
        }

        return true;
    }

    private DateTimeOffset? SendReceipts()
    {
        try
        {
            return _receipts.Step(_time.GetUtcNow());
        }
        catch (Exception exception)
        {
            // What was to be receipted stays noted, or comes again.
            StoreFailed?.Invoke($"A receipt could not be sent: {exception.Message}");
            return null;
        }
    }

    private void SendCommands()
    {
        try
        {
            _commands.Step(_time.GetUtcNow());
        }
        catch (Exception exception)
        {
            // They stay in the store and are due again.
            StoreFailed?.Invoke($"A command could not be sent: {exception.Message}");
        }
    }

    /// <returns>False when everything that has arrived was taken and nothing more will come.</returns>
    private async Task<bool> WaitForMessagesAsync(DateTimeOffset? next)
    {
        TimeSpan wait = next is { } due ? due - _time.GetUtcNow() : s_longestWait;
        wait = wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait > s_longestWait ? s_longestWait : wait;
        using var timeout = new CancellationTokenSource(wait);
        try
        {
            return await _queue.Reader.WaitToReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private bool TryStore(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception exception) when (exception is SqliteException or FleetException or IOException or UnauthorizedAccessException)
        {
            StoreFailed?.Invoke(exception.Message);
            return false;
        }
    }
}
