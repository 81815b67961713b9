"""What the page's script reads: columns of values, never a feature with properties.

Everything here is data. It reaches the page as JSON that no template touches, and the script shows
it by `textContent` only. No figure is written: the script counts them from the schools, for any
level, date and filter.
"""

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import COVERAGE, MAPPED
from geo_ent.maps.page.class_bounds import (
    level_bounds,
    palette_part,
    territory_level,
    whole_rates,
)
from geo_ent.tables.contract import REGISTER_STATUSES, STATUSES, UNOPENED
from geo_ent.tables.word_lists import join_words, word_lists
from geo_ent.telling.indicator_words import indicator_caveat, indicator_title, special_labels
from geo_ent.telling.page.page_words import NATURE_WORDS, STATUS_WORDS, level_words
from geo_ent.text.elision import of_place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts

_NEEDS: "Mapping[str, tuple[str, ...]]" = {
    "pupils_coverage_share": ("pupils_n",),
    "classes_coverage_share": ("classes_n",),
    "accounts_activated_share": ("accounts_created_n", "accounts_activated_n"),
    "rural_coverage_share": ("rural",),
    "rural_urban_gap_points": ("rural",),
    "enir_eligible_coverage_share": ("enir_eligible",),
}
"""The schools' columns that an indicator can't do without; where none is known it isn't offered."""

_PRIORITIES = {"rep_coverage_share": "REP", "rep_plus_coverage_share": "REP+"}
# Few registers tell classes or accounts: a column of nothing but null isn't carried.
_COUNTS = {
    "classes": "classes_n",
    "ent_classes": "ent_classes_n",
    "created": "accounts_created_n",
    "activated": "accounts_activated_n",
}
"""Numbers that the page carries only where one is known."""
_FLAGS = {"rural": "rural", "enir": "enir_eligible", "frr": "frr_classified"}

POSITION_STEPS = 1e5  # in a degree, about a metre each: a mark is wider at any zoom
# A column of 2,000 such signs is one string, which packs better than a list of numbers.
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NO_STATUS = "-"


def payload(  # noqa: PLR0913 what a page is made of, all by keyword
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    *,
    coverage: "Mapping[str, pd.DataFrame] | None" = None,
    facts: "PageFacts",
    series: "pd.DataFrame | None" = None,
    first: "Indicator" = COVERAGE,
    tr: "Language",
) -> dict[str, Any]:
    """Gather everything that the page's script shows, but the geometry.

    The indicator that comes `first` is the one that the page opens on. The levels' `coverage`
    chooses the classes that fit them; without it, they are those of every map.

    Raises
    ------
    InputError
        When `series` misses a school or a known word, or says something else at the page's date.
    """
    # By UAI, whatever the caller's order: same bytes, and indices that the other parts can rely on.
    rows = schools.sort_index()
    statuses = _dated(rows, facts.date, series)
    in_legend = _legend_statuses(statuses.values())
    indicators = offered(schools, first=first)
    rates = whole_rates(rows, indicators)
    bounds = {
        level: level_bounds(table, indicators, rates) for level, table in (coverage or {}).items()
    }
    return {
        "lang": tr.code,
        "title": facts.title,
        "territory": facts.territory,
        "simulated": facts.simulated,
        "contact": facts.contact,
        "url": facts.url,
        "date": facts.date.isoformat(),
        "dates": [date.isoformat() for date in statuses],
        "territory_level": territory_level(rows, zones),
        "palette": palette_part(),
        "indicators": [_indicator(record, rates.get(record.id), tr) for record in indicators],
        "statuses": [{"id": status, "label": tr(STATUS_WORDS[status])} for status in in_legend],
        "natures": {nature: tr(text) for nature, text in NATURE_WORDS.items()},
        "levels": [
            _level(level, frame, tr) | bounds.get(level, {}) for level, frame in zones.items()
        ],
        "schools": _schools(rows, zones)
        | {"status": [_status_signs(column, in_legend) for column in statuses.values()]},
    }


def offered(schools: "pd.DataFrame", *, first: "Indicator" = COVERAGE) -> "tuple[Indicator, ...]":
    """List the indicators that the schools have data for: `first`, then the catalogue's order."""
    # A choice that shows nothing but "inconnu" would look like a fault of the map.
    known = [record for record in MAPPED if _is_known(schools, record.id)]
    return tuple(sorted(known, key=lambda record: record is not first))


