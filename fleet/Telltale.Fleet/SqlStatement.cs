using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Telltale.Fleet;

/// <summary>
/// A prepared statement of the store's writer, over the SQLite library itself: Microsoft.Data.Sqlite boxes every parameter and looks its name up, which
/// takes longer than inserting the row. Parameters are numbered from 1, columns from 0.
/// </summary>
internal sealed class SqlStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqlStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Binds whole numbers from the first parameter on.</summary>
    public SqlStatement Bind(params ReadOnlySpan<long?> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            Number(index + 1, values[index]);
        }

        return this;
    }

    public SqlStatement Number(int parameter, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, parameter, number) : raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    public SqlStatement Text(int parameter, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    /// <summary>Binds text that is UTF-8 already; empty for null.</summary>
    public SqlStatement Utf8(int parameter, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    public SqlStatement Blob(int parameter, byte[]? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, parameter)
            : value.Length == 0 ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0)
            : raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    /// <summary>Goes to the next row. False at the end; the statement can be bound anew then.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        // Only what is in the way of the next use comes again here; the step has said why it failed.
        int reset = raw.sqlite3_reset(_statement);
        Check(result == raw.SQLITE_DONE ? reset : result);
        return false;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Step())
        {
            // Rows that a RETURNING clause gives are of no interest.
        }
    }

    /// <summary>Binds whole numbers and runs it to its end.</summary>
    public void Run(params ReadOnlySpan<long?> values) => Bind(values).Run();

    /// <summary>The first column of the first row; null where there is no row or it is NULL.</summary>
    public long? Scalar()
    {
        long? value = Step() ? NullableInt64(0) : null;
        Reset();
        return value;
    }

    /// <summary>Leaves the rows that were not read.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string String(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public byte[]? NullableBytes(int column) => IsNull(column) ? null : Bytes(column);

    public void Dispose() => _statement?.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
