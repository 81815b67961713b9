// The school that a reader looked for: marked on the map and told first in the panel.

import { byId, make } from "./dom.js";
import { communeOf, levelOf, levels, schools, zoneIndex, zoneOf } from "./model.js";
import { map, showAt } from "./map.js";
import { schoolRow } from "./panel.js";
import { changeView, onView, view } from "./state.js";
import { words } from "./words.js";

/** @import { Level, School } from "./model.js" */

const CLOSE_ZOOM = 12;
const FOUND_PANE = "found";

const looked = {
  /** @type {School|null} */
  school: null,
  /** @type {L.LayerGroup|null} */
  mark: null,
  /** @type {((school: School|null) => void)[]} */
  listeners: [],
};

/** @returns {string} the code of the school that is shown, "" for none */
export const foundSchool = () => (looked.school ? looked.school.uai : "");

/** Follows which school is shown. @param {() => void} listener */
export function onFound(listener) {
  looked.listeners.push(listener);
}

/** @param {string} uai @returns {School|null} */
export function schoolOf(uai) {
  return schools.find((school) => school.uai === uai) || null;
}

/** The level to show a school in: the one shown, else the first that it has a zone of. @param {School} school @returns {Level|null} */
function levelFor(school) {
  return [levelOf(view.level), ...levels].find((level) => zoneOf(school, level) >= 0) || null;
}

/** Chooses a school's zone, marks the school and shows it. @param {School} school */
export function showSchool(school) {
  const level = levelFor(school);
  looked.school = school; // first: whoever follows the view asks for it
  changeView(level ? { level: level.id, zone: level.code[zoneOf(school, level)] } : { zone: "" });
  refreshFound();
  if (school.place) showAt(school.place, CLOSE_ZOOM);
  looked.listeners.forEach((listener) => listener(school));
}

/** Forgets the school. */
export function leaveSchool() {
  if (!looked.school) return;
  looked.school = null;
  refreshFound();
  looked.listeners.forEach((listener) => listener(null));
}

/** @param {School} school @returns {boolean} whether the view still shows it */
function isThere(school) {
  const level = levelOf(view.level);
  return zoneOf(school, level) === zoneIndex(level, view.zone);
}

/** Draws the mark and the card anew: the panel is made again whenever the view changes. */
function refreshFound() {
  if (looked.mark) looked.mark.remove();
  looked.mark = looked.school && looked.school.place ? ring(looked.school.place).addTo(map) : null;
  const old = document.getElementById("geo-ent-school");
  if (old) old.remove();
  if (looked.school) byId("geo-ent-panel").prepend(schoolCard(looked.school));
}

/** @param {[number, number]} place @returns {L.LayerGroup} */
function ring(place) {
  const circle = (/** @type {string} */ color, /** @type {number} */ weight) =>
    L.circleMarker(place, { pane: FOUND_PANE, radius: 13, color, weight, fill: false, interactive: false });
  return L.layerGroup([circle("#161616", 7), circle("#ffca00", 4)]);
}

/** @param {School} school @returns {HTMLElement} */
function schoolCard(school) {
  const close = make("button", { type: "button", class: "quiet" }, words.leaveSchool);
  close.addEventListener("click", function () {
    leaveSchool();
    byId("geo-ent-panel").focus({ preventScroll: true });
  });
  return make(
    "section",
    { id: "geo-ent-school", class: "school-card", "aria-labelledby": "geo-ent-school-head" },
    make("h2", { id: "geo-ent-school-head", class: "eyebrow" }, words.schoolFound(communeOf(school))),
    make("ul", { class: "schools" }, schoolRow(school)),
    close,
  );
}

/** Follows the view: a school is left with its zone. */
export function followSchool() {
  const pane = map.createPane(FOUND_PANE);
  pane.style.zIndex = "395";
  pane.style.pointerEvents = "none";
  onView(function () {
    if (looked.school && !isThere(looked.school)) looked.school = null;
    refreshFound();
  });
}
