// Finding names as people type them: accents, case, hyphens and "St" for "Saint" don't matter.

/** @type {Map<string, string>} */
const SHORT_WORDS = new Map([
  ["st", "saint"],
  ["ste", "sainte"],
  ["sts", "saints"],
  ["stes", "saintes"],
]);

/**
 * @typedef {Object} Entry something to find
 * @property {string} label
 * @property {string} key its words, bare, between spaces
 */

/** @param {string} text @returns {string[]} its words without accents, capitals or signs */
export function bareWords(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
  return bare.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** @param {string} word @returns {string} */
const longWord = (word) => SHORT_WORDS.get(word) ?? word;

/** @param {...string} texts @returns {string} what `matching` looks in: each word between spaces */
export function matchKey(...texts) {
  return ` ${texts.flatMap(bareWords).map(longWord).join(" ")} `;
}

/** @param {string} key @param {string} word begun or whole @returns {boolean} */
const hasWord = (key, word) => key.includes(" " + word) || (SHORT_WORDS.has(word) && key.includes(" " + longWord(word)));

/** The nearer to the beginning and the more whole, the better. @param {Entry} entry @param {string} said @returns {number} */
function rankOf({ label, key }, said) {
  if (key.startsWith(` ${said} `)) return matchKey(label) === ` ${said} ` ? 0 : 1;
  if (key.startsWith(" " + said)) return 2;
  return key.includes(` ${said} `) ? 3 : 4;
}

/**
 * The entries in which every typed word begins a word; the best first, else in the order given.
 * @template {Entry} T
 * @param {T[]} entries
 * @param {string} typed
 * @returns {T[]}
 */
export function matching(entries, typed) {
  const words = bareWords(typed);
  if (!words.length) return [];
  const said = words.map(longWord).join(" ");
  return entries
    .filter((entry) => words.every((word) => hasWord(entry.key, word)))
    .map((entry, order) => ({ entry, order, rank: rankOf(entry, said) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map((found) => found.entry);
}
