// The gaps on the map: areas are hatched and outlined, groups are dashed circles, schools have rings.

import { makeSvg } from "./dom.js";
import { Dots } from "./dots.js";
import { gaps, layers, ringed } from "./layers.js";
import { arcs, map, topology } from "./map.js";
import { schools } from "./model.js";
import { readArcs, readOutline, readPolygons } from "./topology.js";

/** @import { Area, GapName } from "./layers.js" */
/** @import { Line } from "./topology.js" */

const GAP_INK = "#6e1e8a";
const AREA_FILL = "url(#geo-ent-white-area)";
const RING_APART = 3.5; // pixels between a school's mark and its ring
const RING_STEP = 1e-4; // degrees, as the payload has it
const LEAST_METRES = 400; // a group whose schools are at one place is still seen

/** @type {Record<GapName, L.LayerGroup>} made when first shown */
const drawnLayers = { areas: null, clusters: null, schools: null };

/** @param {string} name @param {number} rank @returns {any} */
export function gapPane(name, rank) {
  const pane = map.createPane(name);
  pane.style.zIndex = String(rank);
  pane.style.pointerEvents = "none";
  return pane;
}

/** Makes the panes and the hatching: areas under the schools, rings over them. */
export function prepareGaps() {
  gapPane("gaps", 375);
  gapPane("gap-schools", 392);
  const hatching = { id: "geo-ent-white-area", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" };
  const line = (/** @type {string} */ fill, /** @type {number} */ x, /** @type {number} */ width) => makeSvg("rect", { x, width, height: 8, fill });
  const pattern = makeSvg("pattern", hatching, line("#fff", 0, 3.6), line(GAP_INK, 1, 1.6));
  document.querySelector("svg.patterns defs")?.append(pattern);
}

/** @param {Area} area @returns {{polygons: Line[][], outline: Line[]}} */
function areaLines(area) {
  if (area.communes) {
    const geometries = area.communes.map((commune) => topology.objects.commune.geometries[commune]);
    return { polygons: geometries.flatMap((geometry) => readPolygons(geometry, arcs)), outline: readOutline(geometries, arcs) };
  }
  const transform = { scale: [RING_STEP, RING_STEP], translate: [0, 0] };
  const polygons = (area.rings || []).map((rings) => readArcs({ transform, arcs: rings }));
  return { polygons, outline: polygons.flat() };
}

/** @param {string} pane @returns {Record<string, any>} */
export const onPane = (pane) => ({ pane, renderer: L.svg({ pane, padding: 0.4 }), interactive: false, smoothFactor: 0 });

/** @param {Record<string, any>} base @returns {L.LayerGroup} */
function drawArea(base, /** @type {Area} */ area) {
  const { polygons, outline } = areaLines(area);
  const line = (/** @type {string} */ color, /** @type {number} */ weight) => L.polyline(outline, { ...base, color, weight });
  return L.featureGroup([L.polygon(polygons, { ...base, stroke: false, fillColor: AREA_FILL, fillOpacity: 1 }), line("#fff", 4), line(GAP_INK, 2)]);
}

/** @param {number} index @returns {[number, number]|null} */
const placeOf = (index) => schools[index].place;

/** A circle seen over any fill, whatever it goes round. @param {(style: Record<string, any>) => any} made @param {string} dash @param {number} weight @returns {any[]} */
const cased = (made, dash, weight) => [
  made({ color: "#fff", weight: weight * 2.2, fill: false }),
  made({ color: GAP_INK, weight, fill: false, dashArray: dash }),
];

/** @returns {L.LayerGroup} one group a cluster, in their order; empty for one that has no place */
function drawGroups() {
  const base = onPane("gaps");
  const groups = (gaps?.clusters || []).map(function ({ school, km }) {
    const place = placeOf(school);
    const circle = (/** @type {Record<string, any>} */ style) => L.circle(place, { ...base, ...style, radius: Math.max(km * 1000, LEAST_METRES) });
    return L.featureGroup(place ? cased(circle, "8 6", 2.5) : []);
  });
  return L.layerGroup(groups);
}

/** @returns {number} pixels: around the marks as they are now */
function ringRadius() {
  let radius = 4;
  map.eachLayer((/** @type {any} */ layer) => void (layer instanceof Dots && (radius = layer.radius())));
  return radius + RING_APART;
}

/** @returns {L.LayerGroup} */
function drawRings() {
  const base = { ...onPane("gap-schools"), radius: ringRadius() };
  const places = ringed().map(placeOf).filter(Boolean);
  return L.layerGroup(places.flatMap((place) => cased((style) => L.circleMarker(place, { ...base, ...style }), "", 1.8)));
}

/** @param {GapName} name @returns {L.LayerGroup} */
function drawnLayer(name) {
  if (!drawnLayers[name]) {
    const base = onPane("gaps");
    if (name === "areas") drawnLayers.areas = L.layerGroup((gaps?.areas || []).map((area) => drawArea(base, area)));
    else drawnLayers[name] = name === "clusters" ? drawGroups() : drawRings();
  }
  return drawnLayers[name];
}

/** Draws the layers that are on, and takes the others away. */
export function drawLayers() {
  if (drawnLayers.schools) drawnLayers.schools.remove();
  drawnLayers.schools = null; // how many there are may have changed
  /** @type {GapName[]} */ (["areas", "clusters", "schools"]).forEach(function (name) {
    if (layers[name]) drawnLayer(name).addTo(map);
    else if (drawnLayers[name]) drawnLayers[name].remove();
  });
}

/** Rings go round marks that grow with the zoom. */
export function fitRings() {
  const radius = ringRadius();
  if (drawnLayers.schools) drawnLayers.schools.eachLayer((/** @type {any} */ ring) => ring.setRadius(radius));
}

/** @param {"areas"|"clusters"} name @param {number} index @returns {L.LatLngBounds|null} where an area or a group is */
export function boundsOf(name, index) {
  const bounds = drawnLayer(name).getLayers()[index].getBounds();
  return bounds.isValid() ? bounds : null;
}

/** @type {Record<GapName, () => SVGElement[]>} */
const SWATCHES = {
  areas: () => [makeSvg("rect", { x: 1.5, y: 1.5, width: 25, height: 13, fill: AREA_FILL, stroke: GAP_INK, "stroke-width": 2 })],
  clusters: () => [makeSvg("circle", { cx: 14, cy: 8, r: 6.5, fill: "none", stroke: GAP_INK, "stroke-width": 2, "stroke-dasharray": "4 2.5" })],
  schools: () => [
    makeSvg("circle", { cx: 14, cy: 8, r: 6.5, fill: "none", stroke: GAP_INK, "stroke-width": 1.8 }),
    makeSvg("rect", { x: 11.5, y: 5.5, width: 5, height: 5, fill: "#fff", stroke: "#b34324" }),
  ],
};

/** @param {GapName} name @returns {SVGElement} what the layer looks like */
export const layerSwatch = (name) => makeSvg("svg", { viewBox: "0 0 28 16", width: 28, height: 16, class: "mark", "aria-hidden": "true" }, ...SWATCHES[name]());
