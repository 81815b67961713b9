// The map of an atlas: what a zone says under the pointer, and the arrows that go from zone to zone.
// Without it each zone is a link with a title all the same.

/** @typedef {SVGAElement|SVGGElement|SVGPathElement} ZoneNode a zone as it is drawn */

/** What a zone says, line by line; its title is taken off, which would be shown a second time. @param {Element} zone @returns {string[]} */
function zoneLines(zone) {
  const title = zone.querySelector("title");
  if (title) {
    const lines = (title.textContent || "").split("\n");
    zone.setAttribute("data-lines", lines.join("\n"));
    if (zone.localName === "a") zone.setAttribute("aria-label", lines.join(". "));
    title.remove();
  }
  return (zone.getAttribute("data-lines") || "").split("\n").filter(Boolean);
}

/** Puts lines into the tip, and the tip beside a point of the frame. @param {HTMLElement} tip @param {string[]} lines @param {number} x @param {number} y */
function showTip(tip, lines, x, y) {
  const [name, ...others] = lines;
  const strong = document.createElement("strong");
  strong.textContent = name;
  tip.replaceChildren(
    strong,
    ...others.map(function (line) {
      const row = document.createElement("span");
      row.textContent = line;
      return row;
    }),
  );
  tip.hidden = false;
  const frame = /** @type {HTMLElement} */ (tip.offsetParent || document.body);
  const left = x + 16 + tip.offsetWidth > frame.clientWidth ? x - 16 - tip.offsetWidth : x + 16;
  const top = y + 16 + tip.offsetHeight > frame.clientHeight ? y - 16 - tip.offsetHeight : y + 16;
  tip.style.left = `${Math.max(0, Math.min(left, frame.clientWidth - tip.offsetWidth))}px`;
  tip.style.top = `${Math.max(0, top)}px`;
}

/** Draws a zone's outline over its neighbours, which would hide half of it. @param {SVGElement} map @param {Element|null} zone */
function outlineZone(map, zone) {
  map.querySelector(".halo")?.remove();
  const path = zone && (zone.matches("path") ? zone : zone.querySelector("path"));
  if (!path) return;
  const halo = document.createElementNS("http://www.w3.org/2000/svg", "path");
  halo.setAttribute("class", zone === document.activeElement ? "halo focused" : "halo");
  halo.setAttribute("d", path.getAttribute("d") || "");
  map.append(halo);
}

/** The middle of a zone on the screen. @param {Element} zone @returns {[number, number]} */
function middleOf(zone) {
  const { left, top, width, height } = zone.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** The nearest zone in a direction: what lies aside counts twice. @param {Element} from @param {Element[]} zones @param {[number, number]} way @returns {Element|null} */
function nextZone(from, zones, [wayX, wayY]) {
  const [x, y] = middleOf(from);
  let nearest = null;
  let least = Infinity;
  zones.forEach(function (zone) {
    const [otherX, otherY] = middleOf(zone);
    const along = (otherX - x) * wayX + (otherY - y) * wayY;
    const aside = Math.abs((otherX - x) * wayY) + Math.abs((otherY - y) * wayX);
    const far = along + 2 * aside;
    if (along > 1 && far < least) [nearest, least] = [zone, far];
  });
  return nearest;
}

/** The links of the level that is shown; what is drawn twice is there once. @param {SVGElement} map @returns {SVGAElement[]} */
function linksShown(map) {
  const links = /** @type {SVGAElement[]} */ (Array.from(map.querySelectorAll("a[data-zone]:not([aria-hidden])")));
  return links.filter((link) => link.getClientRects().length > 0);
}

/** Makes one link of the level shown the one that Tab reaches. @param {SVGElement} map @param {Element|null} [chosen] */
function keepOneStop(map, chosen = null) {
  const links = linksShown(map);
  links.forEach((link) => link.setAttribute("tabindex", link === (chosen || links[0]) ? "0" : "-1"));
}

/** Starts what the map does. @returns {() => void} to call when another level is shown */
export function startMap() {
  const map = /** @type {SVGElement} */ (/** @type {unknown} */ (document.getElementById("geo-ent-map")));
  const tip = /** @type {HTMLElement} */ (document.getElementById("geo-ent-tip"));
  const frame = /** @type {HTMLElement} */ (tip.parentElement);
  map.querySelectorAll("[data-zone], path.zone").forEach((zone) => zone.querySelector("title") && zoneLines(zone));
  const hide = function () {
    tip.hidden = true;
    outlineZone(map, null);
  };
  /** @param {Element} zone @param {number} x @param {number} y on the screen */
  const tell = function (zone, x, y) {
    const { left, top } = frame.getBoundingClientRect();
    outlineZone(map, zone);
    showTip(tip, zoneLines(zone), x - left, y - top);
  };
  /** @param {EventTarget|null} target @returns {Element|null} */
  const zoneOf = (target) => (target instanceof Element ? target.closest("[data-lines]") : null);
  map.addEventListener("pointermove", function (event) {
    const zone = event.pointerType === "touch" ? null : zoneOf(event.target);
    if (zone) tell(zone, event.clientX, event.clientY);
    else hide();
  });
  map.addEventListener("pointerleave", hide);
  map.addEventListener("focusin", function (event) {
    const zone = zoneOf(event.target);
    if (zone) tell(zone, ...middleOf(zone));
  });
  map.addEventListener("focusout", hide);
  map.addEventListener("keydown", function (event) {
    const from = event.target instanceof Element ? event.target.closest("a[data-zone]") : null;
    if (event.key === "Escape") hide();
    if (!from || !ARROWS[event.key]) return;
    event.preventDefault();
    const next = nextZone(from, linksShown(map), ARROWS[event.key]);
    if (!(next instanceof SVGElement)) return;
    keepOneStop(map, next);
    next.focus();
  });
  keepOneStop(map);
  return () => keepOneStop(map);
}
