"""The ways to put the map on a web site, in one page to copy from: `embed.html`."""

import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps.content_hash import digest
from geo_ent.maps.page.page_markup import simulated_banner
from geo_ent.maps.page.page_script import asset
from geo_ent.telling.page_words import LEVEL_WORDS
from geo_ent.text.numbers import day, number, percent
from geo_ent.text.safe import printable

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.telling.page_facts import PageFacts, Source

__all__ = ["EMBED", "PICTURE", "PLACEHOLDER", "Snippets", "embed_page", "snippets"]

EMBED, PICTURE, PAGE = "embed.html", "map.png", "index.html"
PLACEHOLDER = "https://www.exemple.fr/carte-ent/"
"""Where the map is, as long as nobody has said it."""

FRAME_ID = "geo-ent-carte"
HEIGHT = 1500
"""Pixels of a frame whose height doesn't follow: the page's at 1,200 pixels wide, and some."""

_COUNTED = {"schools_n": "Écoles", "classes_n": "Classes", "pupils_n": "Élèves"}
_PICTURE_WIDTH = 800
_SLOT = re.compile(r"@@([a-z_]+)@@")

LISTENER = (
    'addEventListener("message",function(e){'
    f'var f=document.getElementById("{FRAME_ID}"),h=e.data&&e.data.height;'
    "if(f&&e.source===f.contentWindow&&e.origin===new URL(f.src).origin"
    '&&e.data.type==="geo-ent-height"&&h>0&&h<2e4)f.height=Math.ceil(h)})'
)
"""The line that makes a frame follow its page: from this frame and its origin only, a number."""


class Snippets(NamedTuple):
    """The five codes, each complete."""

    frame: str
    fitted_frame: str
    link: str
    picture: str
    table: str


class _Way(NamedTuple):
    """A code on the page: its anchor, its title, what to know of it."""

    anchor: str
    title: str
    about: str


WAYS = (
    _Way(
        "cadre",
        "1. La carte interactive, dans un cadre",
        "Sans script\u00a0: la hauteur est fixe, changez le nombre de <code>height</code> si le "
        "bas est coupé ou s’il reste du vide.",
    ),
    _Way(
        "cadre-ajuste",
        "2. La carte interactive, à sa hauteur",
        "Le même cadre, avec une ligne de script qui lui donne la hauteur de la carte, sur "
        "ordinateur comme sur téléphone. Une seule fois par page.",
    ),
    _Way(
        "lien",
        "3. Un lien",
        "Passe partout\u00a0: un titre, la phrase qui résume, un lien vers la carte.",
    ),
    _Way(
        "image",
        "4. L’image de la carte",
        "Avec son texte de remplacement et un lien vers la carte. Dans la médiathèque d’un site, "
        "déposez <code>map.png</code> et collez le texte de remplacement dans le champ prévu.",
    ),
    _Way(
        "tableau",
        "5. Le tableau des chiffres",
        "Lisible sans aucune mise en forme\u00a0: il garde son sens quand le site retire styles et "
        "classes.",
    ),
)


