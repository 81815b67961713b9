"""The figures of a map as a table, for who has no script: the page's own table needs one."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from geo_ent.telling.language import Language
from geo_ent.telling.page.page_words import LEVEL_WORDS, TABLE_HEADINGS, level_words
from geo_ent.text.compare import plain

# Coverage is published by circonscription: it comes first, as on the map's page.
_LEVELS = ("circonscription", *(level for level in LEVEL_WORDS if level != "circonscription"))
_ALWAYS = ("schools_n", "covered_n")
_WHERE_ANY = ("undated_n", "class_n", "planned_n", "not_yet_n", "none_n", "unknown_n")
_SHARE = "coverage_share"


class Table(NamedTuple):
    """A level's figures in words.

    Attributes
    ----------
    level
        Which one.
    many
        What its zones are called.
    headings
        Of the columns; the first is the zone's.
    rows
        One a zone, by name: the name, then its figures.
    total
        The last row: of all schools, those in no zone of the level included.
    """

    level: str
    many: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: Sequence[str]


def table_levels(built: Path) -> list[str]:
    """List the levels that a map has figures of, the one to show first at the head."""
    return [level for level in _LEVELS if (built / f"coverage-{level}.csv").is_file()]


def level_table(built: Path, level: str, tr: Language) -> Table:
    """Write the figures of a level in words.

    Parameters
    ----------
    built
        The folder of the map.
    level
        One of `table_levels`.
    tr
        The language.
    """
    path = built / f"coverage-{level}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        zones = sorted(csv.DictReader(file), key=lambda zone: plain(zone["zone_name"]))
    totals: Mapping[str, Any] = read_manifest(built)["figures"]
    counts = [*_ALWAYS, *(name for name in _WHERE_ANY if _any(name, [totals, *zones]))]
    words = level_words(level, tr)
    return Table(
        level,
        words.many,
        [words.one.capitalize(), *(tr(TABLE_HEADINGS[name]) for name in [*counts, _SHARE])],
        [_row(zone["zone_name"], zone, counts, tr) for zone in zones],
        _row(tr("Ensemble"), totals, counts, tr),
    )


def read_manifest(built: Path) -> dict[str, Any]:
    """Read what a map says of itself."""
    manifest: dict[str, Any] = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _any(name: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    return any(float(row.get(name) or 0) for row in rows)


def _is_known(figures: Mapping[str, Any]) -> bool:
    return float(figures.get("unknown_n") or 0) < float(figures.get("schools_n") or 0)


def _row(name: str, figures: Mapping[str, Any], counts: Sequence[str], tr: Language) -> list[str]:
    share = figures[_SHARE]
    return [
        name,
        *(tr.number(float(figures.get(count) or 0)) for count in counts),
        # Where nothing is known of any school, 0 % would pass for a figure.
        "–" if share in (None, "") or not _is_known(figures) else tr.percent(float(share)),
    ]
