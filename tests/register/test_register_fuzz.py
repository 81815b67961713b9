"""Made-up files of any kind: a register is read, or refused by one of the product's own errors."""

import csv
import datetime as dt
import io
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from properties import examples

from geo_ent.errors import GeoEntError
from geo_ent.register.read_register import read_registers

OUTCOMES = {"used", "merged", "spread", "corrected", "ambiguous", "not_found", "not_school",
            "ignored"}  # fmt: skip
UAIS = ["0359001U", "0359002V", "0359003W", "0359004X"]
SUFFIXES = [".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ""]
WIDEST = 16_384  # columns of a sheet
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@pytest.fixture(scope="module")
def directory():
    """Three schools of Betton (one private) and one of Bruz."""
    texts = ("academie", "circonscription_code", "circonscription_name", "priority", "rpi_code")
    return pd.DataFrame(
        {
            "name": ["École élémentaire publique Saint-Exupéry",
                     "Ecole maternelle publique Les Prés",
                     "École primaire privée Ste Anne", "École primaire publique Jules Verne"],
            "sector": ["public", "public", "prive", "public"],
            "nature": ["elementaire", "maternelle", "primaire", "primaire"],
            "commune_name": ["Betton", "Betton", "Betton", "Bruz"],
            "commune_code": ["35024", "35024", "35024", "35047"],
            "departement_code": "35",
            "state": "OUVERT",
            **dict.fromkeys(texts, ""),
        },
        index=pd.Index(UAIS, name="uai"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the made-up files are written, each over the one before."""
    return tmp_path_factory.mktemp("fuzz")


def held(grid):
    """Count the rows that hold anything."""
    return sum(any(str(cell).strip() for cell in row if cell is not None) for row in grid)


def read(path, directory, rows=None):
    """Read a register; when it isn't refused, each row has one outcome, and none is lost."""
    try:
        reading = read_registers([path], directory)
    except GeoEntError as fault:
        refusal = fault
    else:
        refusal = None
    if refusal:
        assert len(str(refusal).splitlines()) == 1
        return None
    table = reading.rows
    counts = Counter(table["outcome"])
    assert set(counts) <= OUTCOMES
    assert sum(counts.values()) == len(table)
    # Tables side by side share their rows: each tells of a row what is its own, a title once.
    again = table.duplicated(["file", "sheet", "row"])
    titles = table["reason"].map(lambda note: note.code in {"header", "above-table"}).astype(bool)
    assert not (again & titles).any()
    assert set(reading.register["uai"]) <= set(UAIS)
    assert rows is None or len(table[~again]) == rows
    return reading


def many(n):
    """Make so many files, the same at each run; ten times as many, others, when exploring."""
    allowed = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(examples(n), suppress_health_check=allowed)


titles = st.sampled_from(
    ["UAI", "N° UAI\n(RNE)", "École", "Commune", "ENT", "Solution", "Date d'ouverture", "Fin",
     "Financement", "Circo", "ENT", "Date", "uai", "status", "Observations", "Toutes les écoles",
     "ENT école", "ENT classe", "En projet", "Pas d'ENT", "Oui", "Non", "Classe"]
)  # fmt: skip
words = st.sampled_from(
    [*UAIS, "0359001", "0359001A", "359001u", "Toutes les écoles publiques", "BETTON", "Bruz",
     "école élém. St Exupery", "oui", "X", "1 classe (CM2)", "en projet", "ONE", "beneylu",
     "rentrée 2020", "sept. 2019", "2021-2022", "31/02/2020", "00/00/0000", "2020-13-45", "44075",
     "99999999999", "1e400", "-1", "Total", "RPI Betton - Bruz", "=1+1", "@SUM(A1)", "+33", "-",
     "{{7*7}}", "<script>", "²", "①", "٢٠٢٠", "३", "\ufeff", "\u200b", "#REF!", "nan", "NaT", "inf",
     "None", "collège de Betton", "département 35", "circonscription de ", "CC ", "1er sept. 20"]
)  # fmt: skip
BREAKS = '\r\n"\t;,|\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00'
tame = st.text(st.characters(exclude_characters=BREAKS, exclude_categories=["Cs"]), max_size=12)
wild = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
header = st.lists(titles, min_size=2, max_size=8)


def grids(cells):
    """Make sheets: rows of any cells, under a header more often than not."""
    rows = st.lists(st.lists(cells, max_size=9), max_size=6)
    below = st.builds(lambda top, row, more: [*top, row, *more], rows, header, rows)
    known = st.builds(
        lambda more: [["UAI", "École", "Commune", "ENT", "Solution", "Date", "Fin"],
                      [UAIS[0], "", "", "oui"], *more], rows
    )  # fmt: skip
    return st.one_of(rows, below, known, known)


def csv_bytes(grid, separator, encoding):
    """Write rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(grid)
    return text.getvalue().encode(encoding, errors="replace")


separators = st.sampled_from(";,\t|")
encodings = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1"])


@many(80)
@given(grids(words | wild), separators, encodings)
def test_any_cells_in_a_csv(directory, folder, grid, separator, encoding):
    """Quotes, line breaks, separators and controls inside cells: read, or refused in one line."""
    path = folder / "any.csv"
    path.write_bytes(csv_bytes(grid, separator, encoding))
    read(path, directory)


@many(80)
@given(grids(words | tame))
@example([["oui", "1 classe (CM2)"], ["UAI", "UAI"], [UAIS[0], UAIS[0]]])
@example([["oui", "1 classe (CM2)"], ["UAI", "UAI"], [UAIS[0]]])
@example([[UAIS[0], UAIS[0], "oui", "oui"], ["ENT", "N° UAI", "UAI", "N° UAI"], [UAIS[0]]])
@example(
    [
        ["oui", "", "oui"],
        ["N° UAI", "ENT", "N° UAI"],
        [UAIS[0], "", UAIS[0]],
        [UAIS[0], "", "Toutes les écoles publiques"],
    ]
)
def test_no_row_of_a_csv_is_lost(directory, folder, grid):
    """Rows without a separator inside a cell: as many are told as hold anything."""
    path = folder / "rows.csv"
    wide = [[*row, *[""] * 8] for row in grid]  # semicolons outnumber all else
    path.write_bytes(csv_bytes(wide, ";", "utf-8-sig"))
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";")
    read(path, directory, held(rows))


@many(80)
@given(
    st.sampled_from(SUFFIXES),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n",
                     b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"UAI;ENT\n", b"<html>",
                     b"\x1f\x8b",
                     b"UAI;Ecole;Commune;ENT\n0359001U;;;oui\n", b"[{", b"<?xml "]),
    st.binary(max_size=200),
)  # fmt: skip
def test_any_bytes_under_any_suffix(directory, folder, suffix, start, content):
    """Bytes of any kind, some that begin as a known kind does."""
    path = folder / f"bytes{suffix}"
    path.write_bytes(start + content)
    read(path, directory)


typed = st.one_of(
    words,
    wild,
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.sampled_from([44075, 2020, 2020.0, 0, 1, 43709.5, -1, 2958466, 1e300]),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 1, 1)),  # noqa: DTZ001 as Excel's
    st.sampled_from(["#N/A", "#DIV/0!"]).map(lambda fault: ("e", fault)),
    st.sampled_from(["1/0", "CMD()", "A1", ""]).map(lambda formula: ("f", formula)),
)


def cell_xml(place, cell):
    """Write one cell of a sheet, as its type asks."""
    match cell:
        case ("e", fault):
            return f'<c r="{place}" t="e"><v>{fault}</v></c>'
        case ("f", formula):
            return f'<c r="{place}" t="str"><f>{formula}</f><v>{formula}</v></c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
        case int() | float():
            return f'<c r="{place}"><v>{cell}</v></c>'
        case dt.datetime():
            days = (cell - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001
            return f'<c r="{place}" s="1"><v>{days}</v></c>'
    text = "".join(c if c in "\t\n" or c >= " " else f"_x{ord(c):04X}_" for c in cell)
    text = escape(text.replace("\ufffe", "").replace("\uffff", ""))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def letters(column):
    """Name a column: 0 is A, 16383 is XFD."""
    name = ""
    while column >= 0:
        name, column = chr(65 + column % 26) + name, column // 26 - 1
    return name


def sheet_xml(grid):
    """Write a sheet; a cell is left out where it is empty text."""
    rows = "".join(
        f'<row r="{y}">'
        + "".join(cell_xml(f"{letters(x)}{y}", cell) for x, cell in enumerate(row) if cell != "")
        + "</row>"
        for y, row in enumerate(grid, 1)
    )
    return f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'


def xlsx_bytes(grids, sheets=None):
    """Write a workbook, quicker than a library would, and with what a library refuses to write."""
    sheets = sheets or [sheet_xml(grid) for grid in grids]
    numbers = range(1, len(sheets) + 1)
    tabs = "".join(f'<sheet name="F{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/xml"/>'
        f'<Default Extension="xml" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{LINKS}"><sheets>{tabs}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="st" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        **{f"xl/worksheets/s{n}.xml": sheet for n, sheet in enumerate(sheets, 1)},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return stream.getvalue()


@many(50)
@given(st.lists(grids(typed), min_size=1, max_size=3))
def test_any_cells_in_a_workbook(directory, folder, grids):
    """Cells of every type, formulas and errors too, on one to three sheets."""
    path = folder / "any.xlsx"
    path.write_bytes(xlsx_bytes(grids))
    read(path, directory)


GOOD = [["UAI", "École", "Commune", "ENT", "Solution", "Date d'ouverture"],
        [UAIS[0], "", "Betton", "oui", "ONE", dt.datetime(2020, 9, 1)],  # noqa: DTZ001
        ["", "Ec. prim. Jules Verne", "BRUZ", "non", "", 2020]]  # fmt: skip


@many(50)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=3)), max_size=4),
    st.integers(0, 4000),
    st.sampled_from([".xlsx", ".xls", ".ods", ".xlsb"]),
)
def test_a_damaged_workbook(directory, folder, changes, kept, suffix):
    """A sound workbook with bytes changed, or its end cut off."""
    content = bytearray(xlsx_bytes([GOOD, []]))
    for at, junk in changes:
        at %= len(content)  # noqa: PLW2901 a place inside the file
        content[at : at + len(junk)] = junk
    path = folder / f"damaged{suffix}"
    path.write_bytes(bytes(content[: max(kept, 4)] if kept % 3 == 0 else content))
    read(path, directory)


def test_the_quick_writer_writes_workbooks(directory, folder):
    """What the fuzzing writes is a workbook: both rows of a sound one are read."""
    path = folder / "good.xlsx"
    path.write_bytes(xlsx_bytes([[], GOOD]))
    reading = read(path, directory, rows=3)
    assert reading is not None
    register = reading.register.set_index("uai")
    assert register["status"].to_dict() == {UAIS[0]: "school", UAIS[3]: "none"}
    assert register.loc[UAIS[0], "start"] == pd.Timestamp("2020-09-01")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    ("grid", "rows"),
    [
        ([], None), ([[]], None), ([[""]], None), (GOOD[:1], None), ([*GOOD[:1], [], []], None),
        ([["UAI", "UAI", "ENT", "ENT", "ENT"], [UAIS[0], UAIS[1], "oui", "non", "X"]], 2),
        ([["UAI", "ENT", *["ENT"] * (WIDEST - 2)], [UAIS[0], *["oui"] * (WIDEST - 1)]], 2),
        ([["UAI", "ENT"], [UAIS[0], "oui", *["x"] * (WIDEST - 2)]], 2),
        ([["bruit"] * WIDEST, ["UAI", "ENT"], [UAIS[0], "oui"]], 3),
        ([*[["titre"]] * 200, *GOOD[:2]], None),
        ([["UAI", "ENT"], *[[UAIS[0], "oui"]] * 500], 501),
        ([["UAI", "ENT"], [UAIS[0], "oui"], ["UAI", "ENT"], [UAIS[1], "non"]], 4),
    ],
)  # fmt: skip
def test_edges(directory, folder, suffix, grid, rows):
    """No row, only a header, the widest sheet, titles twice, a header again: each row is told."""
    path = folder / f"edge{suffix}"
    content = xlsx_bytes([grid]) if suffix == ".xlsx" else csv_bytes(grid, ";", "utf-8")
    path.write_bytes(content)
    reading = read(path, directory, rows)
    assert rows is None or reading is not None


def test_several_files_at_once(directory, folder):
    """Two files with the same sheet and rows: their rows are told apart by the file."""
    paths = [Path(folder) / name for name in ("first.xlsx", "second.xlsx")]
    for path in paths:
        path.write_bytes(xlsx_bytes([GOOD]))
    table = read_registers(paths, directory).rows
    assert len(table) == 2 * len(GOOD)
    assert not table.duplicated(["file", "sheet", "row"]).any()
    assert table["outcome"].value_counts().to_dict() == {"used": 2, "merged": 2, "not_school": 2}


FAR = """
import resource, sys
from pathlib import Path
from geo_ent.errors import GeoEntError
from geo_ent.tables.files import read_grids
read_grids(Path(sys.argv[2]))  # what the libraries reserve for each core is none of the sheet's
sizes = Path("/proc/self/statm")
before = int(sizes.read_text().split()[0]) * resource.getpagesize() if sizes.exists() else 0
resource.setrlimit(resource.RLIMIT_AS, (before + (4 << 30),) * 2)
try:
    read_grids(Path(sys.argv[1]))
except GeoEntError:
    pass
"""


@pytest.mark.parametrize("place", ["XFD1048576", "XFD20000", "A1048576", "XFD2"])
def test_a_stray_cell_far_away(folder, place):
    """One cell at the sheet's far end: read or refused, in no more than 4 GB of memory more."""
    sheet = sheet_xml(GOOD)
    number = "".join(letter for letter in place if letter.isdigit())
    stray = f'<row r="{number}">{cell_xml(place, "x")}</row></sheetData>'
    path = folder / "far.xlsx"
    path.write_bytes(xlsx_bytes([GOOD], sheets=[sheet.replace("</sheetData>", stray)]))
    near = folder / "near.xlsx"
    near.write_bytes(xlsx_bytes([GOOD]))
    run = subprocess.run([sys.executable, "-c", FAR, path, near], check=False, capture_output=True)
    assert run.returncode == 0, run.stderr[-400:]
