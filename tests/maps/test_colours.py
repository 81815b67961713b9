"""The colours, for every reader: told apart, outlined, and with text that can be read.

The measure itself is held to the published pairs of its paper (Sharma, Wu and Dalal, 2005).
"""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from colour_vision import VISION, ciede2000, lab_of

from geo_ent.maps import palette
from geo_ent.maps.palette import (
    ABOVE,
    BELOW,
    DSFR,
    MIDDLE,
    SEQUENTIAL,
    class_fills,
    contrast,
    ink_on,
)

ASSETS = Path(palette.__file__).parent / "assets"
DIVERGING = class_fills(7, tones=(3, 3))
RAMPS = {f"{n} classes": ramp for n, ramp in SEQUENTIAL.items()} | {
    "around nought": DIVERGING,
    "around a rate": class_fills(4, tones=(2, 2)),
}
FILLS = sorted({colour for ramp in RAMPS.values() for colour in ramp})


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (50, 3.2592, 0.335), 1.0),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_is_the_published_one(one, other, known):
    """Pairs of the paper's table come out as published."""
    assert ciede2000(one, other) == pytest.approx(known, abs=1e-4)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("ramp", RAMPS)
def test_classes_are_told_apart(ramp, vision):
    """Any two classes of a scale, not neighbours alone, differ by 10 at least for every eye."""
    seen = [lab_of(colour, vision) for colour in RAMPS[ramp]]
    assert min(ciede2000(*pair) for pair in combinations(seen, 2)) >= 10


def test_as_many_colours_as_classes():
    """Each count has its ramp, whose ends are far apart; a centre takes steps from it outwards."""
    for count in (4, 5, 6):
        assert class_fills(count) == SEQUENTIAL[count]
    assert [len(class_fills(count)) for count in range(1, 9)] == list(range(1, 9))
    assert class_fills(2) == (SEQUENTIAL[5][0], SEQUENTIAL[5][-1])
    assert class_fills(5, tones=(2, 2)) == (BELOW[1], BELOW[0], MIDDLE, ABOVE[0], ABOVE[1])
    assert class_fills(5, tones=(3, 1)) == (*BELOW[::-1], MIDDLE, ABOVE[0])
    assert class_fills(2, tones=(1, 1)) == (BELOW[0], ABOVE[0])


def test_the_scale_gets_darker_and_the_gap_has_a_light_middle():
    """Lightness falls along the sequential scales, and rises to the middle of the other."""
    for ramp in SEQUENTIAL.values():
        lightness = [lab_of(colour)[0] for colour in ramp]
        assert all(dark < light - 10 for light, dark in pairwise(lightness))
    diverging = [lab_of(colour)[0] for colour in DIVERGING]
    assert diverging[:4] == sorted(diverging[:4])
    assert diverging[3:] == sorted(diverging[3:], reverse=True)


def test_the_scale_is_lighter_than_the_design_systems_own():
    """From nearly white to an indigo that marks stand out on; none is darker than its fourth."""
    assert min(lab_of(ramp[0])[0] for ramp in SEQUENTIAL.values()) > lab_of(DSFR[0])[0] + 5
    assert min(lab_of(colour)[0] for colour in FILLS) >= lab_of(DSFR[3])[0]


def test_outlines_are_seen():
    """One dark line parts zones of any one class, on every fill; two classes part by themselves."""
    grounds = [*FILLS, palette.PAPER, palette.UNKNOWN_GROUND]
    assert min(contrast(fill, palette.OUTLINE) for fill in grounds) >= 1.6
    assert contrast(palette.BORDER, palette.PAPER) >= 3
    assert contrast(palette.HATCH, palette.PAPER) >= 3
    assert contrast(palette.DOT, palette.UNKNOWN_GROUND) >= 3


def test_text_is_read():
    """Names on any fill, and all other text of the pictures, are 4.5:1 at least."""
    grounds = [*FILLS, palette.PAPER, palette.UNKNOWN_GROUND]
    assert min(contrast(fill, ink_on(fill)) for fill in grounds) >= 4.5
    inks = (palette.INK, palette.INK_MUTE)
    assert min(contrast(ink, palette.PAPER) for ink in inks) >= 4.5
    assert contrast(palette.SIMULATED_INK, palette.SIMULATED_GROUND) >= 4.5


def test_the_page_has_the_same_colours():
    """The page's patterns and borders are those of the pictures; no script has a class's colour."""
    patterns = (ASSETS / "patterns.svg").read_text(encoding="utf-8")
    used = {wide(colour) for colour in re.findall(r"#[0-9a-f]{3,6}(?=\")", patterns)}
    assert used == {palette.PAPER, palette.HATCH, palette.UNKNOWN_GROUND, palette.DOT}
    assert palette.OUTLINE in (ASSETS / "zones.js").read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.js")))
    assert [fill for fill in FILLS if fill in scripts.lower()] == []


def wide(colour):
    """Write a short colour in full."""
    digits = colour[1:]
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)
