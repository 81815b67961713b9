// What is shown: a year, a programme, and what the filters leave. Everyone follows it.

import { data } from "./programmes_data.js";

/** @import { Place, Programme, State } from "./programmes_data.js" */

/**
 * @typedef {Object} View
 * @property {number} year
 * @property {string} programme the id of the chosen one, "" for none
 * @property {number[]} withoutSolutions numbers of signs that aren't shown
 * @property {string[]} withoutKinds
 */

/** The current view: to read, never to write. @type {Readonly<View>} */
export const view = { year: data.years[1], programme: "", withoutSolutions: [], withoutKinds: [] };

/** @type {((previous: Readonly<View>) => void)[]} */
const followers = [];

/** @param {(previous: Readonly<View>) => void} follower told of every change */
export function onView(follower) {
  followers.push(follower);
}

/** @param {number} year @returns {number} the nearest of the page's */
export const fittingYear = (year) => Math.min(Math.max(Math.round(year) || data.years[1], data.years[0]), data.years[1]);

/** Changes the view; what doesn't fit is put right, then everyone is told. @param {Partial<View>} patch */
export function changeView(patch) {
  const previous = { ...view };
  const next = { ...view, ...patch };
  next.year = fittingYear(next.year);
  if (!programmeOf(next.programme)) next.programme = "";
  Object.assign(view, next);
  if (JSON.stringify(view) !== JSON.stringify(previous)) followers.forEach((follower) => follower(previous));
}

/** @param {string} id @returns {Programme|undefined} */
export function programmeOf(id) {
  return data.programmes.find((programme) => programme.id === id);
}

/** What was known of a place in a year. @param {Place} place @param {number} [year] @returns {State|undefined} */
export function stateOf(place, year = view.year) {
  return place.states.filter((state) => state.year <= year).at(-1);
}

/** @param {State|undefined} state @returns {boolean} whether the filters leave it */
export function passes(state) {
  if (!state) return false;
  return state.solutions.some((sign) => !view.withoutSolutions.includes(sign)) && !view.withoutKinds.includes(state.kind);
}

/** The places of a programme that are shown, the largest first. @param {Programme} programme @returns {Place[]} */
export function shownPlaces(programme) {
  return programme.places.filter((place) => (programme.context ? stateOf(place) : passes(stateOf(place))));
}

/** @returns {Programme[]} those of which something is shown, without the national frame */
export function shownProgrammes() {
  return data.programmes.filter((programme) => !programme.context && shownPlaces(programme).length);
}

/** The signs of a programme now, each once. @param {Programme} programme @returns {number[]} */
export function signsOf(programme) {
  const signs = shownPlaces(programme).flatMap((place) => stateOf(place)?.solutions || []);
  const told = signs.filter((sign) => !view.withoutSolutions.includes(sign));
  return [...new Set(told)];
}

/** Begins with what the address tells, and writes there what is shown. */
export function followAddress() {
  const pairs = new URLSearchParams(window.location.hash.slice(1, 400));
  const year = Number(pairs.get("annee"));
  changeView({ year: year || view.year, programme: pairs.get("programme") || "" });
  onView(function () {
    const told = new URLSearchParams({ annee: String(view.year) });
    if (view.programme) told.set("programme", view.programme);
    window.history.replaceState(null, "", "#" + told.toString());
  });
}
