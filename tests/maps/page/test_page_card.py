"""The card of a school or of a commune: the answer of the page to "my town, my school"."""

import datetime as dt
import json

import acceptance
import browser
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from acceptance import eventually, plain, quiet, settled
from accessibility import Axe
from deno_runs import deno
from toyland import SIX, make_communes, make_schools

from geo_ent.indicators.gaps.nearest import nearest_covered
from geo_ent.maps.page.coverage_page import coverage_page
from geo_ent.telling.claims import Scope

pytestmark = pytest.mark.browser

WHERE = """(uai) => {
  const { schools } = JSON.parse(document.getElementById("geo-ent-data").textContent);
  const at = schools.uai.indexOf(uai);
  const place = [schools.lat[at] / 1e5, schools.lon[at] / 1e5];
  const { x, y } = map_geo_ent.latLngToContainerPoint(place);
  const box = map_geo_ent.getContainer().getBoundingClientRect();
  return [box.left + x, box.top + y];
}"""

NAMES = (
    "Ecole primaire publique Jules Ferry", "Ecole maternelle publique les Lilas", "École privée C",
    "ECOLE ELEMENTAIRE DU PARC", "Ecole publique de Carré 6", "Groupe scolaire F",
)  # fmt: skip
STARTS = ("2021-09-01", None, "2022-01-10", "2023-09-01", None, "2022-11-05")


def card_page(*, sector="all", counted=slice(None), lang="fr", places=None):
    """Make toyland's page with names, days, postcodes; of some of the schools where it is asked."""
    rows = (
        SIX
        if places is None
        else [(row[0], *places.get(row[0], row[1:3]), *row[3:]) for row in SIX]
    )
    inputs = browser.page_inputs(make_communes(), make_schools(rows))
    schools, zones, _ = acceptance.rich(inputs)
    schools = schools.assign(
        name=NAMES,
        start=pd.to_datetime(STARTS),
        postcode=["95100", "95200", "95200", "95300", "95400", "95100"],
    )
    own = schools[counted]
    coverage = {level: browser.coverage_of(own, level, zone) for level, zone in zones.items()}
    facts = browser.facts(
        contact="dane@ac-carre.example", scope=Scope(sector, ("95",), dt.date(2023, 6, 30))
    )
    return coverage_page(
        own, zones, coverage, facts=facts, series=acceptance.series_of(schools).loc[own.index],
        everyone=schools, lang=lang,
    ).html()  # fmt: skip


@pytest.fixture(scope="module")
def carded():
    """Toyland's page, as text."""
    return card_page()


def answer(page):
    """Read what the card answers, "" where there is none."""
    told = page.locator("#geo-ent-card :is(h2, .card-told)").all_inner_texts()
    return plain(" ".join(told))


def looked_for(page, typed):
    """Type in the box, take the first that is found; read the answer."""
    page.locator("#geo-ent-find").fill(typed)
    page.locator("#geo-ent-find").press("Enter")
    return answer(page)


def test_every_situation_is_answered_at_the_date_shown(carded, show):
    """With its distance by arithmetic, its commune's schools, and what it was before."""
    page = show(carded).page
    assert looked_for(page, "jules ferry") == (
        "Au 30 juin 2023, l’école primaire publique Jules Ferry de Carré 1 a un ENT, ONE, depuis "
        "septembre 2021. À Carré 1, c’est la seule école."
    )
    assert looked_for(page, "lilas") == (
        "Au 30 juin 2023, l’école maternelle publique les Lilas de Carré 4 n’a pas d’ENT. "
        "L’école équipée la plus proche est l’école primaire publique Jules Ferry de Carré 1, "
        "à 1,0 km à vol d’oiseau ; à Carré 4, c’est la seule école."
    )
    assert looked_for(page, "9500003C").startswith(
        "Au 30 juin 2023, l’école privée C de Carré 5 a un ENT dans 1 classe sur 3 depuis "
        "le 10 janvier 2022. L’école équipée la plus proche est"
    )
    assert looked_for(page, "parc").startswith(
        "Au 30 juin 2023, l’école élémentaire du Parc de Carré 5 n’a pas d’ENT ; il est prévu "
        "pour septembre 2023. L’école équipée la plus proche est"
    )
    assert answer(page).endswith(
        "dans la commune, aucune des 2 écoles n’a d’ENT pour toute l’école."
    )
    assert looked_for(page, "9500005E") == (
        "Au 30 juin 2023, on ne sait pas si l’école publique de Carré 6 a un ENT. L’école équipée "
        "la plus proche est le groupe scolaire F de Carré 9, à 1,0 km à vol d’oiseau ; "
        "à Carré 6, c’est la seule école."
    )
    browser.choose_date(page, 0)
    assert answer(page).startswith("En septembre 2021, on ne sait pas si")
    assert "On ne connaît pas d’école équipée sur cette carte" in answer(page)
    assert looked_for(page, "groupe scolaire").startswith(
        "En septembre 2021, le groupe scolaire F de Carré 9 n’a pas d’ENT."
    )


