import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from partition_checks import areas_km2, assert_partition
from properties import examples
from told_findings import in_french
from toyland import make_communes, make_schools

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import departement_names
from geo_ent.errors import InputError
from geo_ent.schools.directory import read_schools
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.contract_check import check
from geo_ent.tables.findings import Findings
from geo_ent.territory.circonscriptions import circonscriptions
from geo_ent.territory.contiguity import absorb_strays, attach_free, borders, components, join_parts
from geo_ent.territory.crs import metric_crs
from geo_ent.territory.locate import locate, place_schools
from geo_ent.territory.zones import whole_levels, zones

GRID = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_code_decides_and_distance_is_noted(toy_communes):
    """A school coded in 95001 whose point is 250 m inside 95002 stays in 95001, and is listed."""
    schools = make_schools([("9500001A", 1.25, 0.5, "95001", "A")])
    findings = Findings()
    located = locate(schools, toy_communes, findings=findings)
    assert located["commune_code"].tolist() == ["95001"]
    assert located["distance_km"].item() == pytest.approx(0.25, abs=1e-4)
    assert in_french(findings)["message"].tolist() == ["point à 0.250\u00a0km de la commune 95001"]


def test_point_decides_when_the_code_is_dead(toy_communes):
    """A missing code and a code of no commune: the point says 95005; without a point, unjoined."""
    schools = make_schools(
        [("9500001A", 1.5, 1.5, "", "A"), ("9500002B", 1.5, 1.5, "95999", "A"),
         ("9500003C", 50, 50, "95999", "A")]
    )  # fmt: skip
    findings = Findings()
    located = locate(schools, toy_communes, findings=findings)
    assert located["commune_code"].tolist() == ["95005", "95005", ""]
    assert located["joined_by"].tolist() == ["point", "point", ""]
    assert dict(findings.summary()) == {"joined-by-point": 2, "unjoined": 1}


def test_schools_of_elsewhere_are_left_out(toy_communes):
    """A school of another département is not ours, nor unjoined; of none of ours it is told."""
    schools = make_schools([("9500001A", 0.5, 0.5, "35238", "A")]).assign(departement_code="35")
    findings = Findings()
    assert place_schools(schools, toy_communes, findings=findings).empty
    assert findings.entries == []
    with pytest.raises(InputError, match=r"\(départements : 35\) n’est dans ces communes \(95\)"):
        locate(schools, toy_communes)


def test_every_level_has_its_code(toy_communes, toy_schools):
    """A located school has one code a level; they are its commune's."""
    located = locate(toy_schools, toy_communes)
    levels = set(LEVELS) - {"secteur_college"}  # there where the carte scolaire is given
    assert {f"{level}_code" for level in levels} <= set(located.columns)
    assert located.loc["9500001A", ["epci_code", "academie_code", "region_code"]].tolist() == [
        "20000000", "25", "11"
    ]  # fmt: skip


def test_circonscriptions_of_toyland(toy_communes, toy_schools):
    """Left column A, right column B; the middle commune is halved; free communes join the longer
    border: 95002, 95008 and 95007 touch A or B by whole sides.
    """
    shapes = circonscriptions(toy_communes, locate(toy_schools, toy_communes))
    assert_partition(shapes, toy_communes)
    assert shapes["estimated"].all()
    assert shapes["zone_name"].tolist() == ["Circo A", "Circo B"]
    middle = toy_communes.geometry.to_crs(2154).loc["95005"]
    halves = shapely.area(shapely.intersection(shapes.geometry.to_crs(2154).to_numpy(), middle))
    assert halves / 1e6 == pytest.approx([0.5, 0.5], abs=1e-3)
    assert shapely.get_num_geometries(shapes.geometry.to_numpy()).tolist() == [1, 1]


def test_commune_follows_its_rpi():
    """95002's only school names no circonscription, but its RPI's other school is in B: so is it,
    though A has more border with it.
    """
    communes = make_communes(columns=3, rows=1)
    schools = make_schools(
        [("9500001A", 0.5, 0.5, "95001", "A"), ("9500002B", 1.5, 0.5, "95002", ""),
         ("9500003C", 2.5, 0.5, "95003", "B")]
    ).assign(rpi_code=["", "095001", "095001"])  # fmt: skip
    shapes = circonscriptions(communes, locate(schools, communes))
    assert areas_km2(shapes).to_dict() == pytest.approx({"A": 1.0, "B": 2.0}, rel=1e-3)


def test_no_circonscription_goes_over_a_departement():
    """95002 belongs to another département than A's 95001, though its only border is A's: it
    goes to B, of its own département, and a département without any stays undrawn.
    """
    communes = make_communes(columns=4, rows=1)
    communes["departement_code"] = ["95", "94", "94", "93"]
    schools = make_schools(
        [("9500001A", 0.5, 0.5, "95001", "A"), ("9500002B", 2.5, 0.5, "95003", "B")]
    )
    shapes = circonscriptions(communes, locate(schools, communes))
    assert areas_km2(shapes).to_dict() == pytest.approx({"A": 1.0, "B": 2.0}, rel=1e-3)


