// The zones of a level: fills, then borders over them, dark on white so that any two fills part.

/**
 * Makes the panes that things are drawn in, under the layers that a user of Folium may add.
 * @param {L.Map} map
 */
function makePanes(map) {
  ["zones", "borders", "chosen", "dots"].forEach(function (name, rank) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(360 + rank * 10);
    if (name !== "zones") pane.style.pointerEvents = "none";
  });
}

/**
 * One level on the map.
 * @param {any} level its columns
 * @param {any} collection its TopoJSON object
 * @param {Line[]} arcs
 * @param {number} classes how many there are
 * @returns {{layer: L.FeatureGroup, polygons: (L.Polygon|null)[]}}
 */
function makeZones(level, collection, arcs, classes) {
  const renderer = L.svg({ pane: "zones", padding: 0.4 });
  const polygons = collection.geometries.map(function (geometry, index) {
    const rings = readPolygons(geometry, arcs);
    if (!rings.length) return null;
    const polygon = L.polygon(rings, {
      renderer: renderer,
      pane: "zones",
      stroke: false,
      fillColor: classFill(level.class[index], classes),
      fillOpacity: 1,
      smoothFactor: 0, // Leaflet's own simplification would part neighbours
    });
    polygon.zone = index;
    return polygon;
  });
  return { layer: L.featureGroup(polygons.filter(Boolean)), polygons: polygons };
}

/**
 * The borders of a level, and those of a larger level over them.
 * @param {Line[]} fine
 * @param {Line[]|null} coarse
 * @returns {L.FeatureGroup}
 */
function makeBorders(fine, coarse) {
  const renderer = L.svg({ pane: "borders", padding: 0.4 });
  const line = (points, color, widest, least) =>
    L.polyline(points, { renderer, pane: "borders", color, widest, least, smoothFactor: 0, interactive: false });
  const lines = [line(fine, "#fff", coarse ? 1.6 : 2.6, 0.45), line(fine, "#3a3a5c", coarse ? 0.6 : 0.9, 0.45)];
  if (coarse) lines.push(line(coarse, "#fff", 3.4, 0.8), line(coarse, "#161616", 1.4, 0.8));
  return L.featureGroup(lines);
}

/**
 * Thins borders where zones are only a few pixels wide, so that their colour is still seen.
 * @param {L.Map} map
 * @param {L.FeatureGroup} borders
 * @param {number} zones how many there are
 */
function thinBorders(map, borders, zones) {
  const bounds = borders.getBounds();
  const size = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
  const side = Math.sqrt((size.x * size.y) / Math.max(zones, 1));
  borders.eachLayer(function (line) {
    line.setStyle({ weight: line.options.widest * Math.min(Math.max(side / 28, line.options.least), 1) });
  });
}

/** The outline of the chosen zone. @param {L.Polygon} polygon @returns {L.LayerGroup} */
function makeOutline(polygon) {
  const renderer = L.svg({ pane: "chosen", padding: 0.4 });
  const line = (color, weight) =>
    L.polygon(polygon.getLatLngs(), { renderer, pane: "chosen", color, weight, fill: false, smoothFactor: 0, interactive: false });
  return L.layerGroup([line("#161616", 6), line("#ffca00", 3)]);
}
