"""Small registers, one a kind, give what their README says that they give.

"Said" stands for a doubt of the row, or a question about the file.
"""

import datetime as dt

import pytest
from told_registers import Directory, doubted, questions

from geo_ent.errors import InputError
from geo_ent.project.project_file import read_columns

DATE = dt.date(2023, 6, 15)
NONE = "none|unknown"
# Of each school of the file, in its order: status/product/first day, as far as the README says
# them, with `|` where each is right and "said" where it may as well be asked about.
ROWS = {
    "m01_year_columns.csv": ["school/ONE/2021-09-01", "school/ONE/2022-09-01", NONE, NONE],
    "m02_english_header.csv": ["school/ONE", "none", "unknown", "school/ONE", "none"],
    "m03_cp_ulis.csv": ["none", "none", "school/ONE", "school/ONE"],
    "m04_classe_s.csv": ["school", "class", "planned", "none"],
    "m05_demande_livre.csv": ["school", "none|planned|said", "none|planned|said"],
    "m06_side_by_side.csv": ["school/ONE", "none"] * 2 + ["school/ONE"]
                            + ["none", "school/ONE"] * 2 + ["none"],
    "m07_product_by_year.csv": ["school/ONE/2020-09-01|school/ONE/2021-09-01",
                                "school/ONE/2021-09-01", "none", "none"],
    "m08_sheets_of_years.xlsx": ["school", "none", "school"],
    "m09_hidden_old_sheet.xlsx": ["school", "none"],
    "m10_avec_sans.xlsx": ["school", "school", "none", "none", "planned"],
    "m11_remarks.csv": ["said", "said", "said", "school/ONE"],
    "m12_words_contrary.csv": ["none|said", "planned|said", *["none|said"] * 4,
                               "none|planned|said", *["none|said"] * 4, "planned|said"],
    "m13_dates_wrong.csv": ["said|school/ONE/2023-01-01", *["said|school/ONE/2021-07-01"] * 2,
                            "said|class/ONE/2021-09-01", "said|school/ONE/2017-09-01",
                            "said|school/ONE/2020-10-01", "said|school/ONE/2022-01-01",
                            "said", "said|school/ONE/2021-09-01", "said|school/ONE/2020-12-01",
                            "said|school/ONE/2021-04-01"],
    "m14_product_title.csv": ["school/ONE", "school/Beneylu School", "none"],
    "m15_oui_one.csv": ["school/ONE", "school//2018-09-01", "school/ONE/2020-09-01",
                        "school/Beneylu School", "none", "school"],
    "m20_editor_status.csv": ["school//2019-09-01", "none", "planned"],
    "m21_snake_si.csv": ["school", "none", "planned", "none"],
    "m22_glpi_entity.csv": ["school", "none"],
    "m23_product_columns.csv": ["school/ONE", "school/Beneylu School", "school/Klassly", NONE],
    "m25_codes_legend.csv": ["none|said", "school|said", "class|said", "planned|said"],
    "m26_cp_year.csv": ["school", "none", "class"],
    "m31_conflict_dates.csv": [NONE, "said", "said", "planned|school|said", "none|said"],
    "m32_pas_school.csv": [*["none"] * 5, "said|unknown", "said|unknown", "said"],
}  # fmt: skip


@pytest.fixture(scope="module")
def directory(shared_file):
    """The schools of Ille-et-Vilaine."""
    return Directory(shared_file("annuaire-035-2023-06.csv"))


@pytest.fixture
def read(shared_file, directory):
    """Read a small register, and give what it tells of each school."""

    def reader(name, **options):
        reading = directory.read(shared_file(f"registers/small/{name}"), **options)
        return reading, directory.known(reading, DATE)

    return reader


def misread(reading, known, wanted):
    """Give the schools of which something else is told than is wanted, and nothing is said."""
    uais = list(dict.fromkeys(uai for uai in reading.rows["uai"] if uai))
    said = set(uais) if questions(reading) else doubted(reading)
    assert len(uais) == len(wanted)
    return {
        uai: (texts, known[uai])
        for uai, texts in zip(uais, wanted, strict=True)
        if not any(is_so(text, known[uai], said=uai in said) for text in texts.split("|"))
    }


def is_so(text, told, *, said):
    """Tell whether a school is as "status/product/first day" says, of which each may be blank."""
    parts = text.split("/")
    return said if text == "said" else all(
        not part or part == is_told for part, is_told in zip(parts, told, strict=False)
    )  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_each_school_is_right_or_said(read, name):
    """Status, product and first day of each are those that its keeper means."""
    assert not misread(*read(name), ROWS[name])


