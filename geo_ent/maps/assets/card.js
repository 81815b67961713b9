// The card: what the page answers to who looks for a school or a commune.

import { byId, capital, make, present } from "./dom.js";
import { writeAddress } from "./address.js";
import { cardWords, communeSentence, inOneSentence, schoolSentence, stopped } from "./card_words.js";
import { copyField } from "./copy.js";
import { correctionLink } from "./correct.js";
import { focusCard, found, hasCard, isLooking, leaveSchool, onFound, openCard } from "./found.js";
import { pageAddress } from "./framed_links.js";
import { gaps } from "./layers.js";
import { elideBefore } from "./language.js";
import { map } from "./map.js";
import { communeOf, data, decoded, isKept, levels, schools, schoolsOf, statusOf, UNOPENED, zoneFigures, zoneOf } from "./model.js";
import { kmBetween, nearestTo } from "./nearest.js";
import { schoolAbout } from "./panel.js";
import { statusNow, statusWords, viewLevel, viewZone } from "./slice.js";
import { changeView, onView, view } from "./state.js";
import { statusMark } from "./symbols.js";
import { nobodyKnows, words } from "./words.js";

/** @import { Near, Told } from "./card_words.js" */
/** @import { Figures } from "./figures.js" */
/** @import { Level, School } from "./model.js" */

const FOUND_PANE = "found";
const NEAR_SHOWN = 3;
const BESIDE_KM = 0.1;
const FARTHEST_KM = 300; // further, there is a sea between them

/** @typedef {{name: string, commune: string, place: [number, number]|null, start: string}} Other an equipped school that isn't counted */

const communeLevel = levels.find(({ id }) => id === "commune");
/** What the page knows for cards alone. @type {any} */
const cardFacts = data.card || {};
elideBefore(cardFacts.elided || []);
const starts = /** @type {string[]} */ (cardFacts.start ? decoded(cardFacts.start) : []);
/** @type {Other[]|null} made when first needed */
let othersMade = null;

/** @returns {Other[]} the equipped schools of the sector that isn't counted */
function others() {
  const told = cardFacts.others || { name: [] };
  const days = told.start ? decoded(told.start) : [];
  othersMade ??= told.name.map((/** @type {string} */ name, /** @type {number} */ index) => ({
    name,
    commune: communeLevel?.name[told.commune[index]] || "",
    place: [told.lat[index] / 1e5, told.lon[index] / 1e5],
    start: days[index] || "",
  }));
  return othersMade || [];
}

/** @returns {Other[]} those that had their ENT at the date shown, as far as is known */
const othersNow = () => others().filter(({ start }) => view.date === data.date || (start && start <= view.date));

/** Everything that is told of a school's ENT at the date shown: what is of another ENT than the one of that day isn't. @param {School} school @returns {Told} */
function toldOf(school) {
  const status = statusNow(school);
  const start = starts[school.index] || "";
  const earlier = data.dates.filter((date) => date < view.date && statusOf(school, date) === "school");
  const same = statusOf(school, data.date) === status;
  const own = { school: same && start !== "" && start <= view.date, class: same && start !== "" && start <= view.date, planned: start > view.date, not_yet: statusOf(school, data.date) === "school" && start > view.date };
  const since = Reflect.get(own, status) && !(status === "school" && earlier.some((date) => date < start));
  const named = same && (view.date === data.date || since) && !school.solution.includes(" + ");
  return {
    name: school.name,
    commune: communeOf(school),
    status,
    date: view.date,
    solution: named ? school.solution : "",
    start: since ? start : "",
    had: earlier.length > 0,
    some: same && view.date === data.date ? school.ent_classes || null : null,
    classes: school.classes || null,
  };
}

/** @param {Level} level @param {number} zone @returns {Figures} at the date shown, of every school: a card doesn't follow the filters */
const figuresNow = (level, zone) => zoneFigures(level, zone, { date: view.date, filters: {} });

