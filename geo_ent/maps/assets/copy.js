// Fields that are there to be copied: in one press where the browser lets a page, by hand elsewhere.

import { make } from "./dom.js";
import { words } from "./words.js";

/** Copies by the browser's own means, or selects the text for the reader to. @param {HTMLInputElement|HTMLTextAreaElement} field @returns {Promise<boolean>} */
async function copied(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

/**
 * A field that is there to be copied.
 * @param {HTMLInputElement|HTMLTextAreaElement} field @param {string} label @param {HTMLElement} [elsewhere] where it is said what came of it; under the field without it
 * @returns {HTMLElement}
 */
export function copyField(field, label, elsewhere) {
  const told = elsewhere || make("p", { class: "small", role: "status" });
  const button = make("button", { type: "button", class: "quiet" }, words.copy, make("span", { class: "unseen" }, ` : ${label}`));
  button.addEventListener("click", async function () {
    told.textContent = (await copied(field)) ? words.copied : words.copyByHand;
  });
  return make("div", { class: "copy-field" }, make("label", { for: field.id }, label), make("div", { class: "copy-row" }, field, button), elsewhere ? null : told);
}
