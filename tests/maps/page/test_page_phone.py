"""The page on a phone, in a low frame and at 200 %: the map is seen at once, nothing is lost."""

import acceptance
import browser
import pytest
from acceptance import eventually, quiet, settled
from axe_playwright_python.sync_playwright import Axe

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
OVER = """[...document.querySelectorAll("#geo-ent-legend li")].filter((row) => {
  const words = document.createRange();
  const edge = row.getBoundingClientRect().right + 0.5;
  return [...row.querySelectorAll("span")].some((part) => {
    words.selectNodeContents(part);
    return words.getBoundingClientRect().right > edge;
  });
}).map((row) => row.textContent)"""
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


def test_a_small_screen_folds_what_there_is_no_room_for(text, show):
    """The search and the indicator stay; a button shows the other choices, and hides them."""
    found = show(text, width=360, height=640)
    page = found.page
    more = page.get_by_role("button", name="Zone, date, filtres", exact=True)
    rest = ["#geo-ent-level", "#geo-ent-zone", "#geo-ent-date", "details.filters"]
    assert page.locator("#geo-ent-find").is_visible()
    assert page.locator("#geo-ent-indicator").is_visible()
    for shown in (False, True, False):
        assert more.get_attribute("aria-expanded") == str(shown).lower()
        assert [page.locator(choice).is_visible() for choice in rest] == [shown] * 4
        more.press("Enter")
    assert quiet(found) == []


def test_a_wide_screen_folds_no_choice(text, show):
    """Every choice is there, in a low frame too, and no button to show them."""
    for height in (900, 500):
        page = show(text, height=height).page
        assert not page.locator(".more").is_visible()
        assert page.locator("#geo-ent-zone").is_visible()


def test_the_fold_says_what_is_in_it(toy_communes, toy_schools, show):
    """With one date and schools that nothing tells apart, it has the zone alone."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    page = show(simplest(inputs), width=360).page
    assert page.locator(".more").inner_text() == "Zone, filtres"
    same = inputs[0].assign(status="none", solution="", nature="primaire", sector="public")
    page = show(simplest((same, *inputs[1:])), width=360).page
    assert page.locator(".more").inner_text() == "Zone"


def simplest(inputs):
    """Make the simplest page of some inputs."""
    return coverage_map(*inputs, facts=browser.facts()).html()


@pytest.mark.parametrize("width", [360, 600, 700, 800, 1024, 1200])
def test_no_word_of_the_legend_is_over_another(text, show, width):
    """At any width, each class and its count stay within their own row or column."""
    page = show(text, width=width, height=800).page
    assert page.locator("#geo-ent-legend li").count() >= 5
    level = page.locator("select").nth(1)
    offered = level.evaluate("box => [...box.options].map((choice) => choice.value)")
    assert "circonscription" in offered
    for name in offered:
        change = "(box, name) => { box.value = name; box.dispatchEvent(new Event('change')) }"
        level.evaluate(change, name)
        settled(page)
        assert page.evaluate(OVER) == [], name


def test_the_focus_is_never_lost_in_a_fold(text, show):
    """Leaving a zone gives the focus to the list of zones, or to the button that unfolds it."""
    page = show(text, width=360, height=640).page
    for unfolded, reached in ((False, "more"), (True, "geo-ent-zone")):
        if unfolded:
            browser.unfold(page)
        page.locator(".leaflet-zones-pane path").first.dispatch_event("click")
        page.get_by_role("button", name="Tout le territoire").click()
        focused = "document.activeElement.id || document.activeElement.className"
        assert page.evaluate(focused) == reached


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
    """With both folds closed, then open, axe-core finds nothing at A, AA or best practice."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    text = acceptance.page_of(inputs, lang=lang, simulated=SENTENCE)
    page = show(text, width=360, height=640, bypass_csp=True).page
    settled(page)
    for _ in range(2):
        faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
        assert [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in faults] == []
        page.locator(UNFOLDS).click()
        browser.unfold(page)


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


SHEETS = [(name, "maps") for name in ("page", "banner", "share", "gaps")]


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
