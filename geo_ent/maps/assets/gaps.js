// "Zones blanches et écoles à équiper": boxes that put the gaps on the map, and lists to read them.

import { byId, make, present } from "./dom.js";
import { showSchool } from "./found.js";
import { boundsOf, drawLayers, fitRings, layerSwatch, prepareGaps } from "./gaps_shapes.js";
import { changeLayers, gaps, layers, layerSizes, MOSTS, onLayers, ringed } from "./layers.js";
import { goTo, map } from "./map.js";
import { communeOf, data, levelOf, schools, statusOf } from "./model.js";
import { onView, view } from "./state.js";
import { words } from "./words.js";

/** @import { Area, GapName, Group, LayerName } from "./layers.js" */

/** In the order of reading: groups come last, since only statistics tell them. @type {GapName[]} */
const LAYER_NAMES = ["areas", "schools", "clusters"];
const ROWS_SHOWN = 60;

/** @type {Partial<Record<GapName, {box: HTMLInputElement, list: HTMLElement, part: HTMLElement}>>} */
const layerParts = {};
export const gapsNode = {
  when: make("span", { class: "gaps-when" }),
  told: make("p", { class: "unseen", role: "status" }),
  legend: make("ul", { id: "geo-ent-gaps-legend", class: "gaps-legend", "aria-label": words.gaps.legend }),
  most: make("select", { id: "geo-ent-gaps-most" }, ...MOSTS.map((most) => make("option", { value: most }, most ? words.gaps.first(most) : words.gaps.all(layerSizes.schools)))),
};

/** Goes somewhere on the map and says so. @param {string} name @param {() => void} go */
function goFromList(name, go) {
  go();
  byId("map_geo_ent").scrollIntoView({ block: "nearest" });
  gapsNode.told.textContent = words.gaps.shown(name);
}

/** The legend of the layers is under the map, not above the block that shows them: opening it moves nothing. */
export function legendBelow() {
  if (!gapsNode.legend.isConnected) document.querySelector(".map-foot")?.before(gapsNode.legend);
}

/** A way to the map, where it isn't beside the block. @returns {HTMLElement} */
export function mapButton() {
  const button = make("button", { type: "button", class: "quiet to-map" }, words.gaps.seeMap);
  button.addEventListener("click", () => byId("map_geo_ent").scrollIntoView({ block: "center" }));
  return make("p", { class: "to-map" }, button);
}

/**
 * A row of a list: a name that goes to its place, and what is told of it.
 * @param {string} name @param {() => void} go @param {(string|null)[]} about @param {string} [figure]
 * @returns {HTMLElement}
 */
export function gapRow(name, go, about, figure) {
  const button = make("button", { type: "button", class: "gap-link" }, name);
  button.addEventListener("click", () => goFromList(name, go));
  const lines = present(about).map((text) => make("span", { class: "about" }, text));
  return make("li", null, make("span", { class: "gap-told" }, button, ...lines), figure ? make("span", { class: "gap-figure" }, figure) : null);
}

/** @param {"areas"|"clusters"} name @param {number} index @returns {() => void} */
const going = (name, index) => function () {
  const bounds = boundsOf(name, index);
  if (bounds) goTo(bounds);
};

/** @param {Area} area @returns {string} the names of its communes, "" where the page has none */
const communesOf = (area) => (area.communes || []).map((commune) => levelOf("commune").name[commune]).sort(new Intl.Collator(data.lang).compare).join(", ");

/** @param {Group} group @param {(group: Group, name: string, commune: string) => string} told @returns {string} */
const groupTold = (group, told) => told(group, schools[group.school].name, communeOf(schools[group.school]));

