namespace Telltale.Fleet;

/// <content>From version 3 to version 4: how the life before each start-up ended, and since when a check stands as it does.</content>
internal static partial class StoreSchema
{
    private const string Version4 = """
        -- How the life before a start-up ended, as its first status tells. reason: counter 22 of firmware/Uplink/FORMAT.md. lasted_s: at least so long where reason is 0.
        -- early_ends: lives in a row, up to that one, that ended within a minute without being asked to. is_safe_mode: of the start-up itself.
        CREATE TABLE previous_life (
          start_up INTEGER PRIMARY KEY REFERENCES start_up (id),
          received_ms INTEGER NOT NULL,
          reason INTEGER NOT NULL,
          lasted_s INTEGER NOT NULL,
          early_ends INTEGER NOT NULL,
          is_safe_mode INTEGER NOT NULL,
          words TEXT NOT NULL);

        -- When the first status came since which the check has stood so.
        ALTER TABLE status_check ADD COLUMN since_ms INTEGER;
        UPDATE status_check SET since_ms = (SELECT status.received_ms FROM status WHERE status.stream = status_check.stream);
        UPDATE status_check SET since_ms = coalesce(
            (SELECT min(since_ms) FROM check_failure WHERE check_failure.stream = status_check.stream AND check_failure.number = status_check.number AND ended_ms IS NULL), since_ms)
          WHERE state = 1;

        CREATE VIEW lives AS
          SELECT unit.unit_id, unit.label, start_up.boot AS next_boot, strftime('%Y-%m-%dT%H:%M:%fZ', previous_life.received_ms / 1000.0, 'unixepoch') AS received,
            CASE previous_life.reason WHEN 0 THEN 'unknown' WHEN 1 THEN 'command' WHEN 2 THEN 'configuration' WHEN 3 THEN 'stuck' WHEN 4 THEN 'loop_failed'
              WHEN 5 THEN 'start_failed' WHEN 6 THEN 'safe_mode_over' WHEN 7 THEN 'wiped' ELSE previous_life.reason END AS reason,
            previous_life.lasted_s, previous_life.words, previous_life.early_ends, previous_life.is_safe_mode
          FROM previous_life JOIN start_up ON start_up.id = previous_life.start_up JOIN stream ON stream.id = start_up.stream JOIN unit ON unit.id = stream.unit;
        """;
}
