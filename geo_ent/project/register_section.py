"""The register's part of a project file: its files, columns and sheets, the answers about rows."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from geo_ent.errors import InputError
from geo_ent.project.build_options import OPTIONS
from geo_ent.tables.uai import clean_uai
from geo_ent.text.note import Note
from geo_ent.text.safe import quoted
from geo_ent.text.toml_file import read_toml, refuse_unknown_keys

if TYPE_CHECKING:
    from geo_ent.register.answers import Answer
    from geo_ent.register.sheet_orders import SheetOrder

KEYS = ("files", "columns", "answers", "sheets")
"""The keys of the table `[register]`."""

_WHAT = "le fichier de projet"
_SHAPE = re.compile(r"\d{7}[A-Z]", re.ASCII)
_SHEET_KEYS = ("file", "sheet", "read", "columns")
_ANSWER_KEYS = ("row", "uai", "status", "solution", "start", "end", "ignore", "keep", "answered_on")


# `register = […]`, above any table, and `[register.columns]` or `[[register.answers]]`.
_LIST = re.compile(r"(?m)^([ \t]*)register([ \t]*=)")
_TABLE = re.compile(r"(?m)^[ \t]*(\[\[?)[ \t]*register[ \t]*\.[ \t]*(\w+)[ \t]*\]")


def read_content(path: Path) -> dict[str, Any]:
    """Read a project file as TOML, with the blocks that `check` prints wherever they were pasted.

    Raises
    ------
    InputError
        If it can't be read or isn't TOML: which line to change, where a block is twice.
    """
    return read_toml(path, _WHAT, mend=with_files_key, advice=_advice)


def with_files_key(text: str) -> str:
    r"""Write `register = […]` as TOML wants it beside a table of the register.

    TOML has no key that is a list and a table too. What is meant by both is plain, and a block
    that was pasted as it stands must be read.

    Examples
    --------
    >>> with_files_key('register = ["a.csv"]\n[register.columns]\nuai = "RNE"')
    'register.files = ["a.csv"]\n[register.columns]\nuai = "RNE"'
    """
    return _LIST.sub(r"\1register.files\2", text, count=1) if _TABLE.search(text) else text


def _advice(text: str) -> str:
    """Say what to change in a file whose register stands twice."""
    lines: dict[str, list[int]] = {}
    for table in re.finditer(r"(?m)^[ \t]*\[[ \t]*(register(?:[ \t]*\.[ \t]*\w+)?)[ \t]*\]", text):
        name = "".join(table[1].split())
        lines.setdefault(name, []).append(text.count("\n", 0, table.start(1)) + 1)
    for name, places in lines.items():
        if len(places) > 1:
            listed = " et ".join(map(str, places))
            return f"[{name}] y est écrit plusieurs fois (lignes {listed}) : gardez-en un seul."
    single = _LIST.search(text)
    if single and "register" in lines:
        line = text.count("\n", 0, single.end(1)) + 1
        return (
            f"Le registre y est dit deux fois : ligne {line} (register = …) et ligne "
            f"{lines['register'][0]} ([register]). Retirez la ligne {line} et écrivez ses fichiers "
            "sous [register] : files = […]."
        )
    return ""


def section_of(path: Path, content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the register's section as a table, whether it is one or a list of files.

    Raises
    ------
    InputError
        If a key isn't expected.

    Examples
    --------
    >>> section_of(Path("geo-ent.toml"), {"register": ["a.csv"]})
    {'files': ['a.csv']}
    """
    section = content.get("register", {})
    table = section if isinstance(section, dict) else {"files": section}
    refuse_unknown_keys(table, KEYS, f"{path} : [register]")
    return table


