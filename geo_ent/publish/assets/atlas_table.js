// The tables of an atlas: each heading a button that sorts by its column.

/** What a row is sorted by in a column: its number where it has one, else its text. @param {HTMLTableRowElement} row @param {number} column @returns {number|string|null} null for nothing */
function sortKey(row, column) {
  const cell = row.cells[column];
  if (!cell || cell.classList.contains("why")) return null;
  const key = cell.dataset.key;
  if (key === undefined) return (cell.querySelector("a") || cell.firstChild || cell).textContent || "";
  if (key === "") return null;
  return Number.isNaN(Number(key)) ? key : Number(key);
}

/** Compares two keys; what has none comes last, whichever way. @param {number|string|null} one @param {number|string|null} other @param {number} way 1 or -1 @returns {number} */
function compareKeys(one, other, way) {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return way * (one - other);
  return way * String(one).localeCompare(String(other), document.documentElement.lang);
}

/** Sorts a table by a column: upwards first for names, downwards for figures, then the other way. @param {HTMLTableElement} table @param {number} column */
function sortBy(table, column) {
  const headings = Array.from(/** @type {HTMLTableSectionElement} */ (table.tHead).rows[0].cells);
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const numeric = rows.some((row) => typeof sortKey(row, column) === "number");
  const before = headings[column].getAttribute("aria-sort");
  const upwards = before === "ascending" ? false : before === "descending" ? true : !numeric;
  headings.forEach((heading) => heading.removeAttribute("aria-sort"));
  headings[column].setAttribute("aria-sort", upwards ? "ascending" : "descending");
  const keyed = rows.map((row) => ({ row, key: sortKey(row, column) }));
  keyed.sort((one, other) => compareKeys(one.key, other.key, upwards ? 1 : -1));
  body.append(...keyed.map(({ row }) => row));
}

/** Makes the headings buttons. */
export function startTables() {
  document.querySelectorAll("table.sortable").forEach(function (node) {
    const table = /** @type {HTMLTableElement} */ (node);
    const headings = Array.from(/** @type {HTMLTableSectionElement} */ (table.tHead).rows[0].cells);
    headings.forEach(function (heading, column) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sortBy(table, column));
      heading.append(button);
    });
  });
}
