// What is near: how far it is as the crow flies, and the nearest of some.

const EQUATOR_KM = 6378.137;
const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY = FLATTENING * (2 - FLATTENING); // squared

/** @typedef {[number, number]} Place latitude and longitude */

/**
 * Kilometres on the ground between two places of a map: a plane that touches the ellipsoid between them.
 * @param {Place} one @param {Place} other @returns {number}
 */
export function kmBetween(one, other) {
  const radians = Math.PI / 180;
  const lat = ((one[0] + other[0]) / 2) * radians;
  const squash = 1 - ECCENTRICITY * Math.sin(lat) ** 2;
  const across = (EQUATOR_KM / Math.sqrt(squash)) * Math.cos(lat) * (one[1] - other[1]);
  const along = ((EQUATOR_KM * (1 - ECCENTRICITY)) / squash ** 1.5) * (one[0] - other[0]);
  return Math.hypot(across, along) * radians;
}

/**
 * The nearest things, the nearest first; the first among equals first.
 * @template {{place: Place|null}} T
 * @param {Place} place @param {T[]} things @param {number} most how many @param {number} [within] km
 * @returns {{thing: T, km: number}[]}
 */
export function nearestTo(place, things, most, within = Infinity) {
  return things
    .flatMap((thing) => (thing.place ? [{ thing, km: kmBetween(place, thing.place) }] : []))
    .filter(({ km }) => km <= within)
    .sort((a, b) => a.km - b.km)
    .slice(0, most);
}
