// "Ma commune, mon école" over a whole atlas: what is typed is looked for in files of a few
// kilobytes, which publish/atlas/search_shards.py cut by words; a press on an answer leads to its page.

import { byId, make } from "../../maps/assets/dom.js";
import { number, plural, tr } from "../../maps/assets/language.js";
import { bareWords, matching, matchKey } from "../../maps/assets/matching.js";

/** @import { Entry } from "../../maps/assets/matching.js" */

/** @typedef {Entry & {id: string, code: string, detail: string, address: string, population: number}} Answer */

/**
 * @typedef {Object} Directory where each file's words begin
 * @property {string[]} starts
 * @property {number[]} pages how many files each has
 * @property {string[]} tops
 * @property {string[]} common
 * @property {number} most files that a word is answered by
 * @property {Record<string, string>} departements
 * @property {Answer[]} places départements and académies
 */

/** @typedef {{names: string[], wide: boolean, top: string|undefined, own: string[]}} Plan the files of a word: all, or where they are too many its first answers and those that have no rarer word */

const SEARCH_VERSION = 1;
const SHOWN = 12;
const PAUSE_MS = 120; // between two letters typed
const SLOW_MS = 400;
const MOST_SIGNS = 20; // of a word, as search_words.py folds it
const AFTER_ALL = "~";
const MOST_POSTCODES = 3;
const SURE_LETTERS = 4; // of a word that is misspelt further on
const MOST_JOINED = 3; // pairs of words that are tried as one
const RUN_TOGETHER = /^(saint|sainte|st|ste|la|les?|[ld](?=[aeiouyh])|chateau|mont|pont|port|notre|villeneuve)(\p{L}{3,})$/u;
/** Where a city's arrondissements begin among postcodes. @type {Record<string, number>} */
const BOROUGHS = { paris: 75000, lyon: 69000, marseille: 13000 };

const searching = {
  /** @type {Promise<Directory>|null} */
  directory: null,
  /** @type {Map<string, Promise<Answer[]>>} */
  files: new Map(),
  /** @type {Answer[]} */
  shown: [],
  active: -1,
  turn: 0,
  pause: 0,
};

const searchForm = () => /** @type {HTMLFormElement} */ (byId("geo-ent-search"));
const searchBox = () => /** @type {HTMLInputElement} */ (byId("geo-ent-find"));

/** @param {string} name @param {RequestCache} [cache] @returns {Promise<any>} */
async function fetched(name, cache) {
  const answer = await fetch((searchForm().dataset.shards || "") + name, { cache });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** @param {RequestCache} [cache] @returns {Promise<Directory>} */
async function fetchedDirectory(cache) {
  const { version, starts, tops, common, most, departements, academies } = await fetched("index.json", cache);
  if (version !== SEARCH_VERSION) throw new Error(String(version));
  /** @type {string[][]} */
  const cut = starts.split(" ").map((/** @type {string} */ start) => start.split(":"));
  return {
    starts: cut.map(([start]) => start),
    pages: cut.map(([, pages]) => Number(pages || 1)),
    tops: tops.split(" ").filter(Boolean),
    common: common.split(" ").filter(Boolean),
    most,
    departements,
    places: [
      ...Object.entries(departements).map(([code, name]) => placeAnswer(String(name), tr("Département"), `departements/${code}/index.html`, code)),
      ...Object.entries(academies || {}).map(([file, name]) => placeAnswer(tr("Académie {name:de}", { name: String(name) }), tr("Académie"), `academies/${file}`)),
    ],
  };
}

/** @param {string} label @param {string} detail @param {string} page @param {string} [number] @returns {Answer} */
function placeAnswer(label, detail, page, number = "") {
  const address = (searchForm().dataset.home || "") + page;
  return { id: page, label, detail: [detail, number].filter(Boolean).join(" · "), key: matchKey(label, detail), code: matchKey(number), address, population: Infinity };
}

/** The map of a département, at a commune or a school. @param {string} departement @param {Record<string, string>} view @returns {string} */
const addressIn = (departement, view) => `${searchForm().dataset.home || ""}departements/${departement}/index.html#${new URLSearchParams(view)}`;

/** @param {string[]} cells @param {Directory} directory @returns {Answer} */
function communeAnswer([label, code, postcodes, schools, population], { departements }) {
  const departement = code.startsWith("97") ? code.slice(0, 3) : code.slice(0, 2);
  const known = postcodes.split(" ").filter(Boolean);
  const shortened = known.length > MOST_POSTCODES ? [`${known[0]} … ${known[known.length - 1]}`] : known;
  const counted = Number(schools) ? plural("{n}\u00a0{school}", "{n}\u00a0{schools}", Number(schools)) : tr("sans {school}");
  return {
    id: code,
    label,
    detail: [tr("Commune"), departements[departement], ...shortened, counted].filter(Boolean).join(" · "),
    key: matchKey(label, ...known),
    code: matchKey(code),
    address: addressIn(departement, { niveau: "commune", zone: code }),
    population: Number(population),
  };
}

/** @param {string[]} cells @param {Directory} directory @returns {Answer} */
function schoolAnswer([label, uai, commune, postcode, departement], { departements }) {
  return {
    id: uai,
    label,
    detail: [tr("École"), commune, postcode || departements[departement], uai].filter(Boolean).join(" · "),
    key: matchKey(label, commune, postcode, uai, "école", tr("École")),
    code: "",
    address: addressIn(departement, { ecole: uai }),
    population: 0,
  };
}

/** @param {string} name @param {Directory} directory @returns {Promise<Answer[]>} */
function answersOf(name, directory) {
  const held = searching.files.get(name);
  if (held) return held;
  const answers = fetched(name).then((/** @type {string[][]} */ entries) =>
    entries.map((cells) => (cells[1].length < "0350103X".length ? communeAnswer : schoolAnswer)(cells, directory)),
  );
  searching.files.set(name, answers);
  answers.catch(() => searching.files.delete(name)); // it may come another time
  return answers;
}

/** What is typed, with the figures of a code together: « 35 700 », « 035 0103 X », « 350103X ». @param {string} typed @returns {string} */
function joinedCodes(typed) {
  const uai = /(?<![\p{L}\p{N}])(0?\d{2}|[67]20)[ .]?(\d{4})[ .]?([a-z])(?![\p{L}\p{N}])/giu;
  return typed
    .replace(uai, (_, place, rest, letter) => place.padStart(3, "0") + rest + letter)
    .replace(/(?<![\p{L}\p{N}])(\d[\dab]) (\d{3})(?![\p{L}\p{N}])/giu, "$1$2");
}

/** A word in the signs of the files' names. @param {string} word @returns {string} */
const foldedWord = (word) => word.slice(0, MOST_SIGNS).replace(/[^a-z0-9]/g, "_");

/** @param {string[]} sorted @param {string} word @returns {number} how many are before it */
function countBefore(sorted, word) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Directory} directory @param {number} at @returns {string[]} */
const filesAt = ({ starts, pages }, at) => Array.from({ length: pages[at] }, (_, page) => `w-${starts[at]}${page ? `.${page + 1}` : ""}.json`);

