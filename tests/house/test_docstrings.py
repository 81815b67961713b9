"""The check of public docstrings finds what it looks for."""

from scripts import script

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
