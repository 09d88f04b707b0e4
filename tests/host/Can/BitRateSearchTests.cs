using Telltale.Can;
using Telltale.Virtual;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

public class BitRateSearchTests
{
    private static readonly int[] Rates = [125_000, 250_000, 500_000, 1_000_000];

    [Test]
    public void Every_rate_is_found_on_a_busy_and_on_a_nearly_idle_bus([ValueSource(nameof(Rates))] int bitRate, [Values(0.2, 1, 10, 1000)] double framesPerSecond, [Values] bool hasInterrupt)
    {
        Bench bench = new(bitRate, hasInterrupt: hasInterrupt);
        bench.Talk(framesPerSecond);
        bench.Run(300);

        TestContext.Out.WriteLine($"found after {bench.Clock.NowMilliseconds} ms");
        Assert.That(bench.Search.BitsPerSecond, Is.EqualTo(bitRate));
        Assert.That(bench.Driver.Mode, Is.EqualTo(CanMode.ListenOnly));
        bench.ExpectNobodyDisturbed();
        if (framesPerSecond >= 10)
        {
            Assert.That(bench.Clock.NowMilliseconds, Is.LessThan(5000));
        }
    }

    [Test]
    public void A_silent_bus_is_said_to_be_silent_and_found_when_it_starts([ValueSource(nameof(Rates))] int bitRate)
    {
        Bench bench = new(bitRate);
        bench.Run(60);
        Assert.That(bench.Search.BitsPerSecond, Is.Zero);
        Assert.That(bench.Search.IsBusSilent, Is.True);

        bench.Talk(100);
        bench.Run(10);
        Assert.That(bench.Search.BitsPerSecond, Is.EqualTo(bitRate));
        Assert.That(bench.Search.IsBusSilent, Is.False);
        bench.ExpectNobodyDisturbed();
    }

    [Test]
    public void A_rate_that_the_crystal_cannot_make_is_passed_over()
    {
        Bench bench = new(1_000_000, crystalHertz: 8_000_000);
        bench.Talk(100);
        bench.Run(30);

        Assert.That(bench.Search.BitsPerSecond, Is.Zero);
        Assert.That(bench.Search.IsBusSilent, Is.False, "there is something, at another rate");
        Assert.That(bench.Search.Rounds, Is.Positive);
        bench.ExpectNobodyDisturbed();
    }

    [Test]
    public void Errors_at_every_rate_are_no_bit_rate()
    {
        // A lone node: its frames end without acknowledgement.
        Bench bench = new(500_000);
        bench.Talk(100, isAcknowledged: false);
        bench.Run(30);

        Assert.That(bench.Search.BitsPerSecond, Is.Zero);
        Assert.That(bench.Search.IsBusSilent, Is.False);
        Assert.That(bench.Search.Rounds, Is.Positive);
    }

    private sealed class Bench
    {
        private readonly SimulatedCanBus _bus;
        private readonly Mcp2515Model _model;

        public Bench(int bitRate, int crystalHertz = 16_000_000, bool hasInterrupt = false)
        {
            _bus = new SimulatedCanBus(Clock, bitRate);
            _model = new Mcp2515Model(_bus, crystalHertz);
            Driver = new Mcp2515(_model, hasInterrupt ? _model.InterruptLine : null!, crystalHertz, 500_000);
            Assert.That(Driver.TryStart(), Is.True);
            Search = new BitRateSearch(Driver);
        }

        public SimulationClock Clock { get; } = new(DateTimeOffset.UnixEpoch);

        public Mcp2515 Driver { get; }

        public BitRateSearch Search { get; }

        public void Talk(double framesPerSecond, bool isAcknowledged = true)
        {
            _bus.Attach(new SimulatedTraffic(_bus.BitsPerSecond, framesPerSecond, [.. Enumerable.Range(0, 0x800).Select(key => (uint)key)], seed: 5));
            if (isAcknowledged)
            {
                _bus.Attach(new Recorder { BitsPerSecond = _bus.BitsPerSecond });
            }
        }

        public void Run(int seconds)
        {
            long end = Clock.NowMicroseconds + (seconds * 1_000_000L);
            while (Clock.NowMicroseconds < end && !Search.Step(Clock.NowMilliseconds))
            {
                Clock.AdvanceTo(Clock.NowMicroseconds + 20_000);
                _bus.AdvanceToNow();
            }
        }

        public void ExpectNobodyDisturbed()
        {
            Assert.That(_bus.FramesFailed, Is.Zero, "no frame of others was destroyed");
            Assert.That(_model.TransmissionsBegun, Is.Zero);
            Assert.That(_model.Violations, Is.Empty);
        }
    }
}
