"""Metric reference systems: degrees are never metres."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from geo_ent.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_OVERSEAS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
_METROPOLE = 2154  # RGF93 / Lambert-93


def metric_crs(departements: Iterable[str]) -> int:
    """Give the EPSG code of the legal metric system of some départements.

    2154 in metropolitan France, 5490 in Guadeloupe and Martinique, 2972 in Guyane, 2975 in
    La Réunion, 4471 in Mayotte (décret n° 2000-1276, and its overseas orders).

    Raises
    ------
    InputError
        If the départements have no system in common.

    Examples
    --------
    >>> metric_crs(["35", "2A"]), metric_crs(["976"])
    (2154, 4471)
    """
    # A single system, or none: Lambert-93 is nonsense in La Réunion, and a system for the world
    # stretches distances so much that a radius in kilometres would mean another thing in each.
    systems = {_OVERSEAS.get(code, _METROPOLE) for code in departements}
    if len(systems) != 1:
        msg = (
            f"les départements {', '.join(sorted(set(departements)))} n’ont pas de projection "
            "métrique commune ; faites une carte par territoire."
        )
        raise InputError(msg)
    return systems.pop()


def by_metric_crs(departements: "pd.Series[str]") -> "dict[int, pd.Index[str]]":
    """Share rows out among the metric systems of their départements.

    What is measured is measured within one territory; a run over several (all of France, an
    account of all the académies) goes through them one by one.

    Returns
    -------
    dict
        EPSG code → the index of its rows, in their order; the metropole first.

    Examples
    --------
    >>> import pandas as pd
    >>> homes = pd.Series({"35238": "35", "97105": "971", "97209": "972", "2A004": "2A"})
    >>> {crs: list(rows) for crs, rows in by_metric_crs(homes).items()}
    {2154: ['35238', '2A004'], 5490: ['97105', '97209']}
    """
    systems = departements.map({code: metric_crs([code]) for code in departements.unique()})
    return {int(crs): systems.index[systems == crs] for crs in sorted(systems.unique())}
