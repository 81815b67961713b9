"""Make registers: draw a layout and a hand, frame the sheets, keep the truth of every school."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import keepers_files
from keepers_hand import Hand, Register, Row, Schools, Truth
from keepers_layouts import LAYOUTS, Layout
from keepers_layouts_b import LAYOUTS_B

HALVES = ("a", "b")


@dataclass(frozen=True)
class Made:
    """A register as it was made: its name says the layout."""

    name: str
    layout: str
    register: Register


def layouts_of(half: str) -> dict[str, Layout]:
    """Give the layouts of a half: the second one has some that the first one hasn't."""
    return LAYOUTS if half == "a" else LAYOUTS | LAYOUTS_B


def make(half: str, n: int, seed: int, schools: Schools) -> Iterator[Made]:
    """Make so many registers of a half, all layouts in turn."""
    layouts = layouts_of(half)
    names = sorted(layouts)
    # in an order that the seed decides, so that few registers are not always the same layouts
    random.Random(f"{half} {seed}").shuffle(names)
    for i in range(n):
        yield make_one(half, names[i % len(names)], f"{seed}.{i}", schools, number=i + 1)


def make_one(half: str, layout: str, seed: str, schools: Schools, *, number: int = 1) -> Made:
    """Make one register of a layout."""
    rng = random.Random(f"{half} {layout} {seed}")
    hand = Hand(half, rng, schools)
    register = layouts_of(half)[layout](hand)
    if register.framed:
        for sheet in register.sheets:
            if not sheet.merges:  # their places are counted from the first row
                sheet.rows = framed(hand, sheet.rows)
    return Made(f"{half}{number:03}_{layout}", layout, register)


def framed(hand: Hand, rows: list[Row]) -> list[Row]:
    """Write titles above a table, notes and totals below."""
    lines = hand.rng.sample(hand.words["around"]["above"], hand.rng.choice([0, 0, 0, 1, 2]))
    above: list[Row] = [[line] for line in lines]
    below: list[Row] = [[hand.one_of("around", "below")] for _ in range(hand.rng.choice([0, 0, 1]))]
    if hand.chance(0.15):
        below = [
            [hand.one_of("around", "total"), *[""] * (len(rows[0]) - 2), len(rows) - 1],
            *below,
        ]
    blank: list[Row] = [[]]
    return [
        *above,
        *blank * (bool(above) and hand.chance(0.5)),
        *rows,
        *blank * bool(below),
        *below,
    ]


def truth_of(made: Made, schools: Schools) -> dict[str, Truth]:
    """Give the truth of every school of the directory: unknown where the register says nothing."""
    return {uai: made.register.truth.get(uai, Truth("unknown")) for uai in schools.table.index}


def write(made: Made, half: str, folder: Path) -> Path:
    """Write a register as a file of a kind drawn by its name."""
    return keepers_files.write(made.register, folder / made.name, half, random.Random(made.name))
