// What the page's script says, in French; in English by the catalogue that the page then carries.

import { againstMoment, atMoment, counted, day, decimals, halfUp, in_context, moment, number, ordinal, otherSchools, percent, plural, points, signed, tr } from "./language.js";

/** @import { Figures } from "./figures.js" */
/** @import { Area, Group } from "./layers.js" */
/** @import { Indicator, Level, School } from "./model.js" */

/** @param {number} value @returns {string} */
const schoolCount = (value) => plural("{n}\u00a0école", "{n}\u00a0écoles", value);
/** @param {number} value @returns {string} */
const pupilCount = (value) => plural("{n}\u00a0élève", "{n}\u00a0élèves", value);
/** @param {number} value @returns {string} */
const classCount = (value) => plural("{n}\u00a0classe", "{n}\u00a0classes", value);
/** @param {string} name @returns {string} */
const quoted = (name) => tr("«\u00a0{name}\u00a0»", { name });
/** @param {string[]} names @returns {string} */
const anyOf = (names) => names.join(tr(" ou "));

/** Whether nobody knows of any of a zone's schools: a share of them would be read as none. @param {Figures} zone @returns {boolean} */
export const nobodyKnows = (zone) => zone.schools_n > 0 && zone.unknown_n === zone.schools_n;

/** What an area's schools aren't all without. @param {Area} area @returns {string} */
function someOf(area) {
  const told = [
    area.class_n ? tr("{n} avec un ENT dans certaines classes", { n: number(area.class_n) }) : "",
    area.unknown_n ? tr("{n} de situation inconnue", { n: number(area.unknown_n) }) : "",
  ];
  return told.some(Boolean) ? ` (${told.filter(Boolean).join(", ")})` : "";
}

/** What a school is called by the values of a column. @returns {Record<string, Record<string, string>>} */
const schoolKinds = () => ({
  sector: { public: tr("publiques"), prive: tr("privées") },
  nature: { maternelle: tr("maternelles"), elementaire: tr("élémentaires"), primaire: tr("primaires") },
  rural: { yes: tr("rurales"), no: tr("urbaines"), "": tr("dont on ne sait pas si elles sont rurales") },
  priority: { REP: tr("en REP"), "REP+": tr("en REP+"), "": tr("hors éducation prioritaire") },
  solution: { "": tr("sans solution nommée") },
});

/** @param {string} column @param {string[]} values @param {Record<string, string>} statuses @returns {string} how a column narrows the schools */
function narrowed(column, values, statuses) {
  if (column === "status") return tr("dont la situation est {names}", { names: anyOf(values.map((value) => quoted(statuses[value]))) });
  const kinds = schoolKinds()[column] || {};
  if (column !== "solution") return anyOf(values.map((value) => kinds[value] || value));
  const named = values.filter(Boolean).map(quoted);
  const unnamed = values.filter((value) => !value).map(() => kinds[""]);
  return anyOf([...unnamed, ...(named.length ? [tr("dont la solution est {names}", { names: anyOf(named) })] : [])]);
}

/**
 * A gap beside the two shares that it is between: about, where what is written doesn't add up
 * (`gap_agrees` of text/numbers.py says why).
 * @param {number} value in points @param {Figures} zone @param {Indicator} indicator @returns {string}
 */
function gapTold(value, zone, indicator) {
  const [first, second] = indicator.concerned.map((column) => 100 * zone[column.replace(/schools_n$/, "coverage_share")]);
  return gapAgrees(value, first, second) ? points(value) : tr("environ {gap}", { gap: points(value) });
}

/** @param {number} value in points @param {number} first @param {number} second in per cent @returns {boolean} whether it is the difference of the two as they are written */
const gapAgrees = (value, first, second) => halfUp(Number(value.toFixed(10)), 1) === halfUp(halfUp(first, 1) - halfUp(second, 1), 1);

/** A change beside what it is the difference of. @param {Indicator} indicator whose change it is @param {number} change @param {number} now @param {number} then @returns {boolean} */
const changeAgrees = ({ unit }, change, now, then) => unit === "n" || gapAgrees(change, unit === "share" ? now * 100 : now, unit === "share" ? then * 100 : then);

/** @param {Indicator} indicator whose change it is @param {number} change @returns {string} in points or in schools, with its sign */
const changeTold = ({ unit }, change) => (unit === "n" ? signed(change, schoolCount) : points(change));

/** Bounds of classes with their sign, the unit where a legend has it. @param {number[]} bounds @param {string} unit @returns {string[]} */
function changeClasses(bounds, unit) {
  const [first, ...others] = bounds;
  const last = others[others.length - 1];
  const written = (/** @type {number} */ bound) => signed(bound, number);
  if (unit === "n") {
    const runs = others.map((bound, at) => [bounds[at], bound - 1].map(written));
    return [tr("{bound} et moins", { bound: written(first - 1) }), ...runs.map(([low, high]) => (low === high ? low : tr("{low} à {high}", { low, high }))), tr("{bound} et plus", { bound: written(last) })];
  }
  return [
    tr("moins de {bound}\u00a0points", { bound: written(first) }),
    ...others.map((bound, at) => tr("{low} à moins de {high}\u00a0points", { low: written(bounds[at]), high: written(bound) })),
    tr("{bound}\u00a0points et plus", { bound: written(last) }),
  ];
}

