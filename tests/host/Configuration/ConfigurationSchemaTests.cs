using System.Text;
using System.Text.Json;
using Json.Schema;
using Telltale.Cli;
using Telltale.Configuration;
using Telltale.HostTests.Cli;

namespace Telltale.HostTests.Configuration;

/// <summary>The schema and the table in README.md say what the firmware's table says; the schema and the firmware's reader accept and refuse the same.</summary>
internal sealed class ConfigurationSchemaTests
{
    private const string Command = "TELLTALE_WRITE_CONFIGURATION=1 dotnet test tests/host/Telltale.HostTests.csproj --filter FullyQualifiedName~ConfigurationSchemaTests";
    private const string TableBegin = "<!-- the table is written by a test -->\n";
    private const string TableEnd = "<!-- end of the table -->\n";

    private static readonly string s_folder = Path.Combine(Repository.Root, "firmware", "Configuration");
    private static readonly string s_schemaFile = Path.Combine(s_folder, "telltale-configuration.schema.json");
    private static readonly string s_readme = Path.Combine(s_folder, "README.md");

    private static readonly Lazy<JsonSchema> s_schema = new(() => JsonSchema.FromText(File.ReadAllText(s_schemaFile)));

    private static readonly Lazy<SchemaEvaluator> s_evaluator = new(() => new SchemaEvaluator(JsonDocument.Parse(File.ReadAllText(s_schemaFile)).RootElement));

    private static readonly string[] s_good =
    [
        """{"version":2}""",
        """{"$schema":"telltale-configuration.schema.json","version":2,"revision":2147483647}""",
        """{"version":2,"uplink":{"broker":{"host":"broker.example","port":8883,"password":"secret \"1\""},"tls":{"trustAnchorFile":""},"release":"broker"},"unit":{"id":"0123wxyz"}}""",
        """{"version":2,"sampling":{"driving":{"intervalMilliseconds":500,"distanceMetres":0,"courseDegrees":10}},"journal":{"budgetKilobytes":"auto"},"commands":{"outputs":[]}}""",
        """{"version":2,"journal":{"budgetKilobytes":16},"commands":{"outputs":[{"pin":0,"name":"siren"},{"pin":48,"name":"lock","activeLow":true,"pulseMilliseconds":500,"whileMoving":true}]}}""",
        """{"version":2,"bus":{"mayPoll":true},"events":{},"gnss":{"baudRate":9600.0}}""",
        """{"version":2,"signals":[{"signal":"Vehicle.Speed","risesAbove":110.5,"hysteresis":5,"event":true},{"fallsBelow":-1e-6,"signal":"a b"},{"signal":"x","changesBy":0.25,"pauseMilliseconds":0},{"signal":"x","changesPerSecond":2e9}],"extremes":["Speed","OBD.Speed"]}""",
        """{"version":2,"signals":[],"extremes":[]}""",
        """{"version":2,"extremes":"auto"}""",
    ];

