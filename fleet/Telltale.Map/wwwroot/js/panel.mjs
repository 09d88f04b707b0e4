// The values of the newest sample, as text.
import { absent, course, fixMode, localTime, number, position, signalName, unit, utcDateTime } from './format.mjs';

const filterFrom = 15;

export class Panel {
  #rows = new Map();
  #signalRows = new Map();

  constructor() {
    this.values = document.getElementById('values');
    this.signals = document.getElementById('signals');
    this.filter = document.getElementById('signal-filter');
    this.filter.addEventListener('input', () => this.#applyFilter());
    this.localTimeShown = '';
  }

  clear() {
    this.#rows.clear();
    this.#signalRows.clear();
    this.values.replaceChildren();
    this.signals.replaceChildren();
    this.filter.value = '';
    this.paths = '';
  }

  /** @param {object} sample the newest; null for none @param {object} more counts and units */
  show(sample, { series, units, stored }) {
    const seconds = sample?.time ? Date.parse(sample.time) / 1000 : NaN;
    this.#put('Speed', sample ? kilometresPerHour(sample.speedMetresPerSecond) : absent, 'km/h');
    this.#put('Course', sample ? course(sample.courseDegrees) : absent);
    this.#put('Height', sample ? number(sample.heightMetres, 0) : absent, 'm');
    this.#put('Fix', sample ? fixMode(sample.mode) : absent);
    this.#put('Satellites', sample ? number(sample.satellitesUsed, 0) : absent);
    this.#put('Position', sample ? (hasPosition(sample) ? position(sample.latitudeDegrees, sample.longitudeDegrees) : sample.isPrivate ? 'private' : 'no fix') : absent);
    this.#put('Activity', sample?.activity ?? absent);
    this.#put('Trip', Number.isFinite(sample?.trip) ? String(sample.trip) : absent);
    const odometer = this.#put('Odometer', number((sample?.odometerMetres ?? NaN) / 1000, 1), 'km', Number.isFinite(sample?.odometerMetres) ? 'by installation' : '');
    odometer.title = Number.isFinite(sample?.odometerMetres)
      ? `${number(sample.distanceMetres / 1000, 1)} km of the unit and the offset of its installation record` : 'There is no installation record with an odometer';
    const taken = this.#put('Taken', Number.isFinite(seconds) ? `${utcDateTime(seconds)} UTC` : sample ? 'not known yet' : absent, '', sample?.timeIsEstimated ? 'estimated' : '');
    taken.title = Number.isFinite(seconds) ? localTime(seconds) : '';
    const held = series.length + series.undated.size;
    this.#put('Samples', stored > held ? `${number(held)} of ${number(stored)}` : number(held), '',
      series.undated.size > 0 ? `${number(series.undated.size)} not dated` : '');

    const paths = Object.keys(sample?.signals ?? {});
    const all = [...new Set([...paths, ...series.signals])].sort();
    const key = all.join('\n');
    if (this.paths !== key) {
      this.paths = key;
      
      this.#signalRows.clear();
      this.signals.replaceChildren();
      let group;
      let list;
      for (const path of all) {
        const prefix = path.slice(0, Math.max(0, path.lastIndexOf('.')));
        if (prefix !== group) {
          group = prefix;
          const heading = document.createElement('h3');
          heading.textContent = prefix;
          list = document.createElement('dl');
          list.className = 'values';
          this.signals.append(heading, list);
        }
        this.#signalRows.set(path, row(list, signalName(path), path));
      }
      document.getElementById('signal-count').textContent = all.length > 0 ? String(all.length) : '';
      this.filter.hidden = all.length < filterFrom;
      this.#applyFilter();
    }
    document.getElementById('no-signals').hidden = all.length > 0;
    for (const [path, cells] of this.#signalRows) fill(cells, number(sample?.signals?.[path] ?? NaN), unit(units[path]), '');
  }

  #put(name, value, unitName = '', tag = '') {
    let cells = this.#rows.get(name);
    if (!cells) {
      cells = row(this.values, name);
      this.#rows.set(name, cells);
    }
    fill(cells, value, unitName, tag);
    return cells.value;
  }

  #applyFilter() {
    const wanted = this.filter.value.trim().toLowerCase();
    for (const [path, cells] of this.#signalRows) cells.line.hidden = !`${path} ${cells.name.textContent}`.toLowerCase().includes(wanted);
    for (const list of this.signals.querySelectorAll('dl')) {
      const none = [...list.children].every((line) => line.hidden);
      list.hidden = none;
      list.previousElementSibling.hidden = none;
    }
  }
}

export const hasPosition = (sample) => Number.isFinite(sample?.latitudeDegrees) && Number.isFinite(sample?.longitudeDegrees);

/** A speed as the page prints it: a decimal below 10 km/h, none above. */
export function kilometresPerHour(metresPerSecond) {
  const value = metresPerSecond * 3.6;
  return Number.isFinite(metresPerSecond) ? number(value, value < 9.95 ? 1 : 0) : absent;
}

function row(list, label, title = '') {
  const line = document.createElement('div');
  const name = document.createElement('dt');
  const value = document.createElement('dd');
  const text = document.createElement('span');
  const measure = document.createElement('small');
  const tag = document.createElement('em');
  name.textContent = label;
  name.title = title;
  value.append(text, measure, tag);
  line.append(name, value);
  list.append(line);
  return { line, name, value, text, measure, tag };
}

function fill(cells, value, unitName, tag) {
  set(cells.text, value);
  set(cells.measure, value === absent ? '' : unitName);
  set(cells.tag, tag);
  cells.value.classList.toggle('absent', value === absent);
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
