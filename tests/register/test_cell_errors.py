"""Formulas that failed in a register: each is named, and says neither yes, no nor nothing."""

import pytest
from ledger import HEADER, UAIS, directory, workbook

from geo_ent.register.read_register import read_registers
from geo_ent.telling.language import language
from geo_ent.telling.register.register_wording import report_rows

SOUND = [UAIS[1], "Ecole maternelle publique Les Prés", "Betton", "non", "", "", "31/08/2022"]


def reading_of(path, **changes):
    """Read a register of two rows, some cells of the first one changed."""
    row = [
        UAIS[0],
        "École élémentaire publique Saint-Exupéry",
        "Betton",
        "oui",
        "ONE",
        "09/2019",
        "",
    ]
    columns = ["uai", "name", "commune", "status", "solution", "start", "end"]
    changed = [changes.get(column, cell) for column, cell in zip(columns, row, strict=True)]
    return read_registers([workbook(path, [HEADER, changed, SOUND])], directory())


@pytest.mark.parametrize(
    ("column", "kind", "is_doubt"),
    [
        ("status", "unknown-status", True),
        ("solution", "formula-error", True),
        ("start", "formula-error", True),
        ("end", "formula-error", True),
        ("uai", "formula-error-aside", False),
        ("commune", "formula-error-aside", False),
        ("name", "formula-error-aside", False),
    ],
)
@pytest.mark.parametrize("error", ["#N/A", "#VALUE!"])
def test_each_error_is_named(tmp_path, column, kind, is_doubt, error):
    """Where it leaves the row's answer open it is a doubt; beside what ties the row it isn't."""
    reading = reading_of(tmp_path / "r.xlsx", **{column: error})
    assert kind in {entry["kind"] for entry in reading.findings.entries}
    row = report_rows(reading, language("fr")).iloc[1]
    assert f"« {error} » est l’erreur d’une formule" in row["reason"]
    assert bool(row["doubt"]) == is_doubt


def test_an_error_says_nothing(tmp_path):
    """No status, no solution of that name, no date."""
    register = reading_of(
        tmp_path / "r.xlsx", status="#N/A", solution="#REF!", start="#VALUE!"
    ).register.set_index("uai")
    assert register.loc[UAIS[0], "status"] == "unknown"
    assert register.loc[UAIS[0], "solution"] == ()
    assert str(register.loc[UAIS[0], "start"]) == "NaT"