def test_no_circonscription_at_all(toy_communes, toy_schools):
    """A directory without circonscriptions gives no zone, and no crash."""
    schools = toy_schools.assign(circonscription_code="", circonscription_name="")
    assert circonscriptions(toy_communes, locate(schools, toy_communes)).empty


def test_two_schools_at_one_place():
    """Two circonscriptions at the very same point: the first UAI's has the land, none is lost."""
    communes = make_communes(columns=2, rows=1)
    schools = make_schools(
        [("9500001A", 0.5, 0.5, "95001", "A"), ("9500002B", 0.5, 0.5, "95001", "B"),
         ("9500003C", 1.5, 0.5, "95002", "B")]
    )  # fmt: skip
    shapes = circonscriptions(communes, locate(schools, communes))
    assert_partition(shapes, communes)
    assert areas_km2(shapes).to_dict() == pytest.approx({"A": 1.0, "B": 1.0}, rel=1e-3)


def test_a_circonscription_without_land_is_still_there():
    """B's only school stands where A's does: B has no polygon, and its school a zone."""
    communes = make_communes(columns=1, rows=1)
    schools = make_schools(
        [("9500001A", 0.5, 0.5, "95001", "A"), ("9500002B", 0.5, 0.5, "95001", "B")]
    )
    findings = Findings()
    shapes = zones(communes, locate(schools, communes), findings=findings)["circonscription"]
    assert shapes["zone_name"].to_dict() == {"A": "Circo A", "B": "Circo B"}
    assert shapes.geometry.isna().to_dict() == {"A": False, "B": True}
    assert findings.count("outside-circonscription") == 1


points = st.tuples(st.floats(0.01, 3.99), st.floats(0.01, 3.99), st.sampled_from("ABCD"))


@examples(12)
@given(st.lists(points, min_size=1, max_size=14), st.randoms())
def test_circonscriptions_are_a_partition(places, random):
    """Wherever the schools are: a partition, each school's zone drawn, row order indifferent."""
    communes = make_communes(columns=4, rows=4)
    rows = [
        (f"95{i:05d}A", x, y, f"95{4 * int(y) + int(x) + 1:03d}", zone)
        for i, (x, y, zone) in enumerate(places)
    ]
    schools = locate(make_schools(rows), communes)
    shapes = circonscriptions(communes, schools)
    assert_partition(shapes, communes)
    random.shuffle(rows)
    again = circonscriptions(communes, locate(make_schools(rows), communes))
    assert areas_km2(again).to_dict() == pytest.approx(areas_km2(shapes).to_dict(), rel=1e-9)


