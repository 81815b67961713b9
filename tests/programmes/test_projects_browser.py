"""The page of programmes in a real Chromium: years, filters, table, keyboard, readers."""

import acceptance
import projects
import pytest
from acceptance import plain, quiet
from accessibility import Axe

pytestmark = pytest.mark.browser

NAME = "#geo-ent-map-name"
LINES = "() => [...document.querySelectorAll('.programme .school-name')].map(n => n.textContent)"
FILLS = """() => [...document.querySelectorAll('.leaflet-zones-pane path.leaflet-interactive')]
  .map(node => node.getAttribute('fill'))"""
NOTE_YEARS = f"""() => {{
  window.years = [];
  const note = () => window.years.push(document.getElementById("geo-ent-year").value);
  new MutationObserver(note).observe(document.querySelector("{NAME}"), {{ childList: true }});
}}"""
SHOWN = ".map-mark:not([hidden]) .mark-label:not([hidden])"
LABELS = f"() => [...document.querySelectorAll('{SHOWN}')].map(node => node.textContent.trim())"
ROOMS = f"""() => [...document.querySelectorAll('{SHOWN}')]
  .map(node => node.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"""


@pytest.fixture(scope="module")
def text():
    """The page of the small table."""
    return projects.page()


def faults_of(page):
    """Run axe-core on a page."""
    faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults]


def go(found, year):
    """Move the slider to a year."""
    found.page.locator("#geo-ent-year").fill(str(year))


def test_it_begins_with_all_that_is_known(text, show):
    """The last year is shown: both programmes, in the order of their first figure."""
    found = show(text)
    assert found.page.locator(NAME).text_content() == "Programmes connus en 2016 : 2"
    assert found.page.evaluate(LINES) == [
        "ENT du Nord", "Toutatice à l’école", "Le premier degré en France",
    ]  # fmt: skip


def test_each_year_shows_what_was_known_then(text, show):
    """2012 has the frame alone; 2013 the Nord without a solution; 2015 with ONE and its rate."""
    found = show(text)
    go(found, 2012)
    assert found.page.locator(NAME).text_content() == "Programmes connus en 2012 : 0"
    assert found.page.evaluate(LINES) == ["Le premier degré en France"]
    assert found.page.evaluate(FILLS) == []
    go(found, 2013)
    grey = found.page.evaluate(FILLS)
    assert len(grey) == 1
    go(found, 2015)
    assert len(found.page.evaluate(FILLS)) == 2
    assert grey[0] not in found.page.evaluate(FILLS)
    assert "Nord63 % des classes" in map(plain, found.page.evaluate(LABELS))


def test_two_solutions_at_once_are_stripes_and_two_signs(text, show):
    """In 2016 the académie has two solutions: a pattern of both tints, two signs beside it."""
    found = show(text, address="#annee=2015")
    assert not any(fill.startswith("url") for fill in found.page.evaluate(FILLS))
    go(found, 2016)
    assert [fill for fill in found.page.evaluate(FILLS) if fill.startswith("url(#geo-ent-stripes")]
    assert found.page.locator("#geo-ent-patterns pattern rect").count() == 2
    marks = found.page.locator(".map-mark", has_text="Rennes").first
    assert marks.locator("svg.mark").count() == 2


def test_years_that_have_figures_are_buttons_and_run(text, show):
    """A button for each; the one of the view is pressed; the years run from the first and stop."""
    found = show(text)
    years = found.page.locator("button.year")
    assert years.all_text_contents() == ["2012", "2013", "2014", "2015", "2016"]
    assert years.nth(4).get_attribute("aria-pressed") == "true"
    years.nth(1).click()
    assert found.page.locator("#geo-ent-year").input_value() == "2013"
    assert years.nth(4).get_attribute("aria-pressed") == "false"
    found.page.evaluate(NOTE_YEARS)
    found.page.locator("#geo-ent-play").click()
    stopped = "document.getElementById('geo-ent-play').textContent === 'Dérouler'"
    assert acceptance.eventually(found.page, stopped)
    assert list(dict.fromkeys(found.page.evaluate("window.years"))) == ["2014", "2015", "2016"]


