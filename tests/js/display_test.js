// What a reader wants on the map, and what the address says of it.
import { changeDisplay, display, displayTold, onDisplay, showDisplay } from "../../geo_ent/maps/assets/display.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

Deno.test("names are there at first, marks come with the zoom, and the address says nothing of it", () => {
  same(display, { names: true, marks: false });
  same(displayTold(), { names: "", marks: "" });
});

Deno.test("whoever follows is told once of a change, and never of none", () => {
  let times = 0;
  onDisplay(() => void (times += 1));
  changeDisplay({ names: false, marks: true });
  changeDisplay({ names: false });
  same(times, 1);
  same(displayTold(), { names: "non", marks: "toujours" });
});

Deno.test("an address that says nothing shows what is there at first, and an unknown word says nothing", () => {
  showDisplay({ names: "non" });
  same(display, { names: false, marks: false });
  showDisplay({ names: "peut-être", marks: "toujours" });
  same(display, { names: true, marks: true });
  showDisplay({});
  same(display, { names: true, marks: false });
});
