// Putting it together: what is drawn, and what follows when the view changes.

import { byId, capital } from "./dom.js";
import { words } from "./words.js";
import { classOf, data, levelOf, levels, readingOf, schools } from "./model.js";
import { changeView, onView, view } from "./state.js";
import { figuresOf, statusNow, viewAmong, viewFigures, viewIndicator, viewKeeps, viewLevel, viewWhen, viewZone } from "./slice.js";
import { goTo, home, keepWhole, map, prepareMap, watchSize } from "./map.js";
import { display, onDisplay } from "./display.js";
import { marksChoice, namesChoice } from "./display_choices.js";
import { drawnOf, makeOutline, outlineZone, paint, thinBorders } from "./zones.js";
import { Dots, onMarks } from "./dots.js";
import { layers, onLayers, ringed } from "./layers.js";
import { fillMarksKey, marksKey } from "./marks_key.js";
import { schoolTip, zoneTip } from "./tooltip.js";
import { classingChoice, dotsLegend, makeDotsLegend, showClassing, showLegend } from "./legend.js";
import { startNames } from "./labels.js";
import { showPanel } from "./panel.js";
import { addSetting, addToDate, focusZones, makeControls, prepareOptions, showControls, showZones } from "./controls.js";
import { addCompareChoice } from "./compare_choice.js";
import { startExtras } from "./extras.js";
import { findBox } from "./find.js";
import { followScreen } from "./first_screen.js";
import { found, isLooking, leaveSchool, onFound, showSpot } from "./found.js";
import { tameWheel } from "./wheel.js";

/** @import { Level, School } from "./model.js" */

const shown = new Set(data.statuses.map((status) => status.id));
const dots = new Dots(schools, {
  status: statusNow,
  shown: (/** @type {School} */ school) => shown.has(statusNow(school)) && viewKeeps(school),
  always: () => display.marks,
  asked: askedSchools,
  onTop: () => found.school,
});
const countDots = makeDotsLegend(shown, filterDots);
const tip = L.tooltip({ direction: "top", offset: [0, -8], className: "tip", opacity: 1 });
const PATIENCE = 250; // milliseconds
/** @type {L.LayerGroup|null} */
let outline = null;
/** @type {Set<string>} levels whose zones answer the pointer */
const listening = new Set();

/** The schools that something on the page is about, and that are seen however crowded they are. @returns {(school: School) => boolean} */
function askedSchools() {
  if (view.filters.status || layers.networks) return () => true;
  const inRings = new Set(ringed());
  return (school) => inRings.has(school.index) || school === found.school || found.spot.includes(school);
}

/** Draws a level in the place of another. @param {Level} level @param {Level|null} previous */
function showLevel(level, previous) {
  if (previous) [drawnOf(previous).layer, drawnOf(previous).borders].forEach((layer) => layer.remove());
  const drawn = drawnOf(level);
  if (!listening.has(level.id)) {
    listening.add(level.id);
    drawn.layer.on("click", (/** @type {any} */ event) => schoolsAt(event).length || changeView({ zone: level.code[event.layer.zone] }));
    drawn.layer.on("mouseover", (/** @type {any} */ event) => outlineZone(drawn, event.layer.zone));
    drawn.layer.on("mousemove", (/** @type {any} */ event) => pointAt(event, event.layer.zone));
    drawn.layer.on("mouseout", leavePoint);
  }
  map.addLayer(drawn.layer).addLayer(drawn.borders);
  thinBorders(level);
}

/** Gives the zones the colours of their classes. */
function showClasses() {
  const indicator = viewIndicator();
  const columns = viewFigures();
  paint(drawnOf(viewLevel()), (zone) => indicator.classes[classOf(indicator, readingOf(columns, zone))].fill);
}

/** Outlines the chosen zone and brings it into view. @param {boolean} moved whether another zone was chosen @param {boolean} left whether none is any more */
function showChosen(moved, left) {
  const zone = viewZone();
  const polygon = zone < 0 ? null : drawnOf(viewLevel()).polygons[zone];
  if (moved) {
    if (outline) outline.remove();
    outline = polygon ? makeOutline(polygon).addTo(map) : null;
    if (polygon) goTo(polygon.getBounds());
    else if (left && !found.school) home(); // a school is gone to from where one is
  }
  const when = data.dates.length > 1 ? `, ${words.at(view.date)}` : "";
  const said = zone < 0 ? "" : words.pair(viewLevel().name[zone], `${words.coverage(figuresOf(zone))}${when}`);
  byId("geo-ent-line").textContent = capital([said, viewAmong()].filter(Boolean).join(", "));
  document.body.classList.toggle("zone-chosen", zone >= 0);
}

