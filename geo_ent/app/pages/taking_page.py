"""The last step: everything to take away, whole or file by file."""

import asyncio
import os
import tempfile
from contextlib import suppress
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from geo_ent.app.form_choices import territory_text
from geo_ent.app.pages.layout import page, site_of, tr_of, work_of
from geo_ent.app.pages.map_page import file_kind, to_start
from geo_ent.app.pages.map_table import read_manifest
from geo_ent.app.pages.progress import progress_values
from geo_ent.app.pages.taken_files import (
    attached,
    embed_codes,
    members,
    taken_files,
    write_zip,
    zip_name,
)
from geo_ent.app.sentences import failure_sentence, file_size
from geo_ent.app.typed_words import on_the_page
from geo_ent.app.uploads import read_texts
from geo_ent.app.works import PROJECT, Work
from geo_ent.errors import GeoEntError, InputError
from geo_ent.project.build_options import LANGS
from geo_ent.publish.folder import copy_folder
from geo_ent.tables.contract import SHEET_LEVELS
from geo_ent.telling.language import Language
from geo_ent.telling.page.page_words import level_words

_MADE_AT = 315_532_800  # 1980, as in the zip: a download that was cut off can go on
_SAVED = "saved_in"  # the key of a work's state: the folder that its map was last written in


async def show(request: Request) -> Response:
    """Show what can be taken away."""
    work = work_of(request)
    return to_start(request, work) if work.lacks_register else _taking(request, work)


def _taking(
    request: Request,
    work: Work,
    *,
    fault: str = "",
    folder: str = "",
    sheets_fault: str = "",
    status: int = HTTPStatus.OK,
) -> Response:
    """Show the last step; a folder that was refused stays as it was written, with the fault."""
    site, tr = site_of(request), tr_of(request)
    work.at_step("emporter")
    built = work.last_build()
    is_current = built is not None and built.name == work.revision
    job = None if is_current else site.ask(work, "build", tr.code)
    saved = str(work.state().get(_SAVED, ""))
    return page(
        request,
        "taking.html",
        work=work,
        status=status,
        made=_made(built, tr) if built and is_current else None,
        file_size=file_size,
        has_answers=bool(work.choices().get("register", {}).get("answers")),
        has_address=bool(work.choices().get("url")),
        # On a server nothing is saved, and its user may have no home.
        folder=folder or saved or (_usual_folder() if site.settings.is_local else ""),
        saved=saved if "enregistre" in request.query_params else "",
        save_fault=fault if folder else "",
        register_fault=fault if not folder else "",
        sheets_fault=sheets_fault,
        kind="build",
        **progress_values(site, job, tr),
    )


def _made(built: Path, tr: Language) -> dict[str, Any]:
    """Give what is shown of a map that is made: its files, its codes, what it says."""
    manifest = read_manifest(built)
    paths = members(built)
    return {
        "revision": built.name,
        "headline": manifest["headline"],
        "lang": manifest.get("lang", LANGS[0]),
        "files": taken_files(built, tr),
        "files_n": len(paths),
        "bytes_n": sum(path.stat().st_size for path in paths),
        "codes": embed_codes(built),
        "sheets": [(level, level_words(level, tr).one) for level in _sheet_levels(built)],
    }


def _usual_folder() -> str:
    return str(Path.home() / "Documents" / "carte-ent")


def _current_build(work: Work) -> Path:
    """Give the map of today's choices.

    Raises
    ------
    HTTPException
        409 where it isn't made yet: what is shown is of other choices, which nobody may take away
        for today's.
    """
    built = work.last_build()
    if built is None or built.name != work.revision:
        raise HTTPException(HTTPStatus.CONFLICT)
    return built


async def whole_zip(request: Request) -> Response:
    """Give all files of the map in one zip: the same files, the same bytes."""
    work = work_of(request)
    path = await asyncio.to_thread(_zipped, _current_build(work), work.folder)
    name = zip_name(work.demo or territory_text(work.choices()))
    return _Passing(path, media_type="application/zip", headers=attached(name))


