// The change of an indicator between two dates, of the schools whose situation is known at both;
// what the others may have made of it bounds it (docs/decisions/0027-change.md). Pure: columns in, columns out.

/** @import { Columns } from "./figures.js" */
/** @import { Indicator } from "./model.js" */

const IN_DOUBT = ["unknown", "undated"];
const NOT_COUNTED = ""; // in place of a status

/**
 * What each school counts as, in each of the sums that a change is made of.
 * @typedef {Object} Compared
 * @property {string[]} all_now every school, at the date shown
 * @property {string[]} all_then every school, at the date that it is compared to
 * @property {string[]} now those known at both dates, as they are at the one
 * @property {string[]} then the same, as they are at the other
 * @property {string[]} free_now those in doubt at the date shown, whatever they were at the other
 * @property {string[]} free_then
 * @property {string[]} tied undated at both dates: once there, an ENT stays
 * @property {string[]} left in doubt at either date
 */

/** @typedef {Record<keyof Compared, Columns>} Sums counted by zone, as covered where the status is of some in doubt */

/** @param {string[]} now each school's status at the date shown @param {string[]} then at the other @returns {Compared} */
export function comparedStatuses(now, then) {
  const doubts = [now, then].map((statuses) => statuses.map((status) => IN_DOUBT.includes(status)));
  const left = doubts[0].map((doubt, index) => doubt || doubts[1][index]);
  const tied = now.map((status, index) => status === "undated" && then[index] === "undated");
  const known = (/** @type {string[]} */ statuses) => statuses.map((status, index) => (left[index] ? NOT_COUNTED : status));
  const covered = (/** @type {boolean[]} */ such) => such.map((is) => (is ? "school" : NOT_COUNTED));
  const [free_now, free_then] = doubts.map((doubt) => covered(doubt.map((is, index) => is && !tied[index])));
  return { all_now: now, all_then: then, now: known(now), then: known(then), free_now, free_then, tied: covered(tied), left: covered(left) };
}

/** @typedef {[Float64Array, Float64Array]} Bounds the least and the greatest change possible, NaN where there is none */

/**
 * How far a share may have changed, in points.
 * @param {Sums} sums @param {string} part @param {string} whole columns @param {boolean} later whether the date shown is the later one
 * @returns {Bounds}
 */
function shareBounds({ all_now, all_then, free_now, free_then, tied }, part, whole, later) {
  const bound = (/** @type {(...ends: number[]) => number} */ end, /** @type {number} */ mostNow, /** @type {number} */ mostThen) =>
    all_now[whole].map(function (wholeNow, zone) {
      const [oneNow, oneThen] = [wholeNow, all_then[whole][zone]].map((all) => 100 / (all || NaN));
      const partNow = all_now[part][zone] + mostNow * free_now[part][zone];
      const partThen = all_then[part][zone] + mostThen * free_then[part][zone];
      // an undated ENT was there at neither date, at both, or at the later one alone
      const undated = end(0, oneNow - oneThen, later ? oneNow : -oneThen);
      return partNow * oneNow - partThen * oneThen + tied[part][zone] * undated;
    });
  return [bound(Math.min, 0, 1), bound(Math.max, 1, 0)];
}

/** How far a number of schools without an ENT may have changed. @param {Sums} sums @param {boolean} later @returns {Bounds} */
function withoutBounds({ all_now, all_then, free_now, free_then, tied }, later) {
  const without = (/** @type {Columns} */ columns, /** @type {number} */ zone) => columns.schools_n[zone] - columns.covered_n[zone];
  const least = all_now.schools_n.map((_, zone) => without(all_now, zone) - without(all_then, zone) - free_now.covered_n[zone] - (later ? tied.covered_n[zone] : 0));
  return [least, least.map((change, zone) => change + free_now.covered_n[zone] + free_then.covered_n[zone] + tied.covered_n[zone])];
}

/** @param {Indicator} indicator @param {Sums} sums @param {boolean} later @returns {Bounds} */
function changeBounds(indicator, sums, later) {
  if (indicator.unit === "n") return withoutBounds(sums, later);
  if (indicator.unit === "share") return shareBounds(sums, indicator.part, indicator.whole, later);
  const [one, other] = indicator.concerned.map((all) => shareBounds(sums, all.replace(/schools_n$/, "covered_n"), all, later));
  return [one[0].map((low, zone) => low - other[1][zone]), one[1].map((high, zone) => high - other[0][zone])];
}

/**
 * The change of an indicator in each zone, in points or in schools: `change`, what it is the difference of
 * (`change_now`, `change_then`), its bounds (`change_low`, `change_high`), how many schools it stands on
 * (`compared_n`, and of those that the indicator is about, at the date that has fewer, `compared_…`), how many
 * opened in between (`opened_n`) and how many aren't compared (`left_n`).
 * @param {Indicator} indicator @param {Sums} sums @param {boolean} later @returns {Columns}
 */
export function changeColumns(indicator, sums, later) {
  const { all_now, all_then, now, then, left } = sums;
  const [low, high] = changeBounds(indicator, sums, later);
  const unit = indicator.unit === "share" ? 100 : 1;
  const concerned = (/** @type {Columns} */ columns) => now.schools_n.map((_, zone) => indicator.concerned.reduce((sum, name) => sum + columns[name][zone], 0));
  const [comparedNow, comparedThen] = [now, then].map(concerned);
  const known = [[now, all_now], [then, all_then]].map(([some, all]) => some.schools_n.map((n, zone) => n / (all.schools_n[zone] || NaN)));
  return {
    change: now[indicator.id].map((value, zone) => (value - then[indicator.id][zone]) * unit),
    change_now: now[indicator.id],
    change_then: then[indicator.id],
    change_low: low,
    change_high: high,
    known_share: known[0].map((share, zone) => Math.min(share, known[1][zone])),
    compared_n: comparedNow.map((n, zone) => Math.max(n, comparedThen[zone])),
    opened_n: comparedNow.map((n, zone) => Math.abs(n - comparedThen[zone])),
    left_n: concerned(left),
    ...Object.fromEntries(indicator.concerned.map((name) => [`compared_${name}`, now[name].map((n, zone) => Math.min(n, then[name][zone]))])),
  };
}