def embed_page(  # noqa: PLR0913 what a map is made of, all by keyword
    coverage: "pd.DataFrame",
    *,
    facts: "PageFacts",
    alt: str,
    url: str = "",
    level: str = "circonscription",
    indicator: "Indicator" = COVERAGE,
    height: int = HEIGHT,
) -> str:
    """Make the page that gives the codes to put the map on a site, and what to know of each.

    Parameters
    ----------
    coverage
        The level's coverage table: `zone_name` and what the indicator divides.
    facts
        The page's.
    alt
        The text of the picture (`maps.alt.alt_text`).
    url
        Where the folder will be, or its `index.html`; "" for a placeholder that a field fills in.
    level
        The level of the table.
    indicator
        What the table tells, as the picture does: a share of schools, classes or pupils.
    height
        Of the frame that doesn't follow, in pixels.

    Returns
    -------
    str
        A complete page in French. It works without JavaScript, and asks for `map.png` alone.

    Raises
    ------
    InputError
        If the address isn't one.
    """
    base = _folder(url)
    codes = snippets(
        coverage, facts=facts, alt=alt, url=base, level=level, indicator=indicator, height=height
    )
    script = _SLOT.sub(base, _asset("embed.js"))
    slots = {
        "title": _safe(facts.title),
        "date": escape(day(facts.date)),
        "css": asset("banner.css") + _asset("embed.css"),
        "simulated": simulated_banner(_safe(facts.simulated or "")),
        "policy": _policy(script),
        "base": escape(base),
        "given": escape(base) if url else "",
        "address_state": "" if url else ", à remplacer par la vôtre",
        "ways": "\n".join(map(_section, WAYS, codes)) + _alt_section(alt),
        "hash": digest(LISTENER),
        "statement": _code("declaration", "Texte à reprendre", _statement(facts, base)),
        "script": script,
    }
    return _SLOT.sub(lambda found: slots[found[1]], _asset("embed.html"))


def snippets(  # noqa: PLR0913 as for the page
    coverage: "pd.DataFrame",
    *,
    facts: "PageFacts",
    alt: str,
    url: str = PLACEHOLDER,
    level: str = "circonscription",
    indicator: "Indicator" = COVERAGE,
    height: int = HEIGHT,
) -> Snippets:
    """Write the five codes; arguments as for `embed_page`, `url` being the folder's address."""
    page, title = escape(url + PAGE), _safe(f"{facts.title}, carte au {day(facts.date)}")
    frame = (
        f'<iframe id="{FRAME_ID}" src="{page}" title="{title}" width="100%" height="{height}" '
        'loading="lazy" allow="clipboard-write" style="border:0"></iframe>'
    )
    says = f"{_safe(facts.headline)}{_simulated(facts)}"
    link = (
        f'<p><a href="{page}"><strong>{_safe(facts.title)}</strong></a><br>\n{says}<br>\n'
        f"Situation au {escape(day(facts.date))}. Carte interactive et tableau.</p>"
    )
    picture = (
        f'<figure>\n<a href="{page}"><img src="{escape(url + PICTURE)}" alt="{_safe(alt)}" '
        f'width="{_PICTURE_WIDTH}" loading="lazy" style="max-width:100%;height:auto"></a>\n'
        f"<figcaption>{says} Situation au {escape(day(facts.date))}.</figcaption>\n</figure>"
    )
    fitted = f"{frame}\n<script>{LISTENER}</script>"
    shown = coverage.assign(part=coverage[indicator.part], whole=coverage[indicator.whole])
    table = _table(shown, facts, page, level, _COUNTED[indicator.whole])
    return Snippets(frame, fitted, link, picture, table)


def _folder(url: str) -> str:
    """Give the address of the folder, with its last slash."""
    if not url:
        return PLACEHOLDER
    if not re.fullmatch(r"https?://[^\s/?#\"'<>\\]+(/[^\s?#\"'<>\\]*)?", url):
        msg = (
            f"--url « {printable(url)} » : on attend l'adresse du dossier de la carte, comme "
            f"{PLACEHOLDER}."
        )
        raise InputError(msg)
    address = re.sub(r"/[^/]*\.html?$", "/", url)
    return address if address.endswith("/") else f"{address}/"


