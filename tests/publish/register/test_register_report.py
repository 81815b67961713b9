"""What became of a register's rows, as a page and as a CSV."""

import csv
import re

import browser as shared
import pandas as pd
import pytest
from accessibility import Axe
from hypothesis import given
from hypothesis import strategies as st
from outline import Outline
from registers import ENGLISH, FRENCH, HOSTILE, ROWS, directory, read, report
from written_pages import page_text

from geo_ent.publish.register.register_report import write_register_report
from geo_ent.register.register_row import OUTCOMES
from geo_ent.telling.register.register_wording import (
    DOUBT_WORDS,
    OUTCOME_WORDS,
    outcome_counts,
    report_rows,
)
from geo_ent.text.note import Note
from geo_ent.text.safe import no_formula, one_line, printable

DANGEROUS = "=+-@\t\r"


@pytest.fixture
def reading(tmp_path):
    """A register with a doubtful row of nearly every kind, and hostile text."""
    return read(tmp_path / "registre.csv")


@pytest.fixture
def page(reading):
    """The report of that register."""
    return report(reading)


def test_every_outcome_has_its_words():
    """The reader's outcomes are those that the report can name."""
    assert set(OUTCOME_WORDS) == set(OUTCOMES)


def test_counts_add_up_to_the_rows_read(reading):
    """Each row has one outcome; the sum is the number of rows, on the page too."""
    counts = outcome_counts(reading.rows)
    assert sum(counts.values()) == len(reading.rows) == len(ROWS)
    assert counts["spread"] == counts["corrected"] == counts["not_found"] == 1


def test_doubts_come_with_place_words_and_advice(reading):
    """The rows to look at are told apart, with what was not understood and what to do."""
    rows = report_rows(reading, FRENCH).set_index("row")
    assert rows["doubt"].to_dict() == dict(
        enumerate(["", "", "", "corrected", "words", "", "", "not_found", "", ""], 1)
    )
    said = rows.loc[5, "reason"]
    assert "situation non comprise : « bleu ciel »" in said
    assert "solution inconnue, gardée telle quelle : « Maison »" in said
    assert "date non comprise : « hier »" in said
    assert "01/09/2021" in rows.loc[5, "suggestion"]


def test_a_conflict_is_listed(tmp_path):
    """Two undated rows that contradict each other: the last wins, the first is shown."""
    rows = [ROWS[1], ["0359001U", "", "", "oui", "ONE", "", ""],
            ["0359001U", "", "", "non", "", "", ""]]  # fmt: skip
    doubt = report_rows(read(tmp_path / "r.csv", rows), FRENCH).set_index("row")["doubt"]
    assert doubt[2] == "conflict"
    assert doubt[3] == ""


def test_page_is_whole_and_escaped(page):
    """The tags close in their turn, nothing hostile is markup, no script, nobody is asked."""
    outline = Outline(page)
    assert outline.open == []
    tags = {tag for tag, _, _ in outline.seen}
    assert not tags & {"script", "img", "iframe", "link", "form"}
    assert HOSTILE.split("=")[0] in outline.text
    assert "@@css@@" in outline.text
    assert not re.search(r"(?:src|href)=\"?https?:", page)
    assert '<html lang="fr">' in page
    assert "<title>Registre des ENT" in page


def test_headline_says_it_in_words(page):
    """The counts and the schools told are in the first sentence."""
    said = re.search(r'class="headline">(.*?)</p>', page)[1].replace("\u00a0", " ")
    assert said.startswith("10 lignes lues : ")
    assert said.endswith("3 écoles renseignées sur 4 (tous secteurs).")


def test_what_was_taken_is_said_before_anything_else(page):
    """Which column was taken for what stands above the counts of rows."""
    taken = page.index('class="taken"')
    assert taken < page.index('class="headline"') < page.index("Ce que chaque ligne est devenue")
    assert "Statut lu dans « ENT », solution dans « Solution" in page[taken:]


def test_a_question_about_columns_stands_above_the_rows(tmp_path):
    """It is asked first, and nothing is said to need no check while it is open."""
    reading = read(tmp_path / "r.csv", [ROWS[1], ROWS[2]])
    asked = Note("rival-column", column="status", taken="ENT", rival="ENT livré", changed_n=23)
    reading.findings.add("register-question", asked, file="registre.csv", rows=[""])
    said = report(reading)
    words = "Deux colonnes peuvent dire la situation : « ENT » (lue) et « ENT livré » ; 23 lignes"
    assert words in said
    assert said.index(words) < said.index("Ce que chaque ligne est devenue")
    assert "Il n’y a rien à vérifier." not in said
    english = " ".join(Outline(report(reading, tr=ENGLISH)).text.split())
    assert "Two columns may tell the situation: “ENT” (read) and “ENT livré”; 23 rows" in english


