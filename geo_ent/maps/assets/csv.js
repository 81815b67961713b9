// Writing a table for a spreadsheet.

const BYTE_ORDER_MARK = "\ufeff"; // without it Excel reads é as Ã©
const FORMULA = /(^|[;|\t\r\n])([\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * @typedef {Object} CsvStyle as the reader's spreadsheet expects
 * @property {string} separator
 * @property {string} decimal
 */

/** An apostrophe keeps a text from becoming a formula. @param {string} text @returns {string} */
const noFormula = (text) => text.replace(FORMULA, "$1$2'");

/** @param {string|number|null} value @param {CsvStyle} style @returns {string} */
function csvCell(value, style) {
  if (value === null) return "";
  if (typeof value === "number") return String(value).replace(".", style.decimal);
  const text = noFormula(value);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {(string|number|null)[][]} rows the headings first @param {CsvStyle} style @returns {string} */
export function csvText(rows, style) {
  const lines = rows.map((row) => row.map((value) => csvCell(value, style)).join(style.separator));
  return BYTE_ORDER_MARK + lines.join("\r\n") + "\r\n";
}
