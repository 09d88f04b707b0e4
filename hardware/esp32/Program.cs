using System;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using Telltale.Can;
using Telltale.Checks;
using Telltale.Configuration;
using Telltale.Elm327;
using Telltale.Ports;
using Telltale.Journal;
using Telltale.Unit;
using Telltale.Uplink;
using ChipPins = nanoFramework.Hardware.Esp32.Configuration;

namespace Telltale.Esp32;

/// <summary>The application of the ESP32: it plugs the unit into the board and turns the loop.</summary>
public static class Program
{
    private const int CanClockHertz = 8000000;
    private const int CanStartAttempts = 3;

    // The way through the adapter's UART and its own wait come on top of the vehicle's.
    private const int AdapterResponseTimeoutMilliseconds = 300;
    private const int FaultsUntilRestart = 10;
    private const int PlausibleDays = 20 * 365;
    private const int SmallestVolumeBytes = 256 * 1024;

    // The oscillator that keeps the time in deep sleep is off by some tenths of a per cent: minutes in a night.
    private const int ClockAccuracyMilliseconds = 600000;

    /// <summary>Never returns: a board whose Main returns waits for a debugger.</summary>
    public static void Main()
    {
        FileVolume volume = new FileVolume();
        BootLog bootLog = new BootLog(volume);
        try
        {
            Sleeper sleeper = new Sleeper(volume);
            WakeCause wokenBy = Look(sleeper);
            bootLog.Begin();
            Run(volume, bootLog, new Supervisor(), sleeper, wokenBy);
        }
        catch (Exception exception)
        {
            Console.WriteLine("Telltale: cannot start: " + exception.ToString());
            Say(bootLog, BootReason.StartFailed, exception.Message);

            // Long enough to be read, and to flash another application.
            Thread.Sleep(30000);
        }

        Power.RebootDevice();
        Thread.Sleep(Timeout.Infinite);
    }

    // A look that fails must not come before the log of start-ups: it starts the unit.
    private static WakeCause Look(Sleeper sleeper)
    {
        try
        {
            return sleeper.Look();
        }
        catch (Exception exception)
        {
            Console.WriteLine("Telltale: look: " + exception.Message);
            return WakeCause.PowerOn;
        }
    }

    // The last words of this life; a volume that fails now must not keep the board from restarting.
    private static void Say(BootLog bootLog, BootReason reason, string words)
    {
        try
        {
            bootLog.End(reason, words, Environment.TickCount64);
        }
        catch (Exception exception)
        {
            Console.WriteLine("Telltale: last words: " + exception.Message);
        }
    }

    private static BootReason ReasonOf(int restart)
    {
        switch (restart)
        {
            case RestartReason.Wiped:
                return BootReason.Wiped;
            case RestartReason.Asleep:
                return BootReason.Asleep;
            case RestartReason.ConfigurationProposed:
            case RestartReason.ConfigurationRolledBack:
                return BootReason.Configuration;
            default:
                return BootReason.Command;
        }
    }

    private static void Run(FileVolume volume, BootLog bootLog, Supervisor supervisor, Sleeper sleeper, WakeCause wokenBy)
    {
        if (bootLog.PreviousReason != BootReason.Unknown || bootLog.IsSafeMode)
        {
            Console.WriteLine("Telltale: the life before ended for reason " + ((int)bootLog.PreviousReason).ToString() + " " + bootLog.PreviousWords + (bootLog.IsSafeMode ? "; safe mode." : "."));
        }

        ConfigurationStore store = new ConfigurationStore(volume);
        store.Start();
        UnitConfiguration configuration = store.InForce;
        Tell(store);
        Board board = Boards.Find(configuration.Text(ConfigurationKey.BoardName));
        if (board == null)
        {
            Console.WriteLine("Telltale: there is no board '" + configuration.Text(ConfigurationKey.BoardName) + "'.");
            board = Boards.Find(Boards.Default);
        }

        SetPins(board);
        sleeper.Open(board);
        PowerInputs power = sleeper.Power;
        UnitSettings unitSettings = new UnitSettings();
        unitSettings.Gnss.BaudRate = board.GnssBaudRate;

        // The volume of the smallest flash that the board is sold with, because nothing here tells its size; the flasher, who sees it, configures the budget.
        unitSettings.Journal = JournalSettings.ForVolume(SmallestVolumeBytes);
        ConfiguredSettings.Apply(configuration, unitSettings);
        unitSettings.BoardName = board.Name;
        if (board.AdapterPort != null)
        {
            unitSettings.Bus.Obd.ResponseTimeoutMilliseconds = AdapterResponseTimeoutMilliseconds;
        }

        UnitPorts ports = new UnitPorts();
        UartPort receiver = new UartPort(board.GnssPort);
        string modemFault = StartModem(board, receiver);
        if (modemFault != null)
        {
            Console.WriteLine("Telltale: " + modemFault + ".");
        }

        ports.GnssUart = receiver;
        StartCan(board, configuration.Number(ConfigurationKey.BusBitsPerSecond), ports);
        ports.Cryptography = new ChipCryptography();
        ports.Volume = volume;
        ports.Configuration = store;
        MqttLink link = PlugUplink(ports, configuration, volume, unitSettings);
        ports.Power = power;
        ports.Outputs = new PinOutputs(board);
        ports.Console = board.ConsolePort == null ? null : new UartPort(board.ConsolePort);
        ports.StartupReports = new ReportOutput();
        ports.BootLog = bootLog;
        ports.CanSleep = sleeper.CanSleep;
        ports.WokenBy = wokenBy;
        ports.Ticks = DateTime.UtcNow.Ticks;
        SetTime(ports);

        // A start that never ends is for the supervisor to end.
        supervisor.Start(bootLog, sleeper.Watchdog);
        TelematicsUnit unit = new TelematicsUnit(ports, unitSettings);
        power.Refresh(Environment.TickCount64);
        unit.Start(Environment.TickCount64);
        link.SetUnit(unit.UnitId);
        Tell(unit, configuration);
        if (unit.Receiver != null && unit.Receiver.Counters.OpenFailures > 0)
        {
            Console.WriteLine("Telltale: " + board.GnssPort + " cannot be opened.");
        }

        if (store.ImportFile.Length > 0)
        {
            unit.Reporting.Log.Note(LogCode.SettingsWrong, 0, Environment.TickCount64);
        }

        Turn(unit, power, new Lamp(board), supervisor, bootLog, unitSettings.StepMilliseconds);
        if (unit.RestartRequested == RestartReason.Asleep)
        {
            sleeper.FallAsleep(unit.SleepMilliseconds, unitSettings);
        }
    }

