// The year: a slider, a button that lets the years run, and a button for each year that has figures.

import { byId, make, makeSvg } from "../../maps/assets/dom.js";
import { data } from "./programmes_data.js";
import { words } from "./programmes_words.js";
import { changeView, onView, view } from "./year_view.js";

const STEP_MILLISECONDS = 1100;
let running = 0;

/** @returns {Map<number, number>} how many figures each year has */
function figuresByYear() {
  /** @type {Map<number, number>} */
  const found = new Map();
  data.programmes
    .flatMap((programme) => programme.places.flatMap((place) => place.states))
    .forEach((state) => found.set(state.year, (found.get(state.year) || 0) + state.figures.length));
  return new Map([...found].sort((a, b) => a[0] - b[0]));
}

/** @param {boolean} on */
function setRunning(on) {
  window.clearInterval(running);
  running = on ? window.setInterval(nextYear, STEP_MILLISECONDS) : 0;
  const button = byId("geo-ent-play");
  button.replaceChildren(playSign(on), on ? words.pause : words.play);
}

/** @param {boolean} on @returns {SVGElement} */
function playSign(on) {
  return makeSvg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, makeSvg("path", { d: on ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 0l9 6-9 6z" }));
}

function nextYear() {
  if (view.year >= data.years[1]) setRunning(false);
  else changeView({ year: view.year + 1 });
}

function playClicked() {
  if (!running && view.year >= data.years[1]) changeView({ year: data.years[0] });
  setRunning(!running);
}

/** @param {[number, number]} entry @returns {HTMLElement} */
function yearButton([year, figures]) {
  const button = make("button", { type: "button", class: "year", title: words.yearTitle(year, figures), "data-year": year }, String(year));
  button.addEventListener("click", function () {
    setRunning(false);
    changeView({ year });
  });
  return make("li", null, button);
}

/** Makes the controls, which follow the view. */
export function makeYears() {
  const [first, last] = data.years;
  const slider = make("input", { id: "geo-ent-year", type: "range", min: first, max: last, step: 1 });
  const label = make("label", { for: "geo-ent-year" }, words.year, " ", make("output", { id: "geo-ent-year-told", for: "geo-ent-year" }));
  const play = make("button", { type: "button", id: "geo-ent-play", class: "play", title: words.playTitle });
  slider.addEventListener("input", function () {
    setRunning(false);
    changeView({ year: Number(slider.value) });
  });
  play.addEventListener("click", playClicked);
  const years = make("ul", { class: "year-list", "aria-label": words.publishedYears }, ...[...figuresByYear()].map(yearButton));
  byId("geo-ent-years").append(
    label,
    make("div", { class: "slide" }, play, make("div", { class: "track" }, slider, make("div", { class: "ends" }, make("span", null, String(first)), make("span", null, String(last))))),
    make("p", { class: "year-hint" }, words.publishedYearsHint),
    years,
  );
  setRunning(false);
  onView(showYear);
  showYear();
}

function showYear() {
  const slider = /** @type {HTMLInputElement} */ (byId("geo-ent-year"));
  slider.value = String(view.year);
  byId("geo-ent-year-told").textContent = String(view.year);
  document.querySelectorAll("button.year").forEach((button) => button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.year === String(view.year))));
}
