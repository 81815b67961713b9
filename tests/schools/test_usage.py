"""Accounts and classes of each school from a statement of use, to the page and the tables."""

import datetime as dt
import json
from dataclasses import replace
from types import SimpleNamespace

import annuaire
import effectifs
import openpyxl
import pandas as pd
import pytest
from effectifs import directory, uai
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from told_findings import in_french
from written_pages import page_text

from geo_ent.errors import GeoEntError, InputError
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project, Simulation
from geo_ent.project.project_file import read_project
from geo_ent.schools.usage import USAGE_COLUMNS, add_usage, read_usage
from geo_ent.tables.findings import KINDS, Findings
from geo_ent.telling.finding_words import KIND_NAMES
from geo_ent.telling.language import language
from geo_ent.telling.page.source_credits import Vintages, source_credits

TITLES = "UAI;École;Comptes créés;Comptes activés;Classes avec ENT"
TEXT = f"{TITLES}\n{uai(1)};A;200;194;\n{uai(2)};B;100;;2\n{uai(3)};C;;;0\n"


def written(folder, text=TEXT, name="usage.csv", encoding="utf-8"):
    """Write a statement of use."""
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def kinds(findings):
    """List what was noted: (kind, row, uai)."""
    return [(entry["kind"], entry["row"], entry["uai"]) for entry in findings.entries]


def test_a_statement_is_read(tmp_path):
    """Three figures a school; what isn't told is NaN, never zero."""
    findings = Findings()
    usage = read_usage(written(tmp_path), findings=findings)
    assert usage.columns.tolist() == list(USAGE_COLUMNS)
    assert usage.loc[uai(1)].tolist()[:2] == [200, 194]
    assert usage.isna().sum().tolist() == [1, 2, 1]
    assert usage.loc[uai(3), "ent_classes_n"] == 0
    assert findings.entries == []


@pytest.mark.parametrize(
    "title",
    ["Comptes créés", "Nombre de comptes créés", "NB COMPTES CRÉÉS", "Comptes", "comptes crees"],
)
def test_titles_as_people_write_them(tmp_path, title):
    """One of the three figures is enough, under any of its titles."""
    usage = read_usage(written(tmp_path, f"Code UAI,{title}\n{uai(1)},12\n"))
    assert usage.loc[uai(1), "accounts_created_n"] == 12
    assert usage["accounts_activated_n"].isna().all()


def test_active_accounts_are_not_activated_ones(tmp_path):
    """An active account is another thing: the file is refused with what is expected."""
    with pytest.raises(InputError, match="« Comptes activés »"):
        read_usage(written(tmp_path, f"UAI;Comptes actifs\n{uai(1)};12\n"))


def test_a_workbook_with_a_heading(tmp_path):
    """Titles under a heading, numbers as numbers."""
    book = openpyxl.Workbook()
    for row in (["Relevé de mai"], TITLES.split(";"), [uai(1), "A", 20, 10, 3]):
        book.active.append(row)
    book.save(tmp_path / "u.xlsx")
    assert read_usage(tmp_path / "u.xlsx").loc[uai(1)].tolist() == [20, 10, 3]


def test_more_activated_than_created_is_left_out(tmp_path):
    """Row by row, with its place; the others are read."""
    findings = Findings()
    text = f"{TITLES}\n{uai(1)};A;10;11;\n{uai(2)};B;10;10;\n"
    usage = read_usage(written(tmp_path, text), findings=findings)
    assert usage.index.tolist() == [uai(2)]
    assert kinds(findings) == [("usage-activated", "2", uai(1))]
    assert in_french(findings).loc[0, "message"] == "11 activés pour 10 créés"


