// "Le programme": what is told of a deployment, and a box that draws the networks of schools.
// Joined only in a page that has one.

import { deploymentWords } from "./deployment_words.js";
import { byId, make, makeSvg } from "./dom.js";
import { blockSummary, fillList, gapRow, gapsNode, legendBelow, mapButton, showWhileOpen } from "./gaps.js";
import { gapPane, onPane } from "./gaps_shapes.js";
import { changeLayers, deployment, layers, onLayers } from "./layers.js";
import { goTo, map } from "./map.js";
import { data, schools } from "./model.js";
import { onView, view } from "./state.js";
import { words } from "./words.js";

/** @import { Network } from "./layers.js" */

const NETWORK_INK = "#7a2e00";
const NEARBY = 0.004; // degrees: a network whose places are one is shown with what is around it
const PLACE_STEPS = 1e5;

/** @type {{links: L.LayerGroup, box: HTMLInputElement|null, list: HTMLElement|null, part: HTMLElement|null}} */
const networkNode = { links: null, box: null, list: null, part: null };

/** @param {Network} network @returns {[number, number]|null} where its links go to */
const middleOf = ({ place }) => place && [place[0] / PLACE_STEPS, place[1] / PLACE_STEPS];

/** @param {Network} network @returns {[number, number][]} the places of its schools */
const placesOf = (network) => network.schools.flatMap((index) => (schools[index].place ? [/** @type {[number, number]} */ (schools[index].place)] : []));

/** @param {Network} network @returns {L.LatLngBounds|null} */
function networkBounds(network) {
  const middle = middleOf(network);
  const bounds = L.latLngBounds([...placesOf(network), ...(middle ? [middle] : [])]);
  if (!bounds.isValid()) return null;
  const { lat, lng } = bounds.getCenter();
  return bounds.extend([lat - NEARBY, lng - NEARBY]).extend([lat + NEARBY, lng + NEARBY]);
}

/** @param {string} name @param {number} rank @returns {Record<string, any>} where to draw, the pane made if no layer did before */
function basePane(name, rank) {
  if (!map.getPane(name)) gapPane(name, rank);
  return onPane(name);
}

/** All links are drawn, then the collèges over them: lines with a white casing, discs with a white edge. @returns {L.LayerGroup} */
function drawNetworks() {
  const under = basePane("gaps", 375);
  const over = basePane("gap-schools", 392);
  const networks = deployment?.networks || [];
  const links = networks.flatMap((network) => placesOf(network).map((place) => [middleOf(network) || place, place]));
  const line = (/** @type {string} */ color, /** @type {number} */ weight) => L.polyline(links, { ...under, color, weight });
  const colleges = networks.filter((network) => network.at_college && network.place);
  const disc = (/** @type {Network} */ network) => L.circleMarker(middleOf(network), { ...over, radius: 6, color: "#fff", weight: 2, fillColor: NETWORK_INK, fillOpacity: 1 });
  return L.layerGroup([line("#fff", 5), line(NETWORK_INK, 2.2), ...colleges.map(disc)]);
}

/** @returns {SVGElement} what the layer looks like */
const networkSwatch = () =>
  makeSvg(
    "svg",
    { viewBox: "0 0 28 16", width: 28, height: 16, class: "mark", "aria-hidden": "true" },
    makeSvg("path", { d: "M3 3L14 9M25 4L14 9M8 15L14 9", stroke: NETWORK_INK, "stroke-width": 2, fill: "none" }),
    makeSvg("circle", { cx: 14, cy: 9, r: 4.5, fill: NETWORK_INK, stroke: "#fff", "stroke-width": 1.5 }),
  );

/** @param {Network} network @returns {HTMLElement} */
function networkRow(network) {
  const go = function () {
    const bounds = networkBounds(network);
    if (bounds) goTo(bounds);
  };
  const names = network.schools.map((index) => schools[index].name).sort(new Intl.Collator(data.lang).compare);
  return gapRow(network.name, go, [deploymentWords.told(network), names.join(", ")]);
}

/** @param {Network[]} networks @returns {HTMLElement} the box, what it shows, and the list */
function networksPart(networks) {
  const box = make("input", { type: "checkbox", value: "networks" });
  const list = make("ul", { class: "gap-list", "aria-label": deploymentWords.list });
  const body = make("div", { class: "gap-body" }, make("p", { class: "small" }, deploymentWords.what), list);
  const part = make("div", { class: "gap-part" }, make("label", { class: "gap-box" }, box, networkSwatch(), make("span", null, deploymentWords.count(networks.length))), body);
  box.addEventListener("change", () => changeLayers({ networks: box.checked }));
  Object.assign(networkNode, { box, list, part });
  return part;
}

/** Makes the box, the list, the legend and the map say whether the networks are on; the gaps did theirs before. */
function showNetworks() {
  const on = Boolean(layers.networks);
  const { box, list, part } = networkNode;
  if (!box || !list || !part) return;
  box.checked = on;
  part.classList.toggle("on", on);
  fillList(list, on ? (deployment?.networks || []).map(networkRow) : []);
  legendBelow();
  const { legend } = gapsNode;
  legend.querySelector(".networks")?.remove();
  if (on) legend.append(make("li", { class: "networks" }, networkSwatch(), make("span", null, deploymentWords.list)));
  legend.hidden = !legend.childElementCount;
  networkNode.links = networkNode.links || (on ? drawNetworks() : null);
  if (on) networkNode.links.addTo(map);
  else if (networkNode.links) networkNode.links.remove();
}

/** On paper the block is there, unfolded, for networks that are on the map. @param {HTMLDetailsElement} block */
function printBlock(block) {
  let before = false;
  window.addEventListener("beforeprint", function () {
    before = block.open;
    block.open = layers.networks;
  });
  window.addEventListener("afterprint", () => void (block.open = before));
}

/** Puts the block on the page, before that of the gaps. */
export function offerDeployment() {
  if (!deployment) return;
  const { networks } = deployment;
  // before it is opened, the block says how many schools are in networks; else its first sentence
  const [first, ...others] = networks.length ? [deploymentWords.inNetworks(networks), ...deployment.sentences] : deployment.sentences;
  const when = make("span", { class: "gaps-when" });
  const block = make(
    "details",
    { class: "gaps programme" },
    blockSummary(first, deploymentWords.title, when),
    others.length ? make("ul", { class: "gap-notes small" }, ...others.map((text) => make("li", null, text))) : null,
    networks.length ? mapButton() : null,
    networks.length ? make("fieldset", null, make("legend", { class: "unseen" }, deploymentWords.list), networksPart(networks)) : null,
    data.simulated ? make("p", { class: "told" }, words.simulatedHere) : null,
  );
  (document.querySelector(".gaps") || byId("geo-ent-share")).before(block, gapsNode.told); // out of any block: what is folded isn't read out
  gapsNode.legend.setAttribute("aria-label", deploymentWords.legend);
  const tellOf = function () {
    const other = view.date !== data.date || Object.keys(view.filters).length > 0;
    when.textContent = other ? deploymentWords.when(data.date) : "";
  };
  if (networks.length) showWhileOpen(block, "networks");
  onLayers(showNetworks);
  onView(tellOf);
  printBlock(block);
  tellOf();
  showNetworks();
}
