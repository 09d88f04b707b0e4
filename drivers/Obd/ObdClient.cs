using Telltale.Can;
using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// Everything that asks a vehicle, put together over one <see cref="ObdFlow"/>: discovery first, then the poller, and a scan between its requests when one
/// was begun.
/// </summary>
public sealed class ObdClient
{
    /// <summary>One request at a time.</summary>
    public readonly ObdFlow Flow;

    /// <summary>What is known of the vehicle.</summary>
    public readonly ObdVehicle Vehicle = new ObdVehicle();

    /// <summary>Polls signals.</summary>
    public readonly ObdPoller Poller;

    /// <summary>Trouble codes, freeze frames, test results and vehicle information on demand; null where <see cref="ObdSettings.ScanCapacity"/> is 0.</summary>
    public readonly ObdScan Scan;

    private readonly ObdDiscovery _discovery;
    private bool _wasScan;

    /// <summary>Makes a client; nothing is sent before <see cref="Step"/> is told that it may.</summary>
    /// <param name="can">The controller.</param>
    /// <param name="table">Where values go.</param>
    /// <param name="signals">What to poll: service 01.</param>
    /// <param name="settings">Time-outs and limits.</param>
    public ObdClient(ICanController can, SignalTable table, PolledSignal[] signals, ObdSettings settings)
    {
        Flow = new ObdFlow(can, settings);
        Poller = new ObdPoller(Flow, Vehicle, table, signals, settings);
        _discovery = new ObdDiscovery(Flow, Vehicle, settings);
        _discovery.HighestRange = Poller.HighestRange;
        if (settings.ScanCapacity > 0)
        {
            Scan = new ObdScan(Flow, Vehicle, settings);
        }
    }

    /// <summary>What was asked and answered.</summary>
    public ObdCounters Counters => Flow.Counters;

    /// <summary>True while a response is awaited: the loop should come back soon.</summary>
    public bool IsWaiting => Flow.IsWaiting;

    /// <summary>True when there is anything to ask for.</summary>
    public bool HasWork => Poller.HasSignals || (Scan != null && Scan.IsRunning);

    /// <summary>
    /// The uptime at which <see cref="Step"/> has something to do, if no frame comes before; <see cref="long.MaxValue"/> for never. In the past when it is due.
    /// </summary>
    public long NextDueUptimeMilliseconds
    {
        get
        {
            ObdFlow flow = Flow;
            if (flow.IsWaiting)
            {
                return flow.DeadlineUptimeMilliseconds;
            }

            ObdPoller poller = Poller;
            bool isScan = Scan != null && Scan.IsRunning;
            if (!isScan && !poller.HasSignals)
            {
                return long.MaxValue;
            }

            long wanted;
            if (!Vehicle.IsKnown)
            {
                wanted = _discovery.NextDueUptimeMilliseconds;
            }
            else if (isScan)
            {
                wanted = long.MinValue;
            }
            else
            {
                wanted = poller.NextDueUptimeMilliseconds;
            }

            long ready = flow.ReadyAtUptimeMilliseconds;
            return wanted > ready ? wanted : ready;
        }
    }

    /// <summary>Forgets what is known of the vehicle: it may be another one.</summary>
    public void Restart()
    {
        _discovery.Restart();
        Poller.Restart();
        if (Scan != null)
        {
            Scan.Restart();
        }
    }

    /// <summary>Takes a frame.</summary>
    /// <returns>True when it was a diagnostic request or response, whoever had asked for it.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        return Flow.Take(frame, uptimeMilliseconds);
    }

    /// <summary>Does what is due.</summary>
    /// <param name="uptimeMilliseconds">Now. Frames that came before now have been given to <see cref="Take"/>.</param>
    /// <param name="maySend">Whether requests may be sent: the configuration allows it, and the bus is alive.</param>
    public void Step(long uptimeMilliseconds, bool maySend)
    {
        Flow.Step(uptimeMilliseconds);
        if (maySend)
        {
            Ask(uptimeMilliseconds);
        }
    }

    /// <summary>Sends the next request when its time has come.</summary>
    internal void Ask(long uptimeMilliseconds)
    {
        bool isScan = Scan != null && Scan.IsRunning;
        if (Flow.IsWaiting || (!isScan && !Poller.HasSignals) || uptimeMilliseconds < Flow.ReadyAtUptimeMilliseconds)
        {
            return;
        }

        if (!Vehicle.IsKnown)
        {
            _discovery.Ask(uptimeMilliseconds);
            return;
        }

        // In turns, so that a scan of minutes leaves no signal without values.
        bool isPollDue = (!isScan || Poller.HasSignals) && uptimeMilliseconds >= Poller.NextDueUptimeMilliseconds;
        if (isScan && (!_wasScan || !isPollDue))
        {
            _wasScan = true;
            Scan.Ask(uptimeMilliseconds);
        }
        else if (isPollDue)
        {
            _wasScan = false;
            Poller.Ask(uptimeMilliseconds);
        }
    }
}
