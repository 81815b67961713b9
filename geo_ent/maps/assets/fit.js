// Where a shape is largest in a frame of which parts are covered.

/**
 * A part of the frame, in its pixels.
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/**
 * What a shape takes of the rectangle that holds it, in pixels at zoom 0.
 * @typedef {Object} Ground
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {Uint32Array} sums of the cells taken above and to the left of each corner of a cell
 */

/** @typedef {{zoom: number, x: number, y: number}} Fit a zoom, and where the shape's rectangle begins in the frame */

const CELLS = 48;
const EDGE = 10; // pixels between the shape and the frame
const ROOM = 6; // pixels between the shape and what covers the frame
const SMALLEST = 4; // zooms under that of the bare frame: nothing fits beside what covers so much
const TRIES = 10;

/** Places in the room that is left, from the middle out. @type {[number, number][]} */
const OFFSETS = Array.from({ length: (TRIES + 1) ** 2 }, (_, index) => /** @type {[number, number]} */ ([(index % (TRIES + 1)) / TRIES, Math.floor(index / (TRIES + 1)) / TRIES]));
OFFSETS.sort(([x, y], [u, v]) => Math.hypot(x - 0.5, y - 0.5) - Math.hypot(u - 0.5, v - 0.5));

/**
 * Looks at what a shape takes: cells between its first and its last point, along and across, so
 * that nothing within it is taken for free.
 * @param {[number, number][]} points @param {Box} box that holds them all @returns {Ground}
 */
export function groundOf(points, box) {
  const width = Math.max(box.right - box.left, 1e-9);
  const height = Math.max(box.bottom - box.top, 1e-9);
  const cell = (/** @type {number} */ part) => Math.min(Math.max(Math.floor(part * CELLS), 0), CELLS - 1);
  const rows = spans();
  const columns = spans();
  points.forEach(function ([x, y]) {
    const column = cell((x - box.left) / width);
    const row = cell((y - box.top) / height);
    widen(rows[row], column);
    widen(columns[column], row);
  });
  const side = CELLS + 1;
  const sums = new Uint32Array(side * side);
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = 0; column < CELLS; column += 1) {
      const taken = within(rows[row], column) && within(columns[column], row) ? 1 : 0;
      sums[(row + 1) * side + column + 1] = taken + sums[row * side + column + 1] + sums[(row + 1) * side + column] - sums[row * side + column];
    }
  }
  return { left: box.left, top: box.top, width, height, sums };
}

/** @typedef {{from: number, to: number}} Span */

/** @returns {Span[]} one for each line of cells, empty */
const spans = () => Array.from({ length: CELLS }, () => ({ from: CELLS, to: -1 }));

/** @param {Span} span @param {number} at */
function widen(span, at) {
  span.from = Math.min(span.from, at);
  span.to = Math.max(span.to, at);
}

/** @param {Span} span @param {number} at @returns {boolean} */
const within = (span, at) => at >= span.from && at <= span.to;

/** Whether a part of the frame has nothing of the shape. @param {Ground} ground @param {Fit} fit @param {Box} cover @returns {boolean} */
function isClear(ground, { zoom, x, y }, cover) {
  const scale = 2 ** zoom;
  const line = (/** @type {number} */ at, /** @type {number} */ start, /** @type {number} */ length) => Math.min(Math.max(((at - start) / (length * scale)) * CELLS, 0), CELLS);
  const left = Math.floor(line(cover.left - ROOM, x, ground.width));
  const right = Math.ceil(line(cover.right + ROOM, x, ground.width));
  const top = Math.floor(line(cover.top - ROOM, y, ground.height));
  const bottom = Math.ceil(line(cover.bottom + ROOM, y, ground.height));
  if (left >= right || top >= bottom) return true;
  const sum = (/** @type {number} */ row, /** @type {number} */ column) => ground.sums[row * (CELLS + 1) + column];
  return sum(bottom, right) - sum(top, right) - sum(bottom, left) + sum(top, left) === 0;
}

/**
 * Whether a shape is whole where it is: within the frame, and under nothing.
 * @param {Ground} ground @param {{width: number, height: number}} frame @param {Box[]} covers @param {Fit} fit @returns {boolean}
 */
export function isWholeAt(ground, frame, covers, fit) {
  const scale = 2 ** fit.zoom;
  const inside = fit.x >= 0 && fit.y >= 0 && fit.x + ground.width * scale <= frame.width && fit.y + ground.height * scale <= frame.height;
  return inside && covers.every((cover) => isClear(ground, fit, cover));
}

/**
 * The largest that a shape can be drawn with nothing of it covered, as near to the middle as that leaves it.
 * @param {Ground} ground @param {{width: number, height: number}} frame @param {Box[]} covers
 * @param {number} step between two zooms
 * @returns {Fit|null} null where it can be nowhere
 */
export function bestFit(ground, frame, covers, step) {
  const room = { width: frame.width - 2 * EDGE, height: frame.height - 2 * EDGE };
  if (room.width <= 0 || room.height <= 0) return null;
  const most = Math.floor(Math.log2(Math.min(room.width / ground.width, room.height / ground.height)) / step);
  for (let rank = most; rank > most - SMALLEST / step; rank -= 1) {
    const zoom = rank * step;
    const free = { x: room.width - ground.width * 2 ** zoom, y: room.height - ground.height * 2 ** zoom };
    const fits = OFFSETS.map(([across, down]) => ({ zoom, x: EDGE + free.x * across, y: EDGE + free.y * down }));
    const found = fits.find((fit) => covers.every((cover) => isClear(ground, fit, cover)));
    if (found) return found;
  }
  return null;
}

/**
 * The largest rectangle of a frame that nothing covers, cut free of one cover after the other.
 * @param {{width: number, height: number}} frame @param {Box[]} covers @returns {Box}
 */
export function clearBox(frame, covers) {
  const area = (/** @type {Box} */ box) => Math.max(box.right - box.left, 0) * Math.max(box.bottom - box.top, 0);
  return covers.reduce(function (box, cover) {
    if (cover.left >= box.right || cover.right <= box.left || cover.top >= box.bottom || cover.bottom <= box.top) return box;
    const cuts = [{ ...box, left: cover.right }, { ...box, right: cover.left }, { ...box, top: cover.bottom }, { ...box, bottom: cover.top }];
    return cuts.reduce((best, cut) => (area(cut) > area(best) ? cut : best));
  }, { left: 0, top: 0, right: frame.width, bottom: frame.height });
}