def _is_known(schools: "pd.DataFrame", indicator: str) -> bool:
    if indicator in _PRIORITIES:
        return bool((schools["priority"] == _PRIORITIES[indicator]).any())
    return all(_is_told(schools, column) for column in _NEEDS.get(indicator, ()))


def _is_told(schools: "pd.DataFrame", column: str) -> bool:
    return column in schools and bool(schools[column].notna().any())


def _dated(
    rows: "gpd.GeoDataFrame", shown: "dt.date", series: "pd.DataFrame | None"
) -> "dict[dt.date, pd.Series[str]]":
    """Give the schools' statuses at each date, the page's own among them, in order."""
    if series is None:
        return {shown: rows["status"]}
    missing = rows.index.difference(series.index)
    if len(missing):
        named = ", ".join(missing[:3])
        msg = f"series : {len(missing)} écoles de la carte n’y sont pas ({named})."
        raise InputError(msg)
    dated: dict[dt.date, pd.Series[str]] = dict(series.loc[rows.index].items())
    # Two answers for one day would be two pages in one: which is right isn't ours to say.
    if shown in dated and not (dated[shown] == rows["status"]).all():
        msg = (
            f"series : au {shown:%d/%m/%Y}, date de la carte, ses statuts ne sont pas ceux des "
            "écoles ; donnez series(register, schools) des mêmes écoles et du même registre."
        )
        raise InputError(msg)
    return dict(sorted({**dated, shown: rows["status"]}.items()))


def _legend_statuses(columns: "Iterable[pd.Series[str]]") -> "tuple[str, ...]":
    """List the statuses of the legend: a register's own, and those of its past where it has one."""
    present = set(REGISTER_STATUSES).union(*columns)
    return tuple(status for status in STATUSES if status in present)


def _status_signs(column: "pd.Series[str]", in_legend: "Sequence[str]") -> str:
    """Write each school's status as its place in the legend; `_NO_STATUS` for no school then."""
    codes = pd.Index([*in_legend, UNOPENED]).get_indexer(pd.Index(column))
    if (codes < 0).any():
        word = column[codes < 0].iloc[0]
        msg = f"statut {word!r} : on attend {', '.join(STATUSES)}."
        raise InputError(msg)
    return "".join(_SIGNS[code] if code < len(in_legend) else _NO_STATUS for code in codes)


def _indicator(record: "Indicator", rate: float | None, tr: "Language") -> dict[str, Any]:
    """Write an indicator's record, with the classes of every map and the territory's own rate."""
    return {
        "id": record.id,
        "unit": record.unit,
        "title": indicator_title(record, tr),
        "caveat": indicator_caveat(record, tr),
        "has_change": record.has_change,
        "needs_known": record.needs_known,
        "concerned": record.concerned,
        "undecided": record.undecided,
        "part": record.part,
        "whole": record.whole,
        # Without the ends: what is below the second break is in the first class, whatever it is.
        "bounds": record.breaks[1:-1],
        "centre": record.centre,
        "rate": rate,
        "special": special_labels(record, tr),
    }


def _level(level: str, zones: "gpd.GeoDataFrame", tr: "Language") -> dict[str, Any]:
    """Write one level as columns, in the zones' order."""
    return {
        "id": level,
        **level_words(level, tr)._asdict(),
        "estimated": bool(zones["estimated"].any()),
        "code": list(zones.index),
        "name": _zone_names(level, zones["zone_name"]),
    }


def _zone_names(level: str, names: "Iterable[str]") -> list[str]:
    """Name the zones as the page does, where a name stands without its level's."""
    # An académie bears its town's name, and would be taken for the town beside it.
    return [f"Académie {of_place(name)}" if level == "academie" else name for name in names]


