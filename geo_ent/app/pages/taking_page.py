"""The last step: everything to take away, whole or file by file."""

import asyncio
import tempfile
import zipfile
from http import HTTPStatus
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from geo_ent.app.pages.layout import page, site_of, tr_of, work_of
from geo_ent.app.pages.map_page import file_kind
from geo_ent.app.pages.progress import progress_values
from geo_ent.app.sentences import failure_sentence, on_the_page
from geo_ent.app.uploads import read_texts
from geo_ent.app.works import PROJECT, Work
from geo_ent.errors import GeoEntError
from geo_ent.publish.folder import copy_folder
from geo_ent.text.compare import plain

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say: the same files are the same bytes


async def show(request: Request) -> Response:
    """Show what can be taken away."""
    work = work_of(request)
    return _taking(request, work)


def _taking(
    request: Request, work: Work, *, saved: str = "", fault: str = "", status: int = HTTPStatus.OK
) -> Response:
    site, tr = site_of(request), tr_of(request)
    built = work.last_build()
    is_current = built is not None and built.name == work.revision
    job = None if is_current else site.ask(work, "build", tr.code)
    values = progress_values(site, job, tr)
    return page(
        request,
        "taking.html",
        work=work,
        status=status,
        built=built.name if built else "",
        is_current=is_current,
        files=[(path.name, path.stat().st_size) for path in _members(built)] if built else [],
        folder=_usual_folder() if site.settings.is_local else "",  # a server's user has no home
        saved=saved,
        save_fault=fault,
        kind="build",
        **values,
    )


def _members(built: Path) -> list[Path]:
    return sorted(path for path in built.iterdir() if path.is_file())


def _usual_folder() -> str:
    return str(Path.home() / "Documents" / "carte-ent")


def _current_build(work: Work) -> Path:
    """Give the map of today's choices.

    Raises
    ------
    HTTPException
        404 where it isn't made yet.
    """
    built = work.build_folder(work.revision)
    if not (built / "manifest.json").is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return built


async def whole_zip(request: Request) -> Response:
    """Give all files of the map in one zip: the same files, the same bytes."""
    work = work_of(request)
    built = _current_build(work)
    with tempfile.NamedTemporaryFile(dir=work.folder, suffix=".zip", delete=False) as file:
        path = Path(file.name)
    await asyncio.to_thread(write_zip, path, built)
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, filename=f"{_title(work)}.zip", background=gone)


def write_zip(path: Path, folder: Path) -> None:
    """Put the files of a folder in a zip whose bytes depend on theirs alone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in _members(folder):
            about = zipfile.ZipInfo(member.name, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, member.read_bytes())


def _title(work: Work) -> str:
    """Name what is taken away after the territory."""
    choices = work.choices()
    codes = [code for level in ("departements", "academies", "regions")
             for code in choices.get(level, [])]  # fmt: skip
    return "-".join(["carte-ent", *(plain(code) for code in codes[:5])])


async def one_file(request: Request) -> Response:
    """Give one file of the map, to be saved."""
    work, name = work_of(request), request.path_params["name"]
    built = _current_build(work)
    if name not in {path.name for path in _members(built)}:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(built / name, media_type=file_kind(name), filename=name)


async def project_file(request: Request) -> Response:
    """Give the choices and the answers, for next year."""
    work = work_of(request)
    return FileResponse(work.project_file, media_type="application/toml", filename=PROJECT)


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
    return FileResponse(path, filename="registre-corrige.xlsx", media_type=file_kind(path.name))


def _folder(text: str) -> Path | None:
    """Read the folder that a visitor wrote; None where it isn't a whole path."""
    folder = Path(text).expanduser() if text else None
    return folder if folder is not None and folder.is_absolute() else None


async def save_in_folder(request: Request) -> Response:
    """Write the map in a folder of the visitor's own computer; only there."""
    work, site = work_of(request), site_of(request)
    if not site.settings.is_local:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    form = await read_texts(request, site.settings.limits)
    text = form.get("folder", "").strip()
    folder = _folder(text)
    if folder is None:
        sentence = tr_of(request)(
            "« {folder} » : on attend un dossier entier, comme {usual}.",
            folder=text, usual=_usual_folder(),
        )  # fmt: skip
        return _taking(request, work, fault=sentence, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        await asyncio.to_thread(copy_folder, _current_build(work), folder)
    except GeoEntError as fault:
        return _taking(
            request, work, fault=on_the_page(str(fault)), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return _taking(request, work, saved=str(folder))
