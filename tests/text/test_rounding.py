"""One rule rounds: half up, in Python, in the page's script and in what Excel shows of a cell."""

import ast
import json
import math
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from deno_runs import deno
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.publish.workbook.workbook_cells import new_book
from geo_ent.telling.language import language
from geo_ent.text.numbers import gap_agrees, half_up, number

FRENCH = language("fr")
MOST = 400
SHARES = [(k, n) for n in range(1, MOST + 1) for k in range(n + 1) if math.gcd(k, n) == 1]
"""Every k/n in its lowest terms: the other forms are the same float."""


def by_hand(k, n, decimals=1):
    """Write 100 k/n rounded half up, by whole numbers alone."""
    units = (200 * k * 10**decimals + n) // (2 * n)
    whole, broken = divmod(units, 10**decimals)
    return f"{whole},{broken:0{decimals}d}" if decimals else str(whole)


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_python_rounds_half_up(decimals):
    """Each k/n is written as whole numbers give it; 9/16 is 56,3 %, 1/80 is 1,3 %."""
    told = [FRENCH.percent(k / n, decimals=decimals) for k, n in SHARES]
    assert told == [f"{by_hand(k, n, decimals)}\u00a0%" for k, n in SHARES]
    assert (by_hand(9, 16), by_hand(1, 80), by_hand(1, 8, 0)) == ("56,3", "1,3", "13")


def test_the_page_rounds_as_python():
    """The script, given the same floats, writes the same texts, negative numbers too."""
    code = """
import { decimals, percent } from "./geo_ent/maps/assets/language.js";
const shares = [];
for (let n = 1; n <= MOST; n += 1) for (let k = 0; k <= n; k += 1) shares.push(k / n);
const below = shares.flatMap((share) => [0, 1, 2].map((digits) => decimals(-100 * share, digits)));
console.log(JSON.stringify([shares.map(percent), below]));
""".replace("MOST", str(MOST))
    shown, below = json.loads(deno("eval", "--no-remote", code))
    shares = [k / n for n in range(1, MOST + 1) for k in range(n + 1)]
    assert shown == [FRENCH.percent(share) for share in shares]
    assert below == [
        FRENCH.number(-100 * share, decimals=digits) for share in shares for digits in (0, 1, 2)
    ]


def as_excel_shows(value, pattern):
    """Write a cell as Excel does by `0.0" "%`: fifteen figures of it, a half rounded up."""
    assert pattern == '0.0"\u00a0"%'
    meant = 100 * Decimal(f"{value:.14e}")
    return f"{meant.quantize(Decimal('0.1'), ROUND_HALF_UP)}\u00a0%".replace(".", ",")


def test_excel_shows_what_the_page_writes(tmp_path):
    """A share's cell holds the share itself, and its format writes what a sentence does."""
    path = tmp_path / "shares.xlsx"
    with new_book(path, FRENCH) as book:
        sheet = book.sheet("shares")
        cells = book.column(sheet, "coverage_share", "share", [k / n for k, n in SHARES])
        for row, (write, value, style) in enumerate(cells):
            write(row, 0, value, style)
    read = openpyxl.load_workbook(path)["shares"].iter_rows()
    for (k, n), (cell,) in zip(SHARES, read, strict=True):
        assert math.isclose(cell.value, k / n, rel_tol=1e-15)
        assert as_excel_shows(cell.value, cell.number_format) == FRENCH.percent(k / n)


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_a_number_and_its_contrary(value, decimals):
    """They are written alike but for the sign; the rounded one is no further than a half away."""
    rounded = half_up(value, decimals)
    assert half_up(-value, decimals) == -rounded
    assert abs(rounded - value) <= 0.5 * 10.0**-decimals + abs(value) * 1e-11
    assert half_up(rounded, decimals) == rounded


