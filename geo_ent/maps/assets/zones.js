// The zones of a level: fills, then one thin line between them, and the outline of the zone pointed at.

import { makeSvg } from "./dom.js";
import { readBorders, readPolygons } from "./topology.js";
import { levelOf } from "./model.js";
import { arcs, map, topology } from "./map.js";

/** @import { Level } from "./model.js" */
/** @import { Line } from "./topology.js" */

/**
 * A level on the map.
 * @typedef {Object} Drawn
 * @property {L.FeatureGroup} layer
 * @property {(L.Polygon|null)[]} polygons zone by zone, null for one without a contour
 * @property {L.FeatureGroup} borders
 */

const BORDER_INK = "#161616";

/** @type {Map<string, Drawn>} levels are drawn when they are first shown */
const made = new Map();

/** @param {Level} level @returns {Drawn} */
export function drawnOf(level) {
  let found = made.get(level.id);
  if (!found) {
    const collection = topology.objects[level.id];
    const coarse = outerLevel(level);
    const over = coarse ? readBorders(topology.objects[coarse.id], arcs) : null;
    found = { ...makeZones(collection), borders: makeBorders(readBorders(collection, arcs), over) };
    made.set(level.id, found);
  }
  return found;
}

/** The larger level whose borders help to read this one. @param {Level} level @returns {Level|null} */
function outerLevel(level) {
  const outer = levelOf(level.id === "commune" ? "circonscription" : "departement");
  const there = outer.id === "circonscription" || outer.id === "departement";
  const larger = outer.code.length < level.code.length; // académies and régions have départements inside
  return there && larger && outer.code.length > 1 ? outer : null;
}

/** @param {any} collection a level's TopoJSON object @returns {{layer: L.FeatureGroup, polygons: (L.Polygon|null)[]}} */
function makeZones(collection) {
  const renderer = L.svg({ pane: "zones", padding: 0.4 });
  /** @type {(L.Polygon|null)[]} */
  const polygons = collection.geometries.map(function (/** @type {any} */ geometry, /** @type {number} */ index) {
    const rings = readPolygons(geometry, arcs);
    if (!rings.length) return null;
    const polygon = L.polygon(rings, {
      renderer: renderer,
      pane: "zones",
      stroke: false,
      fillOpacity: 1,
      smoothFactor: 0, // Leaflet's own simplification would part neighbours
    });
    polygon.zone = index;
    return polygon;
  });
  return { layer: L.featureGroup(polygons.filter(Boolean)), polygons: polygons };
}

/**
 * The borders of a level, and those of a larger level over them: dark, since no fill is as dark (`palette.py`).
 * @param {Line[]} fine
 * @param {Line[]|null} coarse
 * @returns {L.FeatureGroup}
 */
function makeBorders(fine, coarse) {
  const renderer = L.svg({ pane: "borders", padding: 0.4 });
  const line = (/** @type {Line[]} */ points, /** @type {number} */ widest, /** @type {number} */ least) =>
    L.polyline(points, { renderer, pane: "borders", color: BORDER_INK, widest, least, smoothFactor: 0, interactive: false });
  return L.featureGroup([line(fine, 0.9, 0.4), ...(coarse ? [line(coarse, 1.8, 0.6)] : [])]);
}

/** Gives each zone its colour; what keeps its own isn't touched. @param {Drawn} drawn @param {(zone: number) => string} fillOf */
export function paint(drawn, fillOf) {
  drawn.polygons.forEach(function (polygon, zone) {
    const fill = fillOf(zone);
    if (!polygon || polygon.options.fillColor === fill) return;
    polygon.options.fillColor = fill;
    if (polygon._path) polygon._path.setAttribute("fill", fill);
  });
}

/** Thins borders where zones are only a few pixels wide, so that their colour is still seen. @param {Level} level */
export function thinBorders(level) {
  const { borders } = drawnOf(level);
  const bounds = borders.getBounds();
  const size = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
  const side = Math.sqrt((size.x * size.y) / Math.max(level.code.length, 1));
  borders.eachLayer(function (/** @type {any} */ line) {
    line.setStyle({ weight: line.options.widest * Math.min(Math.max(side / 28, line.options.least), 1) });
  });
}

/** @param {number} weight @param {string} color @returns {SVGElement} */
const hoverLine = (weight, color) =>
  makeSvg("path", { fill: "none", stroke: color, "stroke-width": weight, "stroke-linejoin": "round", "pointer-events": "none" });
const hoverLines = [hoverLine(4.5, "#fff"), hoverLine(2, BORDER_INK)];

/** Outlines a zone by copies of its shape: nothing is projected again. @param {Drawn} drawn @param {number} zone -1 for none */
export function outlineZone(drawn, zone) {
  const path = drawn.polygons[zone]?._path;
  if (path) hoverLines.forEach((line) => line.setAttribute("d", path.getAttribute("d")));
  if (path) drawn.borders.getLayers()[0]._path.parentNode.append(...hoverLines);
  else hoverLines.forEach((line) => line.remove());
}

/** The outline of the chosen zone. @param {L.Polygon} polygon @returns {L.LayerGroup} */
export function makeOutline(polygon) {
  const renderer = L.svg({ pane: "chosen", padding: 0.4 });
  const line = (/** @type {string} */ color, /** @type {number} */ weight) =>
    L.polygon(polygon.getLatLngs(), { renderer, pane: "chosen", color, weight, fill: false, smoothFactor: 0, interactive: false });
  return L.layerGroup([line("#fff", 6.5), line(BORDER_INK, 3)]);
}
