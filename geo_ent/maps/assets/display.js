// What a reader wants to see on the map besides its colours. No figure follows it: it isn't part of the view.

/** @typedef {{names: boolean, marks: boolean}} Display whether names are written, whether schools are there at any zoom */

const DISPLAY_FIRST = { names: true, marks: false };

/** What the address says of a choice that isn't as at first. @type {Record<keyof Display, string>} */
const DISPLAY_WORDS = { names: "non", marks: "toujours" };
const DISPLAY_CHOICES = /** @type {const} */ (["names", "marks"]);

/** What is wanted: to read, never to write. @type {Readonly<Display>} */
export const display = { ...DISPLAY_FIRST };

/** @type {(() => void)[]} */
const displayListeners = [];

/** Follows what is wanted. @param {() => void} listener */
export function onDisplay(listener) {
  displayListeners.push(listener);
}

/** @param {Partial<Display>} patch */
export function changeDisplay(patch) {
  const before = { ...display };
  Object.assign(display, patch);
  if (DISPLAY_CHOICES.some((choice) => display[choice] !== before[choice])) displayListeners.forEach((listener) => listener());
}

/** @returns {Record<keyof Display, string>} what the address says; "" for what is as at first */
export function displayTold() {
  const word = (/** @type {keyof Display} */ choice) => (display[choice] === DISPLAY_FIRST[choice] ? "" : DISPLAY_WORDS[choice]);
  return { names: word("names"), marks: word("marks") };
}

/** Shows what an address says, and the rest as at first. @param {Partial<Record<keyof Display, string>>} told */
export function showDisplay(told) {
  const wanted = (/** @type {keyof Display} */ choice) => (told[choice] === DISPLAY_WORDS[choice]) !== DISPLAY_FIRST[choice];
  changeDisplay({ names: wanted("names"), marks: wanted("marks") });
}
