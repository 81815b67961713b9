// The controls, outside the map: what is shown, where and when, by pointer or by keyboard alike.

import { byId, capital, make, makeSvg } from "./dom.js";
import { words } from "./words.js";
import { data, FILTERS, indicators, isKept, isOpen, levels, schools, valuesOf } from "./model.js";
import { changeView, view } from "./state.js";
import { viewLevel } from "./slice.js";

/** @import { Level } from "./model.js" */

/* ---- the toolbar ---- */

const tools = make("div", { class: "tools" });

/**
 * A labelled list to choose one thing from.
 * @param {string} id @param {string} label @param {HTMLOptionElement[]} options @param {(value: string) => void} chosen
 * @returns {{node: HTMLElement, select: HTMLSelectElement, label: HTMLElement}}
 */
function choice(id, label, options, chosen) {
  const select = make("select", { id }, ...options);
  const name = make("label", { for: id, class: "tool-name" }, label);
  select.addEventListener("change", () => chosen(select.value));
  return { node: make("div", { class: `tool choice ${id}` }, name, select), select, label: name };
}

/** @param {string} value @param {string} text @returns {HTMLOptionElement} */
const option = (value, text) => make("option", { value }, text);

const indicatorChoice = choice(
  "geo-ent-indicator",
  words.indicator,
  indicators.map(({ id, title }) => option(id, title)),
  (indicator) => changeView({ indicator }),
);
const levelChoice = choice(
  "geo-ent-level",
  words.level,
  levels.map(({ id, many }) => option(id, capital(many))),
  (level) => changeView({ level }),
);
const zoneChoice = choice("geo-ent-zone", "", [option("", words.whole)], (zone) => changeView({ zone }));

/** @typedef {{button: HTMLButtonElement, told: HTMLElement, box: HTMLElement}} Popover */

/** The one that is open: there is never more than one. @type {{open: Popover|null}} */
const popovers = { open: null };

/**
 * Adds a button to the toolbar, and what it opens over the map: nothing is pushed away by it.
 * @param {string} id of what opens; that of its button ends in "-button"
 * @param {string} label
 * @param {Node} node what opens
 * @returns {Popover} `told` is for what is chosen, in a word
 */
export function addPopover(id, label, node) {
  const told = make("span", { class: "tool-told" });
  const button = make("button", { type: "button", id: `${id}-button`, class: "tool-button", "aria-expanded": "false", "aria-controls": id }, make("span", { class: "tool-name" }, label), " ", told);
  // A press on its words gives it the focus, which would else go to what holds the toolbar, and close it.
  const box = make("div", { id, class: "popover", role: "group", tabindex: "-1", "aria-label": label, hidden: true }, node);
  const popover = { button, told, box };
  button.addEventListener("click", () => (popovers.open === popover ? closePopover() : openPopover(popover)));
  tools.append(make("div", { class: `tool ${id}` }, button, box));
  return popover;
}

/** @param {Popover} popover */
function openPopover(popover) {
  closePopover();
  popovers.open = popover;
  popover.button.setAttribute("aria-expanded", "true");
  popover.box.hidden = false;
  placePopover();
}

/** Under its button, and no farther to the right than the toolbar: over the panel rather than over the map. */
function placePopover() {
  if (!popovers.open) return;
  const { button, box } = popovers.open;
  const bar = byId("geo-ent-toolbar").getBoundingClientRect();
  const left = Math.min(button.getBoundingClientRect().left - bar.left, bar.width - box.offsetWidth);
  box.style.left = `${Math.max(left, 0)}px`;
}

/** @returns {boolean} whether one was open */
function closePopover() {
  const { open } = popovers;
  if (!open) return false;
  popovers.open = null;
  open.button.setAttribute("aria-expanded", "false");
  open.box.hidden = true;
  return true;
}

