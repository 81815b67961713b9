"""What goes wrong between here and a portal, told in one line, and whether to try again.

Nothing here opens a connection: an exception or an answer comes in, a fault goes out. This is the
one module of the sources that reads the English words of a library (requests, urllib3) or of a
portal, where neither gives a code.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from geo_ent.errors import SourceError

if TYPE_CHECKING:
    import requests

# What a portal says while it is busy or restarts; any other 4xx stays what it is.
_PASSING = {429, 500, 502, 503, 504}
_TOO_MANY = 429
_PROXY_LOGIN = 407
_GONE = {404, 410}
_DENIED = {401, 403}
_EPOCH = 1_000_000_000  # a "reset" beyond is a date in seconds, below it is a wait
_MOST_HEAD = 4_096  # bytes in which a page shows that it is one
_MOST_PATH = 60  # characters of an address
_MOST_TOLD = 300  # characters of what a portal says
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(rb"<title[^>]*>(.{1,300}?)</title>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

# The words of others: requests gives its causes, and Opendatasoft its refusals, as a text.
_UNKNOWN_FIELD = re.compile("unknown field", re.IGNORECASE)
_NO_ANSWER = re.compile("Read timed out")
_NO_SUCH_NAME = re.compile("NameResolutionError|getaddrinfo|(?i:name resolution)")
_REFUSED = re.compile("refused", re.IGNORECASE)
_NO_AUTHORITIES = re.compile("NO_CERTIFICATE_OR_CRL_FOUND|PEM")
_BAD_CERTIFICATE = re.compile("certificate", re.IGNORECASE)
_EXPIRED = re.compile("expired")
_WRONG_TIME = re.compile("expired|not yet")


class QueryError(SourceError):
    """A portal that refuses a request, and says why.

    Attributes
    ----------
    words
        What it says, as it says it.
    """

    def __init__(self, message: str, words: str) -> None:
        super().__init__(message)
        self.words = words

    @property
    def unknown_field(self) -> bool:
        """Whether the request names a column that the portal hasn't, in Opendatasoft's words."""
        return bool(_UNKNOWN_FIELD.search(self.words))


class BetweenError(SourceError):
    """What stands between here and a host, and answers in its stead: a proxy, a certificate."""


class OutOfReachError(SourceError):
    """A source that doesn't give its file, which may be given by hand.

    Its text ends with how; a client of servers doesn't know the dataset, whose option and page
    `told_of` names.
    """

    def __init__(self, before: str) -> None:
        super().__init__(f"{before} donnez le fichier en option.")
        self._before = before

    @property
    def cause(self) -> str:
        """What went wrong, without what to do: its first sentence."""
        return f"{self._before.partition('. ')[0]}."

    def told_of(self, by_hand: str, page: str) -> str:
        """Write the message again: how the dataset's file can be given, on which page it is."""
        return f"{self._before} donnez le fichier {by_hand} ; sa page : {page}"


class GoneError(OutOfReachError):
    """An address that hasn't its file any more (404, 410): it won't have it a moment later."""


class Again(Exception):  # noqa: N818 no error yet: it becomes one when the tries are used up
    """A fault that may pass: what it is, in French, and what was asked of us.

    Attributes
    ----------
    wait_s
        The seconds that the portal asks to wait; None when it says nothing.
    most_tries
        How many tries are worth it; None for the usual number.
    unreached
        Whether no connection was made at all.
    """

    def __init__(
        self,
        why: str,
        *,
        wait_s: float | None = None,
        most_tries: int | None = None,
        unreached: bool = False,
    ) -> None:
        super().__init__(why)
        self.wait_s = wait_s
        self.most_tries = most_tries
        self.unreached = unreached


def fault_of_exception(error: Exception, url: str) -> Again | SourceError:
    """Turn what the HTTP library raises into a fault that may pass, or a final one."""
    import requests
    import urllib3

    host, text = _host(url), str(error)
    # The order counts: to the library a proxy's or TLS's fault is a connection's too.
    if isinstance(error, requests.exceptions.ProxyError):
        # The status alone: the text also has the port, and the address of an object in memory.
        status = re.search(r"Tunnel connection failed: (\d{3})", text)
        return _proxy_fault(int(status[1]) if status else 0, host)
    if isinstance(error, (requests.exceptions.SSLError, urllib3.exceptions.SSLError)):
        return _tls_fault(text, host)
    if isinstance(error, ValueError):  # the library's word for an address that isn't one
        return BetweenError(
            f"{host} : le proxy de HTTPS_PROXY ne convient pas ; on attend http://proxy:port."
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        # Each try costs its whole time-out, and what is in the cache waits behind it.
        return Again("pas de réponse à la demande de connexion", most_tries=3, unreached=True)
    timeouts = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError)
    if isinstance(error, timeouts) or _NO_ANSWER.search(text):
        return Again("pas de réponse, ou plus de suite, dans le temps prévu")
    return _connection_fault(text, host)


