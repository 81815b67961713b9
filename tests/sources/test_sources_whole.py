"""A file from a portal: whole and right, or refused in one line that says what is wrong."""

import io
import json
import random
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.errors import SourceError
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.sources.checks.complete_files import check_whole
from geo_ent.sources.datasets import Column, Dataset
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.tables.uai import check_letter

SCHOOLS = Dataset(
    id="schools",
    title="Les écoles",
    producer="",
    licence="",
    credit="",
    page="",
    way="explore",
    url={"": ""},
    format="csv",
    key=("uai",),
    columns=(
        Column(name="uai", aliases=("numero_uai",), needed=True, holds="uai"),
        Column(name="name", needed=True),
        Column(name="code_commune", holds="commune"),
        Column(name="pupils", holds="number"),
    ),
    rows_n=0,
    most_bytes=1_000_000,
    fresh_days=1,
    option="",
)
TITLES = ["uai", "name", "code_commune", "pupils"]


def uai(number):
    """Make a UAI."""
    return f"{number:07d}{check_letter(f'{number:07d}')}"


def school(number, **changes):
    """Make a row."""
    row = {"uai": uai(350_000 + number), "name": f"École {number}", "code_commune": "35238",
           "pupils": "143"}  # fmt: skip
    return row | changes


ROWS = [school(number) for number in range(20)]


def csv_bytes(rows=ROWS, titles=TITLES, separator=";"):
    """Write rows as the portal does: a BOM, lines closed by CRLF."""
    lines = [separator.join(titles), *(separator.join(row[one] for one in titles) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def json_bytes(rows=ROWS):
    """Write rows as a JSON list."""
    return json.dumps(rows, ensure_ascii=False).encode()


def geojson_bytes(rows=ROWS):
    """Write rows as the properties of points."""
    features = [
        {"type": "Feature", "properties": row,
         "geometry": {"type": "Point", "coordinates": [0, at]}}
        for at, row in enumerate(rows)
    ]  # fmt: skip
    told = {"type": "FeatureCollection", "features": features, "numberMatched": len(rows)}
    return json.dumps(told).encode()


def parquet_bytes(rows=ROWS):
    """Write rows as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def xlsx_bytes(rows=ROWS, titles=TITLES, above=4):
    """Write rows as a workbook: a sheet of words, then the table under lines of words."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Lisez-moi"])
    sheet = book.create_sheet("Maille communale")
    for _ in range(above):
        sheet.append(["Géographie au 01/01/2026"])
    sheet.append(titles)
    for row in rows:
        sheet.append([row[one] for one in titles])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS = {
    "csv": csv_bytes, "json": json_bytes, "geojson": geojson_bytes, "parquet": parquet_bytes,
    "xlsx": xlsx_bytes,
}  # fmt: skip
FORMATS = pytest.mark.parametrize("form", WRITERS)


@pytest.fixture
def check(tmp_path):
    """Check bytes as if they had come from a portal."""

    def run(body, form="csv", dataset=SCHOOLS, **told):
        path = tmp_path / "part"
        path.write_bytes(body)
        return check_whole(path, replace(dataset, format=form), **told)

    return run


@pytest.fixture
def refused(check):
    """Check bytes that are refused, and read why: one line that names the dataset."""

    def run(*args, **told):
        with pytest.raises(SourceError) as fault:
            check(*args, **told)
        line = str(fault.value)
        assert line.startswith("Les écoles : ")
        assert "\n" not in line
        return line

    return run


@FORMATS
def test_a_whole_file_is_told(check, form):
    """Its rows, its columns and its sums, whatever its format."""
    whole = check(WRITERS[form](), form, rows_n=20)
    assert whole.rows_n == 20
    assert list(whole.columns) == TITLES
    assert whole.same_n == 0
    assert len(whole.sha256) == len(whole.content_sha256) == 64


@FORMATS
def test_the_order_of_rows_is_no_content(check, form):
    """Another order: other bytes, the same content; another row: another content."""
    backwards, other = ROWS[::-1], [*ROWS[:-1], school(19, name="École 20")]
    if form == "geojson":  # each with its own point
        return
    first = check(WRITERS[form](), form)
    again = check(WRITERS[form](backwards), form)
    assert again.sha256 != first.sha256
    assert again.content_sha256 == first.content_sha256
    assert check(WRITERS[form](other), form).content_sha256 != first.content_sha256