def test_what_is_no_number_is_noted(tmp_path):
    """Words, decimals, negative or absurd counts are left empty; spaces between thousands go."""
    findings = Findings()
    rows = ["beaucoup;;", "12,5;;", "-3;;", "1 200;900;", "99999;;"]
    text = TITLES + "".join(f"\n{uai(n)};A;{row}" for n, row in enumerate(rows, 1))
    usage = read_usage(written(tmp_path, text), findings=findings)
    assert usage["accounts_created_n"].dropna().to_dict() == {uai(4): 1200}
    assert [kind for kind, *_ in kinds(findings)] == ["figure-unread"] * 4


@pytest.mark.parametrize(
    ("title", "most"),
    [("Comptes créés", 20_000), ("Comptes activés", 20_000), ("Classes avec ENT", 200)],
)
def test_what_no_school_can_have_is_noted(tmp_path, title, most):
    """The most of each figure is read; one more is a slip, and left empty."""
    findings = Findings()
    text = f"UAI;{title}\n{uai(1)};{most}\n{uai(2)};{most + 1}\n"
    usage = read_usage(written(tmp_path, text), findings=findings)
    assert usage.max(axis=None) == most
    assert kinds(findings) == [("figure-unread", "3", uai(2))]


def test_a_school_twice_and_no_uai(tmp_path):
    """The larger row is kept, a row without UAI left out; both noted."""
    findings = Findings()
    text = f"{TITLES}\n{uai(1)};A;10;5;\n{uai(1)};A;20;5;\n;Total;30;10;\n"
    usage = read_usage(written(tmp_path, text), findings=findings)
    assert usage["accounts_created_n"].tolist() == [20]
    assert sorted(kind for kind, *_ in kinds(findings)) == ["duplicate-figure", "figure-no-uai"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("École;Comptes créés\nA;12\n", "il manque « uai »"),
        (f"UAI;Nom\n{uai(1)};A\n", "aucun nombre dans « Comptes créés »"),
        (f"{TITLES}\n{uai(1)};A;;;\n", "aucun nombre dans"),
        (f"{TITLES}\n;Total;30;10;\n", "aucune ligne avec un UAI"),
    ],
)
def test_another_file_is_refused(tmp_path, text, said):
    """In one line: what is missing, what is expected, in which file."""
    with pytest.raises(InputError, match=said) as fault:
        read_usage(written(tmp_path, text))
    told = str(fault.value)
    assert "usage.csv" in told
    assert "Classes avec ENT" in told
    assert "portail" not in told
    assert "\n" not in told


@examples(25)
@given(st.text(max_size=300))
def test_whatever_the_file_holds(tmp_path, text):
    """It is read, or refused in one line."""
    told = ""
    try:
        usage = read_usage(written(tmp_path, f"{TITLES}\n{text}"))
    except GeoEntError as fault:
        told = str(fault)
    else:
        wrong = usage["accounts_activated_n"] > usage["accounts_created_n"]
        assert not wrong.any()
    assert "\n" not in told


def test_figures_are_added_by_uai(tmp_path):
    """Schools of elsewhere and beyond the classes are noted; the others have NaN."""
    schools = directory(1, 2, 3).assign(classes_n=3.0)
    text = TEXT.replace(";0\n", ";5\n") + f"{uai(1, '044')};X;9;9;\n{uai(77)};Y;9;9;\n"
    findings = Findings()
    usage = read_usage(written(tmp_path, text))
    told = add_usage(schools, usage, findings=findings, file="usage.csv")
    assert told.loc[uai(3), "ent_classes_n"] == 3
    assert told["accounts_created_n"].sum() == 300
    assert {kind for kind, *_ in kinds(findings)} == {
        "usage-classes", "figure-unmatched", "figure-elsewhere",
    }  # fmt: skip
    beyond = in_french(findings).set_index("kind").loc["usage-classes"]
    assert beyond["message"] == "5 classes avec ENT pour 3 classes"
    assert (beyond["file"], beyond["uai"]) == ("usage.csv", uai(3))
    with pytest.raises(InputError, match="aucune de ses 1 écoles"):
        add_usage(schools, usage.loc[[uai(77)]], file="usage.csv")