    private static readonly string[] s_bad =
    [
        """[]""",
        """{}""",
        """{"version":3}""",
        """{"version":2,"revision":0}""",
        """{"version":2,"uplink":{"broker":{"port":"8883"}}}""",
        """{"version":2,"uplink":{"broker":{"port":8883.5}}}""",
        """{"version":2,"uplink":{"broker":{"port":65536}}}""",
        """{"version":2,"uplink":{"broker":{"host":"two words"}}}""",
        """{"version":2,"uplink":{"broker":{"password":"***"}}}""",
        """{"version":2,"uplink":{"broker":{"password":"é"}}}""",
        """{"version":2,"uplink":{"release":"nobody"}}""",
        """{"version":2,"uplink":{"broken":{}}}""",
        """{"version":2,"uplink":null}""",
        """{"version":2,"unit":{"id":"0123"}}""",
        """{"version":2,"unit":{"id":"0123ilou"}}""",
        """{"version":2,"sampling":{"driving":{"distanceMetres":5}}}""",
        """{"version":2,"journal":{"budgetKilobytes":0}}""",
        """{"version":2,"journal":{"budgetKilobytes":"much"}}""",
        """{"version":2,"bus":{"mayPoll":1}}""",
        """{"version":2,"commands":{"outputPin":4}}""",
        """{"version":2,"commands":{"outputs":[{"pin":4}]}}""",
        """{"version":2,"commands":{"outputs":[{"name":"siren"}]}}""",
        """{"version":2,"commands":{"outputs":[{"pin":49,"name":"siren"}]}}""",
        """{"version":2,"commands":{"outputs":[{"pin":4,"name":"two words"}]}}""",
        """{"version":2,"commands":{"outputs":[{"pin":1,"name":"a"},{"pin":2,"name":"b"},{"pin":4,"name":"c"},{"pin":5,"name":"d"},{"pin":6,"name":"e"}]}}""",
        """{"version":2,"signals":{}}""",
        """{"version":2,"signals":"auto"}""",
        """{"version":2,"signals":[1]}""",
        """{"version":2,"signals":[[]]}""",
        """{"version":2,"signals":[{}]}""",
        """{"version":2,"signals":[{"signal":"x"}]}""",
        """{"version":2,"signals":[{"risesAbove":1}]}""",
        """{"version":2,"signals":[{"signal":"","risesAbove":1}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":1,"fallsBelow":0}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":1,"limit":0}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":"1"}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":2000000000.5}]}""",
        """{"version":2,"signals":[{"signal":"x","fallsBelow":-2000000001}]}""",
        """{"version":2,"signals":[{"signal":"x","changesBy":0}]}""",
        """{"version":2,"signals":[{"signal":"x","changesBy":1,"hysteresis":0}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":1,"changesBy":1,"hysteresis":1}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":1,"hysteresis":-0.5}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":1,"pauseMilliseconds":0.5}]}""",
        """{"version":2,"signals":[{"signal":"x","risesAbove":1,"event":null}]}""",
        """{"version":2,"extremes":["x","x"]}""",
        """{"version":2,"extremes":[""]}""",
        """{"version":2,"extremes":["é"]}""",
        """{"version":2,"extremes":[{"signal":"x"}]}""",
        """{"version":2,"extremes":"all"}""",
        """{"version":2,"extremes":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"]}""",
    ];

    [OneTimeSetUp]
    public void Write_when_asked()
    {
        if (Environment.GetEnvironmentVariable("TELLTALE_WRITE_CONFIGURATION") == "1")
        {
            File.WriteAllText(s_schemaFile, ConfigurationText.Indented(ConfigurationSchema.Create()));
            string text = File.ReadAllText(s_readme);
            int begin = text.IndexOf(TableBegin, StringComparison.Ordinal) + TableBegin.Length;
            File.WriteAllText(s_readme, text[..begin] + ConfigurationText.Table() + text[text.IndexOf(TableEnd, StringComparison.Ordinal)..]);
        }
    }

    [Test]
    public void The_schema_file_is_what_the_table_makes_of_it() =>
        Assert.That(File.ReadAllText(s_schemaFile), Is.EqualTo(ConfigurationText.Indented(ConfigurationSchema.Create())), $"Run: {Command}");

    [Test]
    public void The_table_in_the_README_is_that_of_the_firmware() =>
        Assert.That(File.ReadAllText(s_readme), Does.Contain(TableBegin + ConfigurationText.Table() + TableEnd), $"Run: {Command}");

    [TestCaseSource(nameof(s_good))]
    public void What_the_reader_takes_the_schema_allows(string json)
    {
        Assert.That(IsRead(json, out string sentence), Is.True, sentence);
        Assert.That(IsAllowed(json), Is.True);
    }

    [TestCaseSource(nameof(s_bad))]
    public void What_the_reader_refuses_the_schema_refuses(string json)
    {
        Assert.That(IsRead(json, out _), Is.False);
        Assert.That(IsAllowed(json), Is.False);
    }

