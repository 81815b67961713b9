"""Reading a scenario's file: every key and every value checked (docs/scenarios.md)."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo_ent.errors import InputError
from geo_ent.project.build_options import UNITS, Goal, Programme
from geo_ent.tables.contract import LEVELS
from geo_ent.text.compare import meant
from simulator.fields import Counts, Table
from simulator.scenario import (
    SCOPES,
    Circonscription,
    Figures,
    NamedCommune,
    Priority,
    Rule,
    Scenario,
    Told,
    Wave,
    Where,
)

__all__ = ["KEYS", "TOP", "WHERE", "read_scenario"]

_STATUSES = ("school", "class", "planned")
_ANY_STATUS = (*_STATUSES, "none")
_NATURES = ("maternelle", "elementaire", "primaire")
WHERE = (
    *("departements", "circonscriptions", "not_circonscriptions", "communes", "towns"),
    *("natures", "priority", "population_max", "population_min", "networks", "status"),
)
"""The conditions of a `where`."""

TOP = (
    *("name", "title", "departements", "academies", "regions", "date", "seed", "complete"),
    *("simulation", "schools", "circonscriptions", "priorities", "communes", "covered", "waves"),
    *("rules", "pupils", "classes", "accounts", "colleges", "goal", "programme"),
)
"""The keys and the tables of a scenario."""

_SMALLEST = 5  # schools in a circonscription
KEYS = {
    "covered": ("covered_n", "primary_covered_n"),
    "colleges": ("colleges_n", "towns"),
    "simulation": ("message", "note", "published_levels", "published_note"),
    "schools": ("schools_n", "communes_n", "natures", "private_share", "circonscription_size"),
    "circonscriptions": (
        *("name", "departement", "schools_n", "towns", "away_from", "people", "first"),
    ),
    "priorities": ("label", "commune", "schools_n", "share"),
    "communes": ("name", "code", "schools_n", "covered_n", "covered_pupils_n", "start"),
    "waves": (
        *("where", "phase", "schools_n", "share", "start", "end", "solution", "programme"),
        *("status", "spread", "scope", "communes_n", "networks_n", "in_networks_of", "beside"),
    ),
    "rules": ("where", "solution", "programme", "phase"),
    "pupils": ("pupils_n", "covered_pupils_n", "rentree"),
    "classes": (*("classes_n", "covered_classes_n", "covered_share", "partial_n", "mean_pupils"),),
    "accounts": ("created_n", "activated_n", "activated_share", "per_pupil"),
    "goal": ("share", "by", "years", "unit"),
    "programme": ("budget", "years", "since", "shares", "name"),
}
"""The keys of each table."""


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Parameters
    ----------
    path
        TOML, as docs/scenarios.md tells it.

    Raises
    ------
    InputError
        If the file can't be read, isn't TOML, or has a key or a value that isn't expected; the
        file, the table and the key are named.
    """
    content = _content(path)
    top = Table(str(path), content, TOP)
    schools = _schools(_table(path, content, "schools"))
    if top.day("date") is None or not schools["schools_n"]:
        top.refuse("il manque la date (date = 2020-07-01) ou le nombre d'écoles ([schools] "
                   "schools_n = 300).")  # fmt: skip
    covered = _table(path, content, "covered")
    colleges = _table(path, content, "colleges")
    return Scenario(
        path=path,
        name=top.text("name") or path.stem,
        title=top.text("title") or top.text("name") or path.stem,
        departements=_departements(top),
        date=top.day("date") or dt.date.min,
        seed=top.whole("seed") or 0,
        complete=top.flag("complete") is not False,
        told=_told(_table(path, content, "simulation")),
        circonscriptions=tuple(map(_circonscription, _tables(path, content, "circonscriptions"))),
        priorities=tuple(map(_priority, _tables(path, content, "priorities"))),
        communes=tuple(map(_commune, _tables(path, content, "communes"))),
        covered_n=covered.counts("covered_n"),
        primary_covered_n=covered.counts("primary_covered_n"),
        waves=tuple(map(_wave, _tables(path, content, "waves"))),
        rules=tuple(map(_rule, _tables(path, content, "rules"))),
        figures=_figures(path, content),
        colleges_n=colleges.counts("colleges_n"),
        college_towns=colleges.texts("towns"),
        goal=_goal(_table(path, content, "goal")) if "goal" in top else None,
        programme=_programme(_table(path, content, "programme")) if "programme" in top else None,
        **schools,
    )


