"""The check of public docstrings finds what it looks for; every public name has an example."""

import doctest
import inspect
from importlib import import_module

from scripts import script

import geo_ent

docstrings = script("tools/docstrings")


def half_told(path, *, year):
    """Read a file.

    Parameters
    ----------
    years
        Of no parameter.
    """
    return path, year


def test_a_docstring_that_parts_from_its_function_is_told():
    """A parameter left out, one that isn't there, nothing of what is given back."""
    told = [line.split()[1] for line in docstrings.faults("half_told", half_told)]
    assert sorted(told) == ["PR01", "PR02", "RT01"]


def test_public_names_are_told_in_full():
    """Functions, classes and their methods; `make check` says the same."""
    names = [name for name, _ in docstrings.public()]
    assert {"coverage", "Findings", "Findings.add", "map"} <= set(names)
    assert docstrings.main() == 0


def test_every_public_name_has_an_example_that_shows_its_result():
    """Of each that `dir(geo_ent)` lists; and the suite finds it where it stands, and runs it."""
    parser, finder = doctest.DocTestParser(), doctest.DocTestFinder()
    lacking, unrun = [], []
    for name in dir(geo_ent):
        value = getattr(geo_ent, name)
        examples = parser.get_examples(inspect.getdoc(value) or "")
        if not any(example.want for example in examples):
            lacking.append(name)
            continue
        home = import_module(value.__module__)
        collected = {test.name for test in finder.find(home) if test.examples}
        if f"{value.__module__}.{value.__qualname__}" not in collected:
            unrun.append(name)
    assert (lacking, unrun) == ([], [])
