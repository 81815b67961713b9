"""The layers of gaps in a real Chromium: off at first, drawn when asked, read by everyone."""

from dataclasses import replace

import acceptance
import browser
import gaps_page
import pytest
from acceptance import eventually, open_sharing, plain, quiet, settled
from accessibility import Axe
from toyland import SIX, make_communes, make_schools

from geo_ent.indicators.gaps.clusters import clusters
from geo_ent.indicators.gaps.ranked_schools import gaps
from geo_ent.telling.gaps.gap_reasons import with_reasons
from geo_ent.telling.gaps.gap_sentences import with_sentences
from geo_ent.telling.language import language

pytestmark = pytest.mark.browser

AREAS = ".leaflet-gaps-pane path[fill^='url']"
CIRCLES = ".leaflet-gaps-pane path[stroke-dasharray]"
RINGS = ".leaflet-gap-schools-pane path"
LISTS = "details.gaps .gap-list"


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland with all that gaps need."""
    return gaps_page.toy(toy_communes, toy_schools)


@pytest.fixture
def layer(toy_communes, inputs):
    """Toyland's gaps: two rural schools, one white area, one group."""
    return gaps_page.layer_of(toy_communes, inputs[0])


@pytest.fixture(scope="module")
def text():
    """Toyland's page with its gaps."""
    communes = make_communes()
    inputs = gaps_page.toy(communes, make_schools(SIX))
    return gaps_page.page_of(inputs, gaps_page.layer_of(communes, inputs[0]))


@pytest.fixture
def land(toy_communes):
    """The page of sixty schools with gaps enough for a choice of how many."""
    return gaps_page.many(toy_communes)


def open_group(page):
    """Unfold the group of boxes."""
    page.locator("details.gaps > summary").click()
    return page


def summary(page):
    """Read what the group says before it is opened, on one line."""
    return " ".join(plain(page.locator("details.gaps > summary").inner_text()).split())


def tick(page, *names):
    """Tick layers by the value of their boxes, and no other: opening the group has ticked one."""
    for box in page.locator("details.gaps input[type=checkbox]").all():
        box.set_checked(box.input_value() in names)


def names(page, name):
    """Read the names in a layer's list."""
    part = page.locator(".gap-part", has=page.locator(f"input[value={name}]"))
    return [plain(told) for told in part.locator(".gap-link").all_inner_texts()]


def legend(page):
    """Read the legend's rows for the layers."""
    return [plain(row) for row in page.locator("#geo-ent-gaps-legend li").all_inner_texts()]


def test_the_layers_are_off_at_first(text, show):
    """Nothing is drawn or listed, the group is folded, the address says nothing of it."""
    found = show(text)
    page = found.page
    assert page.locator("details.gaps").get_attribute("open") is None
    assert page.locator("details.gaps input:checked").count() == 0
    assert page.locator(f"{AREAS}, {CIRCLES}, {RINGS}").count() == 0
    assert page.locator(f"{LISTS} li").count() == 0
    assert not page.locator("#geo-ent-gaps-legend").is_visible()
    assert "couches" not in page.evaluate("location.hash")
    assert quiet(found) == []


def test_a_page_without_gaps_has_no_group(inputs, show):
    """Nor has one whose gaps say nothing; one that has notes alone tells them."""
    for layer in (None, gaps_page.Gaps()):
        page = show(gaps_page.page_of(inputs, layer)).page
        assert page.locator("details.gaps, #geo-ent-gaps-legend, .leaflet-gaps-pane").count() == 0
    page = show(gaps_page.page_of(inputs, gaps_page.Gaps(notes=("Rien à montrer.",)))).page
    assert open_group(page).locator("details.gaps li").inner_text() == "Rien à montrer."
    assert summary(page) == "Zones blanches et écoles à équiper"
    assert page.locator("details.gaps input").count() == 0


