// Small multiples over one time axis: what the vehicle did, one quantity a row.
import uPlot from '../lib/uPlot.esm.js';
import { number, signalNames, unit, utcDate, utcTime } from './format.mjs';
import { decimate, signalColumn, signalOf } from './samples.mjs';

const ranges = [['5 min', 300], ['30 min', 1800], ['2 h', 7200], ['All', Infinity]];
const receiverColumns = [['speed', 'Speed (GNSS)', 'km/h'], ['height', 'Height', 'm'], ['course', 'Course', '°'], ['satellites', 'Satellites', '']];
const wanted = [
  ['speed'],
  ['OBD.EngineSpeed', 'Powertrain.CombustionEngine.Speed'].map(signalColumn),
  ['OBD.FuelLevel', 'Powertrain.FuelSystem.RelativeLevel'].map(signalColumn),
  ['OBD.EngineLoad', 'OBD.ThrottlePosition', 'OBD.CoolantTemperature'].map(signalColumn),
];
const axisHeight = 20;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class Plots {
  /** @param {{config: object, onHover: (index: number) => void}} options */
  constructor({ config, onHover }) {
    this.config = config;
    this.onHover = onHover;
    this.holder = document.getElementById('plot-rows');
    this.readout = document.getElementById('readout');
    this.series = null;
    this.units = {};
    this.range = 300;
    this.zoom = null;
    this.hovered = -1;
    this.rows = wanted.map((_, index) => this.#makeRow(index));
    this.#makeRanges();
    this.holder.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.#resize()).observe(this.holder);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.rows.forEach((row) => row.plot?.redraw(false, true)));
  }

  setSeries(series, units) {
    this.series = series;
    this.units = units;
    this.zoom = null;
    this.#hoverAt(-1);
    for (const row of this.rows) row.chosen = null;
    this.#offer();
    this.update();
  }

  setUnits(units) {
    this.units = units;
  }

  update() {
    if (!this.series) return;
    this.#offer();
    const [from, to] = this.#window();
    for (const row of this.rows) {
      const data = decimate(this.series, row.column, from, to, Math.max(50, row.canvas.clientWidth), this.config.gapAfterSeconds);
      const has = data[1].some((value) => value !== null);
      row.empty.hidden = has;
      row.has = has;
      if (!has) row.empty.textContent = this.series.length === 0 ? (this.series.undated.size > 0 ? 'Not drawn before it is dated' : 'Nothing to draw yet') : `No ${row.select.selectedOptions[0]?.textContent ?? 'value'} in the time shown`;
      row.canvas.dataset.points = data[0].length;
      row.plot?.setData(data);
    }
    this.#showValues();
    if (this.hovered >= 0) this.#showCursor();
  }

  #window() {
    if (this.zoom) return this.zoom;
    if (!this.series || this.series.length === 0) {
      const now = Date.now() / 1000;
      return [now - 300, now];
    }
    const last = this.series.time[this.series.length - 1];
    const first = this.series.time[0];
    // A window longer than what there is would squeeze a new drive into the edge.
    const length = Math.max(60, Math.min(this.range, last - first));
    return [last - length, last];
  }

  #makeRow(index) {
    const row = { column: wanted[index][0], chosen: null };
    const box = make('div', 'plot');
    const side = make('div', 'plot-side');
    row.select = document.createElement('select');
    row.select.setAttribute('aria-label', `What plot ${index + 1} shows`);
    row.select.addEventListener('change', () => {
      row.chosen = row.select.value;
      row.column = row.select.value;
      this.#paint(row);
      this.update();
    });
    row.value = make('output', 'plot-value');
    side.append(row.select, row.value);
    row.canvas = make('div', 'plot-canvas');
    row.empty = make('p', 'plot-empty');
    row.canvas.append(row.empty);
    box.append(side, row.canvas);
    box.dataset.tone = String(index);
    this.holder.append(box);
    row.index = index;
    row.plot = this.#makePlot(row);
    return row;
  }

  #makePlot(row) {
    const last = row.index === wanted.length - 1;
    if (last) row.canvas.classList.add('with-axis');
    const font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const isolated = (plot, seriesIndex, shown, gaps) => {
      const values = plot.data[seriesIndex];
      const alone = [];
      for (let i = 0; i < values.length; i++) if (values[i] !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null) alone.push(i);
      return alone.length > 0 ? alone : null;
    };
    return new uPlot({
      width: Math.max(50, row.canvas.clientWidth),
      height: Math.max(30, row.canvas.clientHeight),
      padding: [5, 16, last ? 0 : 5, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 7, width: 2 } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      scales: {
        x: { time: true, range: () => this.#window() },
        y: { range: (_, low, high) => yRange(row.column, this.units, low, high) },
      },
      series: [
        {},
        {
          stroke: () => css(`--plot-${row.index}`),
          fill: () => css(`--plot-${row.index}-fill`),
          width: 1.5,
          spanGaps: false,
          points: { show: () => false, filter: isolated, size: 4 },
        },
      ],
      axes: [
        {
          size: last ? axisHeight : 0,
          gap: 3,
          font,
          stroke: () => css('--muted'),
          grid: { stroke: () => css('--plot-grid'), width: 1 },
          ticks: { show: false },
          space: 90,
          values: (_, splits) => (last ? splits.map((split, i) => xLabel(split, splits[1] - splits[0], i === 0)) : splits.map(() => '')),
        },
        {
          size: 46,
          gap: 4,
          font,
          stroke: () => css('--muted'),
          grid: { stroke: () => css('--plot-grid'), width: 1 },
          ticks: { show: false },
          space: 22,
          values: (_, splits) => splits.map((split) => !row.has ? '' : number(split, Math.abs(splits[1] - splits[0]) >= 1 || splits.length < 2 ? 0 : 1)),
        },
      ],
      hooks: {
        drawClear: [(plot) => this.#drawEstimated(plot)],
        setCursor: [(plot) => this.#onCursor(plot)],
        setSelect: [(plot) => this.#onSelect(plot)],
      },
    }, [[], []], row.canvas);
  }

  // Times that were only estimated get a hatched ground.
  #drawEstimated(plot) {
    const series = this.series;
    if (!series) return;
    const [from, to] = this.#window();
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = css('--estimated');
    ctx.lineWidth = window.devicePixelRatio;
    const end = Math.min(series.length, series.lowerBound(to) + 1);
    for (let index = Math.max(0, series.lowerBound(from) - 1); index < end; index++) {
      if (!series.estimated[index]) continue;
      const start = index;
      while (index + 1 < end && series.estimated[index + 1]) index++;
      const left = plot.valToPos(series.time[start], 'x', true);
      const right = Math.max(left + 3, plot.valToPos(series.time[index], 'x', true));
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, bbox.top, right - left, bbox.height);
      ctx.clip();
      ctx.beginPath();
      for (let x = left - bbox.height; x < right; x += 7 * window.devicePixelRatio) {
        ctx.moveTo(x, bbox.top + bbox.height);
        ctx.lineTo(x + bbox.height, bbox.top);
      }
      ctx.stroke();
      ctx.restore();
    }
    ctx.restore();
  }

  #onCursor(plot) {
    if (this.moving || !this.series) return;
    const { left } = plot.cursor;
    if (left === undefined || left < 0) {
      this.#hoverAt(-1);
      return;
    }
    const [from, to] = this.#window();
    // Within a gap there is nothing to point at.
    const tolerance = Math.max(2, ((to - from) / Math.max(1, plot.width)) * 4);
    this.#hoverAt(this.series.nearest(plot.posToVal(left, 'x'), tolerance));
  }

  #onSelect(plot) {
    const { left, width } = plot.select;
    if (width > 4) {
      const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
      if (to - from >= 2) this.#setZoom([from, to]);
    }
    if (width > 0) plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  #setZoom(zoom) {
    this.zoom = zoom;
    this.#markRange();
    this.update();
  }

  #onKey(event) {
    if (event.target !== this.holder || !this.series || this.series.length === 0) return;
    const step = (event.shiftKey ? 10 : 1) * { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') {
      this.#hoverAt(-1);
    } else if (Number.isFinite(step)) {
      const [from, to] = this.#window();
      const [first, last] = [this.series.lowerBound(from), Math.min(this.series.length, this.series.lowerBound(to + 0.001)) - 1];
      const start = this.hovered < 0 ? (step < 0 ? last + 1 : first - 1) : this.hovered;
      this.#hoverAt(Math.min(last, Math.max(first, start + step)));
    } else if (event.key === 'Home' || event.key === 'End') {
      const [from, to] = this.#window();
      this.#hoverAt(event.key === 'Home' ? this.series.lowerBound(from) : this.series.lowerBound(to + 0.001) - 1);
    } else {
      return;
    }
    this.readout.setAttribute('aria-live', 'polite');
    event.preventDefault();
  }

  #hoverAt(index) {
    if (index === this.hovered && index < 0) return;
    this.hovered = index;
    this.hoveredTime = index >= 0 ? this.series.time[index] : NaN;
    this.#showCursor();
    this.#showValues();
    this.onHover(index);
  }

  #showCursor() {
    // Samples may have come in before it, or gone, since it was put there.
    if (this.hovered >= 0 && this.series.time[this.hovered] !== this.hoveredTime) this.hovered = this.series.nearest(this.hoveredTime);
    this.moving = true;
    for (const { plot } of this.rows) {
      const left = this.hovered >= 0 ? plot.valToPos(this.hoveredTime, 'x') : -10;
      plot.setCursor({ left: left < 0 ? -10 : left, top: left < 0 ? -10 : 1 }, false);
    }
    this.moving = false;
  }

  #showValues() {
    const series = this.series;
    const index = this.hovered >= 0 ? this.hovered : series.length - 1;
    for (const row of this.rows) {
      const value = index >= 0 ? (series.column(row.column)?.[index] ?? NaN) : NaN;
      row.value.replaceChildren(number(value, decimalsOf(row.column, value)), ' ', small(unitOf(row.column, this.units)));
    }
    this.readout.textContent = this.hovered >= 0
      ? `${utcDate(this.hoveredTime)} ${utcTime(this.hoveredTime)} UTC${series.estimated[this.hovered] ? ', estimated' : ''}${Number.isNaN(series.column('latitude')[this.hovered]) ? ' · no fix' : ''}`
      : '';
    this.holder.classList.toggle('hovering', this.hovered >= 0);
  }

  // The choices are what the receiver gives and every signal that has come; what a row shows without being told is the first that there is.
  #offer() {
    const signals = this.series.signals;
    const key = signals.join('\n');
    if (this.offered === key && this.rows.every((row) => row.select.value === row.column)) return;
    this.offered = key;
    const names = signalNames(signals);
    const used = new Set(this.rows.map((row) => row.chosen).filter(Boolean));
    for (const row of this.rows) {
      if (!row.chosen) {
        const there = (column) => this.series.column(column) !== undefined && !used.has(column);
        const spare = [...signals.map(signalColumn), ...receiverColumns.map(([column]) => column)];
        row.column = wanted[row.index].find(there) ?? (signals.length === 0 ? wanted[row.index][0] : spare.find(there)) ?? wanted[row.index][0];
      }
      used.add(row.column);
      row.select.replaceChildren();
      const receiver = document.createElement('optgroup');
      receiver.label = 'Receiver';
      for (const [column, name] of receiverColumns) receiver.append(new Option(name, column));
      const vehicle = document.createElement('optgroup');
      vehicle.label = 'Vehicle';
      const offered = signals.map(signalColumn);
      if (signalOf(row.column) !== undefined && !offered.includes(row.column)) offered.push(row.column);
      for (const column of offered) {
        const path = signalOf(column);
        const option = new Option(names.get(path) ?? signalNames([path]).get(path), column);
        option.title = path;
        vehicle.append(option);
      }
      row.select.append(receiver);
      if (offered.length > 0) row.select.append(vehicle);
      row.select.value = row.column;
    }
  }

  #paint(row) {
    row.plot?.redraw();
  }

  #makeRanges() {
    const holder = document.getElementById('ranges');
    for (const [name, seconds] of ranges) {
      const button = make('button', '');
      button.type = 'button';
      button.textContent = name;
      button.dataset.seconds = String(seconds);
      button.addEventListener('click', () => {
        this.range = seconds;
        this.#setZoom(null);
      });
      holder.append(button);
    }
    this.#markRange();
  }

  #markRange() {
    for (const button of document.querySelectorAll('#ranges button')) {
      button.setAttribute('aria-pressed', String(!this.zoom && Number(button.dataset.seconds) === this.range));
    }
  }

  #resize() {
    for (const { plot, canvas } of this.rows) {
      const [width, height] = [canvas.clientWidth, canvas.clientHeight];
      if (width > 0 && (plot.width !== width || plot.height !== height)) plot.setSize({ width, height });
    }
    this.update();
  }
}