/** What is done elsewhere closes it; Escape too, and gives the focus back. */
function watchPopovers() {
  const leave = function (/** @type {Event} */ event) {
    const { open } = popovers;
    const there = event.target instanceof Node && open && (open.box.contains(event.target) || open.button.contains(event.target));
    if (open && !there) closePopover();
  };
  document.addEventListener("pointerdown", leave);
  document.addEventListener("focusin", leave);
  byId("geo-ent-toolbar").addEventListener("keydown", function (event) {
    const { open } = popovers;
    if (event.key !== "Escape" || !open) return;
    closePopover();
    open.button.focus();
    event.stopPropagation(); // it would leave the chosen zone too
  });
  window.addEventListener("resize", placePopover);
}

const settings = make("div", { class: "settings" });
const dateMore = make("div", { class: "date-more" });

/** Adds to what opens under "Affichage". @param {Node} node */
export const addSetting = (node) => settings.append(node);

/** Adds to what opens under the date. @param {Node} node */
export const addToDate = (node) => dateMore.append(node);

/* ---- zones ---- */

/** @type {Map<string, HTMLOptionElement[]>} options of each level, made when it is first shown */
const zoneOptions = new Map();

/** @param {Level} level @returns {HTMLOptionElement[]} by name */
function optionsOf(level) {
  let found = zoneOptions.get(level.id);
  if (!found) {
    const names = new Intl.Collator(data.lang);
    const order = level.code.map((_, index) => index).sort((one, other) => names.compare(level.name[one], level.name[other]));
    found = [option("", words.whole), ...order.map((index) => option(level.code[index], level.name[index]))];
    zoneOptions.set(level.id, found);
  }
  return found;
}

/** Makes what the choice of a level will need. @param {Level} level */
export const prepareOptions = (level) => void optionsOf(level);

/** @type {{date: Popover|null, filters: Popover|null}} */
const opened = { date: null, filters: null };

/** Puts the controls on the page. @param {HTMLElement} finding the search, which comes first */
export function makeControls(finding) {
  const boxes = filterBoxes();
  tools.append(indicatorChoice.node, levelChoice.node);
  if (data.dates.length > 1) {
    opened.date = addPopover("geo-ent-dates", words.date, make("div", null, dateChoice.node, dateMore));
    const longest = Math.max(...data.dates.map((date) => words.moment(date).length));
    opened.date.told.style.minWidth = `${0.9 * longest}ch`; // one date after the other moves nothing
  }
  if (boxes.length) opened.filters = addPopover("geo-ent-filters", words.filters, makeFilters(boxes));
  addPopover("geo-ent-settings", words.display, settings);
  byId("geo-ent-toolbar").append(finding, tools);
  byId("geo-ent-zones").append(zoneChoice.node);
  indicatorChoice.node.hidden = indicators.length < 2;
  levelChoice.node.hidden = levels.length < 2;
  watchPopovers();
}

/** Makes the controls say what the view is. */
export function showControls() {
  const level = viewLevel();
  indicatorChoice.select.value = view.indicator;
  levelChoice.select.value = view.level;
  zoneChoice.label.textContent = capital(level.one);
  showDate();
  showFilters();
}

/** Lists the zones to choose from. */
export function showZones() {
  const level = viewLevel();
  if (zoneChoice.select.dataset.level !== level.id) {
    zoneChoice.select.dataset.level = level.id;
    zoneChoice.select.replaceChildren(...optionsOf(level));
  }
  zoneChoice.select.value = view.zone;
}

/** Gives the focus to the list of zones. */
export function focusZones() {
  zoneChoice.select.focus({ preventScroll: true });
}

/* ---- date ---- */

const STEP_MILLISECONDS = 1500;
const dateChoice = makeDate();
let playing = 0;

/** @returns {{node: HTMLElement, slider: HTMLInputElement, told: HTMLElement, button: HTMLElement}} */
function makeDate() {
  const id = "geo-ent-date";
  const last = data.dates.length - 1;
  const slider = make("input", { id, type: "range", min: 0, max: last, step: 1, value: last });
  const told = make("output", { for: id, class: "date-told" });
  const button = make("button", { type: "button", class: "play", title: words.playing });
  setPlay(button, false);
  const ends = make("span", { class: "ends", "aria-hidden": "true" }, make("span", null, words.moment(data.dates[0])), make("span", null, words.moment(data.dates[last])));
  slider.addEventListener("input", function () {
    stop();
    changeView({ date: data.dates[Number(slider.value)] });
  });
  button.addEventListener("click", () => (playing ? stop() : play()));
  const node = make("div", { class: "dates" }, make("label", { for: id }, words.pair(words.date, ""), told), make("div", { class: "slide" }, button, make("div", { class: "track" }, slider, ends)));
  return { node, slider, told, button };
}

