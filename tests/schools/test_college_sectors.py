import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from annuaire import ROW_2023, row, uai, write_csv, write_json
from hypothesis import given
from hypothesis import strategies as st
from partition_checks import areas_km2, assert_partition
from properties import examples
from told_findings import in_french
from toyland import ORIGIN, SIDE_M, make_communes, make_schools

from geo_ent.communes.bundled import read_communes
from geo_ent.errors import InputError
from geo_ent.schools.college_catchments import place_colleges, read_college_sectors, read_colleges
from geo_ent.schools.directory import read_establishments, read_schools
from geo_ent.tables.findings import KINDS, Findings
from geo_ent.territory.college_sectors import college_sectors, sector_pieces, with_sectors
from geo_ent.territory.locate import locate
from geo_ent.territory.zones import whole_levels, zones

CARTE = {
    "code_departement": "035",
    "code_insee": "35001",
    "libelle_commune": "Acigné",
    "Type_et_Libelle": "",
    "Code_RNE": "0352167R",
    "Secteur_unique": "O",
}
A, B, C = "0352167R", "0350052S", "0351799R"


def carte(*rows):
    """Make rows of a carte scolaire from (commune, collège, alone)."""
    return [
        {**CARTE, "code_insee": commune, "Code_RNE": college, "Secteur_unique": alone}
        for commune, college, alone in rows
    ]


def pairs(frame):
    """Give commune, collège and whole of each row."""
    return frame[["commune_code", "college_uai", "whole"]].to_numpy().tolist()


def toy_sectors(rows, places):
    """Make sectors of toyland from (commune, collège) and the collèges' places in km."""
    serves = pd.DataFrame(rows, columns=["commune_code", "college_uai"])
    serves = serves.sort_values(["commune_code", "college_uai"], ignore_index=True)
    serves["whole"] = ~serves["commune_code"].duplicated(keep=False)
    points = [(ORIGIN[0] + x * SIDE_M, ORIGIN[1] + y * SIDE_M) for x, y in places.values()]
    colleges = gpd.GeoDataFrame(
        {"name": [f"Collège {code}" for code in places], "commune_name": "Carré"},
        geometry=gpd.points_from_xy(*zip(*points, strict=True), crs=2154),
        index=pd.Index(list(places), name="uai"),
    )
    return place_colleges(serves, colleges.to_crs(4326))


def test_whole_communes_and_streets(tmp_path):
    """35001 is whole; 35238's three streets are two collèges'; one row a commune and a collège."""
    rows = carte(("35001", A, "O"), ("35238", B, "N"), ("35238", C, "N"), ("35238", B, "N"))
    read = read_college_sectors(write_csv(tmp_path / "c.csv", rows))
    assert pairs(read) == [["35001", A, True], ["35238", B, False], ["35238", C, False]]
    assert read["commune_name"].tolist() == ["Acigné", "Rennes", "Rennes"]


def test_json_reads_as_csv(tmp_path):
    """The portal's JSON export, with its lower-case names, says the same."""
    rows = carte(("35001", A, "O"), ("35238", B, "N"))
    lower = [{title.lower(): cell for title, cell in each.items()} for each in rows]
    path = tmp_path / "c.json"
    path.write_text(json.dumps(lower, ensure_ascii=False), encoding="utf-8")
    read = read_college_sectors(path)
    assert read.equals(read_college_sectors(write_csv(tmp_path / "c.csv", rows)))


def test_codes_are_brought_to_today(tmp_path):
    """35112 (La Chapelle-Saint-Aubert's Fleurigné) merged into 35062: two collèges share it now,
    and that is listed; a lost zero is repaired, and listed with its row.
    """
    findings = Findings()
    rows = carte(("35112", A, "O"), ("35062", B, "O"), ("1004", C, "O"))
    read = read_college_sectors(write_csv(tmp_path / "c.csv", rows), findings=findings)
    assert pairs(read) == [["01004", C, True], ["35062", B, False], ["35062", A, False]]
    table = in_french(findings).set_index("kind")
    assert table.loc["repaired-code", ["row", "message"]].tolist() == ["4", "« 1004 » lu 01004"]
    assert table.loc["sector-shared", "row"] == "2"


def test_rows_at_fault_are_named(tmp_path):
    """No commune, no UAI, no O or N: each is listed with its row; the rest is read."""
    findings = Findings()
    rows = carte(("35001", A, "O"), ("99999", A, "O"), ("35238", "??", "N"), ("35238", B, "x"))
    read = read_college_sectors(write_csv(tmp_path / "c.csv", rows), findings=findings)
    assert pairs(read) == [["35001", A, True], ["35238", B, True]]
    assert sorted(findings.table()["row"]) == ["3", "4", "5"]
    assert {entry["kind"] for entry in findings.entries} == {"sector-row"} <= set(KINDS)


