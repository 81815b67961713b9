// French: what the block of the programme says; joined only in a page that has one.
// deployment_words.en.js has the same keys.

import { counted, decimals, words } from "./words.fr.js";

/** @import { Network } from "./layers.js" */

export const deploymentWords = {
  title: "Le programme",
  legend: "Légende des couches ajoutées à la carte",
  /** What is told, whatever the rest of the page shows. @param {string} iso */
  when: (iso) => `(${words.at(iso)}, toutes écoles)`,
  count: (/** @type {number} */ networks) => `Réseaux d’écoles (${networks})`,
  what: "Des écoles équipées ensemble, reliées au collège de leur secteur, ou au milieu du réseau quand elles n’en ont pas un seul.",
  list: "Réseaux d’écoles",
  /** @param {Network} network */
  told: (network) =>
    [
      network.college,
      counted(network.schools.length, "école") + (network.covered_n < network.schools.length ? `, dont ${network.covered_n} avec un ENT` : ""),
      network.km === null ? "" : `à ${decimals.format(network.km)}\u00a0km en moyenne`,
    ].filter(Boolean).join(" · "),
};
