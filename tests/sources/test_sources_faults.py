"""Every way a source can fail on the line: the right data in the end, or one clear line.

A real server fails as servers do. Each lasting fault is met twice: with nothing in the cache, and
with an older file, which must then be given as it was, byte for byte. Kills, a full disk and two
processes are in test_sources_processes.py, a damaged cache is in test_sources_cache.py, what may be
wrong in the data in test_sources_content.py, certificates and proxies in test_sources_proxy.py.
"""

import re
import socket
import time

import portal_faults as faults
import pytest
from portal import Portal, nobody, write_catalogue
from sources_world import PATIENCE, open_world


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Give a world where nothing has failed yet."""
    with open_world(tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def old(world):
    """Give a world whose cache has the annuaire as it was, one school fewer."""
    return world.grow_old()


def test_without_a_fault_the_data_is_right(world):
    """Two calls, and the file has the portal's rows."""
    fetched = world.fetch()
    world.holds_what_the_portal_has(fetched)
    assert fetched.how == "fetched"
    assert len(world.portal.calls) == 2


PASSING = {
    "connection reset": faults.hung_up,
    "time-out before": faults.silent,
    "time-out in the middle": faults.stalled,
    "429": faults.too_many(),
    "500": faults.answered(500, b'{"message": "Internal Server Error"}'),
    "502": faults.page(502),
    "503": faults.answered(503, b"", "text/plain"),
    "cut, length told": faults.cut(told="length"),
    "cut, in chunks": faults.cut(told="chunks"),
    "broken gzip": faults.broken_gzip,
}


@pytest.mark.parametrize("call", [0, 1], ids=["count", "export"])
@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_waited_out(world, fault, call):
    """At the count or at the export: tried again, said so, and right in the end."""
    world.portal.play(*[faults.fine] * call, PASSING[fault])
    fetched = world.fetch()
    world.holds_what_the_portal_has(fetched)
    assert fetched.how == "fetched"
    assert len(world.portal.calls) == 3
    assert any("essai" in line for line in world.told), world.told


IN_THE_FILE = {
    "cut, nothing told": faults.cut(told=""),
    "cut after a line, nothing told": faults.cut_at_a_line,
    "Streaming interrupted": faults.interrupted,
}


@pytest.mark.parametrize("fault", IN_THE_FILE)
def test_a_file_cut_short_without_a_word_is_seen_and_asked_again(world, fault):
    """Nothing in HTTP tells it: the file itself does, or the portal's count of rows."""
    world.portal.play(faults.fine, IN_THE_FILE[fault])
    fetched = world.fetch()
    world.holds_what_the_portal_has(fetched)


def test_500_then_502_then_503_then_fine(world):
    """Three faults in a row are less than the tries there are."""
    world.portal.play(*(faults.answered(status) for status in (500, 502, 503)))
    world.holds_what_the_portal_has(world.fetch())
    assert len(world.portal.calls) == 5


ASKED_TO_WAIT = {
    "in seconds": faults.too_many(Retry_After=1),
    "until a date": faults.too_many(Retry_After=faults.on_date(1)),
    "X-RateLimit-Reset": faults.too_many(
        X_RateLimit_Remaining=0, X_RateLimit_Reset=faults.in_seconds(1)
    ),
}


@pytest.mark.parametrize("form", ASKED_TO_WAIT)
def test_a_wait_that_is_asked_for_is_kept(world, form):
    """A second, however it is written, is a second at least; it is told, and the data is right."""
    world.portal.play(faults.fine, ASKED_TO_WAIT[form])
    start = time.monotonic()
    world.holds_what_the_portal_has(world.fetch())
    assert time.monotonic() - start >= 1
    assert any(re.search(r"429.* s ", line) for line in world.told), world.told


