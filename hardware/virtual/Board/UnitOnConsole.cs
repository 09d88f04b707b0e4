using System.Diagnostics;
using System.Security.Cryptography;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>A virtual unit in a made-up vehicle in real time, for its serial console: with keys of its own and a broker, but no owner, so that no receipt comes.</summary>
public static class UnitOnConsole
{
    private const int QuietTurns = 150;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs until the time is over, or the input has ended and everything is answered.</summary>
    /// <param name="console">The console's UART.</param>
    /// <param name="reports">Takes the start-up reports; null for nowhere.</param>
    /// <param name="ahead">How long the unit has run before anybody types; simulated at once.</param>
    /// <param name="seconds">How long it goes on; null for ever.</param>
    /// <param name="seed">Seed of the drive.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="volume">The unit's flash, with an identity and whatever configuration it is to take; null for one that is made for the run, with keys of its own and no configuration.</param>
    public static void Run(StreamUart console, IReportOutput? reports, TimeSpan ahead, double? seconds, int seed, CancellationToken cancellation, IFileVolume? volume = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        using TemporaryVolume? made = volume is null ? new TemporaryVolume() : null;
        DotNetCryptography cryptography = new();
        if (made is not null)
        {
            byte[] identity = UnitEnrolment.CreateIdentity(cryptography, RandomNumberGenerator.GetBytes(32), "desk0001");
            made.Files.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        }

        var clock = new SimulationClock(DateTimeOffset.UtcNow - ahead);
        var vehicle = new ModelledVehicle((ulong)seed, Road.Heidelberg(), [new DrivePeriod(0, long.MaxValue / 4)]);
        ModelledBus bus = new(clock, vehicle, seed);
        var settings = new UnitSettings { BoardName = "virtual" };
        settings.Bus.MayPoll = true;
        var board = new VirtualBoard(new VirtualBoardParts
        {
            Clock = clock,
            Vehicle = vehicle,
            PowerOnReceiver = () => new SimulatedReceiver(clock, vehicle, new SimulatedReceiverOptions { Seed = seed }),
            PowerOnCan = bus.PowerOnController,
            PowerOffCan = bus.PowerOffController,
            AdvanceSurroundings = bus.Advance,
            Volume = volume ?? made!.Files,
            Configure = volume is null ? null : _ => { },
            Link = new ScriptedLink(clock),
            Cryptography = cryptography,
            Settings = settings,
            Ledger = new VehicleLedger(settings.Sampling.Driving.IntervalMilliseconds),
            Console = console,
            StartupReports = reports,
        });
        console.IsPluggedIn = false;
        board.PowerOn();
        long start = (long)ahead.TotalMicroseconds;
        while (clock.NowMicroseconds < start && !cancellation.IsCancellationRequested)
        {
            board.Turn(start);
        }

        console.IsPluggedIn = true;
        long end = seconds is { } limit ? start + (long)(limit * 1e6) : long.MaxValue;
        Stopwatch time = Stopwatch.StartNew();
        for (int quiet = 0; clock.NowMicroseconds < end && quiet < QuietTurns && !cancellation.IsCancellationRequested;)
        {
            long now = start + (long)time.Elapsed.TotalMicroseconds;
            while (clock.NowMicroseconds < now)
            {
                board.Turn(now);
            }

            quiet = console is { IsAtEnd: true, BytesToRead: 0 } ? quiet + 1 : 0;
            cancellation.WaitHandle.WaitOne(s_turn);
        }
    }

    private sealed class TemporaryVolume : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("telltale-unit-").FullName;

        public TemporaryVolume() => Files = new DirectoryVolume(_folder);

        public IFileVolume Files { get; }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
