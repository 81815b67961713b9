// "Ma commune, mon école": a box to type in, a list of what matches, and how many there are.

import { cardTold, postcodeOf, postcodesOf } from "./card.js";
import { byId, capital, make } from "./dom.js";
import { leaveSchool, showPostcode, showSchool } from "./found.js";
import { matching, matchKey } from "./matching.js";
import { communeOf, data, levels, schools } from "./model.js";
import { changeView } from "./state.js";
import { words } from "./words.js";

/** @import { Entry } from "./matching.js" */
/** @import { Level, School } from "./model.js" */

/** @typedef {Entry & {detail: string, choose: () => void}} Findable */

const MOST_SHOWN = 12;
const MOST_CODES = 3; // of a commune; Paris has twenty

const finder = {
  /** @type {Findable[]|null} made when first needed */
  entries: null,
  /** @type {Findable[]} */
  shown: [],
  active: -1,
  input: make("input", {
    id: "geo-ent-find",
    type: "text",
    placeholder: words.findExample,
    role: "combobox",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "geo-ent-found",
    "aria-describedby": "geo-ent-find-hint",
  }),
  list: make("ul", { id: "geo-ent-found", role: "listbox", "aria-label": words.findList, hidden: true }),
  told: make("p", { class: "unseen", role: "status" }),
};

/** @param {Level} level @returns {Findable[]} */
function zoneEntries(level) {
  const seen = new Set();
  const twice = new Set(level.name.filter((name) => seen.size === seen.add(name).size));
  return level.name.map(function (label, index) {
    const postcodes = level.id === "commune" ? postcodesOf(index) : [];
    const told = postcodes.length > MOST_CODES ? [`${postcodes[0]} … ${postcodes[postcodes.length - 1]}`] : postcodes;
    const known = told.length ? told : twice.has(label) ? [level.code[index]] : [];
    return {
      label,
      detail: [capital(level.one), ...known].join(" · "),
      key: matchKey(label, ...postcodes),
      code: matchKey(level.code[index]),
      choose() {
        leaveSchool();
        changeView({ level: level.id, zone: level.code[index] });
      },
    };
  });
}

/** @param {School} school @returns {Findable} */
function schoolEntry(school) {
  const commune = communeOf(school);
  const postcode = postcodeOf(school);
  return {
    label: school.name,
    detail: [words.school, commune, postcode, school.uai].filter(Boolean).join(" · "),
    key: matchKey(school.name, commune, postcode, school.uai, words.school),
    choose: () => showSchool(school),
  };
}

/** The postcodes that several communes have, or that a commune has beside others: which is meant is for the reader to say. @returns {Findable[]} */
function postcodeEntries() {
  /** @type {Map<string, number[]>} */
  const communes = new Map();
  const level = levels.find(({ id }) => id === "commune");
  (level?.code || []).forEach((_, zone) => postcodesOf(zone).forEach((code) => communes.set(code, [...(communes.get(code) || []), zone])));
  const shared = [...communes].sort().filter(([, zones]) => zones.length > 1 || postcodesOf(zones[0]).length > 1);
  return shared.map(([code, zones]) => ({
    label: code,
    detail: zones.length > 1 ? words.postcodeOf(zones.length) : words.postcodeIn(level?.name[zones[0]] || ""),
    key: matchKey(code),
    choose: () => showPostcode(code, schools.flatMap((school) => (school.place && postcodeOf(school) === code ? [school.place] : []))),
  }));
}

/** Everything that can be found: postcodes, communes, zones of the other levels by name, then schools by name. @returns {Findable[]} */
function allEntries() {
  const names = new Intl.Collator(data.lang);
  const sorted = (/** @type {Findable[]} */ entries) => entries.sort((a, b) => names.compare(a.label, b.label));
  const communesFirst = [...levels].sort((one, other) => Number(other.id === "commune") - Number(one.id === "commune"));
  return [...postcodeEntries(), ...communesFirst.flatMap((level) => sorted(zoneEntries(level))), ...sorted(schools.map(schoolEntry))];
}

