// Puts the parts of the page together.
import { Checks } from './checks.mjs';
import { ask, askChecks, askSamples, askSignals, Feed } from './feed.mjs';
import { course, duration, localTime, number, utcDateTime } from './format.mjs';
import { freshness } from './freshness.mjs';
import { Locator } from './locator.mjs';
import { MapView } from './map.mjs';
import { hasPosition, kilometresPerHour, Panel } from './panel.mjs';
import { Plots } from './plots.mjs';
import { SampleSeries } from './samples.mjs';
import { speedClasses } from './track.mjs';
import { loadWorld } from './world.mjs';

const firstChunk = 1_000;
const historyChunk = 5_000;
const unitsEveryMilliseconds = 3_000;
const redrawEveryMilliseconds = 200;
const redateEveryMilliseconds = 15_000;
const checksEveryMilliseconds = 5_000;
const standingMetresPerSecond = 0.5;

const byId = (id) => document.getElementById(id);
const setText = (id, text) => {
  if (byId(id).textContent !== text) byId(id).textContent = text;
};

const page = {
  config: null,
  units: [],
  unitId: null,
  series: null,
  signalUnits: {},
  feed: null,
  /** Server's clock minus this machine's, in seconds. */
  clockOffset: 0,
  arrivedAt: -Infinity,
  dirty: false,
  connected: false,
  map: null,
  plots: null,
  panel: new Panel(),
  checks: new Checks(),
  locator: null,
};

const now = () => Date.now() / 1000 + page.clockOffset;

function takeServerTime(text) {
  const seconds = Date.parse(text) / 1000;
  if (Number.isFinite(seconds)) page.clockOffset = seconds - Date.now() / 1000;
}

// ---- units

async function refreshUnits() {
  try {
    const answer = await ask('api/units');
    takeServerTime(answer.serverTime);
    page.units = answer.units;
    if (!page.feed) setConnected(true);
    const wanted = unitFromAddress();
    const chosen = page.units.find((unit) => unit.unitId === wanted) ?? page.units.find((unit) => unit.unitId === page.unitId) ?? mostRecent(page.units);
    if (chosen && chosen.unitId !== page.unitId) await select(chosen.unitId);
    showEmpty();
  } catch (error) {
    if (!page.feed) setConnected(false, error.message);
  } finally {
    setTimeout(refreshUnits, unitsEveryMilliseconds);
  }
}

const mostRecent = (units) => [...units].sort((a, b) => (Date.parse(b.lastSampleTime) || 0) - (Date.parse(a.lastSampleTime) || 0))[0];

const unitFromAddress = () => new URLSearchParams(location.hash.slice(1)).get('unit');

function stateOf(unit) {
  // Of the chosen unit the event stream knows more than the list does.
  const lastTime = (unit.unitId === page.unitId && page.series?.latestDated?.time) || unit.lastSampleTime;
  const age = lastTime ? now() - Date.parse(lastTime) / 1000 : NaN;
  if (Number.isNaN(age)) return { state: 'none', text: unit.samplesStored > 0 ? 'not dated' : 'nothing yet' };
  const { state } = freshness({ ageSeconds: age, arrivedSecondsAgo: Infinity, ...page.config });
  return { state, text: age < -5 ? 'ahead' : duration(age) };
}

function showUnits() {
  const list = byId('unit-list');
  byId('units').hidden = page.units.length < 2;
  while (list.children.length > page.units.length) list.lastChild.remove();
  page.units.forEach((unit, index) => {
    let item = list.children[index];
    if (!item) {
      item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      for (const name of ['lamp', 'unit-label', 'unit-age']) {
        const part = document.createElement('span');
        part.className = name;
        button.append(part);
      }
      button.addEventListener('click', () => choose(button.dataset.unit));
      item.append(button);
      list.append(item);
    }
    const button = item.firstChild;
    const { state, text } = stateOf(unit);
    button.dataset.unit = unit.unitId;
    button.dataset.state = state;
    button.title = unit.unitId;
    button.setAttribute('aria-current', String(unit.unitId === page.unitId));
    button.querySelector('.unit-label').textContent = unit.label;
    button.querySelector('.unit-age').textContent = text;
  });
  page.map?.setOthers(page.units
    .filter((unit) => unit.unitId !== page.unitId && hasPosition(unit.newestSample))
    .map((unit) => ({ unitId: unit.unitId, label: unit.label, state: stateOf(unit).state, longitude: unit.newestSample.longitudeDegrees, latitude: unit.newestSample.latitudeDegrees })));
}

