"""What a picture of the map says to those who don't see it: a sentence made of the figures."""

from typing import TYPE_CHECKING

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.indicators.classes import classify, values
from geo_ent.telling.claims import joined, reworded, told
from geo_ent.telling.indicator_claims import indicator_claim
from geo_ent.telling.page.picture_words import PICTURE_WORDS, title_of, value_words
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.telling.claims import Scope
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts


def alt_text(
    coverage: "pd.DataFrame",
    *,
    facts: "PageFacts",
    level: str = "circonscription",
    indicator: "Indicator" = COVERAGE,
    tr: "Language",
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
    >>> from geo_ent.telling.page.page_facts import PageFacts
    >>> facts = PageFacts(title="", territory="Carré", date=dt.date(2023, 6, 30),
    ...                   headline="3 écoles sur 6 ont un ENT.")
    >>> from geo_ent.telling.language import language
    >>> shares = pd.DataFrame({"zone_name": ["A", "B"], "schools_n": [4, 2], "known_share": [1, 1],
    ...                        "coverage_share": [0.25, 1.0]})
    >>> alt = alt_text(shares, facts=facts, tr=language("fr")).replace(chr(0xA0), " ")
    >>> alt[:66]
    'Carte : Part des écoles qui ont un ENT, par circonscription, Carré'
    >>> alt[-54:]
    'ont un ENT. De 25,0 % (A) à 100,0 % (B) selon la zone.'
    """
    when = tr(PICTURE_WORDS["at"], day=tr.day(facts.date))
    shown = f"{title_of(indicator, level, tr)}, {facts.territory}, {when}"
    sentences = [
        tr(PICTURE_WORDS["map"], shown=shown),
        facts.headline,
        _range(coverage, indicator, tr, level=level, scope=facts.scope),
        tr(PICTURE_WORDS["simulated"]) if facts.simulated else "",
    ]
    # Names may hold what XML can't, and this text stands in the picture's own file too.
    text = joined(sentences)
    return reworded(clean(text), text)


def _range(
    coverage: "pd.DataFrame", indicator: "Indicator", tr: "Language", *, level: str, scope: "Scope"
) -> str:
    """Name the zones with the lowest and the highest value, where they differ."""
    classes = classify(coverage, indicator)
    # The last two classes are of zones without a school, or of which too little is known.
    rated = (classes.cat.codes < len(classes.cat.categories) - 2).to_numpy()
    shown = values(coverage, indicator).to_numpy()[rated]
    # "From 40 % to 40 %" says nothing that the headline does not.
    if len(shown) == 0 or shown.min() == shown.max():
        return ""
    names = coverage["zone_name"].astype(str).to_numpy()[rated]
    codes = coverage.index.astype(str).to_numpy()[rated]
    ends = {"low": int(shown.argmin()), "high": int(shown.argmax())}
    values_told = {
        end: told(
            value_words(float(shown[place]), indicator.unit, tr),
            indicator_claim(indicator.id, float(shown[place]), scope.at(level, codes[place])),
        )
        for end, place in ends.items()
    }
    zones = {f"{end}_zone": names[place] for end, place in ends.items()}
    return tr(PICTURE_WORDS["range"], **values_told, **zones)
