"""Schools of any vintage on today's communes: codes moved, splits decided, none lost."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from told_findings import in_french
from toyland import make_schools

from geo_ent.communes.bundled import communes_without_polygon, read_communes
from geo_ent.communes.codes_to_today import commune_names
from geo_ent.maps.geometry.topology import topology
from geo_ent.tables.findings import KINDS, Findings
from geo_ent.territory.circonscriptions import circonscriptions
from geo_ent.territory.communes_without_outline import (
    polygon_codes,
    shown_inside,
    with_hidden_communes,
)
from geo_ent.territory.locate import place_schools as locate  # where none may be of here
from geo_ent.territory.zones import zones

CANTAL = ["15031", "15035", "15047", "15171"]


def make_written(codes, points):
    """Make schools of these written codes at these points (EPSG:4326)."""
    rows = [(f"{i:07d}A", 0.5, 0.5, code, "A") for i, code in enumerate(codes)]
    schools = make_schools(rows)
    return schools.set_geometry(gpd.GeoSeries(points, index=schools.index, crs=4326)).assign(
        departement_code=[code[:2] for code in codes]
    )


def within(communes, code):
    """Give a point inside a commune."""
    return communes.geometry[code].representative_point()


def told(findings, kind):
    """Give the messages of a kind."""
    table = in_french(findings)
    return table.loc[table["kind"] == kind, "message"].tolist()


def test_an_old_code_lands_on_its_commune_of_today():
    """Codes of 2015 (merged, delegated, renumbered): by code, not by point; each move is told."""
    communes = read_communes(["49"])
    point = within(communes, "49126")
    schools = make_written(["49069", "49382", "49126", "49007"], [point, None, point, None])
    findings = Findings()
    located = locate(schools, communes, findings=findings, file="annuaire.csv")
    assert located["commune_code"].tolist() == ["49126", "49160", "49126", "49007"]
    assert set(located["joined_by"]) == {"code"}
    assert told(findings, "moved-code") == [
        "49069 est aujourd’hui 49126 (commune qui a changé de code)",
        "49382 est aujourd’hui 49160 (commune déléguée ou associée)",
    ]
    assert dict(findings.summary()) == {"moved-code": 2}
    assert located["polygon_code"].tolist() == located["commune_code"].tolist()


def test_a_change_of_departement_moves_the_school():
    """49144 is in Loire-Atlantique since 2018: out of Maine-et-Loire, whatever its file says."""
    schools = make_written(["49144"], [None])
    assert locate(schools, read_communes(["49"])).empty
    located = locate(schools, read_communes(["44"]))
    assert located[["commune_code", "departement_code"]].iloc[0].tolist() == ["44180", "44"]


def test_a_split_commune_is_decided_by_the_point():
    """85084 of 2020: the point tells L’Oie from Les Essarts; without one the seat, as a guess."""
    communes = read_communes(["85"])
    schools = make_written(
        ["85084"] * 3, [within(communes, "85165"), within(communes, "85084"), None]
    )
    findings = Findings()
    located = locate(schools, communes, findings=findings)
    assert located["commune_code"].tolist() == ["85165", "85084", "85084"]
    assert told(findings, "moved-code") == [
        "85084 est aujourd’hui 85165 (commune qui s’est séparée en plusieurs)"
    ]
    assert told(findings, "split-guess") == [
        "85084 : commune séparée en plusieurs, école laissée à 85084"
    ]
    assert dict(findings.summary()) == {"moved-code": 1, "split-guess": 1}


def test_a_city_is_not_told_school_by_school():
    """A municipal arrondissement is its city's, and no finding."""
    findings = Findings()
    communes = read_communes(["75"])
    located = locate(make_written(["75112"], [None]), communes, findings=findings)
    assert located["commune_code"].tolist() == ["75056"]
    assert findings.entries == []


SEA = shapely.Point(-2.6, 48.9)  # in the Channel
OVERSEAS = "collectivité d’outre-mer, hors des 101 départements"
IN_COTES_D_ARMOR = shapely.Point(-2.76, 48.5)


