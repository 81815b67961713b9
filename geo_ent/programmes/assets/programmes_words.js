// What the script of the page of programmes says, in French; in English by the page's catalogue.

import { plural, tr } from "../../maps/assets/language.js";

/** Makes the words in the page's language; the page asks once. */
export const allProgrammesWords = () => ({
  zoomIn: tr("Zoomer"),
  zoomOut: tr("Dézoomer"),
  year: tr("Année"),
  play: tr("Dérouler"),
  pause: tr("Arrêter"),
  playTitle: tr("Dérouler les années"),
  publishedYears: tr("Années où un chiffre est daté"),
  publishedYearsHint: tr("Années où un chiffre est daté :"),
  /** @param {number} year @param {number} figures @returns {string} */
  yearTitle: (year, figures) => plural("{year} : {n} chiffre publié", "{year} : {n} chiffres publiés", figures, { year }),
  /** @param {number} year @param {number} count @returns {string} */
  mapName: (year, count) => tr("Programmes connus en {year} : {n}", { year, n: count }),
  solutions: tr("Solution"),
  kinds: tr("Porteur"),
  /** @param {number} count @returns {string} */
  shown: (count) => `(${count})`,
  legendHint: tr("Le signe et la couleur disent la solution ; décochez pour ne pas l’afficher. Un territoire rayé a plusieurs solutions à la fois."),
  /** @param {number} year @returns {string} */
  panelName: (year) => tr("En {year}", { year }),
  /** @param {number} programmes @param {number} later @returns {string} */
  panelLine(programmes, later) {
    const known = programmes ? plural("{n} programme connu", "{n} programmes connus", programmes) : tr("Aucun programme connu avec ces filtres");
    return known + (later ? plural(" ; {n} autre commence plus tard.", " ; {n} autres commencent plus tard.", later) : ".");
  },
  context: tr("Le cadre national"),
  /** @param {number} more @returns {string} */
  moreTerritories: (more) => plural("et {n} autre territoire", "et {n} autres territoires", more),
  /** @param {string} where @param {number} year @returns {string} */
  since: (where, year) => tr("{where} · connu depuis {year}", { where, year }),
  back: tr("Tous les programmes"),
  place: tr("Territoire"),
  solution: tr("Solution"),
  carrier: tr("Porteur"),
  unit: tr("Unité de déploiement"),
  unknown: tr("non précisée"),
  unknownCarrier: tr("non précisé"),
  figures: tr("Ce qui a été publié"),
  figure: tr("Ce qui est compté"),
  printed: tr("Chiffre publié"),
  /** @param {string} name @param {string} when @returns {string} */
  figuresAt: (name, when) => `${name}, ${when}`,
  /** @param {number} year @returns {string} */
  notYet: (year) => tr("Rien n’est encore publié en {year}.", { year }),
  /** @param {number} count @returns {string} */
  earlier: (count) => plural("Publié auparavant ({n} date)", "Publié auparavant ({n} dates)", count),
  later: tr("Publié plus tard :"),
  sources: tr("Source"),
  semicolon: tr(" ; "),
  /** @param {string} rate @param {string} subject @param {string} when @returns {string} */
  rate: (rate, subject, when) => tr("{subject} : {rate} ({when})", { subject, rate, when }),
  /** @param {number} shown @param {number} all @returns {string} */
  tableLine: (shown, all) =>
    shown === all
      ? plural("{n} ligne.", "{n} lignes.", all)
      : plural("{n} ligne sur {all} : les autres ne passent pas les filtres de la carte.", "{n} lignes sur {all} : les autres ne passent pas les filtres de la carte.", shown, { all }),
  pair: (/** @type {string} */ name, /** @type {string} */ value) => tr("{name} : {value}", { name, value }),
});

export const words = allProgrammesWords();