/** The files that answer a word, begun or whole. @param {Directory} directory @param {string} word @returns {Plan} */
function planOf(directory, word) {
  const { starts, tops, common, most } = directory;
  const next = countBefore(starts, word);
  // Files are cut within branches: where one begins in the word's own, none before it has any of it.
  const first = starts[next]?.startsWith(word) ? next : Math.max(next - 1, 0);
  const end = countBefore(starts, word + AFTER_ALL);
  const names = starts.slice(first, Math.max(end, first + 1)).flatMap((_, at) => filesAt(directory, first + at));
  const top = tops[countBefore(tops, word)];
  return {
    names,
    wide: names.length > most || common.some((begun) => begun.startsWith(word)),
    top: top?.startsWith(word) ? `t-${top}.json` : undefined,
    own: common.includes(word) ? filesAt(directory, first) : [],
  };
}

/** The plans of the words typed; "st" is looked for as "saint" too. @param {Directory} directory @param {string} typed @returns {Plan[]} */
function plansOf(directory, typed) {
  const words = bareWords(typed);
  // A postcode among other words only tells which of their answers is meant: schools aren't under it.
  const looked = words.filter((word) => words.length === 1 || !/^\d{5}$/.test(word));
  return (looked.length ? looked : words).map(function (word) {
    const long = matchKey(word).trim();
    const plans = [...new Set([word, long])].map((spelt) => planOf(directory, foldedWord(spelt)));
    return {
      names: [...new Set(plans.flatMap(({ names }) => names))],
      wide: plans.some(({ wide }) => wide),
      top: plans[plans.length - 1].top,
      own: plans.flatMap(({ own }) => own),
    };
  });
}

/** @param {Directory} directory @param {string[]} names @param {string} typed @returns {Promise<Answer[]>} the best first */
async function lookIn(directory, names, typed) {
  const lists = await Promise.all(names.map((name) => answersOf(name, directory)));
  const answers = [...new Map(lists.flat().map((answer) => [answer.id, answer])).values()];
  const places = directory.places.filter((place) => areAsTyped([place], typed));
  return matching([...places, ...answers.sort((one, other) => other.population - one.population)], typed);
}

/**
 * Looks for what is typed: in the files of its rarest word, then in those of the next one (a word may be misspelt); where all
 * words are of too many files, among their first answers.
 * @param {Directory} directory @param {string} typed @returns {Promise<{answers: Answer[], whole: boolean}>}
 */
