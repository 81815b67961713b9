"""Boundaries by WFS: every page, once, and as many features as the service counts."""

import json
from dataclasses import replace

import pytest
from portal import Answer, Portal

from geo_ent.errors import SourceError
from geo_ent.sources.checks.complete_files import check_whole
from geo_ent.sources.client.http_errors import QueryError
from geo_ent.sources.client.patience import Limits
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets import Catalogue
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.fetch import fetch
from geo_ent.sources.portals.geoservices import download_features
from geo_ent.sources.store.cache import Cache

LIMITS = Limits(tries=3, seconds=600, connect_s=120, read_s=120, wait_s=0.01)
CODES = [f"54{number:03d}" for number in (1, 2, 3, 4, 5, 6, 7)] + ["57001", "57002"]


def feature(code):
    """Make a commune as ADMIN EXPRESS has it."""
    return {
        "type": "Feature", "id": f"commune.{code}",
        "geometry": {"type": "Point", "coordinates": [6.1, 48.6]},
        "properties": {"code_insee": code, "nom_officiel": f"Écrouves {code}",
                       "code_insee_du_departement": code[:2]},
    }  # fmt: skip


class Service(Portal):
    """A WFS: answers by pages, and counts as it is told to."""

    codes, matched, most, repeats, tells = CODES, None, 1_000, False, True

    def answer(self, call):
        """Answer GetFeature."""
        asked = call.params
        codes = [code for code in self.codes if self.wants(code, asked.get("CQL_FILTER", ""))]
        start, count = int(asked["STARTINDEX"]), min(int(asked["COUNT"]), self.most)
        part = codes[:count] if self.repeats else codes[start : start + count]
        told = {"type": "FeatureCollection", "features": [feature(code) for code in part]}
        if self.tells:
            told["numberReturned"] = len(part)
            told["numberMatched"] = len(codes) if self.matched is None else self.matched
        return Answer(body=json.dumps(told).encode())

    @staticmethod
    def wants(code, clause):
        """Read `… IN ('54','57')`."""
        return not clause or f"'{code[:2]}'" in clause


@pytest.fixture
def service():
    """Open a WFS of nine communes in two départements."""
    with Service() as portal:
        yield portal


@pytest.fixture
def download(service, tmp_path):
    """Download from it; returns the codes received."""

    def run(departements=(), *, page_n=2, dataset=None, **options):
        dataset = dataset or communes(service)
        transport = Transport(Catalogue({}, frozenset(), loopback=True), limits=LIMITS)
        to = tmp_path / "communes.geojson"
        done = download_features(transport, dataset, departements, to, page_n=page_n, **options)
        assert done.bytes_n == to.stat().st_size
        check_whole(to, dataset)
        told = json.loads(to.read_text(encoding="utf-8"))
        return [one["properties"]["code_insee"] for one in told["features"]]

    return run


def communes(service):
    """Give the catalogue's dataset, asked of this machine."""
    dataset = read_catalogue().datasets["admin-express"]
    url = dataset.address.replace("https://data.geopf.fr", service.url)
    return replace(dataset, url={"": (url,)})


