"""Cells of a row held against each other: what is kept, and what is asked about."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from ledger import UAIS, reading_of
from registers import ENGLISH, FRENCH

from geo_ent.register.register_row import Line
from geo_ent.register.row_meaning import read_meaning
from geo_ent.telling.register.register_wording import report_rows

REMARKS = tomllib.loads(Path(__file__).with_name("cell_readings.toml").read_text(encoding="utf-8"))[
    "remarks"
]


def row(**cells):
    """Read a row of these cells."""
    line = Line("r.csv", "", 2, cells, outcome="")
    read_meaning(line, {column: column for column in cells if column != "section"})
    return line


def doubts(line):
    """Give the codes of what is to be verified."""
    return [note.code for kind, note in line.notes if kind != "unknown-solution"]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"status": "Oui", "solution": "ONE", "start": "01/09/2019"}, "school"),
        ({"status": "Non", "solution": "", "start": "01/09/2019"}, "none"),
        ({"status": "Non", "solution": "Klassroom"}, "none"),
        ({"status": "Non", "solution": "aucun"}, "none"),
        ({"status": "Oui", "solution": "Zébulon"}, "school"),
        ({"status": "Résilié", "solution": "ONE", "start": "01/09/2019"}, "none"),
        ({"status": "expired", "solution": "ONE", "end": "2022-08-31"}, "school"),
        ({"status": "En cours", "solution": "ONE", "note": "convention à signer"}, "planned"),
        ({"status": "Oui", "note": "convention à signer"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "RAS"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "merci de rappeler la mairie"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "besoin de tablettes"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "fibre prévue en 2024"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "pas de wifi"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "4 classes"}, "school"),
        (
            {"status": "Oui", "solution": "ONE", "note": "Mail de Mme Durand le 12/03/2022"},
            "school",
        ),
        ({"status": "Oui", "solution": "ONE", "note": "changement de direction"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "formation en cours"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "utilise aussi Klassly"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "ONE depuis 2019"}, "school"),
        ({"status": "Oui", "solution": "ONE", "note": "fermeture d'une classe"}, "school"),
        ({"status": "Non", "note": "refus de la mairie"}, "none"),
        ({"status": "Non", "note": "pas de fibre"}, "none"),
        ({"status": "2 classes", "note": "CM1 et CM2 seulement"}, "class"),
        ({"status": "Prévu", "note": "rentrée 2024"}, "planned"),
        ({"status": "Oui", "section": "Écoles équipées"}, "school"),
        ({"status": "2 classes", "section": "Avec ENT"}, "class"),
        ({"status": "Expiré", "section": "e-primo"}, "none"),
        ({"uai": "x", "section": "Sans ENT"}, "none"),
        ({"uai": "x", "section": "Équipées (45)"}, "school"),
        ({"uai": "x", "section": "Effectifs"}, "unknown"),
        ({"uai": "x", "section": "Suivi ENT"}, "unknown"),
        ({"uai": "x", "section": "F"}, "unknown"),
        ({"uai": "x", "section": "Écoles en projet"}, "planned"),
        ({"uai": "x", "section": "e-primo"}, "school"),
        ({"solution": "ONE", "section": "Projets 2024"}, "planned"),
        ({"solution": "ONE (2 classes)", "section": "Avec ENT"}, "class"),
        ({"solution": "ONE", "start": "01/09/2024", "section": "À équiper"}, "planned"),
        ({"status": "à la rentrée 2024"}, "school"),
        ({"status": "2. 2 classes"}, "class"),
        ({"status": "3 - en projet"}, "planned"),
        ({"status": "Oui depuis 2019", "solution": "ONE", "start": "01/09/2019"}, "school"),
        ({"status": "ONE", "solution": "ONE"}, "school"),
        ({"status": "Oui", "solution": "ONE (CM2)"}, "class"),
        ({"status": "Oui (CP-CM2)", "solution": "ONE partout"}, "school"),
    ],
)
def test_a_row_that_agrees_is_not_doubted(cells, status):
    """What a remark says of tablets, of a mail or of the same thing again is no contradiction."""
    line = row(**cells)
    assert (line.status, doubts(line)) == (status, [])


@pytest.mark.parametrize(
    ("cells", "status", "code"),
    [
        ({"status": "Non", "solution": "ONE", "start": "01/09/2019"}, "none", "against-solution"),
        ({"status": "", "solution": "ONE"}, "unknown", "without-status"),
        ({"status": "", "start": "01/09/2019"}, "unknown", "without-status"),
        ({"status": "Oui", "solution": "ONE résilié"}, "unknown", "against-solution"),
        ({"status": "Oui", "solution": "en projet"}, "planned", "against-solution"),
        ({"status": "toute l'école", "solution": "ONE (CM2)"}, "class", "against-solution"),
        ({"status": "CM2", "solution": "ONE partout"}, "class", "against-solution"),
        ({"status": "Oui", "solution": "ONE ou Beneylu"}, "school", "doubted"),
        ({"status": "ONE", "solution": "Beneylu"}, "school", "against-solution"),
        ({"status": "ONE depuis 2018", "start": "09/2021"}, "school", "against-date"),
        ({"status": "Oui", "note": "n'est plus utilisé"}, "unknown", "against-note"),
        ({"status": "Oui", "note": "abandonné"}, "unknown", "against-note"),
        ({"status": "Oui", "note": "Vu le maire. ENT résilié."}, "unknown", "against-note"),
        ({"status": "Oui", "note": "seulement la classe de CM2"}, "class", "against-note"),
        ({"status": "Oui", "note": "ENT prévu en 2024"}, "planned", "against-note"),
        ({"status": "Oui", "note": "la directrice dit que non"}, "school", "against-note"),
        ({"status": "Oui", "note": "à vérifier"}, "school", "against-note"),
        ({"status": "Oui", "solution": "ONE", "note": "puis Beneylu"}, "school", "against-note"),
        ({"status": "Non", "note": "projet pour 2024"}, "planned", "against-note"),
        ({"status": "Non", "note": "ENT ouvert en 2022 (ONE)"}, "none", "against-note"),
        ({"status": "", "note": "utilise ONE"}, "unknown", "without-status"),
        ({"status": "Oui", "section": "Sans ENT"}, "school", "against-section"),
        ({"solution": "ONE", "section": "Sans ENT"}, "none", "against-solution"),
        ({"status": "Non", "section": "Écoles équipées"}, "none", "against-section"),
        ({"status": "Oui turlututu"}, "unknown", "unread-words"),
        ({"status": "abandomné"}, "none", "misspelt"),
        ({"status": "Oui", "solution": "voir avec la personne qui suit le dossier chez nous"},
         "school", "as-written"),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_doubted(cells, status, code):
    """What is kept is never a yes against a clear no, and the doubt says which cell."""
    line = row(**cells)
    assert (line.status, doubts(line)) == (status, [code])


@pytest.mark.parametrize(
    ("kind", "cells"), [(kind, cells) for kind, rows in REMARKS.items() for cells in rows]
)
def test_remarks_of_many_hands(kind, cells):
    """What contradicts the row's ENT is asked about; what is of anything else isn't."""
    status, solution, note = cells
    line = row(status=status, solution=solution, note=note)
    assert bool(doubts(line)) == (kind == "contrary")
    if kind == "agreeing":
        assert line.status == row(status=status, solution=solution).status


def test_a_remark_that_dates_the_end_ends_the_ent():
    """A yes and "résilié au 31/08/2021": it was there until then, and the row is asked about."""
    line = row(status="Oui", solution="ONE", start="2019", note="contrat résilié au 31/08/2021")
    assert (line.status, line.end) == ("school", dt.date(2021, 8, 31))
    assert doubts(line) == ["against-note"]


def test_an_end_of_its_own_is_no_contradiction():
    """A yes with its last day, and a remark that says why it ended, agree."""
    line = row(status="Oui", end="31/08/2021", note="résilié par la mairie")
    assert (line.end, doubts(line)) == (dt.date(2021, 8, 31), [])


def test_what_the_status_says_fills_what_no_column_gives():
    """A product and a first day within the status are the row's."""
    line = row(status="ONE depuis septembre 2020", solution="", start="")
    assert (line.solution, line.start, line.start_precision) == (
        ("ONE",),
        dt.date(2020, 9, 1),
        "month",
    )


