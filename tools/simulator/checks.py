"""Refusing a scenario that can't be met: what fails, the figures, the nearest that could hold."""

from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.text.numbers import counted, number
from simulator.calibrate import middle
from simulator.selection import EVERY, refuse

if TYPE_CHECKING:
    from simulator.fields import Counts
    from simulator.gazetteer import Gazetteer
    from simulator.scenario import Scenario

__all__ = ["check_before", "check_equipped", "check_places", "check_pools"]

_MOST = 4_000  # schools of a département: their UAI have four digits (Nord has some 2,500)


def check_before(scenario: "Scenario", communes: pd.DataFrame) -> None:
    """Refuse numbers that contradict each other, before anything is drawn.

    Raises
    ------
    InputError
        If there are more covered schools than schools, more primary ones covered than covered,
        more communes with a school than communes or schools, or a count of a département that
        isn't of the territory or is missing.
    """
    every = scenario.schools_n
    _check_codes(scenario, every, "[schools] schools_n", whole=True)
    _check_codes(scenario, scenario.covered_n, "[covered] covered_n")
    _check_codes(scenario, scenario.primary_covered_n, "[covered] primary_covered_n")
    _check_below(scenario, scenario.covered_n, every, ("écoles avec ENT", "écoles"))
    _check_below(scenario, scenario.primary_covered_n, scenario.covered_n or every,
                 ("élémentaires et primaires avec ENT", "écoles avec ENT"))  # fmt: skip
    if scenario.primary_covered_n and not scenario.covered_n:
        refuse(scenario, "[covered] : primary_covered_n demande covered_n.")
    if scenario.figures.pupils is None and any(
        named.covered_pupils_n is not None for named in scenario.communes
    ):
        refuse(scenario, "[[communes]] covered_pupils_n demande une table [pupils].")
    _check_figures(scenario)
    hosts, schools_n = scenario.communes_n, _sum(every)
    if hosts is not None and hosts > min(schools_n, len(communes)):
        refuse(
            scenario,
            f"[schools] communes_n : {number(hosts)} communes avec école, pour "
            f"{number(schools_n)} écoles et {number(len(communes))} communes : au plus "
            f"{number(min(schools_n, len(communes)))}.",
        )
    for wave in scenario.waves:
        if wave.communes_n is not None and hosts is not None and wave.communes_n > hosts:
            refuse(
                scenario,
                f"{_short(wave.place)} : {number(wave.communes_n)} communes adhèrent, mais "
                f"{number(hosts)} communes ont une école ([schools] communes_n) : au plus "
                f"{number(hosts)}.",
            )


def _check_figures(scenario: "Scenario") -> None:
    """Refuse a part of the pupils, classes or accounts above the whole, a goal in none of them."""
    figures = scenario.figures
    pupils, classes, accounts = (
        each or {} for each in (figures.pupils, figures.classes, figures.accounts)
    )
    for table, less, more, words in (
        (pupils, "covered_pupils_n", "pupils_n", ("élèves avec ENT", "élèves")),
        (classes, "covered_classes_n", "classes_n", ("classes avec ENT", "classes")),
        (accounts, "activated_n", "created_n", ("comptes activés", "comptes créés")),
    ):
        if table.get(more):
            _check_below(scenario, table.get(less, {}), table[more], words)
    unit = scenario.goal.unit if scenario.goal else ""
    if unit in {"pupils", "classes"} and figures.pupils is None and figures.classes is None:
        refuse(scenario, f'[goal] unit = "{unit}" demande une table [{unit}].')


def _short(place: str) -> str:
    return place.rsplit(" : ", maxsplit=1)[-1]


def _sum(counts: "Counts") -> int:
    return sum(middle(count) for count in counts.values())


def _check_codes(scenario: "Scenario", counts: "Counts", what: str, *, whole: bool = False) -> None:
    if EVERY in counts:
        return
    for code in counts:
        if code not in scenario.departements:
            there = ", ".join(scenario.departements)
            refuse(scenario, f"{what} : le département {code} n'est pas du territoire ({there}).")
    missing = [code for code in scenario.departements if code not in counts]
    if whole and missing:
        refuse(scenario, f"{what} : il manque le département {missing[0]}.")


def _check_below(
    scenario: "Scenario", less: "Counts", more: "Counts", words: tuple[str, str]
) -> None:
    """Refuse more of a part than of the whole, in a département or in all."""
    if not less:
        return
    pairs = {EVERY: (_sum(less), _sum(more))} | {
        code: (middle(less[code]), middle(more[code])) for code in less if code in more
    }
    for code, (part, all_of_them) in pairs.items():
        if part > all_of_them:
            where = f" dans le département {code}" if code else ""
            refuse(
                scenario,
                f"{number(part)} {words[0]} pour {number(all_of_them)} {words[1]}{where} : au "
                f"plus {number(all_of_them)}.",
            )


