"""The client of the portals: patient within bounds, honest about it, and asking nobody else."""

import gzip
import json
from types import SimpleNamespace

import portal_faults as faults
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal import Portal, nobody
from told_lines import ToldLines

from geo_ent.errors import InputError, SourceError
from geo_ent.sources.client.http_errors import (
    Again,
    QueryError,
    asked_wait,
    fault_of_answer,
    fault_of_exception,
    is_page,
)
from geo_ent.sources.client.patience import GaveUpError, Limits, persist
from geo_ent.sources.client.response_body import pieces
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets import Catalogue

LIMITS = Limits(
    tries=4, seconds=600, connect_s=120, read_s=120, wait_s=0.01, most_wait_s=2, redirects=3
)
HERE = Catalogue({}, frozenset(), loopback=True)
BODY = b"uai;name\r\n" + b"0350122T;Baulon\r\n" * 2_000


@pytest.fixture
def portal():
    """Open a server with a table and a small answer."""
    with Portal(files={"/table.csv": BODY, "/told.json": b'{"rows": 3}'}) as server:
        yield server


@pytest.fixture
def told():
    """What was told."""
    return ToldLines()


@pytest.fixture
def transport(told):
    """Make a client."""
    return Transport(HERE, tell=told.append, limits=LIMITS)


def test_a_download_is_what_was_sent(portal, transport, tmp_path):
    """Its bytes, its ETag, and how far it was told on the way."""
    seen = []
    done = transport.download(
        f"{portal.url}/table.csv?select=uai%2C%20name", tmp_path / "part", most_bytes=10**6,
        on_bytes=lambda *numbers: seen.append(numbers),
    )  # fmt: skip
    assert (tmp_path / "part").read_bytes() == BODY
    assert (done.bytes_n, done.is_unchanged) == (len(BODY), False)
    assert done.etag.startswith('"')
    assert portal.calls[0].params == {"select": "uai, name"}
    assert seen[-1] == (len(BODY), len(BODY))
    assert transport.calls_n == 1


def test_what_is_still_right_isnt_sent_again(portal, transport, tmp_path):
    """With its ETag: 304, and nothing is written."""
    url, part = f"{portal.url}/table.csv", tmp_path / "part"
    etag = transport.download(url, tmp_path / "first", most_bytes=10**6).etag
    done = transport.download(url, part, most_bytes=10**6, etag=etag)
    assert (done.is_unchanged, done.bytes_n, done.etag) == (True, 0, etag)
    assert not part.exists()


def test_who_asks(portal, transport, monkeypatch, tmp_path):
    """Its name and version, gzip; no password out of ~/.netrc, no cookie."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    transport.json(f"{portal.url}/told.json", {})
    headers = portal.calls[0].headers
    assert headers["user-agent"].startswith("geo-ent/")
    assert headers["accept-encoding"] == "gzip"
    assert not {"authorization", "cookie", "origin", "referer"} & set(headers)


def test_compressed_answers(portal, transport, tmp_path):
    """Unfolded on the way; what is told on the way is what goes through the line."""
    portal.packs = True
    seen = []
    done = transport.download(
        f"{portal.url}/table.csv", tmp_path / "part", most_bytes=10**6,
        on_bytes=lambda *numbers: seen.append(numbers),
    )  # fmt: skip
    assert (tmp_path / "part").read_bytes() == BODY
    assert done.bytes_n == len(BODY)
    assert seen[-1][0] == seen[-1][1] < len(BODY) / 20


def test_the_bound_holds_once_unfolded(portal, transport, tmp_path):
    """A bound between the two sizes: refused, and nothing is left."""
    portal.packs = True
    with pytest.raises(SourceError, match="dépasse"):
        transport.download(f"{portal.url}/table.csv", tmp_path / "part", most_bytes=5_000)
    assert list(tmp_path.iterdir()) == []
    assert transport.calls_n == 1


def test_a_fault_that_passes(portal, transport, told, tmp_path):
    """Two faults, then the data; both waits are told, in one line each, with the host."""
    portal.play(faults.answered(503), faults.cut(told="length"))
    transport.download(f"{portal.url}/table.csv", tmp_path / "part", most_bytes=10**6)
    assert (tmp_path / "part").read_bytes() == BODY
    assert transport.calls_n == 3
    assert len(told) == 2
    assert told[0].startswith("127.0.0.1 : erreur 503 du serveur ; nouvel essai dans ")
    assert "la réponse est coupée" in told[1] or "coupée" in told[1]
    assert told[1].endswith("(3/4).")


def test_a_fault_that_stays(portal, transport, tmp_path):
    """As many tries as there are, then one line; what was begun is removed."""
    portal.play(always=faults.answered(500))
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 : erreur 500 du serveur, après 4 essais"):
        transport.download(f"{portal.url}/table.csv", tmp_path / "part", most_bytes=10**6)
    portal.play(always=faults.cut(told="length"))
    with pytest.raises(SourceError, match=r"coupée à \d+ octets sur \d+|a été coupée"):
        transport.download(f"{portal.url}/table.csv", tmp_path / "part", most_bytes=10**6)
    assert transport.calls_n == 8
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_isnt_there_is_tried_once_more_only(transport, told):
    """Refused four times, then once for each next request: a train without network isn't a wait."""
    with nobody() as place:
        with pytest.raises(SourceError, match="la connexion est refusée, après 4 essais"):
            transport.json(f"http://{place}/told.json", {})
        told.clear()
        with pytest.raises(SourceError, match="la connexion est refusée, après 1 essai"):
            transport.json(f"http://{place}/told.json", {})
    assert told == []