def test_doubts_are_told_in_both_languages(tmp_path):
    """The report says the cell and what is kept; a name that nobody knows is no doubt."""
    header = ["UAI", "ENT", "Solution", "Remarques"]
    rows = [
        [UAIS[0], "Oui", "ONE", "abandonné en juin 2022"],
        [UAIS[1], "oui ?", "", ""],
        [UAIS[3], "Oui", "Zébulon", ""],
    ]
    reading = reading_of(tmp_path, *rows, header=header)
    rows = report_rows(reading, FRENCH).set_index("row")
    assert rows["doubt"].tolist()[1:] == ["words", "words", ""]
    assert "« abandonné en juin 2022 » dit autre chose" in rows.loc[2, "reason"]
    assert "oui jusqu’au 30 juin 2022" in rows.loc[2, "reason"]
    assert "« oui ? », qui n’est pas sûr" in rows.loc[3, "reason"]
    assert "Zébulon" in rows.loc[4, "reason"]
    assert rows.loc[4, "suggestion"] == ""
    english = report_rows(reading, ENGLISH).set_index("row")
    assert "says otherwise; kept: yes until" in english.loc[2, "reason"]


def test_a_remark_gives_the_first_day_that_a_row_lacks():
    """A day of the ENT itself is taken; that of a paper, or beside a day of the row, isn't."""
    lines = [
        row(status="oui", note="démarrage en sept. 2023"),
        row(status="oui", note="convention signée en sept. 2023"),
        row(status="oui", start="01/09/2021", note="démarrage en sept. 2021"),
    ]
    starts = [dt.date(2023, 9, 1), None, dt.date(2021, 9, 1)]
    assert [line.start for line in lines] == starts