def test_a_clean_register_has_nothing_to_check(tmp_path):
    """Without a doubt the page says so."""
    reading = read(tmp_path / "r.csv", [ROWS[1], ROWS[2]])
    said = report(reading)
    assert "Il n’y a rien à vérifier." in said
    assert not any(words.title in said for words in DOUBT_WORDS.values())


def test_the_report_is_in_english_when_asked(reading, tmp_path):
    """The page's words, reasons and advice, and those of the CSV; what was written stays."""
    write_register_report(reading, tmp_path, schools=directory(), tr=ENGLISH)
    page = page_text(tmp_path / "register-report.html")
    assert '<html lang="en">' in page
    text = " ".join(Outline(page).text.split())
    assert "10 rows read: " in text
    assert "3 schools of 4 known (all sectors)." in text
    assert "situation not understood: “bleu ciel”" in text
    said = text.replace(HOSTILE, "")
    assert not re.search(r"\b(?:ligne|lignes|n’est|depuis|vérifier|dans)\b", said)
    table = pd.read_csv(tmp_path / "register-report.csv", dtype=str)
    assert "Write a date as 01/09/2021." in table["suggestion"][4]


def test_simulated_data_is_said(reading, tmp_path):
    """A note stands on top of the page and on each row of the CSV."""
    write_register_report(
        reading, tmp_path, schools=directory(), tr=FRENCH, note="Tout est simulé."
    )
    page = page_text(tmp_path / "register-report.html")
    assert "Tout est simulé." in page
    table = pd.read_csv(tmp_path / "register-report.csv", dtype=str)
    assert (table["note"] == "Tout est simulé.").all()


def test_csv_has_every_row_and_no_formula(reading, tmp_path):
    """One line a row read, in UTF-8; no cell begins as a formula, with any separator."""
    write_register_report(reading, tmp_path, schools=directory(), tr=FRENCH)
    text = (tmp_path / "register-report.csv").read_text("utf-8")
    table = list(csv.DictReader(text.splitlines()))
    assert [int(row["row"]) for row in table] == list(range(1, 11))
    assert table[6]["solution_written"] == "'=1+1"
    for separator in ",;\t":
        cells = [cell for row in csv.reader(text.splitlines(), delimiter=separator) for cell in row]
        assert not [cell for cell in cells if cell and cell[0] in DANGEROUS]


@given(st.text(alphabet="=+-@;'\" \t\r\nab|", max_size=12))
def test_no_text_becomes_a_formula(text):
    """Whatever the text, no piece of a line cut as a French spreadsheet does begins a formula."""
    safe = no_formula(text)
    for piece in re.split(r"[;|\t\r\n]", safe):
        assert piece.lstrip(' "')[:1] not in set("=+-@")


@given(st.text(max_size=40))
def test_any_text_can_be_shown(text):
    """What is shown can be written in UTF-8, has no control character, and is one line."""
    printable(text).encode()
    line = one_line(text, width=20)
    assert len(line) <= 20
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)


def test_a_long_part_says_that_it_is_cut(tmp_path, monkeypatch):
    """The page lists the first rows and sends to the CSV for the others."""
    monkeypatch.setattr("geo_ent.publish.register.register_report._MOST", 2)
    rows = [ROWS[1], ROWS[2], *([["0359991V", "Fermée", "Perdue", "oui", "", "", ""]] * 3)]
    said = report(read(tmp_path / "r.csv", rows))
    assert said.count("Perdue") == 2
    assert "Seules les 2 premières sont montrées" in said


def test_the_pages_colours_are_the_maps(page):
    """The map page's style is reused, without the map's."""
    assert "--blue: #000091" in page
    assert ".bar { display: flex" in page
    assert "leaflet" not in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 360])
def test_page_in_a_browser(page, tmp_path, width, chromium):
    """It fits the screen, asks nobody, complains of nothing, and axe finds no fault."""
    at = tmp_path / "report.html"
    at.write_text(page, encoding="utf-8")
    size = {"width": width, "height": 900}
    found = shared.Opened(chromium.new_context(viewport=size, bypass_csp=True).new_page())
    found.page.goto(at.as_uri())
    found.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    rules = {"runOnly": {"type": "tag", "values": tags}}
    faults = Axe().run(found.page, options=rules).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults] == []
    assert found.requests == [at.as_uri()]
    assert found.complaints == found.dialogs == []


def test_real_register(shared_file):
    """On the simulated register every row is told, and only a few are to be checked."""
    from geo_ent.register.read_register import read_registers
    from geo_ent.schools.directory import read_schools

    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    reading = read_registers([shared_file("registre-ent-035-simule.xlsx")], schools)
    counts = outcome_counts(reading.rows)
    assert sum(counts.values()) == len(reading.rows)
    assert (counts["corrected"], counts["not_found"], counts["ambiguous"]) == (13, 2, 0)
    said = report(reading, schools=schools)
    assert "15 lignes sont à vérifier" in said
    assert "647 écoles renseignées sur 685 (tous secteurs)." in said.replace("\u00a0", " ")
