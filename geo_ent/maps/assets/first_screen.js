// The first screen: the map takes what the head and the toolbar leave of the window.

import { isCompact } from "./compact.js";
import { byId } from "./dom.js";

const ONE_COLUMN = "(max-width: 61.99em)";

/**
 * Measures what is above the map, and again when the window is another width or the head another
 * height: the headline of a comparison is longer.
 *
 * Not when the window is another height: the bar of a phone's browser comes and goes as one scrolls, and
 * in a frame that follows the page's height the two would follow each other without end.
 */
export function followScreen() {
  const root = document.documentElement;
  const bar = byId("geo-ent-toolbar");
  let width = 0;
  const measure = function () {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    const top = /** @type {HTMLElement} */ (bar.parentElement).getBoundingClientRect().top + window.scrollY;
    root.style.setProperty("--above", `${Math.round(top + bar.offsetHeight)}px`);
  };
  measure();
  window.addEventListener("resize", measure);
  new ResizeObserver(function () {
    width = 0;
    measure();
  }).observe(/** @type {HTMLElement} */ (document.querySelector(".top")));
  placeCard();
}

/** The card is above the panel, or over the map where the panel is far below it. */
function placeCard() {
  const card = byId("geo-ent-card");
  const panelSide = /** @type {HTMLElement} */ (card.parentElement);
  const oneColumn = window.matchMedia(ONE_COLUMN);
  const place = function () {
    const over = oneColumn.matches || isCompact();
    if (over === (card.parentElement !== panelSide)) return;
    if (over) byId("geo-ent-legend").after(card);
    else panelSide.prepend(card);
  };
  place();
  window.addEventListener("resize", place);
}
