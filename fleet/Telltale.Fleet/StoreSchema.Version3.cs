namespace Telltale.Fleet;

/// <content>From version 2 to version 3: commands, what is said of the configuration, checks that failed, and installations.</content>
internal static partial class StoreSchema
{
    private const string Version3 = """
        -- The highest number that a command of this stream has been given, or that the unit has spoken of.
        ALTER TABLE stream ADD COLUMN command_number INTEGER NOT NULL DEFAULT 0;

        -- What a unit was asked to do. code, status, detail and data: firmware/Commands/FORMAT.md. follows: it goes on in the next stream where its own ended without a reply.
        -- stream, number: given when it is sent first. sent: how often. status: of the newest reply, NULL before the first.
        -- ended: 0 not, 1 by a final reply, 2 because its stream has ended. One that is not ended and has expired is not sent any more; a reply may still come.
        CREATE TABLE command (
          id INTEGER PRIMARY KEY,
          unit INTEGER NOT NULL REFERENCES unit (id),
          code INTEGER NOT NULL,
          arguments BLOB NOT NULL,
          made_ms INTEGER NOT NULL,
          expires_ms INTEGER NOT NULL,
          follows INTEGER NOT NULL,
          stream INTEGER REFERENCES stream (id),
          number INTEGER,
          sent INTEGER NOT NULL DEFAULT 0,
          last_sent_ms INTEGER,
          status INTEGER,
          detail INTEGER,
          data BLOB,
          replied_ms INTEGER,
          ended INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX command_by_unit ON command (unit);
        CREATE INDEX command_open ON command (unit, id) WHERE ended = 0;
        CREATE INDEX command_by_number ON command (stream, number);

        -- What the newest status of a stream says of the configuration, as a sentence.
        ALTER TABLE status ADD COLUMN configuration TEXT;

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
