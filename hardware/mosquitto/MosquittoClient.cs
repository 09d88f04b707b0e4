using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Telltale.Mosquitto;

/// <summary>
/// An MQTT client over libmosquitto. Either call <see cref="Start"/>, which connects and serves the connection on a thread of its own, or
/// <see cref="Connect"/> and then <see cref="Loop"/> again and again from one thread of the caller. Handlers, set before either, are called on the thread
/// that loops; they must not block it, and may publish. <see cref="Publish"/> may be called from any thread.
/// </summary>
public sealed unsafe class MosquittoClient : IDisposable
{
    private const int QosAtMostOnce = 0;
    private const int QosAtLeastOnce = 1;
    private const int LoopMilliseconds = 200;
    private const int LogWarningOrError = 0x04 | 0x08;

    private readonly MosquittoOptions _options;
    private readonly MosquittoHandle _handle;
    private readonly byte[] _online;
    private readonly byte[] _offline;
    private readonly ManualResetEventSlim _stopped = new(initialState: false);
    private readonly Lock _gate = new();
    private GCHandle _self;
    private Thread? _thread;
    private int _subscriptionsPending;
    private string _lastLog = "";
    private Exception? _handlerFailure;
    private bool _subscriptionRefused;
    private bool _hasConnected;
    private int _stateMessageId;
    private int _stateSubscriptionId;
    private bool _disposed;

    /// <summary>Makes a client and connects nothing yet.</summary>
    /// <exception cref="MosquittoException">The library is missing, or the options name a file that cannot be read, or are otherwise not valid.</exception>
    public MosquittoClient(MosquittoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _online = Encoding.UTF8.GetBytes(options.StateOnline);
        _offline = Encoding.UTF8.GetBytes(options.StateOffline);
        MosquittoLibrary.Load();
        CheckFile(options.CertificateAuthorityFile, "The certificate authority file");
        CheckFile(options.ClientCertificateFile, "The client certificate file");
        CheckFile(options.ClientKeyFile, "The client key file");

        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        _handle = NativeMethods.mosquitto_new(options.ClientId, options.CleanSession, GCHandle.ToIntPtr(_self));
        try
        {
            if (_handle.IsInvalid)
            {
                throw new MosquittoException($"libmosquitto refused the client identifier '{options.ClientId}'.", MosquittoResult.InvalidArgument);
            }

            Configure();
        }
        catch
        {
            _handle.Dispose();
            _self.Free();
            _stopped.Dispose();
            throw;
        }
    }

    /// <summary>The broker accepted the connection (CONNACK code 0) and granted every subscription of the options.</summary>
    public Action? Ready { get; set; }

    /// <summary>An attempt failed or a connection ended; the argument is a sentence for a person. Not raised for <see cref="Stop"/>.</summary>
    public Action<MosquittoFailure>? Failed { get; set; }

    /// <summary>The broker acknowledged a publication (PUBACK); the argument is what <see cref="Publish"/> returned.</summary>
    public Action<int>? Acknowledged { get; set; }

    /// <summary>A message arrived. libmosquitto acknowledges it to the broker before the handlers run.</summary>
    public Action<MosquittoMessage>? MessageReceived { get; set; }

    /// <summary>The broker has sent what it had retained on <see cref="MosquittoOptions.StateTopic"/> when the connection began; before <see cref="Ready"/> where the broker answers in order.</summary>
    public Action<byte[]>? StateFound { get; set; }

    /// <summary>True from <see cref="Ready"/> until the connection ends.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Connects, and blocks while the name is resolved and TCP connects. CONNACK comes with <see cref="Loop"/>.</summary>
    /// <exception cref="MosquittoException">The broker was not reached.</exception>
    public void Connect()
    {
        MosquittoResult result = TryConnect();
        if (result != MosquittoResult.Success)
        {
            throw new MosquittoException(Explain(result), result);
        }
    }

