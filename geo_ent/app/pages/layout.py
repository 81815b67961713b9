"""What all pages share: the frame around them, the language, the steps, static files."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo_ent.app.sentences import duration, upload_sentence
from geo_ent.app.site import Site
from geo_ent.app.uploads import UploadRefusedError
from geo_ent.app.visitor_language import LANG_COOKIE, visitor_language
from geo_ent.app.works import Work
from geo_ent.errors import OutputError
from geo_ent.publish.page_style import base_css
from geo_ent.publish.templates import render
from geo_ent.telling.language import LANGUAGES, Language, mark
from geo_ent.text.whole_file import is_disk_full

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_STYLES = ("app.css", "start.css", "reading.css", "map.css", "taking.css")  # one file, joined
_A_YEAR_S = 31_536_000


@dataclass(frozen=True)
class Step:
    """A step of the way: its address under the work's, its name."""

    path: str
    name: str


STEPS = (
    Step("depart", mark("Le registre")),
    Step("lecture", mark("Ce qui a été lu")),
    Step("carte", mark("La carte")),
    Step("emporter", mark("Emporter")),
)
"""The four steps, in their order."""


def site_of(request: Request) -> Site:
    """Give what the pages share."""
    site: Site = request.app.state.site
    return site


def tr_of(request: Request) -> Language:
    """Take the visitor's language."""
    return visitor_language(request)


def page(
    request: Request,
    template: str,
    *,
    work: Work | None = None,
    status: int = HTTPStatus.OK,
    **values: object,
) -> Response:
    """Fill in a page of the application."""
    tr, site = tr_of(request), site_of(request)
    prefix = site.settings.prefix
    text = render(
        f"app/templates/{template}",
        tr,
        prefix=prefix,
        static=f"{prefix}/static/{static_digest()}",
        settings=site.settings,
        limits=site.settings.limits,
        kept_for=duration(site.settings.limits.keep_s, tr),
        steps=STEPS,
        at=f"{prefix}/w/{work.name}" if work else "",
        work=work,
        work_state=work.state() if work else {},
        **values,
    )
    answer = HTMLResponse(text, status)
    if (asked := request.query_params.get("lang")) in LANGUAGES:
        answer.set_cookie(
            LANG_COOKIE,
            str(asked),
            max_age=_A_YEAR_S,
            path=f"{prefix}/",
            secure=site.settings.origin.startswith("https:"),
            httponly=True,
            samesite="strict",
        )
    return answer


def work_of(request: Request) -> Work:
    """Find the work that an address names.

    Raises
    ------
    HTTPException
        404 where there is none, or no longer.
    """
    work = site_of(request).works.find(request.path_params["work"])
    if work is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    site_of(request).works.touch(work)
    return work


STATUSES: Mapping[str, int] = {
    "size": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "time": HTTPStatus.REQUEST_TIMEOUT,
    "files": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "form": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "full": HTTPStatus.INSUFFICIENT_STORAGE,
}
"""What a program is told of an upload that isn't taken, by the reason."""

_TROUBLES: Mapping[int, tuple[str, str]] = {
    404: (
        mark("Cette page n’existe pas, ou plus"),
        mark(
            "Le travail a peut-être été effacé : à votre demande, ou, sur un serveur, parce que "
            "personne ne l’a regardé pendant une heure. Le fichier geo-ent.toml que vous avez "
            "emporté, et votre tableur, suffisent à le refaire."
        ),
    ),
    405: (mark("Cela ne se fait pas ainsi"), mark("Revenez à la page d’avant, et réessayez.")),
    409: (
        mark("Cette carte n’est plus celle de vos choix"),
        mark(
            "Les choix, les réponses ou les fichiers ont changé, dans un autre onglet peut-être. "
            "Revenez à l’étape « Emporter » : la nouvelle carte s’y fait."
        ),
    ),
    500: (
        mark("Une erreur de geo-ent"),
        mark("Vos fichiers et vos réponses sont gardés. Revenez à la page d’avant, et réessayez."),
    ),
    507: (
        mark("Le disque est plein"),
        mark(
            "Rien n’a pu être écrit. Ce que vous aviez envoyé et répondu avant est gardé ; libérez "
            "de la place, puis réessayez."
        ),
    ),
}


async def trouble(request: Request, fault: Exception) -> Response:
    """Say what happened and what to do, on a page like the others."""
    tr, status = tr_of(request), 500
    if isinstance(fault, HTTPException):
        status = fault.status_code
    elif isinstance(fault, FileNotFoundError):  # erased, or made anew, while it was asked for
        status = HTTPStatus.NOT_FOUND
    elif is_disk_full(fault):
        status = HTTPStatus.INSUFFICIENT_STORAGE
    title, text = (tr(words) for words in _TROUBLES.get(status, _TROUBLES[500]))
    if status == HTTPStatus.INTERNAL_SERVER_ERROR and isinstance(fault, OutputError):
        title = tr("Rien n’a pu être écrit")
        # On a server, where its works lie is nobody's business.
        text = str(fault) if site_of(request).settings.is_local else text
    return page(request, "trouble.html", status=status, title=title, text=text)


async def not_taken(request: Request, fault: Exception) -> Response:
    """Say why something can't be kept, where no field of the page can."""
    title, status = tr_of(request)("Cet envoi n’a pas été pris"), HTTPStatus.UNPROCESSABLE_ENTITY
    works = re.escape(f"{site_of(request).settings.folder}{os.sep}")
    text = re.sub(rf"{works}\S*[/\\]", "", str(fault))  # where a file lies here tells them nothing
    return page(request, "trouble.html", status=status, title=title, text=text)


async def upload_refused(request: Request, fault: Exception) -> Response:
    """Say which limit a form has met, on a page like the others."""
    reason = fault.reason if isinstance(fault, UploadRefusedError) else "form"
    tr, limits = tr_of(request), site_of(request).settings.limits
    title, text = tr("Cet envoi n’a pas été pris"), upload_sentence(reason, limits, tr)
    return page(request, "trouble.html", status=STATUSES[reason], title=title, text=text)


@cache
def _assets() -> dict[str, bytes]:
    folder = files("geo_ent.app").joinpath("assets")
    texts = {item.name: item.read_bytes() for item in folder.iterdir() if "." in item.name}
    styles = [texts.pop(name) for name in _STYLES]
    texts["app.css"] = b"\n".join([base_css().encode(), *styles])
    return texts


@cache
def static_digest() -> str:
    """Name the version of the static files: a browser keeps them until it changes."""
    digest = sha256()
    for name, text in sorted(_assets().items()):
        digest.update(name.encode() + text)
    return digest.hexdigest()[:12]


async def static_file(request: Request) -> Response:
    """Give a style or a script."""
    name = request.path_params["name"]
    if name not in _assets():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    kind = _TYPES[name.rpartition(".")[2]]
    headers = {"cache-control": f"public, max-age={_A_YEAR_S}, immutable"}
    return Response(_assets()[name], media_type=kind, headers=headers)