/** @type {Record<GapName, () => HTMLElement[]>} */
const LAYER_ROWS = {
  areas: () => (gaps?.areas || []).map((area, index) => gapRow(words.gaps.area(area.name), going("areas", index), [words.gaps.areaTold(area), communesOf(area)])),
  clusters: () => (gaps?.clusters || []).map((group, index) => gapRow(groupTold(group, words.gaps.cluster), going("clusters", index), [words.gaps.clusterCount(group)])),
  schools: () => ringed().map(function (index, rank) {
    const school = schools[index];
    const { km, reasons } = /** @type {import("./layers.js").Gaps} */ (gaps).ranks;
    const nearest = km[rank];
    const untold = [school.priority, school.pupils === null ? "" : words.pupilsHere(school.pupils)];
    const known = [communeOf(school), ...(reasons[rank] ? [] : untold), school.place ? "" : words.placeless];
    return gapRow(school.name, () => showSchool(school), [known.filter(Boolean).join(" · "), reasons[rank]], nearest === null ? "" : words.gaps.km(nearest));
  }),
};

/** Fills a list, the first rows only at first. @param {HTMLElement} list @param {HTMLElement[]} rows */
export function fillList(list, rows) {
  list.replaceChildren(...rows.slice(0, ROWS_SHOWN));
  if (rows.length <= ROWS_SHOWN) return;
  const more = make("button", { type: "button", class: "quiet" }, words.more(rows.length - ROWS_SHOWN));
  more.addEventListener("click", function () {
    list.replaceChildren(...rows);
    rows[ROWS_SHOWN].querySelector("button")?.focus();
  });
  list.append(make("li", { class: "gap-more" }, more));
}

/** Whether the list keeps to rural schools, and the areas with it: the rest of the page counts the others too. */
const ruralOnly = (gaps?.ranks.school || []).every((index) => schools[index].rural === "yes");

/** @returns {string} how many schools are listed, and of how many of them nobody knows */
function listedTold() {
  const unknown = (gaps?.ranks.school || []).filter((index) => ["unknown", "undated"].includes(statusOf(schools[index], data.date))).length;
  return words.gaps.toEquip(layerSizes.schools, unknown, ruralOnly);
}

/** @param {GapName} name @returns {string} how many a layer shows */
const countOf = (name) => (name === "schools" ? words.gaps.byPriority(listedTold()) : words.gaps.count[name](layerSizes[name]));

/**
 * What a block says before it is opened: in plain words, then its name and what it is of.
 * @param {string} plain @param {string} title @param {HTMLElement} when @returns {HTMLElement}
 */
export function blockSummary(plain, title, when) {
  return make("summary", null, make("span", { class: "gaps-plain" }, plain), " ", make("span", { class: "gaps-title" }, plain === title ? null : title, " ", when));
}

/** @param {GapName|undefined} name the layer that opening shows @returns {string} what is in the block, before it is opened */
function plainly(name) {
  if (!name) return words.gaps.title;
  if (name !== "areas") return name === "schools" ? listedTold() : countOf(name);
  const areas = gaps?.areas || [];
  const sum = (/** @type {"schools_n"|"unknown_n"} */ count) => areas.reduce((all, area) => all + area[count], 0);
  return words.gaps.inAreas(areas.length, sum("schools_n"), sum("unknown_n"), ruralOnly);
}

/**
 * Opening a block puts a layer on the map; closing it takes away what opening put there, not what the reader chose.
 * @param {HTMLDetailsElement} block @param {LayerName} name
 */
export function showWhileOpen(block, name) {
  const box = block.querySelector(`input[value=${name}]`);
  let lent = false;
  // a click, by any means, and not `toggle`: printing opens blocks too
  block.querySelector("summary")?.addEventListener("click", function () {
    const opening = !block.open;
    const changes = opening ? !layers[name] : lent;
    if (changes) changeLayers({ [name]: opening });
    lent = opening && changes;
    gapsNode.told.textContent = lent ? words.gaps.onMap(box?.closest("label")?.textContent || "") : "";
  });
  box?.addEventListener("change", () => void (lent = false));
}

