using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale tail</c>: prints samples as they arrive in the store.</summary>
public static class TailCommand
{
    private const int PageSize = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private static readonly Option<string[]> s_unit = UnitOption.New();

    private static readonly Option<int> s_last = new("--last", "-n")
    {
        Description = "How many samples, and how many alerts, that are there already are printed first, of each unit.",
        DefaultValueFactory = _ => 10,
        CustomParser = NumberParser.Within(0, 1_000_000),
        HelpName = "count",
    };

    private static readonly Option<bool> s_noFollow = new("--no-follow") { Description = "Do not wait for more." };

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("tail", "Print stored samples and alerts, the newest ones first and then each as it arrives.") { s_unit, s_last, s_noFollow, s_store };
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
        var newest = new Dictionary<string, (long Sample, long Alert)>(StringComparer.Ordinal);
        int last = parsed.GetValue(s_last);
        foreach (string unitId in UnitIds(store, wanted))
        {
            IReadOnlyList<StoredSample> samples = store.NewestSamples(unitId, Math.Max(last, 1));
            IReadOnlyList<StoredAlert> alerts = store.NewestAlerts(unitId, Math.Max(last, 1));
            newest[unitId] = (samples.Count > 0 ? samples[^1].Id : 0, alerts.Count > 0 ? alerts[^1].Id : 0);
            Print(printer, last > 0 ? samples : [], last > 0 ? alerts : []);
        }

        while (isFollowing)
        {
            foreach (string unitId in UnitIds(store, wanted))
            {
                newest[unitId] = PrintNew(store, printer, unitId, newest.GetValueOrDefault(unitId), cancellation);
            }

            await parsed.Output().FlushAsync(CancellationToken.None);
            await Task.Delay(s_pause, cancellation);
        }

        return (int)ExitCode.Ok;
    }

    private static (long Sample, long Alert) PrintNew(
        SampleStore store, SamplePrinter printer, string unitId, (long Sample, long Alert) newest, CancellationToken cancellation)
    {
        IReadOnlyList<StoredSample> samples;
        IReadOnlyList<StoredAlert> alerts;
        do
        {
            samples = store.SamplesAfter(unitId, newest.Sample, PageSize);
            alerts = store.AlertsAfter(unitId, newest.Alert, PageSize);
            Print(printer, samples, alerts);
            newest = (samples.Count > 0 ? samples[^1].Id : newest.Sample, alerts.Count > 0 ? alerts[^1].Id : newest.Alert);
        }
        while (Math.Max(samples.Count, alerts.Count) == PageSize && !cancellation.IsCancellationRequested);
        return newest;
    }

    private static IEnumerable<string> UnitIds(SampleStore store, string[] wanted)
    {
        return wanted.Length > 0 ? wanted : store.Units().Select(unit => unit.UnitId);
    }

    // Alerts come first: they are of what is happening.
    private static void Print(SamplePrinter printer, IReadOnlyList<StoredSample> samples, IReadOnlyList<StoredAlert> alerts)
    {
        foreach (StoredAlert alert in alerts)
        {
            printer.Print(alert);
        }

        foreach (StoredSample sample in samples)
        {
            printer.Print(sample);
        }
    }
}
