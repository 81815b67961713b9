"""The rows of a register that ended alike: what stands in each, and what it was taken for."""

import asyncio
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo_ent.app.pages.layout import page, site_of, tr_of, work_of

_ROWS_A_PAGE = 50


async def show(request: Request) -> Response:
    """Show the rows of one fate, a page of them; a script puts it within the step's own page."""
    work, tr, kind = work_of(request), tr_of(request), request.path_params["kind"]
    outcomes = (work.last_reading(tr.code) or {}).get("outcomes", [])
    fate = next((outcome for outcome in outcomes if outcome["kind"] == kind), None)
    rows = (await asyncio.to_thread(work.rows, tr.code)).get(kind, [])
    if fate is None or not rows:  # read anew meanwhile: no row is of it any more
        address = f"{site_of(request).settings.prefix}/w/{work.name}/lecture"
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)
    pages_n = -(-len(rows) // _ROWS_A_PAGE)
    asked = request.query_params.get("page", "1")
    is_number = asked.isdecimal() and len(asked) <= len(str(pages_n))
    number = min(max(int(asked), 1), pages_n) if is_number else 1
    return page(
        request,
        "reading_rows.html",
        work=work,
        fate=fate,
        rows=rows[(number - 1) * _ROWS_A_PAGE : number * _ROWS_A_PAGE],
        kept_n=len(rows),
        page_n=number,
        pages_n=pages_n,
    )
