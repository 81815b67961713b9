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
 * @property {string} [code] words that it is found by too, after all others that are found by theirs
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
  if (key.includes(` ${said} `)) return 3;
  return key.includes(` ${said.split(" ")[0]}`) ? 4 : 5;
}

const SHORTEST_MISTYPED = 5; // a shorter word is one letter away from too many; a code is right or wrong

/**
 * Whether a word is one slip away from another, or from its beginning: a letter too many, too few, wrong, or two swapped.
 * @param {string} word as it stands @param {string} typed @returns {boolean}
 */
export function isNearly(word, typed) {
  let at = 0;
  while (at < typed.length && word[at] === typed[at]) at += 1;
  const [left, right] = [typed.slice(at), word.slice(at)];
  const swapped = left.length > 1 && left[0] === right[1] && left[1] === right[0];
  return right.startsWith(left.slice(1)) || right.slice(1).startsWith(left) || right.slice(1).startsWith(left.slice(1)) || (swapped && right.slice(2).startsWith(left.slice(2)));
}

/** @param {string} key @param {string} word @returns {boolean} */
const hasNearly = (key, word) => hasWord(key, word) || (word.length >= SHORTEST_MISTYPED && !/\d/.test(word) && key.split(" ").some((found) => isNearly(found, word)));

/**
 * The entries in which every typed word begins a word; the best first, else in the order given.
 * Where there is none, those in which every word does but for a slip.
 * @template {Entry} T
 * @param {T[]} entries
 * @param {string} typed
 * @returns {T[]}
 */
export function matching(entries, typed) {
  const words = bareWords(typed);
  if (!words.length) return [];
  const said = words.map(longWord).join(" ");
  const found = (/** @type {typeof hasWord} */ has) => entries.filter(({ key, code }) => words.every((word) => has(key + (code || ""), word)));
  const exact = found(hasWord);
  const kept = exact.length ? exact : found(hasNearly);
  return kept
    .map((entry, order) => ({ entry, order, rank: rankOf(entry, said) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map((found) => found.entry);
}
