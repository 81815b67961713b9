// In a frame of another page: what leads to another site opens beside it.

/** @returns {boolean} whether a sandbox holds this page, which then has no origin of its own: a preview, no place on the web */
export const isBoxedIn = () => window.origin === "null";

/** The page's own address without what names a view; "" where the page has none (a notebook, a saved frame, a preview). @returns {string} */
export function pageAddress() {
  return /^https?:$/.test(window.location.protocol) && !isBoxedIn() ? window.location.href.replace(/#.*$/, "") : "";
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
