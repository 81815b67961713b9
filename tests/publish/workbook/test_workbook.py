"""The workbook: the figures of the tables in French words, safe texts, the same bytes each time."""

import datetime as dt
import io
import re
import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from browser import facts, hostile, land
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from toyland import make_communes
from workbooks import unexplained

from geo_ent.errors import OutputError
from geo_ent.indicators.catalogue import CATALOGUE
from geo_ent.indicators.coverage import coverage as count
from geo_ent.indicators.equity.table import COLUMNS as MEASURES
from geo_ent.indicators.gaps.clusters import CLUSTER_COLUMNS
from geo_ent.indicators.gaps.joint_equipment import NETWORK_COLUMNS
from geo_ent.indicators.gaps.ranked_schools import GAP_COLUMNS
from geo_ent.indicators.gaps.white_areas import AREA_COLUMNS
from geo_ent.indicators.groupings import GROUP_COLUMNS
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.publish.workbook import workbook_sheet
from geo_ent.publish.workbook.coverage_workbook import write_workbook
from geo_ent.publish.workbook.workbook_cells import new_book, plain_text, sheet_name
from geo_ent.publish.workbook.workbook_lines import lines_of
from geo_ent.publish.workbook.workbook_paper import LEAST_SCALE
from geo_ent.publish.workbook.workbook_sheet import Sheet, write_sheet
from geo_ent.tables.fields import fields
from geo_ent.tables.fields import table as table_record
from geo_ent.telling.indicator_words import indicator_caveat
from geo_ent.telling.language import language
from geo_ent.telling.page.page_words import STATUS_WORDS, TABLE_HEADINGS
from geo_ent.telling.workbook.workbook_words import TABLES, explanations, headings
from geo_ent.text.note import Note

FRENCH, ENGLISH = language("fr"), language("en")
COVERAGE_HEADINGS = headings(table_record("coverage").sheet, FRENCH)
SHEETS = {
    "circonscription": "Circonscriptions",
    "commune": "Communes",
    "epci": "Intercommunalités",
    "arrondissement": "Arrondissements",
    "departement": "Départements",
}
FIRST_DAY = dt.datetime(2021, 9, 1)  # noqa: DTZ001 a day, no hour
SIMULATED = "Les écoles sont inventées."


