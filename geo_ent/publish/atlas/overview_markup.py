"""An atlas' page put together: its map, what stands beside it, and the words round them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.maps.content_hash import digest
from geo_ent.maps.overview.choropleth import Layer, fills_css, picture
from geo_ent.maps.overview.overview_level import CHANGE_FIGURE
from geo_ent.maps.overview.sparkline import sparkline
from geo_ent.maps.page.page_markup import simulated_banner
from geo_ent.maps.page.page_script import asset, in_one_function, joined, joined_style, spoken
from geo_ent.publish.atlas.overview_parts import (
    legend,
    moments,
    status_counts,
    table,
)
from geo_ent.publish.page_style import base_css
from geo_ent.publish.templates import markup, render
from geo_ent.telling.atlas.overview_words import (
    absent_sentence,
    atlas_notes,
    dates_line,
    summary,
)
from geo_ent.telling.atlas.zone_words import change_bounds_line, change_line, doubt_line
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import inside, page_title
from geo_ent.telling.page.page_words import level_words
from geo_ent.text.ascii_page import ascii_script, ascii_style
from geo_ent.text.safe import printable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from geo_ent.maps.overview.overview_level import OverviewLevel, Painted
    from geo_ent.publish.atlas.departement_files import DepartementFiles, Download
    from geo_ent.publish.atlas.overview_figures import Overview
    from geo_ent.telling.language import Language

SCRIPTS = (
    *(("maps", name) for name in ("dom", "language", "matching")),
    *(("publish", f"atlas_{name}") for name in ("search", "map", "table", "main")),
)
"""The modules of the page's script, with their room, in the order they are joined in."""

_STYLES = (("maps", "legend.css"), ("maps", "banner.css"), ("publish", "atlas.css"))


METHOD = "methode.html"
"""What says how the figures are made, in the atlas' folder."""


class DrawnLevel(NamedTuple):
    """A level as it is shown: its layer of the map, its figures as colours."""

    level: "OverviewLevel"
    layer: Layer
    figures: "Sequence[Painted]"


class NumberKey(NamedTuple):
    """The zones that are numbers on a level's map: number, name, the value of each figure."""

    level: str
    rows: "Sequence[tuple[int, str, Sequence[tuple[str, str]]]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a page of an atlas is among.

    Attributes
    ----------
    territory
        What it covers, by name.
    home
        The way from the page to the atlas' folder; "" for the index.
    downloads
        What there is to take away.
    nearer
        The page that shows the same territory nearer: its address and its name.
    ground
        What is drawn under its map.
    departements
        What was made of each of its départements; none on the index, which leads to académies.
    beyond
        Of which schools of the directory the atlas can't tell, since they are of no département;
        "" where there is none.
    """

    territory: str
    home: str = ""
    downloads: "Sequence[Download]" = ()
    nearer: "tuple[str, str] | None" = None
    ground: str = ""
    departements: "Sequence[DepartementFiles]" = ()
    beyond: str = ""


def overview_text(
    overview: "Overview", drawn: Sequence[DrawnLevel], among: Surroundings, tr: "Language"
) -> str:
    """Make the page: whole without a script, which only enhances it.

    Parameters
    ----------
    overview
        What it is about.
    drawn
        Its levels, the one shown first at the head.
    among
        Where it stands in the atlas.
    tr
        Its language, about the schools counted.
    """
    script = _script(language(tr.code, tr.sector))
    headline, doubt, changed, bounds = headlines(overview, tr)
    since = _since(overview)
    title = page_title(among.territory, tr)
    return render(
        "publish/templates/atlas.html",
        tr,
        title=title,
        among=among,
        territory=inside(among.territory),
        method=METHOD,
        when=dates_line(list(overview.dates.values()), tr),
        headline=headline,
        absent=absent_sentence(overview.absent, tr),
        doubt=doubt,
        changed=changed,
        bounds=bounds,
        banner=markup(simulated_banner(escape(printable(overview.simulated)), tr)),
        css=markup(_css(drawn)),
        script=markup(script),
        script_hash=digest(script),
        patterns=markup(asset("patterns.svg")),
        map=markup(picture([among.ground, *(each.layer.svg for each in drawn)], title, headline)),
        levels=[(each.level.level, level_words(each.level.level, tr)) for each in drawn],
        has_change=_has_change(drawn),
        since=tr.day(since) if since else "",
        legends=[legend(each.level, figure, tr) for each in drawn for figure in each.figures],
        keys=[_number_key(each) for each in drawn],
        counts=list(status_counts(overview.whole, tr)) if overview.whole else [],
        moments=list(moments(overview.series, tr)),
        sparkline=markup(sparkline(overview.series)),
        tables=[table(overview, each.level, tr) for each in drawn],
        notes=_notes(overview, drawn, tr),
    )


def headlines(overview: "Overview", tr: "Language") -> tuple[str, str, str, str]:
    """Say the whole's figures: the headline, what isn't known, what changed, between which bounds.

    "" for what there is nothing to say of.
    """
    there_n = len(overview.codes) - len(overview.absent)
    return (
        summary(overview.whole, tr, there_n=there_n, all_n=len(overview.codes)),
        doubt_line(overview.whole, tr) if overview.whole else "",
        change_line(overview.change, tr) if overview.change else "",
        change_bounds_line(overview.change, tr) if overview.change else "",
    )


def sentences(overview: "Overview", drawn: Sequence[DrawnLevel], tr: "Language") -> "Iterator[str]":
    """Give the sentences of the page, each with the figures that it claims and of whom they are."""
    yield from filter(None, headlines(overview, tr))
    for each in drawn:
        yield from each.layer.sentences


def _has_change(drawn: Sequence[DrawnLevel]) -> bool:
    return any(figure.name == CHANGE_FIGURE for each in drawn for figure in each.figures)


def _since(overview: "Overview") -> "dt.date | None":
    """Give the day that all changes are since; None where there are several."""
    days = {day for level in overview.levels for day in level.change["compared_to"]}
    return days.pop() if len(days) == 1 else None


def _notes(overview: "Overview", drawn: Sequence[DrawnLevel], tr: "Language") -> list[str]:
    return atlas_notes(
        tr,
        dates_n=len(set(overview.dates.values())),
        estimated=any(each.level.level == "circonscription" for each in drawn),
        changes=_has_change(drawn),
        parted=bool(overview.absent) or any(each.level.lacking for each in drawn),
    )


def _number_key(drawn: DrawnLevel) -> NumberKey:
    """List the zones that are numbers on the map."""
    names, codes = drawn.level.coverage["zone_name"], drawn.layer.codes
    rows = []
    for mark in drawn.layer.marks:
        code = codes[mark.zone]
        values = [(figure.name, figure.readings.get(code, "–")) for figure in drawn.figures]
        rows.append((mark.number, str(names[code]), values))
    return NumberKey(drawn.level.level, rows)


@cache
def _script(tr: "Language") -> str:
    """Join the page's script."""
    # Once a run for each language and sector: its text depends on nothing else.
    modules = {name: joined(asset(f"{name}.js", room)) for room, name in SCRIPTS}
    modules["language"] += spoken(tr, "atlas_script", modules["language"])
    return ascii_script(in_one_function(modules.values()))


def _css(drawn: Sequence[DrawnLevel]) -> str:
    """Join the style: the map page's own, the atlas', and the colours of its classes."""
    sheets = [base_css(), *(asset(name, room) for room, name in _STYLES)]
    fills = [fills_css(each.level.level, figure) for each in drawn for figure in each.figures]
    return ascii_style("\n".join(map(joined_style, sheets)) + "".join(fills))
