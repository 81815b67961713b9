// Schools as marks on one canvas: thousands cost little, and the zones under them stay clickable.

import { STATUS_SHAPES } from "./symbols.js";

/** @import { School } from "./model.js" */

const HIT_PIXELS = 4;

/**
 * What the canvas asks of a school as it is painted.
 * @typedef {Object} Showing
 * @property {(school: School) => string} status
 * @property {(school: School) => boolean} shown
 */

export const Dots = L.Layer.extend({
  /** @param {School[]} schools @param {Showing} showing */
  initialize: function (schools, showing) {
    this._marks = schools.filter((school) => school.place).map((school) => ({ school, at: L.latLng(school.place) }));
    this._showing = showing;
    this._paths = {};
    Object.entries(STATUS_SHAPES).forEach(([status, shape]) => {
      this._paths[status] = { paper: new Path2D(shape.paper), fill: new Path2D(shape.fill) };
    });
  },

  onAdd: function (/** @type {L.Map} */ map) {
    this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPane("dots"));
    this._canvas.setAttribute("aria-hidden", "true");
    map.on("moveend zoomend resize viewreset", this.redraw, this);
    this.redraw();
  },

  onRemove: function (/** @type {L.Map} */ map) {
    this._canvas.remove();
    map.off("moveend zoomend resize viewreset", this.redraw, this);
  },

  /** Marks are small where schools crowd the map and grow with the zoom. */
  radius: function () {
    const size = this._map.getSize();
    const fit = this._map.getBoundsZoom(this._bounds());
    const apart = Math.sqrt((size.x * size.y) / Math.max(this._marks.length, 1));
    const start = Math.min(Math.max(apart * 0.09, 1.7), 4);
    return Math.min(start * Math.pow(1.35, Math.max(this._map.getZoom() - fit, 0)), 9);
  },

  _bounds: function () {
    this._extent = this._extent || L.latLngBounds(this._marks.map((/** @type {any} */ mark) => mark.at));
    return this._extent;
  },

  redraw: function () {
    const map = this._map;
    if (!map || !this._marks.length) return;
    const size = map.getSize();
    const margin = size.multiplyBy(0.25).round();
    const ratio = window.devicePixelRatio || 1;
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1));
    const whole = size.add(margin.multiplyBy(2));
    L.DomUtil.setPosition(this._canvas, corner);
    this._canvas.width = whole.x * ratio;
    this._canvas.height = whole.y * ratio;
    this._canvas.style.width = whole.x + "px";
    this._canvas.style.height = whole.y + "px";
    this._paint(this._canvas.getContext("2d"), ratio, corner, whole);
  },

  _paint: function (/** @type {any} */ context, /** @type {number} */ ratio, /** @type {L.Point} */ corner, /** @type {L.Point} */ whole) {
    const radius = this.radius();
    this._drawn = [];
    this._marks.forEach((/** @type {any} */ { school, at }) => {
      if (!this._showing.shown(school)) return;
      const point = this._map.latLngToLayerPoint(at).subtract(corner);
      if (point.x < 0 || point.y < 0 || point.x > whole.x || point.y > whole.y) return;
      this._drawn.push({ school, point: point.add(corner) });
      context.setTransform(radius * ratio, 0, 0, radius * ratio, point.x * ratio, point.y * ratio);
      this._mark(context, this._showing.status(school), radius);
    });
  },

  _mark: function (/** @type {any} */ context, /** @type {string} */ status, /** @type {number} */ radius) {
    const shape = STATUS_SHAPES[status];
    const path = this._paths[status];
    const ground = shape.paper ? path.paper : path.fill;
    context.lineWidth = Math.min(0.5, 2.2 / radius); // at most 2.2 pixels, half of them outside
    context.strokeStyle = shape.line === "#fff" ? "#fff" : shape.line;
    context.stroke(ground);
    context.fillStyle = shape.paper ? "#fff" : shape.colour;
    context.fill(ground);
    if (shape.paper) {
      context.fillStyle = shape.colour;
      context.fill(path.fill);
    }
  },

  /** @returns {{school: School, point: L.Point}[]} what was painted last, in the map's layer */
  drawnMarks: function () {
    return this._drawn || [];
  },

  /** @param {L.Point} point in the map's layer @returns {School|null} the nearest mark under it, the last drawn first */
  at: function (point) {
    let best = null;
    let nearest = this.radius() + HIT_PIXELS;
    (this._drawn || []).forEach(function (/** @type {any} */ mark) {
      const distance = mark.point.distanceTo(point);
      if (distance <= nearest) {
        best = mark.school;
        nearest = distance;
      }
    });
    return best;
  },
});
