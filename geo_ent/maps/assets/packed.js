// Reading the geometry as the page carries it: numbers as signs, arcs in steps through all of them.

/** @typedef {{type: "MultiPolygon"|null, arcs: number[][][]}} Shape a zone's polygons, rings and arcs, ~n for an arc run backwards */

const DIGITS = new Uint8Array(128);
Array.from({ length: 94 }, (_, index) => String.fromCharCode(index + 33))
  .filter((sign) => !'"&<>\\{'.includes(sign))
  .forEach((sign, digit) => void (DIGITS[sign.charCodeAt(0)] = digit));
const LAST_DIGITS = 70; // digits under this one end a number
const MORE_DIGITS = 18;

/** @param {string} signs @returns {number[]} whole numbers from 0 */
export function numbersOf(signs) {
  const numbers = [];
  for (let at = 0; at < signs.length; at += 1) {
    let value = 0;
    let weight = 1;
    let digit = DIGITS[signs.charCodeAt(at)];
    while (digit >= LAST_DIGITS) {
      value += weight * digit;
      weight *= MORE_DIGITS;
      at += 1;
      digit = DIGITS[signs.charCodeAt(at)];
    }
    numbers.push(value + weight * digit);
  }
  return numbers;
}

/** @param {number} number @returns {number} 0, -1, 1, -2, 2… for 0, 1, 2, 3, 4… */
const unfolded = (number) => (number % 2 ? -(number + 1) / 2 : number / 2);

/**
 * Every arc.
 * @template T
 * @param {any} packed @param {(lat: number, lon: number) => T} point from degrees @returns {T[][]}
 */
export function unpackArcs(packed, point) {
  const { scale, translate } = packed.transform;
  const steps = numbersOf(packed.arcs);
  let at = 0;
  let x = 0;
  let y = 0;
  return numbersOf(packed.points).map(function (more) {
    const line = [];
    for (let left = more + 2; left > 0; left -= 1) {
      x += unfolded(steps[at]);
      y += unfolded(steps[at + 1]);
      at += 2;
      line.push(point(y * scale[1] + translate[1], x * scale[0] + translate[0]));
    }
    return line;
  });
}

/** The zones of every level, by the arcs of their rings. @param {any} packed @returns {Record<string, {geometries: Shape[]}>} */
export function unpackObjects(packed) {
  let fresh = 0; // arcs are numbered as they are first named
  let last = 0;
  /** @param {number} code @returns {number} */
  function arcOf(code) {
    const folded = (code - 1) >> 1;
    last = code ? last + unfolded(folded) : fresh++;
    return code && !(code % 2) ? ~last : last;
  }
  const levels = Object.entries(packed.objects).map(function ([level, signs]) {
    const numbers = numbersOf(signs);
    let at = 0;
    const many = (/** @type {number} */ count, /** @type {() => any} */ made) => Array.from({ length: count }, made);
    const ring = () => many(numbers[at++] + 1, () => arcOf(numbers[at++]));
    const polygon = () => many(numbers[at++] + 1, ring);
    const geometries = [];
    last = 0;
    while (at < numbers.length) {
      const arcs = many(numbers[at++], polygon);
      geometries.push({ type: arcs.length ? "MultiPolygon" : null, arcs });
    }
    return [level, { geometries }];
  });
  return Object.fromEntries(levels);
}
