"""Any table of groups: a name, a population, a value; read in words that a person can mend by."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.tables.headed_sheets import Columns, HeadedSheet, read_headed
from geo_ent.text.compare import meant, nearest

_TITLES = Columns(
    names={
        "group": ("group", "groupe", "subgroup", "zone", "zone_name"),
        "population": ("population", "pop", "effectif", "n"),
        "value": ("value", "valeur", "estimate", "taux", "part"),
        "order": ("order", "ordre", "rang", "subgroup_order"),
        "se": ("se", "erreur_type", "standard_error"),
    },
    needed=("group", "population", "value"),
)
_EXPECTED = "On attend les colonnes group, population, value (et order, se si on les a)."
# What statisticians write for "not available" or "kept secret"; a dash is what a table prints.
_MISSING = {"", "na", "n/a", "nan", "nd", "nc", "-", "."}


def read_groups(path: str | Path, *, scale: int = 1, reference: str = "") -> "pd.DataFrame":
    """Read a table of groups: CSV in any encoding, or the first sheet of a workbook that is one.

    Parameters
    ----------
    scale
        What the values are out of: 1 or 100.
    reference
        A group that must be there; "" for none.

    Returns
    -------
    DataFrame
        `group` (text), `population`, `value`, and if the file has them `order`, `se`; indexed by
        the row of the file. An empty value or population is NaN: left to the measures to say.

    Raises
    ------
    InputError
        If a column is missing, a cell isn't a number or can't be meant, or a group comes twice.
    """
    path = Path(path)
    rows = _titled(read_headed(path, _TITLES)[0], path)
    rows = rows[(rows != "").any(axis=1)]
    if not len(rows):
        msg = f"{path} : aucune ligne sous les titres ; on attend un groupe par ligne."
        raise InputError(msg)
    _check_names(rows["group"], path)
    for column in rows.columns.drop("group"):
        rows[column] = _numbers(rows[column], path)
    _check_ranges(rows, path, scale)
    if reference:
        _check_reference(reference, list(rows["group"]), path)
    return rows


def _titled(sheet: HeadedSheet, path: Path) -> "pd.DataFrame":
    """Name the columns, by the first of their titles that the file has."""
    rows = sheet.frame()
    absent = [column for column in _TITLES.needed if column not in sheet.columns]
    if absent:
        used = {titles[0] for titles in sheet.columns.values()}
        there = [str(title) for title in rows.columns if title]
        _refuse_titles(path, absent, [title for title in there if title not in used], there)
    columns = {own: rows[titles[0]].str.strip() for own, titles in sheet.columns.items()}
    return pd.DataFrame(columns)


def _refuse_titles(
    path: Path, absent: Sequence[str], spare: Sequence[str], there: Sequence[str]
) -> NoReturn:
    near = {column: nearest(column, spare) for column in absent}
    hints = [f"renommez « {like} » en {column}" for column, like in near.items() if like]
    offered = ", ".join(there[:8]) or "aucun"
    advice = f" Sans doute : {' ; '.join(hints)}." if hints else ""
    lacking = ("la colonne " if len(absent) == 1 else "les colonnes ") + ", ".join(absent)
    msg = f"{path} : il manque {lacking} ; titres trouvés : {offered}. {_EXPECTED}{advice}"
    raise InputError(msg)


def _check_names(names: "pd.Series[str]", path: Path) -> None:
    unnamed = names[names == ""]
    if len(unnamed):
        msg = f"{path}, ligne {unnamed.index[0]} : le groupe n’a pas de nom. Donnez-en un."
        raise InputError(msg)
    again = names[names.duplicated()]
    if len(again):
        first = names.index[names == again.iloc[0]][0]
        msg = (
            f"{path}, ligne {again.index[0]} : le groupe « {again.iloc[0]} » est déjà à la ligne "
            f"{first} ; on attend une ligne par groupe."
        )
        raise InputError(msg)


def _numbers(texts: "pd.Series[str]", path: Path) -> "pd.Series[float]":
    """Read numbers as French people write them too: 46,9 or 1 234 or 46,9 %."""
    bare = texts.str.replace(re.compile(r"[\s%]"), "", regex=True).str.replace(",", ".")
    missing = bare.str.lower().isin(_MISSING)
    # Infinity is read as a number and would make every measure of the table infinite or NaN.
    values = pd.to_numeric(bare.where(~missing, ""), errors="coerce").astype(float)
    wrong = texts[(values.isna() & ~missing) | values.isin([float("inf"), float("-inf")])]
    if len(wrong):
        msg = (
            f"{path}, ligne {wrong.index[0]} : « {wrong.iloc[0]} » dans la colonne {texts.name}, "
            "on attend un nombre (ou rien s’il manque)."
        )
        raise InputError(msg)
    return values


def _check_ranges(rows: "pd.DataFrame", path: Path, scale: int) -> None:
    for column in ("population", "se"):
        if column in rows and (rows[column] < 0).any():
            row = rows.index[rows[column] < 0][0]
            cell = _figure(rows.loc[row, column])
            msg = f"{path}, ligne {row} : {column} vaut {cell}, on attend un nombre positif ou nul."
            raise InputError(msg)
    # Ranks decide which of two groups is the poorer: of equal ones, the order of the file would.
    if "order" in rows and rows["order"].duplicated().any():
        _refuse_ties(rows["order"], path)
    outside = rows.index[rows["value"].notna() & ~rows["value"].between(0, scale)]
    if len(outside):
        value = float(rows["value"].loc[outside[0]])
        _refuse_value(path, int(outside[0]), value, scale, top=float(rows["value"].max()))


def _refuse_ties(order: "pd.Series[float]", path: Path) -> None:
    known = order.dropna()
    tied = known[known.duplicated()]
    if len(tied):
        first = known.index[known == tied.iloc[0]][0]
        msg = (
            f"{path}, ligne {tied.index[0]} : le rang {_figure(tied.iloc[0])} est déjà à la ligne "
            f"{first} ; on attend un rang par groupe (1 pour le moins favorisé)."
        )
        raise InputError(msg)


def _refuse_value(path: Path, row: int, value: float, scale: int, *, top: float) -> NoReturn:
    advice = ""
    if scale == 1 and value > 0 and top <= 100:  # noqa: PLR2004 per cent
        advice = " Si les valeurs sont en pour cent, ajoutez --scale 100."
    msg = f"{path}, ligne {row} : la valeur {_figure(value)} n’est pas entre 0 et {scale}.{advice}"
    raise InputError(msg)


def _check_reference(reference: str, names: Sequence[str], path: Path) -> None:
    if reference in names:
        return
    offered = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")  # noqa: PLR2004
    advice = meant(reference, names) or f"groupes : {offered}."
    msg = f"{path} : le groupe de référence « {reference} » n’y est pas ; {advice}"
    raise InputError(msg)


def _figure(value: object) -> str:
    """Write a number as a person would."""
    return f"{value:g}".replace(".", ",")
