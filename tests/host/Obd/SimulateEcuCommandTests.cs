using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telltale.Cli;
using Telltale.HostTests.Can;
using Telltale.HostTests.Cli;
using Telltale.Virtual;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Obd;

internal sealed class SimulateEcuCommandTests
{
    [Test]
    public async Task Three_ECUs_answer_everybody_s_request_in_text_lines()
    {
        CommandRun run = await CommandRun.RunAsync(["simulate-ecu", "7DF#0201000000000000"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..12]).Order(StringComparer.Ordinal), Is.EqualTo(new[] { "7E8#06410098", "7E9#06410080", "7EB#06410080" }));
    }

    [Test]
    public async Task A_VIN_of_several_frames_comes_after_flow_control_by_hand_or_by_itself()
    {
        CommandRun byHand = await CommandRun.RunAsync(["simulate-ecu", "7E0#0209020000000000", "7E0#300000"]);
        CommandRun byItself = await CommandRun.RunAsync(["simulate-ecu", "--flow-control", "7E0#0209020000000000"]);

        Assert.That(byHand.Output, Is.EqualTo(byItself.Output));
        CommandRun decoded = await CommandRun.RunAsync(["obd", "decode", .. byHand.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.That(decoded.Output, Does.Contain("1TTSMLTD0VRTL0001"));
    }

    [TestCase("--extended", "18DB33F1#02010D", "18DAF110#03410D")]
    [TestCase("--uds", "7DF#0322F40D", "7E8#0462F40D")]
    [TestCase("--uds", "7E0#02010D", "7E8#037F0111")]
    [TestCase("--pending 2", "7E0#02010D", "7E8#037F0178AAAAAAAA\n7E8#037F0178AAAAAAAA\n7E8#03410D")]
    [TestCase("", "7E0#0103", "7E8#1008430304200301")]
    [TestCase("", "7E1#0103", "7E9#06430207")]
    [TestCase("", "7E1#010A", "7E9#024A00")]
    public async Task Options_change_the_vehicle(string options, string request, string expected)
    {
        CommandRun run = await CommandRun.RunAsync(["simulate-ecu", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), request]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain(expected));
    }

    [TestCase("--single-pids", "7E0#03010C0D")]
    [TestCase("--only-functional", "7E0#02010D")]
    [TestCase("--loss 1", "7DF#02010D")]
    [TestCase("--ignition-seconds 1", "7DF#02010D")]
    [TestCase("--extended", "7DF#02010D")]
    [TestCase("--uds", "7DF#02010D")]
    public async Task Some_vehicles_stay_silent(string options, string request)
    {
        CommandRun run = await CommandRun.RunAsync(["simulate-ecu", .. options.Split(' '), request]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Is.Empty);
    }

    [Test]
    public async Task As_JSON_every_request_and_response_is_an_object_with_its_time()
    {
        CommandRun run = await CommandRun.RunAsync(["simulate-ecu", "--json", "--ecus", "1", "7DF#02010D", "7DF#02010C"]);

        JsonElement[] frames = run.Objects;
        Assert.That(frames.Select(frame => $"{frame.GetProperty("kind").GetString()} {frame.GetProperty("id").GetString()}"), Is.EqualTo(new[] { "request 7DF", "response 7E8", "request 7DF", "response 7E8" }));
        Assert.That(frames.Select(frame => frame.GetProperty("t").GetDecimal()), Is.Ordered);
        Assert.That(frames[1].GetProperty("data").GetString(), Does.StartWith("03410D"));
    }

    [TestCase("7DF#xyz")]
    [TestCase("nonsense")]
    public async Task What_is_no_frame_ends_with_3(string frame)
    {
        CommandRun run = await CommandRun.RunAsync(["simulate-ecu", frame]);
        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Error, Does.Contain(frame));
    }

    [TestCase("--slcan 70000")]
    [TestCase("--slcan 0 7DF#02010C")]
    [TestCase("--ecus 4")]
    [TestCase("--loss 2")]
    public async Task Options_out_of_range_end_with_2(string options)
    {
        Assert.That((await CommandRun.RunAsync(["simulate-ecu", .. options.Split(' ')])).ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task An_slcan_program_opens_the_bus_over_TCP_and_gets_an_answer()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
        using StringWriter output = new();
        using Announcements error = new();
        Task<int> command = CommandLine.RunAsync(["simulate-ecu", "--slcan", "0", "--ecus", "1"], output, error, stop.Token);
        int port = int.Parse(Regex.Match(await error.FirstLine, @":(?<port>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["port"].Value, System.Globalization.CultureInfo.InvariantCulture);
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", port, stop.Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("V\rS6\rO\rt7DF802010D0000000000\r"), stop.Token);
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains("t7E8803410D", StringComparison.Ordinal) || !text.ToString().Contains("t0C98", StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(buffer, stop.Token);
            Assert.That(count, Is.Positive, text.ToString());
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        Assert.That(text.ToString(), Does.StartWith("V1013\r\r\r"));
        Assert.That(text.ToString(), Does.Contain("z\r"));
        await stop.CancelAsync();
        Assert.That(await command, Is.Zero);
    }

    [Test]
    public void An_slcan_adapter_answers_as_the_CAN232_does()
    {
        SimulatedCanBus bus = new(new SimulationClock(DateTimeOffset.UnixEpoch));
        StringBuilder text = new();
        SlcanAdapter adapter = new(bus, part => text.Append(part));
        Recorder other = new();
        bus.Attach(other);
        Assert.That(Ask("t1230\r"), Is.EqualTo("\a"), "closed");
        Assert.That(Ask("S9\r"), Is.EqualTo("\a"));
        Assert.That(Ask("S6\rZ1\rO\r"), Is.EqualTo("\r\r\r"));
        Assert.That(Ask("O\r"), Is.EqualTo("\a"), "open already");
        Assert.That(Ask("F\r"), Is.EqualTo("F00\r"));
        Assert.That(Ask("t12320A0b\r"), Is.EqualTo("z\r"));
        Assert.That(Ask("T18DB33F13020105\rr1004\r"), Is.EqualTo("Z\rz\r"));
        Assert.That(Ask("t8000\rt12390102\rt1232010\rtxyz0\rt\rq\r"), Is.EqualTo("\a\a\a\a\a\a"));
        Assert.That(Ask(new string('t', 500) + "\r"), Is.EqualTo("\a"));
        bus.Clock.AdvanceTo(500_000);
        bus.AdvanceToNow();
        Assert.That(other.Received.Select(FrameText.Of), Is.EqualTo(new[] { "123#0A0B", "18DB33F1#020105", "100#R" }));

        text.Clear();
        other.Send(BusFrame.Of(0x7E8, 0x03, 0x41), 600_000);
        bus.Clock.AdvanceTo(1_000_000);
        bus.AdvanceToNow();
        Assert.That(text.ToString(), Is.EqualTo("t7E8203410258\r"), "0x258 milliseconds");

        Assert.That(Ask("C\rL\r"), Is.EqualTo("\r\r"));
        Assert.That(Ask("t1230\r"), Is.EqualTo("\a"), "listening only");

        string Ask(string commands)
        {
            text.Clear();
            foreach (byte letter in Encoding.ASCII.GetBytes(commands))
            {
                adapter.Take([letter]);
            }

            return text.ToString();
        }
    }

    /// <summary>Standard error of which somebody awaits the first line.</summary>
    private sealed class Announcements : StringWriter
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => _first.Task;

        public override Task WriteLineAsync(string? value)
        {
            _first.TrySetResult(value ?? "");
            return Task.CompletedTask;
        }
    }
}
