// Counting schools by zone: sums over schools, then shares. Pure: columns in, columns out.

/**
 * What is known of the schools, as columns of one value a school.
 * @typedef {Object} Facts
 * @property {number} count
 * @property {string[]} nature
 * @property {string[]} priority
 * @property {string[]} rural "yes", "no" or "" when it isn't known
 * @property {string[]} frr "yes", "no" or "" when it isn't known
 * @property {string[]} enir "yes", "no" or "" when it isn't known
 * @property {(number|null)[]} pupils
 * @property {(number|null)[]} [classes] each of these four only where one is known
 * @property {(number|null)[]} [ent_classes] classes with an ENT of the schools where it isn't for all
 * @property {(number|null)[]} [created] accounts
 * @property {(number|null)[]} [activated] accounts
 */

/** @typedef {Record<string, Float64Array>} Columns counts (`_n`), shares (`_share`) and gaps (`_points`), NaN where there is none */
/** @typedef {Record<string, number>} Figures the same of one zone */

/** @type {Record<string, string>} */
export const STATUS_COLUMNS = {
  school: "covered_n",
  undated: "undated_n",
  class: "class_n",
  planned: "planned_n",
  not_yet: "not_yet_n",
  none: "none_n",
  unknown: "unknown_n",
};

/** Groups counted apart. @type {[string, (facts: Facts, index: number) => boolean][]} */
export const GROUPS = [
  ["primary", (facts, index) => facts.nature[index] !== "maternelle"],
  ["rural", (facts, index) => facts.rural[index] === "yes"],
  ["urban", (facts, index) => facts.rural[index] === "no"],
  ["rep", (facts, index) => facts.priority[index] === "REP"],
  ["rep_plus", (facts, index) => facts.priority[index] === "REP+"],
  ["frr", (facts, index) => facts.frr[index] === "yes"],
  ["enir_eligible", (facts, index) => facts.enir[index] === "yes"],
];

/** Schools of which it isn't known whether they are of a group. @type {[string, (facts: Facts, index: number) => boolean][]} */
const UNDECIDED = [
  ["rurality_unknown_n", (facts, index) => facts.rural[index] === ""],
  ["enir_undecided_n", (facts, index) => facts.enir[index] === ""],
];

const Z = 1.959963984540054;

/**
 * Wilson's 95 % interval of a share.
 * @param {number} covered @param {number} all
 * @returns {[number, number]} NaN when there is nothing to divide by
 */
export function wilson(covered, all) {
  const share = covered / all;
  const centre = (share + (Z * Z) / (2 * all)) / (1 + (Z * Z) / all);
  const half = (Z / (1 + (Z * Z) / all)) * Math.sqrt((share * (1 - share)) / all + (Z * Z) / (4 * all * all));
  return [Math.max(centre - half, 0), Math.min(centre + half, 1)];
}

/**
 * Counts schools by zone.
 * @param {Facts} facts
 * @param {string[]} statuses each school's at the date; one that had not opened has none of them, and isn't counted
 * @param {(index: number) => number} zoneOf the zone of a school, -1 to leave it out
 * @param {number} zones how many there are
 * @returns {Columns}
 */
export function tally(facts, statuses, zoneOf, zones) {
  /** @type {Columns} */
  const columns = {};
  const column = (/** @type {string} */ name) => (columns[name] = new Float64Array(zones));
  const schools = column("schools_n");
  const counts = Object.fromEntries(Object.entries(STATUS_COLUMNS).map(([status, name]) => [status, column(name)]));
  const weigh = weigher(facts, column);
  const groups = GROUPS.map(([name, has]) => ({ has, all: column(`${name}_schools_n`), covered: column(`${name}_covered_n`), undated: column(`${name}_undated_n`) }));
  const undecided = UNDECIDED.map(([name, has]) => ({ has, all: column(name) }));
  for (let index = 0; index < facts.count; index += 1) {
    const zone = zoneOf(index);
    if (zone < 0 || !counts[statuses[index]]) continue;
    const covered = statuses[index] === "school" ? 1 : 0;
    schools[zone] += 1;
    counts[statuses[index]][zone] += 1;
    weigh(index, zone, statuses[index]);
    for (const group of undecided) group.all[zone] += group.has(facts, index) ? 1 : 0;
    for (const group of groups) {
      if (!group.has(facts, index)) continue;
      group.all[zone] += 1;
      group.covered[zone] += covered;
      group.undated[zone] += statuses[index] === "undated" ? 1 : 0;
    }
  }
  addShares(columns);
  if (!facts.created || !facts.activated) columns.accounts_activated_share.fill(NaN);
  return columns;
}