def test_each_layer_is_drawn_and_told(text, layer, inputs, show):
    """Areas, circles and rings are as many as Python's tables have; legend and lists say them."""
    found = show(text)
    page = open_group(found.page)
    tick(page, "areas", "clusters", "schools")
    assert page.locator(AREAS).count() == len(layer.white_areas) == 1
    assert page.locator(CIRCLES).count() == 1
    assert page.locator(RINGS).count() == 2 * len(layer.ranks)  # a ring and its white casing
    assert legend(page) == [
        "1 zone blanche",
        "Les 2 écoles à regarder d’abord",
        "1 regroupement d’écoles sans ENT",
    ]
    assert names(page, "areas") == ["Carré 5 et alentours"]
    assert names(page, "schools") == list(inputs[0]["name"][layer.ranks.index])
    said = plain(page.locator("details.gaps").inner_text())
    assert "2 communes · 3 écoles (1 avec un ENT dans certaines classes) · 130 élèves" in said
    assert "Carré 4, Carré 5" in said
    assert all(plain(reasons) in said for reasons in layer.ranks["reasons"])
    assert "Une note sur les zones." in said
    page.locator("details.gaps input[value=areas]").uncheck()
    assert page.locator(AREAS).count() == 0
    assert names(page, "areas") == []
    assert legend(page)[-1].startswith("1 regroupement")
    assert quiet(found) == []


COVERED = """([lat, lon]) => {
  const at = map_geo_ent.latLngToContainerPoint([lat, lon]);
  const box = document.querySelector("#map_geo_ent").getBoundingClientRect();
  const path = document.querySelector(".leaflet-gaps-pane path[fill^='url']");
  const svg = path.ownerSVGElement.getBoundingClientRect();
  const view = path.ownerSVGElement.viewBox.baseVal;
  const x = box.x + at.x - svg.x + view.x;
  const y = box.y + at.y - svg.y + view.y;
  return path.isPointInFill(new DOMPoint(x, y));
}"""


@pytest.mark.parametrize("levels", [None, ["circonscription"]])
def test_an_area_covers_its_communes_and_no_other(inputs, layer, show, levels):
    """Drawn by its communes, or by its rings where the page has none, it holds their middles."""
    page = show(gaps_page.page_of(inputs, layer, levels=levels), address="#couches=blanches").page
    middles = inputs[1]["commune"].representative_point()
    inside = [code for code, at in middles.items() if page.evaluate(COVERED, [at.y, at.x])]
    assert inside == ["95004", "95005"]


def test_the_sentence_is_pythons(toy_communes, show):
    """The page tells a group's chance as `telling` does, last and folded, and not in its row."""
    inputs, _ = gaps_page.many(toy_communes)
    schools = inputs[0].assign(commune_name=inputs[0]["commune_code"].map(toy_communes["name"]))
    table = clusters(schools, level=1, unknown=True, simulations=99).table
    assert len(table)
    found = show(gaps_page.page_of(inputs, gaps_page.Gaps(clusters=table)))
    tick(open_group(found.page), "clusters")
    rows = [plain(text) for text in found.page.locator(".gap-list .about").all_inner_texts()]
    assert [told.replace(",", ".") for told in rows] == [
        f"{row.without_n} écoles sans ENT sur {row.schools_n}. "
        + (f"dans un rayon de {row.radius_km:.1f} km" if row.radius_km else "à un même endroit")
        for row in table.itertuples()
    ]
    assert not found.page.locator(".gap-chance li").first.is_visible()
    found.page.locator(".gap-chance summary").click()
    said = [plain(text) for text in found.page.locator(".gap-chance li").all_inner_texts()]
    without = {uai: inputs[0].loc[uai, "commune_code"] for uai in table["centre_uai"]}
    sentences = with_sentences(table, language("fr"))["sentence"]
    for uai, sentence, told in zip(table["centre_uai"], sentences, said, strict=True):
        assert told == plain(sentence), without[uai]
    assert quiet(found) == []


