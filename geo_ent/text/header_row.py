"""Titles of columns: the row that has them, and the one that is meant among those there are."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from geo_ent.text.compare import snake

# What INSEE, the portals and offices write above a table takes 1 to 12 rows; a row of titles
# further down belongs to another table, and looking on would cost a pass over every sheet.
_DEPTH = 40
_YEARS = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Header:
    """A row of titles.

    Attributes
    ----------
    row
        Its place among the rows, from 0.
    titles
        Its cells, as texts; "" for an empty one.
    is_right
        Whether it is the one looked for, and not merely the first row that holds anything.
    """

    row: int
    titles: tuple[str, ...]
    is_right: bool

    @property
    def names(self) -> list[str]:
        """Give the titles reduced to names, as `bearing` wants them."""
        return [snake(title) for title in self.titles]


def find_header(
    rows: Iterable[Iterable[str]], is_header: Callable[[Sequence[str]], bool]
) -> Header | None:
    """Find the row of titles among the first rows of a sheet.

    Parameters
    ----------
    rows
        The sheet's rows as texts, made when they are asked for: none is taken below the header.
    is_header
        Tells the row of titles by its cells.

    Returns
    -------
    Header or None
        The first row that `is_header` takes; else the first that holds anything, for a message
        that names what is there; None where there is no text at all.

    Examples
    --------
    >>> sheet = [["Source : Insee"], ["", ""], ["CODGEO", "DENS"], ["35001", "6"]]
    >>> find_header(sheet, lambda titles: "CODGEO" in titles)
    Header(row=2, titles=('CODGEO', 'DENS'), is_right=True)
    """
    first: Header | None = None
    for row, cells in enumerate(islice(rows, _DEPTH)):
        titles = tuple(cells)
        if is_header(titles):
            return Header(row, titles, is_right=True)
        if first is None and any(titles):
            first = Header(row, titles, is_right=False)
    return first


def bearing(names: Iterable[str], aliases: Iterable[str]) -> list[str]:
    """List the titles that bear one of the names that a column may have, the best first.

    Parameters
    ----------
    names
        The titles there are, reduced by `snake`.
    aliases
        The names, the best first; one that ends with ``*`` stands for all that begin so, of which
        the latest year is the best.

    Examples
    --------
    >>> bearing(["uai", "ep_2022_2023", "ep_2025_2026"], ["ep", "ep_*"])
    ['ep_2025_2026', 'ep_2022_2023']
    """
    latest_first = sorted(names, key=_YEARS.findall, reverse=True)  # stable: else in their order
    return [
        name
        for alias in aliases
        for name in latest_first
        if name == alias or (alias.endswith("*") and name.startswith(alias[:-1]))
    ]