def test_all_the_classes_of_a_school_are_not_too_many(tmp_path):
    """As many classes with an ENT as classes: nothing to note."""
    findings = Findings()
    schools = directory(1, 2).assign(classes_n=2.0)
    usage = read_usage(written(tmp_path), findings=findings).loc[[uai(1), uai(2)]]
    told = add_usage(schools, usage, findings=findings, file="usage.csv")
    assert told.loc[uai(2), "ent_classes_n"] == 2
    assert findings.entries == []


def test_kinds_are_told_in_both_languages():
    """What is noted has a sentence for a French page and one for an English page."""
    assert {"usage-activated", "usage-classes"} <= set(KINDS) & KIND_NAMES.keys()


def test_the_project_file_names_it(tmp_path):
    """`usage` is a path taken from the file's own folder."""
    file = written(tmp_path, 'usage = "u.xlsx"', "geo-ent.toml")
    assert read_project(file) == {"usage": tmp_path / "u.xlsx"}


SITUATIONS = ("oui", "classe", "non", "")
CLASSES = (5, 4, 3, 8)


@pytest.fixture
def belfort(tmp_path):
    """Four schools of Belfort: ENT for all, for some classes, none, unknown; 5, 4, 3, 8 classes."""
    here = [annuaire.uai(number) for number in range(1, 5)]
    pupils = [
        effectifs.row(1, classes=n, pupils=20 * n, **{"Numéro de l'école": code})
        for code, n in zip(here, CLASSES, strict=True)
    ]
    register = "UAI;ENT;Date;Solution\n" + "".join(
        f"{code};{told};2020;ONE + NEO\n" for code, told in zip(here, SITUATIONS, strict=True)
    )
    usage = f"{TITLES}\n{here[0]};A;200;194;\n{here[1]};B;50;;3\n{here[2]};C;100;0;\n"
    return Project(
        departements=("90",),
        schools=annuaire.write_csv(
            tmp_path / "annuaire.csv", [annuaire.row(n) for n in range(1, 5)]
        ),
        register=written(tmp_path, register, "registre.csv"),
        pupils=effectifs.write(tmp_path / "effectifs.csv", pupils),
        usage=written(tmp_path, usage),
        out=tmp_path / "out",
        date=dt.date(2023, 6, 30),
        quick=True,
    )


def test_a_build_counts_classes_and_accounts(belfort):
    """5 + 3 of 20 classes, 194 of 300 accounts (B tells one number only): tables and manifest."""
    built = build(belfort)
    figures = json.loads((belfort.out / "manifest.json").read_text(encoding="utf-8"))
    told = figures["figures"]
    assert (told["classes_n"], told["covered_classes_n"]) == (20, 8)
    assert told["classes_coverage_share"] == 0.4
    assert (told["pupils_n"], told["covered_pupils_n"]) == (400, 100)
    assert (told["accounts_created_n"], told["accounts_activated_n"]) == (300, 194)
    assert figures["inputs"]["usage"]["name"] == "usage.csv"
    zone = pd.read_csv(belfort.out / "coverage-departement.csv").iloc[0]
    assert (zone["covered_classes_n"], zone["accounts_activated_share"]) == (8, 0.646667)
    schools = pd.read_csv(belfort.out / "schools.csv", index_col="uai")
    assert schools.loc[annuaire.uai(2), ["ent_classes_n", "accounts_created_n"]].tolist() == [3, 50]
    page = page_text(belfort.out / "index.html")
    assert "Relevé d’usage de l’ENT (usage.csv)" in page
    assert "Part des comptes activés" in page
    assert built.totals["covered_classes_n"] == 8