def test_a_programme_tells_what_was_published_till_then(text, show):
    """Chosen in the list: its facts, figures and remark; what comes later is a button to it."""
    found = show(text, address="#annee=2015")
    found.page.locator(".programme").first.click()
    panel = found.page.locator("#geo-ent-panel")
    said = plain(panel.inner_text())
    for words in ("ENT du Nord", "ONE", "Département du Nord", "classe", "63 %", "20 700",
                  "Publiques seulement.", "La Gazette"):  # fmt: skip
        assert words in said
    assert found.page.evaluate("document.activeElement.id") == "geo-ent-panel-name"
    assert found.page.evaluate("location.hash") == "#annee=2015&programme=nord"
    found.page.locator("#geo-ent-panel .back").click()
    found.page.locator(".programme").nth(1).click()
    later = panel.locator(".later button")
    assert later.all_text_contents() == ["2016"]
    later.click()
    assert "400" in panel.inner_text()
    assert panel.locator(".later").count() == 0


def test_what_was_published_before_is_folded(text, show):
    """The newest date is shown; the one before it opens under a line that counts the dates."""
    found = show(text, address="#annee=2016&programme=nord")
    older = found.page.locator("#geo-ent-panel details.earlier")
    assert plain(older.locator("summary").inner_text()) == "Publié auparavant (1 date)"
    assert not older.get_by_text("Lancement").is_visible()
    older.locator("summary").click()
    assert older.get_by_text("Lancement").is_visible()


def test_on_a_phone_each_row_is_a_block_that_names_its_cells(text, show):
    """No cell is out of sight at 360 px; what is empty isn't there; it still is a table."""
    found = show(text, width=360)
    row = found.page.locator("table.programmes-table tbody tr").nth(1)
    for cell in row.locator("th, td").all():
        box = cell.bounding_box()
        assert box is None or box["x"] + box["width"] <= 360
    assert row.locator("td.solution").is_hidden()
    assert found.page.get_by_role("row").count() == 8
    found.page.get_by_role("button", name="Date").click()
    assert found.page.locator("[aria-sort]").inner_text() == "Date"


def test_escape_leaves_the_programme(text, show):
    """The list is back, and the address tells the year alone."""
    found = show(text, address="#annee=2014&programme=rennes")
    assert found.page.locator("#geo-ent-panel-name").text_content() == "Toutatice à l’école"
    found.page.keyboard.press("Escape")
    assert found.page.locator("#geo-ent-panel-name").text_content() == "En 2014"
    assert found.page.evaluate("location.hash") == "#annee=2014"


def test_an_address_that_says_nothing_true_is_put_right(text, show):
    """A year out of the table is the nearest of it; an unknown programme is none."""
    found = show(text, address="#annee=1789&programme=<b>")
    assert found.page.locator("#geo-ent-panel-name").text_content() == "En 2012"
    assert quiet(found) == []


def test_filters_act_on_the_map_the_list_and_the_table(text, show):
    """Without ONE the Nord goes, the académie keeps its other one; without communes, Rennes."""
    found = show(text)
    boxes = found.page.locator("#geo-ent-filters label")
    boxes.filter(has_text="ONE").locator("input").uncheck()
    assert found.page.locator(NAME).text_content() == "Programmes connus en 2016 : 1"
    assert not any(fill.startswith("url") for fill in found.page.evaluate(FILLS))
    rows = found.page.locator("table.programmes-table tbody tr:visible")
    assert rows.count() == 5
    boxes.filter(has_text="Commune").locator("input").uncheck()
    assert rows.count() == 4
    assert found.page.locator("#geo-ent-table-line").text_content().startswith("4 lignes sur 7")
    boxes.filter(has_text="ONE").locator("input").check()
    assert rows.count() == 6


def test_the_legend_counts_the_programmes_of_the_year(text, show):
    """In 2013 nobody tells a solution; in 2016 ONE is of both programmes."""
    found = show(text, address="#annee=2013")
    label = found.page.locator("#geo-ent-filters label")
    assert label.filter(has_text="ONE").inner_text().endswith("(0)")
    assert label.filter(has_text="non précisée").inner_text().endswith("(1)")
    go(found, 2016)
    assert label.filter(has_text="ONE").inner_text().endswith("(2)")