class _Passing(FileResponse):
    """A file that is removed once it was sent, whole or in part or not at all."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            with suppress(OSError):
                os.unlink(self.path)  # noqa: PTH108 a moment, where a thread may no longer be had


def _zipped(built: Path, folder: Path) -> Path:
    """Zip a map beside its work; whoever asks for it removes it."""
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".zip", delete=False) as file:
        path = Path(file.name)
    try:
        write_zip(path, built)
        os.utime(path, (_MADE_AT, _MADE_AT))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


async def sheets_zip(request: Request) -> Response:
    """Give the A4 sheets of a level of the map in one zip, made when they are first asked for."""
    work, site, tr = work_of(request), site_of(request), tr_of(request)
    built, level = _current_build(work), request.path_params["level"]
    if level not in _sheet_levels(built):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    path = work.sheets_file(level, built.name)
    if not path.is_file():
        job = site.ask_sheets(work, level, tr.code)
        seen_n = -1
        while not job.is_over:
            seen_n = await job.next_change(seen_n)
        if job.status != "done" or not path.is_file():
            sentence = failure_sentence(job, site.settings.limits, tr)
            return _taking(
                request, work, sheets_fault=sentence, status=HTTPStatus.UNPROCESSABLE_ENTITY
            )
    territory = work.demo or territory_text(work.choices())
    name = zip_name(territory, "fiches", level)
    return FileResponse(path, media_type="application/zip", headers=attached(name))


def _sheet_levels(built: Path) -> list[str]:
    """Give the levels that A4 sheets can be made of; none where Typst isn't installed."""
    if find_spec("typst") is None:
        return []
    return [level for level in SHEET_LEVELS if (built / f"coverage-{level}.csv").is_file()]


async def one_file(request: Request) -> Response:
    """Give one file of the map, to be saved."""
    work, name = work_of(request), request.path_params["name"]
    built = _current_build(work)
    if name not in {path.name for path in members(built)}:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(built / name, media_type=file_kind(name), headers=attached(name))


async def project_file(request: Request) -> Response:
    """Give the choices and the answers, for next year."""
    work = work_of(request)
    return FileResponse(work.project_file, media_type="application/toml", headers=attached(PROJECT))


async def corrected_register(request: Request) -> Response:
    """Give the register corrected, with the questions that are left."""
    work, site, tr = work_of(request), site_of(request), tr_of(request)
    path = work.corrected_register(tr.code)
    job = site.ask(work, "fixed", tr.code)
    seen_n = -1
    while not job.is_over:
        seen_n = await job.next_change(seen_n)
    if job.status != "done" or not path.is_file():
        sentence = failure_sentence(job, site.settings.limits, tr)
        return _taking(request, work, fault=sentence, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return FileResponse(
        path, media_type=file_kind(path.name), headers=attached(_corrected_name(work))
    )


def _corrected_name(work: Work) -> str:
    """Name the corrected register after the one that was given, where there is one alone."""
    names = work.choices().get("register", {}).get("files", [])
    stem = Path(names[0]).stem if len(names) == 1 else "registre"
    return f"{stem}-corrige.xlsx"


async def save_in_folder(request: Request) -> Response:
    """Write the map in a folder of the visitor's own computer; only there."""
    work, site, tr = work_of(request), site_of(request), tr_of(request)
    if not site.settings.is_local:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    form = await read_texts(request, site.settings.limits)
    text = form.get("folder", "").strip().strip('"')  # as Windows copies a path
    try:
        folder = _whole_path(text, tr)
        await asyncio.to_thread(copy_folder, _current_build(work), folder)
    except (GeoEntError, OSError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        sentence = on_the_page(str(fault))
        if isinstance(fault, OSError):
            sentence = tr(
                "« {folder} » : ce dossier ne se laisse pas écrire ({reason}).",
                folder=text,
                reason=reason,
            )
        return _taking(
            request,
            work,
            fault=sentence,
            folder=text or " ",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    work.note(**{_SAVED: str(folder)})
    # To be got, not to be shown: who loads the page again must not write again.
    where = f"{site.settings.prefix}/w/{work.name}/emporter?enregistre#dossier"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _whole_path(text: str, tr: Language) -> Path:
    """Read the folder that a visitor wrote.

    Raises
    ------
    InputError
        If it isn't a whole path: from where the application happens to run, nobody means it.
    """
    try:
        folder = Path(text).expanduser()
    except RuntimeError:  # « ~quelqu’un », whom this computer doesn't know
        folder = Path(text)
    if not folder.is_absolute() or "\x00" in text:
        raise InputError(
            tr(
                "« {folder} » : on attend un dossier entier, comme {usual}.",
                folder=text,
                usual=_usual_folder(),
            )
        )
    return folder