/** @param {School} school @returns {Figures|null} of its commune */
function communeFigures(school) {
  const zone = communeLevel ? zoneOf(school, communeLevel) : -1;
  return communeLevel && zone >= 0 ? figuresNow(communeLevel, zone) : null;
}

/** How far it is by the list of schools to equip, which measures on the map's own plane. @param {School} school @returns {number|null} */
function rankedKm(school) {
  const rank = gaps && view.date === data.date ? gaps.ranks.school.indexOf(school.index) : -1;
  return gaps && rank >= 0 ? gaps.ranks.km[rank] : null;
}

/** @param {School} school @returns {{thing: School, km: number}[]} the nearest equipped ones */
function nearTo(school) {
  const equipped = schools.filter((other) => other !== school && statusNow(other) === "school");
  const near = school.place ? nearestTo(school.place, equipped, NEAR_SHOWN, FARTHEST_KM) : [];
  const told = rankedKm(school);
  if (near.length && told !== null) near[0].km = told;
  return near;
}

/** @param {{thing: {name: string}, km: number}|undefined} near @param {string} commune @param {string} home of the school that it is near to @returns {Near|null} */
const nearFields = (near, commune, home) => (near ? { name: near.thing.name, commune, km: near.km, here: commune === home } : null);

/** @param {School} school @returns {[string, string]} */
function answerFor(school) {
  const home = communeOf(school);
  const [near] = nearTo(school);
  const [other] = school.place ? nearestTo(school.place, othersNow(), 1, FARTHEST_KM) : [];
  return schoolSentence(toldOf(school), {
    near: nearFields(near, near ? communeOf(near.thing) : "", home),
    other: nearFields(other, other ? other.thing.commune : "", home),
    placed: school.place !== null,
    commune: communeFigures(school),
  });
}

/** What one may go to from a list. @param {string} name @param {string} about @param {() => void} go @returns {HTMLElement} */
function linkRow(name, about, go) {
  const button = make("button", { type: "button", class: "gap-link" }, name);
  button.addEventListener("click", go);
  return make("li", null, make("span", null, button, " ", make("span", { class: "about" }, about)));
}

/** @param {School} school @param {string} about @returns {HTMLElement} */
function schoolLink(school, about) {
  const row = linkRow(school.name, about, () => openCard(school));
  row.prepend(statusMark(statusNow(school)));
  return row;
}

/** Looks at a zone in the place of what was looked at: it was perhaps chosen already. @param {Level} level @param {number} zone */
function goToZone(level, zone) {
  changeView({ level: level.id, zone: level.code[zone] });
  leaveSchool();
}

/** @param {string} title @param {HTMLElement[]} rows @returns {HTMLElement|null} */
function cardList(title, rows) {
  return rows.length ? make("section", null, title ? make("h3", null, title) : null, make("ul", { class: "schools" }, ...rows)) : null;
}

/** The zones that a school is in, with their rates. @param {School} school @returns {HTMLElement[]} */
function zoneRows(school) {
  return levels.flatMap(function (level) {
    const zone = zoneOf(school, level);
    if (zone < 0) return [];
    const figures = figuresNow(level, zone);
    const row = linkRow(level.name[zone], level.one, function () {
      goToZone(level, zone);
      byId("geo-ent-panel").focus({ preventScroll: true });
    });
    row.className = "card-zone";
    row.append(make("span", null, partTold(figures)));
    return [row];
  });
}

/** How a zone's schools are equipped, in a line of the card. @param {Figures} figures @returns {string} */
function partTold(figures) {
  if (!figures.schools_n) return words.noneKept;
  if (nobodyKnows(figures)) return words.unknown;
  return `${words.percent(figures.coverage_share)} (${cardWords.part(figures.covered_n, figures.schools_n)})`;
}

/** @returns {boolean} whether some filter is on */
const isFiltered = () => Object.keys(view.filters).length > 0;

