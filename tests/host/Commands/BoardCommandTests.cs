using System.Text;
using Telltale.Can;
using Telltale.Commands;
using Telltale.Fleet;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Can;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Commands;

/// <summary>Commands on a virtual board in a vehicle with ECUs: what needs a bus, a receiver and a board that restarts.</summary>
internal sealed class BoardCommandTests
{
    private const int CrystalHertz = 16_000_000;

    [Test]
    public void Trouble_codes_are_read_from_the_vehicle_and_cleared_only_where_that_is_allowed_and_it_stands()
    {
        Bench bench = new();
        bench.Start();
        bench.Run(20);
        Assert.That(bench.Send(1, CommandCode.ReadTroubleCodes, 10).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(bench.Told, Is.EqualTo("P0420 stored in E8; P0301 pending in E8"));
        Assert.That(bench.Send(2, CommandCode.ClearTroubleCodes, 10).Status, Is.EqualTo(CommandStatus.NotAllowed));

        bench.Settings.Bus.Obd.MayClearTroubleCodes = true;
        bench.Restart();
        bench.Run(20);
        Assert.That(bench.Send(3, CommandCode.ClearTroubleCodes, 10).Status, Is.EqualTo(CommandStatus.NotNow), "it drives");
        bench.Vehicle.Speed = 0;
        bench.Run(400);
        Assert.That(bench.Send(4, CommandCode.ClearTroubleCodes, 10).Status, Is.EqualTo(CommandStatus.Done), bench.Told);
        Assert.That(bench.Send(5, CommandCode.ReadTroubleCodes, 10).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(bench.Told, Is.EqualTo("no trouble codes"));

        bench.Vehicle.IgnitionOn = false;
        bench.Run(60);
        Assert.That(bench.Send(6, CommandCode.ReadTroubleCodes, 10).Status, Is.EqualTo(CommandStatus.NotNow), "a parked vehicle is left alone");
    }

    [Test]
    public void The_board_restarts_a_unit_that_asks_for_it_and_the_unit_goes_on()
    {
        Bench bench = new();
        bench.Start();
        bench.Run(10);
        string stream = Convert.ToHexString(bench.Board.Unit!.Keys.StreamId);
        CommandReply reply = bench.Send(1, CommandCode.Reboot, 15);
        Assert.That((reply.Status, reply.Number), Is.EqualTo((CommandStatus.Done, 1)));
        Assert.That(bench.Board.Restarts, Is.EqualTo(new[] { RestartReason.Command }));
        reply = bench.Send(2, CommandCode.RotateKeys, 15);
        Assert.That((reply.Status, reply.Code), Is.EqualTo((CommandStatus.Done, CommandCode.RotateKeys)));
        Assert.That(Convert.ToHexString(bench.Board.Unit.Keys.StreamId), Is.Not.EqualTo(stream));
        Assert.That(bench.Board.PowerOns, Is.EqualTo(3));
        bench.Run(90);
        Assert.That(bench.Board.IsDrained, Is.True, "frames of both streams have been delivered");
        Assert.That(bench.Send(1, CommandCode.Wipe, 15, Encoding.ASCII.GetBytes(CommandDesk.UnitId)).Status, Is.EqualTo(CommandStatus.Begun));
        Assert.That(bench.Board.Unit.State, Is.EqualTo(UnitState.NotEnrolled));
        Assert.That(bench.Board.Restarts, Is.EqualTo(new[] { RestartReason.Command, RestartReason.KeysRotated, RestartReason.Wiped }));
    }

    /// <summary>A vehicle that does what the test says.</summary>
    private sealed class TestDrive : IVehicle
    {
        public double Speed { get; set; } = 15;

        public bool IgnitionOn { get; set; } = true;

        public VehicleState StateAt(long microseconds) => new()
        {
            LatitudeDegrees = 48.1 + (Speed > 0 ? microseconds / 1e6 * Speed / 111_320 : 0.01),
            LongitudeDegrees = 11.5,
            SpeedMetresPerSecond = Speed,
            EngineSpeedRpm = IgnitionOn ? 900 : 0,
            IgnitionOn = IgnitionOn,
            SupplyVolts = 14,
        };
    }

    private sealed class Bench
    {
        private readonly CommandDesk _desk = new();
        private readonly SimulationClock _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(CommandDesk.Noon));
        private readonly SimulatedCanBus _bus;
        private Mcp2515Model? _model;

        public Bench()
        {
            Settings.Bus.MayPoll = true;
            _bus = new SimulatedCanBus(_clock);
            _ = new SimulatedVehicleNetwork(_bus, Vehicle, new SimulatedEcuSettings { StoredTroubleCodes = [0x0420], PendingTroubleCodes = [0x0301] });
            Board = new VirtualBoard(new VirtualBoardParts
            {
                Clock = _clock,
                Vehicle = Vehicle,
                PowerOnReceiver = () => new SimulatedReceiver(_clock, Vehicle, new SimulatedReceiverOptions()),
                PowerOnCan = PowerOnCan,
                PowerOffCan = () => _bus.Detach(_model!),
                AdvanceSurroundings = _bus.AdvanceToNow,
                Volume = _desk.Volume,
                Link = _desk.Link,
                Settings = Settings,
                Ledger = new VehicleLedger(1000),
            });
        }

        public UnitSettings Settings => _desk.Settings;

        public TestDrive Vehicle { get; } = new();

        public VirtualBoard Board { get; }

        public string Told => CommandText.Data(_desk.Replies[^1].Code, _desk.Replies[^1].Status, _desk.Replies[^1].Data.AsSpan(0, _desk.Replies[^1].DataLength));

        public void Start() => Board.PowerOn();

        public void Restart()
        {
            Board.PowerOff();
            Board.PowerOn();
        }

        public void Run(int seconds)
        {
            long end = _clock.NowMicroseconds + (seconds * 1_000_000L);
            while (_clock.NowMicroseconds < end)
            {
                _desk.Unit = Board.Unit!;
                Board.Turn(end);
            }
        }

        public CommandReply Send(int number, CommandCode code, int seconds, byte[]? arguments = null)
        {
            _desk.Unit = Board.Unit!;
            _desk.Link.Deliver(_desk.Command(number, code, arguments, CommandDesk.Noon + _clock.NowMilliseconds));
            Run(seconds);
            return _desk.Replies[^1];
        }

        private ICanController PowerOnCan()
        {
            _model = new Mcp2515Model(_bus, CrystalHertz);
            Mcp2515 driver = new(_model, _model.InterruptLine, CrystalHertz, _bus.BitsPerSecond);
            Assert.That(driver.TryStart(), Is.True);
            return driver;
        }
    }
}
