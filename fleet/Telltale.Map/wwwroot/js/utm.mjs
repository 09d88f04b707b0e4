// Universal Transverse Mercator on WGS 84: Krüger's series to the third order of the third flattening, better than a millimetre within a zone.

const flattening = 1 / 298.257223563;
const n = flattening / (2 - flattening);
const rectifyingRadius = (6378137 / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
const scale = 0.9996;
const falseEasting = 500_000;
const alpha = [n / 2 - (2 * n ** 2) / 3 + (5 * n ** 3) / 16, (13 * n ** 2) / 48 - (3 * n ** 3) / 5, (61 * n ** 3) / 240];
const beta = [n / 2 - (2 * n ** 2) / 3 + (37 * n ** 3) / 96, n ** 2 / 48 + n ** 3 / 15, (17 * n ** 3) / 480];
const delta = [2 * n - (2 * n ** 2) / 3 - 2 * n ** 3, (7 * n ** 2) / 3 - (8 * n ** 3) / 5, (56 * n ** 3) / 15];
const radians = Math.PI / 180;

/** UTM is defined between these latitudes. */
export const latitudeRange = [-80, 84];

/** The zone of a place, without the exceptions of Norway and Svalbard: the grid is for measuring, and any zone near by measures. */
export function zoneOf(longitude) {
  const wrapped = ((((longitude + 180) % 360) + 360) % 360) - 180;
  return Math.min(60, Math.floor((wrapped + 180) / 6) + 1);
}

const centralMeridian = (zone) => zone * 6 - 183;

/** Metres east (with the false easting) and north of the equator (without the southern false northing). */
export function forward(latitude, longitude, zone) {
  const phi = latitude * radians;
  let dLambda = longitude - centralMeridian(zone);
  dLambda = (((((dLambda + 180) % 360) + 360) % 360) - 180) * radians;
  const e = (2 * Math.sqrt(n)) / (1 + n);
  const t = Math.sinh(Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi)));
  const xi = Math.atan2(t, Math.cos(dLambda));
  const eta = Math.atanh(Math.sin(dLambda) / Math.sqrt(1 + t * t));
  let north = xi;
  let east = eta;
  alpha.forEach((a, index) => {
    const j = 2 * (index + 1);
    north += a * Math.sin(j * xi) * Math.cosh(j * eta);
    east += a * Math.cos(j * xi) * Math.sinh(j * eta);
  });
  return { easting: falseEasting + scale * rectifyingRadius * east, northing: scale * rectifyingRadius * north };
}

/** Degrees of what {@link forward} gave. */
export function inverse(easting, northing, zone) {
  const xi = northing / (scale * rectifyingRadius);
  const eta = (easting - falseEasting) / (scale * rectifyingRadius);
  let xiPrime = xi;
  let etaPrime = eta;
  beta.forEach((b, index) => {
    const j = 2 * (index + 1);
    xiPrime -= b * Math.sin(j * xi) * Math.cosh(j * eta);
    etaPrime -= b * Math.cos(j * xi) * Math.sinh(j * eta);
  });
  const chi = Math.asin(Math.sin(xiPrime) / Math.cosh(etaPrime));
  let phi = chi;
  delta.forEach((d, index) => {
    phi += d * Math.sin(2 * (index + 1) * chi);
  });
  return { latitude: phi / radians, longitude: centralMeridian(zone) + Math.atan2(Math.sinh(etaPrime), Math.cos(xiPrime)) / radians };
}
