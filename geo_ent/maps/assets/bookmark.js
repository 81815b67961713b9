// The view is kept in the page's address: it can be marked, sent, and gone back to.

import { readAddress, writeAddress } from "./address.js";
import { COMPACT_LOOK, isCompact, showCompact } from "./compact.js";
import { displayTold, onDisplay, showDisplay } from "./display.js";
import { foundSchool, leaveSchool, onFound, schoolOf, showSchool } from "./found.js";
import { isPreview } from "./framed_links.js";
import { layersTold, onLayers, showLayers } from "./layers.js";
import { changeView, onView, view } from "./state.js";

/** @import { AddressParts } from "./address.js" */

const FIRST_VIEW = { ...view };
/** What an address tells besides the view. */
const BESIDE_VIEW = ["look", "school", "layers", "names", "marks"];

/** @param {boolean} [compact] whether as a map alone @returns {string} what stands after the page's address for the view shown */
export const viewAddress = (compact = isCompact()) => writeAddress({ ...view, classing: view.classing === FIRST_VIEW.classing ? "" : view.classing, look: compact ? COMPACT_LOOK : "", school: foundSchool(), layers: layersTold(), ...displayTold() });

/** Only a page of its own keeps a history: a frame would fill that of the page around it. @returns {boolean} */
const hasHistory = () => window.parent === window;

/** A preview is made anew as its choices change: whoever shows it is told the view, which the next one begins with. */
function tellView() {
  if (isPreview() && !hasHistory()) window.parent.postMessage({ type: "geo-ent-view", address: viewAddress() }, "*");
}

/** @param {boolean} step whether the reader may want to come back to what was shown before */
function keep(step) {
  tellView();
  if (viewAddress() === window.location.hash || window.location.protocol === "about:") return;
  const write = step && hasHistory() ? "pushState" : "replaceState";
  window.history[write](null, "", viewAddress());
}

/** Shows what an address tells; what it doesn't tell is as at first. @param {AddressParts} told */
function showTold(told) {
  const school = told.school ? schoolOf(told.school) : null;
  const plain = Object.fromEntries(Object.entries(told).filter(([name]) => !BESIDE_VIEW.includes(name)));
  showCompact(told.look === COMPACT_LOOK);
  changeView({ ...FIRST_VIEW, ...plain });
  showLayers(told.layers || "");
  showDisplay(told);
  if (school) showSchool(school);
  else leaveSchool();
}

/** The reader went back or forward, or changed the address by hand. */
function readBack() {
  const { hash } = window.location;
  const told = readAddress(hash);
  if (told) followed(() => showTold(told));
  else if (hash === "") followed(() => showTold({ filters: {} }));
  else keep(false); // a place on the page, as the skip links name: it is gone to, the view stays
}

const bookmark = { reading: false };

/** @param {() => void} change one that comes from the address, and isn't written to it again */
function followed(change) {
  bookmark.reading = true;
  change();
  bookmark.reading = false;
}

/** Reads the view from the address, then follows both. */
export function followAddress() {
  onView(function (_, previous) {
    const step = ["indicator", "level", "compare", "zone"].some((part) => Reflect.get(view, part) !== Reflect.get(previous, part));
    if (!bookmark.reading) keep(step);
  });
  onFound(() => bookmark.reading || keep(foundSchool() !== "")); // one may come back to what was shown before
  onLayers(() => bookmark.reading || keep(false));
  onDisplay(() => bookmark.reading || keep(false));
  window.addEventListener("hashchange", readBack);
  if (readAddress(window.location.hash)) readBack();
}
