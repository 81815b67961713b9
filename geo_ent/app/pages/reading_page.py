"""The second step: what was read, the columns to choose again, the doubts to answer."""

import datetime as dt
from http import HTTPStatus
from typing import Any, Literal, cast
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo_ent.app.form_choices import read_answer, with_answer, with_sheet
from geo_ent.app.pages.layout import page, site_of, tr_of, work_of
from geo_ent.app.pages.progress import progress_values
from geo_ent.app.uploads import read_texts
from geo_ent.app.works import Work
from geo_ent.errors import InputError

_IGNORED = "ignored"  # the key that columns are told under that say nothing of an ENT


async def show(request: Request) -> Response:
    """Show what was read; ask for it first, where it wasn't read as it now stands."""
    work = work_of(request)
    return _reading(request, work, {})


def _reading(
    request: Request, work: Work, faults: dict[str, str], status: int = HTTPStatus.OK
) -> Response:
    site, tr = site_of(request), tr_of(request)
    if not work.state().get("demo") and not work.choices().get("register", {}).get("files"):
        return RedirectResponse(f"{_at(request, work)}/depart", HTTPStatus.SEE_OTHER)
    current = work.reading()
    job = None
    if current is None or current.get("lang") != tr.code:
        job = site.ask(work, "read", tr.code)
    shown = current or work.last_reading()
    choices = work.choices()
    answers = {entry["row"]: entry for entry in choices.get("register", {}).get("answers", [])}
    return page(
        request,
        "reading.html",
        work=work,
        status=status,
        reading=shown,
        is_current=job is None,
        answers=answers,
        orders=_orders(choices),
        faults=faults,
        kind="read",
        **progress_values(site, job, tr),
    )


async def answer(request: Request) -> Response:
    """Keep the answer to a doubtful row, or take it back."""
    work, form = work_of(request), await _texts(request)
    row = form.get("row", "")
    try:
        entry = read_answer(form)
    except InputError as fault:
        return _reading(request, work, {row: str(fault)}, HTTPStatus.UNPROCESSABLE_ENTITY)
    today = dt.datetime.now(dt.UTC).astimezone().date()
    work.choose(with_answer(work.choices(), row, entry, today))
    return _back(request, work, form.get("back", ""))


async def order_sheet(request: Request) -> Response:
    """Keep which columns a sheet is read by, and whether it is read."""
    work, form = work_of(request), await _texts(request)
    key = form.get("file", ""), form.get("sheet", "")
    order: dict[str, Any] = {}
    if form.get("read") == "no":
        order["read"] = False
    columns = {
        name.removeprefix("column-"): title
        for name, title in form.items()
        if name.startswith("column-") and title != form.get(f"was-{name}", "")
    }
    kept = _orders(work.choices()).get(key, {}).get("columns", {})
    if columns or kept:
        order["columns"] = {**kept, **columns}
    work.choose(with_sheet(work.choices(), key, {} if form.get("undo") else order))
    return _back(request, work, "feuilles")


async def answer_question(request: Request) -> Response:
    """Keep the answer to a question about a column: which title it is, or that it is none."""
    work, form = work_of(request), await _texts(request)
    key, title = (form.get("file", ""), form.get("sheet", "")), form.get("title", "")
    column, _, asked = form.get("column", "").partition("|")
    kept = dict(_orders(work.choices()).get(key, {}))
    columns = dict(kept.get("columns", {}))
    if not title:
        return _back(request, work, "questions")
    if asked and title != asked:  # "ignore": the title that was asked about says nothing of an ENT
        columns[_IGNORED] = [*columns.get(_IGNORED, []), asked]
    else:
        columns[column] = title
    work.choose(with_sheet(work.choices(), key, {**kept, "columns": columns}))
    return _back(request, work, "questions")


async def try_again(request: Request) -> Response:
    """Ask once more for a reading or a build that failed."""
    work, site = work_of(request), site_of(request)
    kind = cast("Literal['read', 'build']", request.path_params["kind"])
    job = site.pool.find(work.name, kind)
    if job is not None:
        site.pool.retry(job)
    step = "carte" if kind == "build" else "lecture"
    return RedirectResponse(f"{_at(request, work)}/{step}", HTTPStatus.SEE_OTHER)


def _orders(choices: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    sheets = choices.get("register", {}).get("sheets", [])
    return {
        (sheet.get("file", ""), sheet.get("sheet", "")): {
            key: value for key, value in sheet.items() if key not in {"file", "sheet"}
        }
        for sheet in sheets
    }


async def _texts(request: Request) -> dict[str, str]:
    return await read_texts(request, site_of(request).settings.limits)


def _at(request: Request, work: Work) -> str:
    return f"{site_of(request).settings.prefix}/w/{work.name}"


def _back(request: Request, work: Work, part: str) -> Response:
    where = f"{_at(request, work)}/lecture" + (f"#{quote(part)}" if part else "")
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)
