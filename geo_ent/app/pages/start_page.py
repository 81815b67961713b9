"""The first step: the territory, the register, the files that one has; works to take up again."""

import contextlib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo_ent.app.form_choices import (
    LEVELS,
    Faults,
    given_files,
    is_proxy,
    ordered,
    read_territory,
    with_choices,
)
from geo_ent.app.pages.layout import STATUSES, page, site_of, tr_of, work_of
from geo_ent.app.sentences import upload_sentence
from geo_ent.app.site import Site
from geo_ent.app.uploads import (
    FIELDS_BYTES,
    UploadRefusedError,
    exceeded,
    keep_upload,
    read_form,
    read_texts,
    sent_bytes,
)
from geo_ent.app.works import Work
from geo_ent.communes.departements import all_territories, territory_departements
from geo_ent.errors import InputError
from geo_ent.project.build_options import INPUTS
from geo_ent.project.bundled_demos import DEFAULT, demo_names
from geo_ent.project.project_file import read_project
from geo_ent.project.written_project import read_choices, without_files
from geo_ent.telling.language import Language
from geo_ent.text.whole_file import whole_file

_RETRY_S = "30"
_TOML_BYTES = 1_000_000  # ten years of answers; a reader of TOML takes a second for each megabyte
_CERTIFICATES = "proxy.pem"


async def show(request: Request) -> Response:
    """Show the first step, before there is a work."""
    return _start(request, None, {})


async def show_work(request: Request) -> Response:
    """Show the first step of a work: what was given, what is missing."""
    return _start(request, work_of(request), {})


async def create(request: Request) -> Response:
    """Begin a work with what was sent."""
    return await _receive(request, None)


async def change(request: Request) -> Response:
    """Change what a work was given: a new register, another territory, a file less."""
    return await _receive(request, work_of(request))


async def create_demo(request: Request) -> Response:
    """Begin a work with a demo: published figures, on simulated schools."""
    site = site_of(request)
    with site.coming(0):
        if reason := await site.refusal(new=True):
            return _refused(request, None, reason)
        form = await read_texts(request, site.settings.limits)
    name = form.get("name", DEFAULT)
    if name not in demo_names():
        return RedirectResponse(f"{site.settings.prefix}/", HTTPStatus.SEE_OTHER)
    work = site.works.create({})
    work.note(demo=name)
    return _to(request, work, "lecture")


async def erase(request: Request) -> Response:
    """Erase a work, with all its files, for good."""
    site, work = site_of(request), work_of(request)
    site.pool.forget(work.name)
    work.erase()
    return page(request, "erased.html")


def _start(
    request: Request, work: Work | None, faults: Faults, status: int = HTTPStatus.OK
) -> Response:
    site = site_of(request)
    choices = work.choices() if work else {}
    drafts = [draft for draft in site.works.all() if site.settings.is_local] if not work else []
    return page(
        request,
        "start.html",
        work=work,
        status=status,
        territory=territory_text(choices),
        territories=all_territories(),
        files=list(given_files(choices)),
        inputs={key: INPUTS[key] for key in INPUTS},
        demos=demo_names(),
        drafts=[(draft, territory_text(draft.choices()), draft.state()) for draft in drafts],
        faults=faults,
    )


def territory_text(choices: dict[str, Any]) -> str:
    """Write a work's territory as it can be typed again.

    Examples
    --------
    >>> territory_text({"departements": ["22"], "academies": ["22"]})
    "Côtes-d'Armor, Limoges"
    """
    names = all_territories()  # by level: 22 is a département, and another place's académie
    return ", ".join(
        names[level].get(code, code) for level in LEVELS for code in choices.get(level, [])
    )


def _refused(request: Request, work: Work | None, reason: str) -> Response:
    tr, limits = tr_of(request), site_of(request).settings.limits
    sentence = upload_sentence(reason, limits, tr)
    answer = _start(request, work, {"register": sentence}, STATUSES[reason])
    if reason in {"busy", "full"}:
        answer.headers["retry-after"] = _RETRY_S
    return answer