def test_the_order_of_columns_is_no_content(check):
    """A CSV whose columns are in another order says the same."""
    first, again = check(csv_bytes()), check(csv_bytes(titles=TITLES[::-1]))
    assert again.columns == first.columns[::-1]
    assert again.content_sha256 == first.content_sha256
    swapped = [row | {"pupils": row["code_commune"], "code_commune": row["pupils"]} for row in ROWS]
    loose = replace(SCHOOLS, columns=SCHOOLS.columns[:2])
    assert check(csv_bytes(swapped), dataset=loose).content_sha256 != first.content_sha256


@FORMATS
def test_cut_anywhere_it_is_refused(tmp_path, form):
    """No beginning of a file passes for the whole, wherever it is cut."""
    body = WRITERS[form]()
    path, dataset = tmp_path / "part", replace(SCHOOLS, format=form)
    cuts = random.Random(1).sample(range(len(body)), 150)  # noqa: S311 the same at each run
    for cut in {0, 1, 2, 3, len(body) - 1, len(body) - 2, *cuts}:
        path.write_bytes(body[:cut])
        with pytest.raises(SourceError, match="Les écoles : ") as fault:
            check_whole(path, dataset, rows_n=20)
        assert "\n" not in str(fault.value)


@FORMATS
def test_bytes_that_are_anything(tmp_path, form):
    """Noise is refused in one line, never with another error."""
    dice = random.Random(2)  # noqa: S311 the same at each run
    path, dataset = tmp_path / "part", replace(SCHOOLS, format=form)
    for size in (1, 3, 10, 100, 1_000, 5_000):
        for damage in (dice.randbytes(size), _damaged(WRITERS[form](), dice)):
            path.write_bytes(damage)
            with pytest.raises(SourceError) as fault:
                check_whole(path, dataset, rows_n=21)
            assert "\n" not in str(fault.value)


def _damaged(body, dice):
    """Change forty bytes."""
    changed = bytearray(body)
    for _ in range(40):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def test_cells_may_hold_anything(check):
    """Separators, quotes and line ends inside quotes are one cell."""
    body = csv_bytes([school(1, name='"École; ""Les\r\nLucioles"""'), school(2)])
    assert check(body, rows_n=2).rows_n == 2


@given(st.lists(st.integers(0, 9_999_999), min_size=1, max_size=30, unique=True), st.randoms())
def test_any_rows_in_any_order(tmp_path_factory, numbers, dice):
    """The same rows shuffled have the same content, and as many rows."""
    path = tmp_path_factory.mktemp("whole") / "part"
    rows = [school(0, uai=uai(number)) for number in numbers]
    path.write_bytes(csv_bytes(rows))
    first = check_whole(path, SCHOOLS, rows_n=len(numbers))
    dice.shuffle(rows)
    path.write_bytes(csv_bytes(rows))
    assert check_whole(path, SCHOOLS).content_sha256 == first.content_sha256


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "le fichier reçu est vide"),
        (csv_bytes([]), "aucune ligne"),
        (csv_bytes()[:-2], "la dernière ligne est coupée"),
        (csv_bytes() + b"0350122T;Baulon\r\n", r"la ligne 22 a 2 cases, l’en-tête 4"),
        (csv_bytes() + b'0350122T;"Baulon\r\n', r"ne se lit pas, vers la ligne 22"),
        (csv_bytes().replace("É".encode(), b"\xc9"), "pas en UTF-8"),
        (
            csv_bytes(titles=["name", "pupils"]),
            "il manque « uai » ; colonnes reçues : name, pupils",
        ),
        (
            csv_bytes() + b"Streaming interrupted due to the following error: timeout\r\n",
            r"interrompu en route \(« Streaming interrupted due to .* error: timeout »\)",
        ),
        (b"<!DOCTYPE html>\n<html><body>Connexion</body></html>\n", "une page web"),
        (b"\xef\xbb\xbf  <!-- proxy -->\n<HTML><body></body></HTML>\n", "une page web"),
    ],
)
def test_what_is_wrong_with_a_csv(refused, body, said):
    """Each fault in its own words."""
    import re

    assert re.search(said, refused(body)), refused(body)