@examples(20)
@given(st.lists(st.sampled_from(["A", "B", "", ""]), min_size=9, max_size=9))
def test_whole_communes_hold_together_where_they_can(owners):
    """One school at most a commune: a circonscription in several pieces could not be joined
    through communes without a school.
    """
    communes = make_communes()
    rows = [
        (f"95{i:05d}A", i % 3 + 0.5, i // 3 + 0.5, f"95{i + 1:03d}", zone)
        for i, zone in enumerate(owners) if zone
    ]  # fmt: skip
    if len({zone for zone in owners if zone}) != 1:
        return  # with two zones, each may rightly cut the other's way
    shapes = circonscriptions(communes, locate(make_schools(rows), communes))
    assert shapely.get_num_geometries(shapes.geometry.to_numpy()).tolist() == [1]


def grid_borders():
    """The nine squares of a 3 by 3 grid, side 1, as a graph."""
    return borders(np.array([shapely.box(i % 3, i // 3, i % 3 + 1, i // 3 + 1) for i in range(9)]))


def test_borders_of_a_grid():
    """The middle square touches four others by a side of 1; corners don't count."""
    near = grid_borders()
    assert near[4] == {1: 1.0, 3: 1.0, 5: 1.0, 7: 1.0}
    assert near[0] == {1: 1.0, 3: 1.0}


def test_free_pieces_join_the_longest_border():
    """The middle of a row of A, free, B, B: two borders with B's, one with A's."""
    zones = ["A", "B", "B", "A", "", "B", "A", "B", "B"]
    assert attach_free(zones, grid_borders())[4] == "B"


def test_parts_are_joined_through_free_pieces():
    """A's two corners of the top row, with a free square between that went to B, become one."""
    zones = ["A", "B", "A", "B", "B", "B", "B", "B", "B"]
    joined = join_parts(zones, grid_borders(), costs=lambda _zone: {1: 0.0})
    assert joined == ["A", "A", "A", "B", "B", "B", "B", "B", "B"]


def test_parts_stay_apart_rather_than_break_another():
    """A's corners can't be joined through the middle column without cutting B in two."""
    zones = ["A", "B", "A", "A", "B", "A", "A", "B", "A"]
    near = grid_borders()
    assert join_parts(zones, near, costs=lambda _zone: {4: 0.0}) == zones


def test_strays_are_absorbed_unless_a_commune_holds_them():
    """A cut crumb of A inside B goes to B; a whole commune of A inside B stays A's."""
    zones = ["A", "A", "B", "B", "B", "B", "B", "B", "A"]
    weights = [2, 2, 1, 1, 1, 1, 1, 1, 1]
    near = grid_borders()
    assert absorb_strays(zones, near, cut={8}, weights=weights)[8] == "B"
    assert absorb_strays(zones, near, cut=set(), weights=weights) == zones


@given(st.sets(st.integers(0, 8)))
def test_components_are_a_partition(members):
    """Every member in one part; parts don't touch."""
    near = grid_borders()
    parts = components(members, near)
    assert sorted(piece for part in parts for piece in part) == sorted(members)
    for number, part in enumerate(parts):
        others = set().union(*parts[number + 1 :])
        assert not any(set(near[piece]) & others for piece in part)


def test_zones_of_every_level(toy_communes, toy_schools):
    """Toyland: nine communes, two circonscriptions, three EPCI, one of each level above."""
    shapes = zones(toy_communes, locate(toy_schools, toy_communes), levels=LEVELS)
    assert {level: len(frame) for level, frame in shapes.items()} == {
        "commune": 9, "circonscription": 2, "epci": 3, "arrondissement": 1,
        "departement": 1, "academie": 1, "region": 1,
    }  # fmt: skip
    for frame in shapes.values():
        assert_partition(frame, toy_communes)
    assert not shapes["epci"]["estimated"].any()


def test_part_of_an_academie_is_not_the_academie():
    """Of Nancy-Metz's four départements, one alone speaks neither for the académie nor a region."""
    findings = Findings()
    assert "academie" not in whole_levels(read_communes(["55"]), findings=findings)
    assert findings.count("partial-epci") > 0
    four = whole_levels(read_communes(["54", "55", "57", "88"]))
    assert "academie" in four
    assert "region" not in four


def test_bundled_communes_keep_their_contract():
    """The whole of France as `read_communes` gives it: the contract's columns, dtypes and codes."""
    communes = read_communes(list(departement_names()))
    assert check(communes, "communes", "communes").equals(communes)
    assert len(communes) == 34_871
    assert (communes["epci_code"] == "").sum() == 4


def test_metric_crs_by_territory():
    """Metropole and each overseas system; a mixture has none."""
    codes = {
        "35": 2154,
        "2A": 2154,
        "971": 5490,
        "972": 5490,
        "973": 2972,
        "974": 2975,
        "976": 4471,
    }
    assert {code: metric_crs([code]) for code in codes} == codes
    with pytest.raises(InputError, match="projection"):
        metric_crs(["35", "974"])


def test_real_circonscriptions(shared_file):
    """Ille-et-Vilaine: all 685 schools placed; 19 circonscriptions, a partition to 1e-6; Rennes
    shared by 4 and one commune by 2; only Saint-Malo's (the Rance) and Pacé's
    (communes that others enclose) are in several pieces, because their communes are.
    """
    findings = Findings()
    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    communes = read_communes(["35"])
    located = locate(schools, communes, findings=findings)
    assert located["joined_by"].value_counts().to_dict() == {"code": 685}
    assert findings.count("moved-code") == 1
    shared = located.groupby("commune_code")["circonscription_code"].nunique()
    assert shared[shared > 1].to_dict() == {"35238": 4, "35308": 2}
    shapes = zones(communes, located, findings=findings)
    circos = shapes["circonscription"]
    assert len(circos) == 19
    assert_partition(circos, communes)
    pieces = dict(
        zip(circos["zone_name"], shapely.get_num_geometries(circos.geometry), strict=True)
    )
    assert {name for name, n in pieces.items() if n > 1} == {"Saint Malo Ville", "Pacé"}
    assert findings.count("outside-circonscription") == 2


@pytest.mark.parametrize("territory", ["971", "973", "974", "976", "2A"])
def test_other_territories_partition_too(territory):
    """Overseas and Corsica: one made-up school in every fifth commune, three circonscriptions."""
    communes = read_communes([territory])
    crs = metric_crs([territory])
    chosen = communes.iloc[::5]
    inside = chosen.geometry.representative_point()
    schools = gpd.GeoDataFrame(
        {
            "commune_code": chosen.index,
            "departement_code": territory,
            "circonscription_code": [f"Z{i % 3}" for i in range(len(chosen))],
            "circonscription_name": [f"Zone {i % 3}" for i in range(len(chosen))],
            "rpi_code": "",
        },
        geometry=inside.to_numpy(),
        index=[f"{i:07d}A" for i in range(len(chosen))],
        crs=4326,
    )
    shapes = circonscriptions(communes, locate(schools, communes))
    assert_partition(shapes, communes, crs=crs)
