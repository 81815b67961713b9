// The school that a reader looks at: what is told on the card, ringed on the map, named in the address.

import { byId } from "./dom.js";
import { covers, goTo, home, map, showAt } from "./map.js";
import { levelOf, schools, zoneIndex, zoneOf } from "./model.js";
import { changeView, onView, view } from "./state.js";

/** @import { School } from "./model.js" */

const CLOSE_ZOOM = 12;

/** @typedef {{school: School|null, spot: School[], postcode: string}} Found one of the three at most: a school, several on one spot, the communes of a postcode */

/** @type {Found} */
const NOTHING = { school: null, spot: [], postcode: "" };

/** What is looked at: to read, never to write. @type {Readonly<Found>} */
export const found = { ...NOTHING };

/** @type {(() => void)[]} */
const foundListeners = [];

/** @returns {string} the code of the school that is shown, "" for none */
export const foundSchool = () => (found.school ? found.school.uai : "");

/** Follows what is looked at. @param {() => void} listener */
export function onFound(listener) {
  foundListeners.push(listener);
}

/** @param {string} uai @returns {School|null} */
export function schoolOf(uai) {
  return schools.find((school) => school.uai === uai) || null;
}

/** @param {Partial<Found>} next */
function look(next) {
  Object.assign(found, NOTHING, next);
  foundListeners.forEach((listener) => listener());
}

/** Whether something is looked at, whatever the zone. @returns {boolean} */
export const isLooking = () => Boolean(found.school || found.spot.length || found.postcode);

/** @param {[number, number]} place @returns {boolean} whether it is seen on the map, under nothing */
function isSeen(place) {
  const { x, y } = map.latLngToContainerPoint(place);
  return map.getBounds().contains(place) && !covers().some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom);
}

/** Shows a school: its card, its ring; a zone that isn't its own is left. @param {School} school @param {boolean} [stay] whether the map is there already */
export function showSchool(school, stay = false) {
  const level = levelOf(view.level);
  const elsewhere = view.zone !== "" && zoneOf(school, level) !== zoneIndex(level, view.zone);
  Object.assign(found, NOTHING, { school }); // first: whoever follows the view asks for it
  if (elsewhere) changeView({ zone: "" });
  look({ school });
  if (school.place && !(stay && isSeen(school.place))) showAt(school.place, CLOSE_ZOOM);
}

/** Whether the card has something to tell: what is looked at, or the commune that is chosen. @returns {boolean} */
export const hasCard = () => isLooking() || (view.level === "commune" && view.zone !== "");

/** Gives the focus to the card: what was pressed is perhaps gone. */
export function focusCard() {
  byId("geo-ent-card").focus({ preventScroll: true });
  byId("geo-ent-card").scrollIntoView({ block: "nearest" });
}

/** Shows a school from a list, and goes to its card. @param {School} school */
export function openCard(school) {
  showSchool(school);
  focusCard();
}

/** Shows the schools of one spot, to choose from; of one, its card. @param {School[]} some */
export function showSpot(some) {
  if (some.length === 1) showSchool(some[0], true);
  else look({ spot: some });
}

/** Shows what a postcode is of. @param {string} postcode @param {[number, number][]} places of its schools */
export function showPostcode(postcode, places) {
  changeView({ zone: "" });
  look({ postcode });
  if (places.length) goTo(L.latLngBounds(places));
  else home();
}

/** Forgets what was looked at. */
export function leaveSchool() {
  if (isLooking()) look({});
}

/** Follows the view: whoever chooses a zone looks at the zone. */
export function followSchool() {
  onView(function (_, previous) {
    if (view.zone && (view.zone !== previous.zone || view.level !== previous.level)) leaveSchool();
  });
}