/** @param {string} text @param {string} [kind] @returns {HTMLElement|null} */
const cardLine = (text, kind = "small") => (text ? make("p", { class: kind }, text) : null);

/** @param {School} school @returns {(HTMLElement|null)[]} what follows the sentence */
function schoolRest(school) {
  const beside = schools.filter((other) => other !== school && school.place && other.place && statusNow(other) !== UNOPENED && kmBetween(school.place, other.place) <= BESIDE_KM);
  const near = statusNow(school) === "school" || statusNow(school) === UNOPENED ? [] : nearTo(school);
  const kept = isKept(school, view) || statusNow(school) === UNOPENED;
  return [
    cardLine([statusWords(school), ...schoolAbout(school), `UAI\u00a0${school.uai}`].join(" · ")),
    cardLine(isFiltered() ? [kept ? "" : cardWords.leftOut, cardWords.unfiltered].filter(Boolean).join(" ") : "", "caution small"),
    cardList(cardWords.beside, beside.map((other) => schoolLink(other, statusWords(other)))),
    cardList(cardWords.near, near.map(({ thing, km }) => schoolLink(thing, cardWords.nearTold(communeOf(thing), km)))),
    cardList(cardWords.zones, zoneRows(school)),
  ];
}

/** @param {School[]} some @returns {School[]} by name */
function byName(some) {
  const names = new Intl.Collator(data.lang);
  return some.slice().sort((one, other) => names.compare(one.name, other.name));
}

/** @typedef {{mark?: string, told: [string, string], rest: (HTMLElement|null)[], link: string, correct?: HTMLElement|null}} Card the answer, and what follows it */

/** @returns {Card|null} what is to be shown */
function cardNow() {
  const { school, spot, postcode } = found;
  const date = view.date === data.date ? undefined : view.date;
  if (school) return { mark: statusNow(school), told: answerFor(school), rest: schoolRest(school), link: writeAddress({ date, school: school.uai, filters: {} }), correct: correctionLink(school) };
  if (spot.length) return { told: [cardWords.spot(spot.length), ""], rest: [cardList("", spot.map((one) => schoolLink(one, statusWords(one))))], link: "" };
  if (postcode) return postcodeCard(postcode);
  if (!hasCard()) return null;
  const level = viewLevel();
  const zone = viewZone();
  const own = byName(schoolsOf(level, zone)).filter((one) => statusNow(one) !== UNOPENED);
  const told = communeSentence(level.name[zone], view.date, figuresNow(level, zone));
  const rest = [cardLine(isFiltered() ? cardWords.unfiltered : "", "caution small"), cardList(own.length ? cardWords.its(own.length) : "", own.map((one) => schoolLink(one, statusWords(one))))];
  return { told, rest, link: writeAddress({ date, level: level.id, zone: view.zone, filters: {} }) };
}

/** @param {School[]} some @returns {Figures} what a sentence needs of theirs */
function tellingOf(some) {
  const count = (/** @type {string} */ status) => some.filter((school) => statusNow(school) === status).length;
  const figures = { schools_n: some.length, covered_n: count("school"), unknown_n: count("unknown"), undated_n: count("undated"), class_n: count("class") };
  return /** @type {any} */ (figures);
}

/** @param {string} postcode @returns {Card} its communes; where there is but one, which has others, its schools */
function postcodeCard(postcode) {
  const level = /** @type {Level} */ (communeLevel);
  const zones = level.code.flatMap((_, zone) => (postcodesOf(zone).includes(postcode) ? [zone] : []));
  if (zones.length === 1) {
    const own = byName(schools.filter((school) => postcodeOf(school) === postcode && statusNow(school) !== UNOPENED));
    return { told: communeSentence(`${level.name[zones[0]]} (${postcode})`, view.date, tellingOf(own)), rest: [cardList("", own.map((one) => schoolLink(one, statusWords(one))))], link: "" };
  }
  const rows = zones.map((zone) => linkRow(level.name[zone], words.coverage(figuresNow(level, zone)), function () {
    goToZone(level, zone);
    focusCard();
  }));
  return { told: [cardWords.postcodeTold(postcode, zones.length), ""], rest: [cardList("", rows)], link: "" };
}

