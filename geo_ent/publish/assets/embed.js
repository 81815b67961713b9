(function () {
"use strict";
// Fills the address in everywhere, and copies. Without it the codes can be selected by hand.
const root = document.documentElement;
const base = /** @type {HTMLInputElement} */ (document.getElementById("base"));
const said = /** @type {HTMLElement} */ (document.getElementById("base-said"));
const codes = Array.from(document.querySelectorAll("textarea"));
const written = codes.map((code) => code.value);
const placeholder = root.dataset.base || "@@base@@";

/** @param {string} text @returns {string} the folder's address, "" if it isn't one */
function folder(text) {
  if (!URL.canParse(text)) return "";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "";
  const path = url.pathname.replace(/[^/]*\.html?$/, "").replace(/\/*$/, "/");
  return (url.origin + path).replace(/&/g, "&amp;").replace(/'/g, "%27");
}

function fill() {
  const text = base.value.trim();
  const address = folder(text);
  codes.forEach(function (code, at) {
    code.value = written[at].split(placeholder).join(address || placeholder);
  });
  said.textContent = address || !text ? "" : "@@not_an_address@@";
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const code = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.value));
  code.select();
  let done = false;
  try {
    await navigator.clipboard.writeText(code.value);
    done = true;
  } catch {
    done = document.execCommand("copy"); // from a file, or without the right to the clipboard
  }
  button.textContent = done ? "@@copied@@" : "@@selected@@";
  setTimeout(() => (button.textContent = "@@copy@@"), 2500);
}

root.classList.add("js");
base.addEventListener("input", fill);
document.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => copy(button)));
fill();
})();
