"""White areas: which communes are side by side, rural, with schools and none covered."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from gapland import french_notes
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from toyland import make_communes, make_schools

from geo_ent.indicators.gaps.white_areas import AREA_COLUMNS, white_areas
from geo_ent.tables.contract import IN_DOUBT, STATUSES, WITHOUT
from geo_ent.territory.contiguity import borders, components
from geo_ent.territory.edges import touching

SQUARES = [f"95{at:03d}" for at in range(1, 10)]  # three rows of three, from the bottom left


def grid(rural=None):
    """Toyland's nine communes, all rural unless told."""
    told = [True] * 9 if rural is None else rural
    return make_communes().assign(rural=pd.array(told, dtype="boolean"))


def schools_in(statuses, circonscription="A"):
    """One school in the middle of each commune named, with its status and 100 pupils."""
    rows = []
    for code, status in statuses.items():
        at = int(code[2:]) - 1
        rows.append((f"950{at:04d}A", at % 3 + 0.5, at // 3 + 0.5, code, circonscription, status))
    frame = make_schools([row[:5] for row in rows])
    return frame.assign(status=[row[5] for row in rows])


def test_two_communes_side_by_side_make_an_area():
    """The bottom row's first two: 2 km², 2 schools, 200 pupils, one polygon."""
    statuses = {"95001": "none", "95002": "planned", "95003": "school"}
    answer = white_areas(grid(), schools_in(statuses))
    area = answer.table.loc["ZB001"]
    assert area[["communes_n", "schools_n", "unknown_n", "pupils_n", "area_km2"]].tolist() == [
        2, 2, 0, 200.0, 2.0,
    ]  # fmt: skip
    assert area["commune_codes"] == "95001, 95002"
    assert area["commune_names"] == "Carré 1, Carré 2"
    assert area["circonscription_names"] == "Circo A"
    assert answer.table.to_crs(2154).area.item() == pytest.approx(2e6, rel=1e-6)
    assert tuple(answer.table.columns) == (*AREA_COLUMNS, "geometry")
    assert answer.notes == ()


def test_schools_of_another_sector_are_counted_beside_an_area():
    """Two private schools of the first commune are equipped: it stays white, and it is told."""
    public = schools_in({"95001": "none", "95002": "class", "95003": "school"})
    private = pd.concat([schools_in({"95001": "school"})] * 2).set_axis(["P1", "P2"])
    answer = white_areas(grid(), public, everyone=pd.concat([public, private]))
    area = answer.table.loc["ZB001"]
    counts = ["communes_n", "schools_n", "class_n", "others_covered_n", "others_communes_n"]
    assert area[counts].tolist() == [2, 2, 1, 2, 1]
    assert area["pupils_n"] == 200
    assert french_notes(answer) == ("1 commune des zones blanches sur 2 a une école équipée.",)
    assert white_areas(grid(), public).table.loc["ZB001", "others_covered_n"] == 0


def test_no_rural_commune_with_a_school_is_not_each_of_them():
    """Nothing is said of each rural commune where none has a school."""
    answer = white_areas(grid([False] * 9), schools_in({"95001": "none"}))
    assert french_notes(answer) == ("Aucune commune que l’on sait rurale n’a d’école.",)


def test_a_corner_is_no_border():
    """Two communes that touch at a corner make two areas, both too small."""
    answer = white_areas(grid(), schools_in({"95001": "none", "95005": "none"}))
    assert answer.table.empty
    assert french_notes(answer) == ("2 zones blanches d’une seule commune ne sont pas montrées.",)


def test_minimum_sizes_are_asked():
    """One commune is an area where one is enough; three schools are asked for of two."""
    two = {"95001": "none", "95002": "none", "95009": "none"}
    assert len(white_areas(grid(), schools_in(two), minimum=1).table) == 2
    answer = white_areas(grid(), schools_in(two), minimum=1, minimum_schools=2)
    assert answer.table["schools_n"].tolist() == [2]
    assert french_notes(answer)[0] == "1 zone blanche d’une seule école n’est pas montrée."


def test_a_commune_with_one_covered_school_is_not_white():
    """Two schools in a commune, one covered: it isn't white, and it parts its neighbours."""
    schools = schools_in({"95001": "none", "95002": "none", "95003": "none"})
    covered = schools.iloc[1:2].rename(index=lambda _: "9500099Z").assign(status="school")
    both = pd.concat([schools, covered])
    assert white_areas(grid(), both).table.empty
    assert len(white_areas(grid(), schools).table) == 1


def test_urban_communes_are_left_out():
    """An urban commune in the middle parts two rural ones."""
    rural = [True, False, True, *[True] * 6]
    schools = schools_in({"95001": "none", "95002": "none", "95003": "none"})
    assert white_areas(grid(rural), schools).table.empty


def test_a_commune_without_a_school_links_only_when_asked():
    """95002 has no school: it links 95001 and 95003 as a bridge, drawn and named apart."""
    schools = schools_in({"95001": "none", "95003": "none"})
    assert white_areas(grid(), schools).table.empty
    area = white_areas(grid(), schools, bridges=True).table.loc["ZB001"]
    assert (area["communes_n"], area["schools_n"], area["area_km2"]) == (2, 2, 3)
    assert area["bridge_names"] == "Carré 2"
    assert area["commune_names"] == "Carré 1, Carré 3"


def test_two_empty_communes_side_by_side_do_not_link():
    """95001 and 95009 are four communes apart: bridges don't add up."""
    schools = schools_in({"95001": "none", "95009": "none"})
    assert white_areas(grid(), schools, bridges=True).table.empty


def test_an_urban_bridge_does_not_link():
    """A commune without a school that is urban links nothing."""
    rural = [True, False, *[True] * 7]
    schools = schools_in({"95001": "none", "95003": "none"})
    assert white_areas(grid(rural), schools, bridges=True).table.empty


def test_communes_of_which_nothing_is_known_are_not_white_unless_asked():
    """Unknown isn't none: they are counted in the notes, and are white only when asked."""
    schools = schools_in({"95001": "none", "95002": "unknown"})
    answer = white_areas(grid(), schools, minimum=1)
    assert answer.table["commune_codes"].tolist() == ["95001"]
    notes = french_notes(answer)
    assert "1 commune dont on ne sait rien des écoles n’est d’aucune zone blanche." in notes
    both = white_areas(grid(), schools, unknown=True)
    assert both.table["unknown_n"].tolist() == [1]
    assert "Les zones blanches ont 1 école dont on ne sait rien." in french_notes(both)


def test_areas_are_sorted_by_schools():
    """The area with most schools is the first."""
    schools = schools_in(dict.fromkeys(["95001", "95004", "95007", "95003", "95006"], "none"))
    table = white_areas(grid(), schools).table
    assert table.index.tolist() == ["ZB001", "ZB002"]
    assert table["schools_n"].tolist() == [3, 2]


def test_pupils_that_are_not_known_are_counted_apart():
    """One school of two has no figure: the sum is of the other, and the gap is said."""
    schools = schools_in({"95001": "none", "95002": "none"}).assign(pupils_n=[np.nan, 40.0])
    area = white_areas(grid(), schools).table.loc["ZB001"]
    assert (area["pupils_n"], area["pupils_unknown_n"]) == (40, 1)
    none = white_areas(grid(), schools.drop(columns="pupils_n")).table.loc["ZB001"]
    assert np.isnan(none["pupils_n"])
    assert none["pupils_unknown_n"] == 2


@pytest.mark.parametrize(
    ("communes", "statuses", "note"),
    [
        (grid(), {"95001": "school"}, "Chaque commune rurale qui a des écoles en a au moins une"),
        (grid(), {}, "Il n’y a aucune école."),
        (grid().drop(columns="rural"), {"95001": "none", "95002": "none"},
         "On ne sait pas quelles communes sont rurales"),
        (grid([None] * 9), {"95001": "none", "95002": "none"},
         "On ne sait pas quelles communes sont rurales"),
        (grid(), {"95001": "unknown"}, "1 commune dont on ne sait rien des écoles"),
    ],
)  # fmt: skip
def test_bad_input_is_said_in_words(communes, statuses, note):
    """All covered, no school, no rurality, all unknown: what can be, and why not the rest."""
    schools = schools_in(statuses) if statuses else schools_in({"95001": "none"}).iloc[:0]
    answer = white_areas(communes, schools)
    assert any(told.startswith(note) for told in french_notes(answer))
    assert isinstance(answer.table, gpd.GeoDataFrame)


def test_communes_shown_inside_another_count_there():
    """`polygon_code` says whose polygon covers a school's commune."""
    schools = schools_in({"95001": "none", "95002": "none"}).assign(
        polygon_code=["95001", "95001"], commune_code=["95001", "95999"]
    )
    area = white_areas(grid(), schools, minimum=1).table.loc["ZB001"]
    assert (area["communes_n"], area["schools_n"]) == (1, 2)


@examples(12)
@given(st.lists(st.sampled_from([*STATUSES, ""]), min_size=9, max_size=9), st.booleans())
def test_areas_are_the_connected_sets(statuses, unknown):
    """Any dealing of statuses: the areas are those that borders measured in metres make."""
    told = {code: status for code, status in zip(SQUARES, statuses, strict=True) if status}
    schools = schools_in(told or {"95001": "school"})
    communes = grid()
    white = [
        at for at, status in enumerate(statuses)
        if status in WITHOUT or (unknown and status in IN_DOUBT)
    ]  # fmt: skip
    near = borders(communes.to_crs(2154).geometry.to_numpy())
    expected = {", ".join(SQUARES[at] for at in sorted(part)) for part in components(white, near)}
    table = white_areas(communes, schools, minimum=1, unknown=unknown).table
    assert set(table["commune_codes"]) == expected
    mixed = white_areas(
        communes.iloc[::-1], schools.sample(frac=1, random_state=1), minimum=1, unknown=unknown
    ).table
    pd.testing.assert_frame_equal(
        pd.DataFrame(mixed.drop(columns="geometry")), pd.DataFrame(table.drop(columns="geometry"))
    )


def test_edges_find_the_same_neighbours_as_borders(shared_file):
    """On real communes of a département, matched edges and measured borders agree."""
    communes = gpd.read_file(shared_file("communes-49-cog2018.geojson")).to_crs(2154)
    clean = np.array(shapely.coverage_clean(communes.geometry.to_numpy()))
    first, second = touching(clean)
    near = borders(clean)
    measured = {(at, other) for at, others in near.items() for other in others if at < other}
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == measured


def test_an_enclave_touches_what_surrounds_it():
    """A hole's ring is a border too; a part of a multipolygon belongs to its polygon."""
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    away = shapely.multipolygons([shapely.box(1, 1, 2, 2), shapely.box(9, 9, 10, 10)])
    first, second = touching(np.array([ring, away]))
    assert (first.tolist(), second.tolist()) == ([0], [1])


def test_nothing_touches_nothing():
    """No polygon, or one alone: no pair."""
    for polygons in ([], [shapely.box(0, 0, 1, 1)]):
        first, second = touching(np.array(polygons, dtype=object))
        assert len(first) == len(second) == 0
