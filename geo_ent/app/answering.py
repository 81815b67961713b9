"""Answers about rows and sheets of a register, put into the keys of geo-ent.toml and taken back."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from geo_ent.app.form_choices import ordered
from geo_ent.errors import InputError
from geo_ent.tables.dates import dated
from geo_ent.telling.language import Language
from geo_ent.text.compare import plain
from geo_ent.text.whole_file import whole_file

STATUSES = ("oui", "classe", "prévu", "non", "inconnu")
"""The situations, as geo-ent.toml has them."""

_UAI = re.compile(r"\d{7}[A-Z]", re.ASCII)
_SPACES = re.compile(r"[\s,;/+]+")
_FLAGS = ("ignore", "keep")
_LONGEST_NAME = 200
_MOST_NAMED = 12  # schools that are offered for a name that several have
_KEY_LENGTH = 16

School = tuple[str, str, str]
"""UAI, name, commune."""


class SeveralSchoolsError(InputError):
    """A name that was typed is that of several schools.

    Attributes
    ----------
    schools
        The likeliest ones.
    """

    def __init__(self, sentence: str, schools: list[School]) -> None:
        super().__init__(sentence)
        self.schools = schools


def row_key(row: str) -> str:
    """Name a row in an address or a form; rows that are written alike have one name.

    Examples
    --------
    >>> row_key("Jules Ferry | oui") == row_key("jules  ferry | OUI")
    True
    """
    folded = " ".join(row.split()).casefold()
    return sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LENGTH]


def answers_by_key(choices: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the answers of a work by the keys of their rows; of two about one row, the last."""
    entries = choices.get("register", {}).get("answers", [])
    return {row_key(str(entry.get("row", ""))): dict(entry) for entry in entries}


def answer_words(entry: Mapping[str, Any]) -> str:
    """Write what an answer says in one text, to tell whether two say the same.

    Examples
    --------
    >>> answer_words({"row": "Jules Ferry", "uai": ["0350122T"], "status": "oui"})
    "uai=['0350122T'] status='oui'"
    """
    said = ("uai", "status", "solution", "start", "end", *_FLAGS)
    return " ".join(f"{key}={entry[key]!r}" for key in said if entry.get(key))


