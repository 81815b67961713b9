// What the card says of a school or a commune: sentences that stand by themselves.

import { capital } from "./dom.js";
import { atMoment, decimals, moment, number, otherWords, plural, tr } from "./language.js";
import { bareWords, matchKey } from "./matching.js";

/** @import { Figures } from "./figures.js" */

/**
 * What is known of a school's ENT at the date shown.
 * @typedef {Object} Told
 * @property {string} name of the school, as the directory has it
 * @property {string} commune "" when it isn't known
 * @property {string} status
 * @property {string} date shown, ISO
 * @property {string} solution "" when none is named, or several are
 * @property {string} start the day of its ENT, "" when it isn't known; before or after the date
 * @property {boolean} had whether it had an ENT for the whole school at an earlier date
 * @property {number|null} some classes that have an ENT
 * @property {number|null} classes all of them
 */

/** @typedef {{name: string, commune: string, km: number, here: boolean}} Near an equipped school; `here` for the same commune */

const SAME_PLACE_KM = 0.05; // distances are told to 100 m: nearer than half of that would read "0,0 km"
const LEAST_KM = 0.1; // nearer by less isn't worth telling, as in the list of schools to equip
const SMALL_WORDS = new Set("de du des la le les l d et en sur sous à au aux".split(" "));
const PLAIN_WORDS = new Map(Object.entries({ ecole: "école", elementaire: "élémentaire", elementare: "élémentaire", privee: "privée", ...Object.fromEntries(["maternelle", "primaire", "publique", "groupe", "scolaire"].map((word) => [word, word])) }));

/** What turns the way of writing around: in a name, it would turn the rest of its sentence too. */
const TURNS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A school's name as an editor writes it: no word in capitals but names, accents on what every school is called. @param {string} name @returns {string} */
export function schoolName(name) {
  const shouted = !/\p{Ll}/u.test(name);
  return name.replace(TURNS, "").trim().replace(/\s+/g, " ").replaceAll("'", "’").replace(/\p{L}+/gu, function (word, at) {
    const lower = word.toLowerCase();
    const plain = PLAIN_WORDS.get(bareWords(word)[0]);
    if (plain) return at ? plain : plain.charAt(0).toUpperCase() + plain.slice(1);
    if (!shouted) return word;
    return at && SMALL_WORDS.has(lower) ? lower : word.charAt(0) + lower.slice(1);
  });
}

