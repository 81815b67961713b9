"""The words of a picture and of its text alternative, in French and in English."""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.telling.page_words import level_words
from geo_ent.text.numbers import number, percent

if TYPE_CHECKING:
    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.maps.page.page_script import Language

__all__ = ["STILL_WORDS", "StillWords", "title_of", "value_words"]


class StillWords(NamedTuple):
    """What a picture says besides the figures; `{}` is filled in."""

    at: str
    by: str
    estimated: str
    fragile: str
    key: str
    map: str
    networks: str
    points: str
    range: str
    simulated: str
    sources: str
    unknown: str


STILL_WORDS: "dict[Language, StillWords]" = {
    "fr": StillWords(
        at="situation au {}",
        by="{title}, par {level}",
        estimated="Contours {} estimés à partir des communes et des écoles.",
        fragile="* Part fragile\u00a0: elle porte sur moins de 5 écoles.",
        key="Les numéros de la carte",
        map="Carte\u00a0: {}.",
        networks="Traits\u00a0: les écoles d’un réseau, reliées à leur collège ou à son milieu.",
        points="{}\u00a0points",
        range="De {low} ({low_zone}) à {high} ({high_zone}) selon la zone.",
        simulated="Données simulées.",
        sources="Sources\u00a0: {}.",
        unknown="–",
    ),
    "en": StillWords(
        at="situation on {}",
        by="{title}, by {level}",
        estimated="Outlines {} estimated from communes and schools.",
        fragile="* Fragile share: it is about fewer than 5 schools.",
        key="The numbers on the map",
        map="Map: {}.",
        networks="Lines: each school of a network, to its collège or to the middle of the network.",
        points="{}\u00a0points",
        range="From {low} ({low_zone}) to {high} ({high_zone}) depending on the zone.",
        simulated="Simulated data.",
        sources="Sources: {}.",
        unknown="–",
    ),
}


def title_of(indicator: "Indicator", level: str, lang: "Language") -> str:
    """Say what the colours mean, and of which zones."""
    title = indicator.title_fr if lang == "fr" else indicator.title_en
    return STILL_WORDS[lang].by.format(title=title, level=level_words(level, lang).one)


def value_words(value: float, unit: str, lang: "Language") -> str:
    """Write an indicator's value; a dash for what is missing.

    Examples
    --------
    >>> value_words(0.4694, "share", "fr").replace(chr(0xA0), " "), value_words(12.0, "n", "en")
    ('46,9 %', '12')
    >>> value_words(-3.25, "points", "fr").replace(chr(0xA0), " ")
    '−3,2 points'
    """
    if value != value:  # noqa: PLR0124 NaN isn't itself
        return STILL_WORDS[lang].unknown
    if unit == "share":
        return percent(value, locale=lang)
    if unit == "n":
        return number(value, locale=lang)
    signed = number(value, decimals=1, locale=lang).replace("-", "\u2212")
    return STILL_WORDS[lang].points.format(f"+{signed}" if value > 0 else signed)
