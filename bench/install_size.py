"""What an installation of geo-ent weighs, and what for: `python bench/install_size.py`.

The wheel is made of the checkout and installed by uv in an empty environment, without an extra.
Each package is weighed by the files that its wheel brought, without bytecode, the heaviest first;
with who asks for it and what it is for, which pyproject.toml's comments say of those that geo-ent
asks for, and `BROUGHT` of the others. It ends with 1 where there are more than there may be.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
MOST_PACKAGES, MOST_MEGABYTES = 46, 500.0
"""geo-ent itself is one of them."""
_MEGABYTE = 1_000_000

BROUGHT = {
    "annotated-doc": "texts of typer's options",
    "annotated-types": "bounds of numbers, for pydantic",
    "certifi": "authorities of certificates, for requests, pyogrio and pyproj",
    "charset-normalizer": "guesses encodings, for requests",
    "click": "uvicorn's own command line",
    "colorama": "colours of a terminal of Windows, for typer",
    "h11": "HTTP, for uvicorn",
    "idna": "names of hosts with accents, for requests and anyio",
    "markdown-it-py": "Markdown in rich's texts",
    "markupsafe": "escapes for jinja2",
    "mdurl": "addresses for markdown-it-py",
    "numpy": "arrays: everything that computes stands on it",
    "packaging": "versions, for geopandas and pyogrio",
    "pygments": "colours of code in rich's texts",
    "pydantic": "checks of options, for typer",
    "pydantic-core": "the same, compiled",
    "python-dateutil": "dates for pandas",
    "shellingham": "which shell asks for completion, for typer",
    "typing-extensions": "types that Python 3.11 lacks",
    "typing-inspection": "reads types, for pydantic",
    "tzdata": "time zones, for python-dateutil and pandas",
    "urllib3": "HTTP, under requests",
    "xyzservices": "addresses of basemaps, for folium",
}
"""What packages are for that geo-ent doesn't ask for itself."""


class Package(NamedTuple):
    """A package of an environment."""

    name: str
    version: str
    bytes_n: int
    asked_by: tuple[str, ...]


def main() -> int:
    """Print the packages of a new environment as a table; 1 if they are more than they may be."""
    with tempfile.TemporaryDirectory() as folder:
        packages = packages_of(install(Path(folder)))
    purposes = BROUGHT | asked_for((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    print("| package | MB | asked for by | for what |\n|---|---|---|---|")
    for package in packages:
        megabytes, whose = package.bytes_n / _MEGABYTE, ", ".join(package.asked_by)
        name, purpose = f"{package.name} {package.version}", purposes.get(package.name, "?")
        print(f"| {name} | {megabytes:.1f} | {whose} | {purpose} |")
    total = sum(package.bytes_n for package in packages) / _MEGABYTE
    print(f"\n{len(packages)} packages, {total:.0f} MB", end="; ")
    print(f"at most {MOST_PACKAGES}, {MOST_MEGABYTES:.0f} MB")
    return int(len(packages) > MOST_PACKAGES or total > MOST_MEGABYTES)


def install(folder: Path) -> Path:
    """Install the wheel of the checkout in an environment of its own; give where packages are."""
    python = [sys.executable, "-m"]
    wheels, environment = folder / "wheels", folder / "environment"
    _run(*python, "hatchling", "build", "--target", "wheel", "--directory", str(wheels))
    (wheel,) = wheels.glob("*.whl")
    _run(str(UV), "venv", "--quiet", "--python", sys.executable, str(environment))
    _run(str(UV), "pip", "install", "--quiet", "--python", str(environment), str(wheel))
    return site_of(environment)


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def site_of(environment: Path) -> Path:
    """Give the folder of an environment that its packages are in."""
    (site,) = (*environment.glob("lib/python*/site-packages"), *environment.glob("Lib/site-*"))
    return site


def packages_of(site: Path) -> list[Package]:
    """List what is installed in a folder, the heaviest first."""
    found = {canonicalize_name(one.name): one for one in distributions(path=[str(site)])}
    asking = {name: set(_asks(one)) for name, one in found.items()}
    packages = [
        Package(
            name,
            one.version,
            weight(one),
            tuple(sorted(other for other, asked in asking.items() if name in asked)),
        )
        for name, one in found.items()
    ]
    return sorted(packages, key=lambda package: (-package.bytes_n, package.name))


def _asks(package: Distribution) -> Iterator[str]:
    for line in package.requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            yield canonicalize_name(wanted.name)


def weight(package: Distribution) -> int:
    """Count the bytes of a package's files, without bytecode."""
    paths = (Path(str(file.locate())) for file in package.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file() and path.suffix != ".pyc")


def asked_for(pyproject: str) -> Mapping[str, str]:
    """Give what each package is for that a pyproject.toml asks for: the comments beside them."""
    (block,) = re.findall(r"(?ms)^dependencies = \[$(.*?)^\]$", pyproject)
    lines = re.findall(r'(?m)^  "([\w-]+)[^"]*",(?: *# (.*))?$', block)
    return {canonicalize_name(name): comment for name, comment in lines} | {"geo-ent": "geo-ent"}


if __name__ == "__main__":
    raise SystemExit(main())