def test_another_file_is_refused(tmp_path):
    """An annuaire isn't a carte scolaire: what lacks and what is expected are said."""
    path = write_csv(tmp_path / "annuaire.csv", [row(1)])
    with pytest.raises(InputError, match=r"annuaire.csv : il manque .*On attend la carte scolaire"):
        read_college_sectors(path)


def test_a_file_without_a_usable_row_is_refused(tmp_path):
    """Titles alone, or rows of nowhere, are no carte scolaire."""
    path = write_csv(tmp_path / "c.csv", carte(("99999", A, "O")))
    with pytest.raises(InputError, match="aucune ligne utilisable parmi 1"):
        read_college_sectors(path)


def college(number, title, **changes):
    """Make the row of a collège."""
    told = {"Type_etablissement": "Collège", "code_nature": "340", "Nom_etablissement": title}
    return row(number, **told, **changes)


@pytest.mark.parametrize("write", [write_csv, write_json])
def test_colleges_of_an_annuaire(tmp_path, write):
    """Public collèges alone, named as people say it, with their point; no lycée, no école."""
    rows = [
        row(1),
        college(2, "COLLEGE PUBLIC JEAN MOULIN"),
        college(3, "Collège Sainte-Anne", Statut_public_prive="Privé"),
        row(4, Type_etablissement="Lycée", code_nature="302"),
    ]
    path = write(tmp_path / f"a.{write.__name__[-4:]}", rows)
    read = read_colleges(read_establishments(path))
    assert read["name"].to_dict() == {uai(2): "Collège Jean Moulin"}
    assert (read.geometry.x.item(), read.geometry.y.item()) == (6.863, 47.639)


def test_a_directory_of_schools_has_no_college(tmp_path):
    """Then collèges are named by their UAI, and have no place."""
    read = read_colleges(read_establishments(write_csv(tmp_path / "a.csv", [row(1)])))
    assert read.empty
    serves = pd.DataFrame({"commune_code": ["90010"], "college_uai": [A], "whole": [True]})
    placed = place_colleges(serves, read)
    assert placed["college_name"].tolist() == [f"Collège {A}"]
    assert placed.geometry.isna().all()


def test_namesakes_are_told_apart(tmp_path):
    """Two collèges Jean Moulin: each with its commune."""
    rows = [college(2, "Collège Jean Moulin"),
            college(3, "Collège Jean Moulin", Nom_commune="Delle")]  # fmt: skip
    colleges = read_colleges(read_establishments(write_csv(tmp_path / "a.csv", rows)))
    serves = pd.DataFrame({"commune_code": ["90010", "90033"], "college_uai": [uai(2), uai(3)]})
    named = place_colleges(serves, colleges)["college_name"].tolist()
    assert named == ["Collège Jean Moulin (Belfort)", "Collège Jean Moulin (Delle)"]


def test_a_shared_commune_is_halved(toy_communes, toy_schools):
    """Left column A, right column B, middle column both, collèges in mid-height of each side:
    the middle is halved, each school is its nearest collège's, and only the middle is estimated.
    """
    left, middle, right = ([f"95{at + 3 * row:03d}" for row in range(3)] for at in (1, 2, 3))
    rows = [*((code, A) for code in left + middle), *((code, B) for code in right + middle)]
    sectors = toy_sectors(rows, {A: (0.5, 1.5), B: (2.5, 1.5)})
    shapes = college_sectors(toy_communes, sectors)
    assert_partition(shapes, toy_communes)
    assert areas_km2(shapes).to_dict() == pytest.approx({A: 4.5, B: 4.5}, rel=1e-4)
    assert shapes["zone_name"].to_dict() == {A: f"Collège {A}", B: f"Collège {B}"}
    findings = Findings()
    schools = with_sectors(locate(toy_schools, toy_communes), toy_communes, sectors,
                           findings=findings)  # fmt: skip
    assert schools["secteur_college_code"].tolist() == [A, A, A, B, B, B]
    assert schools["secteur_college_basis"].tolist() == [
        "file", "file", "estimated", "estimated", "file", "file"
    ]  # fmt: skip
    assert findings.count("sector-estimated") == 2