@pytest.mark.parametrize(
    ("name", "status"), [("m01_year_columns.csv", "2022-2023"), ("m03_cp_ulis.csv", "ENT")]
)
def test_imposed_columns_win(read, shared_file, name, status):
    """The project file says which column is the status, and it is."""
    project = shared_file(f"registers/small/{name[:3]}.toml")
    reading, known = read(name, columns=read_columns(project))
    (columns,) = reading.columns.values()
    assert columns["status"] == status
    assert not misread(reading, known, [text.rpartition("/2")[0] or text for text in ROWS[name]])


def test_hidden_sheet_is_named(read):
    """The rows of a sheet that nobody sees are told to be left out."""
    reading, _ = read("m09_hidden_old_sheet.xlsx")
    hidden = reading.rows[reading.rows["sheet"] == "ancien 2019 - ne plus utiliser"]
    assert set(hidden["outcome"]) == {"ignored"}


def equipped(known, statuses=("school", "class")):
    """Name the schools that have an ENT."""
    return {uai for uai, told in known.items() if told[0] in statuses}


def test_schools_of_an_rpi(read):
    """Both schools of an RPI have it since that rentrée; the row below is another school's."""
    _, known = read("m16_rpi.csv")
    told = [known[uai] for uai in equipped(known)]
    assert told == [("school", "ONE", "2021-09-01")] * 2
    assert known["0350122T"][0] == "none"


def test_communes_but_a_school(read, directory):
    """All public schools of a commune but one; a commune without a convention has none."""
    _, known = read("m17_communes.csv")
    bruz, cardroc, betton = (directory.public("commune_code", code)
                             for code in ("35047", "35050", "35024"))  # fmt: skip
    assert equipped(known) == (bruz - {"0352241W"}) | cardroc
    assert {known[uai][0] for uai in betton} <= {"none", "unknown"}


@pytest.mark.parametrize("name", ["m18_epci.csv", "m29_epci_col.csv"])
def test_intercommunalities(read, directory, name):
    """A row an EPCI reaches its public schools, those of the commune set aside left out."""
    _, known = read(name)
    products = {product: {uai for uai, told in known.items() if told[1] == product}
                for product in ("Toutatice", "Beneylu School")}  # fmt: skip
    assert equipped(known) == products["Toutatice"] | products["Beneylu School"]
    assert equipped(known) <= directory.public("sector", "public")
    assert len(products["Toutatice"]) > 150
    argentre = directory.public("commune_name", "Argentré-du-Plessis")
    assert argentre
    assert argentre.isdisjoint(products["Beneylu School"]) == (name == "m18_epci.csv")


def test_blocks_under_a_commune(read):
    """A block's commune ties its rows, and no row to a school of another commune."""
    reading, known = read("m19_block_commune.csv")
    assert known["0351064S"][0] == "none"
    assert not equipped(known)
    rows = reading.rows.set_index("row")
    assert {rows.loc[row, "outcome"] for row in (3, 4)} == {"not_found"}


def test_schools_in_columns_are_refused(read):
    """The refusal says that schools stand in columns, and what to do."""
    with pytest.raises(InputError, match="Les écoles y sont en colonnes"):
        read("m24_transposed.csv")


def test_conventions_of_communes(read, directory):
    """One signed, one not, one under way: honoured, and no private school reached."""
    _, known = read("m27_cp_convention.csv")
    for code, status in (("35047", "school"), ("35050", "none"), ("35024", "planned")):
        public = directory.public("commune_code", code)
        assert {known[uai][0] for uai in public} == {status}
    told = {uai for uai, (status, *_) in known.items() if status != "unknown"}
    assert told <= directory.public("sector", "public")


def test_exceptions_of_a_commune(read, directory):
    """All but one, all the élémentaires and all of them reach those that they say."""
    _, known = read("m28_except.csv")
    bruz, cardroc = (directory.public("commune_code", code) for code in ("35047", "35050"))
    betton = directory.public("commune_code", "35024", but=("maternelle", "primaire"))
    assert equipped(known) == (bruz - {"0352241W"}) | cardroc | betton
    assert {known[uai][1:] for uai in equipped(known)} == {("ONE", "2021-09-01")}


def test_remarks_of_communes(read):
    """A remark that says which schools, or a day to come, is honoured or said."""
    reading, known = read("m30_commune_nonsolution.csv")
    assert equipped(known) <= doubted(reading)
    told = {entry["row"] for entry in reading.findings.entries if "status" in entry["kind"]}
    assert "3" in told