@pytest.mark.parametrize(
    ("written", "point", "message"),
    [
        ("", None, "pas de code de commune, pas de point"),
        ("", SEA, "pas de code de commune, point hors du département"),
        ("", IN_COTES_D_ARMOR, "pas de code de commune, point hors du département"),
        ("99999", None, "« 99999 » : code d’aucune commune depuis 1943, pas de point"),
        ("35999", SEA, "« 35999 » : code d’aucune commune depuis 1943, point hors du département"),
        ("99100", None, "« 99100 » : pays étranger, pas de point"),
        ("97801", None, f"« 97801 » : Saint-Martin, {OVERSEAS}, pas de point"),
    ],
)  # fmt: skip
def test_a_school_of_no_commune_counts_in_its_departement(written, point, message):
    """Without a code that is one and a point in its département: no commune, EPCI, arrondissement;
    its département, académie and région all the same, and a line that says why.
    """
    schools = make_written([written], [point]).assign(departement_code="35")
    findings = Findings()
    located = locate(schools, read_communes(["35"]), findings=findings).iloc[0]
    assert (
        located[["commune_code", "polygon_code", "epci_code", "arrondissement_code"]].eq("").all()
    )
    above = located[["departement_code", "academie_code", "region_code"]]
    assert above.tolist() == ["35", "14", "53"]
    assert located["joined_by"] == ""
    assert told(findings, "unjoined") == [
        f"{message} : comptée dans le département 35, dans aucune commune"
    ]
    # and in no other: not even in the one that its point lies in
    assert locate(schools, read_communes(["22"])).empty


@pytest.mark.parametrize(("code", "kinds"), [
    ("35238", {"astray-point": 1}), ("", {"astray-point": 1, "unjoined": 1}),
])  # fmt: skip
def test_a_point_far_from_its_departement_is_none(code, kinds):
    """Axes swapped, or in another sea: no distance and no group of schools is made of it; a point
    that is wrong by some kilometres is noted with its distance, and kept.
    """
    communes = read_communes(["35"])
    far = [shapely.Point(48.11, -1.68), shapely.Point(-20, 45), shapely.Point(170, -60)]
    for point in far:
        findings = Findings()
        schools = make_written([code], [point]).assign(departement_code="35")
        located = locate(schools, communes, findings=findings).iloc[0]
        assert located.geometry is None
        assert pd.isna(located["distance_km"])
        assert dict(findings.summary()) == kinds
        said = told(findings, "astray-point")[0].replace("\u00a0", " ")
        assert said == "point à plus de 100 km du département 35"
    findings = Findings()
    schools = make_written(["35238"], [SEA]).assign(departement_code="35")
    located = locate(schools, communes, findings=findings).iloc[0]
    assert located.geometry == SEA
    assert located["distance_km"] > 80
    assert dict(findings.summary()) == {"outside-commune": 1}


def test_the_codes_that_guadeloupe_has_lost():
    """97123, 97127 and those of today count in Guadeloupe where the directory says so, and in no
    commune of it; where it says the collectivity they are elsewhere.
    """
    written = ["97123", "97127", "97701", "97801", "97801"]
    schools = make_written(written, [shapely.Point(-63.08, 18.07)] * 5)
    schools["departement_code"] = ["971"] * 4 + ["978"]
    located = locate(schools, read_communes(["971"]))
    assert located["departement_code"].tolist() == ["971"] * 4
    assert located["commune_code"].eq("").all()


@pytest.mark.parametrize(
    ("departement", "written", "city"),
    [("75", "75100", "75056"), ("69", "69380", "69123"), ("13", "13200", "13055")],
)
def test_a_city_without_its_arrondissement_is_placed_and_told(departement, written, city):
    """Only one commune can be meant: without a point, or with one in it."""
    communes = read_communes([departement])
    schools = make_written([written] * 2, [None, within(communes, city)])
    findings = Findings()
    located = locate(schools, communes, findings=findings)
    assert located["commune_code"].tolist() == [city] * 2
    assert dict(findings.summary()) == {"city-code": 2}
    assert told(findings, "city-code")[0].startswith(f"« {written} » ne dit pas l’arrondissement")


@pytest.mark.parametrize(("point", "home"), [(True, "13004"), (False, "")])
def test_a_post_code_is_no_city(point, home):
    """13200 is Arles' post code: its name or its point say that Marseille isn't meant."""
    communes = read_communes(["13"])
    schools = make_written(["13200"], [within(communes, "13004") if point else None])
    named = schools.assign(commune_name="Arles")
    assert locate(named, communes)["commune_code"].tolist() == [home]
    if point:
        assert locate(schools, communes)["commune_code"].tolist() == [home]