/** @param {HTMLElement} button @param {boolean} running what it does next is told by its word */
function setPlay(button, running) {
  const shape = running ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 1l9 5-9 5z";
  const mark = makeSvg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, makeSvg("path", { d: shape }));
  button.replaceChildren(mark, running ? words.pause : words.play);
}

/** The one compared to is passed over. @param {string} after @returns {string|undefined} */
const dateAfter = (after) => data.dates.find((date) => date > after && date !== view.compare);

/** Shows one date after the other, from the first when the last is shown. */
function play() {
  setPlay(dateChoice.button, true);
  changeView({ date: dateAfter(view.date) || dateAfter("") });
  playing = window.setInterval(function () {
    changeView({ date: dateAfter(view.date) });
    if (!dateAfter(view.date)) stop();
  }, STEP_MILLISECONDS);
}

function stop() {
  window.clearInterval(playing);
  playing = 0;
  setPlay(dateChoice.button, false);
}

function showDate() {
  const at = data.dates.indexOf(view.date);
  dateChoice.slider.value = String(at);
  dateChoice.slider.setAttribute("aria-valuetext", words.moment(view.date));
  dateChoice.told.textContent = words.moment(view.date);
  if (opened.date) opened.date.told.textContent = words.moment(view.date);
}

/* ---- filters ---- */

/** @type {HTMLInputElement[]} */
const filterInputs = [];
const filterTold = make("span", { class: "filter-told", role: "status" });
const clearFilters = make("button", { type: "button", class: "quiet" }, words.clearFilters);

/** One group of boxes for each column that tells schools apart. @returns {HTMLElement[]} */
function filterBoxes() {
  return FILTERS.filter((column) => valuesOf(column).length > 1).map(function (column) {
    const boxes = valuesOf(column).map(function (value) {
      const box = make("input", { type: "checkbox", name: column, value });
      filterInputs.push(box);
      box.addEventListener("change", () => changeView({ filters: { ...view.filters, [column]: checkedOf(column) } }));
      return make("label", null, box, nameOf(column, value));
    });
    return make("fieldset", null, make("legend", null, words.columns[column]), ...boxes);
  });
}

/** @param {string} column @returns {string[]} */
function checkedOf(column) {
  return filterInputs.filter((box) => box.name === column && box.checked).map((box) => box.value);
}

/** @param {string} column @param {string} value @returns {string} */
function nameOf(column, value) {
  const status = data.statuses.find(({ id }) => column === "status" && id === value);
  return status ? status.label : (words.values[column] || {})[value] || value;
}

/** @param {HTMLElement[]} boxes @returns {HTMLElement} */
function makeFilters(boxes) {
  clearFilters.addEventListener("click", () => changeView({ filters: {} }));
  return make(
    "div",
    { class: "filters" },
    make("p", { class: "small" }, words.filtersHint),
    make("div", { class: "filter-groups" }, ...boxes),
    make("p", { class: "filter-foot" }, clearFilters, filterTold),
  );
}

function showFilters() {
  const some = Object.keys(view.filters).length > 0;
  filterInputs.forEach((box) => void (box.checked = (view.filters[box.name] || []).includes(box.value)));
  const kept = schools.filter((school) => isKept(school, view)).length;
  const open = schools.filter((school) => isOpen(school, view.date)).length;
  filterTold.textContent = some ? words.filtersOn(kept, open) : "";
  clearFilters.disabled = !some;
  if (!opened.filters) return;
  opened.filters.told.textContent = some ? words.keptOf(kept, open) : words.allSchools;
  opened.filters.button.classList.toggle("on", some);
}
