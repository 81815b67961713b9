"""`geo-ent cog`: any table of commune codes, with today's commune beside each row."""

import csv
import datetime as dt
import re
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from typer.testing import CliRunner

from geo_ent.cli.command_line import app
from geo_ent.communes.bundled import read_communes
from geo_ent.communes.codes_to_today import HOW
from geo_ent.communes.recoded_table import recode
from geo_ent.errors import InputError, OutputError
from geo_ent.tables.any_table import read_any_table
from geo_ent.telling.language import language
from geo_ent.telling.recode_words import HOW_WORDS, recode_notes, row_lines

FRENCH = language("fr")

ROWS = [
    ["École", "Code commune", "Élèves"],
    ["Les Lilas", "35238", "120"],
    ["Jean Moulin", "49144", "8,5"],
    ["A; B", "1004", ""],
    ["Ferry", "35999", "=1+1"],
]


def write_csv(path, rows, *, encoding="utf-8", delimiter=";"):
    """Write rows as a CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read_csv(path):
    """Read a written CSV back, cell by cell."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def run(rows, tmp_path, column="Code commune", **options):
    """Recode rows from a CSV; give what was told and what was written."""
    out = tmp_path / "moved.csv"
    done = recode(write_csv(tmp_path / "t.csv", rows), out, column=column, **options)
    return done, read_csv(out)


def test_every_outcome_has_its_words():
    """Each thing that may become of a code is told, in both languages."""
    assert tuple(HOW_WORDS) == HOW
    assert all(language("en")(words) != words for words in HOW_WORDS.values())


def test_it_is_told_in_english_when_asked(tmp_path):
    """What the command prints has no French word of ours; what is written doesn't change."""
    path = write_csv(tmp_path / "t.csv", [["above"], *ROWS, ["x", "99100", ""], ["y", "", ""]])
    words = ["cog", str(path), "--column", "Code commune", "--out", str(tmp_path / "o.csv")]
    done = CliRunner().invoke(app, [*words, "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "       2  code of a commune of 2026\n" in done.output
    assert "row 6: “35999”, code of no commune since 1943" in done.output
    assert "Left out: 1 row above the titles." in done.output
    assert not re.search(r"\b(?:lignes?|codes? d|commune d|autres|laissé)\b", done.output)
    written = (tmp_path / "o.csv").read_bytes()
    assert CliRunner().invoke(app, words).exit_code == 0
    assert (tmp_path / "o.csv").read_bytes() == written


def test_rows_and_columns_are_kept_and_three_are_added(tmp_path):
    """Every cell as it was, in order, with commune_code, commune_name, how at the right."""
    done, written = run(ROWS, tmp_path)
    assert [row[:3] for row in written] == ROWS
    assert [row[3:] for row in written] == [
        ["commune_code", "commune_name", "how"],
        ["35238", "Rennes", "unchanged"],
        ["44180", "Vallons-de-l'Erdre", "merged"],
        ["01004", "Ambérieu-en-Bugey", "unchanged"],
        ["", "", "unknown"],
    ]
    assert done.rows_n == 4
    assert done.outcomes == [
        ("unchanged", 2),
        ("merged", 1),
        ("unknown", 1),
    ]
    assert row_lines(done.unknowns, FRENCH) == [
        "ligne 5 : « 35999 », code d’aucune commune depuis 1943"
    ]
    assert "1 code remis en forme." in recode_notes(done, FRENCH)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("utf-8", "|")],
)
def test_any_csv(tmp_path, encoding, delimiter):
    """Encodings and separators in use are recognised; UTF-8 and commas are written."""
    path = write_csv(tmp_path / "t.csv", ROWS, encoding=encoding, delimiter=delimiter)
    recode(path, tmp_path / "o.csv", column="code_commune")
    assert [row[:3] for row in read_csv(tmp_path / "o.csv")] == ROWS


