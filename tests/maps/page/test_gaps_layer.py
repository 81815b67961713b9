"""The gaps in the page's data: by places in what the page has already, small, and left out."""

import gzip
import json
import re

import gaps_page
import numpy as np
import pandas as pd
import pytest
import shapely
from toyland import make_communes, make_schools

from geo_ent.errors import InputError
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.page.gaps_layer import REASONS_TOLD, RING_STEP, Gaps, gaps_part
from geo_ent.text.safe import as_json


@pytest.fixture
def toy(toy_communes, toy_schools):
    """Toyland's schools, zones and coverage."""
    return gaps_page.toy(toy_communes, toy_schools)


@pytest.fixture
def layer(toy_communes, toy):
    """Toyland's gaps: two rural schools, one white area, one group."""
    return gaps_page.layer_of(toy_communes, toy[0])


def part(layer, inputs, **options):
    """Write the layer's part of the payload."""
    return gaps_part(layer, inputs[0], inputs[1], **options)["gaps"]


def test_without_gaps_the_data_is_as_it_was(toy):
    """None adds no key to the payload, and nothing to the page outside of its script."""
    assert gaps_part(None, toy[0], toy[1]) == {}
    text = coverage_map(*toy, facts=gaps_page.browser.facts()).html()
    data = re.search(r'id="geo-ent-data">(.*?)</script>', text)[1]
    assert "gaps" not in json.loads(data)
    assert "white-area" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_schools_are_in_the_order_of_their_ranks(layer, toy):
    """Each is written by its place among the page's schools, with its kilometres and reasons."""
    told = part(layer, toy)["ranks"]
    uais = toy[0].index.sort_values()
    assert [uais[at] for at in told["school"]] == list(layer.ranks.index)
    assert told["km"] == [round(value, 1) for value in layer.ranks["nearest_km"]]
    assert told["reasons"] == list(layer.ranks["reasons"])


def test_the_schools_order_is_the_payloads_not_the_callers(layer, toy):
    """Schools given in another order have the same places."""
    schools, zones, _ = toy
    assert gaps_part(layer, schools.iloc[::-1], zones) == gaps_part(layer, schools, zones)


def test_ranks_alone_are_enough(toy):
    """Neither kilometres nor reasons need be known; what is missing is null."""
    ranks = pd.DataFrame({"rank": [2, 1]}, index=["9500002B", "9500005E"])
    told = part(Gaps(ranks=ranks), toy)
    assert told["ranks"] == {"school": [4, 1], "km": [None, None], "reasons": []}
    assert (told["areas"], told["clusters"], told["notes"]) == ([], [], [])
    far = ranks.assign(nearest_km=[float("nan"), 2.96])
    assert part(Gaps(ranks=far), toy)["ranks"]["km"] == [3, None]


def test_reasons_are_told_of_the_first_schools_only(toy_communes):
    """They are most of the weight: beyond the hundredth there is none."""
    inputs, layer = gaps_page.many(toy_communes, schools_n=400)
    assert len(layer.ranks) > REASONS_TOLD
    told = part(layer, inputs)["ranks"]
    assert len(told["school"]) == len(told["km"]) == len(layer.ranks)
    assert told["reasons"] == list(layer.ranks["reasons"].head(REASONS_TOLD))


def test_an_area_is_named_by_its_communes(layer, toy):
    """Carré 4 and 5 have three schools and no ENT: their places, no geometry."""
    assert part(layer, toy)["areas"] == [
        {
            "name": "Carré 5",
            "communes_n": 2,
            "schools_n": 3,
            "unknown_n": 0,
            "class_n": 1,
            "others_n": 0,
            "pupils_n": 130,
            "communes": [3, 4],
        }
    ]


def test_communes_without_a_school_that_link_others_are_drawn_too(toy_communes):
    """With bridges the area has a commune that isn't counted."""
    rows = [("9500001A", 0.5, 0.5, "95001", "A"), ("9500003C", 2.5, 0.5, "95003", "A")]
    schools = make_schools(rows).assign(status="none")
    areas = white_areas(make_communes(), schools, bridges=True).table
    zones = {"commune": toy_communes}
    (told,) = gaps_part(Gaps(white_areas=areas), schools, zones)["gaps"]["areas"]
    assert (told["communes_n"], told["communes"]) == (2, [0, 1, 2])


def test_without_communes_an_area_has_its_rings(layer, toy):
    """The steps of its rings add up to its polygon, holes included, to within 10 m."""
    schools, zones, _ = toy
    (told,) = gaps_part(layer, schools, {"circonscription": zones["circonscription"]})["gaps"][
        "areas"
    ]
    assert "communes" not in told
    drawn = [drawn_ring(rings) for rings in told["rings"]]
    shape = layer.white_areas.geometry.iloc[0]
    assert shapely.hausdorff_distance(shapely.union_all(drawn), shape) < 2 * RING_STEP
    outer, hole = shapely.box(2, 45, 3, 46), shapely.box(2.4, 45.4, 2.6, 45.6)
    holed = layer.white_areas.assign(geometry=[outer - hole])
    (told,) = gaps_part(Gaps(white_areas=holed), schools, {})["gaps"]["areas"]
    assert drawn_ring(told["rings"][0]).area == pytest.approx(0.96)


def drawn_ring(rings):
    """Draw a polygon from the steps of its rings."""
    lines = [np.cumsum(ring, axis=0) * RING_STEP for ring in rings]
    return shapely.Polygon(lines[0], lines[1:])


def test_a_group_is_named_by_the_school_in_its_middle(layer, toy):
    """Its place and name are the page's own; its figures are rounded as they are told."""
    assert part(layer, toy)["clusters"] == [
        {
            "school": 2,
            "km": 1.1,
            "schools_n": 3,
            "without_n": 3,
            "expected_n": 2,
            "p": 0.004,
            "deals_n": 999,
        }
    ]


@pytest.mark.parametrize("which", ["ranks", "clusters"])
def test_a_school_that_the_page_lacks_is_refused(toy, which):
    """The message is one line that names it."""
    strange = {
        "ranks": pd.DataFrame({"rank": [1]}, index=["9999999Z"]),
        "clusters": gaps_page.group("9999999Z"),
    }
    with pytest.raises(InputError, match="9999999Z") as fault:
        part(Gaps(**{which: strange[which]}), toy)
    assert "\n" not in str(fault.value)


def test_empty_tables_say_nothing_but_their_notes(layer, toy):
    """Nothing to show is no fault: the notes say why."""
    empty = Gaps(
        ranks=layer.ranks.iloc[:0],
        white_areas=layer.white_areas.iloc[:0],
        clusters=layer.clusters.iloc[:0],
        notes=("Toutes les écoles ont un ENT.",),
    )
    told = part(empty, toy)
    assert told["ranks"]["school"] == told["areas"] == told["clusters"] == []
    assert told["notes"] == ["Toutes les écoles ont un ENT."]


def test_the_layer_is_light(toy_communes):
    """A hundred schools with their reasons, and as many without, weigh under 6 kB gzipped."""
    inputs, layer = gaps_page.many(toy_communes, schools_n=600)
    text = as_json(gaps_part(layer, inputs[0], inputs[1]))
    assert len(gzip.compress(text.encode(), 9)) < 6000
