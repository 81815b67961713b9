// Putting it together: what is drawn, and what follows when the view changes.

import { byId } from "../../maps/assets/dom.js";
import { goTo, home, map, prepareMap, watchSize } from "../../maps/assets/map.js";
import { tameWheel } from "../../maps/assets/wheel.js";
import { tellHeight } from "../../maps/assets/embed_height.js";
import { words } from "./programmes_words.js";
import { changeView, followAddress, onView, programmeOf, shownPlaces, shownProgrammes, view } from "./year_view.js";
import { boundsOf, drawBorders, drawGround, makeAreas, showAreas } from "./territories.js";
import { Marks } from "./map_marks.js";
import { placeTip } from "./territory_tip.js";
import { focusPanel, showPanel } from "./programme_panel.js";
import { makeYears } from "./year_slider.js";
import { makeFilters } from "./solution_filters.js";
import { sortable } from "./figures_table.js";

const tip = L.tooltip({ direction: "top", offset: [0, -8], className: "tip", opacity: 1 });
const marks = new Marks();

/** @param {Readonly<import("./year_view.js").View>|null} previous what was shown, null at first */
function show(previous) {
  tip.remove();
  showAreas();
  marks.show();
  showPanel();
  byId("geo-ent-map-name").textContent = words.mapName(view.year, shownProgrammes().length);
  document.body.classList.toggle("zone-chosen", view.programme !== "");
  if (previous && previous.programme !== view.programme) {
    reach();
    focusPanel();
  } else if (!previous && view.programme) reach();
}

/** Brings the chosen programme into view, or all of them. */
function reach() {
  const programme = programmeOf(view.programme);
  const [main] = programme ? shownPlaces(programme) : [];
  const bounds = main && boundsOf(main);
  if (bounds) goTo(bounds);
  else if (!programme) home();
}

/** Escape takes the tooltip away, then the choice. @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape") return;
  if (map.hasLayer(tip)) tip.remove();
  else changeView({ programme: "" });
}

prepareMap();
watchSize();
followAddress();
drawGround();
makeAreas(
  function ({ programme, place }, event) {
    tip.setLatLng(event.latlng).setContent(placeTip(programme, place));
    if (!map.hasLayer(tip)) tip.addTo(map);
  },
  () => tip.remove(),
);
drawBorders();
map.addLayer(marks);
makeYears();
makeFilters();
sortable();
show(null);
onView(show);
document.addEventListener("keydown", escape);
tameWheel();
tellHeight();
document.documentElement.classList.add("ready");
