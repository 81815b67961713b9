// The answer for a school and for a commune, in every situation and in both languages.
import { communeSentence, inOneSentence, schoolName, schoolSentence, theSchoolOf } from "../../geo_ent/maps/assets/card_words.js";
import { elideBefore, speakOf } from "../../geo_ent/maps/assets/language.js";
import { wordsIn } from "./languages.js";

speakOf("public");
const make = () => ({
  school: (/** @type {Parameters<typeof schoolSentence>} */ ...given) => inOneSentence(schoolSentence(...given)),
  commune: (/** @type {Parameters<typeof communeSentence>} */ ...given) => inOneSentence(communeSentence(...given)),
  theSchoolOf,
});
const fr = wordsIn("fr-FR", make);
const en = wordsIn("en-GB", make);

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @import { Near, Told } from "../../geo_ent/maps/assets/card_words.js" */

const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, " ");
/** @type {Told} */
const TOLD = { name: "Ecole primaire publique Jules Ferry", commune: "Bruz", status: "school", date: "2023-06-30", solution: "", start: "", had: false, some: null, classes: null };
/** @type {Near} */
const NEAR = { name: "Ecole maternelle publique les Grains d'Orge", commune: "Orgères", km: 3.16, here: false };
/** @type {any} */
const NINE = { schools_n: 9, covered_n: 4, unknown_n: 0, undated_n: 0, class_n: 0 };

/** @param {any} words @param {Partial<Told>} told @param {any} [around] */
const saidIn = (words, told, around = {}) => plain(words.school({ ...TOLD, ...told }, { near: null, other: null, placed: false, commune: null, ...around }));

Deno.test("« de » loses its vowel before an h that isn't aspirated, as the page's builder says", () => {
  elideBefore(["Hirel"]);
  same(fr.theSchoolOf("Ecole primaire", "Hirel"), "l’école primaire d’Hirel");
  same(fr.theSchoolOf("Ecole primaire", "Hédé-Bazouges"), "l’école primaire de Hédé-Bazouges");
});

Deno.test("a school that has an ENT is told with its solution and its day, each where it is known", () => {
  same(saidIn(fr, { solution: "Beneylu School", start: "2021-09-01" }), "Au 30 juin 2023, l’école primaire publique Jules Ferry de Bruz a un ENT, Beneylu School, depuis septembre 2021.");
  same(saidIn(fr, { start: "2021-11-05" }), "Au 30 juin 2023, l’école primaire publique Jules Ferry de Bruz a un ENT depuis le 5 novembre 2021.");
  same(saidIn(fr, { solution: "ONE" }), "Au 30 juin 2023, l’école primaire publique Jules Ferry de Bruz a un ENT, ONE.");
  same(saidIn(fr, {}), "Au 30 juin 2023, l’école primaire publique Jules Ferry de Bruz a un ENT.");
  same(saidIn(en, { solution: "ONE", start: "2021-09-01" }), "On 30 June 2023, École primaire publique Jules Ferry in Bruz has an ENT, ONE, since September 2021.");
});

Deno.test("every other situation is told as it is, at the date that is shown", () => {
  const rest = (/** @type {any} */ words, /** @type {Partial<Told>} */ told) => saidIn(words, { date: "2021-09-01", ...told }).replace("l’école primaire publique Jules Ferry de Bruz", "elle").replace("École primaire publique Jules Ferry in Bruz", "it");
  same(rest(fr, { status: "class" }), "En septembre 2021, elle a un ENT dans certaines classes seulement.");
  same(rest(fr, { status: "class", some: 3, classes: 7, solution: "ONE", start: "2020-09-01" }), "En septembre 2021, elle a un ENT dans 3 classes sur 7, ONE, depuis septembre 2020.");
  same(rest(fr, { status: "class", some: 1 }), "En septembre 2021, elle a un ENT dans 1 classe.");
  same(rest(fr, { status: "planned" }), "En septembre 2021, elle n’a pas d’ENT ; il est prévu.");
  same(rest(fr, { status: "planned", start: "2024-01-08" }), "En septembre 2021, elle n’a pas d’ENT ; il est prévu pour le 8 janvier 2024.");
  same(rest(fr, { status: "none" }), "En septembre 2021, elle n’a pas d’ENT.");
  same(rest(fr, { status: "none", had: true }), "En septembre 2021, elle n’a plus d’ENT.");
  same(rest(fr, { status: "unknown" }), "En septembre 2021, on ne sait pas si elle a un ENT.");
  same(rest(fr, { status: "undated" }), "En septembre 2021, on ne sait pas si elle a déjà son ENT, dont le début n’est pas daté.");
  same(rest(fr, { status: "not_yet" }), "En septembre 2021, elle n’a pas encore d’ENT.");
  same(rest(fr, { status: "not_yet", start: "2022-09-01" }), "En septembre 2021, elle n’a pas encore d’ENT ; il ouvre en septembre 2022.");
  same(rest(fr, { status: "not_yet", start: "2022-11-05" }), "En septembre 2021, elle n’a pas encore d’ENT ; il ouvre le 5 novembre 2022.");
  same(rest(fr, { status: "unopened" }), "En septembre 2021, elle n’a pas encore ouvert.");
  const english = ["class", "planned", "none", "unknown", "undated", "not_yet", "unopened"].map((status) => rest(en, { status }));
  same(english, [
    "In September 2021, it has an ENT in some classes only.",
    "In September 2021, it has no ENT; it is planned.",
    "In September 2021, it has no ENT.",
    "In September 2021, it isn’t known whether it has an ENT.",
    "In September 2021, it isn’t known whether it already has its ENT, whose start isn’t dated.",
    "In September 2021, it has no ENT yet.",
    "In September 2021, it hasn’t opened yet.",
  ]);
});

