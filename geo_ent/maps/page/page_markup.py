"""The part of the page that is there without JavaScript: table, sources, notes, all escaped."""

from html import escape
from typing import TYPE_CHECKING, Any

from geo_ent.indicators.catalogue import CATALOGUE, FRAGILE_BELOW
from geo_ent.telling.page_words import level_words, page_words
from geo_ent.text.numbers import LOCALES, day, number, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

    from geo_ent.maps.page.page_script import Language
    from geo_ent.telling.page_facts import PageFacts, Source

__all__ = ["estimated_note", "list_of_notes", "list_of_sources", "simulated_banner", "table"]

HEADINGS: "Mapping[Language, Mapping[str, str]]" = {
    "fr": {
        "schools_n": "Écoles",
        "covered_n": "Avec un ENT",
        "coverage_share": "Part avec un ENT",
        "coverage_share_max": "Part maximale possible",
        "class_n": "Certaines classes seulement",
        "planned_n": "ENT prévu",
        "none_n": "Sans ENT",
        "unknown_n": "Situation inconnue",
        "pupils_coverage_share": "Part des élèves",
        "classes_coverage_share": "Part des classes",
        "rural_coverage_share": "Part, écoles rurales",
        "urban_coverage_share": "Part, écoles urbaines",
        "rep_coverage_share": "Part, REP",
        "rep_plus_coverage_share": "Part, REP+",
        "enir_eligible_coverage_share": "Part, éligibles à ENIR",
        "accounts_activated_share": "Part des comptes activés",
    },
    "en": {
        "schools_n": "Schools",
        "covered_n": "With an ENT",
        "coverage_share": "Share with an ENT",
        "coverage_share_max": "Highest possible share",
        "class_n": "Some classes only",
        "planned_n": "ENT planned",
        "none_n": "Without an ENT",
        "unknown_n": "Situation unknown",
        "pupils_coverage_share": "Share of pupils",
        "classes_coverage_share": "Share of classes",
        "rural_coverage_share": "Share, rural schools",
        "urban_coverage_share": "Share, urban schools",
        "rep_coverage_share": "Share, REP",
        "rep_plus_coverage_share": "Share, REP+",
        "enir_eligible_coverage_share": "Share, ENIR-eligible",
        "accounts_activated_share": "Share of accounts activated",
    },
}
"""The table's columns; those after `unknown_n` only where something is known of them."""

_ALWAYS = 8
_BAR = "coverage_share"


def table(
    level: str, coverage: "pd.DataFrame", facts: "PageFacts", *, lang: "Language" = "fr"
) -> str:
    """Write a level's figures as an HTML table, by name, with their sum."""
    rows = coverage.sort_values("zone_name", key=_alphabetical, kind="stable")
    headings = _headings(rows, lang)
    head = "".join(f'<th scope="col">{words}</th>' for words in headings.values())
    body = "".join(_row(row, headings, lang) for row in rows.to_dict("records"))
    zone = level_words(level, lang).one.capitalize()
    return (
        f"<table>\n<caption>{_caption(level, facts, lang)}</caption>\n"
        f'<thead><tr><th scope="col">{zone}</th>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n<tfoot>{_row(_sum(rows, headings, lang), headings, lang)}"
        "</tfoot>\n</table>"
    )


def _headings(rows: "pd.DataFrame", lang: "Language") -> dict[str, str]:
    """Choose the columns that say something."""
    named = list(HEADINGS[lang].items())
    more = [(name, words) for name, words in named[_ALWAYS:] if name in rows]
    return dict([*named[:_ALWAYS], *((name, w) for name, w in more if rows[name].notna().any())])


def _alphabetical(names: "pd.Series") -> "pd.Series":
    """Order names as a French reader does: É with E."""
    bare = names.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    return bare.str.casefold()


def _caption(level: str, facts: "PageFacts", lang: "Language") -> str:
    words = page_words(lang)["caption"].format(
        level=level_words(level, lang).one,
        territory=facts.territory,
        day=day(facts.date, locale=LOCALES[lang]),
    )
    simulated = (
        f'<br><span class="told">{escape(facts.simulated)}</span>' if facts.simulated else ""
    )
    return escape(words) + simulated


def _whole_of(column: str) -> tuple[str, str]:
    """Name the two columns of counts that a share divides."""
    record = CATALOGUE.get(column)
    if record and record.part:
        return record.part, record.whole
    group = column.removesuffix("_coverage_share")
    return f"{group}_covered_n", f"{group}_schools_n"


