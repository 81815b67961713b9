"""The addresses of the application, and what stands before them."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo_ent.app.guard import Guard
from geo_ent.app.opened_once import instance_of
from geo_ent.app.pages import map_page, reading_page, rows_page, start_page, taking_page
from geo_ent.app.pages.layout import (
    not_taken,
    site_of,
    static_file,
    trouble,
    upload_refused,
)
from geo_ent.app.pages.progress import progress_events
from geo_ent.app.site import Site
from geo_ent.app.uploads import UploadRefusedError
from geo_ent.errors import InputError


def make_app(site: Site) -> Guard:
    """Put the pages together, behind the guard."""
    inner = Starlette(
        routes=ROUTES,
        lifespan=site.alive,
        exception_handlers={
            404: trouble,
            405: trouble,
            409: trouble,
            500: trouble,
            OSError: trouble,
            InputError: not_taken,
            UploadRefusedError: upload_refused,
        },
    )
    # Off: it would lead to the address that the proxy calls us by, not to the public one.
    inner.router.redirect_slashes = False
    inner.state.site = site
    return Guard(inner, site.settings)


async def _health(request: Request) -> Response:
    site = site_of(request)
    instance = instance_of(site.settings.token)
    health = {"status": "ok", "busy": site.pool.busy_n, "app": "geo-ent", "instance": instance}
    return JSONResponse(health)


ROUTES = [
    Route("/health", _health),
    Route("/static/{digest}/{name}", static_file),
    Route("/", start_page.show),
    Route("/w", start_page.create, methods=["POST"]),
    Route("/territoire", start_page.understand),
    Route("/demo", start_page.create_demo, methods=["POST"]),
    Route("/w/{work}/depart", start_page.show_work, methods=["GET"]),
    Route("/w/{work}/depart", start_page.change, methods=["POST"]),
    Route("/w/{work}/lecture", reading_page.show, methods=["GET"]),
    Route("/w/{work}/lignes/{kind}", rows_page.show),
    Route("/w/{work}/reponse", reading_page.answer, methods=["POST"]),
    Route("/w/{work}/reponses", reading_page.answer_many, methods=["POST"]),
    Route("/w/{work}/feuille", reading_page.order_sheet, methods=["POST"]),
    Route("/w/{work}/ecoles", reading_page.suggest),
    Route("/w/{work}/question", reading_page.answer_question, methods=["POST"]),
    Route("/w/{work}/carte", map_page.show, methods=["GET"]),
    Route("/w/{work}/choix", map_page.choose, methods=["POST"]),
    Route("/w/{work}/carte/{revision}/{name}", map_page.build_file),
    Route("/w/{work}/emporter", taking_page.show),
    Route("/w/{work}/carte.zip", taking_page.whole_zip),
    Route("/w/{work}/fiches/{level}.zip", taking_page.sheets_zip),
    Route("/w/{work}/fichiers/{name}", taking_page.one_file),
    Route("/w/{work}/geo-ent.toml", taking_page.project_file),
    Route("/w/{work}/registre-corrige.xlsx", taking_page.corrected_register),
    Route("/w/{work}/enregistrer", taking_page.save_in_folder, methods=["POST"]),
    Route("/w/{work}/effacer", start_page.ask_to_erase, methods=["GET"]),
    Route("/w/{work}/effacer", start_page.erase, methods=["POST"]),
    Route("/w/{work}/suivi/{kind}", progress_events),
    Route("/w/{work}/recommencer/{kind}", reading_page.try_again, methods=["POST"]),
]
"""Each address, and what answers it."""
