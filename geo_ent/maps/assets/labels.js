// Names of zones on the live map, with their values; nearer, those of the communes around. Read in the table, never twice.

import { byId, make, makeSvg } from "./dom.js";
import { display, onDisplay } from "./display.js";
import { arcs, covers, map, topology } from "./map.js";
import { classOf, levels, readingOf } from "./model.js";
import { DISC_RADIUS, discBox, freePlace, holdsPlace, meet, nameBoxes, nameGrid, placeDiscs, placeName, ringsBox } from "./placing.js";
import { viewAmong, viewFigures, viewIndicator, viewLevel } from "./slice.js";
import { onView } from "./state.js";
import { words } from "./words.js";

/** @import { Box } from "./fit.js" */
/** @import { Level } from "./model.js" */
/** @import { Disc, NameGrid, NameLine, PlacedName } from "./placing.js" */

/** What a zone says and wears. @typedef {{name: string, value: string, ground: string, ink: string}} ZoneLook */
/** @typedef {{x: number, y: number}} Spot */
/** A name on the map, and the zone that it is on. @typedef {PlacedName & {zone: number, valued: boolean}} MapName */
/** @typedef {{zone: number, grid: NameGrid, named: boolean}} SeenZone */
/** @typedef {{zone: number, number: number, disc: Disc|null}} Numbered */

const NAME_MOST = 60; // letters: no place is called by more; a text of thousands takes a browser seconds to lay out
const NAME_INK = "#161616";
const NAME_PAPER = "#fff";
const COMMUNE_FACE = { sizes: [12], bold: false, margins: [3] };
const COMMUNE_ROOM = 44; // pixels: the side of a commune under which its name is not looked for
const MOST_NUMBERS = 24; // more would be a second table
const MOST_COVERED = 0.2; // of the territory's rectangle: more discs would be all that one sees
const LEAST_NAMED = 1 / 3; // of the zones: a name or two among many would look like those of the largest places
const SLICE = 6; // milliseconds of work at a time
const SOONEST = 300; // milliseconds, for a page that is never idle

/* ---- shapes, in pixels at zoom 0, made once ---- */

/** @type {Map<number, Float64Array>} */
const worldArcs = new Map();

/** @param {number} index @returns {Float64Array} x and y by turns */
function worldArc(index) {
  const found = worldArcs.get(index);
  if (found) return found;
  const points = new Float64Array(arcs[index].length * 2);
  arcs[index].forEach(function (/** @type {L.LatLng} */ place, /** @type {number} */ at) {
    const { x, y } = map.project(place, 0);
    points[2 * at] = x;
    points[2 * at + 1] = y;
  });
  worldArcs.set(index, points);
  return points;
}

/** @type {Map<string, Box[]>} */
const worldBoxes = new Map();

/** Where a zone is. @param {Level} level @param {number} zone @returns {Box} in pixels at zoom 0 */
function worldBox(level, zone) {
  const boxes = worldBoxes.get(level.id) || [];
  worldBoxes.set(level.id, boxes);
  boxes[zone] = boxes[zone] || ringsBox(topology.objects[level.id].geometries[zone].arcs.flat(2).map((/** @type {number} */ arc) => worldArc(arc < 0 ? ~arc : arc)));
  return boxes[zone];
}

/** A zone's rings as they lie on the map. @param {Level} level @param {number} zone @param {{scale: number, x: number, y: number}} origin @returns {Float64Array[]} */
function zoneRings(level, zone, { scale, x, y }) {
  return topology.objects[level.id].geometries[zone].arcs.flat().map(function (/** @type {number[]} */ ring) {
    const lines = ring.map((arc) => worldArc(arc < 0 ? ~arc : arc));
    const points = new Float64Array(lines.reduce((sum, line) => sum + line.length, 0));
    let at = 0;
    lines.forEach(function (line, rank) {
      for (let step = 0; step < line.length; step += 2) {
        const from = ring[rank] < 0 ? line.length - 2 - step : step;
        points[at++] = line[from] * scale - x;
        points[at++] = line[from + 1] * scale - y;
      }
    });
    return points;
  });
}

