"""Every figure that the real case shows, held to the raw files by other code.

A numeral that no claim is about fails, as does one that isn't what its claim says. What may differ
is named: p of random draws (`drawn_p`), drawn intervals (`SHARED_OUT`), areas and distances of
points put on a grid (`DRAWN`), and a school's side of a border that geo-ent itself draws (`drawn`).
"""

import random
import re

import page_states
import pandas as pd
import pytest
import sentence_claims
import sheet_rows
from equity_claims import EquityAudit
from html_words import words_of
from numeral_claims import Audit
from page_claims import tooltip_faults, words_faults
from page_legends import class_faults, classes_named, legend_faults, missing_classes
from page_panels import panel_audit
from page_tables import table_faults
from picture_claims import picture_faults
from sheet_claims import LEVEL_SHEETS, SENTENCES, compared, parts_of, read_book
from workbooks import unexplained


@pytest.fixture(scope="session")
def book(folder):
    """The workbook's sheets."""
    return read_book(folder / "coverage.xlsx")


def hold(faults, most=60):
    """Fail with the faults, a line each."""
    if faults:
        lines = [str(fault) for fault in faults[:most]]
        pytest.fail("\n".join([f"{len(faults)} faults", *lines]), pytrace=False)


TABLES = {
    "Écoles": (lambda right: sheet_rows.school_rows(right.case), ["UAI"]),
    "Changement": (sheet_rows.change_rows, ["Code"]),
    "Écoles à équiper": (lambda right: sheet_rows.gap_rows(right.case, right.gone), ["UAI"]),
    "Zones blanches": (
        lambda right: sheet_rows.area_rows(right.case, right.areas), ["Codes des communes"],
    ),
    "Réseaux": (
        lambda right: sheet_rows.network_rows(right.case, right.networks), ["UAI du collège"],
    ),
    "Solutions": (
        lambda right: sheet_rows.solution_rows(right.case), ["Niveau", "Code", "Solution"],
    ),
    "Communes adhérentes": (
        lambda right: sheet_rows.adhesion_rows(right.case), ["Code de la commune"],
    ),
}  # fmt: skip
"""The sheets but those of a level: their rows, and the columns that name a row."""


@pytest.mark.parametrize(("sheet", "level"), LEVEL_SHEETS.items())
def test_each_figure_of_a_level_is_recomputed(book, right, sheet, level):
    """Each cell of each zone of a level, and of the line of all, is what the files give."""
    columns, body, _ = parts_of(book[sheet])
    rows = sheet_rows.level_rows(right, level)
    hold(compared(sheet, columns, body, rows, ["Code"]))


@pytest.mark.parametrize("sheet", TABLES)
def test_each_row_of_a_sheet_is_recomputed(book, right, sheet):
    """Each cell of the schools, the schools to equip, white areas, networks and solutions."""
    make, key = TABLES[sheet]
    columns, body, _ = parts_of(book[sheet])
    hold(compared(sheet, columns, body, make(right), key))


def test_each_finding_is_that_of_the_table(book, folder):
    """The sheet has the rows of findings.csv, in words, those to mend before the others."""
    columns, body, _ = parts_of(book["Constats"])
    table = pd.read_csv(folder / "findings.csv", dtype=str, keep_default_na=False)
    names = {"Constat": "message", "UAI": "uai", "Fichier": "file", "Ligne": "row"}
    shown = [tuple(row[columns.index(name)] or "" for name in names) for row in body]
    assert sorted(shown) == sorted(table[[*names.values()]].itertuples(index=False, name=None))
    to_do = [row[columns.index("À faire")] for row in body]
    assert list(dict.fromkeys(to_do)) == ["à corriger", "pour information"]
    assert to_do == sorted(to_do, key=to_do.index)
    mended = {row[columns.index("Nature du constat")] for row in body if row[0] == "à corriger"}
    assert "Ligne du registre sans école trouvée dans l’annuaire" in mended


def test_every_column_of_the_real_case_is_explained(folder):
    """No sheet and no column of it stands in the workbook without what it means."""
    assert not unexplained(folder / "coverage.xlsx")


def test_each_figure_of_a_reason_is_recomputed(book, right):
    """Why a school is at its rank: its distance, its neighbours, its pupils, its index."""
    columns, body, _ = parts_of(book["Écoles à équiper"])
    faults = []
    for row in body:
        uai = row[columns.index("UAI")]
        audit = Audit(sentence_claims.reasons(right.gone.loc[uai]))
        faults += audit.faults(row[columns.index(SENTENCES)], uai)
    hold(faults)


