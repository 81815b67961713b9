// Where names go on the map, by the rules of the still picture (`picture/labels.py`): inside their zone, or a number and a key.

/** @import { Box } from "./fit.js" */

/** @typedef {{text: string, size: number, bold: boolean}} NameLine */
/** @typedef {{lines: NameLine[], x: number, y: number}} PlacedName x of all lines, y of the middle of the first one */
/** @typedef {{x: number, y: number, foot: [number, number]|null}} Disc a number's; `foot` is where the line to its zone ends */
/** @typedef {(line: NameLine) => number} Measure the width of a line, in pixels */

/**
 * A zone on a grid.
 * @typedef {Object} NameGrid
 * @property {number} left @property {number} top
 * @property {number} columns @property {number} rows
 * @property {Uint32Array} sums of the cells inside above and to the left of each corner of a cell
 * @property {[number, number]} middle of what is inside
 */

// Two sizes, not as many as fit: on a map, larger names are taken for those of larger places.
const NAME_SIZES = [13.5, 12];
const NAME_MARGINS = [6, 3, 1.5];
const NAME_LEADING = 1.2;
const NAME_CELL = 2; // pixels: a fifth of the smaller letters' height
const NAME_LINES = 3;
const MOST_PIECES = 7; // on a line: a name of 10 kB has a million ways to be broken in three
export const DISC_RADIUS = 9.5; // room for two figures of 12 pixels
const DISC_RINGS = [22, 29, 37, 46, 56, 68, 82, 98, 118, 142];
const DISC_TURNS = Array.from({ length: 32 }, (_, turn) => (2 * Math.PI * turn) / 32);

/**
 * Looks at which cells of a zone are inside, and free.
 * @param {ArrayLike<number>[]} rings x and y by turns @param {Box} frame what is seen of the map
 * @param {Box[]} taken what no name may go over
 * @returns {NameGrid|null} null when nothing of the zone is in the frame
 */
export function nameGrid(rings, frame, taken) {
  const box = ringsBox(rings);
  const left = Math.max(box.left, frame.left);
  const top = Math.max(box.top, frame.top);
  const columns = Math.floor((Math.min(box.right, frame.right) - left) / NAME_CELL) + 1;
  const rows = Math.floor((Math.min(box.bottom, frame.bottom) - top) / NAME_CELL) + 1;
  if (!(columns > 0 && rows > 0)) return null;
  const inside = filledCells(rings, left, top, columns, rows);
  taken.forEach((hole) => emptyCells(inside, columns, rows, { left: hole.left - left, top: hole.top - top, right: hole.right - left, bottom: hole.bottom - top }));
  return summed(inside, left, top, columns, rows);
}

/** @param {ArrayLike<number>[]} rings @returns {Box} */
export function ringsBox(rings) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  rings.forEach(function (ring) {
    for (let at = 0; at < ring.length; at += 2) {
      if (ring[at] < box.left) box.left = ring[at];
      if (ring[at] > box.right) box.right = ring[at];
      if (ring[at + 1] < box.top) box.top = ring[at + 1];
      if (ring[at + 1] > box.bottom) box.bottom = ring[at + 1];
    }
  });
  return box;
}

/** A cell is inside when its middle is. @param {ArrayLike<number>[]} rings @param {number} left @param {number} top @param {number} columns @param {number} rows @returns {Uint8Array} */
function filledCells(rings, left, top, columns, rows) {
  /** @type {number[][]} where borders cross the middle of each row */
  const crossings = Array.from({ length: rows }, () => []);
  rings.forEach(function (ring) {
    const end = ring.length;
    for (let at = 0; at < end; at += 2) {
      const next = at + 2 < end ? at + 2 : 0;
      const y = (ring[at + 1] - top) / NAME_CELL - 0.5;
      const under = (ring[next + 1] - top) / NAME_CELL - 0.5;
      const last = Math.min(Math.ceil(Math.max(y, under)), rows);
      for (let row = Math.max(Math.ceil(Math.min(y, under)), 0); row < last; row += 1) {
        crossings[row].push(ring[at] + ((row - y) / (under - y)) * (ring[next] - ring[at]));
      }
    }
  });
  const inside = new Uint8Array(rows * columns);
  crossings.forEach(function (across, row) {
    across.sort((one, other) => one - other);
    for (let pair = 0; pair + 1 < across.length; pair += 2) {
      const from = Math.max(Math.ceil((across[pair] - left) / NAME_CELL - 0.5), 0);
      const to = Math.min(Math.ceil((across[pair + 1] - left) / NAME_CELL - 0.5), columns);
      if (to > from) inside.fill(1, row * columns + from, row * columns + to);
    }
  });
  return inside;
}

