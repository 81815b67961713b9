// The legend: the classes with how many zones each holds, and what the marks mean.

/** @param {any} data @param {any} level */
function showLegend(data, level) {
  const classes = data.indicator.classes;
  const zones = classes.map((_, index) => level.class.filter((found) => found === index).length);
  const rows = classes.map((label, index) => legendRow(label, zones[index], index, classes.length, level));
  byId("geo-ent-legend").replaceChildren(
    make("ul", { "aria-label": "Légende de la carte" }, ...rows.filter(Boolean)),
    level.estimated ? make("p", { class: "small" }, `Contours ${level.contours} estimés.`) : "",
  );
}

/** A row of the legend; the two special classes only where there are such zones. */
function legendRow(label, zones, index, count, level) {
  if (index >= count - 2 && !zones) return null;
  const swatch = makeSvg(
    "svg",
    { class: "swatch", width: "100%", height: 18, "aria-hidden": "true" },
    makeSvg("rect", { width: "100%", height: "100%", fill: classFill(index, count) }),
  );
  return make(
    "li",
    { class: index >= count - 2 ? "special" : "step" },
    swatch,
    make("span", { class: "class-name" }, label),
    make("span", { class: "class-count" }, counted(zones, level.one, level.many)),
  );
}

/**
 * The marks' legend, which shows or hides them.
 * @param {any} data
 * @param {Set<string>} shown
 * @param {function(): void} changed
 */
function showDotsLegend(data, shown, changed) {
  const boxes = data.statuses.map(function (status) {
    const box = make("input", { type: "checkbox", value: status.id, checked: shown.has(status.id) });
    box.addEventListener("change", function () {
      if (box.checked) shown.add(status.id);
      else shown.delete(status.id);
      changed();
    });
    const count = make("span", { class: "count" }, number(data.total[status.column]));
    return make("label", null, box, statusMark(status.id), make("span", null, status.label, " ", count));
  });
  byId("geo-ent-dots").replaceChildren(
    make("fieldset", null, make("legend", null, "Écoles montrées sur la carte"), ...boxes),
  );
}
