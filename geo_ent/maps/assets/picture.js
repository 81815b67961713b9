// The map as it is seen, as a picture with all that it takes to read it: title, legend, sources.

import { byId } from "./dom.js";
import { settleNames } from "./labels.js";
import { map } from "./map.js";
import { drawTexts, newSheet, write, writeItems } from "./sheet.js";

/** @import { Sheet } from "./sheet.js" */

const SHARPNESS = 2;
const SHEET_PAD = 28;
const NARROWEST = 640;
const SOFT = "#666";

/** @typedef {{x: number, y: number, width: number, height: number}} Box pixels on the sheet */

/** @param {string} selector @returns {string} what an element says, on one line */
function textOf(selector) {
  const node = document.querySelector(selector);
  return (node?.textContent || "").replace(/\s+/g, " ").trim();
}

/** @param {string} selector @returns {string[]} */
const textsOf = (selector) => Array.from(document.querySelectorAll(selector), (node) => (node.textContent || "").replace(/\s+/g, " ").trim());

/** @param {Element} node @param {Record<string, string|number>} attributes @returns {string} its SVG, with some attributes changed */
function svgText(node, attributes) {
  const copy = /** @type {Element} */ (node.cloneNode(true));
  ["style", "class"].forEach((name) => copy.removeAttribute(name));
  Object.entries(attributes).forEach(([name, value]) => copy.setAttribute(name, String(value)));
  return new XMLSerializer().serializeToString(copy);
}

/** Where a node of the map is on the sheet. @param {Element} node @param {Box} frame @returns {Box} */
function boxOf(node, frame) {
  const outer = map.getContainer().getBoundingClientRect();
  const inner = node.getBoundingClientRect();
  return { x: frame.x + inner.x - outer.x, y: frame.y + inner.y - outer.y, width: inner.width, height: inner.height };
}

/** The zones, borders and outlines as they lie on the map. @param {Box} frame @returns {string} SVG */
function mapShapes(frame) {
  const panes = ["zones", "borders", "gaps", "chosen", "gap-schools", "found", "names"].map((name) => map.getPane(name)).filter(Boolean);
  const layers = panes.flatMap((pane) =>
    Array.from(pane.querySelectorAll("svg"), (svg) => `<g opacity="${getComputedStyle(pane).opacity}">${svgText(svg, { ...boxOf(svg, { ...frame, x: 0, y: 0 }) })}</g>`),
  );
  const { x, y, width, height } = frame;
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}">${layers.join("")}</svg>`;
}

/** The legend of the zones, then that of the schools shown. @param {Sheet} sheet */
function writeLegend(sheet) {
  const ink = { size: 13, after: 2 };
  const classes = Array.from(document.querySelectorAll("#geo-ent-legend .class-list li"), (row) => ({
    mark: `<rect x="0.5" y="0.5" width="27" height="15" stroke="#3a3a5c" fill="${row.querySelector("rect")?.getAttribute("fill")}"/>`,
    width: 28,
    text: ["name", "count"].map((part) => row.querySelector(`.class-${part}`)?.textContent).join(" : "),
  }));
  const marks = Array.from(document.querySelectorAll(".marks-key:not([hidden]) li"), (row) => ({
    mark: svgText(/** @type {Element} */ (row.querySelector("svg")), {}),
    width: 16,
    text: (row.textContent || "").trim(),
  }));
  const numbers = Array.from(document.querySelectorAll(".names-key:not([hidden]) li"), (row, index) => ({
    mark: `<circle cx="9" cy="8" r="7.5" fill="#fff" stroke="#161616"/><text x="9" y="11.6" text-anchor="middle" font-family="sans-serif" font-size="10" font-weight="700">${index + 1}</text>`,
    width: 18,
    text: Array.from(row.querySelectorAll("span"), (part) => part.textContent).join(" : "),
  }));
  const layers = Array.from(document.querySelectorAll("#geo-ent-gaps-legend li"), (row) => ({
    mark: svgText(/** @type {Element} */ (row.querySelector("svg")), {}),
    width: 28,
    text: (row.textContent || "").trim(),
  }));
  write(sheet, textOf("#geo-ent-legend .legend-name"), { size: 13, colour: SOFT, after: 4 });
  writeItems(sheet, classes, ink);
  [numbers, marks].filter((items) => items.length).forEach((items) => writeItems(sheet, items, ink));
  if (layers.length) writeItems(sheet, layers, ink);
  textsOf("#geo-ent-map-notes p").forEach((note) => write(sheet, note, { size: 12, colour: SOFT }));
}

