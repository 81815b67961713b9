"""Equity in a paragraph that can be pasted in a letter: written from the numbers, true of them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.indicators.equity import Chance, gini, unequal_by_chance
from geo_ent.indicators.groupings import RURAL, URBAN, Grouping
from geo_ent.indicators.schools_without_ent import are_rural, figures
from geo_ent.telling.share_words import Group, have, points, rate, rows_of
from geo_ent.text.numbers import counted, number

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.noted_table import Answer

__all__ = ["Told", "equity_words"]

_RARE = 0.05
_WITHOUT = ("class", "planned", "none")


@dataclass(frozen=True)
class Told:
    """What can be said, and what can't.

    Attributes
    ----------
    sentences
        In French, to be read in this order.
    notes
        In French: what isn't in them, and why.
    """

    sentences: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def paragraph(self) -> str:
        """The sentences in one paragraph."""
        return " ".join(self.sentences)


def equity_words(
    groups: Mapping[str, Grouping],
    schools: "pd.DataFrame",
    *,
    areas: "Answer[pd.DataFrame] | None" = None,
) -> Told:
    """Tell how equal the coverage is, from what is known.

    Parameters
    ----------
    groups
        As `groupings` gives them.
    schools
        Those counted, with `status`, and where they are known `rural` and `pupils_n`.
    areas
        The white areas, where they were looked for.

    Returns
    -------
    Told
        Rural against urban, priority education, IPS, circonscriptions, the rural schools without an
        ENT, white areas, and the schools of which nothing is known. A gap is compared with what
        chance alone would make it (`unequal_by_chance`).

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.groupings import groupings
    >>> pair = pd.DataFrame({"status": ["school", "none"], "rural": pd.array([False, True])})
    >>> said = equity_words(groupings(pair), pair).sentences
    >>> said[1].replace(chr(0xA0), " ")
    'La part des écoles rurales est inférieure de 100,0 points à celle des écoles urbaines.'
    """
    status = schools["status"]
    alike = _all_alike(status)
    if alike:
        compared, notes = [alike], list[str]()
    else:
        compared, notes = _compared(groups)
    said = [*compared, *_left_out(schools), *_areas(areas), *_unknown(status)]
    notes += _pupils_notes(schools)
    return Told(tuple(said), tuple(notes))


def _all_alike(status: "pd.Series[str]") -> str:
    """Say why no gap can be measured at all; "" if one can."""
    n, covered = len(status), int((status == "school").sum())
    unknown = int((status == "unknown").sum())
    known = " dont la situation est connue" if unknown else ""
    reasons = (
        (n == 0, "Il n’y a aucune école."),
        (unknown == n, "On ne sait d’aucune école si elle a un ENT\u00a0: rien à comparer."),
        (covered == n, "Toutes les écoles ont un ENT\u00a0: il n’y a pas d’écart entre elles."),
        (covered == 0, f"Aucune école{known} n’a d’ENT\u00a0: il n’y a pas d’écart à mesurer."),
    )
    return next((why for is_so, why in reasons if is_so), "")


def _compared(groups: Mapping[str, Grouping]) -> tuple[list[str], list[str]]:
    """Compare the groups that can be; note why the others can't."""
    writers = {
        "rurality": _rurality,
        "priority": _priority,
        "ips": _ips,
        "circonscription": _circonscriptions,
    }
    said: list[str] = []
    notes: list[str] = []
    for key, write in writers.items():
        grouping = groups[key]
        if grouping.lacks:
            notes.append(f"{grouping.title}\u00a0: {grouping.lacks[0].lower()}{grouping.lacks[1:]}")
        else:
            said += write(rows_of(grouping), grouping)
            notes += [f"{grouping.title}\u00a0: {grouping.left_out}"] if grouping.left_out else []
    return said, notes


