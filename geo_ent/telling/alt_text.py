"""What a picture of the map says to those who don't see it: a sentence made of the figures."""

from typing import TYPE_CHECKING

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps.picture.picture_text import clean
from geo_ent.telling.picture_words import STILL_WORDS, title_of, value_words
from geo_ent.text.numbers import LOCALES, day

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.maps.page.page_script import Language
    from geo_ent.telling.page_facts import PageFacts

__all__ = ["alt_text"]


def alt_text(
    coverage: "pd.DataFrame",
    *,
    facts: "PageFacts",
    level: str = "circonscription",
    indicator: "Indicator" = COVERAGE,
    lang: "Language" = "fr",
) -> str:
    """Say in a few sentences what the map shows: of what, where, when, how much, from what to what.

    Parameters
    ----------
    coverage
        The level's coverage table: `zone_name, known_share` and what the indicator needs.
    facts
        The page's, in the language asked for.

    Returns
    -------
    str
        On one line, plain text: to be escaped where it is put.

    Examples
    --------
    >>> import datetime as dt
    >>> import pandas as pd
    >>> from geo_ent.telling.page_facts import PageFacts
    >>> facts = PageFacts(title="", territory="Carré", date=dt.date(2023, 6, 30),
    ...                   headline="3 écoles sur 6 ont un ENT.")
    >>> told = pd.DataFrame({"zone_name": ["A", "B"], "schools_n": [4, 2], "known_share": [1, 1],
    ...                      "coverage_share": [0.25, 1.0]})
    >>> said = alt_text(told, facts=facts).replace(chr(0xA0), " ")
    >>> said[:66]
    'Carte : Part des écoles qui ont un ENT, par circonscription, Carré'
    >>> said[-54:]
    'ont un ENT. De 25,0 % (A) à 100,0 % (B) selon la zone.'
    """
    words = STILL_WORDS[lang]
    when = words.at.format(day(facts.date, locale=LOCALES[lang]))
    shown = f"{title_of(indicator, level, lang)}, {facts.territory}, {when}"
    told = [
        words.map.format(shown),
        facts.headline,
        _range(coverage, indicator, lang),
        words.simulated if facts.simulated else "",
    ]
    return clean(" ".join(part for part in told if part))


def _range(coverage: "pd.DataFrame", indicator: "Indicator", lang: "Language") -> str:
    """Name the zones with the lowest and the highest value, where they differ."""
    from geo_ent.indicators.classes import classify, values

    classes = classify(coverage, indicator)
    rated = (classes.cat.codes < len(classes.cat.categories) - 2).to_numpy()
    found = values(coverage, indicator).to_numpy()[rated]
    if len(found) == 0 or found.min() == found.max():
        return ""
    names = coverage["zone_name"].astype(str).to_numpy()[rated]
    low, high = int(found.argmin()), int(found.argmax())
    return STILL_WORDS[lang].range.format(
        low=value_words(float(found[low]), indicator.unit, lang),
        low_zone=names[low],
        high=value_words(float(found[high]), indicator.unit, lang),
        high_zone=names[high],
    )