def test_a_school_of_the_other_sector_is_told_where_it_is_nearer(show):
    """Of the page's public schools, A isn't one here: it is nearer to B than F is."""
    page = show(card_page(sector="public", counted=[False, True, False, True, True, True])).page
    assert looked_for(page, "lilas") == (
        "Au 30 juin 2023, l’école maternelle publique les Lilas de Carré 4 n’a pas d’ENT. "
        "L’école publique équipée la plus proche est le groupe scolaire F de Carré 9, à 2,2 km à "
        "vol d’oiseau ; une école privée équipée est plus près : l’école primaire publique Jules "
        "Ferry de Carré 1, à 1,0 km ; à Carré 4, c’est la seule école publique."
    )
    assert "Jules Ferry" not in looked_for(page, "9500005E")
    assert looked_for(page, "jules ferry") == answer(page)  # it isn't on this map: nothing changes
    assert "Rien pour « jules ferry ». On trouve ici les écoles publiques" in plain(
        page.locator("#geo-ent-find-count").inner_text()
    )


TAB_TO_FIND = "document.activeElement.id === 'geo-ent-find'"


def test_from_the_pages_top_by_keyboard(carded, show):
    """Tab to the search, a name, Enter: the card is there, heard once, with the map around it."""
    found = show(carded)
    page = found.page
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate(TAB_TO_FIND):
            break
    page.keyboard.type("lilas")
    page.keyboard.press("Enter")
    assert "n’a pas d’ENT" in answer(page)
    heard = page.locator("[role=status]").filter(has_text="les Lilas")
    assert heard.count() == 1
    assert page.locator(".leaflet-found-pane path").count() == 2
    assert page.evaluate(TAB_TO_FIND)
    browser.choose_date(page, 1)
    assert page.locator(".panel [aria-live=polite]").count() == 0
    assert heard.inner_text().startswith("En septembre 2022, ")
    assert quiet(found) == []


PLACE = """
  () => {
    const ring = document.querySelector(".leaflet-found-pane path").getBoundingClientRect();
    return [ring.x + ring.width / 2, ring.y + ring.height / 2];
  }
"""
STILL = "() => !document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim')"


@pytest.mark.parametrize(("width", "height", "touch"), [(1200, 900, False), (390, 844, True)])
def test_one_press_on_a_mark_shows_its_card(carded, show, width, height, touch):
    """Found, left, and pressed where it stands: the same card; a press beside it is the zone's."""
    found = show(carded, width=width, height=height, has_touch=touch, reduced_motion="reduce")
    page = found.page
    looked_for(page, "9500005E")
    place = page.evaluate(PLACE)
    page.locator(".card-close").click()
    assert answer(page) == ""
    press = page.touchscreen.tap if touch else page.mouse.click
    press(*place)
    assert eventually(page, "document.querySelector('#geo-ent-card h2')")
    assert "l’école publique de Carré 6" in answer(page)
    assert "ecole=9500005E" in page.evaluate("location.hash")
    assert "zone=" not in page.evaluate("location.hash")
    if touch:
        card, frame = (page.locator(id_).bounding_box() for id_ in ("#geo-ent-card", ".map-frame"))
        assert card["height"] <= 0.56 * frame["height"]
        assert page.evaluate(PLACE)[1] < card["y"]  # the sheet doesn't hide what it is about
    assert quiet(found) == []


def test_arrows_go_from_school_to_school(carded, show):
    """From the map, Enter, then arrows through all that is in sight; Enter again: the card."""
    found = show(carded)
    page = found.page
    page.locator("#map_geo_ent").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "geo-ent-walk"
    option = page.locator("#geo-ent-walk [role=option]")
    told = set()
    for rank in range(6):
        assert option.get_attribute("aria-posinset") == str(rank + 1)
        assert option.get_attribute("aria-setsize") == "6"
        active = page.locator("#geo-ent-walk").get_attribute("aria-activedescendant")
        assert option.get_attribute("id") == active
        told.add(plain(option.inner_text()))
        page.keyboard.press("ArrowRight")
    assert len(told) == 6
    assert "Ecole maternelle publique les Lilas, Carré 4, Pas d’ENT" in told
    assert option.get_attribute("aria-posinset") == "1"  # round again
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    assert option.get_attribute("aria-posinset") == "5"
    assert page.locator(".leaflet-found-pane path").count() == 2
    name = option.inner_text().partition(",")[0]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "geo-ent-card"
    uai = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('ecole')")
    assert name == NAMES[[row[0] for row in SIX].index(uai)]
    page.locator(".card-close").press("Enter")
    assert page.evaluate("document.activeElement.id") == "map_geo_ent"
    assert quiet(found) == []


