using System.CommandLine;
using Telltale.Demo;
using Telltale.Map;
using Telltale.Profiles;
using Telltale.Signals;
using Telltale.Virtual.Board;
using Telltale.Virtual.Can;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale demo</c>: a vehicle drives through the unit onto a map, all on this machine.</summary>
public static class DemoCommand
{
    private const double HeadlessSeconds = 60;
    private const double WatchedSeconds = 3600;

    private static readonly Option<bool> s_headless = new("--headless") { Description = "No page; end when the drive is over and everything has arrived." };

    private static readonly Option<double?> s_seconds = new("--seconds")
    {
        Description = "How long a made-up drive takes. Default: 60 without a page, 3600 with one.",
        HelpName = "number",
    };

    private static readonly Option<ulong> s_seed = new("--seed") { Description = "The same seed is the same drive.", DefaultValueFactory = _ => 1, HelpName = "number" };

    private static readonly Option<string> s_speed = new("--speed")
    {
        Description = "real, a factor such as 10x, or fast for as fast as it goes.",
        DefaultValueFactory = _ => "real",
        HelpName = "speed",
    };

    private static readonly Option<FileInfo?> s_gnss = new("--gnss") { Description = "A recorded drive: an NMEA log, or CSV with utc_s,latitude_deg,longitude_deg,…", HelpName = "file" };

    private static readonly Option<FileInfo?> s_can = new("--can") { Description = "The CAN log of the recorded drive, candump format.", HelpName = "file" };

    private static readonly Option<FileInfo?> s_profile = new("--profile") { Description = "The DBC file for the CAN log.", HelpName = "file.dbc" };

    private static readonly Option<string?> s_bus = new("--bus") { Description = "Which bus of the CAN log the unit is connected to. Default: that of its first frame.", HelpName = "name" };

    private static readonly Option<string[]> s_signals = new("--signals")
    {
        Description = "Which signals of the DBC to record, SIGNAL or MESSAGE.SIGNAL. Default: ten well-known ones.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "name",
    };

    private static readonly Option<double?> s_batch = new("--batch-seconds")
    {
        Description = "How long samples are gathered before they are sealed and sent. Default: 60 without a page, 2 with one.",
        HelpName = "number",
    };

    private static readonly Option<double> s_outage = new("--broker-outage") { Description = "Stop the broker for so many seconds, a third into the drive.", HelpName = "seconds" };

    private static readonly Option<string> s_listen = new("--listen")
    {
        Description = "Where the page is served.",
        DefaultValueFactory = _ => MapServer.DefaultListenUrl,
        HelpName = "url",
    };

