using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale checks</c>: the checks of each unit's newest status, and those that passed and then failed.</summary>
public static class ChecksCommand
{
    private const int Failures = 100;

    private static readonly Option<string[]> s_unit = UnitOption.New();

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command(
            "checks", $"Print the checks of each unit's newest status, and which of them passed and then failed. Ends with {(int)ExitCode.Failed} while one of these still fails.")
        {
            s_unit, s_store,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        IReadOnlyList<EnrolledUnit> units = UnitOption.Units(parsed.GetValue(s_unit), home);
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);
        TextWriter output = parsed.Output();
        bool isFailing = false;
        foreach (EnrolledUnit unit in units)
        {
            UnitReport? report = store?.Report(unit.UnitId);
            IReadOnlyList<CheckFailure> failures = store?.CheckFailures(unit.UnitId, Failures) ?? [];
            isFailing |= failures.Any(failure => failure.Ended is null);
            if (parsed.IsJson())
            {
                JsonLine.Write(output, new
                {
                    Type = "checks",
                    unit.UnitId,
                    unit.Label,
                    Received = JsonLine.Time(report?.Received),
                    Checks = report?.Checks,
                    Failures = failures.Select(failure => new { failure.Number, failure.Text, failure.Value, failure.Limit, Since = JsonLine.Time(failure.Since), Ended = JsonLine.Time(failure.Ended) }),
                });
                continue;
            }

            output.WriteLine(report is null ? $"{unit.UnitId}  {unit.Label}: no status has come." : $"{unit.UnitId}  {unit.Label}: status received {JsonLine.Time(report.Received)}");
            foreach (UnitCheck check in report?.Checks ?? [])
            {
                output.WriteLine("    " + StatusPrinter.TextOf(check));
            }

            foreach (CheckFailure failure in failures)
            {
                output.WriteLine($"    {(failure.Ended is null ? "ALARM " : "")}{failure.Text}, since {JsonLine.Time(failure.Since)}{(failure.Ended is { } ended ? $" until {JsonLine.Time(ended)}" : "")}");
            }
        }

        return (int)(isFailing ? ExitCode.Failed : ExitCode.Ok);
    }
}
