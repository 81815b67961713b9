"""A figure of a build, by a short name: what a published figure is held to."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.tables.contract import LEVELS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["measure"]

_TOLD = {
    "networks_n": ("networks_n",),
    "adhering_communes_n": ("adhering_communes_n",),
    "goal_share": ("goal", "share"),
    "budget": ("cost", "budget"),
    "years": ("cost", "years"),
    "cost_school": ("cost", "per_school"),
    "cost_pupil": ("cost", "per_pupil"),
    "cost_school_year": ("cost", "per_school_year"),
    "cost_pupil_year": ("cost", "per_pupil_year"),
}
"""Where the manifest's part `deployment` has a figure."""


def measure(name: str, folder: str | Path) -> float:
    """Give a figure of a build, read in its outputs alone (manifest and CSV tables).

    Parameters
    ----------
    name
        A figure, and where: `covered_n`, `coverage_share@departement:54`,
        `covered_pupils_n@commune:34057` (by code), `schools_n@circonscription:Neufchâteau` (by name
        or code), `schools_n@phase:ENIR`, `schools_n@network`, `coverage_share@solution:Net'Circo`
        (of all the schools), `colleges_n@programme:ENIR`, `covered_n@rentree:2019-06-30` (of the
        ENT that still hold). Figures:
        the columns of `coverage-<level>.csv`; `primary_covered_share` (écoles élémentaires and
        primaires among those with an ENT), `decided_share` (an ENT or one decided),
        `priority_share`, `rep_schools_n`, `rep_plus_schools_n`, `communes_n` (with a school),
        `colleges_n` (whose sector has a school), `since_year` (of the first ENT that still holds;
        of a phase, its first start), `since_month` and `since_day` (the same as 201401 and
        20150129; of a commune, the day that it joined), `phase_share` (`@phase:ENIR`, or
        `@phase:Ari@ne57@departement:57`: the schools that a phase is for, of all those of the
        place, whether they have an ENT or not), `staff_zones_share@solution:Net'Circo` (of the
        circonscriptions, those of which every school's staff has it); `networks_n`,
        `adhering_communes_n`, `goal_share`, `goal_year`, `goal_years` (from the day shown to the
        goal's), `budget`, `years`, `cost_school`, `cost_pupil`, `cost_school_year`,
        `cost_pupil_year`, `cofinancing:FEDER` (a share of the budget).
    folder
        Of `geo-ent build`, or of a demo.

    Raises
    ------
    InputError
        If the build doesn't have it.
    """
    figure, _, place = name.partition("@")
    kind, _, which = place.partition(":")
    build = Path(folder)
    if figure.startswith("since_") and figure != "since_year":
        return _written_day(_first_day(kind, which, build), figure)
    if figure == "phase_share":
        return _phase_share(which, build)
    if kind in LEVELS:
        figure_value = _of_zone(figure, kind, which, build)
    elif kind:
        figure_value = _of_some(figure, kind, which, build)
    else:
        figure_value = _of_all(figure, build)
    if figure_value is None or figure_value != figure_value:  # noqa: PLR0124 NaN
        msg = f"« {name} » : {build} n'en dit rien ; vérifiez le nom du chiffre et du lieu."
        raise InputError(msg)
    return float(figure_value)


def _of_all(figure: str, build: Path) -> float | None:
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    deployment = manifest.get("deployment", {})
    if figure in manifest["figures"]:
        return _number(manifest["figures"][figure])
    if figure.startswith("cofinancing:"):
        paid = _within(deployment, ("cost", "funders", figure.partition(":")[2]))
        budget = _within(deployment, ("cost", "budget"))
        return None if paid is None or not budget else paid / budget
    by = str(deployment.get("goal", {}).get("by", ""))
    if figure == "goal_year":
        return _number(by[:4])
    if figure == "goal_years":
        return _years(manifest["date"], by)
    if figure in _TOLD:
        return _within(deployment, _TOLD[figure])
    schools = _schools(build)
    return _count(figure, schools, schools)


def _years(first: str, last: str) -> float | None:
    """Count the years between two days, to the tenth."""
    import datetime as dt

    if not last:
        return None
    days = dt.date.fromisoformat(last) - dt.date.fromisoformat(first)
    return round(days.days / 365.25, 1)


