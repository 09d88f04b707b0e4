using Telltale.Fleet;

namespace Telltale.Cli;

/// <summary>Prints commands with how far they have come, a line each, for people or for programs.</summary>
public sealed class CommandPrinter(TextWriter output, bool isJson)
{
    /// <summary>Prints a command.</summary>
    public void Print(StoredCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        string? data = command.Status is { } status ? CommandText.Data(command.Code, status, [.. command.Data]) : null;
        if (isJson)
        {
            JsonLine.Write(output, new
            {
                command.Id,
                command.UnitId,
                Command = CommandNames.Of(command.Code),
                State = NameOf(command.State),
                Status = command.Status is { } known ? CommandNames.Of(known) : null,
                Detail = command is { Status: Telltale.Commands.CommandStatus.AlreadyDone, Detail: { } detail } ? CommandNames.Of(detail) : null,
                Reply = string.IsNullOrEmpty(data) ? null : data,
                Made = JsonLine.Time(command.Made),
                Expires = JsonLine.Time(command.Expires),
                Replied = JsonLine.Time(command.Replied),
                Stream = command.StreamId,
                command.Number,
                command.Sent,
            });
            return;
        }

        string answer = command.Status is { } shown ? $", {CommandNames.Of(shown)}" : "";
        string first = command is { Status: Telltale.Commands.CommandStatus.AlreadyDone, Detail: { } before } ? $" ({CommandNames.Of(before)})" : "";
        string text = string.IsNullOrEmpty(data) ? "" : $": {data}";
        output.WriteLine($"{command.Id}  {command.UnitId}  {JsonLine.Time(command.Made)}  {CommandNames.Of(command.Code)}  {NameOf(command.State)}{answer}{first}{text}");
    }

    private static string NameOf(CommandState state) => state switch
    {
        CommandState.StreamEnded => "stream-ended",
        _ => state.ToString().ToLowerInvariant(),
    };
}