function choose(unitId) {
  location.hash = new URLSearchParams({ unit: unitId }).toString();
}

async function select(unitId) {
  page.feed?.close();
  page.feed = null;
  page.unitId = unitId;
  const series = new SampleSeries(page.config.samplesKept);
  page.series = series;
  page.signalUnits = {};
  page.arrivedAt = -Infinity;
  page.panel.clear();
  page.checks.clear();
  page.map?.setSeries(series);
  page.map?.follow(true);
  page.plots.setSeries(series, page.signalUnits);
  showUnits();

  let signals;
  let newest;
  try {
    [signals, newest] = await Promise.all([askSignals(unitId), askSamples(unitId, { limit: firstChunk })]);
  } catch (error) {
    // Left as not selected, so that the next look at the units tries again.
    if (page.series === series) page.unitId = null;
    throw error;
  }
  if (page.series !== series) return;
  page.signalUnits = signals.signalUnits;
  page.plots.setUnits(page.signalUnits);
  takeServerTime(newest.serverTime);
  series.add(newest.samples);
  page.dirty = true;
  refreshChecks();
  page.feed = new Feed({
    unitId,
    after: newest.samples.length > 0 ? series.highestId : 0,
    onState: (connected) => setConnected(connected),
    onSamples: (answer) => {
      takeServerTime(answer.serverTime);
      if (answer.samples.length === 0 || page.series !== series) return;
      page.arrivedAt = Date.now() / 1000;
      series.add(answer.samples);
      page.dirty = true;
      askForNewSignalUnits(answer.samples);
      showEmpty();
    },
  });
  if (newest.samples.length === firstChunk) loadHistory(unitId, series);
}

let askedForSignals = '';
async function askForNewSignalUnits(samples) {
  const unknown = Object.keys(samples[samples.length - 1].signals ?? {}).filter((name) => !(name in page.signalUnits));
  const key = page.unitId + unknown.join();
  if (unknown.length === 0 || askedForSignals === key) return;
  askedForSignals = key;
  const { unitId, series } = page;
  try {
    const { signalUnits } = await ask(`api/units/${encodeURIComponent(unitId)}/signals`);
    if (page.series !== series) return;
    page.signalUnits = signalUnits;
    page.plots.setUnits(signalUnits);
    page.dirty = true;
  } catch {
    // Values without their unit of measure stay readable; the next new signal asks again.
    askedForSignals = '';
  }
}

