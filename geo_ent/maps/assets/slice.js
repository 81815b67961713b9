// The current view in the words of the model: its level, its indicator, its figures.

import { data, FILTERS, figures, indicatorOf, isKept, levelOf, statusOf, territoryFigures, UNOPENED, zoneFigures, zoneIndex } from "./model.js";
import { view } from "./state.js";
import { words } from "./words.js";

/** @import { Columns, Figures } from "./figures.js" */
/** @import { Indicator, Level, School } from "./model.js" */

/** @type {Record<string, string>} */
const statusLabels = { ...Object.fromEntries(data.statuses.map((status) => [status.id, status.label])), [UNOPENED]: words.unopened };

/** @returns {Level} */
export const viewLevel = () => levelOf(view.level);

/** @returns {Indicator} */
export const viewIndicator = () => indicatorOf(view.indicator);

/** @returns {number} the chosen zone, -1 for the whole territory */
export const viewZone = () => zoneIndex(viewLevel(), view.zone);

/** @returns {Columns} every figure of the zones shown */
export const viewFigures = () => figures(viewLevel(), view);

/** @param {number} zone -1 for the whole territory @returns {Figures} */
export const figuresOf = (zone) => (zone < 0 ? territoryFigures(view) : zoneFigures(viewLevel(), zone, view));

/** Whether a zone has every school that is counted. @param {number} zone -1 for the whole territory @returns {boolean} */
export const isWhole = (zone) => zone < 0 || figuresOf(zone).schools_n === figuresOf(-1).schools_n;

/** @param {School} school @returns {boolean} whether the filters keep it */
export const viewKeeps = (school) => isKept(school, view);

/** @param {School} school @returns {string} its status at the date shown */
export const statusNow = (school) => statusOf(school, view.date);

/** Which schools count, "parmi les écoles …". @returns {string} "" when all do */
export function viewAmong() {
  const kept = FILTERS.filter((column) => view.filters[column]);
  return words.among(kept.map((column) => [column, view.filters[column]]), statusLabels);
}

/** @param {School} school @returns {string} its status now, in words, with its solution */
export function statusWords(school) {
  const status = statusNow(school);
  const label = statusLabels[status];
  const has = status === "school" || status === "class" || status === "undated" || (view.date === data.date && status !== "not_yet");
  return school.solution && has ? words.pair(label, school.solution) : label;
}