    private static readonly Option<string?> s_tiles = new("--tiles") { Description = "A tile server for the base map: https://host/{z}/{x}/{y}.png", HelpName = "url" };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("demo", "Drive a simulated vehicle through the unit, a broker with TLS and the receiver onto a map. Needs mosquitto.")
        {
            s_headless, s_seconds, s_seed, s_speed, s_gnss, s_can, s_profile, s_bus, s_signals, s_batch, s_outage, s_listen, s_tiles,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_can) is not null && (result.GetValue(s_gnss) is null || result.GetValue(s_profile) is null))
            {
                result.AddError("--can needs the --gnss recording of the same drive and a --profile.");
            }
            else if (result.GetValue(s_profile) is not null && result.GetValue(s_can) is null)
            {
                result.AddError("--profile says what is in a CAN log: give --can too.");
            }

            if (result.GetValue(s_seconds) is { } seconds && seconds is not (>= 5 and <= 1e7))
            {
                result.AddError("--seconds must be from 5 to 10,000,000.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        bool isHeadless = parsed.GetValue(s_headless);
        TextWriter error = parsed.Error();
        DemoOptions options;
        try
        {
            options = new DemoOptions
            {
                Folder = parsed.GetValue(CommonOptions.Home),
                Seconds = parsed.GetValue(s_seconds) ?? (isHeadless ? HeadlessSeconds : WatchedSeconds),
                Seed = parsed.GetValue(s_seed),
                Speed = DriveSpeed.Parse(parsed.GetValue(s_speed)!),
                BatchTime = TimeSpan.FromSeconds(parsed.GetValue(s_batch) ?? (isHeadless ? 60 : 2)),
                GnssFile = parsed.GetValue(s_gnss)?.FullName,
                CanFile = parsed.GetValue(s_can)?.FullName,
                CanBus = parsed.GetValue(s_bus),
                Profile = CompileProfile(parsed),
                BrokerOutage = TimeSpan.FromSeconds(parsed.GetValue(s_outage)),
            };
        }
        catch (FormatException exception)
        {
            throw new CommandException(ExitCode.Usage, exception.Message, exception);
        }

        try
        {
            await using DemoRun run = await DemoRun.StartAsync(options, cancellation);
            MapServer? map = null;
            if (!isHeadless)
            {
                map = new MapServer(run.Store, parsed.GetValue(s_listen)!, new MapServerOptions { TileUrl = parsed.GetValue(s_tiles) });
                await map.StartAsync(cancellation);
                await error.WriteLineAsync($"Unit {run.Unit.UnitId} drives; the map is at {map.Url} (Ctrl-C ends).");
            }

            await using (map)
            {
                DemoResult result = await DriveAsync(run, isHeadless, cancellation);
                Print(parsed, result);
                if (!isHeadless && !cancellation.IsCancellationRequested)
                {
                    await error.WriteLineAsync("The drive is over; the map stays until Ctrl-C.");
                    await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                }

                bool isWhole = result is { Lost: 0, Duplicates: 0, IsComplete: true };
                return (int)(isWhole || cancellation.IsCancellationRequested ? ExitCode.Ok : ExitCode.Failed);
            }
        }
        catch (DemoException exception)
        {
            throw new CommandException(ExitCode.Broker, exception.Message, exception);
        }
    }

    private static async Task<DemoResult> DriveAsync(DemoRun run, bool isHeadless, CancellationToken cancellation)
    {
        if (!isHeadless)
        {
            return await run.DriveAsync(progress: null, cancellation);
        }

        DemoResult? result = null;
        await ProgressBar.RunAsync("driving", async report =>
        {
            var progress = new Progress<DriveProgress>(drive => report(drive.Seconds / drive.TotalSeconds));
            result = await run.DriveAsync(progress, cancellation);
        });
        return result!;
    }

    private static byte[]? CompileProfile(ParseResult parsed)
    {
        if (parsed.GetValue(s_profile) is not { } file)
        {
            return null;
        }

        DbcFile dbc = DbcFile.Load(file.FullName);
        string name = Path.GetFileNameWithoutExtension(file.Name);
        string[] wanted = parsed.GetValue(s_signals) ?? [];
        HashSet<uint> present = [.. CandumpReader.Read(parsed.GetValue(s_can)!.FullName).OfBus(parsed.GetValue(s_bus)).Select(frame => frame.Key)];
        SignalProfile profile = wanted.Length > 0 ? DbcProfile.Build(dbc, name, wanted) : DbcProfile.BuildWellKnown(dbc, name, present.Contains);
        return ProfileWriter.Write(profile);
    }

    private static void Print(ParseResult parsed, DemoResult result)
    {
        TextWriter output = parsed.Output();
        if (parsed.IsJson())
        {
            JsonLine.Write(output, new
            {
                result.SamplesTaken,
                result.SamplesStored,
                result.Lost,
                result.Duplicates,
                result.Unexpected,
                result.Frames,
                result.BytesPublished,
                result.BytesPerSample,
                result.Broker,
                result.Tls,
                WorstPositionErrorMetres = Math.Round(result.WorstPositionErrorMetres, 3),
            });
            return;
        }

        output.WriteLine($"{result.SamplesTaken} samples taken, {result.SamplesStored} stored, {result.Lost} {(result.IsComplete ? "lost" : "not arrived")}, {result.Duplicates} duplicates");
        output.WriteLine($"{result.Frames} frames, {result.BytesPublished} bytes published, {result.BytesPerSample} bytes a sample; {result.Broker}, {(result.Tls ? "TLS" : "no TLS")}");
        if (!result.IsComplete)
        {
            output.WriteLine("The demo ended before the owner had everything.");
        }
    }
}
