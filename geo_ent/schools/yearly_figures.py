"""Figures by school from the portal's yearly files: one rentrée, one row a UAI."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.tables.columns import pick_columns
from geo_ent.tables.findings import Findings
from geo_ent.tables.headed_sheets import Columns, HeadedSheet, read_headed
from geo_ent.tables.uai import clean_uai, is_uai
from geo_ent.text.note import Note

_PREFIX = 3  # figures of a UAI that tell its département (Corsica: 620 and 720)


@dataclass(frozen=True)
class Layout:
    """What a yearly file holds.

    Attributes
    ----------
    what
        Its name for the reader: "les effectifs des écoles (…)".
    aliases
        Own column -> its titles, in all vintages; `uai` among them, and `rentree` where years
        cumulate. One that ends with ``*`` stands for all that begin so, the latest year first.
    needed
        The columns without which it is another file.
    form
        In which form it is expected, for the reader of an error.
    figures
        The columns of which it has one at least, if one is enough.
    """

    what: str
    aliases: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    form: str = ", sous la forme que donne le portail"
    figures: Sequence[str] = ()


def read_figures(
    path: str | Path, layout: Layout, *, rentree: int | None = None, findings: Findings
) -> "pd.DataFrame":
    """Read one rentrée of a yearly file (CSV, JSON or workbook) as text, by UAI.

    The years cumulate in these files: the latest rentrée is the file's, never each school's, else
    schools that have closed come back. A layout without `rentree` is of one day: all rows are read.

    Returns
    -------
    DataFrame
        Indexed by `uai` (which may be repeated); the layout's columns as text, `rentree` (the year
        it begins in, where there is one) and `row` (line of the file). `attrs["titles"]` has the
        titles that each column may have had there, the one read first.

    Raises
    ------
    InputError
        If the file is another, or has no row of this rentrée (it names those there are).
    """
    name = Path(path).name
    rows = _rows(Path(path), layout, findings)
    if "rentree" in layout.aliases:
        rows = _of_rentree(rows, str(path), layout, rentree, findings)
    uais = _clean(rows["uai"], name, findings)
    figures = rows.assign(uai=uais, row=rows.index)[uais != ""].set_index("uai")
    figures.attrs |= rows.attrs
    return figures


def _of_rentree(
    rows: "pd.DataFrame", path: str, layout: Layout, rentree: int | None, findings: Findings
) -> "pd.DataFrame":
    """Keep the rows of a rentrée, and note those that have none."""
    name = Path(path).name
    years = _years(rows["rentree"])
    undated, why = rows[years.isna()], Note("no-rentree")
    findings.add("figure-undated", why, file=name, rows=undated.index, uais=undated["uai"])
    year = _chosen_rentree(years, rentree, path, layout)
    return rows[years == year].assign(rentree=year)


def _rows(path: Path, layout: Layout, findings: Findings) -> "pd.DataFrame":
    """Read the layout's columns of the sheet that has most of them; the others are noted."""

    def is_figured(sheet: HeadedSheet) -> bool:
        return not layout.figures or not sheet.columns.keys().isdisjoint(layout.figures)

    columns = Columns(names=layout.aliases, needed=layout.needed)
    # A workbook may begin with a sheet of notes or of another year that bears the same titles: one
    # with rows and figures goes before one that merely has more columns.
    best, *others = read_headed(
        path, columns, rank=lambda sheet: (sheet.has_rows, is_figured(sheet), len(sheet.columns))
    )
    for sheet in others:
        if sheet.has_rows and is_figured(sheet):
            note = Note("other-sheet", sheet=sheet.name, read=best.name)
            findings.add("figure-sheet", note, file=path.name)
    lacking = {
        own: [alias.replace("*", "…") for alias in aliases]
        for own, aliases in layout.aliases.items()
        if own not in best.columns
    }
    picked = pick_columns(
        best.frame(),
        {own: best.columns.get(own) or lacking[own] for own in layout.aliases},
        needed=layout.needed,
        where=str(path),
        expected=layout.what,
        form=layout.form,
    )
    picked.attrs["titles"] = best.columns
    return picked


def _years(texts: "pd.Series[str]") -> "pd.Series[float]":
    """Read the year that a rentrée is in: 2022, 2022-2023, 2025-01-01, 01/09/2025.

    The portal dates a rentrée the 1 January of its year; in another time zone this is the evening
    of the 31 December before.
    """
    years = pd.to_numeric(texts.str.extract(r"((?:19|20)\d\d)", expand=False), errors="coerce")
    return years + texts.str.match(r"^\d{4}-12-31[T ]").astype(int)


