using Telltale.Can;
using Telltale.Elm327;
using Telltale.Obd;
using Telltale.Ports;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

public class Elm327Tests
{
    private static readonly SimulatedElm327Options[] Adapters =
    [
        new(),
        new() { SignOn = "ELM327 v2.2", BaudRate = 115_200 },
        new() { SignOn = "ELM327 v1.4b", StnIdentification = "STN1110 v4.2.0", BaudRate = 500_000 },
        new() { SignOn = "ELM327 v2.1", AlwaysEchoes = true, AlwaysSpaces = true, AlwaysLineFeeds = true },
        new() { Refused = ["ATE", "ATL", "ATS0", "ATM0", "ATAT", "ATST", "ATCSM", "ATTP", "STI"], DelayMicroseconds = 15_000 },
    ];

    [Test]
    public void Ten_polled_signals_are_the_same_as_through_an_MCP2515([Range(0, 4)] int adapter, [Values] SeveralPids severalPids)
    {
        SimulatedEcuSettings ecu = new() { SeveralPids = severalPids };
        CanBench with = new(ecu: ecu);
        with.Run(20);
        Elm327Bench bench = new(options: Adapters[adapter], ecu: ecu);
        bench.Run(20);

        Dictionary<string, double?> values = bench.Values();
        Assert.That(values, Has.Count.GreaterThanOrEqualTo(10));
        foreach ((string name, double? value) in values)
        {
            Assert.That(value, Is.EqualTo(with.ValueOf(name)), name);
        }

        Assert.That(values.Values.Count(value => value is not null), Is.GreaterThanOrEqualTo(10));
        Assert.That(bench.VehicleBus.Obd.Vehicle.HasVin, Is.True, "flow control is the adapter's");
        Assert.That(System.Text.Encoding.ASCII.GetString(bench.VehicleBus.Obd.Vehicle.Vin), Is.EqualTo("1TTSMLTD0VRTL0001"));
        Assert.That(bench.Driver.AdapterCounters.LinesUnknown, Is.Zero);
        Assert.That(bench.Driver.AdapterCounters.LinesMalformed, Is.Zero);
        TestContext.Out.WriteLine(
            $"{Adapters[adapter].SignOn} {severalPids}: {bench.VehicleBus.Obd.Counters.RequestsSent} requests, {bench.VehicleBus.Obd.Counters.Timeouts} time-outs, " +
            $"{bench.VehicleBus.Obd.Counters.SendsRefused} refused; MCP2515 {with.VehicleBus.Obd.Counters.RequestsSent}");
    }

