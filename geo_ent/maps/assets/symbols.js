// What things look like: one shape and one colour a status, one swatch a class.

import { makeSvg } from "./dom.js";

/**
 * Shapes in a circle of radius 1: `fill` is painted in the colour, `paper` in white under it.
 * @type {Record<string, {colour: string, line: string, paper: string, fill: string}>}
 */
export const STATUS_SHAPES = {
  school: { colour: "#0b7a5e", line: "#fff", paper: "", fill: "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z" },
  class: {
    colour: "#0b7a5e",
    line: "#0b7a5e",
    paper: "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",
    fill: "M0 -1A1 1 0 0 0 0 1Z",
  },
  undated: {
    colour: "#0b7a5e",
    line: "#0b7a5e",
    paper: "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",
    fill: "M0.4 0A0.4 0.4 0 1 1 -0.4 0A0.4 0.4 0 1 1 0.4 0Z",
  },
  planned: { colour: "#f2c14e", line: "#4a3a00", paper: "", fill: "M0 -1.2L1.1 0.8L-1.1 0.8Z" },
  not_yet: {
    colour: "#b34324",
    line: "#b34324",
    paper: "M-0.85 -0.85L0.85 -0.85L0.85 0.85L-0.85 0.85Z",
    fill: "M-0.85 0.85L0.85 0.85L0.85 -0.85Z",
  },
  none: { colour: "#fff", line: "#b34324", paper: "", fill: "M-0.85 -0.85L0.85 -0.85L0.85 0.85L-0.85 0.85Z" },
  unknown: { colour: "#fff", line: "#3a3a3a", paper: "", fill: "M0 -1.2L1.2 0L0 1.2L-1.2 0Z" },
};

const NO_SHAPE = { colour: "none", line: "#3a3a3a", paper: "", fill: "M-0.7 0L0.7 0" };

/** @param {string} status @returns {SVGElement} the status's mark, for legends and lists; a dash where there is none */
export function statusMark(status) {
  const shape = STATUS_SHAPES[status] || NO_SHAPE;
  const edge = shape.line === "#fff" ? shape.colour : shape.line;
  return makeSvg(
    "svg",
    { viewBox: "-1.5 -1.5 3 3", width: 16, height: 16, class: "mark", "aria-hidden": "true" },
    makeSvg("path", { d: shape.paper || shape.fill, fill: shape.paper ? "#fff" : shape.colour, stroke: edge, "stroke-width": 0.3 }),
    makeSvg("path", { d: shape.fill, fill: shape.colour }),
  );
}

/** @param {string} fill a colour or a pattern @returns {SVGElement} a class's swatch */
export function classSwatch(fill) {
  return makeSvg(
    "svg",
    { class: "swatch", width: "100%", height: 18, "aria-hidden": "true" },
    makeSvg("rect", { width: "100%", height: "100%", fill }),
  );
}
