// The layers of the gaps that are on, and those who follow them.

import { data } from "./model.js";

/**
 * @typedef {Object} Gaps what the page knows of the gaps, at its own date and of all its schools
 * @property {{school: number[], km: (number|null)[], reasons: string[]}} ranks schools, the first to equip first; `reasons` of the first ones only
 * @property {Area[]} areas
 * @property {Group[]} clusters
 * @property {string[]} notes what the lists leave out
 * @property {string[]} chance what the search for groups leaves out, and what it found
 */

/**
 * @typedef {Object} Area a white area: communes side by side with schools and no ENT
 * @property {string} name
 * @property {number} communes_n those that have schools
 * @property {number} schools_n
 * @property {number} class_n with an ENT in some classes only
 * @property {number} unknown_n
 * @property {number} others_n equipped schools of the sector that isn't counted
 * @property {number|null} pupils_n
 * @property {number[]} [communes] places in the level of communes
 * @property {[number, number][][][]} [rings] polygons as steps, where the page has no communes
 */

/**
 * @typedef {Object} Group schools without an ENT that chance doesn't explain, in a circle
 * @property {number} school the one in the middle
 * @property {number} km the radius
 * @property {number} schools_n
 * @property {number} without_n
 * @property {number} expected_n
 * @property {number} p
 * @property {number} deals_n of the p
 */

/**
 * @typedef {Object} Network schools equipped together
 * @property {string} name
 * @property {string} college that of their sector, "" without one
 * @property {boolean} at_college whether its links go to the collège
 * @property {[number, number]|null} place where their links go to, in hundred-thousandths of a degree
 * @property {number[]} schools
 * @property {number} covered_n
 * @property {number|null} km the mean length of the links
 */

/** @typedef {"areas"|"clusters"|"schools"} GapName */
/** @typedef {GapName|"networks"} LayerName */

/** @type {Gaps|null} */
export const gaps = data.gaps || null;

/** What the page knows of a deployment. @type {{sentences: string[], networks: Network[]}|null} */
export const deployment = data.deployment || null; // only with deployment

/** @type {[LayerName, string][]} what each is called in the address */
const LAYER_WORDS = [
  ["areas", "blanches"],
  ["clusters", "regroupements"],
  ["schools", "ecoles"],
  ["networks", "reseaux"], // only with deployment
];
const ALL_WORD = "toutes";
const FIRST_MOST = 25;

/** @type {Record<LayerName, number>} */
export const layerSizes = {
  areas: gaps ? gaps.areas.length : 0,
  clusters: gaps ? gaps.clusters.length : 0,
  schools: gaps ? gaps.ranks.school.length : 0,
  networks: deployment ? deployment.networks.length : 0, // only with deployment
};

/** How many schools may be ringed; 0 for all. */
export const MOSTS = [10, 25, 50].filter((most) => most < layerSizes.schools).concat(0);

/** @typedef {{areas: boolean, clusters: boolean, schools: boolean, networks: boolean, most: number}} Layers */

/** @type {Layers} */
// @ts-expect-error: the networks come on a line of their own, in pages that have them
const LAYERS_OFF = { areas: false, clusters: false, schools: false, most: MOSTS.includes(FIRST_MOST) ? FIRST_MOST : 0 };

LAYERS_OFF.networks = false; // only with deployment

/** What is on: to read, never to write. @type {Readonly<Layers>} */
export const layers = { ...LAYERS_OFF };

/** @type {(() => void)[]} */
const layerListeners = [];

/** Follows the layers. @param {() => void} listener */
export function onLayers(listener) {
  layerListeners.push(listener);
}

/** Turns layers on or off; one that has nothing to show stays off. @param {Partial<Layers>} patch */
export function changeLayers(patch) {
  const before = layersTold();
  const next = { ...layers, ...patch };
  LAYER_WORDS.forEach(([name]) => void (next[name] = next[name] && layerSizes[name] > 0));
  if (!MOSTS.includes(next.most)) next.most = LAYERS_OFF.most;
  Object.assign(layers, next);
  if (layersTold() !== before) layerListeners.forEach((listener) => listener());
}

/** @returns {string} the layers that are on, as the address tells them; "" for none */
export function layersTold() {
  const most = layers.most === LAYERS_OFF.most ? "" : `-${layers.most || ALL_WORD}`;
  return LAYER_WORDS.filter(([name]) => layers[name]).map(([name, word]) => (name === "schools" ? word + most : word)).join(",");
}

/** Shows the layers that an address tells, and no others. @param {string} told */
export function showLayers(told) {
  const next = { ...LAYERS_OFF };
  told.split(",").forEach(function (part) {
    const [word, most] = part.split("-");
    const found = LAYER_WORDS.find(([, known]) => known === word);
    if (found) next[found[0]] = true;
    if (found && most) next.most = most === ALL_WORD ? 0 : Number(most);
  });
  changeLayers(next);
}

/** @returns {number[]} the schools that are ringed, in their order */
export const ringed = () => (gaps && layers.schools ? gaps.ranks.school.slice(0, layers.most || Infinity) : []);