def test_a_host_that_is_back_is_trusted_again(transport, told):
    """One answer, and the next fault has all its tries."""
    with Portal(files={"/told.json": b"{}"}) as server:
        transport._unreached.add("127.0.0.1")  # noqa: SLF001 as if it had been away
        transport.json(f"{server.url}/told.json", {})
        server.play(faults.answered(503))
        transport.json(f"{server.url}/told.json", {})
    assert len(told) == 1


def test_a_small_answer_cut_is_asked_again(portal, transport):
    """JSON that isn't whole."""
    portal.play(lambda handler, answer: handler.send(answer, cut=5, length=False))
    assert transport.json(f"{portal.url}/told.json", {}) == {"rows": 3}


def test_json_nested_beyond_reason(portal, transport):
    """A hundred thousand brackets are no answer, and no crash."""
    portal.files["/told.json"] = b"[" * 100_000 + b"]" * 100_000
    with pytest.raises(SourceError, match="pas du JSON entier"):
        transport.json(f"{portal.url}/told.json", {})


def test_an_error_told_with_status_200(portal, transport):
    """An error_code in the body is an error whatever the status."""
    told = {"error_code": "ODSQLError", "message": "Unknown field: x"}
    portal.files["/told.json"] = json.dumps(told).encode()
    with pytest.raises(QueryError, match="Unknown field: x") as fault:
        transport.json(f"{portal.url}/told.json", {})
    assert fault.value.words == "Unknown field: x"


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (200, faults.PROXY_PAGE, "text/html", "une page web a répondu (200)"),
        (200, faults.PROXY_PAGE, "text/csv", "une page web a répondu (200)"),
        (403, faults.PROXY_PAGE, "text/html", "(403), par une page intitulée « Authentification »"),
        (407, b"", "text/html", "le proxy demande un nom et un mot de passe (407)"),
        (404, faults.PROXY_PAGE, "text/html", "/table.csv n’y est plus (404)"),
        (410, b"", "text/plain", "n’y est plus (410)"),
        (403, b"", "text/plain", "accès refusé à /table.csv (403)"),
        (401, b"{}", "application/json", "accès refusé"),
        (418, b"<b>no</b> tea\n here", "text/plain", "demande refusée (418). no tea here"),
        (400, b'{"message": "bad"}', "application/json", "refuse la demande (400) : bad"),
    ],
)
def test_refusals_are_final(portal, transport, tmp_path, *, status, body, kind, said):
    """One call, one line, nothing written."""
    portal.play(faults.answered(status, body, kind))
    with pytest.raises(SourceError) as fault:
        transport.download(f"{portal.url}/table.csv", tmp_path / "part", most_bytes=10**6)
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)
    assert transport.calls_n == 1
    assert list(tmp_path.iterdir()) == []


def test_a_page_in_small_pieces(portal, transport, tmp_path):
    """A page that comes byte by byte is seen for one all the same."""

    def play(handler, _):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for byte in faults.PROXY_PAGE:
            handler.wfile.write(b"1\r\n%c\r\n" % byte)
        handler.wfile.write(b"0\r\n\r\n")

    portal.play(play)
    with pytest.raises(SourceError, match="une page web"):
        transport.download(f"{portal.url}/table.csv", tmp_path / "part", most_bytes=10**6)


