"""The ways to put the map on a web site, in one page to copy from: `embed.html`."""

import json
import re
from collections.abc import Iterator
from functools import partial
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps.content_hash import digest
from geo_ent.maps.page.page_markup import simulated_banner
from geo_ent.maps.page.page_script import asset
from geo_ent.publish.templates import markup, render
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import TABLE_HEADINGS, level_words
from geo_ent.text.ascii_page import ascii_script
from geo_ent.text.safe import printable
from geo_ent.text.web_address import EXAMPLE, folder_address

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.telling.page.page_facts import PageFacts

EMBED, PICTURE, PAGE = "embed.html", "map.png", "index.html"
FRAME_CLASS = "geo-ent-carte"
"""What the script of the codes knows its frames by: there may be several on a page."""

COMPACT = "#vue=carte"
"""What the address of the map alone ends in: title, map, legend, sources, for a small frame."""

HEIGHT = 900
"""Pixels of the whole page's frame as long as no script gives it its page's height."""

_COUNTED = {"schools_n": mark("Écoles"), "classes_n": mark("Classes"), "pupils_n": mark("Élèves")}
_SLOT = re.compile(r"@@([a-z_]+)@@")

# Messages come to a page from anyone: the sender, its origin, the kind and the size are held to
# what the map sends. An absurd number would push the rest of the site out of sight. A frame in a
# sandbox has the origin "null", whatever it shows: there the window alone tells who speaks, and
# all that it can do is to size its own frame. No "&" nor "<": editors of sites rewrite them.
LISTENER = (
    'addEventListener("message",function(e){var d=Object(e.data),h=d.height;'
    'if(d.type!=="geo-ent-height"||typeof h!=="number"||!(h>0)||h>2e4)return;'
    f'document.querySelectorAll("iframe.{FRAME_CLASS}").forEach(function(f){{'
    "if(f.contentWindow!==e.source)return;"
    'var s=f.sandbox,o=s.length?s.contains("allow-same-origin"):true;'
    'if(e.origin===(o?new URL(f.src).origin:"null"))f.style.height=Math.ceil(h)+"px"})})'
)
"""The line that makes frames follow their pages: each by its own window, a number, no more.

Pasted once a frame or once a page, it does the same: every listener knows every frame.
"""


class Snippets(NamedTuple):
    """The six codes, each complete; named as `embed_codes.html` knows them."""

    frame: str
    fitted_frame: str
    whole_frame: str
    link: str
    picture: str
    table: str


def embed_page(  # noqa: PLR0913 what a map is made of, all by keyword
    coverage: "pd.DataFrame",
    *,
    facts: "PageFacts",
    alt: str,
    tr: Language,
    url: str = "",
    level: str = "circonscription",
    indicator: "Indicator" = COVERAGE,
    height: int = HEIGHT,
) -> str:
    """Make the page that gives the codes to put the map on a site, and what to know of each.

    Parameters
    ----------
    coverage
        The level's coverage table: `zone_name` and the two counts whose ratio `indicator` is.
    facts
        What the map's page says of itself (`page_facts`).
    alt
        The text of the picture (`telling.alt_text`).
    tr
        The page's language, which `facts` and `alt` are in.
    url
        Where the folder will be, or its `index.html`; "" for a placeholder that a field fills in.
    level
        The level of the table.
    indicator
        What the table tells, as the picture does: a share of schools, classes or pupils.
    height
        Of the whole page's frame, in pixels, until the script gives it its page's.

    Returns
    -------
    str
        A complete page. It works without JavaScript, and asks for `map.png` alone.

    Raises
    ------
    InputError
        If `url` isn't the http(s) address of a folder or page.
    """
    base = folder_address(url) if url else EXAMPLE
    codes = snippets(
        coverage,
        facts=facts,
        alt=alt,
        tr=tr,
        url=base,
        level=level,
        indicator=indicator,
        height=height,
    )
    script = ascii_script(
        _script(base, tr)
    )  # whole before it is named by its hash in the page's policy
    return render(
        "publish/templates/embed.html",
        tr,
        facts=facts,
        alt=alt,
        codes=codes,
        base=base,
        given=bool(url),
        placeholder=EXAMPLE,
        page=base + PAGE,
        picture=PICTURE,
        css=markup(asset("banner.css") + asset("embed.css", "publish")),
        banner=markup(simulated_banner(escape(printable(facts.simulated or "")), tr)),
        script=markup(script),
        script_hash=digest(script),
        listener_hash=digest(LISTENER),
    )


