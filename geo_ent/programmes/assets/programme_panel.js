// The panel: the programmes of the year, or one of them with all that was published till then.

import { byId, capital, make, present } from "../../maps/assets/dom.js";
import { data } from "./programmes_data.js";
import { words } from "./programmes_words.js";
import { changeView, programmeOf, shownPlaces, shownProgrammes, signsOf, stateOf, view } from "./year_view.js";
import { signMark, signNames } from "./solution_signs.js";

/** @import { Place, Programme, State } from "./programmes_data.js" */

/** @param {Node|string} [name] @returns {HTMLElement} */
const panelHead = (name) => make("h2", { id: "geo-ent-panel-name", tabindex: "-1" }, name || null);

/** @param {Programme} programme @returns {HTMLElement} its line in the list */
function programmeItem(programme) {
  const [main, ...others] = shownPlaces(programme);
  const rate = main && stateOf(main)?.rate;
  const where = [main.name, others.length ? words.moreTerritories(others.length) : ""].filter(Boolean).join(" ");
  const line = words.since(where, Math.min(...programme.places.flatMap((place) => place.states.map((state) => state.year))));
  const button = make(
    "button",
    { type: "button", class: "programme" },
    make("span", { class: "programme-signs" }, ...signsOf(programme).map(signMark)),
    make(
      "span",
      null,
      make("span", { class: "school-name" }, programme.name),
      make("span", { class: "about" }, line),
      rate ? make("span", { class: "about" }, words.rate(rate.printed, rate.subject, rate.date)) : null,
    ),
  );
  button.addEventListener("click", () => changeView({ programme: programme.id }));
  return make("li", null, button);
}

/** @returns {Node[]} */
function listOfProgrammes() {
  const shown = shownProgrammes();
  const later = data.programmes.filter((programme) => !programme.context && programme.places.every((place) => !stateOf(place)));
  const context = data.programmes.filter((programme) => programme.context && shownPlaces(programme).length);
  return [
    panelHead(words.panelName(view.year)),
    make("p", { class: "other-rate" }, words.panelLine(shown.length, later.length)),
    make("ul", { class: "schools programmes" }, ...shown.map(programmeItem)),
    ...(context.length ? [make("h3", null, words.context), make("ul", { class: "schools programmes" }, ...context.map(programmeItem))] : []),
  ];
}

/** @param {State} state @param {Place} place @param {boolean} several whether the programme has other places @returns {HTMLElement} */
function figuresTable(state, place, several) {
  const rows = state.figures.map(({ subject, printed, remark }) => [
    make("tr", null, make("th", { scope: "row" }, subject), make("td", null, printed || "–")),
    ...(remark ? [make("tr", { class: "remark" }, make("td", { colspan: 2 }, remark))] : []),
  ]);
  return make(
    "table",
    { class: "small-table published" },
    make("caption", null, several ? words.figuresAt(place.name, state.date) : state.date),
    make("thead", null, make("tr", null, make("th", { scope: "col" }, words.figure), make("th", { scope: "col" }, words.printed))),
    make("tbody", null, ...rows.flat()),
  );
}

/** @param {[string, Node|string][]} pairs @returns {HTMLElement} */
function facts(pairs) {
  return make("dl", { class: "facts" }, ...pairs.map(([name, value]) => make("div", null, make("dt", null, name), make("dd", null, value))));
}

/** @param {State} state @returns {HTMLElement} */
function solutionsTold(state) {
  const each = state.solutions.map((sign) => make("span", { class: "with-mark" }, signMark(sign), data.signs[sign].name));
  return make("span", null, ...each);
}

/** @param {Place[]} known places of which something is known @returns {Node|null} what was published before what is shown, the newest first */
function earlierTables(known) {
  const found = known.flatMap(function (place) {
    const now = place.states.indexOf(/** @type {State} */ (stateOf(place)));
    return place.states.slice(0, now).filter((state) => state.figures.length).map((state) => ({ place, state }));
  });
  if (!found.length) return null;
  found.sort((a, b) => b.state.year - a.state.year);
  const tables = found.map(({ place, state }) => figuresTable(state, place, known.length > 1));
  return make("details", { class: "earlier" }, make("summary", null, words.earlier(found.length)), ...tables);
}

/** @param {Programme} programme @returns {Node|null} the years at which more is known */
function laterYears(programme) {
  const years = programme.places.flatMap((place) => place.states.map((state) => state.year)).filter((year) => year > view.year);
  const buttons = [...new Set(years)].sort((a, b) => a - b).map(function (year) {
    const button = make("button", { type: "button", class: "quiet" }, String(year));
    button.addEventListener("click", () => changeView({ year }));
    return button;
  });
  return buttons.length ? make("p", { class: "later" }, make("span", null, words.later), ...buttons) : null;
}

/** @param {Programme} programme @returns {Node|null} where its figures come from */
function sourcesOf(programme) {
  const numbers = programme.places.flatMap((place) => place.states.flatMap((state) => state.figures.map((figure) => figure.source)));
  const told = [...new Set(numbers)].map((number) => data.sources[number]).filter(Boolean);
  return told.length ? make("p", { class: "hint" }, words.pair(words.sources, told.join(words.semicolon))) : null;
}

/** @param {Place} place @param {Place} main @returns {Node[]} what another territory has of its own */
function otherPlace(place, main) {
  const state = /** @type {State} */ (stateOf(place));
  const same = signNames(state.solutions) === signNames(stateOf(main)?.solutions || []);
  const table = state.figures.length ? figuresTable(state, place, true) : null;
  return present([table, same ? null : make("p", { class: "own-solution" }, solutionsTold(state))]);
}

/** @param {Programme} programme @returns {Node[]} */
function oneProgramme(programme) {
  const back = make("button", { type: "button", class: "quiet back" }, words.back);
  back.addEventListener("click", () => changeView({ programme: "" }));
  const known = programme.places.filter((place) => stateOf(place));
  const [main, ...others] = known;
  const head = [back, panelHead(programme.name)];
  const state = main && stateOf(main);
  if (!state) return present([...head, make("p", null, words.notYet(view.year)), laterYears(programme)]);
  const plain = programme.context ? [] : [
    facts([
      [words.place, main.name],
      [words.solution, solutionsTold(state)],
      [words.carrier, carrierOf(state)],
      [words.unit, state.unit || words.unknown],
    ]),
  ];
  const now = state.figures.length ? figuresTable(state, main, others.length > 0) : null;
  const more = others.flatMap((place) => otherPlace(place, main));
  return present([...head, ...plain, make("h3", null, words.figures), now, ...more, earlierTables(known), laterYears(programme), sourcesOf(programme)]);
}

/** @param {State} state @returns {string} its carrier, and of what kind it is unless its name says it */
function carrierOf({ carrier, kind }) {
  const found = data.kinds.find(({ id }) => id === kind);
  const name = found && kind ? found.name.toLowerCase().replace("état", "État") : "";
  if (!carrier) return name ? capital(name) : words.unknownCarrier;
  return !name || carrier.toLowerCase().includes(name) ? carrier : `${carrier} (${name})`;
}

/** Shows what the view asks for. */
export function showPanel() {
  const programme = programmeOf(view.programme);
  byId("geo-ent-panel").replaceChildren(...(programme ? oneProgramme(programme) : listOfProgrammes()));
}

/** Moves the reader's place to the head of what was asked for. */
export function focusPanel() {
  byId("geo-ent-panel-name").focus({ preventScroll: true });
}
