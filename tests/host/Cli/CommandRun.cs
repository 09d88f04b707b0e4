using System.Text.Json;
using Telltale.Cli;

namespace Telltale.HostTests.Cli;

/// <summary>A command line run in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output, a JSON object a line; the test fails when a line is none.</summary>
    public JsonElement[] Objects => Parse(Output);

    /// <summary>Standard error, a JSON object a line.</summary>
    public JsonElement[] ErrorObjects => Parse(Error);

    public static async Task<CommandRun> RunAsync(string[] arguments, CancellationToken cancellation = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await CommandLine.RunAsync(arguments, output, error, cancellation);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    public override string ToString() => Output + Error;

    private static JsonElement[] Parse(string text)
    {
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line =>
            {
                using JsonDocument document = JsonDocument.Parse(line);
                Assert.That(document.RootElement.ValueKind, Is.EqualTo(JsonValueKind.Object), line);
                return document.RootElement.Clone();
            })
            .ToArray();
    }
}