def snippets(  # noqa: PLR0913 as for the page
    coverage: "pd.DataFrame",
    *,
    facts: "PageFacts",
    alt: str,
    tr: Language,
    url: str = EXAMPLE,
    level: str = "circonscription",
    indicator: "Indicator" = COVERAGE,
    height: int = HEIGHT,
) -> Snippets:
    """Write the six codes; arguments as for `embed_page`, `url` being the folder's address."""
    zone = level_words(level, tr).one
    values: dict[str, object] = {
        "facts": facts,
        "alt": alt,
        "page": url + PAGE,
        "picture": url + PICTURE,
        "frame_class": FRAME_CLASS,
        "compact": COMPACT,
        "frame_title": tr("{title}, carte au {day}", title=facts.title, day=tr.day(facts.date)),
        "height": height,
        "listener": markup(LISTENER),
        "level": zone,
        "titles": [
            zone.capitalize(),
            tr(_COUNTED[indicator.whole]),
            tr("Avec un ENT"),
            *([tr(TABLE_HEADINGS["unknown_n"])] if _are_some_unknown(coverage, indicator) else []),
            tr("Part"),
        ],
        "rows": list(_rows(coverage, indicator, tr)),
        "sources": " ; ".join(
            ", ".join(filter(None, (source.title, source.producer))) for source in facts.sources
        ),
    }
    codes = (render("publish/templates/embed_codes.html", tr, code=code, **values).rstrip("\n")
             for code in Snippets._fields)  # fmt: skip
    # People read what they copy: the quotes are written as they are known.
    return Snippets(*(code.replace("&#34;", "&quot;").replace("&#39;", "&#x27;") for code in codes))


def _rows(
    coverage: "pd.DataFrame", indicator: "Indicator", tr: Language
) -> Iterator[tuple[str, ...]]:
    """Give the table's rows: a zone's name, what is counted, what has an ENT, its share; a sum.

    Before the share the schools of which nobody knows, where there are some: a reader takes what
    has no ENT for the rest.
    """
    rows = coverage.loc[_by_name(coverage["zone_name"].astype(str)).index]
    whole, part = rows[indicator.whole], rows[indicator.part]
    if not _are_some_unknown(coverage, indicator):
        yield from map(partial(_row, tr), rows["zone_name"], whole, part)
        yield _row(tr, tr("Ensemble"), whole.sum(), part.sum())
        return
    unknown = rows["unknown_n"]
    yield from map(partial(_row, tr), rows["zone_name"], whole, part, unknown)
    yield _row(tr, tr("Ensemble"), whole.sum(), part.sum(), unknown.sum())


def _by_name(names: "pd.Series[str]") -> "pd.Series[str]":
    """Order names as a French reader does: É with E."""
    bare = names.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    return bare.str.casefold().sort_values(kind="stable")


def _are_some_unknown(coverage: "pd.DataFrame", indicator: "Indicator") -> bool:
    """Tell whether schools are counted, of some of which nobody knows."""
    counted = indicator.whole == "schools_n" and "unknown_n" in coverage
    return counted and bool(coverage["unknown_n"].sum() > 0)


def _row(
    tr: Language, name: str, whole: float, part: float, unknown: float | None = None
) -> tuple[str, ...]:
    counts = [whole, part] if unknown is None else [whole, part, unknown]
    shown = (tr.number(n) if n >= 0 else "–" for n in counts)  # NaN: not known
    # Where nothing is known of any school, 0 % would pass for a figure.
    is_known = whole > 0 and unknown != whole
    return name, *shown, tr.percent(part / whole) if is_known else "–"


def _script(base: str, tr: Language) -> str:
    """Fill the page's script in: the folder's address, and what it says."""
    slots = {
        "base": base,
        "copy": tr("Copier"),
        "copied": tr("Copié"),
        "selected": tr("Sélectionné : Ctrl + C"),
        "not_an_address": tr("Une adresse commence par https://"),
    }
    # Each slot is the inside of a string of the script: JSON's strings are the script's.
    return _SLOT.sub(
        lambda slot: json.dumps(slots[slot[1]], ensure_ascii=False)[1:-1],
        asset("embed.js", "publish"),
    )