/** @param {Uint8Array} inside @param {number} columns @param {number} rows @param {Box} hole from the grid's corner */
function emptyCells(inside, columns, rows, hole) {
  const from = Math.max(Math.floor(hole.left / NAME_CELL), 0);
  const to = Math.min(Math.ceil(hole.right / NAME_CELL), columns);
  if (from >= to) return;
  const last = Math.min(Math.ceil(hole.bottom / NAME_CELL), rows);
  for (let row = Math.max(Math.floor(hole.top / NAME_CELL), 0); row < last; row += 1) inside.fill(0, row * columns + from, row * columns + to);
}

/** Sums that answer for any rectangle at once. @param {Uint8Array} inside @param {number} left @param {number} top @param {number} columns @param {number} rows @returns {NameGrid} */
function summed(inside, left, top, columns, rows) {
  const side = columns + 1;
  const sums = new Uint32Array((rows + 1) * side);
  let [x, y, count] = [0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    let run = 0;
    for (let column = 0; column < columns; column += 1) {
      if (inside[row * columns + column]) {
        run += 1;
        count += 1;
        x += column;
        y += row;
      }
      sums[(row + 1) * side + column + 1] = sums[row * side + column + 1] + run;
    }
  }
  const middle = (/** @type {number} */ start, /** @type {number} */ sum) => start + (sum / Math.max(count, 1) + 0.5) * NAME_CELL;
  return { left, top, columns, rows, sums, middle: [middle(left, x), middle(top, y)] };
}

/**
 * Whether a rectangle of whole cells is inside: cells that it touches are whole ones of it.
 * @param {NameGrid} grid @param {number} column @param {number} row of the cell that it is about
 * @param {number} wide @param {number} up @param {number} down how many cells it reaches beyond that one
 */
function isInside({ columns, rows, sums }, column, row, wide, up, down) {
  const side = columns + 1;
  const [first, last, start, end] = [row - up, row + down + 1, column - wide, column + wide + 1];
  if (first < 0 || start < 0 || last > rows || end > columns) return false;
  return sums[last * side + end] - sums[first * side + end] - sums[last * side + start] + sums[first * side + start] === (last - first) * (end - start);
}

/** Rectangles about a place, in cells. @typedef {{wide: number, up: number, down: number}[]} Reach */

/** @param {number} wide @param {number} up @param {number} down in pixels @returns {Reach[number]} outwards, so that rounding never lets one in */
const reachOf = (wide, up, down) => ({ wide: Math.ceil(wide / NAME_CELL), up: Math.ceil(up / NAME_CELL), down: Math.ceil(down / NAME_CELL) });

/** The place nearest to the middle about which all rectangles are inside. @param {NameGrid} grid @param {Reach} reach @returns {[number, number]|null} */
function nearestPlace(grid, reach) {
  const middle = grid.middle.map((value, axis) => (value - (axis ? grid.top : grid.left)) / NAME_CELL - 0.5);
  let best = Infinity;
  let place = null;
  for (let row = 0; row < grid.rows; row += 1) {
    const off = (row - middle[1]) ** 2;
    if (off >= best) continue;
    for (let column = 0; column < grid.columns; column += 1) {
      const distance = off + (column - middle[0]) ** 2;
      if (distance < best && reach.every(({ wide, up, down }) => isInside(grid, column, row, wide, up, down))) {
        best = distance;
        place = [column, row];
      }
    }
  }
  return place && [grid.left + (place[0] + 0.5) * NAME_CELL, grid.top + (place[1] + 0.5) * NAME_CELL];
}

/** Breaks a name into lines as even as can be, after a space or a hyphen. @param {string[]} pieces @param {number} count @param {(text: string) => number} measure @returns {string[]} */
function evenest(pieces, count, measure) {
  if (count === 1 || pieces.length === 1) return [pieces.join("").trim()];
  /** @type {string[]} */
  let best = [];
  let narrowest = Infinity;
  for (let first = 1; first < Math.min(pieces.length - count + 2, MOST_PIECES + 1); first += 1) {
    const way = [pieces.slice(0, first).join("").trim(), ...evenest(pieces.slice(first), count - 1, measure)];
    const widest = Math.max(...way.map(measure));
    if (widest < narrowest) [best, narrowest] = [way, widest];
  }
  return best;
}

