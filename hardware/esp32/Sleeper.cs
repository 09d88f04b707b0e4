using System;
using nanoFramework.Hardware.Esp32;
using Telltale.Ports;
using Telltale.Unit;

namespace Telltale.Esp32;

/// <summary>
/// Deep sleep. It leaves the chip its clock and its flash; waking is a start from nothing. Light sleep is not used: it locks the chip up.
/// </summary>
public sealed class Sleeper
{
    // One reading of the supply above the limit is no engine: the converter is noisy.
    private const int SupplyLooks = 3;

    // How often a chip looks that its ignition wire cannot wake.
    private const int BlindMilliseconds = 60000;

    private readonly IFileVolume _volume;
    private Board _board;
    private PowerInputs _power;
    private Watchdog _watchdog;

    /// <summary>Makes it; nothing is done before <see cref="Look"/>.</summary>
    public Sleeper(IFileVolume volume)
    {
        _volume = volume;
    }

    /// <summary>
    /// Before anything else of a start, and without writing a file: tells what woke the chip, and where that was its timer and nothing has happened to the vehicle,
    /// sleeps on and does not return.
    /// </summary>
    public WakeCause Look()
    {
        Sleep.WakeupCause cause = Sleep.GetWakeupCause();
        if (cause == Sleep.WakeupCause.Ext0)
        {
            return WakeCause.Vehicle;
        }

        SleepRecord record = new SleepRecord();
        if (cause != Sleep.WakeupCause.Timer || !record.Read(_volume))
        {
            return cause == Sleep.WakeupCause.Timer ? WakeCause.Timer : WakeCause.PowerOn;
        }

        Board board = Boards.Find(record.BoardName);
        if (board == null)
        {
            return WakeCause.Timer;
        }

        Open(board);
        _watchdog.Feed();
        int nap = 0;
        for (int look = 0; look < SupplyLooks && nap == 0; look++)
        {
            _power.Refresh(look * 1000L);
            nap = record.NextNap(Seconds(), _power);
        }

        if (nap > 0)
        {
            Nap(board, nap);
        }

        return record.IsVehicleAwake(_power) ? WakeCause.Vehicle : WakeCause.Timer;
    }

    /// <summary>Opens what a look needs of a board, once: the table of boards makes a new object each time that it is asked.</summary>
    public void Open(Board board)
    {
        if (_board == null || _board.Name != board.Name)
        {
            _power = new PowerInputs(board);
            _watchdog = new Watchdog(board);
        }

        _board = board;
    }

    /// <summary>Ignition and supply; null before <see cref="Open"/>.</summary>
    public PowerInputs Power => _power;

    /// <summary>The watchdog; null before <see cref="Open"/>.</summary>
    public Watchdog Watchdog => _watchdog;

    /// <summary>Whether the board sees in its sleep that somebody uses the vehicle.</summary>
    public bool CanSleep => _board.IgnitionPin >= 0 || _board.SupplyChannel >= 0;

    /// <summary>Puts the chip to sleep. Does not return.</summary>
    /// <param name="milliseconds">When the unit is to start again, unless the vehicle is used before.</param>
    /// <param name="settings">How often to look, and from which supply voltage on an engine runs.</param>
    public void FallAsleep(long milliseconds, UnitSettings settings)
    {
        SleepRecord record = new SleepRecord();
        record.BoardName = _board.Name;
        record.WakeSeconds = Seconds() + (milliseconds / 1000);
        record.WakeMillivolts = _board.SupplyChannel < 0 ? 0 : settings.Sampling.Context.SupplyOnMillivolts;
        record.NapMilliseconds = _board.IgnitionPin >= 0 ? SleepRecord.LongestNapMilliseconds : settings.Sleep.PeekMilliseconds;
        if (!record.Write(_volume))
        {
            Console.WriteLine("Telltale: the record of the sleep cannot be written; the unit starts at the first look.");
        }

        _watchdog.Feed();
        Nap(_board, milliseconds < record.NapMilliseconds ? (int)milliseconds : record.NapMilliseconds);
    }

    private static long Seconds() => DateTime.UtcNow.ToUnixTimeSeconds();

    private static void Nap(Board board, int milliseconds)
    {
        if (board.IgnitionPin >= 0)
        {
            EspNativeError error = Sleep.EnableWakeupByPin((Sleep.WakeupGpioPin)(1UL << board.IgnitionPin), 1);
            if (error != EspNativeError.OK && milliseconds > BlindMilliseconds)
            {
                Console.WriteLine("Telltale: the ignition wire cannot wake the chip, error " + ((int)error).ToString() + ".");
                milliseconds = BlindMilliseconds;
            }
        }

        Sleep.EnableWakeupByTimer(new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond));
        Sleep.StartDeepSleep();
    }
}
