"""Whose software the portable folder gives away with geo-ent, and on what terms."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
RULE = "=" * 78
HEAD = """\
Ce dossier contient, outre geo-ent (licence MIT, licences/LICENSE), les logiciels suivants, chacun
sous sa licence. Les textes des licences sont plus bas. Les données et la police qui viennent avec
geo-ent gardent les leurs, nommées à côté d'elles dans _internal/geo_ent.
"""
BOOTLOADER = (
    "Le programme d'amorce de PyInstaller : GPL-2.0-or-later, avec l'exception qui permet de le "
    "donner avec tout logiciel"
)
_LICENCE_WORDS = ("licen", "copying", "notice", "authors")
_TEXT = "voir son texte"
_NAME_LENGTH = 80  # a field longer than that is the licence itself


def third_party(libraries: Mapping[str, str]) -> str:
    """Write the list of what is bundled, then the texts of the licences.

    Parameters
    ----------
    libraries
        Compiled libraries: path in the folder → the file that it was taken from.

    Raises
    ------
    ValueError
        If nothing says whose a library is.
    """
    parts = sorted(_needed("geo-ent"), key=lambda part: part.name.lower())
    parts = [part for part in parts if part.name != "geo-ent"]
    rows = [f"{part.name} {part.version} : {_licence(part)}" for part in parts]
    python = f"Python {sys.version.split()[0]}"
    texts = {python: _python_licence(), **{f"{part.name} {part.version}": _texts(part) for part in
             [*parts, distribution("pyinstaller")]}}  # fmt: skip
    for notice in sorted((HERE / "notices").glob("*.txt")):
        texts[f"{notice.stem}, comme l'écrit Debian"] = notice.read_text(encoding="utf-8")
    texts |= _system_texts(libraries)
    return "\n".join(
        (
            *(HEAD, "Python et ses bibliothèques", ""),
            f"{python} : PSF-2.0",
            BOOTLOADER,
            *rows,
            *("", "Bibliothèques compilées", "", *library_rows(libraries), ""),
            *(f"{RULE}\n{name}\n{RULE}\n\n{text}\n" for name, text in texts.items()),
        )
    )


def _needed(name: str, seen: set[str] | None = None) -> Iterator[Distribution]:
    """Give a distribution and all that it asks for, here and now, each once."""
    seen = set() if seen is None else seen
    part = distribution(name)
    if part.name.lower() in seen:
        return
    seen.add(part.name.lower())
    yield part
    for line in part.requires or ():
        asked = Requirement(line)
        # The folder has what sets the A4 sheets too: who prints them has a locked computer.
        extra = "sheets" if part.name == "geo-ent" else ""
        if asked.marker is None or asked.marker.evaluate({"extra": extra}):
            yield from _needed(asked.name, seen)


def _licence(part: Distribution) -> str:
    """Name the licence of a distribution: its expression, else its field, else its classifier."""
    told = part.metadata.get_all("License-Expression") or part.metadata.get_all("License") or []
    short = [text for text in told if text and len(text) < _NAME_LENGTH and "\n" not in text]
    classifiers = part.metadata.get_all("Classifier") or []
    names = [name.rsplit(" :: ", 1)[1] for name in classifiers if name.startswith("License ::")]
    return ", ".join(short or names or [_TEXT])


def _texts(part: Distribution) -> str:
    """Give the texts of the licences that came with a distribution, one after another."""
    files = [
        path
        for path in part.files or ()
        if path.parts[0].endswith(".dist-info")
        and any(word in "/".join(path.parts[1:]).lower() for word in _LICENCE_WORDS)
    ]
    if part.name == "pyogrio":  # GDAL's terms, and of what it is made of, lie among its data
        files += [path for path in part.files or () if path.name == "LICENSE.TXT"]
    texts = {Path(path.locate()).read_text(encoding="utf-8", errors="replace") for path in files}
    return "\n\n".join(sorted(texts)) or f"(sans texte : {_licence(part)})"


def _python_licence() -> str:
    places = (Path(sys.base_prefix), Path(sys.base_prefix, "lib", f"python3.{sys.version_info[1]}"))
    (text,) = [place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").is_file()][:1]
    return text.read_text(encoding="utf-8", errors="replace")


def library_rows(libraries: Mapping[str, str]) -> list[str]:
    """Give a line for each library: its path, whose it is, the licence.

    Raises
    ------
    ValueError
        If nothing says whose a library is.
    """
    known = tomllib.loads((HERE / "libraries.toml").read_text(encoding="utf-8"))["library"]
    rows, unknown = [], []
    for path in sorted(libraries):
        file = path.rsplit("/", 1)[-1].lower()
        named = [entry for entry in known if any(fnmatch(file, name) for name in entry["files"])]
        if not named:
            unknown.append(path)
            continue
        entry = named[0]
        text = f", texte : {entry['text'].removeprefix('notices/')}" if "text" in entry else ""
        rows.append(f"{path} : {entry['name']}, {entry['licence']} ({entry['site']}{text})")
    if unknown:
        msg = f"nothing in {HERE / 'libraries.toml'} says whose these are: {', '.join(unknown)}"
        raise ValueError(msg)
    return rows


def _system_texts(libraries: Mapping[str, str]) -> dict[str, str]:
    """Give the terms of libraries that were taken from a Debian or an Ubuntu."""
    texts: dict[str, str] = {}
    if shutil.which("dpkg") is None:
        return texts
    for source in sorted(set(libraries.values())):
        path = Path(source).resolve()
        if path.parts[1] not in {"lib", "usr"}:
            continue
        # A package names its files as they were before /lib went into /usr, or as they are since.
        for name in (str(path), f"/usr{path}", str(path).removeprefix("/usr")):
            command = ["dpkg", "-S", name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            package = done.stdout.split(":", 1)[0]
            terms = Path("/usr/share/doc", package, "copyright")
            if done.returncode == 0 and terms.is_file():
                texts[f"{package}, comme l'écrit Debian"] = terms.read_text(encoding="utf-8")
                break
    return texts
