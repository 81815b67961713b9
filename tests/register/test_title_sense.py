"""Titles that make of "oui" the contrary, or the ENT of others: never read straight in silence."""

import pytest
from ledger import UAIS, csv_file, directory, reading_of
from registers import FRENCH
from told_registers import known_of_schools, questions

from geo_ent.errors import InputError
from geo_ent.publish.register.column_questions import column_questions
from geo_ent.register.cells.title_stance import stance_of
from geo_ent.register.read_register import read_registers
from geo_ent.telling.register.column_sentences import question_sentences

YES_NO = ["oui", "non", "oui", "non", "non"]


def read(folder, title, cells=YES_NO, **options):
    """Read five schools with one column besides their UAI."""
    rows = [[uai, cell] for uai, cell in zip(UAIS[:5], cells, strict=True)]
    return reading_of(folder, *rows, header=["UAI", title], **options)


def statuses(reading):
    """Give the statuses of the five schools."""
    known = known_of_schools(reading)
    return [known.get(uai, ("unknown",))[0] for uai in UAIS[:5]]


@pytest.mark.parametrize(
    ("titles", "stance"),
    [
        (("N'a pas d'ENT", "Non équipée", "Absence d'ENT", "Not on VLE", "Sans ENT ?"), "denied"),
        (("Refus ENT", "ENT résilié", "N'utilise plus l'ENT", "Exclue du déploiement"), "none"),
        (("ENT à déployer", "Reste à équiper", "En attente d'ENT", "Futur ENT"), "planned"),
        (("Zone blanche ENT", "Lacks VLE", "Opposée à l'ENT"), "unclear"),
        (("ENT", "ENT oui/non", "ENT ouvert ou non", "Avec ou sans ENT", "ENT livré",
          "ENT ? (si non, pourquoi)", "Équipée ? (oui, non, en projet)"), "straight"),
    ],
)  # fmt: skip
def test_what_a_title_makes_of_yes(titles, stance):
    """A title is read as a cell is, whatever its words; one that lists answers stays as it is."""
    assert {title: stance_of(title) for title in titles} == dict.fromkeys(titles, stance)


@pytest.mark.parametrize("yes_no", [("oui", "non"), ("vrai", "faux"), ("1", "0")])
def test_plain_negation_is_turned_round_and_asked(tmp_path, yes_no):
    """Under "N'a pas d'ENT" a no is an ENT, and the reader is told so."""
    cells = [yes_no[word == "non"] for word in YES_NO]
    reading = read(tmp_path, "N'a pas d'ENT", cells)
    assert statuses(reading) == ["none", "school", "none", "school", "school"]
    assert questions(reading) == ["contrary-column"]
    [sentence] = question_sentences(reading.findings, FRENCH)
    assert sentence == (
        "La situation est comprise à l’envers dans « N'a pas d'ENT » (5 lignes) : « oui » ou une "
        "coche y est lu « pas d’ENT », « non » y est lu « un ENT » ; est-ce bien cela ?"
    )
    [question] = column_questions(reading, FRENCH)
    assert (question.column, question.titles) == ("status_none", ("N'a pas d'ENT",))


@pytest.mark.parametrize(
    ("title", "yes"), [("Refus de l'ENT", "none"), ("ENT à déployer", "planned")]
)
def test_no_refusal_is_no_ent(tmp_path, title, yes):
    """Who hasn't refused, or isn't to come, may have an ENT or not: asked about."""
    reading = read(tmp_path, title)
    assert statuses(reading) == [yes, "unknown", yes, "unknown", "unknown"]
    assert questions(reading) == ["contrary-column"]


def test_products_beside_confirm_the_contrary(tmp_path):
    """Products that stand beside each "non" and no "oui" leave nothing to ask."""
    rows = [[uai, cell, "ONE" if cell == "non" else ""]
            for uai, cell in zip(UAIS[:5], YES_NO, strict=True)]  # fmt: skip
    reading = reading_of(tmp_path, *rows, header=["UAI", "École sans ENT", "Produit"])
    assert statuses(reading) == ["none", "school", "none", "school", "school"]
    assert questions(reading) == []


@pytest.mark.parametrize(
    ("title", "columns", "found"),
    [
        ("N'a pas d'ENT", {"status_none": "N'a pas d'ENT"}, ["none", "school"]),
        ("N'a pas d'ENT", {"status": "N'a pas d'ENT"}, ["school", "none"]),
        ("Refus", {"status_none": "Refus"}, ["none", "unknown"]),
        ("Zone", {"status": "Zone", "status_none": "Zone"}, ["none", "school"]),
    ],
)
def test_what_the_keeper_says_of_it(tmp_path, title, columns, found):
    """Imposed as "no ENT" a plain negation is turned, any title if it is the status too."""
    reading = read(tmp_path, title, columns=columns)
    assert statuses(reading)[:2] == found
    assert questions(reading) == []


def test_answered_that_no_column_is_the_contrary(tmp_path):
    """Neither turned round nor read straight is a column that the user says isn't that one."""
    rows = [[uai, cell, "ONE" if uai == UAIS[0] else ""]
            for uai, cell in zip(UAIS[:5], YES_NO, strict=True)]  # fmt: skip
    header = ["UAI", "Refus de l'ENT", "Produit"]
    reading = reading_of(tmp_path, *rows, header=header, columns={"status_none": ""})
    assert statuses(reading) == ["school", *["unknown"] * 4]


def test_unclear_title_is_asked(tmp_path):
    """Words beside "ENT" that nobody knows may change what its "oui" says."""
    assert questions(read(tmp_path, "Zone blanche ENT")) == ["weak-column"]
    assert questions(read(tmp_path, "ENT Bruz")) == []


@pytest.mark.parametrize("title", ["ENT du collège de secteur", "ENT 2nd degré", "Secondary VLE"])
def test_ent_of_other_schools(tmp_path, title):
    """A collège's ENT isn't the school's: nothing is read of it, alone or beside the right one."""
    with pytest.raises(InputError, match="aucun tableau"):
        read(tmp_path, title)
    rows = [[uai, "oui", ""] for uai in UAIS[:5]]
    reading = reading_of(tmp_path, *rows, header=["UAI", title, "Équipée"])
    assert statuses(reading) == ["unknown"] * 5


def test_columns_under_another_thing(tmp_path):
    """Of "O/N" under "Fibre" nothing is the ENT's, whose cells may be codes."""
    rows = [["", "", "Fibre", "", "ENT", ""], ["UAI", "École", "O/N", "Date", "O/N", "Date"]]
    cells = zip(UAIS[:5], "ONONN", "NPOPN", strict=True)
    rows += [[uai, "", fibre, "03/02/2019", ent, ""] for uai, fibre, ent in cells]
    reading = read_registers([csv_file(tmp_path / "r.csv", rows)], directory())
    assert "2019" not in str(known_of_schools(reading))
    assert statuses(reading)[0] == "none"
    assert statuses(reading)[2] == "school"


def test_ignored_column_is_not_read(tmp_path):
    """A column that says nothing of the ENT isn't the status, whatever its title and cells."""
    rows = [[uai, "oui", "non"] for uai in UAIS[:5]]
    columns = {"ignored": ["ENT", "Absent"]}
    reading = reading_of(tmp_path, *rows, header=["UAI", "ENT", "Équipée"], columns=columns)
    assert statuses(reading) == ["none"] * 5
    assert questions(reading) == []
