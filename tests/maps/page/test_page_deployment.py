"""The programme's block in a real Chromium: told, drawn when asked, absent where there is none."""

import acceptance
import browser
import gaps_page
import geopandas as gpd
import pandas as pd
import pytest
from acceptance import eventually, plain, quiet, settled
from accessibility import Axe

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import CATALOGUE
from geo_ent.indicators.deployment.school_networks import school_networks
from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.page.deployment_layer import Programme, deployment_part
from geo_ent.telling.indicator_words import indicator_title
from geo_ent.telling.language import language

pytestmark = pytest.mark.browser

LINKS = ".leaflet-gaps-pane path"
DISCS = ".leaflet-gap-schools-pane path"
BLOCK = "details.programme"
PUPILS = CATALOGUE["pupils_coverage_share"]
SENTENCES = ("2 communes ont adhéré.", "Une phrase.")


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland with two networks: one of a collège's sector, one of two sectors."""
    schools, zones, coverage = gaps_page.toy(toy_communes, toy_schools)
    told = {"network": ["Réseau 1"] * 2 + ["", "Réseau 2", "Réseau 2", ""],
            "secteur_college_code": [*"CCCABA"], "secteur_college_name": "X"}  # fmt: skip
    return schools.assign(status="school", **told), zones, coverage


@pytest.fixture
def networks(inputs):
    """The networks of `inputs`, and where their collège is: at the first school's."""
    point = inputs[0].geometry.iloc[[2]].set_axis(["C"])
    colleges = gpd.GeoDataFrame(
        {"college_name": ["Collège du Carré"]}, index=point.index, geometry=point
    )
    return school_networks(inputs[0], colleges).table


@pytest.fixture
def programme(networks):
    """What the block shows."""
    return Programme(sentences=SENTENCES, networks=networks)


def page_of(inputs, programme, *, layer=None, lang="fr", **said):
    """Make the page's text."""
    schools, zones, coverage = inputs
    series = pd.DataFrame(dict.fromkeys(acceptance.DATES, schools["status"]))
    return coverage_map(
        schools,
        zones,
        coverage,
        facts=browser.facts(**said),
        series=series,
        gaps=layer,
        programme=programme,
        lang=lang,
    ).html()


def opened(found):
    """Unfold the block."""
    found.page.locator(f"{BLOCK} > summary").click()
    return found.page


def legend(page):
    """Read the legend's rows for the layers."""
    return [plain(row) for row in page.locator("#geo-ent-gaps-legend li").all_inner_texts()]


def test_a_page_without_a_programme_is_as_it_was(inputs, networks):
    """Not a byte is added by nothing to say; the script and the data are there with something."""
    bare = page_of(inputs, None)
    empty = Programme(networks=networks.iloc[:0])
    assert page_of(inputs, Programme()) == bare == page_of(inputs, empty)
    for word in ("deployment", "Le programme", "reseaux"):
        assert word not in bare, word
    full = page_of(inputs, Programme(sentences=SENTENCES))
    assert '"deployment":{"sentences"' in full
    assert "Le programme" in full


def test_the_part_holds_places_not_names(inputs, programme):
    """Schools by their rank among the page's, the collège's point in hundred-thousandths."""
    first, second = deployment_part(programme, inputs[0])["deployment"]["networks"]
    point = inputs[0].geometry.iloc[2]
    assert first["schools"] == [0, 1]
    assert (first["college"], first["covered_n"]) == ("Collège du Carré", 2)
    assert first["place"] == [round(point.y * 1e5), round(point.x * 1e5)]
    assert second["college"] == ""
    assert second["schools"] == [3, 4]


def test_a_foreign_school_is_refused(inputs, programme):
    """A network of schools that the page doesn't have."""
    with pytest.raises(InputError, match=r"ne sont pas de celles de la carte \(9500001A"):
        deployment_part(programme, inputs[0].drop("9500001A"))


def test_the_block_is_folded_and_nothing_drawn_at_first(inputs, programme, show):
    """Its sentences are there for who unfolds it."""
    found = show(page_of(inputs, programme))
    page = found.page
    assert page.locator(BLOCK).get_attribute("open") is None
    assert page.locator(f"{LINKS}, {DISCS}").count() == 0
    assert not page.locator("#geo-ent-gaps-legend").is_visible()
    head = " ".join(plain(page.locator(f"{BLOCK} > summary").inner_text()).split())
    assert head == "4 écoles dans 2 réseaux Le programme"
    opened(found)
    told = page.locator(f"{BLOCK} > .gap-notes li").all_inner_texts()
    assert tuple(map(plain, told)) == SENTENCES
    # opening has put the networks on the map, closing takes them away
    assert page.locator(LINKS).count() == 2
    opened(found)
    assert page.locator(LINKS).count() == 0
    assert quiet(found) == []


