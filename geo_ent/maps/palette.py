"""The colours of the classes, once, for the page and for the pictures.

Sequential: the five steps of the French State's design system (DSFR, `colors.json` of
dsfr-chart). Diverging: orange to blue, since its red and green ends are one colour to some
readers. `tests/maps/test_colours.py` holds both to what every reader can tell apart.
"""

SEQUENTIAL = ("#dbdaff", "#a4a4d7", "#6e6daf", "#373687", "#00005f")
DIVERGING = ("#b3540f", "#f2a25c", "#f3f3f3", "#8ea8e0", "#2b3a9c")

PAPER = "#ffffff"
# What has no rate is a grey pattern, not a colour: it must not pass for a step of the scale.
HATCH = "#8f8f8f"
UNKNOWN_GROUND = "#dddddd"
DOT = "#666666"
# No one colour stands out of both ends of the scale: borders are dark lines over white ones.
BORDER = "#3a3a5c"
OUTLINE = "#161616"
NETWORK = "#7a2e00"  # brown: borders are blue, and a link isn't one
INK = "#161616"
INK_MUTE = "#666666"
SIMULATED_GROUND = "#fef7da"
SIMULATED_INK = "#5a4600"

# WCAG said 0.03928 until 2021, from a draft of sRGB; no colour of 8 bits lies between the two.
_LINEAR_UNDER = 0.04045


def class_fills(count: int, *, diverging: bool = False) -> tuple[str, ...]:
    """Choose a colour for each of an indicator's classes, lowest first.

    Parameters
    ----------
    count
        How many classes there are, the two special ones ("sans école", "inconnu") left out.
    diverging
        Whether the classes part at a middle.

    Examples
    --------
    >>> class_fills(3)
    ('#dbdaff', '#6e6daf', '#00005f')
    """
    ramp = DIVERGING if diverging else SEQUENTIAL
    # Spread from end to end: three classes are then further apart than the first three steps are.
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
    >>> ink_on("#dbdaff"), ink_on("#00005f")
    ('#161616', '#ffffff')
    """
    return max((INK, PAPER), key=lambda ink: contrast(fill, ink))
