"""A build of a past day: the real case in September 2016, and what `as_of` changes of it."""

import datetime as dt
import json

import pandas as pd
import pytest
from written_pages import page_text

from geo_ent.errors import InputError
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project
from geo_ent.project.project_file import read_project
from geo_ent.schools.directory import read_schools

THEN = dt.date(2016, 9, 1)


def real(shared_file, out, **changed):
    """Build the real case's page and tables on 1 September 2016."""
    project = Project(
        departements=("35",),
        schools=shared_file("annuaire-035-2023-06.csv"),
        register=shared_file("registre-ent-035-simule.xlsx"),
        out=out,
        date=THEN,
        quick=True,
        **changed,
    )
    return build(project)


def test_a_build_of_the_past_counts_what_is_dated(shared_file, tmp_path):
    """Each table adds up to the same 418 schools: 77 dated ones, 23 in doubt, none planned."""
    built = real(shared_file, tmp_path / "35")
    counts = ["schools_n", "covered_n", "undated_n", "planned_n", "not_yet_n"]
    assert built.totals[counts].tolist() == [418, 77, 23, 0, 121]
    for level in ("circonscription", "commune", "departement"):
        table = pd.read_csv(tmp_path / "35" / f"coverage-{level}.csv")
        assert table[counts].sum().tolist() == [418, 77, 23, 0, 121]
        most = (table["covered_n"] + table["undated_n"] + table["unknown_n"]) / table["schools_n"]
        pd.testing.assert_series_equal(table["coverage_share_max"], most, check_names=False)
    schools = pd.read_csv(tmp_path / "35" / "schools.csv")
    assert (schools["opened_on"] <= "2016-09-01").all()
    assert schools.loc[schools["status"] == "undated", "start"].isna().all()
    assert "23 autres en ont un dont l’ouverture n’est pas datée" in built.headline
    page = page_text(tmp_path / "35" / "index.html").replace("\u00a0", " ")
    assert "dernière ouverture du registre, 23 écoles dont l’ENT n’est pas daté" in page


def test_the_registers_day_can_be_told(shared_file, tmp_path):
    """A register kept on that very day would have its undated ENT then, and plans for the rest."""
    built = real(shared_file, tmp_path / "35", as_of=THEN)
    counts = ["schools_n", "covered_n", "undated_n", "planned_n", "not_yet_n"]
    assert built.totals[counts].tolist() == [418, 100, 0, 121, 0]
    manifest = json.loads((tmp_path / "35" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["figures"]["covered_n"] == 100


def test_as_of_in_a_project_file(tmp_path):
    """It is a day, as `date` is; what isn't one is refused with its key."""
    file = tmp_path / "geo-ent.toml"
    for text in ("as_of = 2022-09-01", 'as_of = "01/09/2022"'):
        file.write_text(text, encoding="utf-8")
        assert read_project(file) == {"as_of": dt.date(2022, 9, 1)}
    for text, told in (('as_of = "hier"', "as_of « hier »"), ("as_of = 2022", "as_of = 2022 ;")):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=f"{told}.*on attend une date comme 2023-06-30"):
            read_project(file)


def few(shared_file, tmp_path, *rows, date=None):
    """Build from a register of the first public schools of the real case; give those schools."""
    schools = shared_file("annuaire-035-2023-06.csv")
    uais = [uai for uai, row in read_schools(schools).iterrows() if row["sector"] == "public"]
    titles = ["UAI", "ENT", "Net'Circo", "Solution", "Ouverture", "Fin"][: 1 + len(rows[0])]
    register = tmp_path / "registre.csv"
    table = pd.DataFrame([[uai, *row] for uai, row in zip(uais, rows, strict=False)])
    table.to_csv(register, sep=";", index=False, header=titles)
    built = build(
        Project(
            departements=("35",),
            schools=schools,
            register=register,
            out=tmp_path / "35",
            date=date,
            quick=True,
        )
    )
    return built.totals[["covered_n", "undated_n", "planned_n"]].tolist()


def test_today_is_not_past_where_every_opening_is_to_come(shared_file, tmp_path):
    """The directory is of June 2023: an opening of September is planned, an undated ENT is one."""
    rows = [["oui", "", "ONE", ""]] * 6 + [["oui", "", "ONE", "01/09/2023"]] * 3
    assert few(shared_file, tmp_path, *rows) == [6, 0, 3]


def test_a_register_of_ends_has_a_past(shared_file, tmp_path):
    """Before its last end that is over nobody knows since when it has its undated ENT."""
    rows = [["oui", "", "ONE", "", "05/07/2022"]] * 3 + [["oui", "", "ONE", "", "05/07/2030"]] * 4
    assert few(shared_file, tmp_path, *rows) == [4, 0, 0]
    (tmp_path / "then").mkdir()
    assert few(shared_file, tmp_path / "then", *rows, date=THEN) == [0, 7, 0]
    page = page_text(tmp_path / "then" / "35" / "index.html")
    told = "Avant le 5 juillet 2022, dernière date passée du registre, 7 écoles"
    assert told in page.replace("\u00a0", " ")