/** Back to the whole territory, from the panel: the focus goes to the list of zones. */
function leaveZone() {
  changeView({ zone: "" });
  focusZones();
}

/** Shows the view. @param {import("./state.js").View|null} previous what was shown, null at first */
function show(previous) {
  const level = viewLevel();
  const relevelled = !previous || previous.level !== view.level;
  tip.remove();
  if (previous && relevelled) outlineZone(drawnOf(levelOf(previous.level)), -1);
  showControls();
  showLegend(viewWhen());
  byId("geo-ent-legend").append(marksKey);
  if (!previous) watchSize(); // what lies over the map is there: the territory is fitted beside it
  showClasses();
  if (relevelled) showLevel(level, previous && levelOf(previous.level));
  if (!previous) return;
  showDetail(previous);
  keepWhole();
}

/** Shows what goes around the map. @param {import("./state.js").View|null} previous what was shown, null at first */
function showDetail(previous) {
  const relevelled = !previous || previous.level !== view.level;
  showZones();
  showClassing();
  showPanel(leaveZone);
  showChosen(relevelled || previous.zone !== view.zone, !relevelled && !view.zone);
  countDots();
  fillMarksKey(shown);
  dots.redraw();
}

/** What the marks mean is told while there are some. @param {boolean} there */
function showMarksKey(there) {
  [dotsLegend, marksKey].forEach((node) => void (node.hidden = !there));
  Promise.resolve().then(keepWhole); // not amid a move, whose end isn't told yet
}

/** The reader shows or hides the schools of a status. */
function filterDots() {
  fillMarksKey(shown);
  dots.redraw();
}

/** @param {L.LeafletMouseEvent} event @returns {School[]} those whose marks are where one pressed */
const schoolsAt = (event) => (map.hasLayer(dots) ? dots.allAt(event.layerPoint) : []);

/** A press on a school's mark shows its card, on a zone or beside it. @param {L.LeafletMouseEvent} event */
function pressed(event) {
  const some = schoolsAt(event);
  if (some.length) showSpot(some);
}

/** @param {L.LeafletMouseEvent} event @param {number} zone */
function pointAt(event, zone) {
  const school = map.hasLayer(dots) ? dots.at(event.layerPoint) : null;
  tip.setLatLng(school ? school.place : event.latlng).setContent(school ? schoolTip(school) : zoneTip(zone));
  if (!map.hasLayer(tip)) tip.addTo(map);
}

/** The pointer has left the zones. */
function leavePoint() {
  tip.remove();
  outlineZone(drawnOf(viewLevel()), -1);
}

/** Escape takes the tooltip away, then the card, then the choice. @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape") return;
  if (map.hasLayer(tip)) tip.remove();
  else if (isLooking()) leaveSchool();
  else changeView({ zone: "" });
}

/** Prepares the levels that aren't shown yet, one at a time, while nothing else is to be done. @param {Level[]} left */
function prepareLevels(left) {
  const idle = window.requestIdleCallback || ((/** @type {() => void} */ later) => window.setTimeout(later, 200));
  if (!left.length) return;
  idle(function () {
    drawnOf(left[0]);
    prepareOptions(left[0]);
    prepareLevels(left.slice(1));
  });
}

/** Does something once what is drawn is on the screen; in a tab or a frame that isn't painted, all the same. @param {() => void} work */
function afterPaint(work) {
  let done = false;
  const once = function () {
    if (!done) work();
    done = true;
  };
  window.requestAnimationFrame(() => window.requestAnimationFrame(once));
  window.setTimeout(once, PATIENCE);
}

/** The rest of the page, once the map is there. */
function finish() {
  showDetail(null);
  onMarks(showMarksKey);
  onDisplay(() => dots.redraw());
  onLayers(() => dots.redraw());
  onFound(() => dots.redraw());
  map.addLayer(dots);
  map.on("zoomstart", () => outlineZone(drawnOf(viewLevel()), -1));
  map.on("zoomend", () => thinBorders(viewLevel()));
  map.on("click", pressed);
  startExtras();
  startNames({ marks: () => dots.drawnMarks(), radius: () => dots.radius() });
  document.addEventListener("keydown", escape);
  tameWheel();
  prepareLevels(levels.filter((level) => level.id !== view.level));
  document.documentElement.classList.add("ready");
}

prepareMap("right");
makeControls(findBox());
addSetting(classingChoice());
addSetting(namesChoice());
addSetting(marksChoice());
addSetting(dotsLegend);
addCompareChoice(addToDate);
followScreen();
show(null);
onView((_, previous) => show(previous));
if (window.location.hash) finish(); // another view is asked for: it comes first
else afterPaint(finish);