async def _receive(request: Request, work: Work | None) -> Response:
    """Take in a form with its files; what is right of it is kept, whatever else is wrong."""
    site = site_of(request)
    limits = site.settings.limits
    with site.coming(sent_bytes(request, limits)):
        if reason := await site.refusal(new=work is None):
            return _refused(request, work, reason)
        try:
            form = await read_form(
                request,
                limits,
                bytes_n=limits.upload_bytes + FIELDS_BYTES,
                # Browsers send a file without a name for each field that is left empty.
                files_n=limits.files_n + len(INPUTS) + 2,
            )
        except UploadRefusedError as fault:
            return _refused(request, work, fault.reason)
        async with _closing(form):
            if reason := exceeded(_sizes(work, form), limits):
                return _refused(request, work, reason)
            if work is not None and not work.project_file.is_file():
                raise HTTPException(HTTPStatus.NOT_FOUND)  # it was erased meanwhile
            work = work or site.works.create({})
            faults = _take(work, form, site, tr_of(request))
    if faults:
        return _start(request, work, faults, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _to(request, work, "lecture")


def _sizes(work: Work | None, form: FormData) -> Iterator[int]:
    """Give the size of each file that a work would have."""
    removed = set(map(str, form.getlist("remove")))
    replaced = set()
    for field, upload in form.multi_items():
        if isinstance(upload, UploadFile) and upload.filename:
            yield upload.size or 0
            replaced.add(field)
    if form.get("add"):
        replaced.discard("register")
    if work is None:
        return
    for field, name in given_files(work.choices()):
        if field not in replaced and name not in removed:
            with contextlib.suppress(FileNotFoundError):
                yield (work.inputs / Path(name).name).stat().st_size


@contextlib.asynccontextmanager
async def _closing(form: FormData) -> Any:  # noqa: ANN401 an iterator, which contextlib wraps
    try:
        yield
    finally:
        await form.close()


def _take(work: Work, form: FormData, site: Site, tr: Language) -> Faults:
    """Keep what a form brings; give what is missing or wrong."""
    faults: Faults = {}
    choices = _without_removed(work, work.choices(), set(map(str, form.getlist("remove"))))
    registers: list[str] = []
    # Another version of the spreadsheet, under the same name: what was said of its sheets holds.
    replaced = [] if form.get("add") else choices.get("register", {}).get("files", [])
    for field, upload in form.multi_items():
        if not isinstance(upload, UploadFile) or not upload.filename:
            continue
        if upload.filename.lower().endswith(".toml"):
            choices, fault = _with_project(work, choices, upload, tr)
            faults |= {"register": fault} if fault else {}
        elif field == "register":
            registers.append(keep_upload(upload, work.inputs, replaced))
            replaced = []
        elif field in INPUTS:
            before = [choices[field]] if field in choices else []
            choices = with_choices(choices, {field: keep_upload(upload, work.inputs, before)})
    if registers:
        choices = _with_registers(choices, registers, add=bool(form.get("add")))
    if site.settings.is_local:
        # Only there: on a server it would let a visitor choose what the server connects to.
        faults |= _keep_proxy(work, form, tr)
    choices = _with_territory(choices, str(form.get("territory", "")).strip(), faults)
    work.choose(choices)
    return {**_missing(work, choices, tr), **faults}


def _keep_proxy(work: Work, form: FormData, tr: Language) -> Faults:
    """Keep the way to the network, of one's own computer: it is of no project."""
    faults: Faults = {}
    written = str(form.get("proxy", "")).strip()
    if not is_proxy(written):
        faults["proxy"] = tr("On attend une adresse comme http://proxy.exemple.fr:3128.")
    elif "proxy" in form:
        work.note(proxy=written)
    bundle = form.get("ca_bundle")
    if isinstance(bundle, UploadFile) and bundle.filename:
        bundle.file.seek(0)
        path = work.folder / _CERTIFICATES  # whatever it is called: a work has files of its own
        with whole_file(path) as file:
            file.write_bytes(bundle.file.read())
        work.note(ca_bundle=str(path))
    return faults


def _with_territory(choices: dict[str, Any], text: str, faults: Faults) -> dict[str, Any]:
    """Put the territory that is written in the stead of the one of before, unless it is unknown."""
    if not text or text == territory_text(choices):
        return choices
    try:
        found = read_territory(text)
    except InputError as fault:
        faults["territory"] = str(fault)
        return choices
    others = {key: value for key, value in choices.items() if key not in LEVELS}
    return ordered({**others, **found})


def _missing(work: Work, choices: dict[str, Any], tr: Language) -> Faults:
    """Say what a map can't do without."""
    if work.state().get("demo"):
        return {}
    missing: Faults = {}
    if not territory_departements(*(choices.get(level, []) for level in LEVELS)):
        missing["territory"] = tr("Écrivez un département, une académie ou une région.")
    if not choices.get("register", {}).get("files"):
        missing["register"] = tr(
            "Déposez le registre : le tableur qui dit quelles écoles ont un ENT."
        )
    return missing


def _with_registers(choices: dict[str, Any], names: list[str], *, add: bool) -> dict[str, Any]:
    """Name new files of the register in the stead of the old ones, or beside them."""
    register = dict(choices.get("register", {}))
    before = list(register.get("files", [])) if add else []
    return ordered({**choices, "register": {"files": [*before, *names], **{
        key: value for key, value in register.items() if key != "files"}}})  # fmt: skip


def _without_removed(work: Work, choices: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Take away the files that a visitor ticked."""
    left = dict(choices)
    for key, name in list(given_files(choices)):
        if name in names:
            (work.inputs / Path(name).name).unlink(missing_ok=True)
            if key == "register":
                register = dict(left["register"])
                register["files"] = [file for file in register["files"] if file != name]
                left["register"] = register
            else:
                left.pop(key, None)
    return left


def _with_project(
    work: Work, choices: dict[str, Any], upload: UploadFile, tr: Language
) -> tuple[dict[str, Any], str]:
    """Take up the choices and the answers of a geo-ent.toml; not the files, which aren't here."""
    if (upload.size or 0) > _TOML_BYTES:
        sentence = tr("{name} : on attend un geo-ent.toml de moins de 1 Mo.", name=upload.filename)
        return choices, sentence
    given = work.folder / "given.toml"
    upload.file.seek(0)
    given.write_bytes(upload.file.read())
    try:
        read_project(given)  # refuses what a build would, before it is kept
        kept = without_files(read_choices(given))
    except InputError as fault:
        return choices, str(fault).replace(str(given), str(upload.filename))
    finally:
        given.unlink(missing_ok=True)
    files = choices.get("register", {}).get("files", [])
    register = {**({"files": files} if files else {}), **kept.pop("register", {})}
    return ordered({**choices, **kept, **({"register": register} if register else {})}), ""


def _to(request: Request, work: Work, step: str) -> Response:
    prefix = site_of(request).settings.prefix
    return RedirectResponse(f"{prefix}/w/{work.name}/{step}", HTTPStatus.SEE_OTHER)
