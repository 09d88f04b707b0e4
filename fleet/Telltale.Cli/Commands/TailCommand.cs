using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale tail</c>: prints samples as they arrive in the store.</summary>
public static class TailCommand
{
    private const int PageSize = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private static readonly Option<string[]> s_unit = new("--unit", "-u")
    {
        Description = "Only this unit, by id or label; may be given again. Default: every unit.",
        HelpName = "unit",
    };

    private static readonly Option<int> s_last = new("--last", "-n")
    {
        Description = "How many samples that are there already are printed first, of each unit.",
        DefaultValueFactory = _ => 10,
        CustomParser = NumberParser.Within(0, 1_000_000),
        HelpName = "count",
    };

    private static readonly Option<bool> s_noFollow = new("--no-follow") { Description = "Do not wait for more." };

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("tail", "Print stored samples, the newest first ones and then each as it arrives.") { s_unit, s_last, s_noFollow, s_store };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        FleetHome home = parsed.OpenHome();
        string[] wanted = (parsed.GetValue(s_unit) ?? []).Select(unit => home.RequireUnit(unit).UnitId).ToArray();
        bool isFollowing = !parsed.GetValue(s_noFollow);
        using SampleStore store = StoreOption.Open(parsed.GetValue(s_store), home);

        var printer = new SamplePrinter(parsed.Output(), parsed.IsJson());
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        int last = parsed.GetValue(s_last);
        foreach (string unitId in UnitIds(store, wanted))
        {
            newest[unitId] = 0;
            IReadOnlyList<StoredSample> samples = store.NewestSamples(unitId, Math.Max(last, 1));
            newest[unitId] = samples.Count > 0 ? samples[^1].Id : 0;
            Print(printer, last > 0 ? samples : []);
        }

        while (isFollowing)
        {
            foreach (string unitId in UnitIds(store, wanted))
            {
                IReadOnlyList<StoredSample> samples;
                do
                {
                    samples = store.SamplesAfter(unitId, newest.GetValueOrDefault(unitId), PageSize);
                    Print(printer, samples);
                    newest[unitId] = samples.Count > 0 ? samples[^1].Id : newest.GetValueOrDefault(unitId);
                }
                while (samples.Count == PageSize && !cancellation.IsCancellationRequested);
            }

            await parsed.Output().FlushAsync(CancellationToken.None);
            await Task.Delay(s_pause, cancellation);
        }

        return (int)ExitCode.Ok;
    }

    private static IEnumerable<string> UnitIds(SampleStore store, string[] wanted)
    {
        return wanted.Length > 0 ? wanted : store.Units().Select(unit => unit.UnitId);
    }

    private static void Print(SamplePrinter printer, IReadOnlyList<StoredSample> samples)
    {
        foreach (StoredSample sample in samples)
        {
            printer.Print(sample);
        }
    }
}