    private static string StartModem(Board board, UartPort receiver)
    {
        try
        {
            return ModemStart.Run(board, receiver);
        }
        catch (Exception exception)
        {
            return "modem: " + exception.Message;
        }
    }

    private static MqttLink PlugUplink(UnitPorts ports, UnitConfiguration configuration, FileVolume volume, UnitSettings settings)
    {
        ports.Network = new WifiNetwork(settings.NetworkClass);
        ByteBudgetSettings budget = new ByteBudgetSettings();
        budget.HomeBytes = configuration.Number(ConfigurationKey.HomeBudget) * 1000L;
        budget.MeteredBytes = configuration.Number(ConfigurationKey.MeteredBudget) * 1000L;
        budget.RoamingBytes = configuration.Number(ConfigurationKey.RoamingBudget) * 1000L;
        ports.Budget = new ByteBudget(volume, budget);
        bool usesTls = configuration.IsOn(ConfigurationKey.UsesTls);
        if (usesTls)
        {
            ports.Time = new TimeKeeper(volume, new ChipClock(), new SntpTimeSource(), FirmwareBuild.Day);
            ports.Anchors = new TrustAnchors(volume, ports.Time);
            ports.Anchors.SetConfiguredFiles(new string[] { configuration.Text(ConfigurationKey.TrustAnchorFile), configuration.Text(ConfigurationKey.SecondTrustAnchorFile) });
        }

        MqttLink link = new MqttLink(configuration, usesTls ? Certificates.ReadAuthorities(volume, configuration) : null, usesTls ? Certificates.ReadClient(volume, configuration) : null, ports.Anchors, settings.Uplink.InFlightWindow);
        ports.Link = link.Link;
        return link;
    }

    private static void Turn(TelematicsUnit unit, PowerInputs power, Lamp lamp, Supervisor supervisor, BootLog bootLog, int stepMilliseconds)
    {
        int faults = 0;
        string words = "";
        while (faults < FaultsUntilRestart && unit.RestartRequested == RestartReason.None && !bootLog.IsSafeModeOver(Environment.TickCount64))
        {
            int wait = stepMilliseconds;
            try
            {
                long now = Environment.TickCount64;
                power.Refresh(now);
                long due = unit.Step(now);
                supervisor.Beat();
                bootLog.Step(now);
                due = lamp.Show(unit.Reporting.Lamp, now, due);
                long left = due - Environment.TickCount64;
                wait = left <= 0 ? 0 : left < stepMilliseconds ? (int)left : stepMilliseconds;
                faults = 0;
            }
            catch (Exception exception)
            {
                faults++;
                words = exception.Message;
                Console.WriteLine("Telltale: step: " + exception.ToString());
                unit.Reporting.Log.Note(LogCode.StepFailed, faults, Environment.TickCount64);
            }

            // 0 still lets other threads run.
            Thread.Sleep(wait);
        }

        if (unit.RestartRequested != RestartReason.None)
        {
            Console.WriteLine("Telltale: restarts, reason " + unit.RestartRequested.ToString() + ".");
            Say(bootLog, ReasonOf(unit.RestartRequested), "");
        }
        else if (faults >= FaultsUntilRestart)
        {
            Say(bootLog, BootReason.LoopFaults, words);
        }
        else
        {
            Say(bootLog, BootReason.SafeModeOver, "");
        }

        unit.Reporting.Log.Note(LogCode.Restarting, faults, Environment.TickCount64);
        unit.Reporting.Log.Save(Environment.TickCount64);
    }

