// What the page knows, read once; every figure shown is counted here from the schools.

import { readJson } from "./dom.js";
import { changeColumns, comparedStatuses } from "./change.js";
import { figuresAt, tally } from "./figures.js";

/** @import { Compared, Sums } from "./change.js" */
/** @import { Columns, Facts, Figures } from "./figures.js" */

/**
 * @typedef {Object} Indicator
 * @property {string} id the column that holds it
 * @property {"share"|"n"|"points"} unit
 * @property {string} title
 * @property {string} caveat
 * @property {boolean} has_change whether it can be compared from one date to another
 * @property {boolean} needs_known whether a zone of mostly unknown schools has no class
 * @property {string[]} concerned the columns of counts that must not be 0
 * @property {string[]} undecided the columns of counts that say that some may be concerned
 * @property {string} part the column of what is counted, "" when it isn't a part of a whole
 * @property {string} whole the column of what it is a part of
 * @property {number[]} bounds between the classes that are the same on every map, rising
 * @property {number|null} centre where the scale parts in two tones, null where it has one
 * @property {number|null} rate the territory's own value at the page's date, of shares that zones can be around
 * @property {[string, string]} special what zones without a value are called: no school, unknown
 * @property {Indicator} [changed] of a change: what changed
 */

/** @typedef {"fit"|"equal"|"around"} Classing fitted to the map, the same on every map, around the territory's rate */

/**
 * @typedef {Object} Level
 * @property {string} id
 * @property {string} one its name in the singular
 * @property {string} many
 * @property {string} a with its article
 * @property {string} contours
 * @property {boolean} estimated
 * @property {string[]} code of each zone
 * @property {string[]} name of each zone
 * @property {Record<string, number[]>} [bounds] between the classes that fit it, by indicator, where they aren't those of every map
 * @property {Record<string, number>} [around] how many points from the territory's rate the other bounds are, by indicator
 */

/**
 * @typedef {Object} School
 * @property {number} index
 * @property {string} uai
 * @property {string} name
 * @property {string} nature
 * @property {string} sector
 * @property {string} priority
 * @property {string} solution at the page's date, "A + B" where it has two
 * @property {string} [staff] of its staff alone, at the page's date
 * @property {string} rural "yes", "no" or ""
 * @property {string} enir "yes", "no" or ""
 * @property {string} frr
 * @property {number|null} pupils
 * @property {number|null} [classes]
 * @property {number|null} [ent_classes] with an ENT, where it isn't for all
 * @property {[number, number]|null} place latitude and longitude
 */

/** @typedef {Record<string, string[]>} Filters column -> kept values */
/** @typedef {{date: string, filters: Filters}} Slice which schools count, and when */

/** @type {{lang: string, territory: string, simulated: string|null, contact: string, url: string, date: string, dates: string[], territory_level: string, palette: import("./classes.js").Palette, indicators: Indicator[], levels: Level[], statuses: {id: string, label: string}[], natures: Record<string, string>, schools: any, gaps?: any, deployment?: any, card?: any}} */
export const data = readJson("geo-ent-data");

export const levels = data.levels;
export const indicators = data.indicators;

/** The columns of schools that a reader may filter by. */
export const FILTERS = /** @type {const} */ (["nature", "sector", "rural", "priority", "status", "solution"]);

/** @param {string} id @returns {Level} the level of that name, the first when there is none */
export function levelOf(id) {
  return levels.find((level) => level.id === id) || levels[0];
}

/** @param {string} id @returns {Indicator} */
export function indicatorOf(id) {
  return indicators.find((indicator) => indicator.id === id) || indicators[0];
}

/** @param {Level} level @param {string} code @returns {number} -1 when no zone has that code */
export function zoneIndex(level, code) {
  return code === "" ? -1 : level.code.indexOf(code);
}

/** @param {{words: string[], at: string|number[]}} column @returns {string[]} */
export function decoded(column) {
  const at = typeof column.at === "string" ? Array.from(column.at, (sign) => parseInt(sign, 36)) : column.at;
  return at.map((index) => column.words[index]);
}

const columnsOf = data.schools;
const coded = Object.fromEntries(
  ["nature", "sector", "priority", "solution", "staff", "rural", "enir", "frr"].filter((name) => columnsOf[name]).map((name) => [name, decoded(columnsOf[name])]),
);
const statusIds = data.statuses.map((status) => status.id);
/** In place of a status, of a school that had not opened at a date. */
export const UNOPENED = "unopened";
/** @type {string[][]} statuses of the schools, date by date */
const statusesAt = columnsOf.status.map((/** @type {string} */ signs) => Array.from(signs, (sign) => statusIds[Number(sign)] || UNOPENED));

/** @param {string} date @returns {string[]} each school's status then */
const statusesOf = (date) => statusesAt[data.dates.indexOf(date)];

