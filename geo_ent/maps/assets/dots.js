// Schools as marks on one canvas: thousands cost little, and the zones under them stay clickable.

import { areApart, ONE_SPOT } from "./crowding.js";
import { STATUS_SHAPES } from "./symbols.js";

/** @import { School } from "./model.js" */
/** @import { Crowd } from "./crowding.js" */

const MOUSE_PIXELS = 4; // beside a mark, for a mouse
const FINGER_PIXELS = 14; // for a finger, which hides what it touches
const MARK_LEAST = 1.5;
const MARK_START = 3; // where there is room: one can tell a square from a circle
const MARK_MOST = 6.5;
const MARK_GROWTH = 1.2; // at each zoom level
const METRES_A_PIXEL = 156543; // at zoom 0, on the equator

/**
 * What the canvas asks of a school as it is painted.
 * @typedef {Object} Showing
 * @property {(school: School) => string} status
 * @property {(school: School) => boolean} shown
 * @property {() => boolean} always whether marks are there at any zoom
 * @property {() => (school: School) => boolean} asked whether a school is shown however crowded it is
 * @property {() => School|null} onTop the one that is painted over its neighbours
 */

/** @typedef {{school: School, x: number, y: number}} DotMark where a school is, in pixels at zoom 0 */
/** @typedef {{school: School, point: {x: number, y: number}}} Drop a mark in the map's layer, as it is painted */

/** @type {((there: boolean) => void)[]} */
const marksListeners = [];

/** Follows whether there are marks on the map. @param {(there: boolean) => void} listener */
export function onMarks(listener) {
  marksListeners.push(listener);
}

/** @returns {number} how far from a mark a press may be, in pixels */
const reach = () => (window.matchMedia("(pointer: coarse)").matches ? FINGER_PIXELS : MOUSE_PIXELS);