def _rurality(rows: list[Group], grouping: Grouping) -> Iterator[str]:
    rural, urban = rows if rows[0].name == RURAL else rows[::-1]
    basis = next((" (ruralité estimée)" for told in grouping.caveats if "estimée" in told), "")
    yield (
        f"Dans les communes rurales{basis}, {have(rural)}\u00a0; dans les communes urbaines, "
        f"{have(urban)}."
    )
    gap = 100 * (rural.share - urban.share)
    if math.isclose(gap, 0, abs_tol=1e-9):
        yield "La part est la même dans les unes et dans les autres."
    else:
        way = "inférieure" if gap < 0 else "supérieure"
        yield (
            f"La part des écoles rurales est {way} de {points(gap)} à celle des écoles urbaines."
        )
        yield _needed(rural, urban)
    yield from _bounds(rural, urban)
    yield from _by_chance(_chance(grouping), "un écart aussi grand", many=False)


def _needed(rural: Group, urban: Group) -> str:
    """Count the schools that would close the gap; whole schools may step over it."""
    behind, ahead = sorted((rural, urban), key=lambda group: group.share)
    k = math.ceil(ahead.covered * behind.n / ahead.n - behind.covered - 1e-9)
    kind = {RURAL: "rurale", URBAN: "urbaine"}[behind.name]
    more = counted(k, f"école {kind} de plus", f"écoles {kind}s de plus")
    return f"Pour combler l’écart, il faudrait équiper {more}."


def _bounds(rural: Group, urban: Group) -> Iterator[str]:
    """Say how far the unknown schools could move the gap."""
    unknown = rural.unknown + urban.unknown
    if not unknown:
        return
    low = 100 * (rural.share - (urban.covered + urban.unknown) / urban.n)
    high = 100 * ((rural.covered + rural.unknown) / rural.n - urban.share)
    whose = (
        f"des {number(unknown)} écoles dont on ne sait rien"
        if unknown > 1
        else "de la seule école dont on ne sait rien"
    )
    yield (
        f"Selon la situation {whose}, l’écart peut aller de {_signed(low)} à {_signed(high)} pour "
        "les écoles rurales."
    )


def _signed(gap: float) -> str:
    if math.isclose(gap, 0, abs_tol=1e-9):
        return "zéro"
    return f"{points(gap)} de {'moins' if gap < 0 else 'plus'}"


def _chance(grouping: Grouping) -> Chance:
    return unequal_by_chance(grouping.table["covered_n"], grouping.table["population"])


def _by_chance(chance: Chance, what: str, *, many: bool) -> Iterator[str]:
    """Say whether chance would make such gaps; nothing where there is none to speak of."""
    if not chance.observed > 1e-12:  # noqa: PLR2004 equal, or NaN
        return
    p = f"(p\u00a0=\u00a0{number(chance.p_value, decimals=3)})"
    rare = chance.p_value <= _RARE
    be, word = ("seraient", "rares") if many else ("serait", "rare")
    they = "ils ne prouvent" if many else "il ne prouve"
    end = "." if rare else f"\u00a0: {they} pas d’inégalité."
    said = f"{be} {word}" if rare else f"ne {be} pas {word}"
    yield f"Si les mêmes écoles équipées étaient réparties au hasard, {what} {said} {p}{end}"


def _priority(rows: list[Group], _grouping: Grouping) -> Iterator[str]:
    told = [
        f"{f'en {group.name}' if group.name.startswith('REP') else group.name}, {have(group)}"
        for group in rows
    ]
    joined = "\u00a0; ".join(told)
    yield f"{joined[0].upper()}{joined[1:]}."


def _ips(rows: list[Group], grouping: Grouping) -> Iterator[str]:
    low, high = rows[0], rows[-1]
    yield (
        f"Parmi les écoles à l’indice de position sociale le plus bas ({_ends(low)}), "
        f"{have(low)}\u00a0; parmi celles où il est le plus haut ({_ends(high)}), {have(high)}."
    )
    yield from _by_chance(
        _chance(grouping), "des écarts aussi grands entre cinquièmes d’écoles", many=True
    )


def _ends(group: Group) -> str:
    return group.name[:-1].replace(" (", ", ")


