"""The real portals, asked in earnest: each address answers, each dataset has its needed columns.

Off unless asked for (`pytest -m network`); a weekly job of the public forge does. A failure here
says that a portal has changed and that `catalogue.toml` is to be brought up to date.
"""

import pytest
from told_lines import ToldLines

from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.fetch import fetch
from geo_ent.sources.portals.explore import probe
from geo_ent.sources.store.cache import Cache

pytestmark = pytest.mark.network

CATALOGUE = read_catalogue()
BY_WAY = {
    way: [dataset for dataset in CATALOGUE.datasets.values() if dataset.way == way]
    for way in ("explore", "file", "wfs")
}
FILES = [(dataset.id, vintage) for dataset in BY_WAY["file"] for vintage in dataset.url]
HEAVY = ("-5m", "-50m")  # vintages that are only asked whether they are there
SMALL = "90"  # the département with the fewest communes of the metropole


def ids(pairs):
    """Name each case by its dataset and its vintage."""
    return [" ".join(pair) for pair in pairs]


@pytest.mark.parametrize("name", [dataset.id for dataset in BY_WAY["explore"]])
def test_a_dataset_of_the_ministry_has_its_columns(name):
    """Rows for the Territoire de Belfort, every needed column, and no welcome one gone."""
    told = ToldLines()
    dataset = CATALOGUE.datasets[name]
    seen = probe(Transport(CATALOGUE, tell=told.append), dataset, (SMALL,), None)
    assert seen.rows_n > 0
    assert told == []


@pytest.mark.parametrize("name", [dataset.id for dataset in BY_WAY["explore"]])
def test_a_departement_can_be_fetched(name, tmp_path):
    """The export, checked to its end."""
    fetched = fetch([name], [SMALL], cache=Cache(tmp_path))[name]
    assert fetched.how == "fetched"
    assert fetched.entry.rows_n > 0


@pytest.mark.parametrize(
    ("name", "vintage"),
    [pair for pair in FILES if not pair[1].endswith(HEAVY)],
    ids=ids(pair for pair in FILES if not pair[1].endswith(HEAVY)),
)
def test_a_file_of_the_country_can_be_fetched(name, vintage, tmp_path):
    """Every vintage that the catalogue offers, checked to its end."""
    fetched = fetch([name], year=vintage, cache=Cache(tmp_path))[name]
    assert fetched.how == "fetched"
    assert fetched.entry.vintage == vintage


@pytest.mark.parametrize(
    ("name", "vintage"),
    [pair for pair in FILES if pair[1].endswith(HEAVY)],
    ids=ids(pair for pair in FILES if pair[1].endswith(HEAVY)),
)
def test_a_heavy_file_is_there(name, vintage):
    """It answers, and is within its bound; it isn't downloaded."""
    import requests

    dataset = CATALOGUE.datasets[name]
    answer = requests.head(dataset.url[vintage][0], timeout=30)
    assert answer.status_code == 200
    assert 1_000_000 < int(answer.headers["Content-Length"]) < dataset.most_bytes


@pytest.mark.parametrize("name", [dataset.id for dataset in BY_WAY["wfs"]])
def test_the_ign_gives_a_departement(name, tmp_path):
    """The communes of the Territoire de Belfort by WFS."""
    fetched = fetch([name], [SMALL], cache=Cache(tmp_path))[name]
    assert fetched.how == "fetched"
    assert 90 < fetched.entry.rows_n < 110
