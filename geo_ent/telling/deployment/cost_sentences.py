"""What a programme costs, in sentences."""

from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.notes import write_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.indicators.deployment.cost import Cost
    from geo_ent.telling.notes import Wordings


def _unfunded(tr: Language, *, euros: float, share: float) -> str:
    """Say what part of the budget no share covers; it is told, not spread over those named."""
    return tr(
        "Le financement n’est pas dit pour {euros} ({share}).",
        euros=_euros(euros, tr),
        share=tr.percent(share),
    )


_NOTES: "Wordings" = {
    "no_school": mark("Aucune école du programme n’a d’ENT : il n’y a pas de coût par école."),
    "no_pupils": mark(
        "L’effectif d’aucune école du programme n’est connu : pas de coût par élève."
    ),
    "some_pupils": mark_plural(
        "L’effectif n’est pas connu pour {n} école du programme sur {whole}.",
        "L’effectif n’est pas connu pour {n} écoles du programme sur {whole}.",
    ),
    "unfunded": _unfunded,
}


def cost_notes(cost: "Cost", tr: Language) -> tuple[str, ...]:
    """Say what can't be told of a cost, and why."""
    return tuple(write_note(note, _NOTES, tr) for note in cost.notes)


def cost_sentences(cost: "Cost", tr: Language) -> "Iterator[str]":
    """Tell what a programme costs a school and a pupil, a year, who pays, and what is missing."""
    if cost.aimed_n:
        yield _aimed(cost, tr)
    elif not cost.is_spent and cost.years:
        yield tr(
            "Le programme coûte {budget} sur {over}, période qui court encore\u00a0: on ne sait "
            "pas pour combien d’écoles.",
            budget=_euros(cost.budget, tr),
            over=_years(cost.years, tr),
        )
    elif cost.schools_n:
        yield _whole(cost, tr)
        if cost.years:
            yield _a_year(cost, cost.years, tr)
    if cost.shares:
        funders = [
            tr(
                "{name}\u00a0: {euros} ({share})",
                name=name,
                euros=_euros(cost.funders[name], tr),
                share=tr.percent(share),
            )
            for name, share in cost.shares.items()
        ]
        yield tr("Financement\u00a0— {parts}.", parts=tr("\u00a0; ").join(funders))
    yield from _missing(cost, tr)


def _whole(cost: "Cost", tr: Language) -> str:
    """Say what it costs in all, a school and a pupil."""
    school = tr(", soit {euros} par école", euros=_euros(cost.per_school, tr))
    pupil = tr(
        " et {most}{euros} par élève",
        most=_at_most_words(cost, tr),
        euros=_euros(cost.per_pupil, tr, decimals=2),
    )
    return tr(
        "Le programme coûte {budget} pour {schools}{each}{pupil}.",
        budget=_euros(cost.budget, tr),
        schools=tr.plural("{n} école", "{n} écoles", cost.schools_n, n=tr.number(cost.schools_n)),
        # For one school the cost a school is the budget, said just before.
        each=school if cost.schools_n > 1 else "",
        pupil=pupil if cost.pupils_n else "",
    )


_AIMED = {
    "schools": mark_plural("la seule école de l’objectif", "les {n} écoles de l’objectif"),
    "classes": mark_plural("la seule classe de l’objectif", "les {n} classes de l’objectif"),
    "pupils": mark_plural("le seul élève de l’objectif", "les {n} élèves de l’objectif"),
}
_EACH = {
    "schools": mark("{euros} par école"),
    "classes": mark("{euros} par classe"),
    "pupils": mark("{euros} par élève"),
}


def _aimed(cost: "Cost", tr: Language) -> str:
    """Say what a budget for a goal is for each school (or class, pupil) that is aimed at."""
    price, n = cost.budget / cost.aimed_n, cost.aimed_n
    decimals = 2 if cost.unit == "pupils" else 0
    years = cost.years
    return tr(
        "Le programme coûte {budget}{over} pour {aimed}, soit {price}{yearly}.",
        budget=_euros(cost.budget, tr),
        over=tr(" sur {years}", years=_years(years, tr)) if years else "",
        aimed=tr.plural(*_AIMED[cost.unit], n, n=tr.number(n)),
        price=tr(_EACH[cost.unit], euros=_euros(price, tr, decimals=decimals)),
        yearly=tr(" ({euros} par an)", euros=_euros(price / years, tr, decimals=decimals))
        if years and years != 1
        else "",
    )


def _years(years: float, tr: Language) -> str:
    """Write a number of years: "3 ans", but "2,5 ans" and "1,5 an", in the singular under two."""
    n = tr.number(years, decimals=int(years % 1 > 0))
    return tr.plural("{n}\u00a0an", "{n}\u00a0ans", years, n=n) if years != 1 else tr("un an")


def _a_year(cost: "Cost", years: float, tr: Language) -> str:
    """Say what it costs each year that the budget is for."""
    over = _years(years, tr)
    school = _euros(cost.per_school_year, tr)
    if not cost.pupils_n:
        return tr("Sur {over}, cela fait {school} par école et par an.", over=over, school=school)
    return tr(
        "Sur {over}, cela fait {school} par école et {most}{pupil} par élève, chaque année.",
        over=over,
        school=school,
        most=_at_most_words(cost, tr),
        pupil=_euros(cost.per_pupil_year, tr, decimals=2),
    )


def _missing(cost: "Cost", tr: Language) -> "Iterator[str]":
    """Say what the schools still to be equipped would cost, at the price of the others."""
    n = cost.missing_n
    if n and cost.schools_n and cost.is_spent and not cost.aimed_n:
        yield tr.plural(
            "Au même coût par école, équiper l’école qui manque coûterait {euros}.",
            "Au même coût par école, équiper les {n} écoles qui manquent coûterait {euros}.",
            n,
            n=tr.number(n),
            euros=_euros(n * cost.per_school, tr),
        )


def _at_most_words(cost: "Cost", tr: Language) -> str:
    """Say "at most" of a cost a pupil: the pupils that aren't known would only lower it."""
    return tr("au plus ") if cost.pupils_unknown_n else ""


def _euros(amount: float, tr: Language, *, decimals: int = 0) -> str:
    return tr("{n}\u00a0€", n=tr.number(amount, decimals=decimals))
