"""The catalogue: complete, safe, understood by the readers of tables, clear when it is broken."""

import re
import subprocess
import sys
from dataclasses import fields

import portal_tables
import pytest

from geo_ent.communes.density import read_density
from geo_ent.communes.frr import read_frr
from geo_ent.errors import InputError
from geo_ent.project.build_options import Project
from geo_ent.schools.college_catchments import read_college_sectors
from geo_ent.schools.directory import read_schools
from geo_ent.schools.ips import read_ips
from geo_ent.schools.priority import read_priority
from geo_ent.schools.pupils import read_pupils
from geo_ent.sources.datasets import (
    Catalogue,
    Column,
    asked_datasets,
    find_column,
    find_dataset,
    pick_vintage,
)
from geo_ent.sources.datasets_file import CATALOGUE_VARIABLE, read_catalogue
from geo_ent.text.compare import snake

DATASETS = read_catalogue().datasets
ALL = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
SMALL = """
hosts = ["www.insee.fr"]
[communes]
title = "Communes"
producer = "Insee"
licence = "Licence Ouverte 2.0"
credit = "Insee"
page = "https://www.insee.fr/"
option = ""
way = "file"
format = "csv"
url.2026 = "https://www.insee.fr/communes.csv"
key = ["com"]
rows_n = 10
most_bytes = 1000
fresh_days = 1
columns = [{ name = "com", needed = true, holds = "commune" }]
"""


@pytest.fixture
def broken(tmp_path):
    """Write the small catalogue with one change, and read what is said of it."""

    def read(old, new):
        path = tmp_path / "sources.toml"
        assert old in SMALL, old
        path.write_text(SMALL.replace(old, new), encoding="utf-8")
        with pytest.raises(InputError) as fault:
            read_catalogue(path)
        line = str(fault.value)
        assert str(path) in line
        assert "\n" not in line
        return line

    return read


def test_all_the_datasets_are_there():
    """The schools, their pupils, IPS and sectors; the communes, their zonings and boundaries."""
    assert set(DATASETS) == {
        "annuaire", "effectifs", "ips", "education-prioritaire", "carte-scolaire", "densite", "frr",
        "communes", "mouvements", "contours", "admin-express",
    }  # fmt: skip


@ALL
def test_a_dataset_says_all_that_a_reader_is_told(dataset):
    """Title, producer, licence and credit; the credit names whom and under which licence."""
    for text in (dataset.title, dataset.producer, dataset.page):
        assert text.strip() == text != ""
    # OpenStreetMap's outlines of overseas collectivities make data.gouv.fr's file ODbL.
    open_street_map = dataset.id == "contours"
    assert dataset.licence == ("ODbL 1.0" if open_street_map else "Licence Ouverte 2.0")
    assert ("OpenStreetMap" in dataset.credit) == open_street_map
    assert dataset.licence in dataset.credit
    assert 10 * dataset.rows_n < dataset.most_bytes
    assert any(column.needed for column in dataset.columns)


@ALL
def test_what_a_dataset_leans_on_is_among_its_columns(dataset):
    """Its key, its year and its département are asked for, each under one name."""
    names = [column.name for column in dataset.columns]
    assert len(names) == len(set(names))
    for name in (*dataset.key, dataset.year_column, dataset.departement_column):
        assert name in (*names, "")
    assert all(name == snake(name) for name in names)
    aliases = [alias for column in dataset.columns for alias in column.aliases]
    assert all(alias.removesuffix("*") == snake(alias.removesuffix("*")) for alias in aliases)


@ALL
def test_an_option_that_is_fed_exists(dataset):
    """The option is a field of Project."""
    assert dataset.option in {"", *(field.name for field in fields(Project))}