/** The ways to write a name and its value, best first: the size, then the number of lines. @param {string} name @param {string} value "" for none @param {number[]} sizes @param {boolean} bold @param {Measure} measure @returns {NameLine[][]} */
function nameWays(name, value, sizes, bold, measure) {
  const pieces = name.match(/[^\s-]*(?:-|\s+|$)/g)?.filter(Boolean) || [name];
  return sizes.flatMap(function (size) {
    const counts = Array.from({ length: Math.min(NAME_LINES, pieces.length) }, (_, index) => index + 1);
    return counts.map(function (count) {
      const lines = evenest(pieces, count, (text) => measure({ text, size, bold })).map((text) => ({ text, size, bold }));
      return value ? [...lines, { text: value, size, bold: false }] : lines;
    });
  });
}

/**
 * Writes a name inside its zone, as large and on as few lines as it goes.
 * @param {NameGrid} grid @param {string} name @param {string} value "" for none @param {Measure} measure
 * @param {{sizes?: number[], bold?: boolean, margins?: number[]}} [how]
 * @returns {PlacedName|null} null when there is no room
 */
export function placeName(grid, name, value, measure, { sizes = NAME_SIZES, bold = true, margins = NAME_MARGINS } = {}) {
  const room = grid.columns * NAME_CELL;
  const ways = nameWays(name, value, sizes, bold, measure).map((lines) => ({ lines, widths: lines.map(measure) }));
  const narrow = ways.filter(({ widths }) => Math.max(...widths) < room);
  // The margin before the size: a name that touches its border is harder to read than a small one.
  for (const margin of margins) {
    for (const { lines, widths } of narrow) {
      const place = nearestPlace(grid, linesReach(lines, widths, margin));
      if (place) return { lines, x: place[0], y: place[1] };
    }
  }
  return null;
}

/** Line by line, not the block that holds them: a short value under a long name goes into a zone that narrows. @param {NameLine[]} lines @param {number[]} widths @param {number} margin @returns {Reach} */
function linesReach(lines, widths, margin) {
  let y = 0;
  return lines.map(function ({ size }, rank) {
    const half = (size * NAME_LEADING) / 2;
    const reach = reachOf(widths[rank] / 2 + margin, half - y + (rank ? 0 : margin), half + y + (rank === lines.length - 1 ? margin : 0));
    y += size * NAME_LEADING;
    return reach;
  });
}

/** @param {PlacedName} name @param {Measure} measure @returns {Box[]} what its lines take */
export function nameBoxes({ lines, x, y }, measure) {
  return lines.map(function (line, rank) {
    const middle = y + rank * line.size * NAME_LEADING;
    const [half, tall] = [measure(line) / 2, (line.size * NAME_LEADING) / 2];
    return { left: x - half, top: middle - tall, right: x + half, bottom: middle + tall };
  });
}

/** @param {Box} one @param {Box} other @returns {boolean} whether they share some of their inside */
export const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** @param {{x: number, y: number}} disc @returns {Box} the square that it is in */
export const discBox = ({ x, y }) => ({ left: x - DISC_RADIUS, top: y - DISC_RADIUS, right: x + DISC_RADIUS, bottom: y + DISC_RADIUS });

/** @param {Box} box @param {Box[]} taken */
const isFree = (box, taken) => !taken.some((other) => meet(box, other));

/** @param {Box} box @param {Box} frame @returns {boolean} whether it is wholly in it */
const isInFrame = (box, frame) => box.left >= frame.left && box.top >= frame.top && box.right <= frame.right && box.bottom <= frame.bottom;

/**
 * Puts numbers where names have no room: inside their zones, else beside, at the end of a line.
 * @param {NameGrid[]} grids in the order of the numbers @param {Box[]} taken @param {Box} frame that they stay in
 * @returns {(Disc|null)[]} null where there is no room at all
 */