/* ---- words and colours ---- */

/** @param {string} colour @returns {number} its relative luminance (WCAG) */
function luminance(colour) {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join("") : colour.slice(1);
  const [red, green, blue] = [0, 2, 4].map(function (at) {
    const value = parseInt(digits.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The ink that reads best on a ground. @param {string} ground @returns {string} */
function inkOn(ground) {
  const [light, dark] = [1.05 / (luminance(ground) + 0.05), (luminance(ground) + 0.05) / (luminance(NAME_INK) + 0.05)];
  return light > dark ? NAME_PAPER : NAME_INK;
}

/** What is under a pattern's lines. @param {string} fill a colour, or the address of a pattern @returns {string} a colour */
const groundOfFill = (fill) => (fill.startsWith("url(") ? document.querySelector(`${fill.slice(4, -1)} rect`)?.getAttribute("fill") || NAME_PAPER : fill);

/** @param {string} name @returns {string} as it is written on the map */
const onMap = (name) => (name.length > NAME_MOST ? `${name.slice(0, NAME_MOST - 1)}…` : name);

/** @returns {ZoneLook[]} of each zone of the level shown */
function zoneLooks() {
  const level = viewLevel();
  const indicator = viewIndicator();
  const columns = viewFigures();
  const grounds = indicator.classes.map(({ fill }) => groundOfFill(fill));
  return level.name.map(function (name, zone) {
    const index = classOf(indicator, readingOf(columns, zone));
    const special = index >= indicator.classes.length - 2;
    const value = special ? (index === indicator.classes.length - 2 && viewAmong() ? words.noneKept : indicator.classes[index].label) : words.bareValue(indicator, columns[indicator.id][zone]);
    return { name: onMap(name), value, ground: grounds[index], ink: inkOn(grounds[index]) };
  });
}

/** @type {{context: any, family: string, widths: Map<string, number>}} a canvas to measure with, made when it is first asked for */
const fonts = { context: null, family: "", widths: new Map() };

/** @param {NameLine} line @returns {number} its width in pixels */
function lineWidth({ text, size, bold }) {
  const font = `${bold ? 700 : 400} ${size}px`;
  const key = `${font} ${text}`;
  const known = fonts.widths.get(key);
  if (known !== undefined) return known;
  fonts.context = fonts.context || document.createElement("canvas").getContext("2d");
  fonts.family = fonts.family || getComputedStyle(map.getContainer()).fontFamily;
  fonts.context.font = `${font} ${fonts.family}`;
  const { width } = fonts.context.measureText(text);
  fonts.widths.set(key, width);
  return width;
}

/* ---- where they go ---- */

/** What is on the map, and what is about to be. */
const labels = {
  svg: makeSvg("svg", { width: 1, height: 1, overflow: "visible", "aria-hidden": "true", class: "leaflet-zoom-hide" }),
  key: make("div", { class: "names-key", "aria-hidden": "true", hidden: true }),
  /** @type {{zone: number, node: SVGElement, value: SVGElement|null}[]} */
  written: [],
  /** @type {Generator<void, void>|null} */
  work: null,
  /** @type {() => {point: Spot}[]} */
  marks: () => [],
  radius: () => 0,
};

/** @typedef {{origin: {scale: number, x: number, y: number}, frame: Box, covered: Box[], marks: Box[]}} Around what a pass goes by, in the map's layer */

/** @returns {Around} */
function surroundings() {
  const { x, y } = map.getPixelOrigin();
  const corner = map.containerPointToLayerPoint([0, 0]);
  const size = map.getSize();
  const frame = { left: corner.x, top: corner.y, right: corner.x + size.x, bottom: corner.y + size.y };
  const covered = covers().map((box) => ({ left: box.left + corner.x, top: box.top + corner.y, right: box.right + corner.x, bottom: box.bottom + corner.y }));
  const reach = labels.radius() + 1;
  const marks = labels.marks().map(({ point }) => ({ left: point.x - reach, top: point.y - reach, right: point.x + reach, bottom: point.y + reach }));
  return { origin: { scale: map.getZoomScale(map.getZoom(), 0), x, y }, frame, covered, marks };
}

/** @param {Level} level @param {number} zone @param {Around} around @param {Box[]} taken @returns {NameGrid|null} null where nothing of it is seen */
function gridOf(level, zone, { origin, frame }, taken) {
  if (!topology.objects[level.id].geometries[zone].type) return null;
  const box = worldBox(level, zone);
  const seen = { left: box.left * origin.scale - origin.x, right: box.right * origin.scale - origin.x, top: box.top * origin.scale - origin.y, bottom: box.bottom * origin.scale - origin.y };
  return meet(seen, frame) ? nameGrid(zoneRings(level, zone, origin), frame, taken.filter((hole) => meet(hole, seen))) : null;
}

/** Places all names, a zone at a time: whoever runs it stops where time is up. @returns {Generator<void, void>} */
function* placing() {
  const level = viewLevel();
  const looks = zoneLooks();
  const around = surroundings();
  /** @type {MapName[]} */
  const names = [];
  /** @type {SeenZone[]} */
  const seen = [];
  for (const zone of level.code.keys()) {
    const grid = gridOf(level, zone, around, around.covered);
    if (!grid) continue;
    const free = around.marks.length ? gridOf(level, zone, around, [...around.covered, ...around.marks]) : null;
    const { name, value } = looks[zone];
    const placed = (free && placeName(free, name, value, lineWidth)) || placeName(grid, name, value, lineWidth);
    if (placed) names.push({ ...placed, zone, valued: true });
    seen.push({ zone, grid, named: placed !== null });
    yield;
  }
  const numbered = placeNumbers(seen, looks, around, names.flatMap((name) => nameBoxes(name, lineWidth)));
  const few = !numbered.length && names.length < seen.length * LEAST_NAMED;
  if (few && !document.documentElement.classList.contains("compact")) names.splice(0);
  const boxes = names.flatMap((name) => nameBoxes(name, lineWidth));
  const discs = numbered.flatMap(({ disc }) => (disc ? [discBox(disc)] : []));
  yield* placingCommunes(level, around, seen, [...boxes, ...discs], names);
  draw(names, numbered, looks);
}

/** The zones without a name, from top to bottom in rows of 12 pixels, then from left to right: as the lines of a text. @param {SeenZone[]} seen @param {Around} around @returns {SeenZone[]} none but where the whole territory is in sight */
function toNumber(seen, around) {
  const small = seen.filter(({ named }) => !named);
  const row = (/** @type {SeenZone} */ { grid }) => Math.round(grid.middle[1] / 12);
  const { left, top, right, bottom } = territoryBox();
  const most = Math.min((MOST_COVERED * (right - left) * (bottom - top) * around.origin.scale ** 2) / (2 * DISC_RADIUS) ** 2, MOST_NUMBERS);
  return isAllSeen(territoryBox(), around) && small.length <= most ? small.sort((one, other) => row(one) - row(other) || one.grid.middle[0] - other.grid.middle[0]) : [];
}

/**
 * Numbers need a key: it stands where the map is free, nearest to the legend, else under the map.
 * @param {SeenZone[]} seen @param {ZoneLook[]} looks @param {Around} around @param {Box[]} boxes of names
 * @returns {Numbered[]}
 */
function placeNumbers(seen, looks, around, boxes) {
  const { frame, covered } = around;
  const numbered = toNumber(seen, around);
  fillKey(numbered.map(({ zone }) => looks[zone]));
  if (!numbered.length) return [];
  const card = { width: labels.key.offsetWidth, height: labels.key.offsetHeight };
  const outer = map.getContainer().getBoundingClientRect();
  const legend = byId("geo-ent-legend").getBoundingClientRect();
  const near = { x: frame.left + legend.left - outer.left, y: frame.top + legend.top - outer.top };
  const place = freePlace(card, frame, covered, seen.map(({ grid }) => grid), near);
  if (!moveKey(place && { x: place.x - frame.left, y: place.y - frame.top })) return [];
  const key = place ? [{ left: place.x, top: place.y, right: place.x + card.width, bottom: place.y + card.height }] : [];
  const discs = placeDiscs(numbered.map(({ grid }) => grid), [...covered, ...boxes, ...key], frame);
  return numbered.map(({ zone }, index) => ({ zone, number: index + 1, disc: discs[index] }));
}

/**
 * Communes are named once enough of those in sight have room.
 * @param {Level} level @param {Around} around @param {SeenZone[]} seen @param {Box[]} boxes taken @param {MapName[]} names that theirs are added to
 * @returns {Generator<void, void>}
 */
function* placingCommunes(level, around, seen, boxes, names) {
  const communes = levels.find(({ id }) => id === "commune");
  if (!communes || communes === level || communeSide(communes, around.origin.scale) < COMMUNE_ROOM) return;
  const taken = [...around.covered, ...around.marks, ...boxes];
  /** @type {MapName[]} */
  const placed = [];
  let whole = 0;
  for (const commune of communes.code.keys()) {
    const grid = gridOf(communes, commune, around, taken);
    if (!grid) continue;
    const name = placeName(grid, onMap(communes.name[commune]), "", lineWidth, COMMUNE_FACE);
    const within = name && seen.find((zone) => holdsPlace(zone.grid, name));
    if (name && within) placed.push({ ...name, zone: within.zone, valued: false });
    if (name || isAllSeen(worldBox(communes, commune), around)) whole += 1;
    yield;
  }
  if (placed.length >= whole * LEAST_NAMED) names.push(...placed);
}

/** @returns {Box} the territory's, in pixels at zoom 0 */
function territoryBox() {
  const [[south, west], [north, east]] = map.options.home;
  const [corner, end] = [map.project([north, west], 0), map.project([south, east], 0)];
  return { left: corner.x, top: corner.y, right: end.x, bottom: end.y };
}

/** About how wide a commune is. @param {Level} communes @param {number} scale @returns {number} pixels */
function communeSide(communes, scale) {
  const { left, top, right, bottom } = territoryBox();
  return scale * Math.sqrt(((right - left) * (bottom - top)) / communes.code.length);
}

/** Whether all of it is in sight. @param {Box} box in pixels at zoom 0 @param {Around} around @returns {boolean} */
const isAllSeen = (box, { origin: { scale, x, y }, frame }) =>
  box.left * scale - x >= frame.left && box.right * scale - x <= frame.right && box.top * scale - y >= frame.top && box.bottom * scale - y <= frame.bottom;

/* ---- the key ---- */

/** @param {ZoneLook[]} looks of the zones that are numbers, in their order */
function fillKey(looks) {
  const rows = looks.map(({ name, value }, index) => make("li", null, make("b", null, String(index + 1)), make("span", null, name), make("span", { class: "names-value" }, value)));
  labels.key.replaceChildren(make("p", null, words.numbersKey), make("ol", null, ...rows));
  labels.key.hidden = !looks.length;
  labels.key.classList.remove("under");
  map.getContainer().after(labels.key);
}

/** @param {Spot|null} place in the map, null for none there @returns {boolean} whether there is room for the key anywhere */
function moveKey(place) {
  const compact = document.documentElement.classList.contains("compact");
  labels.key.classList.toggle("under", !place);
  labels.key.hidden = !place && compact;
  labels.key.style.left = place ? `${place.x}px` : "";
  labels.key.style.top = place ? `${place.y}px` : "";
  if (!place) map.getContainer().parentElement.after(labels.key);
  return place !== null || !compact;
}

/* ---- what is drawn ---- */

/** @param {MapName[]} names @param {Numbered[]} numbered @param {ZoneLook[]} looks */
function draw(names, numbered, looks) {
  labels.written = names.map((name) => writtenName(name, looks[name.zone]));
  labels.svg.replaceChildren(...labels.written.map(({ node }) => node), ...numbered.flatMap(({ number, disc }) => (disc ? drawnDisc(number, disc) : [])));
}

/** A halo in the colour of its own ground keeps a pattern, a line or a mark off the letters. @param {MapName} name @param {ZoneLook} look */
function writtenName({ lines, x, y, zone, valued }, look) {
  const texts = lines.map(({ text, size, bold }, rank) => makeSvg("text", { x, y: y + rank * size * 1.2 + size * 0.35, "font-size": size, "font-weight": bold ? 700 : 400 }, text));
  const node = makeSvg("g", { "text-anchor": "middle", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" }, ...texts);
  const written = { zone, node, value: valued ? texts[texts.length - 1] : null };
  dress(written, look);
  return written;
}

/** @param {{node: SVGElement, value: SVGElement|null}} written @param {ZoneLook} look */
function dress({ node, value }, look) {
  node.setAttribute("fill", look.ink);
  node.setAttribute("stroke", look.ground);
  if (value) value.textContent = look.value;
}

/** @param {number} number @param {Disc} disc @returns {SVGElement[]} */
function drawnDisc(number, { x, y, foot }) {
  const line = (/** @type {string} */ stroke, /** @type {number} */ width) => makeSvg("path", { d: `M${foot}L${x},${y}`, stroke, "stroke-width": width });
  const circle = (/** @type {Spot} */ place, /** @type {number} */ r, /** @type {string} */ fill) => makeSvg("circle", { cx: place.x, cy: place.y, r, fill, stroke: fill === NAME_PAPER ? NAME_INK : NAME_PAPER, "stroke-width": 1.2 });
  const leader = foot ? [line(NAME_PAPER, 3), line(NAME_INK, 1.2), circle({ x: foot[0], y: foot[1] }, 2, NAME_INK)] : [];
  return [...leader, circle({ x, y }, DISC_RADIUS, NAME_PAPER), makeSvg("text", { x, y: y + 4.3, "font-size": 12, "font-weight": 700, "text-anchor": "middle", fill: NAME_INK }, String(number))];
}

/** Takes the names away. */
function clearNames() {
  labels.written = [];
  labels.svg.replaceChildren();
}

/* ---- when ---- */

const whenIdle = window.requestIdleCallback || ((/** @type {() => void} */ work) => window.setTimeout(work, 50));

/** Places the names anew, once there is time. */
function placeSoon() {
  labels.work = null;
  if (!display.names) {
    clearNames();
    fillKey([]);
    return;
  }
  const work = placing();
  labels.work = work;
  const step = function () {
    const end = performance.now() + SLICE;
    while (labels.work === work && performance.now() < end) {
      if (work.next().done) labels.work = null;
    }
    if (labels.work === work) whenIdle(step, { timeout: SOONEST });
  };
  whenIdle(step, { timeout: SOONEST });
}

/** Ends what is being placed: for a picture or a print, which doesn't wait. */
export function settleNames() {
  if (!labels.work) return;
  while (!labels.work.next().done);
  labels.work = null;
}

/** The colours have changed: the names that are there follow at once, before any is moved. */
function redress() {
  const looks = zoneLooks();
  labels.written.forEach((written) => looks[written.zone] && dress(written, looks[written.zone]));
}

/**
 * Writes names on the map, and follows it.
 * @param {{marks: () => {point: Spot}[], radius: () => number}} dots the schools' marks, which names go round
 */
export function startNames({ marks, radius }) {
  Object.assign(labels, { marks, radius });
  labels.svg.setAttribute("font-family", getComputedStyle(map.getContainer()).fontFamily);
  const pane = map.createPane("names");
  pane.style.zIndex = "394"; // over the marks, under what a user of Folium may add
  pane.style.pointerEvents = "none";
  pane.append(labels.svg);
  map.on("zoomend viewreset", clearNames);
  map.on("moveend zoomend resize", placeSoon);
  onDisplay(placeSoon);
  onView(function (view, previous) {
    if (view.level === previous.level) window.requestAnimationFrame(redress);
    else clearNames();
    placeSoon();
  });
  window.addEventListener("beforeprint", settleNames);
  placeSoon();
}
