"""The part of the page that is there without JavaScript: table, sources, notes, all escaped."""

import re
from html import escape
from typing import TYPE_CHECKING, Any

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.coverage import out_of_level, whole_coverage
from geo_ent.tables.contract import OF_THE_PAST
from geo_ent.telling.page.page_words import (
    TABLE_HEADINGS,
    in_last_row_only,
    level_words,
    page_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import Above, PageFacts, Source

_ALWAYS = 10  # columns, up to `unknown_n`: every coverage has them
_OF_THE_PAST = [f"{status}_n" for status in OF_THE_PAST]
_BAR = "coverage_share"
_OG_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def table(
    level: str,
    coverage: "pd.DataFrame",
    schools: "pd.DataFrame",
    *,
    facts: "PageFacts",
    tr: "Language",
) -> str:
    """Write a level's figures as an HTML table, by name, and those of all the schools below.

    The schools of no zone are in the last row alone, and the caption says how many they are.
    """
    rows = coverage.sort_values("zone_name", key=_alphabetical, kind="stable")
    headings = _headings(rows, tr)
    whole = whole_coverage(schools, page_words(tr)["whole"]).iloc[0].to_dict()
    outside_n = out_of_level(schools, coverage.index, level=level)
    notes = (in_last_row_only(outside_n, len(schools), level, tr), facts.simulated)
    head = "".join(f'<th scope="col">{words}</th>' for words in headings.values())
    body = "".join(_row(row, headings, tr) for row in rows.to_dict("records"))
    zone = level_words(level, tr).one.capitalize()
    return (
        f"<table>\n<caption>{_caption(level, facts, notes, tr)}</caption>\n"
        f'<thead><tr><th scope="col">{zone}</th>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n<tfoot>{_row(whole, headings, tr)}"
        "</tfoot>\n</table>"
    )


def _headings(rows: "pd.DataFrame", tr: "Language") -> dict[str, str]:
    """Choose the columns that say something."""
    return {
        column: tr(heading)
        for number, (column, heading) in enumerate(TABLE_HEADINGS.items())
        if _says(column, rows, always=number < _ALWAYS)
    }


def _says(column: str, rows: "pd.DataFrame", *, always: bool) -> bool:
    if column in _OF_THE_PAST:
        return column in rows and bool(rows[column].any())
    return always or (column in rows and bool(rows[column].notna().any()))


def _alphabetical(names: "pd.Series") -> "pd.Series":
    """Order names as a French reader does: É with E."""
    # Without the system's locale, which isn't the same on every machine: accents are taken off.
    bare = names.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    return bare.str.casefold()


def _caption(level: str, facts: "PageFacts", notes: "Iterable[str | None]", tr: "Language") -> str:
    caption = page_words(tr)["caption"].format(
        level=level_words(level, tr).one, territory=facts.territory, day=tr.day(facts.date)
    )
    lines = (f'<br><span class="told">{escape(note)}</span>' for note in notes if note)
    return escape(caption) + "".join(lines)


def _row(row: "Mapping[Any, Any]", headings: "Mapping[str, str]", tr: "Language") -> str:
    cells = "".join(_cell(column, row, tr) for column in headings)
    return f'<tr><th scope="row">{escape(str(row["zone_name"]))}</th>{cells}</tr>\n'


def _cell(column: str, row: "Mapping[Any, Any]", tr: "Language") -> str:
    value = float(row[column])
    if value != value:  # noqa: PLR0124 NaN: no school, so no share
        return "<td>–</td>"
    if column.endswith("_n"):
        return f"<td>{tr.number(value)}</td>"
    # As the page's script has it: 0 % would be a claim.
    if column.endswith(_BAR) and 0 < row["schools_n"] <= row["unknown_n"]:
        return f"<td>{tr('inconnu')}</td>"
    text = tr.percent(value) + _mark(column, row, tr)
    if column == _BAR:
        # The style sheet draws the bar from this figure: no script, and none on paper.
        return f'<td class="share" style="--share:{value:.3f}">{text}</td>'
    return f"<td>{text}</td>"


def _mark(column: str, row: "Mapping[Any, Any]", tr: "Language") -> str:
    """Mark a share that stands on few schools."""
    # Shares of pupils, classes and accounts stand on all the zone's schools, others on a group.
    group = column.removesuffix("_coverage_share")
    whole = group in {column, "pupils", "classes"}
    schools = row.get("schools_n" if whole else f"{group}_schools_n")
    if schools is None or float(schools) >= FRAGILE_BELOW:
        return ""
    return f'<abbr title="{escape(page_words(tr)["fragile_mark"])}">*</abbr>'


def simulated_banner(simulated: str, tr: "Language") -> str:
    """Say in the first place that data is simulated, if it is.

    On a phone one line says so and unfolds to the rest; style sheets alone see to it, so that the
    whole is there without a script, on paper and on a wide screen.

    Parameters
    ----------
    simulated
        What is simulated, escaped; "" for data that isn't.
    tr
        The page's language.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> simulated_banner("", language("fr"))
    ''
    >>> simulated_banner("Données simulées.", language("fr")).count("Données simulées")
    1
    """
    if not simulated:
        return ""
    words = page_words(tr)
    first, rest = _first_words(words["simulated"], simulated)
    banner = f'<aside class="simulated" aria-label="{words["warning"]}">'
    if not rest:
        return f"{banner}<p>{first}</p></aside>\n"
    # Written twice, once in the summary: a `<details>` alone would hide the whole from print.
    summary = f"<strong>{words['simulated']}</strong> <u>{words['simulated_what']}</u>"
    return (
        f"{banner}<details><summary>{summary}</summary></details>"
        f"<p>{first}<span>{rest}</span></p></aside>\n"
    )


def _first_words(words: str, message: str) -> tuple[str, str]:
    """Begin a banner: by its words, or by a message's own that are the same."""
    bare = words.rstrip(".")
    rest = message[len(bare) :]
    if message[: len(bare)].casefold() != bare.casefold() or rest[:1].isalnum():
        return f"<strong>{words}</strong> ", message
    if not rest.strip(" ."):
        return f"<strong>{words}</strong>", ""
    return f"<strong>{message[: len(bare)]}</strong>", rest


def list_of_sources(sources: "Iterable[Source]", tr: "Language") -> str:
    """List where the data comes from, with vintage and licence."""
    return "".join(f"<li>{_source(source, tr)}</li>\n" for source in sources)


def _source(source: "Source", tr: "Language") -> str:
    name = escape(source.title)
    # Only addresses of the web: `javascript:` and `data:` would run in a page that we vouch for.
    if source.url.startswith(("https://", "http://")):
        name = f'<a href="{escape(source.url)}" rel="noopener noreferrer">{name}</a>'
    when = source.date if isinstance(source.date, str) else tr.day(source.date)
    credit = ", ".join([name, *(escape(words) for words in (source.producer, when) if words)])
    return f"{credit} – {escape(source.licence)}" if source.licence else credit


def shared_head(facts: "PageFacts", card: str, tr: "Language") -> str:
    """Tell social networks and mails what to show beside the page's address.

    Parameters
    ----------
    facts
        What the page says of itself; without its address there is nothing to say, since
        they ask for whole ones.
    card
        What `card.png` beside the page shows; "" where there is none.
    tr
        The page's language.
    """
    if not facts.url:
        return ""
    warning = page_words(tr)["simulated"] if facts.simulated else ""
    told = {
        "og:type": "website",
        "og:title": facts.title,
        "og:description": " ".join(filter(None, [warning, facts.headline])),
        "og:url": f"{facts.url}index.html",
        "og:locale": _OG_LOCALES[tr.code],
    }
    if card:
        told |= {
            "og:image": f"{facts.url}card.png",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": card,
        }
    lines = [f'<meta property="{name}" content="{escape(text)}">\n' for name, text in told.items()]
    kind = "summary_large_image" if card else "summary"
    return "".join([*lines, f'<meta name="twitter:card" content="{kind}">\n'])


def on_paper(url: str, tr: "Language") -> str:
    """Say on paper, which has the first note alone, where the others are."""
    words = page_words(tr)
    return escape(words["on_paper_at"].format(url=url) if url else words["on_paper"])


def short_credit(sources: "Iterable[Source]", tr: "Language") -> str:
    """Name the producers and the licences in a line, before a map alone's link to the whole page.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> from geo_ent.telling.page.page_facts import Source
    >>> told = [Source("Registre (r.xlsx)", "DANE", "", ""), Source("Densité", "INSEE", "LO", "")]
    >>> short_credit(told, language("fr")).replace(chr(0xA0), " ")
    'Sources : Registre, INSEE – LO · '
    """
    # What has no licence is the publisher's own: its name says more than "the map's editor".
    credited = list(sources)
    names = (each.producer if each.licence else each.title for each in credited)
    short = dict.fromkeys(re.sub(r" *\([^)]*\)", "", name).split(", ")[0] for name in names)
    licences = list(dict.fromkeys(source.licence for source in credited if source.licence))
    # "Licence Ouverte" beside "Licence Ouverte 2.0" is the same one, told less well
    told = [one for one in licences if not any(o != one and o.startswith(one) for o in licences)]
    line = page_words(tr)["credit"].format(sources=", ".join(filter(None, short)))
    credit = escape(" – ".join(filter(None, [line, ", ".join(told)])))
    return f"{credit} · " if short else ""


def pages_above(pages: "Iterable[Above]", tr: "Language") -> str:
    """Lead back to the pages that a map is under, from the top down; "" where there is none."""
    links = " › ".join(
        f'<a href="{escape(page.address)}">{escape(page.title)}</a>' for page in pages
    )
    label = escape(page_words(tr)["above"])
    return f'<nav class="above small" aria-label="{label}">{links}</nav>\n' if links else ""


def list_of_notes(notes: "Iterable[str]") -> str:
    """List what the reader must know of how the figures were made."""
    return "".join(f"<li>{escape(note)}</li>\n" for note in notes)


def estimated_note(zones: "Mapping[str, gpd.GeoDataFrame]", tr: "Language") -> tuple[str, ...]:
    """Say of which levels the contours are estimated."""
    levels = [level for level, frame in zones.items() if frame["estimated"].any()]
    words = page_words(tr)
    return tuple(
        words["estimated_sectors"]
        if level == "secteur_college"
        else words["estimated"].format(contours=level_words(level, tr).contours)
        for level in levels
    )