ROWS = {
    "annuaire": {
        "identifiant_de_l_etablissement": "0350122T", "nom_etablissement": "Les Lucioles",
        "type_etablissement": "Ecole", "statut_public_prive": "Public", "code_commune": "35016",
        "code_departement": "035", "ecole_elementaire": "1", "nom_circonscription": "Bruz",
    },
    "effectifs": {
        "rentree_scolaire": "2025-01-01", "numero_ecole": "0350122T", "nombre_total_eleves": "143",
        "nombre_total_classes": "6",
    },
    "ips": {"rentree_scolaire": "2024-2025", "uai": "0350122T", "ips": "104.5"},
    "carte-scolaire": {
        "code_insee": "35016", "libelle_commune": "Baulon", "code_rne": "0352167R",
        "secteur_unique": "O",
    },
    "densite": {"codgeo": "35238", "libdens7": "Grands centres urbains"},
    "education-prioritaire": {"uai": "0350122T", "ep_2022_2023": "REP+"},
    "frr": {"code_insee": "35016", "classement_frr_et_frr+_au_10_juillet_2025": "Non classée"},
}  # fmt: skip
READERS = {
    "annuaire": read_schools, "effectifs": read_pupils, "ips": read_ips,
    "carte-scolaire": read_college_sectors, "densite": read_density, "frr": read_frr,
    "education-prioritaire": read_priority,
}  # fmt: skip
NAMES = [
    (name, column, alias)
    for name in READERS
    for column in DATASETS[name].columns
    if column.needed
    for alias in (column.name, *column.aliases)
]


@pytest.mark.parametrize(("name", "column", "alias"), NAMES, ids=lambda each: str(each)[:40])
def test_the_readers_know_every_name(tmp_path, name, column, alias):
    """What the export may call a needed column, the reader of this table finds."""
    row = {alias.replace("*", "_2026") if title == column.name else title: cell
           for title, cell in ROWS[name].items()}  # fmt: skip
    path = tmp_path / "export.csv"
    path.write_text(f"{';'.join(row)}\n{';'.join(row.values())}\n", encoding="utf-8")
    assert len(READERS[name](path)) == 1


def test_the_rows_above_have_what_is_needed():
    """No needed column of a dataset that feeds an option goes untried."""
    for name, reader in READERS.items():
        assert reader
        assert DATASETS[name].option
        needed = {column.name for column in DATASETS[name].columns if column.needed}
        assert needed <= set(ROWS[name]), name
    tables = {name for name, one in DATASETS.items() if one.option and one.format != "geojson"}
    assert tables == set(READERS)  # the outlines have tests of their own: test_outlines.py


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("annuaire", portal_tables.ANNUAIRE_2026),
        ("effectifs", portal_tables.EFFECTIFS_2026),
        ("ips", portal_tables.IPS_2025),
        ("carte-scolaire", portal_tables.SECTORS_2026),
        ("education-prioritaire", portal_tables.PRIORITY_2026),
    ],
)
def test_every_column_is_in_the_vintage_of_2026(name, ids):
    """All that is asked for is there under the portal's ids of 2026."""
    titles = [title.partition(":")[0] for title in ids.split(";")]
    lacking = [one.name for one in DATASETS[name].columns if not find_column(one, titles)]
    assert lacking == []


@pytest.mark.parametrize(
    ("name", "file", "separator", "lacking"),
    [
        ("annuaire", "annuaire-035-2023-06.csv", ";", ["code_circonscription"]),
        ("effectifs", "effectifs-ecoles-035-2019-2022.csv", ";", ["code_departement"]),
        ("ips", "ips-ecoles-2021-2022.csv", ";", []),
        ("carte-scolaire", "carte-scolaire-colleges-035-2023.csv", ";", []),
        ("mouvements", "mouvements-communes-2024.csv", ",", []),
        ("frr", "frr-2025-07.csv", ";", []),
    ],
)
def test_the_labels_of_2023_are_found_too(shared_file, name, file, separator, lacking):
    """In a real file of another vintage only what that vintage hadn't is lacking."""
    with shared_file(file).open(encoding="utf-8-sig") as lines:
        titles = lines.readline().strip().split(separator)
    assert [one.name for one in DATASETS[name].columns if not find_column(one, titles)] == lacking


def test_a_column_is_found_by_the_best_of_its_names():
    """Its own name first, then the aliases in their order; a beginning takes the first title."""
    column = Column(name="uai", aliases=("numero_uai", "code*"))
    assert find_column(column, ["Numero_UAI", "UAI"]) == "UAI"
    assert find_column(column, ["code_b", "Numéro UAI"]) == "Numéro UAI"
    assert find_column(column, ["code_b", "code_a"]) == "code_b"
    assert find_column(column, ["nom"]) == ""


