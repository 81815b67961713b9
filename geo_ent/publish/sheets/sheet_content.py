"""What a sheet holds, part by part, as the Typst template takes it: words and pictures."""

from typing import TYPE_CHECKING, Any, NamedTuple

from geo_ent.maps.charts.history_chart import Point, history_svg
from geo_ent.maps.picture.picture_text import in_font
from geo_ent.maps.picture.status_marks import STATUS_SHAPES, lone_mark
from geo_ent.maps.picture.zone_map import WIDTH
from geo_ent.telling.language import mark
from geo_ent.telling.page.page_words import STATUS_WORDS, level_words
from geo_ent.telling.page.picture_words import PICTURE_WORDS
from geo_ent.telling.sheets.figure_rows import figure_rows
from geo_ent.telling.sheets.listed_schools import (
    equipped_schools,
    groups,
    joined_communes,
    listed_schools,
    none_to_list,
    not_listed,
    unknown_sentences,
)
from geo_ent.telling.sheets.sheet_sentences import (
    change_sentences,
    chart_alt,
    chart_key,
    map_alt,
    reading_notes,
    sheet_title,
    source_line,
    standing,
)

if TYPE_CHECKING:
    from geo_ent.maps.picture.zone_map import ZoneMap
    from geo_ent.telling.language import Language
    from geo_ent.telling.sheets.zone_facts import ZoneFacts

_MOST_GROUPS = 7

LIST_HEADINGS = (
    mark("N°"),
    mark("École"),
    mark("Élèves"),
    mark("ENT le plus proche, km"),
    mark("Rang"),
    mark("Ce qui compte dans le rang"),
)
"""The columns of the list; the mark of the status stands beside the number."""


class Shape(NamedTuple):
    """How a sheet is laid out.

    Attributes
    ----------
    pages
        1 with all on one page; 2 with the schools on a page of their own.
    map_height
        In points.
    most_listed
        How many schools without an ENT it names.
    has_equipped
        Whether it names those that have one.
    """

    pages: int
    map_height: float
    most_listed: int
    has_equipped: bool


def sheet_content(
    zone: "ZoneFacts", drawn: "ZoneMap | None", tr: "Language", shape: Shape
) -> dict[str, Any]:
    """Put a sheet together.

    Parameters
    ----------
    zone
        What it tells.
    drawn
        Its map; None where the zone has no outline.
    tr
        What writes, of the schools counted at the date.
    shape
        How it is laid out, and how much of the lists it holds; the others are counted.

    Returns
    -------
    dict
        For `sheet.typ`: texts and numbers alone, each letter one that the font has.
    """
    parts = {
        **_head(zone, tr),
        "map": _map(zone, drawn, tr),
        "figures": _figures(zone, tr),
        "change": _change(zone, tr),
        "together": _together(zone, tr),
        "listed": _listed(zone, tr, shape.most_listed),
        "equipped": {
            "heading": tr("Les écoles qui ont un ENT"),
            "schools": equipped_schools(zone) if shape.has_equipped else [],
        },
        "unknown": {
            "heading": tr("Ce qu’on ne sait pas"),
            "sentences": list(unknown_sentences(zone, tr)),
        },
        "reading": {"heading": tr("Comment lire"), "sentences": list(reading_notes(zone, tr))},
        "sources": source_line(zone.sources, tr),
        "marks": {status: lone_mark(status) for status in STATUS_SHAPES},
        "pages": shape.pages,
    }
    written: dict[str, Any] = _writable(parts)
    return written


def _head(zone: "ZoneFacts", tr: "Language") -> dict[str, Any]:
    """Give what stands over the sheet and under each page, and the document's own words."""
    day = tr.day(zone.date)
    return {
        "lang": tr.code,
        "region": "FR" if tr.code == "fr" else "GB",
        "title": sheet_title(zone, tr),
        "simulated": [tr(PICTURE_WORDS["simulated"]), zone.simulated] if zone.simulated else [],
        "eyebrow": [
            _capital(level_words(zone.level, tr).one),
            zone.whole_name,
            tr(PICTURE_WORDS["at"], day=day),
        ],
        "name": zone.name,
        "standing": list(standing(zone, tr)),
        "page": tr("page {n} sur {all}", n="{n}", all="{all}"),
        "foot": tr("{zone} · situation au {day} · geo-ent", zone=zone.name, day=day),
    }


def _listed(zone: "ZoneFacts", tr: "Language", most: int) -> dict[str, Any]:
    rows = listed_schools(zone, tr)
    left_n = max(len(rows) - most, 0)
    return {
        "heading": tr("Les écoles sans ENT"),
        "header": [tr(word) for word in LIST_HEADINGS],
        "rows": [row._asdict() | {"what": tr(STATUS_WORDS[row.status])} for row in rows[:most]],
        "none": "" if rows else none_to_list(zone, tr),
        "more": not_listed(left_n, zone, tr) if left_n else "",
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _map(zone: "ZoneFacts", drawn: "ZoneMap | None", tr: "Language") -> dict[str, Any]:
    if drawn is None:
        return {
            "svg": "",
            "width": WIDTH,
            "none": tr("Cette zone n’a pas de contour\u00a0: elle n’est pas dessinée."),
        }
    return {"svg": drawn.svg, "alt": map_alt(zone, tr), "width": drawn.width}


def _figures(zone: "ZoneFacts", tr: "Language") -> dict[str, Any]:
    return {
        "heading": tr("Les chiffres"),
        "header": [tr("Au {day}", day=tr.day(zone.date)), tr("Ici"), zone.whole_name],
        "rows": [row._asdict() for row in figure_rows(zone, tr)],
    }


def _change(zone: "ZoneFacts", tr: "Language") -> dict[str, Any]:
    points = [Point(*moment) for moment in zone.moments]
    drawable = [point for point in points if point.share == point.share]
    return {
        "heading": tr("Depuis les dernières rentrées"),
        "svg": history_svg(points, tr) if len(drawable) > 1 else "",
        "alt": chart_alt(zone, tr) if len(drawable) > 1 else "",
        "key": list(chart_key(zone, tr)),
        "sentences": list(change_sentences(zone, tr)),
    }


def _together(zone: "ZoneFacts", tr: "Language") -> dict[str, Any]:
    every = groups(zone, tr)
    left_n = len(every) - _MOST_GROUPS
    return {
        "heading": tr("À équiper ensemble"),
        "joined": list(joined_communes(zone, tr)),
        "groups": [group._asdict() for group in every[:_MOST_GROUPS]],
        "more": tr.plural(
            "et {n} autre groupe d’écoles", "et {n} autres groupes d’écoles", left_n,
            n=tr.number(left_n),
        ) if left_n > 0 else "",
        "none": "" if every else tr(
            "Aucune commune, aucun RPI, aucun secteur de collège n’a ici plusieurs écoles sans ENT."
        ),
    }  # fmt: skip


def _writable(part: Any) -> Any:  # noqa: ANN401 texts within lists within dicts
    """Keep to the letters that the font has: Typst refuses a page that it can't show all of."""
    if isinstance(part, dict):
        return {key: value if key in _PICTURES else _writable(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_writable(value) for value in part]
    return in_font(part) if isinstance(part, str) else part


_PICTURES = ("svg", "marks")  # drawn with letters of the font already
