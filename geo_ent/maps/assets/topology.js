// Reading TopoJSON: arcs are written once, in steps on a grid; zones name the arcs of their rings.

/** @typedef {[number, number][]} Line latitudes and longitudes */

/** @param {any} topology @returns {Line[]} every arc, in degrees */
export function readArcs(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map(function (/** @type {[number, number][]} */ steps) {
    let x = 0;
    let y = 0;
    return steps.map(function ([dx, dy]) {
      x += dx;
      y += dy;
      return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
    });
  });
}

/** @param {number[]} ring numbers of arcs, ~n for an arc run backwards @param {Line[]} arcs @returns {Line} */
export function readRing(ring, arcs) {
  /** @type {Line} */
  const points = [];
  ring.forEach(function (index) {
    const arc = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
    for (let i = points.length ? 1 : 0; i < arc.length; i += 1) points.push(arc[i]);
  });
  return points;
}

/** @param {any} geometry @param {Line[]} arcs @returns {Line[][]} polygons, each its outer ring then its holes */
export function readPolygons(geometry, arcs) {
  /** @type {number[][][]} */
  const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs || [];
  return polygons.map((rings) => rings.map((ring) => readRing(ring, arcs)));
}

/** @param {any} collection a level's object @param {Line[]} arcs @returns {Line[]} each border of the level, once */
export function readBorders(collection, arcs) {
  /** @type {Set<number>} */
  const used = new Set();
  collection.geometries.forEach(function (/** @type {any} */ geometry) {
    (geometry.arcs || []).flat(2).forEach((/** @type {number} */ index) => used.add(index < 0 ? ~index : index));
  });
  return [...used].map((index) => arcs[index]);
}

/** The outline of zones taken together: the borders that only one of them has. @param {any[]} geometries @param {Line[]} arcs @returns {Line[]} */
export function readOutline(geometries, arcs) {
  /** @type {Map<number, number>} */
  const times = new Map();
  geometries.forEach(function (geometry) {
    (geometry.arcs || []).flat(2).forEach(function (/** @type {number} */ index) {
      const arc = index < 0 ? ~index : index;
      times.set(arc, (times.get(arc) || 0) + 1);
    });
  });
  return [...times].filter(([, count]) => count === 1).map(([arc]) => arcs[arc]);
}
