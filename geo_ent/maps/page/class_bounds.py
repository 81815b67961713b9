"""The classes in the payload: their bounds by level, and the colours that they take.

Labels and colours are put together in the script, by the rules of `telling.indicator_words` and
`maps.palette`: levels times indicators times classings would else be a hundred lists.
"""

from typing import TYPE_CHECKING, Any

from geo_ent.indicators.classes import fitted, rated_values
from geo_ent.indicators.coverage import whole_coverage
from geo_ent.maps import palette

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator

NO_SCHOOL_FILL = "url(#geo-ent-no-school)"
UNKNOWN_FILL = "url(#geo-ent-unknown)"
"""Patterns of `assets/patterns.svg`: what has no value has no colour of the scale."""


def palette_part() -> dict[str, Any]:
    """Write the colours once: by how many classes there are, and of the two tones."""
    return {
        "steps": {str(count): fills for count, fills in palette.SEQUENTIAL.items()},
        "below": palette.BELOW,
        "middle": palette.MIDDLE,
        "above": palette.ABOVE,
        "special": (NO_SCHOOL_FILL, UNKNOWN_FILL),
    }


def territory_level(schools: "pd.DataFrame", zones: "Mapping[str, gpd.GeoDataFrame]") -> str:
    """Say what the whole territory is: the level whose one zone has every school, "" for none."""
    return next(
        (
            level
            for level in ("departement", "academie", "region")
            if level in zones and len(zones[level]) == 1
            if set(schools[f"{level}_code"]) == set(zones[level].index)
        ),
        "",
    )


def whole_rates(schools: "pd.DataFrame", indicators: "Iterable[Indicator]") -> dict[str, float]:
    """Give the territory's own value of each share, at the date of its schools' statuses.

    Those that nothing can be around are left out: 0 and 100 %, and what too little is known of.
    """
    whole = whole_coverage(schools)
    shares = [record for record in indicators if record.unit == "share"]
    rates = {record.id: float(rate) for record in shares for rate in rated_values(whole, record)}
    return {indicator: rate for indicator, rate in rates.items() if 0 < rate < 1}


def level_bounds(
    coverage: "pd.DataFrame", indicators: "Iterable[Indicator]", rates: "Mapping[str, float]"
) -> dict[str, dict[str, Any]]:
    """Choose a level's classes: fitted to it, and around the territory's rate.

    Of the fitted ones are written the bounds between them, where they aren't those of every map,
    which the indicator has; of those around a rate, how many points away the other bounds are.
    """
    bounds: dict[str, tuple[float, ...]] = {}
    around: dict[str, int] = {}
    for record in indicators:
        try:
            told = rated_values(coverage, record)
        except KeyError:  # a table made elsewhere may not have every indicator's column
            continue
        own = record if record.classing == "equal" else fitted(told, record, record.classing)
        if own.breaks != record.breaks:
            bounds[record.id] = own.breaks[1:-1]
        if record.id in rates:
            parted = fitted(told, record, "around", rate=rates[record.id])
            away = (abs(bound - rates[record.id]) for bound in parted.breaks[1:-1])
            around[record.id] = round(100 * max(away))
    return {"bounds": bounds, "around": around}
