// The classes of a view: their bounds, names and colours. Bounds are chosen once, at the page's
// date and of all schools, so that one colour means one thing at every date and under every filter.

import { data, ROUNDING } from "./model.js";
import { words } from "./words.js";

/** @import { Classing, Indicator, Level } from "./model.js" */

/**
 * @typedef {Object} Palette
 * @property {Record<string, string[]>} steps by how many classes there are
 * @property {string[]} below from the centre outwards
 * @property {string} middle
 * @property {string[]} above from the centre outwards
 * @property {[string, string]} special patterns of zones without a school, and unknown
 */

/**
 * @typedef {Object} Classes
 * @property {{label: string, fill: string}[]} classes lowest first, then "no school", then "unknown"
 * @property {Classing} classing which classes they are
 */

/** @typedef {Indicator & Classes} Classed an indicator, with the bounds, names and colours of its classes */

/** The colours of classes, lowest first, as `class_fills` in Python. @param {number[]} bounds @param {number|null} centre @returns {string[]} */
export function classFills(bounds, centre) {
  const { steps, below, middle, above } = data.palette;
  const count = bounds.length + 1;
  if (centre === null) return steps[count];
  const under = below.slice(0, bounds.filter((bound) => bound <= centre).length);
  const over = above.slice(0, bounds.filter((bound) => bound >= centre).length);
  return [...under.reverse(), ...Array(count - under.length - over.length).fill(middle), ...over];
}

/** Which classes an indicator has at a level when some are asked for: not every one has all. @param {Indicator} indicator @param {Level} level @param {Classing} asked @returns {Classing} */
function classingOf(indicator, level, asked) {
  if (asked === "around" && level.around?.[indicator.id]) return "around";
  return asked !== "equal" && level.bounds?.[indicator.id] ? "fit" : "equal";
}

/** @param {number} rate @param {number} points @returns {number[]} the rate, and a bound on each side of it where there can be one, as `breaks_around` in Python */
const boundsAround = (rate, points) => [rate - points / 100, rate, rate + points / 100].filter((bound) => bound > ROUNDING && bound < 1 - ROUNDING);

/** @type {Map<string, Classed>} */
const known = new Map();

/** An indicator with its classes at a level. @param {Indicator} indicator @param {Level} level @param {Classing} asked @returns {Classed} */
export function withClasses(indicator, level, asked) {
  const classing = classingOf(indicator, level, asked);
  const key = [indicator.id, level.id, classing].join(" ");
  let found = known.get(key);
  if (!found) {
    const around = classing === "around" && indicator.rate !== null;
    const own = classing === "fit" && level.bounds?.[indicator.id];
    const bounds = around ? boundsAround(indicator.rate || 0, level.around?.[indicator.id] || 0) : own || indicator.bounds;
    const centre = around ? indicator.rate : indicator.centre;
    const labels = [...words.classLabels(indicator.unit, bounds, centre), ...indicator.special];
    const fills = [...classFills(bounds, centre), ...data.palette.special];
    found = { ...indicator, bounds, centre, classing, classes: labels.map((label, index) => ({ label, fill: fills[index] })) };
    known.set(key, found);
  }
  return found;
}