def test_the_group_says_in_plain_words_what_is_in_it(text, inputs, layer, show):
    """Before it is opened: schools and areas; that nobody knows of some; else what there is."""
    assert summary(show(text).page).startswith(
        "3 écoles dans 1 zone rurale sans école équipée Zones blanches"
    )
    unsure = replace(layer, white_areas=layer.white_areas.assign(unknown_n=1))
    assert "sans école équipée que l’on connaisse Zones" in summary(
        show(gaps_page.page_of(inputs, unsure)).page
    )
    bare = gaps_page.Gaps(ranks=layer.ranks)
    assert summary(show(gaps_page.page_of(inputs, bare)).page).startswith(
        "1 école rurale à équiper, 1 de situation inconnue Zones blanches"
    )
    alone = gaps_page.Gaps(clusters=layer.clusters)
    assert summary(show(gaps_page.page_of(inputs, alone)).page).startswith(
        "1 regroupement d’écoles sans ENT Zones blanches"
    )


def test_opening_shows_the_areas_and_closing_takes_them_away(text, show):
    """What opening turned on goes with it, by the keyboard too; what a reader chose stays."""
    found = show(text)
    page, head = found.page, found.page.locator("details.gaps > summary")
    head.focus()
    page.keyboard.press("Enter")
    assert page.locator(AREAS).count() == 1
    assert page.locator("details.gaps input[value=areas]").is_checked()
    assert "Sur la carte : 1 zone blanche" in plain(page.locator("details.gaps").inner_text())
    assert "couches=blanches" in page.evaluate("location.hash")
    page.keyboard.press("Enter")
    assert page.locator(AREAS).count() == 0
    assert "couches" not in page.evaluate("location.hash")
    # the reader's own: another layer, or the areas unticked and ticked again
    head.click()
    page.locator("details.gaps input[value=schools]").check()
    head.click()
    assert (page.locator(AREAS).count(), page.locator(RINGS).count()) == (0, 4)
    head.click()
    page.locator("details.gaps input[value=areas]").uncheck()
    page.locator("details.gaps input[value=areas]").check()
    head.click()
    assert page.locator(AREAS).count() == 1
    for _ in range(2):  # it was on: opening and closing leave it so
        head.click()
    assert page.locator(AREAS).count() == 1
    assert quiet(found) == []


@pytest.mark.parametrize(("width", "height"), [(1200, 900), (390, 844)])
def test_opening_moves_nothing_and_the_map_is_near(text, show, width, height):
    """The block stays where it was; a button goes to the map where that isn't beside it."""
    page = show(text, width=width, height=height, reduced_motion="reduce").page
    head = page.locator("details.gaps > summary")
    head.scroll_into_view_if_needed()
    before = head.bounding_box()["y"]
    head.click()
    assert page.locator("#geo-ent-gaps-legend").is_visible()
    assert head.bounding_box()["y"] == pytest.approx(before, abs=1)
    button = page.get_by_role("button", name="Voir sur la carte")
    assert button.is_visible() == (width < 992)
    if width < 992:
        button.click()
    middle = page.locator(AREAS).first.bounding_box()
    assert 0 < middle["y"] < height


def test_paper_turns_no_layer_on(text, show):
    """A page printed with the rings alone has no area, though printing unfolds the group."""
    page = show(text, address="#couches=ecoles").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(50)
    assert page.locator("details.gaps").get_attribute("open") is not None
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(50)
    assert (page.locator(AREAS).count(), page.locator(RINGS).count()) == (0, 4)


