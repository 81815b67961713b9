"""Reading a folder that was made before: gaps, programme and equity, said again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.equity.measure_catalogue import MEASURES
from geo_ent.publish.folder import MANIFEST
from geo_ent.telling.equity.measure_numbers import measure_bounds, measure_value
from geo_ent.telling.equity.measure_sentences import measure_title
from geo_ent.telling.language import Language, language, mark
from geo_ent.text.apostrophes import printed
from geo_ent.text.folding import folded_lines
from geo_ent.text.safe import one_line

_WIDTH = 100
_UNDER = " " * 6
_TITLES = {
    "rurality": mark("Rural et urbain"),
    "density": mark("Grille de densité"),
    "priority": mark("Éducation prioritaire"),
    "ips": mark("Indice de position sociale, par cinquièmes"),
    "commune_size": mark("Taille de la commune"),
    "circonscription": mark("Circonscriptions"),
}
_OWN_TITLES = {
    "p_chance": mark("Probabilité d’un tel écart par hasard"),
    "gini": mark("Indice de Gini"),
    "dissimilarity": mark("Indice de dissimilarité"),
    "concentration_index": mark("Indice de concentration"),
    "TI_between": mark("Indice de Theil, part entre les zones"),
    "TI_within": mark("Indice de Theil, part dans les zones"),
}
"""The measures that aren't the WHO's."""


def gap_lines(folder: Path, *, top: int = 20, lang: str = "", width: int = _WIDTH) -> Iterator[str]:
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
    width
        Most signs of a line.

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
    yield from folded_lines(manifest["headline"], width)
    if len(table):
        yield ""
    for row in table.to_dict("records"):
        place = one_line(row["commune_name"])
        named = f"{one_line(row['name'], width=60)} ({place}, {row['uai']})"
        yield from folded_lines(named, width, start=f"{row['rank']:>4}  ", under=_UNDER)
        yield from folded_lines(one_line(row["reasons"]), width, start=_UNDER)
    around, programme = told_of_gaps(manifest)
    yield from _paragraphs(around, width)
    if programme:
        yield from ("", tr("Le programme"))
    yield from _paragraphs(programme, width)


def told_of_gaps(manifest: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Give the sentences of a made map: around its gaps, and of its programme."""
    sentences = manifest.get("told", {})
    around = list(dict.fromkeys(sentences.get("gaps", ())))
    # both tell the pace and the cost
    return around, [words for words in sentences.get("deployment", ()) if words not in around]


def _paragraphs(sentences: list[str], width: int) -> Iterator[str]:
    for sentence in sentences:
        yield ""
        yield from folded_lines(one_line(sentence), width)


def equity_lines(folder: Path, lang: str = "", *, width: int = _WIDTH) -> Iterator[str]:
    """Say again how equal the coverage is: the paragraph, then the measures with an estimate.

    Parameters
    ----------
    folder
        That `build` wrote.
    lang
        "fr" or "en", of the figures and their titles; "" for the folder's. The paragraph is in the
        folder's language whatever this is: it is read again, not made again.
    width
        Most signs of a line.

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
    yield from folded_lines(paragraph, width)
    for grouping, rows in table[table["estimate"] != ""].groupby("grouping", sort=False):
        yield ""
        yield tr(_TITLES.get(str(grouping), str(grouping)))
        yield from _measure_rows(rows.to_dict("records"), width, tr)


def _measure_rows(rows: Sequence[Mapping[Any, str]], width: int, tr: Language) -> Iterator[str]:
    """Write measures with their titles and codes, the figures beside; under, where it's narrow."""
    named = [f"  {_title(row['measure'], tr)} ({row['measure']})" for row in rows]
    figures = [(_figure(row, tr), _bounds(row, tr)) for row in rows]
    left = max(map(len, named))
    beside = [
        f"{name:<{left}} {value:>14}{bounds}"
        for name, (value, bounds) in zip(named, figures, strict=True)
    ]
    if max(map(len, beside)) <= width:
        yield from beside
        return
    for name, (value, bounds) in zip(named, figures, strict=True):
        yield from folded_lines(name.strip(), width, start="  ", under="    ")
        yield from folded_lines(f"{value}{bounds}", width, start=_UNDER)


def _title(measure: str, tr: Language) -> str:
    return printed(measure_title(measure, tr) if measure in MEASURES else tr(_OWN_TITLES[measure]))


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


def _plain(text: str) -> str:
    """Write ordinary spaces: a terminal breaks its lines by itself."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def made_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a folder that `build` wrote.

    Raises
    ------
    InputError
        If there is no such folder, it isn't one of ours, or its manifest is cut or was changed.
    """
    if not folder.exists():
        msg = f"{folder} : ce dossier n’existe pas. Donnez celui que geo-ent build a fait."
        raise InputError(msg)
    path = folder / MANIFEST
    if not path.is_file():
        msg = f"{folder} : ce n’est pas un dossier fait par geo-ent build (il n’a pas {MANIFEST})."
        raise InputError(msg)
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        msg = f"{path} : ce fichier ne se lit pas, il a été coupé ou changé ; refaites la carte."
        raise InputError(msg) from fault
    if not isinstance(manifest, dict) or manifest.get("generator") != "geo-ent":
        msg = (
            f"{folder} : ce n’est pas un dossier fait par geo-ent build (son {MANIFEST} n’est pas "
            "de geo-ent)."
        )
        raise InputError(msg)
    return manifest


def is_as_made(folder: Path, name: str, manifest: Mapping[str, Any]) -> bool:
    """Tell whether a file of a folder is the one that `build` wrote; True where nothing says.

    Parameters
    ----------
    folder
        That `build` wrote.
    name
        The file's.
    manifest
        The folder's, which has the sum of each file.
    """
    written = manifest.get("outputs", {}).get(name)
    path = folder / name
    if not isinstance(written, str) or not path.is_file():
        return True
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == written


def made_table(folder: Path, name: str) -> "pd.DataFrame":
    """Read a table of a made folder, its cells as they are written.

    Raises
    ------
    InputError
        If the folder was made without it, or it can't be read any more.
    """
    path = folder / name
    if not path.exists():
        msg = f"{folder} : {name} n’y est pas ; refaites la carte sans --quick."
        raise InputError(msg)
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except ValueError as fault:
        raise unreadable(path) from fault


def unreadable(path: Path) -> InputError:
    """Make the fault of a file of a made folder that isn't as it was written any more."""
    return InputError(
        f"{path} : ce fichier ne se lit plus (vidé, coupé, ou réenregistré autrement) ; refaites "
        "la carte, ou reprenez-le d’une copie du dossier."
    )
