"""The second step: what was read, the columns to choose again, the doubts to answer."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import pairwise
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from geo_ent.app.answering import (
    School,
    SeveralSchoolsError,
    answer_words,
    answers_by_key,
    kept_parts,
    named_schools,
    pressed_answer,
    read_schools,
    row_key,
    sheet_orders,
    typed_date,
    typed_schools,
    with_answer,
    with_answers,
    with_sheet,
)
from geo_ent.app.pages.bulk_answers import (
    flag_of_kind,
    rows_of_kind,
    rows_of_same,
    shared_answer,
)
from geo_ent.app.pages.intake import recognised_files
from geo_ent.app.pages.layout import page, site_of, tr_of, work_of
from geo_ent.app.pages.progress import progress_values
from geo_ent.app.pool.jobs import Job
from geo_ent.app.uploads import read_texts
from geo_ent.app.works import Work
from geo_ent.errors import InputError
from geo_ent.telling.language import Language

_REPORT = "register-report.html"  # of a build
_IGNORED = "ignored"  # the key that columns are told under that say nothing of an ENT
_DOUBTS_A_PAGE = 20
_MOST_SUGGESTED = 20
# A small register is read within it: its page needn't say that it is being read, then come again.
_SOON_S = 1.2
_LONGEST_ROW, _MOST_ANSWERS = 10_000, 5_000
_SHEETS_IN_FULL = 12  # with their menus; of the others, the one that is asked for
_AGAIN_S = 4.0  # without a script, a page that was answered doesn't follow what is read anew
_KEYS = {"school": "uai", "start": "start", "end": "end"}  # what can be typed -> what it answers
_LIVE = "x-live"  # the header of a script, which wants a page at once and follows the rest


@dataclass(frozen=True)
class _Said:
    """What is said beside a row: why what was typed isn't taken, the schools that it may be."""

    sentence: str = ""
    typed: str = ""
    schools: list[School] = field(default_factory=list)
    field: str = "school"


_NOTHING = _Said()


async def show(request: Request) -> Response:
    """Show what was read; ask for it first, where it wasn't read as it now stands."""
    return await _reading(request, work_of(request))


async def _reading(
    request: Request,
    work: Work,
    key: str = "",
    said: _Said = _NOTHING,
    status: int = HTTPStatus.OK,
) -> Response:
    site, tr = site_of(request), tr_of(request)
    if work.lacks_register:
        return RedirectResponse(f"{_at(request, work)}/depart", HTTPStatus.SEE_OTHER)
    job: Job | None = None
    current = work.reading(tr.code)
    if current is None:
        job = site.ask(work, "read", tr.code)
        if _LIVE not in request.headers:
            await _end_of(job, _AGAIN_S if work.last_reading(tr.code) else _SOON_S)
        current = work.reading(tr.code)
        job = job if current is None else None
    if current is not None and not current["refusal"]:
        site.foresee(work, tr.code)
    work.at_step("lecture")
    shown = current or work.last_reading(tr.code)
    choices = work.choices()
    answers = _answers(work, choices)
    at_once = work.state().get("at_once", {})
    return page(
        request,
        "reading.html",
        work=work,
        status=status,
        reading=shown,
        is_current=job is None,
        answers=answers,
        formerly=_formerly(shown or {}, answers),
        at_once_n=sum(_is_of(at_once, key, entry) for key, entry in answers.items()),
        orders=sheet_orders(choices),
        recognised=recognised_files(work),
        sheets_in_full=_SHEETS_IN_FULL,
        chosen_sheet=request.query_params.get("feuille", ""),
        report=_report(work),
        said={key: said},
        kind="read",
        **_part(shown or {}, answers, request.query_params, key),
        **progress_values(site, job, tr),
    )


def _report(work: Work) -> str:
    """Name the report of the register, row by row, beside the map of today's choices."""
    made = work.build_folder(work.revision) / _REPORT
    return f"carte/{work.revision}/{_REPORT}" if made.is_file() else ""