def test_how_many_schools_are_ringed_is_chosen(land, show):
    """Ten, twenty-five or all: rings, list and legend follow; places not known have no ring."""
    inputs, layer = land
    page = open_group(show(gaps_page.page_of(inputs, layer)).page)
    tick(page, "schools")
    listed = len(layer.ranks)
    assert listed > 10
    choices = page.locator("#geo-ent-gaps-most option").all_inner_texts()
    assert plain(choices[-1]) == f"Toutes ({listed})"
    page.locator("#geo-ent-gaps-most").select_option("10")
    first = layer.ranks.index[:10]
    placed = inputs[0].geometry[first].notna().sum()
    assert page.locator(RINGS).count() == 2 * placed
    assert names(page, "schools") == list(inputs[0]["name"][first])
    assert legend(page) == ["Les 10 écoles à regarder d’abord"]
    page.locator("#geo-ent-gaps-most").select_option("0")
    assert len(names(page, "schools")) == listed


def test_how_many_of_the_schools_to_equip_nobody_knows_of_is_said(land, layer, inputs, show):
    """Schools without a known situation are ranked too: how many is said where there are any."""
    (schools, zones, coverage), many = land
    unknown = (schools.loc[many.ranks.index, "status"] == "unknown").sum()
    assert unknown > 1
    page = open_group(show(gaps_page.page_of((schools, zones, coverage), many)).page)
    tick(page, "schools")
    said = page.locator("details.gaps").inner_text()
    known = len(many.ranks) - unknown
    assert f"{known} écoles rurales à équiper, {unknown} de situation inconnue, par ordre" in plain(
        said
    )
    assert inputs[0].loc[layer.ranks.index, "status"].tolist() == ["none", "unknown"]
    for uais, told in (
        (
            layer.ranks.index,
            "1 école rurale à équiper, 1 de situation inconnue, par ordre de priorité",
        ),
        (layer.ranks.index[:1], "1 école rurale à équiper, par ordre de priorité"),
    ):
        fewer = replace(layer, ranks=layer.ranks.loc[uais])
        page = open_group(show(gaps_page.page_of(inputs, fewer)).page)
        tick(page, "schools")
        assert told in plain(page.locator("details.gaps").inner_text())


def test_a_ring_goes_round_its_school(text, inputs, layer, show):
    """Its middle is the school's place, and it grows with the marks when one comes near."""
    page = open_group(show(text, reduced_motion="reduce").page)
    tick(page, "schools")
    point = inputs[0].geometry[layer.ranks.index[0]]
    away = """([lat, lon]) => {
      const box = document.querySelector(".leaflet-gap-schools-pane path").getBoundingClientRect();
      const frame = document.querySelector("#map_geo_ent").getBoundingClientRect();
      const at = map_geo_ent.latLngToContainerPoint([lat, lon]);
      const middle = [box.x + box.width / 2 - frame.x, box.y + box.height / 2 - frame.y];
      return [Math.hypot(middle[0] - at.x, middle[1] - at.y), box.width];
    }"""
    off, width = page.evaluate(away, [point.y, point.x])
    assert off < 2
    near = f"[{point.y}, {point.x}], map_geo_ent.getZoom() + 3, {{animate: false}}"
    page.evaluate(f"void map_geo_ent.setView({near})")
    off, wider = page.evaluate(away, [point.y, point.x])
    assert off < 2
    assert wider > width


def test_the_keyboard_alone_reads_the_list(text, inputs, layer, show):
    """Enter unfolds, Space ticks, Tab goes through the list, Enter shows a school there."""
    found = show(text)
    page = found.page
    page.locator("details.gaps > summary").focus()
    page.keyboard.press("Enter")
    for _ in range(3):  # the areas' box and the area in their list, then the schools' box
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "schools"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    first = layer.ranks.index[0]
    assert page.evaluate("document.activeElement.textContent") == inputs[0].loc[first, "name"]
    page.keyboard.press("Enter")
    assert f"UAI {first}" in plain(page.locator("#geo-ent-card").inner_text())
    assert page.locator(".leaflet-found-pane path").count() == 2
    told = page.locator("details.gaps [role=status]")
    assert "montré sur la carte" in told.inner_text()
    assert f"ecole={first}" in page.evaluate("location.hash")
    assert page.evaluate("document.activeElement.textContent") == inputs[0].loc[first, "name"]
    assert quiet(found) == []


