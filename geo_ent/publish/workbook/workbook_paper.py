"""How a sheet prints: A4, as many pages wide as its columns need to be legible."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from geo_ent.text.safe import one_line

LEAST_SCALE = 65
"""Per cent: it makes 7.15 points of a type of 11; what would be smaller takes more pages."""

_A4 = 9
_MARGIN = 0.4  # inches, at the sides
_TOP, _BOTTOM, _EDGE = 0.75, 0.6, 0.3
_ROOM = (297 / 25.4 - 2 * _MARGIN) * 72  # points across
_LEAST_TEXT = 20  # characters, of a column of texts
_CHARACTER = 7.75 * 0.75  # points, as measured in LibreOffice: Excel's is a little narrower
_SIZE = 11  # points, of what stands over and under: LibreOffice makes it as small as the table
_LONGEST = 180  # characters: Excel takes 255 for the whole header


@dataclass(frozen=True)
class Paper:
    """How the columns of a sheet that print are cut into pages.

    Attributes
    ----------
    columns_n
        How many of the first columns print.
    breaks
        The columns that begin a page; none where all of them are legible on one page's width.
    """

    columns_n: int
    breaks: tuple[int, ...] = ()


def paper_for(widths: Sequence[float], *, fixed: int) -> Paper:
    """Cut columns into pages: one if it can be read at that size, else as many as it takes.

    Parameters
    ----------
    widths
        Of the columns that print, in characters.
    fixed
        How many of the first ones stand on each page.

    Examples
    --------
    >>> paper_for([20, 9, 9], fixed=1)
    Paper(columns_n=3, breaks=())
    >>> paper_for([40, *[12] * 30], fixed=1)
    Paper(columns_n=31, breaks=(14, 27))
    """
    points, room = list(map(_points, widths)), _ROOM * 100 / LEAST_SCALE
    repeated = sum(points[:fixed])
    if sum(points) <= room:
        return Paper(len(points))
    breaks, used = [], repeated
    for number, width in enumerate(points[fixed:], fixed):
        if used + width > room and used > repeated:
            breaks.append(number)
            used = repeated
        used += width
    return Paper(len(points), tuple(breaks))


def narrowed(widths: Sequence[float], texts: Collection[int]) -> list[float]:
    """Make columns of texts narrower, the widest first, where one page would not take them all.

    Parameters
    ----------
    widths
        Of the columns that print, in characters.
    texts
        The numbers of those whose texts can take more lines.

    Examples
    --------
    >>> narrowed([200, 60, 10], {0, 1}), narrowed([20, 10], {0})
    ([135, 60, 10], [20, 10])
    """
    fitting, room = list(widths), _ROOM * 100 / LEAST_SCALE
    while sum(map(_points, fitting)) > room:
        widest = max(texts, key=lambda number: fitting[number], default=None)
        if widest is None or fitting[widest] <= _LEAST_TEXT:
            return list(widths)  # in vain: it takes several pages, as wide as they are
        fitting[widest] -= 1
    return fitting


def _points(width: float) -> float:
    """Give the width of a column of so many characters, with its margins."""
    return width * _CHARACTER + 4


def set_paper(sheet: Any, over: str, under: str) -> None:  # noqa: ANN401 xlsxwriter has no types
    """Set the page, and what stands on each: a line over it, one under it, number and sheet."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_TOP, bottom=_BOTTOM)
    # Their size is that of the page, however small the table is printed.
    options = {"margin": _EDGE, "scale_with_doc": False}
    # the space parts the size from a text that begins with a digit
    over, under = (f"&L&{_SIZE} {_plain(text)}" if text else "" for text in (over, under))
    sheet.set_header(over, options)
    sheet.set_footer(f"{under}&C&{_SIZE} &P / &N&R&{_SIZE} &A", options)


def set_columns(sheet: Any, paper: Paper, *, fixed: int) -> None:  # noqa: ANN401 xlsxwriter has no types
    """Set how many pages wide it prints, the first columns again on each."""
    if not paper.breaks:
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_print_scale(LEAST_SCALE)
    sheet.set_v_pagebreaks(paper.breaks)
    sheet.repeat_columns(0, fixed - 1)


def _plain(text: str) -> str:
    """Write a text of a header: no code, no more than Excel takes."""
    # each sign of a code is written twice
    return one_line(text, width=max(_LONGEST - text.count("&"), _LONGEST // 2)).replace("&", "&&")
