// The table that a spreadsheet opens.
import { csvText } from "../../geo_ent/maps/assets/csv.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

const FRENCH = { separator: ";", decimal: "," };

Deno.test("it has a byte order mark, semicolons, decimal commas, and nothing where nothing is known", () => {
  same(csvText([["Zone", "Part (%)"], ["Vitré", 46.9], ["Redon", null]], FRENCH), "\ufeffZone;Part (%)\r\nVitré;46,9\r\nRedon;\r\n");
});

Deno.test("in English commas part and points are decimal", () => {
  same(csvText([["a, b", 1.5]], { separator: ",", decimal: "." }), '\ufeff"a, b",1.5\r\n');
});

Deno.test("quotes, separators and line ends stay inside their cell", () => {
  same(csvText([['a"b', "c;d", "e\nf"]], FRENCH), '\ufeff"a""b";"c;d";"e\nf"\r\n');
});

Deno.test("no text becomes a formula", () => {
  same(csvText([["=1+1", "x;=1+1", " @a", "Saint-Malo"]], FRENCH), "\ufeff'=1+1;\"x;'=1+1\"; '@a;Saint-Malo\r\n");
});