def test_choosing_an_area_or_a_group_goes_to_it(text, layer, show):
    """The map shows its middle."""
    page = open_group(show(text, reduced_motion="reduce").page)
    tick(page, "areas", "clusters")
    page.evaluate("void map_geo_ent.setView([46, 5], 9, {animate: false})")
    page.get_by_role("button", name="Carré 5 et alentours").click()
    at = layer.white_areas.geometry.iloc[0].representative_point()
    inside = f"map_geo_ent.getBounds().contains([{at.y}, {at.x}])"
    assert eventually(page, inside)
    page.evaluate("void map_geo_ent.setView([46, 5], 9, {animate: false})")
    page.get_by_role("button", name="Autour de l’école 9500003C").click()
    assert eventually(page, inside)


def test_another_date_or_filters_say_what_the_layers_are_of(text, show):
    """The layers stay those of the page's date and of all schools, and their title says so."""
    page = open_group(show(text).page)
    assert summary(page).endswith("équipée Zones blanches et écoles à équiper")
    browser.choose_date(page, 0)
    assert "(au 30 juin 2023, toutes les écoles)" in summary(page)
    browser.choose_date(page, 2)
    assert "(" not in summary(page)
    browser.unfold(page, "filters")
    page.locator(".filter-groups").get_by_label("Publique", exact=True).check()
    assert "(au 30 juin 2023, toutes les écoles)" in summary(page)


def test_the_address_keeps_the_layers(land, show):
    """What is on is in the address, the link and the code; opened again, it is on again."""
    text = gaps_page.page_of(*land)
    page = open_group(show(text).page)
    tick(page, "areas", "schools")
    page.locator("#geo-ent-gaps-most").select_option("10")
    address = page.evaluate("location.hash")
    assert "couches=blanches%2Cecoles-10" in address
    open_sharing(page)
    assert "couches=" in page.locator("#geo-ent-link").input_value()
    page.locator("details.gaps input[value=areas]").uncheck()
    assert "blanches" not in page.locator("#geo-ent-link").input_value()
    again = show(text, address=address).page
    assert again.locator("details.gaps input:checked").evaluate_all("a => a.map(o => o.value)") == [
        "areas", "schools",
    ]  # fmt: skip
    assert again.locator("#geo-ent-gaps-most").input_value() == "10"
    assert again.locator(AREAS).count() == len(land[1].white_areas)
    again.evaluate("location.hash = ''")
    assert eventually(again, "!document.querySelector('details.gaps input:checked')")
    assert again.locator(AREAS).count() == 0


@pytest.mark.parametrize(
    "address", ["#couches=galaxie", "#couches=__proto__,ecoles--1,", "#couches="]
)
def test_an_address_that_tells_no_known_layer_does_no_harm(text, show, address):
    """Unknown words are left aside without a complaint."""
    found = show(text, address=address)
    assert found.page.locator(AREAS).count() == 0
    assert quiet(found) == []


def test_a_layer_that_the_page_lacks_stays_off(inputs, layer, show):
    """A link from a page with groups opens one without: nothing is drawn, no box is there."""
    bare = gaps_page.Gaps(ranks=layer.ranks)
    found = show(gaps_page.page_of(inputs, bare), address="#couches=blanches,regroupements,ecoles")
    assert found.page.locator(f"{AREAS}, {CIRCLES}").count() == 0
    assert found.page.locator("details.gaps input").count() == 1
    assert "couches=ecoles" in found.page.evaluate("location.hash + '&couches=ecoles'")
    assert quiet(found) == []


def test_on_paper_what_is_on_is_told(text, show):
    """Printing unfolds the group for the layers that are on, and folds it again after."""
    page = show(text, address="#couches=blanches").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.get_by_text("Carré 5 et alentours").is_visible()
    assert page.locator("#geo-ent-gaps-legend").is_visible()
    assert not page.locator("details.gaps input[value=schools]").is_visible()
    assert page.locator(AREAS).count() == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.gaps").get_attribute("open") is None


