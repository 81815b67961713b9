"""The third step: the map in a frame, beside the choices that change it."""

import csv
import re
from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from geo_ent.app.form_choices import read_map_choices, with_choices
from geo_ent.app.guard import MAP_POLICY
from geo_ent.app.pages.layout import page, site_of, tr_of, work_of
from geo_ent.app.pages.progress import progress_values
from geo_ent.app.uploads import read_texts
from geo_ent.app.works import Work

_NAME = re.compile(r"[a-z][a-z_-]*\.(html|png|svg|csv|xlsx|gpkg|json)", re.ASCII)
_REVISION = re.compile(r"[0-9a-f]{16}", re.ASCII)
_TYPES = {"html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8",
          "svg": "image/svg+xml", "png": "image/png", "json": "application/json",
          "gpkg": "application/geopackage+sqlite3",
          "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


def file_kind(name: str) -> str:
    """Give the media type of a file that a build made, by its name."""
    return _TYPES[name.rpartition(".")[2]]


async def show(request: Request) -> Response:
    """Show the map that there is; ask for the one of today's choices where it isn't it."""
    return _map(request, work_of(request), {})


def _map(
    request: Request, work: Work, faults: dict[str, str], status: int = HTTPStatus.OK
) -> Response:
    site, tr = site_of(request), tr_of(request)
    revision = work.revision
    built = work.last_build()
    is_current = built is not None and built.name == revision
    job = None if is_current else site.ask(work, "build", tr.code)
    return page(
        request,
        "map.html",
        work=work,
        status=status,
        built=built.name if built else "",
        is_current=is_current,
        revision=revision,
        choices=work.choices(),
        table=_table(built) if built else [],
        faults=faults,
        kind="build",
        **progress_values(site, job, tr),
    )


def _table(built: Path) -> list[dict[str, str]]:
    """Read the coverage by circonscription, or by commune where there is none, for who has no map.

    The page's own table needs a script.
    """
    for level in ("circonscription", "commune"):
        path = built / f"coverage-{level}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
    return []


async def choose(request: Request) -> Response:
    """Keep the choices, and go back to the map."""
    work, tr = work_of(request), tr_of(request)
    texts = await read_texts(request, site_of(request).settings.limits)
    choices, faults = read_map_choices(texts, tr)
    right = {key: value for key, value in choices.items() if key not in faults}
    work.choose(with_choices(work.choices(), right))
    if faults:
        return _map(request, work, faults, HTTPStatus.UNPROCESSABLE_ENTITY)
    prefix = site_of(request).settings.prefix
    return RedirectResponse(f"{prefix}/w/{work.name}/carte", HTTPStatus.SEE_OTHER)


async def build_file(request: Request) -> Response:
    """Give a file that a build made, in an origin that is no one's."""
    work, name = work_of(request), request.path_params["name"]
    revision = request.path_params["revision"]
    if not _REVISION.fullmatch(revision) or not _NAME.fullmatch(name):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    path = work.build_folder(revision) / name
    if not path.is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"content-security-policy": MAP_POLICY, "cache-control": "private, max-age=3600"}
    if name == "map.png":  # embed.html shows it, in a frame of another origin
        headers["cross-origin-resource-policy"] = "cross-origin"
    return FileResponse(path, media_type=file_kind(name), headers=headers)
