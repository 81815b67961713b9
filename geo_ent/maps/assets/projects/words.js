// What the page of programmes says in French, all in one place.

/** @param {number} count @param {string} one @param {string} [many] @returns {string} */
const counted = (count, one, many) => `${count} ${Math.abs(count) < 2 ? one : many || one + "s"}`;

export const words = {
  zoomIn: "Zoomer",
  zoomOut: "Dézoomer",
  year: "Année",
  play: "Dérouler",
  pause: "Arrêter",
  playTitle: "Dérouler les années",
  publishedYears: "Années où un chiffre est daté :",
  /** @param {number} year @param {number} figures @returns {string} */
  yearTitle: (year, figures) => `${year} : ${counted(figures, "chiffre publié", "chiffres publiés")}`,
  /** @param {number} year @param {number} count @returns {string} */
  mapName: (year, count) => `Programmes connus en ${year} : ${count}`,
  solutions: "Solution",
  kinds: "Porteur",
  /** @param {number} count @returns {string} */
  shown: (count) => `(${count})`,
  legendHint: "Le signe et la couleur disent la solution ; décochez pour ne pas l’afficher. Un territoire rayé a plusieurs solutions à la fois.",
  /** @param {number} year @returns {string} */
  panelName: (year) => `En ${year}`,
  /** @param {number} programmes @param {number} later @returns {string} */
  panelLine: (programmes, later) =>
    [
      programmes ? counted(programmes, "programme connu", "programmes connus") : "Aucun programme connu avec ces filtres",
      later ? `${counted(later, "autre commence", "autres commencent")} plus tard` : "",
    ]
      .filter(Boolean)
      .join(" ; ") + ".",
  context: "Le cadre national",
  /** @param {number} more @returns {string} */
  moreTerritories: (more) => `et ${counted(more, "autre territoire", "autres territoires")}`,
  /** @param {string} where @param {number} year @returns {string} */
  since: (where, year) => `${where} · connu depuis ${year}`,
  back: "Tous les programmes",
  place: "Territoire",
  solution: "Solution",
  carrier: "Porteur",
  unit: "Unité de déploiement",
  unknown: "non précisée",
  unknownCarrier: "non précisé",
  figures: "Ce qui a été publié",
  figure: "Ce qui est compté",
  printed: "Chiffre publié",
  /** @param {string} name @param {string} when @returns {string} */
  figuresAt: (name, when) => `${name}, ${when}`,
  /** @param {number} year @returns {string} */
  notYet: (year) => `Rien n’est encore publié en ${year}.`,
  /** @param {number} count @returns {string} */
  earlier: (count) => `Publié auparavant (${counted(count, "date")})`,
  later: "Publié plus tard :",
  sources: "Source",
  /** @param {string} rate @param {string} subject @param {string} when @returns {string} */
  rate: (rate, subject, when) => `${subject} : ${rate} (${when})`,
  /** @param {number} shown @param {number} all @returns {string} */
  tableLine: (shown, all) => (shown === all ? `${counted(all, "ligne")}.` : `${counted(shown, "ligne")} sur ${all} : les autres ne passent pas les filtres de la carte.`),
  pair: (/** @type {string} */ name, /** @type {string} */ value) => `${name} : ${value}`,
};