@pytest.mark.parametrize("written", ["", "75999", "75000", "99999"])
def test_a_departement_of_one_commune_says_which(written):
    """A school of Paris is in Paris, whatever its code lacks."""
    findings = Findings()
    schools = make_written([written], [SEA]).assign(departement_code="75")
    located = locate(schools, read_communes(["75"]), findings=findings)
    assert located[["commune_code", "joined_by"]].iloc[0].tolist() == ["75056", "departement"]
    assert dict(findings.summary()) == {"astray-point": 1, "only-commune": 1}


def test_a_commune_that_is_given_alone_is_no_whole_departement():
    """A build of Rennes alone places no school there that only its département is known of."""
    schools = make_written([""], [SEA]).assign(departement_code="35")
    located = locate(schools, read_communes(["35"]).loc[["35238"]])
    assert located[["commune_code", "joined_by"]].iloc[0].tolist() == ["", ""]


def test_a_code_of_another_departement_than_the_directory_names_is_told():
    """22050 named of Ille-et-Vilaine is counted in Côtes-d'Armor, told there and where it was
    looked for; one that changed département since is no fault.
    """
    schools = make_written(["22050", "49144"], [None] * 2)
    schools["departement_code"] = ["35", "49"]
    for departement, kept in (("35", 0), ("22", 1), ("44", 1), ("49", 0)):
        findings = Findings()
        located = locate(schools, read_communes([departement]), findings=findings)
        assert len(located) == kept
        expected = ["commune 22050 (département 22), département 35 dans l’annuaire"]
        assert told(findings, "departement-differs") == (
            expected if departement in {"35", "22"} else []
        )


def test_without_a_departement_the_point_decides():
    """Where the directory names no département (or none that there is), the point may be of any."""
    communes = read_communes(["35"])
    schools = make_written(["", ""], [within(communes, "35238")] * 2)
    schools["departement_code"] = ["", "069D"]
    assert locate(schools, communes)["commune_code"].tolist() == ["35238"] * 2


def test_codes_of_elsewhere_stay_elsewhere():
    """Another département's dead code, a collectivity's: not ours; an unknown one of ours is."""
    communes = read_communes(["35"])
    schools = make_written(["49069", "97701", "35999", "22050"], [None] * 4)
    schools["departement_code"] = ["49", "977", "35", "22"]
    findings = Findings()
    located = locate(schools, communes, findings=findings)
    assert located["commune_code"].tolist() == [""]
    assert dict(findings.summary()) == {"unjoined": 1}


def test_new_kinds_have_their_french_sentence():
    """What `locate` notes can be told to a reader."""
    assert {"moved-code", "split-guess", "shown-inside"} <= set(KINDS)


@pytest.fixture(scope="module")
def cantal():
    """Cantal's communes that have a polygon."""
    return read_communes(["15"])


def test_a_commune_without_a_polygon_keeps_its_code(cantal):
    """A school of Celles stays in 15031, is measured on 15141's polygon and is listed."""
    findings = Findings()
    schools = make_written(["15031", "15119"], [within(cantal, "15141"), None])
    located = locate(schools, cantal, findings=findings)
    assert located["commune_code"].tolist() == ["15031", "15119"]
    assert located["polygon_code"].tolist() == ["15141", "15119"]
    assert located["distance_km"].tolist()[0] == 0
    assert located["joined_by"].tolist() == ["code", "code"]
    assert told(findings, "shown-inside") == ["15031 montrée dans 15141"]


@pytest.mark.parametrize("code", CANTAL)
def test_its_levels_are_its_own(cantal, code):
    """EPCI, arrondissement and the rest come from the commune's own row."""
    located = locate(make_written([code], [None]), cantal).iloc[0]
    assert [
        located[f"{level}_code"]
        for level in ("epci", "arrondissement", "departement", "academie", "region")
    ] == ["200066637", "153", "15", "06", "84"]


def test_its_levels_are_its_own_even_where_they_differ(cantal, monkeypatch):
    """Were Celles in another EPCI than its cover, its school would be too."""
    other = communes_without_polygon().assign(epci_code="999999999")
    monkeypatch.setattr("geo_ent.territory.locate.communes_without_polygon", lambda: other)
    located = locate(make_written(["15031", "15141"], [None, None]), cantal)
    assert located["epci_code"].tolist() == ["999999999", "200066637"]