Deno.test("a school without one is told where the nearest is, of its sector and of the other, and how its commune is equipped", () => {
  const other = { name: "Ecole primaire privée St Joseph", commune: "Bruz", km: 1.24, here: true };
  const said = (/** @type {any} */ words, /** @type {any} */ around, status = "none") => saidIn(words, { status }, { placed: true, commune: NINE, ...around }).replace(/^.*?ENT *; /, "");
  same(said(fr, { near: NEAR }), "l’école publique équipée la plus proche est l’école maternelle publique les Grains d’Orge d’Orgères, à 3,2 km à vol d’oiseau ; dans la commune, 4 écoles publiques sur 9 ont un ENT.");
  same(said(fr, { near: { ...NEAR, here: true, km: 0.02 } }), "l’école publique équipée la plus proche est l’école maternelle publique les Grains d’Orge, au même endroit ; dans la commune, 4 écoles publiques sur 9 ont un ENT.");
  same(said(fr, { near: NEAR, other, commune: null }).split(" ; ")[1], "une école privée équipée est plus près : l’école primaire privée St Joseph, à 1,2 km.");
  same(said(fr, { near: { ...NEAR, km: 1.3 }, other, commune: null }), "l’école publique équipée la plus proche est l’école maternelle publique les Grains d’Orge d’Orgères, à 1,3 km à vol d’oiseau.");
  same(said(fr, { other, commune: null }), "on ne connaît pas d’école publique équipée sur cette carte ; une école privée équipée est plus près : l’école primaire privée St Joseph, à 1,2 km.");
  same(said(en, { near: NEAR, other }), "the nearest equipped public school is École maternelle publique les Grains d’Orge in Orgères, 3.2 km away as the crow flies; an equipped private school is nearer: École primaire privée St Joseph, 1.2 km away; in the commune, 4 of the 9 public schools have an ENT.");
  same(saidIn(fr, { status: "unopened" }, { placed: true, near: NEAR, commune: NINE }).includes(" ; "), false);
  same(saidIn(fr, {}, { placed: true, near: NEAR }).includes("proche"), false);
});