def test_the_picture_has_the_layers(text, show):
    """Saved as a PNG it holds the purple of the layers, and not without them."""
    found = show(text, accept_downloads=True)
    page = open_group(found.page)
    page.locator("details.sharing summary").click()
    tick(page)
    assert purple(page) == 0
    tick(page, "areas", "clusters", "schools")
    assert purple(page) > 500
    assert quiet(found) == []


def purple(page):
    """Count the pixels of the layers' ink in the picture that the page saves."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    data = list(saved.value.path().read_bytes())
    return page.evaluate(
        """async (bytes) => {
          const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext("2d");
          context.drawImage(bitmap, 0, 0);
          const {data} = context.getImageData(0, 0, bitmap.width, bitmap.height);
          let count = 0;
          for (let i = 0; i < data.length; i += 4) {
            count += data[i] === 0x6e && data[i + 1] === 0x1e && data[i + 2] === 0x8a;
          }
          return count;
        }""",
        data,
    )


def test_it_is_whole_in_english(land, show):
    """No French word is left, of the page's own or of the reasons told in English."""
    inputs, layer = land
    layer = replace(layer, ranks=with_reasons(gaps(inputs[0]).table, language("en")))
    page = open_group(show(gaps_page.page_of(inputs, layer, lang="en")).page)
    tick(page, "areas", "clusters", "schools")
    said = page.locator("details.gaps").inner_text() + " ".join(legend(page))
    for word in (
        "sans ENT",
        "Zones blanches",
        "équip",
        "Autour",
        "alentours",
        "premières",
        "élève",
        "ont un",
    ):
        assert word not in said.replace("Une note sur les zones.", "")
    for word in (
        "White areas and schools to equip",
        "pupils",
        "and around",
        "in order of priority",
        "no ENT; ",
        "not known: distance to an equipped school",
    ):
        assert word in said


def test_hostile_text_is_read_as_text(inputs, layer, show):
    """Names, reasons and notes that are code are shown as they are written, and never run."""
    text = " ".join(browser.HOSTILE)
    schools, zones, coverage = inputs
    schools = schools.assign(name=text)
    zones = {level: frame.assign(zone_name=text) for level, frame in zones.items()}
    coverage = {level: frame.assign(zone_name=text) for level, frame in coverage.items()}
    evil = gaps_page.hostile_layer(layer, text)
    found = show(gaps_page.page_of((schools, zones, coverage), evil))
    page = open_group(found.page)
    tick(page, "areas", "clusters", "schools")
    page.locator(".gap-link").first.click()
    page.locator("ol .gap-link").first.click()
    told = page.locator("details.gaps").evaluate("node => node.textContent")
    assert told.count(text) >= 4 + 2 * len(layer.ranks)
    assert page.locator("details.gaps img, details.gaps script").count() == 0
    assert quiet(found) == []


@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_no_fault(land, show, width):
    """Unfolded, with every layer on and another date, nothing is wrong; no sideways scroll."""
    text = gaps_page.page_of(*land, simulated="Tout est simulé.")
    page = open_group(show(text, width=width, bypass_csp=True).page)
    tick(page, "areas", "clusters", "schools")
    browser.choose_date(page, 0)
    settled(page)
    faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_long_list_is_shown_by_parts(toy_communes, show):
    """Sixty rows at first; a button shows the others and the focus goes to the first of them."""
    inputs, layer = gaps_page.many(toy_communes, schools_n=400)
    page = open_group(show(gaps_page.page_of(inputs, layer)).page)
    tick(page, "schools")
    page.locator("#geo-ent-gaps-most").select_option("0")
    assert len(names(page, "schools")) == 60
    page.get_by_role("button", name="Voir les").click()
    assert len(names(page, "schools")) == len(layer.ranks)
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == inputs[0].loc[layer.ranks.index[60], "name"]