def test_the_latest_year_goes_before_the_name():
    """Where a portal adds a year beside the one that is known, it is the one asked for."""
    column = Column(name="ep_2022_2023", aliases=("ep_20*", "ep"))
    assert find_column(column, ["ep_2022_2023", "EP_2025_2026", "ep_2024_2025"]) == "EP_2025_2026"
    assert find_column(column, ["ep", "ep_2022_2023", "ep_2021_2022"]) == "ep_2022_2023"
    assert find_column(column, ["ep", "ep_2021_2022"]) == "ep_2021_2022"
    assert find_column(column, ["ep", "ips_2030"]) == "ep"


def test_a_year_is_no_reason_where_no_alias_covers_the_name():
    """A title of a later year that begins otherwise is another column."""
    column = Column(name="effectif_2022", aliases=("pmun*",))
    assert find_column(column, ["pmun_2030", "effectif_2022"]) == "effectif_2022"


@pytest.mark.parametrize(
    "url",
    [
        "http://data.education.gouv.fr/api",
        "https://data.education.gouv.fr.example.org/api",
        "https://example.org/data.education.gouv.fr",
        "https://data.education.gouv.fr@example.org/api",
        "https://someone@data.education.gouv.fr/api",
        "https://data.education.gouv.fr:8443/api",
        "https://data.education.gouv.fr:port/api",
        "ftp://www.insee.fr/x", "file:///etc/passwd", "//www.insee.fr/x", "", "https://[::1", "x",
        "http://127.0.0.1:80/x", "https://[::1]/x",
    ],
)  # fmt: skip
def test_strangers_are_not_asked(url):
    """Plain http, a host dressed as ours, another port, this machine: refused."""
    assert not read_catalogue().allows(url)


def test_a_catalogue_of_tests_may_ask_this_machine_only():
    """With loopback, 127.0.0.1 and ::1 are asked, with or without TLS, and nobody else."""
    catalogue = Catalogue({}, frozenset({"www.insee.fr"}), loopback=True)
    for url in ("http://127.0.0.1:8000/x", "https://127.0.0.1:8000/x", "http://[::1]:8000/x"):
        assert catalogue.allows(url)
    for url in ("http://www.insee.fr/x", "http://localhost/x", "http://127.0.0.2/x"):
        assert not catalogue.allows(url)


def test_vintages():
    """The year's, the newest before it, the one named whole; refused when all are later."""
    contours = DATASETS["contours"]
    assert pick_vintage(contours) == "2026-100m"
    assert pick_vintage(contours, 2025) == "2025-100m"
    assert pick_vintage(contours, "2025-50m") == "2025-50m"
    assert pick_vintage(DATASETS["frr"], 2030) == "2025"
    assert pick_vintage(DATASETS["annuaire"], 2024) == ""
    with pytest.raises(InputError, match=r"pas de millésime 1999 .* 2026-100m"):
        pick_vintage(contours, 1999)
    with pytest.raises(InputError, match="pas de millésime 2025-7m"):
        pick_vintage(contours, "2025-7m")


def test_a_name_mistyped_gets_the_nearest():
    """« Anuaire » is told of « annuaire », and of all there are; case and _ don't matter."""
    catalogue = read_catalogue()
    with pytest.raises(InputError, match=r"« anuaire » .* annuaire, effectifs, .* « annuaire » \?"):
        find_dataset(catalogue, "anuaire")
    assert find_dataset(catalogue, "Carte_Scolaire").id == "carte-scolaire"


USUAL = ("annuaire", "effectifs", "ips", "carte-scolaire", "densite", "frr")


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ([], USUAL),
        (["", " "], USUAL),
        (["ips"], ("ips",)),
        (["IPS", "Carte_Scolaire"], ("ips", "carte-scolaire")),
        (["+contours"], (*USUAL, "contours")),
        (["+contours:2026-5m"], (*USUAL, "contours:2026-5m")),
        (["frr", "+contours"], (*USUAL, "contours")),
        (["effectifs:2023", "+ips"], ("annuaire", "effectifs:2023", *USUAL[2:])),
        (["ips:2022", "ips"], ("ips",)),
    ],
)
def test_what_is_asked_for(told, names):
    """What is named alone, or beside the usual ones by a +; each at its vintage."""
    asked = asked_datasets(read_catalogue(), told)
    assert asked.names == names
    assert asked.named == {one.lower().strip("+ ").partition(":")[0].replace("_", "-")
                           for one in told} - {""}  # fmt: skip


