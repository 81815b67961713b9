// A small page's data for the tests: four schools, two levels, two dates. Import it first.

const coverage = {
  id: "coverage_share",
  unit: "share",
  title: "Part",
  caveat: "",
  has_change: true,
  needs_known: true,
  concerned: ["schools_n"],
  undecided: [],
  part: "covered_n",
  whole: "schools_n",
  bounds: [0.2, 0.4, 0.6, 0.8],
  centre: null,
  rate: 0.45,
  special: ["none", "unknown"],
};

export const DATA = {
  lang: "fr",
  title: "Les ENT",
  territory: "Carré",
  simulated: null,
  contact: "",
  date: "2023-06-30",
  dates: ["2021-09-01", "2022-09-01", "2023-06-30"],
  indicators: [coverage, { ...coverage, id: "unknown_n", unit: "n", has_change: false, needs_known: false, bounds: [1, 5, 10, 20], rate: null }],
  territory_level: "departement",
  palette: { steps: { 4: ["1", "2", "3", "4"], 5: ["a", "b", "c", "d", "e"], 6: ["A", "B", "C", "D", "E", "F"] }, below: ["-1", "-2", "-3"], middle: "0", above: ["+1", "+2", "+3"], special: ["hatch", "dots"] },
  statuses: ["school", "class", "planned", "not_yet", "none", "unknown"].map((id) => ({ id, label: id })),
  natures: { maternelle: "maternelle", elementaire: "élémentaire", primaire: "primaire" },
  levels: [
    { id: "commune", one: "commune", many: "communes", a: "une commune", contours: "", estimated: false, code: ["1", "2", "3"], name: ["Un", "Deux", "Trois"], bounds: { coverage_share: [0.25, 0.5, 0.75] }, around: { coverage_share: 10 } },
    { id: "departement", one: "département", many: "départements", a: "un département", contours: "", estimated: false, code: ["9"], name: ["Carré"] },
  ],
  schools: {
    uai: ["A", "B", "C", "D"],
    name: ["École A", "École B", "École C", "École D"],
    nature: { words: ["maternelle", "primaire"], at: "0111" },
    sector: { words: ["prive", "public"], at: "1110" },
    priority: { words: ["", "REP"], at: "0100" },
    solution: { words: ["", "NEO + ONE", "ONE"], at: [2, 0, 0, 1] },
    rural: { words: ["", "yes", "no"], at: "0121" },
    enir: { words: ["", "yes", "no"], at: "0000" },
    frr: { words: ["", "yes", "no"], at: "0000" },
    pupils: [10, null, 30, 40],
    lat: [4650000, null, 4660000, 4670000],
    lon: [300000, null, 310000, 320000],
    zone: { commune: [0, 0, 1, -1], departement: [0, 0, 0, 0] },
    status: ["-355", "3550", "0550"],
  },
};

/** @type {any} */ (globalThis).document = { getElementById: () => ({ textContent: JSON.stringify(DATA) }) };
