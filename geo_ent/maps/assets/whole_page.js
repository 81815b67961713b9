// From a map alone to the whole page: the same view, in a tab of its own.

import { viewAddress } from "./bookmark.js";
import { onDisplay } from "./display.js";
import { byId } from "./dom.js";
import { onFound } from "./found.js";
import { pageAddress } from "./framed_links.js";
import { onLayers } from "./layers.js";
import { onView } from "./state.js";

/** Keeps the link to the whole page at what is shown; a page within another one's text has no address to lead to. */
export function leadToWholePage() {
  const link = /** @type {HTMLAnchorElement} */ (byId("geo-ent-whole"));
  const { protocol, href } = window.location;
  const page = protocol === "about:" ? pageAddress() : href.replace(/#.*$/, "");
  link.hidden = !page;
  const lead = () => void (link.href = page + viewAddress(false));
  [onView, onFound, onLayers, onDisplay].forEach((follow) => follow(lead));
  lead();
}
