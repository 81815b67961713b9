"""Finding, the table and the address of a view, in a real Chromium."""

import csv
import io

import acceptance
import browser
import pytest
from acceptance import eventually, plain, quiet, settled
from toyland import SIX, make_communes, make_schools

pytestmark = pytest.mark.browser


def found(page, typed):
    """Type in the box; give what the list offers."""
    page.locator("#geo-ent-find").fill(typed)
    return [plain(told) for told in page.locator("#geo-ent-found .found-name").all_inner_texts()]


def panel(page):
    """Read the name of what the panel shows."""
    return page.locator("#geo-ent-panel-name").inner_text()


def table(page):
    """Read the table's rows as they are written, its head first."""
    settled(page)
    rows = "rows => rows.map(row => Array.from(row.cells, cell => cell.textContent))"
    told = page.locator("#geo-ent-figures tr").evaluate_all(rows)
    return [[plain(cell) for cell in row] for row in told]


def test_the_words_of_a_choice_choose_it(toy):
    """A press on a label, or on the ground beside it, leaves open what it stands in."""
    page = toy.page
    for name in ("filters", "settings"):
        browser.unfold(page, name)
        box = page.locator(f"#geo-ent-{name} label:has(input[type=checkbox])").first
        was = box.locator("input").is_checked()
        size = box.bounding_box()
        page.mouse.click(size["x"] + size["width"] - 4, size["y"] + size["height"] / 2)
        assert box.locator("input").is_checked() is not was
        assert page.locator(f"#geo-ent-{name}").is_visible()
        page.locator(f"#geo-ent-{name}").click(position={"x": 3, "y": 3})
        assert page.locator(f"#geo-ent-{name}").is_visible()


def test_a_name_is_found_as_it_is_typed(toy):
    """Accents, case, hyphens, ligatures and St for Saint don't matter; a UAI finds its school."""
    page = toy.page
    assert found(page, "st etienne") == ["Saint-Étienne"]
    assert found(page, "SAINTE cecile") == ["Ste Cécile"]
    assert found(page, "oeuvres") == ["Œuvres"]
    assert found(page, "9500004d") == ["A"]
    assert found(page, "ouest") == ["Ouest"]
    assert found(page, "carre")[0] == "Carré"
    assert found(page, "nulle part") == []
    assert plain(page.locator("#geo-ent-find-count").inner_text()) == (
        "Rien pour « nulle part ». On trouve ici les écoles de ce territoire (Carré) et ses "
        "communes, par leur nom ou leur code."
    )
    assert quiet(toy) == []


def test_the_box_is_a_combobox(toy):
    """Arrows move in the list, which tells its active option; Escape closes, then empties."""
    page = toy.page
    box, options = page.locator("#geo-ent-find"), page.locator("#geo-ent-found li")
    found(page, "carre")
    assert box.get_attribute("aria-expanded") == "true"
    assert "16 résultats, les 12 premiers" in plain(
        page.locator(".find [role=status]").first.inner_text()
    )
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    box.press("ArrowUp")
    box.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    box.press("Escape")
    assert not page.locator("#geo-ent-found").is_visible()
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "carre"
    box.press("Escape")
    assert box.input_value() == ""


def test_choosing_a_zone_goes_to_it_whatever_its_level(toy):
    """The level changes with the choice, by the keyboard and by the pointer alike."""
    page = toy.page
    found(page, "carre 5")
    page.locator("#geo-ent-find").press("Enter")
    assert (page.locator("#geo-ent-level").input_value(), panel(page)) == ("commune", "Carré 5")
    found(page, "est")
    page.locator("#geo-ent-found li").filter(has_text="Circonscription").click()
    assert (page.locator("#geo-ent-level").input_value(), panel(page)) == ("circonscription", "Est")


def test_choosing_a_school_shows_it(toy):
    """A ring is drawn around it, its card is told; the view stays, at any date; leaving undoes."""
    page = toy.page
    found(page, "9500005e")
    page.locator("#geo-ent-find").press("Enter")
    card = page.locator("#geo-ent-card")
    assert panel(page) == "Carré"
    assert "UAI 9500005E" in plain(card.inner_text())
    assert page.locator(".leaflet-found-pane path").count() == 2
    assert eventually(page, RING_IS_SEEN)
    browser.choose_date(page, 0)
    assert "UAI 9500005E" in plain(card.inner_text())
    card.get_by_role("button", name="Fermer la fiche").click()
    assert card.inner_text() == ""
    assert page.locator(".leaflet-found-pane path").count() == 0
    assert panel(page) == "Carré"


