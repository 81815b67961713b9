// Where names go: on lands made of squares whose answer is drawn by hand, and on random ones.
import { discBox, DISC_RADIUS, freePlace, holdsPlace, leaderBoxes, meet, nameBoxes, nameGrid, placeDiscs, placeName } from "../../geo_ent/maps/assets/placing.js";

/** @import { Box } from "../../geo_ent/maps/assets/fit.js" */
/** @import { NameGrid } from "../../geo_ent/maps/assets/placing.js" */

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @param {boolean} held @param {string} what */
function hold(held, what) {
  if (!held) throw new Error(what);
}

const FRAME = { left: 0, top: 0, right: 800, bottom: 600 };
/** Letters of half their height, whatever they are. @param {{text: string, size: number}} line */
const measure = ({ text, size }) => (text.length * size) / 2;

/** @param {number} left @param {number} top @param {number} right @param {number} bottom */
const square = (left, top, right, bottom) => [left, top, right, top, right, bottom, left, bottom];

/** @param {number[][]} rings @param {Box[]} [taken] @param {Box} [frame] @returns {NameGrid} */
const gridOf = (rings, taken = [], frame = FRAME) => /** @type {NameGrid} */ (nameGrid(rings, frame, taken));

/** @param {Box[]} boxes @param {Box} outer */
const within = (boxes, outer) => boxes.every((box) => box.left >= outer.left && box.top >= outer.top && box.right <= outer.right && box.bottom <= outer.bottom);

/** Lines of a name share an edge, to the last bit or not. @param {Box} box */
const shrunk = ({ left, top, right, bottom }) => ({ left, top: top + 1e-6, right, bottom: bottom - 1e-6 });

