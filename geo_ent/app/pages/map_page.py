"""The third step: the map in a frame, beside the choices that change it."""

import datetime as dt
import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from geo_ent.app.form_choices import with_choices
from geo_ent.app.guard import BUILD_POLICY, MAP_POLICY
from geo_ent.app.pages.layout import page, site_of, tr_of, work_of
from geo_ent.app.pages.map_choices import FIELDS, LONGEST_TITLE, form_texts, read_map_choices
from geo_ent.app.pages.map_table import level_table, read_manifest, table_levels
from geo_ent.app.pages.progress import progress_values
from geo_ent.app.uploads import read_texts
from geo_ent.app.works import PAGE, Work
from geo_ent.project.build_options import LANGS, SECTORS
from geo_ent.project.bundled_demos import demo_choices
from geo_ent.telling.language import Language
from geo_ent.telling.page.page_words import level_words

# What is written of a choice that goes without saying, where something else does.
_SAID: Mapping[str, Any] = {"complete": False, "sector": SECTORS[0]}
_REVISION = re.compile(r"[0-9a-f]{16}", re.ASCII)
_TYPES = {"html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8",
          "svg": "image/svg+xml", "png": "image/png", "json": "application/json",
          "gpkg": "application/geopackage+sqlite3", "qgs": "application/x-qgis-project",
          "geojson": "application/geo+json", "parquet": "application/vnd.apache.parquet",
          "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip
_NAME = re.compile(rf"[a-z][a-z_-]*(?:\.datapackage)?\.({'|'.join(_TYPES)})", re.ASCII)


def file_kind(name: str) -> str:
    """Give the media type of a file that a build made, by its name."""
    return _TYPES[name.rpartition(".")[2]]


async def show(request: Request) -> Response:
    """Show the map that there is; ask for the one of today's choices where it isn't it."""
    work = work_of(request)
    return to_start(request, work) if work.lacks_register else _map(request, work)


def to_start(request: Request, work: Work) -> Response:
    """Send whoever has no register yet to the step where it is given."""
    prefix = site_of(request).settings.prefix
    return RedirectResponse(f"{prefix}/w/{work.name}/depart", HTTPStatus.SEE_OTHER)


def _map(
    request: Request,
    work: Work,
    *,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """Show the map's step; what was typed wrong stays as it was typed, beside its fault."""
    site, tr = site_of(request), tr_of(request)
    work.at_step("carte")
    choices = _choices(work)
    built = work.last_build()
    is_current = built is not None and built.name == work.revision
    job = None if is_current else site.ask(work, "build", tr.code)
    progress = progress_values(site, job, tr)
    refused = {str(job.outcome.get("key")): progress["fault"]} if job and progress["fault"] else {}
    shown = form_texts(choices, tr)
    wrong = {field for key in faults or {} for field in FIELDS[key]}
    return page(
        request,
        "map.html",
        work=work,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        built=built.name if built else "",
        is_current=is_current,
        about=_about(built, tr) if built else None,
        shown=shown,
        texts=shown | {field: text for field, text in (typed or {}).items() if field in wrong},
        goal_years=choices.get("goal", {}).get("years"),
        longest_title=LONGEST_TITLE,
        table=_table(built, request.query_params.get("niveau", ""), tr) if built else None,
        # What a build alone can tell is told beside its field too.
        faults={**refused, **(faults or {})},
        refused=refused,
        kind="build",
        **progress,
    )


def _choices(work: Work) -> dict[str, Any]:
    """Give the choices of a work; a demo's own where nothing else was chosen."""
    return (demo_choices(work.demo) if work.demo else {}) | work.choices()


def _about(built: Path, tr: Language) -> dict[str, Any]:
    """Give what a map says of itself: what it is called and of which day where nobody chose."""
    manifest = read_manifest(built)
    return {
        "title": manifest["title"],
        "day": tr.day(dt.date.fromisoformat(manifest["date"])),
        "headline": manifest["headline"],
        "alt": manifest.get("alt", ""),
        "simulated": manifest["simulated"] or "",
        "lang": manifest.get("lang", LANGS[0]),
    }


def _table(built: Path, wanted: str, tr: Language) -> dict[str, Any]:
    """Give the table of a level, the first one where none is asked for, and the other levels."""
    levels = table_levels(built)
    level = wanted if wanted in levels else levels[0]
    return {
        "levels": [(name, level_words(name, tr).many) for name in levels],
        **level_table(built, level, tr)._asdict(),
    }


async def choose(request: Request) -> Response:
    """Keep the choices that changed, and go back to the map."""
    work, tr = work_of(request), tr_of(request)
    texts = await read_texts(request, site_of(request).settings.limits)
    changes, faults = read_map_choices(texts, _choices(work), tr)
    if work.demo:  # what it chooses is undone by a word, not by saying nothing
        changes = {key: _SAID.get(key) if value is None else value
                   for key, value in changes.items()}  # fmt: skip
    if changes:
        work.choose(with_choices(work.choices(), changes))
    if faults:
        return _map(request, work, faults=faults, typed=texts)
    prefix = site_of(request).settings.prefix
    return RedirectResponse(f"{prefix}/w/{work.name}/carte", HTTPStatus.SEE_OTHER)


async def build_file(request: Request) -> Response:
    """Give a file that a build made, in an origin that is no one's."""
    work, name = work_of(request), request.path_params["name"]
    revision = request.path_params["revision"]
    if not _REVISION.fullmatch(revision) or not _NAME.fullmatch(name):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    path = work.page_file(revision) if name == PAGE else work.build_folder(revision) / name
    if not path.is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {
        "content-security-policy": MAP_POLICY if path.suffix == ".html" else BUILD_POLICY,
        "cache-control": "private, max-age=3600",
    }
    if name == "map.png":  # embed.html shows it, in a frame of another origin
        headers["cross-origin-resource-policy"] = "cross-origin"
    return FileResponse(path, media_type=file_kind(name), headers=headers)
