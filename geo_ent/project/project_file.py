"""The project file, geo-ent.toml: what `geo-ent build` is asked, kept from one year to the next."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.project.build_options import (
    OPTIONS,
    UNITS,
    Goal,
    Programme,
    Project,
    Simulation,
    parse_date,
)
from geo_ent.project.option_records import Kind
from geo_ent.project.register_section import (
    KEYS,
    answers_of,
    columns_of,
    read_content,
    section_of,
    sheet_orders_of,
)
from geo_ent.text.toml_file import refuse_unknown_keys

if TYPE_CHECKING:
    from geo_ent.register.answers import Answer
    from geo_ent.register.sheet_orders import SheetOrder

_TABLES: Mapping[str, tuple[str, ...]] = {
    "register": KEYS,
    "gaps": (),  # any: `make_ranking` knows its criteria, and refuses the others
    "goal": ("share", "by", "years", "unit"),
    "programme": ("name", "budget", "shares", "years", "since"),
}
"""The tables of the file, and the keys that each may have."""

_KEYS = (
    *(key for key, option in OPTIONS.items() if option.in_file and key not in _TABLES),
    *_TABLES,
)
_LEVELS = ("departements", "academies", "regions")
_SOURCE_KEYS = ("datasets", "offline", "refresh", "ca_bundle")  # of the sources, not of a project

_EXPECTED: Mapping[Kind, tuple[type, str]] = {
    "flag": (bool, "true ou false"),
    "year": (int, "une année comme 2022"),
    "text": (str, "un texte entre guillemets"),
    "path": (str, "un texte entre guillemets"),
}
"""What a value must be, by the kind of its key."""


class LackingError(InputError):
    """A project that nobody has told enough of."""


def asked_project(
    given: Mapping[str, Any],
    *,
    file: Path | None = None,
    official: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> Project:
    """Put together what the command line gives and what a project file keeps.

    Parameters
    ----------
    given
        By the keys of `read_project`; what is empty or None isn't given. It wins over the file.
        A territory that is given replaces the file's, whatever its level.
    file
        The project file, if there is one.
    official
        Gives the official data that nothing names, and the folder to make, from what is told, when
        the directory isn't given (`geo_ent.project.official_data.official_inputs`); without it,
        both must be.

    Raises
    ------
    InputError
        If a file is at fault, or the territory, the directory, the register or the folder is
        missing (a `LackingError`).
    """
    kept = read_project(file) if file else {}
    own = {key: value for key, value in given.items() if value not in (None, "", (), False)}
    # --departement 35 over a file's académie means that département, not both.
    if own.keys() & set(_LEVELS):
        kept = {key: value for key, value in kept.items() if key not in _LEVELS}
    wanted = {**kept, **own}
    fetching = official is not None and "schools" not in wanted
    _refuse_missing(wanted, {"schools", "out"} if fetching else set(), file)
    if official is not None and fetching:
        _refuse_absent(wanted)  # now: it would else be said after a long download
        wanted |= official(wanted)
    wanted = {key: value for key, value in wanted.items() if key not in _SOURCE_KEYS}
    sentence = wanted.pop("simulated", "")
    return Project(**wanted, simulation=Simulation(sentence) if sentence else None)


def _refuse_missing(wanted: Mapping[str, Any], done_without: set[str], file: Path | None) -> None:
    """Refuse a project that lacks what none can do without; name all that is missing."""
    needed = {
        "schools": "l’annuaire (--schools)",
        "register": "le registre (-r, --register)",
        "out": "le dossier à faire (-o, --out)",
    }
    missing = [words for key, words in needed.items() if key not in wanted.keys() | done_without]
    if not wanted.keys() & set(_LEVELS):
        missing.insert(0, "le territoire (-d, --departement, --academie ou --region)")
    if missing:
        where = f" ; {file} ne le dit pas non plus" if file else ""
        *others, last = missing
        listed = f"{', '.join(others)} et {last}" if others else last
        msg = f"il manque {listed}{where}."
        raise LackingError(msg)


def _refuse_absent(wanted: Mapping[str, Any]) -> None:
    """Refuse a file that isn't there."""
    files = [key for key, option in OPTIONS.items() if option.kind in {"path", "paths"}]
    for key in files:
        value = wanted.get(key, ()) if key != "out" else ()  # the one path that is to be made
        for path in (value,) if isinstance(value, Path) else value:
            if not path.exists():
                msg = f"{path} : ce fichier n’existe pas. Vérifiez le chemin donné."
                raise InputError(msg)


def read_project(path: Path) -> dict[str, Any]:
    r"""Read what a project file says.

    Parameters
    ----------
    path
        TOML. Top-level keys are those of `Project` (and ``simulated``, the sentence); a path is
        taken from the file's own folder. ``[register]`` has ``files``, the table
        ``columns`` and the lists ``sheets`` and ``answers``.

    Returns
    -------
    dict
        Only what the file says, with the types of `Project`: paths, tuples, a date.

    Raises
    ------
    InputError
        If the file can't be read, isn't TOML, or has a key or a value that isn't expected; the
        nearest key is suggested.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "geo-ent.toml")
    ...     _ = file.write_text('departements = ["35"]\ndate = 2023-06-30')
    ...     read_project(file)
    {'departements': ('35',), 'date': datetime.date(2023, 6, 30)}
    """
    content = read_content(path)
    refuse_unknown_keys(content, _KEYS, str(path))
    plain = {key: _value(path, key, content[key]) for key in content if key not in _TABLES}
    return plain | _register(path, content) | _tables(path, content)