def _content(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or "encodage"
        msg = f"{path} : lecture impossible ({why}) ; on attend un scénario (docs/scenarios.md)."
        raise InputError(msg) from None
    except tomllib.TOMLDecodeError as fault:
        position = re.search(r"line (\d+), column (\d+)", str(fault))
        where = f"ligne {position[1]}, colonne {position[2]}" if position else "à la fin"
        msg = (
            f"{path} : {where} : ce n'est pas du TOML lisible ; un texte s'écrit entre guillemets, "
            "et aussi, à gauche du signe égal, un nom qui a un accent ou une espace "
            "(docs/scenarios.md)."
        )
        raise InputError(msg) from None


def _table(path: Path, content: Mapping[str, Any], key: str) -> Table:
    return Table(f"{path} : [{key}]", content.get(key, {}), KEYS[key])


def _tables(path: Path, content: Mapping[str, Any], key: str) -> list[Table]:
    parts = content.get(key, [])
    if not isinstance(parts, list):
        msg = f"{path} : [{key}] ; on attend [[{key}]], avec des crochets doubles."
        raise InputError(msg)
    return [Table(f"{path} : [[{key}]] n° {n}", part, KEYS[key])
            for n, part in enumerate(parts, 1)]  # fmt: skip


def _departements(top: Table) -> tuple[str, ...]:
    from geo_ent.communes.departements import territory_departements

    names = [top.texts(key) for key in ("departements", "academies", "regions")]
    if not any(names):
        top.refuse('il manque le territoire ; on attend departements = ["54"], ou academies, ou '
                   "regions.")  # fmt: skip
    try:
        return territory_departements(names[0], academies=names[1], regions=names[2])
    except InputError as fault:
        top.refuse(str(fault))


def _told(table: Table) -> Told:
    message = table.text("message")
    if not message:
        table.refuse("il manque message, la phrase qui dit ce qui est simulé et ce qui est publié.")
    note = table.text("note") or message
    levels = _among(table, "published_levels", tuple(LEVELS))
    return Told(message, note, levels, table.text("published_note") or note)


def _schools(table: Table) -> dict[str, Any]:
    size = table.whole("circonscription_size")
    if size is not None and size < _SMALLEST:
        table.refuse(f"circonscription_size = {size} ; au moins {_SMALLEST} écoles.")
    return {
        "schools_n": table.counts("schools_n"),
        "communes_n": table.whole("communes_n"),
        "natures": _among(table, "natures", _NATURES),
        "private_share": table.share("private_share"),
        "circonscription_size": 43 if size is None else size,
    }


def _among(table: Table, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    found = table.texts(key)
    for word in found:
        if word not in words:
            hint = meant(word, words)
            advice = f" ({hint})" if hint else ""
            table.refuse(f"{key} : « {word} » ; on attend {', '.join(words)}{advice}.")
    return found


def _where(table: Table) -> Where:
    part = Table(f"{table.where}, where", table.get("where") or {}, WHERE)
    return Where(
        departements=part.texts("departements"),
        circonscriptions=part.texts("circonscriptions"),
        not_circonscriptions=part.texts("not_circonscriptions"),
        communes=part.texts("communes"),
        towns=part.texts("towns"),
        natures=_among(part, "natures", _NATURES),
        priority=_among(part, "priority", ("REP", "REP+")),
        status=_among(part, "status", _ANY_STATUS),
        population_max=part.number("population_max"),
        population_min=part.number("population_min"),
        networks=part.flag("networks"),
    )


def _wave(table: Table) -> Wave:
    wave = Wave(
        place=table.where,
        where=_where(table),
        phase=table.text("phase"),
        schools_n=table.counts("schools_n"),
        share=table.share("share"),
        start=table.days("start"),
        end=table.day("end"),
        solution=table.shares("solution"),
        programme=table.text("programme"),
        status=table.text("status", among=_STATUSES) or "school",
        spread=bool(table.flag("spread")),
        scope=table.text("scope", among=SCOPES) or "ecole",
        communes_n=table.whole("communes_n"),
        networks_n=table.whole("networks_n"),
        in_networks_of=table.text("in_networks_of"),
        beside=bool(table.flag("beside")),
    )
    _check_wave(table, wave)
    return wave


def _check_wave(table: Table, wave: Wave) -> None:
    """Refuse what one wave can't say together."""
    networks = wave.networks_n is not None or wave.in_networks_of
    if wave.beside and not wave.programme:
        table.refuse("beside = true demande un programme, qui tient les deux solutions à part.")
    if wave.communes_n is not None and wave.scope != "commune":
        table.refuse('communes_n demande scope = "commune".')
    if networks and wave.scope not in {"ecole", "secteur_college"}:
        table.refuse('des réseaux demandent scope = "ecole" ou "secteur_college".')
    if wave.schools_n and wave.scope in {"secteur_college", "circonscription", "departement"}:
        table.refuse(
            f'scope = "{wave.scope}" équipe toutes les écoles : schools_n n\'a pas de sens.'
        )
    if wave.shapes and (wave.spread or wave.share is not None or wave.schools_n.keys() - {""}):
        table.refuse("des communes ou des réseaux demandent un seul nombre d'écoles, en tout.")
    if wave.end and wave.start and wave.end < max(last for _, last, _ in wave.start):
        table.refuse(f"end = {wave.end} est avant la fin de start.")


def _rule(table: Table) -> Rule:
    return Rule(
        _where(table), table.shares("solution"), table.text("programme"), table.text("phase")
    )


def _circonscription(table: Table) -> Circonscription:
    from geo_ent.communes.departements import find_departement

    name, home, n = table.text("name"), table.text("departement"), table.whole("schools_n")
    if not name or not home or not n:
        table.refuse('on attend name = "…", departement = "88" et schools_n = 34.')
    try:
        code = find_departement(home)
    except InputError as fault:
        table.refuse(str(fault))
    return Circonscription(
        name=name,
        departement=code,
        schools_n=n,
        towns=table.texts("towns") or (name,),
        away_from=table.texts("away_from"),
        people=table.number("people"),
        first=bool(table.flag("first")),
    )


def _priority(table: Table) -> Priority:
    label = table.text("label", among=("REP", "REP+"))
    n, share = table.whole("schools_n"), table.share("share")
    if not label or (n is None) == (share is None):
        table.refuse('on attend label = "REP" ou "REP+", et schools_n = 4 ou share = 0.5.')
    return Priority(label, table.text("commune"), n, share)


def _commune(table: Table) -> NamedCommune:
    place = table.text("code") or table.text("name")
    if not place:
        table.refuse('on attend name = "Castelnau-le-Lez" ou code = "34057".')
    return NamedCommune(
        asked=place,
        schools_n=table.whole("schools_n"),
        covered_n=table.whole("covered_n"),
        covered_pupils_n=table.whole("covered_pupils_n"),
        start=table.day("start"),
    )


def _figures(path: Path, content: Mapping[str, Any]) -> Figures:
    pupils, classes, accounts = (
        _table(path, content, key) for key in ("pupils", "classes", "accounts")
    )
    classes.once("covered_classes_n", "covered_share")
    accounts.once("activated_n", "activated_share")
    mean, per_pupil = classes.number("mean_pupils"), accounts.number("per_pupil")

    def counts(table: Table, *keys: str) -> dict[str, Counts]:
        return {key: table.counts(key) for key in keys}

    return Figures(
        pupils=counts(pupils, "pupils_n", "covered_pupils_n") if "pupils" in content else None,
        rentree=pupils.whole("rentree"),
        classes=counts(classes, "classes_n", "covered_classes_n", "partial_n")
        if "classes" in content
        else None,
        covered_classes_share=classes.share("covered_share"),
        mean_pupils=mean or 23.0,
        accounts=counts(accounts, "created_n", "activated_n") if "accounts" in content else None,
        per_pupil=1.0 if per_pupil is None else per_pupil,
        activated_share=accounts.share("activated_share"),
    )


def _goal(table: Table) -> Goal:
    table.once("by", "years")
    share, years = table.share("share"), table.whole("years")
    by = table.day("by") or years
    if not share or by is None:
        table.refuse("on attend share = 0.8 et by = 2018-12-31, ou years = 5.")
    return Goal(share, by, table.text("unit", among=UNITS) or UNITS[0])


def _programme(table: Table) -> Programme:
    budget, shares = table.number("budget"), table.get("shares") or {}
    if budget is None:
        table.refuse("on attend budget = 3000000 (en euros).")
    paid = Table(f"{table.where}, shares", shares, tuple(shares))  # type: ignore[arg-type]
    funders = {name: paid.share(name) or 0.0 for name in shares}  # type: ignore[attr-defined]
    years = table.number("years")
    if years == 0:
        table.refuse("years = 0 ; on attend la durée du budget, en années (years = 5).")
    if sum(funders.values()) > 1 + 1e-9:
        table.refuse(f"les parts des financeurs font {sum(funders.values()):.4g}, plus de 1.")
    return Programme(budget, funders, table.text("name"), years, table.day("since"))
