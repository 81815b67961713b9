// Territories: the ground, then programmes from the largest to the smallest, each with its outline.

import { data } from "./programmes_data.js";
import { readBorders, readOutline, readPolygons } from "../../maps/assets/topology.js";
import { arcs, map, topology } from "../../maps/assets/map.js";
import { changeView, passes, stateOf, view } from "./year_view.js";
import { fillOf } from "./solution_signs.js";

/** @import { Place, Programme } from "./programmes_data.js" */
/** @import { Line } from "../../maps/assets/topology.js" */

/** @typedef {{programme: Programme, place: Place, fill: L.Polygon, outline: L.Layer}} Area */

const GROUND = "#ededf2";

/** @param {Place} place @returns {any[]} the geometries that it is made of */
function geometriesOf(place) {
  if (place.area) return topology.objects[place.area].geometries;
  return place.departements.map((at) => topology.objects.departement.geometries[at]);
}

/** Draws the départements, whatever they have. */
export function drawGround() {
  const { departement } = topology.objects;
  const still = { pane: "zones", renderer: L.svg({ pane: "zones", padding: 0.4 }), smoothFactor: 0, interactive: false };
  const rings = departement.geometries.flatMap((geometry) => readPolygons(geometry, arcs));
  L.polygon(rings, { ...still, stroke: false, fillColor: GROUND, fillOpacity: 1 }).addTo(map);
}

/** Draws borders over what is filled: départements thin and white, their outer line grey. */
export function drawBorders() {
  const { departement } = topology.objects;
  const still = { pane: "borders", renderer: L.svg({ pane: "borders", padding: 0.4 }), smoothFactor: 0, interactive: false };
  L.polyline(readBorders(departement, arcs), { ...still, color: "#fff", weight: 0.9 }).addTo(map);
  L.polyline(readOutline(departement.geometries, arcs), { ...still, color: "#7b7b94", weight: 0.9 }).addTo(map);
}

/** @param {Programme} programme @param {Place} place @returns {Area} */
function areaOf(programme, place) {
  const geometries = geometriesOf(place);
  const rings = geometries.flatMap((geometry) => readPolygons(geometry, arcs));
  const outline = /** @type {Line[]} */ (readOutline(geometries, arcs));
  const fill = L.polygon(rings, { pane: "zones", renderer, stroke: false, fillOpacity: 1, smoothFactor: 0 });
  fill.on("click", () => changeView({ programme: programme.id }));
  const line = { pane: "borders", renderer: lines, smoothFactor: 0, interactive: false };
  return {
    programme,
    place,
    fill,
    outline: L.layerGroup([
      L.polyline(outline, { ...line, color: "#fff", weight: 3.2, opacity: 0.9 }),
      L.polyline(outline, { ...line, color: "#3a3a5c", weight: 1.4 }),
    ]),
  };
}

const renderer = L.svg({ pane: "zones", padding: 0.4 });
const lines = L.svg({ pane: "borders", padding: 0.4 });
/** @type {Area[]} */
let areas = [];
/** @type {L.LayerGroup} */
let chosen = L.layerGroup([]);

/** Makes the territories of all programmes. @param {(area: Area, event: any) => void} pointed @param {() => void} left */
export function makeAreas(pointed, left) {
  areas = data.programmes
    .flatMap((programme) => programme.places.filter((place) => place.size).map((place) => areaOf(programme, place)))
    .sort((a, b) => b.place.size - a.place.size);
  areas.forEach(function (area) {
    area.fill.on("mousemove", (/** @type {any} */ event) => pointed(area, event));
    area.fill.on("mouseout", left);
  });
}

/** Shows those that the view has, in order, and outlines the chosen programme's. */
export function showAreas() {
  areas.forEach(function ({ place, fill, outline }) {
    fill.remove();
    outline.remove();
    const state = stateOf(place);
    if (!state || !passes(state)) return;
    fill.options.fillColor = fillOf(state.solutions.filter((sign) => !view.withoutSolutions.includes(sign)));
    fill.addTo(map);
    outline.addTo(map);
  });
  chosen.remove();
  const own = areas.filter(({ programme, place }) => programme.id === view.programme && passes(stateOf(place)));
  const ringed = own.slice(0, 1).map(({ place }) => readOutline(geometriesOf(place), arcs));
  const line = { pane: "chosen", renderer: overs, smoothFactor: 0, interactive: false };
  chosen = L.layerGroup(
    ringed.flatMap((points) => [
      L.polyline(points, { ...line, color: "#161616", weight: 5 }),
      L.polyline(points, { ...line, color: "#ffca00", weight: 2.5 }),
    ]),
  ).addTo(map);
}
const overs = L.svg({ pane: "chosen", padding: 0.4 });

/** @param {Place} place @returns {any|null} what it covers */
export function boundsOf(place) {
  const area = areas.find((found) => found.place === place);
  return area ? area.fill.getBounds() : place.at && L.latLngBounds([place.at, place.at]).pad(0.1);
}