async function answersAsTyped(directory, typed) {
  const plans = plansOf(directory, typed);
  const narrow = plans.filter(({ wide }) => !wide).sort((one, other) => one.names.length - other.names.length);
  for (const { names } of narrow.slice(0, 2)) {
    const answers = await lookIn(directory, names, typed);
    if (answers.length) return { answers, whole: true };
  }
  if (narrow.length) return { answers: [], whole: true };
  const own = plans.map((plan) => plan.own).filter(({ length }) => length).sort((one, other) => one.length - other.length)[0] || [];
  const tops = plans.flatMap(({ top }) => top || []).slice(0, directory.most);
  return { answers: await lookIn(directory, [...new Set([...tops, ...own.slice(0, directory.most)])], typed), whole: false };
}

/** « Paris 14 », « Lyon 3e » with the postcode that it is. @param {string} typed @returns {string} */
function withBorough(typed) {
  const words = bareWords(typed).join(" ");
  return words.replace(/(paris|lyon|marseille) (\d{1,2})(?:er?|eme)?(?= |$)/, (_, city, number) => `${city} ${BOROUGHS[city] + Number(number)}`);
}

/** « Lyon 3e arrondissement » as the city that it is of. @param {string} typed @returns {string} */
function withoutBorough(typed) {
  return bareWords(typed).join(" ").replace(/(paris|lyon|marseille) \d{1,2}(?:er?|eme)?(?: arrondissement)?(?= |$)/, "$1");
}

/** What may have been meant: two words for one (« château giron »), one for two (« lemans »). @param {string} typed @returns {string[]} */
function otherSpellings(typed) {
  const words = bareWords(typed);
  const joined = words.slice(1, MOST_JOINED + 1).map((word, at) => [...words.slice(0, at), words[at] + word, ...words.slice(at + 2)].join(" "));
  const parted = words.map((word) => word.replace(RUN_TOGETHER, "$1 $2")).join(" ");
  return parted === words.join(" ") ? joined : [parted, ...joined];
}

/** Whether every word stands in an answer as it is typed: a slip of the keyboard is less likely than a space. @param {Answer[]} answers @param {string} typed @returns {boolean} */
const areAsTyped = ([best], typed) => Boolean(best) && bareWords(typed).every((word) => [word, matchKey(word).trim()].some((spelt) => (best.key + best.code).includes(` ${spelt}`)));

/** @param {Directory} directory @param {string} typed @returns {Promise<{answers: Answer[], whole: boolean}>} */
async function answersTo(directory, typed) {
  const borough = withBorough(typed);
  const there = /\d/.test(typed) && borough !== bareWords(typed).join(" ") ? await answersAsTyped(directory, borough) : null;
  if (there && areAsTyped(there.answers, borough)) return there;
  const found = await answersAsTyped(directory, typed);
  if (areAsTyped(found.answers, typed)) return found;
  for (const spelt of otherSpellings(typed)) {
    const others = await answersAsTyped(directory, spelt);
    if (areAsTyped(others.answers, spelt)) return others;
  }
  if (found.answers.length) return found;
  // A directory without postcodes tells no arrondissement: the city's schools, which say where they are.
  const city = withoutBorough(typed);
  if (city !== bareWords(typed).join(" ")) return await answersAsTyped(directory, city);
  return { answers: await nearlyAsTyped(directory, typed), whole: found.whole };
}

/** What has a slip after the first letters of its longest word: in the files of these letters. @param {Directory} directory @param {string} typed @returns {Promise<Answer[]>} */
async function nearlyAsTyped(directory, typed) {
  const [longest] = bareWords(typed).filter((word) => word.length > SURE_LETTERS && !/\d/.test(word)).sort((one, other) => other.length - one.length);
  if (!longest) return [];
  const { names, wide, top } = planOf(directory, foldedWord(longest.slice(0, SURE_LETTERS)));
  return await lookIn(directory, wide ? [top || names[0]] : names, typed);
}

/** @param {string} text @param {Node|null} [link] */
function tell(text, link = null) {
  byId("geo-ent-find-count").replaceChildren(text, ...(link ? [" ", link, "."] : []));
}

/** @param {Answer} answer @param {number} at @returns {HTMLElement} */
function optionFor(answer, at) {
  const option = make("li", { id: `geo-ent-found-${at}`, role: "option", "aria-selected": "false" }, make("strong", null, answer.label), " ", make("span", null, answer.detail));
  option.addEventListener("click", () => location.assign(answer.address));
  return option;
}

/** @param {boolean} opened */
function openAnswers(opened) {
  byId("geo-ent-found").hidden = !opened;
  searchBox().setAttribute("aria-expanded", String(opened));
}

