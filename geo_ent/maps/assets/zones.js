// The zones of a level: fills, then borders over them, dark on white so that any two fills part.

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
  return there && outer !== level && outer.code.length > 1 ? outer : null;
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
 * The borders of a level, and those of a larger level over them.
 * @param {Line[]} fine
 * @param {Line[]|null} coarse
 * @returns {L.FeatureGroup}
 */
function makeBorders(fine, coarse) {
  const renderer = L.svg({ pane: "borders", padding: 0.4 });
  const line = (/** @type {Line[]} */ points, /** @type {string} */ color, /** @type {number} */ widest, /** @type {number} */ least) =>
    L.polyline(points, { renderer, pane: "borders", color, widest, least, smoothFactor: 0, interactive: false });
  const lines = [line(fine, "#fff", coarse ? 1.6 : 2.6, 0.45), line(fine, "#3a3a5c", coarse ? 0.6 : 0.9, 0.45)];
  if (coarse) lines.push(line(coarse, "#fff", 3.4, 0.8), line(coarse, "#161616", 1.4, 0.8));
  return L.featureGroup(lines);
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

/** The outline of the chosen zone. @param {L.Polygon} polygon @returns {L.LayerGroup} */
export function makeOutline(polygon) {
  const renderer = L.svg({ pane: "chosen", padding: 0.4 });
  const line = (/** @type {string} */ color, /** @type {number} */ weight) =>
    L.polygon(polygon.getLatLngs(), { renderer, pane: "chosen", color, weight, fill: false, smoothFactor: 0, interactive: false });
  return L.layerGroup([line("#161616", 6), line("#ffca00", 3)]);
}
