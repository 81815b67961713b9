"""The page in a real Chromium: what it must be for everyone, in a frame and on a phone too."""

import re

import acceptance
import browser
import html5lib
import pytest
from acceptance import eventually, plain, quiet, settled
from accessibility import Axe
from toyland import SIX, make_communes, make_schools

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def text():
    """Toyland's page, with every indicator, three dates, filters and a contact."""
    return acceptance.page_of(browser.page_inputs(make_communes(), make_schools(SIX)))


def use(page):
    """Use every control that the page has, and leave a zone and a school chosen."""
    for control in ("indicator", "level"):
        values = page.locator(f"#geo-ent-{control} option").evaluate_all(
            "all => all.map(o => o.value)"
        )
        for value in values:
            page.locator(f"#geo-ent-{control}").select_option(value)
    browser.choose_date(page, 0)
    browser.unfold(page, "settings")
    browser.unfold(page, "filters")
    page.locator(".filter-groups input").first.check()
    page.locator(".filters button").first.click()
    page.locator("#geo-ent-find").fill("ecole 9500003C")
    page.locator("#geo-ent-find").press("Enter")
    page.locator("details.sharing summary").click()
    settled(page)
    page.locator("thead .sort").nth(1).click()
    page.locator(".zone-link").first.click()


def test_used_from_end_to_end_it_asks_nobody_for_anything(text, show):
    """Every control used and both files saved: no request leaves, the policy refuses nothing."""
    found = show(text, accept_downloads=True)
    use(found.page)
    for name in ("PNG", "CSV"):
        with found.page.expect_download():
            found.page.get_by_role("button", name=name).click()
    assert quiet(found) == []


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("opened", [False, True])
def test_axe_finds_no_fault(text, show, width, opened):
    """axe-core finds no fault at A, AA or best practice, as it is and with all of it unfolded."""
    found = show(text, width=width, bypass_csp=True)  # axe is a script that the policy refuses
    if opened:
        use(found.page)
        found.page.locator("#geo-ent-find").fill("carre")
    settled(found.page)
    assert faults_of(found.page) == []


def test_axe_finds_no_fault_in_a_frame(text, show, tmp_path):
    """Nor in the frame of another page, nor in that page because of it."""
    found = show(text, bypass_csp=True)
    frame = acceptance.frame_of(found, tmp_path, height=900)
    settled(frame)
    assert faults_of(frame) == []
    assert faults_of(found.page) == []


def faults_of(page):
    """Run axe-core on a page or a frame."""
    faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults]


def walked(page, most):
    """Press Tab from the page's top; give the marks of what was reached and how it showed."""
    seen = {}
    for _ in range(most):
        page.keyboard.press("Tab")
        mark, outline = page.evaluate(
            """() => {
              const node = document.activeElement;
              const style = getComputedStyle(node);
              const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              return [node === document.body ? null : node.dataset.control, drawn];
            }"""
        )
        if mark is None or mark in seen:
            return seen
        seen[mark] = outline
    pytest.fail("the focus goes round without end")


@pytest.mark.parametrize("opened", [False, True])
def test_the_keyboard_reaches_everything_and_leaves_it(text, show, opened):
    """Tab goes through every control once, always shows where it is, and leaves at the end."""
    found = show(text)
    settled(found.page)
    if opened:
        found.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found.page.locator("#geo-ent-zone").select_option(label="Ouest")
        settled(found.page)
        found.page.evaluate("document.activeElement.blur()")
    controls = found.page.evaluate(acceptance.CONTROLS)
    found.page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    seen = walked(found.page, len(controls) + 10)
    assert set(controls) - set(seen) == set()
    assert [mark for mark, outline in seen.items() if not outline] == []


def test_the_keyboard_alone_shows_every_zone(text, show):
    """Each zone is reached by the list's arrows and by its row; Escape goes back each time."""
    page = show(text).page
    zones = page.locator("#geo-ent-zone option").all_inner_texts()
    page.locator("#geo-ent-zone").focus()
    for name in zones[1:]:
        page.keyboard.press("ArrowDown")
        assert page.locator("#geo-ent-panel-name").inner_text() == name
    page.keyboard.press("Escape")
    assert page.locator("#geo-ent-panel-name").inner_text() == "Carré"
    settled(page)
    for index, name in enumerate(sorted(zones[1:])):
        page.locator(".zone-link").nth(index).focus()
        page.keyboard.press("Enter")
        assert page.locator("#geo-ent-panel-name").inner_text() == name
        assert page.evaluate("document.activeElement.id") == "geo-ent-panel"
        page.keyboard.press("Escape")
        assert page.locator("#geo-ent-panel-name").inner_text() == "Carré"
        settled(page)