/** @param {GapName} name @returns {HTMLElement} a layer's box, what it is, and its list */
function layerPart(name) {
  const box = make("input", { type: "checkbox", value: name });
  const list = make(name === "schools" ? "ol" : "ul", { class: "gap-list", "aria-label": words.gaps.list[name] });
  const most = name === "schools" && MOSTS.length > 1 ? make("p", { class: "gaps-most" }, make("label", { for: gapsNode.most.id }, words.gaps.howMany), gapsNode.most) : null;
  const body = make("div", { class: "gap-body" }, make("p", { class: "small" }, name === "areas" && ruralOnly ? words.gaps.whatRural : words.gaps.what[name]), most, list);
  const part = make("div", { class: "gap-part" }, make("label", { class: "gap-box" }, box, layerSwatch(name), make("span", null, countOf(name))), body);
  box.addEventListener("change", () => changeLayers({ [name]: box.checked }));
  layerParts[name] = { box, list, part };
  return part;
}

/** Makes boxes, lists, legend and map say which layers are on. */
function showGaps() {
  LAYER_NAMES.forEach(function (name) {
    const found = layerParts[name];
    if (!found) return;
    found.box.checked = layers[name];
    found.part.classList.toggle("on", layers[name]);
    fillList(found.list, layers[name] ? LAYER_ROWS[name]() : []);
  });
  gapsNode.most.value = String(layers.most);
  const on = LAYER_NAMES.filter((name) => layers[name]);
  gapsNode.legend.hidden = !on.length;
  gapsNode.legend.replaceChildren(...on.map((name) => make("li", null, layerSwatch(name), make("span", null, name === "schools" ? words.gaps.ringed(ringed().length) : countOf(name)))));
  drawLayers();
}

/** @param {import("./layers.js").Gaps} found @returns {HTMLElement|null} what chance has to do with the groups: last, and folded */
function chancePart({ clusters, chance }) {
  const told = [...clusters.map((group) => groupTold(group, words.gaps.clusterTold)), ...chance];
  if (!told.length) return null;
  return make("details", { class: "gap-chance small" }, make("summary", null, words.gaps.chance), make("ul", { class: "gap-notes" }, ...told.map((text) => make("li", null, text))));
}

/** Says what the layers are of when the rest of the page is of something else. */
function tellWhen() {
  const other = view.date !== data.date || Object.keys(view.filters).length > 0;
  gapsNode.when.textContent = other ? words.gaps.when(data.date) : "";
}

/** On paper, what is on is told whether or not the reader left the lists open. @param {HTMLDetailsElement} group */
function printLists(group) {
  const folds = [group, ...group.querySelectorAll("details")];
  let before = folds.map(() => false);
  window.addEventListener("beforeprint", function () {
    before = folds.map((fold) => fold.open);
    group.open = LAYER_NAMES.some((name) => layers[name]);
    folds.slice(1).forEach((fold) => void (fold.open = fold.open || layers.clusters));
  });
  window.addEventListener("afterprint", () => folds.forEach((fold, at) => void (fold.open = before[at])));
}

/** Puts the group of boxes on the page, where there are gaps to show. */
export function offerGaps() {
  const offered = LAYER_NAMES.filter((name) => layerSizes[name]);
  if (!gaps || (!offered.length && !gaps.notes.length && !gaps.chance.length)) return;
  prepareGaps();
  const notes = gaps.notes.map((note) => make("li", null, note));
  const group = make(
    "details",
    { class: "gaps" },
    blockSummary(plainly(offered[0]), words.gaps.title, gapsNode.when),
    offered.length ? mapButton() : null,
    make("fieldset", null, make("legend", { class: "unseen" }, words.gaps.title), ...offered.map(layerPart)),
    notes.length ? make("ul", { class: "gap-notes small" }, ...notes) : null,
    chancePart(gaps),
    data.simulated ? make("p", { class: "told" }, words.simulatedHere) : null,
    gapsNode.told,
  );
  legendBelow();
  byId("geo-ent-share").before(group);
  gapsNode.most.addEventListener("change", () => changeLayers({ most: Number(gapsNode.most.value) }));
  map.on("zoomend", fitRings);
  onLayers(showGaps);
  onView(tellWhen);
  if (offered.length) showWhileOpen(group, offered[0]);
  printLists(group);
  tellWhen();
  showGaps();
}
