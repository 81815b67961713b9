"""What the page, the picture and the list of programmes say; what they quote stays as printed.

What the page's script says is in `assets/programmes_words.js`, the page's skeleton in its template.
"""

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType

from geo_ent.programmes.programmes_model import CONTEXT
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import LEVEL_WORDS, level_words
from geo_ent.text.numbers import LOCALES, month

TITLE = mark("Les ENT du premier degré, programme par programme")
NONE = mark("Aucun programme dans ce fichier.")
BOUNDARIES = mark("Contours\u00a0: IGN (ADMIN EXPRESS COG), INSEE et Etalab, Licence Ouverte.")
OVERSEAS = mark(
    "Les départements d’outre-mer sont rapprochés de la métropole\u00a0; ils ne sont pas à la même "
    "échelle."
)

NOTES = (
    mark(
        "À une année donnée, la carte montre pour chaque territoire ce que l’on savait de plus "
        "récent cette année-là\u00a0: un programme reste affiché tant que rien de plus neuf n’est "
        "publié, même s’il s’est arrêté depuis."
    ),
    mark(
        "Un territoire en couleur est celui d’un programme\u00a0; toutes ses écoles n’ont pas un "
        "ENT pour autant. La part publiée, quand il y en a une, est écrite à côté du signe."
    ),
    mark(
        "Un territoire dont la source ne dit pas la solution a le signe de son programme, s’il en "
        "a un."
    ),
    mark(
        "Les parts ne se comparent pas d’un programme à l’autre sans regarder ce qu’elles "
        "comptent\u00a0: des écoles, des classes ou des élèves, publics ou non, à des dates "
        "différentes."
    ),
    mark(
        "Un territoire sans couleur n’a pas de programme dans ce tableau\u00a0: il peut en avoir "
        "un."
    ),
)
"""What a reader must know."""

COLUMNS: Mapping[str, str] = MappingProxyType({
    "programme": mark("Programme"),
    "place": mark("Territoire"),
    "date": mark("Date"),
    "solution": mark("Solution"),
    "carrier": mark("Porteur"),
    "unit": mark("Unité"),
    "subject": mark("Ce qui est compté"),
    "printed": mark("Chiffre publié"),
    "source": mark("Source"),
})  # fmt: skip
"""The table's columns."""

KINDS: Mapping[str, str] = MappingProxyType({
    "commune": mark("Commune"),
    "epci": mark("Intercommunalité"),
    "syndicat": mark("Syndicat mixte"),
    "departement": mark("Département"),
    "academie": mark("Académie"),
    "region": mark("Région"),
    "etat": mark("État"),
})  # fmt: skip
"""Who carries a programme; the order is the legend's."""

_SHARES = {
    "schools": mark("des écoles"), "classes": mark("des classes"), "pupils": mark("des élèves")
}  # fmt: skip
_UNITS = {
    "classe": mark("classe"), "école": mark("école"), "ecole": mark("école"),
    "réseau": mark("réseau"), "commune": mark("commune"),
    "circonscription": mark("circonscription"), "departement": mark("département"),
    "academie": mark("académie"),
}  # fmt: skip
# The sign and the colour of a territory say that it is one; a name that is shorter finds room more
# often.
SHORT_NAME = re.compile(
    r"^(?:Académie|Circonscription|Département|Ville|Commune) "
    r"(?:de la |de l[’']|de |du |des |d[’'])"
)
"""What a map leaves out of a territory's name."""

_INNER_OPENS, _INNER_CLOSES = re.compile(r"«\s*"), re.compile(r"\s*»")
_A_DATE = re.compile(r"(\d{4})-(\d\d?)(?:-(\d\d?))?")


def date_words(date: str, tr: Language) -> str:
    """Write a date as precise as it is known; what isn't one is left as it is.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> [date_words(date, language("fr")) for date in ("2013", "2013-10", "2015-02-01")]
    ['2013', 'octobre 2013', '1er février 2015']
    """
    parts = _A_DATE.fullmatch(date)
    if not parts:
        return date
    try:
        day = dt.date(int(parts[1]), int(parts[2]), int(parts[3] or 1))
    except ValueError:  # 2015-02-30: the table is shown as it is, right or wrong
        return date
    return tr.day(day) if parts[3] else month(day, locale=LOCALES[tr.code])


def kind_words(kind: str, tr: Language) -> str:
    """Name a kind of carrier; one that isn't known is called as it is written.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> kind_words("etat", language("en")), kind_words("association", language("en"))
    ('State', 'Association')
    """
    if not kind:
        return tr("Porteur non précisé")
    return tr(KINDS[kind]) if kind in KINDS else kind[:1].upper() + kind[1:]


def carrier_words(carrier: str, kind: str, tr: Language) -> tuple[str, str]:
    """Name a carrier, and its kind beside it unless its name says it.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> tr = language("fr")
    >>> carrier_words("Somme Numérique", "syndicat", tr), carrier_words("", "etat", tr)
    (('Somme Numérique', 'syndicat mixte'), ('État', ''))
    >>> carrier_words("Académie de Nancy-Metz", "academie", tr)
    ('Académie de Nancy-Metz', '')
    """
    name = kind_words(kind, tr) if kind else ""
    if not carrier or not name:
        return carrier or name, ""
    beside = name if kind == "etat" else name[:1].lower() + name[1:]  # the State keeps its capital
    return carrier, "" if beside.casefold() in carrier.casefold() else beside


def place_level(name: str, level: str, tr: Language) -> str:
    """Name the level of a place, "" where its name says it or where it is the national frame.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> tr = language("fr")
    >>> [place_level("Nord", "departement", tr), place_level("Ville de Lyon", "france", tr)]
    ['département', '']
    """
    words = level_words(level, tr).one if level in LEVEL_WORDS else level
    return "" if level == CONTEXT or words.casefold() in name.casefold() else words


def solution_words(solution: str, tr: Language) -> str:
    """Name a solution; "" is one that no source tells."""
    return solution or tr("Solution non précisée")


def share_words(counted: str, tr: Language) -> str:
    """Say what a share is of: of "schools", "classes" or "pupils".

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> share_words("classes", language("fr"))
    'des classes'
    """
    return tr(_SHARES[counted])


def unit_words(units: tuple[str, ...], tr: Language) -> str:
    """Write units of deployment with their accents, each once.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> unit_words(("departement", "classe"), language("fr"))
    'département, classe'
    """
    return ", ".join(dict.fromkeys(tr(_UNITS[unit]) if unit in _UNITS else unit for unit in units))


def source_words(source: tuple[str, str, str], tr: Language) -> str:
    """Name a source: its title in quotation marks, its publisher, its date.

    Parameters
    ----------
    source
        Title, publisher and date, "" for what isn't known.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> source_words(("Les ENT", "DANE", "2020-07"), language("fr")).replace(chr(0xA0), " ")
    '« Les ENT », DANE, juillet 2020'
    """
    title, publisher, date = source
    # Quotation marks within quotation marks are the English ones, in French too.
    inner = _INNER_OPENS.sub("“", _INNER_CLOSES.sub("”", title))
    name = tr("«\u00a0{title}\u00a0»", title=inner) if title else ""
    publisher = tr("éditeur non indiqué") if publisher == "non indiqué" else publisher
    return ", ".join(filter(None, (name, publisher, date_words(date, tr) if date else "")))
