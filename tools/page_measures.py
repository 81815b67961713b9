"""Measures of a page as its reader meets it, taken in a browser: what is seen, how big, of what.

Tests hold the page to them (`tests/maps/page/test_first_screen.py`), and `bench/page.py` prints
them. Each looks at what is on the screen, not at how the page made it.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

SIZES = ((1200, 900), (1440, 900), (1600, 900), (390, 844))
"""The windows that a first screen is held to: three of laptops, one of a phone (pixels)."""

SMALLEST_TEXT = 12  # pixels
PHONE_WINDOW = 480
PHONE_DRAWING = 300  # pixels that the territory is wide on a phone
SIDES = ("width", "height")
MOST_OF_THE_MAP = 0.7
HALF_OF_THE_MAP = 0.5
HEAD = ("h1", ".headline", "#geo-ent-find")
"""What stands on the first screen beside the map and its legend."""

LEAST_CLASSES = 4
MOST_IN_A_CLASS = 0.45
SAME_VALUE = 0.40  # where so many zones have one and the same value, no classes can part them

FIRST_SCREEN = """
  () => {
    const STEPS = 50;
    const map = document.getElementById("map_geo_ent");
    const legend = document.getElementById("geo-ent-legend");
    const box = (node) => node.getBoundingClientRect();
    const inside = (x, y, rect) =>
      x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom;
    const drawn = (node) => box(node).width && getComputedStyle(node).clipPath !== "inset(50%)" &&
      node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const covers = [...document.querySelectorAll("#map_geo_ent .leaflet-control, .map-frame > *")]
      .filter((node) => drawn(node) && !node.contains(map));
    const zones = [...document.querySelectorAll(".leaflet-zones-pane path")]
      .filter(drawn).map((path) => ({ path, rect: box(path), to: path.getScreenCTM().inverse() }));
    const ends = (side, most) => Math[most](...zones.map(({ rect }) => rect[side]));
    const land = { left: ends("left", "min"), right: ends("right", "max"),
      top: ends("top", "min"), bottom: ends("bottom", "max") };
    const filled = (x, y) => zones.some(({ path, rect, to }) => inside(x, y, rect) &&
      path.isPointInFill(new DOMPoint(x, y).matrixTransform(to)));
    const hider = function (x, y, own) {
      const top = document.elementFromPoint(x, y);
      if (!top || !inside(x, y, box(map))) return "an edge";
      const over = covers.find((node) => node !== own && inside(x, y, box(node)));
      const other = over || (top.closest(".map-frame") ? null : top);
      return other && (other.id || String(other.className) || other.tagName);
    };
    const hidden = new Set();
    const share = function (rect, counts, own) {
      let all = 0, seen = 0;
      for (let step = 0; step < STEPS * STEPS; step += 1) {
        const x = rect.left + (rect.right - rect.left) * (step % STEPS + 0.5) / STEPS;
        const y = rect.top + (rect.bottom - rect.top) * (Math.floor(step / STEPS) + 0.5) / STEPS;
        if (!counts(x, y)) continue;
        const by = hider(x, y, own);
        if (by) hidden.add(by);
        all += 1;
        seen += !by;
      }
      return all ? seen / all : 0;
    };
    const territory = share(land, filled, null);
    const told = drawn(legend) ? share(box(legend), () => true, legend) : 0;
    return {
      territory,
      covers: [...hidden],
      legend: told,
      legendCut: [legend, ...legend.querySelectorAll("*")].some((node) => drawn(node) &&
        getComputedStyle(node).overflow !== "visible" && node.clientHeight > 2 &&
        node.scrollHeight > node.clientHeight + 1),
      width: land.right - land.left,
      height: land.bottom - land.top,
      map: [map.clientWidth, map.clientHeight],
      windowWidth: innerWidth,
      windowHeight: innerHeight,
      sideways: document.documentElement.scrollWidth - innerWidth,
    };
  }
"""
"""Shares of the territory and the legend that are seen without scrolling, and the sizes of things.

The territory is looked at on a grid of its drawing: a point counts when it is in the window, in the
map, and under nothing but what is drawn on the map.
"""

IN_SIGHT = """
  (selector) => {
    const node = document.querySelector(selector);
    if (!node || !node.checkVisibility({ visibilityProperty: true })) return false;
    const { left, top, right, bottom, width } = node.getBoundingClientRect();
    if (!width || left < -0.5 || top < -0.5) return false;
    return right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
  }
"""

TEXTS = """
  () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const sizes = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const parent = text.parentElement;
      if (!text.data.trim() || parent.closest("script, style, noscript, option")) continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { width, height } = range.getBoundingClientRect();
      const drawn = parent.getBoundingClientRect();
      if (width < 2 || height < 2 || drawn.width < 2 || drawn.height < 2) continue; // read aloud
      let scale = 1;
      if (parent instanceof SVGGraphicsElement) {
        const { a, b, c, d } = parent.getScreenCTM();
        scale = Math.sqrt(Math.abs(a * d - b * c));
      } else if (parent.offsetHeight > 9) {
        const ratio = drawn.height / parent.offsetHeight; // which is a whole number of pixels
        if (Math.abs(ratio - 1) > 0.06) scale = ratio;
      }
      const size = parseFloat(getComputedStyle(parent).fontSize) * scale;
      sizes.push([size, text.data.trim()]);
    }
    return sizes;
  }
