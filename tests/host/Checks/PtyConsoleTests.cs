using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Telltale.HostTests.Flashing;
using Telltale.HostTests.Unit;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Checks;

/// <summary>A virtual unit in real time with its console on a pseudo-terminal, as a technician's laptop has it on a serial port. Its flash and its configuration hold secrets that are recognised.</summary>
[NonParallelizable]
[Platform("Linux")]
internal sealed class PtyConsoleTests : IReportOutput, IDisposable
{
    private const int PatienceMilliseconds = 20_000;
    private const string BrokerPassword = "planted-broker-password-7f3a";
    private const string WifiPassword = "planted-wifi-password-9c1e";
    private const string ClientKey = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIPlantedClientKey00000000000000000000000000000000000000000\n-----END EC PRIVATE KEY-----\n";

    private static readonly string[] s_commands = ["status", "checks", "gnss", "can", "net", "journal", "log"];

    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _everything = new();
    private readonly CancellationTokenSource _over = new();
    private readonly SharedVolume _volume = new();
    private readonly Owner _owner = new();
    private readonly List<byte[]> _secrets = [];
    private PseudoTerminal _terminal = null!;
    private FileStream _input = null!;
    private FileStream _output = null!;
    private Thread _unit = null!;

    public void WriteLine(string line)
    {
        lock (_shown)
        {
            _everything.AppendLine(line);
        }
    }

    [OneTimeSetUp]
    public void Plug_in()
    {
        Plant(UnitEnrolment.FileName, _owner.Identity);
        Plant("config.json", Encoding.UTF8.GetBytes(
            $$$"""{"version":1,"uplink":{"broker":{"host":"broker.example","user":"{{{Owner.UnitId}}}","password":"{{{BrokerPassword}}}"}},"bus":{"mayPoll":true}}"""));
        Plant("network.json", Encoding.UTF8.GetBytes($$$"""{"ssid":"workshop","password":"{{{WifiPassword}}}"}"""));
        Plant("client.key", Encoding.ASCII.GetBytes(ClientKey));
        _secrets.AddRange(PrintedSecrets.Of(_volume, null));
        _terminal = new PseudoTerminal();
        _input = Slave(FileAccess.Read);
        _output = Slave(FileAccess.Write);
        using (Process stty = Process.Start(new ProcessStartInfo("stty", ["-F", _terminal.Name, "115200", "raw", "-echo"]))!)
        {
            stty.WaitForExit();
            Assert.That(stty.ExitCode, Is.Zero);
        }

        new Thread(Read) { IsBackground = true, Name = "pty" }.Start();
        StreamUart console = new(_input, _output);
        _unit = new Thread(() => UnitOnConsole.Run(console, this, TimeSpan.FromSeconds(90), null, 3, _over.Token, _volume)) { IsBackground = true, Name = "unit" };
        _unit.Start();
        Ask("\r", "> ");
        Ask("echo off\r", "");
        Assert.That(Ask("status --json\r", "}\r\n"), Does.Contain(Owner.UnitId));
    }

    public void Dispose()
    {
        _over.Cancel();
        _unit?.Join(PatienceMilliseconds);
        _terminal?.Dispose();
        _input?.Dispose();
        _output?.Dispose();
        _over.Dispose();
    }

