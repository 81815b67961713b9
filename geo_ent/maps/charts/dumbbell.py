"""A dumbbell chart: each grouping's rates on one axis, with what so few schools are worth."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.maps import palette
from geo_ent.maps.charts.chart_parts import (
    CHART_WORDS,
    MARGIN,
    MARKERS,
    ROOM,
    SMALL,
    TITLE,
    Chart,
    ChartWords,
    dot,
    drawing,
    heading,
    label,
    said,
    stroke,
)
from geo_ent.maps.picture.picture_text import clean
from geo_ent.telling.equity.group_words import grouping_title, with_names
from geo_ent.text.numbers import number, percent

if TYPE_CHECKING:
    from geo_ent.indicators.groupings import Grouping
    from geo_ent.telling.language import Lang as Language
    from geo_ent.telling.language import Language as Tr

__all__ = ["Rate", "Strip", "dumbbell_svg", "strips"]

_LANE = 17.0
_CAP = 4.0
_FADED = palette.SEQUENTIAL[1]


class Rate(NamedTuple):
    """A group's rate: its name, schools covered, schools, and the interval of the share."""

    name: str
    covered: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share covered."""
        return self.covered / self.n


class Strip(NamedTuple):
    """A line of the chart: two or three groups that are named, and the shares of the others."""

    title: str
    rates: tuple[Rate, ...]
    others: tuple[float, ...] = ()


def strips(groups: "Mapping[str, Grouping]", tr: "Tr") -> list[Strip]:
    """Choose the groups to name: all of two or three, else both ends of the order or of the rates.

    Groupings that have nothing to compare are left out.

    Parameters
    ----------
    groups
        As `geo_ent.indicators.groupings.groupings` gives them.
    tr
        The language that they are named in.
    """
    found = []
    for grouping in groups.values():
        if grouping.lacks:
            continue
        titles = ["group", "covered_n", "population", "low", "high"]
        rows = with_names(grouping, tr)[titles].itertuples(index=False, name=None)
        rates = [Rate(str(name), int(k), int(n), low, high) for name, k, n, low, high in rows]
        named = _ends(rates, ordered=grouping.ordered)
        others = tuple(rate.share for rate in rates if rate not in named)
        found.append(Strip(grouping_title(grouping.key, tr), named, others))
    return found


def _ends(rates: list[Rate], *, ordered: bool) -> tuple[Rate, ...]:
    if len(rates) <= len(MARKERS):
        return tuple(rates)
    if not ordered:
        rates = sorted(rates, key=lambda rate: rate.share)
    return rates[0], rates[-1]


def dumbbell_svg(
    rows: Sequence[Strip],
    *,
    title: str,
    whole: float | None = None,
    lang: "Language" = "fr",
    key: str = "dumbbell",
) -> Chart:
    """Draw the rates of groups on an axis from 0 to 100 %, a strip for each comparison.

    Parameters
    ----------
    rows
        At least one; each with one to three groups that are named.
    title
        Of the picture.
    whole
        The share of all the schools (0 to 1), drawn as a dashed line; None for none.
    lang
        Of the picture's own words ("fr" or "en"); names are taken as they are.
    key
        Tells the picture apart in its page.

    Returns
    -------
    Chart
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
    words = CHART_WORDS[lang]
    body, y = heading(title, 10, TITLE, most=3)
    body += _axis(y + 16, lang)
    y += 22
    for row in rows:
        drawn, y = _strip(row, y + 4, whole, lang)
        body += drawn
    for told in _notes(rows, whole, words, lang):
        drawn, y = said(told, y + 4, style=SMALL)
        body += drawn
    alt = clean(" ".join([f"{title}.", *(_alt(row, words, lang) for row in rows)]))
    return Chart(drawing(body, y + 8, key=key, title=title, alt=alt, lang=lang), alt)


def _x(share: float) -> float:
    return MARGIN + 6 + share * (ROOM - 12)


def _axis(y: float, lang: "Language") -> str:
    """Write the scale above the strips."""
    return "".join(
        label(_x(share), y, percent(share, decimals=0, locale=lang), anchor=anchor)
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    )


def _strip(row: Strip, y: float, whole: float | None, lang: "Language") -> tuple[str, float]:
    """Draw a comparison: its name, a lane for each group, then what the markers are."""
    body, y = heading(row.title, y)
    top, bottom = y + 2, y + 2 + _LANE * len(row.rates) + 4
    body += _grid(top, bottom, whole)
    at = [(_x(rate.share), top + 2 + _LANE * (n + 0.5)) for n, rate in enumerate(row.rates)]
    middle = (top + bottom) / 2
    body += "".join(
        stroke([(_x(share), middle - 6), (_x(share), middle + 6)], palette.INK_MUTE, 2)
        for share in row.others
    )
    body += stroke(at, _FADED, 4) if len(at) > 1 else ""
    for kind, (rate, (x, lane)) in enumerate(zip(row.rates, at, strict=True)):
        body += _whisker(rate, lane) + dot(x, lane, kind)
    return _key(row, body, bottom + 4, lang)


def _grid(top: float, bottom: float, whole: float | None) -> str:
    lines = "".join(
        stroke([(_x(share), top), (_x(share), bottom)], "#c6c6c6", 1)
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    if whole is not None:
        lines += stroke([(_x(whole), top), (_x(whole), bottom)], palette.INK, 1.5, "1 4")
    return lines


def _whisker(rate: Rate, y: float) -> str:
    low, high = _x(rate.low), _x(rate.high)
    caps = "".join(
        stroke([(x, y - _CAP), (x, y + _CAP)], palette.SEQUENTIAL[4], 1.5) for x in (low, high)
    )
    return stroke([(low, y), (high, y)], palette.SEQUENTIAL[4], 1.5) + caps


def _key(row: Strip, body: str, y: float, lang: "Language") -> tuple[str, float]:
    """Say under the strip what each marker is."""
    words = CHART_WORDS[lang]
    for kind, rate in enumerate(row.rates):
        body += dot(MARGIN + 6, y + 8, kind, size=4.5)
        drawn, y = said(_words(rate, words, lang), y, indent=20)
        body += drawn
    if row.others:
        n = len(row.others)
        told = words.others_one if n == 1 else words.others.format(number(n, locale=lang))
        body += stroke([(MARGIN + 6, y + 3), (MARGIN + 6, y + 14)], palette.INK_MUTE, 2)
        drawn, y = said(told, y, indent=20)
        body += drawn
    return body, y + 8


def _words(rate: Rate, words: ChartWords, lang: "Language") -> str:
    told = words.of.format(
        name=rate.name,
        share=percent(rate.share, locale=lang),
        covered=number(rate.covered, locale=lang),
        n=number(rate.n, locale=lang),
    )
    return f"{told}{'*' if rate.n < FRAGILE_BELOW else ''}"


def _notes(
    rows: Sequence[Strip], whole: float | None, words: ChartWords, lang: "Language"
) -> list[str]:
    told = [] if whole is None else [f"┊ {words.whole.format(percent(whole, locale=lang))}"]
    told.append(words.interval)
    few = any(rate.n < FRAGILE_BELOW for row in rows for rate in row.rates)
    return [*told, words.fragile] if few else told


def _alt(row: Strip, words: ChartWords, lang: "Language") -> str:
    told = ", ".join(_words(rate, words, lang).rstrip("*") for rate in row.rates)
    return f"{row.title}. {told[:1].upper()}{told[1:]}."