def read_columns(path: Path) -> dict[str, str | list[str]]:
    """Read which title is which column of the register, from a project file.

    Parameters
    ----------
    path
        With a table ``[register.columns]``, as ``uai = "N° UAI (RNE)"``.

    Returns
    -------
    dict
        Contract column -> title, or titles where sheets differ; empty when the file has no such
        table.

    Raises
    ------
    InputError
        If the file can't be read, isn't TOML, or names a column that the register doesn't have.
    """
    # No other key is looked at: a register can be checked while the rest of the file is wrong.
    return columns_of(path, section_of(path, read_content(path)))


def read_sheet_orders(path: Path) -> "tuple[SheetOrder, ...]":
    """Read what is ordered of single sheets of the register, from a project file.

    Parameters
    ----------
    path
        With tables ``[[register.sheets]]``: a `sheet`, its `file`, ``read = false`` or `true`, and
        a table ``[register.sheets.columns]``.

    Raises
    ------
    InputError
        If the file can't be read, isn't TOML, or an order isn't as expected.
    """
    return sheet_orders_of(path, section_of(path, read_content(path)))


def read_answers(path: Path) -> "tuple[Answer, ...]":
    """Read the answers about rows of the register, from a project file.

    Parameters
    ----------
    path
        With tables ``[[register.answers]]``: a `row`, and its `uai`, `status`, `solution`,
        `start`, `end`, or ``ignore = true``.

    Raises
    ------
    InputError
        If the file can't be read, isn't TOML, or an answer isn't as expected.
    """
    return answers_of(path, section_of(path, read_content(path)))


def _value(path: Path, key: str, value: object) -> object:
    """Give a value the type that `Project` wants.

    Raises
    ------
    InputError
        If it isn't of the kind expected.
    """
    kind = OPTIONS[key].kind
    if kind == "date":
        return _date(path, key, value)
    if kind == "names":
        return _texts(path, key, value)
    python_type, expected = _EXPECTED[kind]
    if type(value) is not python_type:  # not isinstance: `true` is no year
        msg = f"{path} : {key} = {value!r} ; on attend {expected}."
        raise InputError(msg)
    return path.parent / str(value) if kind == "path" else value


def _date(path: Path, key: str, value: object) -> dt.date:
    if type(value) is dt.date:
        return value
    if isinstance(value, str):
        return parse_date(value, f"{path} : {key}")
    msg = f"{path} : {key} = {value} ; on attend une date comme 2023-06-30."
    raise InputError(msg)


def _texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return tuple(texts)
    msg = f"{path} : {key} = {value!r} ; on attend un texte entre guillemets ou une liste."
    raise InputError(msg)


def _tables(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    """Read the tables `gaps`, `goal` and `programme`."""
    tables: dict[str, Any] = {}
    if "gaps" in content:
        tables["ranking"] = _table(path, "gaps", content)
    if "goal" in content:
        tables["goal"] = _goal(path, _table(path, "goal", content))
    if "programme" in content:
        tables["programme"] = _costs(path, _table(path, "programme", content))
    return tables


def _goal(path: Path, goal: dict[str, Any]) -> Goal:
    by = _date(path, "[goal] by", goal["by"]) if "by" in goal else goal.get("years")
    if not _is_number(goal.get("share")) or by is None or isinstance(by, (float, str)):
        msg = f"{path} : [goal] : on attend share = 0.8 et by = 2028-09-01, ou years = 5."
        raise InputError(msg)
    unit = goal.get("unit", UNITS[0])
    if unit not in UNITS:
        msg = f"{path} : [goal] : unit = {unit!r} ; on attend {', '.join(UNITS)}."
        raise InputError(msg)
    try:
        return Goal(float(goal["share"]), by, unit)
    except InputError as fault:
        msg = f"{path} : [goal] : {fault}"
        raise InputError(msg) from fault


def _costs(path: Path, programme: dict[str, Any]) -> Programme:
    shares = programme.get("shares", {})
    numbers = isinstance(shares, dict) and all(map(_is_number, shares.values()))
    if not _is_number(programme.get("budget")) or not numbers:
        msg = f"{path} : [programme] : on attend budget = 3000000 et shares.FEDER = 0.49."
        raise InputError(msg)
    years = programme.get("years")
    if years is not None and not (_is_number(years) and 0 < years < math.inf):
        msg = f"{path} : [programme] : years = {years!r} ; on attend un nombre d’années comme 6."
        raise InputError(msg)
    name = str(programme.get("name", ""))
    since = programme.get("since")
    first = None if since is None else _date(path, "[programme] since", since)
    return Programme(programme["budget"], shares, name, years, first)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)  # a bool is an int too


def _table(path: Path, key: str, content: dict[str, Any]) -> dict[str, Any]:
    """Give a table of the file; refuse what isn't one, and keys that aren't expected."""
    table, keys = content[key], _TABLES[key]
    if not isinstance(table, dict):
        expected = f" ; on attend {', '.join(keys)}" if keys else ""
        msg = f"{path} : [{key}] : on attend une table{expected}."
        raise InputError(msg)
    if keys:
        refuse_unknown_keys(table, keys, f"{path} : [{key}]")
    return table


def _register(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    """Read `register`: a file, a list of files, or a table of all that is said of it."""
    if "register" not in content:
        return {}
    section = section_of(path, content)
    register: dict[str, Any] = {}
    if "files" in section:
        names = _texts(path, "register.files", section["files"])
        register["register"] = tuple(path.parent / name for name in names)
    if "columns" in section:
        register["columns"] = columns_of(path, section)
    if "sheets" in section:
        register["sheet_orders"] = sheet_orders_of(path, section)
    if "answers" in section:
        register["answers"] = answers_of(path, section)
    return register
