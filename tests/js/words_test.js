// Both languages say the same things, with their plurals.
import { allWords } from "../../geo_ent/maps/assets/words.js";
import { wordsIn } from "./languages.js";

const fr = wordsIn("fr-FR", allWords);
const en = wordsIn("en-GB", allWords);

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @param {any} words @returns {string[]} every text that needs no figure */
const textsOf = (words) => Object.values(words).flatMap((value) => (typeof value === "object" ? textsOf(value) : typeof value === "string" ? [value] : []));
const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, " ");
/** @type {any} */
const ZONE = { schools_n: 3, covered_n: 1, unknown_n: 1, coverage_share: 1 / 3, coverage_share_max: 2 / 3, interval_low: 0.06, interval_high: 0.79, pupils_n: 1200, covered_pupils_n: 1, pupils_known_n: 2, pupils_coverage_share: 1 / 1200 };

Deno.test("every text is told in both languages", () => {
  const alike = ["Date", "Situation", "Pause", "Solution", "Solutions", "Nature", "REP", "REP+", "fragile", "–", "Classes", "Code", "Note", "© IGN – Plan IGN v2"];
  const english = textsOf(en);
  same(textsOf(fr).filter((text, at) => text === english[at] && !alike.includes(text)), []);
});

Deno.test("a zone is told in French", () => {
  same(plain(fr.coverage(ZONE)), "1 école sur 3 a un ENT (33,3 %)");
  same(plain(fr.bounds(ZONE)), "Entre 33,3 % et 66,7 %, selon l’école dont on ne sait rien.");
  same(plain(fr.bounds({ ...ZONE, unknown_n: 0, undated_n: 2 })), "Entre 33,3 % et 66,7 %, selon les 2 écoles dont l’ENT n’est pas daté.");
  same(plain(fr.bounds({ ...ZONE, undated_n: 2 })), "Entre 33,3 % et 66,7 %, selon les 3 écoles dont on ne sait rien ou dont l’ENT n’est pas daté.");
  same(fr.bounds({ ...ZONE, unknown_n: 0 }), "");
  same(plain(fr.interval(ZONE)), "Fragilité d’un petit nombre : la part irait de 6,0 % à 79,0 % (95 %), si chaque école avait été équipée ou non par un tirage indépendant.");
  same(plain(fr.pupils(ZONE)), "1 élève sur 1 200 (0,1 %) est dans une école qui a un ENT. L’effectif de 1 école n’est pas connu.");
  same(fr.coverage({ ...ZONE, schools_n: 0 }), "Aucune école");
});

Deno.test("of a zone of which nothing is known no share is told, which would be read as none", () => {
  const unknown = { ...ZONE, covered_n: 0, unknown_n: 3 };
  same(plain(fr.coverage(unknown)), "On ne sait d’aucune des 3 écoles si elle a un ENT");
  same(plain(fr.coverage({ ...unknown, schools_n: 1, unknown_n: 1 })), "On ne sait pas si la seule école a un ENT");
  same(plain(en.coverage(unknown)), "It isn’t known of any of the 3 schools whether it has an ENT");
  same(plain(fr.coverage({ ...unknown, unknown_n: 2 })), "0 école sur 3 a un ENT (0,0 %)");
  /** @type {any} */
  const indicator = { id: "coverage_share", unit: "share", part: "covered_n", whole: "schools_n", undecided: [] };
  same(fr.value(indicator, { ...unknown, coverage_share: 0 }), "inconnu");
});

Deno.test("a zone is told in English", () => {
  same(plain(en.coverage(ZONE)), "1 of 3 schools has an ENT (33.3%)");
  same(plain(en.bounds(ZONE)), "Between 33.3% and 66.7%, depending on the school of which nothing is known.");
  same(plain(en.pupils(ZONE)), "1 of 1,200 pupils (0.1%) is in a school that has an ENT. The number of pupils of 1 school isn’t known.");
});

/** @type {any} */
const USED = { schools_n: 4, classes_known_n: 3, classes_n: 12, covered_classes_n: 10, classes_coverage_share: 10 / 12, accounts_known_n: 1, accounts_created_n: 1200, accounts_activated_n: 1164, accounts_activated_share: 0.97 };

Deno.test("classes and accounts are told in both languages, or not at all", () => {
  same(plain(fr.classes(USED)), "10 classes sur 12 (83,3 %) ont un ENT. Le nombre de classes de 1 école n’est pas connu.");
  same(plain(en.classes({ ...USED, classes_known_n: 4 })), "10 of 12 classes (83.3%) have an ENT.");
  same(plain(fr.accounts(USED)), "1 164 comptes activés sur 1 200 (97,0 %), dans 1 école.");
  same(plain(en.accounts(USED)), "1,164 of 1,200 accounts activated (97.0%), in 1 school.");
  same([fr.classes({ ...USED, classes_n: 0 }), en.accounts({ ...USED, accounts_activated_share: NaN })], ["", ""]);
  same([plain(fr.classesHere(2, 5)), plain(en.classesHere(2, 5)), plain(en.classesHere(1, null))], ["2 classes avec ENT sur 5", "2 of 5 classes with an ENT", "1 class with an ENT"]);
  same([plain(fr.several(1)), plain(fr.several(3))], ["1 école en a plusieurs et compte pour chacune.", "3 écoles en ont plusieurs et comptent pour chacune."]);
  same([plain(en.several(1)), plain(en.several(3))], ["1 school has several and counts for each.", "3 schools have several and count for each."]);
});

