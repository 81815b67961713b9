"""Hold the house to its figures: `python tools/house.py`, which `make check` runs.

Each figure has a bound (`BOUNDS`); those that are past theirs are named, with where, and the exit
code is 1. Why these: docs/decisions/0016-house.md. Only `geo_ent/` is looked at, and nothing in it
is imported or run.
"""

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "geo_ent"

LONGEST = 45  # lines of code in a function
VAGUE = frozenset({"told", "found", "said", "each", "asked", "at"})
"""Names that say that something is held, not what."""

DIRECTIVES = ("noqa", "type:", "fmt:", "pragma", "ruff", "mypy")
"""How a comment that speaks to a tool begins: it explains nothing."""

NOT_CODE = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    | {tokenize.ENDMARKER}
)

BOUNDS = {
    "entries at the top": (0, 20),
    "files in a folder": (0, 18),
    "module names that stand twice": (0, 0),
    "import cycles": (0, 0),
    "functions of over 45 lines": (0, 0),
    "comments for 100 lines": (5, float("inf")),
    "vague names for 1,000 lines": (0, 5),
}
"""The least and the most that each figure may be."""


@dataclass(frozen=True)
class Figure:
    """A figure of the house, and the places that it comes from, worst first."""

    value: float
    places: Sequence[str] = ()


@dataclass(frozen=True)
class Module:
    """A module as it is written.

    Attributes
    ----------
    name
        As it is imported: `geo_ent.text.safe`; a package's is its folder's.
    path
        Where it is.
    tree
        What it is parsed to.
    code
        The numbers of its lines of code: no blank, no comment, no docstring.
    comments_n
        Its comment lines, but for those that speak to a tool.
    """

    name: str
    path: Path
    tree: ast.Module
    code: frozenset[int]
    comments_n: int


def modules(root: Path = ROOT) -> list[Module]:
    """Read every module of the package, sorted by path."""
    return [read(path, root) for path in sorted((root / PACKAGE).rglob("*.py"))]


def read(path: Path, root: Path) -> Module:
    """Read a module and count its lines."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    parts = path.relative_to(root).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    code: set[int] = set()
    comments_n = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comments_n += not token.string.lstrip("# ").startswith(DIRECTIVES)
        elif token.type not in NOT_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
    return Module(name, path, tree, frozenset(code - docstring_lines(tree)), comments_n)


def docstring_lines(tree: ast.Module) -> set[int]:
    """Give the line numbers of docstrings, those that follow a constant included."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if (
                isinstance(child, ast.Expr)
                and isinstance(child.value, ast.Constant)
                and isinstance(child.value.value, str)
            ):
                lines.update(range(child.lineno, (child.end_lineno or child.lineno) + 1))
    return lines


def imported(module: Module, names: frozenset[str]) -> set[str]:
    """Name the modules of the package that a module imports, for types alone or inside functions.

    `from room import name` is the module `room.name` where there is one, else `room` itself.
    """
    wanted: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            wanted.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                wanted.add(inner if inner in names else node.module)
    return (wanted & names) - {module.name}


def cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """List the sets of modules that reach one another.

    Modules that import nothing that is left, or that nothing left imports, are in no cycle: they
    are taken away until none goes. What stays is told apart by who reaches whom.
    """
    left = dict(graph)
    while True:
        wanted = set().union(*left.values()) if left else set()
        kept = {name for name, imports in left.items() if imports & left.keys() and name in wanted}
        if kept == left.keys():
            break
        left = {name: left[name] & kept for name in kept}
    reach = {name: reached(name, left) for name in left}
    rings = {frozenset(other for other in reach[name] if name in reach[other]) for name in left}
    return sorted(sorted(ring) for ring in rings if len(ring) > 1)


def reached(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    """Name all that a module imports, by way of others too; itself only where it is in a ring."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = graph[waiting.pop()] - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def long_functions(module: Module) -> Iterator[str]:
    """Name the functions that have too many lines of code."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            if (length := len(module.code.intersection(lines))) > LONGEST:
                yield f"{module.name}.{node.name}: {length}"


def vague_names(module: Module) -> Iterator[str]:
    """Name the places where something is given a name that doesn't say what it holds."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VAGUE:
            yield f"{module.name}:{node.lineno} {node.id}"


def figures(root: Path = ROOT) -> dict[str, Figure]:
    """Measure the house; a figure for each of `BOUNDS`."""
    house = modules(root)
    package = root / PACKAGE
    names = frozenset(module.name for module in house)
    rings = cycles({module.name: imported(module, names) for module in house})
    entries = sorted(p.name for p in package.iterdir() if p.name not in {"__pycache__", "py.typed"})
    folders = Counter(module.path.parent.relative_to(root).as_posix() for module in house)
    stems = Counter(m.path.stem for m in house if m.path.stem not in {"__init__", "__main__"})
    twice = [stem for stem, n in sorted(stems.items()) if n > 1]
    vague = [place for module in house for place in vague_names(module)]
    long = [place for module in house for place in long_functions(module)]
    code_n = sum(len(module.code) for module in house)
    return {
        "entries at the top": Figure(len(entries), entries),
        "files in a folder": Figure(max(folders.values()), [folders.most_common(1)[0][0]]),
        "module names that stand twice": Figure(len(twice), twice),
        "import cycles": Figure(len(rings), [" ↔ ".join(ring) for ring in rings]),
        "functions of over 45 lines": Figure(len(long), long),
        "comments for 100 lines": Figure(100 * sum(m.comments_n for m in house) / code_n),
        "vague names for 1,000 lines": Figure(1000 * len(vague) / code_n, vague),
    }


def main() -> int:
    """Print each figure beside its bound, and the places of those that are past it."""
    wrong = 0
    for name, figure in figures().items():
        least, most = BOUNDS[name]
        right = least <= figure.value <= most
        wrong += not right
        bound = f"at least {least}" if least else f"at most {most}"
        print(f"{name:<32} {figure.value:>6.1f}   {bound}{'' if right else '   NO'}")
        if not right:
            print("".join(f"    {place}\n" for place in figure.places), end="")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
