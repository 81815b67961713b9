// The current view in the words of the model: its level, its indicator, its figures.

import { changeIndicator } from "./compare.js";
import { withClasses } from "./classes.js";
import { figuresAt } from "./figures.js";
import { changes, comparedFigures, data, FILTERS, figures, indicatorOf, isKept, levelOf, statusOf, territoryFigures, UNOPENED, zoneIndex } from "./model.js";
import { view } from "./state.js";
import { words } from "./words.js";

/** @import { Columns, Figures } from "./figures.js" */
/** @import { Classed } from "./classes.js" */
/** @import { Indicator, Level, School } from "./model.js" */

/** @type {Record<string, string>} */
const statusLabels = { ...Object.fromEntries(data.statuses.map((status) => [status.id, status.label])), [UNOPENED]: words.unopened };

/** @returns {Level} */
export const viewLevel = () => levelOf(view.level);

/** @returns {Indicator} the one chosen, whatever it is compared to */
export const chosenIndicator = () => indicatorOf(view.indicator);

/** @returns {Classed} what the map shows, with its classes: the indicator chosen, or its change */
export const viewIndicator = () => (view.compare ? changeIndicator(chosenIndicator(), viewLevel(), view.compare) : withClasses(chosenIndicator(), viewLevel(), view.classing));

/** @returns {number} the chosen zone, -1 for the whole territory */
export const viewZone = () => zoneIndex(viewLevel(), view.zone);

/** @param {Level|null} level null for the whole territory @returns {Columns} the change, if there is one */
const viewChanges = (level) => (view.compare ? changes(chosenIndicator(), level, view, view.compare) : {});

/** @returns {Columns} every figure of the zones shown, with their change */
export const viewFigures = () => (view.compare ? { ...figures(viewLevel(), view), ...viewChanges(viewLevel()) } : figures(viewLevel(), view));

/** @param {number} zone -1 for the whole territory @returns {Figures} */
export const figuresOf = (zone) => (zone < 0 ? { ...territoryFigures(view), ...figuresAt(viewChanges(null), 0) } : figuresAt(viewFigures(), zone));

/** The change in a sentence, "" where nothing is compared. @param {number} zone -1 for the whole territory @returns {string} */
export function changeWords(zone) {
  if (!view.compare) return "";
  const indicator = chosenIndicator();
  const { now, then } = comparedFigures(zone < 0 ? null : viewLevel(), Math.max(zone, 0), view, view.compare);
  const head = indicator.id === "coverage_share" ? words.coverage(now) : words.pair(indicator.title, words.value(indicator, now));
  const told = { now: head, then: words.value(indicator, then), date: view.date, compare: view.compare, kept: viewAmong() };
  return words.changed(indicator, figuresOf(zone), told);
}

/** @returns {string} the date shown, and the one that it is compared to; "" where there is but one */
export function viewWhen() {
  if (data.dates.length < 2) return "";
  return view.compare ? `${words.at(view.date)} ${words.against(view.compare)}` : words.at(view.date);
}

/** Whether a zone has every school that is counted. @param {number} zone -1 for the whole territory @returns {boolean} */
export const isWhole = (zone) => zone < 0 || figuresOf(zone).schools_n === figuresOf(-1).schools_n;

/** @param {School} school @returns {boolean} whether the filters keep it */
export const viewKeeps = (school) => isKept(school, view);

/** @param {School} school @returns {string} its status at the date shown */
export const statusNow = (school) => statusOf(school, view.date);

/** Which schools count, "parmi les écoles …". @returns {string} "" when all do */
export function viewAmong() {
  const kept = FILTERS.filter((column) => view.filters[column]);
  const among = words.among(kept.map((column) => [column, view.filters[column]]), statusLabels);
  // the situation that a filter keeps is that of the date shown: at the other one it may have been another
  return view.compare && view.filters.status ? `${among} ${words.at(view.date)}` : among;
}

/** @param {School} school @returns {string} its status now, in words, with its solution */
export function statusWords(school) {
  const status = statusNow(school);
  const label = statusLabels[status];
  const has = status === "school" || status === "class" || status === "undated" || (view.date === data.date && status !== "not_yet");
  return school.solution && has ? words.pair(label, school.solution) : label;
}
