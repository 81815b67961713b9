// The words in a language, as a page of it has them: for French none is needed, for English the
// catalogue, read as the page is made. Words in both languages may be asked in turn.
import { speak } from "../../geo_ent/maps/assets/language.js";

const CATALOGUES = { maps: "page_script", programmes: "programmes_script" };

/** @param {string} text of a .po @returns {Record<string, string|string[]>} */
function readPo(text) {
  /** @type {Record<string, string|string[]>} */
  const texts = {};
  for (const entry of text.split("\n\n").slice(1)) {
    /** @type {Record<string, string>} */
    const fields = {};
    let field = "";
    for (const line of entry.split("\n").filter((line) => line && !line.startsWith("#"))) {
      const [, name, string] = /** @type {string[]} */ (line.match(/^(?:(\S+) )?(".*")$/));
      field = name || field;
      fields[field] = (fields[field] || "") + JSON.parse(string);
    }
    const key = (fields.msgctxt ? fields.msgctxt + "\u0004" : "") + fields.msgid;
    texts[key] = fields.msgstr ?? [fields["msgstr[0]"], fields["msgstr[1]"]];
  }
  return texts;
}

/** @param {string} tag @param {keyof typeof CATALOGUES} room */
function speakIn(tag, room) {
  const path = new URL(`../../geo_ent/telling/translations/en/${CATALOGUES[room]}.po`, import.meta.url);
  speak(tag, tag === "fr-FR" ? {} : readPo(Deno.readTextFileSync(path)));
}

/**
 * Gives words that are said in a language whatever was said before.
 * @template T @param {string} tag @param {() => T} make @param {keyof typeof CATALOGUES} [room] @returns {T}
 */
export function wordsIn(tag, make, room = "maps") {
  speakIn(tag, room);
  const said = /** @returns {any} */ (/** @type {any} */ words) => {
    if (typeof words === "function") {
      return (/** @type {any[]} */ ...given) => {
        speakIn(tag, room);
        return words(...given);
      };
    }
    if (Array.isArray(words) || typeof words !== "object") return words;
    return Object.fromEntries(Object.entries(words).map(([name, inner]) => [name, said(inner)]));
  };
  return said(make());
}
