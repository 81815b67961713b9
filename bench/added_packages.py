"""What the application adds to an installation: `python bench/added_packages.py`.

Which packages `pip install geo-ent` brings that it wouldn't without the application, and what they
weigh, from the metadata of the environment that runs this. With a commit (`--before COMMIT`), what
was asked for there stands for "without".
"""

import argparse
import subprocess
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
OF_THE_APPLICATION = frozenset({"anyio", "python-multipart", "starlette", "uvicorn"})
"""What pyproject.toml asks for the application's sake alone."""
MOST_PACKAGES, MOST_MEGABYTES = 6, 5.0
_MEGABYTE = 1_000_000


def main() -> int:
    """Print the packages and their weight; 1 if they are more than they may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", metavar="COMMIT", default="")
    before = parser.parse_args().before
    asked = asked_for((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if before:
        git = ["git", "-C", str(ROOT), "show", f"{before}:pyproject.toml"]
        without = asked_for(subprocess.run(git, capture_output=True, text=True, check=True).stdout)
    else:
        without = asked - OF_THE_APPLICATION
    weights = added(asked, without)
    for name, weight in weights.items():
        print(f"{name:20} {weight / _MEGABYTE:6.2f} MB")
    total = sum(weights.values()) / _MEGABYTE
    print(f"{len(weights)} packages of {len(closure(asked))}, {total:.2f} MB")
    print(f"at most {MOST_PACKAGES} packages, {MOST_MEGABYTES} MB")
    return int(len(weights) > MOST_PACKAGES or total > MOST_MEGABYTES)


def asked_for(pyproject: str) -> frozenset[str]:
    """Name what a pyproject.toml asks for."""
    wanted = tomllib.loads(pyproject)["project"]["dependencies"]
    return frozenset(canonicalize_name(Requirement(line).name) for line in wanted)


def added(asked: Iterable[str], without: Iterable[str]) -> dict[str, int]:
    """Weigh what is installed for the one and not for the other, in bytes without bytecode."""
    return {name: weight(distribution(name)) for name in sorted(closure(asked) - closure(without))}


def closure(names: Iterable[str]) -> frozenset[str]:
    """Name packages with all that they ask for, as this environment's markers have it."""
    seen: set[str] = set()
    todo = list(names)
    while todo:
        if (name := canonicalize_name(todo.pop())) in seen:
            continue
        seen.add(name)
        for line in requires(name) or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                todo.append(wanted.name)
    return frozenset(seen)


def weight(package: Distribution) -> int:
    """Count the bytes of a package's files."""
    paths = (Path(str(file.locate())) for file in package.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file() and path.suffix != ".pyc")


if __name__ == "__main__":
    raise SystemExit(main())