/** @type {School[]} */
export const schools = columnsOf.uai.map(function (/** @type {string} */ uai, /** @type {number} */ index) {
  const lat = columnsOf.lat[index];
  const words = Object.fromEntries(Object.entries(coded).map(([name, values]) => [name, values[index]]));
  return {
    index,
    uai,
    name: columnsOf.name[index],
    pupils: columnsOf.pupils[index],
    classes: columnsOf.classes?.[index],
    ent_classes: columnsOf.ent_classes?.[index],
    place: lat === null ? null : [lat / 1e5, columnsOf.lon[index] / 1e5],
    ...words,
  };
});

/** @type {Facts} */
const facts = /** @type {any} */ ({
  count: schools.length,
  ...Object.fromEntries(["pupils", "classes", "ent_classes", "created", "activated"].map((name) => [name, columnsOf[name]])),
  ...coded,
});

/** @param {School} school @param {string} date @returns {string} its status then */
export function statusOf(school, date) {
  return statusesOf(date)[school.index];
}

/** @param {School} school @param {Level} level @returns {number} its zone, -1 when it is in none */
export function zoneOf(school, level) {
  return columnsOf.zone[level.id][school.index];
}

/** @param {School} school @param {string} column @param {string} date @returns {string} */
export function valueOf(school, column, date) {
  return column === "status" ? statusOf(school, date) : /** @type {any} */ (school)[column];
}

/** The order of a column's values; the others are in the alphabet's, nothing last. @type {Record<string, string[]>} */
const ORDERS = { nature: Object.keys(data.natures), sector: ["public", "prive"], rural: ["yes", "no"], priority: ["REP", "REP+"] };

/** The solutions of a school are several words in one. @param {string} column @param {string} value @returns {string[]} */
const wordsOf = (column, value) => (column === "solution" ? value.split(" + ") : [value]);

/** @param {School} school @returns {string[]} those that it has, none when none is named */
export const solutionsOf = (school) => wordsOf("solution", school.solution).filter(Boolean);

/** @param {School} school @returns {string[]} those of its staff alone, which cover no school */
export const staffToolsOf = (school) => (school.staff || "").split(" + ").filter(Boolean);

/** The values of a column that schools have, in the column's own order. @param {string} column @returns {string[]} */
export function valuesOf(column) {
  if (column === "status") return statusIds.filter((status) => statusesAt.some((statuses) => statuses.includes(status)));
  const used = new Set([...new Set(coded[column])].flatMap((value) => wordsOf(column, value)));
  const order = new Set([...(ORDERS[column] || []), ...[...used].filter(Boolean).sort(), ""]);
  return [...order].filter((word) => used.has(word));
}

/** @param {School} school @param {string} date @returns {boolean} whether it had opened then: it doesn't count before */
export const isOpen = (school, date) => statusOf(school, date) !== UNOPENED;

/** @param {School} school @param {Slice} slice @returns {boolean} whether the filters keep it, a situation being that of the slice's date */
function isLetThrough(school, slice) {
  return Object.entries(slice.filters).every(([column, kept]) => wordsOf(column, valueOf(school, column, slice.date)).some((word) => kept.includes(word)));
}

/** @param {School} school @param {Slice} slice @returns {boolean} whether it counts: it is open and the filters keep it */
export const isKept = (school, slice) => isOpen(school, slice.date) && isLetThrough(school, slice);

/** @type {Map<string, any>} */
const cache = new Map();
const CACHED = 64;

/** Counts once what is asked for again. @template T @param {unknown[]} key @param {Slice} slice @param {() => T} count @returns {T} */
function countedOnce(key, slice, count) {
  const name = JSON.stringify([key, slice.date, Object.entries(slice.filters).sort()]);
  if (!cache.has(name)) {
    if (cache.size >= CACHED) cache.clear();
    cache.set(name, count());
  }
  return cache.get(name);
}

/** @param {Level|null} level null for the whole territory @param {Slice} slice @param {string[]} statuses @returns {Columns} */
function tallied(level, slice, statuses) {
  const zones = level && columnsOf.zone[level.id];
  const free = !Object.keys(slice.filters).length;
  const zoneKept = (/** @type {number} */ index) => (free || isLetThrough(schools[index], slice) ? (zones ? zones[index] : 0) : -1);
  return tally(facts, statuses, zoneKept, level ? level.code.length : 1);
}

/** @param {Level|null} level null for the whole territory @param {Slice} slice @returns {Columns} */
const allFigures = (level, slice) => countedOnce([level?.id], slice, () => tallied(level, slice, statusesOf(slice.date)));

/** Every figure of every zone of a level. @param {Level} level @param {Slice} slice @returns {Columns} */
export const figures = (level, slice) => allFigures(level, slice);