/** Whether a school's name ends with its commune's, which isn't said twice. @param {string} name @param {string} commune @returns {boolean} */
const endsWithCommune = (name, commune) => matchKey(name).endsWith(matchKey(commune.replace(/^(?:l[ea]s? |l['’])/i, "")));

/** « l’école maternelle Jules Ferry de Bruz ». @param {string} name @param {string} commune @returns {string} */
export function theSchoolOf(name, commune) {
  const fields = { name: schoolName(name), commune: commune.replace(TURNS, "") };
  return commune && !endsWithCommune(name, commune) ? tr("{name:l’école} {commune:de}", fields) : tr("{name:l’école}", fields);
}

/** @param {string} iso @returns {string} from when, where « depuis » or « pour » comes before */
const dayTold = (iso) => (iso.endsWith("-01") ? moment(iso) : tr("le {day}", { day: moment(iso) }));

/** @param {string} iso @returns {string} on which day */
const thenTold = (iso) => (iso.endsWith("-01") ? atMoment(iso) : dayTold(iso));

/** What it has: « un ENT, ONE, depuis septembre 2021 ». @param {string} what @param {Told} told @returns {string} */
function having(what, told) {
  const fields = { what, solution: told.solution, start: told.start ? dayTold(told.start) : "" };
  if (told.solution) return told.start ? tr("{what}, {solution}, depuis {start}", fields) : tr("{what}, {solution}", fields);
  return told.start ? tr("{what} depuis {start}", fields) : what;
}

/** @param {Told} told @returns {string} the classes that have an ENT */
function inClasses({ some, classes }) {
  if (!some) return tr("un ENT dans certaines classes seulement");
  const fields = { all: classes ? number(classes) : "" };
  return classes ? plural("un ENT dans {n}\u00a0classe sur {all}", "un ENT dans {n}\u00a0classes sur {all}", some, fields) : plural("un ENT dans {n}\u00a0classe", "un ENT dans {n}\u00a0classes", some);
}

/** @returns {string} */
const anEnt = () => tr("un ENT");

/** How each situation is told, after « en septembre 2021, ». @type {Record<string, (who: string, told: Told) => string>} */
const SITUATIONS = {
  school: (who, told) => tr("{who} a {what}", { who, what: having(anEnt(), told) }),
  class: (who, told) => tr("{who} a {what}", { who, what: having(inClasses(told), told) }),
  planned: (who, { start }) => (start ? tr("{who} n’a pas d’ENT\u00a0; il est prévu pour {start}", { who, start: dayTold(start) }) : tr("{who} n’a pas d’ENT\u00a0; il est prévu", { who })),
  none: (who, { had }) => (had ? tr("{who} n’a plus d’ENT", { who }) : tr("{who} n’a pas d’ENT", { who })),
  unknown: (who) => tr("on ne sait pas si {who} a un ENT", { who }),
  undated: (who) => tr("on ne sait pas si {who} a déjà son ENT, dont le début n’est pas daté", { who }),
  not_yet: (who, { start }) => (start ? tr("{who} n’a pas encore d’ENT\u00a0; il ouvre {start}", { who, start: thenTold(start) }) : tr("{who} n’a pas encore d’ENT", { who })),
  unopened: (who) => tr("{who} n’a pas encore ouvert", { who }),
};

/** Where the nearest equipped school is. @param {Near|null} near null when there is none @returns {string} */
function nearestTold(near) {
  if (!near) return tr("on ne connaît pas d’{school} équipée sur cette carte");
  const fields = { name: theSchoolOf(near.name, near.here ? "" : near.commune), km: decimals(near.km) };
  if (near.km < SAME_PLACE_KM) return tr("l’{school} équipée la plus proche est {name}, au même endroit", fields);
  return tr("l’{school} équipée la plus proche est {name}, à {km}\u00a0km à vol d’oiseau", fields);
}

/** An equipped school of the other sector, where it is nearer. @param {Near|null} other @param {Near|null} near @returns {string} */
function otherTold(other, near) {
  if (!other || (near && other.km > near.km - LEAST_KM)) return "";
  const fields = { kind: otherWords().school, name: theSchoolOf(other.name, other.here ? "" : other.commune), km: decimals(other.km) };
  if (other.km < SAME_PLACE_KM) return tr("une {kind} équipée est au même endroit\u00a0: {name}", fields);
  return tr("une {kind} équipée est plus près\u00a0: {name}, à {km}\u00a0km", fields);
}

/** @param {Figures} zone @returns {number} the schools that may have an ENT or not */
const inDoubt = (zone) => zone.unknown_n + (zone.undated_n || 0);

/** What isn't known of a commune's schools. @param {Figures} zone @returns {string} */
function doubt(zone) {
  const unknown = inDoubt(zone);
  return unknown ? tr(" (on ne sait pas pour {n})", { n: number(unknown) }) : "";
}

/** @param {Figures} zone @returns {Record<string, string>} */
const noneFields = (zone) => ({
  all: number(zone.schools_n),
  ent: zone.class_n ? tr("d’ENT pour toute l’école") : tr("d’ENT"),
});

/** How a commune's only school is equipped. @param {Figures} zone @param {Record<string, string>} fields @returns {string} */
function onlyTold(zone, fields) {
  if (zone.covered_n) return tr("{where}, la seule {school} a un ENT", fields);
  return inDoubt(zone) ? tr("{where}, on ne sait pas si la seule {school} a un ENT", fields) : tr("{where}, la seule {school} n’a pas {ent}", fields);
}

/** How the schools of a commune are equipped. @param {Figures} zone @param {string} where @returns {string} */
function communeTold(zone, where) {
  const fields = { where, ...noneFields(zone) };
  if (zone.schools_n === 1) return onlyTold(zone, fields);
  if (!zone.covered_n) return inDoubt(zone) ? tr("{where}, aucune des {all}\u00a0{schools} n’a, que l’on sache, {ent}", fields) : tr("{where}, aucune des {all}\u00a0{schools} n’a {ent}", fields);
  if (zone.covered_n === zone.schools_n) return tr("{where}, les {all}\u00a0{schools} ont un ENT", fields);
  return plural("{where}, {n}\u00a0{school} sur {all} a un ENT{doubt}", "{where}, {n}\u00a0{schools} sur {all} ont un ENT{doubt}", zone.covered_n, { ...fields, doubt: doubt(zone) });
}

/** @param {Figures|null} zone of a school's commune, null when it isn't known @param {string} place its name @returns {string} */
function homeTold(zone, place) {
  if (!zone || !zone.schools_n) return "";
  return zone.schools_n === 1 ? tr("{place:à}, c’est la seule {school}", { place }) : communeTold(zone, tr("dans la commune"));
}

/** @param {string} iso @param {string} told @returns {string} */
const datedTold = (iso, told) => capital(tr("{when}, {told}", { when: atMoment(iso), told }));

/**
 * The answer for a school: whether it has an ENT, then what is around it.
 * @param {Told} told @param {{near: Near|null, other: Near|null, placed: boolean, commune: Figures|null}} around
 * @returns {[string, string]} the answer, and the rest: two sentences without their stop
 */
export function schoolSentence(told, { near, other, placed, commune }) {
  const own = datedTold(told.date, SITUATIONS[told.status](theSchoolOf(told.name, told.commune), told));
  const open = told.status !== "unopened";
  const far = open && placed && told.status !== "school";
  const parts = [far ? nearestTold(near) : "", far ? otherTold(other, near) : "", open ? homeTold(commune, told.commune) : ""];
  return [own, parts.filter(Boolean).join(tr("\u00a0; "))];
}

/**
 * The answer for a commune.
 * @param {string} name @param {string} iso the date shown @param {Figures} zone
 * @returns {[string, string]}
 */
export function communeSentence(name, iso, zone) {
  const place = name.replace(TURNS, "");
  return [datedTold(iso, zone.schools_n ? communeTold(zone, tr("{place:à}", { place })) : tr("il n’y a pas d’{school} {place:à}", { place })), ""];
}

/** @param {string} text @returns {string} with what ends a sentence */
export const stopped = (text) => (/[.?]$/.test(text) ? text : `${text}.`);

/** Both parts of an answer in one sentence, to be heard. @param {string[]} parts @returns {string} */
export const inOneSentence = (parts) => stopped(parts.filter(Boolean).join(tr("\u00a0; ")));

/** The other words of the card, made in the page's language; the page asks once. */
export const allCardWords = () => ({
  card: tr("Fiche"),
  close: tr("Fermer la fiche"),
  /** @param {string} code @param {number} communes */
  postcodeTold: (code, communes) => tr("Le code postal {code} est celui des écoles de {n}\u00a0communes\u00a0: laquelle\u00a0?", { code, n: number(communes) }),
  spot: (/** @type {number} */ schools) => tr("{n}\u00a0écoles à cet endroit\u00a0: laquelle\u00a0?", { n: number(schools) }),
  beside: tr("Au même endroit, à moins de 100\u00a0m"),
  near: tr("Les {schools} équipées les plus proches"),
  /** @param {string} commune @param {number} km */
  nearTold: (commune, km) => [commune, km < SAME_PLACE_KM ? tr("au même endroit") : tr("{km}\u00a0km à vol d’oiseau", { km: decimals(km) })].filter(Boolean).join(" · "),
  zones: tr("Dans ses zones"),
  /** @param {number} covered @param {number} all */
  part: (covered, all) => tr("{part} sur {all}", { part: number(covered), all: number(all) }),
  leftOut: tr("Les filtres l’écartent de la carte et des chiffres."),
  unfiltered: tr("Cette fiche compte toutes les {schools}, sans les filtres."),
  walk: tr("Écoles de la carte, une à une par les flèches, fiche par Entrée"),
  /** @param {number} at @param {number} all */
  walkHint: (at, all) => (all ? tr("{n} sur {all} · flèches\u00a0: une autre · Entrée\u00a0: sa fiche", { n: number(at), all: number(all) }) : ""),
  nobody: tr("Aucune {school} à cet endroit"),
  link: tr("L’adresse de cette fiche"),
  share: tr("Partager cette fiche"),
  its: (/** @type {number} */ schools) => plural("Son {school}", "Ses {n}\u00a0{schools}", schools),
});

export const cardWords = allCardWords();
