// The view: what it refuses, what it puts right, and whom it tells.
import "./page.js";
const { changeView, onView, view } = await import("../../geo_ent/maps/assets/state.js");

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @type {any[]} */
const told = [];
onView((now, previous) => told.push([{ ...now }, previous]));

Deno.test("it begins with the first indicator and level, the page's date, the whole territory", () => {
  same(view, { indicator: "coverage_share", level: "commune", date: "2023-06-30", compare: "", zone: "", classing: "fit", filters: {} });
});

Deno.test("a change is told once, with what was before", () => {
  told.length = 0;
  changeView({ zone: "2", date: "2022-09-01" });
  same(told.length, 1);
  same([told[0][0].zone, told[0][1].zone, told[0][1].date], ["2", "", "2023-06-30"]);
  changeView({ zone: "2" });
  same(told.length, 1);
});

Deno.test("another level leaves the zone, unless one of that level is named", () => {
  changeView({ level: "commune", zone: "2" });
  changeView({ level: "departement" });
  same(view.zone, "");
  changeView({ level: "commune", zone: "3" });
  same(view.zone, "3");
});

Deno.test("what doesn't fit is put right", () => {
  changeView({ level: "commune", zone: "3", date: "2023-06-30", indicator: "coverage_share", filters: {} });
  told.length = 0;
  changeView({ indicator: "x", date: "1999-01-01", filters: { color: ["red"], sector: ["vert"] } });
  same(told, []);
  changeView({ level: "planet", zone: "9" });
  same([view.level, view.zone], ["commune", ""]);
});

Deno.test("filters are known columns and values, in their own order", () => {
  changeView({ filters: { sector: ["public", "prive", "x"], nature: [] } });
  same(view.filters, { sector: ["public", "prive"] });
  changeView({ filters: {} });
});

Deno.test("a date is compared to another of the page's, by an indicator that has a change", () => {
  changeView({ indicator: "coverage_share", date: "2023-06-30", compare: "2021-09-01" });
  same(view.compare, "2021-09-01");
  changeView({ compare: "1999-01-01" });
  same(view.compare, "");
  changeView({ compare: "2022-09-01" });
  changeView({ indicator: "unknown_n" });
  same(view.compare, "");
});

Deno.test("the date compared to, once it is shown, is compared to nothing; another one still is", () => {
  changeView({ indicator: "coverage_share", date: "2023-06-30", compare: "2022-09-01" });
  changeView({ date: "2021-09-01" });
  same(view.compare, "2022-09-01");
  changeView({ date: "2022-09-01" });
  same([view.date, view.compare], ["2022-09-01", ""]);
  changeView({ date: "2023-06-30" });
});

Deno.test("classes are of one of three kinds", () => {
  changeView({ classing: "around" });
  changeView({ classing: /** @type {any} */ ("quantiles") });
  same(view.classing, "around");
  changeView({ classing: "fit" });
});