/** @param {Findable} entry @param {number} index @returns {HTMLElement} */
function optionOf(entry, index) {
  const code = entry.code?.trim();
  const detail = code && code === finder.input.value.trim() ? [entry.detail, words.codeHere(code)].join(" · ") : entry.detail;
  const option = make(
    "li",
    { id: `geo-ent-found-${index}`, role: "option", "aria-selected": "false" },
    make("span", { class: "found-name" }, entry.label),
    " ",
    make("span", { class: "found-detail" }, detail),
  );
  option.addEventListener("click", () => choose(entry));
  return option;
}

function search() {
  finder.entries ??= allEntries();
  const all = matching(finder.entries, finder.input.value);
  finder.shown = all.slice(0, MOST_SHOWN);
  finder.list.replaceChildren(...finder.shown.map(optionOf));
  const said = finder.input.value.trim();
  finder.told.textContent = all.length ? words.foundCount(all.length, finder.shown.length) : said && words.foundNothing(said, data.territory);
  byId("geo-ent-find-count").textContent = finder.told.textContent;
  open(finder.shown.length > 0);
  point(-1);
}

/** @param {boolean} opened */
function open(opened) {
  finder.list.hidden = !opened;
  finder.input.setAttribute("aria-expanded", String(opened));
}

/** Makes an option the active one; the focus stays in the box. @param {number} index -1 for none */
function point(index) {
  finder.active = index;
  const options = Array.from(finder.list.children);
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  const active = options[index];
  if (active) finder.input.setAttribute("aria-activedescendant", active.id);
  else finder.input.removeAttribute("aria-activedescendant");
  active?.scrollIntoView({ block: "nearest" });
}

/** The card, or the panel of a larger zone, says what was found: the focus stays, but on a screen whose keyboard would hide it. @param {Findable} entry */
function choose(entry) {
  finder.input.value = entry.label;
  open(false);
  point(-1);
  [byId("geo-ent-find-count"), finder.told].forEach((node) => void (node.textContent = ""));
  entry.choose();
  byId("map_geo_ent").scrollIntoView({ block: "nearest" });
  if (window.matchMedia("(pointer: coarse)").matches) finder.input.blur();
}

/** @param {number} step */
function move(step) {
  if (finder.list.hidden) search();
  const count = finder.shown.length;
  if (!count) return;
  const from = finder.active < 0 && step < 0 ? 0 : finder.active;
  point((from + step + count) % count);
}

/** Closes the list, then empties the box. @returns {boolean} whether there was something to leave */
function leave() {
  if (finder.list.hidden && !finder.input.value) return false;
  if (finder.list.hidden) finder.input.value = "";
  open(false);
  point(-1);
  finder.told.textContent = "";
  byId("geo-ent-find-count").textContent = "";
  return true;
}

/** What keys do in the box. @type {Record<string, () => boolean>} whether the key is used up */
const FIND_KEYS = {
  ArrowDown: () => (move(1), true),
  ArrowUp: () => (move(-1), true),
  Enter: () => (finder.list.hidden || choose(finder.shown[Math.max(finder.active, 0)]), true),
  Escape: leave,
};

/** @param {KeyboardEvent} event */
function typed(event) {
  const used = Object.hasOwn(FIND_KEYS, event.key) && !event.isComposing && FIND_KEYS[event.key]();
  if (!used) return;
  event.preventDefault();
  event.stopPropagation(); // Escape would leave the chosen zone too
}

/** @returns {HTMLElement} the box with its label, list and count */
export function findBox() {
  finder.input.addEventListener("input", search);
  finder.input.addEventListener("keydown", typed);
  finder.input.addEventListener("focus", () => finder.input.select());
  finder.input.addEventListener("blur", () => open(false));
  finder.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  return make(
    "div",
    { class: "find" },
    make("label", { for: "geo-ent-find" }, words.find),
    make("div", { class: "find-box" }, finder.input, finder.list),
    make("span", { id: "geo-ent-find-hint", class: "unseen" }, words.findHint),
    make("p", { id: "geo-ent-find-count", class: "small", "aria-hidden": "true" }),
    finder.told,
    cardTold,
  );
}
