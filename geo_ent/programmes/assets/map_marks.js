// Signs and labels on the map: each as much as there is room for, the first come the first served.

import { make } from "../../maps/assets/dom.js";
import { map } from "../../maps/assets/map.js";
import { data } from "./programmes_data.js";
import { changeView, shownPlaces, stateOf, view } from "./year_view.js";
import { signMark } from "./solution_signs.js";

/** @import { Place, Programme } from "./programmes_data.js" */

/** @typedef {{programme: Programme, place: Place, node: HTMLElement, label: HTMLElement, signs: number}} Mark `signs` is how wide they are */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Room */

const SIGN = 18; // pixels
const APART = 2;
const BUTTONS = { x: 46, y: 76 }; // what the zoom buttons take of the top left corner

/** @param {Programme} programme @param {Place} place @returns {Mark} */
function markOf(programme, place) {
  const state = /** @type {import("./programmes_data.js").State} */ (stateOf(place));
  const signs = state.solutions.filter((sign) => !view.withoutSolutions.includes(sign));
  const rate = state.rate ? make("span", { class: "mark-rate" }, make("b", null, state.rate.printed), " ", state.rate.of) : null;
  const label = make("span", { class: "mark-label" }, make("span", null, shortName(place.name)), rate);
  const chosen = programme.id === view.programme ? " mark-chosen" : "";
  const node = make(
    "div",
    { class: `map-mark${place.size ? "" : " mark-point"}${chosen}` },
    make("span", { class: "mark-signs" }, ...signs.map(signMark)),
    label,
  );
  node.addEventListener("click", () => changeView({ programme: programme.id }));
  return { programme, place, node, label, signs: signs.length * SIGN };
}

/** @param {string} name @returns {string} as a map says it */
function shortName(name) {
  return name.replace(/^(?:Académie|Circonscription|Département|Ville|Commune) (?:de la |de l[’']|de |du |des |d[’'])/u, "");
}

/** @param {Room} one @param {Room} other @returns {boolean} */
const meets = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** Where a label may stand round its signs, the best first. @param {{x: number, y: number}} at @param {number} signs their width @param {{x: number, y: number}} size the label's @param {Room} frame what is seen of the map @returns {Room[]} */
function labelRooms(at, signs, size, frame) {
  const beside = signs / 2 + APART;
  const lefts = [at.x - size.x / 2, at.x - signs / 2, at.x + signs / 2 - size.x];
  const fitting = lefts.map((left) => Math.min(Math.max(left, frame.left), frame.right - size.x));
  const corners = [
    [at.x + beside, at.y - size.y / 2],
    [at.x - beside - size.x, at.y - size.y / 2],
    ...fitting.map((left) => [left, at.y + SIGN / 2]),
    ...fitting.map((left) => [left, at.y - SIGN / 2 - size.y]),
  ];
  const rooms = corners.map(([left, top]) => ({ left, top, right: left + size.x, bottom: top + size.y }));
  return rooms.filter((room) => room.left >= frame.left && room.right <= frame.right && room.top >= frame.top && room.bottom <= frame.bottom);
}

export const Marks = L.Layer.extend({
  initialize: function () {
    /** @type {Mark[]} */
    this._marks = [];
  },

  onAdd: function (/** @type {L.Map} */ map) {
    this._box = make("div", { class: "leaflet-zoom-hide", "aria-hidden": "true" });
    map.getPane("dots").append(this._box);
    map.on("moveend zoomend viewreset resize", this.place, this);
  },

  onRemove: function (/** @type {L.Map} */ map) {
    this._box.remove();
    map.off("moveend zoomend viewreset resize", this.place, this);
  },

  /** Makes the marks of the view: the chosen programme's first, then the largest territories. */
  show: function () {
    const own = data.programmes.filter((programme) => !programme.context);
    const found = own.flatMap((programme) => shownPlaces(programme).filter((place) => place.at).map((place) => ({ programme, place })));
    const rank = (/** @type {{programme: Programme, place: Place}} */ { programme, place }) => (programme.id === view.programme ? 1000 : 0) + place.size;
    found.sort((a, b) => rank(b) - rank(a));
    this._marks = found.map(({ programme, place }) => markOf(programme, place));
    this._box.replaceChildren(...this._marks.map((/** @type {Mark} */ mark) => mark.node));
    this.place();
  },

  /** Puts signs where they belong, but those over another of their programme; then labels where there is room. */
  place: function () {
    /** @type {{room: Room, programme: Programme}[]} */
    const taken = [];
    const corner = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    const frame = { left: corner.x, top: corner.y, right: corner.x + size.x, bottom: corner.y + size.y };
    const shown = this._marks.filter(function (/** @type {Mark} */ { place, node, signs, programme }) {
      const at = map.latLngToLayerPoint(L.latLng(place.at));
      const half = signs / 2;
      const room = { left: at.x - half - APART, right: at.x + half + APART, top: at.y - SIGN / 2, bottom: at.y + SIGN / 2 };
      node.hidden = taken.some((other) => other.programme === programme && meets(room, other.room));
      if (node.hidden) return false;
      taken.push({ room, programme });
      L.DomUtil.setPosition(node, at);
      return true;
    });
    const buttons = { left: corner.x, top: corner.y, right: corner.x + BUTTONS.x, bottom: corner.y + BUTTONS.y };
    shown.forEach(function (/** @type {Mark} */ { place, label, signs, programme }) {
      label.hidden = false;
      const at = map.latLngToLayerPoint(L.latLng(place.at));
      const rooms = labelRooms(at, signs, { x: label.offsetWidth, y: label.offsetHeight }, frame);
      const room = rooms.find((found) => !meets(found, buttons) && !taken.some((other) => meets(found, other.room)));
      label.hidden = !room;
      if (!room) return;
      taken.push({ room, programme });
      label.style.left = `${room.left - at.x}px`;
      label.style.top = `${room.top - at.y}px`;
    });
  },
});
