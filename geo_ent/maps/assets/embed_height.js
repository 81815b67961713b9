// In a frame of another page: says how tall this page is, so that the frame can follow.

const SHAPE = 0.65; // of a map alone, in a frame that takes its height
const LOWEST = 240;
const HIGHEST = 600;

/** A map alone takes what its frame leaves it: how much more or less it would have by itself. @returns {number} pixels */
function mapLacks() {
  const root = document.documentElement;
  if (!root.classList.contains("compact")) return 0;
  const { height } = /** @type {Element} */ (document.querySelector(".folium-map")).getBoundingClientRect();
  return Math.min(Math.max(root.clientWidth * SHAPE, LOWEST), HIGHEST) - height;
}

/**
 * Tells the page that holds this one its height, now and each time that it changes.
 *
 * Anybody may know a height, so it is sent to whatever page holds the frame ("*"): the address of
 * that page isn't known here, and a wrong one would keep the message from arriving. It is for the
 * page that listens to check where the message comes from.
 */
export function tellHeight() {
  if (window.parent === window) return;
  const root = document.documentElement;
  let told = 0;
  const tell = function () {
    const height = Math.ceil(root.getBoundingClientRect().height + mapLacks());
    if (height === told || height === 0) return; // 0 while the frame is hidden
    told = height;
    window.parent.postMessage({ type: "geo-ent-height", height }, "*");
  };
  const watched = new ResizeObserver(tell);
  [root, ...document.querySelectorAll(".folium-map")].forEach((node) => watched.observe(node));
  window.addEventListener("load", tell);
}