export const Dots = L.Layer.extend({
  /** @param {School[]} schools @param {Showing} showing */
  initialize: function (schools, showing) {
    this._placed = schools.filter((school) => school.place);
    this._showing = showing;
    this._drawn = [];
    this._there = null;
    this._paths = {};
    Object.entries(STATUS_SHAPES).forEach(([status, shape]) => {
      this._paths[status] = { paper: new Path2D(shape.paper), fill: new Path2D(shape.fill) };
    });
  },

  onAdd: function (/** @type {L.Map} */ map) {
    this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPane("dots"));
    this._canvas.setAttribute("aria-hidden", "true");
    // Once: a school is then a product away from its pixel, at any zoom.
    this._marks = this._placed.map((/** @type {School} */ school) => ({ school, ...map.project(school.place, 0) }));
    this._extent = L.latLngBounds(this._placed.map((/** @type {School} */ school) => school.place));
    map.on("moveend zoomend resize viewreset", this.redraw, this);
    this.redraw();
  },

  onRemove: function (/** @type {L.Map} */ map) {
    this._canvas.remove();
    map.off("moveend zoomend resize viewreset", this.redraw, this);
  },

  /** Marks are small where schools crowd the map and grow with the zoom. */
  radius: function () {
    if (!this._marks.length) return MARK_START;
    const size = this._map.getSize();
    const apart = Math.sqrt((size.x * size.y) / this._marks.length);
    const start = Math.min(Math.max(apart * 0.09, MARK_LEAST), MARK_START);
    return Math.min(start * Math.pow(MARK_GROWTH, Math.max(this._map.getZoom() - this._map.getBoundsZoom(this._extent), 0)), MARK_MOST);
  },

  redraw: function () {
    const map = this._map;
    if (!map || !this._marks.length) return;
    const size = map.getSize();
    const margin = size.multiplyBy(0.25).round();
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1));
    const whole = size.add(margin.multiplyBy(2));
    const marks = this._visible(corner, whole);
    if (marks.length || this._drawn.length) this._paint(marks, corner, whole);
    this._drawn = marks;
    this._tell();
  },

  /** The marks to paint. @returns {Drop[]} */
  _visible: function (/** @type {L.Point} */ corner, /** @type {L.Point} */ whole) {
    const kept = this._marks.filter((/** @type {DotMark} */ { school }) => this._showing.shown(school));
    const scale = this._map.getZoomScale(this._map.getZoom(), 0);
    const origin = this._map.getPixelOrigin();
    const inside = (/** @type {L.Point} */ low, /** @type {L.Point} */ size) =>
      kept.map((/** @type {DotMark} */ { school, x, y }) => ({ school, point: { x: x * scale - origin.x, y: y * scale - origin.y } })).filter(
        (/** @type {Drop} */ { point }) => point.x >= low.x && point.y >= low.y && point.x <= low.x + size.x && point.y <= low.y + size.y,
      );
    const due = this._showing.always() || this._areDue(inside(this._map.containerPointToLayerPoint([0, 0]), this._map.getSize()));
    const asked = this._showing.asked();
    this._some = due || kept.some((/** @type {DotMark} */ { school }) => asked(school));
    if (!this._some) return [];
    const top = this._showing.onTop();
    const marks = inside(corner, whole).sort((/** @type {Drop} */ one, /** @type {Drop} */ other) => Number(one.school === top) - Number(other.school === top));
    return due ? marks : marks.filter((/** @type {DotMark} */ { school }) => asked(school));
  },

  /** Whether marks can be told apart at this zoom. @param {Drop[]} marks in sight @returns {boolean} */
  _areDue: function (marks) {
    const [zoom, middle] = [this._map.getZoom(), this._map.getCenter()];
    const seen = this._due === true && this._dueZoom === zoom;
    const spot = (ONE_SPOT * Math.pow(2, zoom)) / (METRES_A_PIXEL * Math.cos((middle.lat * Math.PI) / 180));
    const crowd = { x: marks.map(({ point }) => point.x), y: marks.map(({ point }) => point.y) };
    this._due = areApart(crowd, Math.max(this.radius(), MARK_START), spot, this._map.getSize(), seen);
    this._dueZoom = zoom;
    return this._due;
  },

  /** Says it when marks come or go. */
  _tell: function () {
    if (this._there === this._some) return;
    this._there = this._some;
    marksListeners.forEach((listener) => listener(this._there));
  },

  _paint: function (/** @type {Drop[]} */ marks, /** @type {L.Point} */ corner, /** @type {L.Point} */ whole) {
    const ratio = window.devicePixelRatio || 1;
    const radius = this.radius();
    L.DomUtil.setPosition(this._canvas, corner);
    this._canvas.width = whole.x * ratio;
    this._canvas.height = whole.y * ratio;
    this._canvas.style.width = whole.x + "px";
    this._canvas.style.height = whole.y + "px";
    const context = this._canvas.getContext("2d");
    marks.forEach(({ school, point }) => {
      context.setTransform(radius * ratio, 0, 0, radius * ratio, (point.x - corner.x) * ratio, (point.y - corner.y) * ratio);
      this._mark(context, this._showing.status(school), radius);
    });
  },

  _mark: function (/** @type {any} */ context, /** @type {string} */ status, /** @type {number} */ radius) {
    const shape = STATUS_SHAPES[status];
    const path = this._paths[status];
    const ground = shape.paper ? path.paper : path.fill;
    context.lineWidth = Math.min(0.5, 1.6 / radius); // at most 1.6 pixels, half of them outside
    context.strokeStyle = shape.line;
    context.stroke(ground);
    context.fillStyle = shape.paper ? "#fff" : shape.colour;
    context.fill(ground);
    if (shape.paper) {
      context.fillStyle = shape.colour;
      context.fill(path.fill);
    }
  },

  /** @returns {Drop[]} what was painted last, in the map's layer */
  drawnMarks: function () {
    return this._drawn;
  },

  /** Marks near a point, the nearest first; of two as near, the last drawn. @returns {School[]} */
  _near: function (/** @type {L.Point} */ point, /** @type {number} */ most) {
    const near = this._drawn.map((/** @type {Drop} */ { school, point: { x, y } }, /** @type {number} */ rank) => ({ school, rank, distance: Math.hypot(x - point.x, y - point.y) }));
    const found = near.filter((/** @type {any} */ { distance }) => distance <= most);
    found.sort((/** @type {any} */ one, /** @type {any} */ other) => one.distance - other.distance || other.rank - one.rank);
    return found.map((/** @type {any} */ { school }) => school);
  },

  /** @param {L.Point} point in the map's layer @returns {School|null} the school whose mark is under the pointer */
  at: function (point) {
    return this._near(point, this.radius() + reach())[0] || null;
  },

  /** @param {L.Point} point in the map's layer @returns {School[]} those under the pointer, or within a finger; the nearest first */
  allAt: function (point) {
    return this._near(point, this.radius() + reach());
  },
});