def test_without_a_statement_nothing_is_said_of_it(belfort):
    """No indicator, no column of the page, no source; a school of some classes counts for none."""
    build(replace(belfort, usage=None))
    page = page_text(belfort.out / "index.html")
    assert '"accounts_activated_share"' not in page
    assert '"ent_classes":' not in page
    assert "Relevé d’usage" not in page
    zone = pd.read_csv(belfort.out / "coverage-departement.csv").iloc[0]
    assert (zone["classes_n"], zone["covered_classes_n"]) == (20, 5)
    assert pd.isna(zone["accounts_created_n"])
    figures = json.loads((belfort.out / "manifest.json").read_text(encoding="utf-8"))["figures"]
    assert "accounts_created_n" not in figures


def test_simulated_files_are_said_to_be(belfort):
    """Where the directory is simulated, so are pupils and use: the ministry isn't named."""
    build(replace(belfort, simulation=Simulation("Simulé.", replaces_sources=True)))
    page = page_text(belfort.out / "index.html")
    assert "Relevé d’usage de l’ENT (usage.csv) (simulation)" in page
    assert "Effectifs d’élèves et nombre de classes (simulation)" in page
    assert "Ministère" not in page.split('id="geo-ent-data"')[0]


def titles(project, **changed):
    """Give the titles and the vintages of the sources of a map."""
    vintages = Vintages(rentree=2022)
    sources = source_credits(replace(project, **changed), vintages, language("fr"))
    return {source.title: source.date for source in sources}


def test_what_is_not_of_the_schools_stays_real_beside_simulated_ones(belfort):
    """The classification of communes isn't simulated because the directory is."""
    made = Simulation("Simulé.", replaces_sources=True)
    told = titles(belfort, simulation=made, frr=belfort.usage)
    assert "Classement France Ruralités Revitalisation" in told
    assert "Effectifs d’élèves et nombre de classes (simulation)" in told


def test_fetched_pupils_say_their_rentree_and_their_day(belfort):
    """Which school year the numbers are of, then when they were had."""
    about = SimpleNamespace(title="Effectifs", producer="DEPP", licence="LO", page="")
    entry = SimpleNamespace(fetched_at="2026-11-22T08:00:00+00:00")
    found = SimpleNamespace(dataset=about, entry=entry)
    told = titles(belfort, fetched={"pupils": found})
    assert (
        told["Effectifs"].replace("\u00a0", " ") == "rentrée 2022, téléchargé le 22 novembre 2026"
    )


def read_rows(folder, titles, *rows):
    """Read rows of use of school 1, and list what was noted: (kind, row)."""
    findings = Findings()
    text = "\n".join([titles, *(f"{uai(1)};{row}" for row in rows), f"{uai(2)};;;;1;1;1"])
    usage = read_usage(written(folder, text), findings=findings)
    numbers = [None if pd.isna(value) else value for value in usage.loc[uai(1)]]
    return numbers, [(kind, row) for kind, row, _ in kinds(findings)]


PARTED = "UAI;Solution;Profil;Date;Comptes créés;Comptes activés;Classes avec ENT"
ADDED = [("usage-added", "2"), ("usage-added", "3")]


