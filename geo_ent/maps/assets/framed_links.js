// In a frame of another page: what leads to another site opens beside it.

import { data } from "./model.js";

const PREVIEW = "geo-ent-preview"; // what the application calls the frame that it shows a page in

/** @returns {boolean} whether a sandbox holds this page, which then has no origin of its own */
export const isBoxedIn = () => window.origin === "null";

/** A sandbox may also be that of the site which shows the map: there it has its place on the web. @returns {boolean} whether this is a preview, by the application */
export const isPreview = () => isBoxedIn() && (window.parent === window || window.name === PREVIEW);

/** The page's address without what names a view: where it is published, if that was told, or where it is; "" where that is no place on the web (a file, a notebook, a preview). @returns {string} */
export function pageAddress() {
  if (data.url) return `${data.url}index.html`;
  return /^https?:$/.test(window.location.protocol) && !isPreview() ? window.location.href.replace(/#.*$/, "") : "";
}

/** @param {HTMLAnchorElement} link @returns {boolean} */
const leadsAway = (link) => /^https?:$/.test(link.protocol) && !(link.getAttribute("href") || "").startsWith("#");

/**
 * Lets links to other sites open in a tab of their own.
 *
 * Many sites refuse to be shown in a frame, and the page around may refuse them: a reader who
 * followed a source would lose the map to an error. A sandbox opens no tab, nor a mail: there, a
 * link does nothing, and the map stays.
 */
export function openLinksBeside() {
  if (window.parent === window) return;
  const open = function (/** @type {Event} */ event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link && (leadsAway(link) || (isBoxedIn() && link.protocol === "mailto:"))) link.target = "_blank";
  };
  document.addEventListener("click", open, true);
}
