// Counting: sums, shares, intervals.
import { figuresAt, tally, wilson } from "../../geo_ent/maps/assets/figures.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @param {number} found @param {number} expected */
function near(found, expected) {
  if (!(Math.abs(found - expected) < 1e-12)) throw new Error(`${found} isn't ${expected}`);
}

const FACTS = {
  count: 5,
  nature: ["maternelle", "primaire", "elementaire", "primaire", "primaire"],
  priority: ["", "REP", "REP+", "", "REP"],
  rural: ["yes", "no", "", "yes", "no"],
  enir: ["yes", "yes", "no", "", ""],
  frr: ["no", "no", "no", "", ""],
  pupils: [100, null, 50, null, 50],
};
const STATUSES = ["school", "unknown", "class", "none", "school"];
const ZONES = [0, 0, 0, 1, -1];
const COLUMNS = tally(FACTS, STATUSES, (index) => ZONES[index], 3);

Deno.test("schools are counted in their zone, by status; those of no zone are left out", () => {
  same(["schools_n", "covered_n", "class_n", "planned_n", "none_n", "unknown_n"].map((name) => Array.from(COLUMNS[name])), [
    [3, 1, 0],
    [1, 0, 0],
    [1, 0, 0],
    [0, 0, 0],
    [0, 1, 0],
    [1, 0, 0],
  ]);
});

Deno.test("a school that isn't dated bounds the share from above; one that hasn't opened isn't counted", () => {
  const zone = figuresAt(tally(FACTS, ["school", "undated", "not_yet", "unopened", "unknown"], () => 0, 1), 0);
  same(["schools_n", "covered_n", "undated_n", "not_yet_n", "unknown_n", "without_n"].map((name) => zone[name]), [4, 1, 1, 1, 1, 1]);
  same([zone.coverage_share, zone.coverage_share_max, zone.known_share], [1 / 4, 3 / 4, 2 / 4]);
  same([zone.primary_schools_n, zone.rural_schools_n, zone.pupils_n], [3, 1, 200]);
  same(["primary", "rural", "urban"].map((group) => [zone[`${group}_schools_n`], zone[`${group}_undated_n`]]), [[3, 1], [1, 0], [2, 1]]);
});

Deno.test("shares divide what was counted; there is none where there is no school", () => {
  const zone = figuresAt(COLUMNS, 0);
  near(zone.coverage_share, 1 / 3);
  near(zone.coverage_share_max, 2 / 3);
  near(zone.known_share, 2 / 3);
  same(zone.without_n, 1);
  same(Object.entries(figuresAt(COLUMNS, 2)).filter(([name, value]) => name.endsWith("_share") && !Number.isNaN(value)), []);
});

Deno.test("pupils count where their number is known", () => {
  const zone = figuresAt(COLUMNS, 0);
  same([zone.pupils_n, zone.covered_pupils_n, zone.pupils_known_n], [150, 100, 2]);
  near(zone.pupils_coverage_share, 2 / 3);
  same(Number.isNaN(figuresAt(COLUMNS, 1).pupils_coverage_share), true);
});

const USED = { ...FACTS, classes: [5, 4, 3, null, 6], ent_classes: [null, 2, 9, null, 2], created: [100, 50, null, 10, 9], activated: [97, null, 30, 0, 9] };

Deno.test("classes count whole for a school, as told for some classes, at most the school's own", () => {
  const zone = figuresAt(tally(USED, ["school", "class", "class", "none", "none"], (index) => (index < 4 ? 0 : 1), 2), 0);
  same([zone.classes_n, zone.covered_classes_n, zone.classes_known_n], [12, 10, 3]);
  near(zone.classes_coverage_share, 10 / 12);
  const untold = tally({ ...USED, ent_classes: undefined }, Array(5).fill("class"), () => 0, 1);
  same(Array.from(untold.covered_classes_n), [0]);
  same(Number.isNaN(figuresAt(COLUMNS, 0).classes_coverage_share), true);
});

Deno.test("accounts count where both numbers are told, and one alone has no share", () => {
  const zone = figuresAt(tally(USED, STATUSES, () => 0, 1), 0);
  same([zone.accounts_created_n, zone.accounts_activated_n, zone.accounts_known_n], [119, 106, 3]);
  near(zone.accounts_activated_share, 106 / 119);
  const one = figuresAt(tally({ ...USED, activated: undefined }, STATUSES, () => 0, 1), 0);
  same([one.accounts_created_n, one.accounts_known_n, Number.isNaN(one.accounts_activated_share)], [169, 4, true]);
  same(Number.isNaN(figuresAt(COLUMNS, 0).accounts_activated_share), true);
});

Deno.test("a school whose rurality isn't known is in neither group, and a gap needs both", () => {
  const zone = figuresAt(COLUMNS, 0);
  same([zone.rural_schools_n, zone.urban_schools_n, zone.rep_schools_n, zone.rep_plus_schools_n], [1, 1, 1, 1]);
  near(zone.rural_urban_gap_points, 100);
  same(Number.isNaN(figuresAt(COLUMNS, 1).rural_urban_gap_points), true);
});

Deno.test("schools of which a group isn't known are counted apart, zone by zone", () => {
  same(["rurality_unknown_n", "enir_undecided_n"].map((name) => Array.from(COLUMNS[name])), [
    [1, 0, 0],
    [0, 1, 0],
  ]);
});

Deno.test("Wilson's interval is Newcombe's example, and stays between 0 and 1", () => {
  const [low, high] = wilson(81, 263);
  same([low.toFixed(4), high.toFixed(4)], ["0.2553", "0.3662"]);
  same(wilson(0, 4)[0], 0);
  same(wilson(4, 4)[1], 1);
  same(wilson(0, NaN).map(Number.isNaN), [true, true]);
});

Deno.test("sums over zones are the sum over all", () => {
  const whole = figuresAt(tally(FACTS, STATUSES, (index) => (ZONES[index] < 0 ? -1 : 0), 1), 0);
  Object.keys(COLUMNS)
    .filter((name) => name.endsWith("_n"))
    .forEach((name) => near(COLUMNS[name].reduce((sum, value) => sum + value, 0), whole[name]));
});
