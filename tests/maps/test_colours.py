"""The colours, for every reader: told apart, outlined, and with text that can be read.

Colour blindness is simulated by the matrices of Machado, Oliveira and Fernandes (2009), full
strength; differences are CIEDE2000 (Sharma, Wu and Dalal, 2005), held to that paper's own pairs.
"""

import math
import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from geo_ent.maps import palette
from geo_ent.maps.palette import DIVERGING, SEQUENTIAL, class_fills, contrast, ink_on

ASSETS = Path(palette.__file__).parent / "assets"
VISION = {
    "all colours": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
WHITE = np.array([0.95047, 1.0, 1.08883])
RAMPS = {"sequential": SEQUENTIAL, "diverging": DIVERGING}


def lab_of(colour, vision="all colours"):
    """Give a colour's CIELAB (D65) as an eye of this kind sees it."""
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(VISION[vision]) @ linear, 0, 1)
    share = np.array(TO_XYZ) @ seen / WHITE
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def mean_hue(one, other, chromas):
    """Give the mean of two hues, in degrees, the short way round."""
    if chromas == 0:
        return one + other
    if abs(one - other) <= 180:
        return (one + other) / 2
    return (one + other + (360 if one + other < 360 else -360)) / 2


def ciede2000(one, other):
    """Give the difference of two CIELAB colours; 1 is barely seen, 10 at a glance."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    c1, c2 = math.hypot(a1 * stretch, b1), math.hypot(a2 * stretch, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    step = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, c, h = (l1 + l2) / 2, (c1 + c2) / 2, mean_hue(h1, h2, c1 * c2)
    wave = 1 + sum(
        weight * math.cos(math.radians(times * h + shift))
        for weight, times, shift in (
            (-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    )  # fmt: skip
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    by_chroma, by_hue = (c2 - c1) / (1 + 0.045 * c), step / (1 + 0.015 * c * wave)
    lean = 60 * math.exp(-(((h - 275) / 25) ** 2))
    twist = -2 * math.sqrt(c**7 / (c**7 + 25**7)) * math.sin(math.radians(lean))
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue)


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


def test_fewer_classes_are_further_apart():
    """With three classes the ends and the middle are taken; one class gets a colour too."""
    assert class_fills(3) == (SEQUENTIAL[0], SEQUENTIAL[2], SEQUENTIAL[4])
    assert class_fills(5, diverging=True) == DIVERGING
    assert class_fills(1) == (SEQUENTIAL[0],)


def test_the_scale_gets_darker_and_the_gap_has_a_light_middle():
    """Lightness falls along the sequential scale, and rises to the middle of the other."""
    sequential = [lab_of(colour)[0] for colour in SEQUENTIAL]
    diverging = [lab_of(colour)[0] for colour in DIVERGING]
    assert all(dark < light - 10 for light, dark in pairwise(sequential))
    assert diverging[:3] == sorted(diverging[:3])
    assert diverging[2:] == sorted(diverging[2:], reverse=True)


def test_outlines_are_seen():
    """Borders are drawn in two lines, one of which is 3:1 at least against any fill."""
    grounds = [*SEQUENTIAL, *DIVERGING, palette.PAPER, palette.UNKNOWN_GROUND]
    for fill in grounds:
        assert max(contrast(fill, palette.BORDER), contrast(fill, palette.PAPER)) >= 3
    assert contrast(palette.BORDER, palette.PAPER) >= 3
    assert contrast(palette.HATCH, palette.PAPER) >= 3
    assert contrast(palette.DOT, palette.UNKNOWN_GROUND) >= 3


def test_text_is_read():
    """Names on any fill, and all other text of the pictures, are 4.5:1 at least."""
    grounds = [*SEQUENTIAL, *DIVERGING, palette.PAPER, palette.UNKNOWN_GROUND]
    assert min(contrast(fill, ink_on(fill)) for fill in grounds) >= 4.5
    inks = (palette.INK, palette.INK_MUTE)
    assert min(contrast(ink, palette.PAPER) for ink in inks) >= 4.5
    assert contrast(palette.SIMULATED_INK, palette.SIMULATED_GROUND) >= 4.5


def test_the_page_has_the_same_colours():
    """The page's patterns and borders are those of the pictures; no script has a class's colour."""
    patterns = (ASSETS / "patterns.svg").read_text(encoding="utf-8")
    used = {wide(colour) for colour in re.findall(r"#[0-9a-f]{3,6}(?=\")", patterns)}
    assert used == {palette.PAPER, palette.HATCH, palette.UNKNOWN_GROUND, palette.DOT}
    assert palette.BORDER in (ASSETS / "zones.js").read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.js")))
    assert [fill for fill in (*SEQUENTIAL, *DIVERGING) if fill in scripts.lower()] == []


def wide(colour):
    """Write a short colour in full."""
    digits = colour[1:]
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)