"""
"""Every text on the page with its size as drawn, in pixels: an SVG's scale counts."""


CHOOSE = """
  ([id, value]) => {
    const control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event(control.type === "range" ? "input" : "change"));
  }
"""
TICK_AND_UNTICK = """
  () => document.querySelectorAll("input[type=checkbox]:enabled").forEach(function (box) {
    if (box.closest(".basemap-choice")) return; // it asks the IGN for its background, and says so
    box.click();
    box.click();
  })
"""

UNNAMED = """
  () => {
    const words = (node) => node.textContent.replace(/[\\u2010-]$/, "").trim();
    const lines = [...document.querySelectorAll(".leaflet-names-pane g")].map((name) =>
      [...name.querySelectorAll("text")].map((line) => line.textContent).join(" "));
    const key = [...document.querySelectorAll(".names-key li")].map(words);
    const discs = [...document.querySelectorAll(".leaflet-names-pane svg > text")].map(words);
    const zones = [...document.querySelectorAll("#geo-ent-zone option")].slice(1).map(words);
    const bare = (text) => text.replace(/[^\\p{L}\\p{N}]/gu, "");
    return zones.filter((zone) => !lines.some((line) => bare(line).startsWith(bare(zone))) &&
      !key.some((line, rank) => bare(line).includes(bare(zone)) && discs.includes(`${rank + 1}`)))
      .length;
  }
"""

FILLS = """
  () => Array.from(document.querySelectorAll(".leaflet-zones-pane path"),
    (path) => path.getAttribute("fill") || "")
"""


def first_screen(page: "Page") -> dict[str, Any]:
    """Measure what is seen of a page without scrolling.

    Parameters
    ----------
    page
        An open page of Playwright's, not scrolled.

    Returns
    -------
    dict
        `territory` and `legend`: the shares that are seen; `width` and `height` of the territory's
        drawing in pixels; `covers`: what hides some of it; `legendCut`: whether the legend scrolls.
    """
    measured: dict[str, Any] = page.evaluate(FIRST_SCREEN)
    return measured


def drawing_is_large(measured: dict[str, Any]) -> bool:
    """Say whether a territory is drawn as large as a reader needs.

    Half of the window's height, or on a phone 300 pixels wide. A territory that is much wider, or
    on a phone much higher, than its map can't be: it then takes as much of the map's other side as
    name, legend and buttons leave it.
    """
    wide, high = (measured[side] / full for side, full in zip(SIDES, measured["map"], strict=True))
    if measured["windowWidth"] <= PHONE_WINDOW:
        return bool(measured["width"] >= PHONE_DRAWING or high >= HALF_OF_THE_MAP)
    return bool(measured["height"] >= measured["windowHeight"] / 2 or wide >= MOST_OF_THE_MAP)


def small_texts(page: "Page") -> list[str]:
    """List the texts that are drawn smaller than 12 pixels, each with its size."""
    return [f"{size:.1f} px: {text}" for size, text in texts(page) if size < SMALLEST_TEXT - 0.05]


def smallest_text(page: "Page") -> float:
    """Give the size of the smallest text that is drawn, in pixels."""
    return min(size for size, _ in texts(page))


def texts(page: "Page") -> list[tuple[float, str]]:
    """List the texts that are drawn, each after its size in pixels."""
    sizes: list[tuple[float, str]] = page.evaluate(TEXTS)
    return sizes


def each_panel(page: "Page") -> "Iterator[str]":
    """Unfold all that folds, then open each of the toolbar's panels in turn; give what is open."""
    yield "as it opens"
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    yield "unfolded"
    for button in page.locator("#geo-ent-toolbar button[aria-expanded]").all():
        if button.is_visible():
            button.click()
            yield button.inner_text()
            page.keyboard.press("Escape")


def use(page: "Page") -> None:
    """Use all that the page has: each panel, each box, each choice, the search, the files."""
    for _ in each_panel(page):
        page.evaluate(TICK_AND_UNTICK)
    for choice in page.locator("select").all():
        identity = choice.get_attribute("id")
        for value in choice.locator("option").evaluate_all("all => all.map((o) => o.value)"):
            page.evaluate(CHOOSE, [identity, value])
    page.locator("#geo-ent-find").fill("ecole")
    page.locator("#geo-ent-find").press("Enter")
    for ending in ("CSV", "PNG"):
        with page.expect_download():
            page.get_by_role("button", name=ending).first.click()


def unnamed_zones(page: "Page") -> int:
    """Count the zones that neither a name nor a number on the map tells of, at overview.

    A number counts where the key beside or under the map has its line.
    """
    left: int = page.evaluate(UNNAMED)
    return left


def zones_by_class(page: "Page", level: str) -> list[int]:
    """Count the zones of each class of a level, as the map colours them, the largest first.

    Zones without a rate, which have a pattern, aren't counted.
    """
    page.evaluate(CHOOSE, ["geo-ent-level", level])
    fills: list[str] = page.evaluate(FILLS)
    counts = Counter(fill for fill in fills if not fill.startswith("url("))
    return sorted(counts.values(), reverse=True)
