"""The project file as it is written by a program: what was chosen and answered, for next year."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo_ent.project.build_options import INPUTS
from geo_ent.project.register_section import read_content, section_of
from geo_ent.text.toml_text import toml_text

_OF_A_MACHINE = frozenset({"out", "quick", "offline", "refresh", "ca_bundle", *INPUTS})
"""What names a file or a folder, or how a build goes: another machine has its own."""


def project_text(content: Mapping[str, Any]) -> str:
    r"""Write a project file.

    Parameters
    ----------
    content
        By the keys of geo-ent.toml, in the order to write; paths as texts. What is None, "" or
        empty isn't written.

    Returns
    -------
    str
        TOML, tables last.

    Examples
    --------
    >>> print(project_text({"departements": ["35"], "title": "", "register": {"files": ["a.csv"]}}))
    departements = [
        "35",
    ]
    <BLANKLINE>
    [register]
    files = [
        "a.csv",
    ]
    <BLANKLINE>
    """
    filled = {key: value for key, value in content.items() if value not in (None, "", [], {})}
    return toml_text(filled)


def read_choices(path: Path) -> dict[str, Any]:
    """Read a project file as it stands: choices, answers and the names of files.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict
        By its keys; `register` is a table, whatever way it was written.

    Raises
    ------
    InputError
        If it can't be read, or isn't TOML.
    """
    content = read_content(path)
    if "register" in content:
        content["register"] = section_of(path, content)
    return content


def without_files(content: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a project file what holds on another machine and next year: no file, no folder.

    Parameters
    ----------
    content
        As `read_choices` gives it.

    Examples
    --------
    >>> kept = without_files({"departements": ["35"], "schools": "annuaire.csv",
    ...                       "register": {"files": ["a.csv"], "columns": {"uai": "RNE"}}})
    >>> kept
    {'departements': ['35'], 'register': {'columns': {'uai': 'RNE'}}}
    """
    kept = {key: value for key, value in content.items() if key not in _OF_A_MACHINE}
    register = {key: value for key, value in kept.pop("register", {}).items() if key != "files"}
    return {**kept, "register": register} if register else kept