def _within(told: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    inner: Any = told
    for key in keys:
        inner = inner.get(key) if isinstance(inner, Mapping) else None
    return _number(inner)


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _schools(build: Path) -> "pd.DataFrame":
    import pandas as pd

    table = pd.read_csv(build / "schools.csv", dtype=str, keep_default_na=False)
    for column in ("pupils_n", "classes_n"):
        table[column] = pd.to_numeric(table.get(column, ""), errors="coerce")
    absent = {"phase", "network", "secteur_college_code"} - set(table.columns)
    return table.reindex(columns=[*table.columns, *sorted(absent)], fill_value="")


def _of_zone(figure: str, level: str, which: str, build: Path) -> float | None:
    """Read a zone's row of its table, else count the zone's schools."""
    import pandas as pd

    path = build / f"coverage-{level}.csv"
    if not path.is_file():
        return None
    table = pd.read_csv(path, dtype={"zone_code": str})
    rows = table[(table["zone_code"] == which) | (table["zone_name"] == which)]
    if len(rows) != 1:
        return None
    if figure in rows:
        return float(rows[figure].iloc[0])
    schools = _schools(build)
    own = schools[schools[f"{level}_code"] == rows["zone_code"].iloc[0]]
    return _count(figure, own, own)


def _of_some(figure: str, kind: str, which: str, build: Path) -> float | None:
    """Count the schools of a phase, a solution, the networks, or those equipped at a day."""
    from geo_ent.tables.word_lists import split_words

    if kind == "phase" and figure in {"since_year", "schools_n"}:
        return _of_phase(which, figure, build)
    if figure == "staff_zones_share":
        return _staff_zones_share(which, build)
    schools = _schools(build)
    if kind == "rentree":
        held = (schools["status"] == "school") & (schools["start"] <= which)
        return _count(figure, schools[held], schools)
    if kind not in {"phase", "solution", "network", "programme"}:
        return None
    words = schools[kind].map(split_words)
    own = schools[[which in held if which else bool(held) for held in words]]
    return _count(figure, own, schools) if len(own) else None


def _of_phase(phase: str, figure: str, build: Path) -> float | None:
    """Read a phase's row: a school of two phases has but one of them as its own."""
    rows = _table(build / "phases.csv")
    rows = rows[rows["phase"] == phase]
    if not len(rows):
        return None
    return _number(
        rows["first_start"].iloc[0][:4] if figure == "since_year" else rows[figure].iloc[0]
    )


def _phase_share(which: str, build: Path) -> float:
    """Tell which part of the schools of a place a phase is for."""
    phase, _, code = which.partition("@departement:")
    whole_n = measure(f"schools_n@departement:{code}" if code else "schools_n", build)
    return (_of_phase(phase, "schools_n", build) or 0) / whole_n


def _staff_zones_share(solution: str, build: Path) -> float | None:
    """Tell in which part of the circonscriptions every school's staff has a solution."""
    mixes = _table(build / "solutions.csv")
    own = mixes[(mixes["level"] == "circonscription") & (mixes["for_whom"] == "staff")]
    own = own[own["solution"] == solution]
    whole_n = int((own["schools_n"] == own["zone_schools_n"]).sum())
    return whole_n / len(_table(build / "coverage-circonscription.csv"))


def _first_day(kind: str, which: str, build: Path) -> str:
    """Give the first day of all, of a phase, or of a commune that joined; "" for none."""
    if kind == "phase":
        rows = _table(build / "phases.csv")
        days = rows.loc[rows["phase"] == which, "first_start"]
    elif kind == "commune":
        rows = _table(build / "adhesions.csv")
        days = rows.loc[rows["commune_code"] == which, "since"]
    else:
        schools = _schools(build)
        days = schools.loc[schools["status"] == "school", "start"]
    return str(min((day for day in days if day), default=""))


def _written_day(day: str, figure: str) -> float:
    """Write a day as one number, as far as its month or in full."""
    if not day:
        msg = f"« {figure} » : le premier jour n'est pas connu."
        raise InputError(msg)
    return float(day.replace("-", "")[: 6 if figure == "since_month" else 8])


def _table(path: Path) -> "pd.DataFrame":
    import pandas as pd

    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _count(figure: str, own: "pd.DataFrame", every: "pd.DataFrame") -> float | None:
    """Count in some schools; `coverage_share` is of all of them."""
    covered = own[own["status"] == "school"]
    primary_n = int((covered["nature"] != "maternelle").sum())
    priority, decided = own["priority"], own["status"].isin(["school", "planned"])
    starts = covered.loc[covered["start"] != "", "start"]
    counts = {
        "schools_n": len(own),
        "covered_n": len(covered),
        "primary_covered_n": primary_n,
        "covered_pupils_n": covered["pupils_n"].sum(min_count=1),
        "communes_n": own["commune_code"].nunique(),
        "colleges_n": own.loc[own["secteur_college_code"] != "", "secteur_college_code"].nunique(),
        "since_year": int(starts.min()[:4]) if len(starts) else None,
        "rep_schools_n": int((priority == "REP").sum()),
        "rep_plus_schools_n": int((priority == "REP+").sum()),
        "coverage_share": _share(len(covered), len(every)),
        "primary_covered_share": _share(primary_n, len(covered)),
        "decided_share": _share(int(decided.sum()), len(own)),
        "priority_share": _share(int((priority != "").sum()), len(own)),
    }
    return counts.get(figure)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
