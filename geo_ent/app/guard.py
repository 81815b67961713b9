"""What stands before every page: who may come in, by which name, and what a browser is told.

A page of another site that a visitor has open must not read or change their work (CSRF, DNS
rebinding), and nothing that a spreadsheet holds may run beside the application's own pages.
"""

import asyncio
import base64
import re
import secrets
import unicodedata
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from geo_ent.app.log_lines import log_fault
from geo_ent.app.sentences import refusal_sentence
from geo_ent.app.settings import Settings
from geo_ent.app.visitor_language import visitor_language

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Of the application's own pages: nothing inline, nothing of another site, in no frame."""

MAP_POLICY = "sandbox allow-scripts allow-downloads; frame-ancestors 'self'"
"""Of a page that a build made: an origin of its own, which is no one's.

As a header it holds in a frame and in a tab alike. The page's own policy, by hash, is in the page.
It opens no window: of what the page does, only links to other sites would, and the preview does
without.
"""

BUILD_POLICY = "sandbox; frame-ancestors 'self'"
"""Of a picture or a table that a build made: nothing in it runs at all."""

ALL_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": forms would then be sent without their origin, which is checked.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
"""What every answer says, where it doesn't say otherwise of its own."""

_SAFE = {"GET", "HEAD"}
_TOKEN = "token"  # noqa: S105 the name of the parameter, not a secret
# What needs neither token nor password: styles and scripts, which are everybody's; and the one file
# that a page of a build asks for. Its frame is of no one's origin, so that a browser brings nothing
# along; whoever asks for it knows the work's secret name.
_KEYLESS_PATH = re.compile(
    r"/static/.*|/w/[A-Za-z0-9_-]{32}/carte/[0-9a-f]{16}/map\.png", re.ASCII | re.DOTALL
)


class Guard:
    """Checks each request, then hands it on; puts the same headers on every answer.

    Parameters
    ----------
    app
        What makes the pages.
    settings
        The names, the token, the password, the prefix.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._password = _Password(settings.password)
        port = settings.origin.rpartition(":")[2]
        # A cookie is of a host, whatever the port: two applications must not take each other's.
        self._cookie = f"geo-ent-{port}" if port.isdigit() else "geo-ent"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        prefix = self._settings.prefix
        # A proxy may hand the prefix on or cut it off: both are usual.
        if prefix and (scope["path"] == prefix or scope["path"].startswith(f"{prefix}/")):
            scope["path"] = scope["path"][len(prefix) :] or "/"
        sending = _Sending(send)
        try:
            answer = await self._refusal(Request(scope)) or self._welcome(scope)
            await (answer or self._app)(scope, receive, sending)
        except ClientDisconnect:
            return
        except Exception as fault:  # noqa: BLE001 whatever it is, its message stays out of the logs
            log_fault(fault, "an answer")
            if not sending.has_begun:
                answer = _plain("geo-ent: error", HTTPStatus.INTERNAL_SERVER_ERROR)
                await answer(scope, receive, sending)

    async def _refusal(self, request: Request) -> Response | None:
        """Refuse what comes by another name, from another site, or without the key."""
        headers, settings = request.headers, self._settings
        if request.scope["path"] == "/health":  # asked by its own machine, by whatever name
            return None
        refused = None
        if headers.get("host", "").lower() not in settings.hosts:
            refused = "host", HTTPStatus.MISDIRECTED_REQUEST
        elif request.method not in _SAFE and not self._is_from_here(headers):
            refused = "origin", HTTPStatus.FORBIDDEN
        elif _KEYLESS_PATH.fullmatch(request.scope["path"]):
            return None
        elif settings.token and not self._has_token(request.scope, headers):
            refused = "token", HTTPStatus.FORBIDDEN
        elif settings.password and not self._password.is_in(headers):
            return await self._ask_password(request)
        return self._say(request, *refused) if refused else None

    def _say(self, request: Request, reason: str, status: HTTPStatus) -> Response:
        sentence = refusal_sentence(reason, self._settings, visitor_language(request))
        return _plain(sentence, status)

    async def _ask_password(self, request: Request) -> Response:
        """Ask for the password; let who gave a wrong one wait, so that few can be tried."""
        if "authorization" in request.headers and not await self._password.wait():
            return self._say(request, "tries", HTTPStatus.TOO_MANY_REQUESTS)
        answer = self._say(request, "password", HTTPStatus.UNAUTHORIZED)
        answer.headers["www-authenticate"] = 'Basic realm="geo-ent", charset="UTF-8"'
        return answer

    def _is_from_here(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin not in (None, "null"):
            # By the name that it is called by: on one's own computer it has two.
            here = f"http://{headers['host'].lower()}"
            return origin == (here if self._settings.is_local else self._settings.origin)
        # Some browsers' forms give no origin, and all current ones say where a request is from.
        return headers.get("sec-fetch-site") == "same-origin"

    def _has_token(self, scope: Scope, headers: Headers) -> bool:
        given = _cookie(headers, self._cookie)
        return self._gives_token(scope) or _same(given, self._settings.token)

    def _gives_token(self, scope: Scope) -> bool:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        return _same(query.get(_TOKEN, [""])[0], self._settings.token)

    def _welcome(self, scope: Scope) -> Response | None:
        """Take the token out of the address and into a cookie: addresses are seen and copied."""
        # Whoever gives the token itself, and nobody else: the answer holds it.
        if not (self._settings.token and self._gives_token(scope) and scope["method"] in _SAFE):
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        rest = urlencode({key: value for key, value in query.items() if key != _TOKEN}, doseq=True)
        path = "/" + scope["path"].lstrip("/")  # "//…" would be another site's
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), HTTPStatus.SEE_OTHER)
        answer.set_cookie(self._cookie, self._settings.token, httponly=True, samesite="strict")
        return answer


class _Password:
    """The password of a server, and the patience that a wrong one costs."""

    _WAIT_S = 1.0
    _WAITING_N = 20

    def __init__(self, password: str) -> None:
        self._password = unicodedata.normalize("NFC", password)
        self._turn = asyncio.Lock()
        self._waiting_n = 0

    def is_in(self, headers: Headers) -> bool:
        """Tell whether a request brings it (HTTP Basic, whatever the user's name)."""
        scheme, _, coded = headers.get("authorization", "").partition(" ")
        try:
            _, _, password = base64.b64decode(coded).decode().partition(":")
        except ValueError:
            return False
        # Composed: a Mac may send "é" as two characters.
        given = unicodedata.normalize("NFC", password)
        return scheme.lower() == "basic" and _same(given, self._password)

    async def wait(self) -> bool:
        """Let a wrong one wait, one after the other whoever sends them; False if too many do."""
        if self._waiting_n >= self._WAITING_N:
            return False
        self._waiting_n += 1
        try:
            async with self._turn:
                await asyncio.sleep(self._WAIT_S)
        finally:
            self._waiting_n -= 1
        return True


class _Sending:
    """Sends an answer with the headers that all have, and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in ALL_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _plain(sentence: str, status: HTTPStatus) -> Response:
    return PlainTextResponse(sentence, status)


def _same(given: str, expected: str) -> bool:
    # In a time that doesn't tell how much of it was right.
    return secrets.compare_digest(given.encode(), expected.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return str(morsel.value) if morsel else ""