@pytest.mark.parametrize(
    ("rows", "numbers", "noted"),
    [
        # two solutions have accounts of their own; the classes may be the same ones
        (("ONE;;;200;150;3", "NEO;;;100;50;2"), [300, 200, 3], ADDED),
        ((";Élèves;;200;150;", ";Parents;;300;50;"), [500, 200, None], ADDED),
        # one solution twice: nothing tells them apart, or the date does
        (("ONE;;;200;150;3", "one;;;180;160;2"), [200, 150, 3], [("duplicate-figure", "3")]),
        (
            ("ONE;;01/05/2023;200;150;3", "ONE;;01/06/2023;180;160;2"),
            [180, 160, 2],
            [("usage-replaced", "2")],
        ),
        # a date that isn't told comes before those that are
        (
            ("ONE;;;200;150;3", "ONE;;01/06/2023;180;160;2"),
            [180, 160, 2],
            [("usage-replaced", "2")],
        ),
        # each solution's latest, but what was given up a school year ago isn't added
        (("ONE;;01/05/2023;200;150;", "NEO;;03/05/2023;100;50;"), [300, 200, None], ADDED),
        (
            ("ONE;;01/05/2022;200;150;3", "NEO;;03/05/2023;100;50;2"),
            [100, 50, 2],
            [("usage-replaced", "2")],
        ),
        # the total has the others in it
        (
            (";Élèves;;200;150;", ";Total;;320;170;", ";Enseignants;;20;20;"),
            [320, 170, None],
            [("usage-replaced", "2"), ("usage-replaced", "4")],
        ),
        # a row that doesn't name its solution may be that of all: it is no part of a sum
        (("ONE;;;200;150;3", ";;;300;180;4"), [300, 180, 4], [("duplicate-figure", "2")]),
        # a number that one of the parts lacks isn't known of the school
        (("ONE;;;200;150;", "NEO;;;100;;"), [300, None, None], ADDED),
        (("ONE;;;200;150;", "NEO;;;;;2"), [200, 150, 2], ADDED),
    ],
)
def test_several_rows_of_a_school(tmp_path, rows, numbers, noted):
    """Added up, replaced or repeated, as solution, profile and date say."""
    assert read_rows(tmp_path, PARTED, *rows) == (numbers, noted)


def test_a_date_that_is_not_one_is_noted(tmp_path):
    """Where it would decide between two rows of a school."""
    told = read_rows(tmp_path, PARTED, "ONE;;un jour;9;9;1", "ONE;;mai 2023;8;8;1")
    assert told == ([8, 8, 1], [("figure-unread", "2"), ("usage-replaced", "2")])