def write_xlsx(path, sheets):
    """Write a workbook, sheet by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_with_titles_above_and_numbers_for_codes(tmp_path):
    """As INSEE publishes: lines above the titles, a sheet of notes before, codes as numbers, dates
    and decimals; blank rows are told, not copied.
    """
    rows = [
        ["Grille communale"],
        [],
        ["CODGEO", "mis à jour", "part", "n", "vrai"],
        [1004, dt.date(2024, 1, 1), 78.6, 3.0, True],
        [None] * 5,
        [49144.0, None, 0.1, 4, False],
    ]
    path = write_xlsx(tmp_path / "t.xlsx", {"Lisez-moi": [["Bonjour"]], "Grille": rows})
    done = recode(path, tmp_path / "o.csv", column="CODGEO")
    assert read_csv(tmp_path / "o.csv")[1:] == [
        ["1004", "2024-01-01", "78.6", "3", "VRAI", "01004", "Ambérieu-en-Bugey", "unchanged"],
        ["49144", "", "0.1", "4", "FAUX", "44180", "Vallons-de-l'Erdre", "merged"],
    ]
    assert recode_notes(done, FRENCH) == [
        "Laissé de côté : 2 lignes au-dessus des titres.",
        "Laissé de côté : 1 ligne vide.",
        "1 code remis en forme.",
    ]


def test_the_row_told_is_the_row_of_the_sheet(tmp_path):
    """An unknown code is told with its sheet and its row, titles and blank rows counted."""
    rows = [["titre"], ["code"], ["35238"], [], ["35999"]]
    path = write_xlsx(tmp_path / "t.xlsx", {"Feuille": rows})
    done = recode(path, tmp_path / "o.csv", column="code")
    assert row_lines(done.unknowns, FRENCH) == [
        "Feuille!5 : « 35999 », code d’aucune commune depuis 1943"
    ]


def test_a_sheet_can_be_asked_for(tmp_path):
    """Of two sheets with the column the first is read, unless the other is named."""
    sheets = {"A": [["code"], ["35238"]], "B": [["code"], ["49144"]]}
    path = write_xlsx(tmp_path / "t.xlsx", sheets)
    recode(path, tmp_path / "o.csv", column="code")
    assert read_csv(tmp_path / "o.csv")[1][0] == "35238"
    recode(path, tmp_path / "o.csv", column="code", sheet="B")
    assert read_csv(tmp_path / "o.csv")[1][0] == "49144"
    with pytest.raises(InputError, match="« C » ; feuilles trouvées : « A », « B »"):
        recode(path, tmp_path / "o.csv", column="code", sheet="C")


def test_a_wrong_column_names_those_there_are(tmp_path):
    """The error lists the titles, and suggests the nearest."""
    path = write_csv(tmp_path / "t.csv", ROWS)
    with pytest.raises(InputError, match="« École », « Code commune », « Élèves »") as fault:
        recode(path, tmp_path / "o.csv", column="code_comune")
    assert "vouliez-vous dire « Code commune » ?" in str(fault.value)
    assert "\n" not in str(fault.value)
    assert not (tmp_path / "o.csv").exists()


def test_an_exact_title_wins_over_a_like_one(tmp_path):
    """Asked for "code", the column called so is read, not "CODE" beside it."""
    _, written = run([["CODE", "code"], ["35999", "49144"]], tmp_path, column="code")
    assert written[1][2] == "44180"


def test_names_that_collide_are_told(tmp_path):
    """A table that has commune_code and how keeps them; the new columns say the year."""
    rows = [["commune_code", "how", "how_2026"], ["49144", "par courrier", "x"]]
    done, written = run(rows, tmp_path, column="commune_code")
    assert written[0] == [*rows[0], "commune_code_2026", "commune_name", "how_2026_2"]
    assert written[1] == [*rows[1], "44180", "Vallons-de-l'Erdre", "merged"]
    assert len(recode_notes(done, FRENCH)) == 2
    assert "« commune_code » existait déjà" in recode_notes(done, FRENCH)[0]


def test_two_columns_of_the_asked_name_are_told(tmp_path):
    """The first is read, both are kept."""
    done, written = run([["code", "code"], ["49144", "35238"]], tmp_path, column="code")
    assert written[1][:3] == ["49144", "35238", "44180"]
    assert recode_notes(done, FRENCH) == [
        "Plusieurs colonnes s’appellent « code » : la première est lue."
    ]


def test_ragged_rows_lose_nothing(tmp_path):
    """A short row is filled, a longer one opens a column without a title."""
    _, written = run([["code", "a"], ["35238"], ["49144", "x", "y"]], tmp_path, column="code")
    assert written[0][:3] == ["code", "a", ""]
    assert written[1][:4] == ["35238", "", "", "35238"]
    assert written[2][:4] == ["49144", "x", "y", "44180"]


def test_points_decide_splits(tmp_path):
    """With --lat and --lon, L'Oie is told from Les Essarts; a missing degree leaves a guess."""
    spot = read_communes(["85"]).geometry["85165"].representative_point()
    rows = [
        ["code", "lat", "lon"],
        ["85084", str(spot.y).replace(".", ","), str(spot.x)],
        ["85084", "", ""],
        ["85084", "quelque part", "200"],
    ]
    done, written = run(rows, tmp_path, column="code", degrees=("lat", "lon"))
    assert [row[3] for row in written[1:]] == ["85165", "85084", "85084"]
    assert row_lines(done.guesses, FRENCH) == [
        "ligne 3 : « 85084 », laissé à Essarts-en-Bocage",
        "ligne 4 : « 85084 », laissé à Essarts-en-Bocage",
    ]


