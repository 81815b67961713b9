"""Programmes of deployment: one row a published figure, with its territory and its source."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NoReturn

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.programmes.printed_numbers import (
    RELATIONS,
    is_printed_day,
    is_written_day,
    is_year,
    printed_decimals,
    printed_value,
)
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.files import read_rows
from geo_ent.text.compare import plain

COLUMNS = (
    "programme", "name", "place", "level", "codes", "date", "solution", "carrier", "carrier_kind",
    "unit", "figure", "subject", "printed", "value", "relation", "decimals", "measure", "title",
    "publisher", "source_date", "remark",
)  # fmt: skip
"""The columns of the file, in their order."""

CARRIER_KINDS = ("commune", "epci", "syndicat", "departement", "academie", "region", "etat")
"""Who may carry a programme."""

UNITS = ("classe", "école", "réseau", "commune", "circonscription", "departement", "academie")
"""What is equipped at once."""

FRANCE = "FR"
"""The code of the whole country."""

_NEEDED = ("programme", "name", "level", "codes", "date", "figure", "subject", "printed", "value",
           "title")  # fmt: skip
# Columns are few words or shapes, so that a wrong cell is refused with its line: the next reader of
# these figures is a map, which would show a wrong code as a programme that isn't there.
_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ID = re.compile(r"[a-z][a-z0-9_-]*")
_MEASURE = re.compile(r"[a-z][a-z_]*([:@][^@]+)*")
_COMMUNE = re.compile(r"(0[1-9]|[1-9]\d|2[AB])\d{3}")
_NUMBER_GAPS = re.compile(r"[\s\u00a0\u202f]")  # what a French spreadsheet puts between thousands
_ROUNDING = 1e-9  # share of the value: what two ways of reading one number may differ by
_LISTED = 6  # names in a message: more run out of a line
_WORDS = {
    column: {plain(word): word for word in words}
    for column, words in {
        "level": (*LEVELS, "france"),
        "carrier_kind": ("", *CARRIER_KINDS),
        "unit": ("", *UNITS),
    }.items()
}
"""The columns of a few words → each word as it is compared → as it is told."""

Row = Mapping[str, str]


def read_programmes(path: str | Path | None = None) -> "pd.DataFrame":
    """Read the published figures of programmes: those that come with the package, or one's own.

    Parameters
    ----------
    path
        A CSV with the columns `COLUMNS`; those that tell neither the programme, the territory,
        the figure nor the title of its source may be left out. None for the bundled file.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`, one row a figure, on the line of the file. `value` is a number
        (a share between 0 and 1, euros), `decimals` an integer, the others texts ("" for none).
        `codes` are INSEE's, space apart; the ministry's for an académie; those of the communes
        that show where it is for a circonscription.

    Raises
    ------
    InputError
        At the first cell that isn't what its column wants, with its line; if a figure is given
        twice for a territory and a date, or a programme has two names.

    Examples
    --------
    >>> table = read_programmes()
    >>> somme = table[table["programme"].eq("somme") & table["measure"].eq("covered_pupils_n")]
    >>> somme["printed"].tolist(), somme["value"].tolist()
    (['20.700'], [20700.0])
    """
    where = bundled_file("schools", "programmes.csv") if path is None else Path(path)
    rows = _rows(where)
    checked = {line: _checked(where, line, row) for line, row in rows.items()}
    _refuse_twice(where, checked)
    index = pd.Index(list(checked), name="line")
    frame = pd.DataFrame(list(checked.values()), columns=list(COLUMNS), index=index)
    return frame.assign(value=frame["value"].astype(float), decimals=frame["decimals"].astype(int))


def _rows(path: Path) -> dict[int, dict[str, str]]:
    """Give the rows that say something, by line, with every column."""
    frame = read_rows(path, wanted=lambda _: True)
    # All titles at once, with what is expected: a file of one's own is mended in one go.
    lacking = [column for column in _NEEDED if column not in frame.columns]
    if lacking:
        msg = (
            f"{path}, ligne 1 : il manque {_listed(lacking)} ; on attend les colonnes "
            f"{', '.join(COLUMNS)}."
        )
        raise InputError(msg)
    # Not left aside: a misspelt "solution" would make a map on which no solution is told.
    stray = [column for column in frame.columns if column not in COLUMNS]
    if stray:
        msg = (
            f"{path}, ligne 1 : {_listed(stray)} n’est pas une colonne d’un fichier de programmes "
            f"(celles qui manquent : {_listed([c for c in COLUMNS if c not in frame.columns])}). "
            "Renommez-la ou supprimez-la."
        )
        raise InputError(msg)
    frame = frame.apply(lambda column: column.str.strip())
    rows = {int(line): {title: str(cell) for title, cell in row.items()}
            for line, row in frame.to_dict("index").items() if any(row.values())}  # fmt: skip
    if not rows:
        msg = f"{path} : on attend une ligne par chiffre publié, le fichier n’a que ses titres."
        raise InputError(msg)
    return {line: dict.fromkeys(COLUMNS, "") | row for line, row in rows.items()}


def _checked(path: Path, line: int, row: dict[str, str]) -> dict[str, str]:
    """Fill a row's defaults (relation, decimals, spelling); refuse what breaks one of `_RULES`."""
    # "Département" and "departement" are one word, and the table has it in one spelling.
    words = {column: _WORDS[column].get(plain(row[column]), row[column]) for column in _WORDS}
    filled = {
        **row,
        **words,
        "relation": row["relation"] or "=",
        "decimals": row["decimals"] or str(printed_decimals(row["printed"])),
        "value": _NUMBER_GAPS.sub("", row["value"]).replace(",", "."),
    }
    for column, is_right, expected in _RULES:
        if not is_right(filled):
            _refuse(path, line, column, filled[column], expected)
    return filled


def _refuse(path: Path, line: int, column: str, cell: str, expected: str) -> NoReturn:
    shown = " ".join(cell.split())  # a cell may have line breaks, a message is one line
    msg = f"{path}, ligne {line}, colonne {column} : on attend {expected}, trouvé « {shown} »."
    raise InputError(msg)


def _are_codes(row: Row) -> bool:
    codes = row["codes"].split()
    return bool(codes) and all(_is_code(row["level"], code) for code in codes)


def _is_code(level: str, code: str) -> bool:
    if level == "france":
        return code == FRANCE
    if level in {"departement", "academie"}:
        return code in _codes(level)
    # The others by their shape alone: lists of communes and EPCI change each year, and a figure of
    # 2012 has the codes of its day, which the map brings to today's.
    shape = {"epci": r"\d{9}", "region": r"\d\d", "arrondissement": r"(\d\d|2[AB])\d{1,2}"}
    return bool(re.fullmatch(shape.get(level, _COMMUNE.pattern), code))


@cache
def _codes(level: str) -> frozenset[str]:
    """List the codes of the départements, or of the académies."""
    table = pd.read_csv(bundled_file("schools", "academies.csv"), dtype=str)
    return frozenset(table[f"{level}_code"])


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))


def _is_share(row: Row) -> bool:
    return not row["figure"].endswith("_share") or 0 <= float(row["value"]) <= 1


def _is_as_printed(row: Row) -> bool:
    """Say whether the value is the number printed; a year may be told by its day alone."""
    # What is printed in letters ("dix", "toutes les écoles") has no digit to compare with: typed by
    # hand, it is taken on trust.
    if is_written_day(row):
        return is_printed_day(row["printed"], float(row["value"]))
    read, value = printed_value(row["printed"]), float(row["value"])
    if is_year(row):
        years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", row["printed"])
        return not years or f"{value:.0f}" in years
    return read is None or abs(read - value) <= _ROUNDING * max(1.0, abs(value))


def _one_of(column: str) -> "_Rule":
    among = _WORDS[column].values()
    return column, lambda row: row[column] in among, ", ".join(filter(None, among))


def _is_source_date(row: Row) -> bool:
    parts = row["source_date"].split("/") if row["source_date"] else []
    return len(parts) <= 2 and all(_DATE.fullmatch(part) for part in parts)  # noqa: PLR2004


_Rule = tuple[str, Callable[[Row], bool], str]
_A_DATE = "une date comme 2015, 2015-01 ou 2015-01-29"
_SOME_CODES = (
    "les codes du territoire, séparés par des espaces (34057, 2A, 12 pour l’académie de "
    "Nancy-Metz, FR), avec leur zéro de tête"
)
_RULES: tuple[_Rule, ...] = (
    ("programme", lambda row: bool(_ID.fullmatch(row["programme"])),
     "un identifiant en minuscules, sans accent ni espace, comme nancy-metz"),
    ("figure", lambda row: bool(_ID.fullmatch(row["figure"])),
     "un identifiant en minuscules, sans accent ni espace, comme covered_n"),
    # `column=column`: a lambda of a loop would else read its last one
    *((column, lambda row, column=column: bool(row[column]), "un texte")
      for column in ("name", "subject", "printed", "title")),
    _one_of("level"),
    ("codes", _are_codes, _SOME_CODES),
    ("date", lambda row: bool(_DATE.fullmatch(row["date"])), _A_DATE),
    _one_of("carrier_kind"),
    _one_of("unit"),
    ("value", lambda row: _is_number(row["value"]), "un nombre comme 0.469 ou 1070"),
    ("value", _is_share, "une part entre 0 et 1 (0.15 pour 15 %)"),
    ("value", _is_as_printed, "le nombre de la colonne printed"),
    ("relation", lambda row: row["relation"] in RELATIONS, ", ".join(RELATIONS)),
    ("decimals", lambda row: bool(re.fullmatch(r"-?\d", row["decimals"])),
     "un nombre de décimales comme 0 ou 1 (-3 : arrondi au millier)"),
    ("measure", lambda row: not row["measure"] or bool(_MEASURE.fullmatch(row["measure"])),
     "une mesure comme covered_n@departement:54, ou rien"),
    ("source_date", _is_source_date, f"{_A_DATE}, deux dates séparées par /, ou rien"),
)  # fmt: skip


def _refuse_twice(path: Path, rows: Mapping[int, Row]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    names: dict[str, tuple[int, str]] = {}
    # By territory and date: a programme that publishes its count each year has a row a year.
    for line, row in rows.items():
        key = row["programme"], row["figure"], row["date"], *sorted(row["codes"].split())
        first = seen.setdefault(key, line)
        if first != line:
            expected = f"un chiffre par territoire et par date ; celui-ci est déjà ligne {first}"
            _refuse(path, line, "figure", row["figure"], expected)
        named_on, name = names.setdefault(row["programme"], (line, row["name"]))
        if name != row["name"]:
            _refuse(path, line, "name", row["name"], f"« {name} », le nom donné ligne {named_on}")


def _listed(columns: "list[str] | Iterator[str]") -> str:
    names = [f"« {column} »" for column in columns]
    rest = "…" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + rest or "aucune"
