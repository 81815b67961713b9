"""Registers as keepers write them: a school's value is right, or a doubt names where it stands.

The generator is `bench/keepers.py`. Of its second half, on which the reader is never developed,
a failure tells sums only.
"""

import collections
from collections.abc import Mapping

import pytest
from scripts import script

HELD_OUT = "b"
NEVER_SHARED = ("titles", "boxes", "status", "free", "sections", "remarks", "sheets", "around")


@pytest.fixture(scope="module")
def keepers():
    """The bench's module."""
    return script("bench/keepers")


@pytest.fixture(scope="module")
def reader(keepers, shared_file):
    """A reader with the schools of Ille-et-Vilaine."""
    return keepers.Reader(shared_file(keepers.ANNUAIRE.name))


def texts(words):
    """List the texts of a tree of lists, as a reader compares them."""
    if isinstance(words, Mapping):
        return [text for part in words.values() for text in texts(part)]
    if isinstance(words, list):
        return [text for part in words for text in texts(part)]
    return [str(words).strip().casefold()]


# What is silently wrong today, at most, as a share of the values. The aim of both is the bench's
# own (0.5 %); half A is read better than that, and half B isn't there yet.
ALLOWED = {"a": 0.002, HELD_OUT: 0.03}


@pytest.mark.parametrize("half", ALLOWED)
def test_right_or_doubted(keepers, reader, half):
    """A register of half of the layouts: hardly a value is wrong in silence.

    Of the held-out half, which may hold what nobody thought of, 3 % may be; the aim is 0.5 %.
    """
    some = len(keepers.layouts_of(half)) // 2  # the bench reads them all
    counts, wrong = collections.Counter(), []
    for made, _, marks in keepers.marked(half, some, 7, reader):
        counts.update(marks.counts)
        wrong += [f"{made.layout} {line}" for line in marks.wrong if keepers.SILENT in line]
    sums = {what: counts[what] for what in ("silently wrong", "silently lost", "values")}
    # nothing more of the held-out half, or the reader could be tuned to it
    shown = [] if half == HELD_OUT else wrong[:20]
    told = "\n".join([f"{sums}, the aim is {keepers.AIMS['silently wrong']}", *shown])
    assert counts["silently wrong"] <= ALLOWED[half] * counts["values"], told


def test_messy_registers_are_right_or_doubted(shared_file):
    """The other generator's registers: where a school's last word is wrong, a doubt names it."""
    bench = script("bench/registers")
    for name in (bench.ANNUAIRE.name, bench.FRANCE.name):
        shared_file(name)
    silent = [f"{seed} {line}" for seed, level in ((11, "middle"), (12, "high"), (13, "low"))
              for line in bench.silent_schools(seed, level)]  # fmt: skip
    assert not silent, "\n".join(silent[:20])


def test_the_halves_share_no_words(keepers):
    """Titles, statuses, sections and remarks of one half are none of the other's."""
    first, second = (keepers.words_of(half) for half in keepers.HALVES)
    for part in NEVER_SHARED:
        assert not set(texts(first[part])) & set(texts(second[part])) - {""}, part
    assert len(keepers.layouts_of(HELD_OUT)) >= 1.3 * len(keepers.layouts_of("a"))


def test_same_seed_same_registers(keepers, reader):
    """Registers follow from their seed, to the last cell and value."""
    schools = keepers.Schools(reader.table)
    first, again = (list(keepers.make(HELD_OUT, 8, 3, schools)) for _ in range(2))
    assert [made.register for made in first] == [made.register for made in again]
