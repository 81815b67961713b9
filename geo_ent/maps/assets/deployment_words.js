// What the block of the programme says; joined only in a page that has one.

import { atMoment, decimals, plural, tr } from "./language.js";

/** @import { Network } from "./layers.js" */

/** Makes the words in the page's language; the page asks once. */
export const allDeploymentWords = () => ({
  title: tr("Le programme"),
  legend: tr("Légende des couches ajoutées à la carte"),
  /** What is told, whatever the rest of the page shows. @param {string} iso */
  when: (iso) => tr("({when}, toutes les {schools})", { when: atMoment(iso) }),
  /** @param {Network[]} networks what the block shows, before it is opened */
  inNetworks(networks) {
    const all = networks.reduce((sum, { schools }) => sum + schools.length, 0);
    const covered = networks.reduce((sum, { covered_n }) => sum + covered_n, 0);
    const fields = { named: plural("{n}\u00a0école", "{n}\u00a0écoles", all), covered };
    return covered < all
      ? plural("{named} dans {n}\u00a0réseau, dont {covered} avec un ENT", "{named} dans {n}\u00a0réseaux, dont {covered} avec un ENT", networks.length, fields)
      : plural("{named} dans {n}\u00a0réseau", "{named} dans {n}\u00a0réseaux", networks.length, fields);
  },
  count: (/** @type {number} */ networks) => tr("Réseaux d’écoles ({n})", { n: networks }),
  what: tr("Des écoles équipées ensemble, reliées au collège de leur secteur, ou au milieu du réseau quand elles n’en ont pas un seul."),
  list: tr("Réseaux d’écoles"),
  /** @param {Network} network */
  told: (network) =>
    [
      network.college,
      network.covered_n < network.schools.length
        ? plural("{n}\u00a0école, dont {covered} avec un ENT", "{n}\u00a0écoles, dont {covered} avec un ENT", network.schools.length, { covered: network.covered_n })
        : plural("{n}\u00a0école", "{n}\u00a0écoles", network.schools.length),
      network.km === null ? "" : tr("à {km}\u00a0km en moyenne", { km: decimals(network.km) }),
    ].filter(Boolean).join(" · "),
});

export const deploymentWords = allDeploymentWords();
