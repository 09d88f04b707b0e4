using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Commands;

namespace Telltale.Fleet;

/// <content>Commands and their replies.</content>
public sealed partial class SampleStore
{
    private const string CommandColumns = """
        SELECT command.id AS Id, unit.unit_id AS UnitId, command.code AS Code, command.made_ms AS Made, command.expires_ms AS Expires, stream.stream_id AS StreamId, command.number AS Number,
          command.sent AS Sent, command.status AS Status, command.detail AS Detail, command.data AS Data, command.replied_ms AS Replied, command.ended AS Ended
        FROM command JOIN unit ON unit.id = command.unit LEFT JOIN stream ON stream.id = command.stream
        """;

    /// <summary>Takes a command in, to be sent by whoever runs a <see cref="CommandSender"/> on this store.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="label">Its label, where the store does not know it yet.</param>
    /// <param name="request">What it is asked to do.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="life">How long it lives; at most 31 days.</param>
    /// <param name="follows">Whether it goes on in the next stream where its own ends without a reply: it may then be acted upon once in each.</param>
    /// <returns>Its id.</returns>
    public long AddCommand(string unitId, string label, CommandRequest request, DateTimeOffset now, TimeSpan life, bool follows = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(life, TimeSpan.FromMilliseconds(UnitCommand.MaximumLifeMilliseconds));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(life, TimeSpan.Zero);
        long made = now.ToUnixTimeMilliseconds();
        return Write(writer => writer.Commands.Add(
            writer.FindUnit(unitId) ?? writer.UpsertUnit(unitId, label), request.Code, [.. request.Arguments], made, made + (long)life.TotalMilliseconds, follows));
    }

    /// <summary>A command; null when there is none of that id.</summary>
    public StoredCommand? FindCommand(long id, DateTimeOffset now)
    {
        using SqliteConnection connection = Connect();
        return connection.QuerySingleOrDefault<CommandLine>($"{CommandColumns} WHERE command.id = $id", new { id })?.ToCommand(now);
    }

    /// <summary>The commands of a unit, the newest last.</summary>
    public IReadOnlyList<StoredCommand> Commands(string unitId, DateTimeOffset now, int limit = 1000)
    {
        using SqliteConnection connection = Connect();
        return connection.Query<CommandLine>($"{CommandColumns} WHERE unit.unit_id = $unitId ORDER BY command.id DESC LIMIT $limit", new { unitId, limit })
            .Reverse()
            .Select(line => line.ToCommand(now))
            .ToArray();
    }

    private sealed record CommandLine
    {
        public long Id { get; init; }

        public string UnitId { get; init; } = "";

        public long Code { get; init; }

        public long Made { get; init; }

        public long Expires { get; init; }

        public string? StreamId { get; init; }

        public long? Number { get; init; }

        public long Sent { get; init; }

        public long? Status { get; init; }

        public long? Detail { get; init; }

        public byte[]? Data { get; init; }

        public long? Replied { get; init; }

        public long Ended { get; init; }

        public StoredCommand ToCommand(DateTimeOffset now)
        {
            CommandState state = Ended switch
            {
                1 => CommandState.Replied,
                2 => CommandState.StreamEnded,
                _ when now.ToUnixTimeMilliseconds() >= Expires => CommandState.Unanswered,
                _ when Status == (long)CommandStatus.Begun => CommandState.Begun,
                _ => Sent > 0 ? CommandState.Sent : CommandState.Queued,
            };
            return new StoredCommand(Id, UnitId, (CommandCode)Code, state, ToTime(Made)!.Value, ToTime(Expires)!.Value)
            {
                StreamId = StreamId,
                Number = Number,
                Sent = Sent,
                Status = (CommandStatus?)Status,
                Detail = (CommandStatus?)Detail,
                Data = Data ?? [],
                Replied = ToTime(Replied),
            };
        }
    }
}