def test_without_networks_the_first_sentence_stands_before_the_fold(inputs, show):
    """It is told once: the list has the others."""
    page = show(page_of(inputs, Programme(sentences=SENTENCES))).page
    head = " ".join(plain(page.locator(f"{BLOCK} > summary").inner_text()).split())
    assert head == f"{SENTENCES[0]} Le programme"
    page.locator(f"{BLOCK} > summary").click()
    assert page.locator(f"{BLOCK} li").all_inner_texts() == list(SENTENCES[1:])


def test_networks_are_drawn_and_listed_when_asked(inputs, programme, show):
    """A link a school under its casing, a disc a collège; the list says each network."""
    found = show(page_of(inputs, programme))
    page = opened(found)
    page.locator(f"{BLOCK} input").check()
    paths = page.locator(LINKS).evaluate_all("all => all.map((path) => path.getAttribute('d'))")
    assert [path.count("M") for path in paths] == [4, 4]
    assert page.locator(DISCS).count() == 1
    assert legend(page) == ["Réseaux d’écoles"]
    assert page.locator(f"{BLOCK} .gap-link").all_inner_texts() == ["Réseau 1", "Réseau 2"]
    about = [plain(text) for text in page.locator(f"{BLOCK} .about").all_inner_texts()]
    assert about[0].startswith("Collège du Carré · 2 écoles · à ")
    assert about[1] == ", ".join(inputs[0]["name"].iloc[:2])
    page.locator(f"{BLOCK} input").uncheck()
    assert page.locator(f"{LINKS}, {DISCS}").count() == 0
    assert legend(page) == []
    assert not page.locator("#geo-ent-gaps-legend").is_visible()
    assert quiet(found) == []


def test_a_college_without_a_place_has_no_disc(inputs, show):
    """It is named; the links go to the middle."""
    networks = school_networks(inputs[0].assign(secteur_college_name="Collège X")).table
    programme = Programme(networks=networks)
    page = opened(show(page_of(inputs, programme), address="#couches=reseaux"))
    assert page.locator(DISCS).count() == 0
    assert page.locator(LINKS).count() == 2
    assert page.locator(f"{BLOCK} .about").first.inner_text().startswith("Collège X")


def test_links_go_to_the_college(inputs, programme, show):
    """The disc is at its place on the map."""
    page = show(page_of(inputs, programme), address="#couches=reseaux").page
    point = inputs[0].geometry.iloc[2]
    off = page.evaluate(
        """([lat, lon]) => {
          const disc = document.querySelector(".leaflet-gap-schools-pane path");
          const box = disc.getBoundingClientRect();
          const frame = document.querySelector("#map_geo_ent").getBoundingClientRect();
          const at = map_geo_ent.latLngToContainerPoint([lat, lon]);
          const x = box.x + box.width / 2 - frame.x - at.x;
          const y = box.y + box.height / 2 - frame.y - at.y;
          return Math.hypot(x, y);
        }""",
        [point.y, point.x],
    )
    assert off < 2


def test_the_gaps_and_the_networks_share_the_map_and_the_address(
    inputs, programme, toy_communes, show
):
    """Both on: one legend, one address; each goes without the other."""
    schools, zones, coverage = inputs
    schools = schools.assign(status=[*["school"] * 2, *["none"] * 4])
    layer = gaps_page.layer_of(toy_communes, schools)
    text = page_of((schools, zones, coverage), programme, layer=layer)
    found = show(text, address="#couches=ecoles,reseaux")
    page = found.page
    assert len(legend(page)) == 2
    assert legend(page)[-1] == "Réseaux d’écoles"
    blocks = page.locator("details.gaps > summary").all_inner_texts()
    assert [plain(title).strip().splitlines()[-1].strip() for title in blocks] == [
        "Le programme", "Zones blanches et écoles à équiper"
    ]  # fmt: skip
    opened(found)
    page.locator(f"{BLOCK} input").uncheck()
    assert len(legend(page)) == 1
    assert "couches=ecoles" in page.evaluate("location.hash")
    page.evaluate("location.hash = '#couches=reseaux'")
    assert eventually(page, "document.querySelector('details.programme input').checked")
    assert legend(page) == ["Réseaux d’écoles"]
    page.evaluate("location.hash = ''")
    assert eventually(page, "!document.querySelector('details.programme input').checked")
    assert quiet(found) == []