/** Numbers that look random, the same each time. @param {number} seed */
function random(seed) {
  let state = seed;
  return function () {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** A land of zones side by side: columns of random widths, cut at random heights along crooked lines. @param {number} seed */
function land(seed) {
  const next = random(seed);
  const cuts = (/** @type {number} */ count, /** @type {number} */ end) => [0, ...Array.from({ length: count }, () => next() * end).sort((one, other) => one - other), end];
  const across = cuts(5, 800);
  return across.slice(1).flatMap(function (right, column) {
    const left = across[column];
    const down = cuts(4, 600).map((y, index) => [y, index % 5 && index < 5 ? y + (next() - 0.5) * 20 : y]);
    return down.slice(1).map(([bottom, bend], row) => [left, down[row][0], (left + right) / 2, down[row][1], right, down[row][0], right, bottom, (left + right) / 2, bend, left, bottom]);
  });
}

/** @param {number[]} ring @param {number} x @param {number} y */
function isIn(ring, x, y) {
  let inside = false;
  for (let at = 0, last = ring.length - 2; at < ring.length; last = at, at += 2) {
    const crosses = ring[at + 1] > y !== ring[last + 1] > y;
    if (crosses && x < ring[at] + ((y - ring[at + 1]) / (ring[last + 1] - ring[at + 1])) * (ring[last] - ring[at])) inside = !inside;
  }
  return inside;
}

Deno.test("a name stands in the middle of its zone, on one line, its value under it", () => {
  const name = placeName(gridOf([square(100, 100, 300, 200)]), "Redon", "40,9 %", measure);
  same(name?.lines, [{ text: "Redon", size: 13.5, bold: true }, { text: "40,9 %", size: 13.5, bold: false }]);
  hold(Math.abs((name?.x || 0) - 200) <= 2, "in the middle across");
});

Deno.test("a longer one breaks at its hyphens and spaces, then is smaller, then has no room", () => {
  const written = (/** @type {number} */ wide) => placeName(gridOf([square(0, 0, wide, 200)]), "Saint-Jacques de-la-Lande", "1", measure)?.lines.map(({ text, size }) => [text, size]);
  same(written(220)?.map(([text]) => text), ["Saint-Jacques de-la-Lande", "1"]);
  same(written(120)?.map(([text]) => text), ["Saint-Jacques", "de-la-Lande", "1"]);
  same(written(92), [["Saint-", 13.5], ["Jacques", 13.5], ["de-la-Lande", 13.5], ["1", 13.5]]);
  same(written(74), [["Saint-", 12], ["Jacques", 12], ["de-la-Lande", 12], ["1", 12]]);
  same(written(60), undefined);
});

Deno.test("no letter is under twelve pixels", () => {
  [40, 60, 80, 120].forEach(function (wide) {
    const name = placeName(gridOf([square(0, 0, wide, 90)]), "Val d'Anast", "7 %", measure);
    hold(!name || name.lines.every(({ size }) => size >= 12), `at ${wide}`);
  });
});

Deno.test("a name keeps out of a hole, and of what covers its zone", () => {
  const hole = square(140, 100, 260, 200);
  const name = placeName(gridOf([square(100, 100, 300, 300), hole]), "Bruz", "50 %", measure);
  hold(!!name && nameBoxes(name, measure).every((box) => box.top >= 200), "under the hole");
  const cover = { left: 90, top: 90, right: 310, bottom: 250 };
  const under = placeName(gridOf([square(100, 100, 300, 300)], [cover]), "Bruz", "50 %", measure);
  hold(!!under && nameBoxes(under, measure).every((box) => !meet(box, cover)), "beside the card");
  same(placeName(gridOf([square(100, 100, 300, 300)], [{ ...cover, bottom: 290 }]), "Bruz", "50 %", measure), null);
});

Deno.test("a zone that is half out of sight has its name in the half that is seen", () => {
  const name = placeName(gridOf([square(700, 100, 1300, 300)]), "Vitré", "30 %", measure);
  hold(!!name && within(nameBoxes(name, measure), FRAME), "in the frame");
  same(nameGrid([square(900, 100, 1300, 300)], FRAME, []), null);
});

Deno.test("on any land a name is wholly in its own zone, and no two things share a place", () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const rings = land(seed);
    const grids = rings.map((ring) => nameGrid([ring], FRAME, []));
    const names = grids.map((grid, zone) => grid && placeName(grid, `Zone ${"abcdefgh".slice(zone % 8)}-${seed}`, `${zone} %`, measure));
    const taken = names.flatMap((name) => (name ? nameBoxes(name, measure) : []));
    names.forEach(function (name, zone) {
      if (!name) return;
      nameBoxes(name, measure).forEach(function ({ left, top, right, bottom }) {
        // the border may come half a cell nearer than the least margin
        [[left, top], [right, top], [left, bottom], [right, bottom], [name.x, (top + bottom) / 2]].forEach(([x, y]) => hold(isIn(rings[zone], x, y), `land ${seed}, zone ${zone}: ${x} ${y}`));
      });
    });
    const small = grids.filter((grid, zone) => grid && !names[zone]);
    const discs = placeDiscs(/** @type {NameGrid[]} */ (small), taken, FRAME).filter((disc) => disc !== null);
    const boxes = [...taken, ...discs.map(discBox)];
    boxes.forEach((box, index) => boxes.slice(index + 1).forEach((other) => hold(!meet(shrunk(box), other), `land ${seed}: two things at ${JSON.stringify(box)}`)));
    hold(within(discs.map(discBox), FRAME), `land ${seed}: a number out of the frame`);
    discs.forEach(({ foot }) => hold(!foot || small.some((grid) => grid && holdsPlace(grid, { x: foot[0], y: foot[1] })), `land ${seed}: a line ends in its zone`));
  }
});

Deno.test("a number stands in its zone where it has room, else beside at the end of a line", () => {
  const [inside, beside] = placeDiscs([gridOf([square(100, 100, 130, 130)]), gridOf([square(300, 300, 308, 308)])], [], FRAME);
  same([inside?.foot, Math.round(inside?.x || 0)], [null, 115]);
  hold(!!beside && !meet(discBox(beside), { left: 300, top: 300, right: 308, bottom: 308 }), "beside");
  hold(leaderBoxes(/** @type {any} */ (beside)).length === 17 && DISC_RADIUS > 9, "with a line");
});

Deno.test("the key stands where nothing is hidden, nearest to the legend, or nowhere", () => {
  const zone = gridOf([square(200, 0, 800, 600)]);
  const legend = { left: 0, top: 500, right: 190, bottom: 600 };
  const card = { width: 150, height: 200 };
  const place = freePlace(card, FRAME, [legend], [zone], { x: 0, y: 500 });
  hold(!!place && place.x < 40 && place.y + card.height <= 492 && place.y + card.height > 470, JSON.stringify(place));
  same(freePlace({ width: 190, height: 200 }, FRAME, [legend], [zone], { x: 0, y: 500 }), null);
});
