// IGN's map under the zones: asked of its server only once the reader turns it on.

import { addSetting } from "./controls.js";
import { make } from "./dom.js";
import { map } from "./map.js";
import { words } from "./words.js";

const TILES =
  "https://data.geopf.fr/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2" +
  "&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM_0_19&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";

/** A box that turns the basemap on and off. */
export function offerBasemap() {
  const layer = L.tileLayer(TILES, {
    attribution: words.basemapCredit,
    maxZoom: 19,
    crossOrigin: "anonymous", // so that the picture of the map can hold them
    referrerPolicy: "no-referrer", // IGN needn't know which page is read
  });
  const box = make("input", { type: "checkbox", id: "geo-ent-basemap" });
  box.addEventListener("change", function () {
    if (box.checked) layer.addTo(map);
    else layer.remove();
    map.getContainer().classList.toggle("with-basemap", box.checked);
  });
  addSetting(make("label", { class: "basemap-choice" }, box, words.basemap));
}
