// The change between two dates: who makes it, what bounds it, and its classes.
import "./page.js";
const { changeColumns, comparedStatuses } = await import("../../geo_ent/maps/assets/change.js");
const { tally } = await import("../../geo_ent/maps/assets/figures.js");
const { changeIndicator } = await import("../../geo_ent/maps/assets/compare.js");
const model = await import("../../geo_ent/maps/assets/model.js");
const { allWords } = await import("../../geo_ent/maps/assets/words.js");
const { wordsIn } = await import("./languages.js");

/** @import { Indicator } from "../../geo_ent/maps/assets/model.js" */
/** @import { Sums } from "../../geo_ent/maps/assets/change.js" */

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

const share = model.indicators[0];
const without = /** @type {Indicator} */ ({ ...share, id: "without_n", unit: "n" });
const gap = /** @type {Indicator} */ ({ ...share, id: "rural_urban_gap_points", unit: "points", concerned: ["rural_schools_n", "urban_schools_n"] });

/** The change of schools of one zone. @param {string} before @param {string} after statuses @param {Indicator} [indicator] @param {boolean} [later] */
function changed(before, after, indicator = share, later = true) {
  const [then, now] = [before, after].map((words) => words.split(" "));
  const each = (/** @type {string} */ word) => now.map(() => word);
  const facts = { count: now.length, nature: each("primaire"), priority: each(""), rural: now.map((_, index) => (index % 2 ? "no" : "yes")), frr: each(""), enir: each(""), pupils: now.map(() => 1) };
  const statuses = later ? comparedStatuses(now, then) : comparedStatuses(then, now);
  const sums = /** @type {Sums} */ (Object.fromEntries(Object.entries(statuses).map(([name, column]) => [name, tally(facts, column, () => 0, 1)])));
  const columns = changeColumns(indicator, sums, later);
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Math.round(values[0] * 1e6) / 1e6 + 0]));
}

/** @param {Record<string, number>} zone @returns {number[]} */
const told = (zone) => [zone.change, zone.change_low, zone.change_high];

Deno.test("a school in doubt at either date is in neither figure, and bounds the change", () => {
  const zone = changed("school none none undated none", "school school none school unknown");
  same([zone.change_then, zone.change_now], [0.333333, 0.666667]);
  same(told(zone), [33.333333, 20, 60]);
  same([zone.compared_n, zone.opened_n, zone.left_n, zone.known_share], [3, 0, 2, 0.6]);
});

Deno.test("seen from the other date it is the opposite change", () => {
  same(told(changed("school none none undated none", "school school none school unknown", share, false)), [-33.333333, -60, -20]);
  same(told(changed("undated none", "undated none", share, false)), [0, -50, 0]);
  same(told(changed("undated none", "undated none", without, false)), [0, 0, 1]);
});

Deno.test("a school counts from its opening on; where there was none there is no change", () => {
  const zone = changed("school none unopened unopened", "school none school school");
  same([...told(zone), zone.compared_n, zone.opened_n], [25, 25, 25, 4, 2]);
  same(told(changed("unopened", "school")), [null, null, null].map(() => NaN));
});

Deno.test("an ENT that is undated at both dates may have opened in between, and wasn't lost", () => {
  same(told(changed("undated none", "undated none")), [0, 0, 50]);
  same(told(changed("unknown none", "unknown none")), [0, -50, 50]);
});

Deno.test("a number changes by schools, a gap by points, each group by its own bounds", () => {
  same(told(changed("none none unknown", "school none none", without)), [-1, -1, 0]);
  same(told(changed("none none none", "school none unknown", gap)), [100, 50, 100]);
});

Deno.test("the classes of a change are about nought, and stay at every date", () => {
  const [communes] = model.levels;
  const record = changeIndicator(share, communes, "2021-09-01");
  same([record.unit, record.bounds.length, record.classes.length, record.changed === share], ["points", 6, 9, true]);
  same(record.bounds.map((bound) => -bound).reverse(), record.bounds);
  same(changeIndicator(share, communes, "2021-09-01") === record, true);
  same(record.classes.map(({ fill }) => fill), ["-3", "-2", "-1", "0", "+1", "+2", "+3", "hatch", "dots"]);
});

