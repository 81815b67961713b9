// How far it is as the crow flies, and what is nearest.
import { kmBetween, nearestTo } from "../../geo_ent/maps/assets/nearest.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

Deno.test("a minute of latitude is a nautical mile, a degree of longitude shrinks to the north", () => {
  same(kmBetween([45, 2], [45 + 1 / 60, 2]).toFixed(3), "1.852");
  same(kmBetween([0, 2], [0, 3]).toFixed(2), "111.32"); // a 360th of the equator
  same(kmBetween([60, 2], [60, 3]).toFixed(1), "55.8");
  same(kmBetween([48, -1.7], [48, -1.7]), 0);
});

Deno.test("what is nearest comes first, the first among equals, what has no place never", () => {
  const at = (/** @type {string} */ name, /** @type {[number, number]|null} */ place) => ({ name, place });
  const things = [at("far", [49, 0]), at("east", [48, 0.01]), at("west", [48, -0.01]), at("nowhere", null), at("here", [48, 0])];
  const names = (/** @type {number} */ most, within = Infinity) => nearestTo([48, 0], things, most, within).map(({ thing }) => thing.name);
  same(names(3), ["here", "east", "west"]);
  same(names(9, 50), ["here", "east", "west"]);
  same(names(9).length, 4);
});