/** What a change is made of. @param {Level|null} level null for the whole territory @param {Slice} slice @param {string} compare a date @returns {Sums} */
function comparedSums(level, slice, compare) {
  return countedOnce([level?.id, compare], slice, function () {
    const statuses = comparedStatuses(statusesOf(slice.date), statusesOf(compare));
    const count = (/** @type {keyof Compared} */ name) => tallied(level, slice, statuses[name]);
    const [all_now, all_then] = [allFigures(level, slice), count("all_then")];
    // where nobody is in doubt, those known at both dates are all
    const [now, then] = statuses.left.some(Boolean) ? [count("now"), count("then")] : [all_now, all_then];
    return { all_now, all_then, now, then, free_now: count("free_now"), free_then: count("free_then"), tied: count("tied"), left: count("left") };
  });
}

/**
 * The change of an indicator from another date to a slice's, in each zone; filters are those of the slice.
 * @param {Indicator} indicator @param {Level|null} level null for the whole territory @param {Slice} slice @param {string} compare a date
 * @returns {Columns}
 */
export function changes(indicator, level, slice, compare) {
  return countedOnce([level?.id, compare, indicator.id], slice, () => changeColumns(indicator, comparedSums(level, slice, compare), compare < slice.date));
}

/** The figures at both dates of the schools that are known at both, of one zone. @param {Level|null} level @param {number} zone @param {Slice} slice @param {string} compare @returns {{now: Figures, then: Figures}} */
export function comparedFigures(level, zone, slice, compare) {
  const { now, then } = comparedSums(level, slice, compare);
  return { now: figuresAt(now, zone), then: figuresAt(then, zone) };
}

/** The figures of one zone. @param {Level} level @param {number} zone @param {Slice} slice @returns {Figures} */
export function zoneFigures(level, zone, slice) {
  return figuresAt(figures(level, slice), zone);
}

/** The figures of the whole territory, wherever its schools are. @param {Slice} slice @returns {Figures} */
export function territoryFigures(slice) {
  return figuresAt(allFigures(null, slice), 0);
}

/** Schools of a zone, whatever the filters. @param {Level} level @param {number} zone @returns {School[]} */
export function schoolsOf(level, zone) {
  const zones = columnsOf.zone[level.id];
  return schools.filter((school) => zones[school.index] === zone);
}

/** @param {School} school @returns {string} the name of its commune, "" when it isn't known */
export function communeOf(school) {
  const communes = levels.find((level) => level.id === "commune");
  const at = communes ? zoneOf(school, communes) : -1;
  return communes && at >= 0 ? communes.name[at] : "";
}

/** Statuses that a school has on past days only. */
const PAST_STATUSES = ["undated", "not_yet"];

/** The statuses that there are at a date: a register's own, and those of its past on a past day. @param {string} date @returns {{id: string, label: string}[]} */
export function statusesOn(date) {
  const there = new Set(statusesOf(date));
  return data.statuses.filter(({ id }) => !PAST_STATUSES.includes(id) || there.has(id));
}

/**
 * The schools whose ENT isn't dated among those that an indicator is about.
 * @param {Indicator} indicator @param {Figures} zone
 * @returns {number} 0 for accounts, which count whatever a school's situation
 */
export function undatedOf(indicator, zone) {
  if (indicator.whole.startsWith("accounts_")) return 0;
  return indicator.concerned.reduce((sum, column) => sum + zone[column.replace(/schools_n$/, "undated_n")], 0);
}

export const ROUNDING = 1e-9; // 3/5 and 0.6 may differ in the last bit
const LEAST_KNOWN = 0.5;

/** Under this number of schools a rate is fragile: one school more changes it by 25 points or more. */
export const FRAGILE_BELOW = 5;

/** @typedef {(column: string) => number} Reading the figures of one zone, by column */

/** @param {Columns} columns @param {number} zone @returns {Reading} */
export const readingOf = (columns, zone) => (column) => columns[column][zone];

/**
 * The class of a zone, as `classify` in Python has it.
 * @param {Indicator} indicator with the bounds of its classes @param {Reading} zone
 * @returns {number} 0 the lowest; after the highest, no school, then unknown
 */
export function classOf(indicator, zone) {
  const none = indicator.bounds.length + 1;
  if (indicator.concerned.some((column) => !zone(column))) return indicator.undecided.some((column) => zone(column) > 0) ? none + 1 : none;
  const value = zone(indicator.id);
  if (Number.isNaN(value)) return none + 1;
  if (indicator.needs_known && zone("known_share") + ROUNDING < LEAST_KNOWN) return none + 1;
  return indicator.bounds.filter((bound) => value + ROUNDING >= bound).length;
}

/** Whether a zone has a value that stands on few schools. @param {Indicator} indicator @param {Reading} zone @returns {boolean} */
export function isFragile(indicator, zone) {
  return indicator.unit !== "n" && !Number.isNaN(zone(indicator.id)) && indicator.concerned.some((column) => zone(column) > 0 && zone(column) < FRAGILE_BELOW);
}
