"""What the page's script reads: columns of values, never a feature with properties.

Everything here is data. It reaches the page as JSON that no template touches, and the script shows
it by `textContent` only.
"""

import json
import re
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.indicators.classes import NO_SCHOOL, UNKNOWN, class_labels, classify
from geo_ent.maps.wording import LEVEL_WORDS, NATURE_WORDS, STATUS_WORDS
from geo_ent.tables.contract import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.maps.facts import PageFacts

__all__ = ["as_json", "payload", "totals"]

COUNTS = (
    "schools_n",
    "covered_n",
    "class_n",
    "planned_n",
    "none_n",
    "unknown_n",
    "primary_schools_n",
    "primary_covered_n",
)
SHARES = ("coverage_share", "coverage_share_max", "known_share", "interval_low", "interval_high")
STATUS_COLUMNS = dict(
    zip(STATUSES, ("covered_n", "class_n", "planned_n", "none_n", "unknown_n"), strict=True)
)

_POSITION_STEPS = 1e5  # about a metre
_SHARE_DECIMALS = 6
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def as_json(value: Any) -> str:  # noqa: ANN401 whatever JSON holds
    r"""Write JSON that is inert inside a `<script>` and to any template engine.

    Examples
    --------
    >>> as_json({"a": "</script>{{7*7}}"})
    '{"a":"\\u003c/script\\u003e\\u007b{7*7}}"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # outside strings JSON never has a brace before {, % or #: what is replaced is inside one
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text.translate(_UNSAFE))


def payload(
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame]",
    *,
    facts: "PageFacts",
    indicator: "Indicator",
) -> dict[str, Any]:
    """Gather everything that the page's script shows, but the geometry."""
    return {
        "territory": facts.territory,
        "simulated": facts.simulated,
        "indicator": {
            "id": indicator.id,
            "title": indicator.title_fr,
            "caveat": indicator.caveat_fr,
            "classes": [*class_labels(indicator), NO_SCHOOL, UNKNOWN],
        },
        "statuses": [
            {"id": status, "label": label, "column": STATUS_COLUMNS[status]}
            for status, label in STATUS_WORDS.items()
        ],
        "natures": NATURE_WORDS,
        "total": totals(schools),
        "levels": [_level(level, zones[level], coverage[level], indicator) for level in zones],
        "schools": _schools(schools, zones),
    }


def totals(schools: "gpd.GeoDataFrame") -> dict[str, Any]:
    """Count the whole territory's schools, wherever they are or aren't on the map."""
    import numpy as np

    status = schools["status"].to_numpy()
    counts = {column: int(np.sum(status == word)) for word, column in STATUS_COLUMNS.items()}
    primary = (schools["nature"] != "maternelle").to_numpy()
    all_n, unknown_n = len(schools), counts["unknown_n"]
    shares = {
        "coverage_share": counts["covered_n"] / all_n if all_n else None,
        "coverage_share_max": (counts["covered_n"] + unknown_n) / all_n if all_n else None,
        "known_share": 1 - unknown_n / all_n if all_n else None,
        "interval_low": None,
        "interval_high": None,
    }
    return {
        "schools_n": all_n,
        "primary_schools_n": int(primary.sum()),
        "primary_covered_n": int(np.sum(primary & (status == "school"))),
        **counts,
        **shares,
    }


def _level(
    level: str, zones: "gpd.GeoDataFrame", coverage: "pd.DataFrame", indicator: "Indicator"
) -> dict[str, Any]:
    """Write one level as columns, in the zones' order."""
    rows = aligned(level, zones, coverage)
    return {
        "id": level,
        **LEVEL_WORDS[level]._asdict(),
        "estimated": bool(zones["estimated"].any()),
        "code": list(zones.index),
        "name": list(zones["zone_name"]),
        "class": classify(rows, indicator).cat.codes.tolist(),
        **{column: rows[column].astype(int).tolist() for column in COUNTS},
        **{column: _shares(rows[column]) for column in SHARES},
    }


def aligned(level: str, zones: "gpd.GeoDataFrame", coverage: "pd.DataFrame") -> "pd.DataFrame":
    """Put a level's figures in the order of its zones.

    Raises
    ------
    InputError
        When the two don't name the same zones: a zone without figures isn't one without schools.
    """
    apart = zones.index.symmetric_difference(coverage.index)
    if len(apart):
        some = ", ".join(map(str, apart[:3]))
        msg = (
            f"{level}: zones and coverage don't name the same {level}s; {len(apart)} differ: {some}"
        )
        raise InputError(msg)
    rows: pd.DataFrame = coverage.loc[zones.index]
    return rows


def _shares(column: "pd.Series") -> list[float | None]:
    rounded = column.astype(float).round(_SHARE_DECIMALS)
    return [None if value != value else value for value in rounded.tolist()]  # noqa: PLR0124 NaN


def _schools(
    schools: "gpd.GeoDataFrame", zones: "Mapping[str, gpd.GeoDataFrame]"
) -> dict[str, Any]:
    """Write schools as columns, in the order of their codes."""
    rows = schools.sort_index()
    place = rows.geometry
    return {
        "uai": list(rows.index),
        "name": _text(rows["name"]),
        "status": rows["status"].map(STATUSES.index).tolist(),
        **{column: _coded(rows[column]) for column in ("nature", "sector", "priority", "solution")},
        "lat": _steps(place.y),
        "lon": _steps(place.x),
        "zone": {
            level: zones[level].index.get_indexer(rows[f"{level}_code"]).tolist() for level in zones
        },
    }


def _text(column: "pd.Series") -> list[str]:
    return column.astype(object).where(column.notna(), "").astype(str).tolist()


def _coded(column: "pd.Series") -> dict[str, list[Any]]:
    """Write a column of few words as the words and, per row, which one."""
    import pandas as pd

    at, words = pd.factorize(pd.Index(_text(column)), sort=True)
    return {"words": list(words), "at": at.tolist()}


def _steps(degrees: "pd.Series") -> "Sequence[int | None]":
    """Write degrees in hundred thousandths; nothing for a school without a position."""
    scaled = (degrees * _POSITION_STEPS).round()
    return [None if value != value else int(value) for value in scaled.tolist()]  # noqa: PLR0124