def test_arrows_keep_to_the_chosen_zone_and_to_the_filters(carded, show):
    """What the view doesn't count isn't walked through; where there is nobody, it is said."""
    page = show(carded).page
    page.locator("#geo-ent-zone").select_option(label="Est")
    page.locator("#geo-ent-walk").focus()
    option = page.locator("#geo-ent-walk [role=option]")
    assert option.get_attribute("aria-setsize") == "2"
    browser.unfold(page, "filters")
    page.locator(".filter-groups").get_by_label("Privée", exact=True).check()
    page.locator("#geo-ent-walk").focus()
    assert option.inner_text() == "Aucune école à cet endroit"
    page.keyboard.press("Enter")
    assert answer(page) == ""
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map_geo_ent"
    assert page.locator("#geo-ent-panel-name").inner_text() == "Est"


def test_schools_on_one_spot_are_listed_then_told_apart(show):
    """Two marks under one press: a list; one of it: its card, which names its neighbour."""
    page = show(card_page(places={"9500006F": (2.5, 1.5)}), reduced_motion="reduce").page
    looked_for(page, "9500005E")
    place = page.evaluate(PLACE)
    page.locator(".card-close").click()
    page.mouse.click(*place)
    assert answer(page) == "2 écoles à cet endroit : laquelle ?"
    page.locator("#geo-ent-card").get_by_role("button", name="Groupe scolaire F").click()
    assert answer(page).startswith("Au 30 juin 2023, le groupe scolaire F de Carré 9 a un ENT")
    beside = page.locator("#geo-ent-card section").filter(has_text="Au même endroit")
    assert beside.get_by_role("button").all_inner_texts() == ["Ecole publique de Carré 6"]
    assert page.evaluate("document.activeElement.id") == "geo-ent-card"


def test_the_school_looked_for_is_painted_over_its_neighbours(show):
    """Of two schools on one spot, one with an ENT, the ring shows the one whose card is read."""
    page = show(card_page(places={"9500006F": (2.5, 1.5)}), reduced_motion="reduce").page
    seen = []
    for uai in ("9500005E", "9500006F"):
        looked_for(page, uai)
        x, y = page.evaluate(PLACE)
        seen.append(page.screenshot(clip={"x": x - 1, "y": y - 1, "width": 2, "height": 2}))
    assert seen[0] != seen[1]


def test_a_school_pressed_beside_the_chosen_zone_does_not_send_home(carded, show):
    """The zone is left, not the place: the map stays as it was."""
    page = show(carded, reduced_motion="reduce").page
    page.locator("#geo-ent-zone").select_option(label="Ouest")
    page.evaluate(
        "map_geo_ent.fitBounds(map_geo_ent.options.home).setZoom(map_geo_ent.getZoom() - .5)"
    )
    settled(page)
    zoom = page.evaluate("map_geo_ent.getZoom()")
    page.mouse.click(*page.evaluate(WHERE, "9500006F"))
    assert answer(page).startswith("Au 30 juin 2023, le groupe scolaire F de Carré 9 a un ENT")
    settled(page)
    assert page.evaluate("map_geo_ent.getZoom()") == zoom


def test_a_list_of_schools_leads_to_the_card(carded, show):
    """From a zone's schools, and from the card to its zones; Escape closes it before all else."""
    page = show(carded).page
    page.locator("#geo-ent-zone").select_option(label="Ouest")
    page.locator(".school-list .school-name").get_by_text("Jules Ferry").click()
    assert "l’école primaire publique Jules Ferry" in answer(page)
    zones = page.locator(".card-zone").all_inner_texts()
    assert [" ".join(plain(zone).split()) for zone in zones] == [
        "Ouest circonscription 25,0 % (1 sur 4)", "Carré 1 commune 100,0 % (1 sur 1)",
        "Carré département 33,3 % (2 sur 6)",
    ]  # fmt: skip
    page.keyboard.press("Escape")
    assert answer(page) == ""
    assert page.locator("#geo-ent-panel-name").inner_text() == "Ouest"
    looked_for(page, "jules ferry")
    page.locator(".card-zone").get_by_role("button", name="Carré 1").click()
    assert page.locator("#geo-ent-panel-name").inner_text() == "Carré 1"
    assert answer(page) == "Au 30 juin 2023, à Carré 1, la seule école a un ENT."


def test_a_school_that_filters_leave_out_is_told_all_the_same(carded, show):
    """The card counts every school, and says so; what the filters do is said in a line."""
    page = show(carded).page
    before = looked_for(page, "lilas")
    browser.unfold(page, "filters")
    page.locator(".filter-groups").get_by_label("Privée", exact=True).check()
    assert answer(page) == before
    assert plain(page.locator("#geo-ent-card .caution").inner_text()) == (
        "Les filtres l’écartent de la carte et des chiffres. "
        "Cette fiche compte toutes les écoles, sans les filtres."
    )
    page.locator("#geo-ent-level").select_option("commune")
    assert answer(page) == before


