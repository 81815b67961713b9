"""Asking a portal, with patience and within bounds: the one module that opens connections."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

from geo_ent.errors import InputError, SourceError
from geo_ent.sources.client.http_errors import (
    fault_of_answer,
    fault_of_exception,
    is_page,
    page_fault,
    read_json,
)
from geo_ent.sources.client.patience import GaveUpError, Limits, Tell, persist, silent
from geo_ent.sources.client.response_body import OnBytes, beginning, pieces
from geo_ent.sources.datasets import Catalogue
from geo_ent.text.system_faults import why

if TYPE_CHECKING:
    import requests

_REDIRECTS = {301, 302, 303, 307, 308}
_OK, _PART, _UNCHANGED = 200, 206, 304
_USUAL = Limits()
_MOST_JSON = 64_000_000  # bytes of a small answer: a page of a WFS is the largest
_MOST_SAID = 64_000  # bytes read of an answer that refuses
_HEAD = 4_096  # bytes in which a page shows that it is one
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Progress:
    """How far a dataset is: what is left is the total less what has come.

    Attributes
    ----------
    bytes_total, rows_total
        None where the portal doesn't say.
    """

    dataset: str
    bytes_n: int
    bytes_total: int | None
    rows_n: int
    rows_total: int | None


@dataclass(frozen=True)
class Downloaded:
    """What a download gave.

    Attributes
    ----------
    bytes_n
        Of the file written, unfolded.
    etag
        What the server calls this version; "" when it doesn't say.
    is_unchanged
        Whether what we have is still right; then nothing is written.
    """

    bytes_n: int
    etag: str = ""
    is_unchanged: bool = False


class _Request(NamedTuple):
    url: str
    params: Mapping[str, str] = MappingProxyType({})
    headers: Mapping[str, str] = MappingProxyType({})


class Transport:
    """A client of the catalogue's hosts, and of no other.

    Parameters
    ----------
    ca_bundle
        Authorities of certificates (PEM) in place of the usual ones: those of a proxy that opens
        connections. TLS is always verified.
    tell
        Told of every wait and every new try.
    sleep
        What waits; tests give another.

    Attributes
    ----------
    calls_n
        Requests made, tries and redirects counted.
    tell
        The `tell` that was given, for the news of those who ask through this client.

    Raises
    ------
    InputError
        If there is no such bundle.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        ca_bundle: Path | None = None,
        tell: Tell = silent,
        limits: Limits = _USUAL,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if ca_bundle is not None and not ca_bundle.is_file():
            msg = f"--ca-bundle : {ca_bundle} n’existe pas ; on attend un fichier PEM d’autorités."
            raise InputError(msg)
        self.calls_n = 0
        self._catalogue = catalogue
        self._ca_bundle = ca_bundle
        self.tell = tell
        self._limits = limits
        self._sleep = sleep
        self._unreached: set[str] = set()
        self._session: requests.Session | None = None

    def json(self, url: str, params: Mapping[str, str]) -> Any:  # noqa: ANN401 as the portal says
        """Ask for a small answer in JSON.

        Raises
        ------
        QueryError
            If the portal refuses the request, with its own words.
        SourceError
            If no answer can be had, or it is something else.
        """

        def read(response: "requests.Response") -> Any:  # noqa: ANN401
            body = b"".join(self._pieces(response, _MOST_JSON, lambda *_: None))
            return read_json(body, response)

        return self._persist(_Request(url, params), read)

    def head(self, url: str) -> Mapping[str, str]:
        """Ask what is at an address without its body: the headers, their names in lower case.

        By a GET of the first byte: some hosts answer HEAD with another status than the file's.

        Raises
        ------
        SourceError
            If it can't be had, or is a web page.
        """

        def read(response: "requests.Response") -> Mapping[str, str]:
            headers = {name.lower(): value for name, value in response.headers.items()}
            if is_page(headers.get("content-type", ""), b""):
                raise page_fault(url, response.status_code)
            return headers

        return self._persist(_Request(url, headers={"Range": "bytes=0-0"}), read)

    def download(
        self,
        url: str,
        to: Path,
        *,
        most_bytes: int,
        etag: str = "",
        on_bytes: OnBytes = lambda *_: None,
    ) -> Downloaded:
        """Write an answer to a file, which isn't to be trusted before `check_whole`.

        Parameters
        ----------
        to
            The file, written again at each try; removed if none succeeds.
        most_bytes
            Beyond, the answer is refused.
        etag
            Of what we have: the server may answer that it is still right.
        on_bytes
            Told of the bytes received, and of how many there will be (None where unknown).

        Raises
        ------
        QueryError
            If the portal refuses the request, with its own words.
        SourceError
            If it can't be had, is a web page, too large, or can't be written.
        """

        def write(response: "requests.Response") -> Downloaded:
            if response.status_code == _UNCHANGED:
                return Downloaded(0, response.headers.get("ETag", ""), is_unchanged=True)
            received = self._pieces(response, most_bytes, on_bytes)
            return Downloaded(_write(received, response, to), response.headers.get("ETag", ""))

        request = _Request(url, headers={"If-None-Match": etag} if etag else {})
        with removed_unless_written(to):
            return self._persist(request, write)

    def _persist(self, request: "_Request", use: Callable[["requests.Response"], _Read]) -> _Read:
        """Ask until it works; a host that took no connection is tried only once more."""
        host = urlsplit(request.url).hostname or request.url
        limits = self._limits
        # Each try at a dead host costs its time-out, and a build asks it for several datasets.
        if host in self._unreached:
            limits = replace(limits, tries=1)

        # Late here and below: where all is in the cache nothing is asked, and importing urllib3
        # alone opens a socket.
        import requests
        import urllib3

        def once() -> _Read:
            try:
                with self._answer(request) as response:
                    return use(response)
            except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
                raise fault_of_exception(error, request.url) from None

        try:
            read = persist(once, host, limits, tell=self.tell, sleep=self._sleep)
        except GaveUpError as fault:
            if fault.unreached:
                self._unreached.add(host)
            raise
        self._unreached.discard(host)
        return read

    @contextmanager
    def _answer(self, request: "_Request") -> Iterator["requests.Response"]:
        """Open an answer with the data, or 304: redirects are followed by hand, and checked."""
        # The library would follow a redirect to any host: an answer must be of the catalogue's.
        for _ in range(self._limits.redirects + 1):
            with self._get(request) as response:
                if response.status_code not in _REDIRECTS:
                    self._refuse(response, request.url)
                    yield response
                    return
                request = request._replace(url=self._next(response), params={})
        msg = f"{urlsplit(request.url).hostname} : l’adresse renvoie sans fin vers d’autres."
        raise SourceError(msg)

    def _get(self, request: "_Request") -> "requests.Response":
        import requests

        if not self._catalogue.allows(request.url):
            msg = (
                f"{request.url} : adresse refusée, on ne demande qu’en https et qu’aux hôtes du "
                "catalogue."
            )
            raise SourceError(msg)
        # Counted where a call leaves: the ministry's portal allows 5,000 a day for an address.
        self.calls_n += 1
        verify = str(self._ca_bundle) if self._ca_bundle else None
        try:
            return self._open().get(
                request.url,
                params=request.params,
                headers=request.headers,
                verify=verify,
                stream=True,
                allow_redirects=False,
                timeout=(self._limits.connect_s, self._limits.read_s),
            )
        except requests.exceptions.RequestException:
            raise
        except OSError as fault:  # a bundle of the environment that isn't there, or isn't one
            msg = f"les autorités de certificats ne se lisent pas (REQUESTS_CA_BUNDLE) : {fault}"
            raise SourceError(" ".join(msg.split())) from None

    def _open(self) -> "requests.Session":
        if self._session is None:
            from importlib.metadata import version

            import requests

            self._session = requests.Session()
            self._session.auth = lambda request: request  # no password out of ~/.netrc
            self._session.headers.update(
                # gzip alone, which is unfolded here piece by piece, within a bound.
                {"User-Agent": f"geo-ent/{version('geo-ent')}", "Accept-Encoding": "gzip"}
            )
        return self._session

    def _next(self, response: "requests.Response") -> str:
        target = urljoin(response.url, response.headers.get("Location", ""))
        if not self._catalogue.allows(target):
            here, there = urlsplit(response.url).hostname, urlsplit(target).hostname or target
            msg = (
                f"{here} renvoie vers {there}, qui n’est pas un hôte du catalogue en https : "
                "refusé. Si un proxy ou un portail de connexion s’interpose, voyez HTTPS_PROXY."
            )
            raise SourceError(msg)
        return target

    def _refuse(self, response: "requests.Response", url: str) -> None:
        """Raise the fault of an answer that isn't the data."""
        if response.status_code not in {_OK, _PART, _UNCHANGED}:
            head = beginning(self._pieces(response, _MOST_JSON, lambda *_: None), _MOST_SAID)
            raise fault_of_answer(response, head, url)

    def _pieces(
        self, response: "requests.Response", most_bytes: int, on_bytes: OnBytes
    ) -> Iterator[bytes]:
        slow_s = self._limits.seconds
        return pieces(response, most_bytes=most_bytes, slow_s=slow_s, on_bytes=on_bytes)


def _write(received: Iterator[bytes], response: "requests.Response", to: Path) -> int:
    """Write a body, and count its bytes; refuse a web page, told by its type or first bytes."""
    first = beginning(received, _HEAD)
    if is_page(response.headers.get("Content-Type", ""), first):
        raise page_fault(response.url, response.status_code)
    with to.open("wb") as file:
        return file.write(first) + sum(file.write(piece) for piece in received)


@contextmanager
def removed_unless_written(to: Path) -> Iterator[None]:
    """Leave no file that isn't written to its end; tell a fault of the disk in our words.

    Raises
    ------
    SourceError
        If the disk is at fault.
    """
    try:
        yield
    except BaseException as fault:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        if not isinstance(fault, OSError):
            raise
        msg = (
            f"{to.parent} : l’écriture a échoué ({why(fault)}) ; rien n’est changé à "
            "ce qui y était. Faites de la place, ou choisissez un autre dossier (GEO_ENT_CACHE)."
        )
        raise SourceError(msg) from None
