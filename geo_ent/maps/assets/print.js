// On paper the map is fitted to the sheet, its marks are shapes, and the table is complete.

import { make, makeSvg } from "./dom.js";
import { Dots } from "./dots.js";
import { arrange, isHome, map } from "./map.js";
import { statusNow } from "./slice.js";
import { STATUS_SHAPES } from "./symbols.js";
import { wholeTable } from "./table.js";

/** @import { School } from "./model.js" */

/** @param {School} school @param {L.Point} point @param {number} radius @returns {SVGElement} its mark, as on the canvas */
function inkMark(school, point, radius) {
  const { colour, line, paper, fill } = STATUS_SHAPES[statusNow(school)];
  const ground = { d: paper || fill, fill: paper ? "#fff" : colour, stroke: line, "stroke-width": 0.25 };
  return makeSvg(
    "g",
    { transform: `translate(${point.x} ${point.y}) scale(${radius})` },
    makeSvg("path", ground),
    paper ? makeSvg("path", { d: fill, fill: colour }) : null,
  );
}

/** The marks as shapes: browsers print a canvas as an opaque picture, which would hide the zones. @returns {SVGElement} */
function inkMarks() {
  const sheet = makeSvg("svg", { class: "ink", width: 1, height: 1, "aria-hidden": "true" });
  map.eachLayer(function (/** @type {any} */ layer) {
    if (!(layer instanceof Dots)) return;
    const radius = layer.radius();
    sheet.append(...layer.drawnMarks().map((/** @type {any} */ { school, point }) => inkMark(school, point, radius)));
  });
  return sheet;
}

/** Writes the table's head without its buttons: browsers leave them blank where a sheet repeats the head. @returns {() => void} to undo it */
function plainHead() {
  const heads = Array.from(document.querySelectorAll("thead .sort"), (button) => ({ button, text: make("span", { class: "sort" }, button.textContent) }));
  heads.forEach(({ button, text }) => button.replaceWith(text));
  return () => heads.forEach(({ button, text }) => text.replaceWith(button));
}

/** Follows printing: the map is laid out for the sheet, then for the screen again. */
export function followPrint() {
  /** @type {{center: L.LatLng, zoom: number, whole: boolean, ink: SVGElement, head: () => void, table: () => void}|null} */
  let before = null;
  window.addEventListener("beforeprint", function () {
    const bounds = map.getBounds();
    const [center, zoom, whole] = [map.getCenter(), map.getZoom(), isHome()];
    const table = wholeTable();
    document.documentElement.classList.add("printing");
    map.invalidateSize({ animate: false });
    if (whole) arrange();
    else map.fitBounds(bounds, { animate: false });
    before = { center, zoom, whole, ink: inkMarks(), head: plainHead(), table };
    map.getPane("dots").append(before.ink);
  });
  window.addEventListener("afterprint", function () {
    document.documentElement.classList.remove("printing");
    map.invalidateSize({ animate: false });
    if (!before) return;
    if (before.whole) arrange();
    else map.setView(before.center, before.zoom, { animate: false });
    before.ink.remove();
    before.head();
    before.table();
    before = null;
  });
}
