(function () {
"use strict";
// Copies the paragraph. Without it the text can be selected by hand.
const button = /** @type {HTMLButtonElement} */ (document.getElementById("copy"));
const words = /** @type {HTMLElement} */ (document.getElementById("paragraph"));
const said = /** @type {HTMLElement} */ (document.getElementById("copied"));

/** Selects the paragraph, so that the reader sees what is copied. */
function select() {
  const selection = getSelection();
  if (selection) selection.selectAllChildren(words);
}

async function copy() {
  let done = false;
  select();
  try {
    await navigator.clipboard.writeText((words.textContent || "").trim());
    done = true;
  } catch {
    done = document.execCommand("copy"); // from a file, or without the right to the clipboard
  }
  said.textContent = (done ? said.dataset.copied : said.dataset.selected) || "";
}

document.documentElement.classList.add("js");
button.addEventListener("click", copy);
})();