// Backwards from what is shown already, in pieces, so that the page never waits for it.
async function loadHistory(unitId, series) {
  const progress = byId('progress');
  try {
    while (page.series === series && series.length + series.undated.size < page.config.samplesKept) {
      const total = Math.min(page.config.samplesKept, page.units.find((unit) => unit.unitId === unitId)?.samplesStored ?? 0);
      progress.hidden = false;
      progress.textContent = `Loading history, ${number(series.length)} of ${number(total)} samples`;
      const { samples } = await askSamples(unitId, { before: series.lowestId, limit: historyChunk });
      if (page.series !== series || samples.length === 0) break;
      series.add(samples);
      page.dirty = true;
      if (samples.length < historyChunk) break;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    progress.hidden = true;
  } catch (error) {
    progress.textContent = `History could not be loaded: ${error.message}`;
  }
}

// The receiver dates samples later, when the unit's clock has been set; they keep their ids.
async function refreshUndated() {
  const { series, unitId } = page;
  if (series && series.undated.size > 0) {
    try {
      const { samples } = await askSamples(unitId, { after: Math.min(...series.undated.keys()) - 1, limit: historyChunk });
      const dated = samples.filter((sample) => sample.time && series.undated.has(sample.id));
      if (page.series === series && dated.length > 0) {
        series.add(dated);
        page.dirty = true;
      }
    } catch {
      // The next turn asks again, and the connection's state is shown by the event stream.
    }
  }
  setTimeout(refreshUndated, redateEveryMilliseconds);
}

// A status comes when a check turns to fail, else once an hour; what the page shows of it is no older than this.
let checksTimer;
async function refreshChecks() {
  clearTimeout(checksTimer);
  const { series, unitId } = page;
  try {
    const answer = await askChecks(unitId);
    if (page.series !== series) return;
    takeServerTime(answer.serverTime);
    page.checks.take(answer, labelOf(unitId));
    page.checks.show(now());
  } catch {
    // The next turn asks again, and the connection's state is shown by the event stream.
  }
  clearTimeout(checksTimer);
  checksTimer = setTimeout(refreshChecks, checksEveryMilliseconds);
}

// ---- what is shown

function setConnected(connected, message) {
  page.connected = connected;
  byId('link').dataset.state = connected ? 'live' : 'stale';
  setText('link-text', connected ? 'Connected' : 'Map server not reached');
  byId('link').title = message ?? '';
}

function showEmpty() {
  const unit = page.units.find((one) => one.unitId === page.unitId);
  const nothing = !page.series || (page.series.length === 0 && page.series.undated.size === 0);
  const [title, text] = page.units.length === 0
    ? ['No unit has sent yet', 'This page shows the first one as soon as its samples are stored. Nothing has to be loaded again.']
    : nothing ? [`${unit?.label ?? 'The unit'} has sent nothing yet`, 'It is known here, but no sample of it is stored. This page waits for the first.'] : ['', ''];
  byId('empty').hidden = title === '';
  setText('empty-title', title);
  setText('empty-text', text);
  byId('hero').hidden = nothing;
}

let announced = '';
function showAge() {
  const seconds = now();
  const clock = byId('clock');
  setText('clock', `${utcDateTime(seconds)} UTC`);
  clock.dateTime = new Date(seconds * 1000).toISOString();
  clock.title = localTime(seconds);

  const latest = page.series?.latest;
  if (!latest) return 'none';
  const facts = freshness({
    ageSeconds: latest.time ? seconds - Date.parse(latest.time) / 1000 : NaN,
    arrivedSecondsAgo: Date.now() / 1000 - page.arrivedAt,
    ...page.config,
  });
  byId('fresh').dataset.state = facts.state;
  byId('hero').dataset.state = facts.state;
  setText('fresh-text', facts.text);
  byId('fresh').title = latest.time ? `${utcDateTime(Date.parse(latest.time) / 1000)} UTC, ${localTime(Date.parse(latest.time) / 1000)}` : '';
  if (announced !== page.unitId + facts.word) {
    announced = page.unitId + facts.word;
    byId('announce').textContent = `${labelOf(page.unitId)}: ${facts.text}`;
  }
  return facts.state;
}

const labelOf = (unitId) => page.units.find((unit) => unit.unitId === unitId)?.label ?? unitId ?? '';

function showHero() {
  const latest = page.series.latest;
  if (!latest) return;
  setText('hero-label', labelOf(page.unitId));
  setText('hero-speed', kilometresPerHour(latest.speedMetresPerSecond));
  byId('hero-speed').classList.toggle('absent', !Number.isFinite(latest.speedMetresPerSecond));
  const standing = Number.isFinite(latest.speedMetresPerSecond) && latest.speedMetresPerSecond < standingMetresPerSecond;
  const known = Number.isFinite(latest.courseDegrees) && !standing;
  setText('hero-motion', standing ? 'Standing' : known ? course(latest.courseDegrees) : 'Course not known');
  byId('hero-course').classList.toggle('unknown', !known);
  byId('hero-arrow').setAttribute('transform', `rotate(${known ? latest.courseDegrees.toFixed(0) : 0} 12 12)`);

  const notes = [];
  if (!hasPosition(latest)) {
    const index = page.series.lastPosition();
    const age = index >= 0 && latest.time ? Date.parse(latest.time) / 1000 - page.series.time[index] : NaN;
    notes.push(latest.isPrivate ? 'Private mode' : index < 0 ? 'No fix yet' : `No fix, position is ${duration(age)} older`);
  }
  if (latest.timeIsEstimated) notes.push('Time estimated');
  byId('hero-note').hidden = notes.length === 0;
  setText('hero-note', notes.join(' · '));
  document.title = `${labelOf(page.unitId)} · Telltale`;
}

let listedAt = 0;
function redraw() {
  const state = showAge();
  if (Date.now() - listedAt >= 1_000) {
    listedAt = Date.now();
    showUnits();
    page.checks.show(now());
  }
  if (page.series) {
    if (page.dirty) {
      page.dirty = false;
      showHero();
      showEmpty();
      page.panel.show(page.series.latest, {
        series: page.series,
        units: page.signalUnits,
        stored: page.units.find((unit) => unit.unitId === page.unitId)?.samplesStored ?? 0,
      });
      page.plots.update();
      page.map?.update();
      const index = page.series.lastPosition();
      page.locator?.show(index >= 0 ? [page.series.column('longitude')[index], page.series.column('latitude')[index]] : null);
      byId('legend-unsure').hidden = !page.map?.hasUnsureTrack;
      document.body.dataset.samples = page.series.length + page.series.undated.size;
    }
    page.map?.showState(state);
  }
  setTimeout(redraw, redrawEveryMilliseconds);
}

function makeLegend() {
  const legend = byId('legend');
  legend.setAttribute('aria-label', `Colour of the track by speed in km/h, in steps at ${speedClasses.join(', ')}`);
  for (let index = 0; index <= speedClasses.length; index++) {
    const step = document.createElement('span');
    step.className = `speed speed-${index}`;
    step.textContent = index < speedClasses.length ? String(speedClasses[index]) : 'km/h';
    legend.append(step);
  }
}

async function start() {
  makeLegend();
  page.config = await ask('api/config');
  page.plots = new Plots({ config: page.config, onHover: (index) => page.map?.hover(index) });

  let world = null;
  try {
    world = await loadWorld();
  } catch (error) {
    setText('attribution', error.message);
    byId('attribution').hidden = false;
  }
  page.locator = new Locator(byId('locator'), world);
  try {
    page.map = new MapView({
      world,
      config: page.config,
      onSelectUnit: choose,
      onFollowChange: (on) => byId('follow').setAttribute('aria-pressed', String(on)),
    });
    byId('follow').addEventListener('click', () => page.map.follow(!page.map.following));
    byId('zoom-in').addEventListener('click', () => page.map.zoomBy(1));
    byId('zoom-out').addEventListener('click', () => page.map.zoomBy(-1));
    byId('view-street').addEventListener('click', () => page.map.showStreet());
    byId('view-track').addEventListener('click', () => page.map.showTrack());
    byId('view-world').addEventListener('click', () => page.map.showWorld());
    byId('locator').addEventListener('click', () => page.map.showCountry());
    if (page.config.tileAttribution) {
      setText('attribution', page.config.tileAttribution);
      byId('attribution').hidden = false;
    }
  } catch (error) {
    page.map = null;
    byId('map').classList.add('failed');
    byId('map').textContent = `The map needs WebGL, which this browser does not give (${error.message}). Values and plots work without it.`;
  }

  addEventListener('hashchange', () => {
    const wanted = unitFromAddress();
    if (wanted && wanted !== page.unitId && page.units.some((unit) => unit.unitId === wanted)) {
      select(wanted).catch((error) => setConnected(false, error.message));
    }
  });
  refreshUnits();
  refreshUndated();
  redraw();
}

start().catch((error) => {
  setConnected(false, error.message);
  setTimeout(() => location.reload(), 5_000);
});
