"""The national page of programmes: who deployed which ENT, where and when, as it was published.

One complete file that asks nobody for anything: the ground and the territories come from the
bundled boundaries, the programmes from the table alone. Data is JSON that no template touches, and
the script shows it as text.
"""

import re
from dataclasses import asdict
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from geo_ent.maps.content_hash import digest
from geo_ent.maps.geometry.topology import topology
from geo_ent.maps.page.packing import packed
from geo_ent.maps.page.page_script import asset, joined, joined_style
from geo_ent.programmes import programmes_markup as markup
from geo_ent.programmes.programme_places import land_of
from geo_ent.programmes.programme_words import KINDS, PAGE, date_words, kind_words
from geo_ent.programmes.programmes_model import Projects, projects_of
from geo_ent.programmes.solution_signs import signs
from geo_ent.text.numbers import counted
from geo_ent.text.safe import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from geo_ent.programmes.programme_places import Land, Spot
    from geo_ent.programmes.programmes_model import Place, State

__all__ = ["SCRIPTS", "projects_page"]

SCRIPTS = (
    "dom",
    "projects/born",
    "projects/words",
    "packed",
    "topology",
    "map",
    "wheel",
    "embed_height",
    "projects/view",
    "projects/signs",
    "projects/areas",
    "projects/marks",
    "projects/tip",
    "projects/panel",
    "projects/years",
    "projects/filters",
    "projects/sorting",
    "projects/main",
)
"""The modules in the order they are joined in; the shared ones take their words from ours."""

_STYLES = ("page.css", "share.css", "projects/projects.css")
_SLOT = re.compile(r"@@([a-z_]+)@@")
_MARGIN = 0.25  # degrees round the ground


def projects_page(programmes: "pd.DataFrame", *, download: str = "") -> str:
    """Make the page: the map over the years, its panel, and every figure as a table.

    Parameters
    ----------
    programmes
        As `read_programmes` gives them: one row a published figure. A project is the rows of one
        programme, level, codes and date.
    download
        The address of the same table as a file, relative to the page; "" for no link.

    Returns
    -------
    str
        A complete page in French, the same bytes for the same rows; all of its table is there
        without a script.

    Examples
    --------
    >>> page = projects_page(read_programmes())  # doctest: +SKIP
    """
    projects = projects_of(programmes)
    places = [place for programme in projects.programmes for place in programme.places]
    land = land_of(places)
    css = "\n".join(joined_style(asset(name)) for name in ("vendor/leaflet-part.css", *_STYLES))
    script = f"{_leaflet()}\n{_script()}"
    shapes = {"departement": land.ground} | dict(land.areas)
    slots = {
        "policy": _policy(f"\n{script}\n", f"\n{css}\n"),
        "css": css,
        "script": script,
        "title": escape(PAGE["title"]),
        "years": escape(_years(projects)),
        "headline": escape(_headline(projects)),
        "map_notes": _map_notes(land, places),
        "download": _download(download),
        "table": markup.table(projects),
        "notes": markup.notes(projects),
        "sources": markup.sources(projects),
        "topology": as_json(packed(topology(shapes))),
        "data": as_json(_payload(projects, land)),
    }
    slots |= {f"w_{key}": escape(words) for key, words in PAGE.items()}
    return _SLOT.sub(lambda found: slots[found[1]], asset("projects/page.html"))


def _years(projects: Projects) -> str:
    first, last = projects.years
    return f"{first}–{last}" if first != last else str(first or "")


def _headline(projects: Projects) -> str:
    if not projects.rows:
        return PAGE["none"]
    first, last = projects.years
    count = sum(not programme.context for programme in projects.programmes)
    return PAGE["headline"].format(
        programmes=counted(count, "programme"),
        figures=counted(len(projects.rows), "chiffre"),
        first=first,
        last=last,
    )


def _map_notes(land: "Land", places: "Sequence[Place]") -> str:
    """Say what the map shows elsewhere than it is, or can't show."""
    lost = [
        place.name
        for place, spot in zip(places, land.spots, strict=True)
        if spot.point is None and place.level != "france"
    ]
    told = [PAGE["overseas"]] if land.overseas else []
    told += [PAGE["unplaced"].format(names=", ".join(dict.fromkeys(lost)))] if lost else []
    return "".join(f'<p class="small">{markup.told(line)}</p>\n' for line in told)


def _download(address: str) -> str:
    if not address:
        return ""
    words = PAGE["download"]
    return f'<p class="small"><a href="{escape(address)}" download>{words}</a></p>\n'


def _payload(projects: Projects, land: "Land") -> dict[str, Any]:
    """Gather what the script shows, but the geometry."""
    west, south, east, north = (float(value) for value in land.ground.total_bounds)
    spots = iter(land.spots)
    order = {code: at for at, code in enumerate(land.ground.index)}
    return {
        "years": list(projects.years),
        "bounds": [[south - _MARGIN, west], [north + _MARGIN, east]],
        "signs": [sign._asdict() for sign in signs(projects.solutions)],
        "kinds": [
            {"id": kind, "name": kind_words(kind)} for kind in sorted(projects.kinds, key=_rank)
        ],
        "sources": [markup.source_words(source) for source in projects.sources],
        "programmes": [
            {
                "id": programme.id,
                "name": programme.name,
                "context": programme.context,
                "places": [
                    _place(place, next(spots), order, projects) for place in programme.places
                ],
            }
            for programme in projects.programmes
        ],
    }


def _rank(kind: str) -> int:
    """Order the kinds as they are listed, those of others' own after, what isn't told last."""
    known = list(KINDS)
    return known.index(kind) if kind in known else len(known) + (kind == "")


def _place(
    place: "Place", spot: "Spot", order: "Mapping[str, int]", projects: Projects
) -> dict[str, Any]:
    return {
        "name": place.name,
        "level": place.level,
        "at": list(spot.point) if spot.point else None,
        "departements": [order[code] for code in spot.departements],
        "area": spot.area,
        "size": spot.size,
        "states": [_state(state, projects.solutions) for state in place.states],
    }


def _state(state: "State", solutions: "Sequence[str]") -> dict[str, Any]:
    rate = state.rate
    return {
        "year": state.year,
        "date": date_words(state.date),
        "solutions": [solutions.index(name) for name in state.solutions if name in solutions],
        "carrier": state.carrier,
        "kind": state.kind,
        "unit": state.unit,
        "rate": asdict(rate) | {"date": date_words(rate.date)} if rate else None,
        "figures": [asdict(figure) for figure in state.figures],
    }


@cache
def _script() -> str:
    """Join the page's own script: one function, so that nothing leaks into the page."""
    body = "".join(joined(asset(f"{name}.js")) for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{body}}})();'


@cache
def _leaflet() -> str:
    """Give the part of Leaflet that the script uses, with its licence."""
    return f"/*!\n{asset('vendor/LICENSE-leaflet')}*/\n{asset('vendor/leaflet-part.js')}"


def _policy(script: str, css: str) -> str:
    """Write a content security policy: this script, this style, nothing from anywhere."""
    return (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(css)}'; "
        "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
