// The tooltip: a zone's figures or a school's name, never the only way to either.

import { make } from "./dom.js";
import { words } from "./words.js";
import { communeOf, data, isFragile } from "./model.js";
import { statusMark } from "./symbols.js";
import { view } from "./state.js";
import { figuresOf, statusNow, statusWords, viewIndicator, viewLevel } from "./slice.js";

/** @import { School } from "./model.js" */

/** @param {number} zone @returns {HTMLElement} */
export function zoneTip(zone) {
  const figures = figuresOf(zone);
  const indicator = viewIndicator();
  const plain = !view.compare && (indicator.id === "coverage_share" || !figures.schools_n);
  return make(
    "div",
    null,
    make("strong", null, viewLevel().name[zone]),
    plain ? null : make("span", null, words.pair(indicator.title, words.value(indicator, figures))),
    make("span", null, words.coverage(figures)),
    figures.left_n ? make("span", null, words.notCompared(figures.left_n)) : null,
    figures.undated_n ? make("span", null, words.undatedHere(figures.undated_n)) : null,
    figures.unknown_n ? make("span", null, words.unknownHere(figures.unknown_n)) : null,
    isFragile(indicator, (column) => figures[column]) ? make("em", null, words.fragileMark) : null,
    data.simulated ? make("em", null, words.simulated) : null,
  );
}

/** @param {School} school @returns {HTMLElement} */
export function schoolTip(school) {
  return make(
    "div",
    null,
    make("strong", null, school.name),
    make("span", null, communeOf(school)),
    make("span", { class: "with-mark" }, statusMark(statusNow(school)), statusWords(school)),
    data.simulated ? make("em", null, words.simulated) : null,
  );
}
