(function () {
"use strict";
// Copies the paragraph and unfolds the rest. Without it the text can be selected and each fold
// opened by hand.
/**
 * Selects a paragraph, so that the reader sees what is copied.
 * @param {HTMLElement} words
 */
function select(words) {
  const selection = getSelection();
  if (selection) selection.selectAllChildren(words);
}

/**
 * Copies the paragraph that a button names, and says so beside it.
 * @param {HTMLButtonElement} button
 */
async function copy(button) {
  const words = /** @type {HTMLElement} */ (document.getElementById(button.dataset.copies || ""));
  const said = /** @type {HTMLElement} */ (button.nextElementSibling);
  let done = false;
  select(words);
  try {
    await navigator.clipboard.writeText((words.textContent || "").trim());
    done = true;
  } catch {
    done = document.execCommand("copy"); // from a file, or without the right to the clipboard
  }
  said.textContent = (done ? said.dataset.copied : said.dataset.selected) || "";
}

/** Opens the fold that the address leads into, where the browser doesn't by itself. */
function openTarget() {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    return; // a "%" that stands for nothing is of no part of this page
  }
  const target = document.getElementById(id);
  const fold = target && target.closest("details");
  if (!target || !fold) return;
  const wasOpen = fold.open;
  fold.open = true;
  if (!wasOpen) target.scrollIntoView();
}

const all = /** @type {HTMLButtonElement} */ (document.getElementById("unfold"));
const folds = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".fold"));
const allWords = { unfold: all.textContent || "", fold: all.dataset.fold || "" };

/** Unfolds everything; or folds it, once all is open. */
function turnAll() {
  const open = !areAllOpen();
  for (const fold of folds) fold.open = open;
}

function areAllOpen() {
  return Array.from(folds).every((fold) => fold.open);
}

document.documentElement.classList.add("js");
all.addEventListener("click", turnAll);
const copiers = /** @type {NodeListOf<HTMLButtonElement>} */ (
  document.querySelectorAll("[data-copies]")
);
for (const button of copiers) button.addEventListener("click", () => copy(button));
for (const fold of folds) {
  fold.addEventListener("toggle", () => {
    all.textContent = areAllOpen() ? allWords.fold : allWords.unfold;
  });
}
addEventListener("hashchange", openTarget);
openTarget();
})();
