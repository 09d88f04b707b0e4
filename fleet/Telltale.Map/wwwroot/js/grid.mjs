// A metre grid over the view: lines of whole easting and northing (UTM), so that it lies still on the ground while the vehicle moves.
import { forward, inverse, latitudeRange, zoneOf } from './utm.mjs';

const spacings = [10, 100, 1_000, 10_000];
const smallestGapPixels = 64;
const smallestMinorGapPixels = 9;

/** The spacing in metres that suits a scale; null when the view is too wide for a metre grid. */
export function spacingFor(metresPerPixel) {
  return spacings.find((spacing) => spacing / metresPerPixel >= smallestGapPixels) ?? null;
}

/**
 * Lines over a box [west, south, east, north].
 * @returns {{zone: number, spacing: number, step: number, features: object[]} | null} step is the distance of the minor lines, or the spacing where
 *   there are none; features have the property major
 */
export function gridLines([west, south, east, north], metresPerPixel) {
  const spacing = spacingFor(metresPerPixel);
  if (spacing === null || south < latitudeRange[0] || north > latitudeRange[1]) return null;
  const zone = zoneOf((west + east) / 2);
  const minor = spacing / 10;
  const step = minor >= 1 && minor / metresPerPixel >= smallestMinorGapPixels ? minor : spacing;
  const corners = [[west, south], [east, south], [west, north], [east, north], [(west + east) / 2, south], [(west + east) / 2, north]]
    .map(([longitude, latitude]) => forward(latitude, longitude, zone));
  const range = (key) => {
    const values = corners.map((corner) => corner[key]);
    return [Math.floor(Math.min(...values) / step) * step, Math.ceil(Math.max(...values) / step) * step];
  };
  const [eastFrom, eastTo] = range('easting');
  const [northFrom, northTo] = range('northing');
  const features = [];
  const pieces = 8;
  const line = (value, place) => {
    const coordinates = [];
    for (let piece = 0; piece <= pieces; piece++) {
      const { longitude, latitude } = place(piece / pieces);
      coordinates.push([longitude, latitude]);
    }
    features.push({ type: 'Feature', properties: { major: Math.round(value / step) % Math.round(spacing / step) === 0 }, geometry: { type: 'LineString', coordinates } });
  };
  for (let easting = eastFrom; easting <= eastTo; easting += step) line(easting, (part) => inverse(easting, northFrom + part * (northTo - northFrom), zone));
  for (let northing = northFrom; northing <= northTo; northing += step) line(northing, (part) => inverse(eastFrom + part * (eastTo - eastFrom), northing, zone));
  return { zone, spacing, step, features };
}

/** Where major lines cross the top and the left edge of a view, in pixels, with what is written there. */
export function gridLabels(unproject, width, height, zone, spacing) {
  const at = (x, y) => {
    const { lng, lat } = unproject([x, y]);
    return forward(lat, lng, zone);
  };
  const labels = [];
  const edge = (from, to, length, kind) => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    for (let value = Math.ceil(low / spacing) * spacing; value <= high; value += spacing) {
      labels.push({ kind, offset: ((value - from) / (to - from)) * length, text: gridNumber(value, spacing) });
    }
  };
  edge(at(0, 0).easting, at(width, 0).easting, width, 'easting');
  edge(at(0, 0).northing, at(0, height).northing, height, 'northing');
  return labels;
}

// As topographic maps write it: kilometres, with as many decimals as the spacing has.
function gridNumber(metres, spacing) {
  const value = metres < 0 ? metres + 10_000_000 : metres;
  const decimals = spacing >= 1000 ? 0 : spacing >= 100 ? 1 : 2;
  return (value / 1000).toFixed(decimals);
}