def test_each_figure_of_the_words_of_a_sheet_is_recomputed(book, right, drawn):
    """The first sheet, and the lines above and under each table."""
    claims = [
        *sentence_claims.headline(right),
        *sentence_claims.notes(right, drawn),
        *sentence_claims.gaps(right),
    ]
    lines = [str(cell) for rows in book.values() for row in rows for cell in row if cell]
    classes = [name for line in lines for name in classes_named(line)]
    audit = Audit(claims, [*sentence_claims.names_with_digits(right.case), *classes])
    faults = []
    for sheet, rows in book.items():
        lines = [[cell] for cell in parts_of(rows)[2]] if sheet != "À lire" else rows
        for line in lines:
            words = " | ".join(str(cell) for cell in line if cell is not None)
            faults += audit.faults(f"\n{words}\n", sheet)
    hold(faults)


def test_each_figure_of_the_sheet_of_equity_is_recomputed(folder, right):
    """Sentences, charts, groups, measures, intervals, and the schools to look at first."""
    text = words_of((folder / "equity.html").read_text(encoding="utf-8"))
    hold(EquityAudit(right).faults(text))


def test_an_altered_figure_is_seen(folder, right):
    """Of digits changed one by one, all are seen but those of an interval that is drawn."""
    text = words_of((folder / "equity.html").read_text(encoding="utf-8"))
    audit, draws = EquityAudit(right), random.Random(35)  # noqa: S311  # no secret
    digits = [match.start() for match in re.finditer(r"\d", text)]
    missed = []
    for place in draws.sample(digits, 30):
        digit = str((int(text[place]) + draws.randint(1, 9)) % 10)
        line = text[: place + 1].rsplit("\n", 1)[-1] + text[place + 1 :].split("\n", 1)[0]
        if not audit.faults(text[:place] + digit + text[place + 1 :]):
            missed.append(line)
    assert [line for line in missed if not re.search(r"\([A-Z]+\) \| .* à ", line)] == []
    assert len(missed) < 10


def test_each_figure_of_the_picture_is_recomputed(folder, right, drawn):
    """The picture's title, its labels, its legend and the words for who doesn't see it."""
    text = words_of((folder / "map.svg").read_text(encoding="utf-8"))
    hold(picture_faults(right, drawn, text))


@pytest.fixture(scope="session")
def page(folder, running_browser):
    """The page, served and open."""
    with page_states.served(folder) as address:
        opened = running_browser.new_page(viewport={"width": 1200, "height": 900})
        opened.goto(f"{address}/index.html")
        opened.wait_for_selector("html.ready", state="attached")
        opened.wait_for_selector("#geo-ent-figures table")
        yield opened
        opened.close()


@pytest.mark.browser
def test_each_figure_beside_the_mark_is_recomputed(page, right):
    """What the reader sees who points at a zone of the map."""
    texts = page_states.tooltips(page)
    assert len(set(texts)) > 15
    hold(tooltip_faults(right, texts))


@pytest.mark.browser
def test_each_figure_of_every_state_is_recomputed(page, right):
    """The table, the legend and the panel at each level, date and indicator."""
    states = page_states.states(page)
    faults = class_faults(states)
    for state in states:
        moment = right.moments[state["date"]]
        faults += table_faults(state, moment, right.case.zone_names[state["level"]])
        faults += [*legend_faults(state, moment), *missing_classes(state, moment)]
        if state["panel"]:
            audit = panel_audit(right, moment, state["indicator"])
            faults += audit.faults(state["panel"], f"panel, {moment.date:%Y-%m-%d}")
    hold(faults)


@pytest.mark.browser
@pytest.mark.parametrize("level", LEVEL_SHEETS.values())
def test_each_figure_of_every_zone_is_recomputed(page, right, level):
    """The panel of each zone, or of one commune in five: its place, its history, its schools."""
    faults, last = [], len(right.moments) - 1
    for code, panel in page_states.zones(page, level, last, "coverage_share"):
        audit = panel_audit(right, right.moments[last], "coverage_share", level, code)
        faults += audit.faults(panel, f"{level} {code}")
    hold(faults)


@pytest.mark.browser
def test_each_figure_of_the_rest_of_the_page_is_recomputed(page, right, drawn):
    """What is unfolded, what is listed, and what is said to who listens to the page."""
    page.reload()
    page.wait_for_selector("html.ready", state="attached")
    page.wait_for_selector("#geo-ent-figures table")
    hold(words_faults(right, drawn, page_states.whole(page)))