Deno.test("a share of nobody is unknown where somebody may be concerned, else it has no object", () => {
  const eligible = /** @type {any} */ ({ id: "share", unit: "share", part: "", undecided: ["undecided_n"] });
  const told = (/** @type {any} */ words, /** @type {number} */ undecided, share = NaN) => plain(words.value(eligible, { share, undecided_n: undecided }));
  same([told(fr, 2), told(fr, 0), told(fr, 2, 0.5)], ["inconnu", "sans objet", "50,0 %"]);
});

Deno.test("the last one of a list is the other", () => {
  same([plain(fr.more(1)), plain(fr.more(2)), plain(en.more(1)), plain(en.more(2))], ["Voir l’autre", "Voir les 2 autres", "See the other", "See the 2 others"]);
});

Deno.test("the undated are said to be schools beside what isn't", () => {
  same([plain(fr.undatedBeside(2, true)), plain(fr.undatedBeside(1, false)), plain(en.undatedBeside(2, false))], ["+ 2 non datées", "+ 1 école non datée", "+ 2 schools not dated"]);
});

Deno.test("a group is told by the school in its middle, in French without a fault of elision", () => {
  const around = ["Ecole primaire publique Jules Ferry", "École des Tilleuls", "Groupe scolaire de l’Hermine", "Olympe"].map((name) => fr.gaps.cluster(/** @type {any} */ ({}), name, ""));
  same(around, ["Autour de l’école primaire publique Jules Ferry", "Autour de l’école des Tilleuls", "Autour de Groupe scolaire de l’Hermine", "Autour d’Olympe"]);
  /** @type {any} */
  const group = { without_n: 5, schools_n: 6, km: 2, expected_n: 1.9, p: 0.004, deals_n: 999 };
  const start = "Regroupement d’écoles sans ENT : 5 sur 6";
  same(plain(fr.gaps.clusterTold(group, "Ecole des Tilleuls", "Auvers")).split(", contre")[0], `${start} dans un rayon de 2,0 km autour de l’école des Tilleuls (Auvers)`);
  same(plain(fr.gaps.clusterTold({ ...group, km: 0 }, "Ecole des Tilleuls", "")).split(", contre")[0], `${start} à l’endroit de l’école des Tilleuls`);
  same(plain(en.gaps.clusterTold(group, "Ecole des Tilleuls", "Auvers")).includes("within 2.0 km of “Ecole des Tilleuls” (Auvers)"), true);
});

Deno.test("filters are told as a person would", () => {
  const statuses = { none: "Pas d’ENT" };
  same(fr.among([], statuses), "");
  same(fr.among([["sector", ["public"]], ["priority", ["REP", "REP+"]]], statuses), "parmi les écoles publiques, en REP ou en REP+");
  same(plain(fr.among([["status", ["none"]]], statuses)), "parmi les écoles dont la situation est « Pas d’ENT »");
  same(plain(fr.among([["solution", ["", "ONE"]]], statuses)), "parmi les écoles sans solution nommée ou dont la solution est « ONE »");
  same(en.among([["nature", ["primaire", "elementaire"]], ["rural", ["yes"]], ["priority", ["REP"]]], statuses), "among rural, combined or elementary schools, in REP");
  same(en.among([["sector", ["public"]], ["rural", ["yes", ""]], ["solution", ["", "ONE"]]], statuses), "among public schools, rural or not known to be rural or urban, without a named solution or whose solution is “ONE”");
});

Deno.test("a first of the month is told by its month", () => {
  same([fr.moment("2021-09-01"), fr.moment("2023-06-30"), fr.at("2021-09-01"), fr.day("2020-07-01")], ["septembre 2021", "30 juin 2023", "en septembre 2021", "1er juillet 2020"]);
  same([en.moment("2021-09-01"), en.at("2023-06-30")], ["September 2021", "on 30 June 2023"]);
});

Deno.test("gaps have their sign, and nought has none", () => {
  same([-12.34, 0.01, 1.5, -1].map((value) => plain(fr.points(value))), ["−12,3 points", "0,0 point", "+1,5 point", "−1,0 point"]);
  same(plain(en.points(-12.34)), "−12.3 points");
});

Deno.test("an ordinal is English", () => {
  const level = /** @type {any} */ ({ one: "commune", many: "communes" });
  const told = (/** @type {any} */ words, /** @type {number} */ above, /** @type {number} */ below, alike = 0, all = true) =>
    plain(words.rank({ above, below, alike, zones: above + below + alike + 1 }, level, all));
  same([2, 3, 4, 11, 12, 13, 21, 112].map((rank) => told(en, rank - 1, 200).split(" ")[0]), ["2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]);
  same(told(fr, 0, 18), "La plus forte part sur 19 communes d’au moins 5 écoles.");
  same(told(fr, 18, 0), "La plus faible part sur 19 communes d’au moins 5 écoles.");
  same(told(fr, 9, 9), "10e plus forte part sur 19 communes d’au moins 5 écoles.");
  same(told(fr, 10, 8), "9e plus faible part sur 19 communes d’au moins 5 écoles.");
  same(told(fr, 1, 3, 2, false), "2e plus forte part sur 7 communes d’au moins 5 écoles concernées, à égalité avec 2 autres.");
  same(told(fr, 0, 0, 4), "La même part que toutes les autres, sur 5 communes d’au moins 5 écoles.");
  same(told(en, 18, 0), "The lowest share of 19 communes of at least 5 schools.");
  same(told(en, 3, 1, 1), "2nd lowest share of 6 communes of at least 5 schools, level with 1 other.");
});
