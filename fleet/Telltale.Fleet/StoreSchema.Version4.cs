namespace Telltale.Fleet;

/// <content>From version 3 to version 4: how the life before each start-up ended, since when a check stands as it does, and the vehicle's odometer.</content>
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
              WHEN 5 THEN 'start_failed' WHEN 6 THEN 'safe_mode_over' WHEN 7 THEN 'wiped' WHEN 8 THEN 'asleep' ELSE previous_life.reason END AS reason,
            previous_life.lasted_s, previous_life.words, previous_life.early_ends, previous_life.is_safe_mode
          FROM previous_life JOIN start_up ON start_up.id = previous_life.start_up JOIN stream ON stream.id = start_up.stream JOIN unit ON unit.id = stream.unit;

        -- odometer_m: the unit's own distance and the offset of the installation record made last before.
        DROP VIEW samples;
        CREATE VIEW samples AS
          SELECT sample.id, unit.unit_id, unit.label,
            strftime('%Y-%m-%dT%H:%M:%fZ', sample.time_ms / 1000.0, 'unixepoch') AS time,
            CASE sample.time_source WHEN 0 THEN 'undated' WHEN 1 THEN 'clock' WHEN 2 THEN 'start-up' ELSE 'estimated' END AS time_source,
            start_up.boot, sample.uptime_ms,
            sample.latitude_e7 / 1e7 AS latitude, sample.longitude_e7 / 1e7 AS longitude, sample.height_mm / 1e3 AS height_m,
            sample.speed_mm_s / 1e3 AS speed_m_s, sample.course_cdeg / 1e2 AS course_deg, sample.mode, sample.satellites,
            CASE sample.activity WHEN 0 THEN 'parked' WHEN 1 THEN 'driving' WHEN 2 THEN 'idling' WHEN 3 THEN 'towed' WHEN 4 THEN 'charging' ELSE sample.activity END AS activity,
            sample.trip, CASE sample.ignition WHEN 1 THEN 'off' WHEN 2 THEN 'on' END AS ignition,
            CASE sample.ignition_source WHEN 1 THEN 'wire' WHEN 2 THEN 'supply_voltage' WHEN 3 THEN 'engine_speed' WHEN 4 THEN 'motion' END AS ignition_source,
            sample.is_private, sample.distance_m, sample.distance_m + (
              SELECT installation.odometer_offset_m FROM installation JOIN frame ON frame.id = installation.frame JOIN start_up AS made ON made.id = frame.start_up
              WHERE installation.unit = sample.unit AND (made.boot, frame.first_uptime_ms) <= (start_up.boot, sample.uptime_ms)
              ORDER BY made.boot DESC, frame.first_uptime_ms DESC LIMIT 1) AS odometer_m,
            sample.engine_s, sample.idling_s, sample.triggers,
            sample.max_speed_mm_s / 1e3 AS max_speed_m_s, sample.max_acceleration_mm_s2 / 1e3 AS max_acceleration_m_s2,
            sample.max_braking_mm_s2 / 1e3 AS max_braking_m_s2
          FROM sample JOIN unit ON unit.id = sample.unit JOIN start_up ON start_up.id = sample.start_up;

        DROP VIEW alerts;
        CREATE VIEW alerts AS
          SELECT alert.id, unit.unit_id, unit.label,
            strftime('%Y-%m-%dT%H:%M:%fZ', alert.time_ms / 1000.0, 'unixepoch') AS time,
            CASE alert.event WHEN 1 THEN 'trip_began' WHEN 2 THEN 'trip_ended' WHEN 3 THEN 'overspeed' WHEN 4 THEN 'harsh_acceleration' WHEN 5 THEN 'harsh_braking'
              WHEN 6 THEN 'harsh_cornering' WHEN 7 THEN 'excessive_idling' WHEN 8 THEN 'towing' WHEN 9 THEN 'supply_low' WHEN 10 THEN 'signal' WHEN 11 THEN 'private_mode'
              WHEN 12 THEN 'identity_in_use_elsewhere' WHEN 13 THEN 'trust_anchor_expiring'
              ELSE alert.event END AS event,
            alert.value, alert.limit_value, signal.name AS signal, alert.latitude_e7 / 1e7 AS latitude, alert.longitude_e7 / 1e7 AS longitude,
            alert.speed_mm_s / 1e3 AS speed_m_s, alert.trip, alert.distance_m, alert.distance_m + (
              SELECT installation.odometer_offset_m FROM installation JOIN frame ON frame.id = installation.frame JOIN start_up AS made ON made.id = frame.start_up
              WHERE installation.unit = alert.unit AND (made.boot, frame.first_uptime_ms) <= (start_up.boot, alert.uptime_ms)
              ORDER BY made.boot DESC, frame.first_uptime_ms DESC LIMIT 1) AS odometer_m
          FROM alert JOIN unit ON unit.id = alert.unit JOIN start_up ON start_up.id = alert.start_up
            LEFT JOIN dictionary ON dictionary.unit = alert.unit AND dictionary.dictionary_id = alert.dictionary_id
            LEFT JOIN signal ON signal.dictionary = dictionary.id AND signal.position = alert.signal;
        """;
}
