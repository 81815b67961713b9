// In a frame of another page: says how tall this page is, so that the frame can follow.

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
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === told || height === 0) return; // 0 while the frame is hidden
    told = height;
    window.parent.postMessage({ type: "geo-ent-height", height }, "*");
  };
  new ResizeObserver(tell).observe(root);
  window.addEventListener("load", tell);
}
