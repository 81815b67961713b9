// The map comes to be, under the name that the modules shared with the other page know it by.

import { readJson } from "../../maps/assets/dom.js";

/** @typedef {{name: string, shape: string, colour: string, fill: string}} Sign */
/** @typedef {{subject: string, printed: string, remark: string, source: number}} Figure */
/** @typedef {{printed: string, of: string, subject: string, date: string}} Rate */
/** @typedef {{year: number, date: string, solutions: number[], carrier: string, kind: string, unit: string, rate: Rate|null, figures: Figure[]}} State */
/** @typedef {{name: string, level: string, at: [number, number]|null, departements: number[], area: string, size: number, states: State[]}} Place */
/** @typedef {{id: string, name: string, context: boolean, places: Place[]}} Programme */
/** @typedef {{years: [number, number], bounds: number[][], signs: Sign[], kinds: {id: string, name: string}[], sources: string[], programmes: Programme[]}} Data */

document.documentElement.classList.add("js"); // so that the map is born with its size

/** @type {Data} */
export const data = readJson("geo-ent-data");

/** @type {any} */ (window).map_geo_ent = L.map("geo-ent-map", {
  home: data.bounds,
  zoomSnap: 0.25,
  zoomDelta: 0.75,
  zoomControl: false,
  scrollWheelZoom: false,
  maxZoom: 11,
}).fitBounds(data.bounds);
