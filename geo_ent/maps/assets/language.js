// The page's language: its texts, numbers and dates. French stands where a text is used; an English
// page carries a catalogue (telling/translations/en/page_script.po), given to `speak` first of all.

/** @typedef {Record<string, string|number>} Fields what a text's {fields} are filled with */

const NBSP = "\u00a0";
const MINUS = "\u2212";
/** @type {Record<string, string|string[]>} French text → its translation, or its two forms */
let catalogue = {};
let locale = "fr-FR";
/** @type {Record<string, Intl.NumberFormat>} */
const formats = {};

/** @param {string} tag of the language, as Intl names it @param {typeof catalogue} texts */
export function speak(tag, texts) {
  locale = tag;
  catalogue = texts;
}

/** @typedef {"all"|"public"|"prive"} Sector */

/** Which schools are counted. @type {Sector} */
let countedSector = "all";

/** @param {Sector} sector */
export function speakOf(sector) {
  countedSector = sector;
}

/** Communes in h that isn't aspirated: « d’Hirel »; the builder has INSEE's list. @type {Set<string>} */
const silent = new Set();

/** @param {string[]} places */
export function elideBefore(places) {
  places.forEach((place) => silent.add(place));
}

/** French before a commune, as Python's `at_place`. @param {string} place @returns {string} */
const atPlace = (place) => place.replace(/^les /i, "aux ").replace(/^le /i, "au ").replace(/^(?!aux? )/i, "à ");

/** French « de » before a school, as Python's `of_school`; before an h, aspirated or not, it keeps its vowel. @param {string} school @returns {string} */
function ofSchool(school) {
  if (/^[eé]cole ./i.test(school)) return `de l’école${school.slice("école".length)}`;
  return /^[aeiou]/i.test(school.normalize("NFD")) ? `d’${school}` : `de ${school}`;
}

/** French « de » before a commune, as Python's `of_place`. @param {string} place @returns {string} */
function ofPlace(place) {
  if (/^(les?|aux) /i.test(place)) return place.replace(/^(les|aux) /i, "des ").replace(/^le /i, "du ");
  return silent.has(place) || /^[aeiouyœæ]/i.test(place.normalize("NFD")) ? `d’${place}` : `de ${place}`;
}

/** What schools are called that aren't called « école … ». @type {[RegExp, string][]} */
const OTHER_NAMES = [
  [/^(groupe|regroupement|pôle|site|cours|collège|jardin|rpi) ./i, "le "],
  [/^(institut|institution|ensemble) ./i, "l’"],
];

/** A school by its name as a sentence has it: « l’école maternelle Jules Ferry ». @param {string} school @returns {string} */
function theSchool(school) {
  if (/^[eé]cole ./i.test(school)) return `l’école${school.slice("école".length)}`;
  const article = OTHER_NAMES.find(([begun]) => begun.test(school));
  if (article) return article[1] + (/^[A-Z]{2}/.test(school) ? school : school.charAt(0).toLowerCase() + school.slice(1));
  return `l’école ${school}`.trim();
}

/** How a field is written after its text's preposition. @type {Record<string, (value: string) => string>} */
const prepositions = { "à": atPlace, "de": ofPlace, "école": ofSchool, "l’école": theSchool };

/** @param {string} text where {place:à}, {place:de}, {name:école} and {name:l’école} have their preposition, {school} and {schools} are those counted @param {Fields} [fields] @returns {string} */
function filled(text, fields) {
  const given = text.includes("{school") ? { ...schoolWords(), ...fields } : fields;
  return given ? text.replace(/\{(\w+)(?::(à|de|école|l’école))?\}/g, (_, name, before) => (prepositions[before] || String)(String(given[name]))) : text;
}

/** @param {string} text @param {Fields} [fields] @returns {string} */
export const tr = (text, fields) => filled(String(catalogue[text] || text), fields);

/** What the schools that are counted are called, or those of another sector. @param {string} [sector] @returns {Fields} */
function schoolWords(sector = countedSector) {
  if (sector === "public") return { school: tr("école publique"), schools: tr("écoles publiques") };
  if (sector === "prive") return { school: tr("école privée"), schools: tr("écoles privées") };
  return { school: tr("école"), schools: tr("écoles") };
}

/** What the schools of the sector that isn't counted are called. @returns {Fields} */
export const otherWords = () => schoolWords({ public: "prive", prive: "public", all: "all" }[countedSector]);

