// A sheet to draw a picture on: text is laid out line by line, shapes are gathered as SVG.

const SHEET_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const LONGEST_TEXT = 600; // a name of 10 kB isn't drawn to its end

/**
 * @typedef {Object} Ink how a text is written
 * @property {number} size pixels
 * @property {boolean} [bold]
 * @property {string} [colour]
 * @property {number} [after] pixels left under it
 */

/** @typedef {{text: string, x: number, y: number, ink: Ink}} Written */

/**
 * @typedef {Object} Sheet
 * @property {number} width pixels, as all its lengths
 * @property {number} pad
 * @property {number} y where the next thing goes
 * @property {Written[]} texts
 * @property {string[]} shapes SVG
 * @property {CanvasRenderingContext2D} ruler
 */

/** @param {number} width @param {number} pad @returns {Sheet} */
export function newSheet(width, pad) {
  const ruler = document.createElement("canvas").getContext("2d");
  return { width, pad, y: pad, texts: [], shapes: [], ruler: /** @type {CanvasRenderingContext2D} */ (ruler) };
}

/** @param {Ink} ink @returns {string} */
const fontOf = (ink) => `${ink.bold ? "bold " : ""}${ink.size}px ${SHEET_FONT}`;

/** @param {Sheet} sheet @param {string} text @param {Ink} ink @returns {number} pixels */
export function widthOf(sheet, text, ink) {
  sheet.ruler.font = fontOf(ink);
  return sheet.ruler.measureText(text).width;
}

/** @param {Sheet} sheet @param {string} text @param {Ink} ink @param {number} most pixels @returns {string[]} */
function linesOf(sheet, text, ink, most) {
  const lines = [""];
  text.slice(0, LONGEST_TEXT).split(/[ \t\r\n]+/).filter(Boolean).forEach(function (word) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (widthOf(sheet, longer, ink) <= most) lines[lines.length - 1] = longer;
    else lines.push(...broken(sheet, word, ink, most));
  });
  return lines.filter(Boolean);
}

/** Cuts a word that is wider than the sheet. @param {Sheet} sheet @param {string} word @param {Ink} ink @param {number} most @returns {string[]} */
function broken(sheet, word, ink, most) {
  const parts = [""];
  Array.from(word).forEach(function (sign) {
    const longer = parts[parts.length - 1] + sign;
    if (widthOf(sheet, longer, ink) <= most) parts[parts.length - 1] = longer;
    else parts.push(sign);
  });
  return parts;
}

/** Writes a paragraph over the sheet's width. @param {Sheet} sheet @param {string} text @param {Ink} ink */
export function write(sheet, text, ink) {
  linesOf(sheet, text, ink, sheet.width - 2 * sheet.pad).forEach(function (line) {
    sheet.texts.push({ text: line, x: sheet.pad, y: sheet.y + ink.size, ink });
    sheet.y += Math.round(ink.size * 1.35);
  });
  sheet.y += ink.after || 0;
}

/**
 * Writes items side by side, in rows, each after its mark.
 * @param {Sheet} sheet
 * @param {{mark: string, width: number, text: string}[]} items `mark` is SVG, `width` pixels wide, 16 high
 * @param {Ink} ink
 */
export function writeItems(sheet, items, ink) {
  let x = sheet.pad;
  items.forEach(function ({ mark, width, text }) {
    const label = text.slice(0, 80);
    const extent = width + 6 + widthOf(sheet, label, ink);
    if (x > sheet.pad && x + extent > sheet.width - sheet.pad) {
      x = sheet.pad;
      sheet.y += 24;
    }
    sheet.shapes.push(`<svg x="${x}" y="${sheet.y}" width="${width}" height="16">${mark}</svg>`);
    sheet.texts.push({ text: label, x: x + width + 6, y: sheet.y + 8 + ink.size * 0.35, ink });
    x += extent + 20;
  });
  sheet.y += 24 + (ink.after || 0);
}

/** @param {CanvasRenderingContext2D} context @param {Sheet} sheet */
export function drawTexts(context, sheet) {
  sheet.texts.forEach(function ({ text, x, y, ink }) {
    context.font = fontOf(ink);
    context.fillStyle = ink.colour || "#161616";
    context.fillText(text, x, y);
  });
}
