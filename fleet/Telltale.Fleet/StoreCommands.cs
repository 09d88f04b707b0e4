using Microsoft.Data.Sqlite;
using SQLitePCL;
using Telltale.Commands;

namespace Telltale.Fleet;

/// <summary>The commands of the store. Nothing is kept in memory: the command line writes here beside the receiver.</summary>
internal sealed class StoreCommands : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqlStatement _add;
    private readonly SqlStatement _open;
    private readonly SqlStatement _nextNumber;
    private readonly SqlStatement _give;
    private readonly SqlStatement _setSent;
    private readonly SqlStatement _end;
    private readonly SqlStatement _raise;
    private readonly SqlStatement _find;
    private readonly SqlStatement _reply;
    private readonly SqlStatement _renumber;

    public StoreCommands(SqliteConnection connection)
    {
        _connection = connection;
        _add = new SqlStatement(connection, "INSERT INTO command (unit, code, made_ms, expires_ms, follows, arguments) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _open = new SqlStatement(
            connection,
            """
            SELECT id, unit, code, arguments, made_ms, expires_ms, follows, stream, number, sent, last_sent_ms FROM command WHERE ended = 0 AND expires_ms > ?1 ORDER BY unit, id
            """);
        _nextNumber = new SqlStatement(connection, "UPDATE stream SET command_number = command_number + 1 WHERE id = ?1 RETURNING command_number");
        _give = new SqlStatement(connection, "UPDATE command SET stream = ?2, number = ?3, status = NULL WHERE id = ?1");
        _setSent = new SqlStatement(connection, "UPDATE command SET sent = sent + 1, last_sent_ms = ?2 WHERE id = ?1");
        _end = new SqlStatement(connection, "UPDATE command SET ended = 2 WHERE id = ?1 AND ended = 0");
        _raise = new SqlStatement(connection, "UPDATE stream SET command_number = max(command_number, ?2) WHERE id = ?1");
        _find = new SqlStatement(connection, "SELECT id FROM command WHERE stream = ?1 AND number = ?2 AND ended <> 1 ORDER BY id DESC LIMIT 1");
        _reply = new SqlStatement(connection, "UPDATE command SET status = ?2, detail = ?3, replied_ms = ?4, ended = CASE ?5 WHEN 1 THEN 1 ELSE ended END, data = ?6 WHERE id = ?1");
        _renumber = new SqlStatement(connection, "UPDATE command SET stream = NULL, number = NULL, last_sent_ms = NULL WHERE id = ?1");
    }

    /// <summary>Adds a command that is to be sent.</summary>
    /// <returns>Its row.</returns>
    public long Add(long unit, CommandCode code, byte[] arguments, long madeMilliseconds, long expiresMilliseconds, bool follows)
    {
        _add.Bind(unit, (long)code, madeMilliseconds, expiresMilliseconds, follows ? 1 : 0).Blob(6, arguments).Run();
        return raw.sqlite3_last_insert_rowid(_connection.Handle!);
    }

    /// <summary>The commands that may still be sent, by unit and in the order in which they were made.</summary>
    public List<CommandRow> Open(long nowMilliseconds)
    {
        var commands = new List<CommandRow>();
        _open.Bind(nowMilliseconds);
        while (_open.Step())
        {
            commands.Add(new CommandRow(
                _open.Int64(0), _open.Int64(1), _open.Int64(2), _open.NullableBytes(3) ?? [], _open.Int64(4), _open.Int64(5), _open.Int64(6) != 0, _open.NullableInt64(7),
                _open.NullableInt64(8), _open.Int64(9), _open.NullableInt64(10)));
        }

        return commands;
    }

    /// <summary>Gives a command the next number of a stream; durable with the transaction, before it is sent.</summary>
    public CommandRow Give(CommandRow command, StreamState stream)
    {
        long number = _nextNumber.Bind(stream.Id).Scalar()!.Value;
        _give.Run(command.Id, stream.Id, number);
        return command with { Stream = stream.Id, Number = number };
    }

    public void SetSent(CommandRow command, long nowMilliseconds) => _setSent.Run(command.Id, nowMilliseconds);

    /// <summary>The command's stream has ended without a final reply.</summary>
    public void End(CommandRow command) => _end.Run(command.Id);

    /// <summary>Takes a reply in. One that finds no command tells at least which numbers are used.</summary>
    /// <param name="stream">The stream that the command was sealed for, as the reply names it.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="receivedMilliseconds">When it came.</param>
    public void TakeReply(StreamState stream, CommandReply reply, long receivedMilliseconds)
    {
        _raise.Run(stream.Id, Math.Max(reply.HighestNumber, reply.Status == CommandStatus.NumberUsed ? reply.Number : 0));
        if (_find.Bind(stream.Id, reply.Number).Scalar() is not { } command)
        {
            return;
        }

        bool isFinal = CommandNames.IsFinal(reply.Status);
        if (reply.Status == CommandStatus.NumberUsed)
        {
            // The store was restored from a backup. This command was not acted upon, and gets a number that is free.
            _renumber.Run(command);
            isFinal = false;
        }

        _reply.Bind(command, (long)reply.Status, (long)reply.Detail, receivedMilliseconds, isFinal ? 1 : 0).Blob(6, reply.Data[..reply.DataLength]).Run();
    }

    public void Dispose()
    {
        foreach (SqlStatement statement in (SqlStatement[])[_add, _open, _nextNumber, _give, _setSent, _end, _raise, _find, _reply, _renumber])
        {
            statement.Dispose();
        }
    }
}
