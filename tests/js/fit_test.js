// A shape is as large as what covers its frame lets it be, and nothing of it is covered.

import { bestFit, clearBox, groundOf, isWholeAt } from "../../geo_ent/maps/assets/fit.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @param {number} width @param {number} height @returns {[number, number][]} points all over a rectangle */
const rectangle = (width, height) => Array.from({ length: 60 * 60 }, (_, index) => [(width * (index % 60)) / 59, (height * Math.floor(index / 60)) / 59]);

/** @param {[number, number][]} points @param {number} width @param {number} height */
const ground = (points, width, height) => groundOf(points, { left: 0, top: 0, right: width, bottom: height });

const STEP = 0.05;
const FRAME = { width: 800, height: 600 };
/** An L: its upper right quarter is empty. @type {[number, number][]} */
const CORNERED = rectangle(100, 100).filter(([x, y]) => x < 50 || y > 50);

Deno.test("with nothing over it, a shape fills its frame to a step, in the middle", function () {
  const fit = bestFit(ground(rectangle(100, 50), 100, 50), FRAME, [], STEP);
  const scale = 2 ** (fit?.zoom || 0);
  same(scale * 100 <= 780 && scale * 100 > 780 / 2 ** STEP, true);
  same(Math.abs((fit?.x || 0) * 2 + scale * 100 - 800) < 1, true);
  same(Math.abs((fit?.y || 0) * 2 + scale * 50 - 600) < 1, true);
});

Deno.test("what lies over an empty corner costs nothing, elsewhere it makes the shape smaller", function () {
  const shape = ground(CORNERED, 100, 100);
  const bare = bestFit(shape, FRAME, [], STEP)?.zoom || 0;
  const right = { left: 560, top: 0, right: 800, bottom: 200 };
  const bottom = { left: 0, top: 400, right: 800, bottom: 600 };
  same(bestFit(shape, FRAME, [right], STEP)?.zoom, bare);
  same((bestFit(shape, FRAME, [bottom], STEP)?.zoom || 0) < bare - 0.4, true);
});

Deno.test("nothing of a shape is under what lies over the frame, wherever that is", function () {
  const shape = ground(CORNERED, 100, 100);
  for (let trial = 0; trial < 200; trial += 1) {
    const [left, top] = [(trial * 37) % 700, (trial * 59) % 500];
    const cover = { left, top, right: left + 60 + (trial % 7) * 30, bottom: top + 40 + (trial % 5) * 40 };
    const fit = bestFit(shape, FRAME, [cover], STEP);
    if (!fit) throw new Error(`no place beside ${JSON.stringify(cover)}`);
    const scale = 2 ** fit.zoom;
    const under = CORNERED.filter(([x, y]) => fit.x + x * scale > cover.left && fit.x + x * scale < cover.right && fit.y + y * scale > cover.top && fit.y + y * scale < cover.bottom);
    same(under.length, 0);
    same(isWholeAt(shape, FRAME, [cover], fit), true);
  }
});

Deno.test("a shape that goes out of its frame, or under something, isn't whole", function () {
  const shape = ground(rectangle(100, 100), 100, 100);
  same(isWholeAt(shape, FRAME, [], { zoom: 2, x: 10, y: 10 }), true);
  same(isWholeAt(shape, FRAME, [], { zoom: 2, x: 450, y: 10 }), false);
  same(isWholeAt(shape, FRAME, [{ left: 300, top: 300, right: 320, bottom: 320 }], { zoom: 2, x: 10, y: 10 }), false);
});

Deno.test("where everything is covered there is no place", function () {
  same(bestFit(ground(rectangle(100, 100), 100, 100), FRAME, [{ left: 0, top: 0, right: 800, bottom: 600 }], STEP), null);
  same(bestFit(ground(rectangle(100, 100), 100, 100), { width: 0, height: 0 }, [], STEP), null);
});

Deno.test("what nothing covers is the larger side of each cover", function () {
  same(clearBox(FRAME, []), { left: 0, top: 0, right: 800, bottom: 600 });
  const legend = { left: 0, top: 400, right: 200, bottom: 600 };
  const card = { left: 0, top: 300, right: 800, bottom: 600 };
  same(clearBox(FRAME, [legend]), { left: 200, top: 0, right: 800, bottom: 600 });
  same(clearBox(FRAME, [card, legend]), { left: 0, top: 0, right: 800, bottom: 300 });
});