def aligned(level: str, zones: "gpd.GeoDataFrame", coverage: "pd.DataFrame") -> "pd.DataFrame":
    """Put a level's figures in the order of its zones.

    Raises
    ------
    InputError
        When the two don't name the same zones: a zone without figures isn't one without schools.
    """
    unmatched = zones.index.symmetric_difference(coverage.index)
    if len(unmatched):
        some = ", ".join([*map(str, unmatched[:3]), *("…" for _ in unmatched[3:4])])
        msg = f"{level} : ces zones sont avec des chiffres et sans contour, ou l’inverse : {some}."
        raise InputError(msg)
    rows: pd.DataFrame = coverage.loc[zones.index]
    return rows


def school_indices(
    wanted: "Sequence[str] | pd.Index[str]", uais: "pd.Index[str]", *, part: str
) -> list[int]:
    """Give the index of each school in the page's sorted list of UAI.

    Parameters
    ----------
    wanted
        UAI of the schools to find.
    uais
        The page's UAI, sorted: the payload's order.
    part
        Name of the page's part, for the message.

    Raises
    ------
    InputError
        When one isn't among those of the page.

    Examples
    --------
    >>> import pandas as pd
    >>> school_indices(["0150002B"], pd.Index(["0150001A", "0150002B"]), part="gaps")
    [1]
    """
    indices = uais.get_indexer(pd.Index(wanted))
    missing = pd.Index(wanted)[indices < 0]
    if len(missing):
        some = ", ".join(map(str, missing[:3]))
        msg = f"{part} : {len(missing)} écoles ne sont pas de celles de la carte ({some})."
        raise InputError(msg)
    return [int(index) for index in indices]


def _schools(rows: "gpd.GeoDataFrame", zones: "Mapping[str, gpd.GeoDataFrame]") -> dict[str, Any]:
    """Write schools as columns, in the order of their codes."""
    place = rows.geometry
    return {
        "uai": list(rows.index),
        "name": _text(rows["name"]),
        **{column: coded(rows[column]) for column in ("nature", "sector", "priority")},
        "solution": coded(word_lists(rows, "solution").map(join_words)),
        **_staff(rows),
        **{name: _flag(rows, column) for name, column in _FLAGS.items()},
        "pupils": whole(rows["pupils_n"]) if "pupils_n" in rows else [None] * len(rows),
        **{name: whole(rows[column]) for name, column in _COUNTS.items() if _is_told(rows, column)},
        "lat": whole(place.y * POSITION_STEPS),
        "lon": whole(place.x * POSITION_STEPS),
        "zone": {
            level: zones[level].index.get_indexer(rows[f"{level}_code"]).tolist() for level in zones
        },
    }


def _staff(rows: "gpd.GeoDataFrame") -> dict[str, Any]:
    """Write the solutions of the staff alone, where some have one."""
    tools = word_lists(rows, "staff_solution").map(join_words)
    return {"staff": coded(tools)} if tools.any() else {}


def _text(column: "pd.Series") -> list[str]:
    return column.astype(object).where(column.notna(), "").astype(str).tolist()


def coded(column: "pd.Series") -> dict[str, Any]:
    """Write a column of few words as the words and, per row, which one.

    Examples
    --------
    >>> import pandas as pd
    >>> coded(pd.Series(["ONE", "", "ONE"]))
    {'words': ['', 'ONE'], 'at': '101'}
    """
    codes, words = pd.factorize(pd.Index(_text(column)), sort=True)
    # More words than signs: a territory of many solutions has its column as a list.
    written = _signs(codes) if len(words) <= len(_SIGNS) else codes.tolist()
    return {"words": list(words), "at": written}


def _flag(rows: "gpd.GeoDataFrame", column: str) -> dict[str, Any]:
    """Write a column of yes, no and not known; a missing one isn't known of anybody."""
    answers = rows[column] if column in rows else [None] * len(rows)
    codes = [0 if pd.isna(answer) else 1 if answer else 2 for answer in answers]
    return {"words": ["", "yes", "no"], "at": _signs(codes)}


def _signs(codes: "Iterable[int]") -> str:
    """Write small numbers as one sign each."""
    return "".join(_SIGNS[code] for code in codes)


def whole(values: "pd.Series[float]") -> "Sequence[int | None]":
    """Write numbers as whole ones; nothing where there is none.

    Examples
    --------
    >>> import pandas as pd
    >>> whole(pd.Series([1.2, float("nan")]))
    [1, None]
    """
    return [None if value != value else int(value) for value in values.round().tolist()]  # noqa: PLR0124
