// Finding by typing: what must not matter, what comes first, and hostile text.
import { bareWords, matching, matchKey } from "../../geo_ent/maps/assets/matching.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @param {...string} labels */
const entriesOf = (...labels) => labels.map((label) => ({ label, key: matchKey(label) }));

/** @param {{label: string, key: string}[]} entries @param {string} typed */
const labelsFound = (entries, typed) => matching(entries, typed).map((entry) => entry.label);

Deno.test("accents, case, hyphens, apostrophes and ligatures don't matter", () => {
  same(bareWords("Cœur-d’Étang  L'Haÿ"), ["coeur", "d", "etang", "l", "hay"]);
});

Deno.test("St and Saint find each other, and St still begins Stade", () => {
  const entries = entriesOf("Saint-Malo", "St Malo sud", "Ste-Anne", "Stade", "Malo");
  same(labelsFound(entries, "st malo"), ["Saint-Malo", "St Malo sud"]);
  same(labelsFound(entries, "Saint-malo"), ["Saint-Malo", "St Malo sud"]);
  same(labelsFound(entries, "sainte a"), ["Ste-Anne"]);
  same(new Set(labelsFound(entries, "st")).has("Stade"), true);
});

Deno.test("the whole name comes first, then names that begin so, then whole words, then the rest in order", () => {
  const entries = entriesOf("École de Vitré", "Vitrémont", "Balazé près Vitréen", "Vitré", "Vitré-Est");
  same(labelsFound(entries, "vitre"), ["Vitré", "Vitré-Est", "Vitrémont", "École de Vitré", "Balazé près Vitréen"]);
});

Deno.test("a name that is what was typed comes before one that goes on", () => {
  same(labelsFound(entriesOf("Saint Malo Ville", "Saint-Malo"), "st malo"), ["Saint-Malo", "Saint Malo Ville"]);
});

Deno.test("words may come in any order, and all must be there", () => {
  const entries = entriesOf("École Jean Moulin Rennes 0350122T", "École Jean Rostand Redon 0350001A");
  same(labelsFound(entries, "rennes moulin"), ["École Jean Moulin Rennes 0350122T"]);
  same(labelsFound(entries, "0350122t"), ["École Jean Moulin Rennes 0350122T"]);
  same(labelsFound(entries, "jean nantes"), []);
});

Deno.test("nothing typed finds nothing; signs and patterns are only text", () => {
  const entries = entriesOf("Redon", "(.*)+", "constructor");
  same(labelsFound(entries, ""), []);
  same(labelsFound(entries, " -' "), []);
  same(labelsFound(entries, ".*"), []);
  same(labelsFound(entries, "constructor"), ["constructor"]);
});

Deno.test("a slip is forgiven where nothing else is found, in words and never in codes", () => {
  const entries = entriesOf("École Jacques Prévert Bruz", "École Jules Ferry", "Privat 35170");
  same(labelsFound(entries, "prevret bruz"), ["École Jacques Prévert Bruz"]);
  same(["prevrt", "prevvert", "brevert", "prevart", "jacque prever"].map((typed) => labelsFound(entries, typed).length), [1, 1, 1, 1, 1]);
  same(labelsFound(entries, "prevx"), ["École Jacques Prévert Bruz"]);
  same(["pervret", "bruy", "35171", "75170"].map((typed) => labelsFound(entries, typed)), [[], [], [], []]);
  same(labelsFound(entriesOf("Ferry", "Ferri"), "ferri"), ["Ferri"]);
});

Deno.test("a code finds what has it after what is found by its words", () => {
  const entries = [{ label: "Moutiers", key: matchKey("Moutiers", "35130"), code: matchKey("35200") }, { label: "Rennes", key: matchKey("Rennes", "35000", "35200") }];
  same(labelsFound(entries, "35200"), ["Rennes", "Moutiers"]);
  same(labelsFound(entries, "moutiers 35200"), ["Moutiers"]);
});
