using System.Text;
using Telltale.Ports;

namespace Telltale.Demo;

/// <summary>Counts what goes over a link, in bytes of MQTT 3.1.1 PUBLISH packets (section 3.3), repetitions included.</summary>
public sealed class CountingLink : ILink
{
    private readonly ILink _link;
    private readonly int _topicBytes;

    /// <summary>Wraps a link that publishes on <paramref name="topic"/>.</summary>
    public CountingLink(ILink link, string topic)
    {
        _link = link;
        _topicBytes = Encoding.UTF8.GetByteCount(topic);
    }

    /// <summary>PUBLISH packets handed over.</summary>
    public long Frames { get; private set; }

    /// <summary>Their bytes: fixed header, topic, packet identifier and payload.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public LinkState State => _link.State;

    /// <inheritdoc/>
    public LinkFailure Failure => _link.Failure;

    /// <inheritdoc/>
    public RetainedState StateFound => _link.StateFound;

    /// <inheritdoc/>
    public LinkProtection Protection => _link.Protection;

    /// <inheritdoc/>
    public void Connect()
    {
        _link.Connect();
    }

    /// <inheritdoc/>
    public void Close()
    {
        _link.Close();
    }

    /// <inheritdoc/>
    public bool TryPublish(int token, byte[] frame, int count)
    {
        if (!_link.TryPublish(token, frame, count))
        {
            return false;
        }

        Frames++;
        Bytes += PacketLength(count);
        return true;
    }

    /// <inheritdoc/>
    public int TakeAcknowledgement()
    {
        return _link.TakeAcknowledgement();
    }

    /// <inheritdoc/>
    public int TakeMessage(byte[] buffer)
    {
        return _link.TakeMessage(buffer);
    }

    private int PacketLength(int payload)
    {
        int remaining = 2 + _topicBytes + 2 + payload;
        int lengthBytes = remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4;
        return 1 + lengthBytes + remaining;
    }
}
