namespace Telltale.Fleet;

/// <content>From version 2 to version 3: checks that failed, and installations.</content>
internal static partial class StoreSchema
{
    private const string Version3 = """
        -- Checks that passed in one status of a stream and failed in a later one. since_ms: when that status came. ended_ms: when one came in which the check no longer failed.
        CREATE TABLE check_failure (
          id INTEGER PRIMARY KEY,
          stream INTEGER NOT NULL REFERENCES stream (id),
          number INTEGER NOT NULL,
          value INTEGER,
          limit_value INTEGER,
          since_ms INTEGER NOT NULL,
          ended_ms INTEGER);
        CREATE INDEX check_failure_by_stream ON check_failure (stream, number);

        -- Installation records; firmware/Checks/FORMAT.md. record: as it came, with its checks.
        CREATE TABLE installation (
          id INTEGER PRIMARY KEY,
          unit INTEGER NOT NULL REFERENCES unit (id),
          frame INTEGER NOT NULL UNIQUE REFERENCES frame (id),
          received_ms INTEGER NOT NULL,
          time_ms INTEGER,
          vin TEXT,
          odometer_offset_m INTEGER,
          mark TEXT NOT NULL,
          record BLOB NOT NULL);
        CREATE INDEX installation_by_unit ON installation (unit);

        -- Installations were kept as opened.
        UPDATE frame SET state = 3 WHERE kind = 5 AND state = 0;
        """;
}
