// The track as GeoJSON: pieces of one speed class each, so that the map can colour them, without a line where there is a gap.

/** Upper bounds of the speed classes in km/h; what is above the last is the last class. */
export const speedClasses = [10, 30, 50, 80, 120];

const metresPerDegree = 111_320;

export function speedClass(kilometresPerHour) {
  if (Number.isNaN(kilometresPerHour)) return -1;
  let index = 0;
  while (index < speedClasses.length && kilometresPerHour >= speedClasses[index]) index++;
  return index;
}

/**
 * Pieces of the track between two indices. Points that deviate from the line by less than the tolerance are left out.
 * A piece has the properties speed (class, -1 when unknown) and sure (false when a time is estimated).
 */
export function trackFeatures(series, from, to, gapSeconds, toleranceMetres) {
  const longitude = series.column('longitude');
  const latitude = series.column('latitude');
  const speed = series.column('speed');
  const features = [];
  let line = null;
  let lineClass = 0;
  let lineSure = true;
  let previous = -1;

  const close = () => {
    if (line && line.length > 1) {
      features.push({
        type: 'Feature',
        properties: { speed: lineClass, sure: lineSure },
        geometry: { type: 'LineString', coordinates: toleranceMetres > 0 ? simplify(line, toleranceMetres) : line },
      });
    }
    line = null;
  };

  for (let index = from; index < to; index++) {
    if (Number.isNaN(latitude[index])) {
      close();
      previous = -1;
      continue;
    }

    const point = [longitude[index], latitude[index]];
    if (previous >= 0 && series.time[index] - series.time[previous] > gapSeconds) {
      close();
      previous = -1;
    }

    if (previous >= 0) {
      const start = [longitude[previous], latitude[previous]];
      // Across the antimeridian the line goes on beyond 180 degrees instead of once around the world.
      if (point[0] - start[0] > 180) point[0] -= 360;
      else if (start[0] - point[0] > 180) point[0] += 360;
      const pieceClass = speedClass(speed[index]);
      const pieceSure = !series.estimated[index];
      if (!line || pieceClass !== lineClass || pieceSure !== lineSure) {
        close();
        line = [start];
        lineClass = pieceClass;
        lineSure = pieceSure;
      }
      line.push(point);
    }

    previous = index;
  }

  close();
  return features;
}

/** The track of samples without a time, in the order in which they were stored. */
export function undatedFeatures(undated) {
  const samples = [...undated].sort((a, b) => a.id - b.id);
  const lines = [];
  let line = [];
  for (const sample of samples) {
    if (Number.isFinite(sample.latitudeDegrees) && Number.isFinite(sample.longitudeDegrees)) {
      line.push([sample.longitudeDegrees, sample.latitudeDegrees]);
    } else {
      if (line.length > 1) lines.push(line);
      line = [];
    }
  }
  if (line.length > 1) lines.push(line);
  return lines.map((coordinates) => ({ type: 'Feature', properties: { speed: -1, sure: false }, geometry: { type: 'LineString', coordinates } }));
}

// Douglas and Peucker's, without recursion: a day's standing still would be deep.
function simplify(points, toleranceMetres) {
  if (points.length < 3) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const eastScale = metresPerDegree * Math.cos((points[0][1] * Math.PI) / 180);
  const stack = [[0, points.length - 1]];
  while (stack.length > 0) {
    const [first, last] = stack.pop();
    const dx = (points[last][0] - points[first][0]) * eastScale;
    const dy = (points[last][1] - points[first][1]) * metresPerDegree;
    const length = Math.hypot(dx, dy);
    let furthest = -1;
    let greatest = toleranceMetres;
    for (let index = first + 1; index < last; index++) {
      const x = (points[index][0] - points[first][0]) * eastScale;
      const y = (points[index][1] - points[first][1]) * metresPerDegree;
      const along = length === 0 ? 0 : (x * dx + y * dy) / length;
      const distance = length === 0 || along < 0 ? Math.hypot(x, y) : along > length ? Math.hypot(x - dx, y - dy) : Math.abs(x * dy - y * dx) / length;
      if (distance > greatest) {
        greatest = distance;
        furthest = index;
      }
    }
    if (furthest >= 0) {
      keep[furthest] = 1;
      stack.push([first, furthest], [furthest, last]);
    }
  }
  return points.filter((_, index) => keep[index] === 1);
}

/** The bounds [west, south, east, north] of all positions; null when there are none. */
export function bounds(series) {
  const longitude = series.column('longitude');
  const latitude = series.column('latitude');
  let box = null;
  for (let index = 0; index < series.length; index++) {
    if (Number.isNaN(latitude[index])) continue;
    box ??= [Infinity, Infinity, -Infinity, -Infinity];
    box[0] = Math.min(box[0], longitude[index]);
    box[1] = Math.min(box[1], latitude[index]);
    box[2] = Math.max(box[2], longitude[index]);
    box[3] = Math.max(box[3], latitude[index]);
  }
  return box;
}
