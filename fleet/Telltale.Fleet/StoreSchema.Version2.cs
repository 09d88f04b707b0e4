namespace Telltale.Fleet;

/// <content>From version 1 to version 2: what a sample says beside position and signals, alerts, statuses, and what became of every sequence.</content>
internal static partial class StoreSchema
{
    private const string Version2 = """
        -- The unit's stream now: the one whose status was written last.
        ALTER TABLE unit ADD COLUMN current_stream INTEGER REFERENCES stream (id);

        -- holder: the unit that sends the stream, another than unit when the board was enrolled anew under another id.
        -- highest: the highest sequence known to have been used. oldest_kept: the lowest one that the unit may still have, 2147483648 for none, NULL before it has said.
        -- status_sequence: of the newest status. is_earlier: a status of another stream has named it as earlier.
        ALTER TABLE stream ADD COLUMN holder INTEGER REFERENCES unit (id);
        ALTER TABLE stream ADD COLUMN highest INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE stream ADD COLUMN oldest_kept INTEGER;
        ALTER TABLE stream ADD COLUMN status_sequence INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE stream ADD COLUMN is_earlier INTEGER NOT NULL DEFAULT 0;
        UPDATE stream SET holder = unit, highest = coalesce((SELECT max(last) FROM stored_range WHERE stored_range.stream = stream.id), 0);
        CREATE INDEX stream_by_holder ON stream (holder);
        CREATE INDEX stream_by_stream_id ON stream (stream_id);

        -- Sequences that a unit has reported as dropped. reason: 1 the journal was full, 2 flash was damaged, 3 never written or skipped.
        CREATE TABLE dropped_range (
          stream INTEGER NOT NULL REFERENCES stream (id),
          first INTEGER NOT NULL,
          last INTEGER NOT NULL,
          reason INTEGER NOT NULL,
          PRIMARY KEY (stream, first)) WITHOUT ROWID;

        -- Sequences that the unit no longer has, that nobody reported as dropped, and that did not come. accepted_ms: when a person took note.
        CREATE TABLE missing_range (
          stream INTEGER NOT NULL REFERENCES stream (id),
          first INTEGER NOT NULL,
          last INTEGER NOT NULL,
          since_ms INTEGER NOT NULL,
          accepted_ms INTEGER,
          PRIMARY KEY (stream, first)) WITHOUT ROWID;

        -- The newest status of each stream. time_ms: UTC at the unit, where it knew it.
        CREATE TABLE status (
          stream INTEGER PRIMARY KEY REFERENCES stream (id),
          sequence INTEGER NOT NULL,
          received_ms INTEGER NOT NULL,
          boot INTEGER,
          uptime_ms INTEGER,
          time_ms INTEGER,
          frames_waiting INTEGER,
          bytes_waiting INTEGER,
          firmware TEXT,
          board TEXT);

        -- Of the newest status of each stream; what the numbers mean is in firmware/Uplink/FORMAT.md.
        CREATE TABLE status_counter (
          stream INTEGER NOT NULL REFERENCES stream (id),
          number INTEGER NOT NULL,
          value INTEGER NOT NULL,
          PRIMARY KEY (stream, number)) WITHOUT ROWID;

        -- state: 0 pass, 1 fail, 2 waiting, 3 not fitted.
        CREATE TABLE status_check (
          stream INTEGER NOT NULL REFERENCES stream (id),
          number INTEGER NOT NULL,
          state INTEGER NOT NULL,
          value INTEGER,
          limit_value INTEGER,
          PRIMARY KEY (stream, number)) WITHOUT ROWID;

        -- Dictionaries that parked batches need; how often the unit was asked for each, and when last.
        CREATE TABLE wanted_dictionary (
          unit INTEGER NOT NULL REFERENCES unit (id),
          dictionary_id INTEGER NOT NULL,
          asked INTEGER NOT NULL DEFAULT 0,
          last_ms INTEGER,
          PRIMARY KEY (unit, dictionary_id)) WITHOUT ROWID;
        INSERT INTO wanted_dictionary (unit, dictionary_id)
          SELECT DISTINCT stream.unit, frame.dictionary_id FROM frame JOIN stream ON stream.id = frame.stream WHERE frame.state = 1;

        -- Which moments a frame is of: where a gap lies in time is told by its neighbours.
        ALTER TABLE frame ADD COLUMN start_up INTEGER REFERENCES start_up (id);
        ALTER TABLE frame ADD COLUMN first_uptime_ms INTEGER;
        ALTER TABLE frame ADD COLUMN last_uptime_ms INTEGER;
        UPDATE frame SET start_up = taken.start_up, first_uptime_ms = taken.first, last_uptime_ms = taken.last
          FROM (SELECT frame, start_up, min(uptime_ms) AS first, max(uptime_ms) AS last FROM sample GROUP BY frame) AS taken WHERE taken.frame = frame.id;

        -- Statuses and alerts were kept as opened; state 3: decoded when the receiver starts.
        UPDATE frame SET state = 3 WHERE kind IN (2, 3) AND state = 0;

        -- Of the sample with the highest uptime: last_time_ms where it had its own clock.
        ALTER TABLE start_up ADD COLUMN last_uptime_ms INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE start_up ADD COLUMN last_time_ms INTEGER;
        UPDATE start_up SET last_uptime_ms = newest.uptime_ms, last_time_ms = CASE newest.time_source WHEN 1 THEN newest.time_ms END
          FROM (SELECT start_up, max(uptime_ms) AS uptime_ms, time_source, time_ms FROM sample GROUP BY start_up) AS newest WHERE newest.start_up = start_up.id;
        DROP INDEX sample_by_start_up;
        CREATE INDEX sample_without_clock ON sample (start_up) WHERE time_source <> 1;

        -- activity: 0 parked, 1 driving, 2 idling, 3 towed, 4 charging. ignition: 0 unknown, 1 off, 2 on.
        -- ignition_source: 0 none, 1 wire, 2 supply voltage, 3 engine speed, 4 motion.
        -- triggers: 1 time, 2 distance, 4 course, 8 signal, 16 event, 32 shape, 64 context, added up.
        -- signal_minima, signal_maxima: as signals.
        ALTER TABLE sample ADD COLUMN trip INTEGER;
        ALTER TABLE sample ADD COLUMN activity INTEGER;
        ALTER TABLE sample ADD COLUMN ignition INTEGER;
        ALTER TABLE sample ADD COLUMN ignition_source INTEGER;
        ALTER TABLE sample ADD COLUMN is_private INTEGER;
        ALTER TABLE sample ADD COLUMN triggers INTEGER;
        ALTER TABLE sample ADD COLUMN distance_m INTEGER;
        ALTER TABLE sample ADD COLUMN engine_s INTEGER;
        ALTER TABLE sample ADD COLUMN idling_s INTEGER;
        ALTER TABLE sample ADD COLUMN max_speed_mm_s INTEGER;
        ALTER TABLE sample ADD COLUMN max_acceleration_mm_s2 INTEGER;
        ALTER TABLE sample ADD COLUMN max_braking_mm_s2 INTEGER;
        ALTER TABLE sample ADD COLUMN signal_minima TEXT;
        ALTER TABLE sample ADD COLUMN signal_maxima TEXT;

        -- What happened at one moment, with the sample of that moment. dictionary_id: of the batches; the dictionary itself may come later.
        -- event: a number of firmware/Sampling/UnitEvent.cs. signal: its position in the dictionary, for the events of signals.
        CREATE TABLE alert (
          id INTEGER PRIMARY KEY,
          unit INTEGER NOT NULL REFERENCES unit (id),
          frame INTEGER NOT NULL UNIQUE REFERENCES frame (id),
          start_up INTEGER NOT NULL REFERENCES start_up (id),
          event INTEGER NOT NULL,
          value INTEGER NOT NULL,
          limit_value INTEGER NOT NULL,
          signal INTEGER,
          dictionary_id INTEGER,
          uptime_ms INTEGER NOT NULL,
          time_ms INTEGER,
          time_source INTEGER NOT NULL,
          mode INTEGER NOT NULL,
          latitude_e7 INTEGER,
          longitude_e7 INTEGER,
          height_mm INTEGER,
          speed_mm_s INTEGER,
          course_cdeg INTEGER,
          satellites INTEGER,
          signals TEXT,
          trip INTEGER,
          activity INTEGER,
          ignition INTEGER,
          ignition_source INTEGER,
          is_private INTEGER,
          triggers INTEGER,
          distance_m INTEGER,
          engine_s INTEGER,
          idling_s INTEGER,
          max_speed_mm_s INTEGER,
          max_acceleration_mm_s2 INTEGER,
          max_braking_mm_s2 INTEGER,
          signal_minima TEXT,
          signal_maxima TEXT);
        CREATE INDEX alert_by_unit ON alert (unit);
        CREATE INDEX alert_without_clock ON alert (start_up) WHERE time_source <> 1;

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
            sample.is_private, sample.distance_m, sample.engine_s, sample.idling_s, sample.triggers,
            sample.max_speed_mm_s / 1e3 AS max_speed_m_s, sample.max_acceleration_mm_s2 / 1e3 AS max_acceleration_m_s2,
            sample.max_braking_mm_s2 / 1e3 AS max_braking_m_s2
          FROM sample JOIN unit ON unit.id = sample.unit JOIN start_up ON start_up.id = sample.start_up;

        CREATE VIEW alerts AS
          SELECT alert.id, unit.unit_id, unit.label,
            strftime('%Y-%m-%dT%H:%M:%fZ', alert.time_ms / 1000.0, 'unixepoch') AS time,
            CASE alert.event WHEN 1 THEN 'trip_began' WHEN 2 THEN 'trip_ended' WHEN 3 THEN 'overspeed' WHEN 4 THEN 'harsh_acceleration' WHEN 5 THEN 'harsh_braking'
              WHEN 6 THEN 'harsh_cornering' WHEN 7 THEN 'excessive_idling' WHEN 8 THEN 'towing' WHEN 9 THEN 'supply_low' WHEN 10 THEN 'signal' WHEN 11 THEN 'private_mode'
              ELSE alert.event END AS event,
            alert.value, alert.limit_value, signal.name AS signal, alert.latitude_e7 / 1e7 AS latitude, alert.longitude_e7 / 1e7 AS longitude,
            alert.speed_mm_s / 1e3 AS speed_m_s, alert.trip, alert.distance_m
          FROM alert JOIN unit ON unit.id = alert.unit
            LEFT JOIN dictionary ON dictionary.unit = alert.unit AND dictionary.dictionary_id = alert.dictionary_id
            LEFT JOIN signal ON signal.dictionary = dictionary.id AND signal.position = alert.signal;

        CREATE VIEW signal_extremes AS
          SELECT sample.id AS sample_id, unit.unit_id,
            strftime('%Y-%m-%dT%H:%M:%fZ', sample.time_ms / 1000.0, 'unixepoch') AS time,
            signal.name, (lowest.value * signal.numerator + signal.value_offset) * 1.0 / signal.denominator AS minimum,
            (json_extract(sample.signal_maxima, '$[' || lowest.key || ']') * signal.numerator + signal.value_offset) * 1.0 / signal.denominator AS maximum,
            signal.unit_of_measure
          FROM sample JOIN unit ON unit.id = sample.unit, json_each(sample.signal_minima) AS lowest
            JOIN signal ON signal.dictionary = sample.dictionary AND signal.position = lowest.key
          WHERE lowest.type <> 'null';

        CREATE VIEW missing AS
          SELECT unit.unit_id, unit.label, stream.stream_id, missing_range.first, missing_range.last,
            strftime('%Y-%m-%dT%H:%M:%fZ', missing_range.since_ms / 1000.0, 'unixepoch') AS since,
            strftime('%Y-%m-%dT%H:%M:%fZ', missing_range.accepted_ms / 1000.0, 'unixepoch') AS accepted
          FROM missing_range JOIN stream ON stream.id = missing_range.stream JOIN unit ON unit.id = stream.unit;
        """;
}
