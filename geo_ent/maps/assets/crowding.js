// When marks can be told apart: counted from those in sight, so that a town's come later than a valley's.

/**
 * @typedef {Object} Crowd marks in sight, in pixels
 * @property {number[]} x
 * @property {number[]} y
 */

/** Schools nearer to each other than this are on one spot, in metres: no zoom of a map parts them, a list does. */
export const ONE_SPOT = 150;

/**
 * The share of marks that no other one touches, those on their own spot left out.
 * @param {Crowd} crowd @param {number} radius of a mark @param {number} spot how far a spot reaches, in pixels
 * @returns {number} from 0 to 1; 1 where there is no mark
 */
export function apartShare({ x, y }, radius, spot) {
  const least = 2 * radius;
  if (spot >= least || !x.length) return 1;
  /** @type {Map<number, number[]>} marks by squares of that side: a neighbour is in one of nine */
  const squares = new Map();
  const rowLength = 1 << 16;
  const keys = x.map((_, mark) => Math.floor(y[mark] / least) * rowLength + Math.floor(x[mark] / least));
  keys.forEach(function (key, mark) {
    const there = squares.get(key);
    if (there) there.push(mark);
    else squares.set(key, [mark]);
  });
  const touches = (/** @type {number} */ mark) => (/** @type {number} */ other) => {
    const distance = Math.hypot(x[mark] - x[other], y[mark] - y[other]);
    return distance < least && distance > spot;
  };
  const near = [-rowLength, 0, rowLength].flatMap((row) => [row - 1, row, row + 1]);
  const apart = keys.filter((key, mark) => !near.some((step) => (squares.get(key + step) || []).some(touches(mark))));
  return apart.length / x.length;
}

/**
 * Whether marks are to be seen: six in seven apart, and little of the map under them.
 * @param {Crowd} crowd @param {number} radius @param {number} spot @param {{x: number, y: number}} size of the map
 * @param {boolean} seen whether they are there already: they then stay a little longer, so that moving the map sideways doesn't make them blink
 * @returns {boolean}
 */
export function areApart(crowd, radius, spot, size, seen) {
  const covered = (crowd.x.length * Math.PI * radius * radius) / Math.max(size.x * size.y, 1);
  return covered <= (seen ? 0.04 : 0.03) && apartShare(crowd, radius, spot) >= (seen ? 0.75 : 0.85);
}
