using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Checks;

/// <summary>The console of a virtual unit over real streams, in real time.</summary>
internal sealed class StreamConsoleTests
{
    [Test]
    public void A_program_asks_a_driving_unit_over_a_pipe_and_gets_a_json_object_a_line()
    {
        using var toUnit = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, toUnit.ClientSafePipeHandle);
        using var output = new MemoryStream();
        string[] commands = ["status", "checks", "gnss", "can", "net", "journal", "log", "install --odometer-km 12.5 --mark pipe --accept-failures"];
        toUnit.Write(Encoding.ASCII.GetBytes("echo off\n" + string.Concat(commands.Select(command => command + " --json\n"))));
        toUnit.Dispose();
        UnitOnConsole.Run(new StreamUart(input, output), null, TimeSpan.FromSeconds(60), 60, 3, CancellationToken.None);

        string shown = Encoding.UTF8.GetString(output.ToArray());
        JsonElement[] answers = [.. shown.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.That(answers, Has.Length.EqualTo(commands.Length), shown);
        Assert.That(answers[0].GetProperty("unit").GetString(), Is.EqualTo("desk0001"));
        Assert.That(answers[3].GetProperty("vin").GetString(), Has.Length.EqualTo(17));
        Assert.That(answers[4].GetProperty("connection").GetString(), Is.EqualTo("open"));
        Assert.That(answers[7].GetProperty("recorded").GetBoolean(), Is.True, shown);
        Assert.That(answers[7].GetProperty("vin").GetString(), Is.EqualTo(answers[3].GetProperty("vin").GetString()));
    }
}
