// The panel: what the chosen zone says, or the whole territory when none is chosen.

import { byId, capital, make, present } from "./dom.js";
import { nobodyKnows, words } from "./words.js";
import { STATUS_COLUMNS } from "./figures.js";
import { communeOf, data, isFragile, statusesOn } from "./model.js";
import { statusMark } from "./symbols.js";
import { correctionLink } from "./correct.js";
import { hasCard, openCard } from "./found.js";
import { view } from "./state.js";
import { changeWords, chosenIndicator, figuresOf, isWhole, statusNow, statusWords, viewAmong, viewIndicator, viewLevel, viewZone } from "./slice.js";
import { trend } from "./trend.js";
import { comparison, groupTable, keptIn, solutionList, staffList } from "./groups.js";
import { topology } from "./map.js";

/** @import { Figures } from "./figures.js" */
/** @import { School } from "./model.js" */

const FIRST_SHOWN = 60;
const WITHOUT_FIRST = ["none", "not_yet", "planned", "class", "unknown", "undated", "school"];

/** @param {string} text @param {string} [kind] @returns {HTMLElement|null} */
const line = (text, kind) => (text ? make("p", { class: kind || null }, text) : null);

/** Shows what the view is about. @param {() => void} leave what the way back to the whole territory does */
export function showPanel(leave) {
  const zone = viewZone();
  const level = viewLevel();
  const figures = figuresOf(zone);
  const kept = keptIn(zone);
  const eyebrow = zone < 0 ? "" : level.one + (level.estimated ? ` · ${words.estimatedHere}` : "");
  fillPanel(
    [line(eyebrow, "eyebrow"), make("h2", { id: "geo-ent-panel-name" }, zone < 0 ? capital(data.territory) : level.name[zone]), ...headlines(zone, figures), ...changeLines(zone, figures)],
    [
      ...cautions(zone, figures),
      statusBar(figures),
      statusCounts(figures),
      line(words.bounds(figures)),
      // every school is counted: of all of them there is nothing to guess
      line(isWhole(zone) || nobodyKnows(figures) ? "" : words.interval(figures), "small"),
      comparison(zone),
      zone < 0 ? null : schoolList(kept),
      trend(zone),
      groupTable(figures, kept),
      line(words.pupils(figures), "pupils"),
      line(words.classes(figures), "pupils"),
      line(words.accounts(figures), "pupils"),
      solutionList(kept),
      staffList(kept),
      line(data.simulated ? words.simulatedHere : "", "told"),
      zone < 0 ? line(words.choose(level), "hint") : backButton(leave),
    ],
  );
}

/** Whether the page's headline says these figures of the territory already, in figures. @param {Figures} figures @returns {boolean} */
function isSaidAbove(figures) {
  if (view.date !== data.date || view.compare || viewIndicator().id !== "coverage_share" || viewAmong() || !figures.schools_n) return false;
  const headline = document.querySelector(".headline")?.textContent || "";
  return [words.number(figures.covered_n), words.number(figures.schools_n), words.percent(figures.coverage_share)].every((told) => headline.includes(told));
}

/** What is said first: how many schools, which ones, and the indicator's value. @param {number} zone @param {Figures} figures @returns {(HTMLElement|null)[]} */
function headlines(zone, figures) {
  const indicator = chosenIndicator();
  const date = data.dates.length > 1 ? words.at(view.date) : "";
  const other = !view.compare && indicator.id !== "coverage_share" && figures.schools_n;
  const gap = indicator.unit === "points" && !Number.isNaN(figures[indicator.id]);
  if (zone < 0 && isSaidAbove(figures)) return [];
  return [
    line(words.coverage(figures), "rate"),
    line(capital([date, viewAmong()].filter(Boolean).join(", ")), "small"),
    other ? make("p", { class: "other-rate" }, words.pair(indicator.title, ""), make("strong", null, gap ? words.gap(indicator, figures) : words.value(indicator, figures))) : null,
  ];
}

/** The change from the date that is compared to, and what it leaves open. @param {number} zone @param {Figures} figures @returns {(HTMLElement|null)[]} */
function changeLines(zone, figures) {
  if (!view.compare) return [];
  const { change } = figures;
  // of the whole, the page's headline says it in full
  const brief = zone < 0 && !Number.isNaN(change) ? words.changeSince(chosenIndicator(), change, view.compare) : changeWords(zone);
  const undated = [view.date, view.compare].some((date) => statusesOn(date).some(({ id }) => id === "undated"));
  return [line(brief, "other-rate"), line(words.changeBounds(chosenIndicator(), figures, undated)), line(words.openedBetween(figures.opened_n), "small")];
}

/** What keeps the figures from being taken for more than they are. @param {number} zone @param {Figures} figures @returns {(HTMLElement|null)[]} */
function cautions(zone, figures) {
  // where no share is told, there is none to beware of
  const told = !nobodyKnows(figures) || view.compare;
  const hidden = told && figures.schools_n && figures.known_share < 0.5;
  const fragile = told && isFragile(viewIndicator(), (column) => figures[column]);
  const least = Math.min(...viewIndicator().concerned.map((column) => figures[column]));
  const shapeless = zone >= 0 && !topology.objects[viewLevel().id].geometries[zone].type;
  return [
    line(hidden ? (view.compare ? words.changeHidden : words.hidden) : "", "caution"),
    line(fragile ? words.fragileHere(least) : "", "caution"),
    line(shapeless ? words.noShape : "", "caution"),
  ];
}