def test_one_degree_is_not_enough(tmp_path):
    """--lat without --lon is refused, as is a column of degrees that isn't there."""
    path = write_csv(tmp_path / "t.csv", ROWS)
    with pytest.raises(InputError, match="--lat et --lon"):
        recode(path, tmp_path / "o.csv", column="Code commune", degrees=("y", ""))
    with pytest.raises(InputError, match="pas de colonne « y »"):
        recode(path, tmp_path / "o.csv", column="Code commune", degrees=("y", "x"))


def test_post_codes_make_one_doubt_the_column(tmp_path):
    """A column where most codes are unknown is asked about."""
    done, _ = run([["cp"], ["35000"], ["35400"], ["49100"]], tmp_path, column="cp")
    assert any("codes postaux" in note for note in recode_notes(done, FRENCH))


def test_the_table_is_not_overwritten(tmp_path):
    """Writing over what is read is refused, and it is untouched."""
    path = write_csv(tmp_path / "t.csv", ROWS)
    before = path.read_bytes()
    with pytest.raises(InputError, match="c’est le fichier lu"):
        recode(path, path, column="Code commune")
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written(tmp_path):
    """A folder in the way is told in one line; nothing is left behind."""
    path = write_csv(tmp_path / "t.csv", ROWS)
    (tmp_path / "o.csv").mkdir()
    (tmp_path / "o.csv" / "mine.txt").write_text("x")
    with pytest.raises(OutputError, match="écriture impossible"):
        recode(path, tmp_path / "o.csv", column="Code commune")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["o.csv", "t.csv"]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "pas de colonne"), (b"%PDF-1.7 ...", "un PDF"), (b"\x1f\x8b\x08", "gzip")],
)
def test_what_is_no_table(tmp_path, content, told):
    """An empty file, a PDF, an archive: one line each."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        recode(path, tmp_path / "o.csv", column="code")


def test_a_table_without_rows(tmp_path):
    """Titles alone give titles alone."""
    done, written = run([["code"]], tmp_path, column="code")
    assert written == [["code", "commune_code", "commune_name", "how"]]
    assert done.rows_n == 0
    assert done.outcomes == []


def test_a_title_cannot_steer_a_terminal(tmp_path):
    """Escape codes in titles and cells are shown, not obeyed."""
    rows = [["\x1b[31mcode", "code"], ["x", "\x1b[2J99"]]
    path = write_csv(tmp_path / "t.csv", rows)
    with pytest.raises(InputError) as fault:
        recode(path, tmp_path / "o.csv", column="rien")
    assert "\x1b" not in str(fault.value)
    done, _ = run(rows, tmp_path, column="code")
    assert "\x1b" not in row_lines(done.unknowns, FRENCH)[0]


def test_the_command(tmp_path):
    """`geo-ent cog` writes the file and prints what became of the codes."""
    path = write_csv(tmp_path / "t.csv", ROWS)
    out = tmp_path / "new" / "moved.csv"
    result = CliRunner().invoke(
        app, ["cog", str(path), "--column", "Code commune", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert read_csv(out)[2][3:] == ["44180", "Vallons-de-l'Erdre", "merged"]
    assert "       1  commune fusionnée avec une autre" in result.output
    assert "ligne 5 : « 35999 »" in result.output
    assert f"4 lignes dans {out}" in result.output


def test_the_command_counts_one_row_in_the_singular(tmp_path):
    """« 1 ligne », where the plural stood."""
    path, out = write_csv(tmp_path / "t.csv", [["code"], ["35001"]]), tmp_path / "o.csv"
    result = CliRunner().invoke(app, ["cog", str(path), "--column", "code", "--out", str(out)])
    assert f"1 ligne dans {out}" in result.output


def test_the_command_shows_the_first_unknowns_only(tmp_path):
    """Of twenty unknown codes twelve are shown and eight counted."""
    rows = [["code"], *([f"99{n}"] for n in range(100, 120))]
    path = write_csv(tmp_path / "t.csv", rows)
    out = str(tmp_path / "o.csv")
    result = CliRunner().invoke(app, ["cog", str(path), "--column", "code", "--out", out])
    assert result.output.count("pays étranger") == 12
    assert "… et 8 autres" in result.output
    path = write_csv(tmp_path / "t.csv", rows[:14])
    result = CliRunner().invoke(app, ["cog", str(path), "--column", "code", "--out", out])
    assert re.search(r"… et 1 autre\b", result.output)


def test_a_column_without_any_known_code_is_to_be_looked_at(tmp_path):
    """Names for codes: written all the same, it is asked whether they are codes, and 1, not 0."""
    path = write_csv(tmp_path / "t.csv", [["Commune"], *([name] for name in 30 * ["Lattes"])])
    out = tmp_path / "o.csv"
    done = CliRunner().invoke(app, ["cog", str(path), "--column", "Commune", "--out", str(out)])
    assert done.exit_code == 1
    assert "et non des codes postaux ou des noms ?" in " ".join(done.output.split())
    assert out.exists()
    write_csv(path, [["Commune"], ["35238"], *([name] for name in 30 * ["Lattes"])])
    one = CliRunner().invoke(app, ["cog", str(path), "--column", "Commune", "--out", str(out)])
    assert one.exit_code == 0, one.output


def test_the_whole_grid_of_2024(shared_file, tmp_path):
    """INSEE's workbook, title rows and all: 34,935 rows and 12 columns kept, 68 codes moved."""
    out = tmp_path / "o.csv"
    done = recode(shared_file("grille-densite-7-niveaux-2024.xlsx"), out, column="CODGEO")
    table = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert table.shape == (34_935, 15)
    assert (table["CODGEO"] != table["commune_code"]).sum() == 68
    assert row_lines(done.unknowns, FRENCH) == []
    assert "Laissé de côté : 4 lignes au-dessus des titres." in recode_notes(done, FRENCH)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=6)


@examples(30)
@given(st.lists(st.tuples(cells, cells, cells), max_size=8))
def test_no_cell_is_changed(rows):
    """Whatever the cells hold, those of the table come back as they were."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        write_csv(path, [["code", "b;,c", "d"], *rows], delimiter=",")
        table = read_any_table(path, column="code")
        recode(path, Path(folder) / "o.csv", column="code")
        written = read_csv(Path(folder) / "o.csv")
    kept = [list(row) for row in rows if any(row)]
    assert table.rows == kept
    assert [row[:3] for row in written[1:]] == kept