    private static void Tell(ConfigurationStore store)
    {
        // The unit starts all the same: without a broker it samples and keeps, and has nowhere to send.
        if (store.ImportFile.Length > 0)
        {
            Console.WriteLine("Telltale: " + store.ImportFile + ": " + store.ImportFault.ToString() + ".");
        }

        Console.WriteLine("Telltale: configuration " + store.Revision.ToString() + (store.IsOnTrial ? " on trial." : "."));
        if (store.InForce.Text(ConfigurationKey.BrokerHost).Length == 0)
        {
            Console.WriteLine("Telltale: no broker is configured.");
        }
    }

    private static void Tell(TelematicsUnit unit, UnitConfiguration configuration)
    {
        if (unit.State == UnitState.NotEnrolled)
        {
            Console.WriteLine("Telltale: not enrolled: there is no identity on the volume.");
        }
        else if (unit.State != UnitState.Running)
        {
            Console.WriteLine("Telltale: the chip's cryptography gives wrong answers.");
        }
        else if (configuration.Text(ConfigurationKey.UnitId).Length > 0 && unit.UnitId != configuration.Text(ConfigurationKey.UnitId))
        {
            Console.WriteLine("Telltale: the configuration names unit " + configuration.Text(ConfigurationKey.UnitId) + ", the keys belong to " + unit.UnitId + ".");
        }
    }

    /// <summary>Gives the chip's time to the unit, where it has one: after a restart or deep sleep it goes on, after a power cut it begins at 1970.</summary>
    private static void SetTime(UnitPorts ports)
    {
        long day = DateTime.UtcNow.ToUnixTimeSeconds() / 86400;
        if (day >= FirmwareBuild.Day && day < FirmwareBuild.Day + PlausibleDays)
        {
            ports.UtcMilliseconds = DateTime.UtcNow.ToUnixTimeSeconds() * 1000;
            ports.UtcAccuracyMilliseconds = ClockAccuracyMilliseconds;
        }
    }

    private static void SetPins(Board board)
    {
        ChipPins.SetPinFunction(board.GnssReceivePin, board.GnssReceiveFunction);
        ChipPins.SetPinFunction(board.GnssTransmitPin, board.GnssTransmitFunction);
        if (board.AdapterPort != null)
        {
            ChipPins.SetPinFunction(board.AdapterReceivePin, board.AdapterReceiveFunction);
            ChipPins.SetPinFunction(board.AdapterTransmitPin, board.AdapterTransmitFunction);
        }

        if (board.ConsolePort != null)
        {
            ChipPins.SetPinFunction(board.ConsoleReceivePin, board.ConsoleReceiveFunction);
            ChipPins.SetPinFunction(board.ConsoleTransmitPin, board.ConsoleTransmitFunction);
        }

        if (board.CanSelectPin >= 0)
        {
            ChipPins.SetPinFunction(board.SpiMosiPin, board.SpiBus == 1 ? DeviceFunction.SPI1_MOSI : DeviceFunction.SPI2_MOSI);
            ChipPins.SetPinFunction(board.SpiMisoPin, board.SpiBus == 1 ? DeviceFunction.SPI1_MISO : DeviceFunction.SPI2_MISO);
            ChipPins.SetPinFunction(board.SpiClockPin, board.SpiBus == 1 ? DeviceFunction.SPI1_CLOCK : DeviceFunction.SPI2_CLOCK);
        }
    }

    private static void StartCan(Board board, int bitsPerSecond, UnitPorts ports)
    {
        if (board.AdapterPort != null)
        {
            // Opened and set up in the turns of the loop.
            ports.Can = new Elm327Adapter(new UartPort(board.AdapterPort), new Elm327Settings());
            return;
        }

        if (board.CanSelectPin < 0)
        {
            return;
        }

        try
        {
            // No interrupt line: asking the idle controller costs less than reading a pin does.
            Mcp2515 controller = new Mcp2515(new SpiPort(board.SpiBus, board.CanSelectPin, CanClockHertz), null, board.CanCrystalHertz, bitsPerSecond);
            for (int attempt = 0; attempt < CanStartAttempts; attempt++)
            {
                if (controller.TryStart())
                {
                    ports.Can = controller;
                    return;
                }

                Thread.Sleep(100);
            }

            ports.CanFault = (int)controller.Fault;
        }
        catch (Exception exception)
        {
            // A bus that does not work is no reason to be out of reach.
            ports.CanFault = (int)Mcp2515Fault.NotAnswering;
            Console.WriteLine("Telltale: SPI: " + exception.Message);
        }

        Console.WriteLine("Telltale: the MCP2515 does not start, fault " + ports.CanFault.ToString() + ".");
    }
}
