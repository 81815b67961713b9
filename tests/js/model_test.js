// The model: what the page knows, counted by level, date and filter.
import "./page.js";
const model = await import("../../geo_ent/maps/assets/model.js");

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

const [communes, departements] = model.levels;
const now = { date: "2023-06-30", filters: {} };

Deno.test("schools are read with their words, place and pupils", () => {
  same(model.schools[0], { index: 0, uai: "A", name: "École A", pupils: 10, place: [46.5, 3], nature: "maternelle", sector: "public", priority: "", solution: "ONE", rural: "", enir: "", frr: "" });
  same(model.schools[1].place, null);
  same(model.communeOf(model.schools[2]), "Deux");
  same(model.communeOf(model.schools[3]), "");
});

Deno.test("a status is that of a date", () => {
  same(["2022-09-01", "2023-06-30"].map((date) => model.statusOf(model.schools[0], date)), ["not_yet", "school"]);
  same(Array.from(model.figures(communes, { date: "2022-09-01", filters: {} }).covered_n), [0, 0, 0]);
  same(Array.from(model.figures(communes, now).covered_n), [1, 0, 0]);
});

Deno.test("what there is on past days only is a situation of the days that have it", () => {
  const on = (/** @type {string} */ date) => model.statusesOn(date).map(({ id }) => id);
  same(on("2023-06-30"), ["school", "class", "planned", "none", "unknown"]);
  same(on("2022-09-01"), ["school", "class", "planned", "not_yet", "none", "unknown"]);
});

Deno.test("the undated beside an indicator are those that it is about", () => {
  /** @type {any} */
  const zone = { undated_n: 23, rep_plus_undated_n: 0, rural_undated_n: 4, urban_undated_n: 3 };
  const undated = (/** @type {Partial<import("../../geo_ent/maps/assets/model.js").Indicator>} */ own) => model.undatedOf({ ...model.indicators[0], ...own }, zone);
  same([undated({}), undated({ id: "pupils_coverage_share" })], [23, 23]);
  same(undated({ id: "rep_plus_coverage_share", concerned: ["rep_plus_schools_n"] }), 0);
  same(undated({ id: "rural_urban_gap_points", concerned: ["rural_schools_n", "urban_schools_n"] }), 7);
  same(undated({ whole: "accounts_created_n" }), 0);
});

Deno.test("a value on few schools is fragile, and no value isn't", () => {
  const gap = { ...model.indicators[0], id: "gap", unit: /** @type {"points"} */ ("points"), concerned: ["rural_schools_n", "urban_schools_n"] };
  const fragile = (/** @type {number} */ rural, /** @type {number} */ urban, /** @type {number} */ value) =>
    model.isFragile(gap, (column) => /** @type {Record<string, number>} */ ({ gap: value, rural_schools_n: rural, urban_schools_n: urban })[column]);
  same([fragile(3, 9, 12), fragile(9, 9, 12), fragile(3, 0, NaN)], [true, false, false]);
});

Deno.test("a school that had not opened counts nowhere at that date, whatever the filters", () => {
  const then = { date: "2021-09-01", filters: {} };
  same(model.statusOf(model.schools[0], then.date), model.UNOPENED);
  same(Array.from(model.figures(communes, then).schools_n), [1, 1, 0]);
  same(model.isKept(model.schools[0], then), false);
  same(model.isKept(model.schools[0], now), true);
});

Deno.test("a school of no zone counts in the territory", () => {
  same(Array.from(model.figures(communes, now).schools_n), [2, 1, 0]);
  same(model.territoryFigures(now).schools_n, 4);
  same(model.zoneFigures(departements, 0, now).covered_n, 2);
});

Deno.test("filters keep schools that have one of the values of every column", () => {
  const kept = (/** @type {Record<string, string[]>} */ filters) => model.territoryFigures({ date: "2023-06-30", filters }).schools_n;
  same(kept({ sector: ["public"] }), 3);
  same(kept({ sector: ["public"], nature: ["primaire"] }), 2);
  same(kept({ rural: ["yes", ""] }), 3);
  same(kept({ status: ["unknown"] }), 2);
  same(kept({ solution: ["ONE"], status: ["none"] }), 0);
});

Deno.test("a school with two solutions is kept for each of them, and listed under both", () => {
  const kept = (/** @type {string[]} */ solution) => model.territoryFigures({ date: "2023-06-30", filters: { solution } }).schools_n;
  same([kept(["ONE"]), kept(["NEO"]), kept([""]), kept(["ONE", "NEO"])], [2, 1, 2, 2]);
  same(model.valuesOf("solution"), ["NEO", "ONE", ""]);
  same(model.schools.map(model.solutionsOf), [["ONE"], [], [], ["NEO", "ONE"]]);
});

Deno.test("what the staff has is listed by its names, and nothing is no name", () => {
  const tools = (/** @type {string} */ staff) => model.staffToolsOf({ ...model.schools[0], staff });
  same([tools("Net'Circo + Tribu"), tools("Tribu"), tools(""), model.staffToolsOf(model.schools[0])], [["Net'Circo", "Tribu"], ["Tribu"], [], []]);
});

Deno.test("figures are counted once for a level, a date and filters, in whatever order they stand", () => {
  const one = model.figures(communes, { date: "2023-06-30", filters: { sector: ["public"], nature: ["primaire"] } });
  same(one === model.figures(communes, { date: "2023-06-30", filters: { nature: ["primaire"], sector: ["public"] } }), true);
  same(one === model.figures(departements, { date: "2023-06-30", filters: { nature: ["primaire"], sector: ["public"] } }), false);
});

Deno.test("a class holds its lower bound; no school and too little known are classes apart", () => {
  const [share, unknown] = model.indicators;
  const classAt = (/** @type {Record<string, number>} */ zone, indicator = share) => model.classOf(indicator, (column) => zone[column]);
  same(classAt({ schools_n: 5, coverage_share: 3 / 5, known_share: 1 }), 3);
  same(classAt({ schools_n: 5, coverage_share: 0.1 + 0.1, known_share: 1 }), 1);
  same(classAt({ schools_n: 5, coverage_share: 1, known_share: 1 }), 4);
  same(classAt({ schools_n: 0, coverage_share: NaN, known_share: NaN }), 5);
  same(classAt({ schools_n: 5, coverage_share: 0, known_share: 0.4 }), 6);
  same(classAt({ schools_n: 5, unknown_n: 3, known_share: 0.4 }, unknown), 1);
  const eligible = { ...share, id: "enir_eligible_coverage_share", concerned: ["enir_eligible_schools_n"], undecided: ["enir_undecided_n"] };
  same([0, 3].map((undecided) => classAt({ enir_eligible_schools_n: 0, enir_undecided_n: undecided, known_share: 1 }, eligible)), [5, 6]);
});

Deno.test("a rate on fewer than five schools is fragile, a number isn't", () => {
  const [share, unknown] = model.indicators;
  same([0, 4, 5].map((schools) => model.isFragile(share, () => schools)), [false, true, false]);
  same(model.isFragile(unknown, () => 4), false);
});

Deno.test("the values of a column are those that schools have", () => {
  same(model.valuesOf("sector"), ["public", "prive"]);
  same(model.valuesOf("priority"), ["REP", ""]);
  same(model.valuesOf("status"), ["school", "not_yet", "unknown"]);
});
