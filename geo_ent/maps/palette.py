"""The colours of the classes, once, for the page and for the pictures.

Sequential: the ramp of the French State's design system (DSFR, `colors.json` of dsfr-chart),
carried on to a lighter end and cut before its darkest, so that names and marks stand out on it
(docs/decisions/0025-classes.md). Diverging: orange to blue, since its red and green ends are one
colour to some readers. `tests/maps/test_colours.py` holds both to what every reader can tell apart.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo_ent.indicators.catalogue import Indicator

DSFR = ("#dbdaff", "#a4a4d7", "#6e6daf", "#373687", "#00005f")
"""The design system's own steps: the lines and marks of charts, which no name is written on."""

SEQUENTIAL: "Mapping[int, tuple[str, ...]]" = MappingProxyType({
    4: ("#ededff", "#b0b0e0", "#7c7bba", "#4e4c97"),
    5: ("#ededff", "#bebdea", "#9594cc", "#7070b1", "#4e4c97"),
    6: ("#f0f0ff", "#c4c4ee", "#9d9dd2", "#7a7ab8", "#5b5aa2", "#373687"),
})  # fmt: skip
"""By how many classes there are, the lowest first."""

BELOW, MIDDLE, ABOVE = (
    ("#f8cb94", "#e58b3a", "#a9500f"),
    "#f3f3f3",
    ("#c4cdf3", "#8898da", "#434c9f"),
)
"""Of a scale of two tones, from its centre outwards on each side."""

PAPER = "#ffffff"
# What has no rate is a grey pattern, not a colour: it must not pass for a step of the scale.
HATCH = "#8f8f8f"
UNKNOWN_GROUND = "#dddddd"
DOT = "#666666"
BORDER = "#3a3a5c"  # round a swatch
OUTLINE = "#161616"  # between zones: one thin line, darker than any class
NETWORK = "#7a2e00"  # brown: borders are blue, and a link isn't one
INK = "#161616"
INK_MUTE = "#666666"
SIMULATED_GROUND = "#fef7da"
SIMULATED_INK = "#5a4600"

# WCAG said 0.03928 until 2021, from a draft of sRGB; no colour of 8 bits lies between the two.
_LINEAR_UNDER = 0.04045


def class_fills(count: int, *, tones: tuple[int, int] | None = None) -> tuple[str, ...]:
    """Choose a colour for each of an indicator's classes, lowest first.

    Parameters
    ----------
    count
        How many classes there are, the two special ones ("sans école", "inconnu") left out.
    tones
        Where the scale parts in two tones, how many classes are below its centre and above it.

    Examples
    --------
    >>> class_fills(3)
    ('#ededff', '#9594cc', '#4e4c97')
    >>> class_fills(3, tones=(1, 1)) == (BELOW[0], MIDDLE, ABOVE[0])
    True
    """
    if tones:
        # The same number of steps from the centre is the same strength, whatever else there is.
        below, above = (_spread(side, n) for side, n in zip((BELOW, ABOVE), tones, strict=True))
        return (*reversed(below), *[MIDDLE] * (count - sum(tones)), *above)
    return SEQUENTIAL.get(count) or _spread(SEQUENTIAL[5], count, from_end_to_end=True)


def fills_of(indicator: "Indicator") -> tuple[str, ...]:
    """Choose the colours of an indicator's classes, lowest first."""
    return class_fills(len(indicator.breaks) - 1, tones=indicator.tones)


def _spread(ramp: tuple[str, ...], count: int, *, from_end_to_end: bool = False) -> tuple[str, ...]:
    """Take so many steps of a ramp: its first ones, or some spread from one end to the other."""
    if count <= len(ramp) and not from_end_to_end:
        return ramp[:count]
    stride = (len(ramp) - 1) / max(count - 1, 1)
    return tuple(ramp[int(number * stride + 0.5)] for number in range(count))


def luminance(colour: str) -> float:
    """Give a colour's relative luminance, 0 to 1 (WCAG 2.1)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= _LINEAR_UNDER else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.1).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(fill: str) -> str:
    """Choose the ink that reads best on a fill: nearly black, or white.

    Examples
    --------
    >>> ink_on("#ededff"), ink_on("#4e4c97")
    ('#161616', '#ffffff')
    """
    return max((INK, PAPER), key=lambda ink: contrast(fill, ink))
