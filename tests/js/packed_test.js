// The geometry as the page carries it, read back. tests/test_maps_packing.py writes the same.
import { numbersOf, unpackArcs, unpackObjects } from "../../geo_ent/maps/assets/packed.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

// two squares side by side and a zone without a shape; both squares together
const PACKED = {
  transform: { scale: [2, 1], translate: [10, 20] },
  points: "$!$",
  arcs: "$$#!!#$!!!!$!#$!!$#!",
  objects: { commune: "#!#!!#!#$!!", departement: "#!##," },
};

Deno.test("numbers are read back, whether they take one sign or more", () => {
  same(numbersOf("!#kl!ll!"), [0, 1, 69, 70, 1330]);
  same(numbersOf(""), []);
});

Deno.test("arcs are lines of points in degrees, made by the one asked", () => {
  same(unpackArcs(PACKED, (lat, lon) => [lat, lon]), [
    [[21, 12], [21, 10], [20, 10], [20, 12]],
    [[20, 12], [21, 12]],
    [[20, 12], [20, 14], [21, 14], [21, 12]],
  ]);
  same(unpackArcs(PACKED, (lat) => lat)[1], [20, 21]);
});

Deno.test("zones name the arcs of their rings, at every level", () => {
  const { commune, departement } = unpackObjects(PACKED);
  same(commune.geometries, [
    { type: "MultiPolygon", arcs: [[[0, 1]]] },
    { type: "MultiPolygon", arcs: [[[~1, 2]]] },
    { type: null, arcs: [] },
  ]);
  same(departement.geometries, [{ type: "MultiPolygon", arcs: [[[0, 2]]] }]);
});
