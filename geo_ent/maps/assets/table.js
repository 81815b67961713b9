// The table under the map: the same figures, in any order, and as a file for a spreadsheet.

import { byId, capital, make, present } from "./dom.js";
import { csvText } from "./csv.js";
import { fileName, saveFile } from "./download.js";
import { STATUS_COLUMNS } from "./figures.js";
import { halfUp } from "./language.js";
import { data, FRAGILE_BELOW, isFragile, readingOf } from "./model.js";
import { chosenIndicator, figuresOf, viewAmong, viewFigures, viewIndicator, viewLevel, viewWhen } from "./slice.js";
import { changeView, onView, view } from "./state.js";
import { words } from "./words.js";

/** @import { Level, Reading } from "./model.js" */

/** @typedef {{code: string, name: string, reading: Reading}} Row */
/** @typedef {{id: string, head: string, unit: "n"|"share"|"points"}} Column */

// The rate stands beside the name: of all figures, a phone shows this one without going sideways.
const STATUS_HEADS = ["coverage_share", "covered_n", "schools_n", "coverage_share_max", ...Object.values(STATUS_COLUMNS).slice(1)];
const OF_THE_PAST = ["undated_n", "not_yet_n"];
const CHANGE_HEADS = ["change", "change_now", "change_then", "change_low", "change_high", "compared_n", "left_n"];
const OF_DOUBT = ["change_low", "change_high", "left_n"];
const COMMON_HEADS = ["coverage_share", "covered_n", "schools_n", "unknown_n"];
const ROWS_FIRST = 50;
const ROWS_SPARED = 10; // as few more aren't worth a button
const PATIENCE_MILLISECONDS = 400;

const tabled = {
  sort: { column: "name", down: false },
  /** the level of which all rows are asked for */
  whole: "",
  /** @type {() => void} what remains to be done, nothing when the table is as the view */
  pending: () => {},
};

/** @param {string} id @returns {Column} */
function columnOf(id) {
  const indicator = viewIndicator();
  const own = id === indicator.id;
  const unit = own ? indicator.unit : id.endsWith("_n") ? "n" : "share";
  return { id, unit, head: words.tableHeads[id] || (own ? indicator.title : id) };
}

/** A column of a change: what it is the difference of is headed by its date. @param {string} id @returns {Column} */
function changeColumn(id) {
  const dates = /** @type {Record<string, string>} */ ({ change_now: view.date, change_then: view.compare });
  const unit = dates[id] ? chosenIndicator().unit : id.endsWith("_n") ? "n" : viewIndicator().unit;
  return { id, unit, head: dates[id] ? capital(words.moment(dates[id])) : words.changeHeads[id] };
}

/** The columns that go with the indicator. @returns {Column[]} */
function tableColumns() {
  if (view.compare) {
    const { left_n } = figuresOf(-1);
    return CHANGE_HEADS.filter((head) => left_n || !OF_DOUBT.includes(head)).map(changeColumn);
  }
  const { id, part, whole } = viewIndicator();
  const columns = viewFigures();
  // a date that isn't past has none of them
  if (STATUS_HEADS.includes(id)) return [...new Set([id, ...STATUS_HEADS])].filter((head) => !OF_THE_PAST.includes(head) || columns[head].some(Boolean)).map(columnOf);
  return [...new Set([id, part, whole, ...COMMON_HEADS])].filter(Boolean).map(columnOf);
}

/** @returns {Row[]} the zones in the order asked for; what has no figure comes last */
function tableRows() {
  const level = viewLevel();
  const { column, down } = tabled.sort;
  const names = new Intl.Collator(data.lang, { numeric: true });
  const columns = viewFigures();
  const rows = level.code.map((code, zone) => ({ code, name: level.name[zone], reading: readingOf(columns, zone) }));
  const byName = (/** @type {Row} */ a, /** @type {Row} */ b) => names.compare(a.name, b.name);
  if (column === "name") return rows.sort((a, b) => (down ? byName(b, a) : byName(a, b)));
  const key = (/** @type {Row} */ row) => (Number.isNaN(row.reading(column)) ? Infinity : row.reading(column) * (down ? -1 : 1));
  return rows.sort((a, b) => (key(a) === key(b) ? byName(a, b) : key(a) - key(b)));
}

/** @param {Column} column @param {number} value @returns {string} as the page writes it */
function cellText({ unit }, value) {
  if (unit === "points") return words.points(value);
  return unit === "share" ? words.percent(value) : words.number(value);
}

/** @param {Column} column @param {Reading} reading @returns {string} as the page writes it, a change with its sign */
function changeText(column, reading) {
  const indicator = chosenIndicator();
  if (column.id === "change") return words.changeCell(indicator, reading("change"), reading("change_now"), reading("change_then"));
  return OF_DOUBT.includes(column.id) && column.id !== "left_n" ? words.changeTold(indicator, reading(column.id)) : cellText(column, reading(column.id));
}