    [Test]
    public void Every_value_at_its_limits_and_beyond_is_judged_alike()
    {
        ConfigurationTable table = new();
        for (int index = 0; index < table.Count; index++)
        {
            ConfigurationEntry entry = table.At(index);
            string[] values = entry.Type switch
            {
                ConfigurationType.Number => [.. new[] { entry.Minimum - 1L, entry.Minimum, entry.Maximum, entry.Maximum + 1L, 0, -7 }.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)), "\"auto\"", "\"none\"", "0.5", "1e400"],
                ConfigurationType.Text => [Quoted(new string('a', entry.MaximumLength)), Quoted(new string('a', entry.MaximumLength + 1)), "\"\"", "\"a b\"", "\"a.b\"", "\"a_b\"", "\"a:b\"", "\"\\u007f\"", "1"],
                ConfigurationType.Switch => ["true", "false", "0", "\"on\""],
                ConfigurationType.List => ["[]", "{}", "[1]", "\"auto\"", "\"none\"", "null"],
                _ => [.. entry.Choices.Select(Quoted), "\"\"", "0"],
            };
            foreach (string value in values)
            {
                string json = entry.Path.Split('.').Reverse().Aggregate(value, (inner, name) => $$"""{"{{name}}":{{inner}}}""");
                json = $$"""{"version":2,{{json[1..]}}""";
                bool isRead = IsRead(json, out string sentence);

                // Rules between two entries are the reader's alone.
                bool isConflict = sentence.Contains("of uplink", StringComparison.Ordinal) || sentence.Contains("without", StringComparison.Ordinal) || sentence.Contains("same file", StringComparison.Ordinal);
                if (value != "1e400" && !isConflict)
                {
                    Assert.That(IsAllowed(json), Is.EqualTo(isRead), $"{json} {sentence}");
                }
            }
        }
    }

    [Test]
    public async Task The_command_line_checks_shows_and_prints_the_schema()
    {
        string file = Path.Combine(Path.GetTempPath(), $"telltale-{Guid.NewGuid():N}.json");
        try
        {
            await File.WriteAllTextAsync(file, "{\n  \"version\": 1,\n  \"sampling\": { \"driving\": { \"intervalMilliseconds\": 50 } }\n}\n");
            CommandRun run = await CommandRun.RunAsync(["config", "check", file]);
            Assert.That(run.ExitCode, Is.EqualTo(3));
            Assert.That(run.Error.Trim(), Is.EqualTo($"{file}:3:54: sampling.driving.intervalMilliseconds: 50 is below 100"));

            await File.WriteAllTextAsync(file, """{"version":2,"revision":4,"uplink":{"broker":{"host":"broker.example","password":"hush"}}}""");
            run = await CommandRun.RunAsync(["config", "check", file]);
            Assert.That((run.ExitCode, run.Output.Contains("revision 4, 2 settings", StringComparison.Ordinal)), Is.EqualTo((0, true)), run.Output);
            await File.WriteAllTextAsync(file, """{"version":1,"revision":4,"commands":{"outputPin":13}}""");
            run = await CommandRun.RunAsync(["config", "check", file]);
            Assert.That((run.ExitCode, run.Output.Contains("good, version 1 (today's is 2), revision 4, 1 settings", StringComparison.Ordinal)), Is.EqualTo((0, true)), run.Output);
            run = await CommandRun.RunAsync(["config", "show", file]);
            Assert.That(run.Output, Does.Contain("\"version\": 2").And.Contain("\"name\": \"output\""));
            await File.WriteAllTextAsync(file, """{"version":2,"commands":{"outputs":[{"pin":13,"name":"a"},{"pin":22,"name":"b"}]}}""");
            run = await CommandRun.RunAsync(["config", "check", file]);
            Assert.That((run.ExitCode, run.Error.Trim()), Is.EqualTo((3, $"{file}: commands.outputs[1].pin: GPIO22 feeds the watchdog on the board wrover-devkit: the unit would not use this output")));
            await File.WriteAllTextAsync(file, """{"version":2,"board":{"name":"toaster"}}""");
            run = await CommandRun.RunAsync(["config", "check", file]);
            Assert.That((run.ExitCode, run.Error.Contains("board.name: there is no board 'toaster'", StringComparison.Ordinal)), Is.EqualTo((3, true)), run.Error);

            await File.WriteAllTextAsync(file, """{"version":2,"revision":4,"uplink":{"broker":{"host":"broker.example","password":"hush"}}}""");
            run = await CommandRun.RunAsync(["config", "check", file, "--json"]);
            Assert.That(run.Objects.Single().GetProperty("revision").GetInt32(), Is.EqualTo(4));
            run = await CommandRun.RunAsync(["config", "show", file]);
            Assert.That(run.Output, Does.Contain("\"host\": \"broker.example\"").And.Contain("\"password\": \"***\"").And.Contain("\"mayPoll\": false").And.Not.Contain("hush"));
            run = await CommandRun.RunAsync(["config", "show"]);
            Assert.That(IsAllowed(run.Output), Is.True, "the defaults are a configuration");
            run = await CommandRun.RunAsync(["config", "schema"]);
            Assert.That(run.Output, Is.EqualTo(await File.ReadAllTextAsync(s_schemaFile)));
            run = await CommandRun.RunAsync(["config", "check", file + ".none"]);
            Assert.That(run.ExitCode, Is.Not.Zero);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task The_command_line_says_what_two_configurations_say_differently_and_no_secret()
    {
        string folder = Directory.CreateTempSubdirectory("telltale-").FullName;
        try
        {
            string old = Path.Combine(folder, "old.json");
            string other = Path.Combine(folder, "new.json");
            await File.WriteAllTextAsync(old, """{"version":1,"revision":4,"uplink":{"broker":{"password":"one"}},"commands":{"outputPin":13},"gnss":{"baudRate":9600}}""");
            await File.WriteAllTextAsync(other, """{"version":2,"revision":5,"uplink":{"broker":{"password":"two"}},"commands":{"outputs":[{"pin":13,"name":"horn","activeLow":true},{"pin":14,"name":"lock"}]},"signals":[{"signal":"x","risesAbove":-1.5}],"extremes":["x"]}""");
            CommandRun run = await CommandRun.RunAsync(["config", "diff", old, other]);
            Assert.That((run.ExitCode, run.Output.ReplaceLineEndings("\n")), Is.EqualTo((0, """
                revision: 4 -> 5
                uplink.broker.password: *** -> ***
                gnss.baudRate: 9600 -> "auto"
                commands.outputs[0].name: "output" -> "horn"
                commands.outputs[0].activeLow: false -> true
                commands.outputs[1]: added {"pin":14,"name":"lock"}
                signals[0]: added {"signal":"x","risesAbove":-1.5}
                extremes: "auto" -> ["x"]

                """.ReplaceLineEndings("\n"))));

            await File.WriteAllTextAsync(old, """{"version":2,"uplink":{"broker":{"password":"***"}},"signals":[{"signal":"x","risesAbove":1},{"signal":"y","changesBy":1}]}""");
            await File.WriteAllTextAsync(other, """{"version":2,"uplink":{"broker":{"password":"***"}},"signals":[{"signal":"x","fallsBelow":1}]}""");
            run = await CommandRun.RunAsync(["config", "diff", old, other, "--json"]);
            Assert.That(run.Objects.Select(line => line.GetProperty("path").GetString()), Is.EqualTo(new[] { "uplink.broker.password", "signals[0].risesAbove", "signals[0].fallsBelow", "signals[1]" }));
            Assert.That(run.Objects.Select(line => line.GetProperty("is_certain").GetBoolean()), Is.EqualTo(new[] { false, true, true, true }));
            Assert.That(run.Objects[3].TryGetProperty("new", out _), Is.False, "removed");
            run = await CommandRun.RunAsync(["config", "diff", other, other]);
            Assert.That(run.Output, Does.Contain("cannot be told"));
            await File.WriteAllTextAsync(other, """{"version":2,"uplink":{"broker":{"password":"hush"}}}""");
            run = await CommandRun.RunAsync(["config", "diff", other, other]);
            Assert.That((run.ExitCode, run.Output.Trim()), Is.EqualTo((0, "No setting differs.")));
            await File.WriteAllTextAsync(old, """{"version":2,"bus":{"mayPoll":1}}""");
            run = await CommandRun.RunAsync(["config", "diff", old, other]);
            Assert.That((run.ExitCode, run.Error.Trim()), Is.EqualTo((3, $"{old}: bus.mayPoll: true or false is expected")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Quoted(string text) => $"\"{text}\"";

    // Judged by a library, and by the evaluator that the mutated files are judged by.
    private static bool IsAllowed(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        bool isAllowed = s_schema.Value.Evaluate(document.RootElement).IsValid;
        Assert.That(s_evaluator.Value.Allows(document.RootElement), Is.EqualTo(isAllowed), json);
        return isAllowed;
    }

    private static bool IsRead(string json, out string sentence)
    {
        ConfigurationTable table = new();
        ConfigurationFault fault = new();
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        bool isRead = new ConfigurationReader(table).TryRead(bytes, 0, bytes.Length, new UnitConfiguration(table), fault);
        sentence = fault.ToString();
        return isRead;
    }
}
