// The classes of a view: their bounds, names and colours.
import "./page.js";
const { withClasses, classFills } = await import("../../geo_ent/maps/assets/classes.js");
const { words } = await import("../../geo_ent/maps/assets/words.js");
const { indicators, levels } = await import("../../geo_ent/maps/assets/model.js");

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

const [share, unknown] = indicators;
const [communes, departements] = levels;
const plain = (/** @type {string[]} */ texts) => texts.map((text) => text.replaceAll("\u00a0", " "));

Deno.test("a level's own classes are taken where it has some, and where they are asked for", () => {
  same(withClasses(share, communes, "fit").bounds, [0.25, 0.5, 0.75]);
  same(withClasses(share, communes, "equal").bounds, [0.2, 0.4, 0.6, 0.8]);
  same(withClasses(share, communes, "around").bounds.map((bound) => bound.toFixed(9)), ["0.350000000", "0.450000000", "0.550000000"]);
  same([withClasses(share, departements, "fit").classing, withClasses(share, departements, "around").classing], ["equal", "equal"]);
  same(withClasses(unknown, communes, "around").bounds, [1, 5, 10, 20]);
  same(withClasses(share, communes, "fit") === withClasses(share, communes, "fit"), true);
});

Deno.test("each class has a name and a colour, and the special ones are last", () => {
  const { classes } = withClasses(share, communes, "fit");
  same(classes.map(({ fill }) => fill), ["1", "2", "3", "4", "hatch", "dots"]);
  same(plain(classes.map(({ label }) => label)), ["moins de 25 %", "25 à moins de 50 %", "50 à moins de 75 %", "75 % et plus", "none", "unknown"]);
  same(withClasses(unknown, communes, "fit").classes.map(({ label }) => label).slice(0, 5), ["0", "1 à 4", "5 à 9", "10 à 19", "20 et plus"]);
});

Deno.test("around a centre, colours go outwards on each side", () => {
  same(classFills([-40, -20, -5, 5, 20], 0), ["-3", "-2", "-1", "0", "+1", "+2"]);
  same(classFills([0.35, 0.45, 0.55], 0.45), ["-2", "-1", "+1", "+2"]);
  same(classFills([0.03, 0.08], 0.03), ["-1", "+1", "+2"]);
});

Deno.test("classes around a rate are told by how far they are from it", () => {
  same(plain(words.classLabels("share", [0.3488, 0.4988, 0.6488], 0.4988)), [
    "plus de 15 points au-dessous",
    "au-dessous, à 15 points au plus",
    "au taux ou au-dessus, à moins de 15 points",
    "15 points au-dessus ou davantage",
  ]);
  same(plain(words.classLabels("share", [0.03, 0.08], 0.03)), ["au-dessous", "au taux ou au-dessus, à moins de 5 points", "5 points au-dessus ou davantage"]);
  same(plain(words.classLabels("points", [-20, -5, 5, 20], 0)).slice(0, 3), ["moins de −20 points", "−20 à moins de −5 points", "−5 à moins de 5 points"]);
});

Deno.test("under the histogram stand the bounds, or whole numbers' own names", () => {
  same(plain(words.classEnds("share", [0.4, 0.5, 0.55], null)), ["40", "50", "55 %"]);
  same(plain(words.classEnds("n", [1, 2, 5, 10], null)), ["0", "1", "2–4", "5–9", "≥ 10"]);
  same(words.classEnds("points", [-20, -5, 5, 20], 0), ["−20", "−5", "5", "20\u00a0pts"]);
  same(plain(words.classEnds("share", [0.3988, 0.4988, 0.5988], 0.4988)), ["−10", "49,9 %", "+10"]);
});
