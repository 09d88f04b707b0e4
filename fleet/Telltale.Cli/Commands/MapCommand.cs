using System.CommandLine;
using Telltale.Fleet;
using Telltale.Map;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale map</c>: serves the map page over the store until it is stopped.</summary>
public static class MapCommand
{
    private static readonly Option<string?> s_store = StoreOption.New();

    private static readonly Option<string> s_listen = new("--listen")
    {
        Description = "Where the page is served. It has no log-in: an address other than this machine's shows every unit to whoever reaches it.",
        DefaultValueFactory = _ => MapServer.DefaultListenUrl,
        HelpName = "url",
    };

    private static readonly Option<string?> s_tiles = new("--tiles") { Description = "A tile server for the base map: https://host/{z}/{x}/{y}.png", HelpName = "url" };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("map", "Show the units on a map in the browser, until Ctrl-C.") { s_store, s_listen, s_tiles };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using SampleStore store = StoreOption.Open(parsed.GetValue(s_store), parsed.OpenHome());
        await using MapServer map = Create(store, parsed);
        await map.StartAsync(cancellation);
        TextWriter error = parsed.Error();
        await error.WriteLineAsync($"The map is at {map.Url} (Ctrl-C ends).");
        if (map.IsReachableFromOutside)
        {
            await error.WriteLineAsync("Anyone who reaches this address sees every unit.");
        }

        await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return (int)ExitCode.Ok;
    }

    private static MapServer Create(SampleStore store, ParseResult parsed)
    {
        try
        {
            return new MapServer(store, parsed.GetValue(s_listen)!, new MapServerOptions { TileUrl = parsed.GetValue(s_tiles) });
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(ExitCode.Usage, exception.Message, exception);
        }
    }
}
