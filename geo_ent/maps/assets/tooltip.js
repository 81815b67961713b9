// The tooltip: a zone's figures or a school's name, never the only way to either.

/** @param {any} data @param {any} level @param {number} index @returns {HTMLElement} */
function zoneTip(data, level, index) {
  const zone = figuresOf(level, index);
  return make(
    "div",
    null,
    make("strong", null, level.name[index]),
    make("span", null, coverageSentence(zone)),
    zone.unknown_n ? make("span", null, `${counted(zone.unknown_n, "école")} dont on ne sait rien`) : null,
    data.simulated ? make("em", null, "Données simulées") : null,
  );
}

/** @param {any} data @param {School} school @param {string} where @returns {HTMLElement} */
function schoolTip(data, school, where) {
  return make(
    "div",
    null,
    make("strong", null, school.name),
    make("span", null, where),
    make("span", { class: "with-mark" }, statusMark(school.status), schoolStatus(data, school)),
    data.simulated ? make("em", null, "Données simulées") : null,
  );
}

/** @param {any} data @param {School} school @returns {string} */
function schoolStatus(data, school) {
  const label = data.statuses.find((status) => status.id === school.status).label;
  return school.solution ? `${label} : ${school.solution}` : label;
}