SIZES = pytest.mark.parametrize(
    ("width", "height"), [(320, 800), (320, 256)], ids=["phone", "400%"]
)


@SIZES
def test_a_narrow_screen_loses_nothing(text, show, width, height):
    """At 320 pixels, and at 400 % of 1280: the same controls, and only the table goes sideways."""
    wide, narrow = show(text, width=1280), show(text, width=width, height=height)
    for found in (wide, narrow):
        use(found.page)
        settled(found.page)
    labels = (
        "() => Array.from(document.querySelectorAll('button, select, input, summary, h2, h3'))"
        ".filter(node => node.checkVisibility() && !node.matches('.more, .simulated summary'))"
        ".map(node => node.id || node.textContent)"
    )
    assert narrow.page.evaluate(labels) == wide.page.evaluate(labels)
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= width
    outside = narrow.page.evaluate(
        """() => Array.from(document.querySelectorAll("main *, header *, footer *"))
          .filter((node) => !node.closest(".scroller, .tools, .folium-map, .unseen, .copy-field"))
          .filter((node) => node.checkVisibility())
          .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
          .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert outside == []


def test_the_wheel_over_the_map_scrolls_the_page_around_the_frame(text, show, tmp_path):
    """In a frame as high as the page, a wheel over the map moves the page that holds it."""
    found = show(text, height=700)
    frame = acceptance.frame_of(found, tmp_path, height=6000)
    frame.locator("#map_geo_ent").scroll_into_view_if_needed()
    box = frame.locator("#map_geo_ent").bounding_box()
    before = found.page.evaluate("window.scrollY")
    zoom = frame.evaluate("map_geo_ent.getZoom()")
    found.page.mouse.move(box["x"] + 100, max(box["y"], 0) + 60)
    found.page.mouse.wheel(0, 300)
    assert eventually(found.page, "before => window.scrollY > before + 100", before)
    assert frame.evaluate("map_geo_ent.getZoom()") == zoom


def test_a_frame_leaves_the_history_of_the_page_around_it_alone(text, show, tmp_path):
    """What is chosen in a frame adds no step to the reader's way back."""
    found = show(text)
    frame = acceptance.frame_of(found, tmp_path, height=900)
    before = found.page.evaluate("history.length")
    frame.locator("#geo-ent-level").select_option("commune")
    frame.locator("#geo-ent-zone").select_option(label="Carré 5")
    assert frame.evaluate("location.hash.includes('zone=95005')")
    assert found.page.evaluate("history.length") == before


def test_a_school_with_two_solutions_counts_for_each(toy_communes, toy_schools, show):
    """Listed under both, kept by the filter of either; the list says how many have several."""
    schools, zones, coverage = browser.page_inputs(toy_communes, toy_schools)
    schools["solution"] = [("ONE", "NEO"), "", "", "", "", "ONE"]
    schools["status"] = ["school", "class", "none", "none", "unknown", "school"]
    page = show(acceptance.page_of((schools, zones, coverage))).page
    listed = page.locator("section[aria-labelledby=geo-ent-solutions]")
    assert [line for line in plain(listed.inner_text()).split("\n")[1:] if line] == [
        "ONE 2", "NEO 1", "1 école en a plusieurs et compte pour chacune.",
    ]  # fmt: skip
    browser.unfold(page, "filters")
    boxes = page.locator(".filter-groups input[name=solution]")
    values = boxes.evaluate_all("all => all.map(box => box.value)")
    assert values == ["NEO", "ONE", ""]
    for value, kept in (("NEO", 1), ("ONE", 2)):
        box = page.locator(f".filter-groups input[name=solution][value={value}]")
        box.check()
        assert plain(page.locator(".filter-told").inner_text()).startswith(f"{kept} école")
        assert page.evaluate("decodeURIComponent(location.hash)").count(value) == 1
        box.uncheck()


def test_classes_and_accounts_are_told(text, show):
    """5 and 2 of whole schools, 1 of some classes: 8 of 16; 214 of 300 accounts."""
    page = show(text).page
    told = plain(page.locator("#geo-ent-panel").inner_text())
    assert (
        "8 classes sur 16 (50,0 %) ont un ENT. Le nombre de classes de 1 école n’est pas connu."
        in told
    )
    assert "214 comptes activés sur 300 (71,3 %), dans 2 écoles." in told
    page.locator("#geo-ent-indicator").select_option("classes_coverage_share")
    settled(page)
    heads = plain(page.locator("#geo-ent-figures thead").inner_text())
    assert "Classes avec un ENT" in heads


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_is_valid_html(toy_communes, toy_schools, lang):
    """A strict parser finds no error; there is a language, a title, nothing after the body."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    text = acceptance.page_of(inputs, lang=lang)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text)
    assert parser.errors == []
    assert tree.get("lang") == lang
    assert tree.find("head/title").text.startswith("Les écoles et l’ENT")
    assert [node.tag for node in tree.iter("h1")] == ["h1"]
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert re.search(r"</script>\s*</body>\s*</html>\s*$", text)


def test_the_same_inputs_give_the_same_bytes(toy_communes, toy_schools):
    """Two pages of the same inputs are one."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    assert acceptance.page_of(inputs) == acceptance.page_of(inputs)


FRENCH = re.compile(
    r"\b(les?|des|du|aux?|une|est|sont|ont|sur|pour|dans|avec|sans|par|ou|et|selon|écoles?|élèves|"
    r"cartes?|chiffres|inconnue|toute?s?|cette|ces|ceux|qui|que|parts?|lien|copier)\b"
)
ENGLISH = re.compile(
    r"\b(the|of|and|with|by|for|from|is|are|isn|schools?|pupils?|map|figures|shares?|which|unknown|"
    r"whole|all|this|these|find|copy|link|download|without)\b"
)
TERMS_OF_ART = re.compile("écoles? numériques? (?:innovantes? et ruralité|2020)")
WORDS_SHOWN = """
  () => {
    const SAID = ["aria-label", "title", "placeholder", "alt", "aria-valuetext"];
    const spare = ".unseen, [role=status], option, summary";
    const said = (node) => SAID.map((name) => node.getAttribute(name));
    const nodes = Array.from(document.querySelectorAll("body *"));
    const told = nodes.flatMap(said).filter(Boolean);
    const hidden = Array.from(document.querySelectorAll(spare), (node) => node.textContent);
    return [document.body.innerText, document.title, ...told, ...hidden].join(" ");
  }
"""


@pytest.mark.parametrize(("lang", "foreign"), [("en", FRENCH), ("fr", ENGLISH)])
def test_a_page_speaks_one_language(toy_communes, toy_schools, show, lang, foreign):
    """Whatever is shown of it, a page has no word of the other language but terms of art."""
    schools, zones, coverage = browser.page_inputs(toy_communes, toy_schools)
    schools = schools.assign(name=[f"A{row}" for row in range(len(schools))], solution="")
    zones = {
        level: frame.assign(zone_name=[f"Z{row}" for row in range(len(frame))])
        for level, frame in zones.items()
    }
    plain_facts = dict.fromkeys(("title", "territory", "headline", "simulated"), "X")
    page = show(
        acceptance.page_of(
            (schools, zones, coverage), lang=lang, notes=(), sources=(), **plain_facts
        )
    ).page
    said = page.evaluate(WORDS_SHOWN)
    for indicator in page.locator("#geo-ent-indicator option").evaluate_all(
        "all => all.map(o => o.value)"
    ):
        page.locator("#geo-ent-indicator").select_option(indicator)
        settled(page)
        said += page.evaluate(WORDS_SHOWN)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    browser.unfold(page, "filters")
    for box in page.locator(".filter-groups input").all():
        box.check()
        said += page.evaluate(WORDS_SHOWN)
        box.uncheck()
    page.locator("#geo-ent-find").fill("A1")
    said += page.evaluate(WORDS_SHOWN)
    page.locator("#geo-ent-find").press("Enter")
    said += page.evaluate(WORDS_SHOWN)
    said = TERMS_OF_ART.sub("", plain(said).lower())
    assert set(foreign.findall(said)) == set()
    assert len(set(said.split())) > 150
