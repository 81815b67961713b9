"""Colours as every eye sees them, and how far apart they are.

Colour blindness is simulated by the matrices of Machado, Oliveira and Fernandes (2009), full
strength; differences are CIEDE2000 (Sharma, Wu and Dalal, 2005).
"""

import math

import numpy as np

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
