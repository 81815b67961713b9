"""The trend of an atlas' page as a line, without words: the table under it says the same."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _SIDE = 300, 72, 8


def sparkline(series: "Sequence[Mapping[str, object]]") -> str:
    """Draw the whole's share at each date, from 0 to 100 %; "" where there is one date only."""
    known = [
        (row["date"], float(str(row["coverage_share"])))
        for row in series
        if isinstance(row["date"], dt.date)
    ]
    points = [(date.toordinal(), share) for date, share in known if share == share]  # noqa: PLR0124
    if len(points) < 2:  # noqa: PLR2004
        return ""
    first, span = points[0][0], max(points[-1][0] - points[0][0], 1)
    across, high = _WIDTH - 2 * _SIDE, _HEIGHT - 2 * _SIDE
    places = [
        (_SIDE + (day - first) / span * across, _HEIGHT - _SIDE - share * high)
        for day, share in points
    ]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5 if (x, y) == places[-1] else 3.5}" '
        f'class="{"now" if (x, y) == places[-1] else "point"}"/>'
        for x, y in places
    )
    zero = _HEIGHT - _SIDE
    return (
        f'<svg class="sparkline" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">'
        f'<line x1="0" x2="{_WIDTH}" y1="{zero}" y2="{zero}" class="axis"/>'
        f'<path class="path" d="M{line}"/>{dots}</svg>'
    )
