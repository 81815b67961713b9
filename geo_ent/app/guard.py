"""What stands before every page: who may come in, by which name, and what a browser is told.

A page of another site that a visitor has open must not read or change their work (CSRF, DNS
rebinding), and nothing that a spreadsheet holds may run beside the application's own pages.
"""

import base64
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from geo_ent.app.settings import Settings

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

MAP_POLICY = "sandbox allow-scripts allow-downloads allow-popups; frame-ancestors 'self'"
"""Of what a build made: an origin of its own, which is no one's. Its own policy, by hash, is in it.

As a header it holds in a frame and in a tab alike.
"""

_HEADERS = {
    "x-content-type-options": "nosniff",
    # Not "no-referrer": forms would then be sent without their origin, which is checked.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
_SAFE = {"GET", "HEAD"}
_TOKEN = "token"  # noqa: S105 the name of the parameter, not a secret
# What needs no token: a name that nobody can guess stands in its address, and a frame whose origin
# is no one's gets no cookie.
_KEYLESS_PATHS = "/carte/"


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
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers) or self._welcome(scope)
        await (answer or self._app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Refuse what comes by another name, from another site, or without the key."""
        path = scope["path"]
        if path == "/health":  # asked by its own machine, by whatever name
            return None
        if headers.get("host", "").lower() not in self._settings.hosts:
            return _plain(
                "Ce nom n'est pas celui de cette application. / Unknown host.",
                HTTPStatus.MISDIRECTED_REQUEST,
            )
        if scope["method"] not in _SAFE and not self._is_from_here(headers):
            return _plain(
                "Cet envoi ne vient pas d'une page de cette application. / Cross-site request.",
                HTTPStatus.FORBIDDEN,
            )
        if self._settings.token and not self._has_token(scope, headers):
            return _plain(
                "Ouvrez l'adresse que « geo-ent app » a affichée : elle porte un code qui vous "
                "laisse entrer. / Open the address that geo-ent app printed.",
                HTTPStatus.FORBIDDEN,
            )
        if self._settings.password and not self._has_password(headers):
            answer = _plain("Mot de passe ? / Password?", HTTPStatus.UNAUTHORIZED)
            answer.headers["www-authenticate"] = 'Basic realm="geo-ent", charset="UTF-8"'
            return answer
        return None

    def _is_from_here(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin not in (None, "null"):
            return origin == self._settings.origin
        # Some browsers' forms give no origin, and all current ones say where a request is from.
        return headers.get("sec-fetch-site") == "same-origin"

    def _has_token(self, scope: Scope, headers: Headers) -> bool:
        path = scope["path"]
        if path.startswith("/static/") or (path.startswith("/w/") and _KEYLESS_PATHS in path):
            return True
        return _same(self._given_token(scope), self._settings.token) or _same(
            _cookie(headers, self._cookie), self._settings.token
        )

    @staticmethod
    def _given_token(scope: Scope) -> str:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        return str(query.get(_TOKEN, [""])[0])

    def _welcome(self, scope: Scope) -> Response | None:
        """Take the token out of the address and into a cookie: addresses are seen and copied."""
        if not (self._settings.token and self._given_token(scope) and scope["method"] in _SAFE):
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        rest = urlencode({key: value for key, value in query.items() if key != _TOKEN}, doseq=True)
        answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(self._cookie, self._settings.token, httponly=True, samesite="strict")
        return answer

    def _has_password(self, headers: Headers) -> bool:
        scheme, _, coded = headers.get("authorization", "").partition(" ")
        try:
            _, _, password = base64.b64decode(coded).decode().partition(":")
        except ValueError:
            return False
        return scheme.lower() == "basic" and _same(password, self._settings.password)


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


def _with_headers(send: Send) -> Send:
    async def send_with(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**_HEADERS, "content-security-policy": PAGE_POLICY}.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with
