// An indicator's change from another date, as an indicator of its own: its title, its classes, its colours.

import { classFills } from "./classes.js";
import { changes, classOf, data, figures, readingOf } from "./model.js";
import { words } from "./words.js";

/** @import { Classed } from "./classes.js" */
/** @import { Indicator, Level } from "./model.js" */

/**
 * Where the classes part on both sides of nought, in points or in schools: the first that fits is taken.
 * @type {number[][]}
 */
const PARTINGS = [[5, 10, 20], [5, 20, 40], [5, 15, 30], [10, 20, 40], [10, 30, 60], [2, 10, 20], [2, 5, 10], [1, 5, 10], [1, 5, 20], [1, 2, 5], [10, 50, 100]];

/** @param {boolean} counted whether it is a number, which has no half @param {number[]} parting @returns {number[]} rising */
const changeBreaks = (counted, parting) => [...parting.map((bound) => (counted ? 1 - bound : -bound)).reverse(), ...parting];

/** @type {Map<string, Classed>} */
const changesMade = new Map();

/**
 * The record of a change. Its classes part the level's zones best between the page's own date and the one compared to,
 * without filters, and stay for every date and filter: like is then compared with like.
 * @param {Indicator} indicator @param {Level} level @param {string} compare a date
 * @returns {Classed}
 */
export function changeIndicator(indicator, level, compare) {
  const name = [indicator.id, level.id, compare].join(" ");
  let found = changesMade.get(name);
  if (!found) {
    found = fittedTo(level, compare, unclassed(indicator), indicator);
    changesMade.set(name, found);
  }
  return found;
}

/** @param {Indicator} indicator @returns {Indicator} */
function unclassed(indicator) {
  return {
    ...indicator,
    id: "change",
    unit: indicator.unit === "n" ? "n" : "points",
    title: words.changeOf(indicator),
    needs_known: true,
    concerned: indicator.concerned.map((name) => `compared_${name}`),
    undecided: ["left_n", ...indicator.undecided],
    part: "",
    whole: "",
    changed: indicator,
  };
}

/** @param {Level} level @param {string} compare @param {Indicator} change without classes @param {Indicator} indicator @returns {Classed} */
function fittedTo(level, compare, change, indicator) {
  const date = compare === data.date ? data.dates[0] : data.date;
  const slice = { date, filters: {} };
  const columns = { ...figures(level, slice), ...changes(indicator, level, slice, compare) };
  const valued = { ...change, bounds: [] }; // one class, and the special ones
  const values = columns.change.filter((_, zone) => classOf(valued, readingOf(columns, zone)) === 0);
  const fits = PARTINGS.map((parting) => changeBreaks(change.unit === "n", parting)).map((bounds) => ({ bounds, fullest: fullestOf(values, bounds) }));
  return classed(change, indicator, fits.reduce((best, fit) => (fit.fullest < best.fullest ? fit : best)).bounds);
}

/** @param {Float64Array} values @param {number[]} bounds @returns {number} how many the fullest class holds */
function fullestOf(values, bounds) {
  const held = [...bounds, Infinity].map((bound) => values.filter((value) => value < bound).length);
  return Math.max(...held.map((below, at) => below - (at ? held[at - 1] : 0)));
}

/** @param {Indicator} change @param {Indicator} indicator @param {number[]} bounds @returns {Classed} */
function classed(change, indicator, bounds) {
  const [none, unknown] = indicator.special;
  const labels = [...words.changeClasses(bounds, change.unit), words.noneThen(none), unknown];
  const fills = [...classFills(bounds, 0), ...data.palette.special];
  return { ...change, bounds, centre: 0, classing: "equal", classes: labels.map((label, index) => ({ label, fill: fills[index] })) };
}
