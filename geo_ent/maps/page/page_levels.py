"""The levels that a page has to choose from, and the one that it opens on."""

from typing import TYPE_CHECKING, Any

from geo_ent.tables.contract import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sized

MOST_COMMUNES = 6000
"""Communes that a page can draw: more than any région has (Grand Est, 5,100, opens in 0.6 s)."""

_MOST_DEPARTEMENTS = 5
"""Up to an académie's number, circonscriptions can be told apart on one screen, and tell more than
so few départements; a région of 13 has about a hundred."""


def page_levels(zones: "Mapping[str, Sized]") -> tuple[str, ...]:
    """List the levels that a page offers, the one that it opens on first.

    Circonscriptions come first, since coverage is published by them; départements where there are
    more than five. A level whose zones are the départements under another name (the académie and
    the région of La Réunion) isn't offered, nor communes by the ten thousand.

    Parameters
    ----------
    zones
        Level -> its zones, of any kind that has a length.

    Examples
    --------
    >>> bretagne = {"circonscription": range(60), "departement": range(4), "region": range(1)}
    >>> page_levels(bretagne)
    ('circonscription', 'departement', 'region')
    >>> page_levels({**bretagne, "departement": range(13), "academie": range(2)})
    ('departement', 'circonscription', 'academie', 'region')
    >>> page_levels({"commune": range(24), "departement": range(1), "academie": range(1)})
    ('commune', 'departement')
    """
    offered = [level for level in LEVELS if _is_offered(level, zones)]
    many = _n("departement", zones) > _MOST_DEPARTEMENTS
    opening = "departement" if many else "circonscription"
    return tuple(sorted(offered, key=lambda level: (level != opening, level != "circonscription")))


def communes_left_out(zones: "Mapping[str, Sized]") -> int:
    """Tell how many communes a page leaves out because it couldn't carry them; 0 for none.

    Examples
    --------
    >>> communes_left_out({"commune": range(34875), "region": range(13)})
    34875
    """
    there = _n("commune", zones)
    others = any(_n(level, zones) for level in zones if level != "commune")
    return there if there > MOST_COMMUNES and others else 0


def _is_offered(level: str, zones: "Mapping[str, Any]") -> bool:
    if level == "commune" and communes_left_out(zones):
        return False
    same = level in {"academie", "region"} and _n(level, zones) == _n("departement", zones)
    return _n(level, zones) > 0 and not same


def _n(level: str, zones: "Mapping[str, Sized]") -> int:
    return len(zones.get(level, ()))
