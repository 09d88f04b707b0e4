using System.Text;
using Telltale.Can;
using Telltale.Metering;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Can;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;
using Telltale.Virtual.Vehicle;

namespace Telltale.Scenarios;

/// <summary>
/// What checks, log, lamp, start-up report and serial console cost in a unit that drives. The drive itself goes on between what is counted, up to just before the checks fall due; whatever they look at is as
/// it is on the road.
/// </summary>
internal static class ReportingOperations
{
    private const int WarmUpSeconds = 60;
    private const int Seconds = 20;
    private const int CrystalHertz = 16_000_000;

    // Turns of the loop in a second with ten polled signals (firmware/Unit/README.md); in one of them the checks are due.
    private const int TurnsInSecond = 19;
    private const int ConsoleMilliseconds = 20;

    public static IEnumerable<Operation> All()
    {
        yield return WithoutConsole();
        yield return Command("the serial console's answer to checks", "checks\r");
        yield return Command("the serial console's answer to checks --json", "checks --json\r");
    }

    private static Operation WithoutConsole()
    {
        Desk desk = new(null);
        return new Operation("checks, log, lamp and start-up report, a second of driving", Seconds, desk.Prepare, () =>
        {
            for (int second = 0; second < Seconds; second++)
            {
                Meter.Pause();
                desk.DriveUntilChecksAreDue();
                Meter.Resume();
                for (int turn = 0; turn < TurnsInSecond; turn++)
                {
                    desk.Reporting.Step(desk.Uptime);
                }
            }
        });
    }

    private static Operation Command(string name, string line)
    {
        TypedConsole console = new();
        Desk desk = new(console);
        return new Operation(name, 1, desk.Prepare, () =>
        {
            // Right after the checks were looked at, so that they are not among it.
            Meter.Pause();
            desk.DriveUntilChecksAreDue();
            desk.Reporting.Step(desk.Uptime);
            console.Clear();
            console.Type(line);
            Meter.Resume();
            long uptime = desk.Uptime;
            while (!console.Shown.EndsWith("\r\n> ", StringComparison.Ordinal))
            {
                uptime += ConsoleMilliseconds;
                desk.Reporting.Step(uptime);
                if (uptime > desk.Uptime + 900)
                {
                    throw new InvalidOperationException($"No answer within 900 ms: {console.Shown}");
                }
            }

            Meter.Pause();
            desk.Drive(1);
            Meter.Resume();
        });
    }

    private sealed class Desk
    {
        private readonly SimulationClock _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        private readonly VirtualBoard _board;

        public Desk(IUartPort? console)
        {
            ModelledVehicle vehicle = new(1, Road.Heidelberg(), [new DrivePeriod(0, 360_000_000_000)]);
            SimulatedCanBus bus = new(_clock);
            _ = new SimulatedVehicleNetwork(bus, vehicle, new SimulatedEcuSettings { Seed = 1 });
            MeteredCryptography cryptography = new();
            VolumeInMemory volume = new();
            byte[] identity = UnitEnrolment.CreateIdentity(cryptography, new byte[32], "k7m2p9x4");
            volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
            UnitSettings settings = new();
            settings.Bus.MayPoll = true;
            _board = new VirtualBoard(new VirtualBoardParts
            {
                Clock = _clock,
                Vehicle = vehicle,
                PowerOnReceiver = () => new SimulatedReceiver(_clock, vehicle, new SimulatedReceiverOptions { Seed = 1 }),
                PowerOnCan = () =>
                {
                    Mcp2515Model controller = new(bus, CrystalHertz);
                    Mcp2515 driver = new(controller, controller.InterruptLine, CrystalHertz, bus.BitsPerSecond);
                    return driver.TryStart() ? driver : throw new InvalidOperationException($"The MCP2515 did not start: {driver.Fault}.");
                },
                AdvanceSurroundings = bus.AdvanceToNow,
                Volume = volume,
                Link = new ScriptedLink(_clock),
                Cryptography = cryptography,
                Settings = settings,
                Ledger = new VehicleLedger(settings.Sampling.Driving.IntervalMilliseconds),
                Console = console,
            });
        }

        public UnitReporting Reporting => _board.Unit!.Reporting;

        public long Uptime => _clock.NowMilliseconds;

        public void Prepare()
        {
            _board.PowerOn();
            Drive(WarmUpSeconds);
        }

        public void Drive(double seconds)
        {
            long until = _clock.NowMicroseconds + (long)(seconds * 1e6);
            while (_clock.NowMicroseconds < until)
            {
                _board.Turn(until);
            }
        }

        public void DriveUntilChecksAreDue()
        {
            while (Reporting.Checks.NextDueUptimeMilliseconds > Uptime)
            {
                _board.Turn(Reporting.Checks.NextDueUptimeMilliseconds * 1000);
            }
        }
    }

    private sealed class TypedConsole : IUartPort
    {
        private readonly Queue<byte> _typed = new();
        private readonly StringBuilder _shown = new();

        public string Shown => _shown.ToString();

        public int BytesToRead => _typed.Count;

        public void Clear() => _shown.Clear();

        public void Type(string text)
        {
            foreach (char character in text)
            {
                _typed.Enqueue((byte)character);
            }
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            int taken = 0;
            while (taken < count && _typed.TryDequeue(out byte value))
            {
                buffer[offset + taken++] = value;
            }

            return taken;
        }

        public void Write(byte[] buffer, int offset, int count) => _shown.Append(Encoding.ASCII.GetString(buffer, offset, count));

        public bool Open(int baudRate) => true;
    }
}
