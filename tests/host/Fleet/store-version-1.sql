-- A store of schema version 1, as that version of the program wrote it: the unit g94vn100 with a parked batch, a status and a conflict; the unit 6gzpjja7 with samples of
-- three start-ups, the second never dated, and a gap at 4 and 5.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE unit (
  id INTEGER PRIMARY KEY,
  unit_id TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  samples INTEGER NOT NULL DEFAULT 0,
  last_time_ms INTEGER);
INSERT INTO unit VALUES(1,'g94vn100','Van 7',0,NULL);
INSERT INTO unit VALUES(2,'6gzpjja7','Van 8',5,1777896125000);
CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  unit INTEGER NOT NULL REFERENCES unit (id),
  stream_id TEXT NOT NULL,
  highest_epoch INTEGER NOT NULL,
  downlink_sequence INTEGER NOT NULL DEFAULT 0,
  UNIQUE (unit, stream_id));
INSERT INTO stream VALUES(1,1,'00002b2ae62872c6',2,1);
INSERT INTO stream VALUES(2,2,'0000eb69751c8dc8',3,1);
CREATE TABLE stored_range (
  stream INTEGER NOT NULL REFERENCES stream (id),
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (stream, first)) WITHOUT ROWID;
INSERT INTO stored_range VALUES(1,2,3);
INSERT INTO stored_range VALUES(2,1,3);
INSERT INTO stored_range VALUES(2,6,6);
CREATE TABLE dictionary (
  id INTEGER PRIMARY KEY,
  unit INTEGER NOT NULL REFERENCES unit (id),
  dictionary_id INTEGER NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (unit, dictionary_id));
INSERT INTO dictionary VALUES(1,2,-1665997259,X'0103094f42442e5370656564046b6d2f6800000001000000010000000001000007d00f4f42442e456e67696e6553706565640372706d00000001000000040000000001000007d0164f42442e436f6f6c616e7454656d706572617475726504646567430000000100000001ffffffd80000002710');
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
INSERT INTO signal VALUES(1,0,'OBD.Speed','km/h',1,1,0,1);
INSERT INTO signal VALUES(1,1,'OBD.EngineSpeed','rpm',1,4,0,1);
INSERT INTO signal VALUES(1,2,'OBD.CoolantTemperature','degC',1,1,-40,0);
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
INSERT INTO frame VALUES(1,1,2,1,X'7a199febcb87d6e0a9720214fcd33562',1,0,-1665997259,1777896000000,1,X'100100002b2ae62872c601029cb2e635fdc930780a85e35e7805a73a0758a742a7fcb60caf0c14b32afc65d15a50ee2c7a199febcb87d6e0a9720214fcd33562',NULL);
INSERT INTO frame VALUES(2,1,3,1,X'0d2e6ee6aaa0bcb06912ca6a5cee4ef3',3,0,0,1777896000000,0,NULL,X'01010008060101a01f02840702000b00002b2ae62872c6010501030002060304000b05302e312e30046465736b');
INSERT INTO frame VALUES(3,2,1,1,X'd1cea681131b5814055c850dde25b051',4,0,0,1777896000000,0,NULL,NULL);
INSERT INTO frame VALUES(4,2,2,1,X'a71685b5a89782bbfdc7cb96fcdab1f8',1,0,-1665997259,1777896000000,0,NULL,NULL);
INSERT INTO frame VALUES(5,2,3,2,X'73f4515f22613c31349d594e1a6cf81f',1,0,-1665997259,1777896000000,0,NULL,NULL);
INSERT INTO frame VALUES(6,2,6,3,X'3720fd4d6e0b5e6b2fa7e6a1ba2d7681',1,0,-1665997259,1777896000000,0,NULL,NULL);
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
INSERT INTO start_up VALUES(1,2,1,1777895995000,5000,0,NULL,NULL);
INSERT INTO start_up VALUES(2,2,2,1777896050500,NULL,1,1777896001000,1777896100000);
INSERT INTO start_up VALUES(3,2,3,1777896120000,5000,0,NULL,NULL);
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
INSERT INTO sample VALUES(1,2,4,1,1,5000,1777896000000,1,3,481234559,115678900,520000,13900,9000,11,'[50,null,130]');
INSERT INTO sample VALUES(2,2,4,1,1,6000,1777896001000,1,3,481234559,115678900,520000,13900,9000,11,'[51,null,130]');
INSERT INTO sample VALUES(3,2,5,2,1,0,1777896050500,3,0,NULL,NULL,NULL,NULL,NULL,NULL,'[50,null,130]');
INSERT INTO sample VALUES(4,2,5,2,1,20000,1777896070500,3,0,NULL,NULL,NULL,NULL,NULL,NULL,'[50,null,130]');
INSERT INTO sample VALUES(5,2,6,3,1,5000,1777896125000,1,3,481234559,115678900,520000,13900,9000,11,'[50,null,130]');
CREATE TABLE conflict (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream (id),
  sequence INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  tag BLOB NOT NULL,
  received_ms INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  UNIQUE (stream, sequence, tag));
INSERT INTO "conflict" VALUES(1,1,3,2,X'd8e2a9a94c619d3713c7167c4de98950',1777896000000,X'100300002b2ae62872c602038b1f33d7cb3e16f382e1fcaae0955bdcd8e2a9a94c619d3713c7167c4de98950');
CREATE TABLE counter (
  unit_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  count INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  last_detail TEXT,
  PRIMARY KEY (unit_id, outcome)) WITHOUT ROWID;
INSERT INTO counter VALUES('6gzpjja7','stored',4,1777896000000,NULL);
INSERT INTO counter VALUES('g94vn100','conflict',1,1777896000000,'stream 00002b2ae62872c6 sequence 3 was stored with another content: a clone, or a restored flash');
INSERT INTO counter VALUES('g94vn100','parked',1,1777896000000,'dictionary 9cb2e635 has not come yet');
INSERT INTO counter VALUES('g94vn100','stored',1,1777896000000,NULL);
INSERT INTO counter VALUES('g94vn100','version',1,1777896000000,'version 0, this program knows 1');
CREATE INDEX frame_waiting ON frame (state, stream) WHERE state <> 0;
CREATE INDEX sample_by_unit ON sample (unit);
CREATE INDEX sample_by_start_up ON sample (start_up, uptime_ms);
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
COMMIT;
PRAGMA application_id = 1414810693;
PRAGMA user_version = 1;