/** Makes an answer the active one; the focus stays in the box. @param {number} at -1 for none */
function pointAt(at) {
  searching.active = at;
  const options = Array.from(byId("geo-ent-found").children);
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  const active = options[at];
  if (active) searchBox().setAttribute("aria-activedescendant", active.id);
  else searchBox().removeAttribute("aria-activedescendant");
  active?.scrollIntoView({ block: "nearest" });
}

/** @param {Answer[]} answers @param {boolean} whole whether there are no others */
function showAnswers(answers, whole) {
  searching.shown = answers.slice(0, SHOWN);
  byId("geo-ent-found").replaceChildren(...searching.shown.map(optionFor));
  openAnswers(answers.length > 0);
  pointAt(-1);
  const said = searchBox().value.trim();
  if (!answers.length) {
    const none = whole
      ? tr("Rien pour «\u00a0{said}\u00a0»\u00a0: vérifiez l’orthographe. On trouve ici les communes, les {schools}, les départements et les académies de l’atlas, par leur nom ou leur code\u00a0; les circonscriptions sont sur la page de leur académie.", { said })
      : tr("Trop de réponses possibles pour «\u00a0{said}\u00a0»\u00a0: ajoutez la commune ou un autre mot.", { said });
    return tell(none);
  }
  const counted = plural("{n}\u00a0résultat", "{n}\u00a0résultats", answers.length);
  const more = answers.length > SHOWN ? tr(", les {n} premiers sont montrés", { n: number(SHOWN) }) : "";
  tell(whole ? counted + more : tr("Les premiers résultats\u00a0; ajoutez une lettre ou un mot pour les autres."));
}

/** Says that nothing can be looked for, and where all is listed. */
function showFailure() {
  openAnswers(false);
  const table = make("a", { href: "#geo-ent-figures" }, tr("la liste des départements"));
  const reason = location.protocol === "file:"
    ? tr("La recherche demande un serveur web\u00a0; dans un dossier ouvert tel quel, passez par")
    : tr("La recherche ne répond pas\u00a0; réessayez, ou passez par");
  tell(reason, table);
}

/** @param {string} typed @returns {Promise<{answers: Answer[], whole: boolean}>} */
async function soughtFor(typed) {
  searching.directory ??= fetchedDirectory();
  try {
    return await answersTo(await searching.directory, typed);
  } catch {
    // The atlas may have been made again since the page was opened: its files are others now.
    searching.directory = fetchedDirectory("reload");
    searching.files.clear();
    return answersTo(await searching.directory, typed);
  }
}

async function searchTyped() {
  const typed = joinedCodes(searchBox().value.trim());
  const turn = ++searching.turn;
  if (!bareWords(typed).length) {
    openAnswers(false);
    return tell("");
  }
  const slow = setTimeout(() => turn === searching.turn && tell(tr("Recherche…")), SLOW_MS);
  try {
    const { answers, whole } = await soughtFor(typed);
    if (turn === searching.turn) showAnswers(answers, whole);
  } catch {
    searching.directory = null;
    if (turn === searching.turn) showFailure();
  } finally {
    clearTimeout(slow);
  }
}

/** @param {number} step */
function moveTo(step) {
  const count = searching.shown.length;
  if (!count || byId("geo-ent-found").hidden) return void searchTyped();
  const from = searching.active < 0 && step < 0 ? 0 : searching.active;
  pointAt((from + step + count) % count);
}

/** Goes to the active answer, or to the first one. */
function goToAnswer() {
  const answer = searching.shown[Math.max(searching.active, 0)];
  if (answer && !byId("geo-ent-found").hidden) location.assign(answer.address);
}

/** Closes the list, then empties the box. */
function leaveSearch() {
  if (byId("geo-ent-found").hidden) searchBox().value = "";
  searching.turn += 1;
  openAnswers(false);
  pointAt(-1);
  tell("");
}

/** What keys do in the box. @type {Record<string, () => void>} */
const SEARCH_KEYS = { ArrowDown: () => moveTo(1), ArrowUp: () => moveTo(-1), Enter: goToAnswer, Escape: leaveSearch };

/** Makes the box of the page's markup answer. */
export function startSearch() {
  const box = searchBox();
  box.addEventListener("input", function () {
    clearTimeout(searching.pause);
    searching.pause = setTimeout(searchTyped, PAUSE_MS);
  });
  box.addEventListener("focus", () => void (searching.directory ??= fetchedDirectory()).catch(() => (searching.directory = null)));
  box.addEventListener("blur", () => openAnswers(false));
  box.addEventListener("keydown", function (event) {
    if (event.isComposing || !Object.hasOwn(SEARCH_KEYS, event.key)) return;
    event.preventDefault();
    SEARCH_KEYS[event.key]();
  });
  byId("geo-ent-found").addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  searchForm().addEventListener("submit", (event) => event.preventDefault());
}