def test_the_cards_address_shows_it_again(carded, show):
    """Short, it has the school and, on another day, the day; it can be copied."""
    page = show(carded).page
    looked_for(page, "jules ferry")
    page.locator(".card-share summary").click()
    link = page.locator("#geo-ent-card-link")
    assert link.input_value().endswith("#ecole=9500001A")
    browser.choose_date(page, 1)
    page.locator(".card-share summary").click()
    assert link.input_value().endswith("#date=2022-09-01&ecole=9500001A")
    assert "Signaler une erreur" in page.locator("#geo-ent-card").inner_text()
    page.locator("#geo-ent-card .copy-row button").click()
    assert eventually(page, "document.querySelector('#geo-ent-card [role=status]').textContent")
    again = show(carded, address="#date=2022-09-01&ecole=9500001A").page
    assert answer(again).startswith("En septembre 2022, l’école primaire publique Jules Ferry")


def test_a_commune_is_answered_and_lists_its_schools(carded, show):
    """By its name, its code or its postcode; one of several communes lists them."""
    page = show(carded).page
    assert looked_for(page, "carre 5") == (
        "Au 30 juin 2023, à Carré 5, aucune des 2 écoles n’a d’ENT pour toute l’école."
    )
    assert page.locator("#geo-ent-card .schools button").all_inner_texts() == [
        "ECOLE ELEMENTAIRE DU PARC", "École privée C",
    ]  # fmt: skip
    assert looked_for(page, "95002") == "Au 30 juin 2023, il n’y a pas d’école à Carré 2."
    assert looked_for(page, "95400") == (
        "Au 30 juin 2023, à Carré 6, on ne sait pas si la seule école a un ENT."
    )
    assert looked_for(page, "95300") == (
        "Au 30 juin 2023, à Carré 5 (95300), la seule école n’a pas d’ENT."
    )
    assert looked_for(page, "95100") == (
        "Le code postal 95100 est celui des écoles de 2 communes : laquelle ?"
    )
    page.locator("#geo-ent-card").get_by_role("button", name="Carré 9").click()
    assert answer(page) == "Au 30 juin 2023, à Carré 9, la seule école a un ENT."
    assert page.evaluate("location.hash").endswith("zone=95009")


def test_axe_finds_no_fault_with_a_card(carded, show):
    """At both widths, its address unfolded."""
    for width in (1200, 390):
        found = show(carded, width=width, bypass_csp=True)
        looked_for(found.page, "lilas")
        found.page.locator(".card-share summary").click()
        faults = Axe().run(found.page, options={"runOnly": acceptance.TAGS})
        assert faults.response["violations"] == []


def test_distances_are_those_of_python():
    """On the ground they are the plane's of Python to 1 part in 300, from Dunkirk to Corsica."""
    dice = np.random.default_rng(5)
    n = 60
    lat, lon = dice.uniform(42, 51, n), dice.uniform(-4, 8, n)
    lat[1::2], lon[1::2] = lat[::2] + dice.uniform(-0.2, 0.2, n // 2), lon[::2] + 0.1
    uais = [f"{9500000 + k}A" for k in range(n)]
    pairs = gpd.GeoDataFrame(
        {"status": ["none", "school"] * (n // 2), "departement_code": "95"},
        geometry=gpd.points_from_xy(lon, lat), crs=4326, index=pd.Index(uais, name="uai"),
    )  # fmt: skip
    code = """
      import { nearestTo } from "./geo_ent/maps/assets/nearest.js";
      const places = GIVEN.map((place) => ({ place }));
      const equipped = places.filter((_, at) => at % 2);
      const others = places.filter((_, at) => at % 2 === 0);
      const km = others.map(({ place }) => nearestTo(place, equipped, 1)[0].km);
      console.log(JSON.stringify(km));
    """
    given = json.dumps(np.column_stack([lat, lon]).tolist())
    shown = json.loads(deno("eval", "--no-remote", code.replace("GIVEN", given)))
    near = nearest_covered(pairs)["nearest_km"]
    assert shown == pytest.approx(near.loc[uais[::2]].tolist(), rel=1 / 300)


def test_the_card_is_in_english_too(show):
    """The same answer, with the directory's own name."""
    page = show(card_page(lang="en")).page
    assert looked_for(page, "lilas") == (
        "On 30 June 2023, École maternelle publique les Lilas in Carré 4 has no ENT. The nearest "
        "equipped school is École primaire publique Jules Ferry in Carré 1, 1.0 km away as the "
        "crow flies; in Carré 4, it is the only school."
    )