    /// <summary>Serves the connection for up to <paramref name="timeoutMilliseconds"/>.</summary>
    /// <returns>Anything but <see cref="MosquittoResult.Success"/> when the connection has ended.</returns>
    public MosquittoResult Loop(int timeoutMilliseconds)
    {
        MosquittoResult result = (MosquittoResult)NativeMethods.mosquitto_loop(_handle, timeoutMilliseconds, 1);
        if (_handlerFailure is { } failure)
        {
            _handlerFailure = null;
            throw new InvalidOperationException("A handler of the MQTT client failed: " + failure.Message, failure);
        }

        if (result == MosquittoResult.Success && _subscriptionRefused)
        {
            result = MosquittoResult.AccessDenied;
        }

        if (result != MosquittoResult.Success)
        {
            IsReady = false;
        }

        return result;
    }

    /// <summary>Says in a sentence why an attempt or a connection ended.</summary>
    public string Explain(MosquittoResult result)
    {
        string where = $"{_options.Host}:{_options.Port}";
        string detail = _lastLog.Length > 0 ? $" ({_lastLog})" : "";
        return result switch
        {
            MosquittoResult.Success => $"Connected to the broker at {where}.",
            MosquittoResult.Tls => $"TLS with the broker at {where} failed{detail}.",
            MosquittoResult.ConnectionRefused or MosquittoResult.Authentication => $"The broker at {where} refused the connection{detail}.",
            MosquittoResult.ConnectionLost or MosquittoResult.NoConnection => $"The connection to the broker at {where} was lost.",
            MosquittoResult.KeepAlive => $"The broker at {where} fell silent.",
            MosquittoResult.NameResolution => $"The name of the broker '{_options.Host}' could not be resolved.",
            MosquittoResult.OperatingSystem => $"The broker at {where} could not be reached{detail}.",
            _ => $"The broker at {where}: {ErrorText(result)}{detail}.",
        };
    }

