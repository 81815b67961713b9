"""Zonings by commune (density, FRR, unités urbaines): one row a commune, brought to those of today.

Such a file follows the communes of its own year. Its codes are undressed and moved by the history;
what was repaired, moved, or is no commune's is noted with its row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo_ent.communes.codes_to_today import clean_codes, move_codes, unknown_why
from geo_ent.errors import InputError
from geo_ent.tables.findings import Findings
from geo_ent.tables.headed_sheets import Columns, HeadedSheet, read_headed
from geo_ent.text.header_row import bearing
from geo_ent.text.note import Note

_CODES = ("codgeo", "insee_com", "code_insee", "codeinsee", "code_commune", "depcom", "insee")
_MOST_UNKNOWN = 0.5  # share of codes that are nobody's, from which it is another kind of file


@dataclass(frozen=True)
class Zoning:
    """What a zoning's file holds.

    Attributes
    ----------
    what
        Its name for the reader: "la grille de densité (…)".
    titles
        Own column -> the titles it may have, reduced by `snake`, the best first; one that ends
        with ``*`` stands for all that begin so.
    either
        The columns of which one at least must be there.
    """

    what: str
    titles: Mapping[str, Sequence[str]]
    either: Sequence[str]


def read_zoning(path: str | Path, zoning: Zoning, *, findings: Findings) -> "pd.DataFrame":
    """Read a zoning's rows and bring their codes to the communes of today.

    Parameters
    ----------
    path
        A workbook (any sheet, titles among its first 40 rows) or a CSV.
    zoning
        What to look for.
    findings
        Where to note the codes repaired, moved, repeated or unknown.

    Returns
    -------
    DataFrame
        Indexed by the file's row; `written` (the code, undressed), `commune_code`,
        `commune_name`, `how`, and the zoning's columns as text ("" where the file has none).
        Two rows may bear the same `commune_code`, where communes merged. `attrs["titles"]` says
        which title each column was found under.

    Raises
    ------
    InputError
        If no sheet has the titles, or most codes are no commune's.
    """
    rows = _rows(Path(path), zoning)
    name = Path(path).name
    rows["written"], repaired = clean_codes(rows["code"])
    moved = move_codes(rows["written"])
    rows[["commune_code", "commune_name", "how"]] = moved[["commune_code", "commune_name", "how"]]
    _refuse_other(rows, Path(path), zoning)
    for row, cell, code in rows.loc[repaired, ["code", "written"]].itertuples():
        mended = Note("read-as", written=cell, code=code)
        findings.add("repaired-code", mended, file=name, rows=[row], places=[code])
    _note_moves(rows, name, findings)
    # By the written code: two rows that one commune of today unites are parts of it, not doubles.
    twice = rows["commune_code"].ne("") & rows["written"].duplicated()
    for row, code, place in rows.loc[twice, ["written", "commune_code"]].itertuples():
        fact = Note("code-twice", code=code)
        findings.add("zoning-duplicate", fact, file=name, rows=[row], places=[place])
    return rows[rows["commune_code"].ne("") & ~twice].drop(columns="code")


def one_a_commune(
    rows: "pd.DataFrame", choose: "Callable[[pd.DataFrame], str]", *, column: str
) -> "tuple[pd.Series[str], dict[str, pd.DataFrame]]":
    """Keep one value a commune of today; where several communes merged, `choose` decides.

    Parameters
    ----------
    rows
        As `read_zoning` gives them.
    choose
        Given the rows of a merged commune whose values differ, says the value of the whole.

    Returns
    -------
    values, merged
        The column by `commune_code`, sorted, and the rows of each commune whose parts differed.
    """
    values = rows.drop_duplicates("commune_code").set_index("commune_code")[column].sort_index()
    several = rows[rows["commune_code"].duplicated(keep=False)]
    # Parts that agree decide by themselves, and are no news.
    merged = {
        str(code): parts
        for code, parts in several.groupby("commune_code")
        if len(set(parts[column])) > 1
    }
    for code, parts in merged.items():
        values[code] = choose(parts)
    return values, merged


def note_merged(
    values: "pd.Series[str]",
    merged: "Mapping[str, pd.DataFrame]",
    file: str,
    findings: Findings,
    *,
    label: Callable[[str], str] = str,
    code: str = "merged-classes",
) -> None:
    """Note what became of the communes of today whose parts differed, as `one_a_commune` says.

    Parameters
    ----------
    values, merged
        As `one_a_commune` gives them.
    label
        Gives the source's name of a value.
    code
        The note's: which tells what decided.
    """
    for commune, parts in merged.items():
        labels = [label(value) for value in parts["value"]]
        differing = list(zip(parts["written"], labels, strict=True))
        fact = Note(code, code=commune, parts=differing, whole=label(values[commune]))
        findings.add("zoning-merged", fact, file=file, rows=[parts.index[0]], places=[commune])


def _rows(path: Path, zoning: Zoning) -> "pd.DataFrame":
    """Read the columns of the sheet that has the best titles, as text, by the file's row."""
    names = {**zoning.titles, "code": _CODES}
    columns = Columns(names=names, needed=("code",), either=zoning.either)
    best = read_headed(path, columns, rank=lambda sheet: -_title_rank(sheet, zoning))[0]
    if not best.is_right:
        wanted = " ou ".join(f"« {zoning.titles[own][0]} »" for own in zoning.either)
        msg = (
            f"{path} : on attend {zoning.what}, avec une colonne de codes de commune "
            f"(« CODGEO » par exemple) et {wanted} ; aucune feuille n’a ces titres."
        )
        raise InputError(msg)
    cells = best.frame()
    texts = {own: cells[titles[0]].str.strip() for own, titles in best.columns.items()}
    rows = pd.DataFrame({own: texts.get(own, "") for own in names}, index=cells.index, dtype=str)
    rows.attrs["titles"] = {own: titles[0] for own, titles in best.columns.items()}
    blank = (rows[["code", *zoning.either]] == "").all(axis=1)
    return rows[~blank]


