"""Reading a folder that was made before: gaps, programme and equity, said again."""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.publish.folder import MANIFEST
from geo_ent.telling.language import Language, language, mark
from geo_ent.text.safe import one_line

__all__ = ["equity_lines", "gap_lines"]

_WIDTH = 100
_TITLES = {
    "rurality": mark("Rural et urbain"),
    "density": mark("Grille de densité"),
    "priority": mark("Éducation prioritaire"),
    "ips": mark("Indice de position sociale, par cinquièmes"),
    "commune_size": mark("Taille de la commune"),
    "circonscription": mark("Circonscriptions"),
}


def gap_lines(folder: Path, *, top: int = 20) -> Iterator[str]:
    """Say again which schools to equip first, what was found around them, how the ENT is deployed.

    Parameters
    ----------
    folder
        That `build` wrote.
    top
        How many schools to list.

    Yields
    ------
    str
        Lines for a terminal.

    Raises
    ------
    InputError
        If the folder isn't one of ours, or was made without its gaps.
    """
    told = _manifest(folder)
    table = _table(folder, "gaps.csv").head(top)
    yield from wrap(told["headline"].replace("\u00a0", " "), _WIDTH)
    if len(table):
        yield ""
    for row in table.to_dict("records"):
        place = one_line(row["commune_name"])
        yield f"{row['rank']:>4}  {one_line(row['name'], width=60)} ({place}, {row['uai']})"
        yield from (f"      {line}" for line in wrap(one_line(row["reasons"]), _WIDTH - 6))
    said = told.get("told", {})
    around = list(dict.fromkeys(said.get("gaps", ())))
    yield from _paragraphs(around)
    more = [each for each in said.get("deployment", ()) if each not in around]  # both tell the pace
    if more:
        yield from ("", "Le programme")
    yield from _paragraphs(more)


def _paragraphs(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        yield ""
        yield from wrap(one_line(sentence), _WIDTH)


def equity_lines(folder: Path, lang: str = "") -> Iterator[str]:
    """Say again how equal the coverage is: the paragraph, then the measures with an estimate.

    Parameters
    ----------
    folder
        That `build` wrote.
    lang
        "fr" or "en", of the figures and their titles; "" for the folder's. The paragraph is in the
        folder's language whatever this is: it is read again, not made again.

    Yields
    ------
    str
        Lines for a terminal.

    Raises
    ------
    InputError
        If the folder isn't one of ours, or was made without its equity sheet.
    """
    manifest = _manifest(folder)
    tr = language(lang or manifest.get("lang", "fr"))
    table = _table(folder, "equity.csv")
    paragraph = " ".join(manifest.get("told", {}).get("equity", ()))
    yield from wrap(paragraph.replace("\u00a0", " "), _WIDTH)
    for grouping, rows in table[table["estimate"] != ""].groupby("grouping", sort=False):
        yield ""
        yield tr(_TITLES.get(str(grouping), str(grouping)))
        for row in rows.to_dict("records"):
            low, high = (_figure(row[end], tr) for end in ("low", "high"))
            bounds = tr(" ({low} à {high})", low=low, high=high) if low else ""
            yield f"  {row['measure']:<22} {_figure(row['estimate'], tr):>10}{bounds}"


def _figure(text: str, tr: Language) -> str:
    return tr.number(float(text), decimals=3).replace("\u202f", " ") if text else ""


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict) or told.get("generator") != "geo-ent":
        msg = f"{folder} : ce n'est pas un dossier fait par geo-ent build (il n'a pas {MANIFEST})."
        raise InputError(msg)
    return told


def _table(folder: Path, name: str) -> "pd.DataFrame":
    path = folder / name
    if not path.exists():
        msg = f"{folder} : {name} n'y est pas ; refaites la carte sans --quick."
        raise InputError(msg)
    return pd.read_csv(path, dtype=str, keep_default_na=False)