/** @param {Sheet} sheet */
function writeHead(sheet) {
  write(sheet, textOf(".simulated"), { size: 13, colour: "#5a4600", after: 8 });
  write(sheet, textOf(".top .eyebrow"), { size: 13, colour: SOFT });
  write(sheet, textOf("h1"), { size: 26, bold: true, after: 4 });
  write(sheet, textOf(".headline"), { size: 16, after: 12 });
  write(sheet, textOf("#geo-ent-map-name"), { size: 15, bold: true, after: 2 });
  write(sheet, textOf("#geo-ent-line"), { size: 14, after: 4 });
}

/** @param {Sheet} sheet */
function writeFoot(sheet) {
  sheet.y += 8;
  textsOf("footer li").forEach((source) => write(sheet, source, { size: 11, colour: SOFT }));
  write(sheet, textOf(".leaflet-control-attribution"), { size: 11, colour: SOFT });
}

/** @param {string} svg @returns {Promise<HTMLImageElement>} */
async function imageOf(svg) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  await image.decode();
  return image;
}

/** @param {Sheet} sheet @returns {string} all its shapes, with the patterns that they name */
function sheetSvg(sheet) {
  const size = `width="${sheet.width * SHARPNESS}" height="${sheet.y * SHARPNESS}" viewBox="0 0 ${sheet.width} ${sheet.y}"`;
  const patterns = svgText(/** @type {Element} */ (document.querySelector("svg.patterns defs")), {});
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${patterns}${sheet.shapes.join("")}</svg>`;
}

/** What is on the map as pixels: the basemap under the shapes, the schools over them. @param {CanvasRenderingContext2D} context @param {Box} frame @param {string} pane */
function drawPixels(context, frame, pane) {
  context.save();
  context.beginPath();
  context.rect(frame.x, frame.y, frame.width, frame.height);
  context.clip();
  map.getPane(pane).querySelectorAll("img, canvas").forEach(function (/** @type {HTMLImageElement} */ node) {
    const { x, y, width, height } = boxOf(node, frame);
    // a tile that didn't come is an image that can't be drawn: what is under it stays white
    const there = !(node instanceof HTMLImageElement) || node.naturalWidth > 0;
    if (width && height && there) context.drawImage(node, x, y, width, height);
  });
  context.restore();
}

/** @param {Sheet} sheet @param {Box} frame @returns {Promise<HTMLCanvasElement>} */
async function drawn(sheet, frame) {
  const canvas = document.createElement("canvas");
  canvas.width = sheet.width * SHARPNESS;
  canvas.height = sheet.y * SHARPNESS;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const shapes = await imageOf(sheetSvg(sheet));
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, sheet.width, sheet.y);
  drawPixels(context, frame, "tilePane");
  context.drawImage(shapes, 0, 0, sheet.width, sheet.y);
  drawPixels(context, frame, "dots");
  context.strokeStyle = "#ddd";
  context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  drawTexts(context, sheet);
  return canvas;
}

/** Draws the page's map, its words and its legend. @returns {Promise<Blob|null>} a PNG; null when the browser can't */
export async function mapPicture() {
  settleNames();
  const { width, height } = byId("map_geo_ent").getBoundingClientRect();
  const sheet = newSheet(Math.max(Math.round(width), NARROWEST) + 2 * SHEET_PAD, SHEET_PAD);
  writeHead(sheet);
  const frame = { x: Math.round((sheet.width - width) / 2), y: sheet.y, width: Math.round(width), height: Math.round(height) };
  sheet.shapes.push(mapShapes(frame));
  sheet.y += frame.height + 12;
  writeLegend(sheet);
  writeFoot(sheet);
  sheet.y = Math.ceil(sheet.y + SHEET_PAD / 2);
  const canvas = await drawn(sheet, frame);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
