// Giving a file to the reader: it is made here, no server sees it.

import { make } from "./dom.js";
import { bareWords } from "./matching.js";

const KEPT_MILLISECONDS = 60000; // some browsers read the file only once the reader has named it

/** @param {string} name @param {Blob} blob */
export function saveFile(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), KEPT_MILLISECONDS);
}

/** @param {...string} parts @returns {string} a name that any system takes */
export function fileName(...parts) {
  const words = parts.flatMap((part) => bareWords(part).slice(0, 8));
  return ["ent", ...words].join("-").slice(0, 100);
}