/** As `p_words` of telling/chance_words.py writes it. @param {number} p @param {number} deals how often chance was tried @returns {string} */
function pTold(p, deals) {
  const fields = { p: decimals(p, Math.max(Math.ceil(Math.log10(1 + deals)), 1)) };
  return p * (1 + deals) < 1.5 ? tr("p\u00a0≤\u00a0{p}", fields) : tr("p\u00a0=\u00a0{p}", fields);
}

/** @param {number} value @returns {string} a bound, with a minus that is one */
const bound = (value) => number(value).replace("-", "\u2212");

/** @param {string} level which the territory is a zone of, "" for none @param {number} rate @returns {string} what zones are around */
function ofRate(level, rate) {
  const fields = { rate: percent(rate) };
  if (level === "departement") return tr("du taux du département, {rate}", fields);
  if (level === "academie") return tr("du taux de l’académie, {rate}", fields);
  return level === "region" ? tr("du taux de la région, {rate}", fields) : tr("du taux d’ensemble, {rate}", fields);
}

/** Names classes of whole numbers by the first and the last that each holds. @param {number[]} bounds @returns {string[]} */
const wholeLabels = (bounds) =>
  [0, ...bounds].map(function (low, index) {
    const last = bounds[index] - 1;
    if (index === bounds.length) return tr("{bound} et plus", { bound: number(low) });
    return low >= last ? number(low) : tr("{low} à {high}", { low: number(low), high: number(last) });
  });

/** Names classes on each side of a rate by how far they are from it. @param {number[]} bounds @param {number} rate @returns {string[]} */
function aroundLabels(bounds, rate) {
  const sides = bounds.filter((side) => side !== rate);
  const [first, last] = [sides[0], sides[sides.length - 1]].map((side) => ({ n: number(halfUp(100 * Math.abs(side - rate))) }));
  const low = sides.some((side) => side < rate);
  const high = sides.some((side) => side > rate);
  return [
    ...(low ? [tr("plus de {n}\u00a0points au-dessous", first), tr("au-dessous, à {n}\u00a0points au plus", first)] : [tr("au-dessous")]),
    ...(high ? [tr("au taux ou au-dessus, à moins de {n}\u00a0points", last), tr("{n}\u00a0points au-dessus ou davantage", last)] : [tr("au taux ou au-dessus")]),
  ];
}

