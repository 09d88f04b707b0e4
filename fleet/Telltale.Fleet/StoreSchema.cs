using Dapper;
using Microsoft.Data.Sqlite;

namespace Telltale.Fleet;

/// <summary>The tables of the store, and how an older store becomes a newer one.</summary>
internal static partial class StoreSchema
{
    /// <summary>"TTLE": tells file(1) and people that the database is a Telltale store.</summary>
    public const int ApplicationId = 0x54544C45;

    /// <summary>The version that this program reads and writes, in the database's user_version.</summary>
    public const int Version = 4;

    // Each brings a store from the version before; an empty database goes through all of them.
    private static readonly string[] s_scripts = [Version1, Version2, Version3, Version4];

    /// <summary>Makes the tables of an empty database, or brings an older store up to date; refuses what is not a store or a newer one.</summary>
    public static void Prepare(SqliteConnection connection, string path)
    {
        if (IsCurrent(connection))
        {
            return;
        }

        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        int version = Pragma(connection, "user_version", transaction);
        int applicationId = Pragma(connection, "application_id", transaction);
        if (version == 0 && applicationId == 0)
        {
            if (connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_schema", transaction: transaction) != 0)
            {
                throw new FleetException($"{path} is a database, but not a Telltale store.");
            }
        }
        else if (applicationId != ApplicationId)
        {
            throw new FleetException($"{path} is a database, but not a Telltale store.");
        }
        else if (version > Version)
        {
            throw new FleetException($"The store {path} has schema {version}; this program knows schema {Version}.");
        }

        // A cut in the middle leaves the store as it was: all of it is one transaction.
        for (; version < Version; version++)
        {
            connection.Execute(s_scripts[version], transaction: transaction);
        }

        connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}", transaction: transaction);
        transaction.Commit();
    }

    // Most often there is nothing to do, and then nobody has to wait for the writer.
    private static bool IsCurrent(SqliteConnection connection)
    {
        return Pragma(connection, "user_version") == Version && Pragma(connection, "application_id") == ApplicationId;
    }

    private static int Pragma(SqliteConnection connection, string name, SqliteTransaction? transaction = null)
    {
        return connection.ExecuteScalar<int>($"PRAGMA {name}", transaction: transaction);
    }
}
