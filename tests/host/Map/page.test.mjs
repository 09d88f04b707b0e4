// The page's parts that need no browser. Run by PageLogicTests.cs with node --test; FOLDER in the environment is the page's folder.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const load = (name) => import(pathToFileURL(join(process.env.FOLDER, 'js', name)).href);
const { SampleSeries, decimate, signalColumn } = await load('samples.mjs');
const { trackFeatures, undatedFeatures } = await load('track.mjs');
const { forward, inverse, zoneOf } = await load('utm.mjs');
const { gridLines, gridLabels } = await load('grid.mjs');
const { freshness } = await load('freshness.mjs');
const format = await load('format.mjs');
const { describeCheck, sortChecks, summary } = await load('checks.mjs');

const start = Date.UTC(2026, 2, 1, 12) / 1000;
const sample = (id, more = {}) => ({
  id, unitId: 'u', time: new Date((start + id) * 1000).toISOString(), timeIsEstimated: false, latitudeDegrees: 51 + id * 1e-4, longitudeDegrees: 7, speedMetresPerSecond: 10,
  mode: '3d', signals: { 'OBD.EngineSpeed': 1000 + id }, ...more,
});
const ids = (series) => [...series.id.subarray(0, series.length)];
const series = (samples, kept = 100_000) => {
  const made = new SampleSeries(kept);
  made.add(samples);
  return made;
};
const range = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);

test('samples lie in order of time whatever order they come in', () => {
  const made = new SampleSeries(1000);
  made.add([sample(5), sample(3)]);
  made.add([sample(9), sample(10)]);
  const before = made.generation;
  made.add([sample(1), sample(7)]);
  assert.deepEqual(ids(made), [1, 3, 5, 7, 9, 10]);
  assert.notEqual(made.generation, before, 'whoever drew the track draws it again');
  assert.deepEqual([...made.column(signalColumn('OBD.EngineSpeed')).subarray(0, 6)], [1001, 1003, 1005, 1007, 1009, 1010]);
  assert.equal(made.latest.id, 10);
});

test('samples after the last are appended and nothing is drawn again', () => {
  const made = series([sample(1)]);
  const before = made.generation;
  for (const id of range(2, 3000)) made.add([sample(id)]);
  assert.equal(made.generation, before);
  assert.equal(made.length, 2999);
  assert.deepEqual(ids(made), range(1, 3000));
});

test('a signal that is new has no values before it came, and none where it was absent', () => {
  const made = series([sample(1), sample(2, { signals: { 'OBD.Speed': 4 } }), sample(3, { signals: {} })]);
  assert.deepEqual([...made.column(signalColumn('OBD.Speed')).subarray(0, 3)], [NaN, 4, NaN]);
  assert.deepEqual(made.signals, ['OBD.EngineSpeed', 'OBD.Speed']);
});

test('half a position is no position', () => {
  const made = series([sample(1, { latitudeDegrees: undefined }), sample(2, { longitudeDegrees: null })]);
  assert.equal(made.lastPosition(), -1);
  assert.ok(Number.isNaN(made.column('longitude')[0]));
});

test('the oldest samples go when there are more than are kept', () => {
  const made = series(range(1, 1001).map((id) => sample(id)), 1000);
  made.add(range(1001, 1201).map((id) => sample(id)));
  assert.equal(made.length, 1000);
  assert.equal(made.id[0], 201);
});

test('a sample without a time is kept apart and takes its place once it is dated', () => {
  const made = series([sample(4, { time: undefined }), sample(5)]);
  assert.equal(made.latest.id, 5);
  assert.equal(made.undated.size, 1);
  made.add([sample(6, { time: undefined })]);
  assert.equal(made.latest.id, 6, 'it came after all others');
  made.add([sample(4)]);
  assert.equal(made.undated.size, 1);
  assert.deepEqual(ids(made), [4, 5]);
});

test('the nearest sample is found, and none across a gap', () => {
  const made = series([sample(1), sample(2), sample(300)]);
  assert.equal(made.nearest(start + 1.6), 1);
  assert.equal(made.nearest(start + 150, 10), -1);
  assert.equal(made.nearest(start + 1e6), 2);
});

test('a plot has a gap where values are absent and where time passed without samples', () => {
  const made = series([sample(1), sample(2, { speedMetresPerSecond: null }), sample(3), sample(200), sample(201)]);
  const [, values] = decimate(made, 'speed', start, start + 300, 500, 120);
  assert.deepEqual(values, [36, null, 36, null, 36, 36]);
});

