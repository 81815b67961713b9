// English: numbers as Intl writes them, sentences with their plurals.
// French terms of art stay French. The keys are those of words.fr.js.

/** @import { Figures } from "./figures.js" */
/** @import { Indicator, Level } from "./model.js" */

const NBSP = "\u00a0";
const MINUS = "\u2212";
const MONTHS = "January February March April May June July August September October November December".split(" ");
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
  return { format: (/** @type {number} */ value) => (made ||= new Intl.NumberFormat("en-GB", /** @type {any} */ (options))).format(value) };
}

/** @param {string} iso @returns {string} its month and year */
const month = (iso) => `${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;

/** @param {number} value @returns {string} */
const number = (value) => (value >= 0 && value < 1000 && Number.isInteger(value) ? String(value) : integers.format(value));

/** @param {number} share from 0 to 1 @returns {string} */
const percent = (share) => (Number.isNaN(share) ? "–" : decimals.format(share * 100) + "%");

/** @param {number} value @param {string} one @param {string} [many] @returns {string} */
export const counted = (value, one, many) => number(value) + NBSP + (value === 1 ? one : many || one + "s");

/** @param {number} value @returns {string} with its sign */
const points = (value) => (value < -0.05 ? MINUS : value > 0.05 ? "+" : "") + decimals.format(Math.abs(value)) + NBSP + "points";

/** @param {number} covered @param {number} all @returns {string} */
const withEnt = (covered, all) => `${number(covered)} of ${counted(all, "school")} ${covered === 1 ? "has" : "have"} an ENT (${percent(covered / all)})`;

/** What a school is called by the values of a column. @type {Record<string, Record<string, string>>} */
const kinds = {
  sector: { public: "public", prive: "private" },
  nature: { maternelle: "maternelle", elementaire: "élémentaire", primaire: "primaire" },
  rural: { yes: "rural", no: "urban", "": "not known to be rural or urban" },
  priority: { REP: "in REP", "REP+": "in REP+", "": "outside priority education" },
  solution: { "": "without a named solution" },
};

/** @param {number} rank @returns {string} */
function ordinal(rank) {
  const teen = rank % 100 > 10 && rank % 100 < 14;
  return number(rank) + (teen ? "th" : ["th", "st", "nd", "rd"][rank % 10] || "th");
}

/** @type {typeof import("./words.fr.js").words} */
export const words = {
  number,
  percent,
  counted,
  points,
  pair: (name, told) => `${name}: ${told}`,
  schools: (/** @type {number} */ value) => counted(value, "school"),
  day: (iso) => `${Number(iso.slice(8))} ${month(iso)}`,
  moment: (iso) => (iso.endsWith("-01") ? month(iso) : words.day(iso)),
  at: (iso) => (iso.endsWith("-01") ? `in ${month(iso)}` : `on ${words.day(iso)}`),

  // controls
  indicator: "Indicator",
  level: "Level",
  whole: "The whole territory",
  date: "Date",
  play: "Play",
  pause: "Pause",
  playing: "Run through the dates",
  filters: "Filter schools",
  filtersHint: "Tick what you want to keep: the map, the figures and the lists then count these schools only.",
  filtersOn: (kept, all) => `${counted(kept, "school")} of ${number(all)} kept`,
  clearFilters: "Remove the filters",
  columns: {
    status: "Situation",
    solution: "Solution",
    nature: "Kind",
    sector: "Sector",
    rural: "Rurality",
    priority: "Priority education",
  },
  values: {
    sector: { public: "Public", prive: "Private" },
    nature: { maternelle: "Maternelle", elementaire: "Élémentaire", primaire: "Primaire" },
    rural: { yes: "Rural", no: "Urban", "": "Not known" },
    priority: { REP: "REP", "REP+": "REP+", "": "None" },
    solution: { "": "No named solution" },
  },
  among(kept, statuses) {
    /** @type {string[]} */
    const before = [];
    /** @type {string[]} */
    const after = [];
    kept.forEach(function ([column, values]) {
      const called = (/** @type {string} */ value) => (kinds[column] || {})[value] || value;
      const quoted = (/** @type {string[]} */ names) => names.map((name) => `“${name}”`).join(" or ");
      if (column === "status") after.push(`whose situation is ${quoted(values.map((value) => statuses[value]))}`);
      else if (column === "solution") {
        const named = values.filter(Boolean);
        after.push([...values.filter((value) => !value).map(called), ...(named.length ? [`whose solution is ${quoted(named)}`] : [])].join(" or "));
      } else (column === "priority" || values.includes("") ? after : before).push(values.map(called).join(" or "));
    });
    if (!kept.length) return "";
    return ["among", before.reverse().join(", "), "schools"].filter(Boolean).join(" ") + (after.length ? (before.length ? ", " : " ") + after.join(", ") : "");
  },

  /** What is folded on a small screen. @param {boolean} dated @param {boolean} filtered */
  otherChoices: (dated, filtered) => `Zone${dated ? ", date" : ""}${filtered ? ", filters" : ""}`,

  // map, legend
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  mapName: (indicator, level) => `${indicator.title}, by ${level.one}`,
  legend: "Legend of the map",
  estimated: (level) => `Outlines ${level.contours} are estimated.`,
  fragile: (zones, level, all) => `${counted(zones, level.one, level.many)} with fewer than 5${NBSP}schools${all ? "" : " concerned"}: a fragile value, which a single school changes much.`,
  fragileMark: "fragile",
  shapeless: (zones, level) => `${counted(zones, level.one, level.many)} without an outline: in the list and the table, not on the map.`,
  noneKept: "no school kept",
  dots: "Schools shown on the map",

  // figures
  coverage: (zone) => (zone.schools_n ? withEnt(zone.covered_n, zone.schools_n) : "No school"),
  value(indicator, zone) {
    const value = zone[indicator.id];
    if (Number.isNaN(value)) return "not applicable";
    if (indicator.unit === "n") return counted(value, "school");
    if (indicator.unit === "points") return points(value);
    return indicator.part ? `${percent(value)} (${number(zone[indicator.part])} of ${number(zone[indicator.whole])})` : percent(value);
  },
  bounds(zone) {
    if (!zone.unknown_n) return "";
    const which = zone.unknown_n === 1 ? "the school" : `the ${number(zone.unknown_n)}${NBSP}schools`;
    return `Between ${percent(zone.coverage_share)} and ${percent(zone.coverage_share_max)}, depending on ${which} of which nothing is known.`;
  },
  interval: (zone) => (zone.schools_n ? `95% confidence interval: ${percent(zone.interval_low)} to ${percent(zone.interval_high)}.` : ""),
  fragileHere: (schools) => `Fragile share: ${counted(schools, "school")} only.`,
  hidden: "The situation of fewer than half of the schools is known: the map puts this share in no class.",
  unknownHere: (schools) => `${counted(schools, "school")} of which nothing is known`,
  noShape: "This zone has no outline: it isn’t drawn on the map.",
  simulated: "Simulated data",
  simulatedHere: "Simulated data: see the warning at the top of the page.",
  choose: (level) => `Choose ${level.a} on the map or in the list to see its schools.`,
  estimatedHere: "estimated outline",

  // comparison, trend, groups
  comparison: "Compared with the whole",
  rank: (rank, zones, level) => `${ordinal(rank)} highest share of ${counted(zones, level.one, level.many)} with at least 5${NBSP}schools.`,
  trend: "Trend",
  groups: "By kind of school",
  groupHead: ["Schools", "With ENT", "Share"],
  group: {
    maternelle: "Maternelles",
    elementaire: "Élémentaires",
    primaire: "Primaires",
    rural: "Rural",
    urban: "Urban",
    rep: "REP",
    rep_plus: "REP+",
    frr: "In an FRR zone",
    enir_eligible: "ENIR-eligible",
  },
  pupils(zone) {
    if (!zone.pupils_n) return "";
    const missing = zone.schools_n - zone.pupils_known_n;
    const doubt = missing ? ` The number of pupils of ${counted(missing, "school")} isn’t known.` : "";
    const told = `${number(zone.covered_pupils_n)} of ${counted(zone.pupils_n, "pupil")} (${percent(zone.pupils_coverage_share)})`;
    return `${told} ${zone.covered_pupils_n === 1 ? "is" : "are"} in a school that has an ENT.${doubt}`;
  },
  /** @param {Figures} zone @returns {string} */
  classes(zone) {
    if (!zone.classes_n) return "";
    const missing = zone.schools_n - zone.classes_known_n;
    const doubt = missing ? ` The number of classes of ${counted(missing, "school")} isn’t known.` : "";
    const told = `${number(zone.covered_classes_n)} of ${counted(zone.classes_n, "class", "classes")} (${percent(zone.classes_coverage_share)})`;
    return `${told} ${zone.covered_classes_n === 1 ? "has" : "have"} an ENT.${doubt}`;
  },
  /** @param {Figures} zone @returns {string} */
  accounts(zone) {
    if (Number.isNaN(zone.accounts_activated_share)) return "";
    const told = `${number(zone.accounts_activated_n)} of ${counted(zone.accounts_created_n, "account")} activated`;
    return `${told} (${percent(zone.accounts_activated_share)}), in ${counted(zone.accounts_known_n, "school")}.`;
  },
  solutions: "Solutions",
  several: (/** @type {number} */ schools) => `${counted(schools, "school")} ${schools === 1 ? "has several and counts" : "have several and count"} for each.`,

  // schools
  back: "The whole territory",
  itsSchools: (schools) => (schools === 1 ? "Its school" : `Its ${number(schools)}${NBSP}schools`),
  only: "Only those without an ENT for the whole school",
  allCovered: "All these schools have an ENT.",
  more: (schools) => `See the ${number(schools)} others`,
  sectorHere: { prive: "private" },
  pupilsHere: (pupils) => counted(pupils, "pupil"),
  /** @param {number} some @param {number|null|undefined} all */
  classesHere: (some, all) => (all ? `${number(some)} of ${counted(all, "class", "classes")} with an ENT` : `${counted(some, "class", "classes")} with an ENT`),
  ruralHere: "rural",
  placeless: "no position",

  // finding
  find: "Find",
  findExample: "Commune, school, UAI…",
  findHint: "By its name or its UAI code; accents and hyphens don’t matter.",
  findList: "Search results",
  foundCount: (all, listed) =>
    all ? counted(all, "result") + (listed < all ? `, the first ${number(listed)} are shown` : "") : "No result",
  foundChosen: (name, detail) => `${name}, ${detail}: shown on the map`,
  school: "School",
  schoolFound: (commune) => (commune ? `The school you looked for, in ${commune}` : "The school you looked for"),
  leaveSchool: "Stop showing this school",

  // correcting
  correct: "Report an error",
  mailSubject: (uai) => `ENT map: an error about school ${uai}?`,
  mailLines: (school, commune, status, iso) => [
    "Hello,",
    "",
    "The ENT map shows:",
    `School: ${school.name}`,
    `UAI: ${school.uai}`,
    `Commune: ${commune}`,
    `Situation ${words.at(iso)}: ${status}`,
    "",
    "What should be shown:",
    "",
  ],

  // gaps
  gaps: {
    title: "White areas and schools to equip",
    legend: "Legend of the white areas and of the schools to equip",
    when: (iso) => `(${words.at(iso)}, all schools)`,
    count: {
      areas: (areas) => counted(areas, "white area"),
      clusters: (groups) => `${counted(groups, "group")} of schools without an ENT`,
      schools: (schools) => `${counted(schools, "school")} to equip, in order of priority`,
    },
    what: {
      areas: "Neighbouring communes that have schools, none of them with an ENT as far as is known.",
      clusters: "Schools close to each other and without an ENT, too many for it to be chance.",
      schools: "Their rank, and the distance in a straight line to the nearest school that has an ENT.",
    },
    unknown: (schools) => `Nothing is known of ${schools === 1 ? "one" : number(schools)} of them.`,
    list: { areas: "White areas", clusters: "Groups of schools without an ENT", schools: "Schools to equip, in order of priority" },
    howMany: "Schools ringed and listed",
    first: (schools) => `The first ${number(schools)}`,
    all: (schools) => `All (${number(schools)})`,
    ringed: (schools) => (schools === 1 ? "The school to equip first" : `The ${number(schools)}${NBSP}schools to equip first`),
    area: (name) => `${name} and around`,
    areaTold: (area) =>
      [
        counted(area.communes_n, "commune"),
        counted(area.schools_n, "school") + (area.unknown_n ? ` (nothing is known of ${number(area.unknown_n)})` : ""),
        area.pupils_n === null ? "" : counted(area.pupils_n, "pupil"),
      ].filter(Boolean).join(" · "),
    cluster: (name) => `Around “${name}”`,
    clusterTold(group, name, commune) {
      const near = group.km ? `within ${decimals.format(group.km)}${NBSP}km of` : "at";
      const where = `${near} “${name}”${commune ? ` (${commune})` : ""}`;
      const chance = `where ${decimals.format(group.expected_n)} would be expected if ENTs were spread at random; p = ${thousandths.format(group.p)}`;
      return `Group of schools without an ENT: ${number(group.without_n)} of ${number(group.schools_n)} ${where}, ${chance}.`;
    },
    km: (km) => `${decimals.format(km)}${NBSP}km`,
    shown: (name) => `${name}: shown on the map`,
  },

  // basemap
  basemap: "IGN basemap",
  basemapCredit: "© IGN – Plan IGN v2",

  // table
  tableName: (level) => `Figures by ${level.one}`,
  tableCaption: (level, territory, iso) => `Schools and ENT by ${level.one}, ${territory}, ${words.at(iso)}`,
  tableHeads: {
    schools_n: "Schools",
    covered_n: "With an ENT",
    coverage_share: "Share with an ENT",
    coverage_share_max: "Highest possible share",
    class_n: "Some classes only",
    planned_n: "ENT planned",
    none_n: "Without an ENT",
    unknown_n: "Situation unknown",
    pupils_n: "Pupils",
    covered_pupils_n: "Pupils of a school with an ENT",
    classes_n: "Classes",
    covered_classes_n: "Classes with an ENT",
    accounts_created_n: "Accounts created",
    accounts_activated_n: "Accounts activated",
    rural_schools_n: "Rural schools",
    rural_covered_n: "Rural with an ENT",
    rural_coverage_share: "Share of rural with an ENT",
    urban_schools_n: "Urban schools",
    urban_covered_n: "Urban with an ENT",
    urban_coverage_share: "Share of urban with an ENT",
    rep_schools_n: "REP schools",
    rep_covered_n: "REP with an ENT",
    rep_plus_schools_n: "REP+ schools",
    rep_plus_covered_n: "REP+ with an ENT",
    enir_eligible_schools_n: "ENIR-eligible",
    enir_eligible_covered_n: "Eligible with an ENT",
  },
  none: "–",
  fragileCell: "fragile share: fewer than 5 schools",
  all: "Total",
  code: "Code",
  caveatHeads: ["Schools counted", "Note"],
  saveTable: "Download this table (CSV)",
  csv: { separator: ",", decimal: "." },

  // sharing
  share: "Share, print, download",
  link: "The link to this view",
  embed: "The code to put this map on a page",
  copy: "Copy",
  copied: "Copied.",
  copyByHand: "The text is selected: copy it with Ctrl+C.",
  savePicture: "Download the picture (PNG)",
  print: "Print",
  making: "Making the picture…",
  saved: "The picture is ready.",
  notSaved: "This browser couldn’t make the picture.",
  addressToBe: "https://address-of-the-page",
  addressToBeHint: "This page has no address on the web yet: once it is online, the link and the code will have it.",
};
