"""What a goal is counted in: schools, classes or pupils, and how much each school weighs."""

from dataclasses import dataclass

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.schools_without_ent import figures
from geo_ent.text.numbers import Teller, counted, number

__all__ = ["SCHOOLS", "Unit", "Weights", "unit_in", "weigh"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and its words in a language.

    Attributes
    ----------
    id
        "schools", "classes" or "pupils".
    one, many, a, none, every, of
        "école", "écoles", "une école", "aucune école", "toutes les écoles", "d’écoles".
    equip
        What is done to them, or in English what they are to have done.
    """

    id: str
    one: str
    many: str
    a: str
    none: str
    every: str
    of: str
    equip: str

    def noun(self, count: float, teller: Teller) -> str:
        """Choose the noun for a count."""
        return teller.chosen(round(count), (self.one, self.many))

    def counted(self, count: float, teller: Teller) -> str:
        """Write a count and the unit's noun."""
        return f"{teller.number(round(count))} {self.noun(count, teller)}"


_FR = {
    "schools": ("école", "écoles", "une école", "aucune école", "toutes les écoles", "d’écoles",
                "équiper"),
    "classes": ("classe", "classes", "une classe", "aucune classe", "toutes les classes",
                "de classes", "équiper"),
    "pupils": ("élève", "élèves", "un élève", "aucun élève", "tous les élèves", "d’élèves",
               "donner un ENT à"),
}  # fmt: skip
_EN = {
    "schools": ("school", "schools", "one school", "no school", "all schools", "of schools",
                "be equipped"),
    "classes": ("class", "classes", "one class", "no class", "all classes", "of classes",
                "be equipped"),
    "pupils": ("pupil", "pupils", "one pupil", "no pupil", "all pupils", "of pupils",
               "be given an ENT"),
}  # fmt: skip
_COLUMNS = {"schools": "", "classes": "classes_n", "pupils": "pupils_n"}


def unit_in(unit: str, lang: str = "fr") -> Unit:
    """Give a unit with its words in a language.

    Examples
    --------
    >>> unit_in("pupils").many, unit_in("pupils", "en").many
    ('élèves', 'pupils')
    """
    return Unit(unit, *(_EN if lang == "en" else _FR)[unit])


SCHOOLS = unit_in("schools")
_WHAT = {"classes": "le nombre de classes", "pupils": "l’effectif"}


@dataclass(frozen=True, eq=False)
class Weights:
    """How much each school counts in a unit.

    Attributes
    ----------
    unit
        The unit.
    whole
        On `uai`: what a school counts in all, and with an ENT for the school.
    partly
        What it counts with an ENT in some classes only.
    notes
        In French: the schools whose number isn't known.
    """

    unit: Unit
    whole: "pd.Series[float]"
    partly: "pd.Series[float]"
    notes: tuple[str, ...] = ()


def weigh(schools: pd.DataFrame, unit: str = "schools") -> Weights:
    """Say how much each school counts in a unit.

    Parameters
    ----------
    schools
        Indexed by `uai`, with `classes_n` (and `ent_classes_n`, those that have an ENT where only
        some do) or `pupils_n`, whichever the unit takes.
    unit
        "schools", "classes" or "pupils".

    Returns
    -------
    Weights
        A school whose number isn't known counts for nothing, and is told in the notes.

    Raises
    ------
    InputError
        If there is no such unit, or nothing is known to count it by.

    Examples
    --------
    >>> schools = pd.DataFrame({"classes_n": [4.0, 6.0], "ent_classes_n": [float("nan"), 2]})
    >>> told = weigh(schools, "classes")
    >>> told.whole.tolist(), told.partly.tolist()
    ([4.0, 6.0], [0.0, 2.0])
    """
    if unit not in _COLUMNS:
        msg = f"l'unité de l'objectif doit être {', '.join(_COLUMNS)}, trouvé {unit!r}."
        raise InputError(msg)
    words, column = unit_in(unit), _COLUMNS[unit]
    if not column:
        ones = pd.Series(1.0, index=schools.index)
        return Weights(words, ones, ones * 0)
    known = figures(schools, column)
    if len(schools) and known.isna().all():
        msg = (
            f"l'objectif est en {words.many} ({column}), mais {_WHAT[unit].replace('’', chr(39))} "
            "d'aucune école n'est connu ; donnez les effectifs (--pupils), ou un objectif en "
            'écoles (unit = "schools").'
        )
        raise InputError(msg)
    whole = known.fillna(0.0)
    partly = figures(schools, "ent_classes_n").fillna(0.0) if unit == "classes" else whole * 0
    return Weights(words, whole, partly.clip(upper=whole), _unknown(known, unit))


def _unknown(known: "pd.Series[float]", unit: str) -> tuple[str, ...]:
    n = int(known.isna().sum())
    if not n:
        return ()
    are = "sont" if n > 1 else "est"
    told = f"{counted(n, 'école')} sur {number(len(known))} dont {_WHAT[unit]} n’est pas connu"
    return (f"{told} {are} hors de ce compte.",)
