"""What the page of programmes draws where: true forms overseas, old communes, order of kinds."""

import json
import math
import re

import projects
import pytest

from geo_ent.communes.bundled import read_communes
from geo_ent.programmes.programme_places import land_of
from geo_ent.programmes.programmes_model import Place
from geo_ent.telling.language import language

OVERSEAS = ["971", "972", "973", "974", "976"]


def place(level, *codes):
    """Make a place that has only a level and codes."""
    return Place("x", "X", level, codes, ())


def payload(page):
    """Read the JSON that a page carries."""
    return json.loads(re.search(r'id="geo-ent-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


def aspect(bounds):
    """Say how many times wider than high a box of degrees is on the ground."""
    west, south, east, north = bounds
    return (east - west) * math.cos(math.radians((south + north) / 2)) / (north - south)


@pytest.fixture(scope="module")
def moved():
    """The five départements overseas, next to the metropole."""
    return land_of([place("departement", code) for code in OVERSEAS]).ground.geometry


@pytest.mark.parametrize("code", OVERSEAS)
def test_a_departement_overseas_keeps_its_form(moved, code):
    """As wide for its height as it is on the ground, to some per cent, and as high as its box."""
    brought, real = moved[code].bounds, read_communes([code]).total_bounds
    assert aspect(brought) == pytest.approx(aspect(real), rel=0.02)
    assert brought[3] - brought[1] == pytest.approx(0.72, abs=1e-6)
    left, right = -5.1, -5.1 + 1.5
    assert left < brought[0] < brought[2] < right
    assert (brought[0] + brought[2]) / 2 == pytest.approx((left + right) / 2, abs=1e-6)


@pytest.mark.parametrize(
    ("west", "east", "south", "north"),
    [("97415", "97410", "97416", "97411"), ("97353", "97302", "97353", "97302")],
)
def test_north_stays_above_and_west_on_the_left(west, east, south, north):
    """Saint-Paul is west of Saint-Benoît, Maripasoula is south-west of Cayenne."""
    found = land_of([place("commune", code) for code in (west, east, south, north)]).spots
    points = [spot.point for spot in found]
    assert points[0][1] < points[1][1]
    assert points[2][0] < points[3][0]


def test_a_merged_commune_is_the_one_of_today():
    """Tourlaville has been of Cherbourg-en-Cotentin since 2016: its sign is there."""
    before, after, other = land_of(
        [place("commune", code) for code in ("50602", "50129", "50502")]
    ).spots
    assert before.point == after.point
    assert after.point == pytest.approx((49.63, -1.62), abs=0.05)
    assert other.point != after.point


def test_the_map_opens_on_all_the_land():
    """The metropole whole, with a margin north and south of it."""
    (south, west), (north, east) = payload(projects.page())["bounds"]
    every = land_of([]).ground.total_bounds
    assert (west, east) == pytest.approx((every[0], every[2]))
    assert south < every[1] - 0.1
    assert north > every[3] + 0.1
    assert (every[1] - south) == pytest.approx(north - every[3])


def test_kinds_are_in_the_order_of_the_legend():
    """Communes first, the State before those of one's own, who isn't told last of all."""
    rows = [
        projects.figure(
            projects.NORD | {"programme": f"p{at}", "codes": code, "carrier_kind": kind}, "2016",
            "Écoles", "3",
        )
        for at, (code, kind) in enumerate(
            [("02", "zèbre"), ("08", ""), ("10", "etat"), ("51", "commune")]
        )
    ]  # fmt: skip
    kinds = [each["id"] for each in payload(projects.page(*rows))["kinds"]]
    assert kinds == ["commune", "departement", "academie", "etat", "zèbre", ""]


def test_nothing_is_said_to_be_lost_where_nothing_is():
    """No place without a point, no département overseas: no note under the map."""
    page = projects.page()
    assert "Sans place sur la carte" not in page
    assert "ne sont pas à la même échelle" not in page


def test_the_headline_counts_programmes_and_not_the_frame():
    """Two programmes of seven figures over five years; of an empty file, that there is none."""
    said = " ".join(projects.page().replace("\u202f", " ").replace("\u00a0", " ").split())
    assert "2 programmes" in said
    assert "7 chiffres" in said
    empty = projects.projects_page(projects.frame().iloc[:0], language("fr"))
    assert "Aucun programme dans ce fichier." in empty.replace("\u00a0", " ")
    assert "Aucun programme dans ce fichier." not in said
