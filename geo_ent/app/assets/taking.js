// The last step: once the map of today's choices is made, the page has what to take away.

import { announce, follow } from "./live.js";

const SAID = 2500; // milliseconds that a button says what it did
const progress = document.getElementById("progress");

/** Copies a text by the browser's own means, or selects it for the reader to. @param {HTMLButtonElement} button */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  let done = true;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    done = document.execCommand("copy"); // on a server without https, the clipboard isn't given
  }
  const label = button.firstChild;
  const before = label.textContent;
  label.textContent = done ? button.dataset.copied : button.dataset.selected;
  announce(label.textContent);
  setTimeout(() => (label.textContent = before), SAID);
}

document.querySelectorAll("[data-copy]").forEach(function (button) {
  button.addEventListener("click", () => copy(button));
});

if (progress.dataset.follow) {
  follow(progress.dataset.follow, progress, function ({ status }) {
    if (["done", "stopped", "gone"].includes(status)) location.reload();
  });
}
