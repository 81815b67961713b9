"""How far a reading or a build is: told as it goes, to a script; or by a page that reloads."""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from geo_ent.app.jobs import Job
from geo_ent.app.pages.layout import site_of, tr_of, work_of
from geo_ent.app.sentences import failure_sentence
from geo_ent.app.site import Site
from geo_ent.publish.templates import render
from geo_ent.telling.language import Language

_QUIET_S = 15.0  # a proxy closes what says nothing for a minute


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
    """Tell how far a work's reading or build is, as server-sent events."""
    work, site, tr = work_of(request), site_of(request), tr_of(request)
    kind = request.path_params["kind"]
    job = site.pool.find(work.name, kind) if kind in {"read", "build"} else None
    if job is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    at = f"{site.settings.prefix}/w/{work.name}"

    async def events() -> AsyncIterator[str]:
        seen_n = -1
        while True:
            try:
                seen_n = await asyncio.wait_for(job.next_change(seen_n), _QUIET_S)
            except TimeoutError:
                yield ": \n\n"
                work.touch()
                continue
            values = progress_values(site, job, tr)
            html = render("app/templates/progress.html", tr, at=at, kind=kind, **values)
            news = {"status": job.status, "html": html, "revision": work.revision}
            yield f"data: {json.dumps(news)}\n\n"
            if job.is_over:
                return

    headers = {"x-accel-buffering": "no"}  # nginx would else keep the news until the end
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)
