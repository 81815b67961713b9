"""The page on a phone, in a low frame and at 200 %: the map is seen at once, nothing is lost."""

import acceptance
import browser
import pytest
from acceptance import eventually, quiet, settled
from accessibility import Axe

from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.page.page_script import asset, joined_style
from geo_ent.programmes.programmes_page import projects_page
from geo_ent.programmes.published_figures import read_programmes
from geo_ent.telling.language import language

pytestmark = pytest.mark.browser

SENTENCE = (
    "Les écoles, leurs noms, leurs emplacements, leurs circonscriptions et la situation de chacune "
    "sont simulés. Sont publiés par l’académie les nombres d’écoles, d’écoles avec ENT et, parmi "
    "celles-ci, d’élémentaires et de primaires, par département et pour l’académie."
)
TOP = "document.getElementById('map_geo_ent').getBoundingClientRect().top + scrollY"
BANNER = "document.querySelector('.simulated').getBoundingClientRect().height"
TOLD = ".simulated p"
OVER = """(() => {
  const seen = [".class-bars b", ".class-ends > span", "li.special > span"]
    .flatMap((each) => [...document.querySelectorAll(`#geo-ent-legend ${each}`)])
    .map((node) => {
      const words = document.createRange();
      words.selectNode(node.firstChild); // what only a screen reader is told has no place
      return { told: node.textContent, box: words.getBoundingClientRect() };
    });
  const edge = document.querySelector("#geo-ent-legend").getBoundingClientRect();
  const apart = (one, other) => one.right <= other.left || other.right <= one.left
    || one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
  return seen.flatMap(({ told, box }, index) => [
    ...(box.right > edge.right + 1 || box.left < edge.left - 1 ? [`${told} is out`] : []),
    ...seen.slice(0, index).filter((one) => !apart(one.box, box)).map((one) => [told, one.told]),
  ]);
})()"""
UNFOLDS = ".simulated summary"


@pytest.fixture
def long_text(toy_communes, toy_schools):
    """Toyland's page under the longest of heads: simulated, with a title as the demo's."""
    return acceptance.page_of(
        browser.page_inputs(toy_communes, toy_schools),
        simulated=SENTENCE,
        title="Les ENT dans les écoles de l’académie de Nancy-Metz",
    )


@pytest.mark.parametrize(
    ("width", "height", "most"),
    [(360, 640, 500), (320, 640, 560), (768, 1024, 600), (700, 600, 420), (1000, 600, 450)],
    ids=["phone", "small phone", "tablet", "frame", "wide frame"],
)
def test_the_map_is_on_the_first_screen(long_text, show, width, height, most):
    """Under a long warning and a long title, the map begins where a reader sees it."""
    page = show(long_text, width=width, height=height).page
    assert page.evaluate(TOP) <= most


def test_a_phone_says_in_one_line_that_data_is_simulated(long_text, show):
    """One line, seen at once; a tap or a key unfolds the whole sentence, and folds it again."""
    found = show(long_text, width=360, height=640)
    page = found.page
    assert page.evaluate(BANNER) <= 48
    assert page.locator(UNFOLDS).inner_text() == "Données simulées. Voir lesquelles"
    assert not page.locator(TOLD).is_visible()
    page.locator(UNFOLDS).click()
    assert page.locator(TOLD).inner_text() == SENTENCE
    page.locator(UNFOLDS).press("Enter")
    assert not page.locator(TOLD).is_visible()
    assert quiet(found) == []


def test_a_wide_screen_says_it_whole(long_text, show):
    """Nothing to unfold where there is room: the sentence is there, after its first words."""
    page = show(long_text).page
    assert page.locator(TOLD).inner_text() == f"Données simulées. {SENTENCE}"
    assert not page.locator(UNFOLDS).is_visible()


@pytest.mark.parametrize("opened", [False, True])
def test_paper_says_it_whole(long_text, show, opened):
    """Printed from a phone, folded or not, the sentence is on the sheet and the folds aren't."""
    page = show(long_text, width=360, height=640).page
    if opened:
        page.locator(UNFOLDS).click()
    page.emulate_media(media="print")
    assert page.locator(TOLD).inner_text() == f"Données simulées. {SENTENCE}"
    assert not page.locator(UNFOLDS).is_visible()


def test_without_javascript_the_sentence_unfolds(long_text, chromium, tmp_path):
    """The browser folds and unfolds by itself: no script is needed."""
    at = tmp_path / "page.html"
    at.write_text(long_text, encoding="utf-8")
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 640}
    )
    page = context.new_page()
    page.goto(at.as_uri())
    assert not page.locator(TOLD).is_visible()
    page.locator(UNFOLDS).click()
    assert page.locator(TOLD).inner_text() == SENTENCE
    context.close()


