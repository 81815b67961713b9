"""Behind a proxy and other people's certificates: never without TLS, and said so.

The portal speaks HTTPS under the ministry's own name, with a certificate of an authority that no
system knows; a proxy on this machine leads there, as that of an académie would.
"""

import datetime as dt
import socket

import portal_faults as faults
import pytest
import requests
import trustme
from portal import BUNDLED, Portal, nobody
from portal_proxy import Proxy
from sources_world import open_world

from geo_ent.errors import InputError, SourceError
from geo_ent.sources.client.http_errors import fault_of_exception
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets_file import read_catalogue

HOST = "data.education.gouv.fr"


@pytest.fixture(scope="module")
def authority():
    """An authority that no system knows."""
    return trustme.CA()


@pytest.fixture
def bundle(authority, tmp_path):
    """Its certificate, as a file."""
    path = tmp_path / "autorite.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def world(authority, tmp_path, monkeypatch):
    """Give a world whose portal speaks HTTPS, under the ministry's name too."""
    with open_world(tmp_path, monkeypatch, authority=authority, names=[HOST]) as opened:
        yield opened


@pytest.fixture
def behind(world, monkeypatch):
    """Give the world behind a proxy: the bundled catalogue, the real addresses, HTTPS_PROXY."""
    world.catalogue = BUNDLED
    with Proxy(world.portal.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        world.proxy = proxy
        yield world


def test_an_unknown_authority_is_refused(world):
    """The line says what the matter is and names --ca-bundle; nothing was asked."""
    world.fails("certificat.*n’est pas reconnu.*--ca-bundle")
    assert world.portal.calls == []


def test_an_authority_that_is_given_is_trusted(world, bundle):
    """--ca-bundle makes it known."""
    world.holds_what_the_portal_has(world.fetch(ca_bundle=bundle))


def test_the_authority_of_the_environment_is_trusted(world, bundle, monkeypatch):
    """REQUESTS_CA_BUNDLE does too, as the machines of an académie have it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    world.holds_what_the_portal_has(world.fetch())


def test_the_option_wins_over_the_environment(world, bundle, tmp_path, monkeypatch):
    """An authority of the environment that is another's doesn't matter, either way round."""
    other = tmp_path / "autre.pem"
    trustme.CA().cert_pem.write_to_path(other)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    world.fails("certificat", ca_bundle=other)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    world.holds_what_the_portal_has(world.fetch(ca_bundle=bundle))


def test_a_bundle_that_is_not_there_is_named(world, tmp_path):
    """Before anything is asked."""
    with pytest.raises(InputError, match=r"--ca-bundle.*absent\.pem"):
        world.fetch(ca_bundle=tmp_path / "absent.pem")


def test_a_bundle_that_is_no_bundle_is_one_line(world, tmp_path):
    """A file that holds no certificate."""
    path = tmp_path / "notes.pem"
    path.write_text("pas un certificat", encoding="utf-8")
    with pytest.raises((SourceError, InputError), match=r"autorités|certificat|ca-bundle") as fault:
        world.fetch(ca_bundle=path)
    assert "\n" not in str(fault.value)


def test_an_expired_certificate_is_said_so(authority, bundle, tmp_path, monkeypatch):
    """And this computer's date may be why."""
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    with open_world(tmp_path, monkeypatch, authority=Expired(authority, yesterday)) as world:
        world.fails("certificat.*expiré.*date", ca_bundle=bundle)


class Expired:
    """An authority whose certificates have run out."""

    def __init__(self, authority, day):
        self.authority, self.day = authority, day

    def issue_cert(self, *names):
        """Issue one that ended on that day."""
        return self.authority.issue_cert(*names, not_after=self.day)


def test_the_proxy_of_the_environment_is_taken(behind, bundle):
    """The real addresses, through the tunnel, and only the catalogue's host is asked."""
    behind.holds_what_the_portal_has(behind.fetch(ca_bundle=bundle))
    assert set(behind.proxy.asked) == {f"{HOST}:443"}
    assert {call.headers["host"] for call in behind.portal.calls} == {HOST}


def test_a_proxy_that_opens_connections_needs_its_authority(behind):
    """Its certificate isn't the ministry's: refused, with what to give."""
    behind.fails("certificat.*--ca-bundle")
    assert behind.portal.calls == []


@pytest.mark.parametrize(("status", "words"), [(407, "407.*HTTPS_PROXY"), (403, "refuse.*403")])
def test_a_proxy_that_answers_a_page_to_connect(behind, bundle, status, words):
    """It wants a password, or refuses the host: said, and not tried again and again."""
    behind.proxy.refuses = status
    behind.fails(words, ca_bundle=bundle)
    assert len(behind.proxy.asked) == 1


def test_a_proxy_that_answers_a_page_in_place_of_data(behind, bundle):
    """Its login page, with status 200: no data is taken from it."""
    behind.portal.play(always=faults.page())
    behind.fails("page web.*HTTPS_PROXY.*--ca-bundle", ca_bundle=bundle)


def test_a_page_that_says_it_is_csv(behind, bundle):
    """Whatever its type says: its first bytes are those of a page."""
    page = faults.answered(200, faults.PROXY_PAGE, "text/csv")
    behind.portal.play(faults.fine, always=page)
    behind.fails("page web", ca_bundle=bundle)


def test_an_address_that_holds_407_is_no_status():
    """The library's text has the port and an object's address: neither is the proxy's answer."""
    text = "Unable to connect to proxy <HTTPSConnection at 0x7f84072b1c10>, port 4407"
    fault = fault_of_exception(requests.exceptions.ProxyError(text), "https://example.org/")
    assert "407" not in str(fault)
    assert "ne répond pas" in str(fault)


def test_a_proxy_that_is_not_there(world, bundle, monkeypatch):
    """Nobody listens at HTTPS_PROXY: the proxy is named as the cause."""
    world.catalogue = BUNDLED
    with nobody() as place:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{place}")
        world.fails("proxy de HTTPS_PROXY", ca_bundle=bundle)


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/api",
        f"http://{HOST}:443/api",
        f"https://{HOST}.example.org/api",
        f"https://example.org/?{HOST}",
        f"https://{HOST}@example.org/",
        f"ftp://{HOST}/api",
        "https://127.0.0.1/",
        "http://[::1]/",
    ],
)
def test_no_other_host_and_nothing_in_the_clear(url):
    """Refused before a call is made."""
    transport = Transport(read_catalogue(BUNDLED))
    with pytest.raises(SourceError, match="refusée"):
        transport.json(url, {})
    assert transport.calls_n == 0


def test_a_catalogue_of_strangers_is_refused(tmp_path):
    """A dataset at a host that the catalogue doesn't list, or in the clear."""
    text = BUNDLED.read_text(encoding="utf-8")
    for url in ("https://example.org/", f"http://{HOST}/"):
        path = tmp_path / "catalogue.toml"
        path.write_text(text.replace(f'url."" = "https://{HOST}/', f'url."" = "{url}'), "utf-8")
        with pytest.raises(InputError, match="annuaire"):
            read_catalogue(path)


def test_the_tls_portal_is_one(authority):
    """The tests above would pass for nothing if it answered in the clear."""
    with (
        Portal(authority=authority) as portal,
        socket.create_connection(("127.0.0.1", portal.port), timeout=120) as line,
    ):
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            answer = line.recv(100)
        except ConnectionError:  # hung up on, before or after an alert
            answer = b""
        assert b"HTTP" not in answer
