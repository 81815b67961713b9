"""Six of the bench's messy registers, read well enough (the bench measures 200)."""

import pytest
from scripts import script

REGISTERS = [(1, "low"), (2, "middle"), (3, "high"), (4, "high"), (5, "middle"), (6, "high")]


@pytest.fixture(scope="module")
def bench():
    """The bench's module, which stands outside the package; the tests have a `registers` too."""
    return script("bench/registers")


@pytest.fixture
def marks(bench, shared_file):
    """The marks of the six registers together, three of Ille-et-Vilaine, three of elsewhere."""
    for name in (bench.ANNUAIRE.name, bench.FRANCE.name):
        shared_file(name)
    total = bench.Marks()
    for seed, level in REGISTERS:
        total.add(bench.one_register(seed, level, home=seed % 2 == 0, rows=150))
    return total


def test_messy_registers_are_read(marks):
    """Each aim of the bench holds on the six registers; every row of each is told once."""
    aims = {"registers": 1, "rows once": 1, "uai found": 0.99, "uai right": 0.99,
            "name found": 0.95, "name right": 0.99, "status": 0.99, "solution": 0.99,
            "start": 0.99, "no wrong": 0.999}  # fmt: skip
    short = {what: marks.share(what) for what, aim in aims.items() if not marks.share(what) >= aim}
    assert not short, "\n".join([str(short), *map(str, marks.wrong[:20])])


def test_same_seed_same_register(bench, shared_file):
    """A register follows from its seed: made twice, it is the same to the last cell."""
    shared_file(bench.ANNUAIRE.name)
    schools = bench.schools_of(bench.HOME)
    first, again = (bench.make_register(schools, 9, "high", rows=60) for _ in range(2))
    assert first.sheets == again.sheets
    assert first.lines == again.lines
