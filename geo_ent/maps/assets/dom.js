// Making nodes. Text goes in as text nodes only: what data says is never read as HTML.

/**
 * Makes an element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string|number|boolean|null>|null} [attributes] null and false leave one out
 * @param {...(Node|string|null)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes || {}).forEach(function ([name, value]) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  });
  node.append(...present(children));
  return node;
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Record<string, string|number>} attributes
 * @param {...(Node|string|null)} children
 * @returns {SVGElement}
 */
export function makeSvg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, String(value)));
  node.append(...present(children));
  return /** @type {SVGElement} */ (node);
}

/** Leaves out what isn't there. @template T @param {(T|null|undefined|false|"")[]} things @returns {T[]} */
export function present(things) {
  return /** @type {T[]} */ (things.filter(Boolean));
}

/** @param {string} id of an element that the page's skeleton has @returns {HTMLElement} */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} id of a script of JSON @returns {any} */
export function readJson(id) {
  return JSON.parse(byId(id).textContent || "null");
}

/** @param {string} text @returns {string} the same with a capital at its head */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
