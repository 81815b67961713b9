// The page of an atlas: the choice of the level and of the figure, kept in its address.

import { startMap } from "./atlas_map.js";
import { startSearch } from "./atlas_search.js";
import { startTables } from "./atlas_table.js";

/** What is chosen → what its address calls it. */
const CHOICES = /** @type {Record<string, string>} */ ({ level: "niveau", figure: "voir" });

/** @param {string} choice "level" or "figure" @returns {HTMLInputElement[]} */
const inputsOf = (choice) => Array.from(document.querySelectorAll(`input[name="geo-ent-${choice}"]`));

/** Shows what the inputs say; the style sheet follows the root's attributes. */
function showChoices() {
  Object.keys(CHOICES).forEach(function (choice) {
    const chosen = inputsOf(choice).find((input) => input.checked);
    if (chosen) document.documentElement.dataset[choice] = chosen.value;
  });
}

/** Writes what differs from the page as it opens into its address. */
function writeChoices() {
  const pairs = new URLSearchParams();
  Object.entries(CHOICES).forEach(function ([choice, name]) {
    const inputs = inputsOf(choice);
    const chosen = inputs.find((input) => input.checked);
    if (chosen && chosen !== inputs[0]) pairs.append(name, chosen.value);
  });
  const hash = pairs.toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

/** Takes the choices that the address tells, of those that there are. */
function readChoices() {
  const pairs = new URLSearchParams(location.hash.slice(1));
  Object.entries(CHOICES).forEach(function ([choice, name]) {
    const wanted = inputsOf(choice).find((input) => input.value === pairs.get(name));
    if (wanted) wanted.checked = true;
  });
}

document.documentElement.classList.add("js");
readChoices();
showChoices();
const levelShown = startMap();
startTables();
startSearch();
document.querySelectorAll('input[name="geo-ent-level"], input[name="geo-ent-figure"]').forEach((input) =>
  input.addEventListener("change", function () {
    showChoices();
    writeChoices();
    levelShown();
  }),
);
addEventListener("hashchange", function () {
  readChoices();
  showChoices();
  levelShown();
});
document.documentElement.classList.add("ready");