def test_the_portals_count_and_the_servers_length(check, refused):
    """A row fewer, a row more, a byte fewer: refused, with both numbers."""
    body = csv_bytes()
    assert "compte 21 lignes, le fichier en a 20" in refused(body, rows_n=21)
    assert "compte 19 lignes, le fichier en a 20" in refused(body, rows_n=19)
    assert f"{len(body) + 1} octets annoncés, {len(body)} reçus" in refused(
        body, length=len(body) + 1
    )
    assert check(body, rows_n=20, length=len(body)).rows_n == 20


def test_a_file_of_all_france_has_about_its_rows(check, refused):
    """Nobody counts them: half of what is expected, or twice as many, is something else."""
    country = replace(SCHOOLS, way="file", rows_n=41)
    assert "environ 41 lignes, le fichier en a 20" in refused(csv_bytes(), dataset=country)
    country = replace(country, rows_n=9)
    assert "environ 9 lignes, le fichier en a 20" in refused(csv_bytes(), dataset=country)
    for expected in (10, 20, 40):
        assert check(csv_bytes(), dataset=replace(country, rows_n=expected)).rows_n == 20


def test_doubles_are_counted(check, refused):
    """Told whether they say the very same; refused when they are more than half."""
    rows = [*ROWS, ROWS[0], school(1, pupils="2")]
    whole = check(csv_bytes(rows))
    assert (whole.rows_n, whole.same_n) == (22, 1)
    assert "40 lignes sur 60 sont en double" in refused(csv_bytes(ROWS * 3))
    assert check(csv_bytes(ROWS * 3), dataset=replace(SCHOOLS, key=())).rows_n == 60
    assert check(csv_bytes(ROWS * 3), dataset=replace(SCHOOLS, key=("siren",))).rows_n == 60


def real_codes(departement):
    """Give the real communes of a département."""
    import pyarrow.parquet as pq

    table = pq.read_table(
        bundled_file("boundaries", "communes.parquet"),
        columns=["commune_code"],
        filters=[("departement_code", "==", departement)],
    )
    return table["commune_code"].to_pylist()


@pytest.mark.parametrize("departement", ["35", "62", "88", "2A", "974"])
def test_postcodes_in_place_of_commune_codes(check, refused, departement):
    """Named for what they are, even where most postcodes are also codes of communes (62)."""
    codes = real_codes(departement)
    start = departement.replace("A", "0")
    post = [f"{start}{at * 10:0{5 - len(start)}d}"[:5] for at in range(len(codes))]
    rows = [school(at, code_commune=code) for at, code in enumerate(codes)]
    assert check(csv_bytes(rows)).rows_n == len(codes)
    rows = [school(at, code_commune=post[at % 60]) for at in range(len(codes))]
    said = refused(csv_bytes(rows))
    assert "« code_commune » ne contient pas des codes de commune" in said
    if departement != "974":  # six figures: cut to five, no longer round
        assert "on dirait des codes postaux" in said


@pytest.mark.parametrize(
    ("column", "cells", "said"),
    [
        ("uai", ["Baulon"], "« uai » ne contient pas des UAI : 20 valeurs sur 20 (« Baulon »)"),
        ("uai", ["0350122A", "0350123B", "0350124Z"], "des UAI"),
        ("pupils", ["oui"], "« pupils » ne contient pas des nombres"),
        ("code_commune", ["Rennes"], "des codes de commune"),
        ("uai", [""], "« uai » est vide sur toutes les lignes"),
    ],
)
def test_a_column_that_holds_something_else(refused, column, cells, said):
    """Named, with a few of its values."""
    rows = [row | {column: cells[at % len(cells)]} for at, row in enumerate(ROWS)]
    assert said in refused(csv_bytes(rows), dataset=replace(SCHOOLS, key=()))


def test_a_tenth_may_be_wrong(check, refused):
    """Two rows in twenty are for the tables to deal with; three are another column."""
    rows = [row | {"uai": f"?{at}"} if at < 2 else row for at, row in enumerate(ROWS)]
    assert check(csv_bytes(rows)).rows_n == 20
    rows[2] = rows[2] | {"uai": "?2"}
    assert "3 valeurs sur 20 (« ?0 », « ?1 », « ?2 »)" in refused(csv_bytes(rows))