def test_an_encoding_that_wasnt_asked_for(portal, transport):
    """Only gzip is."""
    portal.play(faults.answered(200, b"{}", Content_Encoding="br"))
    with pytest.raises(SourceError, match="« br »"):
        transport.json(f"{portal.url}/told.json", {})


def test_redirects(portal, transport):
    """Followed within the host; each is a call; the parameters aren't added again."""
    portal.play(faults.redirected("/elsewhere"), faults.redirected("told.json?a=1", 308))
    assert transport.json(f"{portal.url}/first", {"b": "2"}) == {"rows": 3}
    assert [(call.path, call.params) for call in portal.calls] == [
        ("/first", {"b": "2"}), ("/elsewhere", {}), ("/told.json", {"a": "1"}),
    ]  # fmt: skip
    assert transport.calls_n == 3


@pytest.mark.parametrize("to", ["https://example.org/x", "file:///etc/passwd", "//example.org/x"])
def test_redirects_to_strangers(portal, transport, to):
    """Refused before anyone is asked."""
    portal.play(faults.redirected(to))
    with pytest.raises(SourceError, match=r"renvoie vers .* qui n’est pas un hôte du catalogue"):
        transport.json(f"{portal.url}/told.json", {})
    assert transport.calls_n == 1


def test_endless_redirects(portal, transport):
    """Four hops at most, then one line."""
    portal.play(always=faults.redirected("/told.json"))
    with pytest.raises(SourceError, match="renvoie sans fin"):
        transport.json(f"{portal.url}/told.json", {})
    assert transport.calls_n == 4


def test_strangers_are_not_asked(transport):
    """A URL that isn't of the catalogue makes no call."""
    with pytest.raises(SourceError, match="adresse refusée"):
        transport.json("https://example.org/x", {})
    assert transport.calls_n == 0


def test_a_folder_that_cant_be_written(portal, transport, tmp_path):
    """Said in one line, and not tried again."""
    with pytest.raises(SourceError, match=r"l’écriture a échoué \(il n’existe pas"):
        transport.download(f"{portal.url}/table.csv", tmp_path / "no" / "part", most_bytes=10**6)
    assert transport.calls_n == 1