/** The parts of a whole as a bar. @param {Figures} figures @returns {HTMLElement|null} */
function statusBar(figures) {
  if (!figures.schools_n) return null;
  const parts = data.statuses.map(function ({ id }) {
    const count = figures[STATUS_COLUMNS[id]];
    const part = make("span", { class: `part part-${id}` });
    part.style.flexGrow = String(count);
    return count ? part : null;
  });
  return make("div", { class: "bar", "aria-hidden": "true" }, ...parts);
}

/** @param {Figures} figures @returns {HTMLElement|null} */
function statusCounts(figures) {
  if (!figures.schools_n) return null;
  const rows = statusesOn(view.date).map(function ({ id, label }) {
    const count = figures[STATUS_COLUMNS[id]];
    return make("div", { class: count ? null : "nil" }, make("dt", { class: "with-mark" }, statusMark(id), label), make("dd", null, words.number(count)));
  });
  return make("dl", { class: "counts" }, ...rows);
}

/** @param {() => void} leave @returns {HTMLElement} */
function backButton(leave) {
  const back = make("button", { type: "button", class: "quiet" }, words.back);
  back.addEventListener("click", leave);
  return back;
}

/**
 * Only the first lines are announced: a list of schools would be read to its end. A card says what
 * was asked for: then the panel is silent.
 * @param {(Node|null)[]} announced @param {(Node|null)[]} rest
 */
function fillPanel(announced, rest) {
  const panel = byId("geo-ent-panel");
  let told = panel.querySelector("[aria-live]");
  if (!told) {
    told = make("div", { "aria-live": "polite" });
    panel.append(told, make("div", { class: "panel-rest" }));
  }
  told.setAttribute("aria-live", hasCard() ? "off" : "polite");
  told.replaceChildren(...present(announced));
  /** @type {Element} */ (panel.lastElementChild).replaceChildren(...present(rest));
}

/** Those without an ENT first, then by commune and name. @param {School[]} kept @returns {HTMLElement|null} */
function schoolList(kept) {
  if (!kept.length) return null;
  const names = new Intl.Collator(data.lang);
  const rank = (/** @type {School} */ school) => WITHOUT_FIRST.indexOf(statusNow(school));
  const order = kept.slice().sort((one, other) => rank(one) - rank(other) || names.compare(communeOf(one), communeOf(other)) || names.compare(one.name, other.name));
  const list = make("ul", { class: "schools", "aria-labelledby": "geo-ent-schools", tabindex: "0" });
  const only = make("input", { type: "checkbox" });
  const fill = (/** @type {number} */ most) => fillSchools(list, order.filter((school) => !only.checked || statusNow(school) !== "school"), most, fill);
  only.addEventListener("change", () => fill(FIRST_SHOWN));
  fill(FIRST_SHOWN);
  return make(
    "section",
    { class: "school-list", "aria-labelledby": "geo-ent-schools" },
    make("h3", { id: "geo-ent-schools" }, words.itsSchools(kept.length)),
    make("label", { class: "only" }, only, words.only),
    list,
  );
}

/** @param {HTMLElement} list @param {School[]} shown @param {number} most @param {(most: number) => void} again */
function fillSchools(list, shown, most, again) {
  list.replaceChildren(...shown.slice(0, most).map(schoolRow));
  if (!shown.length) list.append(make("li", { class: "hint" }, words.allCovered));
  if (shown.length <= most) return;
  const more = make("button", { type: "button", class: "quiet" }, words.more(shown.length - most));
  more.addEventListener("click", function () {
    again(Infinity);
    list.focus();
  });
  list.append(make("li", null, more));
}

/** @param {School} school @returns {string[]} what is known of it beside its situation */
export function schoolAbout(school) {
  const about = [
    data.natures[school.nature],
    words.sectorHere[school.sector],
    school.priority,
    school.rural === "yes" ? words.ruralHere : "",
    school.pupils === null ? "" : words.pupilsHere(school.pupils),
    statusNow(school) === "class" && school.ent_classes ? words.classesHere(school.ent_classes, school.classes) : "",
    school.place ? "" : words.placeless,
  ];
  return about.filter(Boolean);
}

/** @param {School} school @returns {HTMLElement} */
function schoolRow(school) {
  const where = viewLevel().id === "commune" ? [] : present([communeOf(school)]);
  const name = make("button", { type: "button", class: "gap-link school-name" }, school.name);
  name.addEventListener("click", () => openCard(school));
  return make(
    "li",
    { "data-uai": school.uai },
    statusMark(statusNow(school)),
    make(
      "span",
      null,
      name,
      make("span", { class: "about" }, [...where, ...schoolAbout(school)].join(" · ")),
      make("span", { class: "about" }, `${statusWords(school)} · UAI ${school.uai}`),
      correctionLink(school),
    ),
  );
}
