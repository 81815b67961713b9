// The legend: the zones of each class as a small histogram over its scale, and what the marks mean.

import { byId, make } from "./dom.js";
import { words } from "./words.js";
import { classOf, data, isFragile, readingOf, schools, statusesOn } from "./model.js";
import { classSwatch, statusMark } from "./symbols.js";
import { statusNow, viewAmong, viewFigures, viewIndicator, viewKeeps, viewLevel } from "./slice.js";
import { topology } from "./map.js";
import { changeView, view } from "./state.js";

/** @import { Classed } from "./classes.js" */

/** Names the map and fills its legend. @param {string} when the date in words, "" when there is but one */
export function showLegend(when) {
  const level = viewLevel();
  const indicator = viewIndicator();
  const columns = viewFigures();
  const zones = level.code.map((_, zone) => readingOf(columns, zone));
  const classes = zones.map((zone) => classOf(indicator, zone));
  const counts = indicator.classes.map((_, index) => classes.filter((found) => found === index).length);
  byId("geo-ent-map-name").textContent = [words.mapName(indicator, level), when, viewAmong()].filter(Boolean).join(", ");
  byId("geo-ent-legend").replaceChildren(
    make("p", { class: "legend-name" }, indicator.classing === "around" ? words.perSide(level, indicator.rate || 0, data.territory_level) : words.perClass(level)),
    make("div", { class: "legend-scale" }, histogram(indicator, counts), make("ul", { class: "class-list", "aria-label": words.legend }, ...counts.map(legendRow))),
  );
  showNotes(zones.filter((zone) => isFragile(indicator, zone)).length);
}

/** What a reader of the map must know of it, under it: the legend stays small. @param {number} fragile how many zones are */
function showNotes(fragile) {
  const level = viewLevel();
  const indicator = viewIndicator();
  const shapeless = topology.objects[level.id].geometries.filter((/** @type {any} */ geometry) => !geometry.type).length;
  const notes = [
    fragile ? words.fragile(fragile, level, indicator.concerned[0] === "schools_n") : "",
    level.estimated ? words.estimated(level) : "",
    shapeless ? words.shapeless(shapeless, level) : "",
  ];
  const told = notes.filter(Boolean).map((note) => make("p", null, note));
  byId("geo-ent-map-notes").replaceChildren(...(indicator.classing === "fit" ? [ownClasses()] : []), ...told);
}

/** That the classes are the map's own, and the way to those of every map. @returns {HTMLElement} */
function ownClasses() {
  const common = make("button", { type: "button", class: "as-link" }, words.takeEqual);
  common.addEventListener("click", () => changeView({ classing: "equal" }));
  return make("div", { class: "own-classes" }, make("p", null, words.ownClasses(data.dates.length > 1 ? words.at(data.date) : "")), " ", common);
}

/** The classes as columns over their colours, each as high as it has zones. @param {Classed} indicator @param {number[]} counts of all classes @returns {HTMLElement} */
function histogram(indicator, counts) {
  const steps = counts.slice(0, -2);
  const most = Math.max(1, ...steps);
  const columns = steps.map(function (zones, index) {
    const bar = make("span", { class: "class-bar" });
    bar.style.setProperty("--zones", String(zones / most));
    bar.style.setProperty("--fill", indicator.classes[index].fill);
    return make("span", null, make("b", null, words.number(zones)), bar);
  });
  const ends = words.classEnds(indicator.unit, indicator.bounds, indicator.centre);
  const between = ends.length < steps.length; // bounds stand between classes, names of classes under them
  const names = ends.map(function (told, index) {
    const name = make("span", null, told);
    name.style.setProperty("--at", String((index + (between ? 1 : 0.5)) / steps.length));
    return name;
  });
  return make(
    "div",
    { class: "histogram", "aria-hidden": "true" },
    make("div", { class: "class-bars" }, ...columns),
    make("div", { class: "class-ends" }, ...names),
  );
}

/** A class in the list, for who doesn't see the histogram; the two special ones for all, where there are such zones. @param {number} zones @param {number} index @returns {HTMLElement|null} */
function legendRow(zones, index) {
  const level = viewLevel();
  const { classes } = viewIndicator();
  const special = index >= classes.length - 2;
  if (special && !zones) return null;
  return make(
    "li",
    { class: special ? "special" : "step unseen" },
    classSwatch(classes[index].fill),
    make("span", { class: "class-name" }, index === classes.length - 2 && viewAmong() ? words.noneKept : classes[index].label),
    // What is counted stands over the histogram: who sees it needs the number alone.
    make("span", { class: "class-count" }, words.number(zones), make("span", { class: "unseen" }, words.counted(zones, level.one, level.many).slice(words.number(zones).length))),
  );
}

/* ---- which classes ---- */

/** @type {HTMLInputElement[]} */
const classingInputs = [];
const classingGroup = make("fieldset", { class: "classing" });

/** The choice of the classes, with a word on what each is for. @returns {HTMLElement} */
export function classingChoice() {
  const choices = /** @type {const} */ (["fit", "equal", "around"]).map(function (classing) {
    const input = make("input", { type: "radio", name: "geo-ent-classing", value: classing });
    input.addEventListener("change", () => changeView({ classing }));
    classingInputs.push(input);
    return make("label", null, input, make("span", null));
  });
  classingGroup.append(make("legend", null, words.classing), ...choices);
  return classingGroup;
}

/** Makes the choice say what the view is: an indicator that isn't a share is around no rate, and a change has classes of its own. */
export function showClassing() {
  const { classing, rate } = viewIndicator();
  classingGroup.hidden = view.compare !== "";
  classingInputs.forEach(function (input) {
    const label = /** @type {HTMLElement} */ (input.parentElement);
    input.checked = input.value === (view.classing === "around" ? classing : view.classing);
    label.hidden = input.value === "around" && rate === null;
    /** @type {HTMLElement} */ (label.lastChild).textContent = words.classings(rate, data.territory_level)[input.value];
  });
}

/* ---- marks ---- */

/** What the marks mean. */
export const dotsLegend = make("div", { id: "geo-ent-dots", class: "dots-legend" });

/**
 * The marks' legend, which shows or hides them.
 * @param {Set<string>} shown statuses
 * @param {() => void} changed
 * @returns {() => void} to call when the schools' statuses change
 */
export function makeDotsLegend(shown, changed) {
  /** @type {Record<string, HTMLElement>} */
  const counts = {};
  /** @type {Record<string, HTMLElement>} */
  const lines = {};
  const boxes = data.statuses.map(function (status) {
    const box = make("input", { type: "checkbox", value: status.id, checked: shown.has(status.id) });
    box.addEventListener("change", function () {
      if (box.checked) shown.add(status.id);
      else shown.delete(status.id);
      changed();
    });
    counts[status.id] = make("span", { class: "count" });
    lines[status.id] = make("label", null, box, statusMark(status.id), make("span", null, status.label, " ", counts[status.id]));
    return lines[status.id];
  });
  dotsLegend.replaceChildren(make("fieldset", null, make("legend", null, words.dots), ...boxes));
  return function () {
    const now = schools.filter(viewKeeps).map(statusNow);
    const there = statusesOn(view.date).map(({ id }) => id);
    data.statuses.forEach(function ({ id }) {
      counts[id].textContent = words.number(now.filter((status) => status === id).length);
      lines[id].hidden = !there.includes(id);
    });
  };
}