/** A number of schools of the sector that isn't counted. @param {number} n @returns {string} */
export function otherSchools(n) {
  const { school, schools } = otherWords();
  return number(n) + NBSP + (isOne(n) ? school : schools);
}

/** A text whose translation depends on where it stands. @param {string} context @param {string} text @param {Fields} [fields] @returns {string} */
export const in_context = (context, text, fields) => filled(String(catalogue[`${context}\u0004${text}`] || text), fields);

/** @param {number} count @returns {boolean} whether it takes the singular: in French all under 2 does */
const isOne = (count) => (locale === "fr-FR" ? Math.abs(count) < 2 : Math.abs(count) === 1);

/** The one of two texts that goes with a count, which is {n} in it. @param {string} one @param {string} many @param {number} count @param {Fields} [fields] @returns {string} */
export const plural = (one, many, count, fields) => filled((catalogue[one] || [one, many])[isOne(count) ? 0 : 1], { n: number(count), ...fields });

/**
 * Rounds as `half_up` of text/numbers.py does, which says why: a half away from zero, of the number
 * that is meant, whose twelve figures a float holds with certainty.
 * @param {number} value @param {number} digits after the point @returns {number} never -0
 */
export function halfUp(value, digits = 0) {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value + 0;
  const [figures, power] = Math.abs(value).toExponential(11).split("e");
  const whole = Math.round(Number(`${figures}e${Number(power) + digits}`)); // a text has no noise: a half is one
  return (Math.sign(value) * whole) / 10 ** digits + 0;
}

/**
 * Writes a number. Intl is asked when there is a number to write, no sooner: it takes a browser
 * 30 ms the first time, and the map is drawn without it.
 * @param {number} value @param {number} digits after the point @returns {string}
 */
export function decimals(value, digits = 1) {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = (formats[locale + digits] ||= new Intl.NumberFormat(locale, options));
  return format.format(halfUp(value, digits));
}

/** @param {number} value @returns {string} */
export const number = (value) => (value >= 0 && value < 1000 && Number.isInteger(value) ? String(value) : decimals(value, 0));

/** @param {number} share from 0 to 1 @returns {string} */
export const percent = (share) => (Number.isNaN(share) ? "–" : tr("{n}\u00a0%", { n: decimals(share * 100) }));

/** A count of what the data names. @param {number} value @param {string} one @param {string} many @returns {string} */
export const counted = (value, one, many) => number(value) + NBSP + (isOne(value) ? one : many);

/** @param {number} value @param {(value: number) => string} written @returns {string} with its sign; nought has none */
export const signed = (value, written) => (value < 0 ? MINUS : value > 0 ? "+" : "") + written(Math.abs(value));

/** @param {number} value @returns {string} with its sign */
export function points(value) {
  const shown = halfUp(value, 1); // what is written decides: 1,96 is « 2,0 points », 0,04 has no sign
  return plural("{n}\u00a0point", "{n}\u00a0points", shown, { n: signed(shown, decimals) });
}

/** @param {number} rank @returns {string} */
export function ordinal(rank) {
  const fields = { rank, n: number(rank) }; // English sets thousands apart in a rank, French doesn't
  // the ranks that a language writes alike: 1re, 2e in French; 1st, 2nd, 3rd, 4th in English
  const alike = new Intl.PluralRules(locale, { type: "ordinal" }).select(rank);
  if (alike === "one") return tr("{rank}re", fields);
  if (alike === "two") return in_context("2", "{rank}e", fields);
  return alike === "few" ? in_context("3", "{rank}e", fields) : tr("{rank}e", fields);
}

/** @param {string} iso @returns {string} its month and year */
function month(iso) {
  const months = tr("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split(" ");
  return `${months[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;
}

/** A date in full. @param {string} iso @returns {string} */
export const day = (iso) => `${iso.endsWith("-01") ? tr("1er") : Number(iso.slice(8))} ${month(iso)}`;

/** A first of the month by its month, another day in full. @param {string} iso @returns {string} */
export const moment = (iso) => (iso.endsWith("-01") ? month(iso) : day(iso));

/** @param {string} iso @returns {string} */
export const atMoment = (iso) => (iso.endsWith("-01") ? tr("en {month}", { month: month(iso) }) : tr("au {day}", { day: day(iso) }));

/** @param {string} iso @returns {string} */
export const againstMoment = (iso) => (iso.endsWith("-01") ? tr("par rapport à {month}", { month: month(iso) }) : tr("par rapport au {day}", { day: day(iso) }));