function yRange(column, units, low, high) {
  if (low === null || low === undefined) return [0, 1];
  if (unitOf(column, units) === '%') return [0, 100];
  if (column === 'course') return [0, 360];
  const fromZero = column === 'speed' || column === 'satellites' || ['rpm', 'km/h', 'm/s', 'g/s'].includes(unitOf(column, units));
  const bottom = fromZero && low >= 0 ? 0 : low;
  const room = Math.max((high - bottom) * 0.12, Math.abs(high) * 0.002, column === 'speed' ? 1 : 0.5);
  return [fromZero && low >= 0 ? 0 : bottom - room, high + room];
}

const unitOf = (column, units) => receiverColumns.find(([name]) => name === column)?.[2] ?? unit(units[signalOf(column)]);

function decimalsOf(column, value) {
  if (column === 'speed') return value < 9.95 ? 1 : 0;
  if (column === 'height' || column === 'course' || column === 'satellites') return 0;
  return Math.abs(value) >= 100 ? 0 : Number.isInteger(value) ? 0 : 1;
}

function xLabel(seconds, step, first) {
  if (step >= 86400) return utcDate(seconds).slice(5);
  const time = step < 60 ? utcTime(seconds) : utcTime(seconds).slice(0, 5);
  const newDay = seconds % 86400 < step;
  return first || newDay ? `${utcDate(seconds).slice(5)} ${time}` : time;
}

function make(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function small(text) {
  const made = document.createElement('small');
  made.textContent = text;
  return made;
}