    [Test]
    public void At_250_kbit_s_the_rate_is_found_by_listening()
    {
        Elm327Bench bench = new(bitsPerSecond: 250_000);
        bench.Run(15);

        Assert.That(bench.Driver.Protocol, Is.EqualTo(Elm327Protocol.Can11At250));
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.Bus.FramesFailed, Is.Zero, "nothing was disturbed");
    }

    [Test]
    public void Nothing_is_sent_before_the_bus_is_seen_alive()
    {
        Elm327Bench bench = new(new TestVehicle { IgnitionOnFrom = 60_000_000 });
        bench.Run(59.9);

        Assert.That(bench.Model.TransmissionsBegun, Is.Zero);
        Assert.That(bench.VehicleBus.IsAlive, Is.False);
        Assert.That(bench.Driver.Mode, Is.EqualTo(CanMode.ListenOnly));
        bench.Run(15);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.SentByUnit[0].Time, Is.GreaterThan(60_000_000));
    }

    [Test]
    public void Nothing_is_sent_after_a_parked_car_falls_silent_and_polling_returns_with_the_ignition()
    {
        TestVehicle vehicle = new() { IgnitionOffFrom = 10_000_000 };
        Elm327Bench bench = new(vehicle);
        bench.Run(20);
        long frames = bench.Model.TransmissionsBegun;
        long lastOfOthers = bench.LastOfOthers;
        Assert.That(frames, Is.Positive);

        bench.Run(3600, stepMilliseconds: 20);
        Assert.That(bench.Model.TransmissionsBegun, Is.EqualTo(frames), "frames sent in the hour");
        Assert.That(bench.SentByUnit[^1].Time, Is.LessThanOrEqualTo(lastOfOthers + 1_100_000));
        Assert.That(bench.Driver.State, Is.EqualTo(Elm327State.Listening));

        vehicle.IgnitionOnFrom = bench.Clock.NowMicroseconds;
        vehicle.IgnitionOffFrom = long.MaxValue;
        bench.Run(10);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.Driver.AdapterCounters.SetUps, Is.EqualTo(1));
    }

    [Test]
    public void A_unit_that_may_not_poll_only_listens()
    {
        Elm327Bench bench = new(settings: new VehicleBusSettings());
        bench.Run(60);

        Assert.That(bench.Model.TransmissionsBegun, Is.Zero);
        Assert.That(bench.VehicleBus.IsAlive, Is.True, "it hears the others");
        Assert.That(bench.Model.Commands.Count(command => command.All(char.IsAsciiHexDigit)), Is.Zero);
    }

    [Test]
    public void An_adapter_that_is_unplugged_is_noticed_and_set_up_anew_when_it_is_back()
    {
        Elm327Bench bench = new();
        bench.Run(10);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        bench.Model.IsPlugged = false;
        bench.Run(10);
        Assert.That(bench.Driver.State, Is.EqualTo(Elm327State.Searching));
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Null);

        bench.Model.IsPlugged = true;
        bench.Run(25);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.Driver.AdapterCounters.SetUps, Is.EqualTo(2));

        // A short loss of contact: the sign-on comes unasked.
        bench.Model.IsPlugged = false;
        bench.Model.IsPlugged = true;
        bench.Run(15);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.Driver.AdapterCounters.SetUps, Is.GreaterThanOrEqualTo(3));
    }

    [TestCase("NO DATA")]
    [TestCase("BUS BUSY")]
    [TestCase("CAN ERROR")]
    [TestCase("DATA ERROR")]
    [TestCase("BUFFER FULL")]
    [TestCase("FB ERROR")]
    [TestCase("BUS ERROR")]
    [TestCase("UNABLE TO CONNECT")]
    [TestCase("ERR94")]
    [TestCase("ERR71")]
    [TestCase("LV RESET")]
    [TestCase("LP ALERT")]
    [TestCase("!ACT ALERT")]
    [TestCase("STOPPED")]
    [TestCase("OUT OF MEMORY")]
    [TestCase("?")]
    [TestCase("something else")]
    public void After_any_text_the_values_come_back(string text)
    {
        Elm327Bench bench = new();
        bench.Run(10);
        bench.Model.AnswerNext(text);
        bench.Model.AnswerNext(text);
        bench.Run(40);

        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.Driver.AdapterCounters.Texts.Sum() + bench.Driver.AdapterCounters.LinesUnknown, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void A_bus_too_busy_for_the_UART_overflows_and_polling_goes_on()
    {
        Elm327Bench bench = new();
        bench.Bus.Attach(new SimulatedTraffic(500_000, 2000, [.. Enumerable.Range(0x100, 100).Select(key => (uint)key)]));
        bench.Run(15);

        Assert.That(bench.Driver.AdapterCounters.Texts[(int)Elm327Text.BufferFull], Is.Positive);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
    }

    [Test]
    public void A_million_changed_bytes_of_answers_do_no_harm([Values] bool restarts)
    {
        string[] corpus =
        [
            "OK\r\r>", "?\r\r>", "7E8064100BE3EB81300\r", "7E804410C1AF8000000\r\r>", "18DAF110064100BE3EB81300\r", "486B10410C1AF8C4\r\r>", "SEARCHING...\r",
            "UNABLE TO CONNECT\r\r>", "NO DATA\r\r>", "BUS INIT: ...OK\r", "BUS INIT: ERROR\r\r>", "CAN ERROR\r\r>", "7E803<RX ERROR\r", "12.6V\r\r>", "BUFFER FULL\r\r>",
            "A6\r\r>", "84F110410C1AF8E4\r\r>", "STOPPED\r\r>", "0C91AF8000102\r", "486B104902010000003100\r", ">",
            .. restarts ? new[] { "\r\rELM327 v1.5\r\r>", "ERR94\r\r>", "LV RESET\r\r>" } : [],
        ];
        Random random = new(7);
        NoisyPort? noise = null;
        Elm327Bench bench = new(wire: port => noise = new NoisyPort(port, corpus, random), adapter: new Elm327Settings { AliveSupplyMillivolts = 12000 });
        CanFrame request = new() { Identifier = 0x7DF, Length = 8 };
        request.Data[0] = 2;
        request.Data[1] = 1;
        while (noise!.Given < 1_000_000)
        {
            // Bursts, so that they meet the driver in every state.
            noise.IsNoisy = true;
            for (int turn = 0; turn < 10; turn++)
            {
                bench.Run(0.01);
                if (random.Next(4) == 0)
                {
                    bench.Driver.TrySetMode((CanMode)random.Next(5), everything: true);
                    bench.Driver.TrySend(request);
                }
            }

            noise.IsNoisy = false;
            bench.Run(random.Next(5000) / 1000.0);
        }

        Assert.That(restarts || bench.Driver.AdapterCounters.SetUps > 10, Is.True, "set up between bursts");
        bench.Run(700);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.Driver.State, Is.Not.EqualTo(Elm327State.Searching));
        TestContext.Out.WriteLine($"{bench.Driver.AdapterCounters.SetUps} set-ups, {bench.Driver.Counters.FramesReceived} frames, {bench.Driver.AdapterCounters.LinesUnknown} lines unknown");
    }

    /// <summary>Gives changed answers in the place of the adapter's while it is noisy.</summary>
    private sealed class NoisyPort(IUartPort inner, string[] corpus, Random random) : IUartPort
    {
        public bool IsNoisy { get; set; } = true;

        public long Given { get; private set; }

        public int BytesToRead => inner.BytesToRead;

        public int Read(byte[] buffer, int offset, int count)
        {
            int read = inner.Read(buffer, offset, count);
            if (!IsNoisy || random.Next(3) == 0)
            {
                return read;
            }

            string text = corpus[random.Next(corpus.Length)];
            bool isChanged = random.Next(4) > 0;
            int length = Math.Min(count, text.Length);
            for (int index = 0; index < length; index++)
            {
                buffer[offset + index] = isChanged && random.Next(8) == 0 ? (byte)random.Next(256) : (byte)text[index];
            }

            Given += length;
            return length;
        }

        public void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
        }

        public bool Open(int baudRate)
        {
            return inner.Open(baudRate);
        }
    }
}
