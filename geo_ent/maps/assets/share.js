// "Partager": the link of the view, the code to put it on a page, the picture, the print.

import { byId, make } from "./dom.js";
import { viewAddress } from "./bookmark.js";
import { copyField } from "./copy.js";
import { saveFile, fileName } from "./download.js";
import { pageAddress } from "./framed_links.js";
import { onLayers } from "./layers.js";
import { data } from "./model.js";
import { mapPicture } from "./picture.js";
import { viewLevel } from "./slice.js";
import { onView, view } from "./state.js";
import { words } from "./words.js";

/** @param {string} text @returns {string} inside an attribute between quotes */
const attributeText = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const FRAME_STYLE = "border:0;width:100%;height:auto;min-height:400px;max-height:800px;aspect-ratio:4/3";

/** As `embed.html` has it: no script, no height to set. @param {string} address @param {string} title @returns {string} the code that shows a map inside another page */
export function frameCode(address, title) {
  return (
    `<iframe class="geo-ent-carte" src="${attributeText(address)}" title="${attributeText(title)}" width="100%" height="600" loading="lazy" ` +
    `sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" style="${FRAME_STYLE}"></iframe>`
  );
}

/** @param {boolean} [compact] @returns {string} the address of what is shown */
const viewLink = (compact) => (pageAddress() || words.addressToBe) + viewAddress(compact);

const shared = {
  told: make("p", { class: "small", role: "status" }),
  link: make("input", { id: "geo-ent-link", type: "text", readonly: true }),
  code: make("textarea", { id: "geo-ent-code", rows: 4, readonly: true, spellcheck: "false" }),
};

/** @param {string} text @param {() => void} clicked @returns {HTMLElement} */
function shareButton(text, clicked) {
  const button = make("button", { type: "button", class: "quiet" }, text);
  button.addEventListener("click", clicked);
  return button;
}

async function savePicture() {
  shared.told.textContent = words.making;
  const picture = await mapPicture().catch(() => null); // a browser may have no canvas, or no memory for it
  if (picture) saveFile(`${fileName(data.territory, viewLevel().one, view.date)}.png`, picture);
  shared.told.textContent = picture ? words.saved : words.notSaved;
}

/** Brings the link and the code up to the view. */
function fillShare() {
  const title = `${byId("geo-ent-map-name").textContent} (${data.territory})`;
  shared.link.value = viewLink();
  shared.code.value = frameCode(viewLink(true), title);
}

/** Puts the group of ways to share on the page. */
export function offerSharing() {
  const fields = [copyField(shared.link, words.link, shared.told), copyField(shared.code, words.embed, shared.told)];
  const buttons = [shareButton(words.savePicture, savePicture), shareButton(words.print, () => window.print())];
  const hint = pageAddress() ? null : make("p", { class: "small" }, words.addressToBeHint);
  const group = make("details", { class: "sharing" }, make("summary", null, words.share), make("div", { class: "share-body" }, ...fields, hint, make("div", { class: "share-buttons" }, ...buttons), shared.told));
  group.addEventListener("toggle", fillShare);
  onView(fillShare);
  onLayers(fillShare);
  byId("geo-ent-share").append(group);
}
