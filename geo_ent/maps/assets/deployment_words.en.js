// English: what the block of the programme says; joined only in a page that has one.
// The keys are those of deployment_words.fr.js.

import { counted, decimals, words } from "./words.en.js";

/** @import { Network } from "./layers.js" */

export const deploymentWords = {
  title: "The programme",
  legend: "Legend of the layers added to the map",
  /** What is told, whatever the rest of the page shows. @param {string} iso */
  when: (iso) => `(${words.at(iso)}, all schools)`,
  count: (/** @type {number} */ networks) => `Networks of schools (${networks})`,
  what: "Schools equipped together, linked to the collège of their sector, or to the middle of the network where they don’t share one.",
  list: "Networks of schools",
  /** @param {Network} network */
  told: (network) =>
    [
      network.college,
      counted(network.schools.length, "school") + (network.covered_n < network.schools.length ? `, ${network.covered_n} of them with an ENT` : ""),
      network.km === null ? "" : `${decimals.format(network.km)}\u00a0km on average`,
    ].filter(Boolean).join(" · "),
};