def check_places(communes: pd.DataFrame, scenario: "Scenario", gazetteer: "Gazetteer") -> None:
    """Refuse schools that could not be placed: in a circonscription, a commune, in so many.

    Parameters
    ----------
    communes
        With `pool`, `departement_code` and `schools_n`.

    Raises
    ------
    InputError
        If a circonscription has more schools than its département, if a commune can't have its
        own, or if fewer communes have a school.
    """
    counts = communes["schools_n"]
    if (counts < 0).any() or counts.sum() != _sum(scenario.schools_n):
        worst = str(counts.idxmin())
        refuse(
            scenario,
            f"{number(_sum(scenario.schools_n))} écoles ne se partagent pas entre les "
            f"circonscriptions et les communes nommées (commune {worst}, "
            f"{communes['name'][worst]}) : leurs nombres d'écoles sont trop grands.",
        )
    for named in scenario.communes:
        again = [commune.asked for commune in scenario.communes
                 if gazetteer.code(commune.asked) == gazetteer.code(named.asked)]  # fmt: skip
        if len(again) > 1:
            refuse(scenario, f"[[communes]] : « {again[0]} » et « {again[1]} » sont la même "
                             "commune ; gardez l'une des deux tables.")  # fmt: skip
        got = int(counts[gazetteer.code(named.asked)])
        if (named.start or named.covered_n) and not got:
            refuse(scenario, f"[[communes]] « {named.asked} » n'a pas d'école ; donnez "
                             "schools_n = 1 ou plus.")  # fmt: skip
    by_pool = counts.groupby(communes["pool"]).sum()
    for circo in scenario.circonscriptions:
        got = int(by_pool.get(circo.name, 0))
        if got != circo.schools_n:
            refuse(scenario, f"[[circonscriptions]] « {circo.name} » : {circo.schools_n} écoles, "
                             f"ses communes en permettent {got} ; éloignez ses villes de celles "
                             "d'une autre, ou donnez people.")  # fmt: skip
    hosts = int((counts > 0).sum())
    if scenario.communes_n is not None and hosts != scenario.communes_n:
        refuse(scenario, f"[schools] communes_n : {scenario.communes_n} communes avec école ; les "
                         f"autres nombres en permettent {hosts}.")  # fmt: skip


def check_pools(scenario: "Scenario", totals: "dict[str, int]") -> None:
    """Refuse a département without a school, circonscriptions with more than their département.

    Raises
    ------
    InputError
        If one does; the most that could hold is told.
    """
    for code, count in totals.items():
        if not 1 <= count <= _MOST:
            refuse(scenario, f"[schools] schools_n : {number(count)} écoles dans le département "
                             f"{code} ; de 1 à {number(_MOST)}.")  # fmt: skip
    left = dict(totals)
    names = [circonscription.name for circonscription in scenario.circonscriptions]
    for wanted in scenario.circonscriptions:
        if names.count(wanted.name) > 1:
            refuse(scenario, f"[[circonscriptions]] : « {wanted.name} » y est deux fois ; donnez "
                             "un nom à chacune.")  # fmt: skip
        if wanted.departement not in totals:
            refuse(
                scenario,
                f"[[circonscriptions]] « {wanted.name} » : le département {wanted.departement} "
                f"n'est pas du territoire ({', '.join(totals)}).",
            )
        room = left[wanted.departement]
        if wanted.schools_n > room:
            refuse(
                scenario,
                f"[[circonscriptions]] « {wanted.name} » : {wanted.schools_n} écoles, le "
                f"département {wanted.departement} en a {totals[wanted.departement]} en tout : au "
                f"plus {room}.",
            )
        left[wanted.departement] = room - wanted.schools_n


def check_equipped(
    schools: pd.DataFrame, told: pd.DataFrame, scenario: "Scenario", gazetteer: "Gazetteer"
) -> None:
    """Refuse waves that don't make the number of schools with an ENT that is published.

    Parameters
    ----------
    schools
        With `departement_code, commune_code, nature, covered`.
    told
        What the waves say.

    Raises
    ------
    InputError
        If there are more or fewer, in a département or in all.
    """
    if told.empty and not scenario.complete:
        refuse(scenario, "aucune école n'a d'ENT ni de projet : ajoutez [[waves]] ou [covered].")
    covered = schools[schools["covered"]]
    old = covered[covered["nature"] != "maternelle"]
    late = told[(told["status"] == "school") & (told["start"] > scenario.date.isoformat())]
    for wanted, reached, what in (
        (scenario.covered_n, covered, "écoles avec ENT"),
        (scenario.primary_covered_n, old, "élémentaires et primaires avec ENT"),
    ):
        for code, count in wanted.items():
            got = int((reached["departement_code"] == code).sum()) if code else len(reached)
            if not count[0] <= got <= count[1]:
                where = f" dans le département {code}" if code else ""
                refuse(
                    scenario,
                    f"[covered] annonce {count[0]} {what}{where}, les vagues en équipent {got} à "
                    f"la date{_why(late, scenario)}.",
                )
    _check_named(covered, scenario, gazetteer)


def _why(late: pd.DataFrame, scenario: "Scenario") -> str:
    if len(late):
        begin = f"{counted(len(late), 'école')} {'commencent' if len(late) > 1 else 'commence'}"
        return f" : {begin} après le {scenario.date} ; avancez leur start, ou reculez date"
    return " : ajoutez une vague sans nombre pour les autres, ou réduisez-les"


def _check_named(covered: pd.DataFrame, scenario: "Scenario", gazetteer: "Gazetteer") -> None:
    for named in scenario.communes:
        code = gazetteer.code(named.asked)
        got = int((covered["commune_code"] == code).sum())
        if named.covered_n is not None and got != named.covered_n:
            refuse(scenario, f"[[communes]] « {named.asked} » : {named.covered_n} écoles avec ENT "
                             f"annoncées, les vagues en équipent {got}.")  # fmt: skip