def _table(coverage: "pd.DataFrame", facts: "PageFacts", page: str, level: str, what: str) -> str:
    """Write the figures as a table that needs no style, with its caption and its source."""
    names = coverage["zone_name"].astype(str)
    rows = coverage.loc[_by_name(names).index]
    zone = LEVEL_WORDS[level].one.capitalize()
    titles = "".join(f'<th scope="col">{word}</th>' for word in (zone, what, "Avec un ENT", "Part"))
    figures = rows[["zone_name", "whole", "part"]]
    body = "".join(_row(*row) for row in figures.itertuples(index=False, name=None))
    total = _row("Ensemble", rows["whole"].sum(), rows["part"].sum())
    caption = f"{facts.title}, par {LEVEL_WORDS[level].one}, au {day(facts.date)}."
    return (
        f"<table>\n<caption>{_safe(caption)}{_simulated(facts)}</caption>\n"
        f"<thead>\n<tr>{titles}</tr>\n</thead>\n<tbody>\n{body}{total}</tbody>\n</table>\n"
        f'<p>Sources : {_sources(facts.sources)}. <a href="{page}">Voir la carte et le détail</a>.'
        "</p>"
    )


def _by_name(names: "pd.Series[str]") -> "pd.Series[str]":
    """Order names as a French reader does: É with E."""
    bare = names.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    return bare.str.casefold().sort_values(kind="stable")


def _row(name: str, whole: float, part: float) -> str:
    counts = [number(count) if count >= 0 else "–" for count in (whole, part)]  # NaN: not known
    told = percent(part / whole) if whole > 0 else "–"
    cells = "".join(f"<td>{cell}</td>" for cell in (*counts, told))
    return f'<tr><th scope="row">{_safe(name)}</th>{cells}</tr>\n'


def _sources(sources: "tuple[Source, ...]") -> str:
    return " ; ".join(
        _safe(", ".join(word for word in (source.title, source.producer) if word))
        for source in sources
    )


def _simulated(facts: "PageFacts") -> str:
    return (
        f" <strong>Données simulées.</strong> {_safe(facts.simulated)}" if facts.simulated else ""
    )


def _statement(facts: "PageFacts", base: str) -> str:
    """Write what a site's accessibility statement can say of the map."""
    return (
        f"La page « {printable(facts.title)} » ({base}{PAGE}) contient une carte interactive. Les "
        "mêmes informations sont données dans la même page par un tableau de données, accessible "
        "au clavier et aux lecteurs d’écran, et par une phrase de résumé. Aucune information "
        "n’est donnée par la seule couleur : chaque valeur est écrite dans le tableau."
    )


def _section(way: _Way, code: str) -> str:
    preview = (
        f'<figure><img src="{PICTURE}" alt="" loading="lazy"></figure>\n'
        if way.anchor == "image"
        else ""
    )
    return (
        f'<section aria-labelledby="{way.anchor}">\n<h2 id="{way.anchor}">{way.title}</h2>\n'
        f"<p>{way.about}</p>\n{preview}{_code(f'code-{way.anchor}', 'Code à copier', code)}"
        "</section>\n"
    )


def _alt_section(alt: str) -> str:
    return (
        '<section aria-labelledby="texte-image">\n<h2 id="texte-image">Le texte de remplacement de '
        "l’image</h2>\n<p>À coller dans le champ «\u00a0texte alternatif\u00a0» de la "
        "médiathèque.</p>\n"
        f"{_code('code-texte-image', 'Texte à copier', printable(alt))}</section>\n"
    )


def _code(at: str, label: str, code: str) -> str:
    """Show a code in a field that can be selected by hand, with a button that copies it."""
    rows = min(max(code.count("\n") + 1, len(code) // 90 + 1), 14)
    return (
        f'<div class="code">\n<div class="code-head"><label for="{at}">{label}</label>'
        f'<button type="button" class="needs-script" value="{at}">Copier</button></div>\n'
        f'<textarea id="{at}" rows="{rows}" readonly spellcheck="false">{escape(code)}</textarea>\n'
        "</div>\n"
    )


def _policy(script: str) -> str:
    return (
        f"default-src 'none'; script-src '{digest(script)}'; style-src 'unsafe-inline'; "
        "img-src 'self' file:; base-uri 'none'; form-action 'none'"
    )


def _safe(text: str | None) -> str:
    return escape(printable(str(text or "")))


@cache
def _asset(name: str) -> str:
    return files("geo_ent.publish").joinpath("assets", name).read_text(encoding="utf-8")