RING_IS_SEEN = """
  () => {
    const box = (node) => node.getBoundingClientRect();
    const ring = box(document.querySelector(".leaflet-found-pane path"));
    const frame = box(document.querySelector("#map_geo_ent"));
    const [x, y] = [ring.x + ring.width / 2, ring.y + ring.height / 2];
    const far = Math.abs(x - frame.x - frame.width / 2) > frame.width / 4
      || Math.abs(y - frame.y - frame.height / 2) > frame.height / 4;
    const over = ["#geo-ent-legend", "#geo-ent-map-name", ".leaflet-control-zoom"];
    const under = over.map((name) => box(document.querySelector(name)))
      .some((one) => x > one.left && x < one.right && y > one.top && y < one.bottom);
    return !far && !under;
  }
"""


def test_another_zone_leaves_the_school(toy):
    """A school that the view no longer shows isn't marked any more."""
    page = toy.page
    found(page, "9500005e")
    page.locator("#geo-ent-find").press("Enter")
    page.locator("#geo-ent-zone").select_option(label="Ouest")
    assert page.locator("#geo-ent-card").inner_text() == ""
    assert "ecole=" not in page.evaluate("location.hash")


def test_the_table_follows_the_view(toy):
    """Level, date, indicator and filters change the rows; a part of few schools is marked."""
    page = toy.page
    first = table(page)
    assert first[0][:4] == ["Circonscription", "Part avec un ENT", "Avec un ENT", "Écoles"]
    assert first[1][:4] == ["Est", "50,0 %*", "1", "2"]
    assert first[2][:4] == ["Ouest", "25,0 %*", "1", "4"]
    assert first[-1][:4] == ["Ensemble", "33,3 %", "2", "6"]
    browser.choose_date(page, 0)
    assert table(page)[-1][:4] == ["Ensemble", "0,0 %", "0", "6"]
    browser.choose_date(page, 2)
    page.locator("#geo-ent-indicator").select_option("pupils_coverage_share")
    rows = table(page)
    assert rows[0][2:4] == ["Élèves d’une école avec un ENT", "Élèves"]
    assert rows[-1][1:4] == ["43,3 %", "130", "300"]
    page.locator("#geo-ent-level").select_option("commune")
    assert len(table(page)) == 11
    browser.unfold(page, "filters")
    page.locator(".filter-groups").get_by_label("Privée", exact=True).check()
    assert table(page)[-1][6] == "1"
    assert "écoles privées" in page.locator("#geo-ent-figures caption").inner_text()
    assert page.locator("#geo-ent-table").inner_text() == "Les chiffres par commune"


def test_the_table_is_sorted_from_its_head(toy):
    """A heading sorts, again the other way; the focus stays on it; what is not known comes last."""
    page = toy.page
    page.locator("#geo-ent-level").select_option("commune")
    settled(page)
    share = page.get_by_role("columnheader", name="Part avec un ENT").get_by_role("button")
    share.focus()
    page.keyboard.press("Enter")
    rows = table(page)[1:-1]
    assert [row[0] for row in rows][:3] == ["Carré 1", "Carré 9", "Carré 4"]
    assert {row[1] for row in rows[5:]} == {"–"}
    head = page.locator("#geo-ent-figures th[aria-sort]")
    assert head.evaluate_all("all => all.map(cell => cell.ariaSort)") == ["descending"]
    page.keyboard.press("Enter")
    assert [row[0] for row in table(page)[1:-1]][3:5] == ["Carré 1", "Carré 9"]
    assert head.evaluate_all("all => all.map(cell => cell.ariaSort)") == ["ascending"]
    assert page.evaluate("document.activeElement.textContent") == "Part avec un ENT"


