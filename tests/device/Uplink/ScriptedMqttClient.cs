using System;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

/// <summary>One of <see cref="ScriptedMqttClients"/>.</summary>
internal sealed class ScriptedMqttClient : IMqttClientPort
{
    public int Connects;
    public int Subscribes;
    public int Discards;

    /// <summary>Publications, and how often each went out.</summary>
    public int Published;
    public readonly int[] Sent = new int[1000];
    public readonly byte[][] Frames = new byte[1000][];

    private readonly ScriptedMqttClients _script;
    private readonly long[] _sentUptimes = new long[1000];
    private readonly bool[] _isDone = new bool[1000];
    private IMqttClientListener _listener;
    private bool _isInHandler;
    private int _queued;

    public ScriptedMqttClient(ScriptedMqttClients script)
    {
        _script = script;
    }

    public LinkFailure Connect(IMqttClientListener listener)
    {
        Refuse(_isInHandler || Connects > 0 || Discards > 0, "a client connects once, and not from a handler");
        Connects++;
        _listener = listener;
        _script.Now += _script.ConnectMilliseconds;
        if (_script.DuringConnect != null)
        {
            _script.DuringConnect();
        }

        return _script.ConnectFailure;
    }

    public bool Subscribe()
    {
        Refuse(_isInHandler || Discards > 0, "no call from a handler or after closing");
        Subscribes++;
        if (_script.IsSubscribeAnswered)
        {
            AnswerSubscription(_script.IsGranted);
        }

        return true;
    }

    public int Publish(byte[] frame)
    {
        Refuse(_isInHandler || Discards > 0, "no call from a handler or after closing");
        if (_script.IsPublishFailing)
        {
            return MqttClientLink.ClientFault;
        }

        if (_queued == _script.QueueSize)
        {
            return MqttClientLink.QueueFull;
        }

        Frames[Published] = frame;
        Sent[Published] = 1;
        _sentUptimes[Published] = _script.Now;
        Published++;
        _queued++;
        return Published;
    }

    public bool Discard()
    {
        Refuse(_isInHandler, "no closing from a handler");
        Discards++;

        // The client says that it has closed to who has closed it, too.
        OnClosed();
        return !_script.IsDiscardFailing;
    }

    /// <summary>The worker of the client: sends again, and gives up.</summary>
    public void Turn()
    {
        for (int index = 0; index < Published; index++)
        {
            if (_isDone[index] || _script.Now - _sentUptimes[index] < ScriptedMqttClients.RetryMilliseconds)
            {
                continue;
            }

            if (Sent[index] > ScriptedMqttClients.Retries)
            {
                Answer(index, false);
            }
            else
            {
                Sent[index]++;
                _sentUptimes[index] = _script.Now;
            }
        }
    }

    /// <summary>The event of a publication, by its place in the order of publishing.</summary>
    public void Answer(int publication, bool isPublished)
    {
        if (!_isDone[publication])
        {
            _isDone[publication] = true;
            _queued--;
        }

        _isInHandler = true;
        _listener.OnPublished(this, publication + 1, isPublished);
        _isInHandler = false;
    }

    public void AnswerSubscription(bool isGranted)
    {
        _isInHandler = true;
        _listener.OnSubscribed(this, isGranted);
        _isInHandler = false;
    }

    public void Deliver(byte[] message)
    {
        _isInHandler = true;
        _listener.OnMessage(this, message);
        _isInHandler = false;
    }

    public void FindState(RetainedState found)
    {
        _isInHandler = true;
        _listener.OnStateFound(this, found);
        _isInHandler = false;
    }

    public void OnClosed()
    {
        if (_listener != null)
        {
            _isInHandler = true;
            _listener.OnClosed(this);
            _isInHandler = false;
        }
    }

    private static void Refuse(bool isWrong, string why)
    {
        if (isWrong)
        {
            throw new InvalidOperationException(why);
        }
    }
}