def test_the_table_sorts_by_any_column(text, show):
    """Dates as dates, texts as French texts; what is empty comes last both ways."""
    found = show(text)
    column = "all => all.map(row => row.cells[{}].textContent)"
    body = found.page.locator("table.programmes-table tbody tr")
    heads = found.page.locator("table.programmes-table thead button")
    heads.nth(2).click()
    assert body.evaluate_all(column.format(2))[:2] == ["2012", "2013"]
    heads.nth(2).click()
    assert body.evaluate_all(column.format(2))[0] == "1er septembre 2016"
    assert found.page.locator("[aria-sort]").get_attribute("aria-sort") == "descending"
    for _ in range(2):
        heads.nth(3).click()
        assert body.evaluate_all(column.format(3))[-1] == ""


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("address", ["", "#annee=2016&programme=rennes"])
def test_axe_finds_no_fault(text, show, width, address):
    """axe-core finds no fault at A, AA or best practice, with a programme chosen too."""
    found = show(text, width=width, address=address, bypass_csp=True)
    found.page.locator("#geo-ent-filters input").first.uncheck()
    assert faults_of(found.page) == []


def test_it_asks_nobody_for_anything(text, show):
    """Used from end to end, no request leaves and the policy refuses nothing."""
    found = show(text)
    for year in (2012, 2015, 2016):
        go(found, year)
    found.page.locator(".programme").first.click()
    found.page.locator(".leaflet-control-zoom-in").click()
    found.page.locator("#geo-ent-map").hover()
    found.page.locator("table.programmes-table thead button").first.click()
    assert quiet(found) == []


def test_every_control_is_reached_by_tab(text, show):
    """The Tab key goes through all of them, and each shows that it has the focus."""
    found = show(text)
    controls = set(found.page.evaluate(acceptance.CONTROLS))
    seen = set()
    for _ in range(len(controls) + 5):
        found.page.keyboard.press("Tab")
        seen.add(found.page.evaluate("document.activeElement.dataset.control"))
    assert controls - seen == set()


def test_in_a_frame_it_tells_its_height_and_has_no_fault(text, show, tmp_path):
    """The page around is told how tall it is; axe-core finds no fault in the frame."""
    found = show(text, bypass_csp=True)
    found.page.add_init_script(
        "addEventListener('message', event => { window.told = event.data; })"
    )
    frame = acceptance.frame_of(found, tmp_path, height=900)
    assert acceptance.eventually(found.page, "window.told && window.told.height > 900")
    assert faults_of(frame) == []


def test_a_narrow_page_has_nothing_beside(text, show):
    """At 320 px the page doesn't scroll sideways, whatever is chosen."""
    found = show(text, width=320, address="#annee=2016&programme=nord")
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_labels_stay_in_the_map_and_apart(text, show):
    """No label leaves the map's frame or lies over another, at either width."""
    for width in (1200, 360):
        found = show(text, width=width)
        frame = found.page.locator("#geo-ent-map").bounding_box()
        rooms = found.page.evaluate(ROOMS)
        assert len(rooms) >= 2
        for left, _, right, _ in rooms:
            assert left >= frame["x"] - 1
            assert right <= frame["x"] + frame["width"] + 1
        for at, one in enumerate(rooms):
            for other in rooms[at + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0]
                assert apart or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


def test_hostile_text_is_text(show):
    """What is put in any field is read on the page as it was written, and runs nothing."""
    import browser

    text = " ".join(browser.HOSTILE)
    fields = dict.fromkeys(
        ("name", "place", "solution", "carrier", "carrier_kind", "unit", "subject", "printed",
         "title", "publisher", "remark"), text,
    )  # fmt: skip
    row = projects.figure(projects.NORD | {"programme": "x"}, "2016", "", "") | fields
    found = show(projects.page(row), address="#programme=x")
    assert "<img src=x onerror=alert(1)>" in found.page.locator("#geo-ent-panel").inner_text()
    assert quiet(found) == []


def test_without_a_script_the_table_is_whole(text, chromium, tmp_path):
    """The notice says so, every row is there, and nothing that needs a script is shown."""
    at = tmp_path / "page.html"
    at.write_text(text, encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at.as_uri())
    assert page.locator("table.programmes-table tbody tr:visible").count() == 7
    assert page.locator(".without-script").is_visible()
    assert page.locator("#geo-ent-map").is_hidden()
    context.close()
