// IGN's map under the zones: asked of its server only once the reader turns it on.

import { addSetting } from "./controls.js";
import { make } from "./dom.js";
import { map } from "./map.js";
import { words } from "./words.js";

const TILES =
  "https://data.geopf.fr/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2" +
  "&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM_0_19&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";

const PATIENCE_TILES = 6000; // milliseconds without a single tile
const SAID_MILLISECONDS = 10000;
const MISSED = 3; // tiles: fewer may be missing at the edge of what IGN draws

/** A box that turns the basemap on and off; it turns itself off where no tile comes, and says so. */
export function offerBasemap() {
  const layer = L.tileLayer(TILES, {
    attribution: words.basemapCredit,
    maxZoom: 19,
    crossOrigin: "anonymous", // so that the picture of the map can hold them
    referrerPolicy: "no-referrer", // IGN needn't know which page is read
  });
  const box = make("input", { type: "checkbox", id: "geo-ent-basemap" });
  const told = make("p", { class: "small" });
  const turn = function () {
    if (box.checked) layer.addTo(map);
    else layer.remove();
    map.getContainer().classList.toggle("with-basemap", box.checked);
  };
  box.addEventListener("change", function () {
    told.textContent = "";
    turn();
  });
  whenNoneComes(layer, function () {
    box.checked = false;
    turn();
    told.textContent = words.basemapAway;
    sayOverMap(words.basemapAway);
  });
  addSetting(make("div", null, make("label", { class: "basemap-choice" }, box, words.basemap), told));
}

/** Watches tiles: those asked for together all fail, or none comes for a while. @param {any} layer of tiles @param {() => void} giveUp */
function whenNoneComes(layer, giveUp) {
  let [came, ever, missed, waiting] = [false, false, 0, 0];
  layer.on("loading", function () {
    [came, missed] = [false, 0];
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => came || giveUp(), PATIENCE_TILES);
  });
  layer.on("tileload", () => void (came = ever = true));
  layer.on("tileerror", () => void (missed += 1));
  layer.on("load", function () {
    window.clearTimeout(waiting);
    if (!came && missed >= (ever ? MISSED : 1)) giveUp();
  });
  layer.on("remove", () => window.clearTimeout(waiting));
}

/** Says something over the map for a while: the choices it is of may be closed again. @param {string} text */
function sayOverMap(text) {
  const node = make("p", { class: "map-said", role: "status" });
  map.getContainer().after(node);
  node.textContent = text; // once it is there, so that it is read out
  window.setTimeout(() => node.remove(), SAID_MILLISECONDS);
}