def columns_of(path: Path, section: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Read which title is which column of the register: one, or several where sheets differ.

    Raises
    ------
    InputError
        If it isn't a table of titles, or names a column that the register doesn't have.
    """
    return _titles(str(path), "register.columns", section.get("columns", {}))


def _titles(where: str, table: str, columns: object) -> dict[str, str | list[str]]:
    """Read a table of titles; refuse what it can't hold, by where it is and its name."""
    if not isinstance(columns, dict):
        columns = {table: columns}  # no column is called so: it is refused below
    from geo_ent.register.layouts.imposed_titles import IGNORED
    from geo_ent.register.vocabulary import COLUMNS

    known = (*COLUMNS, IGNORED)
    wrong = [key for key, titles in columns.items()
             if key not in known or not _are_titles(titles)]  # fmt: skip
    if wrong and wrong[0] in OPTIONS:  # pasted above the end, the block takes in what follows it
        msg = (
            f"{where} : « {wrong[0]} » est sous [{table}] ; placez [{table}] et ses lignes à la "
            "fin du fichier."
        )
        raise InputError(msg)
    if wrong:
        msg = (
            f"{where} : [{table}] : « {wrong[0]} » ; on attend un titre entre guillemets "
            f"(ou une liste) pour l’une des colonnes {', '.join(known)}."
        )
        raise InputError(msg)
    return dict(columns)


def _are_titles(titles: object) -> bool:
    several = titles if isinstance(titles, list) else [titles]
    return bool(several) and all(isinstance(title, str) for title in several)


def sheet_orders_of(path: Path, section: Mapping[str, Any]) -> "tuple[SheetOrder, ...]":
    """Read what is ordered of one sheet each: whether it is read, and by which columns.

    Raises
    ------
    InputError
        If one has a key or a value that isn't expected, or a sheet has two.
    """
    entries = section.get("sheets", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        msg = f"{path} : on attend chaque feuille sous un titre [[register.sheets]]."
        raise InputError(msg)
    orders = tuple(
        _sheet_order(f"{path} : feuille n° {number}", entry)
        for number, entry in enumerate(entries, 1)
    )
    numbers: dict[tuple[str, str], int] = {}
    for number, order in enumerate(orders, 1):
        first = numbers.setdefault((order.file, order.sheet), number)
        if first != number:
            name = " ".join(filter(None, (order.file, order.sheet)))
            msg = (
                f"{path} : les feuilles n° {first} et {number} de [[register.sheets]] sont la même "
                f"(« {name} ») : gardez-en une seule."
            )
            raise InputError(msg)
    return orders


def _sheet_order(where: str, entry: Mapping[str, Any]) -> "SheetOrder":
    from geo_ent.register.sheet_orders import SheetOrder

    refuse_unknown_keys(entry, _SHEET_KEYS, where)
    kinds = {"file": (str, "un texte entre guillemets"), "read": (bool, "true ou false"),
             "sheet": (str, "un texte entre guillemets")}  # fmt: skip
    for key, (kind, expected) in kinds.items():
        if key in entry and not isinstance(entry[key], kind):
            msg = f"{where} : {key} = {quoted(entry[key])} ; on attend {expected}."
            raise InputError(msg)
    if not entry.keys() & {"file", "sheet"}:
        msg = f"{where} : sheet manque ; on attend le nom de la feuille (et file, s’il y a lieu)."
        raise InputError(msg)
    columns = _titles(where, "register.sheets.columns", entry.get("columns", {}))
    several = [key for key, titles in columns.items() if isinstance(titles, list)]
    if set(several) - {"ignored"}:
        msg = (
            f"{where} : [register.sheets.columns] : « {several[0]} » ; on attend un seul titre : "
            "une feuille n’en a qu’un par colonne."
        )
        raise InputError(msg)
    return SheetOrder(entry.get("sheet", ""), entry.get("file", ""), entry.get("read"), columns)


def answers_of(path: Path, section: Mapping[str, Any]) -> "tuple[Answer, ...]":
    """Read the answers about rows of the register.

    Returns
    -------
    tuple of Answer
        In their order, but for those that say nothing yet: pasted, and still to be filled in.

    Raises
    ------
    InputError
        If one has a key or a value that isn't expected: the file, its number, what is.
    """
    entries = section.get("answers", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        msg = f"{path} : on attend chaque réponse sous un titre [[register.answers]]."
        raise InputError(msg)
    read = (_Entry(path, number, entry).answer() for number, entry in enumerate(entries, 1))
    return tuple(answer for answer in read if answer is not None)


class _Entry:
    """An answer as the file has it; each fault is said with the answer's number."""

    def __init__(self, path: Path, number: int, entry: dict[str, Any]) -> None:
        self.path, self.number, self.entry = path, number, entry

    def answer(self) -> "Answer | None":
        """Give the answer; None where nothing is answered yet."""
        from geo_ent.register.answers import Answer

        entry = self.entry
        refuse_unknown_keys(entry, _ANSWER_KEYS, f"{self.path} : réponse n° {self.number}")
        row = self._text("row")
        if not row:
            self._refuse("row", 'la ligne telle qu’elle est écrite, comme "Jules Ferry | Bruz"')
        self._check_day()
        start, precision = self._date("start")
        answer = Answer(
            row=row,
            uais=self._uais(),
            status=self._status(),
            solution=self._solution(),
            start=start,
            start_precision=precision,
            end=self._date("end")[0],
            ignore=self._flag("ignore"),
            keep=self._flag("keep"),
            text=self._words(),
            source=Note("answer-entry", file=self.path.name, number=self.number),
        )
        # Of the keys that answer, none: the block was pasted, and its lines are still comments.
        return answer if entry.keys() - {"row", "answered_on"} else None

    def _refuse(self, key: str, expected: str) -> NoReturn:
        written = f"{key} = {quoted(self.entry[key])}" if key in self.entry else f"{key} manque"
        msg = f"{self.path} : réponse n° {self.number} : {written} ; on attend {expected}."
        raise InputError(msg)

    def _text(self, key: str) -> str:
        text = self.entry.get(key, "")
        if not isinstance(text, str):
            self._refuse(key, "un texte entre guillemets")
        return text.strip()

    def _flag(self, key: str) -> bool:
        flag = self.entry.get(key, False)
        if not isinstance(flag, bool):
            self._refuse(key, "true ou false")
        return flag

    def _uais(self) -> tuple[str, ...]:
        codes = self.entry.get("uai", [])
        codes = [codes] if isinstance(codes, str) else codes
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            self._refuse("uai", "un UAI entre guillemets ou une liste")
        cleaned = tuple(clean_uai(code) for code in codes)
        # By its shape alone: whether a school has it is for the directory to say.
        if not all(map(_SHAPE.fullmatch, cleaned)):
            self._refuse("uai", "un UAI comme 0350122T")
        return cleaned

    def _status(self) -> str:
        from geo_ent.register.cell_grammar import read_cell

        word = self.entry.get("status")
        if word is None:
            return ""
        # true and false are what TOML has for yes and no.
        says = read_cell(word if isinstance(word, bool) else self._text("status"))
        more = says.doubt or says.unread or says.solution or says.start or says.end
        if says.status is None or more:
            self._refuse("status", "oui, classe, prévu, non ou inconnu")
        return says.status

    def _solution(self) -> tuple[str, ...]:
        from geo_ent.register.vocabulary import solution_of

        # As the register's: a spelling becomes the one name, a new product keeps its own.
        return solution_of(self._text("solution"))[0]

    def _date(self, key: str) -> tuple[dt.date | None, str]:
        from geo_ent.tables.dates import dated

        try:
            return dated(self.entry.get(key), end=key == "end")
        except (ValueError, OverflowError):
            self._refuse(key, "une date comme 2021-09-01")

    def _check_day(self) -> None:
        day = self.entry.get("answered_on", dt.date.min)
        if type(day) is not dt.date:
            self._refuse("answered_on", "une date comme 2026-11-29, sans guillemets")

    def _words(self) -> str:
        """Write the answer as it is to be shown beside its row."""
        parts: list[str] = []
        for key in _ANSWER_KEYS[1:]:
            content = self.entry.get(key)
            if key == "answered_on" or content in (None, False, [], ""):
                continue
            if key == "end":  # beside a first day it has to be told from it, when it is read back
                content = f"jusqu’au {self._date('end')[0]:%d/%m/%Y}"
            several = content if isinstance(content, list) else [content]
            parts += [key] if content is True else map(str, several)
        return " ; ".join(parts)