/** Marks what stands on few schools, as the table that is there without a script does. @param {Column} column @param {Reading} reading @returns {HTMLElement|null} */
function fragileSign({ id, unit }, reading) {
  if (view.compare) return /^change(_now|_then)?$/.test(id) && isFragile(viewIndicator(), reading) ? fragileAbbr() : null;
  const group = id.endsWith("_coverage_share") && !/^(pupils|classes)_/.test(id) ? id.replace(/coverage_share$/, "") : "";
  const few = unit === "share" && reading(`${group}schools_n`) < FRAGILE_BELOW;
  const fragile = few || (unit === "points" && isFragile(viewIndicator(), reading));
  return fragile ? fragileAbbr() : null;
}

const fragileAbbr = () => make("abbr", { title: words.fragileCell }, "*");

/** @param {Column} column @param {Reading} reading @returns {HTMLElement} */
function figureCell(column, reading) {
  const value = reading(column.id);
  if (Number.isNaN(value)) return make("td", null, words.none);
  const shown = column.id === viewIndicator().id && column.unit === "share";
  const cell = make("td", { class: shown ? "share" : null }, view.compare ? changeText(column, reading) : cellText(column, value), fragileSign(column, reading));
  if (cell.className) cell.style.setProperty("--share", value.toFixed(3));
  return cell;
}

/** @param {Row} row @param {Column[]} columns @returns {HTMLElement} */
function zoneRow({ code, name, reading }, columns) {
  const button = make("button", { type: "button", class: "zone-link" }, name);
  button.dataset.zone = code;
  const head = make("th", { scope: "row" }, button);
  return make("tr", { class: code === view.zone ? "chosen" : null }, head, ...columns.map((column) => figureCell(column, reading)));
}

/** @param {string} id @param {string} text @returns {HTMLElement} a heading that sorts */
function headCell(id, text) {
  const button = make("button", { type: "button", class: "sort" }, text);
  button.dataset.column = id;
  return make("th", { scope: "col" }, button);
}

/** @param {Column[]} columns */
function fillHead(columns) {
  const wanted = ["name", ...columns.map((column) => column.id)];
  if (!wanted.includes(tabled.sort.column)) tabled.sort = { column: "name", down: false };
  const cells = [headCell("name", capital(viewLevel().one)), ...columns.map((column) => headCell(column.id, column.head))];
  tableNode().tHead?.rows[0].replaceChildren(...cells);
  markSort();
}

