using System;
using Telltale.Ports;

namespace Telltale.DeviceTests.Uplink;

/// <summary>A link that does what the test says and nothing by itself.</summary>
internal sealed class FakeLink : ILink
{
    /// <summary>How many frames were published, and the newest of them.</summary>
    public int Published;

    public int Attempts;
    public int Closes;
    public bool IsRefusing;

    private readonly int[] _tokens = new int[1000];
    private readonly byte[][] _frames = new byte[1000][];
    private readonly int[] _acknowledged = new int[1000];
    private int _acknowledgedStart;
    private int _acknowledgedEnd;
    private byte[] _message;

    public LinkState State { get; set; }

    public LinkFailure Failure { get; set; }

    public RetainedState StateFound { get; set; }

    public LinkProtection Protection { get; set; }

    public void Connect()
    {
        Attempts++;
        State = LinkState.Connecting;
    }

    public void Close()
    {
        Closes++;
        State = LinkState.Closed;
    }

    public bool TryPublish(int token, byte[] frame, int count)
    {
        if (State != LinkState.Open || IsRefusing)
        {
            return false;
        }

        byte[] copy = new byte[count];
        Array.Copy(frame, 0, copy, 0, count);
        _tokens[Published] = token;
        _frames[Published] = copy;
        Published++;
        return true;
    }

    public int TakeAcknowledgement()
    {
        if (_acknowledgedStart == _acknowledgedEnd)
        {
            return -1;
        }

        int token = _acknowledged[_acknowledgedStart];
        _acknowledgedStart++;
        return token;
    }

    public int TakeMessage(byte[] buffer)
    {
        if (_message == null)
        {
            return 0;
        }

        int length = _message.Length;
        Array.Copy(_message, 0, buffer, 0, length);
        _message = null;
        return length;
    }

    /// <summary>The broker acknowledges a publication by its place in the order of publishing.</summary>
    public void Acknowledge(int publication)
    {
        _acknowledged[_acknowledgedEnd] = _tokens[publication];
        _acknowledgedEnd++;
    }

    public byte[] Frame(int publication)
    {
        return _frames[publication];
    }

    public void Deliver(byte[] frame, int count)
    {
        _message = new byte[count];
        Array.Copy(frame, 0, _message, 0, count);
    }

    public void Drop(LinkFailure failure)
    {
        State = LinkState.Closed;
        Failure = failure;
        _acknowledgedStart = _acknowledgedEnd;
    }
}
