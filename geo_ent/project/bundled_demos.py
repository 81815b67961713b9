"""The five demos that come with the package: simulated inputs, and the project they are built as.

`tools/simulate.py --bundle` makes them from the scenarios of `tools/simulator`. Each is a zip of
the very files that a build reads, and the project's settings beside it, as JSON.
"""

import atexit
import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geo_ent.errors import InputError
from geo_ent.project.build_options import Goal, Programme, Project, Simulation
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.text.compare import meant
from geo_ent.text.numbers import Lang

DEFAULT = "nancy-metz"
"""The demo of `geo-ent demo` when none is named."""

INPUTS = ("schools", "register", "pupils", "usage", "college_sectors")
"""The inputs of a project that a demo may have."""

_FOLDER = ("schools", "demos")  # under `data/`; written by tools/simulate.py --bundle


def demo_names() -> tuple[str, ...]:
    """Name the demos that come with the package, sorted.

    Examples
    --------
    >>> "nancy-metz" in demo_names()
    True
    """
    return tuple(sorted(path.stem for path in bundled_file(*_FOLDER).glob("*.zip")))


def demo_choices(name: str) -> dict[str, Any]:
    """Give what a demo chooses of a map, by the keys of geo-ent.toml.

    Parameters
    ----------
    name
        One of `demo_names`.

    Examples
    --------
    >>> demo_choices("nantes")["sector"], demo_choices("nantes")["goal"]["by"]
    ('all', datetime.date(2016, 9, 1))
    """
    chosen = _typed(_settings(name))
    goal = chosen.pop("goal")
    if goal:
        term = {"years" if isinstance(goal.by, int) else "by": goal.by}
        chosen["goal"] = {"share": goal.share, **term, "unit": goal.unit}
    return {key: value for key, value in chosen.items() if key != "programme" and value}


@cache
def demo_files(name: str = DEFAULT) -> Mapping[str, Path]:
    """Unpack the inputs of a demo, simulated files to try the functions on.

    Parameters
    ----------
    name
        "cantal", "montpellier", "nancy-metz", "nantes" or "somme".

    Returns
    -------
    dict
        "schools", "register" and what else the demo has ("pupils", "usage") -> the file, in a
        folder that is deleted when Python ends.

    Raises
    ------
    InputError
        If there is no such demo.

    Examples
    --------
    >>> from geo_ent import demo_files
    >>> {key: path.name for key, path in demo_files("cantal").items()}
    {'schools': 'annuaire-simule.csv', 'register': 'registre-simule.csv', \
'college_sectors': 'carte-scolaire-simulee.csv'}
    """
    folder = tempfile.TemporaryDirectory(prefix="geo-ent-")
    atexit.register(folder.cleanup)
    project = demo_project(name, Path(folder.name), Path(folder.name, "out"))
    return {key: getattr(project, key) for key in INPUTS if getattr(project, key) is not None}


def demo_project(name: str, folder: Path, out: Path, *, lang: Lang = "fr") -> Project:
    """Unpack a demo's inputs, and describe the map to build from them.

    Parameters
    ----------
    name
        One of `demo_names`.
    folder
        Where to unpack the inputs; made if it doesn't exist. They keep the names that they have in
        the manifest.
    out
        Where the map will be built.
    lang
        "fr" or "en": the language of the page.

    Raises
    ------
    InputError
        If there is no such demo: the nearest name is suggested, or all are listed.
    """
    if name not in demo_names():
        hint = meant(name, demo_names()) or f"il y a {', '.join(demo_names())}."
        msg = f"aucune démonstration « {name} » : {hint}"
        raise InputError(msg)
    # The archive has the inputs alone. The settings lie beside it, so that a change in them is read
    # in a review as text, and doesn't change the bytes of the archive.
    settings = _settings(name)
    with zipfile.ZipFile(bundled_file(*_FOLDER, f"{name}.zip")) as archive:
        archive.extractall(folder)
    return Project(
        **{field: folder / path for field, path in settings["inputs"].items()},
        **_typed(settings),
        departements=tuple(settings["departements"]),
        # no published directory is behind these schools: none may be credited on the page
        simulation=Simulation(**settings["simulation"], replaces_sources=True),
        out=out,
        lang=lang,
    )


def _settings(name: str) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(
        bundled_file(*_FOLDER, f"{name}.json").read_text(encoding="utf-8")
    )
    return settings


def _typed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Give what JSON has as texts and tables the types that `Project` wants: days, goal, costs."""
    goal, programme = settings["goal"], settings["programme"]
    if goal and isinstance(goal["by"], str):  # a day; else a number of years from the date shown
        goal = {**goal, "by": dt.date.fromisoformat(goal["by"])}
    if programme and programme["since"]:
        programme = {**programme, "since": dt.date.fromisoformat(programme["since"])}
    return {
        **{key: settings[key] for key in ("sector", "complete", "title")},
        "date": dt.date.fromisoformat(settings["date"]),
        "goal": Goal(**goal) if goal else None,
        "programme": Programme(**programme) if programme else None,
    }
