// What the pointer is told of a place; never the only way to it.

import { make } from "../dom.js";
import { words } from "./words.js";
import { stateOf } from "./view.js";
import { signMark, signNames } from "./signs.js";

/** @import { Place, Programme } from "./born.js" */

/** @param {Programme} programme @param {Place} place @returns {HTMLElement} */
export function placeTip(programme, place) {
  const state = /** @type {import("./born.js").State} */ (stateOf(place));
  return make(
    "div",
    null,
    make("strong", null, place.name),
    make("span", null, programme.name),
    make("span", { class: "with-mark" }, ...state.solutions.map(signMark), signNames(state.solutions)),
    make("span", null, words.pair(words.carrier, state.carrier || words.unknownCarrier)),
    state.unit ? make("span", null, words.pair(words.unit, state.unit)) : null,
    state.rate ? make("span", null, words.rate(state.rate.printed, state.rate.subject, state.rate.date)) : null,
  );
}
