// "Signaler une erreur": a mail to whoever keeps the register, with what the page shows.

import { make } from "./dom.js";
import { mailAddress } from "./mail.js";
import { communeOf, data } from "./model.js";
import { statusWords } from "./slice.js";
import { view } from "./state.js";
import { words } from "./words.js";

/** @import { School } from "./model.js" */

/** @param {School} school @returns {HTMLElement|null} null when the page names nobody to write to */
export function correctionLink(school) {
  if (!data.contact) return null;
  const lines = words.mailLines(school, communeOf(school), statusWords(school), view.date);
  const link = make("a", { class: "correct" }, words.correct, make("span", { class: "unseen" }, ` : ${school.name}`));
  link.href = mailAddress(data.contact, words.mailSubject(school.uai), lines);
  return link;
}
