using System.CommandLine;
using Telltale.Fleet;
using Telltale.Mosquitto;
using Telltale.Sealing;
using Telltale.Virtual.Board;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale receive</c>: runs the receiver until it is stopped.</summary>
public static class ReceiveCommand
{
    private static readonly BrokerOptions s_broker = new();

    private static readonly Option<string?> s_store = StoreOption.New();

    private static readonly Option<int> s_epochJump = new("--maximum-epoch-jump")
    {
        Description = "How many key epochs a frame may be ahead of the newest stored one. Raise it once after the store was lost or restored from an old backup.",
        DefaultValueFactory = _ => OwnerKeys.MaximumEpochJump,
        CustomParser = NumberParser.Within(1, int.MaxValue),
        HelpName = "count",
    };

    private static readonly Option<bool> s_once = new("--exit-on-failure")
    {
        Description = "End with exit code 5 when the broker cannot be reached or the connection fails, instead of trying again.",
    };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("receive", "Receive from the broker, store, and send receipts to the units, until Ctrl-C.") { s_store, s_epochJump, s_once };
        s_broker.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        FleetHome home = parsed.OpenHome();
        if (home.Units().Count == 0)
        {
            throw new CommandException(ExitCode.UnknownUnit, $"No unit is enrolled in {home.Folder}. 'telltale enroll' makes one.");
        }

        using SampleStore store = StoreOption.Open(parsed.GetValue(s_store), home);
        TextWriter output = TextWriter.Synchronized(parsed.Output());
        TextWriter error = TextWriter.Synchronized(parsed.Error());
        var printer = new FrameResultPrinter(output, error, parsed.IsJson());
        var failed = new TaskCompletionSource<MosquittoFailure>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool endsOnFailure = parsed.GetValue(s_once);

        var receiver = new BrokerReceiver(s_broker.Read(parsed, home), store, home, new DotNetCryptography(), parsed.GetValue(s_epochJump))
        {
            FrameReceived = printer.Print,
            StoreFailed = message => error.WriteLine($"The store failed; what arrived is not receipted and will come again: {message}"),
            ConnectionChanged = failure =>
            {
                error.WriteLine(failure?.Message ?? "Connected to the broker; waiting for frames.");
                if (failure is not null)
                {
                    failed.TrySetResult(failure);
                }
            },
        };
        await using (receiver)
        {
            receiver.Start();
            Task stopped = Task.Delay(Timeout.Infinite, cancellation);
            Task first = await Task.WhenAny(stopped, endsOnFailure ? failed.Task : stopped);
            if (first == failed.Task)
            {
                return (int)ExitCode.Broker;
            }
        }

        if (receiver.MessagesLeft > 0)
        {
            await error.WriteLineAsync($"{receiver.MessagesLeft} messages came faster than the store could take them; their units send them again.");
        }

        return (int)ExitCode.Ok;
    }
}