def test_real_data_has_nothing_to_warn_of(toy_communes, toy_schools, show):
    """Without a sentence there is no strip at all."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    page = show(acceptance.page_of(inputs, simulated=None), width=360).page
    assert page.locator(".simulated").count() == 0


BOTTOM = "innerHeight - document.querySelector('#geo-ent-dates').getBoundingClientRect().bottom"


def test_what_a_phone_opens_lies_over_the_foot_of_the_screen(text, show):
    """One opens at a time; the map stays where it was; Escape closes and gives the focus back."""
    found = show(text, width=360, height=640)
    page = found.page
    top = page.evaluate(TOP)
    for name in ("dates", "filters", "settings"):
        button = page.locator(f"#geo-ent-{name}-button")
        button.press("Enter")
        assert page.locator(".popover:not([hidden])").count() == 1
        assert button.get_attribute("aria-expanded") == "true"
        assert page.evaluate(TOP) == top
    browser.unfold(page, "dates")
    assert page.evaluate(BOTTOM) == pytest.approx(0, abs=1)
    page.locator("#geo-ent-date").press("Escape")
    assert page.locator(".popover:not([hidden])").count() == 0
    assert page.evaluate("document.activeElement.id") == "geo-ent-dates-button"
    assert quiet(found) == []


@pytest.mark.parametrize("width", [1200, 800, 360])
def test_what_the_toolbar_opens_pushes_nothing_away(text, show, width):
    """Found names, dates, filters and settings lie over what was there, within the window."""
    page = show(text, width=width).page
    top = page.evaluate(TOP)
    page.locator("#geo-ent-find").fill("carre")
    assert page.locator("#geo-ent-found").is_visible()
    assert page.evaluate(TOP) == top
    page.locator("#geo-ent-find").press("Escape")
    for name in ("dates", "filters", "settings"):
        browser.unfold(page, name)
        box = page.locator(f"#geo-ent-{name}").bounding_box()
        assert page.evaluate(TOP) == top
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.locator("h1").click()
    assert page.locator(".popover:not([hidden])").count() == 0


def test_the_toolbar_has_only_what_there_is_to_choose(toy_communes, toy_schools, show):
    """With one date there is no slider; of schools that nothing tells apart, no filter."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    same = inputs[0].assign(status="none", solution="", nature="primaire", sector="public")
    for given, there in ((inputs, ["filters", "settings"]), ((same, *inputs[1:]), ["settings"])):
        page = show(simplest(given), width=360).page
        buttons = page.locator(".tool-button").evaluate_all("all => all.map(b => b.id)")
        assert buttons == [f"geo-ent-{name}-button" for name in there]


def simplest(inputs):
    """Make the simplest page of some inputs."""
    return coverage_map(*inputs, facts=browser.facts()).html()


@pytest.mark.parametrize("width", [360, 600, 700, 800, 1024, 1200])
def test_no_word_of_the_legend_is_over_another(text, show, width):
    """At any width, counts, bounds and the names of special classes stay apart and within it."""
    page = show(text, width=width, height=800).page
    assert page.locator("#geo-ent-legend .class-list li").count() >= 4
    level = page.locator("#geo-ent-level")
    offered = level.evaluate("box => [...box.options].map((choice) => choice.value)")
    assert "circonscription" in offered
    for name in offered:
        change = "(box, name) => { box.value = name; box.dispatchEvent(new Event('change')) }"
        level.evaluate(change, name)
        settled(page)
        assert page.evaluate(OVER) == [], name


def test_leaving_a_zone_gives_the_focus_to_the_list_of_zones(text, show):
    """The button that was pressed is gone with the zone: one goes on from the list."""
    page = show(text, width=360, height=640).page
    page.locator(".leaflet-zones-pane path").first.dispatch_event("click")
    page.get_by_role("button", name="Tout le territoire").click()
    assert page.evaluate("document.activeElement.id") == "geo-ent-zone"


def test_a_name_stays_beside_its_figures(text, show):
    """On a phone the table goes sideways under its names; its caption is read without that."""
    page = show(text, width=360, height=640).page
    settled(page)
    page.evaluate("document.getElementById('geo-ent-figures').scrollLeft = 200")
    assert eventually(page, "document.getElementById('geo-ent-figures').scrollLeft > 100")
    for part in ("tbody th", "thead th", "tfoot th", "caption"):
        box = page.locator(f"#geo-ent-figures {part}").first.bounding_box()
        assert box["x"] >= 15, part
        assert box["x"] + box["width"] <= 345, part


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_no_fault_folded_or_not(toy_communes, toy_schools, show, lang):
    """With all closed, then each opened, axe-core finds nothing at A, AA or best practice."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    text = acceptance.page_of(inputs, lang=lang, simulated=SENTENCE)
    page = show(text, width=360, height=640, bypass_csp=True).page
    settled(page)
    for opened in (None, "dates", "filters", "settings"):
        if opened:
            browser.unfold(page, opened)
        faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
        assert [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in faults] == []
        page.locator(UNFOLDS).click()


@pytest.mark.parametrize("width", [320, 360])
def test_no_name_of_a_programme_is_under_the_zoom_buttons(show, width):
    """On the national map each label that is shown is read whole; some are, all the same."""
    page = show(projects_page(read_programmes(), language("fr")), width=width, height=640).page
    boxes = """selector => Array.from(document.querySelectorAll(selector), node => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return [left, top, right, bottom];
    })"""
    (zoom,) = page.evaluate(boxes, ".leaflet-control-zoom")
    labels = page.evaluate(boxes, ".map-mark:not([hidden]) .mark-label:not([hidden])")
    assert len(labels) >= 5
    under = [b for b in labels if b[0] < zoom[2] and zoom[0] < b[2] and b[1] < zoom[3]]
    assert [box for box in under if zoom[1] < box[3]] == []


SHEETS = [(name, "maps") for name in ("page", "banner", "share", "gaps", "first_screen")]


@pytest.mark.parametrize(("name", "room"), [*SHEETS, ("programmes", "programmes")])
def test_a_shorter_style_sheet_is_the_same_to_a_browser(chromium, name, room):
    """Room taken out of a style sheet changes none of the rules that a browser reads in it."""
    page = chromium.new_page()
    rules = """text => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return Array.from(sheet.cssRules, rule => rule.cssText);
    }"""
    whole = asset(f"{name}.css", room)
    short = joined_style(whole)
    assert page.evaluate(rules, short) == page.evaluate(rules, whole) != []
    assert len(short) < 0.95 * len(whole)
    page.close()
