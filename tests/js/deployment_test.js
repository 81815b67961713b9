// The words of the programme's block, in both languages, and the layer in the address.
import { DATA } from "./page.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @type {import("../../geo_ent/maps/assets/layers.js").Network} */
const network = { name: "Un", college: "Collège X", at_college: true, place: [4650000, 300000], schools: [0, 2], covered_n: 2, km: 1.25 };
/** @type {any} */ (DATA).deployment = { sentences: [], networks: [network] };
const { changeLayers, layers, layersTold, showLayers } = await import("../../geo_ent/maps/assets/layers.js");
const { allDeploymentWords } = await import("../../geo_ent/maps/assets/deployment_words.js");
const { wordsIn } = await import("./languages.js");
const fr = wordsIn("fr-FR", allDeploymentWords);
const en = wordsIn("en-GB", allDeploymentWords);
const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, " ");

Deno.test("both languages have the same words", () => {
  same(Object.keys(fr).sort(), Object.keys(en).sort());
});

Deno.test("a network says its collège, its schools and how far they are", () => {
  same(plain(fr.told(network)), "Collège X · 2 écoles · à 1,3 km en moyenne");
  same(plain(en.told(network)), "Collège X · 2 schools · 1.3 km on average");
  const bare = { ...network, college: "", covered_n: 1, km: null };
  same(plain(fr.told(bare)), "2 écoles, dont 1 avec un ENT");
  same(plain(en.told({ ...bare, schools: [0], covered_n: 0 })), "1 school, 0 of them with an ENT");
});

Deno.test("networks are a layer that the address tells and reads", () => {
  same([layers.networks, layersTold()], [false, ""]);
  changeLayers({ networks: true });
  same(layersTold(), "reseaux");
  showLayers("blanches");
  same([layers.networks, layersTold()], [false, ""]);
  showLayers("reseaux,galaxies");
  same(layers.networks, true);
});