test('a plot of 100,000 samples draws few points, none of them invented, and keeps the peaks', () => {
  const made = series(range(0, 100_000).map((id) => sample(id, { speedMetresPerSecond: id === 54_321 ? 55 : 10 + (id % 7) })));
  const [times, values] = decimate(made, 'speed', start, start + 100_000, 700, 120);
  assert.ok(times.length <= 700 * 4 + 4, `${times.length} points`);
  assert.ok(Math.max(...values) > 197.9, 'the one peak is there');
  assert.ok(times.every((time, index) => index === 0 || time > times[index - 1]), 'times rise');
  for (let index = 0; index < times.length; index++) assert.equal(values[index], made.column('speed')[times[index] - start]);
});

test('the track breaks at a gap in time and where there is no position', () => {
  const made = series([...range(1, 10).map((id) => sample(id)), sample(10, { latitudeDegrees: null }), ...range(11, 20).map((id) => sample(id)), sample(300), sample(301)]);
  const features = trackFeatures(made, 0, made.length, 120, 0);
  assert.deepEqual(features.map((feature) => feature.geometry.coordinates.length), [9, 9, 2]);
});

test('the track is one line across a change of colour', () => {
  const made = series([sample(1), sample(2), sample(3, { speedMetresPerSecond: 30 }), sample(4, { speedMetresPerSecond: 30, timeIsEstimated: true })]);
  const features = trackFeatures(made, 0, made.length, 120, 0);
  assert.deepEqual(features.map((feature) => [feature.properties.speed, feature.properties.sure]), [[2, true], [4, true], [4, false]]);
  for (let index = 1; index < features.length; index++) {
    assert.deepEqual(features[index].geometry.coordinates[0], features[index - 1].geometry.coordinates.at(-1));
  }
});

test('leaving points out moves the track by no more than the tolerance', () => {
  const bend = (id) => 7 + 2e-4 * Math.sin(id / 20);
  const made = series(range(0, 2000).map((id) => sample(id, { longitudeDegrees: bend(id), latitudeDegrees: 51 + id * 1e-6 })));
  const kept = trackFeatures(made, 0, made.length, 120, 0.5)[0].geometry.coordinates;
  assert.ok(kept.length < 1000 && kept.length > 20, `${kept.length} points`);
  const east = 111_320 * Math.cos((51 * Math.PI) / 180);
  for (let id = 0; id < 2000; id++) {
    const next = kept.findIndex(([, latitude]) => latitude >= 51 + id * 1e-6 - 1e-12);
    const [a, b] = [kept[Math.max(0, next - 1)], kept[next]];
    const [dx, dy] = [(b[0] - a[0]) * east, (b[1] - a[1]) * 111_320];
    const [x, y] = [(bend(id) - a[0]) * east, (51 + id * 1e-6 - a[1]) * 111_320];
    const away = dx === 0 && dy === 0 ? Math.hypot(x, y) : Math.abs(x * dy - y * dx) / Math.hypot(dx, dy);
    assert.ok(away <= 0.51, `sample ${id} is ${away} m away`);
  }
});

test('the track goes on across the antimeridian', () => {
  const made = series([sample(1, { longitudeDegrees: 179.9999 }), sample(2, { longitudeDegrees: -179.9999 })]);
  const [[west], [east]] = trackFeatures(made, 0, 2, 120, 0)[0].geometry.coordinates;
  assert.ok(Math.abs(east - west) < 0.001);
});

test('samples without a time are drawn in the order in which they were stored', () => {
  const [line] = undatedFeatures([sample(3), sample(1), sample(2)]);
  assert.deepEqual(line.geometry.coordinates.map(([, latitude]) => Math.round((latitude - 51) * 1e4)), [1, 2, 3]);
});

// Published coordinates of the CN Tower: 17T 630084 4833438.
test('UTM agrees with published coordinates', () => {
  const tower = forward(43.642567, -79.387139, zoneOf(-79.387139));
  assert.equal(zoneOf(-79.387139), 17);
  assert.deepEqual([Math.floor(tower.easting), Math.floor(tower.northing)], [630084, 4833438]);
});

test('UTM comes back to where it started, to a millimetre', () => {
  for (let latitude = -79; latitude <= 83; latitude += 9) {
    for (let longitude = -180; longitude < 180; longitude += 7.3) {
      const zone = zoneOf(longitude);
      const { easting, northing } = forward(latitude, longitude, zone);
      const back = inverse(easting, northing, zone);
      const turn = ((((back.longitude - longitude + 180) % 360) + 360) % 360) - 180;
      assert.ok(Math.abs(back.latitude - latitude) < 9e-9 && Math.abs(turn) < 9e-9, `${latitude} ${longitude}`);
    }
  }
});

