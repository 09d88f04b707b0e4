using Telltale.Virtual.Can;

namespace Telltale.Cli.Obd;

/// <summary>
/// Sends frames one after the other to a simulated vehicle, and gives it after each the time that a tester would wait: until nothing more comes. The time
/// is simulated, so nobody waits.
/// </summary>
public sealed class TextExchange
{
    // The vehicle drives off some seconds after its start; a tester comes later still.
    private const long FirstMicroseconds = 20_000_000;
    private const long StepMicroseconds = 1000;
    private const long QuietMicroseconds = 150_000;
    private const long PendingMicroseconds = 5_000_000;

    private readonly SimulatedSession _session;
    private readonly HostNode _node;
    private readonly bool _hasFlowControl;
    private readonly Action<BusFrame, long> _received;
    private readonly HashSet<uint> _pending = [];
    private long _quietAt;

    /// <summary>Connects to a vehicle.</summary>
    /// <param name="session">The vehicle.</param>
    /// <param name="hasFlowControl">Whether responses of several frames get flow control by themselves.</param>
    /// <param name="received">Told of every frame of the vehicle, and when it ended.</param>
    public TextExchange(SimulatedSession session, bool hasFlowControl, Action<BusFrame, long> received)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _hasFlowControl = hasFlowControl;
        _received = received;
        session.AdvanceTo(FirstMicroseconds);
        _node = new HostNode(session.Bus.BitsPerSecond, Receive);
        session.Bus.Attach(_node);
    }

    /// <summary>Sends a frame and waits for what comes of it.</summary>
    public void Send(BusFrame frame)
    {
        long now = _session.Clock.NowMicroseconds;
        _node.Send(frame, now);
        _quietAt = now + QuietMicroseconds;
        while (_session.Clock.NowMicroseconds < _quietAt)
        {
            _session.AdvanceTo(_session.Clock.NowMicroseconds + StepMicroseconds);
        }
    }

    private void Receive(BusFrame frame, long microseconds)
    {
        _received(frame, microseconds);
        if (!SimulatedSession.IsResponse(frame))
        {
            return;
        }

        bool isPending = frame.Length > 3 && frame[0] == 3 && frame[1] == 0x7F && frame[3] == 0x78;
        if (isPending)
        {
            _pending.Add(frame.Key);
        }
        else
        {
            _pending.Remove(frame.Key);
        }

        _quietAt = microseconds + (_pending.Count > 0 ? PendingMicroseconds : QuietMicroseconds);

        if (_hasFlowControl && frame[0] >> 4 == 1)
        {
            uint key = frame.IsExtended ? Telltale.Can.CanFrame.ExtendedKey | 0x18DA00F1 | ((frame.Identifier & 0xFF) << 8) : frame.Identifier - 8;
            _node.Send(BusFrame.Of(key, 0x30, 0, 0, 0xCC, 0xCC, 0xCC, 0xCC, 0xCC), microseconds);
        }
    }
}