def _connection_fault(text: str, host: str) -> Again:
    if _NO_SUCH_NAME.search(text):
        # A name that isn't found rarely comes back within a minute: two tries do.
        return Again(
            f"le nom {host} n’est pas trouvé (pas de réseau, ou HTTPS_PROXY est à donner)",
            most_tries=2,
            unreached=True,
        )
    if _REFUSED.search(text):
        return Again("la connexion est refusée", unreached=True)
    return Again("la connexion a été coupée")


def _proxy_fault(status: int, host: str) -> Again | SourceError:
    """Name what a proxy answered; 0 for no answer."""
    if status == _PROXY_LOGIN:
        return BetweenError(
            f"{host} : le proxy demande un nom et un mot de passe (407). Mettez-les dans "
            "HTTPS_PROXY (http://nom:mot-de-passe@proxy:port)."
        )
    if status:
        return BetweenError(
            f"{host} : le proxy refuse de s’y connecter ({status}). Demandez l’ouverture de "
            f"{host}, ou voyez HTTPS_PROXY et NO_PROXY."
        )
    return Again("le proxy de HTTPS_PROXY ne répond pas", unreached=True)


def _tls_fault(text: str, host: str) -> Again | SourceError:
    if _NO_AUTHORITIES.search(text):
        return BetweenError(
            f"{host} : le fichier d’autorités (--ca-bundle ou REQUESTS_CA_BUNDLE) n’est pas un "
            "fichier PEM de certificats."
        )
    if _BAD_CERTIFICATE.search(text):
        why = "a expiré" if _EXPIRED.search(text) else "n’est pas reconnu"
        clock = " Vérifiez aussi la date de cet ordinateur." if _WRONG_TIME.search(text) else ""
        return BetweenError(
            f"{host} : le certificat présenté {why}. Derrière un proxy qui ouvre les connexions, "
            "donnez son autorité : --ca-bundle autorite.pem (ou REQUESTS_CA_BUNDLE) ; la "
            f"vérification n’est jamais levée.{clock}"
        )
    return Again("la connexion chiffrée a échoué")


def fault_of_answer(response: "requests.Response", head: bytes, url: str) -> Again | SourceError:
    """Turn an answer that isn't the data (status 4xx or 5xx) into a fault.

    Parameters
    ----------
    head
        The beginning of its body.
    """
    # The order counts here too: a captive portal answers any status with its own page, and a portal
    # that is busy may send a page with 503.
    status, host = response.status_code, _host(url)
    details = _json_of(head)
    if status in _PASSING:
        why = "trop de demandes (429)" if status == _TOO_MANY else f"erreur {status} du serveur"
        return Again(why, wait_s=asked_wait(response.headers, details))
    if status == _PROXY_LOGIN:
        return _proxy_fault(status, host)
    # A page with 404 is the portal's own "not found", one with 403 its own refusal more often than
    # a proxy's; with another status it is a captive portal.
    if is_page(response.headers.get("Content-Type", ""), head):
        if status in _DENIED:
            return _denied(status, url, head)
        if status not in _GONE:
            return page_fault(url, status)
    # A portal tells of a dataset that it hasn't any more in its own words too: it is gone.
    has_words = details.get("error_code") or (details.get("message") and status not in _DENIED)
    if has_words and status not in _GONE:
        return _query_fault(details, host, status)
    return _refusal(status, url, head)


def _refusal(status: int, url: str, head: bytes) -> SourceError:
    host, path = _host(url), urlsplit(url).path
    if status in _GONE:
        return GoneError(
            f"{host} : {_short_path(path)} n’y est plus ({status}). Mettez geo-ent à jour ; en "
            "attendant,"
        )
    if status in _DENIED:
        return _denied(status, url, b"")
    words = _one_line(_TAG.sub(" ", head.decode("utf-8", "replace")))
    return QueryError(f"{host} : demande refusée ({status}). {words}".rstrip(), words)


def _denied(status: int, url: str, page: bytes) -> OutOfReachError:
    """Tell a refusal, and whose page says so: only a reader can tell a site's from a proxy's."""
    title = _TITLE.search(page)
    words = _one_line(unescape(title[1].decode("utf-8", "replace"))) if title else ""
    named = f", par une page intitulée « {words} »" if words else ""
    return OutOfReachError(
        f"{_host(url)} : accès refusé à {_short_path(urlsplit(url).path)} ({status}){named}. Un "
        "site refuse parfois les programmes, et sert le même fichier à un navigateur ; si la page "
        "est celle d’un proxy, voyez HTTPS_PROXY et --ca-bundle. Sinon,"
    )


