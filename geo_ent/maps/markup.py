"""The part of the page that is there without JavaScript: table, sources, notes, all escaped."""

from html import escape
from typing import TYPE_CHECKING, Any

from geo_ent.maps.wording import LEVEL_WORDS
from geo_ent.words import day, number, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

    from geo_ent.maps.facts import PageFacts, Source

__all__ = ["estimated_note", "list_of_notes", "list_of_sources", "simulated_banner", "table"]

HEADINGS = {
    "schools_n": "Écoles",
    "covered_n": "Avec un ENT",
    "coverage_share": "Part avec un ENT",
    "coverage_share_max": "Part maximale possible",
    "class_n": "Certaines classes seulement",
    "planned_n": "ENT prévu",
    "none_n": "Sans ENT",
    "unknown_n": "Situation inconnue",
}
NONE = "–"


def table(level: str, coverage: "pd.DataFrame", facts: "PageFacts") -> str:
    """Write a level's figures as an HTML table, by name, with their sum."""
    rows = coverage.sort_values("zone_name", key=_alphabetical, kind="stable")
    head = "".join(f'<th scope="col">{words}</th>' for words in HEADINGS.values())
    body = "".join(_row(row) for row in rows.to_dict("records"))
    zone = LEVEL_WORDS[level].one.capitalize()
    return (
        f"<table>\n<caption>{_caption(level, facts)}</caption>\n"
        f'<thead><tr><th scope="col">{zone}</th>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n<tfoot>{_row(_sum(rows))}</tfoot>\n</table>"
    )


def _alphabetical(names: "pd.Series") -> "pd.Series":
    """Order names as a French reader does: É with E."""
    bare = names.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    return bare.str.casefold()


def _caption(level: str, facts: "PageFacts") -> str:
    words = f"Écoles et ENT par {LEVEL_WORDS[level].one}, {facts.territory}, au {day(facts.date)}"
    simulated = (
        f'<br><span class="told">{escape(facts.simulated)}</span>' if facts.simulated else ""
    )
    return escape(words) + simulated


def _sum(rows: "pd.DataFrame") -> dict[str, object]:
    counts = {column: rows[column].sum() for column in HEADINGS if column.endswith("_n")}
    schools_n = counts["schools_n"] or float("nan")
    shares = {
        "coverage_share": counts["covered_n"] / schools_n,
        "coverage_share_max": (counts["covered_n"] + counts["unknown_n"]) / schools_n,
    }
    return {"zone_name": "Ensemble", **shares, **counts}


def _row(row: "Mapping[Any, Any]") -> str:
    cells = "".join(_cell(column, float(row[column])) for column in HEADINGS)
    return f'<tr><th scope="row">{escape(str(row["zone_name"]))}</th>{cells}</tr>\n'


def _cell(column: str, value: float) -> str:
    if value != value:  # noqa: PLR0124 NaN: no school, so no share
        return f"<td>{NONE}</td>"
    if column == "coverage_share":
        return f'<td class="share" style="--share:{value:.3f}">{percent(value)}</td>'
    return f"<td>{percent(value) if column.endswith('_share_max') else number(value)}</td>"


def simulated_banner(facts: "PageFacts") -> str:
    """Say in the first place that data is simulated, if it is."""
    if not facts.simulated:
        return ""
    return (
        '<aside class="simulated" aria-label="Avertissement"><strong>Données simulées.</strong> '
        f"<span>{escape(facts.simulated)}</span></aside>"
    )


def list_of_sources(sources: "Iterable[Source]") -> str:
    """List where the data comes from, with vintage and licence."""
    return "".join(f"<li>{_source(source)}</li>\n" for source in sources)


def _source(source: "Source") -> str:
    name = escape(source.title)
    if source.url.startswith(("https://", "http://")):
        name = f'<a href="{escape(source.url)}" rel="noopener noreferrer">{name}</a>'
    when = source.date if isinstance(source.date, str) else day(source.date)
    told = ", ".join([name, *(escape(words) for words in (source.producer, when) if words)])
    return f"{told} – {escape(source.licence)}" if source.licence else told


def list_of_notes(notes: "Iterable[str]") -> str:
    """List what the reader must know of how the figures were made."""
    return "".join(f"<li>{escape(note)}</li>\n" for note in notes)


def estimated_note(zones: "Mapping[str, gpd.GeoDataFrame]") -> tuple[str, ...]:
    """Say of which levels the contours are estimated."""
    levels = [level for level, frame in zones.items() if frame["estimated"].any()]
    return tuple(
        f"Contours {LEVEL_WORDS[level].contours} estimés à partir des communes et des écoles : "
        "aucune source officielle ne les publie."
        for level in levels
    )
