"""How far a reading or a build is: told as it goes, to a script; or by a page that reloads."""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from geo_ent.app.pages.layout import site_of, tr_of, work_of
from geo_ent.app.pool.jobs import Job, Kind
from geo_ent.app.sentences import failure_sentence
from geo_ent.app.site import Site
from geo_ent.publish.templates import prose, render
from geo_ent.telling.language import Language

_FOLLOWED: tuple[Kind, ...] = ("read", "build")
_QUIET_S = 15.0  # a proxy closes what says nothing for a minute
_PAUSE_S = 0.1  # between two news: more would only be read by nobody


def progress_values(site: Site, job: Job | None, tr: Language) -> dict[str, Any]:
    """Give what the template of the progress names."""
    if job is None:
        return {"job": None, "place": 0, "fault": ""}
    failed = job.status in {"refused", "failed"}
    return {
        "job": job,
        "place": site.pool.place(job),
        "fault": failure_sentence(job, site.settings.limits, tr) if failed else "",
    }


async def progress_events(request: Request) -> Response:
    """Tell how far a work's reading or build is, as server-sent events.

    Where nothing is under way (the server was started again meanwhile, say), "gone" is told: the
    page is then to be asked anew, which asks for what it lacks.
    """
    work, site, tr = work_of(request), site_of(request), tr_of(request)
    kind = request.path_params["kind"]
    if kind not in _FOLLOWED:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    job = site.job(work, kind, tr.code)
    at = f"{site.settings.prefix}/w/{work.name}"

    async def events() -> AsyncIterator[str]:
        seen_n = -1
        while job is not None:
            await _news(job, seen_n, site.leaving)
            if site.leaving.is_set():  # the connection is lost: a page asks again where a server is
                return
            if job.changes_n == seen_n:
                yield ": \n\n"
                site.works.touch(work)
                continue
            seen_n = job.changes_n
            values = progress_values(site, job, tr)
            html = render("app/templates/progress.html", tr, at=at, kind=kind, **values)
            yield _event(
                status=job.status,
                html=html,
                revision=job.revision,
                page=job.has_page,
                fault=prose(values["fault"]),
                key=job.outcome.get("key", ""),
            )
            if job.is_over:
                return
            await asyncio.sleep(_PAUSE_S)
        yield _event(status="gone", html="", revision="")

    headers = {"x-accel-buffering": "no"}  # nginx would else keep the news until the end
    if request.method == "HEAD":  # a question about the news, not for them
        return Response(media_type="text/event-stream", headers=headers)
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


async def _news(job: Job, seen_n: int, leaving: asyncio.Event) -> None:
    """Wait for news of a job, or for the server to end; not so long that a proxy gives up."""
    waits = {asyncio.create_task(job.next_change(seen_n)), asyncio.create_task(leaving.wait())}
    try:
        await asyncio.wait(waits, timeout=_QUIET_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _event(**news: str | bool) -> str:
    return f"data: {json.dumps(news)}\n\n"
