// Which layers are on, what the address tells of them, and the outline of what is taken together.
import { DATA } from "./page.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

const many = Array.from({ length: 30 }, (_, index) => index % 4);
/** @type {any} */ (DATA).gaps = {
  ranks: { school: many, km: many.map(() => null), reasons: [] },
  areas: [{ name: "Un", communes_n: 2, schools_n: 3, class_n: 0, unknown_n: 0, others_n: 0, pupils_n: null, communes: [0, 1] }],
  clusters: [],
  notes: [],
};
const { changeLayers, layers, layersTold, MOSTS, onLayers, ringed, showLayers } = await import("../../geo_ent/maps/assets/layers.js");
const { readOutline } = await import("../../geo_ent/maps/assets/topology.js");
const { allWords } = await import("../../geo_ent/maps/assets/words.js");
const { speakOf } = await import("../../geo_ent/maps/assets/language.js");
const { wordsIn } = await import("./languages.js");
const fr = wordsIn("fr-FR", allWords);
const en = wordsIn("en-GB", allWords);
const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, " ");

Deno.test("layers are off at first", () => {
  same([layers.areas, layers.clusters, layers.schools, layersTold()], [false, false, false, ""]);
  same(ringed(), []);
});

Deno.test("what may be ringed is less than what there is, or all of it", () => {
  same(MOSTS, [10, 25, 0]);
});

Deno.test("what is told of the layers is read back", () => {
  changeLayers({ areas: true, schools: true });
  same(layersTold(), "blanches,ecoles");
  same(ringed().length, 25);
  changeLayers({ most: 10 });
  same([layersTold(), ringed().length], ["blanches,ecoles-10", 10]);
  changeLayers({ areas: false, most: 0 });
  same([layersTold(), ringed().length], ["ecoles-toutes", 30]);
  for (const told of ["", "blanches", "ecoles", "blanches,ecoles-10", "ecoles-toutes"]) {
    showLayers(told);
    same(layersTold(), told);
  }
});

Deno.test("a layer that has nothing to show stays off, and unknown words are left aside", () => {
  showLayers("regroupements,galaxies,ecoles-12,__proto__");
  same(layersTold(), "ecoles");
  showLayers("ecoles-x");
  same([layers.most, layers.clusters], [25, false]);
});

Deno.test("those who follow are told once, and only of a change", () => {
  showLayers("");
  let told = 0;
  onLayers(() => void (told += 1));
  showLayers("blanches");
  showLayers("blanches");
  changeLayers({ clusters: true });
  same(told, 1);
});

Deno.test("an outline leaves out the borders inside", () => {
  const arcs = /** @type {any} */ (["left", "right", "between", "island"]);
  const both = [{ type: "Polygon", arcs: [[0, 2]] }, { type: "MultiPolygon", arcs: [[[1, ~2]], [[3]]] }];
  same(readOutline(both, arcs), ["left", "right", "island"]);
  same(readOutline(both.slice(0, 1), arcs), ["left", "between"]);
  same(readOutline([{ type: null }], arcs), []);
});

Deno.test("areas and groups are told with their plurals, in both languages", () => {
  const area = { name: "Un", communes_n: 2, schools_n: 1, class_n: 0, unknown_n: 1, others_n: 0, pupils_n: 1 };
  same(plain(fr.gaps.areaTold(area)), "2 communes · 1 école (1 de situation inconnue) · 1 élève");
  same(plain(en.gaps.areaTold({ ...area, unknown_n: 0, pupils_n: null })), "2 communes · 1 school");
  same(plain(fr.gaps.areaTold({ ...area, class_n: 1, others_n: 2 })), "2 communes · 1 école (1 avec un ENT dans certaines classes, 1 de situation inconnue) · 1 élève · 2 écoles y ont un ENT");
  const group = { school: 0, km: 0, schools_n: 3, without_n: 3, expected_n: 1.25, p: 0.003, deals_n: 999 };
  same(plain(fr.gaps.clusterTold(group, "A", "")), "Regroupement d’écoles sans ENT : 3 sur 3 à l’endroit d’A, contre 1,3 si l’ENT était réparti au hasard ; p = 0,003.");
  same(plain(fr.gaps.clusterTold({ ...group, p: 0.001 }, "A", "")).split(" ; ")[1], "p ≤ 0,001.");
  same(plain(en.gaps.clusterTold({ ...group, p: 0.01, deals_n: 99 }, "A", "")).split("; ")[1], "p ≤ 0.01.");
  same(plain(en.gaps.clusterTold({ ...group, km: 2 }, "A", "Un")), "Group of schools without an ENT: 3 of 3 within 2.0 km of “A” (Un), where 1.3 would be expected if ENTs were spread at random; p = 0.003.");
});

Deno.test("those to equip are told apart from those of which nothing is known", () => {
  const told = (/** @type {any} */ words, /** @type {number} */ n, /** @type {number} */ unknown) => plain(words.gaps.byPriority(words.gaps.toEquip(n, unknown, false)));
  same(told(fr, 128, 10), "118 écoles à équiper, 10 de situation inconnue, par ordre de priorité");
  same(told(fr, 1, 0), "1 école à équiper, par ordre de priorité");
  same(plain(fr.gaps.toEquip(128, 10, true)), "118 écoles rurales à équiper, 10 de situation inconnue");
  same(plain(en.gaps.toEquip(1, 0, true)), "1 rural school to equip");
  same(told(fr, 2, 2), "2 écoles de situation inconnue, par ordre de priorité");
  same(told(en, 128, 10), "118 schools to equip, 10 whose situation isn’t known, in order of priority");
});

Deno.test("the schools are those that are counted", () => {
  try {
    speakOf("public");
    const area = { name: "Un", communes_n: 1, schools_n: 2, class_n: 0, unknown_n: 0, others_n: 1, pupils_n: null };
    same(plain(fr.gaps.areaTold(area)), "1 commune · 2 écoles publiques · 1 école privée y a un ENT");
    same(plain(en.gaps.toEquip(3, 1, false)), "2 public schools to equip, 1 whose situation isn’t known");
    same(plain(fr.gaps.inAreas(12, 93, 3, true)), "93 écoles publiques dans 12 zones rurales sans école publique équipée que l’on connaisse");
    same(plain(fr.gaps.inAreas(1, 1, 0, false)), "1 école publique dans 1 zone sans école publique équipée");
    same(plain(en.gaps.inAreas(2, 9, 0, true)), "9 public schools in 2 rural areas without an equipped public school");
    same(plain(fr.coverage({ schools_n: 0 })), "Aucune école publique");
    same(plain(fr.coverage({ schools_n: 3, covered_n: 2 })), "2 écoles publiques sur 3 ont un ENT (66,7 %)");
    same(plain(en.coverage({ schools_n: 3, covered_n: 1 })), "1 of 3 public schools has an ENT (33.3%)");
    same(wordsIn("fr-FR", allWords).gaps.what.schools.slice(-42), "jusqu’à l’école publique équipée la plus proche.".slice(-42));
    speakOf("prive");
    same(plain(fr.gaps.areaTold(area)), "1 commune · 2 écoles privées · 1 école publique y a un ENT");
  } finally {
    speakOf("all");
  }
});
