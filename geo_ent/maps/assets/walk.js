// From school to school by the keyboard: the arrows go through those on the map, Enter shows a card.

import { schoolRing } from "./card.js";
import { cardWords } from "./card_words.js";
import { byId, make } from "./dom.js";
import { openCard } from "./found.js";
import { map } from "./map.js";
import { communeOf, schools, zoneOf } from "./model.js";
import { statusNow, statusWords, viewKeeps, viewLevel, viewZone } from "./slice.js";
import { statusMark } from "./symbols.js";

/** @import { School } from "./model.js" */

const walk = {
  /** @type {School[]} */
  there: [],
  at: 0,
  /** @type {L.LayerGroup|null} */
  ring: null,
  node: make("div", { id: "geo-ent-walk", class: "walk", role: "listbox", tabindex: "0", "aria-label": cardWords.walk }),
};

/** The schools on the map, of the zone that is chosen where one is; from the middle outwards. @returns {School[]} */
function inSight() {
  const bounds = map.getBounds();
  const middle = map.getSize().divideBy(2);
  const zone = viewZone();
  return schools
    .filter((school) => school.place && bounds.contains(school.place) && viewKeeps(school) && (zone < 0 || zoneOf(school, viewLevel()) === zone))
    .map((school) => ({ school, away: middle.distanceTo(map.latLngToContainerPoint(school.place)) }))
    .sort((one, other) => one.away - other.away)
    .map(({ school }) => school);
}

/** Stands by a school: it is ringed, and told in the strip. @param {number} at */
function standBy(at) {
  const all = walk.there.length;
  walk.at = all ? (at + all) % all : 0;
  const school = walk.there[walk.at];
  const id = `geo-ent-walk-${walk.at}`; // another each time, or it wouldn't be heard
  const told = school ? [school.name, communeOf(school), statusWords(school)].filter(Boolean).join(", ") : cardWords.nobody;
  const option = make("div", { id, role: "option", "aria-selected": "true", "aria-posinset": walk.at + 1, "aria-setsize": Math.max(all, 1) }, school ? statusMark(statusNow(school)) : null, make("span", null, told));
  walk.node.replaceChildren(option, make("span", { class: "about", "aria-hidden": "true" }, cardWords.walkHint(walk.at + 1, all)));
  walk.node.setAttribute("aria-activedescendant", id);
  leaveRing();
  if (school?.place) walk.ring = schoolRing(school.place).addTo(map);
}

function leaveRing() {
  if (walk.ring) walk.ring.remove();
  walk.ring = null;
}

/** What keys do. @type {Record<string, () => void>} */
const WALK_KEYS = {
  ArrowRight: () => standBy(walk.at + 1),
  ArrowDown: () => standBy(walk.at + 1),
  ArrowLeft: () => standBy(walk.at - 1),
  ArrowUp: () => standBy(walk.at - 1),
  Home: () => standBy(0),
  End: () => standBy(walk.there.length - 1),
  Enter: () => walk.there.length && openCard(walk.there[walk.at]),
  Escape: () => map.getContainer().focus({ preventScroll: true }),
};

/** Puts the strip on the map; there, Enter goes to it. */
export function offerWalk() {
  walk.node.addEventListener("focus", function () {
    walk.there = inSight();
    standBy(0);
  });
  walk.node.addEventListener("blur", leaveRing);
  walk.node.addEventListener("keydown", function (event) {
    if (!Object.hasOwn(WALK_KEYS, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    WALK_KEYS[event.key]();
  });
  map.getContainer().addEventListener("keydown", function (/** @type {KeyboardEvent} */ event) {
    if (event.key === "Enter" && event.target === map.getContainer()) walk.node.focus({ preventScroll: true });
  });
  byId("map_geo_ent").after(walk.node);
}
