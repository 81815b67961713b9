"""Metric reference systems: degrees are never metres."""

from collections.abc import Iterable

from geo_ent.errors import InputError

__all__ = ["metric_crs"]

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
    systems = {_OVERSEAS.get(code, _METROPOLE) for code in departements}
    if len(systems) != 1:
        msg = (
            f"les départements {', '.join(sorted(set(departements)))} n'ont pas de projection "
            "métrique commune ; faites une carte par territoire."
        )
        raise InputError(msg)
    return systems.pop()