def test_it_is_a_zone_without_geometry(cantal):
    """At level commune Cantal has its 246 communes; the topology writes four without a shape."""
    schools = locate(make_written(["15031", "15014"], [within(cantal, "15141"), None]), cantal)
    shapes = zones(cantal, schools, levels=["commune", "circonscription"])
    frame = shapes["commune"]
    assert len(frame) == len(cantal) + 4
    assert frame.index[frame.geometry.isna()].tolist() == CANTAL
    assert frame.index.is_monotonic_increasing
    assert frame.loc["15031", "zone_name"] == commune_names()["15031"] == "Celles"
    assert frame.crs == cantal.crs
    written = topology(shapes)["objects"]["commune"]["geometries"]
    assert [each["id"] for each in written if each["type"] is None] == CANTAL


def test_circonscriptions_are_drawn_on_the_cover(cantal):
    """A school of Celles gives 15141's polygon to its circonscription."""
    schools = locate(
        make_written(["15031", "15014"], [within(cantal, "15141"), within(cantal, "15014")]), cantal
    ).assign(circonscription_code=["A", "B"], circonscription_name=["A", "B"])
    shapes = circonscriptions(cantal, schools)
    assert shapes.geometry["A"].contains(within(cantal, "15141"))
    assert shapes.geometry["B"].contains(within(cantal, "15014"))


def test_hidden_communes_are_named(cantal):
    """The note of a page names the four and the one that shows them; elsewhere there is none."""
    assert shown_inside(cantal) == {
        "Neussargues-Moissac": ("Celles", "Chalinargues", "Chavagnac", "Sainte-Anastasie")
    }
    assert shown_inside(read_communes(["63"])) == {}


def test_nothing_hidden_nothing_changed():
    """Of a territory where every commune has a polygon, the very frame comes back."""
    communes = read_communes(["90"])
    assert with_hidden_communes(communes) is communes
    codes = pd.Series(["90010", ""])
    assert polygon_codes(codes) is codes


@examples(12)
@given(
    st.lists(
        st.sampled_from(["49069", "49126", "49382", "49144", "49007", "49999", "", "75112"]),
        min_size=1,
        max_size=12,
    ),
    st.randoms(),
)
def test_every_school_is_in_one_place_in_any_order(codes, random):
    """Each school of the territory once, in the same commune whatever the order of the rows; and
    located again from today's codes, nowhere else.
    """
    communes = MAINE_ET_LOIRE
    schools = make_written(codes, [None] * len(codes)).assign(departement_code="49")
    located = locate(schools, communes)
    order = list(schools.index)
    random.shuffle(order)
    again = locate(schools.loc[order], communes)
    assert again["commune_code"].sort_index().equals(located["commune_code"])
    assert located.index.is_unique
    kept = located[located["commune_code"] != ""]
    twice = locate(schools.loc[kept.index].assign(commune_code=kept["commune_code"]), communes)
    assert twice["commune_code"].equals(kept["commune_code"])


MAINE_ET_LOIRE = read_communes(["49"])


def test_schools_of_2021_land_on_the_whole_country(shared_file):
    """Schools of 2021 in Maine-et-Loire and Vendée, by code alone: each has a commune with a
    polygon, those of split communes are listed.
    """
    rows = pd.read_csv(shared_file("ips-ecoles-2021-2022.csv"), sep=";", dtype=str)
    rows = rows[rows["Code du département"].isin(["049", "085"])].drop_duplicates("UAI")
    schools = gpd.GeoDataFrame(
        {
            "commune_code": rows["Code INSEE de la commune"].to_numpy(),
            "departement_code": rows["Code du département"].str[1:].to_numpy(),
        },
        geometry=[None] * len(rows),
        index=pd.Index(rows["UAI"], name="uai"),
        crs=4326,
    )
    findings = Findings()
    communes = read_communes(["49", "85"])
    located = locate(schools, communes, findings=findings)
    assert len(located) == len(schools)
    assert located["commune_code"].isin(communes.index).all()
    written = schools["commune_code"].reindex(located.index)
    assert findings.count("moved-code") == (written != located["commune_code"]).sum() > 10
    assert findings.count("split-guess") == (written == "85084").sum() == 4