def _short_path(path: str) -> str:
    """Write an address for a person: the file's own name where the way to it is long.

    Examples
    --------
    >>> _short_path("/table.csv"), _short_path(60 * "/a%20long%20way" + "/Liste%20FRR.xlsx")
    ('/table.csv', '…/Liste FRR.xlsx')
    """
    readable = unquote(path)
    return (
        readable if len(readable) <= _MOST_PATH else f"…/{readable.rstrip('/').rpartition('/')[2]}"
    )


def read_json(body: bytes, response: "requests.Response") -> Any:  # noqa: ANN401 as it comes
    """Read a small answer in JSON; what else it may be is told.

    Raises
    ------
    Again
        If it is cut short.
    QueryError
        If it is an error said with status 200, in JSON or in XML.
    SourceError
        If it is a web page.
    """
    url, host = response.url, _host(response.url)
    if is_page(response.headers.get("Content-Type", ""), body[:_MOST_HEAD]):
        raise page_fault(url, response.status_code)
    if body.lstrip()[:1] == b"<":  # an OGC service tells its errors in XML
        words = _one_line(_TAG.sub(" ", body.decode("utf-8", "replace")))
        msg = f"{host} refuse la demande : {words}"
        raise QueryError(msg, words)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        msg = "la réponse n’est pas du JSON entier"
        raise Again(msg) from None
    if isinstance(answer, dict) and answer.get("error_code"):
        raise _query_fault(answer, host, response.status_code)
    return answer


def _query_fault(details: Mapping[str, Any], host: str, status: int) -> QueryError:
    code, words = str(details.get("error_code", "")), _one_line(str(details.get("message", "")))
    name = f"{code}, {status}" if code else str(status)
    return QueryError(f"{host} refuse la demande ({name}) : {words}", words)


def interruption(end: bytes) -> str:
    """Give what Opendatasoft writes at the end of an export that it couldn't finish, "" if it did.

    The status was 200 long before: nothing but these words tells that rows are missing.
    """
    _, mark, rest = end.partition(b"Streaming interrupted")
    return _one_line((mark + rest).decode("utf-8", "replace")) if mark else ""


def is_page(content_type: str, head: bytes) -> bool:
    """Tell a web page from data, by its type and by its first bytes.

    Examples
    --------
    >>> is_page("text/csv", b"<!DOCTYPE html><title>Connexion"), is_page("text/csv", b"uai;nom")
    (True, False)
    """
    return content_type.lower().startswith("text/html") or bool(_HTML.match(head))


def page_fault(url: str, status: int) -> SourceError:
    """Make the error of a web page that came in place of data."""
    return BetweenError(
        f"{_host(url)} : une page web a répondu ({status}) au lieu des données, sans doute celle "
        "d’un proxy ou d’un portail de connexion. Voyez HTTPS_PROXY et --ca-bundle, ou ouvrez "
        "d’abord la connexion dans un navigateur."
    )


def asked_wait(headers: Mapping[str, str], details: Mapping[str, Any]) -> float | None:
    """Say how many seconds an answer asks to wait: headers first, then its JSON body.

    Dates are taken by the server's clock, where it gives it, for ours may be wrong.

    Examples
    --------
    >>> asked_wait({"Retry-After": "7"}, {})
    7.0
    >>> asked_wait({"Retry-After": "Sun, 22 Nov 2026 08:00:30 GMT",
    ...             "Date": "Sun, 22 Nov 2026 08:00:00 GMT"}, {})
    30.0
    """
    now = _moment(headers.get("Date", "")) or datetime.now(UTC)
    reset = headers.get("X-RateLimit-Reset")
    for text in (headers.get("Retry-After"), reset, details.get("reset_time")):
        seconds = _seconds_until(str(text), now) if text else None
        if seconds is not None:
            return max(0.0, seconds)
    return None


def _seconds_until(text: str, now: datetime) -> float | None:
    try:
        number = float(text)
    except ValueError:
        then = _moment(text)
        return (then - now).total_seconds() if then else None
    if not math.isfinite(number):  # "nan" and "inf" are read as numbers
        return None
    return number - now.timestamp() if number > _EPOCH else number


def _moment(text: str) -> datetime | None:
    """Read a date of HTTP (Sun, 22 Nov 2026 08:00:00 GMT) or an ISO one."""
    from email.utils import (
        parsedate_to_datetime,  # late: it brings sockets, and most runs ask nobody
    )

    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _json_of(head: bytes) -> Mapping[str, Any]:
    try:
        details = json.loads(head)
    except (ValueError, RecursionError):
        return {}
    return details if isinstance(details, dict) else {}


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_TOLD else line[: _MOST_TOLD - 1] + "…"
