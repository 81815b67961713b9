// What the pointer is told of a place; never the only way to it.

import { make } from "../../maps/assets/dom.js";
import { words } from "./programmes_words.js";
import { stateOf } from "./year_view.js";
import { signMark, signNames } from "./solution_signs.js";

/** @import { Place, Programme } from "./programmes_data.js" */

/** @param {Programme} programme @param {Place} place @returns {HTMLElement} */
export function placeTip(programme, place) {
  const state = /** @type {import("./programmes_data.js").State} */ (stateOf(place));
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
