using System.CommandLine;
using System.Net;
using Telltale.Cli.Obd;
using Telltale.Virtual.Can;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale simulate-ecu</c>: the simulated vehicle alone, for whoever wants something to ask.</summary>
public static class SimulateEcuCommand
{
    private static readonly Argument<string[]> s_requests = new("frame")
    {
        Description = "Frames to send to the vehicle, such as 7DF#02010C. None and no --slcan: lines of standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int?> s_slcan = new("--slcan")
    {
        Description = "Serve an slcan adapter (Lawicel, CANable) on this TCP port of this machine, in real time; 0 for any free port.",
        HelpName = "port",
    };

    private static readonly Option<int> s_ecus = new("--ecus") { Description = "How many ECUs answer: engine, transmission, hybrid.", DefaultValueFactory = _ => 3 };

    private static readonly Option<bool> s_extended = new("--extended") { Description = "29-bit identifiers (18DB33F1, 18DAxxF1) instead of 11-bit ones." };

    private static readonly Option<bool> s_uds = new("--uds") { Description = "SAE J1979-2 (OBD on UDS) alone: services 14, 19, 22." };

    private static readonly Option<int> s_pending = new("--pending") { Description = "How many \"response pending\" go before each response.", HelpName = "count" };

    private static readonly Option<bool> s_singlePids = new("--single-pids") { Description = "Requests for several PIDs are not answered." };

    private static readonly Option<double> s_malformed = new("--malformed") { Description = "The share of damaged responses, 0 to 1.", HelpName = "share" };

    private static readonly Option<double> s_loss = new("--loss") { Description = "The share of requests that a gateway loses, 0 to 1.", HelpName = "share" };

    private static readonly Option<bool> s_onlyFunctional = new("--only-functional") { Description = "A gateway lets only functional requests through." };

    private static readonly Option<bool> s_tester = new("--tester") { Description = "A second tester on the bus asks for PID 0D twice a second." };

    private static readonly Option<double> s_ignition = new("--ignition-seconds")
    {
        Description = "The ignition goes off after so long; three seconds later the bus sleeps.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 86_400,
    };

    private static readonly Option<bool> s_flowControl = new("--flow-control") { Description = "Without --slcan: send flow control to responses of several frames." };

    private static readonly Option<bool> s_broadcast = new("--broadcast") { Description = "Print what the vehicle sends by itself too." };

    private static readonly Option<int> s_seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1 };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("simulate-ecu", "A simulated vehicle that answers OBD-II: frames as text, or as an slcan adapter.")
        {
            s_requests, s_slcan, s_ecus, s_extended, s_uds, s_pending, s_singlePids, s_malformed, s_loss, s_onlyFunctional, s_tester, s_ignition, s_flowControl, s_broadcast, s_seed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Check(parsed);
        SimulatedSession session = new(MakeEcus(parsed), parsed.GetValue(s_ignition), parsed.GetValue(s_tester), parsed.GetValue(s_seed));
        bool isJson = parsed.IsJson();
        TextWriter output = parsed.Output();
        bool hasBroadcast = parsed.GetValue(s_broadcast);
        if (parsed.GetValue(s_slcan) is { } port)
        {
            if (isJson)
            {
                session.Bus.WhenCompleted((frame, _, time) => Log(frame, time, isRequest: SimulatedSession.IsRequest(frame), hasBroadcast, output));
            }

            await SlcanServer.RunAsync(session, new IPEndPoint(IPAddress.Loopback, port), parsed.Error(), cancellation);
            return (int)ExitCode.Ok;
        }

        string[] requests = parsed.GetValue(s_requests) ?? [];
        TextExchange exchange = new(session, parsed.GetValue(s_flowControl), (frame, time) =>
        {
            if (isJson)
            {
                Log(frame, time, isRequest: false, hasBroadcast, output);
            }
            else if (hasBroadcast || SimulatedSession.IsResponse(frame))
            {
                output.WriteLine(FrameText.Of(frame));
            }
        });
        foreach (string line in requests.Length > 0 ? requests : Lines(Console.In))
        {
            // As candump writes it, with time and interface before the frame.
            string text = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last : "";
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (!FrameText.TryParse(text, out BusFrame frame))
            {
                throw new CommandException(ExitCode.BadInput, $"'{line}' is no frame such as 7DF#02010C.");
            }

            cancellation.ThrowIfCancellationRequested();
            if (isJson)
            {
                Log(frame, session.Clock.NowMicroseconds, isRequest: true, hasBroadcast: true, output);
            }

            exchange.Send(frame);
            await output.FlushAsync(cancellation);
        }

        return (int)ExitCode.Ok;
    }

    private static void Check(ParseResult parsed)
    {
        if (parsed.GetValue(s_slcan) is { } port && (port is < 0 or > 65535 || (parsed.GetValue(s_requests) ?? []).Length > 0))
        {
            throw new CommandException(ExitCode.Usage, "--slcan takes a port from 0 to 65535, and no frames.");
        }

        if (parsed.GetValue(s_ecus) is < 1 or > 3 || parsed.GetValue(s_pending) is < 0 or > 100 || !(parsed.GetValue(s_loss) is >= 0 and <= 1)
            || !(parsed.GetValue(s_malformed) is >= 0 and <= 1) || !(parsed.GetValue(s_ignition) is >= 0 and <= 1e9))
        {
            throw new CommandException(ExitCode.Usage, "--ecus takes 1 to 3, --pending 0 to 100, --loss and --malformed 0 to 1, --ignition-seconds 0 to 1000000000.");
        }
    }

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static void Log(BusFrame frame, long microseconds, bool isRequest, bool hasBroadcast, TextWriter output)
    {
        if (!isRequest && !hasBroadcast && !SimulatedSession.IsResponse(frame))
        {
            return;
        }

        string text = FrameText.Of(frame);
        int separator = text.IndexOf('#', StringComparison.Ordinal);
        JsonLine.Write(output, new
        {
            T = microseconds / 1_000_000m,
            Kind = isRequest ? "request" : SimulatedSession.IsResponse(frame) ? "response" : "broadcast",
            Id = text[..separator],
            Data = text[(separator + 1)..],
        });
        output.Flush();
    }

    private static IReadOnlyList<SimulatedEcuSettings> MakeEcus(ParseResult parsed)
    {
        double loss = parsed.GetValue(s_loss);
        bool isOnlyFunctional = parsed.GetValue(s_onlyFunctional);
        int seed = parsed.GetValue(s_seed);
        SimulatedEcuSettings[] all = [SimulatedVehicles.Engine, SimulatedVehicles.Transmission, SimulatedVehicles.Hybrid];
        return [.. all.Take(parsed.GetValue(s_ecus)).Select((ecu, index) => ecu with
        {
            IsExtended = parsed.GetValue(s_extended),
            Dialect = parsed.GetValue(s_uds) ? ObdDialect.J1979Uds : ObdDialect.J1979,
            PendingResponses = parsed.GetValue(s_pending),
            SeveralPids = parsed.GetValue(s_singlePids) ? SeveralPids.AnswersNone : SeveralPids.AnswersAll,
            MalformedShare = parsed.GetValue(s_malformed),
            Gateway = loss > 0 || isOnlyFunctional ? new SimulatedGateway(seed + index) { LossShare = loss, PassesOnlyFunctional = isOnlyFunctional } : null,
            Seed = seed + index,
        })];
    }
}
