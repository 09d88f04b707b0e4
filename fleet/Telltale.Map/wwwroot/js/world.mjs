// Countries of world-atlas (Natural Earth, 1:50 million) as planar GeoJSON.
/* global topojson */

/** Loads the countries. @returns {Promise<{land, borders, countries: {name, longitude, latitude, width, height}[]}>} */
export async function loadWorld() {
  const response = await fetch('lib/countries-50m.json');
  if (!response.ok) throw new Error(`The world map could not be loaded (HTTP ${response.status}).`);
  const topology = await response.json();
  const countries = topojson.feature(topology, topology.objects.countries).features;
  return {
    land: planar(topojson.feature(topology, topology.objects.land)),
    borders: planar({ type: 'Feature', properties: {}, geometry: topojson.mesh(topology, topology.objects.countries, (a, b) => a !== b) }),
    countries: countries.map(label).filter((country) => country !== null),
  };
}

function planar(object) {
  if (object.type === 'FeatureCollection') return { ...object, features: object.features.map(planar) };
  const { type, coordinates } = object.geometry;
  const cut = {
    Polygon: (polygon) => polygon.map(unwrapRing),
    MultiPolygon: (polygons) => polygons.map((polygon) => polygon.map(unwrapRing)),
    LineString: unwrap,
    MultiLineString: (lines) => lines.map(unwrap),
  }[type];
  return { type: 'Feature', properties: object.properties ?? {}, geometry: { type, coordinates: cut(coordinates) } };
}

// The atlas is made for the sphere: lines jump from 180 to -180 degrees. On the plane they go on beyond 180, and the map repeats the world.
function unwrap(line) {
  let shift = 0;
  let previous = line[0][0];
  return line.map(([longitude, latitude]) => {
    if (longitude - previous > 180) shift -= 360;
    else if (previous - longitude > 180) shift += 360;
    previous = longitude;
    return [longitude + shift, latitude];
  });
}

// A ring that comes back a whole turn away goes around a pole (Antarctica): it is closed along the pole.
function unwrapRing(ring) {
  const points = unwrap(ring);
  const [first, last] = [points[0], points[points.length - 1]];
  if (Math.abs(last[0] - first[0]) < 180) return points;
  const pole = first[1] < 0 ? -90 : 90;
  return [...points, [last[0], pole], [first[0], pole], first];
}

// Where a country's name goes: the middle of its largest piece.
function label(feature) {
  const polygons = feature.geometry?.type === 'Polygon' ? [feature.geometry.coordinates] : (feature.geometry?.coordinates ?? []);
  let best = null;
  for (const polygon of polygons) {
    const ring = unwrap(polygon[0]);
    let area = 0;
    let x = 0;
    let y = 0;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const cross = ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
      area += cross;
      x += (ring[j][0] + ring[i][0]) * cross;
      y += (ring[j][1] + ring[i][1]) * cross;
      west = Math.min(west, ring[i][0]);
      east = Math.max(east, ring[i][0]);
      south = Math.min(south, ring[i][1]);
      north = Math.max(north, ring[i][1]);
    }
    if (area !== 0 && (!best || Math.abs(area) > best.area)) {
      best = { name: feature.properties.name, area: Math.abs(area), longitude: x / (3 * area), latitude: y / (3 * area), width: east - west, height: north - south };
    }
  }
  return best;
}