def test_a_welcome_column_may_be_empty_or_absent(check):
    """Only what is needed must be filled."""
    assert check(csv_bytes([row | {"pupils": ""} for row in ROWS])).rows_n == 20
    assert check(csv_bytes(titles=["uai", "name"])).rows_n == 20
    numbers = ["1 200".replace(" ", ""), "3,5", "-1", "0", "12.25"]
    rows = [row | {"pupils": numbers[at % 5]} for at, row in enumerate(ROWS)]
    assert check(csv_bytes(rows)).rows_n == 20


def test_codes_of_communes_that_are_known(check):
    """Those of today, merged ones, arrondissements, overseas collectivities, a lost zero."""
    codes = [
        "35238",
        "75101",
        "69123",
        "13201",
        "49069",
        "98818",
        "97502",
        "1004",
        "2A004",
        "15031",
    ]
    rows = [row | {"code_commune": codes[at % 10]} for at, row in enumerate(ROWS)]
    assert check(csv_bytes(rows)).rows_n == 20


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(check, separator):
    """INSEE writes commas, the portal semicolons."""
    assert list(check(csv_bytes(separator=separator)).columns) == TITLES


def test_an_old_name_will_do(check):
    """A needed column under an alias."""
    body = csv_bytes().replace(b"uai", b"numero_uai", 1)
    assert check(body).columns[0] == "numero_uai"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"type": "FeatureCollection"}', "« features » manque"),
        (geojson_bytes()[:-1], "coupé"),
        (geojson_bytes() + b"]", "coupé"),
        (geojson_bytes() + geojson_bytes(), "coupé"),
        (geojson_bytes([]), "il manque"),
        (b'{"features": [1, 2]}', "où on attend un objet"),
        (b'{"features": [{"properties": null}]}', "il manque"),
        (geojson_bytes().replace(b"}}, {", b"}} {", 1), "coupé"),
        (b'{"features": \xff', "UTF-8"),
        (b'{"features": [' + b"[" * 100_000, "coupé"),
        (b'{"a": ' + b"[" * 100_000 + b', "features": []}', "coupé"),
    ],
)
def test_what_is_wrong_with_a_geojson(refused, body, said):
    """Each fault in its own words."""
    assert said in refused(body, "geojson")


def test_features_may_differ_in_their_properties(check):
    """A property that only some have (plm, commune) is no fault."""
    rows = [*ROWS[:-1], ROWS[-1] | {"plm": True}]
    assert check(geojson_bytes(rows), "geojson").rows_n == 20


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    """Make an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            zipped(("xl/worksheets/sheet1.xml", b" " * 50_000_000)),
            "fois (xl/worksheets/sheet1.xml)",
        ),
        (zipped(*((f"{at}.xml", b"") for at in range(2_001))), "2001 fichiers"),
        (zipped(("word/document.xml", b"<w/>")), "aucune feuille"),
        (zipped(("xl/worksheets/sheet1.xml", b"<worksheet><row>")), "n’est pas entière"),
        (zipped(("xl/worksheets/sheet1.xml", b"<worksheet/>")), "aucune feuille n’a les colonnes"),
        (xlsx_bytes(titles=["name", "pupils"]), "on lit « Lisez-moi »"),
        (xlsx_bytes(above=60), "aucune feuille n’a les colonnes"),
        (b"PK\x03\x04 and no more", "n’est pas entier"),
        (csv_bytes(), "n’est pas entier"),
    ],
    ids=["bomb", "members", "document", "xml", "empty", "columns", "deep", "head", "csv"],
)
def test_what_is_wrong_with_a_workbook(refused, body, said):
    """Each fault in its own words; what unfolds beyond its bound is never unfolded."""
    assert said in refused(body, "xlsx")


def test_a_workbook_that_lies_about_its_size(refused):
    """A member larger than it says: no more than it says is read, and its sum is off."""
    body = bytearray(zipped(("xl/worksheets/sheet1.xml", b" " * 50_000_000)))
    size = struct.pack("<L", 50_000_000)
    assert body.count(size) == 2  # beside the member and in the directory
    assert "n’est pas entier" in refused(bytes(body).replace(size, struct.pack("<L", 900)), "xlsx")


def test_a_workbook_of_many_small_bombs(refused, monkeypatch):
    """Each member within its bound, all together beyond theirs."""
    monkeypatch.setattr("geo_ent.sources.checks.workbook_stream._MOST_UNFOLDED", 3_000_000)
    members = [(f"xl/worksheets/sheet{at}.xml", b" " * 900_000) for at in range(4)]
    assert "se déplie sur 4 Mo" in refused(zipped(*members), "xlsx")


def test_a_stray_cell_at_the_far_end(check, tmp_path):
    """A cell in the last row and column doesn't make all those between."""
    import openpyxl

    from geo_ent.sources.checks.workbook_stream import read_sheets

    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes()))
    book["Maille communale"]["XFD1048576"] = "égarée"
    book.save(tmp_path / "stray.xlsx")
    assert check((tmp_path / "stray.xlsx").read_bytes(), "xlsx").rows_n == 20
    sizes = [[len(row) for row in rows] for rows in read_sheets(tmp_path / "stray.xlsx")]
    assert max(map(max, sizes)) < 10
    assert max(map(len, sizes)) < 30