    [Test]
    public void Every_command_answers_a_person_in_lines_and_a_program_in_one_json_object([ValueSource(nameof(s_commands))] string command)
    {
        JsonElement answer = JsonDocument.Parse(Ask(command + " --json\r", "}\r\n")).RootElement;
        Assert.That(answer.EnumerateObject().Count(), Is.GreaterThan(1));
        string text = Lines(command);
        Assert.That(text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), Has.Length.GreaterThan(1), text);
        Assert.That(text, Does.Not.Contain("error: ").And.Not.Contain("{"));
    }

    [Test]
    public void Lines_end_with_carriage_return_line_feed_or_both_and_each_is_answered_once([Values("\r", "\n", "\r\n")] string end)
    {
        string answers = Ask($"net --json{end}can --json{end}", "}\r\n", 2);
        JsonElement[] parsed = [.. answers.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.That(parsed, Has.Length.EqualTo(2));
        Assert.That((parsed[0].TryGetProperty("connection", out _), parsed[1].TryGetProperty("frames_received", out _)), Is.EqualTo((true, true)));
        AssertQuiet();
    }

    [Test]
    public void Several_commands_in_one_write_are_answered_in_their_order()
    {
        string answers = Ask(string.Concat(s_commands.Select(command => command + " --json\r\n")), "}\r\n", s_commands.Length);
        string[] lines = answers.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(s_commands.Length));
        string[] first = [.. lines.Select(line => JsonDocument.Parse(line).RootElement.EnumerateObject().First().Name)];
        Assert.That(first, Is.EqualTo(s_commands.Select(command => JsonDocument.Parse(Ask(command + " --json\r", "}\r\n")).RootElement.EnumerateObject().First().Name)));
    }

    [Test]
    public void A_line_that_is_too_long_is_refused_once_and_the_next_is_answered([Values(241, 3000, 20_000)] int length)
    {
        string answer = Ask(new string('x', length) + "\r", "\r\n");
        Assert.That(answer, Is.EqualTo("error: the line is too long\r\n"));
        Assert.That(Ask("status --json\r", "}\r\n"), Does.StartWith("{\"unit\""));
        AssertQuiet();
    }

    [Test]
    public void A_line_of_just_the_longest_length_is_taken()
    {
        string line = "status --json".PadRight(240);
        Assert.That(Ask(line + "\r", "}\r\n"), Does.StartWith("{\"unit\""));
    }

    [Test]
    public void Whatever_bytes_come_the_next_command_is_answered()
    {
        const int seed = 4711;
        TestContext.Out.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < 20; round++)
        {
            byte[] garbage = new byte[random.Next(1, 400)];
            random.NextBytes(garbage);
            Write(garbage);

            // Ctrl-U takes away what is left of it; an answer of an unfinished line may still be on its way.
            string answer = Ask("\u0015status --json\r", "}\r\n");
            string last = answer.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1];
            Assert.That(JsonDocument.Parse(last).RootElement.GetProperty("unit").GetString(), Is.EqualTo(Owner.UnitId), $"round {round}");
        }
    }

    [Test]
    public void No_password_and_no_key_is_printed_by_any_command_start_up_report_or_error()
    {
        foreach (string command in (string[])[.. s_commands, "help", "install", "config", "read config.json", "install --odometer-km 1 --mark me --accept-failures"])
        {
            Ask(command + "\r", "\r\n");
            Ask(command + " --json\r", "}\r\n");
        }

        bool hasPassword;
        lock (_volume.Gate)
        {
            _secrets.AddRange(PrintedSecrets.Of(_volume, null));
            hasPassword = _volume.List("config-").Select(Contents).Any(file => file.Contains(BrokerPassword, StringComparison.Ordinal));
        }

        string shown;
        lock (_shown)
        {
            shown = _everything.ToString();
        }

        TestContext.Out.WriteLine($"{shown.Length} characters searched for {_secrets.Count} runs of key bytes");
        Assert.That(shown, Has.Length.GreaterThan(10_000).And.Contain("\"telltale\""), "the start-up reports are among it");
        foreach (string secret in (string[])[BrokerPassword, WifiPassword, "PlantedClientKey", "planted"])
        {
            Assert.That(shown, Does.Not.Contain(secret).IgnoreCase);
            Assert.That(PrintedSecrets.IsIn(shown, Encoding.ASCII.GetBytes(secret)), Is.False, secret);
        }

        // The unit really has them: the configuration with the password is in force.
        Assert.That(hasPassword, Is.True);
        Assert.That(_secrets.Where(secret => PrintedSecrets.IsIn(shown, secret)).Select(Convert.ToHexString), Is.Empty);
    }

    private void Plant(string name, byte[] content) => Assert.That(_volume.Create(name, content, 0, content.Length), Is.True, name);

    private string Contents(string name)
    {
        byte[] file = new byte[_volume.Length(name)];
        _volume.Read(name, 0, file, 0, file.Length);
        return Encoding.UTF8.GetString(file);
    }

    private FileStream Slave(FileAccess access) => new(_terminal.Name, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);

    private void Read()
    {
        byte[] buffer = new byte[4096];
        for (int count = _terminal.Read(buffer); count > 0; count = _terminal.Read(buffer))
        {
            lock (_shown)
            {
                _shown.Append(Encoding.Latin1.GetString(buffer, 0, count));
                _everything.Append(Encoding.Latin1.GetString(buffer, 0, count));
                Monitor.PulseAll(_shown);
            }
        }
    }

    private void Write(byte[] bytes)
    {
        lock (_shown)
        {
            _shown.Clear();
        }

        // The terminal holds some 4 KB; what is more waits for the unit.
        _terminal.Write(bytes);
    }

    /// <summary>Types, and waits until what ends an answer has come so often.</summary>
    private string Ask(string typed, string end, int times = 1)
    {
        Write(Encoding.Latin1.GetBytes(typed));
        long deadline = Environment.TickCount64 + PatienceMilliseconds;
        lock (_shown)
        {
            while (end.Length > 0 && _shown.ToString().Split(end).Length <= times)
            {
                int left = (int)(deadline - Environment.TickCount64);
                Assert.That(left > 0 && Monitor.Wait(_shown, left), $"'{typed[..Math.Min(40, typed.Length)].Trim()}' was answered with '{_shown}'");
            }

            return _shown.ToString();
        }
    }

    // Two commands, so that the end of the first one's lines is seen.
    private string Lines(string command)
    {
        string both = Ask($"{command}\rnet --json\r", "}\r\n");
        return both[..both.IndexOf('{', StringComparison.Ordinal)];
    }

    private void AssertQuiet()
    {
        string answer = Ask("status --json\r", "}\r\n");
        Assert.That(answer, Does.StartWith("{\"unit\""), "nothing was left over");
    }

    /// <summary>The unit's flash, which the test looks into while the unit runs.</summary>
    private sealed class SharedVolume : IFileVolume
    {
        private readonly MemoryVolume _files = new();

        public object Gate { get; } = new();

        public string[] List(string prefix)
        {
            lock (Gate)
            {
                return _files.List(prefix);
            }
        }

        public int Length(string name)
        {
            lock (Gate)
            {
                return _files.Length(name);
            }
        }

        public int Read(string name, int position, byte[] buffer, int offset, int count)
        {
            lock (Gate)
            {
                return _files.Read(name, position, buffer, offset, count);
            }
        }

        public bool Append(string name, byte[] buffer, int offset, int count)
        {
            lock (Gate)
            {
                return _files.Append(name, buffer, offset, count);
            }
        }

        public bool Create(string name, byte[] buffer, int offset, int count)
        {
            lock (Gate)
            {
                return _files.Create(name, buffer, offset, count);
            }
        }

        public bool Delete(string name)
        {
            lock (Gate)
            {
                return _files.Delete(name);
            }
        }
    }
}
