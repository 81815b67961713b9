"""A row's own word about its département, held against the schools that its name was tied to.

A directory that lacks a département has schools of the same name in others: a row that says where
it is of, by a UAI, a column or the title of its sheet, is never given to a school of elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from geo_ent.communes.departement_words import (
    departement_column,
    departement_named,
    departement_of_uai,
    departement_titled,
)
from geo_ent.register.name_matching import Directory
from geo_ent.register.register_row import Line
from geo_ent.tables.cells import cell_text
from geo_ent.tables.files import Sheet
from geo_ent.tables.uai import uais_inside

_HEADER_ROWS = 30  # in which the title of a column is looked for
_SHOWN = 4  # schools that a person is shown to choose from

Key = tuple[str, str]


def hold_to_departements(
    lines: Iterable[Line], directory: Directory, sheets: Mapping[Key, Sheet]
) -> None:
    """Untie the rows that say to be of another département than the schools of their name.

    What is left of such a row is a question, with the schools that bear its name.

    Parameters
    ----------
    lines
        The rows, matched.
    directory
        The schools.
    sheets
        The files' sheets as they are written, by (file, sheet).
    """
    rows = list(lines)
    homes = _homes(directory)
    columns = {key: departement_column(sheet.rows[:_HEADER_ROWS]) for key, sheet in sheets.items()}
    titles = _titles(rows, homes)
    for line in rows:
        if line.tied_by not in {"name", "territory"} or not line.uais:
            continue
        key = line.file, line.sheet
        own = _of_uai(line, directory) or _of_column(line, columns.get(key)) or titles.get(key, "")
        if own and not any(homes[uai] == own for uai in line.uais):
            _untie(line, directory)


def _homes(directory: Directory) -> dict[str, str]:
    """Give the département of each school."""
    if "departement_code" not in directory.schools:
        return {uai: departement_of_uai(uai) for uai in directory.by_uai}
    return dict(zip(directory.schools.index, directory.schools["departement_code"], strict=True))


def _titles(lines: Iterable[Line], homes: Mapping[str, str]) -> dict[Key, str]:
    """Give the département that each sheet is called by, unless its own UAIs say another."""
    tied: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for line in lines:
        here = tied[line.file, line.sheet]
        if line.tied_by == "uai":
            here.update({homes[uai] for uai in line.uais})
    return {
        key: code
        for key, counts in tied.items()
        if (code := departement_titled(key[1]))
        and (not counts or counts[code] == max(counts.values()))
    }


def _of_uai(line: Line, directory: Directory) -> str:
    """Give the département of the UAI of a row, of no school of the directory, wherever it stands.

    A collège's or another establishment's tells the same as a school's.
    """
    codes = {
        departement_of_uai(uai)
        for cell in line.raw
        for uai in uais_inside(cell)
        if uai not in directory.by_uai
    } - {""}
    return codes.pop() if len(codes) == 1 else ""


def _of_column(line: Line, place: int | None) -> str:
    if place is None or place >= len(line.raw):
        return ""
    return departement_named(cell_text(line.raw[place]))


def _untie(line: Line, directory: Directory) -> None:
    schools = tuple(directory.by_uai[uai] for uai in line.uais[:_SHOWN])
    name, commune = line.text("name"), line.text("commune")
    line.uais, line.scope, line.tied_by, line.name = (), "", "", ""
    line.settle("ambiguous", "several-schools", name=name, commune=commune, schools=schools)
