namespace Telltale.Fleet;

/// <content>The tables as version 1 made them. Never changed: a later version starts from here.</content>
internal static partial class StoreSchema
{
    private const string Version1 = """
        CREATE TABLE unit (
          id INTEGER PRIMARY KEY,
          unit_id TEXT NOT NULL UNIQUE,
          label TEXT NOT NULL,
          samples INTEGER NOT NULL DEFAULT 0,
          last_time_ms INTEGER);

        -- One life of a unit's journal. stream_id is 8 bytes in hexadecimal, the first 2 its place in the key chain.
        CREATE TABLE stream (
          id INTEGER PRIMARY KEY,
          unit INTEGER NOT NULL REFERENCES unit (id),
          stream_id TEXT NOT NULL,
          highest_epoch INTEGER NOT NULL,
          downlink_sequence INTEGER NOT NULL DEFAULT 0,
          UNIQUE (unit, stream_id));

        -- Sequences of a stream that are in the store, as ranges without a gap: what receipts are made of.
        CREATE TABLE stored_range (
          stream INTEGER NOT NULL REFERENCES stream (id),
          first INTEGER NOT NULL,
          last INTEGER NOT NULL,
          PRIMARY KEY (stream, first)) WITHOUT ROWID;

        CREATE TABLE dictionary (
          id INTEGER PRIMARY KEY,
          unit INTEGER NOT NULL REFERENCES unit (id),
          dictionary_id INTEGER NOT NULL,
          content BLOB NOT NULL,
          UNIQUE (unit, dictionary_id));

        -- value = (raw * numerator + value_offset) / denominator, in unit_of_measure.
        CREATE TABLE signal (
          dictionary INTEGER NOT NULL REFERENCES dictionary (id),
          position INTEGER NOT NULL,
          name TEXT NOT NULL,
          unit_of_measure TEXT NOT NULL,
          numerator INTEGER NOT NULL,
          denominator INTEGER NOT NULL,
          value_offset INTEGER NOT NULL,
          is_unsigned INTEGER NOT NULL,
          PRIMARY KEY (dictionary, position)) WITHOUT ROWID;

        -- state: 0 decoded, 1 parked until its dictionary comes, 2 authentic but not decodable by this version.
        -- sealed: the frame as it came, while state is not 0. content: the opened content of what is not a batch.
        CREATE TABLE frame (
          id INTEGER PRIMARY KEY,
          stream INTEGER NOT NULL REFERENCES stream (id),
          sequence INTEGER NOT NULL,
          epoch INTEGER NOT NULL,
          tag BLOB NOT NULL,
          kind INTEGER NOT NULL,
          priority INTEGER NOT NULL,
          dictionary_id INTEGER NOT NULL,
          received_ms INTEGER NOT NULL,
          state INTEGER NOT NULL,
          sealed BLOB,
          content BLOB,
          UNIQUE (stream, sequence));
        CREATE INDEX frame_waiting ON frame (state, stream) WHERE state <> 0;

        -- One start-up of a unit. UTC = utc_at_zero_ms + uptime, known from the dated sample with the lowest uptime (reference_uptime_ms);
        -- where no sample was ever dated, an estimate between the neighbours.
        CREATE TABLE start_up (
          id INTEGER PRIMARY KEY,
          stream INTEGER NOT NULL REFERENCES stream (id),
          boot INTEGER NOT NULL,
          utc_at_zero_ms INTEGER,
          reference_uptime_ms INTEGER,
          is_estimated INTEGER NOT NULL DEFAULT 0,
          earliest_zero_ms INTEGER,
          latest_zero_ms INTEGER,
          UNIQUE (stream, boot));

        -- time_source: 0 not dated, 1 the unit's own clock, 2 dated later from the same start-up, 3 estimated.
        -- signals: JSON array of raw values by position in the dictionary, null where absent.
        CREATE TABLE sample (
          id INTEGER PRIMARY KEY,
          unit INTEGER NOT NULL REFERENCES unit (id),
          frame INTEGER NOT NULL REFERENCES frame (id),
          start_up INTEGER NOT NULL REFERENCES start_up (id),
          dictionary INTEGER,
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
          signals TEXT);
        CREATE INDEX sample_by_unit ON sample (unit);
        CREATE INDEX sample_by_start_up ON sample (start_up, uptime_ms);

        -- Same unit, stream and sequence as a stored frame, authentic, and another tag: a clone or a restored flash.
        CREATE TABLE conflict (
          id INTEGER PRIMARY KEY,
          stream INTEGER NOT NULL REFERENCES stream (id),
          sequence INTEGER NOT NULL,
          epoch INTEGER NOT NULL,
          tag BLOB NOT NULL,
          received_ms INTEGER NOT NULL,
          sealed BLOB NOT NULL,
          UNIQUE (stream, sequence, tag));

        CREATE TABLE counter (
          unit_id TEXT NOT NULL,
          outcome TEXT NOT NULL,
          count INTEGER NOT NULL,
          last_ms INTEGER NOT NULL,
          last_detail TEXT,
          PRIMARY KEY (unit_id, outcome)) WITHOUT ROWID;

        -- For people: sqlite3 store.db "SELECT * FROM samples ORDER BY id DESC LIMIT 10"
        CREATE VIEW samples AS
          SELECT sample.id, unit.unit_id, unit.label,
            strftime('%Y-%m-%dT%H:%M:%fZ', sample.time_ms / 1000.0, 'unixepoch') AS time,
            CASE sample.time_source WHEN 0 THEN 'undated' WHEN 1 THEN 'clock' WHEN 2 THEN 'start-up' ELSE 'estimated' END AS time_source,
            start_up.boot, sample.uptime_ms,
            sample.latitude_e7 / 1e7 AS latitude, sample.longitude_e7 / 1e7 AS longitude, sample.height_mm / 1e3 AS height_m,
            sample.speed_mm_s / 1e3 AS speed_m_s, sample.course_cdeg / 1e2 AS course_deg, sample.mode, sample.satellites
          FROM sample JOIN unit ON unit.id = sample.unit JOIN start_up ON start_up.id = sample.start_up;

        CREATE VIEW signal_values AS
          SELECT sample.id AS sample_id, unit.unit_id,
            strftime('%Y-%m-%dT%H:%M:%fZ', sample.time_ms / 1000.0, 'unixepoch') AS time,
            signal.name, (raw.value * signal.numerator + signal.value_offset) * 1.0 / signal.denominator AS value, signal.unit_of_measure
          FROM sample JOIN unit ON unit.id = sample.unit, json_each(sample.signals) AS raw
            JOIN signal ON signal.dictionary = sample.dictionary AND signal.position = raw.key
          WHERE raw.type <> 'null';
        """;
}
