"""The rule that ranks the schools without an ENT: weights that can be read and changed.

The default is ``ranking.toml``, explained in ``docs/decisions/0011-gaps.md``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo_ent.errors import InputError
from geo_ent.text.toml_file import own_toml

_DEFAULT = Path(__file__).with_name("ranking.toml")
_TABLES = ("weights", "scales", "points")
_ENDS = 2
_DECIMALS = 6  # of a score: beyond, schools are equal and their UAI decides


@dataclass(frozen=True, eq=False)
class Ranking:
    """A rule that ranks schools.

    Attributes
    ----------
    around_km
        How far the surroundings of a school go.
    weights
        Criterion → its weight, 0 or more.
    scales
        Criterion made of a figure → the figure that counts as 0 and the one that counts as 1.
    points
        Criterion made of a word → word → its value, 0 to 1; any other word is unknown.
    """

    around_km: float
    weights: Mapping[str, float]
    scales: Mapping[str, tuple[float, float]]
    points: Mapping[str, Mapping[str, float]]


def make_ranking(changes: Mapping[str, Any] | None = None, *, where: str = "gaps") -> Ranking:
    """Make a rule from the default and what changes in it.

    Parameters
    ----------
    changes
        Any of `around_km`, `weights`, `scales`, `points` as ``ranking.toml`` has them; what isn't
        named keeps its default.
    where
        What to call their origin in a message.

    Raises
    ------
    InputError
        If a key isn't known, a figure can't be, or no weight is left.

    Examples
    --------
    >>> rule = make_ranking({"weights": {"ips": 0, "pupils": 4}})
    >>> rule.weights["pupils"], rule.weights["ips"], rule.weights["distance"]
    (4.0, 0.0, 3.0)
    """
    changes = changes or {}
    default = own_toml(_DEFAULT)
    _known(changes, ("around_km", *_TABLES), where)
    tables = {name: _merged(name, changes.get(name, {}), where) for name in _TABLES}
    weights = {name: _at_least_0(value, name, where) for name, value in tables["weights"].items()}
    if not any(weights.values()):
        msg = f"{where} : tous les poids sont nuls ; donnez-en un au moins à un critère."
        raise InputError(msg)
    around_km = _at_least_0(changes.get("around_km", default["around_km"]), "around_km", where)
    if around_km == 0:
        msg = f"{where} : « around_km » doit être plus grand que 0."
        raise InputError(msg)
    return Ranking(
        around_km=around_km,
        weights=weights,
        scales={name: _scale(ends, name, where) for name, ends in tables["scales"].items()},
        points={name: _points(words, name, where) for name, words in tables["points"].items()},
    )


def _merged(name: str, changes: object, where: str) -> dict[str, Any]:
    """Lay a user's table over the default one."""
    default = own_toml(_DEFAULT)[name]
    if not isinstance(changes, Mapping):
        msg = f"{where} : « {name} » doit être un tableau, trouvé {changes!r}."
        raise InputError(msg)
    _known(changes, tuple(default), f"{where}, {name}")
    return {**default, **changes}


def _known(names: Mapping[str, object], among: tuple[str, ...], where: str) -> None:
    # a name that is mistyped would else change nothing, in silence
    strange = sorted(set(names) - set(among))
    if strange:
        msg = f"{where} : « {strange[0]} » n’est pas connu ; on attend {', '.join(among)}."
        raise InputError(msg)


def _figure(value: object, name: str, where: str) -> float:
    # True is 1 for Python, and TOML has nan and inf among its numbers
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        msg = f"{where} : « {name} » doit être un nombre, trouvé {value!r}."
        raise InputError(msg)
    return float(value)


def _at_least_0(value: object, name: str, where: str) -> float:
    figure = _figure(value, name, where)
    if figure < 0:
        msg = f"{where} : « {name} » doit être positif ou nul, trouvé {value!r}."
        raise InputError(msg)
    return figure


def _scale(ends: object, name: str, where: str) -> tuple[float, float]:
    if isinstance(ends, list | tuple) and len(ends) == _ENDS:
        none_at, full_at = (_figure(end, name, where) for end in ends)
        if none_at != full_at:  # either may be the larger: the lower the IPS, the more it counts
            return none_at, full_at
    msg = f"{where} : « {name} » doit être deux nombres différents, trouvé {ends!r}."
    raise InputError(msg)


def _points(words: object, name: str, where: str) -> dict[str, float]:
    if not isinstance(words, Mapping):
        msg = f"{where} : « {name} » doit être un tableau, trouvé {words!r}."
        raise InputError(msg)
    points = {
        str(word): _at_least_0(value, f"{name}.{word}", where) for word, value in words.items()
    }
    # past 1 a word would weigh more than its criterion
    beyond = [word for word, value in points.items() if value > 1]
    if beyond:
        msg = (
            f"{where} : « {name}.{beyond[0]} » doit être entre 0 et 1, trouvé {points[beyond[0]]}."
        )
        raise InputError(msg)
    return points


def values(facts: pd.DataFrame, rule: Ranking) -> pd.DataFrame:
    """Bring each criterion between 0 and 1.

    Parameters
    ----------
    facts
        A column a criterion: figures for those of `rule.scales`, words for those of `rule.points`.

    Returns
    -------
    DataFrame
        On the facts' index, the criteria that weigh something; NaN for what isn't known.

    Examples
    --------
    >>> import pandas as pd
    >>> facts = pd.DataFrame({name: [7.5] for name in make_ranking().weights})
    >>> values(facts, make_ranking())["distance"].item()
    0.5
    """
    worth = {}
    for name in _weighing(rule):
        if name in rule.scales:
            none_at, full_at = rule.scales[name]
            figures = facts[name].astype(float)
            worth[name] = ((figures - none_at) / (full_at - none_at)).clip(0, 1)
        else:
            # a word that has no points becomes NaN: not known, which isn't the same as worth 0
            worth[name] = facts[name].map(dict(rule.points[name])).astype(float)
    return pd.DataFrame(worth, index=facts.index)


def _weighing(rule: Ranking) -> list[str]:
    return [name for name, weight in rule.weights.items() if weight > 0]


def ranked(valued: pd.DataFrame, rule: Ranking) -> pd.DataFrame:
    """Rank schools by the weighted mean of what is known of them.

    Returns
    -------
    DataFrame
        By `rank` (1 to n; among equal scores the first UAI; those of which nothing is known last):
        `rank`, `score` (0 to 100) and `score_known_share` (the share of the weights that it stands
        on).

    Examples
    --------
    >>> import pandas as pd
    >>> valued = pd.DataFrame({"distance": [0.5, 1.0], "pupils": [1.0, None]}, index=["A", "B"])
    >>> ranked(valued, make_ranking())["rank"].to_dict()
    {'B': 1, 'A': 2}
    """
    weights = np.array([rule.weights[name] for name in valued.columns])
    figures = valued.to_numpy(dtype=float)
    known = ~np.isnan(figures) @ weights
    # Over the weights that are known only: what isn't known lowers nothing and adds nothing. With
    # none known there is no score, where 0 would be one.
    score = 100 * (np.nan_to_num(figures) @ weights) / np.where(known > 0, known, np.nan)
    table = pd.DataFrame(
        {"score": score.round(_DECIMALS), "score_known_share": known / weights.sum()},
        index=valued.index,
    )
    # by UAI, then a sort that keeps it: equal scores come in the same order whatever the rows' own
    table = table.sort_index().sort_values("score", ascending=False, kind="stable")
    table.insert(0, "rank", range(1, len(table) + 1))
    return table
