// Numbers, times and names as a person reads them. Absent values become an en dash, never a zero.

export const absent = '–';
const thinSpace = '\u2009';
const minus = '\u2212';

/** A number with as many decimals as its size deserves, or with a given number of them. */
export function number(value, decimals) {
  if (!Number.isFinite(value)) return absent;
  const size = Math.abs(value);
  const places = decimals ?? (Number.isInteger(value) || size >= 1000 ? 0 : size >= 100 ? 1 : 2);
  let text = size.toFixed(places);
  // Without a wish for decimals, only those that say something.
  if (decimals === undefined && places > 0) text = text.replace(/\.?0+$/, '');
  const [whole, fraction] = text.split('.');
  text = whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) + (fraction ? '.' + fraction : '');
  return value < 0 && Number(size.toFixed(places)) !== 0 ? minus + text : text;
}

const unitNames = new Map([
  ['degC', '°C'], ['celsius', '°C'], ['degF', '°F'], ['deg', '°'], ['degrees', '°'], ['percent', '%'], ['m/s2', 'm/s²'], ['m/s^2', 'm/s²'], ['uA', 'µA'], ['us', 'µs'],
]);

/** A unit of measure as it is printed. */
export const unit = (name) => unitNames.get(name) ?? name ?? '';

/** How long ago, coarse enough not to flicker: "0.4 s", "12 s", "3 min 05 s", "2 h 14 min", "3 d 4 h", "6 y 12 d". */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return absent;
  const s = Math.max(0, seconds);
  if (s < 9.95) return `${s.toFixed(1)} s`;
  if (s < 60) return `${Math.floor(s)} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(Math.floor(s % 60)).padStart(2, '0')} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
  const days = Math.floor(s / 86400);
  if (days < 366) return `${days} d ${Math.floor((s % 86400) / 3600)} h`;
  return `${Math.floor(days / 365.25)} y ${Math.floor(days % 365.25)} d`;
}

const pad = (value, length = 2) => String(value).padStart(length, '0');

/** 2026-03-01 14:03:22 of seconds since 1970, UTC. */
export const utcDateTime = (seconds) => `${utcDate(seconds)} ${utcTime(seconds)}`;

/** 2026-03-01, UTC. */
export function utcDate(seconds) {
  const d = new Date(seconds * 1000);
  return `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`;
}

/** 14:03:22, UTC. */
export function utcTime(seconds) {
  const d = new Date(seconds * 1000);
  return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`;
}

/** The same moment on this machine's clock, for a tooltip. */
export const localTime = (seconds) => new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' });

const winds = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'];

/** The wind that a course lies nearest to. */
export const wind = (degrees) => winds[Math.round((((degrees % 360) + 360) % 360) / 45) % 8];

/** "47° NE". */
export const course = (degrees) => (Number.isFinite(degrees) ? `${Math.round(((degrees % 360) + 360) % 360) % 360}° ${wind(degrees)}` : absent);

/** "51.51360° N 7.46530° E"; five decimals are about a metre. */
export function position(latitude, longitude) {
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return absent;
  const part = (value, positive, negative) => `${Math.abs(value).toFixed(5)}°\u00a0${value < 0 ? negative : positive}`;
  return `${part(latitude, 'N', 'S')} ${part(longitude, 'E', 'W')}`;
}

const fixModes = new Map([
  ['none', 'no fix'], ['dr', 'dead reckoning'], ['2d', '2D fix'], ['3d', '3D fix'], ['dgnss', '3D fix, corrected'], ['rtk-float', 'RTK, float'], ['rtk-fixed', 'RTK, fixed'],
]);

/** A fix mode in words. */
export const fixMode = (mode) => fixModes.get(mode) ?? mode ?? absent;

/** "OBD.EngineSpeed" → "Engine speed"; names that are not in camel case stay as their maker wrote them. */
export function signalName(path) {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (!/^[A-Z][a-z0-9]+([A-Z][a-z0-9]*)*$/.test(last)) return last;
  const words = last.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ');
  return [words[0], ...words.slice(1).map((word) => word.toLowerCase())].join(' ');
}

/** Names for a list of signals: the short one where it is the only one of its kind, else the path. */
export function signalNames(paths) {
  const count = new Map();
  for (const path of paths) count.set(signalName(path), (count.get(signalName(path)) ?? 0) + 1);
  return new Map(paths.map((path) => [path, count.get(signalName(path)) === 1 ? signalName(path) : path]));
}
