// The panel: what the chosen zone says, or the whole territory when none is chosen.

const COLUMNS = [
  "schools_n",
  "covered_n",
  "class_n",
  "planned_n",
  "none_n",
  "unknown_n",
  "primary_schools_n",
  "primary_covered_n",
  "coverage_share",
  "coverage_share_max",
  "known_share",
  "interval_low",
  "interval_high",
];

/** @param {any} level @param {number} index @returns {Figures} one zone's figures out of the columns */
function figuresOf(level, index) {
  return Object.fromEntries(COLUMNS.map((column) => [column, level[column][index]]));
}

/** The parts of a whole as a bar. @param {any} data @param {any} zone @returns {HTMLElement|null} */
function statusBar(data, zone) {
  if (!zone.schools_n) return null;
  const parts = data.statuses.map(function (status) {
    const part = make("span", { class: `part part-${status.id}` });
    part.style.flexGrow = String(zone[status.column]);
    return zone[status.column] ? part : null;
  });
  return make("div", { class: "bar", "aria-hidden": "true" }, ...parts.filter(Boolean));
}

/** @param {any} data @param {any} zone @returns {HTMLElement|null} */
function statusCounts(data, zone) {
  if (!zone.schools_n) return null;
  const rows = data.statuses.map((status) =>
    make(
      "div",
      { class: zone[status.column] ? null : "nil" },
      make("dt", { class: "with-mark" }, statusMark(status.id), status.label),
      make("dd", null, number(zone[status.column])),
    ),
  );
  return make("dl", { class: "counts" }, ...rows);
}

/** @param {string} text @param {string} [kind] @returns {HTMLElement|null} */
const line = (text, kind) => (text ? make("p", { class: kind || null }, text) : null);

/** The figures, in words. @param {any} data @param {any} zone @returns {(HTMLElement|null)[]} */
function figures(data, zone) {
  const hidden = zone.schools_n && zone.known_share < 0.5;
  return [
    statusBar(data, zone),
    hidden
      ? line("On ne connaît la situation que de moins de la moitié des écoles : la carte ne classe pas ce taux.", "caution")
      : null,
    line(boundsSentence(zone)),
    line(primarySentence(zone)),
    line(intervalSentence(zone), "small"),
    statusCounts(data, zone),
    data.simulated ? line("Données simulées : voir l’avertissement en haut de la page.", "told") : null,
  ];
}

/** Shows the whole territory. @param {any} data @param {any} level */
function showTerritory(data, level) {
  fillPanel(
    [
      make("h2", { id: "geo-ent-panel-name" }, capital(data.territory)),
      line(coverageSentence(data.total), "rate"),
    ],
    [
      ...figures(data, data.total),
      line(`Choisissez ${level.a} sur la carte ou dans la liste pour voir ses écoles.`, "hint"),
    ],
  );
}

/**
 * Shows one zone and its schools.
 * @param {any} data @param {any} level @param {number} index
 * @param {School[]} schools those of the zone
 * @param {function(School): string} where the commune, when that isn't the zone itself
 * @param {function(): void} leave
 */
function showZone(data, level, index, schools, where, leave) {
  const zone = figuresOf(level, index);
  const back = make("button", { type: "button", class: "quiet" }, "Tout le territoire");
  back.addEventListener("click", leave);
  fillPanel(
    [
      make("p", { class: "eyebrow" }, level.one + (level.estimated ? " · contour estimé" : "")),
      make("h2", { id: "geo-ent-panel-name" }, level.name[index]),
      line(coverageSentence(zone), "rate"),
    ],
    [...figures(data, zone), schoolList(data, schools, where), back],
  );
}

/** Only the first lines are announced: a list of schools would be read to its end. */
function fillPanel(announced, rest) {
  const panel = byId("geo-ent-panel");
  let told = panel.querySelector("[aria-live]");
  if (!told) {
    told = make("div", { "aria-live": "polite" });
    panel.append(told, make("div", { class: "panel-rest" }));
  }
  told.replaceChildren(...announced.filter(Boolean));
  panel.lastElementChild.replaceChildren(...rest.filter(Boolean));
  panel.scrollTop = 0;
}

/** @param {any} data @param {School[]} schools @param {function(School): string} where @returns {HTMLElement|null} */
function schoolList(data, schools, where) {
  if (!schools.length) return null;
  const list = make("ul", { class: "schools", "aria-labelledby": "geo-ent-schools", tabindex: "0" });
  const only = make("input", { type: "checkbox" });
  const fill = function () {
    const kept = schools.filter((school) => !only.checked || school.status !== "school");
    list.replaceChildren(...kept.map((school) => schoolRow(data, school, where(school))));
    if (!kept.length) list.append(make("li", { class: "hint" }, "Toutes ces écoles ont un ENT."));
  };
  only.addEventListener("change", fill);
  fill();
  return make(
    "section",
    { class: "school-list", "aria-labelledby": "geo-ent-schools" },
    make("h3", { id: "geo-ent-schools" }, schools.length < 2 ? "Son école" : `Ses ${number(schools.length)} écoles`),
    make("label", { class: "only" }, only, "Seulement celles qui n’ont pas d’ENT pour toute l’école"),
    list,
  );
}

/** @param {any} data @param {School} school @param {string} where @returns {HTMLElement} */
function schoolRow(data, school, where) {
  const about = [where, data.natures[school.nature], school.sector === "prive" ? "privée" : "", school.priority, school.place ? "" : "sans position"];
  return make(
    "li",
    null,
    statusMark(school.status),
    make(
      "span",
      null,
      make("span", { class: "school-name" }, school.name),
      make("span", { class: "about" }, about.filter(Boolean).join(" · ")),
      make("span", { class: "about" }, `${schoolStatus(data, school)} · UAI ${school.uai}`),
    ),
  );
}