def _title_rank(sheet: HeadedSheet, zoning: Zoning) -> int:
    """Tell how far a sheet's best title is from the one hoped for: 0 is that one."""
    # A workbook may have the grid of seven levels on one sheet and another one on the next.
    return min(
        rank
        for own in zoning.either
        for rank, alias in enumerate(zoning.titles[own])
        if bearing(sheet.columns.get(own, ())[:1], [alias])
    )


def _refuse_other(rows: "pd.DataFrame", path: Path, zoning: Zoning) -> None:
    unknown = rows["commune_code"].eq("")
    if len(rows) and unknown.mean() <= _MOST_UNKNOWN:
        return
    example = f", par exemple « {rows['code'].iloc[0]} » ligne {rows.index[0]}" if len(rows) else ""
    msg = (
        f"{path} : on attend {zoning.what} ; {unknown.sum()} lignes sur {len(rows)} n’ont pas de "
        f"code de commune connu{example}."
    )
    raise InputError(msg)


def _note_moves(rows: "pd.DataFrame", name: str, findings: Findings) -> None:
    """Note the rows whose commune is another today, and those of no commune."""
    moved = rows[rows["commune_code"].ne("") & rows["commune_code"].ne(rows["written"])]
    columns = ["written", "commune_code", "commune_name", "how"]
    for row, old, code, now, how in moved[columns].itertuples():
        # All of Corsica has other codes since 1976: "a changé de code" would make one look twice.
        why = Note("corsica" if old.startswith("20") else how)
        fact = Note("moved", old=old, code=code, name=now, why=why)
        findings.add("zoning-moved", fact, file=name, rows=[row], places=[code])
    for row, code in rows.loc[rows["commune_code"].eq(""), "written"].items():
        fact = Note("code-unknown", code=code, why=unknown_why(code))
        findings.add("zoning-unknown", fact, file=name, rows=[row], places=[code])
