"""The national page of programmes: who deployed which ENT, where and when, as it was published.

One complete file that asks nobody for anything: the ground and the territories come from the
bundled boundaries, the programmes from the table alone. Data is JSON that no template touches, and
the script shows it as text.
"""

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from geo_ent.maps.content_hash import digest
from geo_ent.maps.geometry.topology import topology
from geo_ent.maps.page.packing import packed
from geo_ent.maps.page.page_script import asset, in_one_function, joined, joined_style, spoken
from geo_ent.programmes.programme_places import land_of
from geo_ent.programmes.programme_words import (
    BOUNDARIES,
    COLUMNS,
    KINDS,
    NONE,
    NOTES,
    OVERSEAS,
    TITLE,
    date_words,
    kind_words,
    share_words,
    solution_words,
    source_words,
    unit_words,
)
from geo_ent.programmes.programmes_model import CONTEXT, Projects, once, projects_of
from geo_ent.programmes.programmes_table import source_list, table_rows
from geo_ent.programmes.solution_signs import signs
from geo_ent.publish.templates import markup, render
from geo_ent.text.ascii_page import ascii_script, ascii_style
from geo_ent.text.safe import as_json, clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from geo_ent.programmes.programme_places import Land, Spot
    from geo_ent.programmes.programmes_model import Place, State
    from geo_ent.telling.language import Language

SCRIPTS = (
    ("maps", "dom"),
    ("maps", "language"),
    ("programmes", "programmes_data"),
    ("programmes", "programmes_words"),
    ("maps", "packed"),
    ("maps", "topology"),
    ("maps", "fit"),
    ("maps", "map"),
    ("maps", "wheel"),
    ("maps", "embed_height"),
    ("programmes", "year_view"),
    ("programmes", "solution_signs"),
    ("programmes", "territories"),
    ("programmes", "map_marks"),
    ("programmes", "territory_tip"),
    ("programmes", "programme_panel"),
    ("programmes", "year_slider"),
    ("programmes", "solution_filters"),
    ("programmes", "figures_table"),
    ("programmes", "programmes_main"),
)
"""The modules, with their room, in the order they are joined in.

Those of the other page take their words from ours, which have the same name.
"""

_STYLES = (
    ("maps", "vendor/leaflet-part.css"),
    ("maps", "page.css"),
    ("maps", "share.css"),
    ("maps", "print.css"),
    ("programmes", "programmes.css"),
)
_MARGIN = 0.25  # degrees of sea, north and south of the ground


def projects_page(programmes: "pd.DataFrame", tr: "Language", *, download: str = "") -> str:
    """Make the page: the map over the years, its panel, and every figure as a table.

    Parameters
    ----------
    programmes
        As `read_programmes` gives them: one row a published figure. A project is the rows of one
        programme, level, codes and date.
    tr
        The page's language; what it quotes stays as printed.
    download
        The address of the same table as a file, relative to the page; "" for no link.

    Returns
    -------
    str
        A complete page, the same bytes for the same rows; all of its table is there without a
        script.

    Examples
    --------
    >>> page = projects_page(read_programmes(), language("fr"))  # doctest: +SKIP
    """
    projects = projects_of(programmes)
    land = land_of(projects.places)
    css = ascii_style("\n".join(joined_style(asset(name, room)) for room, name in _STYLES))
    script = ascii_script(f"{_leaflet()}\n{_script(tr)}")
    # One topology, so that a border that an area shares with départements is one line on the page.
    shapes = {"departement": land.ground} | dict(land.areas)
    return render(
        "programmes/templates/programmes.html",
        tr,
        # the hashes are of all that stands between the tags, line breaks included
        policy=markup(_policy(f"\n{script}\n", f"\n{css}\n")),
        # texts go through the template, which escapes them; `markup` is for what we made alone
        css=markup(css),
        script=markup(script),
        title=tr(TITLE),
        years=_years(projects),
        headline=_headline(projects, tr),
        map_notes=[clean(note) for note in _map_notes(land, projects.places, tr)],
        download=download,
        headings={column: tr(heading) for column, heading in COLUMNS.items()},
        rows=table_rows(projects, tr),
        notes=[tr(note) for note in NOTES] if projects.rows else [],
        sources=[clean(source) for source in source_list(projects, tr)],
        boundaries=tr(BOUNDARIES),
        topology=markup(as_json(packed(topology(shapes)))),
        data=markup(as_json(_payload(projects, land, tr))),
    )