def test_only_zones_with_a_cut_commune_are_estimated(toy_communes):
    """A has a whole commune, B and C share another: A's contour is the file's."""
    rows = [("95001", A), ("95002", B), ("95002", C)]
    sectors = toy_sectors(rows, {A: (0.5, 0.5), B: (1.2, 0.5), C: (1.8, 0.5)})
    shapes = college_sectors(toy_communes, sectors)
    assert shapes["estimated"].to_dict() == {A: False, B: True, C: True}
    assert_partition(shapes, toy_communes.loc[["95001", "95002"]])


def test_what_the_file_lacks_is_out_of_the_level(toy_communes, toy_schools):
    """A file of one commune: its schools have a sector, the others none, and they are listed."""
    sectors = toy_sectors([("95005", A)], {A: (1.5, 1.5)})
    findings = Findings()
    schools = with_sectors(locate(toy_schools, toy_communes), toy_communes, sectors,
                           findings=findings, file="carte.csv")  # fmt: skip
    assert schools["secteur_college_code"].tolist() == ["", "", A, A, "", ""]
    assert findings.count("no-sector") == 4
    assert areas_km2(college_sectors(toy_communes, sectors)).to_dict() == pytest.approx(
        {A: 1.0}, rel=1e-3
    )


def test_unplaced_colleges_cut_nothing(toy_communes, toy_schools):
    """Two collèges share 95005 and neither is placed: its schools are out of the level; with one
    of them placed, it has them all, and the commune isn't called the file's.
    """
    rows = [("95001", A), ("95005", B), ("95005", C)]
    located = locate(toy_schools, toy_communes)
    none = toy_sectors(rows, {A: (0.5, 0.5)})
    codes = with_sectors(located, toy_communes, none)["secteur_college_code"]
    assert codes[["9500003C", "9500004D"]].tolist() == ["", ""]
    assert list(college_sectors(toy_communes, none).index) == [A]
    one = toy_sectors(rows, {A: (0.5, 0.5), B: (1.5, 1.5)})
    schools = with_sectors(located, toy_communes, one).loc["9500003C"]
    assert (schools["secteur_college_code"], schools["secteur_college_basis"]) == (B, "estimated")


def test_a_school_without_a_point_in_a_shared_commune_is_out(toy_communes, toy_schools):
    """Nothing says which collège is nearest: no guess is made, and it is listed."""
    toy_schools.loc["9500003C", "geometry"] = None
    sectors = toy_sectors([("95005", A), ("95005", B)], {A: (1.1, 1.5), B: (1.9, 1.5)})
    findings = Findings()
    schools = with_sectors(
        locate(toy_schools, toy_communes), toy_communes, sectors, findings=findings
    )
    assert schools.loc[["9500003C", "9500004D"], "secteur_college_code"].tolist() == ["", B]
    assert "9500003C" in set(findings.table()["uai"])


def test_the_level_is_there_when_the_file_is(toy_communes, toy_schools):
    """Without the carte scolaire there is no such level; with it, between its neighbours."""
    located = locate(toy_schools, toy_communes)
    assert "secteur_college" not in zones(toy_communes, located)
    sectors = toy_sectors([("95001", A)], {A: (0.5, 0.5)})
    drawn = list(zones(toy_communes, located, sectors=sectors))
    assert drawn.index("secteur_college") == drawn.index("circonscription") + 1
    assert "secteur_college" not in whole_levels(toy_communes)
    assert "secteur_college" in whole_levels(toy_communes, sectors=sectors)


def test_a_sector_over_the_edge_is_noted(toy_communes):
    """A serves 95001, and 95099 that isn't here: noted; B serves 95002 alone: not."""
    sectors = toy_sectors(
        [("95001", A), ("95099", A), ("95002", B)], {A: (0.5, 0.5), B: (1.5, 0.5)}
    )
    findings = Findings()
    whole_levels(toy_communes, sectors=sectors, findings=findings)
    told = findings.table().set_index("kind")["message"]
    assert told["partial-sector"] == f"Collège {A} ({A})"


colleges = st.lists(
    st.tuples(st.floats(-1, 4), st.floats(-1, 4)), min_size=1, max_size=5, unique=True
)
spots = st.lists(st.tuples(st.floats(0.01, 2.99), st.floats(0.01, 2.99)), min_size=1, max_size=8)