/**
 * Adds up what schools hold, where their number is known: pupils, classes, accounts.
 * @param {Facts} facts @param {(name: string) => Float64Array} column
 * @returns {(index: number, zone: number, status: string) => void}
 */
function weigher(facts, column) {
  const sums = (/** @type {string} */ known, /** @type {string} */ all, /** @type {string} */ part) => [known, all, part].map(column);
  const add = (/** @type {Float64Array[]} */ [known, all, part], /** @type {number} */ zone, /** @type {number} */ there, /** @type {number} */ counted) => {
    known[zone] += 1;
    all[zone] += there;
    part[zone] += counted;
  };
  const pupils = sums("pupils_known_n", "pupils_n", "covered_pupils_n");
  const classes = sums("classes_known_n", "classes_n", "covered_classes_n");
  const accounts = sums("accounts_known_n", "accounts_created_n", "accounts_activated_n");
  const told = [facts.created, facts.activated].filter((values) => values !== undefined);
  return function (index, zone, status) {
    const there = facts.pupils[index];
    if (there !== null) add(pupils, zone, there, status === "school" ? there : 0);
    const rooms = facts.classes ? facts.classes[index] : null;
    const some = status === "class" && facts.ent_classes ? Math.min(facts.ent_classes[index] || 0, rooms || 0) : 0;
    if (rooms !== null) add(classes, zone, rooms, status === "school" ? rooms : some);
    const both = told.length > 0 && told.every((values) => values[index] !== null);
    if (both) add(accounts, zone, facts.created?.[index] || 0, facts.activated?.[index] || 0);
  };
}

/** Divides what was counted. @param {Columns} columns */
function addShares(columns) {
  const { schools_n: n, covered_n: covered } = columns;
  const doubtful = columns.unknown_n.map((value, zone) => value + columns.undated_n[zone]);
  const divided = (/** @type {Float64Array} */ part, /** @type {Float64Array} */ all) => part.map((value, zone) => value / (all[zone] || NaN));
  columns.without_n = n.map((value, zone) => value - covered[zone] - doubtful[zone]);
  columns.coverage_share = divided(covered, n);
  columns.coverage_share_max = divided(covered.map((value, zone) => value + doubtful[zone]), n);
  columns.known_share = divided(n.map((value, zone) => value - doubtful[zone]), n);
  columns.interval_low = n.map((value, zone) => wilson(covered[zone], value || NaN)[0]);
  columns.interval_high = n.map((value, zone) => wilson(covered[zone], value || NaN)[1]);
  columns.pupils_coverage_share = divided(columns.covered_pupils_n, columns.pupils_n);
  columns.classes_coverage_share = divided(columns.covered_classes_n, columns.classes_n);
  columns.accounts_activated_share = divided(columns.accounts_activated_n, columns.accounts_created_n);
  GROUPS.forEach(([name]) => {
    columns[`${name}_coverage_share`] = divided(columns[`${name}_covered_n`], columns[`${name}_schools_n`]);
  });
  const urban = columns.urban_coverage_share;
  columns.rural_urban_gap_points = columns.rural_coverage_share.map((share, zone) => (share - urban[zone]) * 100);
}

/** @param {Columns} columns @param {number} zone @returns {Figures} */
export function figuresAt(columns, zone) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[zone]]));
}