const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, " ");

Deno.test("classes are named with their signs", () => {
  const fr = wordsIn("fr-FR", allWords);
  same(fr.changeClasses([-20, -5, 5, 20], "points").map(plain), ["moins de −20 points", "−20 à moins de −5 points", "−5 à moins de +5 points", "+5 à moins de +20 points", "+20 points et plus"]);
  same(fr.changeClasses([-4, 0, 1, 5], "n"), ["−5 et moins", "−4 à −1", "0", "+1 à +4", "+5 et plus"]);
});

/** @type {any} */
const ZONE = { change: 9.0261, change_now: 210 / 421, change_then: 172 / 421, compared_n: 421, left_n: 0, change_low: 9.0261, change_high: 9.0261 };
const TOLD = { now: "Part : 49,9 %", kept: "", then: "40,9 %", date: "2023-06-30", compare: "2021-09-01" };

Deno.test("a change is told with both figures, about where they don't add up, of whom it is known", () => {
  const fr = wordsIn("fr-FR", allWords);
  const en = wordsIn("en-GB", allWords);
  same(plain(fr.changed(share, ZONE, TOLD)), "Part : 49,9 % au 30 juin 2023, contre 40,9 % en septembre 2021, soit +9,0 points.");
  same(plain(fr.changed(share, { ...ZONE, change: 8.9261 }, TOLD)), "Part : 49,9 % au 30 juin 2023, contre 40,9 % en septembre 2021, soit environ +8,9 points.");
  same(plain(fr.changed(share, { ...ZONE, compared_n: 359, left_n: 62 }, TOLD)).split("soit ")[1], "+9,0 points, d’après les 359 écoles dont on connaît la situation aux deux dates.");
  same(plain(fr.changed(share, ZONE, { ...TOLD, kept: "parmi les écoles rurales" })).split("soit ")[1], "+9,0 points, parmi les écoles rurales.");
  same(plain(en.changed(share, ZONE, { ...TOLD, now: "Part: 49.9%", then: "40.9%" })), "Part: 49.9% on 30 June 2023, against 40.9% in September 2021, a change of +9.0 points.");
  same(plain(fr.changed(share, { ...ZONE, change: NaN }, TOLD)), "Part : pas de changement à dire, faute de chiffre à l’une des deux dates.");
  same(plain(fr.changed(share, { ...ZONE, change: NaN, left_n: 1 }, TOLD)), "Part : changement inconnu.");
  same([plain(fr.changeCell(share, 9.0261, ZONE.change_now, ZONE.change_then)), plain(fr.changeCell(share, 8.9261, ZONE.change_now, ZONE.change_then)), plain(fr.changeCell(without, -1, 3, 4))], ["+9,0 points", "≈ +8,9 points", "−1 école"]);
});

Deno.test("what isn't compared is told with what it leaves open", () => {
  const fr = wordsIn("fr-FR", allWords);
  same(fr.changeBounds(share, ZONE, true), "");
  same(plain(fr.changeBounds(share, { ...ZONE, left_n: 62, change_low: -5.6, change_high: 14.4 }, true)), "Avec les 62 écoles dont on ne sait rien ou dont l’ENT n’est pas daté à l’une des deux dates, le changement irait de −5,6 points à +14,4 points.");
  same(plain(fr.changeBounds(share, { ...ZONE, left_n: 1, change_low: -5.6, change_high: 14.4 }, false)).split(", ")[0], "Avec l’école dont on ne sait rien à l’une des deux dates");
  same([plain(fr.changeSince(share, 0, "2021-09-01")), plain(fr.changed(share, { ...ZONE, change: 0 }, TOLD)).split("2021")[1]], ["Aucun changement par rapport à septembre 2021", ", sans changement."]);
  same([plain(fr.against("2021-09-01")), plain(fr.against("2023-06-30"))], ["par rapport à septembre 2021", "par rapport au 30 juin 2023"]);
});
