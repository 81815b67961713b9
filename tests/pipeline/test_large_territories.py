"""Territories of many départements: their levels, what they open on, what they are called."""

import html
import json
import re

import pandas as pd
import pytest
from acceptance import plain, settled
from annuaire import row, uai, write_csv

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import find_region, region_departements
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project
from geo_ent.telling.language import language
from geo_ent.telling.page.page_notes import commune_notes

OCCITANIE = region_departements(find_region("Occitanie"))
SCHOOLS_N = 4
"""Schools a département; of the nth, n of them have an ENT, up to all."""


def built(folder, codes, **asked):
    """Build the pages of some départements, with a few schools in one commune of each."""
    rows, said = [], ["uai,ent"]
    communes = read_communes(codes)
    for rank, code in enumerate(codes):
        home = communes[communes["departement_code"] == code].iloc[0]
        point = home.geometry.representative_point()
        for number in range(SCHOOLS_N):
            school = uai(number, code.zfill(3))
            place = {"latitude": str(point.y), "longitude": str(point.x),
                     "position": f"{point.y}, {point.x}"}  # fmt: skip
            rows.append(
                row(number, **place)
                | {
                    "Identifiant_de_l_etablissement": school,
                    "Code_departement": code.zfill(3),
                    "Code_commune": home.name,
                    "nom_circonscription": f"Circonscription d'inspection du 1er degré de {code}",
                }
            )
            said.append(f"{school},{'oui' if number < rank else 'non'}")
    register = folder / "registre.csv"
    register.write_text("\n".join(said), encoding="utf-8")
    schools = write_csv(folder / "annuaire.csv", rows)
    project = Project(
        departements=codes, schools=schools, register=register, out=folder / "out", **asked
    )
    return build(project)


@pytest.fixture(scope="module")
def occitanie(tmp_path_factory):
    """The whole région, without what no test of it looks at."""
    return built(tmp_path_factory.mktemp("occitanie"), OCCITANIE, quick=True)


def levels(made):
    """Read the levels of a page, the one that it opens on first."""
    text = made.page.read_text(encoding="utf-8")
    found = re.search(r'id="geo-ent-data">(.*?)</script>', text, re.DOTALL)
    return [level["id"] for level in json.loads(found[1])["levels"]]


def title(made):
    """Read the title of a build."""
    return json.loads((made.page.parent / "manifest.json").read_text(encoding="utf-8"))["title"]


def test_a_region_has_its_academies_and_itself(occitanie):
    """It opens on its départements; the larger levels come last, and bear the region's name."""
    assert levels(occitanie) == [
        "departement", "circonscription", "commune", "epci", "arrondissement", "academie", "region",
    ]  # fmt: skip
    assert title(occitanie) == "Les ENT dans les écoles\u00a0: Occitanie"


def test_an_academie_is_the_sum_of_its_departements(occitanie):
    """Counts add up, and the région's are those of all; shares are those of the sums."""
    folder = occitanie.page.parent
    by = {level: pd.read_csv(folder / f"coverage-{level}.csv", dtype={"zone_code": str})
          for level in ("departement", "academie", "region")}  # fmt: skip
    expected = sum(min(rank, SCHOOLS_N) for rank in range(len(OCCITANIE)))
    for level, frame in by.items():
        assert frame["schools_n"].sum() == SCHOOLS_N * len(OCCITANIE), level
        assert frame["covered_n"].sum() == expected, level
    academies = by["academie"].set_index("zone_name")
    assert academies["schools_n"].to_dict() == {
        "Montpellier": 5 * SCHOOLS_N, "Toulouse": 8 * SCHOOLS_N,
    }  # fmt: skip
    south = ("11", "30", "34", "48", "66")
    covered = sum(min(OCCITANIE.index(code), SCHOOLS_N) for code in south)
    assert academies.loc["Montpellier", "covered_n"] == covered
    assert academies.loc["Montpellier", "coverage_share"] == covered / (5 * SCHOOLS_N)


@pytest.mark.browser
def test_the_page_shows_what_the_tables_say(occitanie, show):
    """By académie and by région, each row and the legend count as the CSV does."""
    page = show(occitanie.page.read_text(encoding="utf-8")).page
    for level in ("departement", "academie", "region"):
        page.locator("#geo-ent-level").select_option(level)
        settled(page)
        rows = page.locator("#geo-ent-figures tbody tr").evaluate_all(
            "all => all.map((row) => [...row.cells].map((cell) => cell.textContent))"
        )
        told = pd.read_csv(occitanie.page.parent / f"coverage-{level}.csv")
        if level == "academie":  # by its town's name alone it would be taken for the town
            told["zone_name"] = "Académie de " + told["zone_name"]
        columns = (told[name] for name in ("zone_name", "covered_n", "schools_n"))
        counts = {zone: counted for zone, *counted in zip(*columns, strict=True)}
        assert {row[0]: [int(row[2]), int(row[3])] for row in rows} == counts
        assert page.locator(".leaflet-zones-pane path").count() == len(counts)
    assert plain(page.locator("#geo-ent-table").inner_text()) == "Les chiffres par région"


def test_a_part_of_a_region_is_told_by_its_number(tmp_path):
    """Twelve of the thirteen: no académie, no région, and a number where names stood."""
    made = built(tmp_path, OCCITANIE[:-1], quick=True)
    assert {"academie", "region"}.isdisjoint(levels(made))
    assert title(made) == "Les ENT dans les écoles\u00a0: 12 départements"
    text = html.unescape(made.page.read_text(encoding="utf-8"))
    assert "12 départements · situation" in text
    assert "Ariège, Aude" not in text


def test_an_academie_of_a_few_departements_opens_on_circonscriptions(tmp_path):
    """Four départements; embed and picture are of the level that the page opens on."""
    made = built(tmp_path, ("22", "29", "35", "56"))
    assert levels(made)[0] == "circonscription"
    assert levels(made)[-2:] == ["academie", "region"]
    assert title(made) == "Les ENT dans les écoles\u00a0: académie de Rennes"
    alt = json.loads((made.page.parent / "manifest.json").read_text(encoding="utf-8"))["alt"]
    assert "par circonscription, Académie de Rennes" in alt


def test_communes_that_a_page_cannot_carry_are_said_to_be_missing():
    """A note with their number, and none where there are few enough."""
    (note,) = commune_notes(language("fr"), 34_500)
    assert plain(note).startswith("Les 34 500 communes sont trop nombreuses pour cette page : ")
    assert commune_notes(language("fr"), 0) == []
