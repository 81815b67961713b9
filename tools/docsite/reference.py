"""The page of the public names, from their docstrings.

A generator's own reader of docstrings would look for the names in the sources; here they are asked
of the package, which imports each from its home at its first use.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from numpydoc.docscrape import NumpyDocString

import geo_ent

HEAD = """# Public names

Made of the docstrings. All are names of `geo_ent`: `import geo_ent`, then
`geo_ent.read_communes(…)`.
"""
SECTIONS = ("Parameters", "Attributes", "Returns", "Yields", "Raises", "Warns")
"""Sections of a docstring that are lists."""


def reference() -> str:
    """Write the page: a section a name, the methods of a class under it."""
    names = [name for name in dir(geo_ent) if not name.startswith("_")]
    return "\n".join([HEAD, *(line for name in names for line in _name(name))])


def _name(name: str) -> Iterator[str]:
    value = getattr(geo_ent, name)
    yield from _entry(name, f"geo_ent.{name}", value, 2)
    if not inspect.isclass(value):
        return
    for method, member in vars(value).items():
        if method.startswith("_") or not inspect.getdoc(member):
            continue
        if callable(member) or isinstance(member, (property, classmethod, staticmethod)):
            bound = member if isinstance(member, property) else getattr(value, method)
            yield from _entry(f"{name}.{method}", f"{name}.{method}", bound, 3)


def _entry(heading: str, written: str, value: object, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} {heading}\n"
    if callable(value) and not (inspect.isclass(value) and issubclass(value, Exception)):
        yield f"```python\n{signature(written, value)}\n```\n"
    parsed = NumpyDocString(inspect.getdoc(value) or "")
    for words in (parsed["Summary"], parsed["Extended Summary"]):
        if words:
            yield "\n".join(map(_code, words)) + "\n"
    for section in SECTIONS:
        if parsed[section]:
            yield f"**{section}**\n"
            yield from (_item(*item) for item in parsed[section])
            yield ""
    if parsed["Notes"]:
        yield "\n".join(map(_code, parsed["Notes"])) + "\n"
    if parsed["Examples"]:
        example = "\n".join(parsed["Examples"]).strip()
        yield f"**Examples**\n\n```pycon\n{_without_directives(example)}\n```\n"


def _item(name: str, kind: str, words: list[str]) -> str:
    term = " : ".join(f"`{part}`" for part in (name, kind) if part)
    meaning = _code(" ".join(line.strip() for line in words if line.strip()))
    return f"- {term}{' — ' if meaning else ''}{meaning}"


def _code(line: str) -> str:
    return re.sub(r"``([^`]+)``", r"`\1`", line)


def _without_directives(example: str) -> str:
    """Leave out what speaks to the runner of examples alone."""
    return re.sub(r" *# doctest: .*", "", example).replace("<BLANKLINE>", "")


def signature(name: str, value: Callable[..., Any]) -> str:
    """Write how a name is called, a parameter a line where it is long.

    Examples
    --------
    >>> def add(one: int, *, two: "str | None" = None) -> int: ...
    >>> signature("add", add)
    'add(one: int, *, two: str | None = None) -> int'
    """
    try:
        call = inspect.signature(value)
    except ValueError:
        return f"{name}(…)"
    parts: list[str] = []
    star = False
    for parameter in call.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            star = True
            parts.append("*")
        star = star or parameter.kind is parameter.VAR_POSITIONAL
        if parameter.name != "self":
            parts.append(_plain(str(parameter)))
    back = call.return_annotation
    returns = "" if back is call.empty else f" -> {_plain(inspect.formatannotation(back))}"
    line = f"{name}({', '.join(parts)}){returns}"
    if len(line) <= 88:  # noqa: PLR2004 what the site's column shows without scrolling
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f"){returns}"


def _plain(written: str) -> str:
    """Write an annotation as the sources do: no quotes, no modules before the names."""
    names, equals, default = written.partition(" = ")
    names = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", names.replace("'", ""))
    return names + equals + ("…" if default.startswith("<") else default)
