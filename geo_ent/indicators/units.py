"""What a goal is counted in: schools, classes or pupils, and how much each school weighs."""

import math
from dataclasses import dataclass

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.schools_without_ent import figures
from geo_ent.text.note import Note

_COLUMNS = {"schools": "", "classes": "classes_n", "pupils": "pupils_n"}
_LACKING = {"classes": "classes (classes_n), mais le nombre de classes",
            "pupils": "élèves (pupils_n), mais l’effectif"}  # fmt: skip
_ROUNDING = 1e-9  # 80 % of 10 schools is 8, whatever floats make of it


@dataclass(frozen=True, eq=False)
class Weights:
    """How much each school counts in a unit.

    Attributes
    ----------
    unit
        "schools", "classes" or "pupils".
    whole
        On `uai`: what a school counts in all, and with an ENT for the school.
    partly
        What it counts with an ENT in some classes only.
    notes
        The schools whose number isn't known: `unweighed.<unit>`, `n` of `whole`.
    """

    unit: str
    whole: "pd.Series[float]"
    partly: "pd.Series[float]"
    notes: tuple[Note, ...] = ()


def goal_n(share: float, whole_n: float) -> int:
    """Tell how many whole schools (or classes, pupils) reach a share of so many.

    Examples
    --------
    >>> goal_n(0.8, 9), goal_n(0.8, 10)
    (8, 8)
    """
    return math.ceil(share * whole_n - _ROUNDING)


def one_each(uais: "pd.Index[str]") -> Weights:
    """Count each school once.

    Examples
    --------
    >>> one_each(pd.Index(["0350122T"])).whole.to_dict()
    {'0350122T': 1.0}
    """
    return weigh(pd.DataFrame(index=uais))


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
        A school whose number isn't known counts for nothing, and is counted in the notes.

    Raises
    ------
    InputError
        If there is no such unit, or nothing is known to count it by.

    Examples
    --------
    >>> schools = pd.DataFrame({"classes_n": [4.0, 6.0], "ent_classes_n": [float("nan"), 2]})
    >>> weights = weigh(schools, "classes")
    >>> weights.whole.tolist(), weights.partly.tolist()
    ([4.0, 6.0], [0.0, 2.0])
    """
    if unit not in _COLUMNS:
        msg = f"l’unité de l’objectif doit être {', '.join(_COLUMNS)}, trouvé {unit!r}."
        raise InputError(msg)
    column = _COLUMNS[unit]
    if not column:
        ones = pd.Series(1.0, index=schools.index)
        return Weights(unit, ones, ones * 0)
    known = figures(schools, column)
    # A goal in pupils without a single figure would be reached at once: 0 of 0.
    if len(schools) and known.isna().all():
        msg = (
            f"l’objectif est en {_LACKING[unit]} d’aucune école n’est connu ; "
            'donnez les effectifs (--pupils), ou un objectif en écoles (unit = "schools").'
        )
        raise InputError(msg, key="goal")
    whole = known.fillna(0.0)
    # A school where some classes have one counts for these classes, in classes only: how many
    # pupils sit in them nobody tells.
    partly = figures(schools, "ent_classes_n").fillna(0.0) if unit == "classes" else whole * 0
    unknown_n = int(known.isna().sum())
    notes = (Note(f"unweighed.{unit}", n=unknown_n, whole=len(known)),) if unknown_n else ()
    return Weights(unit, whole, partly.clip(upper=whole), notes)
