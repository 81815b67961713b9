// A zone's figures set beside others: larger zones, kinds of schools, solutions.

import { capital, make } from "./dom.js";
import { nobodyKnows, words } from "./words.js";
import { classOf, data, FRAGILE_BELOW, levels, readingOf, schools, schoolsOf, solutionsOf, staffToolsOf, territoryFigures, zoneFigures, zoneOf } from "./model.js";
import { view } from "./state.js";
import { figuresOf, isWhole, statusNow, viewFigures, viewIndicator, viewKeeps, viewLevel } from "./slice.js";

/** @import { Figures } from "./figures.js" */
/** @import { Level, School } from "./model.js" */

const LARGER = ["circonscription", "departement", "academie", "region"];

/** The zone of a larger level that holds all of a zone's schools. @param {number} zone @param {Level} larger @returns {number} -1 when there's none */
function holderOf(zone, larger) {
  const holders = new Set(schoolsOf(viewLevel(), zone).map((school) => zoneOf(school, larger)));
  return holders.size === 1 ? [...holders][0] : -1;
}

/** @param {string} name @param {Figures} figures @param {boolean} [here] @returns {HTMLElement} */
function compared(name, figures, here) {
  const indicator = viewIndicator();
  const value = figures[indicator.id];
  const bar = make("span", { class: "level-bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", String(Number.isNaN(value) ? 0 : value));
  return make("div", { class: here ? "here" : null }, make("dt", null, name), make("dd", null, words.percent(value)), bar);
}

/** How a zone stands against its département, its académie and the whole, where they have other schools than its own. @param {number} zone @returns {HTMLElement|null} */
export function comparison(zone) {
  const level = viewLevel();
  const indicator = viewIndicator();
  if (isWhole(zone) || indicator.unit !== "share" || Number.isNaN(figuresOf(zone)[indicator.id]) || nobodyKnows(figuresOf(zone))) return null;
  const rows = levels
    .filter((larger) => LARGER.includes(larger.id) && larger.code.length > 1 && LARGER.indexOf(larger.id) > LARGER.indexOf(level.id))
    .map((larger) => ({ larger, at: holderOf(zone, larger) }))
    .filter(({ at }) => at >= 0)
    .map(({ larger, at }) => ({ name: larger.name[at], figures: zoneFigures(larger, at, view) }))
    .filter(({ figures }) => figures.schools_n > figuresOf(zone).schools_n)
    .map(({ name, figures }) => compared(name, figures));
  return make(
    "section",
    { "aria-labelledby": "geo-ent-comparison" },
    make("h3", { id: "geo-ent-comparison" }, words.comparison),
    make("dl", { class: "compared" }, compared(level.name[zone], figuresOf(zone), true), ...rows, compared(capital(data.territory), territoryFigures(view))),
    rankLine(zone),
  );
}

/** A zone's rank among those whose rate isn't fragile. @param {number} zone @returns {HTMLElement|null} */
function rankLine(zone) {
  const level = viewLevel();
  const indicator = viewIndicator();
  const columns = viewFigures();
  const firm = level.code
    .map((_, index) => index)
    .filter((index) => indicator.concerned.every((column) => columns[column][index] >= FRAGILE_BELOW))
    .filter((index) => classOf(indicator, readingOf(columns, index)) < indicator.classes.length - 2);
  if (!firm.includes(zone) || firm.length < 3) return null;
  const values = columns[indicator.id];
  const above = firm.filter((index) => values[index] > values[zone] + 1e-9).length;
  const below = firm.filter((index) => values[index] < values[zone] - 1e-9).length;
  const among = { above, below, alike: firm.length - above - below - 1, zones: firm.length };
  return make("p", { class: "small" }, words.rank(among, level, indicator.concerned[0] === "schools_n"));
}

/** Coverage by kind of school. @param {Figures} figures @param {School[]} kept @returns {HTMLElement|null} */
export function groupTable(figures, kept) {
  const natures = Object.keys(data.natures).map(function (nature) {
    const such = kept.filter((school) => school.nature === nature);
    return groupRow(words.group[nature], such.length, such.filter((school) => statusNow(school) === "school").length);
  });
  const others = ["rural", "urban", "rep", "rep_plus", "frr", "enir_eligible"].map((name) =>
    groupRow(words.group[name], figures[`${name}_schools_n`], figures[`${name}_covered_n`]),
  );
  const rows = [...natures, ...others].filter((row) => row !== null);
  if (rows.length < 2) return null;
  const head = words.groupHead.map((name) => make("th", { scope: "col" }, name));
  return make(
    "section",
    { "aria-labelledby": "geo-ent-groups" },
    make("h3", { id: "geo-ent-groups" }, words.groups),
    make(
      "table",
      { class: "small-table", "aria-labelledby": "geo-ent-groups" },
      make("thead", null, make("tr", null, make("td", null), ...head)),
      make("tbody", null, ...rows),
    ),
  );
}

/** @param {string} name @param {number} all @param {number} covered @returns {HTMLElement|null} */
function groupRow(name, all, covered) {
  if (!all) return null;
  const cells = [words.number(all), words.number(covered), words.percent(covered / all)];
  const fragile = all < FRAGILE_BELOW ? make("small", null, ` ${words.fragileMark}`) : null;
  return make("tr", null, make("th", { scope: "row" }, name, fragile), ...cells.map((cell) => make("td", null, cell)));
}

/** The solutions of the schools that have an ENT, the commonest first; a school counts for each of its own. @param {School[]} kept @returns {HTMLElement|null} */
export function solutionList(kept) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  const named = kept.filter((school) => statusNow(school) === "school").map(solutionsOf);
  named.flat().forEach((solution) => counts.set(solution, (counts.get(solution) || 0) + 1));
  if (!counts.size) return null;
  const several = named.filter((solutions) => solutions.length > 1).length;
  const order = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  return make(
    "section",
    { "aria-labelledby": "geo-ent-solutions" },
    make("h3", { id: "geo-ent-solutions" }, words.solutions),
    make("ul", { class: "solutions" }, ...order.map(([name, count]) => make("li", null, make("span", null, name), ` ${words.number(count)}`))),
    several ? make("p", { class: "small" }, words.several(several)) : null,
  );
}

/** The solutions of the staff alone, apart from the schools' own; they are known at the page's date. @param {School[]} kept @returns {HTMLElement|null} */
export function staffList(kept) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  const named = view.date === data.date ? kept.flatMap(staffToolsOf) : [];
  named.forEach((tool) => counts.set(tool, (counts.get(tool) || 0) + 1));
  if (!counts.size) return null;
  const order = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  return make(
    "section",
    { "aria-labelledby": "geo-ent-staff" },
    make("h3", { id: "geo-ent-staff" }, words.staff),
    make("ul", { class: "solutions" }, ...order.map(([name, count]) => make("li", null, make("span", null, name), ` ${words.number(count)}`))),
    make("p", { class: "small" }, words.staffOnly),
  );
}

/** The schools that count in a zone. @param {number} zone -1 for the whole territory @returns {School[]} */
export function keptIn(zone) {
  return (zone < 0 ? schools : schoolsOf(viewLevel(), zone)).filter(viewKeeps);
}
