using Telltale.Gnss;
using Telltale.Virtual;
using Telltale.Virtual.Gnss;

namespace Telltale.HostTests.Gnss;

/// <summary>A <see cref="GnssReceiver"/> at a simulated receiver, without the rest of the unit.</summary>
internal sealed class ReceiverBench : IFixListener
{
    private readonly SimulationClock _clock;

    public ReceiverBench(SimulationClock clock, ReceiverPort port, GnssReceiverSettings? settings = null)
    {
        _clock = clock;
        Port = port;
        Receiver = new GnssReceiver(port, settings ?? new GnssReceiverSettings());
        Receiver.Start(this, null);
    }

    public ReceiverPort Port { get; }

    public GnssReceiver Receiver { get; }

    /// <summary>Uptime of each fix with a position, milliseconds.</summary>
    public List<long> Positions { get; } = new(10_000);

    /// <summary>When the first byte of each of them was read, milliseconds.</summary>
    public List<long> Received { get; } = new(10_000);

    public int Fixes { get; private set; }

    public int Accuracies { get; private set; }

    public string Model => System.Text.Encoding.ASCII.GetString(Receiver.Model, 0, Receiver.ModelLength);

    /// <summary>Turns of the loop so far.</summary>
    public int Turns { get; private set; }

    /// <summary>Turns the loop when the receiver asks for it, and no earlier.</summary>
    public void RunWhenDue(double seconds)
    {
        long end = _clock.NowMicroseconds + (long)(seconds * 1e6);
        while (_clock.NowMicroseconds < end)
        {
            _clock.AdvanceTo(Math.Clamp(Receiver.NextDueUptimeMilliseconds * 1000, _clock.NowMicroseconds + 1000, end));
            Receiver.Step(_clock.NowMilliseconds);
            Turns++;
        }
    }

    /// <summary>Turns the loop every 20 ms.</summary>
    public void Run(double seconds)
    {
        long end = _clock.NowMicroseconds + (long)(seconds * 1e6);
        while (_clock.NowMicroseconds < end)
        {
            _clock.AdvanceTo(_clock.NowMicroseconds + 20_000);
            Receiver.Step(_clock.NowMilliseconds);
        }
    }

    /// <summary>Seconds until the next fix with a position.</summary>
    public double UntilNextPosition(double limit)
    {
        long begin = _clock.NowMilliseconds;
        int count = Positions.Count;
        while (Positions.Count == count && _clock.NowMilliseconds - begin < limit * 1000)
        {
            Run(0.02);
        }

        return (_clock.NowMilliseconds - begin) / 1000.0;
    }

    public void OnFix(Fix fix)
    {
        Fixes++;
        if ((fix.Fields & FixFields.Position) != FixFields.None)
        {
            Positions.Add(_clock.NowMilliseconds);
            Received.Add(fix.ReceivedUptimeMilliseconds);
            Accuracies += (fix.Fields & FixFields.HorizontalAccuracy) != FixFields.None ? 1 : 0;
        }
    }
}
