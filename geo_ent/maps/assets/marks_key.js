// What the marks of schools mean: in the legend, while there are marks on the map.

import { make } from "./dom.js";
import { statusesOn } from "./model.js";
import { view } from "./state.js";
import { statusMark } from "./symbols.js";
import { words } from "./words.js";

export const marksKey = make("ul", { class: "marks-key", "aria-label": words.marksKey, hidden: true });

/** Explains the marks of the date shown. @param {Set<string>} shown statuses */
export function fillMarksKey(shown) {
  const there = statusesOn(view.date).filter(({ id }) => shown.has(id));
  marksKey.replaceChildren(...there.map(({ id, label }) => make("li", null, statusMark(id), label)));
}
