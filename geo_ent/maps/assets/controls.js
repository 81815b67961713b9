// The controls, outside the map: what is shown, where and when, by pointer or by keyboard alike.

import { byId, capital, make, makeSvg, present } from "./dom.js";
import { words } from "./words.js";
import { data, FILTERS, indicators, isKept, isOpen, levels, schools, valuesOf } from "./model.js";
import { changeView, view } from "./state.js";
import { viewLevel } from "./slice.js";

/** @import { Level } from "./model.js" */

/**
 * A labelled list to choose one thing from.
 * @param {string} id @param {string} label @param {HTMLOptionElement[]} options @param {(value: string) => void} chosen
 * @returns {{node: HTMLElement, select: HTMLSelectElement, label: HTMLElement}}
 */
function choice(id, label, options, chosen) {
  const select = make("select", { id }, ...options);
  const name = make("label", { for: id }, label);
  select.addEventListener("change", () => chosen(select.value));
  return { node: make("div", { class: `choice ${id}` }, name, select), select, label: name };
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

/** Unfolds the choices that a small screen has no room for above the map; elsewhere they are all there. */
const more = make("button", { type: "button", class: "more", "aria-expanded": "false", "aria-controls": "geo-ent-rest" });

/** Puts the controls on the page. */
export function makeControls() {
  const dated = data.dates.length > 1;
  const boxes = filterBoxes();
  const rest = [levelChoice.node, zoneChoice.node, dated && dateChoice.node, boxes.length > 0 && makeFilters(boxes)];
  more.textContent = words.otherChoices(dated, boxes.length > 0);
  more.addEventListener("click", () => more.setAttribute("aria-expanded", String(more.getAttribute("aria-expanded") === "false")));
  byId("geo-ent-controls").append(indicatorChoice.node, more, make("div", { id: "geo-ent-rest", class: "rest" }, ...present(rest)));
  indicatorChoice.node.hidden = indicators.length < 2;
  levelChoice.node.hidden = levels.length < 2;
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

/** Gives the focus to the list of zones, or to what unfolds it. */
export function focusZones() {
  (zoneChoice.select.offsetParent ? zoneChoice.select : more).focus({ preventScroll: true });
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

/** Shows one date after the other, from the first when the last is shown. */
function play() {
  const last = data.dates.length - 1;
  const at = data.dates.indexOf(view.date);
  setPlay(dateChoice.button, true);
  changeView({ date: data.dates[at === last ? 0 : at + 1] });
  playing = window.setInterval(function () {
    const next = data.dates.indexOf(view.date) + 1;
    if (next <= last) changeView({ date: data.dates[next] });
    if (next >= last) stop();
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
    "details",
    { class: "filters" },
    make("summary", null, words.filters, " ", filterTold),
    make("p", { class: "small" }, words.filtersHint),
    make("div", { class: "filter-groups" }, ...boxes),
    clearFilters,
  );
}

function showFilters() {
  const some = Object.keys(view.filters).length > 0;
  filterInputs.forEach((box) => void (box.checked = (view.filters[box.name] || []).includes(box.value)));
  const kept = schools.filter((school) => isKept(school, view)).length;
  const open = schools.filter((school) => isOpen(school, view.date)).length;
  filterTold.textContent = some ? words.filtersOn(kept, open) : "";
  clearFilters.hidden = !some;
}
