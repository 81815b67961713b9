// What things look like: one colour a class, one shape and one colour a status.

const CLASS_FILLS = ["#dbdaff", "#a4a4d7", "#6e6daf", "#373687", "#00005f"];
const NO_SCHOOL_FILL = "url(#geo-ent-no-school)";
const UNKNOWN_FILL = "url(#geo-ent-unknown)";

/** @param {number} index of a class @param {number} count of all classes @returns {string} */
function classFill(index, count) {
  if (index === count - 2) return NO_SCHOOL_FILL;
  if (index === count - 1) return UNKNOWN_FILL;
  return CLASS_FILLS[Math.round((index * (CLASS_FILLS.length - 1)) / Math.max(count - 3, 1))];
}

/**
 * Shapes in a circle of radius 1: `fill` is painted in the colour, `paper` in white under it.
 * @type {Object<string, {colour: string, line: string, paper: string, fill: string}>}
 */
const STATUS_SHAPES = {
  school: { colour: "#00a37d", line: "#fff", paper: "", fill: "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z" },
  class: {
    colour: "#00a37d",
    line: "#00a37d",
    paper: "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",
    fill: "M0 -1A1 1 0 0 0 0 1Z",
  },
  planned: { colour: "#ffc729", line: "#4a3a00", paper: "", fill: "M0 -1.2L1.1 0.8L-1.1 0.8Z" },
  none: { colour: "#e4572e", line: "#fff", paper: "", fill: "M-0.9 -0.9L0.9 -0.9L0.9 0.9L-0.9 0.9Z" },
  unknown: { colour: "#fff", line: "#3a3a3a", paper: "", fill: "M0 -1.2L1.2 0L0 1.2L-1.2 0Z" },
};

/** @param {string} status @returns {SVGElement} the status's mark, for legends and lists */
function statusMark(status) {
  const shape = STATUS_SHAPES[status];
  const edge = shape.line === "#fff" ? shape.colour : shape.line;
  return makeSvg(
    "svg",
    { viewBox: "-1.5 -1.5 3 3", width: 16, height: 16, class: "mark", "aria-hidden": "true" },
    makeSvg("path", { d: shape.paper || shape.fill, fill: shape.paper ? "#fff" : shape.colour, stroke: edge, "stroke-width": 0.3 }),
    makeSvg("path", { d: shape.fill, fill: shape.colour }),
  );
}
