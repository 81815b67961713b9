// The wheel scrolls the page; it zooms the map with Ctrl, or once the map has the focus.

import { byId } from "./dom.js";
import { map } from "./map.js";

const HINT_MILLISECONDS = 1200;

/** Leaves the wheel to the page until the map is asked for. */
export function tameWheel() {
  const hint = byId("geo-ent-wheel");
  const box = map.getContainer();
  let hiding = 0;
  map.on("click", () => map.scrollWheelZoom.enable());
  box.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  box.addEventListener("blur", () => map.scrollWheelZoom.disable());
  box.addEventListener(
    "wheel",
    function (/** @type {WheelEvent} */ event) {
      if (map.scrollWheelZoom.enabled()) return;
      if (event.ctrlKey) {
        event.preventDefault();
        map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() + (event.deltaY < 0 ? 0.5 : -0.5));
        return;
      }
      hint.classList.add("seen");
      window.clearTimeout(hiding);
      hiding = window.setTimeout(() => hint.classList.remove("seen"), HINT_MILLISECONDS);
    },
    { passive: false },
  );
  // one finger scrolls the page, two move the map
  if (L.Browser.mobile) map.dragging.disable();
}
