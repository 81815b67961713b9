// The map that Folium made, and the geometry that it is drawn from.

import { readJson } from "./dom.js";
import { words } from "./words.js";
import { unpackArcs, unpackObjects } from "./packed.js";

/** @type {L.Map} */
export const map = /** @type {any} */ (window).map_geo_ent;
const packed = readJson("geo-ent-topology");
export const topology = { objects: unpackObjects(packed) };
export const arcs = unpackArcs(packed, L.latLng); // made once, for all the zones that share them

/** Whether the reader asked for little movement. @returns {boolean} */
export const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Makes the panes that things are drawn in, under the layers that a user of Folium may add. */
export function prepareMap() {
  ["zones", "borders", "chosen", "dots"].forEach(function (name, rank) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(360 + rank * 10);
    if (name !== "zones") pane.style.pointerEvents = "none";
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
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

/** Shows the whole territory. */
export function home() {
  map.fitBounds(map.options.home, { animate: !still() });
}

/** A map born in a hidden tab or frame has no size yet: it is fitted once it has one. */
export function watchSize() {
  let fitted = map.getSize().x > 0;
  new ResizeObserver(function () {
    map.invalidateSize({ animate: false });
    if (!fitted && map.getSize().x > 0) home();
    fitted = fitted || map.getSize().x > 0;
  }).observe(map.getContainer());
}

const SMALL = 0.25;
const COMFORTABLE = 0.45;

/**
 * Brings a zone into view: nearer when it is small on the map, sideways when it is out of it.
 * @param {L.LatLngBounds} bounds
 */
export function goTo(bounds) {
  const animate = !still();
  const size = map.getSize();
  const corner = map.latLngToLayerPoint(bounds.getNorthWest());
  const extent = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(corner);
  const part = Math.max(extent.x / size.x, extent.y / size.y);
  const inside = map.getBounds().contains(bounds);
  if (part < SMALL) {
    const nearer = map.getZoom() + Math.log2(COMFORTABLE / Math.max(part, 1e-3));
    map.setView(bounds.getCenter(), Math.min(Math.floor(nearer * 4) / 4, 14), { animate });
  } else if (part > 1) {
    map.fitBounds(bounds, { animate, padding: [16, 16] });
  } else if (!inside) {
    map.panTo(bounds.getCenter(), { animate });
  }
}
