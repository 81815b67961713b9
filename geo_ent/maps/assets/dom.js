// Making nodes. Text goes in as text nodes only: what data says is never read as HTML.

/**
 * Makes an element with attributes and children.
 * @param {string} tag
 * @param {Object<string, string|number|boolean|null>} [attributes] null and false leave one out
 * @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes || {}).forEach(function ([name, value]) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  });
  node.append(...children.filter((child) => child !== null));
  return node;
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Object<string, string|number>} attributes
 * @param {...Node} children
 * @returns {SVGElement}
 */
function makeSvg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, String(value)));
  node.append(...children);
  return node;
}

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  return document.getElementById(id);
}

/** @param {string} id of a script of JSON @returns {any} */
function readJson(id) {
  return JSON.parse(byId(id).textContent);
}