const postcodes = /** @type {string[][]} */ (cardFacts.postcodes ? decoded(cardFacts.postcodes).map((codes) => codes.split(" ").filter(Boolean)) : []);

/** @param {number} zone in the level of communes @returns {string[]} the postcodes of its schools */
export const postcodesOf = (zone) => postcodes[zone] || [];

/** @type {string[]|null} made when first needed */
let schoolPostcodes = null;

/** @param {School} school @returns {string} its postcode, "" when it isn't known */
export function postcodeOf(school) {
  if (!schoolPostcodes) {
    const apart = cardFacts.apart ? decoded(cardFacts.apart) : [];
    let next = 0;
    schoolPostcodes = schools.map(function (one) {
      const codes = communeLevel ? postcodesOf(zoneOf(one, communeLevel)) : [];
      return codes.length > 1 ? apart[next++] || "" : codes[0] || "";
    });
  }
  return schoolPostcodes[school.index];
}

/** What the card says, heard once: beside the box where it is asked for. */
export const cardTold = make("p", { class: "unseen", role: "status" });

const cardParts = {
  /** @type {L.LayerGroup|null} */
  ring: null,
  link: make("input", { id: "geo-ent-card-link", type: "text", readonly: true }),
};

/** @param {Card} card @returns {Node[]} */
function cardNodes({ mark, told, rest, link, correct }) {
  const close = make("button", { type: "button", class: "card-close", "aria-label": cardWords.close, title: cardWords.close }, "×");
  close.addEventListener("click", closeCard);
  cardParts.link.value = (pageAddress() || words.addressToBe) + link;
  const share = link ? make("details", { class: "card-share" }, make("summary", null, cardWords.share), copyField(cardParts.link, cardWords.link)) : null;
  const simulated = cardLine(data.simulated ? words.simulatedHere : "", "told");
  return present([make("div", { class: "card-head" }, mark ? statusMark(mark) : null, make("h2", null, stopped(told[0])), close), cardLine(told[1] && stopped(capital(told[1])), "card-told"), ...rest, simulated, correct, share]);
}

/** Draws the ring and the card anew. */
function showCard() {
  const card = cardNow();
  const place = found.school?.place || found.spot[0]?.place;
  if (cardParts.ring) cardParts.ring.remove();
  cardParts.ring = place ? schoolRing(place).addTo(map) : null;
  const said = card ? inOneSentence(card.told) : "";
  if (cardTold.textContent !== said) cardTold.textContent = said;
  byId("geo-ent-card").replaceChildren(...(card ? cardNodes(card) : []));
}

/** @param {[number, number]} place @returns {L.LayerGroup} */
export function schoolRing(place) {
  const circle = (/** @type {string} */ color, /** @type {number} */ weight) =>
    L.circleMarker(place, { pane: FOUND_PANE, radius: 13, color, weight, fill: false, interactive: false });
  return L.layerGroup([circle("#161616", 7), circle("#ffca00", 4)]);
}

/** Closes the card; of a commune, with its zone. */
export function closeCard() {
  if (isLooking()) leaveSchool();
  else changeView({ zone: "" });
  byId("map_geo_ent").focus({ preventScroll: true });
}

/** Follows what is looked at, and the view. */
export function offerCard() {
  const pane = map.createPane(FOUND_PANE);
  pane.style.zIndex = "395";
  pane.style.pointerEvents = "none";
  const node = byId("geo-ent-card");
  ["tabindex", "role", "aria-label"].forEach((name, at) => node.setAttribute(name, ["-1", "group", cardWords.card][at]));
  onFound(showCard);
  onView(showCard);
  showCard();
}
