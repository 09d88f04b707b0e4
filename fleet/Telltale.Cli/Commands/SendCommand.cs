using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Telltale.Commands;
using Telltale.Fleet;
using Telltale.Mosquitto;
using Telltale.Virtual.Board;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale command</c>: asks a unit to do something, and waits for its reply where that is wanted.</summary>
public static class SendCommand
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_ask = TimeSpan.FromSeconds(30);

    private static readonly BrokerOptions s_broker = new();

    private static readonly Argument<string> s_unit = new("unit") { Description = "The unit, by id or label." };

    private static readonly Argument<string> s_name = new("name") { Description = "What it is to do." };

    private static readonly Argument<string[]> s_arguments = new("arguments")
    {
        Description = string.Join("; ", CommandRequest.Usage.Select(usage => $"{CommandNames.Of(usage.Key)} {usage.Value}".TrimEnd())) + ".",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<TimeSpan> s_expires = new("--expires")
    {
        Description = "How long it lives: a number with s, m, h or d, at most 31d. The shorter, the less a recorded command is worth.",
        DefaultValueFactory = _ => TimeSpan.FromHours(1),
        CustomParser = ParseLife,
        HelpName = "time",
    };

    private static readonly Option<bool> s_wait = new("--wait")
    {
        Description = "Wait for the final reply, until it expires. Replies are taken in by a running 'telltale receive'.",
    };

    private static readonly Option<bool> s_follow = new("--follow-stream")
    {
        Description = "Where the unit's stream ends without a reply, send it for the next one: it may then be done once in each.",
    };

    private static readonly Option<bool> s_yes = new("--yes", "-y")
    {
        Description = "Send a configuration without asking first. What would change is said all the same, by what the unit has reported before.",
    };

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("command", "Ask a unit to do something. A running 'telltale receive' sends it again until the unit has replied.")
        {
            s_unit, s_name, s_arguments, s_expires, s_wait, s_follow, s_yes, s_store,
        };
        s_broker.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        FleetHome home = parsed.OpenHome();
        EnrolledUnit unit = home.RequireUnit(parsed.GetValue(s_unit)!);
        CommandRequest request = Read(parsed, unit);
        ConfigurationProposal? proposal = request.Code == CommandCode.SetConfiguration ? ConfigurationProposal.Read(request) : null;
        MosquittoOptions options = s_broker.Read(parsed, home) with { ClientId = "telltale-command-" + UnitId.New(), Reconnect = true };
        using SampleStore store = StoreOption.Open(parsed.GetValue(s_store), home);
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        MosquittoFailure? failure = null;
        using var client = new MosquittoClient(options) { Ready = () => connected.TrySetResult(), Failed = reason => failure = reason };
        client.Start();
        try
        {
            await connected.Task.WaitAsync(s_connect, cancellation);
        }
        catch (TimeoutException exception)
        {
            throw new CommandException(ExitCode.Broker, failure?.Message ?? "The broker did not answer.", exception);
        }

        var sender = new CommandSender(store, home, new DotNetCryptography(), (topic, payload) => client.TryPublish(topic, payload, retain: false, out _) == MosquittoResult.Success);
        var printer = new CommandPrinter(parsed.Output(), parsed.IsJson());
        if (proposal is not null)
        {
            await AgreeAsync(parsed, store, sender, unit, proposal, cancellation);
        }

        var sending = new Sending(request, parsed.GetValue(s_expires), parsed.GetValue(s_wait) ? TimeSpan.MaxValue : TimeSpan.Zero);
        StoredCommand command = await SendWholeAsync(parsed, store, sender, unit, sending, cancellation);

        printer.Print(command);
        client.Stop(TimeSpan.FromSeconds(5));
        return (int)(!parsed.GetValue(s_wait) || command.IsDone ? ExitCode.Ok : ExitCode.NotDone);
    }

    private static CommandRequest Read(ParseResult parsed, EnrolledUnit unit)
    {
        CommandRequest request;
        try
        {
            request = CommandRequest.Parse(parsed.GetValue(s_name)!, parsed.GetValue(s_arguments) ?? []);
        }
        catch (FormatException exception)
        {
            throw new CommandException(ExitCode.Usage, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadInput, exception.Message, exception);
        }

        return request.Code != CommandCode.Wipe || string.Equals(Encoding.ASCII.GetString([.. request.Arguments]), unit.UnitId, StringComparison.Ordinal)
            ? request
            : throw new CommandException(ExitCode.Usage, $"wipe takes the id of the unit that is to be wiped, once more: {unit.UnitId} for {unit.Label}.");
    }

    // Held against what the unit has now, where a person is there to look at it; a script is not kept waiting.
    private static async Task AgreeAsync(
        ParseResult parsed, SampleStore store, CommandSender sender, EnrolledUnit unit, ConfigurationProposal proposal, CancellationToken cancellation)
    {
        StoredCommand? reported = null;
        if (!parsed.GetValue(s_yes) && store.Report(unit.UnitId) is not null)
        {
            await parsed.Error().WriteLineAsync($"{unit.UnitId} is asked for its configuration; with --yes it is not.");
            StoredCommand asked = await SendWholeAsync(parsed, store, sender, unit, new Sending(CommandRequest.Parse(CommandNames.Of(CommandCode.ReadConfiguration), []), s_ask, s_ask), cancellation);
            reported = ConfigurationProposal.IsWhole(asked) ? asked : null;
        }

        proposal.Show(parsed.Error(), unit.UnitId, reported ?? ConfigurationProposal.NewestReported(store, unit.UnitId));
        if (!parsed.GetValue(s_yes))
        {
            ConfigurationProposal.Ask(parsed.Error());
        }
    }

    private static async Task<StoredCommand> SendWholeAsync(
        ParseResult parsed, SampleStore store, CommandSender sender, EnrolledUnit unit, Sending sending, CancellationToken cancellation)
    {
        StoredCommand command = await SendAsync(parsed, store, sender, unit, sending, cancellation);
        return sending.Wait > TimeSpan.Zero && Rest(command) is { } rest
            ? await ReadRestAsync(parsed, store, sender, unit, sending with { Request = rest }, cancellation)
            : command;
    }

    private static async Task<StoredCommand> SendAsync(
        ParseResult parsed, SampleStore store, CommandSender sender, EnrolledUnit unit, Sending sending, CancellationToken cancellation)
    {
        DateTimeOffset begun = DateTimeOffset.UtcNow;
        long id = store.AddCommand(unit.UnitId, unit.Label, sending.Request, begun, sending.Life, parsed.GetValue(s_follow));
        sender.Step(DateTimeOffset.UtcNow);
        StoredCommand command = store.FindCommand(id, DateTimeOffset.UtcNow)!;
        if (command.State == CommandState.Queued)
        {
            await parsed.Error().WriteLineAsync($"Nothing has come of {unit.UnitId} yet; the command is sent once something has.");
        }

        while (DateTimeOffset.UtcNow - begun < sending.Wait && command.State is CommandState.Queued or CommandState.Sent or CommandState.Begun)
        {
            await Task.Delay(s_look, cancellation);
            sender.Step(DateTimeOffset.UtcNow);
            command = store.FindCommand(id, DateTimeOffset.UtcNow)!;
        }

        return command;
    }

    // A configuration that is longer than a reply comes in parts.
    private static CommandRequest? Rest(StoredCommand command)
    {
        byte[] data = [.. command.Data];
        int first = command is { Code: CommandCode.ReadConfiguration, IsDone: true } ? data.Length - 2 : 0;
        return CommandText.WholeLength(command.Code, command.Status, data) is { } whole && first > 0 && first < whole
            ? CommandRequest.Parse(CommandNames.Of(CommandCode.ReadConfiguration), [first.ToString(CultureInfo.InvariantCulture)]) with { Known = data }
            : null;
    }

    private static async Task<StoredCommand> ReadRestAsync(
        ParseResult parsed, SampleStore store, CommandSender sender, EnrolledUnit unit, Sending sending, CancellationToken cancellation)
    {
        StoredCommand command = await SendAsync(parsed, store, sender, unit, sending, cancellation);
        if (!command.IsDone)
        {
            return command;
        }

        command = command with { Data = [.. sending.Request.Known, .. command.Data.Skip(2)] };
        return Rest(command) is { } rest ? await ReadRestAsync(parsed, store, sender, unit, sending with { Request = rest }, cancellation) : command;
    }

    /// <param name="Request">What the unit is asked to do.</param>
    /// <param name="Life">When it expires.</param>
    /// <param name="Wait">How long a final reply is waited for.</param>
    private sealed record Sending(CommandRequest Request, TimeSpan Life, TimeSpan Wait);

    private static TimeSpan ParseLife(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        long seconds = text.Length < 2 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => 0,
        };
        if (seconds > 0 && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number is > 0 and < 10_000_000 && number * seconds * 1000 <= Telltale.Commands.UnitCommand.MaximumLifeMilliseconds)
        {
            return TimeSpan.FromSeconds(number * seconds);
        }

        result.AddError($"'{text}' is no time such as 90s, 15m, 2h or 7d, at most 31d.");
        return TimeSpan.FromHours(1);
    }
}
