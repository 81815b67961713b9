"""ENIR and its successor: who was eligible, edition by edition, as far as the data can say.

The rules are in ``enir.toml``. What can't be decided stays undecided: every figure that a rule
needs is known within two bounds, and a commune is decided only where both bounds say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.communes.bundled import bundled_populations
from geo_ent.communes.codes_to_today import absorbing_codes
from geo_ent.communes.zonings import Zoning, read_zoning
from geo_ent.errors import InputError
from geo_ent.tables.findings import Findings
from geo_ent.text.compare import plain
from geo_ent.text.note import Note
from geo_ent.text.toml_file import own_toml

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bounds = tuple[NDArray[np.float64], NDArray[np.float64]]

ENIR_WORDS = ("not_eligible", "undecided", "eligible")
"""What may be said of a commune in an edition."""

_RULES = Path(__file__).with_name("enir.toml")
_OVERSEAS = "97"
_AREAS = "AU2010"
_NATIONAL = 34_000  # communes from which a file is the whole country's
_UNDECIDED = 0.5  # between 0 and 1, so that min is "and", max is "or" (Kleene's logic)
_LAYOUT = Zoning(
    "la composition communale des unités urbaines ou des aires urbaines (Insee)",
    {
        "unit": ("uu2010", "uu2020", "au2010"),
        "name": ("libuu2010", "libuu2020", "libau2010"),
    },
    either=("unit",),
)


@dataclass(frozen=True)
class Edition:
    """A call: its rule in words and in ceilings, where it comes from, what isn't decided.

    Attributes
    ----------
    readings
        Ways of reading the text; each is a list of ways to be eligible, each a mapping from a
        figure (population, urban_unit, urban_area) to its ceiling (inhabitants).
    """

    id: str
    title: str
    rule: str
    readings: Sequence[Sequence[Mapping[str, int]]]
    overseas: str
    source: str
    not_decided: Sequence[str]


@cache
def enir_editions() -> tuple[Edition, ...]:
    """Give the calls in their order, as ``enir.toml`` has them.

    Examples
    --------
    >>> [edition.id for edition in enir_editions()]
    ['enir_2017', 'enir_2018', 'label_2020']
    """
    return tuple(Edition(**record) for record in own_toml(_RULES)["edition"])


def read_urban_units(path: str | Path, *, findings: Findings | None = None) -> "pd.DataFrame":
    """Read which unité urbaine (or aire urbaine) each commune is in, and how many live there.

    Parameters
    ----------
    path
        INSEE's composition by commune, taken out of its zip: UU2010 or UU2020 (CODGEO, UU2010,
        LIBUU2010…), or AU2010. The calls were on the units of 2010.
    findings
        Where to note codes repaired, moved or unknown.

    Returns
    -------
    DataFrame
        By `commune_code` of 2026, sorted: `unit_code` and `unit_name` ("" outside any unit, and for
        a commune merged from parts of several), `zoning` (UU2010…), `unit_low_n` and
        `unit_high_n`, between which the unit's population lies: the sum of the populations of 2023
        of its communes; 0 outside any unit; no upper bound where the file isn't the whole
        country's, since a unit may go on beyond it.

    Raises
    ------
    InputError
        If the file isn't such a composition.
    """
    findings = Findings() if findings is None else findings
    rows = read_zoning(path, _LAYOUT, findings=findings)
    rows = rows[rows["unit"].ne("")]
    if rows.empty:
        msg = f"{path} : on attend {_LAYOUT.what} ; aucune commune n’y a de code d’unité."
        raise InputError(msg)
    outside = _outside(rows)
    rows["unit"], rows["name"] = rows["unit"].mask(outside, ""), rows["name"].mask(outside, "")
    people = _unit_populations(rows)
    # A département's file cuts the units at its edge: its sums are only the least they can be.
    whole = len(rows) >= _NATIONAL
    rows["low"] = rows["unit"].map(people).fillna(0.0)
    rows["high"] = rows["low"] if whole else rows["low"].where(rows["unit"].eq(""), float("inf"))
    groups = rows.groupby("commune_code")
    table = groups[["unit", "name"]].first()
    several = groups["unit"].agg(lambda held: len(set(held)) > 1)
    table.loc[several, ["unit", "name"]] = ""
    for code, parts in rows[rows["commune_code"].map(several)].groupby("commune_code"):
        fact, first = Note("merged-units", code=code), parts.index[0]
        findings.add("zoning-merged", fact, file=Path(path).name, rows=[first], places=[code])
    return pd.DataFrame(
        {
            "unit_code": table["unit"],
            "unit_name": table["name"],
            "zoning": rows.attrs["titles"]["unit"].upper(),
            "unit_low_n": groups["low"].min(),
            "unit_high_n": groups["high"].max(),
        }
    )


def _outside(rows: "pd.DataFrame") -> "pd.Series[bool]":
    """Tell the communes outside any unit: codes in 000, or "Communes hors…", "rurales…"."""
    named = rows["name"].map(lambda name: plain(name).split()[:2])
    called = named.map(lambda words: any(word in {"commune", "communes"} for word in words))
    return rows["unit"].str.endswith("000") | called


def _unit_populations(rows: "pd.DataFrame") -> "pd.Series[float]":
    """Add up the inhabitants of each unit; a commune of several parts counts in each unit."""
    pairs = rows[["unit", "commune_code"]].drop_duplicates()
    people = pairs["commune_code"].map(bundled_populations())
    return people.groupby(pairs["unit"]).sum().drop(index="", errors="ignore").astype(float)


def enir(
    communes: "pd.DataFrame",
    *,
    urban_units: "pd.DataFrame | None" = None,
    urban_areas: "pd.DataFrame | None" = None,
) -> "pd.DataFrame":
    """Say of each commune whether it could apply, in its own name, to each call.

    What can be said without any file of unités urbaines: over a ceiling of population, a commune
    isn't eligible; under 2,000 inhabitants it was in 2017. No set of contiguous communes can be
    ruled out of being a unit of 5,000 inhabitants by population alone: the built-up zone that makes
    a unit is not in the data. So the other editions stay undecided below the ceiling.

    Parameters
    ----------
    communes
        Indexed by `commune_code` of today; `population_n` if it has it, else the bundled one.
    urban_units, urban_areas
        As `read_urban_units` gives them; aires urbaines are told by their `zoning`, and never
        taken for unités.

    Returns
    -------
    DataFrame
        On the communes' index: `enir_2017`, `enir_2018`, `label_2020` (one of `ENIR_WORDS`), and
        `enir_eligible` ("boolean"): True if eligible in one edition at least, False if in none,
        NA otherwise. A commune that has absorbed others is never "not_eligible" for its
        population: a part of it may have been. Overseas everything is undecided.

    Examples
    --------
    >>> import pandas as pd
    >>> table = enir(pd.DataFrame({"population_n": [900, 90_000]}, index=["01001", "35238"]))
    >>> table.values.tolist()
    [['eligible', 'undecided', 'undecided', True], \
['not_eligible', 'not_eligible', 'not_eligible', False]]
    """
    codes = communes.index
    if urban_units is not None and urban_units["zoning"].eq(_AREAS).all():
        urban_units, urban_areas = None, urban_units  # an area is no unit: it would decide wrong
    figures = {
        "population": _population_bounds(communes),
        "urban_unit": _unit_bounds(urban_units, codes),
        "urban_area": _unit_bounds(urban_areas, codes),
    }
    # The calls have rules of their own overseas, which the data can't tell.
    overseas = codes.str.startswith(_OVERSEAS)
    decisions = {}
    for edition in enir_editions():
        decided = _decided(edition, figures)
        overseas_value = ENIR_WORDS.index(edition.overseas) / 2
        decisions[edition.id] = np.where(overseas, overseas_value, decided)
    values = np.column_stack(list(decisions.values()))
    # The best of the editions, in Kleene's logic: eligible once is enough, whatever isn't known.
    best = pd.Series(values.max(axis=1), index=codes)
    words = {name: [ENIR_WORDS[int(2 * v)] for v in row] for name, row in decisions.items()}
    table = pd.DataFrame(words, index=codes, dtype=str)
    known = best.ne(_UNDECIDED)
    return table.assign(enir_eligible=best.eq(1).astype("boolean").where(known))


def _decided(edition: Edition, figures: "Mapping[str, Bounds]") -> "NDArray[np.float64]":
    """Decide an edition: 1 eligible, 0 not, one half where it can't be said."""
    readings = [
        np.max([_way(way, figures) for way in reading], axis=0) for reading in edition.readings
    ]
    first = readings[0]
    # A text that can be read in two ways decides only where both say the same.
    agreed = np.all([np.equal(first, other) for other in readings], axis=0)
    return np.where(agreed, first, _UNDECIDED)


