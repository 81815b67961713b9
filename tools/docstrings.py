"""Hold the docstrings of the public names to numpydoc: `python tools/docstrings.py`.

`make check` runs it. Public is what `dir(geo_ent)` lists, with the public methods of its classes.
ruff reads the form of each docstring of the project; it doesn't compare one with its function.
"""

import inspect
import sys
from collections.abc import Callable, Iterator

from numpydoc.docscrape import get_doc_object
from numpydoc.validate import validate

import geo_ent

HELD = frozenset({
    *("GL03", "GL05", "GL06", "GL07", "GL08"),  # blank lines, tabs, sections: known, in order, any
    *("SS01", "SS02", "SS03", "SS04", "SS05"),  # a summary: there, one sentence, in the imperative
    *("PR01", "PR02", "PR03", "PR05", "PR10"),  # each parameter and no other, in order; its colon
    *("RT01", "YD01"),  # what is given back is told
})  # fmt: skip
"""What is checked. Types stand in the annotations (not PR04, RT02), in one place."""


def public() -> Iterator[tuple[str, Callable[..., object]]]:
    """List the public functions, classes and methods with their names, in order."""
    for name in sorted(dir(geo_ent)):
        value = getattr(geo_ent, name)
        if not callable(value):
            continue
        yield name, value
        if inspect.isclass(value) and value.__module__.startswith("geo_ent."):
            methods = inspect.getmembers(value, inspect.isfunction)
            yield from (
                (f"{name}.{method}", function)
                for method, function in methods
                if not method.startswith("_")
            )


def faults(name: str, value: Callable[..., object]) -> list[str]:
    """Say what the docstring of a name lacks, or says wrongly."""
    held = HELD
    text = inspect.getdoc(value) or ""
    if inspect.isclass(value):
        # A record's fields are told once, as its attributes; its constructor returns nothing.
        held -= {"SS05", *(("PR01", "PR02") if "Attributes\n" in text else ())}
    if len(text.splitlines()) == 1:
        held -= {"PR01", "RT01"}  # one line for what takes and gives what its annotations say
    errors = validate(get_doc_object(value))["errors"]
    return [f"{name}: {code} {message}" for code, message in errors if code in held]


def main() -> int:
    """Print what is wrong, a line each."""
    wrong = [fault for name, value in public() for fault in faults(name, value)]
    print("\n".join([*wrong, f"{sum(1 for _ in public())} public names, {len(wrong)} faults"]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
