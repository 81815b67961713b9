// The trend: a figure at each date as a small line, and the same in words.

import { capital, make, makeSvg } from "./dom.js";
import { nobodyKnows, words } from "./words.js";
import { data, territoryFigures, undatedOf, zoneFigures } from "./model.js";
import { view } from "./state.js";
import { chosenIndicator, viewLevel } from "./slice.js";

/** @import { Figures } from "./figures.js" */

const WIDTH = 300;
const HEIGHT = 72;
const SIDE = 8;

/** @param {number} zone -1 for the whole territory @returns {HTMLElement|null} nothing when there is one date only */
export function trend(zone) {
  const indicator = chosenIndicator();
  const told = data.dates.map(function (date) {
    const slice = { date, filters: view.filters };
    const figures = zone < 0 ? territoryFigures(slice) : zoneFigures(viewLevel(), zone, slice);
    const unknown = indicator.id === "coverage_share" && nobodyKnows(figures);
    return { date, value: unknown ? NaN : figures[indicator.id], text: words.value(indicator, figures), undated: undatedOf(indicator, figures), most: indicator.id === "coverage_share" ? figures.coverage_share_max : NaN };
  });
  if (told.filter(({ value }) => !Number.isNaN(value)).length < 2) return null;
  const amongSchools = indicator.unit === "n" || indicator.part.endsWith("covered_n");
  const rows = told.map(({ date, text, undated }) =>
    make(
      "tr",
      { class: date === view.date ? "now" : date === view.compare ? "then" : null },
      make("th", { scope: "row" }, capital(words.moment(date))),
      make("td", null, make("span", null, text), undated ? " " : null, undated ? make("small", null, words.undatedBeside(undated, amongSchools)) : null),
    ),
  );
  return make(
    "section",
    { class: "trend", "aria-labelledby": "geo-ent-trend" },
    make("h3", { id: "geo-ent-trend" }, words.trend),
    sparkline(told),
    make("table", { class: "small-table", "aria-labelledby": "geo-ent-trend" }, make("tbody", null, ...rows)),
  );
}

/**
 * Shares are drawn from 0 to 100 %, so that two zones compare; counts from 0; gaps around 0.
 * @param {number[]} values
 * @returns {[number, number]} lowest and highest of the scale
 */
export function scaleOf(values) {
  if (chosenIndicator().unit === "share") return [0, 1];
  const there = values.filter((value) => !Number.isNaN(value));
  const low = Math.min(0, ...there);
  return [low, Math.max(...there, low + 1)];
}

/**
 * Where a date has schools that aren't dated, each point has above it how far the share may go.
 * @param {{date: string, value: number, undated: number, most: number}[]} told
 * @returns {SVGElement} hidden from screen readers: the table says it
 */
function sparkline(told) {
  const [low, high] = scaleOf(told.map(({ value }) => value));
  const days = told.map(({ date }) => Date.parse(date));
  const span = Math.max(days[days.length - 1] - days[0], 1);
  const bounded = told.some(({ undated, most }) => undated && !Number.isNaN(most));
  const heightOf = (/** @type {number} */ value) => HEIGHT - SIDE - ((value - low) / (high - low)) * (HEIGHT - 2 * SIDE);
  const points = told
    .map(({ date, value, most }, index) => ({
      date,
      value,
      x: SIDE + ((days[index] - days[0]) / span) * (WIDTH - 2 * SIDE),
      y: heightOf(value),
      top: heightOf(most),
    }))
    .filter(({ value }) => !Number.isNaN(value));
  const path = points.map(({ x, y }, index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const zero = heightOf(0);
  return makeSvg(
    "svg",
    { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    makeSvg("line", { x1: 0, x2: WIDTH, y1: zero, y2: zero, class: "axis" }),
    ...(bounded ? points.map(({ x, y, top }) => makeSvg("line", { x1: x.toFixed(1), x2: x.toFixed(1), y1: y.toFixed(1), y2: top.toFixed(1), class: "bound" })) : []),
    makeSvg("path", { d: path, class: "path" }),
    ...points.map(({ date, x, y }) => makeSvg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: date === view.date || date === view.compare ? 5 : 3, class: date === view.date ? "now" : "point" })),
  );
}