@pytest.fixture(scope="module")
def inputs():
    """A land of sixteen communes, every level and group, one school out of every zone."""
    schools, _, coverage, _ = land(make_communes(4, 4))
    whole = {level: with_gaps(schools, table) for level, table in coverage.items()}
    days = pd.to_datetime(["2021-09-01", None] * (len(schools) // 2)).astype("datetime64[s]")
    return schools.assign(start=days, commune_name="Carré"), whole


def with_gaps(schools, table):
    """Join what the rurality says to a coverage table."""
    level = next(each for each in SHEETS if set(table.index) & set(schools[f"{each}_code"]))
    return table.join(rurality_gaps(schools, table["zone_name"], level=level))


def write(path, inputs, **options):
    """Write a land's workbook."""
    schools, coverage = inputs
    write_workbook(
        path, schools=schools, coverage=coverage, **({"facts": facts(), "tr": FRENCH} | options)
    )
    return path


@pytest.fixture(scope="module")
def path(inputs, tmp_path_factory):
    """The land's workbook, real data."""
    return write(tmp_path_factory.mktemp("book") / "coverage.xlsx", inputs)


@pytest.fixture(scope="module")
def book(path):
    """The land's workbook, read with its formats."""
    return openpyxl.load_workbook(path)


def column(sheet, heading, *, top=2):
    """Give the cells under a heading, down to the end of the filter."""
    end = int(re.search(r"\d+$", sheet.auto_filter.ref)[0])
    for cells in sheet.iter_cols(min_row=top, max_row=end):
        if cells[0].value == heading:
            return cells[1:]
    raise AssertionError(heading)


def row_of(sheet, name):
    """Give the row that begins with a name, as heading → cell."""
    heads = [cell.value for cell in sheet[2]]
    found = next(row for row in sheet.iter_rows(min_row=3) if row[0].value == name)
    return dict(zip(heads, found, strict=True))


def texts(sheet):
    """Give every text of a sheet."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def _of_no_past(name, table):
    """Tell whether a column counts a status that only a past day has, and none has it."""
    return name in {"undated_n", "not_yet_n"} and not table[name].any()


def test_sheets_are_those_people_look_for(book):
    """What to know comes first, then the levels by their names, then the schools."""
    assert book.sheetnames == ["À lire", *SHEETS.values(), "Écoles"]


def test_numbers_are_those_of_the_tables(inputs, book):
    """Each figure of each level is the table's, zone by zone; what is missing is empty."""
    for level, title in SHEETS.items():
        table = inputs[1][level]
        shown = {
            zone.value: number
            for number, zone in enumerate(column(book[title], "Code"))
        }  # fmt: skip
        assert set(shown) == set(table.index)
        for name, heading in COVERAGE_HEADINGS.items():
            if name not in table or table[name].isna().all() or _of_no_past(name, table):
                assert heading not in [cell.value for cell in book[title][2]]
                continue
            cells = column(book[title], heading)
            for zone, value in table[name].items():
                told = cells[shown[zone]].value
                assert told == (None if pd.isna(value) else pytest.approx(value, abs=1e-12))


def test_calamine_reads_the_same_numbers(inputs, path):
    """Another reader gives the same figures, as numbers."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("Départements").to_python()
    told = dict(zip(sheet[1], sheet[2], strict=True))
    table = inputs[1]["departement"].iloc[0]
    assert told["Écoles"] == table["schools_n"]
    assert told["Part avec un ENT"] == pytest.approx(table["coverage_share"])


def test_the_total_counts_every_school_of_the_sheet(inputs, book):
    """The last row is the sum of the counts, and rates made of them; who is left out is said."""
    schools, coverage = inputs
    for level, title in SHEETS.items():
        table, told = coverage[level], row_of(book[title], "Ensemble")
        for name in table.columns[table.columns.str.endswith("_n")]:
            if table[name].notna().any() and not _of_no_past(name, table):
                assert told[COVERAGE_HEADINGS[name]].value == table[name].sum()
        n, covered = table["schools_n"].sum(), table["covered_n"].sum()
        assert told["Part avec un ENT"].value == pytest.approx(covered / n)
        assert (schools[f"{level}_code"] == "").sum() == len(schools) - n == 1
        assert any(text.startswith("1 école sans ") for text in texts(book[title]))


def test_the_total_stays_out_of_the_filter(book):
    """The filter ends with the last zone; an empty row parts it from the total."""
    for title in SHEETS.values():
        sheet = book[title]
        end = int(re.search(r"\d+$", sheet.auto_filter.ref)[0])
        assert [cell.value for cell in sheet[end + 1]] == [None] * sheet.max_column
        assert sheet.cell(end + 2, 1).value == "Ensemble"


def test_every_school_is_there_in_words(inputs, book):
    """One row a school: its status in French, its zones by name, its first day as a day."""
    schools, coverage = inputs
    sheet = book["Écoles"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=3) if row[0].value}
    assert set(rows) == set(schools.index)
    heads = [cell.value for cell in sheet[2]]
    for uai, row in rows.items():
        told = {head: cell.value for head, cell in zip(heads, row, strict=True)}
        school = schools.loc[uai]
        zone = coverage["epci"]["zone_name"].get(school["epci_code"])
        assert told["ENT"] == STATUS_WORDS[school["status"]]
        assert told["Intercommunalité"] == zone
        assert told["Secteur"] == {"public": "public", "prive": "privé"}[school["sector"]]
        assert told["Rurale"] == {True: "oui", False: "non"}.get(school["rural"])
        assert told["Depuis le"] == (None if pd.isna(school["start"]) else FIRST_DAY)
        assert told["Élèves"] == (None if pd.isna(school["pupils_n"]) else school["pupils_n"])


def test_formats_are_french_and_the_header_stays(book):
    """Shares in per cent with one decimal, points signed, days as days; panes and widths."""
    sheet = book["Circonscriptions"]
    assert column(sheet, "Part maximale possible")[0].number_format == '0.0"\u00a0"%'
    assert column(sheet, "Écoles")[0].number_format == "#,##0"
    assert column(sheet, "Écart rural–urbain (points)")[0].number_format.startswith("+0.0;")
    days = [cell for cell in column(book["Écoles"], "Depuis le") if cell.value]
    assert {cell.number_format for cell in days} == {"dd/mm/yyyy"}
    assert [sheet.freeze_panes, book["Écoles"].freeze_panes] == ["B3", "C3"]
    assert all(8 <= d.width <= 48 for d in sheet.column_dimensions.values())
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$2:$2"


def test_fragile_rates_are_marked(inputs, book):
    """A rate on one to four schools has an asterisk and a lighter ink; others don't."""
    sheet, table = book["Communes"], inputs[1]["commune"]
    codes = [cell.value for cell in column(sheet, "Code")]
    n = dict(zip(codes, column(sheet, "Écoles"), strict=True))
    rates = dict(zip(codes, column(sheet, "Part avec un ENT"), strict=True))
    weak = {zone for zone, cell in n.items() if 1 <= cell.value < 5}
    assert weak == set(table.index[table["schools_n"].between(1, 4)])
    assert 0 < len(weak) < len(n)
    marked = {zone for zone, cell in rates.items() if cell.number_format.endswith('"*"')}
    assert marked == weak
    assert {rates[zone].font.i for zone in weak} == {True}
    assert any("fragile" in text for text in texts(sheet))
    assert not any("fragile" in text for text in texts(book["Départements"]))


def test_what_to_know_is_on_the_first_sheet(book):
    """Title, date, headline, what counts, columns' meanings, notes and sources, a link a sheet."""
    sheet = book["À lire"]
    said = texts(sheet)
    about = facts()
    for asked in (about.title, about.headline, about.notes[0], "Situation au 30 juin 2023"):
        assert asked in said
    assert indicator_caveat(CATALOGUE["coverage_share"], language("fr")) in said
    assert "Ministère · 8 juin 2023 · Licence Ouverte 2.0" in said
    links = {cell.value: cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}
    assert links == {title: f"'{title}'!A1" for title in book.sheetnames[1:]}
    for heading in ("Part avec un ENT", "Situation inconnue", "Élèves des écoles rurales sans ENT"):
        assert said.count(heading) in {1, 2}


@pytest.mark.parametrize("tr", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_every_sheet_and_every_column_is_explained(inputs, tmp_path, tr):
    """Each heading has a note, which the first sheet says too; each sheet says what it holds."""
    sheets = {title: NotedTable(filled(record)) for title, record in TABLES.items()}
    path = write(tmp_path / "c.xlsx", inputs, tr=tr, sheets=sheets)
    assert len(openpyxl.load_workbook(path).sheetnames) == 1 + len(SHEETS) + 1 + len(TABLES)
    assert not unexplained(path)


def filled(record):
    """Make a row of a table, every column of its sheet in it."""
    names = table_record(record).sheet or table_record(record).own
    kinds = {"count": 1, "share": 0.5, "points": 1.5, "km": 2.5, "km2": 2.5, "figure": 1.5,
             "degrees": 1.5, "flag": True, "day": pd.Timestamp("2021-09-01")}  # fmt: skip
    known = fields()
    return pd.DataFrame({name: [kinds.get(known[name].kind, "x")] for name in names})


def test_sheets_print_on_a4(book):
    """Each prints as many columns as are legible, its headings on each page, and says of what."""
    for sheet in book.worksheets[1:]:
        page = sheet.page_setup
        assert (int(page.paperSize), page.orientation) == (9, "landscape")
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$2:")
        assert "au 30 juin 2023" in sheet.oddHeader.left.text
        assert sheet.oddFooter.center.text.strip() == "&P / &N"
        fits = sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert fits or page.scale == LEAST_SCALE
    communes = book["Communes"]
    assert re.search(r"\d+ colonnes sur \d+", communes.oddFooter.left.text)
    last = communes.print_area.split("$")[-2]
    after = openpyxl.utils.get_column_letter(openpyxl.utils.column_index_from_string(last) + 1)
    assert not communes.column_dimensions[last].outlineLevel
    assert communes.column_dimensions[after].outlineLevel == 1


@pytest.mark.parametrize("territory", ["A&B " * 90, "Ain\n" * 200, "35"])
def test_any_territory_stands_over_a_page(inputs, tmp_path, territory):
    """No sign of it is a code of the header, and none is too long for one."""
    path = write(tmp_path / "c.xlsx", inputs, facts=facts(territory=territory, title=territory))
    over = openpyxl.load_workbook(path)["Communes"].oddHeader
    assert " ".join(territory.split())[:40] in over.left.text.replace("&&", "&")
    assert over.center.text is over.right.text is None


@given(st.text("ab -\n", max_size=200), st.integers(1, 60))
def test_lines_hold_their_text(text, width):
    """As many lines as are told hold all of a text, and one line fewer couldn't hold more."""
    lines_n = lines_of(text, width)
    assert lines_n >= text.count("\n") + 1
    assert lines_n <= len(text) + 1
    assert lines_of(text, width + 1) <= lines_n


def test_simulated_data_says_so_on_every_sheet(inputs, tmp_path):
    """The sentence is on all sheets, in red, with what is particular to one; not on real data."""
    extra = {"Écoles à équiper": pd.DataFrame({"rank": [1]})}
    path = write(
        tmp_path / "c.xlsx",
        inputs,
        facts=facts(simulated=SIMULATED),
        sheets=extra,
        notes={"epci": "Publié : schools_n, other_n.", "Écoles à équiper": SIMULATED},
    )
    book = openpyxl.load_workbook(path)
    for sheet in book:
        cells = [c for row in sheet for c in row if SIMULATED in str(c.value)]
        assert len(cells) == 1
        assert cells[0].value.startswith(f"Données simulées. {SIMULATED}")
        assert cells[0].font.color.rgb == "FFCE0500"
        assert cells[0].alignment.wrap_text
        assert sheet.title == "À lire" or sheet.freeze_panes[-1] == "4"
    told = book["Intercommunalités"]["A2"].value
    assert told.endswith(f"{SIMULATED} Publié : «\u00a0Écoles\u00a0», other_n.")
    assert book["Écoles à équiper"]["A2"].value == f"Données simulées. {SIMULATED}"
    assert column(book["Communes"], "Écoles", top=3)
    path = write(tmp_path / "c.xlsx", inputs, facts=facts(simulated=SIMULATED * 9), sheets=extra)
    book = openpyxl.load_workbook(path)
    assert all(sheet.row_dimensions[2].height >= 30 for sheet in book.worksheets[1:])


def test_the_workbook_is_in_english_when_asked(inputs, tmp_path):
    """Names of sheets, headings, values, explanations and formats: no French word of ours."""
    sheets = {"Places": NotedTable(pd.DataFrame({"rank": [1], "phase": [""], "p": [0.5]}))}
    path = write(tmp_path / "c.xlsx", inputs, tr=ENGLISH, sheets=sheets)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Read first"
    assert book.sheetnames[-2:] == ["Schools", "Places"]
    assert row_of(book["Communes"], "Total")["Schools"].value
    assert column(book["Communes"], "Share with an ENT")[0].number_format.startswith("0.0%")
    statuses = {cell.value for cell in column(book["Schools"], "ENT")}
    assert statuses <= set(map(ENGLISH, STATUS_WORDS.values()))
    assert {cell.value for cell in column(book["Schools"], "Rural")} == {"yes", "no", None}
    ours = [text for text in texts(book["Read first"]) if text not in facts().notes]
    assert not [text for text in ours if re.search(r"\b(?:école|dont|une|est|avec)\b", text)
                and text != facts().headline]  # fmt: skip


def test_real_data_has_no_banner(book):
    """Nothing is said to be simulated when nothing is."""
    assert not [text for sheet in book for text in texts(sheet) if "imulé" in text]


def test_hostile_texts_stay_texts(inputs, tmp_path):
    """No cell is a formula or markup, wherever the text comes from; control characters go."""
    schools, coverage = inputs
    *_, said = hostile((schools, coverage, coverage))
    names = ["=1+1", "+33", "-2", "@x", "\t=1", "'a", '=HYPERLINK("http://x")', "a\x00b\x1bc"]
    names += ["<r><t>gras</t></r>", "_x0041_", "x" * 40_000, " bord ", "\u202egauche"]
    schools = schools.assign(name=(names * len(schools))[: len(schools)])
    zones = {
        level: table.assign(zone_name="=cmd|' /C calc'!A0") for level, table in coverage.items()
    }
    extra = {"=a/b[c]": pd.DataFrame({"=1+2": ["=3"]}), "écoles": pd.DataFrame({"note": ["-4"]})}
    path = write(tmp_path / "c.xlsx", (schools, zones), facts=said, sheets=extra)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    begun = [
        cell for cell in cells if str(cell.value)[:1] in set("=+-@'\t") and cell.data_type != "n"
    ]
    assert len({cell.value for cell in begun}) >= 9
    assert all(cell.quotePrefix for cell in begun)
    read = {cell.value for cell in column(book["Écoles"], "École", top=3)}
    assert {"a\ufffdb\ufffdc", "<r><t>gras</t></r> ", " bord "} <= read
    assert max(map(len, read)) == 16_383
    assert book.sheetnames[-2:] == ["=a-b-c-", "écoles 2"]
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name]
        assert b"<f>" not in b"".join(parts.read(n) for n in parts.namelist() if "sheet" in n)
    other = CalamineWorkbook.from_path(path)
    assert other.sheet_names == book.sheetnames
    assert "_x0041_" in {row[1] for row in other.get_sheet_by_name("Écoles").to_python()}


def test_the_same_inputs_give_the_same_bytes(inputs, path, tmp_path):
    """No clock, no place, no order of rows is in the file."""
    again = write(tmp_path / "elsewhere" / "other.xlsx", inputs)
    assert again.read_bytes() == path.read_bytes()
    schools, coverage = inputs
    turned = dict(reversed([(level, table.iloc[::-1]) for level, table in coverage.items()]))
    other = write(tmp_path / "o.xlsx", (schools, turned))
    assert other.read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"2023-06-30T00:00:00Z" in parts.read("docProps/core.xml")


def test_extra_sheets_get_headings_and_notes(inputs, tmp_path):
    """A given table comes with its index, known headings, formats and notes; no geometry."""
    points = gpd.GeoSeries.from_xy([0.0, 1.0], [45.0, 46.0], crs=4326)
    gaps = gpd.GeoDataFrame(
        {
            "rank": [1, 2],
            "expected_n": [1.25, 3.0],
            "nearest_km": [5.25, float("inf")],
            "nearest_same_circonscription": pd.array([True, None], dtype="boolean"),
            "status": ["none", "class"],
            "reasons": ["sans ENT ; " * 10, ""],
            "own": ["a", "b"],
        },
        geometry=points.to_numpy(),
        index=pd.Index(["0350001A", "0350002B"], name="uai"),
    )
    sheets = {"Écoles à équiper": NotedTable(gaps, (Note("networks.unplaced", n=1),)),
              "Mesures": pd.DataFrame({"estimate": [], "note": []})}  # fmt: skip
    book = openpyxl.load_workbook(write(tmp_path / "c.xlsx", inputs, sheets=sheets))
    sheet = book["Écoles à équiper"]
    rows = list(sheet.iter_rows(min_row=2, max_row=4, values_only=True))
    assert rows[0] == (
        "Rang", "École équipée la plus proche (km)", "Pourquoi", "UAI", "ENT",
        "De la même circonscription", "Attendues sans ENT", "own",
    )  # fmt: skip
    assert rows[1][:2] + rows[1][3:] == (1, 5.25, "0350001A", "Pas d’ENT", "oui", 1.25, "a")
    assert sheet["A3"].number_format == "#,##0"
    assert sheet["G3"].number_format == "#,##0.0##"
    assert rows[2] == (
        2, "∞", None, "0350002B", "Un ENT dans certaines classes seulement", None, 3, "b",
    )  # fmt: skip
    assert sheet["C3"].alignment.wrap_text
    assert sheet.row_dimensions[3].height > 15
    assert "1 école de ces réseaux est sans point et n’est pas reliée sur la carte." in texts(sheet)
    assert "Mesures" not in book.sheetnames  # it has no row
    guide = dict(book["À lire"].iter_rows(max_row=20, max_col=2, values_only=True))
    assert guide["Écoles à équiper"].endswith("par ordre de priorité (communes rurales seulement)")
    assert guide["Mesures"] == "aucune ligne, donc pas de feuille."
    sheets["Écoles à équiper"] = NotedTable(gaps, (Note("listed.rurality"),))
    book = openpyxl.load_workbook(write(tmp_path / "c.xlsx", inputs, sheets=sheets))
    guide = dict(book["À lire"].iter_rows(max_row=20, max_col=2, values_only=True))
    assert guide["Écoles à équiper"].endswith("par ordre de priorité")


def test_a_coverage_without_rurality_is_enough(inputs, tmp_path):
    """A notebook's coverage, without gaps, pupils or groups, makes a workbook all the same."""
    schools, coverage = inputs
    bare = schools[["name", "nature", "sector", "priority", "status", "commune_code", "geometry"]]
    bare = bare.assign(pupils_n=float("nan"))
    table = count(bare, coverage["commune"]["zone_name"], level="commune")
    book = openpyxl.load_workbook(write(tmp_path / "c.xlsx", (bare, {"commune": table})))
    heads = [cell.value for cell in book["Communes"][2]]
    assert book.sheetnames == ["À lire", "Communes", "Écoles"]
    assert "Écoles" in heads
    assert not [head for head in heads if "lève" in head or "rurale" in head]


def test_every_column_has_a_heading(inputs):
    """No column of a table of ours goes without one, and no two of a table share theirs."""
    told = set(inputs[1]["commune"].columns) - {"zone_name"}
    fragile = {name for name in told if name.endswith("_fragile")}
    assert told - fragile == set(COVERAGE_HEADINGS)
    listed = [*(name for name in GAP_COLUMNS if name != "unknown_criteria"), "reasons"]
    ours = (
        listed,
        (*CLUSTER_COLUMNS, "sentence"),
        NETWORK_COLUMNS,
        AREA_COLUMNS,
        (*MEASURES[:-1], "note", "meaning"),  # the notes are told as texts
        GROUP_COLUMNS,
    )
    for columns in (*ours, COVERAGE_HEADINGS, table_record("schools").sheet):
        assert set(columns) <= set(fields())
        titles = headings(columns, FRENCH).values()
        assert len(set(titles)) == len(titles)
    assert TABLE_HEADINGS.items() <= COVERAGE_HEADINGS.items()
    assert all(explanations(fields(), FRENCH).values())


def test_a_failure_leaves_the_old_file(inputs, tmp_path, monkeypatch):
    """The last workbook stays until the next is whole; too long a table is said so."""
    path = tmp_path / "coverage.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(OutputError, match="écriture impossible"):
        write("/proc/geo-ent/coverage.xlsx", inputs)
    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(OutputError, match=r"coverage\.xlsx : .*le disque est plein"):
        write(path, inputs)
    monkeypatch.undo()
    monkeypatch.setattr(workbook_sheet, "_MOST_ROWS", 3)
    with pytest.raises(OutputError, match="« Communes » : 16 lignes, une feuille en tient 3"):
        write(path, inputs)
    assert path.read_bytes() == b"mine"
    assert [each.name for each in tmp_path.iterdir()] == ["coverage.xlsx"]


def full(*_, **__):
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=3))
def test_any_title_makes_a_sheet(title, others):
    """Whatever the title, its name is one that Excel takes, and no other sheet has it."""
    taken = []
    for each in (*others, title):
        taken.append(sheet_name(each, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name


@given(st.text(max_size=60))
def test_any_text_comes_back(text):
    """What is written in a cell is read again as it is, less what XML can't hold."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, plain_text(text))
    read = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0)
    told = read.to_python(skip_empty_area=False)
    assert (told[0][0] if told else "") == plain_text(text)


def test_real_departement(shared_file, tmp_path):
    """Ille-et-Vilaine: the département's row is 685 schools, all unknown; 332 communes."""
    import geo_ent

    communes = geo_ent.read_communes(["35"])
    read = geo_ent.read_schools(shared_file("annuaire-035-2023-06.csv"))
    schools = geo_ent.locate(read, communes).assign(status="unknown")
    zones = geo_ent.zones(communes, schools)
    coverage = {
        level: geo_ent.coverage(schools, frame["zone_name"], level=level, sector="all")
        for level, frame in zones.items()
    }
    book = openpyxl.load_workbook(write(tmp_path / "c.xlsx", (schools, coverage)))
    told = row_of(book["Départements"], "Ille-et-Vilaine")
    assert [told[head].value for head in ("Écoles", "Situation inconnue")] == [685, 685]
    # Of what nobody knows no share is written, but how far it may go.
    assert "Part avec un ENT" not in told
    assert told["Part maximale possible"].value == 1
    assert len(column(book["Communes"], "Code")) == 332
    assert len(column(book["Écoles"], "UAI")) == 685


def test_a_gap_that_does_not_add_up_is_about(tmp_path):
    """20,1 % and 10,0 % are 10,0 points apart: the cell keeps the number and shows "≈ +10.0"."""
    path = tmp_path / "gaps.xlsx"
    rural, urban = pd.Series([0.2006, 0.75]), pd.Series([0.1004, 0.5])
    table = pd.DataFrame({
        "rural_coverage_share": rural, "rural_schools_n": 50, "urban_coverage_share": urban,
        "urban_schools_n": 60, "rural_urban_gap_points": 100 * (rural - urban),
    })  # fmt: skip
    with new_book(path, FRENCH) as book:
        shown = Sheet(title="Écarts", caption="", table=table, headings={}, total=table.tail(1))
        write_sheet(book, shown)
    cells = [row[4] for row in openpyxl.load_workbook(path)["Écarts"].iter_rows(min_row=3)]
    about = ["≈" in cell.number_format for cell in cells if cell.value is not None]
    assert str(openpyxl.load_workbook(path)["Écarts"]["A8"].value).startswith("≈")
    assert about == [True, False, False]
    assert cells[0].value == pytest.approx(10.02)


def test_a_zone_of_which_nothing_is_known_has_no_share(inputs, tmp_path):
    """Its counts are there, its shares are empty; the other zones keep theirs."""
    schools, coverage = inputs
    counted = coverage["commune"]["schools_n"]
    first = counted.index[counted > 0][0]
    here = schools["commune_code"] == first
    unknown = schools.assign(status=schools["status"].mask(here, "unknown"))
    named = coverage["commune"]["zone_name"]
    table = with_gaps(unknown, count(unknown, named, level="commune"))
    path = write(tmp_path / "b.xlsx", (unknown, coverage | {"commune": table}))
    sheet = openpyxl.load_workbook(path)["Communes"]
    row = row_of(sheet, named[first])
    assert row["Situation inconnue"].value == row["Écoles"].value == here.sum()
    empty = ("Part avec un ENT", "Intervalle de la part, bas", "Intervalle de la part, haut")
    assert [row[title].value for title in empty] == [None] * 3
    assert sum(cell.value is not None for cell in column(sheet, "Part avec un ENT")) > 5
