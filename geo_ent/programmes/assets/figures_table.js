// The table, which is whole without a script: its headings sort, and the filters leave rows out.

import { byId, make } from "../../maps/assets/dom.js";
import { words } from "./programmes_words.js";
import { data } from "./programmes_data.js";
import { onView, view } from "./year_view.js";

const sorted = { column: -1, down: false };

/** @returns {HTMLTableElement} */
const table = () => /** @type {HTMLTableElement} */ (byId("geo-ent-figures").querySelector("table"));

/** @param {HTMLTableRowElement} row @param {number} column @returns {string} */
function keyOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.key || cell.textContent || "";
}

/** @param {number} column */
function sortBy(column) {
  sorted.down = sorted.column === column && !sorted.down;
  sorted.column = column;
  const order = new Intl.Collator("fr", { numeric: true });
  const body = table().tBodies[0];
  const rows = Array.from(body.rows).map((row) => ({ row, key: keyOf(row, column) }));
  const turn = sorted.down ? -1 : 1;
  rows.sort((a, b) => Number(!a.key) - Number(!b.key) || turn * order.compare(a.key, b.key));
  body.append(...rows.map(({ row }) => row));
  Array.from(table().tHead?.rows[0].cells || []).forEach(function (cell, at) {
    if (at === column) cell.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });
}

/** Keeps the rows that the map's filters keep, of all years. */
function filterRows() {
  const rows = Array.from(table().tBodies[0].rows);
  const signs = data.signs.map((sign) => sign.name);
  rows.forEach(function (row) {
    const { kind = "", solutions = "" } = row.dataset;
    const told = solutions.split("|").map((name) => signs.indexOf(name));
    const context = row.dataset.context === "1";
    row.hidden = !context && (view.withoutKinds.includes(kind) || told.every((sign) => view.withoutSolutions.includes(sign)));
  });
  byId("geo-ent-table-line").textContent = words.tableLine(rows.filter((row) => !row.hidden).length, rows.length);
}

/** Makes the headings buttons. */
export function sortable() {
  Array.from(table().tHead?.rows[0].cells || []).forEach(function (cell, column) {
    const button = make("button", { type: "button", class: "sort" }, cell.textContent);
    button.addEventListener("click", () => sortBy(column));
    cell.replaceChildren(button);
  });
  onView(filterRows);
  filterRows();
}
