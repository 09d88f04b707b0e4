using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using Telltale.Can;
using Telltale.Checks;
using Telltale.Elm327;
using Telltale.Sampling;
using Telltale.Unit;

namespace Telltale.Esp32;

/// <summary>The application of the ESP32: it plugs the unit into the board and turns the loop.</summary>
public static class Program
{
    /// <summary>The broker's certificate authority on the unit's volume: PEM, one certificate.</summary>
    public const string AuthorityFileName = "ca.pem";

    private const int MaximumAuthorityLength = 8192;
    private const int CanClockHertz = 8000000;
    private const int CanStartAttempts = 3;

    // The way through the adapter's UART and its own wait come on top of the vehicle's.
    private const int AdapterResponseTimeoutMilliseconds = 300;
    private const int FaultsUntilRestart = 10;
    private const int PlausibleDays = 20 * 365;

    // The oscillator that keeps the time in deep sleep is off by some tenths of a per cent: minutes in a night.
    private const int ClockAccuracyMilliseconds = 600000;

    /// <summary>Never returns: a board whose Main returns waits for a debugger.</summary>
    public static void Main()
    {
        Supervisor supervisor = new Supervisor();
        try
        {
            Run(supervisor);
        }
        catch (Exception exception)
        {
            Console.WriteLine("Telltale: cannot start: " + exception.ToString());
        }

        // Long enough to be read, and to flash another application.
        Thread.Sleep(30000);
        Power.RebootDevice();
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Run(Supervisor supervisor)
    {
        FileVolume volume = new FileVolume();
        BoardSettings settings = BoardSettings.Read(volume);
        if (settings.Error != null)
        {
            // The unit starts all the same: it samples and keeps, and has nowhere to send.
            Console.WriteLine("Telltale: " + settings.Error);
        }

        Board board = Boards.Find(settings.Board);
        if (board == null)
        {
            board = Boards.Find(Boards.Default);
        }

        SetPins(board);
        PowerInputs power = new PowerInputs(board);
        UnitSettings unitSettings = new UnitSettings();
        unitSettings.Gnss.BaudRate = board.GnssBaudRate;
        unitSettings.Bus.MayPoll = settings.MayPoll;
        if (board.AdapterPort != null)
        {
            unitSettings.Bus.Obd.ResponseTimeoutMilliseconds = AdapterResponseTimeoutMilliseconds;
        }

        unitSettings.Journal.BudgetBytes = settings.JournalKilobytes * 1024;

        UnitPorts ports = new UnitPorts();
        ports.GnssUart = new UartPort(board.GnssPort);
        StartCan(board, settings.CanBitsPerSecond, ports);
        ports.Cryptography = new ChipCryptography();
        ports.Volume = volume;
        ports.Link = new MqttLink(settings, settings.UseTls ? ReadAuthority(volume) : null, unitSettings.Uplink.InFlightWindow);
        ports.Power = power;
        ports.IsTlsUsed = settings.UseTls;
        ports.Console = board.ConsolePort == null ? null : new UartPort(board.ConsolePort);
        ports.StartupReports = new ReportOutput();
        unitSettings.BoardName = board.Name;
        ports.Ticks = DateTime.UtcNow.Ticks;
        SetTime(ports);

        TelematicsUnit unit = new TelematicsUnit(ports, unitSettings);
        power.Refresh(Environment.TickCount64);
        unit.Start(Environment.TickCount64);
        Tell(unit, settings);
        if (unit.Receiver != null && unit.Receiver.Counters.OpenFailures > 0)
        {
            Console.WriteLine("Telltale: " + board.GnssPort + " cannot be opened.");
        }

        if (settings.Error != null)
        {
            unit.Reporting.Log.Note(LogCode.SettingsWrong, 0, Environment.TickCount64);
        }

        supervisor.Start();
        Turn(unit, power, new Lamp(board), supervisor, unitSettings.StepMilliseconds);
    }

    private static void Turn(TelematicsUnit unit, PowerInputs power, Lamp lamp, Supervisor supervisor, int stepMilliseconds)
    {
        int faults = 0;
        bool isTimeSet = false;
        while (faults < FaultsUntilRestart)
        {
            int wait = stepMilliseconds;
            try
            {
                long now = Environment.TickCount64;
                power.Refresh(now);
                long due = unit.Step(now);
                supervisor.Beat();
                isTimeSet = isTimeSet || TrySetTime(unit.Clock, now);
                due = lamp.Show(unit.Reporting.Lamp, now, due);
                long left = due - Environment.TickCount64;
                wait = left <= 0 ? 0 : left < stepMilliseconds ? (int)left : stepMilliseconds;
                faults = 0;
            }
            catch (Exception exception)
            {
                faults++;
                Console.WriteLine("Telltale: step: " + exception.ToString());
                unit.Reporting.Log.Note(LogCode.StepFailed, faults, Environment.TickCount64);
            }

            // 0 still lets other threads run.
            Thread.Sleep(wait);
        }

        unit.Reporting.Log.Note(LogCode.Restarting, faults, Environment.TickCount64);
        unit.Reporting.Log.Save(Environment.TickCount64);
    }

    private static void Tell(TelematicsUnit unit, BoardSettings settings)
    {
        if (unit.State == UnitState.NotEnrolled)
        {
            Console.WriteLine("Telltale: not enrolled: there is no identity on the volume.");
        }
        else if (unit.State != UnitState.Running)
        {
            Console.WriteLine("Telltale: the chip's cryptography gives wrong answers.");
        }
        else if (settings.Error == null && unit.UnitId != settings.UnitId)
        {
            Console.WriteLine("Telltale: " + BoardSettings.FileName + " names unit " + settings.UnitId + ", the keys belong to " + unit.UnitId + ".");
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

    /// <summary>Gives the receiver's time to the chip once, so that TLS can compare dates where no time server is reached.</summary>
    private static bool TrySetTime(UnitClock clock, long uptimeMilliseconds)
    {
        if (clock == null || !clock.IsSet)
        {
            return false;
        }

        if (!Rtc.SetSystemTime(DateTime.FromUnixTimeSeconds(clock.UtcAt(uptimeMilliseconds) / 1000)))
        {
            Console.WriteLine("Telltale: the time of day cannot be set.");
        }

        return true;
    }

    private static void SetPins(Board board)
    {
        Configuration.SetPinFunction(board.GnssReceivePin, board.GnssReceiveFunction);
        Configuration.SetPinFunction(board.GnssTransmitPin, board.GnssTransmitFunction);
        if (board.AdapterPort != null)
        {
            Configuration.SetPinFunction(board.AdapterReceivePin, board.AdapterReceiveFunction);
            Configuration.SetPinFunction(board.AdapterTransmitPin, board.AdapterTransmitFunction);
        }

        if (board.ConsolePort != null)
        {
            Configuration.SetPinFunction(board.ConsoleReceivePin, board.ConsoleReceiveFunction);
            Configuration.SetPinFunction(board.ConsoleTransmitPin, board.ConsoleTransmitFunction);
        }

        if (board.CanSelectPin >= 0)
        {
            Configuration.SetPinFunction(board.SpiMosiPin, board.SpiBus == 1 ? DeviceFunction.SPI1_MOSI : DeviceFunction.SPI2_MOSI);
            Configuration.SetPinFunction(board.SpiMisoPin, board.SpiBus == 1 ? DeviceFunction.SPI1_MISO : DeviceFunction.SPI2_MISO);
            Configuration.SetPinFunction(board.SpiClockPin, board.SpiBus == 1 ? DeviceFunction.SPI1_CLOCK : DeviceFunction.SPI2_CLOCK);
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
        Console.WriteLine("Telltale: the MCP2515 does not start, fault " + ports.CanFault.ToString() + ".");
    }

    private static X509Certificate ReadAuthority(FileVolume volume)
    {
        int length = volume.Length(AuthorityFileName);
        if (length <= 0 || length > MaximumAuthorityLength)
        {
            // Without it the broker's certificate is checked against the bundle that nanoff put on the board.
            return null;
        }

        byte[] bytes = new byte[length];
        if (volume.Read(AuthorityFileName, 0, bytes, 0, length) != length)
        {
            Console.WriteLine("Telltale: " + AuthorityFileName + " cannot be read.");
            return null;
        }

        // As a string: PEM in a byte array would have to end with a NUL.
        return new X509Certificate(Encoding.UTF8.GetString(bytes, 0, length));
    }
}
