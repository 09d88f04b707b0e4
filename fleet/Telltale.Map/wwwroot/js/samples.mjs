// The samples of one unit, as columns in order of time. 100,000 objects would be ten times the memory and make every redraw walk them.

const fixedColumns = ['longitude', 'latitude', 'speed', 'course', 'height', 'satellites'];
const signalPrefix = 'signal:';

/** The column of a signal. */
export const signalColumn = (name) => signalPrefix + name;

/** The signal of a column; undefined for what the receiver gives. */
export const signalOf = (column) => (column.startsWith(signalPrefix) ? column.slice(signalPrefix.length) : undefined);

const finite = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : NaN);

export class SampleSeries {
  /** @param {number} kept how many dated samples are kept; the oldest go */
  constructor(kept) {
    this.kept = kept;
    this.length = 0;
    /** Seconds since 1970, rising. */
    this.time = new Float64Array(1024);
    this.id = new Float64Array(1024);
    this.estimated = new Uint8Array(1024);
    /** Column name → values; NaN where the unit did not know. Longitude and latitude are both there or both absent. */
    this.columns = new Map(fixedColumns.map((name) => [name, newColumn(name, 1024)]));
    /** Samples without a time, by id. They may be dated later, so they are kept as they came. */
    this.undated = new Map();
    /** The newest sample, as it came: by time, or one without a time when it came after all the others. */
    this.latest = null;
    /** The newest sample with a time, as it came. */
    this.latestDated = null;
    this.lowestId = Infinity;
    this.highestId = -Infinity;
    /** Rises when anything but appending happened: whoever drew what was there draws it again. */
    this.generation = 0;
  }

  get signals() {
    return [...this.columns.keys()].map(signalOf).filter((name) => name !== undefined).sort();
  }

  column(name) {
    return this.columns.get(name);
  }

  /** Takes in samples in any order. */
  add(samples) {
    const dated = [];
    for (const sample of samples) {
      this.lowestId = Math.min(this.lowestId, sample.id);
      this.highestId = Math.max(this.highestId, sample.id);
      const seconds = sample.time === undefined || sample.time === null ? NaN : Date.parse(sample.time) / 1000;
      if (Number.isFinite(seconds)) {
        if (this.undated.delete(sample.id)) this.generation++;
        dated.push({ seconds, sample });
      } else {
        this.undated.set(sample.id, sample);
      }
    }

    dated.sort((a, b) => a.seconds - b.seconds || a.sample.id - b.sample.id);
    if (dated.length > 0) {
      for (const { sample } of dated) {
        for (const name of Object.keys(sample.signals ?? {})) {
          const column = signalColumn(name);
          if (!this.columns.has(column)) this.columns.set(column, newColumn(column, this.time.length));
        }
      }

      if (this.length === 0 || dated[0].seconds > this.time[this.length - 1]) {
        this.#append(dated);
      } else {
        this.#merge(dated);
      }

      const newest = dated[dated.length - 1];
      if (newest.seconds >= this.time[this.length - 1]) this.latestDated = newest.sample;
      if (this.length > this.kept * 1.1) this.#dropOldest(this.length - this.kept);
    }

    this.latest = this.latestDated;
    let newestUndated = null;
    for (const sample of this.undated.values()) if (!newestUndated || sample.id > newestUndated.id) newestUndated = sample;
    if (newestUndated && newestUndated.id > (this.latest?.id ?? -Infinity) && newestUndated.id === this.highestId) this.latest = newestUndated;
  }

