// The map alone, for a small frame of another page: title, map, legend, sources, a way to the rest.

export const COMPACT_LOOK = "carte"; // what the address says, as the boot script reads it

/** @returns {boolean} */
export const isCompact = () => document.documentElement.classList.contains("compact");

/** @param {boolean} compact */
export function showCompact(compact) {
  if (compact === isCompact()) return;
  document.documentElement.classList.toggle("compact", compact);
  window.dispatchEvent(new Event("resize")); // all has another place and size
}