Deno.test("a commune's schools are told in full sentences, whatever their number", () => {
  const ofCommune = (/** @type {any} */ words, /** @type {any} */ zone) => saidIn(words, {}, { commune: { ...NINE, ...zone } }).split(/ ?; /)[1];
  same(ofCommune(fr, { schools_n: 1, covered_n: 1 }), "à Bruz, c’est la seule école publique.");
  same(ofCommune(fr, { covered_n: 1, unknown_n: 2 }), "dans la commune, 1 école publique sur 9 a un ENT (on ne sait pas pour 2).");
  same(ofCommune(fr, { covered_n: 9 }), "dans la commune, les 9 écoles publiques ont un ENT.");
  same(ofCommune(fr, { covered_n: 0 }), "dans la commune, aucune des 9 écoles publiques n’a d’ENT.");
  same(ofCommune(fr, { covered_n: 0, class_n: 1, undated_n: 1 }), "dans la commune, aucune des 9 écoles publiques n’a, que l’on sache, d’ENT pour toute l’école.");
  const said = (/** @type {any} */ words, /** @type {any} */ zone, place = "Le Rheu") => plain(words.commune(place, "2023-06-30", { ...NINE, ...zone }));
  same(said(fr, {}), "Au 30 juin 2023, au Rheu, 4 écoles publiques sur 9 ont un ENT.");
  same(said(fr, { covered_n: 1, unknown_n: 1 }, "Les Ulis"), "Au 30 juin 2023, aux Ulis, 1 école publique sur 9 a un ENT (on ne sait pas pour 1).");
  same(said(fr, { covered_n: 9 }, "Bruz"), "Au 30 juin 2023, à Bruz, les 9 écoles publiques ont un ENT.");
  same(said(fr, { covered_n: 0 }, "L'Hermitage"), "Au 30 juin 2023, à L'Hermitage, aucune des 9 écoles publiques n’a d’ENT.");
  same(said(fr, { schools_n: 0, covered_n: 0 }, "La Mézière"), "Au 30 juin 2023, il n’y a pas d’école publique à La Mézière.");
  same(said(fr, { schools_n: 1, covered_n: 1 }), "Au 30 juin 2023, au Rheu, la seule école publique a un ENT.");
  same(said(fr, { schools_n: 1, covered_n: 0, unknown_n: 1 }), "Au 30 juin 2023, au Rheu, on ne sait pas si la seule école publique a un ENT.");
  same(said(fr, { schools_n: 1, covered_n: 0, class_n: 1 }), "Au 30 juin 2023, au Rheu, la seule école publique n’a pas d’ENT pour toute l’école.");
  same(said(en, { covered_n: 1 }), "On 30 June 2023, in Le Rheu, 1 of the 9 public schools has an ENT.");
  same(said(en, { covered_n: 0, unknown_n: 1 }), "On 30 June 2023, in Le Rheu, none of the 9 public schools has, as far as is known, an ENT.");
  same(said(en, { schools_n: 0 }), "On 30 June 2023, there is no public school in Le Rheu.");
});

Deno.test("a name is written as an editor writes it, with its commune unless it ends with it", () => {
  const names = ["Ecole primaire  publique Jules Ferry", "ECOLE MATERNELLE PRIVEE KER ANNA ET JOACHIM", "Ecole élémentaire Publique l'Auditoire", "GROUPE SCOLAIRE DE L'HERMINE", "Les Lucioles", "école 2"];
  same(names.map(schoolName), ["École primaire publique Jules Ferry", "École maternelle privée Ker Anna et Joachim", "École élémentaire publique l’Auditoire", "Groupe scolaire de l’Hermine", "Les Lucioles", "École 2"]);
  same(fr.theSchoolOf("Ecole primaire publique de Chauvigné", "Chauvigné"), "l’école primaire publique de Chauvigné");
  same(fr.theSchoolOf("Ecole publique du Minihic sur Rance", "Le Minihic-sur-Rance"), "l’école publique du Minihic sur Rance");
  same(fr.theSchoolOf("Ecole élémentaire publique de St Didier", "Saint-Didier"), "l’école élémentaire publique de St Didier");
  same(fr.theSchoolOf("Ecole maternelle publique Saint-Malo", "Rennes"), "l’école maternelle publique Saint-Malo de Rennes");
  same(["Iffendic", "Le Rheu", "Les Ulis", "La Mézière", "Hédé-Bazouges", "Étrelles", "Yvetot", "Œuilly", "L'Hermitage"].map((commune) => fr.theSchoolOf("Ferry", commune)), [
    "l’école Ferry d’Iffendic", "l’école Ferry du Rheu", "l’école Ferry des Ulis", "l’école Ferry de La Mézière", "l’école Ferry de Hédé-Bazouges", "l’école Ferry d’Étrelles", "l’école Ferry d’Yvetot", "l’école Ferry d’Œuilly", "l’école Ferry de L'Hermitage",
  ]);
  same(fr.theSchoolOf("GROUPE SCOLAIRE DE L'HERMINE", "Bruz"), "le groupe scolaire de l’Hermine de Bruz");
  same(fr.theSchoolOf("Institution Saint-Joseph", ""), "l’institution Saint-Joseph");
  same(fr.theSchoolOf("RPI des Trois Rivières", ""), "le RPI des Trois Rivières");
  same(fr.theSchoolOf("", "Bruz"), "l’école de Bruz");
  same(fr.theSchoolOf("{name} $& <b>", "Bruz"), "l’école {name} $& <b> de Bruz");
});