test('neighbouring lines of the grid are as far apart as the grid says, on the ground', () => {
  const box = [7.6, 51.95, 7.61, 51.955];
  const grid = gridLines(box, 0.8);
  assert.equal(grid.spacing, 100);
  const meridians = grid.features.slice(0, 2).map((feature) => feature.geometry.coordinates[0]);
  const metres = Math.hypot((meridians[1][0] - meridians[0][0]) * 111_320 * Math.cos((51.95 * Math.PI) / 180), (meridians[1][1] - meridians[0][1]) * 111_320);
  assert.ok(Math.abs(metres - grid.step) < 0.005 * grid.step, `${metres} m`);
  assert.equal(gridLines(box, 5000), null, 'no metre grid over a continent');
  assert.ok(gridLabels(([x, y]) => ({ lng: 7.6 + x * 1e-5, lat: 51.955 - y * 1e-5 }), 1000, 500, grid.zone, grid.spacing).length > 5);
});

const fresh = (ageSeconds, arrivedSecondsAgo = Infinity) => freshness({ ageSeconds, arrivedSecondsAgo, freshForSeconds: 15, staleAfterSeconds: 120 });

test('a sample is live, then late, then stale', () => {
  assert.deepEqual([fresh(1).state, fresh(15.1).state, fresh(121).state], ['live', 'late', 'stale']);
});

test('old samples that arrive now are catching up, not live', () => {
  assert.equal(fresh(5000, 1).state, 'late');
  assert.match(fresh(5000, 1).text, /Arriving now, taken 1 h 23 min ago/);
});

test('a sample from the future or without a time is never live', () => {
  assert.equal(fresh(-600).state, 'stale');
  assert.match(fresh(-600, 1).text, /ahead/);
  assert.match(fresh(NaN, 1).text, /time not known yet/);
});

test('numbers, times and names read as a person writes them', () => {
  assert.equal(format.number(NaN), '–');
  assert.equal(format.number(12345.6), '12\u2009346');
  assert.equal(format.number(-0.004), '0');
  assert.equal(format.number(61.6), '61.6');
  assert.equal(format.number(100), '100');
  assert.equal(format.course(359.7), '0° N');
  assert.equal(format.duration(65), '1 min 05 s');
  assert.equal(format.position(-33.85678, 151.21531), '33.85678°\u00a0S 151.21531°\u00a0E');
  assert.equal(format.position(undefined, 7), '–');
  assert.equal(format.utcDateTime(Date.UTC(2026, 2, 1, 4, 5, 6) / 1000), '2026-03-01 04:05:06');
  assert.equal(format.signalName('OBD.EngineSpeed'), 'Engine speed');
  assert.equal(format.signalName('WHEEL_SPEEDS.WHEEL_SPEED_FL'), 'WHEEL_SPEED_FL');
  assert.deepEqual([...format.signalNames(['A.Speed', 'B.Speed', 'A.Load']).values()], ['A.Speed', 'B.Speed', 'Load']);
});

test('checks are listed with what is wrong first, and a state of newer firmware counts as unknown', () => {
  const checks = [
    { number: 1, state: 'pass' }, { number: 10, state: 'fail' }, { number: 2, state: 'not_fitted' }, { number: 43, state: '7' }, { number: 3, state: 'fail' }, { number: 20, state: 'waiting' },
  ];
  assert.deepEqual(sortChecks(checks).map((check) => check.number), [3, 10, 20, 43, 1, 2]);
  assert.equal(describeCheck({ number: 43, state: '7' }, 0).state, 'unknown');
});

test('a check says name, state, value with limit or what it means, and since when', () => {
  const now = Date.UTC(2026, 4, 4, 12) / 1000;
  assert.deepEqual(describeCheck({ number: 10, name: 'supply voltage', state: 'fail', value: 11000, limit: 11800, unitOfMeasure: 'mV', since: '2026-05-04T11:56:55+00:00' }, now), {
    name: 'supply voltage', state: 'fail', lamp: 'stale', value: '11000 mV, limit 11800 mV', since: 'for 3 min 05 s', sinceSeconds: now - 185,
  });
  assert.equal(describeCheck({ number: 42, name: 'tls', state: 'not_fitted', value: 1, note: 'off by configuration' }, now).value, 'off by configuration');
  const bare = describeCheck({ number: 99, state: 'waiting' }, now);
  assert.deepEqual([bare.name, bare.state, bare.lamp, bare.value, bare.since], ['check 99', 'unknown', 'late', '', '']);
});

test('a screen reader is told which checks fail, and how many are unknown', () => {
  assert.equal(summary([{ number: 1, name: 'keys', state: 'pass' }]), 'no check fails');
  assert.equal(summary([]), 'no checks known');
  assert.equal(summary([{ number: 43, name: 'broker', state: 'fail' }, { number: 10, name: 'supply voltage', state: 'fail' }, { number: 20, state: 'waiting' }]),
    '2 checks fail: supply voltage, broker; 1 unknown');
});