def _circonscriptions(rows: list[Group], grouping: Grouping) -> Iterator[str]:
    low, high = min(group.share for group in rows), max(group.share for group in rows)
    if math.isclose(low, high, abs_tol=1e-12):
        yield f"La part est la même dans les {number(len(rows))} circonscriptions ({rate(low)})."
        return
    yield (
        f"D’une circonscription à l’autre, la part va de {rate(low)} ({_which(rows, low)}) à "
        f"{rate(high)} ({_which(rows, high)})\u00a0; l’indice de Gini est de "
        f"{_index(grouping)} (0\u00a0: égalité)."
    )
    what = "des écarts aussi grands entre circonscriptions"
    yield from _by_chance(_chance(grouping), what, many=True)


def _which(rows: list[Group], share: float) -> str:
    names = [group.name for group in rows if math.isclose(group.share, share, abs_tol=1e-12)]
    more = len(names) - 1
    return names[0] + (f" et {counted(more, 'autre')}" if more else "")


def _index(grouping: Grouping) -> str:
    found = gini(grouping.table["value"], grouping.table["population"])
    return number(found, decimals=2) if found >= 0.005 else "moins de 0,01"  # noqa: PLR2004


def _left_out(schools: "pd.DataFrame") -> Iterator[str]:
    """Count the rural schools without an ENT, and their pupils."""
    rural = are_rural(schools)
    if rural is None or not rural.any() or (schools["status"] == "unknown").all():
        return
    without = rural & schools["status"].isin(_WITHOUT)
    n, unsaid = int(without.sum()), int((rural & schools["status"].eq("unknown")).sum())
    doubt = f"\u00a0; on ne sait pas pour {counted(unsaid, 'autre')}" if unsaid else ""
    if not n:
        known = "école rurale connue" if unsaid else "école rurale"
        yield f"Aucune {known} n’est sans ENT{doubt}."
        return
    verb = "n’a" if n == 1 else "n’ont"
    who = counted(n, "école rurale", "écoles rurales")
    yield f"{who} {verb} pas d’ENT pour toute l’école{_pupils(schools, without)}{doubt}."


def _pupils(schools: "pd.DataFrame", without: "pd.Series[bool]") -> str:
    pupils = figures(schools, "pupils_n")[without]
    unsaid = int(pupils.isna().sum())
    if unsaid == len(pupils):
        return ""
    least = (
        f" au moins (l’effectif de {counted(unsaid, 'école')} n’est pas connu)" if unsaid else ""
    )
    return f", soit {counted(int(pupils.sum()), 'élève')}{least}"


def _pupils_notes(schools: "pd.DataFrame") -> list[str]:
    if len(schools) and figures(schools, "pupils_n").isna().all():
        return ["Les effectifs ne sont pas donnés\u00a0: les élèves ne sont pas comptés."]
    return []


def _areas(areas: "Answer[pd.DataFrame] | None") -> Iterator[str]:
    if areas is None:
        return
    n = len(areas.table)
    if not n:
        yield "Aucune zone blanche n’a été trouvée."
        return
    schools_n = int(areas.table["schools_n"].sum())
    gather = "réunit" if n == 1 else "réunissent"
    yield (
        f"{counted(n, 'zone blanche', 'zones blanches')} (communes voisines qui ont des écoles, "
        f"dont aucune n’a d’ENT que l’on sache) {gather} {counted(schools_n, 'école')}."
    )


def _unknown(status: "pd.Series[str]") -> Iterator[str]:
    n, unknown = len(status), int((status == "unknown").sum())
    if not unknown or unknown == n:
        return
    covered = int((status == "school").sum())
    are = "sont comptées" if unknown > 1 else "est comptée"
    them = "toutes en avaient" if unknown > 1 else "elle en avait"
    yield (
        f"{counted(unknown, 'école')} sur {number(n)} dont on ne sait rien {are} comme sans ENT"
        f"\u00a0: si {them} un, la part d’ensemble serait de {rate((covered + unknown) / n)}."
    )
