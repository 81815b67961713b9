"""Zones by their rate, the lowest first: a name, a mark with its interval, the share."""

from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.maps.charts import chart_parts as parts
from geo_ent.maps.picture.picture_text import Style, text, wrapped
from geo_ent.telling.equity.chart_words import OTHER_ZONES
from geo_ent.telling.language import Language, language
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo_ent.maps.charts.chart_parts import Rate

_LANE = 15.5
_NAMES, _SHARES = 146.0, 42.0  # the room of a name, and of a share at the end of its lane
_LEFT = parts.MARGIN + _NAMES
_RIGHT = parts.WIDTH - parts.MARGIN - _SHARES
_LABEL = Style(12)
# A screen has room for so many; of more, both ends are shown, and how many stand between.
_MOST, _AT_AN_END = 21, 9


def ranked_svg(
    rates: "Sequence[Rate]",
    *,
    title: str,
    whole: float | None = None,
    tr: Language = language("fr"),  # noqa: B008 always the same, and frozen
    key: str = "ranked",
) -> parts.Chart:
    """Draw zones by their rate on an axis from 0 to 100 %.

    Parameters
    ----------
    rates
        At least one; of more than 21 the nine lowest and the nine highest are shown.
    title, whole, tr, key
        As for `dumbbell_svg`.

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
    >>> from geo_ent.maps.charts.chart_parts import Rate
    >>> zones = (Rate("Redon", 3, 4, 0.3, 0.95), Rate("Vitré", 1, 4, 0.05, 0.7))
    >>> ranked_svg(zones, title="Parts").alt.replace(chr(0xA0), " ")
    'Parts. Vitré : 25,0 % (1 sur 4), Redon : 75,0 % (3 sur 4).'
    """
    if not rates:
        msg = "ranked_svg needs one zone at least"
        raise InputError(msg)
    body, top = parts.heading(title, 10, parts.TITLE, most_lines=3)
    body += "".join(
        text(_x(share), top + 14, tr.percent(share, decimals=0), parts.SMALL, anchor=anchor)
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    )
    top += 20
    shown = list(_shown(rates))
    y = top + 2 + _LANE * len(shown)
    body += parts.grid(_x, top, y + 2, whole)
    for n, rate in enumerate(shown):
        middle = top + 2 + _LANE * (n + 0.5)
        body += _lane(rate, middle, tr) if rate else _between(len(rates), middle, tr)
    fragile = any(rate.n < FRAGILE_BELOW for rate in shown if rate)
    for note in parts.rate_notes(whole, tr, fragile=fragile):
        drawn, y = parts.paragraph(note, y + 4, style=parts.SMALL)
        body += drawn
    named = ", ".join(parts.rate_words(rate, tr) for rate in shown if rate)
    if len(shown) < len(rates):
        named += f", {_others(len(rates), tr)}"
    alt = clean(f"{title}. {named}.")
    return parts.drawing(body, y + 6, key=key, title=title, alt=alt, tr=tr)


def _shown(rates: "Sequence[Rate]") -> "Iterator[Rate | None]":
    """Give the zones from the lowest, None once for those left out."""
    ranked = sorted(rates, key=lambda rate: (rate.share, rate.name))
    if len(ranked) <= _MOST:
        yield from ranked
        return
    yield from ranked[:_AT_AN_END]
    yield None
    yield from ranked[-_AT_AN_END:]


def _x(share: float) -> float:
    # 5 units in at either end: a mark at 0 or 100 % isn't cut in half, nor touches a name.
    return _LEFT + 5 + share * (_RIGHT - _LEFT - 10)


def _lane(rate: "Rate", y: float, tr: Language) -> str:
    star = "*" if rate.n < FRAGILE_BELOW else ""
    (name,) = wrapped(rate.name, _NAMES, _LABEL, most_lines=1) or [""]
    share = tr.percent(rate.share) + star
    return "".join([
        text(parts.MARGIN, y + 4, name, _LABEL),
        parts.whisker(_x(rate.low), _x(rate.high), y),
        parts.marker(_x(rate.share), y, 0, size=4.5),
        text(parts.WIDTH - parts.MARGIN, y + 4, share, _LABEL, anchor="end"),
    ])  # fmt: skip


def _between(zones_n: int, y: float, tr: Language) -> str:
    return text(parts.MARGIN, y + 4, f"… {_others(zones_n, tr)}", parts.SMALL)


def _others(zones_n: int, tr: Language) -> str:
    n = zones_n - 2 * _AT_AN_END
    return tr.plural(*OTHER_ZONES, n, n=tr.number(n))