    /// <summary>Starts a thread that connects and serves the connection; see <see cref="MosquittoOptions.Reconnect"/>.</summary>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_gate)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "mosquitto " + _options.ClientId };
                _thread.Start();
            }
        }
    }

    /// <summary>Hands a message over for publishing at QoS 1.</summary>
    /// <returns>The identifier that <see cref="Acknowledged"/> will name, which may happen before this returns.</returns>
    /// <exception cref="MosquittoException">There is no connection, or an argument is not valid.</exception>
    public int Publish(string topic, ReadOnlySpan<byte> payload, bool retain = false)
    {
        MosquittoResult result = TryPublish(topic, payload, retain, out int messageId);
        return result == MosquittoResult.Success ? messageId : throw new MosquittoException($"Publishing on '{topic}' failed: {ErrorText(result)}.", result);
    }

    /// <inheritdoc cref="Publish"/>
    public MosquittoResult TryPublish(string topic, ReadOnlySpan<byte> payload, bool retain, out int messageId)
    {
        // Without a connection the library would queue the message for a connection to come; here that is the caller's business.
        if (!IsReady)
        {
            messageId = 0;
            return MosquittoResult.NoConnection;
        }

        fixed (byte* bytes = payload)
        {
            return (MosquittoResult)NativeMethods.mosquitto_publish(_handle, out messageId, topic, payload.Length, bytes, QosAtLeastOnce, retain);
        }
    }

    /// <summary>Sends DISCONNECT; returns at once. <see cref="Loop"/> ends with it.</summary>
    public void Disconnect()
    {
        if (IsReady)
        {
            PublishState(_offline);
        }

        IsReady = false;
        _ = NativeMethods.mosquitto_disconnect(_handle);
    }

    /// <summary>Sends DISCONNECT and ends the thread of <see cref="Start"/>; waits at most <paramref name="wait"/> for it.</summary>
    /// <returns>False when the thread was still busy, connecting for instance; it ends by itself then.</returns>
    public bool Stop(TimeSpan wait)
    {
        _stopped.Set();
        if (!_handle.IsClosed)
        {
            _ = NativeMethods.mosquitto_disconnect(_handle);
        }

        Thread? thread = _thread;
        return thread is null || thread == Thread.CurrentThread || thread.Join(wait);
    }

    /// <summary>Ends the connection and frees the client.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (Stop(TimeSpan.FromSeconds(5)))
        {
            Free();
        }

        // Otherwise the thread frees the client when its blocking call returns.
    }

    private static string ErrorText(MosquittoResult result) => Marshal.PtrToStringUTF8(NativeMethods.mosquitto_strerror((int)result)) ?? "unknown error";

    private static void CheckFile(string? path, string what)
    {
        if (path is not null && !File.Exists(path))
        {
            throw new MosquittoException($"{what} '{path}' does not exist.", MosquittoResult.NotFound);
        }
    }

    private void Configure()
    {
        Check(NativeMethods.mosquitto_threaded_set(_handle, threaded: true), "threads");
        if (_options.UserName is not null)
        {
            Check(NativeMethods.mosquitto_username_pw_set(_handle, _options.UserName, _options.Password), "user name and password");
        }

        if (_options.CertificateAuthorityFile is not null)
        {
            int result = NativeMethods.mosquitto_tls_set(
                _handle, _options.CertificateAuthorityFile, null, _options.ClientCertificateFile, _options.ClientKeyFile, nint.Zero);
            Check(result, "certificates");
            const int VerifyPeer = 1;
            Check(NativeMethods.mosquitto_tls_opts_set(_handle, VerifyPeer, null, null), "TLS");
            Check(NativeMethods.mosquitto_tls_insecure_set(_handle, !_options.CheckHostName), "the check of the host name");
        }

        if (_options.StateTopic is not null)
        {
            fixed (byte* offline = _offline)
            {
                Check(NativeMethods.mosquitto_will_set(_handle, _options.StateTopic, _offline.Length, offline, QosAtLeastOnce, retain: true), "the last will");
            }
        }

        NativeMethods.mosquitto_connect_callback_set(_handle, &OnConnect);
        NativeMethods.mosquitto_disconnect_callback_set(_handle, &OnDisconnect);
        NativeMethods.mosquitto_publish_callback_set(_handle, &OnPublish);
        NativeMethods.mosquitto_message_callback_set(_handle, &OnMessage);
        NativeMethods.mosquitto_subscribe_callback_set(_handle, &OnSubscribe);
        NativeMethods.mosquitto_log_callback_set(_handle, &OnLog);
    }

    private static void Check(int result, string what)
    {
        if (result != 0)
        {
            throw new MosquittoException($"libmosquitto refused the settings of {what}: {ErrorText((MosquittoResult)result)}.", (MosquittoResult)result);
        }
    }

    private MosquittoResult TryConnect()
    {
        IsReady = false;
        _lastLog = "";
        _subscriptionRefused = false;
        _subscriptionsPending = 0;
        int result = _hasConnected
            ? NativeMethods.mosquitto_reconnect(_handle)
            : NativeMethods.mosquitto_connect(_handle, _options.Host, _options.Port, _options.KeepAliveSeconds);
        _hasConnected = true;
        return (MosquittoResult)result;
    }

    private void Run()
    {
        TimeSpan wait = _options.ReconnectMinimum;
        while (!_stopped.IsSet)
        {
            bool wasReady = false;
            MosquittoFailure failure;
            try
            {
                MosquittoResult result = TryConnect();
                while (result == MosquittoResult.Success && !_stopped.IsSet)
                {
                    result = Loop(LoopMilliseconds);
                    wasReady |= IsReady;
                }

                failure = new MosquittoFailure(result, Explain(result), null);
            }
            catch (InvalidOperationException exception)
            {
                _ = NativeMethods.mosquitto_disconnect(_handle);
                failure = new MosquittoFailure(MosquittoResult.Unknown, exception.Message, exception);
            }

            IsReady = false;
            if (_stopped.IsSet)
            {
                break;
            }

            Failed?.Invoke(failure);
            if (!_options.Reconnect)
            {
                break;
            }

            wait = wasReady ? _options.ReconnectMinimum : wait;
            _stopped.Wait(wait);
            wait = wait * 2 < _options.ReconnectMaximum ? wait * 2 : _options.ReconnectMaximum;
        }

        if (_disposed)
        {
            Free();
        }
    }

    private void Free()
    {
        lock (_gate)
        {
            if (!_handle.IsClosed)
            {
                _handle.Dispose();
                _self.Free();
                _stopped.Dispose();
            }
        }
    }

    private void Guard(Action handler)
    {
        // An exception must not cross native code; Loop throws it on.
        try
        {
            handler();
        }
        catch (Exception exception)
        {
            _handlerFailure = exception;
        }
    }

    private void SubscribeOrBecomeReady()
    {
        if (_options.StateTopic is not null && StateFound is not null)
        {
            // Whether it is granted does not matter: a broker that does not let it be read leaves the client in the dark, no more.
            Check(NativeMethods.mosquitto_subscribe(_handle, out _stateSubscriptionId, _options.StateTopic, QosAtMostOnce), "the subscription of the state");
        }

        if (_options.Subscriptions.Count == 0)
        {
            BecomeReady();
            return;
        }

        _subscriptionsPending = _options.Subscriptions.Count;
        foreach (string pattern in _options.Subscriptions)
        {
            Check(NativeMethods.mosquitto_subscribe(_handle, out _, pattern, QosAtLeastOnce), $"the subscription '{pattern}'");
        }
    }

    private void Granted(int quality)
    {
        const int Refused = 0x80;
        if (quality >= Refused)
        {
            _lastLog = "a subscription was refused";
            _subscriptionRefused = true;
            return;
        }

        _subscriptionsPending--;
        if (_subscriptionsPending == 0 && !_subscriptionRefused)
        {
            BecomeReady();
        }
    }

    private void BecomeReady()
    {
        IsReady = true;
        PublishState(_online);
        Ready?.Invoke();
    }

    private void PublishState(ReadOnlySpan<byte> state)
    {
        if (_options.StateTopic is not null && TryPublish(_options.StateTopic, state, retain: true, out int messageId) == MosquittoResult.Success)
        {
            _stateMessageId = messageId;
        }
    }

    private static MosquittoClient? Self(nint context) => GCHandle.FromIntPtr(context).Target as MosquittoClient;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint context, int code)
    {
        if (Self(context) is not { } self)
        {
            return;
        }

        if (code == 0)
        {
            self.Guard(self.SubscribeOrBecomeReady);
        }
        else
        {
            self._lastLog = (Marshal.PtrToStringUTF8(NativeMethods.mosquitto_connack_string(code)) ?? $"code {code}").TrimEnd('.');
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint client, nint context, int code)
    {
        if (Self(context) is { } self)
        {
            self.IsReady = false;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint context, int messageId)
    {
        if (Self(context) is { } self && messageId != self._stateMessageId)
        {
            self.Guard(() => self.Acknowledged?.Invoke(messageId));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint client, nint context, int messageId, int count, int* granted)
    {
        if (Self(context) is not { } self || messageId == self._stateSubscriptionId)
        {
            return;
        }

        for (int index = 0; index < count; index++)
        {
            int quality = granted[index];
            self.Guard(() => self.Granted(quality));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint client, nint context, NativeMethods.Message* message)
    {
        if (Self(context) is not { } self)
        {
            return;
        }

        string topic = Marshal.PtrToStringUTF8((nint)message->Topic) ?? "";
        byte[] payload = new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray();
        if (self.StateFound is not null && string.Equals(topic, self._options.StateTopic, StringComparison.Ordinal))
        {
            // The client's own words come back without the flag (MQTT 3.1.1 section 3.3.1.3).
            if (message->Retained != 0)
            {
                self.Guard(() => self.StateFound?.Invoke(payload));
            }

            return;
        }

        MosquittoMessage copy = new(topic, payload, message->QualityOfService, message->Retained != 0);
        self.Guard(() => self.MessageReceived?.Invoke(copy));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, nint context, int level, byte* text)
    {
        if ((level & LogWarningOrError) != 0 && Self(context) is { } self)
        {
            self._lastLog = (Marshal.PtrToStringUTF8((nint)text) ?? "").Trim();
        }
    }
}
