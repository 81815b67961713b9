"""What was noticed is told of the schools that are counted, and of no others."""

import datetime as dt

import pandas as pd
import pytest

from geo_ent.pipeline.build import build
from geo_ent.pipeline.reader_findings import reader_findings
from geo_ent.project.build_options import Project
from geo_ent.tables.findings import Findings
from geo_ent.text.note import Note

DIRECTORY = "annuaire-035-2023-06.csv"
PUPILS = "effectifs-ecoles-035-2019-2022.csv"
IPS = "ips-ecoles-2021-2022.csv"
CATCHMENTS = "carte-scolaire-colleges-035-2023.csv"
OF_SCHOOLS = ("no-pupils", "no-ips", "sector-estimated", "moved-code", "outside-circonscription")


@pytest.fixture(scope="module")
def maps(shared_file, tmp_path_factory):
    """Ille-et-Vilaine, its grid of the whole country, by sector."""
    folder = tmp_path_factory.mktemp("sectors")
    return {
        sector: build(
            Project(
                departements=("35",),
                schools=shared_file(DIRECTORY),
                register=shared_file("registre-ent-035-simule.xlsx"),
                out=folder / sector,
                date=dt.date(2023, 6, 30),
                density=shared_file("grille-densite-7-niveaux-2024.xlsx"),
                frr=shared_file("frr-2025-07.csv"),
                pupils=shared_file(PUPILS),
                ips=shared_file(IPS),
                college_sectors=shared_file(CATCHMENTS),
                sector=sector,
                quick=True,
            )
        )
        for sector in ("public", "prive", "all")
    }


def counts(built):
    """Count the findings of each kind, as findings.csv has them."""
    return pd.read_csv(built.page.with_name("findings.csv"), dtype=str)["kind"].value_counts()


def test_notes_count_the_public_schools_as_the_files_do(maps, shared_file):
    """What public schools lack is as many as plain pandas finds in the files."""
    rows = pd.read_csv(shared_file(DIRECTORY), sep=";", dtype=str).fillna("")
    schools = rows[
        (rows["Type_etablissement"] == "Ecole") & (rows["Statut_public_prive"] == "Public")
    ]
    schools = schools.set_index("Identifiant_de_l_etablissement")
    pupils = pd.read_csv(shared_file(PUPILS), sep=";", dtype=str)
    pupils = pupils[pupils["Rentrée scolaire"] == pupils["Rentrée scolaire"].max()]
    ips = pd.read_csv(shared_file(IPS), sep=";", dtype=str)
    known = ips[pd.to_numeric(ips["IPS"].str.replace(",", "."), errors="coerce").notna()]
    catchments = pd.read_csv(shared_file(CATCHMENTS), sep=";", dtype=str)
    colleges = catchments.groupby("code_insee")["Code_RNE"].nunique()
    told = counts(maps["public"])
    assert told.get("no-pupils", 0) == (~schools.index.isin(pupils["Numéro de l'école"])).sum() == 0
    assert told["no-ips"] == (~schools.index.isin(known["UAI"])).sum() == 116
    shared = schools["Code_commune"].isin(colleges.index[colleges > 1])
    assert told["sector-estimated"] == shared.sum() == 124
    text = maps["public"].page.read_text(encoding="utf-8")
    assert "absentes du fichier) (116)" in text
    assert "(estimation) (124)" in text


def test_a_fact_of_a_school_is_told_in_its_sector_alone(maps):
    """Those of the public sector and those of the private one are all there are."""
    told = {
        sector: counts(built).reindex(OF_SCHOOLS, fill_value=0) for sector, built in maps.items()
    }
    pd.testing.assert_series_equal(told["public"] + told["prive"], told["all"])
    assert told["prive"].loc[["no-pupils", "no-ips", "sector-estimated"]].tolist() == [10, 35, 58]


def test_a_grid_of_the_country_says_nothing_of_other_departements(maps):
    """None of the 68 communes that changed since the grid of 2024 is in Ille-et-Vilaine."""
    assert not any(kind.startswith("zoning") for kind, _ in maps["all"].findings.summary())


def test_the_registers_rows_are_told_whatever_the_sector(maps):
    """A register is one file: its rows of private schools are its keeper's to mend."""
    kinds = ["uai-corrected", "matched-by-name", "row-merged", "row-unmatched", "row-total"]
    told = [counts(built)[kinds].tolist() for built in maps.values()]
    assert told == [[13, 13, 9, 2, 6]] * 3


def kept(findings, *, departements=("35",), sector="public"):
    """Keep what is the reader's, of a public and a private school here and one elsewhere."""
    directory = pd.DataFrame(index=["0350001A", "0350002B", "0290003C"])
    narrowed = reader_findings(
        findings, elsewhere=set(directory.index[2:]), located=directory[:2], counted=directory[:1],
        departements=departements, sector=sector,
    )  # fmt: skip
    return [(entry["kind"], entry["uai"] or entry["place"]) for entry in narrowed.entries]


def test_what_cannot_be_placed_is_kept():
    """A row that may be of here is told; one that is surely of elsewhere isn't."""
    findings, why = Findings(), Note("no-uai")
    uais = ["0350009D", "0290009E", "?", "0350001A", "0350002B", "0290003C"]
    findings.add("duplicate-figure", why, uais=uais)
    findings.add("row-merged", why, uais=uais)
    findings.add("zoning-moved", why, rows=[1, 2, 3, 4], places=["35001", "29001", "", "TOTAL"])
    findings.add("not-open", why, rows=[1, 2], places=["35", "35"], sectors=["public", "prive"])
    assert kept(findings) == [
        *(("duplicate-figure", uai) for uai in ("0350009D", "?", "0350001A")),
        *(("row-merged", uai) for uai in uais[:5]),
        *(("zoning-moved", place) for place in ("35001", "", "TOTAL")),
        ("not-open", "35"),
    ]
    assert ("not-open", "35") in kept(findings, sector="prive")


def test_a_school_of_elsewhere_is_told_where_its_fact_is_of_here():
    """Named by another département, its commune is of this one: the place says so."""
    findings = Findings()
    for place in ("35001", "29001", ""):
        findings.add("departement-differs", Note("no-uai"), uais=["0290003C"], places=[place])
    assert kept(findings) == [("departement-differs", "0290003C")]


@pytest.mark.parametrize(
    ("departement", "told"),
    [("2A", ["2A004", "20004"]), ("974", ["97411"]), ("97", []), ("01", ["01004"])],
)
def test_a_commune_tells_its_departement(departement, told):
    """Two characters, three overseas; Corsica's codes of before 1976 are of both halves."""
    places = ["2A004", "20004", "97411", "01004"]
    findings = Findings()
    findings.add("zoning-unknown", Note("no-uai"), rows=places, places=places)
    assert [place for _, place in kept(findings, departements=(departement,))] == told
