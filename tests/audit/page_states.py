"""What the page shows in each of its states, read in Chromium over a real server."""

import contextlib
import functools
import http.server
import json
import threading

TOOLS = """
  const choose = (id, value) => {
    const control = document.querySelector(id);
    if (control.value === String(value)) return;
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const frame = () => new Promise((done) => setTimeout(done, 0));
  const settled = async () => {
    for (let n = 0; n < 2; n += 1) await frame();
    while (document.querySelector("#geo-ent-figures table[aria-busy]")) await frame();
  };
  const words = (id) => document.querySelector(id)?.innerText ?? "";
  const leaves = (id) =>
    Array.from(document.querySelectorAll(`${id} li, ${id} p`))
      .filter((node) => !node.closest("[hidden]"))
      .map((node) => Array.from(node.childNodes, (one) => one.textContent.trim()).join("\\n"));
  const cells = (table) =>
    Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.textContent));
"""
"""How the page is driven: by its own controls, as a reader does."""
ASIDE = """
  for (const id of ["#map_geo_ent", "#geo-ent-figures"])
    document.querySelector(id).style.display = "none";
"""
"""What takes long to lay out anew, out of the way: its words are read all the same."""
STATES = (
    "async ([levels, dates, indicators]) => {"
    + TOOLS
    + ASIDE
    + """
  const states = [];
  for (const level of levels) {
    choose("#geo-ent-level", level);
    for (const date of dates) {
      choose("#geo-ent-date", date);
      for (const indicator of indicators) {
        choose("#geo-ent-indicator", indicator);
        await settled();
        document.querySelector(".more-rows:not([hidden])")?.click();
        states.push({
          level, date, indicator,
          name: document.querySelector("#geo-ent-map-name").textContent,
          legend: [...leaves("#geo-ent-legend"), ...leaves("#geo-ent-map-notes")],
          dots: leaves("#geo-ent-dots"),
          panel: level === levels[0] ? words("#geo-ent-panel") : "",
          title: document.querySelector("#geo-ent-figures caption").textContent,
          table: cells(document.querySelector("#geo-ent-figures table")),
        });
      }
    }
  }
  return JSON.stringify(states);
}
"""
)
"""In one text: Playwright takes ten times as long to check and copy as many values."""
ZONES = (
    "async ([level, date, indicator, most]) => {"
    + TOOLS
    + ASIDE
    + """
  choose("#geo-ent-level", level);
  choose("#geo-ent-date", date);
  choose("#geo-ent-indicator", indicator);
  await settled();
  const zones = Array.from(document.querySelectorAll("#geo-ent-zone option"), (one) => one.value);
  const panels = [];
  const every = Math.ceil(zones.length / most);
  for (const zone of zones.filter((one, n) => one && n % every === 0)) {
    choose("#geo-ent-zone", zone);
    await frame();
    panels.push([zone, words("#geo-ent-panel")]);
  }
  choose("#geo-ent-zone", "");
  return panels;
}
"""
)


WHOLE = """
async () => {
  const wait = () => new Promise((done) => setTimeout(done, 300));
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const one of document.querySelectorAll(".popover")) one.hidden = false;
  await wait();
  for (const box of document.querySelectorAll("details input[type=checkbox]"))
    if (!box.checked && /zones blanches|à équiper/i.test(box.closest("label").innerText))
      box.click();
  const most = document.querySelector("#geo-ent-gaps-most");
  most.value = most.options[most.options.length - 1].value;
  most.dispatchEvent(new Event("change", { bubbles: true }));
  await wait();
  const items = (list) => Array.from(list.children, (one) => one.innerText);
  const ranked = document.querySelector("ol[aria-label*='par ordre de priorité']");
  const told = { ranked: items(ranked) };
  const texts = (nodes) => Array.from(nodes, (one) => one.textContent);
  told.level = document.querySelector("#geo-ent-level").value;
  told.named = [
    ...Array.from(document.querySelectorAll(".leaflet-names-pane g g"), (one) => {
      const lines = texts(one.children);
      return [lines.slice(0, -1).join(" ").replaceAll("- ", "-"), lines.at(-1)];
    }),
    ...Array.from(document.querySelectorAll(".names-key li"), (one) =>
      texts([one.children[1], one.lastElementChild])),
  ];
  for (const node of document.querySelectorAll(".leaflet-names-pane, .names-key"))
    node.style.display = "none";
  const apart = ["panel", "figures", "legend", "map-notes", "dots"].map((name) =>
    document.querySelector(`#geo-ent-${name}`));
  for (const node of [ranked, ...apart])
    node.style.display = "none";
  told.rest = document.body.innerText;
  const names = ["aria-label", "title", "alt", "placeholder", "aria-valuetext", "aria-description"];
  told.aloud = Array.from(document.querySelectorAll("*"), (node) =>
    names.map((name) => node.getAttribute(name)).filter(Boolean)).flat();
  return told;
}
"""
"""All that the page says once every part is unfolded, but what `STATES` reads."""


INSIDE = """
(path) => {
  const box = path.getBoundingClientRect();
  for (let n = 1; n < 12; n += 1)
    for (let m = 1; m < 12; m += 1) {
      const [x, y] = [box.left + (box.width * n) / 12, box.top + (box.height * m) / 12];
      if (document.elementFromPoint(x, y) === path) return [x, y];
    }
  return null;
}
"""
"""A point of a zone that no other thing covers."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, *_):
        """Say nothing."""


@contextlib.contextmanager
def served(folder):
    """Serve a folder; give its address."""
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def options(page, control):
    """Give the values of a list of choices."""
    return page.eval_on_selector_all(f"{control} option", "nodes => nodes.map((one) => one.value)")


def states(page):
    """Go through every level, date and indicator; give what each shows."""
    last = int(page.get_attribute("#geo-ent-date", "max"))
    choices = [
        options(page, "#geo-ent-level"), list(range(last + 1)),
        options(page, "#geo-ent-indicator"),
    ]  # fmt: skip
    return json.loads(page.evaluate(STATES, choices))


def zones(page, level, date, indicator, most=70):
    """Open the zones of a level, evenly where they are many; give their codes and panels."""
    return page.evaluate(ZONES, [level, date, indicator, most])


def whole(page):
    """Unfold the page; give the list of schools, all other words, and what is said aloud only."""
    return page.evaluate(WHOLE)


def tooltips(page):
    """Point at each zone of the map; give what is shown beside the mark."""
    told = []
    for path in page.locator("path.leaflet-interactive").all():
        path.scroll_into_view_if_needed()
        inside = path.evaluate(INSIDE)
        if inside:
            page.mouse.move(*inside)
            told.append(
                page.evaluate("document.querySelector('.leaflet-tooltip')?.innerText ?? ''")
            )
    return told
