"""A level of an atlas as its map and its table show it: the figures of each zone, and its page."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from geo_ent.indicators.catalogue import COVERAGE, Indicator
from geo_ent.indicators.class_breaks import GAPS, ROUNDING, change_breaks
from geo_ent.indicators.classes import classed, classify, fragile, rated_values, values
from geo_ent.maps.page.class_bounds import NO_SCHOOL_FILL, UNKNOWN_FILL
from geo_ent.maps.palette import fills_of
from geo_ent.telling.atlas.zone_words import change_labels
from geo_ent.telling.indicator_words import class_labels, special_labels
from geo_ent.telling.page.picture_words import value_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from geo_ent.telling.language import Language

CHANGE = Indicator(
    id="change",
    unit="points",
    direction="up",
    breaks=GAPS,
    concerned=("compared_n",),
    centre=0.0,
)
"""The change of the share between two dates, of the schools known at both (0027-change.md)."""

RATE_FIGURE, CHANGE_FIGURE = "rate", "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewLevel:
    """The zones of a level, in the order that they are listed in.

    Attributes
    ----------
    level
        One of the contract's.
    coverage
        On `zone_code`, the contract's columns; each zone once.
    change
        On `zone_code`: `change, before, after, compared_n, left_out_n, compared_to`; no row for a
        zone of which no change is known.
    pages
        The address of each zone's page, relative to this one; none for a zone without.
    homes, home_pages
        The larger zone that each is of, by name, and its page; none where they all are of one.
    dates
        The day that each zone's figures are of.
    absent
        Zones of the territory that have no figures: their name by their code.
    lacking
        Zones of which some is missing → the names of what is.
    shared
        Zones that aren't under their own code, since several départements have one of it → that
        code, and the département whose schools these are.
    """

    level: str
    coverage: pd.DataFrame
    change: pd.DataFrame
    pages: "Mapping[str, str]" = field(default_factory=dict)
    homes: "Mapping[str, str]" = field(default_factory=dict)
    home_pages: "Mapping[str, str]" = field(default_factory=dict)
    dates: "Mapping[str, dt.date]" = field(default_factory=dict)
    absent: "Mapping[str, str]" = field(default_factory=dict)
    lacking: "Mapping[str, Sequence[str]]" = field(default_factory=dict)
    shared: "Mapping[str, tuple[str, str]]" = field(default_factory=dict)


class Painted(NamedTuple):
    """A figure of a level as colours.

    Attributes
    ----------
    name
        `RATE_FIGURE` or `CHANGE_FIGURE`.
    indicator
        With the classes of this map.
    classes
        Zone → the number of its class.
    fills, labels
        Of each class, the two special ones last.
    readings
        Zone → its value in words; a star where it stands on few schools.
    """

    name: str
    indicator: Indicator
    classes: "Mapping[str, int]"
    fills: tuple[str, ...]
    labels: tuple[str, ...]
    readings: "Mapping[str, str]"


def painted_rate(level: OverviewLevel, tr: "Language") -> Painted:
    """Put the zones in classes of their share."""
    indicator = _without_empty_ends(classed(level.coverage, COVERAGE), level.coverage)
    labels = (*class_labels(indicator, tr), *special_labels(indicator, tr))
    return _painted(RATE_FIGURE, level.coverage, indicator, labels, tr)


def _without_empty_ends(indicator: Indicator, table: pd.DataFrame) -> Indicator:
    """Leave out bounds beyond all values: a legend to 70 % of zones under 48 % says too much.

    Four classes are the least that are fitted, and a few départements may not fill them.
    """
    told = rated_values(table, indicator)
    if not len(told) or told.min() == told.max():
        return indicator
    low, *inner, high = indicator.breaks
    # A bound belongs to the class above it, as in `classify`.
    kept = [
        bound
        for bound in inner
        if (told + ROUNDING < bound).any() and (told + ROUNDING >= bound).any()
    ]
    # A legend has one bound at the least: the nearest, where all zones are on one side of all.
    nearest = inner[-1] if told.min() + ROUNDING >= inner[-1] else inner[0]
    return replace(indicator, breaks=(low, *(kept or [nearest]), high))


def painted_change(level: OverviewLevel, tr: "Language") -> Painted | None:
    """Put the zones in classes of their change; None where none has one."""
    table = level.change.reindex(level.coverage.index)
    counted = table[["compared_n", "left_out_n"]].fillna(0).astype(float)
    all_n = counted.sum(axis=1)
    table = table.assign(
        compared_n=counted["compared_n"],
        known_share=counted["compared_n"] / all_n.where(all_n > 0),
    )
    rated = classify(table, CHANGE).cat.codes < len(CHANGE.breaks) - 1
    told = table["change"][rated].to_numpy(dtype=float)
    if not len(told):
        return None
    indicator = replace(CHANGE, breaks=change_breaks(told))
    return _painted(CHANGE_FIGURE, table, indicator, change_labels(indicator, tr), tr)


def _painted(
    name: str, table: pd.DataFrame, indicator: Indicator, labels: tuple[str, ...], tr: "Language"
) -> Painted:
    codes = classify(table, indicator).cat.codes
    measured = zip(
        table.index, values(table, indicator), fragile(table, indicator), codes, strict=True
    )
    specials = len(indicator.breaks) - 1
    readings = {
        str(zone): value_words(float(value), indicator.unit, tr) + "*" * bool(weak)
        if code < specials
        else labels[code]
        for zone, value, weak, code in measured
    }
    fills = (*fills_of(indicator), NO_SCHOOL_FILL, UNKNOWN_FILL)
    classes = {str(zone): int(code) for zone, code in codes.items()}
    return Painted(name, indicator, classes, fills, labels, readings)


def class_counts(painted: Painted) -> list[int]:
    """Count the zones of each class.

    Examples
    --------
    >>> class_counts(Painted("", COVERAGE, {"A": 1, "B": 1}, ("", "", ""), ("", "", ""), {}))
    [0, 2, 0]
    """
    counts = np.bincount([*painted.classes.values()] or [0], minlength=len(painted.fills))
    return [int(count) for count in counts] if painted.classes else [0] * len(painted.fills)
