// Choosing a date to compare to, and the page's headline, which tells the change while there is one.

import { make } from "./dom.js";
import { words } from "./words.js";
import { data } from "./model.js";
import { changeView, onView, view } from "./state.js";
import { changeWords, chosenIndicator } from "./slice.js";

const COMPARE_ID = "geo-ent-compare";

/** @param {(node: HTMLElement) => void} put where the choice goes */
export function addCompareChoice(put) {
  if (data.dates.length < 2) return;
  const options = ["", ...data.dates].map((date) => make("option", { value: date }, date ? words.moment(date) : words.compareNone));
  const select = make("select", { id: COMPARE_ID }, ...options);
  const not = make("p", { class: "small" }, words.compareNot);
  select.addEventListener("change", () => changeView({ compare: select.value }));
  put(make("div", { class: "compare" }, make("label", { for: COMPARE_ID }, words.compare), select, not));
  const headline = document.querySelector(".headline");
  const told = headline?.textContent || "";
  const show = function () {
    options.forEach((option) => void (option.hidden = option.disabled = option.value === view.date));
    select.value = view.compare;
    select.disabled = !(not.hidden = chosenIndicator().has_change);
    if (headline) headline.textContent = changeWords(-1) || told;
  };
  onView(show);
  show();
}
