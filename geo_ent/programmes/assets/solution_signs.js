// A solution's sign, and what territories are filled with: its tint, or stripes of several.

import { byId, makeSvg } from "../../maps/assets/dom.js";
import { data } from "./programmes_data.js";

const STRIPE = 7; // pixels

/** @param {number} number @returns {SVGElement} for legends, lists and the map */
export function signMark(number) {
  const { shape, colour } = data.signs[number];
  return makeSvg(
    "svg",
    { viewBox: "-1.5 -1.5 3 3", width: 18, height: 18, class: "mark", "aria-hidden": "true" },
    makeSvg("path", { d: shape, fill: "none", stroke: "#fff", "stroke-width": 0.7, "stroke-linejoin": "round" }),
    makeSvg("path", { d: shape, fill: colour, "fill-rule": "evenodd" }),
  );
}

/** @type {Set<string>} */
const striped = new Set();

/** The fill of a territory. @param {number[]} numbers of signs, at least one @returns {string} */
export function fillOf(numbers) {
  const fills = numbers.map((number) => data.signs[number].fill);
  if (fills.length === 1) return fills[0];
  const id = `geo-ent-stripes-${numbers.join("-")}`;
  if (!striped.has(id)) {
    striped.add(id);
    const width = STRIPE * fills.length;
    const stripes = fills.map((fill, at) => makeSvg("rect", { x: at * STRIPE, width: STRIPE, height: width, fill }));
    byId("geo-ent-patterns").append(
      makeSvg("pattern", { id, width, height: width, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, ...stripes),
    );
  }
  return `url(#${id})`;
}

/** @param {number[]} numbers of signs @returns {string} their names */
export const signNames = (numbers) => numbers.map((number) => data.signs[number].name).join(" + ");
