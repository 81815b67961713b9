"""A dumbbell chart: each grouping's rates on one axis, with what so few schools are worth."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.maps import palette
from geo_ent.maps.charts import chart_parts as parts
from geo_ent.maps.charts.chart_parts import Rate
from geo_ent.maps.picture.picture_text import text
from geo_ent.telling.equity.chart_words import OTHER_GROUPS
from geo_ent.telling.equity.group_words import grouping_title, with_group_names
from geo_ent.telling.language import Language, language
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    from geo_ent.indicators.groupings import Grouping

_LANE = 17.0  # units: the tallest marker, a diamond, has 15 with its edge, and touches no other
# The bar that joins the markers is pale: it shows the gap, and whiskers are read over it.
_FADED = palette.DSFR[1]


class Strip(NamedTuple):
    """A line of the chart: two or three groups that are named, and the shares of the others."""

    title: str
    rates: tuple[Rate, ...]
    others: tuple[float, ...] = ()


def strips(groups: "Mapping[str, Grouping]", tr: Language) -> list[Strip]:
    """Choose the groups to name: all of two or three, else both ends of the order or of the rates.

    Groupings that have nothing to compare are left out.

    Parameters
    ----------
    groups
        As `geo_ent.indicators.groupings.groupings` gives them.
    tr
        The language that they are named in.
    """
    return [_strip_of(grouping, tr) for grouping in groups.values() if not grouping.lacks]


def rates_of(grouping: "Grouping", tr: Language) -> list[Rate]:
    """Give the rate of each group of a grouping, in their order, with its name in a language.

    Those of which nothing is known have none: at 0 % they would be the last of all.
    """
    named = with_group_names(grouping, tr)
    known = named[named["unknown_n"] < named["population"]]
    rows = known[["group", "covered_n", "population", "low", "high"]]
    return [
        Rate(str(name), int(covered), int(n), low, high)
        for name, covered, n, low, high in rows.itertuples(index=False, name=None)
    ]


def _strip_of(grouping: "Grouping", tr: Language) -> Strip:
    title, rates = grouping_title(grouping.key, tr), rates_of(grouping, tr)
    if len(rates) <= len(parts.MARKERS):
        return Strip(title, tuple(rates))
    # Thirty circonscriptions with a name each would be thirty lanes: the ends are the story, and
    # the others a tick each, which shows whether the ends stand alone.
    ranked = rates if grouping.ordered else sorted(rates, key=lambda rate: rate.share)
    named = (ranked[0], ranked[-1])
    return Strip(title, named, tuple(r.share for r in rates if r not in named))


def dumbbell_svg(
    rows: Sequence[Strip],
    *,
    title: str,
    whole: float | None = None,
    tr: Language = language("fr"),  # noqa: B008 always the same, and frozen
    key: str = "dumbbell",
) -> parts.Chart:
    """Draw the rates of groups on an axis from 0 to 100 %, a strip for each comparison.

    Parameters
    ----------
    rows
        At least one; each with one to three groups that are named.
    title
        Of the picture.
    whole
        The share of all the schools (0 to 1), drawn as a dashed line; None for none.
    tr
        The language of the picture's own words; names are taken as they are.
    key
        Tells the picture apart in its page.

    Returns
    -------
    parts.Chart
        An SVG 360 units wide, and its text alternative. The same bytes for the same input.

    Raises
    ------
    InputError
        If there is nothing to draw.

    Examples
    --------
    >>> pair = (Rate("rural", 1, 4, 0.05, 0.7), Rate("urbain", 3, 4, 0.3, 0.95))
    >>> chart = dumbbell_svg([Strip("Ruralité", pair)], title="Parts")
    >>> chart.alt.replace(chr(0xA0), " ")
    'Parts. Ruralité. Rural : 25,0 % (1 sur 4), urbain : 75,0 % (3 sur 4).'
    """
    if not rows:
        msg = "dumbbell_svg needs one comparison at least"
        raise InputError(msg)
    body, y = parts.heading(title, 10, parts.TITLE, most_lines=3)
    body += _axis(y + 16, tr)
    y += 22
    for row in rows:
        drawn, y = _strip(row, y + 4, whole, tr)
        body += drawn
    fragile = any(rate.n < FRAGILE_BELOW for row in rows for rate in row.rates)
    for note in parts.rate_notes(whole, tr, fragile=fragile):
        drawn, y = parts.paragraph(note, y + 4, style=parts.SMALL)
        body += drawn
    alt = clean(" ".join([f"{title}.", *(_alt(row, tr) for row in rows)]))
    return parts.drawing(body, y + 8, key=key, title=title, alt=alt, tr=tr)


def _x(share: float) -> float:
    # 6 units in from the margin at either end: a marker at 0 or 100 % isn't cut in half.
    return parts.MARGIN + 6 + share * (parts.ROOM - 12)


def _axis(y: float, tr: Language) -> str:
    """Write the scale above the strips."""
    return "".join(
        text(_x(share), y, tr.percent(share, decimals=0), parts.SMALL, anchor=anchor)
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    )


def _strip(row: Strip, y: float, whole: float | None, tr: Language) -> tuple[str, float]:
    """Draw a comparison: its name, a lane for each group, then what the markers are."""
    body, y = parts.heading(row.title, y)
    top, bottom = y + 2, y + 2 + _LANE * len(row.rates) + 4
    body += parts.grid(_x, top, bottom, whole)
    # A lane each: where two rates are close, markers on one line would hide each other.
    points = [(_x(rate.share), top + 2 + _LANE * (n + 0.5)) for n, rate in enumerate(row.rates)]
    middle = (top + bottom) / 2
    body += "".join(
        parts.stroke([(_x(share), middle - 6), (_x(share), middle + 6)], palette.INK_MUTE, 2)
        for share in row.others
    )
    body += parts.stroke(points, _FADED, 4) if len(points) > 1 else ""
    # Markers last, so that no whisker of theirs and no tick of the others crosses them.
    for kind, (rate, (x, lane)) in enumerate(zip(row.rates, points, strict=True)):
        body += parts.whisker(_x(rate.low), _x(rate.high), lane) + parts.marker(x, lane, kind)
    return _key(row, body, bottom + 4, tr)


def _key(row: Strip, body: str, y: float, tr: Language) -> tuple[str, float]:
    """Say under the strip what each marker is."""
    x = parts.MARGIN + 6
    for kind, rate in enumerate(row.rates):
        body += parts.marker(x, y + 8, kind, size=4.5)
        star = "*" if rate.n < FRAGILE_BELOW else ""
        drawn, y = parts.paragraph(parts.rate_words(rate, tr) + star, y, indent=20)
        body += drawn
    if others_n := len(row.others):
        body += parts.stroke([(x, y + 3), (x, y + 14)], palette.INK_MUTE, 2)
        others = tr.plural(*OTHER_GROUPS, others_n, n=tr.number(others_n))
        drawn, y = parts.paragraph(others, y, indent=20)
        body += drawn
    return body, y + 8


def _alt(row: Strip, tr: Language) -> str:
    # Without the stars: read out, they would stand for nothing, and the counts are said.
    rates = ", ".join(parts.rate_words(rate, tr) for rate in row.rates)
    return f"{row.title}. {rates[:1].upper()}{rates[1:]}."
