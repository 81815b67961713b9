// French: numbers as Intl writes them, sentences with their plurals.

const NBSP = "\u00a0";
const integers = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat("fr-FR", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  roundingMode: "halfEven", // as the table's numbers are rounded
});

/** @param {number} value @returns {string} */
const number = (value) => integers.format(value);

/** @param {number} share from 0 to 1 @returns {string} */
const percent = (share) => decimals.format(share * 100) + NBSP + "%";

/** @param {number} count @param {string} one @param {string} [many] @returns {string} */
const counted = (count, one, many) => number(count) + NBSP + (count < 2 ? one : many || one + "s");

/**
 * @typedef {Object} Figures counts and shares of a zone or of the whole territory
 * @property {number} schools_n
 * @property {number} covered_n
 * @property {number} unknown_n
 * @property {number} primary_schools_n
 * @property {number} primary_covered_n
 * @property {number|null} coverage_share
 * @property {number|null} coverage_share_max
 * @property {number|null} interval_low
 * @property {number|null} interval_high
 */

/** @param {Figures} zone @returns {string} */
function coverageSentence(zone) {
  if (!zone.schools_n) return "Aucune école";
  const verb = zone.covered_n < 2 ? "a" : "ont";
  return `${counted(zone.covered_n, "école")} sur ${number(zone.schools_n)} ${verb} un ENT (${percent(zone.coverage_share)})`;
}

/** What the unknown schools leave open. @param {Figures} zone @returns {string|null} */
function boundsSentence(zone) {
  if (!zone.unknown_n) return null;
  const which = zone.unknown_n < 2 ? "l’école dont" : `les ${number(zone.unknown_n)} écoles dont`;
  return `Entre ${percent(zone.coverage_share)} et ${percent(zone.coverage_share_max)}, selon ${which} on ne sait rien.`;
}

/** How much a rate on few schools is worth. @param {Figures} zone @returns {string|null} */
function intervalSentence(zone) {
  if (!zone.schools_n || zone.interval_low === null) return null;
  return `Intervalle de confiance à 95${NBSP}% : de ${percent(zone.interval_low)} à ${percent(zone.interval_high)}.`;
}

/** @param {Figures} zone @returns {string|null} */
function primarySentence(zone) {
  const all = zone.primary_schools_n;
  if (!all) return null;
  const verb = zone.primary_covered_n < 2 ? "a" : "ont";
  return `Écoles élémentaires et primaires : ${number(zone.primary_covered_n)} sur ${number(all)} ${verb} un ENT (${percent(zone.primary_covered_n / all)}).`;
}
