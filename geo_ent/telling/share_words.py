"""Shares, gaps and groups of schools in French words."""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.text.numbers import counted, number, percent

if TYPE_CHECKING:
    from geo_ent.indicators.groupings import Grouping

__all__ = ["Group", "have", "points", "rate", "rows_of"]

_LEAST_WRITTEN = 0.05


class Group(NamedTuple):
    """A row of a grouping's table."""

    name: str
    n: int
    covered: int
    unknown: int

    @property
    def share(self) -> float:
        """The share covered."""
        return self.covered / self.n


def rate(share: float) -> str:
    """Write a share with the decimal that it needs; nearly none or all is never written so.

    Examples
    --------
    >>> rate(0.5).replace(chr(0xA0), " "), rate(0.99999).replace(chr(0xA0), " ")
    ('50 %', '99,9 %')
    """
    if abs(share * 100 - round(share * 100)) < 1e-9:  # noqa: PLR2004 rounding
        return percent(share, decimals=0)
    return percent(min(max(share, 0.001), 0.999))


def points(gap: float) -> str:
    """Write a distance in percentage points (given in points), whatever its sign.

    Examples
    --------
    >>> points(-19.24), points(1.0), points(0.01)
    ('19,2 points', '1,0 point', 'moins de 0,1 point')
    """
    size = abs(gap)
    if 0 < size < _LEAST_WRITTEN:
        return "moins de 0,1 point"
    return f"{number(size, decimals=1)} point{'s' if size >= 1.95 else ''}"  # noqa: PLR2004


def rows_of(grouping: "Grouping") -> list[Group]:
    """Give a grouping's groups, in their order."""
    titles = ["group", "population", "covered_n", "unknown_n"]
    rows = grouping.table[titles].itertuples(index=False, name=None)
    return [Group(str(name), int(n), int(k), int(unknown)) for name, n, k, unknown in rows]


def have(group: Group) -> str:
    """Say how many schools of a group have an ENT."""
    known = " que l’on sache" if group.unknown else ""
    few = ", part fragile" if group.n < FRAGILE_BELOW else ""
    if group.n == 1:
        return (
            "la seule école a un ENT" if group.covered else f"la seule école n’a pas d’ENT{known}"
        )
    if group.covered == 0:
        return f"aucune des {number(group.n)} écoles n’a d’ENT{known}"
    if group.covered == group.n:
        return f"les {number(group.n)} écoles ont un ENT"
    verb = "a" if group.covered == 1 else "ont"
    told = f"{counted(group.covered, 'école')} sur {number(group.n)} {verb} un ENT"
    return f"{told} ({rate(group.share)}{few})"
