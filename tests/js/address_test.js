// The address keeps a view and gives it back.
import { readAddress, writeAddress } from "../../geo_ent/maps/assets/address.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

const VIEW = {
  indicator: "coverage_share",
  level: "commune",
  date: "2023-06-30",
  compare: "2021-09-01",
  zone: "35238",
  school: "0350122T",
  classing: "around",
  filters: { priority: ["", "REP+"], solution: ["a,b & c=d", "é#%"] },
};

Deno.test("what is written is read back, whatever the values hold", () => {
  same(readAddress(writeAddress(VIEW)), VIEW);
});

Deno.test("an address that tells no view is none", () => {
  same(readAddress(""), null);
  same(readAddress("#geo-ent-table"), null);
  same(readAddress("#%E0%A4%A"), null);
});

Deno.test("what is empty isn't written", () => {
  same(writeAddress({ level: "commune", zone: "", filters: {} }), "#niveau=commune");
});

Deno.test("no name can reach an object's prototype", () => {
  const read = readAddress("#filtre-__proto__=x&__proto__=y&niveau=commune");
  same(Object.getPrototypeOf(read?.filters) === Object.prototype, true);
  same(/** @type {any} */ ({}).x, undefined);
});

Deno.test("a very long address is cut, not refused", () => {
  same(readAddress("#niveau=commune&zone=" + "1".repeat(1e6))?.level, "commune");
});