def test_what_is_asked_for_and_unknown():
    """A + or a vintage doesn't hide that there is no such dataset."""
    with pytest.raises(InputError, match=r"^« contour » .* « contours » \?"):
        asked_datasets(read_catalogue(), ["+contour:2026-5m"])


def test_the_environment_names_another_catalogue(tmp_path, monkeypatch):
    """GEO_ENT_CATALOGUE is read when no path is given."""
    path = tmp_path / "other.toml"
    path.write_text(SMALL, encoding="utf-8")
    monkeypatch.setenv(CATALOGUE_VARIABLE, str(path))
    assert list(read_catalogue().datasets) == ["communes"]
    monkeypatch.setenv(CATALOGUE_VARIABLE, "")
    assert "annuaire" in read_catalogue().datasets


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Communes"\n', "", r"\[communes\] : « title » manque"),
        ("rows_n = 10", 'rows_n = "dix"', r"« rows_n » ne convient pas \('dix'\)"),
        ("rows_n = 10", "rows_n = -1", "positifs"),
        ("most_bytes = 1000", "most_bytes = 0", "positifs"),
        ("fresh_days = 1", "fresh_days = true", "« fresh_days » ne convient pas"),
        ('way = "file"', 'way = "ftp"', r"way = « ftp » ; on attend explore, file, wfs"),
        ('format = "csv"', 'format = "zip"', "format = « zip »"),
        ('holds = "commune"', 'holds = "town"', "holds = « town »"),
        ('option = ""', 'by_default = 1\noption = ""', r"« by_default » ne convient pas \(1\)"),
        ("needed = true", "needed = 1", r"columns : « needed » ne convient pas"),
        ("needed = true", "need = true", "« need » n’y est pas attendu"),
        ('{ name = "com", needed = true, holds = "commune" }', '"com"', "on trouve « com »"),
        ("[{ name", '["com", { name', "on trouve « com »"),
        ('key = ["com"]', 'key = ["com"]\ndepartement = "dep"', "« departement_forms »"),
        ('key = ["com"]', 'key = ["com"]\ndepartement = { column = "dep", forms = 3 }', "forms"),
        ('key = ["com"]', 'key = ["com"]\ndepartement = { column = "d", forms = ["x"] }', "« x »"),
        ('key = ["com"]', "key = [1]", "« key » ne convient pas"),
        ("https://www.insee.fr/communes", "http://www.insee.fr/communes", "n’est pas en https"),
        ("https://www.insee.fr/communes", "https://example.org/communes", "example.org"),
        ('url.2026 = "https://www.insee.fr/communes.csv"', "url = {}", "« url » ne convient pas"),
        ('hosts = ["www.insee.fr"]', 'hosts = "www.insee.fr"', "hosts ="),
        ('hosts = ["www.insee.fr"]', 'loopback = "yes"', "loopback ="),
        ('hosts = ["www.insee.fr"]', "loopbacks = true", "« loopbacks » n’est ni"),
        ("[communes]", "[communes", "n’est pas un TOML valable"),
    ],
)  # fmt: skip
def test_a_broken_catalogue_says_where(broken, old, new, said):
    """One line: the file, the dataset, what was expected."""
    assert re.search(said, broken(old, new))


def test_all_the_faults_of_a_dataset_are_said_at_once(broken):
    """What lacks and what doesn't fit, in one line."""
    line = broken('title = "Communes"\nproducer = "Insee"', "producer = 3")
    assert "« producer » ne convient pas" in line
    assert "« title » manque" in line


def test_a_catalogue_that_is_no_text(tmp_path):
    """Bytes that aren't UTF-8, and no file at all."""
    path = tmp_path / "sources.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        read_catalogue(path)
    with pytest.raises(InputError, match="ne se lit pas"):
        read_catalogue(tmp_path / "none.toml")


def test_reading_it_imports_nothing_heavy():
    """What a warm run needs: neither requests nor pandas nor pyarrow."""
    code = (
        "import sys; import geo_ent.sources.client.transport, geo_ent.sources.portals.explore;"
        "from geo_ent.sources.datasets_file import read_catalogue; read_catalogue();"
        "print(sorted({'requests', 'urllib3', 'pandas', 'pyarrow', 'ssl'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
