"""What a reader must know of a past day: what the register doesn't date, who hadn't opened."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from geo_ent.telling.language import Language


@dataclass(frozen=True)
class Past:
    """What is past on a page: the day shown, or the first ones of its slider.

    Attributes
    ----------
    date
        The day shown.
    as_of
        The day that the register was kept on; None where it bears no date.
    as_of_given
        Whether the project says that day; else it is the register's last opening.
    as_of_opening
        Whether an ENT of a school opened on it; else it is another day of the register: the end of
        one, or the start of a tool of the staff.
    undated_n, undated_before_n
        How many equipped schools have no date at the day shown, and the most that a day of the
        slider has.
    unopened_n
        How many schools hadn't opened at the day shown.
    unopened_before
        Whether some hadn't at a day of the slider.
    """

    date: dt.date
    as_of: dt.date | None
    as_of_given: bool = False
    as_of_opening: bool = True
    undated_n: int = 0
    undated_before_n: int = 0
    unopened_n: int = 0
    unopened_before: bool = False


def past_notes(past: Past, tr: Language) -> Iterator[str]:
    """Say who isn't counted as equipped before the register was kept, or at all before opening.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> past = Past(dt.date(2023, 6, 30), dt.date(2022, 9, 1), unopened_before=True)
    >>> list(past_notes(past, language("fr")))
    ['Une école n’est comptée qu’à partir de son ouverture.']
    """
    if past.as_of:
        yield from _undated(past, tr.day(past.as_of), tr)
    if past.unopened_n:
        yield tr.plural(
            "{n} école, ouverte après le {day}, n’est pas comptée.",
            "{n} écoles, ouvertes après le {day}, ne sont pas comptées.",
            past.unopened_n,
            n=tr.count(past.unopened_n, figure="schools_unopened_n"),
            day=tr.day(past.date),
        )
    elif past.unopened_before:
        yield tr("Une école n’est comptée qu’à partir de son ouverture.")


def _undated(past: Past, kept: str, tr: Language) -> Iterator[str]:
    if past.as_of_given:
        which = tr("où le registre a été tenu")
    elif past.as_of_opening:
        which = tr("dernière ouverture du registre")
    else:
        which = tr("dernière date passée du registre")
    if past.undated_n:
        yield tr.plural(
            "Avant le {kept}, {which}, {n} école dont l’ENT n’est pas daté n’est pas comptée comme "
            "équipée\u00a0: elle est montrée à part, et les comparaisons (équité, zones blanches, "
            "écoles à équiper) la comptent avec celles dont on ne sait rien.",
            "Avant le {kept}, {which}, {n} écoles dont l’ENT n’est pas daté ne sont pas comptées "
            "comme équipées\u00a0: elles sont montrées à part, et les comparaisons (équité, zones "
            "blanches, écoles à équiper) les comptent avec celles dont on ne sait rien.",
            past.undated_n,
            n=tr.count(past.undated_n, tr.scope.of("undated")),
            kept=kept,
            which=which,
        )
    elif past.undated_before_n:
        yield tr.plural(
            "Aux dates d’avant le {kept}, {which}, {n} école dont l’ENT n’est pas daté n’est pas "
            "comptée comme équipée\u00a0: elle est montrée à part.",
            "Aux dates d’avant le {kept}, {which}, {n} écoles dont l’ENT n’est pas daté ne sont "
            "pas comptées comme équipées\u00a0: elles sont montrées à part.",
            past.undated_before_n,
            n=tr.count(past.undated_before_n, figure="schools_undated_before_n"),
            kept=kept,
            which=which,
        )
