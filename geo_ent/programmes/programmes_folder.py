"""The programmes as a folder for the web, and as lines for a terminal."""

from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.maps.picture.raster import png
from geo_ent.programmes.programme_words import carrier_words, date_words, place_level, unit_words
from geo_ent.programmes.programmes_model import NO_SOLUTION, once, projects_of
from geo_ent.programmes.programmes_page import projects_page
from geo_ent.programmes.programmes_picture import projects_svg
from geo_ent.publish.csv_tables import csv_text
from geo_ent.publish.folder import atomic_folder
from geo_ent.publish.manifest import write_manifest
from geo_ent.text.ascii_page import write_page
from geo_ent.text.safe import no_formula, one_line

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.programmes.programmes_model import Place, Programme, State
    from geo_ent.telling.language import Language

PAGE, TABLE, PICTURE = "index.html", "projects.csv", "projects"


def write_projects(folder: str | Path, programmes: "pd.DataFrame", tr: "Language") -> Path:
    """Write the national page of programmes: `index.html`, `projects.csv`, a picture, a manifest.

    Parameters
    ----------
    folder
        Takes the place of an older one of geo-ent's, once all is written.
    programmes
        As `read_programmes` gives them.
    tr
        The language of the page and of the picture; `projects.csv` is as it was read.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    OutputError
        If the folder can't be written, or isn't geo-ent's to replace.

    Examples
    --------
    >>> write_projects("maps/programmes", table, language("fr"))  # doctest: +SKIP
    """
    page = projects_page(programmes, tr, download=TABLE)
    svg = projects_svg(programmes, tr)
    with atomic_folder(folder) as work:
        write_page(work / PAGE, page)
        _write_table(programmes, work / TABLE)
        write_page(work / f"{PICTURE}.svg", svg)
        (work / f"{PICTURE}.png").write_bytes(png(svg))
        write_manifest(work, {"figures": _counts(programmes)})
    return Path(folder) / PAGE


def _write_table(programmes: "pd.DataFrame", path: Path) -> None:
    """Write the rows as they were read; no text becomes a formula."""
    table = programmes.copy()
    for name in table.select_dtypes(exclude="number").columns:
        table[name] = table[name].map(_cell)
    # 20700 as it was written in the file, and not 20700.0
    text = csv_text(table, index=False, float_format="%.10g")
    path.write_text(text, encoding="utf-8", newline="")


def _cell(cell: object) -> object:
    """Mark what a spreadsheet would compute; a sign alone (a `relation`) computes nothing."""
    return no_formula(cell) if isinstance(cell, str) and len(cell) > 1 else cell


def _counts(programmes: "pd.DataFrame") -> dict[str, int]:
    projects = projects_of(programmes)
    first, last = projects.years
    return {
        "programmes_n": sum(not programme.context for programme in projects.programmes),
        "published_n": len(projects.rows),
        "first_year": first,
        "last_year": last,
    }


def programme_lines(
    programmes: "pd.DataFrame", tr: "Language", *, figures: bool = True
) -> list[str]:
    r"""List programmes for a terminal, a block each: what, where, when, who, and every figure.

    Parameters
    ----------
    programmes
        As `read_programmes` gives them.
    tr
        The language; names, figures and remarks stay as printed.
    figures
        Whether to give the figures too, with what is to be said of them.

    Returns
    -------
    list of str
        An empty line between blocks; what only tells the national frame comes last. No line holds
        a control character, whatever the table does.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.telling.language import language
    >>> row = {"programme": "nord", "name": "ENT du Nord", "place": "Nord", "codes": "59",
    ...        "level": "departement", "date": "2015-06", "solution": "ONE", "carrier": "Nord",
    ...        "carrier_kind": "departement", "subject": "Écoles", "printed": "plus de 20"}
    >>> print(*programme_lines(pd.DataFrame([row]), language("fr")), sep="\n")
    nord – ENT du Nord
      Territoire : Nord (département)
      Années : 2015
      Solution : ONE
      Porteur : Nord (département)
      juin 2015
        Écoles : plus de 20
    """
    ordered = sorted(projects_of(programmes).programmes, key=lambda programme: programme.context)
    blocks = [_block(programme, tr, figures=figures) for programme in ordered]
    lines = [line for block in blocks for line in ["", *block]][1:]
    return [_indented(line) for line in lines]


def _indented(line: str) -> str:
    # A line is cleaned without its indent, which `one_line` would take for spaces too many; a
    # terminal's apostrophe stands for the book's.
    bare = line.lstrip(" ")
    return " " * (len(line) - len(bare)) + one_line(bare).replace("’", "'")


def _block(programme: "Programme", tr: "Language", *, figures: bool) -> list[str]:
    dated = [(state, place) for place in programme.places for state in place.states]
    states = [state for state, _ in dated]
    solutions = once(name for state in states for name in state.solutions if name != NO_SOLUTION)
    units = once(unit for state in states for unit in state.units)
    years = sorted({state.year for state in states})
    facts = {
        tr("Territoire"): _territories(programme, tr),
        tr("Années"): f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]),
        tr("Solution"): ", ".join(solutions) or ("" if programme.context else tr("non précisée")),
        tr("Porteur"): ", ".join(once(filter(None, (_carrier(state, tr) for state in states)))),
        tr("Unité"): unit_words(units, tr),
    }
    head = [f"{programme.id} – {programme.name}"]
    head += [_pair(name, words, tr, indent=2) for name, words in facts.items() if words]
    if not figures:
        return head
    several = len(programme.places) > 1
    dated.sort(key=lambda pair: pair[0].date)
    return head + [line for pair in dated for line in _figures(*pair, tr, several=several)]


def _pair(name: str, words: str, tr: "Language", *, indent: int) -> str:
    return " " * indent + tr("{name} : {words}", name=name, words=words)


def _territories(programme: "Programme", tr: "Language") -> str:
    """Name the territories, each with its level unless its name says it."""
    return ", ".join(
        once(
            _beside(place.name, place_level(place.name, place.level, tr))
            for place in programme.places
        )
    )


def _carrier(state: "State", tr: "Language") -> str:
    name, kind = carrier_words(state.carrier, state.kind, tr)
    return _beside(name if state.carrier else name.lower(), kind.lower())


def _beside(name: str, more: str) -> str:
    return f"{name} ({more})" if more else name


def _figures(state: "State", place: "Place", tr: "Language", *, several: bool) -> list[str]:
    """List the figures of a place at a date, each remark under its own."""
    if not state.figures:
        return []
    lines = [f"  {date_words(state.date, tr)}{f', {place.name}' if several else ''}"]
    for figure in state.figures:
        subject = figure.subject or tr("Chiffre")
        lines.append(_pair(subject, figure.printed or "–", tr, indent=4))
        if figure.remark:
            lines.append(f"      ({figure.remark})")
    return lines