/** Says by which column the rows are sorted; headings stay, so that the focus does. */
function markSort() {
  Array.from(tableNode().tHead?.rows[0].cells || []).forEach(function (cell) {
    const sorted = cell.querySelector("button")?.dataset.column === tabled.sort.column;
    if (sorted) cell.setAttribute("aria-sort", tabled.sort.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });
}

const moreRows = make("button", { type: "button", class: "quiet more-rows" });

/** The first rows in the order asked for, or all of them. @param {Column[]} columns */
function fillBody(columns) {
  const rows = tableRows();
  const level = viewLevel();
  const first = tabled.whole === level.id || rows.length <= ROWS_FIRST + ROWS_SPARED ? rows : rows.slice(0, ROWS_FIRST);
  tableNode().tBodies[0].replaceChildren(...first.map((row) => zoneRow(row, columns)));
  moreRows.hidden = first.length === rows.length;
  moreRows.textContent = moreRows.hidden ? "" : words.otherRows(rows.length - first.length, level);
}

/** Shows the rows that aren't there yet, from any place. @returns {() => void} to take them away again */
export function wholeTable() {
  settleTable();
  const { whole } = tabled;
  if (moreRows.hidden) return () => {};
  tabled.whole = viewLevel().id;
  fillBody(tableColumns());
  return function () {
    tabled.whole = whole;
    fillBody(tableColumns());
  };
}

/** Shows the other rows, and goes to the first of them. */
function showOtherRows() {
  const body = tableNode().tBodies[0];
  const before = body.rows.length;
  wholeTable();
  body.rows[before]?.querySelector("button")?.focus({ preventScroll: true });
}

/** @param {Column[]} columns */
function fillFoot(columns) {
  const figures = figuresOf(-1);
  const head = make("th", { scope: "row" }, words.all);
  tableNode().tFoot?.rows[0].replaceChildren(head, ...columns.map((column) => figureCell(column, (id) => figures[id])));
}

/** @returns {string} what the table tells, where, when, and of which schools */
function tableCaption() {
  return [words.tableCaption(viewLevel(), data.territory, viewWhen() || words.at(view.date)), viewAmong()].filter(Boolean).join(", ");
}

/**
 * How many schools are of no zone of the level, if any.
 * @param {(outside: number, all: number, level: Level) => string} told
 * @returns {string}
 */
function outsideWords(told) {
  const all = figuresOf(-1).schools_n;
  const inside = viewFigures().schools_n.reduce((sum, schools) => sum + schools, 0);
  return all > inside ? told(all - inside, all, viewLevel()) : "";
}

/** @returns {string} what is compared, and which schools are */
const changeNote = () => (view.compare ? `${viewIndicator().title}. ${figuresOf(-1).left_n ? words.changeNote : ""}` : "");

/** @returns {string} what "≈" says, where a change isn't quite the difference of the two figures beside it */
function aboutNote() {
  const whole = figuresOf(-1);
  const readings = view.compare ? [(/** @type {string} */ id) => whole[id], ...tableRows().map(({ reading }) => reading)] : [];
  return readings.some((reading) => !Number.isNaN(reading("change")) && changeText(changeColumn("change"), reading).startsWith("≈")) ? words.changeAbout : "";
}

/** @param {string} text @returns {(Node|null)[]} a line of the caption */
const captionLine = (text) => (text ? [make("br", null), make("span", { class: "told" }, text)] : []);

function fillTable() {
  tabled.pending = () => {};
  const columns = tableColumns();
  byId("geo-ent-table").textContent = words.tableName(viewLevel());
  tableNode().caption?.replaceChildren(tableCaption(), ...present([...captionLine(changeNote()), ...captionLine(aboutNote()), ...captionLine(outsideWords(words.inLastRowOnly)), ...captionLine(data.simulated || "")]));
  fillHead(columns);
  fillBody(columns);
  fillFoot(columns);
  tableNode().removeAttribute("aria-busy");
}

/** @returns {HTMLTableElement} */
const tableNode = () => /** @type {HTMLTableElement} */ (document.querySelector("#geo-ent-figures table"));

/** The map comes first, painted: the table follows when there is time. */
function fillSoon() {
  const later = window.requestIdleCallback || ((/** @type {() => void} */ run) => window.setTimeout(run, 50));
  tabled.pending = fillTable;
  tableNode().setAttribute("aria-busy", "true");
  window.requestAnimationFrame(() => later(settleTable, { timeout: PATIENCE_MILLISECONDS }));
}

/** Brings the table up to the view now, as printing needs it. */
export function settleTable() {
  tabled.pending();
}

/** @param {string} code a zone, chosen on the map from its row */
function chooseRow(code) {
  changeView({ zone: code });
  byId("geo-ent-panel").focus({ preventScroll: true });
  byId("geo-ent-map-name").scrollIntoView({ block: "start" });
}

/** @param {MouseEvent} event */
function tableClicked(event) {
  const button = /** @type {Element} */ (event.target).closest("button");
  const { column, zone } = button ? button.dataset : {};
  if (zone !== undefined) chooseRow(zone);
  if (column === undefined) return;
  const { sort } = tabled;
  tabled.sort = { column, down: sort.column === column ? !sort.down : column !== "name" };
  markSort();
  fillBody(tableColumns());
}

/** A heading that is focused comes out from under the names, which stay where they are. @param {FocusEvent} event */
function uncover(event) {
  const [cell, names] = [/** @type {Element} */ (event.target).closest("thead th"), tableNode().tHead?.rows[0].cells[0]];
  if (!cell || !names || cell === names) return;
  byId("geo-ent-figures").scrollLeft -= Math.max(0, names.getBoundingClientRect().right - cell.getBoundingClientRect().left);
}

/** A figure for a spreadsheet: per cent as such, two decimals. @param {Column} column @param {number} value @returns {number|null} */
function plainFigure({ unit }, value) {
  if (Number.isNaN(value)) return null;
  return halfUp(unit === "share" ? value * 100 : value, 2);
}

/** @returns {(string|number|null)[][]} the table as it is sorted, each row with its code, date and caveats */
function csvRows() {
  const columns = tableColumns();
  const caveats = [viewAmong(), [data.simulated, changeNote(), outsideWords(words.inNoRow)].filter(Boolean).join(" ")];
  const kept = caveats.map(Boolean);
  const percent = (/** @type {Column} */ { unit, head }) => (unit === "share" ? `${head} (%)` : head);
  const heads = [words.code, capital(viewLevel().one), words.date, ...columns.map(percent), ...words.caveatHeads.filter((_, at) => kept[at])];
  const rows = tableRows().map(({ code, name, reading }) => [
    code,
    name,
    view.date,
    ...columns.map((column) => plainFigure(column, reading(column.id))),
    ...caveats.filter(Boolean),
  ]);
  return [heads, ...rows];
}

function saveTable() {
  const text = csvText(csvRows(), words.csv);
  saveFile(`${fileName(data.territory, viewLevel().one, view.date, view.compare)}.csv`, new Blob([text], { type: "text/csv;charset=utf-8" }));
}

/** The table follows the view, and can be sorted and saved. */
export function followTable() {
  const save = make("button", { type: "button", class: "quiet" }, words.saveTable);
  save.addEventListener("click", saveTable);
  byId("geo-ent-table").after(make("p", { class: "table-tools" }, save));
  moreRows.hidden = true;
  moreRows.addEventListener("click", showOtherRows);
  byId("geo-ent-figures").after(make("p", { class: "table-tools" }, moreRows));
  tableNode().addEventListener("click", tableClicked);
  tableNode().addEventListener("focusin", uncover);
  onView(fillSoon);
  fillSoon();
}
