"""Cells as many keepers write them, each with what a careful person reads in it."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from geo_ent.register.cell_grammar import read_cell

READINGS = tomllib.loads(Path(__file__).with_name("cell_readings.toml").read_text(encoding="utf-8"))


def cells(kind):
    """List the cells of a kind, each with the status that stands for it."""
    return [(status, cell) for status, listed in READINGS[kind].items() for cell in listed]


def day(text):
    """Read an ISO day; None for nothing."""
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("status", "cell"), cells("read"))
def test_a_cell_says_what_a_careful_person_reads(status, cell):
    """The status is theirs, and nothing is left in doubt; what they'd ask about is never a yes."""
    reading = read_cell(cell)
    if status == "doubt":
        assert reading.status not in {"school", "class"}
        assert reading.doubt or reading.status is None
    else:
        assert ("none" if reading.gone else reading.status, reading.doubt) == (status, None)


@pytest.mark.parametrize(("status", "cell"), cells("products"))
def test_products_are_read_with_what_is_said_of_them(status, cell):
    """A product is used unless its cell says planned, gone or none."""
    text, names = cell
    reading = read_cell(text)
    assert (reading.status, " + ".join(reading.solution), reading.doubt) == (status, names, None)


@pytest.mark.parametrize(("status", "cell"), cells("dates"))
def test_dates_are_read_with_what_they_are_of(status, cell):
    """A date is the first day of what begins, the last of what ends."""
    text, start, end = cell
    reading = read_cell(text)
    assert (reading.status, reading.start, reading.end) == (status, day(start), day(end))
    assert reading.doubt is None
