// What goes around the map: finding, reading as a table, sharing, printing.

import { offerBasemap } from "./basemap.js";
import { followAddress } from "./bookmark.js";
import { offerCard } from "./card.js";
import { offerDeployment } from "./deployment.js";
import { tellHeight } from "./embed_height.js";
import { followSchool } from "./found.js";
import { openLinksBeside } from "./framed_links.js";
import { offerGaps } from "./gaps.js";
import { followPrint } from "./print.js";
import { offerSharing } from "./share.js";
import { followTable } from "./table.js";
import { offerWalk } from "./walk.js";
import { leadToWholePage } from "./whole_page.js";

/** To be called once the map follows the view: what is here follows after it. */
export function startExtras() {
  offerBasemap();
  followSchool();
  offerCard();
  offerWalk();
  offerGaps();
  offerDeployment(); // only with deployment
  followTable();
  offerSharing();
  followPrint();
  followAddress();
  leadToWholePage();
  openLinksBeside();
  tellHeight();
}
