// The current view, and those who follow it. Nothing else on the page holds what is shown.

import { data, FILTERS, indicatorOf, indicators, levelOf, levels, valuesOf, zoneIndex } from "./model.js";

/** @import { Classing, Filters } from "./model.js" */

/**
 * @typedef {Object} View
 * @property {string} indicator
 * @property {string} level
 * @property {string} date ISO day, one of data.dates
 * @property {string} compare ISO day that the date is compared to, another of data.dates; "" when the figures are those of the date
 * @property {string} zone a zone code of the level, "" for the whole territory
 * @property {Classing} classing which classes the zones are put in
 * @property {Filters} filters column -> kept values; a column without an entry isn't filtered
 */

/** @type {Classing[]} the first is what a page begins with */
export const CLASSINGS = ["fit", "equal", "around"];

/** The current view: to read, never to write. @type {Readonly<View>} */
export const view = { indicator: indicators[0].id, level: levels[0].id, date: data.date, compare: "", zone: "", classing: "fit", filters: {} };

/** @type {((view: Readonly<View>, previous: Readonly<View>) => void)[]} */
const listeners = [];

/** Follows the view. @param {(view: Readonly<View>, previous: Readonly<View>) => void} listener */
export function onView(listener) {
  listeners.push(listener);
}

/**
 * Changes the view: what doesn't fit is put right, then everyone is told, once.
 * A zone is left when the level changes, unless the patch names another.
 * @param {Partial<View>} patch
 */
export function changeView(patch) {
  const previous = { ...view };
  const left = patch.level !== undefined && patch.level !== view.level ? { zone: "" } : {};
  const next = fitting({ ...view, ...left, ...patch }, previous);
  if (sameView(next, previous)) return;
  Object.assign(view, next);
  listeners.forEach((listener) => listener(view, previous));
}

/** @param {Readonly<View>} one @param {Readonly<View>} other @returns {boolean} */
export function sameView(one, other) {
  const plain = (/** @type {Readonly<View>} */ view) =>
    JSON.stringify([view.indicator, view.level, view.date, view.compare, view.zone, view.classing, Object.entries(view.filters).sort()]);
  return plain(one) === plain(other);
}

/** @param {View} asked @param {View} previous @returns {View} */
function fitting(asked, previous) {
  const level = levels.some((found) => found.id === asked.level) ? asked.level : previous.level;
  const indicator = indicators.some((found) => found.id === asked.indicator) ? asked.indicator : previous.indicator;
  const date = data.dates.includes(asked.date) ? asked.date : previous.date;
  // a date has no change from itself, nor has an indicator that isn't of a date
  const compared = data.dates.includes(asked.compare) && asked.compare !== date && indicatorOf(indicator).has_change;
  return {
    indicator,
    level,
    date,
    compare: compared ? asked.compare : "",
    zone: zoneIndex(levelOf(level), asked.zone) < 0 ? "" : asked.zone,
    classing: CLASSINGS.includes(asked.classing) ? asked.classing : previous.classing,
    filters: fittingFilters(asked.filters),
  };
}

/** Known columns and values, in their own order; one that keeps nothing is no filter. @param {Filters} asked @returns {Filters} */
function fittingFilters(asked) {
  /** @type {Filters} */
  const kept = {};
  FILTERS.forEach(function (column) {
    const values = valuesOf(column);
    const found = values.filter((value) => (asked[column] || []).includes(value));
    if (found.length) kept[column] = found;
  });
  return kept;
}