@examples(15)
@given(colleges, spots, st.data())
def test_sectors_are_a_partition(places, spots, data):
    """Whoever serves what: a partition of the communes of the file; every school in one drawn
    zone, that of its own code; row order changes nothing.
    """
    communes = make_communes()
    names = [f"95{at:05d}X" for at in range(len(places))]
    serving = st.sets(st.sampled_from(names), min_size=0, max_size=3)
    rows = [(code, name) for code in communes.index for name in sorted(data.draw(serving))]
    if not rows:
        return
    sectors = toy_sectors(rows, dict(zip(names, places, strict=True)))
    schools = make_schools(
        [(f"95{at:05d}A", x, y, f"95{3 * int(y) + int(x) + 1:03d}", "Z")
         for at, (x, y) in enumerate(spots)]
    )  # fmt: skip
    shapes = college_sectors(communes, sectors)
    served = communes.loc[sorted({code for code, _ in rows})]
    assert_partition(shapes, served)
    told = with_sectors(locate(schools, communes), communes, sectors)
    codes = told["secteur_college_code"]
    assert (codes != "").tolist() == told["commune_code"].isin(served.index).tolist()
    inside = told[codes != ""]
    own = shapes.geometry.reindex(inside["secteur_college_code"]).to_crs(2154)
    away = shapely.distance(own.to_numpy(), inside.geometry.to_crs(2154).to_numpy())
    assert (away < 0.02).all()
    mixed = sectors.sample(frac=1, random_state=data.draw(st.integers(0, 99)))
    again = college_sectors(communes.iloc[::-1], mixed)
    assert areas_km2(again).to_dict() == pytest.approx(areas_km2(shapes).to_dict(), rel=1e-9)
    other = with_sectors(locate(schools.iloc[::-1], communes), communes, mixed)
    assert other["secteur_college_code"].reindex(codes.index).equals(codes)


@pytest.fixture
def real(shared_file):
    """The carte scolaire and the collèges of Ille-et-Vilaine."""
    carte_35 = shared_file("carte-scolaire-colleges-035-2023.csv")
    annuaire = shared_file("annuaire-035-2023-06.csv")
    findings = Findings()
    read = read_college_sectors(carte_35, findings=findings)
    colleges = read_colleges(read_establishments(annuaire))
    return carte_35, annuaire, place_colleges(read, colleges), findings


def test_real_carte_scolaire(real):
    """348 whole-commune rows, eight of them for communes since merged: 332 communes and 62
    collèges of today, all of the annuaire; 20 communes shared, 6 by street (35308 both ways).
    """
    path, _, sectors, findings = real
    raw = pd.read_csv(path, sep=";", dtype=str)
    sole = raw[raw["Secteur_unique"] == "O"]
    assert (len(raw), len(sole), raw["Code_RNE"].nunique()) == (5416, 348, 62)
    by_street = set(raw["code_insee"]) - set(sole["code_insee"])
    assert by_street == {"35115", "35238", "35288", "35308", "35343", "35360"}
    communes = read_communes(["35"])
    assert set(sectors["commune_code"]) == set(communes.index)
    shared = sectors[~sectors["whole"]]
    assert (sectors["whole"].sum(), shared["commune_code"].nunique()) == (312, 20)
    assert by_street <= set(shared["commune_code"])
    assert sectors["college_uai"].nunique() == 62
    assert sectors.geometry.notna().all()
    assert not sectors["college_name"].str.contains(r"\d{7}", regex=True).any()
    assert dict(findings.summary()) == {"sector-shared": 15}


def test_real_sectors(real):
    """62 sectors, a partition of Ille-et-Vilaine to 1e-6; all 685 schools in the drawing of their
    own; the 182 of the 20 shared communes estimated, and 29 zones with them.
    """
    _, annuaire, sectors, _ = real
    communes = read_communes(["35"])
    schools = with_sectors(locate(read_schools(annuaire), communes), communes, sectors)
    basis = schools["secteur_college_basis"].value_counts().to_dict()
    assert basis == {"file": 503, "estimated": 182}
    shapes = college_sectors(communes, sectors)
    assert_partition(shapes, communes)
    assert (len(shapes), shapes["estimated"].sum()) == (62, 29)
    own = shapes.geometry.reindex(schools["secteur_college_code"]).to_numpy()
    assert shapely.intersects(own, schools.geometry.to_numpy()).all()
    pieces = sector_pieces(communes, sectors)
    assert pieces.loc[pieces["cut"], "commune_code"].nunique() == 20
    rennes = schools[schools["commune_code"] == "35238"]
    assert rennes["secteur_college_code"].nunique() == 12


def test_the_made_up_rows_have_the_real_titles(shared_file):
    """The rows of these tests keep to the titles of the published files."""
    head = shared_file("carte-scolaire-colleges-035-2023.csv").read_text("utf-8-sig").split("\n")[0]
    assert set(CARTE) <= set(head.strip().split(";"))
    assert "Type_etablissement" in ROW_2023
