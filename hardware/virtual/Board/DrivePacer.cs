using System.Diagnostics;
using Telltale.Ports;
using Telltale.Unit;

namespace Telltale.Virtual.Board;

/// <summary>
/// Holds simulated time to the clock on the wall. As fast as it goes it still leaves a real broker the time that it needs: while the unit connects, or waits for
/// acknowledgements and receipts that do come, simulated time runs no faster than ten times real time. A broker or owner who does
/// not answer for three seconds is not waited for any longer.
/// </summary>
internal sealed class DrivePacer(DriveSpeed speed, SimulationClock clock, ILink link, bool isLinkSimulated)
{
    private const double FactorWhileWaiting = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly long _startMicroseconds = clock.NowMicroseconds;
    private readonly Stopwatch _wall = Stopwatch.StartNew();
    private long _lastMicroseconds = clock.NowMicroseconds;
    private long _lastProgress = -1;
    private TimeSpan _progressAt;
    private double _owedMilliseconds;

    /// <summary>Waits as long as the clock is ahead.</summary>
    internal void Wait(VirtualBoard board, CancellationToken cancellationToken)
    {
        long passed = clock.NowMicroseconds - _lastMicroseconds;
        _lastMicroseconds = clock.NowMicroseconds;
        double milliseconds = 0;
        if (!double.IsPositiveInfinity(speed.Factor))
        {
            milliseconds = ((clock.NowMicroseconds - _startMicroseconds) / 1000.0 / speed.Factor) - _wall.Elapsed.TotalMilliseconds;
        }
        else if (!isLinkSimulated && board.Unit is { State: UnitState.Running } unit && IsWaiting(unit, board))
        {
            _owedMilliseconds += passed / 1000.0 / FactorWhileWaiting;
            milliseconds = _owedMilliseconds;
        }

        if (milliseconds >= 1)
        {
            _owedMilliseconds = 0;
            cancellationToken.WaitHandle.WaitOne((int)Math.Min(milliseconds, 1000));
        }
    }

    private bool IsWaiting(TelematicsUnit unit, VirtualBoard board)
    {
        long progress = unit.Uplink.Counters.Attempts + unit.Uplink.Counters.Connections + unit.Uplink.Counters.FramesPublished
            + unit.Uplink.Counters.FramesAcknowledged + unit.Uplink.Counters.Receipts + unit.Journal.NextSequence;
        if (progress != _lastProgress)
        {
            _lastProgress = progress;
            _progressAt = _wall.Elapsed;
        }

        return (link.State == LinkState.Connecting || (link.State == LinkState.Open && !board.IsDrained)) && _wall.Elapsed - _progressAt < Patience;
    }
}
