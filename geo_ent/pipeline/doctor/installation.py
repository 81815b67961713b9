"""The program itself: Python, the system, the libraries, what comes along, the terminal."""

import datetime as dt
import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from geo_ent.pipeline.doctor.points import Point
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.telling.language import Language
from geo_ent.text.discreet import homely

_REQUIREMENT = re.compile(
    r"([\w.-]+)(?:\[[^]]*\])?\s*([^;]*?)\s*(?:;\s*(?:(?!extra).)*extra\s*==\s*['\"](\w+)['\"].*)?$"
)
_LEAST = re.compile(r">=\s*([\w.]+)")
_EXTRAS = ("sheets", "cluster")
_DATA = (("boundaries", "communes.parquet"), ("schools", "programmes.csv"))
_FONTS = ("public-sans-400.ttf", "public-sans-700.ttf")
_ACCENTS = "é’\u00a0œ"


def python_point(tr: Language) -> Point:
    """Tell which Python runs geo-ent."""
    bits_n = 64 if sys.maxsize > 2**32 else 32
    facts = {
        "version": platform.python_version(),
        "implementation": platform.python_implementation(),
        "bits_n": bits_n,
        "executable": homely(sys.executable),
    }
    told = tr("{implementation} {version}, {bits_n} bits ; {executable}", **facts)
    return Point("python", "Python", told, facts=facts)


def system_point(tr: Language) -> Point:
    """Tell which system it runs on, and what time it takes it to be."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    facts = {
        "name": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "time": now.isoformat(),
    }
    told = tr("{name} {release}, {machine} ; il y est {hour} UTC, le {day}",
              hour=f"{now:%H:%M}", day=tr.day(now.date()), **facts)  # fmt: skip
    return Point("system", tr("Système"), told, facts=facts)


def packages_point(tr: Language) -> Point:
    """Tell the versions of the libraries, and which are missing or too old."""
    found = {name: _version(name) for name, _ in _asked("")}
    lacking = [name for name, has in found.items() if has is None]
    old = [
        f"{name} {found[name]} < {least}"
        for name, least in _asked("")
        if (has := found[name]) is not None and _earlier(has, least)
    ]
    facts = {"packages": [{"name": name, "version": has} for name, has in found.items()]}
    told = ", ".join(f"{name} {has}" for name, has in found.items() if has is not None)
    title = tr("Bibliothèques")
    if not lacking and not old:
        return Point("packages", title, told, facts=facts)
    wrong = ", ".join([*(tr("{name} manque", name=name) for name in lacking), *old])
    todo = tr('{wrong} ; réinstallez : python -m pip install --upgrade "geo-ent"', wrong=wrong)
    return Point("packages", title, told, "fault", todo, facts)


def extras_point(tr: Language) -> Point:
    """Tell which optional parts are installed; none of them is needed."""
    has = {extra: all(_version(name) is not None for name, _ in _asked(extra)) for extra in _EXTRAS}
    named = {"sheets": tr("les fiches A4"), "cluster": tr("un atlas sur un cluster Dask")}
    parts = [
        tr("{part} : oui", part=named[extra])
        if there
        else tr('{part} : non (python -m pip install "geo-ent[{extra}]")',
                part=named[extra], extra=extra)
        for extra, there in has.items()
    ]  # fmt: skip
    return Point("extras", tr("En option"), " ; ".join(parts), facts={"extras": has})


def data_point(tr: Language) -> Point:
    """Tell whether what comes along is there: communes, demos, fonts."""
    fonts = Path(str(files("geo_ent.maps"))) / "assets" / "vendor"
    there = [*(bundled_file(*parts) for parts in _DATA), *(fonts / name for name in _FONTS)]
    lacking = [path.name for path in there if not path.is_file() or not path.stat().st_size]
    facts = {"lacking": lacking}
    title = tr("Données et polices de geo-ent")
    if not lacking:
        return Point("bundled", title, tr("toutes là"), facts=facts)
    told = tr("il manque {names}", names=", ".join(lacking))
    todo = tr('réinstallez : python -m pip install --force-reinstall "geo-ent"')
    return Point("bundled", title, told, "fault", todo, facts)


def terminal_point(tr: Language) -> Point:
    """Tell in which encoding the terminal is written, and whether it has the accents."""
    encoding, tty = sys.stdout.encoding or "ascii", sys.stdout.isatty()
    facts = {"encoding": encoding, "is_terminal": tty}
    told = encoding if tty else tr("{encoding}, vers un fichier ou un programme", encoding=encoding)
    try:
        _ACCENTS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        told = tr("{encoding}, qui n’a pas tous les accents", encoding=told)
        todo = tr(
            "des « ? » tiendront leur place ici, non dans les fichiers ; PYTHONUTF8=1 y remédie"
        )
        return Point("terminal", tr("Terminal"), told, "remark", todo, facts)
    return Point("terminal", tr("Terminal"), told, facts=facts)


def _asked(extra: str) -> Iterator[tuple[str, str]]:
    """Give what geo-ent asks for, itself or for an extra, and the least version of it."""
    for line in requires("geo-ent") or ():
        match = _REQUIREMENT.match(line)
        if match and (match[3] or "") == extra:
            least = _LEAST.search(match[2])
            yield match[1], least[1] if least else ""


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _earlier(has: str, least: str) -> bool:
    """Tell whether a version comes before another, by their numbers.

    Examples
    --------
    >>> _earlier("2.10.0", "2.9"), _earlier("2.8", "2.9.1"), _earlier("3.0rc1", "3.0")
    (False, True, False)
    """
    one, other = ([int(part) for part in re.findall(r"\d+", text)] for text in (has, least))
    length = len(other)
    return one[:length] < other
