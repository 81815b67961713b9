// The controls, outside the map: the level and the zone, by pointer or by keyboard alike.

/** @param {any[]} levels @param {function(number): void} chosen @returns {HTMLElement} */
function levelChoice(levels, chosen) {
  const options = levels.map(function (level, index) {
    const radio = make("input", { type: "radio", name: "geo-ent-level", value: level.id, checked: index === 0 });
    radio.addEventListener("change", () => chosen(index));
    return make("label", null, radio, make("span", null, capital(level.many)));
  });
  return make("fieldset", { class: "levels" }, make("legend", null, "Découpage"), make("div", { class: "segments" }, ...options));
}

/** @param {string} text @returns {string} */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The list of a level's zones.
 * @param {function(number): void} chosen with the zone, -1 for the whole territory
 * @returns {{node: HTMLElement, fill: function(any): void, set: function(number): void}}
 */
function zoneChoice(chosen) {
  const select = make("select", { id: "geo-ent-zone" });
  const label = make("label", { for: "geo-ent-zone" });
  select.addEventListener("change", () => chosen(Number(select.value)));
  const fill = function (level) {
    const names = new Intl.Collator("fr");
    const order = level.name.map((_, index) => index).sort((a, b) => names.compare(level.name[a], level.name[b]));
    label.textContent = capital(level.one);
    select.replaceChildren(
      make("option", { value: -1 }, "Tout le territoire"),
      ...order.map((index) => make("option", { value: index }, level.name[index])),
    );
  };
  return {
    node: make("div", { class: "zone-choice" }, label, select),
    fill: fill,
    set: (index) => void (select.value = String(index)),
  };
}