def test_the_keyboard_alone_goes_to_a_network(inputs, programme, show):
    """Enter unfolds, Tab reaches the box, Space ticks it again, Tab and Enter go; it is said."""
    found = show(page_of(inputs, programme), reduced_motion="reduce")
    page = found.page
    page.evaluate("void map_geo_ent.setView([46, 5], 9, {animate: false})")
    page.locator(f"{BLOCK} > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "networks"
    for _ in range(2):  # opening has ticked it
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Réseau 2"
    page.keyboard.press("Enter")
    point = inputs[0].geometry.iloc[4]
    assert eventually(page, f"map_geo_ent.getBounds().contains([{point.y}, {point.x}])")
    said = page.locator("main [role=status]").all_inner_texts()
    assert "Réseau 2 : montré sur la carte" in map(plain, said)
    assert quiet(found) == []


def test_another_date_says_what_the_block_is_of(inputs, programme, show):
    """What is told stays that of the page's date."""
    page = opened(show(page_of(inputs, programme)))
    browser.choose_date(page, 0)
    title = plain(page.locator(f"{BLOCK} > summary").inner_text())
    assert title.endswith("Le programme (au 30 juin 2023, toutes les écoles)")


@pytest.mark.parametrize("on", [True, False])
def test_on_paper_the_block_is_there_for_networks_on_the_map(inputs, networks, show, on):
    """Unfolded, and folded again after; a sheet of the map without them has no block."""
    programme = Programme(sentences=("Une phrase.",), networks=networks)
    page = show(page_of(inputs, programme), address="#couches=reseaux" if on else "").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.get_by_text("Une phrase.").is_visible() == on
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(BLOCK).get_attribute("open") is None


def test_an_english_page_says_its_own_words(inputs, networks, show):
    """The box and the list; no sentence is given to it."""
    found = show(
        page_of(inputs, Programme(networks=networks), lang="en"), address="#couches=reseaux"
    )
    page = opened(found)
    said = plain(page.locator(BLOCK).inner_text())
    assert "Networks of schools (2)" in said
    assert "Collège du Carré · 2 schools · " in said
    for french in ("écoles", "Réseaux", "en moyenne"):
        assert french not in said.replace("Réseau 1", "").replace("Réseau 2", ""), french
    assert quiet(found) == []


def test_hostile_words_stay_words(inputs, networks, show):
    """In every field that the block shows."""
    text = " ".join(browser.HOSTILE)
    evil = networks.assign(college_name=text).set_axis([text, f"{text} 2"])
    schools, zones, coverage = inputs
    given = (schools.assign(name=text), zones, coverage)
    found = show(page_of(given, Programme(sentences=(text,), networks=evil)))
    page = opened(found)
    page.locator(f"{BLOCK} input").check()
    page.locator(".gap-link").first.click()
    told = page.locator(BLOCK).evaluate("node => node.textContent")
    assert told.count(text) >= 1 + 2 + 2 + 4
    assert page.locator(f"{BLOCK} img, {BLOCK} script").count() == 0
    assert quiet(found) == []


@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_no_fault(inputs, programme, show, width):
    """Unfolded, with the networks on, in simulated data; no sideways scroll."""
    text = page_of(inputs, programme, simulated="Tout est simulé.")
    found = show(text, width=width, bypass_csp=True)
    page = opened(found)
    page.locator(f"{BLOCK} input").check()
    faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_block_weighs_little(inputs, programme):
    """Its script and its words: a few kilobytes before compression, where it is asked for."""
    more = len(page_of(inputs, programme)) - len(page_of(inputs, None))
    assert 0 < more < 8_000


def test_the_page_opens_on_what_comes_first(inputs, show):
    """Title, choice and table are of that indicator; the others are still offered."""
    schools, zones, coverage = inputs
    text = coverage_map(schools, zones, coverage, facts=browser.facts(), first=PUPILS).html()
    page = show(text).page
    assert plain(page.locator("#geo-ent-map-name").inner_text()).startswith(
        indicator_title(PUPILS, language("fr"))
    )
    choice = page.locator("select").first
    assert choice.input_value() == PUPILS.id
    options = choice.locator("option").evaluate_all("all => all.map((one) => one.value)")
    assert options[:2] == [PUPILS.id, "coverage_share"]
    settled(page)
    heads = page.locator("#geo-ent-figures thead button")
    assert PUPILS.id in heads.evaluate_all("all => all.map((one) => one.dataset.column)")