def _sum(
    rows: "pd.DataFrame", headings: "Mapping[str, str]", lang: "Language"
) -> dict[str, object]:
    counts = rows.select_dtypes("number").sum()
    found: dict[str, object] = {"zone_name": page_words(lang)["whole"]}
    for column in headings:
        if column.endswith("_n"):
            found[column] = counts[column]
        elif column == "coverage_share_max":
            most = counts["covered_n"] + counts["unknown_n"]
            found[column] = most / (counts["schools_n"] or float("nan"))
        else:
            part, whole = _whole_of(column)
            found[column] = counts[part] / (counts[whole] or float("nan"))
            found[whole] = counts[whole]
    return found


def _row(row: "Mapping[Any, Any]", headings: "Mapping[str, str]", lang: "Language") -> str:
    cells = "".join(_cell(column, row, lang) for column in headings)
    return f'<tr><th scope="row">{escape(str(row["zone_name"]))}</th>{cells}</tr>\n'


def _cell(column: str, row: "Mapping[Any, Any]", lang: "Language") -> str:
    value = float(row[column])
    if value != value:  # noqa: PLR0124 NaN: no school, so no share
        return f"<td>{page_words(lang)['none']}</td>"
    if column.endswith("_n"):
        return f"<td>{number(value, locale=LOCALES[lang])}</td>"
    text = percent(value, locale=LOCALES[lang]) + _mark(column, row, lang)
    if column == _BAR:
        return f'<td class="share" style="--share:{value:.3f}">{text}</td>'
    return f"<td>{text}</td>"


def _mark(column: str, row: "Mapping[Any, Any]", lang: "Language") -> str:
    """Mark a share that stands on few schools."""
    group = column.removesuffix("_coverage_share")
    whole = group in {column, "pupils", "classes"}
    schools = row.get("schools_n" if whole else f"{group}_schools_n")
    if schools is None or float(schools) >= FRAGILE_BELOW:
        return ""
    return f'<abbr title="{escape(page_words(lang)["fragile_mark"])}">*</abbr>'


def simulated_banner(told: str, *, lang: "Language" = "fr") -> str:
    """Say in the first place that data is simulated, if it is.

    On a phone one line says so and unfolds to the rest; style sheets alone see to it, so that the
    whole is there without a script, on paper and on a wide screen.

    Parameters
    ----------
    told
        What is simulated, escaped; "" for data that isn't.
    lang
        The page's language.

    Examples
    --------
    >>> simulated_banner("")
    ''
    """
    if not told:
        return ""
    words = page_words(lang)
    first = f"<strong>{words['simulated']}</strong>"
    return (
        f'<aside class="simulated" aria-label="{words["warning"]}">'
        f"<details><summary>{first} <u>{words['simulated_what']}</u></summary></details>"
        f"<p>{first} <span>{told}</span></p></aside>\n"
    )


def list_of_sources(sources: "Iterable[Source]", *, lang: "Language" = "fr") -> str:
    """List where the data comes from, with vintage and licence."""
    return "".join(f"<li>{_source(source, lang)}</li>\n" for source in sources)


def _source(source: "Source", lang: "Language") -> str:
    name = escape(source.title)
    if source.url.startswith(("https://", "http://")):
        name = f'<a href="{escape(source.url)}" rel="noopener noreferrer">{name}</a>'
    when = source.date if isinstance(source.date, str) else day(source.date, locale=LOCALES[lang])
    told = ", ".join([name, *(escape(words) for words in (source.producer, when) if words)])
    return f"{told} – {escape(source.licence)}" if source.licence else told


def list_of_notes(notes: "Iterable[str]") -> str:
    """List what the reader must know of how the figures were made."""
    return "".join(f"<li>{escape(note)}</li>\n" for note in notes)


def estimated_note(
    zones: "Mapping[str, gpd.GeoDataFrame]", *, lang: "Language" = "fr"
) -> tuple[str, ...]:
    """Say of which levels the contours are estimated."""
    levels = [level for level, frame in zones.items() if frame["estimated"].any()]
    words = page_words(lang)
    return tuple(
        words["estimated_sectors"]
        if level == "secteur_college"
        else words["estimated"].format(contours=level_words(level, lang).contours)
        for level in levels
    )
