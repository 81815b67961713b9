// The legend: the classes with how many zones each holds, and what the marks mean.

import { byId, make } from "./dom.js";
import { words } from "./words.js";
import { classOf, data, isFragile, readingOf, schools, statusesOn } from "./model.js";
import { classSwatch, statusMark } from "./symbols.js";
import { statusNow, viewAmong, viewFigures, viewIndicator, viewKeeps, viewLevel } from "./slice.js";
import { topology } from "./map.js";
import { view } from "./state.js";

/** Names the map and fills its legend. @param {string} when the date in words, "" when there is but one */
export function showLegend(when) {
  const level = viewLevel();
  const indicator = viewIndicator();
  const columns = viewFigures();
  const zones = level.code.map((_, zone) => readingOf(columns, zone));
  const classes = zones.map((zone) => classOf(indicator, zone));
  const rows = indicator.classes.map((_, index) => legendRow(index, classes.filter((found) => found === index).length));
  const fragile = zones.filter((zone) => isFragile(indicator, zone)).length;
  const shapeless = topology.objects[level.id].geometries.filter((/** @type {any} */ geometry) => !geometry.type).length;
  const notes = [
    fragile ? words.fragile(fragile, level, indicator.concerned[0] === "schools_n") : "",
    level.estimated ? words.estimated(level) : "",
    shapeless ? words.shapeless(shapeless, level) : "",
  ];
  byId("geo-ent-map-name").textContent = [words.mapName(indicator, level), when, viewAmong()].filter(Boolean).join(", ");
  byId("geo-ent-legend").replaceChildren(
    make("ul", { "aria-label": words.legend }, ...rows),
    ...notes.filter(Boolean).map((note) => make("p", { class: "small" }, note)),
  );
}

/** A row of the legend; the two special classes only where there are such zones. @param {number} index @param {number} zones @returns {HTMLElement|null} */
function legendRow(index, zones) {
  const level = viewLevel();
  const { classes } = viewIndicator();
  const special = index >= classes.length - 2;
  if (special && !zones) return null;
  return make(
    "li",
    { class: special ? "special" : "step" },
    classSwatch(classes[index].fill),
    make("span", { class: "class-name" }, index === classes.length - 2 && viewAmong() ? words.noneKept : classes[index].label),
    make("span", { class: "class-count" }, words.counted(zones, level.one, level.many)),
  );
}

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