def test_bundles_of_authorities(portal, tmp_path, monkeypatch):
    """One that isn't there is said at once, one of the environment too."""
    with pytest.raises(InputError, match=r"--ca-bundle : .*none\.pem n’existe pas"):
        Transport(HERE, ca_bundle=tmp_path / "none.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    https = portal.url.replace("http:", "https:")
    with pytest.raises(SourceError, match="REQUESTS_CA_BUNDLE"):
        Transport(HERE, limits=LIMITS).json(f"{https}/told.json", {})
    words = tmp_path / "words.pem"
    words.write_text("pas un certificat")
    with pytest.raises(SourceError, match="n’est pas un fichier PEM"):
        Transport(HERE, ca_bundle=words, limits=LIMITS).json(f"{https}/told.json", {})


def test_a_server_that_speaks_no_tls(portal, transport):
    """Tried again, then said, without the library's words."""
    with pytest.raises(SourceError, match="la connexion chiffrée a échoué") as fault:
        transport.json(f"{portal.url.replace('http:', 'https:')}/told.json", {})
    assert "SSL" not in str(fault.value)


def test_the_password_of_a_proxy_is_never_told(portal, transport, told, monkeypatch):
    """A proxy that isn't there: its name and password are in no message."""
    with nobody() as place:
        monkeypatch.setenv("HTTP_PROXY", f"http://someone:secret@{place}")
        with pytest.raises(SourceError, match="le proxy de HTTPS_PROXY ne répond pas") as fault:
            transport.json(f"{portal.url}/told.json", {})
    assert "secret" not in f"{fault.value} {told}"


@pytest.mark.parametrize(
    "proxy", ["htp://proxy:1", "socks5://127.0.0.1:9", "http://:::", "http://"]
)
def test_a_proxy_that_is_none(portal, transport, told, monkeypatch, proxy):
    """Said in one line at once, without the library's words."""
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises(SourceError, match="HTTPS_PROXY ne convient pas"):
        transport.json(f"{portal.url}/told.json", {})
    assert told == []


# ------------------------------------------------------------------ patience


class Clock:
    """What sleeps without sleeping."""

    def __init__(self):
        self.waits = []

    def sleep(self, seconds):
        """Note a wait."""
        self.waits.append(seconds)


def failing(fault):
    """Make what always fails."""

    def once():
        raise fault

    return once


@given(
    tries=st.integers(1, 30),
    seconds=st.floats(0, 300),
    most_wait_s=st.floats(0, 120),
    asked=st.none() | st.floats(0, 100),
)
def test_waits_are_bounded(tries, seconds, most_wait_s, asked):
    """Whatever is asked: no more waits than tries, none too long, nor all together."""
    limits = Limits(tries=tries, seconds=seconds, most_wait_s=most_wait_s)
    clock, said = Clock(), ToldLines()
    with pytest.raises(GaveUpError):
        persist(
            failing(Again("rien", wait_s=asked)), "h", limits, tell=said.append, sleep=clock.sleep
        )
    assert len(clock.waits) < tries
    assert len(said) == len(clock.waits)
    assert all(0 <= wait <= most_wait_s for wait in clock.waits)
    assert all(wait <= 2**at for at, wait in enumerate(clock.waits)) or asked is not None
    assert asked is None or all(wait >= asked for wait in clock.waits)
    assert sum(clock.waits) <= seconds + 1e-6


def test_waits_are_drawn():
    """Two clients that were turned away together don't come back together."""
    draws = []
    for _ in range(2):
        clock = Clock()
        with pytest.raises(GaveUpError):
            persist(failing(Again("rien")), "h", Limits(tries=9), sleep=clock.sleep)
        draws.append(clock.waits)
    assert draws[0] != draws[1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [(61.0, r"61 s"), (3_600.0, r"3.600 s \(60 min\)"), (86_400.0, r"86.400 s \(24 h\)")],
)
def test_a_wait_too_long_isnt_waited(asked, said):
    """The portal's own figure is told, and nothing is waited."""
    clock = Clock()
    with pytest.raises(GaveUpError, match=rf"rien, et le portail demande d’attendre {said}\."):
        persist(failing(Again("rien", wait_s=asked)), "h", Limits(), sleep=clock.sleep)
    assert clock.waits == []


def test_asked_waits():
    """Seconds, dates by the server's clock, seconds since 1970, the body; else nothing."""
    date = {"Date": "Sun, 22 Nov 2026 08:00:00 GMT"}
    assert asked_wait({}, {}) is None
    assert asked_wait({"Retry-After": "0"}, {}) == 0
    for text in ("soon", "nan", "inf", "1e999", "-", "99999-01-01", "Sun, 99 Nov 2026 08:00:00"):
        assert asked_wait({"Retry-After": text}, {}) is None
    assert asked_wait(date | {"Retry-After": "Sun, 22 Nov 2026 07:00:00 GMT"}, {}) == 0
    assert asked_wait(date | {"X-RateLimit-Reset": "1795334460"}, {}) == 60
    assert asked_wait(date | {"X-RateLimit-Reset": "2026-11-23T00:00:00Z"}, {}) == 57_600
    assert asked_wait(date, {"reset_time": "2026-11-22T08:00:05+00:00"}) == 5
    both = date | {"Retry-After": "3", "X-RateLimit-Reset": "2026-11-23T00:00:00Z"}
    assert asked_wait(both, {}) == 3


# ------------------------------------------------------------------ bodies


def answer(*parts, slow_s=10, most_bytes=10**6, **headers):
    """Read an answer that comes in these parts."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    raw = SimpleNamespace(stream=lambda *_, **__: iter(parts))
    response = SimpleNamespace(headers=told, raw=raw, url="https://h/x?y")
    return b"".join(
        pieces(response, most_bytes=most_bytes, slow_s=slow_s, on_bytes=lambda *_: None)
    )


@given(st.binary(max_size=5_000), st.integers(1, 700), st.integers(0, 40))
def test_gzip_in_any_pieces(body, size, zeros):
    """One member or two, cut anyhow, zeros after them: unfolded as they were."""
    packed = gzip.compress(body) + gzip.compress(body) + bytes(zeros)
    parts = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert answer(*parts, Content_Encoding="gzip") == body * 2


@given(st.binary(min_size=1, max_size=2_000), st.data())
def test_gzip_cut_anywhere(body, data):
    """Its own end must be there, whatever the server says of its length."""
    packed = gzip.compress(body)
    cut = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(Again, match="coupée"):
        answer(packed[:cut], Content_Encoding="gzip")


def test_gzip_that_is_broken():
    """Damaged in the middle, or not gzip at all."""
    packed = bytearray(gzip.compress(bytes(range(256)) * 50, mtime=0))
    packed[20:60] = bytes(40)
    for body in (bytes(packed), b"uai;name\r\n"):
        with pytest.raises(Again, match="abîmée"):
            answer(body, Content_Encoding="gzip")


def test_a_bound_without_a_length():
    """A stream that goes on and on is stopped on the way."""
    with pytest.raises(SourceError, match="dépasse"):
        answer(*[b"x" * 1_000] * 50, most_bytes=10_000)


def test_a_length_that_isnt_kept():
    """Shorter or longer than was told."""
    assert answer(b"abc", Content_Length="3") == b"abc"
    with pytest.raises(Again, match="coupée à 2 octets sur 3"):
        answer(b"ab", Content_Length="3")
    with pytest.raises(Again, match="coupée à 4 octets sur 3"):
        answer(b"abcd", Content_Length="3")
    with pytest.raises(SourceError, match="dépasse"):
        answer(Content_Length="2000001")
    with pytest.raises(SourceError, match="dépasse"):
        answer(Content_Length="9" * 5_000)


def test_an_answer_that_trickles(monkeypatch):
    """Given up once it has had its time, if less than a thousand bytes come a second."""
    now = iter(range(0, 1_000, 4))
    monkeypatch.setattr("geo_ent.sources.client.response_body.time.monotonic", lambda: next(now))
    with pytest.raises(Again, match="trop lentement"):
        answer(*[b"x"] * 100, slow_s=10)
    assert len(answer(*[b"x" * 8_000] * 20, slow_s=10)) == 160_000


@pytest.mark.parametrize(
    ("head", "page"),
    [
        (b"<!DOCTYPE html>", True), (b"\n <HTML lang='fr'>", True), (b"<!-- x --><html>", True),
        (b"\xef\xbb\xbf<!doctype html>", True), (b"uai;name", False), (b"", False),
        (b"<?xml version='1.0'?>", False), (b'"<html>";x', False), (b"<htmlish>", False),
    ],
)  # fmt: skip
def test_pages(head, page):
    """A page by its first bytes; data that speaks of pages isn't one."""
    assert is_page("text/csv", head) is page
    assert is_page("Text/HTML; charset=utf-8", head)


def test_what_the_library_raises():
    """Each exception in French, without its own words."""
    import requests

    url = "https://data.education.gouv.fr/api"
    for error, said in (
        (requests.exceptions.ConnectTimeout(), "pas de réponse à la demande de connexion"),
        (
            requests.exceptions.ReadTimeout(),
            "pas de réponse, ou plus de suite, dans le temps prévu",
        ),
        (requests.exceptions.ConnectionError("Read timed out."), "plus de suite"),
        (requests.exceptions.ChunkedEncodingError("IncompleteRead"), "a été coupée"),
    ):
        assert said in str(fault_of_exception(error, url))
    assert fault_of_exception(requests.exceptions.ConnectTimeout(), url).most_tries == 3
    name = requests.ConnectionError("Max retries: NameResolutionError('Failed to resolve')")
    again = fault_of_exception(name, url)
    assert "data.education.gouv.fr n’est pas trouvé" in str(again)
    assert again.most_tries == 2
    expired = fault_of_exception(
        requests.exceptions.SSLError("CERTIFICATE_VERIFY_FAILED: certificate has expired"), url
    )
    assert "a expiré" in str(expired)
    assert "la date de cet ordinateur" in str(expired)
    own = requests.exceptions.SSLError("CERTIFICATE_VERIFY_FAILED: self-signed certificate")
    assert "n’est pas reconnu" in str(fault_of_exception(own, url))
    assert "--ca-bundle" in str(fault_of_exception(own, url))
    tunnel = requests.exceptions.ProxyError("OSError('Tunnel connection failed: 403 Forbidden')")
    assert "refuse de s’y connecter (403)" in str(fault_of_exception(tunnel, url))
    login = requests.exceptions.ProxyError("OSError('Tunnel connection failed: 407 Login')")
    assert "un nom et un mot de passe (407)" in str(fault_of_exception(login, url))


def test_a_503_that_is_a_page_may_pass():
    """The page of a server that is down isn't that of a proxy."""
    response = SimpleNamespace(status_code=503, headers={"Content-Type": "text/html"})
    assert isinstance(fault_of_answer(response, b"<!DOCTYPE html>", "https://h/x"), Again)