export function placeDiscs(grids, taken, frame) {
  const boxes = [...taken];
  /** @type {(Disc|null)[]} */
  const discs = grids.map(function (grid) {
    // 0.8: the corners of a disc's square are empty, and one with a little of its edge over the border still says whose it is.
    const place = nearestPlace(grid, [reachOf(DISC_RADIUS * 0.8, DISC_RADIUS * 0.8, DISC_RADIUS * 0.8)]);
    const disc = place && { x: place[0], y: place[1], foot: null };
    if (!disc || !isInFrame(discBox(disc), frame) || !isFree(discBox(disc), boxes)) return null;
    boxes.push(discBox(disc));
    return disc;
  });
  const feet = grids.map((grid, index) => (discs[index] ? null : nearestPlace(grid, [{ wide: 0, up: 0, down: 0 }])));
  feet.forEach(function (foot, index) {
    if (!foot) return;
    const ends = feet.flatMap((other) => (other && other !== foot ? [squareAt(other, 2)] : []));
    const disc = discBeside(foot, [...boxes, ...ends], frame);
    if (disc) boxes.push(discBox(disc));
    discs[index] = disc;
  });
  return discs;
}

/** @param {[number, number]} place @param {number} half @returns {Box} */
const squareAt = ([x, y], half) => ({ left: x - half, top: y - half, right: x + half, bottom: y + half });

/** Small squares along the line from a disc to its zone. @param {Disc} disc @returns {Box[]} */
export function leaderBoxes({ x, y, foot }) {
  if (!foot) return [];
  return Array.from({ length: 17 }, (_, step) => squareAt([foot[0] + ((x - foot[0]) * step) / 16, foot[1] + ((y - foot[1]) * step) / 16], 1));
}

/** Moves a disc to the nearest free place; where every line would cross a name, one does. @param {[number, number]} foot @param {Box[]} taken @param {Box} frame @returns {Disc|null} */
function discBeside(foot, taken, frame) {
  /** @type {Disc|null} */
  let crossing = null;
  for (const ring of DISC_RINGS) {
    for (const turn of DISC_TURNS) {
      const disc = { x: foot[0] + ring * Math.cos(turn), y: foot[1] + ring * Math.sin(turn), foot };
      const box = discBox(disc);
      if (!isInFrame(box, frame) || !isFree(box, taken)) continue;
      if (leaderBoxes(disc).every((square) => isFree(square, taken))) return disc;
      crossing = crossing || disc;
    }
  }
  return crossing;
}

/**
 * The free place of a card that is nearest to another thing.
 * @param {{width: number, height: number}} card @param {Box} frame @param {Box[]} taken @param {NameGrid[]} grids of what mustn't be hidden
 * @param {{x: number, y: number}} near where its lower left corner would best be @returns {{x: number, y: number}|null} its corner
 */
export function freePlace(card, frame, taken, grids, near) {
  const step = 8;
  const clear = 8;
  /** @type {{x: number, y: number, away: number}|null} */
  let best = null;
  for (let y = frame.top + clear; y + card.height + clear <= frame.bottom; y += step) {
    for (let x = frame.left + clear; x + card.width + clear <= frame.right; x += step) {
      const box = { left: x - clear, top: y - clear, right: x + card.width + clear, bottom: y + card.height + clear };
      const away = Math.hypot(x - near.x, y + card.height - near.y);
      if ((!best || away < best.away) && isFree(box, taken) && grids.every((grid) => isOutside(grid, box))) best = { x, y, away };
    }
  }
  return best && { x: best.x, y: best.y };
}

/** @param {NameGrid} grid @param {Box} box @returns {boolean} whether nothing of a zone is in it */
function isOutside({ left, top, columns, rows, sums }, box) {
  const cell = (/** @type {number} */ value, /** @type {number} */ start, /** @type {number} */ most) => Math.min(Math.max(Math.floor((value - start) / NAME_CELL), 0), most);
  const side = columns + 1;
  const [from, to, first, last] = [cell(box.left, left, columns), cell(box.right, left, columns), cell(box.top, top, rows), cell(box.bottom, top, rows)];
  return sums[last * side + to] - sums[first * side + to] - sums[last * side + from] + sums[first * side + from] === 0;
}

/** @param {NameGrid} grid @param {{x: number, y: number}} place @returns {boolean} whether it is inside */
export const holdsPlace = (grid, { x, y }) => isInside(grid, Math.floor((x - grid.left) / NAME_CELL), Math.floor((y - grid.top) / NAME_CELL), 0, 0, 0);