def pressed_answer(pressed: str, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Read the button that was pressed about a row.

    Parameters
    ----------
    pressed
        "uai:0350122T" ("+" between several), "status:oui", "keep" or "ignore"; anything else
        takes the answer back.
    before
        The answer of before: a school and a situation that are chosen one after the other are one
        answer.

    Returns
    -------
    dict or None
        An entry of `[[register.answers]]` without its row; None for "later".

    Examples
    --------
    >>> first = pressed_answer("uai:0350122T", None)
    >>> pressed_answer("status:classe", first)
    {'uai': ['0350122T'], 'status': 'classe'}
    >>> pressed_answer("ignore", first), pressed_answer("later", first)
    ({'ignore': True}, None)
    """
    what, _, value = pressed.partition(":")
    kept = kept_parts(before)
    if what in _FLAGS:
        return {what: True}
    uais = value.split("+")
    if what == "uai" and all(map(_UAI.fullmatch, uais)):
        return {**kept, "uai": list(dict.fromkeys(uais))}
    if what == "status" and value in STATUSES:
        return {**kept, "status": value}
    return None


def kept_parts(before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give what an answer has said already, beside which more may be said."""
    return {
        key: before[key] for key in ("uai", "status", "start", "end") if before and key in before
    }


def typed_schools(text: str, schools: Iterable[School], tr: Language) -> list[str]:
    """Read the school that somebody typed: its UAI, several UAI, or its name.

    Parameters
    ----------
    text
        What was typed.
    schools
        Those of the annuaire.
    tr
        The language of a refusal.

    Raises
    ------
    SeveralSchoolsError
        If several schools have the name.
    InputError
        If none has it, or the annuaire doesn't have the UAI.
    """
    known = list(schools)
    first = text.strip().split(" – ")[0]  # a suggestion says the name and the commune after it
    codes = [code for code in _SPACES.split(first.upper()) if code]
    if codes and all(map(_UAI.fullmatch, codes)):
        absent = sorted(set(codes) - {uai for uai, _, _ in known})
        if absent:
            msg = tr(
                "L’annuaire n’a pas d’école « {uai} » : vérifiez l’UAI, ou écrivez le nom.",
                uai=", ".join(absent),
            )
            raise InputError(msg)
        return list(dict.fromkeys(codes))
    found = named_schools(text, known)
    if not found:
        msg = tr(
            "Aucune école de l’annuaire ne s’appelle ainsi : écrivez un mot du nom et la commune, "
            "ou un UAI comme 0350122T."
        )
        raise InputError(msg)
    if len(found) > 1:
        msg = tr("Plusieurs écoles s’appellent ainsi : choisissez la bonne.")
        raise SeveralSchoolsError(msg, found[:_MOST_NAMED])
    return [found[0][0]]


def named_schools(text: str, schools: Iterable[School]) -> list[School]:
    """Find the schools whose name and commune have all the words of a text, the shortest first.

    Examples
    --------
    >>> schools = [("0350001A", "École Jules Ferry", "Bruz"), ("0350002B", "École Aragon", "Bruz")]
    >>> named_schools("ferry bruz", schools)
    [('0350001A', 'École Jules Ferry', 'Bruz')]
    """
    words = plain(text[:_LONGEST_NAME]).split()
    if not words:
        return []
    found = [
        (school, names) for school in schools
        if _has_words(names := plain(f"{school[0]} {school[1]} {school[2]}").split(), words)
    ]  # fmt: skip
    found.sort(key=lambda pair: (len(pair[1]), pair[0]))
    return [school for school, _ in found]


def _has_words(names: list[str], words: list[str]) -> bool:
    """Tell whether each word is one of the names, or begins one: the last is still being typed."""
    return all(any(name.startswith(word) for name in names) for word in words)


def read_schools(path: Path) -> list[School]:
    """Read the schools of a work's annuaire, as `write_schools` wrote them; none without a file."""
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = (line.split("\t") for line in lines if line)
    return [(uai, name, commune) for uai, name, commune in cells]


def write_schools(path: Path, schools: Iterable[School]) -> None:
    """Write schools a line each, for pages that have no table at hand."""
    lines = ("\t".join(" ".join(cell.split()) for cell in school) for school in schools)
    with whole_file(path) as file:  # a page may be reading it
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def typed_date(text: str, tr: Language, *, end: bool = False) -> dt.date | str:
    """Read a day that somebody typed, as a register's is read; less than a day stays as written.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> fr = language("fr")
    >>> typed_date("30/06/2022", fr), typed_date(" rentrée 2021", fr)
    (datetime.date(2022, 6, 30), 'rentrée 2021')
    """
    day: dt.date | None = None
    precision = ""
    with suppress(ValueError, OverflowError):
        day, precision = dated(text, end=end)
    if day is None:
        msg = tr("On attend une date comme 01/09/2021, 09/2021 ou rentrée 2021.")
        raise InputError(msg)
    return day if precision == "day" else text.strip()


def with_answer(
    choices: Mapping[str, Any], row: str, answer: Mapping[str, Any] | None, day: dt.date
) -> dict[str, Any]:
    """Put an answer about a row in the stead of the one that it had, or take it back (None)."""
    return with_answers(choices, [row], answer, day)


def with_answers(
    choices: Mapping[str, Any],
    rows: Sequence[str],
    answer: Mapping[str, Any] | None,
    day: dt.date,
) -> dict[str, Any]:
    """Put one answer about several rows in the stead of theirs, or take all of them back (None)."""
    register, keys = dict(choices.get("register", {})), set(map(row_key, rows))
    others = [e for e in register.get("answers", []) if row_key(str(e.get("row", ""))) not in keys]
    own = [{"row": row, **answer, "answered_on": day} for row in rows] if answer else []
    return _with_register(choices, {**register, "answers": [*others, *own]})


def with_sheet(
    choices: Mapping[str, Any], key: tuple[str, str], order: Mapping[str, Any]
) -> dict[str, Any]:
    """Put what is said of a sheet in the stead of what was said; the empty order takes it back."""
    register = dict(choices.get("register", {}))
    others = [
        sheet for sheet in register.get("sheets", [])
        if (sheet.get("file", ""), sheet.get("sheet", "")) != key
    ]  # fmt: skip
    own = [{"file": key[0], "sheet": key[1], **order}] if order else []
    return _with_register(choices, {**register, "sheets": [*others, *own]})


def sheet_orders(choices: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Give what is said of each sheet, by its file and its name."""
    return {
        (sheet.get("file", ""), sheet.get("sheet", "")): {
            key: value for key, value in sheet.items() if key not in {"file", "sheet"}
        }
        for sheet in choices.get("register", {}).get("sheets", [])
    }


def _with_register(choices: Mapping[str, Any], register: Mapping[str, Any]) -> dict[str, Any]:
    filled = {key: value for key, value in register.items() if value not in ([], {}, None)}
    return ordered({**choices, "register": filled})
