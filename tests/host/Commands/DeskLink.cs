using Telltale.Ports;

namespace Telltale.HostTests.Commands;

/// <summary>A link that is open at once, brings everything to the owner in the moment in which it is published, and acknowledges it.</summary>
internal sealed class DeskLink : ILink
{
    private readonly Queue<int> _acknowledged = new();
    private readonly Queue<byte[]> _messages = new();

    /// <summary>Takes what the unit publishes.</summary>
    public Action<byte[]>? FrameArrived { get; set; }

    /// <summary>False: nothing can be published.</summary>
    public bool HasNetwork { get; set; } = true;

    public int MessagesWaiting => _messages.Count;

    public LinkState State { get; private set; }

    public LinkProtection Protection => LinkProtection.NotApplicable;

    public LinkFailure Failure => LinkFailure.None;

    public RetainedState StateFound => RetainedState.None;

    public void Connect() => State = HasNetwork ? LinkState.Open : LinkState.Closed;

    public void Close()
    {
        State = LinkState.Closed;
        _acknowledged.Clear();
    }

    public bool TryPublish(int token, byte[] frame, int count)
    {
        if (!HasNetwork)
        {
            return false;
        }

        FrameArrived?.Invoke(frame[..count]);
        _acknowledged.Enqueue(token);
        return true;
    }

    public int TakeAcknowledgement() => _acknowledged.TryDequeue(out int token) ? token : -1;

    public int TakeMessage(byte[] buffer)
    {
        if (!_messages.TryDequeue(out byte[]? message))
        {
            return 0;
        }

        message.CopyTo(buffer, 0);
        return message.Length;
    }

    public void Deliver(byte[] message) => _messages.Enqueue(message);

    /// <summary>The power goes: what was under way is lost.</summary>
    public void Drop()
    {
        State = LinkState.Closed;
        _acknowledged.Clear();
        _messages.Clear();
    }
}
