// The boxes that say what else is wanted on the map: under "Affichage".

import { changeDisplay, display, onDisplay } from "./display.js";
import { make } from "./dom.js";
import { words } from "./words.js";

/** @import { Display } from "./display.js" */

/** @param {keyof Display} choice @param {string} label @param {string} [hint] what more there is to say of it @returns {HTMLElement} */
function displayChoice(choice, label, hint) {
  const id = `geo-ent-${choice}-choice`;
  const box = make("input", { type: "checkbox", id, "aria-describedby": hint ? `${id}-hint` : null });
  const show = () => void (box.checked = display[choice]);
  box.addEventListener("change", () => changeDisplay({ [choice]: box.checked }));
  onDisplay(show);
  show();
  return make("div", { class: "display-choice" }, make("label", null, box, label), hint ? make("p", { id: `${id}-hint`, class: "small" }, hint) : null);
}

/** @returns {HTMLElement} the box that shows schools at any zoom */
export const marksChoice = () => displayChoice("marks", words.marksAlways, words.marksAlwaysHint);

/** @returns {HTMLElement} the box that writes names on the map */
export const namesChoice = () => displayChoice("names", words.namesChoice);