  /** The index of the first sample at or after a time; length when there is none. */
  lowerBound(seconds) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time[middle] < seconds) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index of the sample nearest to a time; -1 when there is none within the tolerance. */
  nearest(seconds, toleranceSeconds = Infinity) {
    if (this.length === 0) return -1;
    const after = this.lowerBound(seconds);
    let index = Math.min(after, this.length - 1);
    if (after > 0 && (after === this.length || seconds - this.time[after - 1] < this.time[after] - seconds)) index = after - 1;
    return Math.abs(this.time[index] - seconds) <= toleranceSeconds ? index : -1;
  }

  /** The last index at or below the given one that has a position; -1 for none. */
  lastPosition(index = this.length - 1) {
    const latitude = this.column('latitude');
    while (index >= 0 && Number.isNaN(latitude[index])) index--;
    return index;
  }

  #append(dated) {
    this.#reserve(this.length + dated.length);
    for (const { seconds, sample } of dated) this.#set(this.length++, seconds, sample);
  }

  // Both are in order, so one pass from the back puts them together.
  #merge(dated) {
    const before = this.length;
    this.#reserve(before + dated.length);
    const arrays = [this.time, this.id, this.estimated, ...this.columns.values()];
    let from = before - 1;
    let to = before + dated.length - 1;
    for (let next = dated.length - 1; next >= 0; to--) {
      const { seconds, sample } = dated[next];
      if (from >= 0 && (this.time[from] > seconds || (this.time[from] === seconds && this.id[from] > sample.id))) {
        for (const array of arrays) array[to] = array[from];
        from--;
      } else {
        this.#set(to, seconds, sample);
        next--;
      }
    }

    this.length = before + dated.length;
    this.generation++;
  }

  #set(index, seconds, sample) {
    const hasPosition = Number.isFinite(sample.latitudeDegrees) && Number.isFinite(sample.longitudeDegrees);
    this.time[index] = seconds;
    this.id[index] = sample.id;
    this.estimated[index] = sample.timeIsEstimated ? 1 : 0;
    for (const [name, values] of this.columns) {
      const signal = signalOf(name);
      if (signal !== undefined) values[index] = finite(sample.signals?.[signal]);
    }
    this.column('longitude')[index] = hasPosition ? sample.longitudeDegrees : NaN;
    this.column('latitude')[index] = hasPosition ? sample.latitudeDegrees : NaN;
    this.column('speed')[index] = finite(sample.speedMetresPerSecond) * 3.6;
    this.column('course')[index] = finite(sample.courseDegrees);
    this.column('height')[index] = finite(sample.heightMetres);
    this.column('satellites')[index] = finite(sample.satellitesUsed);
  }

  #reserve(length) {
    if (length <= this.time.length) return;
    const size = Math.max(length, this.time.length * 2);
    const grown = (array, make) => {
      const larger = make(size);
      larger.set(array.subarray(0, this.length));
      return larger;
    };
    this.time = grown(this.time, (size) => new Float64Array(size));
    this.id = grown(this.id, (size) => new Float64Array(size));
    this.estimated = grown(this.estimated, (size) => new Uint8Array(size));
    for (const [name, values] of this.columns) this.columns.set(name, grown(values, (size) => newColumn(name, size)));
  }

  #dropOldest(count) {
    for (const array of [this.time, this.id, this.estimated, ...this.columns.values()]) array.copyWithin(0, count, this.length);
    this.length -= count;
    this.generation++;
  }
}

// 32 bits draw any plot exactly; places need more.
function newColumn(name, size) {
  const column = name === 'longitude' || name === 'latitude' ? new Float64Array(size) : new Float32Array(size);
  return column.fill(NaN);
}

/**
 * What a plot of a given width draws of a column between two times: every sample when they are few, else the first, lowest, highest and last of
 * each pixel. A gap (absent value, or more than gapSeconds between samples) is a null, which stays a gap in the drawing.
 * One sample before and after the range is included, so that lines run to the edge.
 * @returns {[number[], (number|null)[]]} times and values
 */
export function decimate(series, columnName, fromSeconds, toSeconds, pixels, gapSeconds) {
  const times = [];
  const values = [];
  const column = series.column(columnName);
  if (!column || series.length === 0) return [times, values];
  const time = series.time;
  const first = Math.max(0, series.lowerBound(fromSeconds) - 1);
  const end = Math.min(series.length, series.lowerBound(toSeconds) + 1);
  const put = (index) => {
    times.push(time[index]);
    values.push(column[index]);
  };
  const gap = (seconds) => {
    if (values.length > 0 && values[values.length - 1] !== null) {
      times.push(seconds);
      values.push(null);
    }
  };

  const all = end - first <= pixels * 4;
  const step = (toSeconds - fromSeconds) / pixels;
  let previous = -1;
  let index = first;
  while (index < end) {
    if (Number.isNaN(column[index])) {
      gap(time[index]);
      index++;
      continue;
    }

    if (previous >= 0 && time[index] - time[previous] > gapSeconds) gap((time[index] + time[previous]) / 2);
    if (all) {
      put(index);
      previous = index++;
      continue;
    }

    // A run without gap inside one pixel.
    const start = index;
    const pixelEnd = fromSeconds + (Math.floor((time[start] - fromSeconds) / step) + 1) * step;
    let lowest = start;
    let highest = start;
    let last = start;
    for (index = start + 1; index < end && time[index] < pixelEnd && !Number.isNaN(column[index]) && time[index] - time[last] <= gapSeconds; index++) {
      if (column[index] < column[lowest]) lowest = index;
      if (column[index] > column[highest]) highest = index;
      last = index;
    }
    for (const chosen of [...new Set([start, Math.min(lowest, highest), Math.max(lowest, highest), last])]) put(chosen);
    previous = last;
  }

  return [times, values];
}