@given(st.floats(-0.0499, 0.0499))
def test_nothing_has_no_sign(value):
    """What is written 0 is written without a minus."""
    assert number(value, decimals=1) == "0,0"
    assert math.copysign(1, half_up(value, 1)) == 1


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        (0.145, 2, 0.15),  # its float is a little less
        (0.1625 - 0.1, 3, 0.063),  # 0.0625, but for the noise of the difference
        (1e15 + 0.5, 0, 1e15),
        (1234567, 0, 1234567),
        (53_400.0, -3, 53_000.0),
        (math.inf, 1, math.inf),
    ],
)
def test_the_number_that_is_meant(value, decimals, rounded):
    """A float's noise makes no difference; what is whole or has no end stays as it is."""
    assert half_up(value, decimals) == rounded


ROOMS = ("telling", "publish", "cli", "maps/charts", "maps/picture", "programmes")
NOT_WRITTEN = {
    "telling/equity/measure_numbers.py",  # a power of ten, where a table of others has one
    "telling/equity/share_words.py",  # whether a share is whole per cents, but for noise
    "telling/deployment/pace_sentences.py",  # the same, and whole months
    "telling/deployment/adhesion_sentences.py",  # a sum of whole pupils
    "maps/picture/labels.py",  # places on the paper
    "maps/picture/picture_text.py",
    "programmes/printed_numbers.py",  # whether a figure is whole, a number read, a year
    "programmes/programme_places.py",  # degrees
    "programmes/published_figures.py",  # a year
    "programmes/solution_signs.py",  # colours
}
"""Modules that round what nobody reads as a number with decimals."""


def test_nobody_else_rounds():
    """Where numbers become words, none is cut by `round` or by a format such as `:.1f`."""
    package = Path(__file__).resolve().parents[2] / "geo_ent"
    modules = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    cut = {str(path.relative_to(package)) for path in modules if rounds(path)}
    assert cut - NOT_WRITTEN == set()


def rounds(path):
    """Tell whether a module calls `round`, or formats a number by its decimals."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    calls = {node.func.id for node in nodes if isinstance(node, ast.Call) and is_name(node.func)}
    formats = [part.value for node in nodes if is_formatted(node) for part in texts_of(node)]
    return "round" in calls or any(text.endswith(("f", "%", "e", "g")) for text in formats)


def is_name(node):
    """Tell whether a call is of a plain name."""
    return isinstance(node, ast.Name)


def is_formatted(node):
    """Tell whether a part of an f-string has a format."""
    return isinstance(node, ast.FormattedValue) and node.format_spec is not None


def texts_of(node):
    """Give the texts of a format; what is between them is computed."""
    return [part for part in node.format_spec.values if isinstance(part, ast.Constant)]


def test_a_gap_agrees_or_is_about():
    """For every two of 400 shares, by whole tenths: what isn't about adds up as it is written."""
    pairs = [(a, b) for a in range(0, 401, 3) for b in range(0, 421, 7)]
    for covered, other in pairs:
        first, second = covered / 400, other / 420
        tenths = [int(by_hand(*share).replace(",", "")) for share in ((covered, 400), (other, 420))]
        # 1000 (a/400 − b/420), to the nearest whole number, half away from zero
        gap = 1000 * (21 * covered - 20 * other)
        size = (2 * abs(gap) + 8400) // (2 * 8400)
        agrees = (size if gap >= 0 else -size) == tenths[0] - tenths[1]
        assert gap_agrees(first, second) == agrees, (covered, other)


def test_the_page_says_about_as_python_does():
    """A gap of the panel says "environ" where its two shares, as written, don't make it."""
    code = """
import { allWords } from "./geo_ent/maps/assets/words.js";
const gap = { id: "gap", unit: "points", concerned: ["rural_schools_n", "urban_schools_n"] };
const told = (rural, urban) => allWords().gap(gap, {
  gap: 100 * (rural - urban), rural_coverage_share: rural, urban_coverage_share: urban });
console.log(JSON.stringify(GIVEN.map((pair) => told(...pair).startsWith("environ"))));
"""
    pairs = [(a / 41, b / 27) for a in range(42) for b in range(28)]
    shown = json.loads(deno("eval", "--no-remote", code.replace("GIVEN", json.dumps(pairs))))
    assert shown == [not gap_agrees(*pair) for pair in pairs]
    assert 0 < sum(shown) < len(shown)