def _way(way: Mapping[str, int], figures: "Mapping[str, Bounds]") -> "NDArray[np.float64]":
    """Hold figures to the ceilings of a way: all of them must hold."""
    held = []
    for figure, ceiling in way.items():
        low, high = figures[figure]
        held.append(np.where(high <= ceiling, 1.0, np.where(low > ceiling, 0.0, _UNDECIDED)))
    decision: NDArray[np.float64] = np.min(held, axis=0)
    return decision


def _population_bounds(communes: "pd.DataFrame") -> "Bounds":
    """Bound the population of then by today's, within the margin; by 0 if parts were absorbed."""
    known = (
        communes["population_n"]
        if "population_n" in communes
        else bundled_populations().reindex(communes.index)
    )
    people = known.astype(float).to_numpy()
    margin = float(own_toml(_RULES)["margin_share"])
    # What was absorbed since had inhabitants, and could apply, by itself: nothing bounds it below.
    missing = np.isnan(people)
    absorbed = absorbing_codes()
    absorbing = np.array([code in absorbed for code in communes.index], dtype=bool)
    low = np.where(missing | absorbing, 0.0, people * (1 - margin))
    return low, np.where(missing, np.inf, people * (1 + margin))


def _unit_bounds(units: "pd.DataFrame | None", codes: "pd.Index[str]") -> "Bounds":
    """Bound the population of the unit that each commune is in; anything where it isn't known."""
    if units is None:
        return np.zeros(len(codes)), np.full(len(codes), np.inf)
    margin = float(own_toml(_RULES)["margin_share"])
    given = units.reindex(codes)
    low = given["unit_low_n"].fillna(0.0).to_numpy() * (1 - margin)
    high = given["unit_high_n"].fillna(float("inf")).to_numpy() * (1 + margin)
    return low, high