@examples(12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ONE", "NEO", "Total", ""]),
            st.sampled_from(["Élèves", "Parents", ""]),
            st.sampled_from(["", "2021", "05/2023", "06/2023"]),
            st.integers(0, 50),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_account_is_made_up(tmp_path, rows):
    """Whatever the rows: from the largest that is in force to the sum of all, in any order."""
    lines = [f"{part};{who};{day};{n};{n};{n}" for part, who, day, n in rows]
    numbers, _ = read_rows(tmp_path, PARTED, *lines)
    again, _ = read_rows(tmp_path, PARTED, *lines[::-1])
    assert numbers == again
    created, activated, classes = numbers
    counts = [n for *_, n in rows]
    assert min(counts) <= classes <= max(counts)
    assert classes <= created == activated <= sum(counts)


# ------------------------------------------------------------------ as people send them


BY_PROFILE = "UAI;Solution;Profil;Comptes créés;Comptes activés\n"


@pytest.mark.parametrize(
    "total", ["Total général", "Tous profils", "TOTAL ÉCOLE", "Ensemble des utilisateurs"]
)
def test_a_total_may_have_several_words(tmp_path, total):
    """Of pupils, parents and their total under its usual names, the total alone is counted."""
    rows = [
        f"{uai(1)};ONE;{part}" for part in ("Élèves;100;50", f"{total};120;60", "Parents;20;10")
    ]
    usage = read_usage(written(tmp_path, BY_PROFILE + "\n".join(rows)))
    assert usage.loc[uai(1), "accounts_created_n"] == 120


@pytest.mark.parametrize("title", ["Classe", "Niveau", "Division"])
def test_rows_by_class_are_added_up(tmp_path, title):
    """Two classes of 25 and 27 pupils make 52 accounts, and not the larger class."""
    rows = f"{uai(1)};CP;25;20\n{uai(1)};CE1;27;22\n"
    text = f"UAI;{title};Comptes créés;Comptes activés\n{rows}"
    assert read_usage(written(tmp_path, text)).loc[uai(1)].tolist()[:2] == [52, 42]


def test_teachers_have_no_class(tmp_path):
    """Two classes of pupils and a row of teachers without one: all three are added up."""
    text = (
        "UAI;Profil;Classe;Comptes créés\n"
        f"{uai(1)};Élèves;CP;25\n{uai(1)};Élèves;CE1;27\n{uai(1)};Enseignants;;3\n"
    )
    assert read_usage(written(tmp_path, text)).loc[uai(1), "accounts_created_n"] == 55


def test_a_total_of_pupils_is_a_part(tmp_path):
    """A total of pupils isn't the school's total: both are added up."""
    rows = f"{uai(1)};ONE;Total élèves;100;50\n{uai(1)};ONE;Total parents;20;10\n"
    assert read_usage(written(tmp_path, BY_PROFILE + rows)).loc[uai(1)].tolist()[:2] == [120, 60]


def test_a_wrong_part_leaves_no_sum(tmp_path):
    """Parents activated more accounts than they have: the pupils' alone aren't the school's."""
    rows = f"{uai(1)};ONE;Élèves;100;50\n{uai(1)};ONE;Parents;10;60\n{uai(2)};ONE;Élèves;8;6\n"
    findings = Findings()
    usage = read_usage(written(tmp_path, BY_PROFILE + rows), findings=findings)
    assert uai(1) not in usage.index
    assert usage.loc[uai(2)].tolist()[:2] == [8, 6]
    assert ("usage-activated", "3", uai(1)) in kinds(findings)


def test_a_wrong_total_leaves_the_parts(tmp_path):
    """A total that can't be isn't taken; the rows that it would sum are."""
    rows = f"{uai(1)};ONE;Élèves;100;50\n{uai(1)};ONE;Total;60;90\n{uai(1)};ONE;Parents;20;10\n"
    assert read_usage(written(tmp_path, BY_PROFILE + rows)).loc[uai(1)].tolist()[:2] == [120, 60]


def test_wrong_totals_alone_leave_the_others(tmp_path):
    """A school whose only rows are wrong totals isn't told; another is."""
    rows = f"{uai(1)};ONE;Total;60;90\n{uai(1)};Two;Total;6;9\n{uai(2)};ONE;Total;20;10\n"
    assert read_usage(written(tmp_path, BY_PROFILE + rows)).index.tolist() == [uai(2)]


@pytest.mark.parametrize(
    ("row", "told"),
    [("beaucoup;?;n.c.", "par exemple « beaucoup »"), ("50;120;2", "colonnes échangées")],
)
def test_a_file_whose_numbers_are_of_no_use_is_refused(tmp_path, row, told):
    """Words for numbers, or the two columns exchanged: a line says it, and no empty map is made."""
    with pytest.raises(InputError, match=told) as fault:
        read_usage(written(tmp_path, f"{TITLES}\n{uai(1)};A;{row}\n"))
    assert "\n" not in str(fault.value)


def workbook(folder, **sheets):
    """Write a workbook: name of a sheet -> its rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "usage.xlsx")
    return folder / "usage.xlsx"


def test_the_sheet_with_the_figures_is_taken(tmp_path):
    """A register with UAI, ENT and date stands before it in the workbook: it has no figure."""
    path = workbook(
        tmp_path,
        registre=[["UAI", "ENT", "Date"], [uai(1), "ONE", "2023-09-01"]],
        modele=[["UAI", "Comptes créés", "Comptes activés"]],
        usage=[["Relevé d'octobre"], ["UAI", "Comptes créés"], [uai(2), 20]],
    )
    findings = Findings()
    usage = read_usage(path, findings=findings)
    assert usage["accounts_created_n"].to_dict() == {uai(2): 20}
    assert findings.entries == []


def test_other_sheets_of_figures_are_noted(tmp_path):
    """Of a sheet a circonscription the first is read; that the other isn't is said."""
    sheets = {name: [["UAI", "Comptes créés"], [uai(at), 20]] for at, name in ((1, "A"), (2, "B"))}
    findings = Findings()
    assert read_usage(workbook(tmp_path, **sheets), findings=findings).index.tolist() == [uai(1)]
    assert in_french(findings)[["kind", "message"]].to_numpy().tolist() == [
        ["figure-sheet", "« B » ; seule « A » est lue"]
    ]
