using System.CommandLine;
using Telltale.Cli.Commands;
using Telltale.Fleet;
using Telltale.Mosquitto;
using Telltale.Profiles;
using Telltale.Virtual;

namespace Telltale.Cli;

/// <summary>The command line as a whole; also how tests run it without a process.</summary>
public static class CommandLine
{
    /// <summary>The commands, each in a class of its own.</summary>
    public static RootCommand Build()
    {
        return new RootCommand("Telltale, the owner's side: keys, receiver, store and recordings of vehicle units.")
        {
            CommonOptions.Home,
            CommonOptions.Json,
            EnrollCommand.Build(),
            FlashCommand.Build(),
            UnitsCommand.Build(),
            ReceiveCommand.Build(),
            TailCommand.Build(),
            AlertsCommand.Build(),
            StatusCommand.Build(),
            ChecksCommand.Build(),
            InstallationsCommand.Build(),
            GapsCommand.Build(),
            SendCommand.Build(),
            CommandsCommand.Build(),
            DecodeCommand.Build(),
            ConfigurationCommand.Build(),
            ProfileCommand.Build(),
            ReplayCommand.Build(),
            ObdCommand.Build(),
            SimulateEcuCommand.Build(),
            UnitCommand.Build(),
            MapCommand.Build(),
            DemoCommand.Build(),
            SimulateCommand.Build(),
        };
    }

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(error);
        ParseResult parsed = Build().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError problem in parsed.Errors)
            {
                await error.WriteLineAsync(problem.Message);
            }

            await error.WriteLineAsync("See: telltale --help");
            return (int)ExitCode.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (CommandException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return (int)exception.ExitCode;
        }
        catch (FleetException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return (int)ExitCode.Failed;
        }
        catch (Exception exception) when (exception is SourceException or RecordingException)
        {
            await error.WriteLineAsync(exception.Message);
            return (int)ExitCode.BadInput;
        }
        catch (MosquittoException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return (int)ExitCode.Broker;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (int)ExitCode.Ok;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return (int)ExitCode.Failed;
        }
    }
}
