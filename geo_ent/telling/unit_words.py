"""What is counted, in words: schools, classes or pupils."""

from dataclasses import dataclass

from geo_ent.telling.language import Language, mark
from geo_ent.text.numbers import half_up


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The words of a unit in a language.

    Attributes
    ----------
    tr
        The language.
    one, many, a, none, every, of
        "école", "écoles", "une école", "aucune école", "toutes les écoles", "d’écoles".
    equip
        What is done to them, or in English what they are to have done.
    """

    tr: Language
    one: str
    many: str
    a: str
    none: str
    every: str
    of: str
    equip: str

    def noun(self, count: float) -> str:
        """Choose the noun for a count."""
        return self.one if self.tr.is_one(half_up(count)) else self.many

    def counted(self, count: float) -> str:
        """Write a count and the unit's noun."""
        return f"{self.tr.number(count)} {self.noun(count)}"


_WORDS = {
    "schools": (
        *(mark("école"), mark("écoles"), mark("une école"), mark("aucune école")),
        *(mark("toutes les écoles"), mark("d’écoles"), mark("équiper")),
    ),
    "classes": (
        *(mark("classe"), mark("classes"), mark("une classe"), mark("aucune classe")),
        *(mark("toutes les classes"), mark("de classes"), mark("équiper")),
    ),
    "pupils": (
        *(mark("élève"), mark("élèves"), mark("un élève"), mark("aucun élève")),
        *(mark("tous les élèves"), mark("d’élèves"), mark("donner un ENT à")),
    ),
}


def unit_words(unit: str, tr: Language) -> UnitWords:
    """Give the words of "schools", "classes" or "pupils" in a language.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> unit_words("pupils", language("fr")).counted(3)
    '3 élèves'
    """
    return UnitWords(tr, *map(tr, _WORDS[unit]))