def test_the_table_is_saved_for_a_spreadsheet(toy):
    """The file has a byte order mark, semicolons, decimal commas, and says what it must."""
    page = toy.page
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    data = saved.value.path().read_bytes()
    assert saved.value.suggested_filename == "ent-carre-circonscription-2023-06-30.csv"
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:6] == [
        "Code", "Circonscription", "Date", "Part avec un ENT (%)", "Avec un ENT", "Écoles",
    ]  # fmt: skip
    assert rows[2][:6] == ["A", "Ouest", "2023-06-30", "25", "1", "4"]
    assert rows[2][-1] == acceptance.SIMULATED
    page.locator("#geo-ent-level").select_option("departement")
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert ";33,33;" in saved.value.path().read_text(encoding="utf-8-sig")


def test_the_schools_of_no_zone_are_told(show):
    """The caption says how many only the last row has; the saved file, how many it lacks."""
    schools, zones, coverage = browser.page_inputs(make_communes(), make_schools(SIX))
    lost = schools.assign(
        commune_code=schools["commune_code"].where(schools.index != SIX[0][0], "")
    )
    coverage["commune"] = browser.coverage_of(lost, "commune", zones["commune"])
    page = show(acceptance.page_of((lost, zones, coverage))).page
    caption = page.locator("#geo-ent-figures caption")
    settled(page)
    assert "dernière ligne" not in caption.inner_text()
    page.locator("#geo-ent-level").select_option("commune")
    rows = table(page)
    assert rows[-1][3] == "6"
    assert sum(int(row[3]) for row in rows[1:-1]) == 5
    told = "1 école sur 6, sans commune, n’est comptée que dans la dernière ligne."
    assert told in plain(caption.inner_text())
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    text = plain(saved.value.path().read_text(encoding="utf-8-sig"))
    assert "1 école sur 6, sans commune, n’est dans aucune ligne de ce tableau." in text


def test_the_address_keeps_the_view(text, toy, show):
    """Opened again, the address shows the same; back and forward go through what was shown."""
    page = toy.page
    page.locator("#geo-ent-level").select_option("commune")
    page.locator("#geo-ent-indicator").select_option("rep_coverage_share")
    page.locator("#geo-ent-zone").select_option(label="Carré 5")
    browser.choose_date(page, 1)
    browser.unfold(page, "filters")
    page.locator(".filter-groups").get_by_label("Publique", exact=True).check()
    address = page.evaluate("location.hash")
    again = show(text, address=address).page
    for control in ("level", "indicator", "zone", "date"):
        selector = f"#geo-ent-{control}"
        assert again.locator(selector).input_value() == page.locator(selector).input_value()
    assert again.locator(".filter-groups input:checked").evaluate_all(
        "a => a.map(o => o.value)"
    ) == ["public"]
    page.go_back()
    assert eventually(page, "document.querySelector('#geo-ent-zone').value === ''")
    page.go_back()
    page.go_back()
    assert eventually(page, "document.querySelector('#geo-ent-level').value === 'circonscription'")
    page.go_forward()
    assert eventually(page, "document.querySelector('#geo-ent-level').value === 'commune'")
    assert quiet(toy) == []


@pytest.mark.parametrize(
    "address",
    [
        "#niveau=galaxie&indicateur=x&date=hier&zone=nulle&ecole=x&filtre-sector=lunaire",
        "#filtre-__proto__=x&niveau=__proto__&zone=constructor",
        "#%E0%A4%A&niveau=%00",
        "#geo-ent-table",
    ],
)
def test_an_address_that_tells_nothing_known_shows_the_first_view(text, show, address):
    """Unknown names and values are left aside without a complaint."""
    opened = show(text, address=address)
    assert opened.page.locator("#geo-ent-level").input_value() == "circonscription"
    assert panel(opened.page) == "Carré"
    assert quiet(opened) == []


def test_a_place_on_the_page_leaves_the_view_alone(toy):
    """Going to the table by its link keeps the chosen zone, and the address that tells it."""
    page = toy.page
    page.locator("#geo-ent-zone").select_option(label="Ouest")
    page.locator(".map-foot a[href='#geo-ent-table']").click()
    assert eventually(page, "location.hash.includes('zone=A')")
    assert panel(page) == "Ouest"