def _years(projects: Projects) -> str:
    first, last = projects.years
    return f"{first}–{last}" if first != last else str(first or "")


def _headline(projects: Projects, tr: "Language") -> str:
    if not projects.rows:
        return tr(NONE)
    first, last = projects.years
    programmes_n = sum(not programme.context for programme in projects.programmes)
    figures_n = len(projects.rows)
    return tr(
        "{programmes}, {figures} publiés entre {first} et {last}. Chaque chiffre est celui de sa "
        "source, tel qu’elle l’a imprimé.",
        programmes=tr.plural(
            "{n} programme", "{n} programmes", programmes_n, n=tr.number(programmes_n)
        ),
        figures=tr.plural("{n} chiffre", "{n} chiffres", figures_n, n=tr.number(figures_n)),
        first=first,
        last=last,
    )


def _map_notes(land: "Land", places: "Sequence[Place]", tr: "Language") -> list[str]:
    """Say what the map shows elsewhere than it is, or can't show."""
    unplaced = [
        place.name
        for place, spot in zip(places, land.spots, strict=True)
        if spot.point is None and place.level != CONTEXT
    ]
    notes = [tr(OVERSEAS)] if land.overseas else []
    if unplaced:
        names = ", ".join(once(unplaced))
        notes.append(tr("Sans place sur la carte\u00a0: {names}.", names=names))
    return notes


def _payload(projects: Projects, land: "Land", tr: "Language") -> dict[str, Any]:
    """Gather what the script shows, but the geometry."""
    west, south, east, north = (float(value) for value in land.ground.total_bounds)
    spots = iter(land.spots)  # one a place, in the order of the places of all programmes
    # Départements by number: the page's topology has them in this order.
    order = {code: number for number, code in enumerate(land.ground.index)}
    return {
        "years": list(projects.years),
        "bounds": [[south - _MARGIN, west], [north + _MARGIN, east]],
        "signs": [
            sign._asdict() | {"name": solution_words(sign.name, tr)}
            for sign in signs(projects.solutions)
        ],
        "kinds": [
            {"id": kind, "name": kind_words(kind, tr)} for kind in sorted(projects.kinds, key=_rank)
        ],
        "sources": [source_words(source, tr) for source in projects.sources],
        "programmes": [
            {
                "id": programme.id,
                "name": programme.name,
                "context": programme.context,
                "places": [
                    _place(place, next(spots), order, projects, tr) for place in programme.places
                ],
            }
            for programme in projects.programmes
        ],
    }


def _rank(kind: str) -> int:
    """Order the kinds as they are listed, those of a table of one's own after, no kind last."""
    known = list(KINDS)
    return known.index(kind) if kind in known else len(known) + (kind == "")


def _place(
    place: "Place", spot: "Spot", order: "Mapping[str, int]", projects: Projects, tr: "Language"
) -> dict[str, Any]:
    return {
        "name": place.name,
        "level": place.level,
        "at": list(spot.point) if spot.point else None,
        "departements": [order[code] for code in spot.departements],
        "area": spot.area,
        "size": spot.size,
        "states": [_state(state, projects.solutions, tr) for state in place.states],
    }


def _state(state: "State", solutions: "Sequence[str]", tr: "Language") -> dict[str, Any]:
    rate = state.rate
    return {
        "year": state.year,
        "date": date_words(state.date, tr),
        "solutions": [solutions.index(name) for name in state.solutions if name in solutions],
        "carrier": state.carrier,
        "kind": state.kind,
        "unit": unit_words(state.units, tr),
        "rate": asdict(rate) | {"of": share_words(rate.of, tr), "date": date_words(rate.date, tr)}
        if rate
        else None,
        "figures": [asdict(figure) for figure in state.figures],
    }


@cache
def _script(tr: "Language") -> str:
    """Join the page's own script."""
    # Once a run for each language: its text depends on nothing else.
    modules = {name: joined(asset(f"{name}.js", room)) for room, name in SCRIPTS}
    modules["language"] += spoken(tr, "programmes_script")
    return in_one_function(modules.values())


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
