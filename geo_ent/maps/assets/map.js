// The map that Folium made, the geometry that it is drawn from, and what of it can be seen.

import { readJson } from "./dom.js";
import { bestFit, clearBox, groundOf, isWholeAt } from "./fit.js";
import { words } from "./words.js";
import { unpackArcs, unpackObjects } from "./packed.js";

/** @import { Box, Fit, Ground } from "./fit.js" */

/** @type {L.Map} */
export const map = /** @type {any} */ (window).map_geo_ent;
const packed = readJson("geo-ent-topology");
export const topology = { objects: unpackObjects(packed) };
export const arcs = unpackArcs(packed, L.latLng); // made once, for all the zones that share them

/** Whether the reader asked for little movement. @returns {boolean} */
export const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Makes the panes that things are drawn in, under the layers that a user of Folium may add. @param {"left"|"right"} [side] that the buttons and the scale are on */
export function prepareMap(side = "left") {
  ["zones", "borders", "chosen", "dots"].forEach(function (name, rank) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(360 + rank * 10);
    if (name !== "zones") pane.style.pointerEvents = "none";
  });
  L.control.zoom({ position: `top${side}`, zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ position: `bottom${side}`, imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false);
  holdStill();
  map.options.zoomAnimation = map.options.zoomAnimation && !still();
}

/**
 * Takes the focus at a press without moving the page: where the map is partly out of sight, WebKit
 * scrolls to it between press and release, so that the click is lost.
 */
function holdStill() {
  const container = map.getContainer();
  container.addEventListener("mousedown", function (/** @type {MouseEvent} */ event) {
    const pressed = /** @type {Element} */ (event.target);
    if (!pressed.closest(".leaflet-control")) container.focus({ preventScroll: true });
  }, true);
}

/* ---- what lies over the map, and what is left of it ---- */

const OVER = "#geo-ent-map-name, #geo-ent-legend, #geo-ent-card, #geo-ent-line, .leaflet-control";
const POINTS_LOOKED_AT = 4000;

/** `whole`: whether the reader left the map as `home` shows it. @type {{ground: Ground|null, home: {center: L.LatLng, zoom: number}|null, whole: boolean}} */
const fitted = { ground: null, home: null, whole: false };

/** @returns {{width: number, height: number}} */
function frameSize() {
  const { x, y } = map.getSize();
  return { width: x, height: y };
}

/** What lies over the map: its name, its legend, its buttons, a card. @returns {Box[]} in the map's pixels */
export function covers() {
  const container = map.getContainer();
  const origin = container.getBoundingClientRect();
  const inset = { x: origin.left + container.clientLeft, y: origin.top + container.clientTop };
  const boxes = Array.from(container.parentElement.querySelectorAll(OVER), (/** @type {HTMLElement} */ node) => node.getBoundingClientRect());
  return boxes
    .filter((box) => box.width > 0 && box.height > 0)
    .map((box) => ({ left: box.left - inset.x, top: box.top - inset.y, right: box.right - inset.x, bottom: box.bottom - inset.y }));
}

/** The largest rectangle of the map that nothing covers. @returns {Box} in its pixels */
export const clearArea = () => clearBox(frameSize(), covers());

/** What the territory takes, in pixels at zoom 0. @returns {Ground} */
function territoryGround() {
  if (fitted.ground) return fitted.ground;
  const [[south, west], [north, east]] = map.options.home;
  const corner = map.project([north, west], 0);
  const end = map.project([south, east], 0);
  const total = arcs.reduce((sum, arc) => sum + arc.length, 0);
  const every = Math.max(Math.ceil(total / POINTS_LOOKED_AT), 1);
  /** @type {[number, number][]} */
  const points = [];
  arcs.forEach((/** @type {L.LatLng[]} */ arc) => arc.forEach(function (place, rank) {
    if (rank % every && rank !== arc.length - 1) return;
    const { x, y } = map.project(place, 0);
    points.push([x, y]);
  }));
  fitted.ground = groundOf(points, { left: corner.x, top: corner.y, right: end.x, bottom: end.y });
  return fitted.ground;
}

/** Where the whole territory is seen as large as can be. @param {Box[]} over @returns {Fit} */
function territoryFit(over) {
  const frame = frameSize();
  const ground = territoryGround();
  const fit = bestFit(ground, frame, over, map.options.zoomSnap || 0.25) || bestFit(ground, frame, [], map.options.zoomSnap || 0.25);
  return fit || { zoom: map.getMinZoom(), x: 0, y: 0 };
}

/** Shows the whole territory, with nothing of it under what lies over the map. */
export const home = () => travel(() => fitWhole(!still()));

/** @param {boolean} animate */
function fitWhole(animate) {
  trip.move = null;
  const { width, height } = frameSize();
  const ground = territoryGround();
  const { zoom, x, y } = territoryFit(covers());
  const scale = 2 ** zoom;
  const middle = [(width / 2 - x) / scale + ground.left, (height / 2 - y) / scale + ground.top];
  fitted.home = { center: map.unproject(middle, 0), zoom };
  map.setView(fitted.home.center, zoom, { animate });
  fitted.whole = true; // at once: an animation comes to rest later
}

/** The reader moved the map, or it came to rest: is it where `home` shows the whole territory? */
function lookWhetherHome() {
  if (!fitted.home) return;
  const { center, zoom } = fitted.home;
  const apart = map.project(map.getCenter(), zoom).distanceTo(map.project(center, zoom));
  fitted.whole = map.getZoom() === zoom && apart < 2;
}