async def _end_of(job: Job, seconds: float) -> None:
    """Wait for a job that is over in a moment."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            seen_n = -1
            while not job.is_over:
                seen_n = await job.next_change(seen_n)


def _answers(work: Work, choices: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the answers by the keys of their rows, the schools by their names too."""
    answers = answers_by_key(choices)
    wanted = {uai for entry in answers.values() for uai in _listed(entry.get("uai", []))}
    schools = read_schools(work.schools_file) if wanted else []
    names = {
        uai: f"{uai} – {', '.join(filter(None, more))}" for uai, *more in schools if uai in wanted
    }
    return {
        key: {
            **entry,
            "schools": [names.get(uai, uai) for uai in _listed(entry.get("uai", []))],
            **{f"{key}_text": _day(entry[key]) for key in ("start", "end") if key in entry},
        }
        for key, entry in answers.items()
    }


def _day(date: object) -> str:
    return f"{date:%d/%m/%Y}" if isinstance(date, dt.date) else str(date)


def _listed(uais: str | list[str]) -> list[str]:
    return [uais] if isinstance(uais, str) else uais


def _part(
    reading: Mapping[str, Any],
    answers: Mapping[str, Mapping[str, Any]],
    query: Mapping[str, str],
    key: str,
) -> dict[str, Any]:
    """Give the part of the doubts that a page shows: those of a kind, twenty at once."""
    listed = {doubt["kind"] for doubt in reading.get("doubts", [])}
    known = reading.get("doubts", [])
    kinds = [
        {**one, "all_n": len(rows_of_kind(known, one["kind"], answers)),
         "flag": flag_of_kind(one["kind"])}
        for one in reading.get("kinds", []) if one["n"] or one["kind"] in listed
    ]  # fmt: skip
    kind = query.get("sorte", "")
    kind = kind if kind in {known["kind"] for known in kinds} else ""
    doubts = [doubt for doubt in reading.get("doubts", []) if kind in {"", doubt["kind"]}]
    pages_n = max(-(-len(doubts) // _DOUBTS_A_PAGE), 1)
    asked = query.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) <= len(str(len(doubts))) else 1
    places = [place for place, doubt in enumerate(doubts) if doubt["key"] == key]
    if places:  # what was refused is shown where it stands
        number = places[0] // _DOUBTS_A_PAGE + 1
    number = min(max(number, 1), pages_n)
    first = (number - 1) * _DOUBTS_A_PAGE
    asked_for = {"sorte": kind} if kind else {}
    return {
        "doubts": [
            {
                **doubt,
                "is_folded": _is_folded(doubt, answers.get(doubt["key"])),
                "others_n": len(rows_of_same(known, doubt["key"], answers)),
                "is_shared": bool(shared_answer(answers.get(doubt["key"]))),
            }
            for doubt in doubts[first : first + _DOUBTS_A_PAGE]
        ],
        "kinds": kinds,
        "chosen_kind": kind,
        "pages": [urlencode({**asked_for, "page": n}) for n in range(1, pages_n + 1)],
        "page_n": number,
        "first_n": first + 1,
        "shown_n": len(doubts),
        "view": urlencode({**asked_for, "page": number}),
    }


def _formerly(
    reading: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """Give the answers to rows that have changed, by the keys of the rows as they are now."""
    stale: dict[str, str] = reading.get("stale", {})
    return {
        row_key(now): {**answers[key], "key": key, "now": now}
        for key, now in stale.items() if now and key in answers
    }  # fmt: skip


def _is_folded(doubt: Mapping[str, Any], given: Mapping[str, Any] | None) -> bool:
    """Tell whether a doubt is settled by its answer; at once, before the register is read again."""
    if given is None:
        return False
    return bool(doubt["is_settled"]) or doubt["answer"] != answer_words(given)


async def answer(request: Request) -> Response:
    """Keep the answer to a doubtful row, or take it back."""
    work, form, tr = work_of(request), await _texts(request), tr_of(request)
    key = form.get("key", "")
    row = _row(work, key, form.get("row", ""))
    choices = work.choices()
    if not row:
        return _back(request, work, form)
    before = answers_by_key(choices).get(row_key(row))
    stale = (work.last_reading(tr.code) or {}).get("stale", {})
    if "now" in form:  # the row is written otherwise than when it was asked about
        now = stale.get(row_key(row), "")
        if not now:
            return _back(request, work, form)
        choices = with_answer(choices, row, None, _today())
        entry = {k: v for k, v in (before or {}).items() if k not in {"row", "answered_on"}}
        work.choose(with_answer(choices, now, entry, _today()))
        return _back(request, work, form, f"doute-{row_key(now)}")
    typed = next((field for field in _KEYS if field in form), "")
    if not typed:
        entry = pressed_answer(form.get("answer", ""), before) or {}
        work.choose(with_answer(choices, row, entry, _today()))
        place = _next_key(work, key) if form.get("answer") == "later" else key
        return _back(request, work, form, f"doute-{place}")
    try:
        entry = kept_parts(before) | {_KEYS[typed]: _typed(work, form[typed].strip(), typed, tr)}
    except InputError as fault:
        schools = fault.schools if isinstance(fault, SeveralSchoolsError) else []
        said = _Said(str(fault), form[typed].strip(), schools, typed)
        return await _reading(request, work, key, said, HTTPStatus.UNPROCESSABLE_ENTITY)
    work.choose(with_answer(choices, row, entry, _today()))
    return _back(request, work, form, f"doute-{key}")


def _typed(work: Work, text: str, field: str, tr: Language) -> list[str] | dt.date | str:
    """Read what was typed in a field of a doubt: schools, or a date."""
    if field == "school":
        return typed_schools(text, read_schools(work.schools_file), tr)
    return typed_date(text, tr, end=field == "end")


async def answer_many(request: Request) -> Response:
    """Keep one answer to all doubts of a kind, or of the same words; or take those back."""
    work, form = work_of(request), await _texts(request)
    choices, doubts = work.choices(), _last(work, "doubts")
    before = answers_by_key(choices)
    if form.get("answer") == "undo":
        given = work.state().get("at_once", {})
        rows = [entry["row"] for key, entry in before.items() if _is_of(given, key, entry)]
        work.choose(with_answers(choices, rows, None, _today()))
        work.note(at_once={})
        return _back(request, work, form, "doutes")
    key, kind = form.get("key", ""), form.get("kind", "")
    if key:
        rows, entry = rows_of_same(doubts, key, before), shared_answer(before.get(key))
    else:
        rows, entry = rows_of_kind(doubts, kind, before), {flag_of_kind(kind): True}
    rows = rows[: max(_MOST_ANSWERS - len(before), 0)]
    if rows and entry:
        work.choose(with_answers(choices, rows, entry, _today()))
        work.note(at_once={"keys": [*map(row_key, rows)], "said": answer_words(entry)})
    return _back(request, work, form, f"doute-{key}" if key else "doutes")


def _is_of(given: Mapping[str, Any], key: str, entry: Mapping[str, Any]) -> bool:
    """Tell an answer that was given with others at once, and hasn't been changed since."""
    return key in given.get("keys", ()) and answer_words(entry) == given.get("said")


def _next_key(work: Work, key: str) -> str:
    """Give the doubt below one that is left for later; the same one at the end."""
    keys = [doubt["key"] for doubt in _last(work, "doubts")]
    return str(dict(pairwise(keys)).get(key, key))


def _row(work: Work, key: str, sent: str) -> str:
    """Give the row that a key names, as it is written; a browser may send it a little otherwise."""
    doubts = _last(work, "doubts")
    entries = work.choices().get("register", {}).get("answers", [])
    rows = [str(one.get("row", "")) for one in (*doubts, *entries)]
    row = next((row for row in rows if row_key(row) == key), "")
    # Of a page that shows a reading of before: kept all the same, but not without end.
    is_kept = len(sent) <= _LONGEST_ROW and len(entries) < _MOST_ANSWERS
    return row or (" ".join(sent.split()) if is_kept else "")


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).astimezone().date()


async def suggest(request: Request) -> Response:
    """Suggest schools for what is being typed."""
    work, typed = work_of(request), request.query_params.get("nom", "")
    found = await asyncio.to_thread(lambda: named_schools(typed, read_schools(work.schools_file)))
    labels = [f"{uai} – {name}, {commune}" for uai, name, commune in found[:_MOST_SUGGESTED]]
    return JSONResponse(labels)


async def order_sheet(request: Request) -> Response:
    """Keep which columns a sheet is read by, and whether it is read."""
    work, form = work_of(request), await _texts(request)
    key = form.get("file", ""), form.get("sheet", "")
    sheet = next((s for s in _last(work, "sheets") if (s["file"], s["sheet"]) == key), None)
    if sheet is None:
        return _back(request, work, form, "feuilles")
    kept = sheet_orders(work.choices()).get(key, {})
    order: dict[str, Any] = {key: kept[key] for key in ("read",) if key in kept}
    if (form.get("was-read") == "yes") != (form.get("read") == "yes"):
        order["read"] = form.get("read") == "yes"
    changed = {}
    for one in sheet["columns"]:
        name = f"column-{one['column']}"
        title = form.get(name)
        if title in {"", *sheet["titles"]} and title != form.get(f"was-{name}", ""):
            changed[one["column"]] = title
    if columns := {**kept.get("columns", {}), **changed}:
        order["columns"] = columns
    work.choose(with_sheet(work.choices(), key, {} if form.get("undo") else order))
    return _back(request, work, form, "feuilles")


async def answer_question(request: Request) -> Response:
    """Keep the answer to a question about a column: which title it is, or that it is none."""
    work, form = work_of(request), await _texts(request)
    title = form.get("title", "")
    asked = {key: form.get(key, "") for key in ("file", "sheet", "column")}
    if not any(
        title in {"", *question["titles"]} and all(question[key] == asked[key] for key in asked)
        for question in _last(work, "questions") if question["titles"]
    ):  # fmt: skip
        return _back(request, work, form, "questions")
    key = asked["file"], asked["sheet"]
    kept = dict(sheet_orders(work.choices()).get(key, {}))
    columns = dict(kept.get("columns", {}))
    column, _, unread = asked["column"].partition("|")
    if unread and title != unread:  # "ignore": the title that was asked about is of no ENT
        columns[_IGNORED] = [*columns.get(_IGNORED, []), unread]
    else:
        columns[column] = title
    work.choose(with_sheet(work.choices(), key, {**kept, "columns": columns}))
    return _back(request, work, form, "questions")


def _last(work: Work, part: str) -> list[dict[str, Any]]:
    """Give a part of what was read last: what a page that was shown can be about."""
    listed: list[dict[str, Any]] = (work.last_reading() or {}).get(part, [])
    return listed


async def try_again(request: Request) -> Response:
    """Ask once more for a reading or a build that failed."""
    work, site = work_of(request), site_of(request)
    kind = cast("Literal['read', 'build']", request.path_params["kind"])
    job = site.job(work, kind, tr_of(request).code)
    if job is not None:
        if job.outcome.get("of_sources"):
            # What is pinned may be what can't be had any more: today's is asked for.
            work.forget_sources()
        site.pool.retry(job)
    step = "carte" if kind == "build" else "lecture"
    return RedirectResponse(f"{_at(request, work)}/{step}", HTTPStatus.SEE_OTHER)


async def _texts(request: Request) -> dict[str, str]:
    return await read_texts(request, site_of(request).settings.limits)


def _at(request: Request, work: Work) -> str:
    return f"{site_of(request).settings.prefix}/w/{work.name}"


def _back(request: Request, work: Work, form: Mapping[str, str], place: str = "") -> Response:
    """Go back to the page that a form was on, where it was."""
    view = dict(parse_qsl(form.get("view", "")))
    part = urlencode([(key, view[key]) for key in ("sorte", "page") if key in view])
    where = f"{_at(request, work)}/lecture" + (f"?{part}" if part else "")
    return RedirectResponse(where + (f"#{quote(place)}" if place else ""), HTTPStatus.SEE_OTHER)