LASTING = {
    "time-out before": (faults.silent, "pas de réponse"),
    "time-out in the middle": (faults.stalled, "arrêtée|pas de réponse"),
    "connection reset": (faults.hung_up, "coupée"),
    "429": (faults.too_many(), "429"),
    "429 for an hour": (faults.too_many(Retry_After=3600), r"429.*3.600 s"),
    "429 until tomorrow": (
        faults.too_many(X_RateLimit_Reset=faults.in_seconds(86_000)),
        r"429.*(85|86).\d{3} s",
    ),
    "503 for good": (faults.answered(503), "503"),
    "cut, length told": (faults.cut(told="length"), "coupée"),
    "cut, in chunks": (faults.cut(told="chunks"), "coupée"),
    "cut, nothing told": (faults.cut(told=""), "."),
    "Streaming interrupted": (faults.interrupted, "."),
    "a page, 200": (faults.page(200), "HTTPS_PROXY.*--ca-bundle"),
    "a page, 403": (
        faults.page(403),
        "accès refusé.*intitulée « Authentification ».*HTTPS_PROXY.*--ca-bundle.*sa page : https://",
    ),
    "a page, 407": (faults.page(407), "HTTPS_PROXY"),
    "ODSQLError": (
        faults.error("ODSQLError", "ODSQL query is malformed: Unknown function: yeer. Clause(s) "
                     "containing the error(s): where."),
        "ODSQLError.*Unknown function: yeer",
    ),
    "InvalidRESTParameterError": (
        faults.error("InvalidRESTParameterError", "Invalid value for limit API parameter: 1473 was "
                     "found but -1 <= limit <= 100 is expected."),
        "InvalidRESTParameterError.*1473",
    ),
    "redirect loop": (faults.redirected("/encore"), "renvoie|sans fin"),
    "broken gzip": (faults.broken_gzip, "gzip|compress"),
    "no such page": (faults.answered(404, b'{"message": "Not found"}'), "404"),
}  # fmt: skip


@pytest.mark.parametrize("fault", LASTING)
def test_a_fault_that_lasts_is_one_line_and_leaves_no_trace(world, fault):
    """With nothing in the cache: the line says what and where; nothing is kept."""
    play, words = LASTING[fault]
    world.portal.play(always=play)
    world.fails(words)
    assert len(world.portal.calls) <= 2 * PATIENCE.tries


@pytest.mark.parametrize("call", [0, 1], ids=["count", "export"])
@pytest.mark.parametrize("fault", LASTING)
def test_a_fault_that_lasts_leaves_the_old_file_and_gives_it(old, fault, call):
    """With an older file: it is given, said to be old, and the cache is byte for byte as it was."""
    play, words = LASTING[fault]
    old.portal.play(*[faults.fine] * call, always=play)
    old.keeps_the_old(words)


def test_connection_refused(world):
    """Nobody listens at that port: said, with what to do."""
    with nobody() as place:
        write_catalogue(world.catalogue, url=f"http://{place}")
        world.fails("127.0.0.1.*refusée")


def test_a_name_that_is_not_found(world, monkeypatch):
    """No such host: no network, perhaps."""

    def unknown(*_, **__):  # some networks give an address to every name, or none in a minute
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    hosts = ("hosts = [\n", 'hosts = [\n  "nulle-part.invalid",\n')
    write_catalogue(world.catalogue, hosts, url="https://nulle-part.invalid")
    world.fails("nulle-part.invalid.*réseau")


def test_another_host_is_never_asked(world):
    """A redirect to a host that the catalogue hasn't is refused before it is asked."""
    with Portal() as other:  # the same machine by another name, which every machine has
        world.portal.play(always=faults.redirected(f"http://localhost:{other.port}/api"))
        world.fails("vers localhost")
        assert other.calls == []


@pytest.mark.parametrize("to", ["http://data.education.gouv.fr/x", "file:///etc/passwd",
                                "https://example.org/x", "//example.org/x",
                                "https://data.education.gouv.fr@example.org/x"])  # fmt: skip
def test_a_redirect_never_leaves_https_and_the_catalogue(world, to):
    """Plain http, a file, a stranger dressed as a host of ours: refused."""
    world.portal.play(always=faults.redirected(to))
    world.fails("renvoie vers .*(catalogue|https)")


def test_a_redirect_within_the_catalogue_is_followed(world):
    """The export may be elsewhere on the same host."""
    export = faults.fine
    world.portal.play(export, redirected_to_itself)
    world.holds_what_the_portal_has(world.fetch())


def redirected_to_itself(handler, answer):
    """Send to the same address."""
    faults.redirected(handler.path)(handler, answer)
