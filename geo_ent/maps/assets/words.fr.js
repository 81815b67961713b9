// French: numbers as Intl writes them, sentences with their plurals.
// words.en.js has the same keys; the page carries one of the two.

/** @import { Figures } from "./figures.js" */
/** @import { Area, Group } from "./layers.js" */
/** @import { Indicator, Level, School } from "./model.js" */

const NBSP = "\u00a0";
const MINUS = "\u2212";
const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const integers = numbersWith(0);
export const decimals = numbersWith(1);
const thousandths = numbersWith(3);

/**
 * Writes numbers. Intl is asked when there is a number to write, no sooner: it takes a browser
 * 30 ms the first time, and the map is drawn without it.
 * @param {number} digits after the point
 */
function numbersWith(digits) {
  /** @type {Intl.NumberFormat|undefined} */
  let made;
  // rounded as the table's numbers are
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, roundingMode: "halfEven" };
  return { format: (/** @type {number} */ value) => (made ||= new Intl.NumberFormat("fr-FR", /** @type {any} */ (options))).format(value) };
}

/** @param {string} iso @returns {string} its month and year */
const month = (iso) => `${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;

/** @param {number} value @returns {string} */
const number = (value) => (value >= 0 && value < 1000 && Number.isInteger(value) ? String(value) : integers.format(value));

/** @param {number} share from 0 to 1 @returns {string} */
const percent = (share) => (Number.isNaN(share) ? "–" : decimals.format(share * 100) + NBSP + "%");

/** @param {number} value @param {string} one @param {string} [many] @returns {string} */
export const counted = (value, one, many) => number(value) + NBSP + (value < 2 ? one : many || one + "s");

/** @param {number} value @returns {string} with its sign */
const points = (value) => (value < -0.05 ? MINUS : value > 0.05 ? "+" : "") + decimals.format(Math.abs(value)) + NBSP + (Math.abs(value) < 2 ? "point" : "points");

/** @param {number} covered @param {number} all @returns {string} */
const withEnt = (covered, all) => `${counted(covered, "école")} sur ${number(all)} ${covered < 2 ? "a" : "ont"} un ENT (${percent(covered / all)})`;

/** What a school is called by the values of a column. @type {Record<string, Record<string, string>>} */
const kinds = {
  sector: { public: "publiques", prive: "privées" },
  nature: { maternelle: "maternelles", elementaire: "élémentaires", primaire: "primaires" },
  rural: { yes: "rurales", no: "urbaines", "": "dont on ne sait pas si elles sont rurales" },
  priority: { REP: "en REP", "REP+": "en REP+", "": "hors éducation prioritaire" },
  solution: { "": "sans solution nommée" },
};

export const words = {
  number,
  percent,
  counted,
  points,
  /** @param {string} name @param {string} told */
  pair: (name, told) => `${name}${NBSP}: ${told}`,
  schools: (/** @type {number} */ value) => counted(value, "école"),
  /** A date in full. @param {string} iso */
  day: (iso) => `${Number(iso.slice(8))} ${month(iso)}`.replace(/^1 /, "1er "),
  /** A first of the month by its month, another day in full. @param {string} iso @returns {string} */
  moment: (iso) => (iso.endsWith("-01") ? month(iso) : words.day(iso)),
  /** @param {string} iso */
  at: (iso) => (iso.endsWith("-01") ? `en ${month(iso)}` : `au ${words.day(iso)}`),

  // controls
  indicator: "Indicateur",
  level: "Découpage",
  whole: "Tout le territoire",
  date: "Date",
  play: "Lecture",
  pause: "Pause",
  playing: "Faire défiler les dates",
  filters: "Filtrer les écoles",
  filtersHint: "Cochez ce que vous voulez garder : la carte, les chiffres et les listes ne comptent plus que ces écoles.",
  filtersOn: (/** @type {number} */ kept, /** @type {number} */ all) => `${counted(kept, "école gardée", "écoles gardées")} sur ${number(all)}`,
  clearFilters: "Enlever les filtres",
  columns: /** @type {Record<string, string>} */ ({
    status: "Situation",
    solution: "Solution",
    nature: "Nature",
    sector: "Secteur",
    rural: "Ruralité",
    priority: "Éducation prioritaire",
  }),
  values: /** @type {Record<string, Record<string, string>>} */ ({
    sector: { public: "Publique", prive: "Privée" },
    nature: { maternelle: "Maternelle", elementaire: "Élémentaire", primaire: "Primaire" },
    rural: { yes: "Rurale", no: "Urbaine", "": "Non connue" },
    priority: { REP: "REP", "REP+": "REP+", "": "Aucune" },
    solution: { "": "Aucune solution nommée" },
  }),
  /** How a filter narrows the schools, in words. @param {[string, string[]][]} kept @param {Record<string, string>} statuses @returns {string} "" when nothing is filtered */
  among(kept, statuses) {
    const told = kept.map(([column, values]) => {
      const called = (/** @type {string} */ value) => (kinds[column] || {})[value] || value;
      const quoted = (/** @type {string[]} */ names) => names.map((name) => `«${NBSP}${name}${NBSP}»`).join(" ou ");
      if (column === "status") return `dont la situation est ${quoted(values.map((value) => statuses[value]))}`;
      if (column !== "solution") return values.map(called).join(" ou ");
      const named = values.filter(Boolean);
      return [...values.filter((value) => !value).map(called), ...(named.length ? [`dont la solution est ${quoted(named)}`] : [])].join(" ou ");
    });
    return told.length ? `parmi les écoles ${told.join(", ")}` : "";
  },

  /** What is folded on a small screen. @param {boolean} dated @param {boolean} filtered */
  otherChoices: (dated, filtered) => `Zone${dated ? ", date" : ""}${filtered ? ", filtres" : ""}`,

  // map, legend
  zoomIn: "Agrandir",
  zoomOut: "Réduire",
  /** @param {Indicator} indicator @param {Level} level */
  mapName: (indicator, level) => `${indicator.title}, par ${level.one}`,
  legend: "Légende de la carte",
  estimated: (/** @type {Level} */ level) => `Contours ${level.contours} estimés.`,
  /** @param {number} zones @param {Level} level @param {boolean} all whether the indicator is about every school */
  fragile: (zones, level, all) => `${counted(zones, level.one, level.many)} de moins de 5${NBSP}écoles${all ? "" : " concernées"} : valeur fragile, qu’une seule école change beaucoup.`,
  fragileMark: "fragile",
  shapeless: (/** @type {number} */ zones, /** @type {Level} */ level) => `${counted(zones, level.one, level.many)} sans contour : dans la liste et le tableau, pas sur la carte.`,
  noneKept: "sans école gardée",
  dots: "Écoles montrées sur la carte",

  // figures
  /** @param {Figures} zone @returns {string} */
  coverage: (zone) => (zone.schools_n ? withEnt(zone.covered_n, zone.schools_n) : "Aucune école"),
  /** An indicator's value with what it is a part of. @param {Indicator} indicator @param {Figures} zone @returns {string} */
  value(indicator, zone) {
    const value = zone[indicator.id];
    if (Number.isNaN(value)) return "sans objet";
    if (indicator.unit === "n") return counted(value, "école");
    if (indicator.unit === "points") return points(value);
    return indicator.part ? `${percent(value)} (${number(zone[indicator.part])} sur ${number(zone[indicator.whole])})` : percent(value);
  },
  /** What the unknown schools leave open. @param {Figures} zone @returns {string} */
  bounds(zone) {
    if (!zone.unknown_n) return "";
    const which = zone.unknown_n < 2 ? "l’école dont" : `les ${number(zone.unknown_n)}${NBSP}écoles dont`;
    return `Entre ${percent(zone.coverage_share)} et ${percent(zone.coverage_share_max)}, selon ${which} on ne sait rien.`;
  },
  /** How much a rate on few schools is worth. @param {Figures} zone @returns {string} */
  interval: (zone) =>
    zone.schools_n ? `Intervalle de confiance à 95${NBSP}% : de ${percent(zone.interval_low)} à ${percent(zone.interval_high)}.` : "",
  fragileHere: (/** @type {number} */ schools) => `Part fragile : ${counted(schools, "école")} seulement.`,
  hidden: "On ne connaît la situation que de moins de la moitié des écoles : la carte ne classe pas ce taux.",
  unknownHere: (/** @type {number} */ schools) => `${counted(schools, "école")} dont on ne sait rien`,
  noShape: "Cette zone n’a pas de contour : elle n’est pas dessinée sur la carte.",
  simulated: "Données simulées",
  simulatedHere: "Données simulées : voir l’avertissement en haut de la page.",
  /** @param {Level} level */
  choose: (level) => `Choisissez ${level.a} sur la carte ou dans la liste pour voir ses écoles.`,
  estimatedHere: "contour estimé",

  // comparison, trend, groups
  comparison: "Par rapport à l’ensemble",
  /** @param {number} rank @param {number} zones @param {Level} level */
  rank: (rank, zones, level) => `${rank === 1 ? "1re" : rank + "e"} plus forte part sur ${counted(zones, level.one, level.many)} d’au moins 5${NBSP}écoles.`,
  trend: "Évolution",
  groups: "Selon les écoles",
  groupHead: ["Écoles", "Avec ENT", "Part"],
  group: /** @type {Record<string, string>} */ ({
    maternelle: "Maternelles",
    elementaire: "Élémentaires",
    primaire: "Primaires",
    rural: "Rurales",
    urban: "Urbaines",
    rep: "REP",
    rep_plus: "REP+",
    frr: "En zone FRR",
    enir_eligible: "Éligibles à ENIR",
  }),
  /** @param {Figures} zone @returns {string} */
  pupils(zone) {
    if (!zone.pupils_n) return "";
    const missing = zone.schools_n - zone.pupils_known_n;
    const doubt = missing ? ` L’effectif de ${counted(missing, "école")} n’est pas connu.` : "";
    const told = `${counted(zone.covered_pupils_n, "élève")} sur ${number(zone.pupils_n)} (${percent(zone.pupils_coverage_share)})`;
    return `${told} ${zone.covered_pupils_n < 2 ? "est" : "sont"} dans une école qui a un ENT.${doubt}`;
  },
  /** @param {Figures} zone @returns {string} */
  classes(zone) {
    if (!zone.classes_n) return "";
    const missing = zone.schools_n - zone.classes_known_n;
    const doubt = missing ? ` Le nombre de classes de ${counted(missing, "école")} n’est pas connu.` : "";
    const told = `${counted(zone.covered_classes_n, "classe")} sur ${number(zone.classes_n)} (${percent(zone.classes_coverage_share)})`;
    return `${told} ${zone.covered_classes_n < 2 ? "a" : "ont"} un ENT.${doubt}`;
  },
  /** @param {Figures} zone @returns {string} */
  accounts(zone) {
    if (Number.isNaN(zone.accounts_activated_share)) return "";
    const told = `${counted(zone.accounts_activated_n, "compte activé", "comptes activés")} sur ${number(zone.accounts_created_n)}`;
    return `${told} (${percent(zone.accounts_activated_share)}), dans ${counted(zone.accounts_known_n, "école")}.`;
  },
  solutions: "Solutions",
  several: (/** @type {number} */ schools) => `${counted(schools, "école")} ${schools < 2 ? "en a plusieurs et compte" : "en ont plusieurs et comptent"} pour chacune.`,

  // schools
  back: "Tout le territoire",
  itsSchools: (/** @type {number} */ schools) => (schools < 2 ? "Son école" : `Ses ${number(schools)}${NBSP}écoles`),
  only: "Seulement celles qui n’ont pas d’ENT pour toute l’école",
  allCovered: "Toutes ces écoles ont un ENT.",
  more: (/** @type {number} */ schools) => `Voir les ${number(schools)} autres`,
  sectorHere: /** @type {Record<string, string>} */ ({ prive: "privée" }),
  pupilsHere: (/** @type {number} */ pupils) => counted(pupils, "élève"),
  /** @param {number} some @param {number|null|undefined} all */
  classesHere: (some, all) => `${counted(some, "classe")} avec ENT${all ? ` sur ${number(all)}` : ""}`,
  ruralHere: "rurale",
  placeless: "sans position",

  // finding
  find: "Chercher",
  findExample: "Commune, école, UAI…",
  findHint: "Par le nom ou par le code UAI ; les accents et les tirets ne comptent pas.",
  findList: "Résultats de la recherche",
  /** @param {number} all @param {number} listed */
  foundCount: (all, listed) =>
    all ? counted(all, "résultat") + (listed < all ? `, les ${number(listed)} premiers sont montrés` : "") : "Aucun résultat",
  /** @param {string} name @param {string} detail */
  foundChosen: (name, detail) => `${name}, ${detail} : montré sur la carte`,
  school: "École",
  schoolFound: (/** @type {string} */ commune) => (commune ? `École cherchée, à ${commune}` : "École cherchée"),
  leaveSchool: "Ne plus montrer cette école",

  // correcting
  correct: "Signaler une erreur",
  mailSubject: (/** @type {string} */ uai) => `Carte des ENT : une erreur sur l’école ${uai} ?`,
  /** @param {School} school @param {string} commune @param {string} status @param {string} iso */
  mailLines: (school, commune, status, iso) => [
    "Bonjour,",
    "",
    "La carte des ENT montre :",
    `École : ${school.name}`,
    `UAI : ${school.uai}`,
    `Commune : ${commune}`,
    `Situation ${words.at(iso)} : ${status}`,
    "",
    "Ce qui devrait être montré :",
    "",
  ],

  // gaps
  gaps: {
    title: "Zones blanches et écoles à équiper",
    legend: "Légende des zones blanches et des écoles à équiper",
    /** What the layers are of, whatever the rest of the page shows. @param {string} iso */
    when: (iso) => `(${words.at(iso)}, toutes écoles)`,
    count: {
      areas: (/** @type {number} */ areas) => counted(areas, "zone blanche", "zones blanches"),
      clusters: (/** @type {number} */ groups) => `${counted(groups, "regroupement")} d’écoles sans ENT`,
      schools: (/** @type {number} */ schools) => `${counted(schools, "école")} à équiper, par ordre de priorité`,
    },
    what: {
      areas: "Communes voisines qui ont des écoles, dont aucune n’a d’ENT que l’on sache.",
      clusters: "Écoles proches les unes des autres et sans ENT, en trop grand nombre pour que ce soit un hasard.",
      schools: "Leur rang, ce qui l’explique, et la distance à vol d’oiseau jusqu’à l’école équipée la plus proche.",
    },
    unknown: (/** @type {number} */ schools) => `On ne sait rien ${schools < 2 ? "de l’une" : `de ${number(schools)}`} d’entre elles.`,
    list: { areas: "Zones blanches", clusters: "Regroupements d’écoles sans ENT", schools: "Écoles à équiper, par ordre de priorité" },
    howMany: "Écoles entourées et listées",
    first: (/** @type {number} */ schools) => `Les ${number(schools)} premières`,
    all: (/** @type {number} */ schools) => `Toutes (${number(schools)})`,
    ringed: (/** @type {number} */ schools) => (schools < 2 ? "L’école à équiper d’abord" : `Les ${number(schools)}${NBSP}écoles à équiper d’abord`),
    area: (/** @type {string} */ name) => `${name} et alentours`,
    /** @param {Area} area */
    areaTold: (area) =>
      [
        counted(area.communes_n, "commune"),
        counted(area.schools_n, "école") + (area.unknown_n ? ` (on ne sait rien de ${number(area.unknown_n)})` : ""),
        area.pupils_n === null ? "" : counted(area.pupils_n, "élève"),
      ].filter(Boolean).join(" · "),
    cluster: (/** @type {string} */ name) => `Autour de «${NBSP}${name}${NBSP}»`,
    /** As Python says it. @param {Group} group @param {string} name @param {string} commune */
    clusterTold(group, name, commune) {
      const near = group.km ? `dans un rayon de ${decimals.format(group.km)}${NBSP}km autour` : "à l’endroit";
      const where = `${near} de «${NBSP}${name}${NBSP}»${commune ? ` (${commune})` : ""}`;
      const chance = `contre ${decimals.format(group.expected_n)} si l’ENT était réparti au hasard${NBSP}; p = ${thousandths.format(group.p)}`;
      return `Regroupement d’écoles sans ENT${NBSP}: ${number(group.without_n)} sur ${number(group.schools_n)} ${where}, ${chance}.`;
    },
    km: (/** @type {number} */ km) => `${decimals.format(km)}${NBSP}km`,
    shown: (/** @type {string} */ name) => `${name} : montré sur la carte`,
  },

  // basemap
  basemap: "Fond de carte IGN",
  basemapCredit: "© IGN – Plan IGN v2",

  // table
  /** @param {Level} level */
  tableName: (level) => `Les chiffres par ${level.one}`,
  /** @param {Level} level @param {string} territory @param {string} iso */
  tableCaption: (level, territory, iso) => `Écoles et ENT par ${level.one}, ${territory}, ${words.at(iso)}`,
  tableHeads: /** @type {Record<string, string>} */ ({
    schools_n: "Écoles",
    covered_n: "Avec un ENT",
    coverage_share: "Part avec un ENT",
    coverage_share_max: "Part maximale possible",
    class_n: "Certaines classes seulement",
    planned_n: "ENT prévu",
    none_n: "Sans ENT",
    unknown_n: "Situation inconnue",
    pupils_n: "Élèves",
    covered_pupils_n: "Élèves d’une école avec un ENT",
    classes_n: "Classes",
    covered_classes_n: "Classes avec un ENT",
    accounts_created_n: "Comptes créés",
    accounts_activated_n: "Comptes activés",
    rural_schools_n: "Écoles rurales",
    rural_covered_n: "Rurales avec un ENT",
    rural_coverage_share: "Part des rurales avec un ENT",
    urban_schools_n: "Écoles urbaines",
    urban_covered_n: "Urbaines avec un ENT",
    urban_coverage_share: "Part des urbaines avec un ENT",
    rep_schools_n: "Écoles en REP",
    rep_covered_n: "REP avec un ENT",
    rep_plus_schools_n: "Écoles en REP+",
    rep_plus_covered_n: "REP+ avec un ENT",
    enir_eligible_schools_n: "Éligibles à ENIR",
    enir_eligible_covered_n: "Éligibles avec un ENT",
  }),
  none: "–",
  fragileCell: "part fragile : moins de 5 écoles",
  all: "Ensemble",
  code: "Code",
  caveatHeads: ["Écoles comptées", "Note"],
  saveTable: "Télécharger ce tableau (CSV)",
  /** What a spreadsheet set for the language expects. */
  csv: { separator: ";", decimal: "," },

  // sharing
  share: "Partager, imprimer, télécharger",
  link: "Le lien vers cette vue",
  embed: "Le code pour intégrer cette carte à une page",
  copy: "Copier",
  copied: "Copié.",
  copyByHand: "Le texte est choisi : copiez-le avec Ctrl+C.",
  savePicture: "Télécharger l’image (PNG)",
  print: "Imprimer",
  making: "L’image se prépare…",
  saved: "L’image est prête.",
  notSaved: "Ce navigateur n’a pas pu faire l’image.",
  addressToBe: "https://adresse-de-la-page",
  addressToBeHint: "Cette page n’a pas encore d’adresse sur le web : une fois qu’elle est en ligne, le lien et le code la porteront.",
};
