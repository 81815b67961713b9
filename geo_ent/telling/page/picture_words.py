"""The words of a picture and of its text alternative."""

from typing import TYPE_CHECKING

from geo_ent.telling.indicator_words import indicator_title
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import level_words
from geo_ent.text.numbers import half_up
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.telling.page.page_facts import Source

PICTURE_WORDS = {
    "at": mark("situation au {day}"),
    "estimated": mark("Contours {contours} estimés à partir des communes et des écoles."),
    "fragile": mark("* Part fragile\u00a0: elle porte sur moins de 5 écoles."),
    "key": mark("Les numéros de la carte"),
    "named_value": mark("{zone}\u00a0: {value}"),
    "map": mark("Carte\u00a0: {shown}."),
    "networks": mark(
        "Traits\u00a0: les écoles d’un réseau, reliées à leur collège ou à son milieu."
    ),
    "own_classes": mark(
        "Classes choisies d’après les valeurs de cette carte\u00a0: une autre carte peut en avoir "
        "d’autres."
    ),
    "range": mark("De {low} ({low_zone}) à {high} ({high_zone}) selon la zone."),
    "semicolon": mark(" ; "),
    "simulated": mark("Données simulées."),
    "sources": mark("Sources\u00a0: {sources}."),
}


def title_of(indicator: "Indicator", level: str, tr: Language) -> str:
    """Say what the colours mean, and of which zones."""
    title, zone = indicator_title(indicator, tr), level_words(level, tr).one
    return tr("{indicator}, par {level}", indicator=title, level=zone)


def value_words(value: float, unit: str, tr: Language) -> str:
    """Write an indicator's value; a dash for what is missing.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> value_words(0.4694, "share", language("fr")).replace(chr(0xA0), " ")
    '46,9 %'
    >>> value_words(-3.25, "points", language("fr")).replace(chr(0xA0), " ")
    '−3,3 points'
    """
    if value != value:  # noqa: PLR0124 NaN isn't itself
        return "–"
    if unit == "share":
        return tr.percent(value)
    if unit == "n":
        return tr.number(value)
    rounded = half_up(value, 1)  # what is written decides of the sign and of the plural
    # A true minus, as wide as the plus that stands in the same column.
    signed = tr.number(rounded, decimals=1).replace("-", "\u2212")
    # A gap without its sign would be read as a share; what is written 0 has none.
    plus = "+" if rounded > 0 else ""
    return tr.plural("{n}\u00a0point", "{n}\u00a0points", rounded, n=plus + signed)


def credit(source: "Source", tr: Language) -> str:
    """Name a source, its producer, its date and its licence.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> from geo_ent.telling.page.page_facts import Source
    >>> credit(Source("Annuaire", "DNE", "Licence Ouverte", "2023"), language("fr"))
    'Annuaire, DNE, 2023 (Licence Ouverte)'
    """
    when = source.date if isinstance(source.date, str) else tr.day(source.date)
    named = ", ".join(clean(word) for word in (source.title, source.producer, when) if word)
    return f"{named} ({source.licence})" if source.licence else named
