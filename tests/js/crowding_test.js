// When marks can be told apart: crowds whose answer is counted by hand.
import { apartShare, areApart } from "../../geo_ent/maps/assets/crowding.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** A lattice of marks. @param {number} side how many in a row @param {number} step pixels */
function lattice(side, step) {
  const places = Array.from({ length: side * side }, (_, mark) => [(mark % side) * step, Math.floor(mark / side) * step]);
  return { x: places.map(([x]) => x), y: places.map(([, y]) => y) };
}

const SIZE = { x: 700, y: 600 };

Deno.test("marks touch under two radii, and not at two radii", () => {
  same(apartShare(lattice(5, 7.9), 4, 0), 0);
  same(apartShare(lattice(5, 8), 4, 0), 1);
});

Deno.test("only those that touch count, wherever the squares that they are looked for in end", () => {
  const x = [0, 7.9, 100, 203.9, 204.1, -3, 300];
  same(apartShare({ x, y: x.map(() => 8) }, 4, 0), 2 / 7);
});

Deno.test("schools on one spot don't hide the others: no zoom would part them", () => {
  const pairs = { x: [0, 1, 50, 51, 100], y: [0, 0, 0, 0, 0] };
  same(apartShare(pairs, 4, 0), 1 / 5);
  same(apartShare(pairs, 4, 2), 1);
  same(apartShare(pairs, 4, 60), 1);
});

Deno.test("nothing in sight is told apart", () => {
  same(apartShare({ x: [], y: [] }, 4, 0), 1);
  same(areApart({ x: [], y: [] }, 4, 0, { x: 0, y: 0 }, false), true);
});

Deno.test("thirty schools are seen from afar; five hundred as far apart would hide the map", () => {
  same(areApart(lattice(5, 100), 3, 0, SIZE, false), true);
  same(areApart(lattice(23, 25), 3, 0, SIZE, false), false);
});

Deno.test("marks that are there stay a little longer than it takes for them to come", () => {
  const crowd = lattice(5, 40);
  const close = { x: [...crowd.x, 0.5, 40.5, 80.5], y: [...crowd.y, 3, 3, 3] };
  same([true, false].map((seen) => areApart(close, 3, 0, SIZE, seen)), [true, false]);
});