def _chosen_rentree(
    years: "pd.Series[float]", rentree: int | None, where: str, layout: Layout
) -> int:
    """Give the rentrée asked for, else the latest; refuse one that the file hasn't."""
    there = sorted({int(year) for year in years.dropna()})
    if not there:
        msg = (
            f"{where} : aucune ligne avec une rentrée lisible parmi {len(years)} ; "
            f"on attend {layout.what}."
        )
        raise InputError(msg)
    if rentree is not None and rentree not in there:
        offered = ", ".join(map(str, there))
        msg = f"{where} : la rentrée {rentree} n’y est pas ; rentrées présentes : {offered}."
        raise InputError(msg)
    return there[-1] if rentree is None else rentree


def _clean(codes: "pd.Series[str]", name: str, findings: Findings) -> "pd.Series[str]":
    """Undress the UAI, "" where there is none; what is mended or doubtful is noted."""
    clean = codes.map(clean_uai)
    readable = clean.str.match(r"^\d{7}[A-Z]$")
    unreadable, kept = codes[~readable], clean[readable]
    findings.add("figure-no-uai", Note("no-uai"), file=name, rows=unreadable.index, uais=unreadable)
    mended = kept[kept != codes[readable].str.upper()]
    _note(findings, "mended-uai", name, zip(mended.index, codes[mended.index], mended, strict=True))
    # Kept with its wrong letter: which of the eight characters is wrong can't be told here.
    wrong, why = kept[~kept.map(is_uai).astype(bool)], Note("wrong-letter")
    findings.add("wrong-letter", why, file=name, rows=wrong.index, uais=wrong)
    return clean.where(readable, "")


def _note(
    findings: Findings, kind: str, name: str, cells: Iterable[tuple[object, str, str]]
) -> None:
    """Note a written value of each row: (row, written, uai)."""
    for row, written, uai in cells:
        findings.add(kind, Note("as-written", text=written), file=name, rows=[row], uais=[uai])


def to_numbers(
    rows: "pd.DataFrame",
    column: str,
    *,
    among: tuple[float, float],
    whole: bool,
    file: str,
    findings: Findings,
) -> "pd.Series[float]":
    """Read a column of numbers with a decimal point or comma; NaN (and noted) where it isn't one.

    Parameters
    ----------
    rows
        As `read_figures` gives them.
    among
        The least and the largest number that can be meant.
    whole
        Whether it is a count.
    """
    texts = rows[column]
    # French spreadsheets part thousands by a space that doesn't break, narrow or not. Compiled: by
    # Python, that is, since Arrow's expressions know no such spaces.
    bare = texts.str.replace(re.compile(r"\s"), "", regex=True).str.replace(",", ".")
    values = pd.to_numeric(bare, errors="coerce").astype(float)
    right = values.between(*among) & (values.round() == values if whole else values.notna())
    unread = rows[~right & (texts != "")]
    unread_cells = zip(unread["row"], unread[column], unread.index, strict=True)
    _note(findings, "figure-unread", file, unread_cells)
    return values.where(right)


def one_a_school(
    frame: "pd.DataFrame", columns: Sequence[str], *, file: str, findings: Findings
) -> "pd.DataFrame":
    """Keep one row a school, the one with the largest figures, and note the others.

    The largest, and not the first, for the portal's order of rows changes from day to day.
    """
    ranked = frame.sort_values(list(columns), ascending=False, kind="stable")
    again = ranked.index.duplicated()
    twice, why = ranked[again].sort_values("row"), Note("uai-twice")
    findings.add("duplicate-figure", why, file=file, rows=twice["row"], uais=twice.index)
    return ranked[~again].sort_index()


def note_ties(
    schools: "pd.DataFrame", uais: "pd.Index[str]", *, file: str, findings: Findings
) -> None:
    """Note the schools of a yearly file that the directory hasn't; those of elsewhere as one.

    Raises
    ------
    InputError
        If none of them is in the directory.
    """
    unknown = uais[~uais.isin(schools.index)]
    if len(unknown) == len(uais):
        msg = (
            f"{file or 'ce fichier'} : aucune de ses {len(uais)} écoles n’est dans l’annuaire "
            f"({len(schools)} écoles) ; les deux fichiers portent-ils sur le même territoire ?"
        )
        raise InputError(msg)
    # A national file has tens of thousands of schools of elsewhere: one line says them all.
    here = unknown[unknown.str[:_PREFIX].isin(schools.index.str[:_PREFIX].unique())]
    findings.add("figure-unmatched", Note("not-in-directory"), file=file, uais=here)
    elsewhere = len(unknown) - len(here)
    if elsewhere:
        findings.add("figure-elsewhere", Note("of-elsewhere", n=elsewhere), file=file)