def test_a_workbook_damaged_where_nobody_reads(refused):
    """The sum of every member is checked, be it only of a style."""
    out = io.BytesIO(xlsx_bytes())
    with zipfile.ZipFile(out) as archive:
        style = archive.getinfo("xl/styles.xml")
    body = bytearray(out.getvalue())
    at = style.header_offset + 30 + len(style.filename) + style.compress_size // 2
    body[at] ^= 0xFF
    assert "n’est pas entier" in refused(bytes(body), "xlsx")


def test_a_note_under_a_table_is_no_row(check):
    """INSEE signs under its tables, in another column than the code's."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes()))
    book["Maille communale"].append([])
    book["Maille communale"].append([None, "Source : Insee"])
    out = io.BytesIO()
    book.save(out)
    assert check(out.getvalue(), "xlsx", rows_n=20).rows_n == 20


def test_a_parquet_beyond_its_bound(refused, monkeypatch):
    """Refused by what its footer says, before it is unfolded."""
    monkeypatch.setattr("geo_ent.sources.checks.portal_rows._MOST_UNFOLDED", 100)
    assert "le Parquet se déplie" in refused(parquet_bytes(), "parquet")


def test_a_file_that_isnt_there(tmp_path):
    """Said in one line, too."""
    with pytest.raises(SourceError, match="ne se lit pas"):
        check_whole(tmp_path / "none", SCHOOLS)


@pytest.mark.parametrize(
    ("name", "file", "rows_n"),
    [
        ("annuaire", "annuaire-035-2023-06.csv", 996),
        ("effectifs", "effectifs-ecoles-035-2019-2022.csv", 2_704),
        ("ips", "ips-ecoles-2021-2022.csv", 32_091),
        ("carte-scolaire", "carte-scolaire-colleges-035-2023.csv", 5_416),
        ("densite", "grille-densite-7-niveaux-2024.xlsx", 34_935),
        ("mouvements", "mouvements-communes-2024.csv", 13_284),
        ("frr", "frr-2025-07.csv", 34_875),
    ],
)
def test_the_real_files_are_whole(shared_file, name, file, rows_n):
    """As the portals gave them, against the catalogue's own description."""
    path = shared_file(file)
    dataset = replace(read_catalogue().datasets[name], format=path.suffix[1:])
    whole = check_whole(path, dataset)
    assert (whole.rows_n, whole.same_n) == (rows_n, 0)


def test_a_workbook_is_read_as_the_quick_reader_reads_it(shared_file):
    """The codes and classes of INSEE's grid, by both readers."""
    from python_calamine import CalamineWorkbook

    from geo_ent.sources.checks.workbook_stream import read_sheets

    path = shared_file("grille-densite-7-niveaux-2024.xlsx")
    quick = CalamineWorkbook.from_path(path).get_sheet_by_name("Grille_Densite").to_python()
    told = [[str(cell) for cell in row if cell != ""] for row in quick]
    sheets = [[list(filter(None, row)) for row in rows] for rows in read_sheets(path)]
    ours = next(rows for rows in sheets if any("CODGEO" in row for row in rows))
    codes = [(row[0], row[3]) for row in told if len(row) > 5]  # the commune of Faux is a boolean
    assert codes == [(row[0], row[3]) for row in ours if len(row) > 5]
    assert len(codes) > 34_935