/** Whether something covers the territory where it is shown whole. @returns {boolean} */
function isCovered() {
  const ground = territoryGround();
  const corner = map.latLngToContainerPoint(map.unproject([ground.left, ground.top], 0));
  return !isWholeAt(ground, frameSize(), covers(), { zoom: map.getZoom(), x: corner.x, y: corner.y });
}

/* ---- the legend's place ---- */

const CORNERS = ["bottom-left", "top-left", "bottom-right", "top-right"];
const STRIP = "bottom";
const NARROW = 560; // pixels of a map that has no room for a card beside the territory

/** Whether something else lies over the map where the legend does. @param {HTMLElement} legend @returns {boolean} */
function isUnderOther(legend) {
  const box = legend.getBoundingClientRect();
  return Array.from(map.getContainer().parentElement.querySelectorAll(OVER)).some(function (/** @type {HTMLElement} */ node) {
    const other = node.getBoundingClientRect();
    return node !== legend && other.width > 0 && other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom;
  });
}

/** Puts the legend where it leaves the territory largest: in a corner, or along the bottom. */
export function placeLegend() {
  const legend = document.getElementById("geo-ent-legend");
  const frame = frameSize();
  if (!legend || !frame.width) return;
  const places = frame.width < NARROW ? [STRIP] : [...CORNERS, STRIP];
  const zooms = places.map(function (place) {
    legend.dataset.place = place;
    return place !== STRIP && isUnderOther(legend) ? -Infinity : territoryFit(covers()).zoom;
  });
  legend.dataset.place = places[zooms.indexOf(Math.max(...zooms))];
}

/** Once what lies over the map has changed: the territory that was seen whole is seen whole again. */
export function keepWhole() {
  if (!fitted.whole || !isCovered()) return;
  placeLegend();
  fitWhole(false);
}

/** @returns {boolean} whether the whole territory is shown */
export const isHome = () => fitted.whole;

/** Fits legend and territory to the map's size. */
export function arrange() {
  placeLegend();
  fitWhole(false);
}

/** Fits them to it, and again whenever it changes. */
export function watchSize() {
  let sized = map.getSize().x > 0;
  if (sized) arrange();
  map.on("moveend", lookWhetherHome);
  new ResizeObserver(function () {
    const { whole } = fitted; // before the map knows its new size
    map.invalidateSize({ animate: false });
    if (map.getSize().x > 0 && (!sized || whole)) arrange(); // one born in a hidden tab had no size at first
    sized = sized || map.getSize().x > 0;
  }).observe(map.getContainer());
}

/* ---- going somewhere ---- */

const SMALL = 0.55; // of what nothing covers: less than half of it shows more of the neighbours than of the zone
const COMFORTABLE = 0.85;

/** Where the map goes once what is asked of it now is all asked. @type {{move: (() => void)|null}} */
const trip = { move: null };

/**
 * Goes somewhere, once: of what is asked together the last counts, with what then lies over the
 * map; Leaflet hears nothing while it still zooms.
 * @param {() => void} move
 */
function travel(move) {
  const waiting = trip.move !== null;
  fitted.whole = false;
  trip.move = move;
  if (waiting) return;
  const start = function () {
    const last = trip.move;
    trip.move = null;
    if (last) last();
  };
  Promise.resolve().then(() => (map._animatingZoom ? map.once("zoomend", start) : start()));
}

/** @param {L.LatLng|[number, number]} place @param {number} zoom */
function moveTo(place, zoom) {
  const area = clearArea();
  const { width, height } = frameSize();
  const aside = [(area.left + area.right - width) / 2, (area.top + area.bottom - height) / 2];
  map.setView(map.unproject(map.project(place, zoom).subtract(aside), zoom), zoom, { animate: !still() });
}

/**
 * Puts a place in the middle of what nothing covers, at a zoom or nearer.
 * @param {L.LatLng|[number, number]} place @param {number} least
 */
export const showAt = (place, least) => travel(() => moveTo(place, Math.max(map.getZoom(), least)));

/**
 * Brings a zone into view: nearer when it is small on the map, sideways when it is out of it.
 * @param {L.LatLngBounds} bounds
 */
export const goTo = (bounds) => travel(() => bringIntoView(bounds));

/** @param {L.LatLngBounds} bounds */
function bringIntoView(bounds) {
  const area = clearArea();
  const corner = map.latLngToContainerPoint(bounds.getNorthWest());
  const end = map.latLngToContainerPoint(bounds.getSouthEast());
  const part = Math.max((end.x - corner.x) / (area.right - area.left), (end.y - corner.y) / (area.bottom - area.top));
  const inside = corner.x >= area.left && corner.y >= area.top && end.x <= area.right && end.y <= area.bottom;
  if (part < SMALL) {
    const nearer = map.getZoom() + Math.log2(COMFORTABLE / Math.max(part, 1e-3));
    moveTo(bounds.getCenter(), Math.min(Math.floor(nearer * 4) / 4, 16));
  } else if (part > 1) {
    moveTo(bounds.getCenter(), map.getZoom() - Math.ceil(Math.log2(part * 1.1) * 4) / 4);
  } else if (!inside) {
    moveTo(bounds.getCenter(), map.getZoom());
  }
}
