using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Virtual;
using Telltale.Virtual.Link;

namespace Telltale.Simulation;

/// <summary>The unit's connection, as M2Mqtt behaves, and somebody who looks on.</summary>
internal sealed class WatchedLink(ScriptedLink link, SimulationClock clock, WatchedVolume volume, Action connecting, Action<string> outOfOrder) : ILink
{
    private const int AlertPatience = 2_000;

    private readonly FrameHeader _header = new();
    private readonly HashSet<string> _forged = new(StringComparer.Ordinal);

    /// <summary>Frames that were handed over and are not acknowledged, as far as is known.</summary>
    internal int InFlight { get; private set; }

    /// <summary>Messages of the owner, unaltered, that the unit took since it started.</summary>
    internal int GenuineTaken { get; private set; }

    internal long FramesPublished { get; private set; }

    internal long BytesPublished { get; private set; }

    /// <inheritdoc/>
    public LinkState State
    {
        get
        {
            LinkState state = link.State;
            InFlight = state == LinkState.Open ? InFlight : 0;
            return state;
        }
    }

    /// <inheritdoc/>
    public LinkFailure Failure => link.Failure;

    /// <inheritdoc/>
    public RetainedState StateFound => link.StateFound;

    /// <inheritdoc/>
    public LinkProtection Protection => link.Protection;

    /// <summary>The unit has started.</summary>
    internal void Restart()
    {
        link.Close();
        InFlight = 0;
        GenuineTaken = 0;
    }

    /// <summary>The attacker puts a message of his own before the unit.</summary>
    internal void Forge(byte[] message)
    {
        _forged.Add(Convert.ToHexString(message));
        link.Deliver(message);
    }

    /// <inheritdoc/>
    public void Connect()
    {
        link.Connect();
        connecting();
    }

    /// <inheritdoc/>
    public void Close()
    {
        link.Close();
        InFlight = 0;
    }

    /// <inheritdoc/>
    public bool TryPublish(int token, byte[] frame, int count)
    {
        if (!link.TryPublish(token, frame, count))
        {
            return false;
        }

        InFlight++;
        FramesPublished++;
        BytesPublished += count;
        if (volume.UnsentAlerts.Count > 0 && _header.TryRead(frame, count))
        {
            ulong stream = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(_header.StreamId);
            volume.UnsentAlerts.Remove((stream, _header.Sequence));
            if (_header.Priority == FramePriority.Ordinary)
            {
                foreach (((ulong _, int sequence), long since) in volume.UnsentAlerts)
                {
                    if (clock.NowMilliseconds - since > AlertPatience)
                    {
                        outOfOrder($"frame {_header.Sequence} was sent before alert {sequence}, which is {(clock.NowMilliseconds - since) / 1000} s old");
                    }
                }
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public int TakeAcknowledgement()
    {
        int token = link.TakeAcknowledgement();
        InFlight -= token >= 0 && InFlight > 0 ? 1 : 0;
        return token;
    }

    /// <inheritdoc/>
    public int TakeMessage(byte[] buffer)
    {
        int length = link.TakeMessage(buffer);
        if (length > 0 && !_forged.Remove(Convert.ToHexString(buffer, 0, length)))
        {
            GenuineTaken++;
        }

        return length;
    }
}
