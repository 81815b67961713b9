// Putting it together: one state (level, zone, marks shown), and what follows when it changes.

const data = readJson("geo-ent-data");
const topology = readJson("geo-ent-topology");
const map = window.map_geo_ent;
const arcs = readArcs(topology);
const schools = readSchools(data.schools);
const shown = new Set(data.statuses.map((status) => status.id));
const dots = new Dots(schools, shown);
const tip = L.tooltip({ direction: "top", offset: [0, -8], className: "tip", opacity: 1 });
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const picker = zoneChoice((index) => (index < 0 ? showAll() : chooseZone(index)));
/** @type {Object<number, any>} */
const drawn = {};
let levelAt = -1;
let zoneAt = -1;
let outline = null;

/** @param {any} columns @returns {School[]} */
function readSchools(columns) {
  const coded = ["nature", "sector", "priority", "solution"];
  return columns.uai.map(function (uai, index) {
    const lat = columns.lat[index];
    const place = lat === null ? null : L.latLng(lat / 1e5, columns.lon[index] / 1e5);
    const school = { index, uai, name: columns.name[index], place, status: data.statuses[columns.status[index]].id };
    coded.forEach((name) => void (school[name] = columns[name].words[columns[name].at[index]]));
    return school;
  });
}

/** @param {number} index @returns {any} the level's layers, made when first shown */
function layersOf(index) {
  if (!drawn[index]) {
    const level = data.levels[index];
    const collection = topology.objects[level.id];
    const zones = makeZones(level, collection, arcs, data.indicator.classes.length);
    const coarse = index > 0 ? readBorders(topology.objects[data.levels[0].id], arcs) : null;
    drawn[index] = { ...zones, borders: makeBorders(readBorders(collection, arcs), coarse) };
    zones.layer.on("click", (event) => chooseZone(event.layer.zone));
    zones.layer.on("mousemove", (event) => pointAt(event, event.layer.zone));
    zones.layer.on("mouseout", () => tip.remove());
  }
  return drawn[index];
}

/** @param {number} index */
function chooseLevel(index) {
  if (levelAt >= 0) [layersOf(levelAt).layer, layersOf(levelAt).borders].forEach((layer) => layer.remove());
  levelAt = index;
  const level = data.levels[index];
  map.addLayer(layersOf(index).layer).addLayer(layersOf(index).borders);
  thinBorders(map, layersOf(index).borders, level.code.length);
  byId("geo-ent-map-name").textContent = `${data.indicator.title}, par ${level.one}`;
  picker.fill(level);
  showLegend(data, level);
  chooseZone(-1);
}

/** @param {number} index the zone, -1 for none */
function chooseZone(index) {
  const level = data.levels[levelAt];
  zoneAt = index;
  picker.set(index);
  tip.remove();
  if (outline) outline.remove();
  outline = null;
  byId("geo-ent-line").textContent = index < 0 ? "" : `${level.name[index]} : ${coverageSentence(figuresOf(level, index))}.`;
  document.body.classList.toggle("zone-chosen", index >= 0);
  if (index < 0) {
    showTerritory(data, level);
    return;
  }
  showZone(data, level, index, schoolsOf(level, index), (school) => communeOf(level, school), leaveZone);
  goTo(layersOf(levelAt).polygons[index]);
}

function home() {
  map.fitBounds(layersOf(0).layer.getBounds(), { animate: !still.matches });
}

function showAll() {
  chooseZone(-1);
  home();
}

function leaveZone() {
  showAll();
  byId("geo-ent-zone").focus({ preventScroll: true });
}

/** @param {any} level @param {number} index @returns {School[]} by name */
function schoolsOf(level, index) {
  const names = new Intl.Collator("fr");
  const zones = data.schools.zone[level.id];
  return schools
    .filter((school) => zones[school.index] === index)
    .sort((a, b) => names.compare(communeOf(level, a), communeOf(level, b)) || names.compare(a.name, b.name));
}

/** @param {any} level @param {School} school @returns {string} "" when the level is the commune */
function communeOf(level, school) {
  const communes = data.levels.find((other) => other.id === "commune");
  const at = communes && level !== communes ? data.schools.zone.commune[school.index] : -1;
  return at < 0 ? "" : communes.name[at];
}

/** Outlines a zone and brings it into view. @param {L.Polygon|null} polygon */
function goTo(polygon) {
  if (!polygon) return;
  outline = makeOutline(polygon).addTo(map);
  const bounds = polygon.getBounds();
  if (map.getBounds().contains(bounds)) return;
  map.panTo(bounds.getCenter(), { animate: !still.matches });
}

/** @param {L.LeafletMouseEvent} event @param {number} zone */
function pointAt(event, zone) {
  const level = data.levels[levelAt];
  const school = map.hasLayer(dots) ? dots.at(event.layerPoint) : null;
  const content = school ? schoolTip(data, school, communeOf({}, school)) : zoneTip(data, level, zone);
  tip.setLatLng(school ? school.place : event.latlng).setContent(content);
  if (!map.hasLayer(tip)) tip.addTo(map);
}

/** A map born in a hidden tab or frame has no size yet. @param {boolean} fitted */
function watchSize(fitted) {
  new ResizeObserver(function () {
    map.invalidateSize({ animate: false });
    if (!fitted && map.getSize().x > 0) home();
    fitted = fitted || map.getSize().x > 0;
  }).observe(map.getContainer());
}

/** Escape takes the tooltip away, then the choice. @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape") return;
  if (map.hasLayer(tip)) tip.remove();
  else if (zoneAt >= 0) chooseZone(-1);
}

document.documentElement.classList.add("ready");
makePanes(map);
L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.attributionControl.setPrefix(false);
map.options.zoomAnimation = map.options.zoomAnimation && !still.matches;
byId("geo-ent-controls").append(levelChoice(data.levels, chooseLevel), picker.node);
showDotsLegend(data, shown, () => dots.redraw());
chooseLevel(0);
map.addLayer(dots);
map.on("zoomend", () => thinBorders(map, layersOf(levelAt).borders, data.levels[levelAt].code.length));
tameWheel(map, byId("geo-ent-wheel"));
document.addEventListener("keydown", escape);
watchSize(map.getSize().x > 0);
