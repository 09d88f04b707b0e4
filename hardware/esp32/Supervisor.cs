using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using Telltale.Unit;

namespace Telltale.Esp32;

/// <summary>
/// Restarts the board when the loop stands still, and feeds an external watchdog (TPL5010 and the like: an edge on its DONE input, at least as often as its period) while the loop
/// turns. It is a thread like the others: native code that never returns stops it too, against which only the watchdog outside the chip helps, because nanoFramework has none.
/// </summary>
public sealed class Supervisor
{
    private const int CheckMilliseconds = 10000;
    private const int ChecksUntilRestart = 12;

    private int _beats;
    private BootLog _bootLog;
    private Watchdog _watchdog;

    /// <summary>Starts watching.</summary>
    /// <param name="bootLog">Takes the last words of a life that is ended here.</param>
    /// <param name="watchdog">The watchdog outside the chip.</param>
    public void Start(BootLog bootLog, Watchdog watchdog)
    {
        _bootLog = bootLog;
        _watchdog = watchdog;
        watchdog.Feed();
        new Thread(Run).Start();
    }

    /// <summary>The loop calls this in each turn.</summary>
    public void Beat()
    {
        _beats++;
    }

    private void Run()
    {
        int seen = _beats;
        int missed = 0;
        while (true)
        {
            Thread.Sleep(CheckMilliseconds);
            try
            {
                // Checks are counted, not time: after a handshake that stopped all threads for a minute this thread may run before the loop.
                int beats = _beats;
                missed = beats == seen ? missed + 1 : 0;
                seen = beats;
                if (missed < ChecksUntilRestart)
                {
                    // A loop that is merely slow is not for the watchdog to end: two minutes are this class's to judge.
                    _watchdog.Feed();
                }
                else
                {
                    Console.WriteLine("Telltale: the loop stands still; restarting.");
                    End();
                }
            }
            catch (Exception exception)
            {
                Console.WriteLine("Telltale: supervisor: " + exception.Message);
            }
        }
    }

    private void End()
    {
        try
        {
            _bootLog.End(BootReason.Stuck, "beats " + _beats.ToString(), Environment.TickCount64);
        }
        finally
        {
            Power.RebootDevice();
        }
    }
}
