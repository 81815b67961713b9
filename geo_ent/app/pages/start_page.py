"""The first step: the territory, the register, the files that one has; works to take up again."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from geo_ent.app.form_choices import LEVELS, Faults, given_files, read_territory, territory_text
from geo_ent.app.pages.file_kinds import KIND_WORDS
from geo_ent.app.pages.intake import given_names, kind_of, recognised_files, take_in
from geo_ent.app.pages.layout import STATUSES, page, site_of, tr_of, work_of
from geo_ent.app.sentences import file_size, limit_sentences, upload_sentence
from geo_ent.app.uploads import (
    FIELDS_BYTES,
    UploadRefusedError,
    exceeded,
    read_form,
    read_texts,
    sent_bytes,
)
from geo_ent.app.works import Work
from geo_ent.communes.departements import all_territories, territory_departements
from geo_ent.errors import InputError
from geo_ent.project.build_options import INPUTS
from geo_ent.project.bundled_demos import DEFAULT, demo_names
from geo_ent.publish.templates import prose
from geo_ent.telling.language import mark

_RETRY_S = "30"
_DRAFTS_SHOWN = 6  # the last ones seen; the others are folded
_LONGEST_TEXT = 500
_DEMOS: Mapping[str, str] = {
    "nancy-metz": mark("l’académie de Nancy-Metz"),
    "montpellier": mark("l’académie de Montpellier"),
    "nantes": mark("l’académie de Nantes"),
    "cantal": mark("le Cantal"),
    "somme": mark("la Somme"),
}
_OTHER_DEMOS = tuple(name for name in demo_names() if name != DEFAULT)


async def show(request: Request) -> Response:
    """Show the first step, before there is a work."""
    return _start(request, None, {})


async def show_work(request: Request) -> Response:
    """Show the first step of a work: what was given, what is missing."""
    work = work_of(request)
    if work.state().get("demo"):  # it has its own register: whoever brings one begins anew
        return RedirectResponse(f"{site_of(request).settings.prefix}/", HTTPStatus.SEE_OTHER)
    return _start(request, work, {})


async def create(request: Request) -> Response:
    """Begin a work with what was sent."""
    return await _receive(request, None)


async def change(request: Request) -> Response:
    """Change what a work was given: a new register, another territory, a file less."""
    work = work_of(request)
    return await _receive(request, None if work.state().get("demo") else work)


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


async def ask_to_erase(request: Request) -> Response:
    """Ask whether a work is to be erased: who has no script would else do it by one press."""
    return page(request, "erase.html", work=work_of(request))


async def erase(request: Request) -> Response:
    """Erase a work, with all its files, for good."""
    site, work = site_of(request), work_of(request)
    await site.erase(work)
    return page(request, "erased.html")


def _start(
    request: Request,
    work: Work | None,
    faults: Faults,
    status: int = HTTPStatus.OK,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """Show the first step, with what was typed where something of it was wrong."""
    site = site_of(request)
    choices = work.choices() if work else {}
    given = [_given(work, name, role) for name, role in given_names(choices)] if work else []
    texts = {"territory": territory_text(choices), **(typed or {})}
    return page(
        request,
        "start.html",
        work=work,
        status=status,
        territory=texts["territory"],
        proxy=texts.get("proxy", work.state().get("proxy", "") if work else ""),
        territories=_suggested(),
        files=given,
        given_bytes=sum(one["bytes_n"] for one in given),
        kinds=KIND_WORDS,
        demos=[(name, _DEMOS.get(name, name)) for name in (DEFAULT, *_OTHER_DEMOS)],
        drafts=_drafts(request) if work is None and site.settings.is_local else [],
        drafts_shown=_DRAFTS_SHOWN,
        recognised=recognised_files(work) if work else [],
        faults=faults,
        is_kept=status == HTTPStatus.UNPROCESSABLE_ENTITY,
        file_size=file_size,
        limit_sentences=limit_sentences(site.settings, tr_of(request)),
    )


def _given(work: Work, name: str, role: str) -> dict[str, Any]:
    path = work.inputs / Path(name).name
    return {"name": name, "role": role, "bytes_n": path.stat().st_size if path.is_file() else 0}


@cache
def _suggested() -> list[str]:
    """List every territory as it can be typed."""
    return [
        territory_text({level: [code]}) for level in LEVELS for code in all_territories()[level]
    ]


def _drafts(request: Request) -> list[dict[str, Any]]:
    """Give the works to take up again, the last one first."""
    drafts = []
    for draft in site_of(request).works.all():
        state = draft.state()
        seen = dt.datetime.fromtimestamp(draft.seen_at, dt.UTC).astimezone()
        try:
            choices, unread = draft.choices(), ""
        except InputError:  # changed by hand, or by a disk that fails: the others are none the less
            choices, unread = {}, tr_of(request)("Illisible\u00a0: {file}", file=draft.project_file)
        drafts.append(
            {
                "name": draft.name,
                "step": state.get("step", "lecture"),
                "territory": unread or territory_text(choices),
                "demo": _DEMOS.get(state.get("demo", ""), state.get("demo", "")),
                "files": choices.get("register", {}).get("files", []),
                "answers_n": len(choices.get("register", {}).get("answers", [])),
                "day": seen.date(),
                "time": f"{seen:%H:%M}",
            }
        )
    return drafts


async def understand(request: Request) -> Response:
    """Say which territory a text names, while it is being typed."""
    text, tr = request.query_params.get("nom", "")[:_LONGEST_TEXT], tr_of(request)
    try:
        found = read_territory(text)
    except InputError as fault:
        return JSONResponse({"fault": prose(fault)})
    names = territory_text(found)
    codes = territory_departements(*(found.get(level, []) for level in LEVELS))
    words = tr("{places} ({codes})", places=names, codes=", ".join(codes)) if names else ""
    return JSONResponse({"words": words})


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
            faults = take_in(work, form, tr_of(request), is_local=site.settings.is_local)
            typed: dict[str, str] = {
                key: str(form.get(key, "")) for key in ("territory", "proxy") if key in faults
            }
    if faults:
        return _start(request, work, faults, HTTPStatus.UNPROCESSABLE_ENTITY, typed)
    return _to(request, work, "lecture")


def _sizes(work: Work | None, form: FormData) -> Iterator[int]:
    """Give the size of each file that a work would have."""
    removed = set(map(str, form.getlist("remove")))
    replaced = set()
    for field, upload in form.multi_items():
        if isinstance(upload, UploadFile) and upload.filename:
            yield upload.size or 0
            replaced.add(kind_of(field, upload))
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


def _to(request: Request, work: Work, step: str) -> Response:
    prefix = site_of(request).settings.prefix
    return RedirectResponse(f"{prefix}/w/{work.name}/{step}", HTTPStatus.SEE_OTHER)
