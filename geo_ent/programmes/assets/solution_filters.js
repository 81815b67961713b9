// The legend, which filters: solutions by sign and colour, and kinds of carriers.

import { byId, make } from "../../maps/assets/dom.js";
import { data } from "./programmes_data.js";
import { words } from "./programmes_words.js";
import { changeView, onView, stateOf, view } from "./year_view.js";
import { signMark } from "./solution_signs.js";

/** @import { State } from "./programmes_data.js" */

/** @typedef {{node: HTMLElement, count: (state: State) => boolean}} Line */

/** @type {Line[]} */
const legend = [];

/** @param {(Node|null)} mark @param {string} name @param {(state: State) => boolean} count @param {(kept: boolean) => void} changed @returns {HTMLElement} */
function box(mark, name, count, changed) {
  const input = make("input", { type: "checkbox", checked: true });
  input.addEventListener("change", () => changed(input.checked));
  const node = make("span", { class: "count" });
  legend.push({ node, count });
  return make("label", null, input, mark, make("span", null, name, " ", node));
}

/** @template T @param {T[]} list @param {T} one @param {boolean} kept @returns {T[]} the list of what isn't shown */
const without = (list, one, kept) => (kept ? list.filter((other) => other !== one) : [...list, one]);

/** Makes both legends. */
export function makeFilters() {
  const solutions = data.signs.map((sign, at) =>
    box(
      signMark(at),
      sign.name,
      (state) => state.solutions.includes(at),
      (kept) => changeView({ withoutSolutions: without(view.withoutSolutions, at, kept) }),
    ),
  );
  const kinds = data.kinds.map(({ id, name }) =>
    box(
      null,
      name,
      (state) => state.kind === id,
      (kept) => changeView({ withoutKinds: without(view.withoutKinds, id, kept) }),
    ),
  );
  byId("geo-ent-filters").append(
    make("fieldset", null, make("legend", null, words.solutions), ...solutions),
    make("fieldset", null, make("legend", null, words.kinds), ...kinds),
    make("p", { class: "hint" }, words.legendHint),
  );
  onView(countAll);
  countAll();
}

/** Counts the programmes of the year that each box stands for, whatever is ticked. */
function countAll() {
  const own = data.programmes.filter((programme) => !programme.context);
  legend.forEach(function ({ node, count }) {
    const told = own.filter((programme) => programme.places.some(function (place) {
      const state = stateOf(place);
      return state !== undefined && count(state);
    }));
    node.textContent = words.shown(told.length);
  });
}
