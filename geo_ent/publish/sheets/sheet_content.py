"""What a sheet holds, part by part, as the Typst template takes it: words and pictures."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geo_ent.maps.charts.history_chart import Point, history_svg
from geo_ent.maps.picture.picture_text import in_font
from geo_ent.maps.picture.status_marks import STATUS_SHAPES, lone_mark
from geo_ent.maps.picture.zone_map import WIDTH
from geo_ent.publish.sheets.sheet_layout import GAP, PAGE_WIDTH
from geo_ent.telling.language import mark
from geo_ent.telling.page.page_words import level_words
from geo_ent.telling.page.picture_words import PICTURE_WORDS
from geo_ent.telling.sheets.figure_rows import figure_rows
from geo_ent.telling.sheets.listed_schools import (
    about_others,
    equipped_schools,
    groups,
    joined_communes,
    list_heading,
    no_groups,
    none_to_list,
    not_listed,
    other_schools,
    ranked_schools,
    schools_without,
    unknown_sentences,
)
from geo_ent.telling.sheets.sheet_sentences import (
    change_sentences,
    chart_alt,
    chart_key,
    map_alt,
    map_key,
    reading_notes,
    sheet_title,
    source_line,
    standing,
)

if TYPE_CHECKING:
    from geo_ent.maps.picture.zone_map import ZoneMap
    from geo_ent.publish.sheets.sheet_layout import Layout
    from geo_ent.telling.language import Language
    from geo_ent.telling.sheets.zone_facts import ZoneFacts

_MOST_GROUPS = 7
_REGIONS = {"fr": "FR", "en": "GB"}  # of the dictionaries that a voice reads by

LIST_HEADINGS = (
    mark("N°"),
    mark("École"),
    mark("Élèves"),
    mark("ENT le plus proche, km"),
    mark("Rang"),
    mark("Ce qui compte dans le rang"),
)
"""The columns of the list; the mark of the status stands beside the number."""


def sheet_content(zone: "ZoneFacts", tr: "Language") -> dict[str, Any]:
    """Put a sheet together, whole: what `laid_out` takes from it depends on how tall its parts are.

    Parameters
    ----------
    zone
        What it tells.
    tr
        What writes, of the schools counted at the date.

    Returns
    -------
    dict
        For `sheet.typ`: texts and numbers alone, each letter one that the font has. It measures.
    """
    parts = {
        **_head(zone, tr),
        # As long as it may be: how many numbers the map has no room for, only the map tells.
        "map": {
            "svg": "",
            "none": "",
            "key": " ".join(map_key(zone, tr, unnumbered_n=len(schools_without(zone)))),
            "width": WIDTH,
        },
        "figures": _figures(zone, tr),
        "change": _change(zone, tr),
        "together": _together(zone, tr),
        "listed": _listed(zone, tr),
        "equipped": {
            "heading": tr("Les écoles qui ont un ENT"),
            "schools": equipped_schools(zone, tr),
            "shown": True,
        },
        "unknown": {
            "heading": tr("Ce qu’on ne sait pas"),
            "sentences": list(unknown_sentences(zone, tr)),
        },
        "reading": {"heading": tr("Comment lire"), "sentences": list(reading_notes(zone, tr))},
        "sources": source_line(zone.sources, tr),
        "marks": {status: lone_mark(status) for status in STATUS_SHAPES},
    }
    written: dict[str, Any] = _writable(parts)
    return written | {"gap": GAP, "width": PAGE_WIDTH, "measuring": True}


def laid_out(
    content: Mapping[str, Any],
    zone: "ZoneFacts",
    drawn: "ZoneMap | None",
    chosen: "Layout",
    tr: "Language",
) -> dict[str, Any]:
    """Give a sheet its map and its layout; schools that it has no room for are counted.

    Parameters
    ----------
    content
        As `sheet_content` gives it.
    drawn
        Its map; None where the zone has no outline.
    chosen
        As `layout` chooses it.
    """
    listed, map_part = dict(content["listed"]), dict(content["map"])
    listed["ranked"] = listed["ranked"][: chosen.ranked_n]
    listed["others"] = listed["others"][: chosen.others_n]
    left_n = len(schools_without(zone)) - chosen.ranked_n - chosen.others_n
    listed["more"] = in_font(not_listed(left_n, zone, tr, with_equipped=chosen.has_equipped))
    if drawn is None:
        none = tr("Cette zone n’a pas de contour\u00a0: elle n’est pas dessinée.")
        map_part |= {"none": none, "key": ""}
    else:
        left_n = drawn.unnumbered_n
        map_part |= {
            "svg": drawn.svg,
            "key": in_font(" ".join(map_key(zone, tr, unnumbered_n=left_n))),
            "alt": in_font(map_alt(zone, tr, unnumbered_n=left_n)),
        }
    return {
        **content,
        "map": map_part,
        "listed": listed,
        "equipped": {**content["equipped"], "shown": chosen.has_equipped},
        "pages": chosen.pages,
        "foot-page": chosen.foot_page,
        "measuring": False,
    }


def _head(zone: "ZoneFacts", tr: "Language") -> dict[str, Any]:
    """Give what stands over the sheet and under each page, and the document's own words."""
    day = tr.day(zone.date)
    return {
        "lang": tr.code,
        "region": _REGIONS[tr.code],
        "quoted": {"lang": zone.quoted_in, "region": _REGIONS[zone.quoted_in]},
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


def _listed(zone: "ZoneFacts", tr: "Language") -> dict[str, Any]:
    ranked, others = ranked_schools(zone, tr), other_schools(zone, tr)
    return {
        "heading": list_heading(zone, tr),
        "header": [tr(word) for word in LIST_HEADINGS],
        "ranked": [row._asdict() for row in ranked],
        "others": [
            row._asdict()
            | {
                "about": " · ".join(
                    filter(None, (row.nature, row.commune, row.pupils, row.priority))
                )
            }
            for row in others
        ],
        "about-others": about_others(zone, tr),
        "none": "" if ranked or others else none_to_list(zone, tr),
        "more": "",
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


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
            "et {n} autre groupe d’écoles (leurs écoles\u00a0: schools.csv)",
            "et {n} autres groupes d’écoles (leurs écoles\u00a0: schools.csv)", left_n,
            n=tr.number(left_n),
        ) if left_n > 0 else "",
        "none": "" if every else no_groups(zone, tr),
    }  # fmt: skip


def _writable(part: Any) -> Any:  # noqa: ANN401 texts within lists within dicts
    """Keep to the letters that the font has: Typst refuses a page that it can't show all of."""
    if isinstance(part, dict):
        return {key: value if key in _PICTURES else _writable(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_writable(value) for value in part]
    return in_font(part) if isinstance(part, str) else part


_PICTURES = ("svg", "marks")  # drawn with letters of the font already
