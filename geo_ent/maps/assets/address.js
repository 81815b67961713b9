// The address of a view: what stands after the # and what is read back from it.

const FILTER_PREFIX = "filtre-";
const LONGEST_ADDRESS = 4000;

/**
 * @typedef {Object} AddressParts a view as the address tells it; what it doesn't tell is missing
 * @property {string} [look] "carte" for a map alone
 * @property {string} [indicator]
 * @property {string} [level]
 * @property {string} [date]
 * @property {string} [compare] a date that it is compared to
 * @property {string} [zone]
 * @property {string} [school]
 * @property {string} [layers]
 * @property {string} [names]
 * @property {string} [marks]
 * @property {string} [classing]
 * @property {Object<string, string[]>} filters
 */

/** @type {["look"|"indicator"|"level"|"date"|"compare"|"zone"|"school"|"layers"|"names"|"marks"|"classing", string][]} */
const ADDRESS_NAMES = [
  ["look", "vue"],
  ["indicator", "indicateur"],
  ["level", "niveau"],
  ["date", "date"],
  ["compare", "par-rapport"],
  ["zone", "zone"],
  ["school", "ecole"],
  ["layers", "couches"],
  ["names", "noms"],
  ["marks", "points"],
  ["classing", "classes"],
];

/** @param {AddressParts} parts @returns {string} from the # on */
export function writeAddress(parts) {
  const pairs = new URLSearchParams();
  ADDRESS_NAMES.forEach(([part, name]) => {
    const value = parts[part];
    if (value) pairs.append(name, value);
  });
  Object.entries(parts.filters).forEach(([column, kept]) => kept.forEach((value) => pairs.append(FILTER_PREFIX + column, value)));
  return "#" + pairs.toString();
}

/** Says nothing of values: whoever takes them must know them. @param {string} hash @returns {AddressParts|null} null when it tells no view */
export function readAddress(hash) {
  const pairs = new URLSearchParams(hash.slice(1, LONGEST_ADDRESS));
  const columns = [...new Set(pairs.keys())].filter((name) => name.startsWith(FILTER_PREFIX));
  const told = ADDRESS_NAMES.filter(([, name]) => pairs.has(name)).map(([part, name]) => [part, pairs.get(name)]);
  if (!told.length && !columns.length) return null;
  const filters = columns.map((name) => [name.slice(FILTER_PREFIX.length), pairs.getAll(name)]);
  return { ...Object.fromEntries(told), filters: Object.fromEntries(filters) };
}