/** Makes the words in the page's language; the page asks once. */
export const allWords = () => ({
  number,
  percent,
  counted,
  points,
  /** @param {string} name @param {string} told */
  pair: (name, told) => tr("{name}\u00a0: {told}", { name, told }),
  decimals,
  schools: schoolCount,
  day,
  moment,
  at: atMoment,

  // controls
  indicator: tr("Indicateur"),
  level: tr("Découpage"),
  whole: tr("Tout le territoire"),
  date: tr("Date"),
  play: tr("Lecture"),
  pause: tr("Pause"),
  playing: tr("Faire défiler les dates"),
  filters: tr("Filtrer les écoles"),
  filtersHint: tr("Cochez ce que vous voulez garder : la carte, les chiffres et les listes ne comptent plus que ces écoles."),
  filtersOn: (/** @type {number} */ kept, /** @type {number} */ all) => plural("{n}\u00a0école gardée sur {all}", "{n}\u00a0écoles gardées sur {all}", kept, { all: number(all) }),
  clearFilters: tr("Enlever les filtres"),
  allSchools: tr("Toutes les écoles"),
  /** @param {number} kept @param {number} all */
  keptOf: (kept, all) => plural("{n}\u00a0école sur\u00a0{all}", "{n}\u00a0écoles sur\u00a0{all}", kept, { all: number(all) }),
  display: tr("Affichage"),
  compare: tr("Par rapport à"),
  compareNone: tr("aucune autre date"),
  compareNot: tr("Cet indicateur ne se compare pas d’une date à l’autre."),
  against: againstMoment,
  columns: /** @type {Record<string, string>} */ ({
    status: tr("Situation"),
    solution: tr("Solution"),
    nature: tr("Nature"),
    sector: tr("Secteur"),
    rural: tr("Ruralité"),
    priority: tr("Éducation prioritaire"),
  }),
  values: /** @type {Record<string, Record<string, string>>} */ ({
    sector: { public: tr("Publique"), prive: tr("Privée") },
    nature: { maternelle: tr("Maternelle"), elementaire: tr("Élémentaire"), primaire: tr("Primaire") },
    rural: { yes: tr("Rurale"), no: tr("Urbaine"), "": tr("Non connue") },
    priority: { REP: tr("REP"), "REP+": tr("REP+"), "": tr("Aucune") },
    solution: { "": tr("Aucune solution nommée") },
  }),
  /** How filters narrow the schools, in words. @param {[string, string[]][]} kept @param {Record<string, string>} statuses @returns {string} "" when nothing is filtered */
  among(kept, statuses) {
    const told = kept.map(([column, values]) => ({ text: narrowed(column, values, statuses), clause: ["status", "solution", "priority"].includes(column) || values.includes("") }));
    if (!told.length) return "";
    // French says all of them after the schools; English puts adjectives before, the last one first
    const after = told.filter(({ clause }) => clause);
    const before = told.filter(({ clause }) => !clause).reverse();
    const parts = Object.fromEntries(Object.entries({ all: told, before, after }).map(([name, some]) => [name, some.map(({ text }) => text).join(", ")]));
    if (!before.length) return in_context("clauses", "parmi les écoles {all}", parts);
    return after.length ? in_context("both", "parmi les écoles {all}", parts) : in_context("adjectives", "parmi les écoles {all}", parts);
  },

  // map, legend
  zoomIn: tr("Agrandir"),
  zoomOut: tr("Réduire"),
  /** @param {Indicator} indicator @param {Level} level */
  mapName: (indicator, level) => tr("{indicator}, par {level}", { indicator: indicator.title, level: level.one }),
  legend: tr("Légende de la carte"),
  estimated: (/** @type {Level} */ level) => tr("Contours {contours} estimés.", { contours: level.contours }),
  /** @param {number} zones @param {Level} level @param {boolean} all whether the indicator is about every school */
  fragile: (zones, level, all) => {
    const fields = { zones: counted(zones, level.one, level.many) };
    if (all) return tr("{zones} de moins de 5\u00a0écoles : valeur fragile, qu’une seule école change beaucoup.", fields);
    return tr("{zones} de moins de 5\u00a0écoles concernées : valeur fragile, qu’une seule école change beaucoup.", fields);
  },
  fragileMark: tr("fragile"),
  shapeless: (/** @type {number} */ zones, /** @type {Level} */ level) => tr("{zones} sans contour : dans la liste et le tableau, pas sur la carte.", { zones: counted(zones, level.one, level.many) }),
  /** The names of classes, lowest first, as `class_labels` in Python. @param {string} unit @param {number[]} bounds @param {number|null} centre */
  classLabels(unit, bounds, centre) {
    if (unit === "share" && centre !== null) return aroundLabels(bounds, centre);
    if (unit === "n") return wholeLabels(bounds);
    const told = bounds.map((value) => bound(unit === "share" ? halfUp(100 * value) : value));
    const end = unit === "share" ? tr("\u00a0%") : tr("\u00a0points");
    return [
      tr("moins de {bound}", { bound: told[0] + end }),
      ...told.slice(1).map((high, index) => tr("{low} à moins de {high}", { low: told[index], high: high + end })),
      tr("{bound} et plus", { bound: told[told.length - 1] + end }),
    ];
  },
  /** What stands under the columns of the histogram: the bounds between them, or their own names. @param {string} unit @param {number[]} bounds @param {number|null} centre @returns {string[]} */
  classEnds(unit, bounds, centre) {
    if (unit === "n" && centre === null) return [0, ...bounds].map((low, index) => (index === bounds.length ? `≥\u00a0${number(low)}` : low + 1 >= bounds[index] ? number(low) : `${number(low)}–${number(bounds[index] - 1)}`));
    const around = unit === "share" && centre !== null;
    return bounds.map(function (value, index) {
      if (around && value === centre) return percent(value);
      if (around) return `${value < centre ? "\u2212" : "+"}${number(halfUp(100 * Math.abs(value - centre)))}`;
      const told = bound(unit === "share" ? halfUp(100 * value) : value);
      if (index < bounds.length - 1 || unit === "n") return told;
      return told + (unit === "share" ? tr("\u00a0%") : tr("\u00a0pts"));
    });
  },
  /** @param {Level} level @param {number} rate @param {string} territory which level it is a zone of */
  perSide: (level, rate, territory) => tr("Nombre {of} au-dessous et au-dessus {rate}", { of: level.contours, zones: level.many, rate: ofRate(territory, rate) }),
  perClass: (/** @type {Level} */ level) => tr("Nombre {of}", { of: level.contours, zones: level.many }),
  /** @param {string} when the day whose values they are chosen by, "" where there is but one @returns {string} */
  ownClasses: (when) => (when ? tr("Classes choisies d’après les valeurs de cette carte {when}, et gardées à chaque date.", { when }) : tr("Classes choisies d’après les valeurs de cette carte.")),
  takeEqual: tr("Pour comparer deux cartes : les mêmes classes partout"),
  classing: tr("Classes de la carte"),
  /** @param {number|null} rate @param {string} territory which level it is a zone of @returns {Record<string, string>} */
  classings: (rate, territory) => ({
    fit: tr("Adaptées à cette carte"),
    equal: tr("Les mêmes partout, pour comparer deux cartes"),
    around: tr("Deux tons, au-dessous et au-dessus {rate}", { rate: ofRate(territory, rate ?? NaN) }),
  }),
  noneKept: tr("sans école gardée"),
  unknown: tr("inconnu"),
  dots: tr("Écoles montrées sur la carte"),
  namesChoice: tr("Noms sur la carte"),
  numbersKey: tr("Les numéros de la carte"),
  marksKey: tr("Les écoles sur la carte"),
  marksAlways: tr("Toujours montrer les écoles"),
  marksAlwaysHint: tr("Sinon, elles apparaissent dès qu’en zoomant on peut les distinguer."),

  // figures
  /** @param {Figures} zone @returns {string} */
  coverage(zone) {
    if (!zone.schools_n) return tr("Aucune {school}");
    if (nobodyKnows(zone)) return plural("On ne sait pas si la seule {school} a un ENT", "On ne sait d’aucune des {n}\u00a0{schools} si elle a un ENT", zone.schools_n);
    const counted = plural("{n}\u00a0{school}", "{n}\u00a0{schools}", zone.schools_n);
    const fields = { all: number(zone.schools_n), counted, share: percent(zone.covered_n / zone.schools_n) };
    return plural("{n}\u00a0{school} sur {all} a un ENT ({share})", "{n}\u00a0{schools} sur {all} ont un ENT ({share})", zone.covered_n, fields);
  },
  /** An indicator's value with what it is a part of. @param {Indicator} indicator @param {Figures} zone @returns {string} */
  value(indicator, zone) {
    const value = zone[indicator.id];
    if (indicator.id === "coverage_share" && nobodyKnows(zone)) return tr("inconnu");
    if (Number.isNaN(value)) return indicator.undecided.some((column) => zone[column] > 0) ? tr("inconnu") : tr("sans objet");
    if (indicator.changed) return changeTold(indicator.changed, value);
    if (indicator.unit === "n") return schoolCount(value);
    if (indicator.unit === "points") return points(value);
    const fields = { share: percent(value), part: number(zone[indicator.part]), whole: number(zone[indicator.whole]) };
    return indicator.part ? tr("{share} ({part} sur {whole})", fields) : fields.share;
  },
  /** An indicator's value by itself. @param {Indicator} indicator @param {number} value @returns {string} */
  bareValue(indicator, value) {
    if (indicator.changed) return changeTold(indicator.changed, value);
    if (indicator.unit === "n") return number(value);
    return indicator.unit === "points" ? points(value) : percent(value);
  },
  /** A zone's gap, over the table that has its two shares. @param {Indicator} indicator @param {Figures} zone @returns {string} */
  gap: (indicator, zone) => gapTold(zone[indicator.id], zone, indicator),
  // change
  changeTold,
  /** @param {Indicator} indicator */
  changeOf: (indicator) => tr("{indicator} (changement)", { indicator: indicator.title }),
  changeClasses,
  noneThen: (/** @type {string} */ none) => tr("{none} à l’une des deux dates", { none }),
  /** @param {Indicator} indicator whose change it is @param {number} change @param {number} now @param {number} then @returns {string} for a cell beside the two */
  changeCell: (indicator, change, now, then) => (changeAgrees(indicator, change, now, then) ? "" : "≈\u00a0") + changeTold(indicator, change),
  /**
   * @param {Indicator} indicator whose change it is @param {Figures} zone with its change
   * @param {{now: string, then: string, date: string, compare: string, kept: string}} told both figures in words, both dates, and which schools filters keep
   * @returns {string}
   */
  changed(indicator, zone, { now, then, date, compare, kept }) {
    const { change, change_now, change_then, compared_n, left_n } = zone;
    const fields = { title: indicator.title, now, then, when: atMoment(date), before: atMoment(compare) };
    if (Number.isNaN(change)) return left_n ? tr("{title}\u00a0: changement inconnu.", fields) : tr("{title}\u00a0: pas de changement à dire, faute de chiffre à l’une des deux dates.", fields);
    const told = changeTold(indicator, change);
    const about = changeAgrees(indicator, change, change_now, change_then) ? told : tr("environ {gap}", { gap: told });
    const known = left_n ? plural("d’après la seule {school} dont on connaît la situation aux deux dates", "d’après les {n}\u00a0{schools} dont on connaît la situation aux deux dates", compared_n) : "";
    const among = [known, kept].map((text) => text && `, ${text}`).join("");
    if (!change) return tr("{now} {when}, contre {then} {before}, sans changement{among}.", { ...fields, among });
    return tr("{now} {when}, contre {then} {before}, soit {change}{among}.", { ...fields, change: about, among });
  },
  /** @param {Indicator} indicator whose change it is @param {number} change @param {string} iso what it is compared to */
  changeSince(indicator, change, iso) {
    const fields = { change: changeTold(indicator, change), against: againstMoment(iso) };
    return change ? tr("{change} {against}", fields) : tr("Aucun changement {against}", fields);
  },
  /**
   * What the schools that aren't compared leave open.
   * @param {Indicator} indicator whose change it is @param {Figures} zone @param {boolean} undated whether some are undated at one of the dates
   * @returns {string}
   */
  changeBounds(indicator, { left_n, change_low, change_high }, undated) {
    if (!left_n) return "";
    const doubt = undated ? tr("dont on ne sait rien ou dont l’ENT n’est pas daté à l’une des deux dates") : tr("dont on ne sait rien à l’une des deux dates");
    if (Number.isNaN(change_low)) return plural("{n}\u00a0{school}, {doubt}, n’est pas comparée.", "{n}\u00a0{schools}, {doubt}, ne sont pas comparées.", left_n, { doubt });
    const fields = { doubt, low: changeTold(indicator, change_low), high: changeTold(indicator, change_high) };
    return plural("Avec l’{school} {doubt}, le changement irait de {low} à {high}.", "Avec les {n}\u00a0{schools} {doubt}, le changement irait de {low} à {high}.", left_n, fields);
  },
  openedBetween: (/** @type {number} */ schools) =>
    schools ? plural("{n}\u00a0école, ouverte entre-temps, ne compte qu’à la plus récente des deux dates.", "{n}\u00a0écoles, ouvertes entre-temps, ne comptent qu’à la plus récente des deux dates.", schools) : "",
  notCompared: (/** @type {number} */ schools) => plural("{n}\u00a0école non comparée", "{n}\u00a0écoles non comparées", schools),
  changeHidden: tr("On ne connaît aux deux dates la situation que de moins de la moitié des écoles : la carte ne classe pas ce changement."),
  /** What the schools that may have an ENT or not leave open. @param {Figures} zone @returns {string} */
  bounds(zone) {
    const undated = zone.undated_n || 0;
    if (!zone.unknown_n && !undated) return "";
    const fields = { low: percent(zone.coverage_share), high: percent(zone.coverage_share_max) };
    if (!zone.unknown_n) return plural("Entre {low} et {high}, selon l’école dont l’ENT n’est pas daté.", "Entre {low} et {high}, selon les {n}\u00a0écoles dont l’ENT n’est pas daté.", undated, fields);
    if (undated) return tr("Entre {low} et {high}, selon les {n}\u00a0écoles dont on ne sait rien ou dont l’ENT n’est pas daté.", { ...fields, n: number(zone.unknown_n + undated) });
    return plural("Entre {low} et {high}, selon l’école dont on ne sait rien.", "Entre {low} et {high}, selon les {n}\u00a0écoles dont on ne sait rien.", zone.unknown_n, fields);
  },
  /** How much a rate on few schools is worth. @param {Figures} zone @returns {string} */
  interval(zone) {
    if (!zone.schools_n) return "";
    const fields = { low: percent(zone.interval_low), high: percent(zone.interval_high) };
    return tr("Fragilité d’un petit nombre\u00a0: la part irait de {low} à {high} (95\u00a0%), si chaque école avait été équipée ou non par un tirage indépendant.", fields);
  },
  fragileHere: (/** @type {number} */ schools) => tr("Part fragile : {schools} seulement.", { schools: schoolCount(schools) }),
  hidden: tr("On ne connaît la situation que de moins de la moitié des écoles : la carte ne classe pas ce taux."),
  undatedHere: (/** @type {number} */ schools) => tr("{schools} dont l’ENT n’est pas daté", { schools: schoolCount(schools) }),
  /** @param {number} schools @param {boolean} among whether the figures before it are of schools too @returns {string} */
  undatedBeside: (schools, among) => (among ? plural("+ {n} non datée", "+ {n} non datées", schools) : plural("+ {n}\u00a0école non datée", "+ {n}\u00a0écoles non datées", schools)),
  unknownHere: (/** @type {number} */ schools) => tr("{schools} dont on ne sait rien", { schools: schoolCount(schools) }),
  noShape: tr("Cette zone n’a pas de contour : elle n’est pas dessinée sur la carte."),
  simulated: tr("Données simulées"),
  simulatedHere: tr("Données simulées : voir l’avertissement en haut de la page."),
  /** @param {Level} level */
  choose: (level) => tr("Choisissez {zone} sur la carte ou dans la liste pour voir ses écoles.", { zone: level.a }),
  estimatedHere: tr("contour estimé"),

  // comparison, trend, groups
  comparison: tr("Par rapport à l’ensemble"),
  /**
   * The rank of a zone, from the end that it is nearer to.
   * @param {{above: number, below: number, alike: number, zones: number}} among zones whose share is larger, smaller, the same as its own; with itself
   * @param {Level} level @param {boolean} all whether the indicator is about every school
   */
  rank({ above, below, alike, zones }, level, all) {
    const fields = { rank: ordinal(1 + Math.min(above, below)), zones: counted(zones, level.one, level.many) };
    if (!above && !below) return tr("La même part que toutes les autres, sur {zones} d’au moins 5\u00a0écoles.", fields);
    const tied = alike ? plural(", à égalité avec {n} autre", ", à égalité avec {n} autres", alike) : "";
    const least = all ? tr("d’au moins 5\u00a0écoles") : tr("d’au moins 5\u00a0écoles concernées");
    const such = { ...fields, least, tied };
    if (!above) return tr("La plus forte part sur {zones} {least}{tied}.", such);
    if (!below) return tr("La plus faible part sur {zones} {least}{tied}.", such);
    return below < above ? tr("{rank} plus faible part sur {zones} {least}{tied}.", such) : tr("{rank} plus forte part sur {zones} {least}{tied}.", such);
  },
  trend: tr("Évolution"),
  groups: tr("Selon les écoles"),
  groupHead: [tr("Écoles"), tr("Avec ENT"), tr("Part")],
  group: /** @type {Record<string, string>} */ ({
    maternelle: tr("Maternelles"),
    elementaire: tr("Élémentaires"),
    primaire: tr("Primaires"),
    rural: tr("Rurales"),
    urban: tr("Urbaines"),
    rep: tr("REP"),
    rep_plus: tr("REP+"),
    frr: tr("En zone FRR"),
    enir_eligible: tr("Éligibles à ENIR ou au label 2020"),
  }),
  /** @param {Figures} zone @returns {string} */
  pupils(zone) {
    if (!zone.pupils_n) return "";
    const missing = zone.schools_n - zone.pupils_known_n;
    const doubt = missing ? tr(" L’effectif de {schools} n’est pas connu.", { schools: schoolCount(missing) }) : "";
    const fields = { all: number(zone.pupils_n), pupils: pupilCount(zone.pupils_n), share: percent(zone.pupils_coverage_share) };
    return plural("{n}\u00a0élève sur {all} ({share}) est dans une école qui a un ENT.", "{n}\u00a0élèves sur {all} ({share}) sont dans une école qui a un ENT.", zone.covered_pupils_n, fields) + doubt;
  },
  /** @param {Figures} zone @returns {string} */
  classes(zone) {
    if (!zone.classes_n) return "";
    const missing = zone.schools_n - zone.classes_known_n;
    const doubt = missing ? tr(" Le nombre de classes de {schools} n’est pas connu.", { schools: schoolCount(missing) }) : "";
    const fields = { all: number(zone.classes_n), classes: classCount(zone.classes_n), share: percent(zone.classes_coverage_share) };
    return plural("{n}\u00a0classe sur {all} ({share}) a un ENT.", "{n}\u00a0classes sur {all} ({share}) ont un ENT.", zone.covered_classes_n, fields) + doubt;
  },
  /** @param {Figures} zone @returns {string} */
  accounts(zone) {
    if (Number.isNaN(zone.accounts_activated_share)) return "";
    const fields = {
      all: number(zone.accounts_created_n),
      accounts: plural("{n}\u00a0compte", "{n}\u00a0comptes", zone.accounts_created_n),
      share: percent(zone.accounts_activated_share),
      schools: schoolCount(zone.accounts_known_n),
    };
    return plural("{n}\u00a0compte activé sur {all} ({share}), dans {schools}.", "{n}\u00a0comptes activés sur {all} ({share}), dans {schools}.", zone.accounts_activated_n, fields);
  },
  solutions: tr("Solutions"),
  several: (/** @type {number} */ schools) => plural("{n}\u00a0école en a plusieurs et compte pour chacune.", "{n}\u00a0écoles en ont plusieurs et comptent pour chacune.", schools),

  staff: tr("Pour les personnels seuls"),
  staffOnly: tr("Le nombre d’écoles où les enseignants ou l’inspection ont cette solution\u00a0; elle n’en couvre aucune."),

  // schools
  back: tr("Tout le territoire"),
  itsSchools: (/** @type {number} */ schools) => plural("Son école", "Ses {n}\u00a0écoles", schools),
  only: tr("Seulement celles qui n’ont pas d’ENT pour toute l’école"),
  allCovered: tr("Toutes ces écoles ont un ENT."),
  more: (/** @type {number} */ schools) => plural("Voir l’autre", "Voir les {n} autres", schools),
  sectorHere: /** @type {Record<string, string>} */ ({ prive: tr("privée") }),
  pupilsHere: pupilCount,
  /** @param {number} some @param {number|null|undefined} all */
  classesHere: (some, all) =>
    all
      ? plural("{n}\u00a0classe avec ENT sur {all}", "{n}\u00a0classes avec ENT sur {all}", some, { all: number(all), classes: classCount(all) })
      : plural("{n}\u00a0classe avec ENT", "{n}\u00a0classes avec ENT", some),
  ruralHere: tr("rurale"),
  unopened: tr("École pas encore ouverte à cette date"),
  placeless: tr("sans position"),

  // finding
  find: tr("Ma commune, mon école"),
  findExample: tr("Commune, école, code postal…"),
  findHint: tr("Par le nom, le code postal, le code de la commune ou l’UAI ; les accents et les tirets ne comptent pas."),
  findList: tr("Résultats de la recherche"),
  /** @param {number} all @param {number} listed */
  foundCount: (all, listed) => plural("{n}\u00a0résultat", "{n}\u00a0résultats", all) + (listed < all ? tr(", les {n} premiers sont montrés", { n: number(listed) }) : ""),
  /** @param {string} said what was looked for @param {string} territory */
  foundNothing: (said, territory) => tr("Rien pour {said}. On trouve ici les {schools} de ce territoire ({territory}) et ses communes, par leur nom ou leur code.", { said: quoted(said), territory }),
  postcodeOf: (/** @type {number} */ communes) => tr("Code postal de {n}\u00a0communes", { n: number(communes) }),
  postcodeIn: (/** @type {string} */ commune) => tr("Code postal, {commune:à}", { commune }),
  codeHere: (/** @type {string} */ code) => tr("code {code}", { code }),
  school: tr("École"),

  // correcting
  correct: tr("Signaler une erreur"),
  mailSubject: (/** @type {string} */ uai) => tr("Carte des ENT : une erreur sur l’école {uai} ?", { uai }),
  /** @param {School} school @param {string} commune @param {string} status @param {string} iso */
  mailLines: (school, commune, status, iso) => [
    tr("Bonjour,"),
    "",
    tr("La carte des ENT montre :"),
    tr("École : {name}", { name: school.name }),
    tr("UAI : {uai}", { uai: school.uai }),
    tr("Commune : {commune}", { commune }),
    tr("Situation {when} : {status}", { when: atMoment(iso), status }),
    "",
    tr("Ce qui devrait être montré :"),
    "",
  ],

  // gaps
  gaps: {
    title: tr("Zones blanches et écoles à équiper"),
    legend: tr("Légende des zones blanches et des écoles à équiper"),
    /** What the layers are of, whatever the rest of the page shows. @param {string} iso */
    when: (iso) => tr("({when}, toutes les {schools})", { when: atMoment(iso) }),
    count: {
      areas: (/** @type {number} */ areas) => plural("{n}\u00a0zone blanche", "{n}\u00a0zones blanches", areas),
      clusters: (/** @type {number} */ groups) => plural("{n}\u00a0regroupement d’{schools} sans ENT", "{n}\u00a0regroupements d’{schools} sans ENT", groups),
    },
    /** @param {number} schools @param {number} unknown those of which nobody knows whether they have one @param {boolean} rural whether only rural ones are listed: the page counts the others too */
    toEquip(schools, unknown, rural) {
      const named = (/** @type {number} */ n) => (rural ? plural("{n}\u00a0{school} rurale", "{n}\u00a0{schools} rurales", n) : plural("{n}\u00a0{school}", "{n}\u00a0{schools}", n));
      if (!unknown) return tr("{named} à équiper", { named: named(schools) });
      if (unknown === schools) return tr("{named} de situation inconnue", { named: named(schools) });
      return tr("{named} à équiper, {unknown} de situation inconnue", { named: named(schools - unknown), unknown: number(unknown) });
    },
    byPriority: (/** @type {string} */ listed) => tr("{listed}, par ordre de priorité", { listed }),
    /** @param {number} areas @param {number} schools @param {number} unknown those of which nobody knows @param {boolean} rural whether rural communes alone are looked at */
    inAreas(areas, schools, unknown, rural) {
      const where = rural ? plural("{n}\u00a0zone rurale", "{n}\u00a0zones rurales", areas) : plural("{n}\u00a0zone", "{n}\u00a0zones", areas);
      const fields = { named: plural("{n}\u00a0{school}", "{n}\u00a0{schools}", schools), where };
      // of some nobody knows: that none is equipped isn't ours to say
      return unknown ? tr("{named} dans {where} sans {school} équipée que l’on connaisse", fields) : tr("{named} dans {where} sans {school} équipée", fields);
    },
    what: {
      areas: tr("Communes voisines qui ont des {schools}, dont aucune n’a, que l’on sache, d’ENT ouvert à toute l’école."),
      clusters: tr("Des {schools} proches les unes des autres et sans ENT, en trop grand nombre pour que ce soit un hasard."),
      schools: tr("Leur rang, ce qui l’explique, et la distance à vol d’oiseau jusqu’à l’{school} équipée la plus proche."),
    },
    whatRural: tr("Communes rurales voisines qui ont des {schools}, dont aucune n’a, que l’on sache, d’ENT ouvert à toute l’école."),
    list: { areas: tr("Zones blanches"), clusters: tr("Regroupements d’écoles sans ENT"), schools: tr("Écoles à équiper, par ordre de priorité") },
    howMany: tr("Écoles entourées et listées"),
    first: (/** @type {number} */ schools) => tr("Les {n} premières", { n: number(schools) }),
    all: (/** @type {number} */ schools) => tr("Toutes ({n})", { n: number(schools) }),
    ringed: (/** @type {number} */ schools) => plural("L’{school} à regarder d’abord", "Les {n}\u00a0{schools} à regarder d’abord", schools),
    area: (/** @type {string} */ name) => tr("{name} et alentours", { name }),
    /** @param {Area} area */
    areaTold: (area) =>
      [
        plural("{n}\u00a0commune", "{n}\u00a0communes", area.communes_n),
        plural("{n}\u00a0{school}", "{n}\u00a0{schools}", area.schools_n) + someOf(area),
        area.pupils_n === null ? "" : pupilCount(area.pupils_n),
        area.others_n ? plural("{others} y a un ENT", "{others} y ont un ENT", area.others_n, { others: otherSchools(area.others_n) }) : "",
      ].filter(Boolean).join(" · "),
    /** @param {Group} _ @param {string} name @param {string} commune */
    cluster: (_, name, commune) => tr("Autour {name:école}", { name }) + (commune ? ` (${commune})` : ""),
    /** In plain words; `clusterTold` has the rest. @param {Group} group */
    clusterCount(group) {
      const fields = { all: number(group.schools_n), km: decimals(group.km) };
      return group.km
        ? plural("{n}\u00a0{school} sans ENT sur {all}, dans un rayon de {km}\u00a0km", "{n}\u00a0{schools} sans ENT sur {all}, dans un rayon de {km}\u00a0km", group.without_n, fields)
        : plural("{n}\u00a0{school} sans ENT sur {all}, à un même endroit", "{n}\u00a0{schools} sans ENT sur {all}, à un même endroit", group.without_n, fields);
    },
    chance: tr("Ce qu’en dit la statistique"),
    /** As Python says it. @param {Group} group @param {string} name @param {string} commune */
    clusterTold(group, name, commune) {
      const fields = {
        n: number(group.without_n),
        all: number(group.schools_n),
        name,
        commune: commune ? ` (${commune})` : "",
        km: decimals(group.km),
        expected: decimals(group.expected_n),
        p: pTold(group.p, group.deals_n),
      };
      const place = group.km ? tr("dans un rayon de {km}\u00a0km autour {name:école}{commune}", fields) : tr("à l’endroit {name:école}{commune}", fields);
      return tr("Regroupement d’{schools} sans ENT\u00a0: {n} sur {all} {place}, contre {expected} si l’ENT était réparti au hasard\u00a0; {p}.", { ...fields, place });
    },
    km: (/** @type {number} */ km) => tr("{km}\u00a0km", { km: decimals(km) }),
    shown: (/** @type {string} */ name) => tr("{name} : montré sur la carte", { name }),
    seeMap: tr("Voir sur la carte"),
    onMap: (/** @type {string} */ layer) => tr("Sur la carte : {layer}", { layer }),
  },

  // basemap
  basemap: tr("Fond de carte IGN"),
  basemapCredit: tr("© IGN – Plan IGN v2"),
  basemapAway: tr("Le fond de carte de l’IGN ne répond pas : il est éteint. Réessayez plus tard."),

  // table
  /** @param {Level} level */
  tableName: (level) => tr("Les chiffres par {level}", { level: level.one }),
  /** @param {number} zones @param {Level} level */
  otherRows: (zones, level) => tr("Afficher les {n} autres {zones}", { n: number(zones), zones: level.many }),
  /** @param {Level} level @param {string} territory @param {string} when */
  tableCaption: (level, territory, when) => tr("Écoles et ENT par {level}, {territory}, {when}", { level: level.one, territory, when }),
  /** @param {number} n of no zone @param {number} all @param {Level} level */
  inLastRowOnly: (n, all, level) => plural("{n}\u00a0école sur {all}, sans {level}, n’est comptée que dans la dernière ligne.", "{n}\u00a0écoles sur {all}, sans {level}, ne sont comptées que dans la dernière ligne.", n, { all: number(all), level: level.one }),
  /** @param {number} n of no zone @param {number} all @param {Level} level */
  inNoRow: (n, all, level) => plural("{n}\u00a0école sur {all}, sans {level}, n’est dans aucune ligne de ce tableau.", "{n}\u00a0écoles sur {all}, sans {level}, ne sont dans aucune ligne de ce tableau.", n, { all: number(all), level: level.one }),
  tableHeads: /** @type {Record<string, string>} */ ({
    schools_n: tr("Écoles"),
    covered_n: tr("Avec un ENT"),
    coverage_share: tr("Part avec un ENT"),
    coverage_share_max: tr("Part maximale possible"),
    undated_n: tr("ENT non daté"),
    class_n: tr("Certaines classes seulement"),
    planned_n: tr("ENT prévu"),
    not_yet_n: tr("Pas encore d’ENT"),
    none_n: tr("Sans ENT"),
    unknown_n: tr("Situation inconnue"),
    pupils_n: tr("Élèves"),
    covered_pupils_n: tr("Élèves d’une école avec un ENT"),
    classes_n: tr("Classes"),
    covered_classes_n: tr("Classes avec un ENT"),
    accounts_created_n: tr("Comptes créés"),
    accounts_activated_n: tr("Comptes activés"),
    rural_schools_n: tr("Écoles rurales"),
    rural_covered_n: tr("Rurales avec un ENT"),
    rural_coverage_share: tr("Part des rurales avec un ENT"),
    urban_schools_n: tr("Écoles urbaines"),
    urban_covered_n: tr("Urbaines avec un ENT"),
    urban_coverage_share: tr("Part des urbaines avec un ENT"),
    rep_schools_n: tr("Écoles en REP"),
    rep_covered_n: tr("REP avec un ENT"),
    rep_plus_schools_n: tr("Écoles en REP+"),
    rep_plus_covered_n: tr("REP+ avec un ENT"),
    enir_eligible_schools_n: tr("Éligibles à ENIR ou au label 2020"),
    enir_eligible_covered_n: tr("Éligibles avec un ENT"),
  }),
  changeHeads: /** @type {Record<string, string>} */ ({
    change: tr("Changement"),
    change_low: tr("Changement le plus faible possible"),
    change_high: tr("Changement le plus fort possible"),
    compared_n: tr("Écoles comparées"),
    left_n: tr("Écoles non comparées"),
  }),
  changeAbout: tr("≈\u00a0: les deux chiffres, arrondis chacun, ne font pas tout à fait ce changement."),
  changeNote: tr("Sont comparées les écoles dont on connaît la situation aux deux dates ; ce que les autres avaient borne le changement."),
  none: "–",
  fragileCell: tr("part fragile : moins de 5 écoles"),
  all: tr("Ensemble"),
  code: tr("Code"),
  caveatHeads: [tr("Écoles comptées"), tr("Note")],
  saveTable: tr("Télécharger ce tableau (CSV)"),
  /** What a spreadsheet set for the language expects. */
  csv: { separator: in_context("csv", ";"), decimal: in_context("csv", ",") },

  // sharing
  share: tr("Partager, imprimer, télécharger"),
  link: tr("Le lien vers cette vue"),
  embed: tr("Le code pour intégrer cette carte à une page"),
  copy: tr("Copier"),
  copied: tr("Copié."),
  copyByHand: tr("Le texte est choisi : copiez-le avec Ctrl+C."),
  savePicture: tr("Télécharger l’image (PNG)"),
  print: tr("Imprimer"),
  making: tr("L’image se prépare…"),
  saved: tr("L’image est prête."),
  notSaved: tr("Ce navigateur n’a pas pu faire l’image."),
  addressToBe: tr("https://adresse-de-la-page"),
  addressToBeHint: tr("Cette page n’a pas encore d’adresse sur le web : une fois qu’elle est en ligne, le lien et le code la porteront."),
});

export const words = allWords();
