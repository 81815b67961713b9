"""Reading a folder that was made before: gaps, programme and equity, said again."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.equity.measure_catalogue import MEASURES
from geo_ent.publish.folder import MANIFEST
from geo_ent.telling.equity.measure_numbers import measure_bounds, measure_value
from geo_ent.telling.language import Language, language, mark
from geo_ent.text.safe import one_line

_WIDTH = 100
_TITLES = {
    "rurality": mark("Rural et urbain"),
    "density": mark("Grille de densité"),
    "priority": mark("Éducation prioritaire"),
    "ips": mark("Indice de position sociale, par cinquièmes"),
    "commune_size": mark("Taille de la commune"),
    "circonscription": mark("Circonscriptions"),
}


def gap_lines(folder: Path, *, top: int = 20, lang: str = "") -> Iterator[str]:
    """Say again which schools to equip first, what was found around them, how the ENT is deployed.

    Parameters
    ----------
    folder
        That `build` wrote.
    top
        How many schools to list.
    lang
        "fr" or "en", of what stands over the sentences; "" for the folder's. The sentences are in
        the folder's language whatever this is: they are read again, not made again, since a table
        of schools doesn't hold all that they were made from.

    Yields
    ------
    str
        Lines for a terminal.

    Raises
    ------
    InputError
        If the folder isn't one of ours, or was made without its gaps.
    """
    manifest = made_manifest(folder)
    tr = language(lang or manifest.get("lang", "fr"))
    table = made_table(folder, "gaps.csv").head(top)
    yield from _wrapped(manifest["headline"])
    if len(table):
        yield ""
    for row in table.to_dict("records"):
        place = one_line(row["commune_name"])
        yield f"{row['rank']:>4}  {one_line(row['name'], width=60)} ({place}, {row['uai']})"
        yield from (f"      {line}" for line in wrap(one_line(row["reasons"]), _WIDTH - 6))
    around, programme = told_of_gaps(manifest)
    yield from _paragraphs(around)
    if programme:
        yield from ("", tr("Le programme"))
    yield from _paragraphs(programme)


def told_of_gaps(manifest: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Give the sentences of a made map: around its gaps, and of its programme."""
    sentences = manifest.get("told", {})
    around = list(dict.fromkeys(sentences.get("gaps", ())))
    # both tell the pace and the cost
    return around, [words for words in sentences.get("deployment", ()) if words not in around]


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
    manifest = made_manifest(folder)
    tr = language(lang or manifest.get("lang", "fr"))
    table = made_table(folder, "equity.csv")
    paragraph = " ".join(manifest.get("told", {}).get("equity", ()))
    yield from _wrapped(paragraph)
    for grouping, rows in table[table["estimate"] != ""].groupby("grouping", sort=False):
        yield ""
        yield tr(_TITLES.get(str(grouping), str(grouping)))
        for row in rows.to_dict("records"):
            yield f"  {row['measure']:<22} {_figure(row, tr):>14}{_bounds(row, tr)}"


def _figure(row: Mapping[Any, str], tr: Language) -> str:
    """Write an estimate as the sheet does; ours, which aren't the WHO's, are plain indices."""
    measure, value = row["measure"], float(row["estimate"])
    if measure in MEASURES:
        return _plain(measure_value(measure, value, 1, tr))
    # A p has a remark where it is only bounded: by the floor of its deals.
    most = "≤ " if measure == "p_chance" and row["remark"] else ""
    return most + _plain(tr.number(value, decimals=3))


def _bounds(row: Mapping[Any, str], tr: Language) -> str:
    if not row["low"]:
        return ""
    bounds = measure_bounds(row["measure"], float(row["low"]), float(row["high"]), 1, tr)
    return f" ({_plain(bounds)})"


def _wrapped(text: str) -> Iterator[str]:
    """Break lines where a page may, never between a number and its unit."""
    yield from map(_plain, wrap(text, _WIDTH))


def _plain(text: str) -> str:
    """Write ordinary spaces: a terminal breaks its lines by itself."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def made_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a folder that `build` wrote.

    Raises
    ------
    InputError
        If the folder isn't one of ours.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("generator") != "geo-ent":
        msg = f"{folder} : ce n'est pas un dossier fait par geo-ent build (il n'a pas {MANIFEST})."
        raise InputError(msg)
    return manifest


def made_table(folder: Path, name: str) -> "pd.DataFrame":
    """Read a table of a made folder, its cells as they are written.

    Raises
    ------
    InputError
        If the folder was made without it.
    """
    path = folder / name
    if not path.exists():
        msg = f"{folder} : {name} n'y est pas ; refaites la carte sans --quick."
        raise InputError(msg)
    return pd.read_csv(path, dtype=str, keep_default_na=False)
