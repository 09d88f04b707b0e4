using System;
using System.Threading;
using nanoFramework.Runtime.Native;

namespace Telltale.Esp32;

/// <summary>
/// Restarts the board when the loop stands still. It is a thread like the others: native code that never returns stops it too, against which only
/// a watchdog outside the chip helps, because nanoFramework has none.
/// </summary>
public sealed class Supervisor
{
    private const int CheckMilliseconds = 10000;
    private const int ChecksUntilRestart = 12;

    private int _beats;

    /// <summary>Starts watching.</summary>
    public void Start()
    {
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
                if (missed >= ChecksUntilRestart)
                {
                    Console.WriteLine("Telltale: the loop stands still; restarting.");
                    Power.RebootDevice();
                }
            }
            catch (Exception exception)
            {
                Console.WriteLine("Telltale: supervisor: " + exception.Message);
            }
        }
    }
}