@pytest.mark.parametrize("page_n", [1, 2, 3, 8, 9, 10, 1_000])
def test_every_page_is_asked_for(service, download, page_n):
    """Nine features by pages of any size: each once, in no more calls than it takes."""
    assert download(page_n=page_n) == CODES
    assert len(service.calls) == -(-9 // page_n)


def test_a_departement(service, download):
    """The filter is the service's own, in capitals, its spaces never written +."""
    assert download(["57"]) == ["57001", "57002"]
    asked = []

    def note(handler, answer):
        asked.append(handler.path)
        handler.send(answer)

    service.play(note)
    assert download(["54", "57"], page_n=50) == CODES
    query = asked[0].replace("%27", "'")
    assert "CQL_FILTER=code_insee_du_departement%20IN%20%28'54'%2C'57'%29" in query
    assert "+" not in query
    assert service.calls[-1].params["SORTBY"] == "code_insee"


def test_a_page_smaller_than_asked_for(service, download):
    """A server that gives at most three at once is asked on from there."""
    service.most = 3
    assert download(page_n=1_000) == CODES


def test_a_service_that_doesnt_count(service, download):
    """Without numberMatched, an empty page is the end."""
    service.tells = False
    assert download(page_n=4) == CODES
    assert download(page_n=3) == CODES
    service.most = 2
    assert download(page_n=4) == CODES, "shorter pages than asked for aren't the end"


def test_fewer_features_than_are_counted(service, download, tmp_path):
    """Refused with both numbers; nothing is left."""
    service.matched = 12
    with pytest.raises(SourceError, match="12 objets annoncés, 9 reçus"):
        download()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("tells", [True, False])
def test_pages_that_repeat_each_other(service, download, tmp_path, tells):
    """A service that doesn't heed STARTINDEX is seen at its second page, counted or not."""
    service.repeats, service.tells = True, tells
    with pytest.raises(SourceError, match=r"6 objets reçus dont 3 en double"):
        download(page_n=3)
    assert len(service.calls) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_says_another_number(service, download):
    """What the service says it gives is held to what it gives (`numberReturned`)."""
    told = {"features": [feature("54001")], "numberReturned": 2, "numberMatched": 1}
    service.play(lambda handler, _: handler.send(Answer(body=json.dumps(told).encode())))
    with pytest.raises(SourceError, match="annonce 2 objets et en a 1"):
        download()


def test_progress_is_told(download):
    """After each page: what has come, what there is in all."""
    told = []
    download(page_n=4, on_page=lambda *numbers: told.append(numbers))
    assert told == [(4, 9), (8, 9), (9, 9)]


def test_an_error_in_xml(service, download):
    """OGC services tell their errors in XML, with status 200 or 400."""
    body = b'<?xml version="1.0"?><ows:ExceptionReport><ows:ExceptionText>Illegal property name: x'
    body += b"</ows:ExceptionText></ows:ExceptionReport>"
    for status in (200, 400):
        service.play(
            lambda handler, _, status=status: handler.send(Answer(status, body, "application/xml"))
        )
        with pytest.raises(QueryError, match="Illegal property name: x"):
            download()


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"features": 3}', b'{"features": [3]}', b'"x"'])
def test_something_else_than_features(service, download, body):
    """Said to be so."""
    service.play(lambda handler, _: handler.send(Answer(body=body)))
    with pytest.raises(SourceError, match="autre chose que des contours"):
        download()


def test_more_than_the_bound(service, download, tmp_path):
    """Stopped at the dataset's bound, and nothing is left."""
    small = replace(communes(service), most_bytes=600)
    with pytest.raises(SourceError, match="ils sont refusés"):
        download(dataset=small)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_isnt_there(service, tmp_path):
    """Said in one line."""
    transport = Transport(Catalogue({}, frozenset(), loopback=True), limits=LIMITS)
    with pytest.raises(SourceError, match="l’écriture a échoué"):
        download_features(transport, communes(service), (), tmp_path / "none" / "x.geojson")


def test_a_page_that_fails_is_asked_for_again(service, download):
    """503 in the middle of the pages: the page comes at the next try."""
    service.play(
        lambda handler, answer: handler.send(answer),
        lambda handler, _: handler.send(Answer(503)),
    )
    assert download() == CODES


def test_a_layer_is_fetched_and_kept(service, tmp_path):
    """By `fetch`: asked, checked and kept; then given without a call, or seen to be the same."""
    catalogue = Catalogue({"admin-express": communes(service)}, frozenset(), loopback=True)
    options = {"catalogue": catalogue, "cache": Cache(tmp_path / "cache")}
    found = fetch(["admin-express"], ["57"], **options)["admin-express"]
    assert (found.how, found.entry.territory, found.entry.rows_n) == ("fetched", "057", 2)
    told = json.loads(found.path.read_text(encoding="utf-8"))
    assert [one["properties"]["code_insee"] for one in told["features"]] == ["57001", "57002"]
    calls_n = len(service.calls)
    assert fetch(["admin-express"], ["57"], **options)["admin-express"].how == "cached"
    assert len(service.calls) == calls_n
    again = fetch(["admin-express"], ["57"], refresh=True, **options)["admin-express"]
    assert (again.how, again.path) == ("revalidated", found.path)
