"""The pace in sentences: the state, the goal, the present, what is next."""

import datetime as dt
from typing import TYPE_CHECKING

from babel.dates import format_date

from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.notes import write_note
from geo_ent.telling.unit_words import UnitWords, unit_words
from geo_ent.text.note import Note
from geo_ent.text.numbers import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.telling.notes import Wordings

_FAR_YEARS = 50  # beyond, a date would pretend to know
_SAYS_NOTHING = 0.9  # an interval this wide leaves nearly every share possible

_NOTES: "Wordings" = {
    "none": mark("Pas de projection : il n’y a {none}."),
    "unknown": mark("Pas de projection : on ne sait rien d’{none}."),
    "complete": mark("Pas de projection : {every} ont un ENT."),
    "few_dates": mark(
        "Pas de projection : il faut au moins {least} dates, l’historique en a {dates}."
    ),
    "never_changed": mark("Pas de projection : le nombre {of} qui ont un ENT n’a jamais changé."),
    "past": mark("Pas de projection : l’échéance n’est pas après la dernière date connue."),
    "one_date": mark("L’historique n’a qu’une date : le rythme actuel n’est pas connu."),
    "unweighed.classes": mark_plural(
        "{n} école sur {whole} dont le nombre de classes n’est pas connu est hors de ce compte.",
        "{n} écoles sur {whole} dont le nombre de classes n’est pas connu sont hors de ce compte.",
    ),
    "unweighed.pupils": mark_plural(
        "{n} école sur {whole} dont l’effectif n’est pas connu est hors de ce compte.",
        "{n} écoles sur {whole} dont l’effectif n’est pas connu sont hors de ce compte.",
    ),
}


def pace_notes(pace: "Pace", tr: Language) -> tuple[str, ...]:
    """Say what can't be told of a pace, and why."""
    words = unit_words(pace.unit, tr)
    # The notes are codes and counts; the words of their unit are known here only.
    own = {name: getattr(words, name) for name in ("none", "every", "of")}
    return tuple(
        write_note(Note(note.code, **note.fields, **own), _NOTES, tr) for note in pace.notes
    )


def pace_sentences(pace: "Pace", tr: Language) -> "Iterator[str]":
    """Tell the state, the goal, the pace and the projection, in the order to read them."""
    unit = unit_words(pace.unit, tr)
    n = int(pace.history["whole_n"].iloc[-1])
    if n == 0:
        yield tr("Il n’y a {none}.", none=unit.none)
        return
    yield _state(pace, n, unit)
    yield _goal(pace, unit)
    if pace.since is not None:
        yield _recent(pace, pace.since, unit)
    if len(pace.projection):
        yield _ahead(pace, unit)


def _state(pace: "Pace", n: int, unit: UnitWords) -> str:
    last, tr = pace.history.iloc[-1], unit.tr
    covered_n, unknown_n = int(last["covered_n"]), int(last["unknown_n"])
    unknown = unit.counted(unknown_n)
    return tr.plural(
        "Au {day}, {covered} sur {whole_n} a un ENT, soit {share}{doubt}.",
        "Au {day}, {covered} sur {whole_n} ont un ENT, soit {share}{doubt}.",
        covered_n,
        day=tr.day(pace.history.index[-1]),
        covered=unit.counted(covered_n),
        covered_n=tr.number(covered_n),
        whole=unit.counted(n),
        whole_n=tr.number(n),
        share=tr.percent(_off_0_and_1(covered_n / n)),
        doubt=tr("\u00a0; on ne sait pas pour {unknown}", unknown=unknown) if unknown_n else "",
    )


def _goal(pace: "Pace", unit: UnitWords) -> str:
    tr, n, day = unit.tr, pace.needed_n, unit.tr.day(pace.goal.by)
    aim = _percent(pace.goal.share, tr)
    if pace.unit != "schools":
        aim = tr("{share} des {many}", share=aim, many=unit.many)
    if not n:
        return tr("L’objectif de {aim} est atteint.", aim=aim)
    # English agrees with what is needed where French is impersonal: two forms that look alike
    needed, equip = unit.counted(n), unit.equip
    # The last date of the history counts, not today: the same inputs must give the same sentence.
    if pace.months <= 0:
        return tr.plural(
            "L’échéance du {day} est passée\u00a0: il manque {needed} pour {aim}.",
            "L’échéance du {day} est passée\u00a0: il manque {needed} pour {aim}.",
            n, day=day, needed=needed, aim=aim,
        )  # fmt: skip
    if pace.months < 1:
        return tr.plural(
            "Pour atteindre {aim} au {day}, il faut encore {equip} {needed} en moins d’un mois.",
            "Pour atteindre {aim} au {day}, il faut encore {equip} {needed} en moins d’un mois.",
            n, day=day, needed=needed, aim=aim, equip=equip,
        )  # fmt: skip
    # A month is the smallest step that a school year knows; days would feign precision.
    months = round(pace.months)
    rate = "" if n == 1 else tr(", soit {rate}", rate=_rate(pace.needed_per_month, unit))
    return tr.plural(
        "Pour atteindre {aim} au {day}, il faut encore {equip} {needed} en {months}{rate}.",
        "Pour atteindre {aim} au {day}, il faut encore {equip} {needed} en {months}{rate}.",
        n, day=day, needed=needed, aim=aim, equip=equip, rate=rate,
        months=tr.plural("{n} mois", "{n} mois", months, n=tr.number(months)),
    )  # fmt: skip


def _rate(per_month: float, unit: UnitWords) -> str:
    """Write a pace: so many schools a month, or one school every so many months."""
    tr = unit.tr
    if per_month >= 0.95:  # noqa: PLR2004 it is written 1,0
        several = per_month >= (1.95 if tr.code == "fr" else 1.05)  # plural from 2, or over 1
        decimals = 1 if per_month < 100 else 0  # noqa: PLR2004 tenths of pupils say nothing
        n = tr.number(per_month, decimals=decimals)
        return tr("{n} {noun} par mois", n=n, noun=unit.many if several else unit.one)
    return tr("{one} tous les {n} mois", one=unit.a, n=tr.number(1 / per_month, decimals=1))


def _recent(pace: "Pace", since: dt.date, unit: UnitWords) -> str:
    tr, n = unit.tr, abs(pace.gained_n)
    day, end = tr.day(since), _end(pace, tr)
    if not pace.gained_n:
        text = mark("Depuis le {day}, {none} de plus n’a d’ENT{end}.")
        return tr(text, day=day, none=unit.none, many=unit.many, end=end)
    gained_fields = {"gained": unit.counted(n), "gained_n": tr.number(n), "noun": unit.noun(n)}
    if pace.gained_n > 0:
        return tr.plural(
            "Depuis le {day}, {gained} de plus a un ENT, soit {rate}{end}.",
            "Depuis le {day}, {gained} de plus ont un ENT, soit {rate}{end}.",
            n, day=day, end=end, rate=_rate(pace.per_month, unit), **gained_fields,
        )  # fmt: skip
    return tr.plural(
        "Depuis le {day}, {gained} de moins a un ENT{end}.",
        "Depuis le {day}, {gained} de moins ont un ENT{end}.",
        n, day=day, end=end, **gained_fields,
    )  # fmt: skip


def _end(pace: "Pace", tr: Language) -> str:
    """Say when the goal would be reached at the present pace; "" once it is."""
    if pace.needed_n == 0:
        return ""
    if pace.gained_n <= 0:
        return tr("\u00a0; à ce rythme, l’objectif ne serait jamais atteint")
    months = pace.needed_n / pace.per_month
    # Divided by a pace of almost 0 a date may lie beyond what a calendar can hold.
    if months > 12 * _FAR_YEARS:
        return tr(
            "\u00a0; à ce rythme, l’objectif ne serait pas atteint avant {years} ans",
            years=_FAR_YEARS,
        )
    end = pace.history.index[-1] + dt.timedelta(days=months * 365.25 / 12)
    # A month, not a day: the pace is known from a few dates.
    month = format_date(end, format="MMMM y", locale=LOCALES[tr.code])
    if end <= pace.goal.by:
        return tr(
            "\u00a0; à ce rythme, l’objectif serait atteint vers {month}, à temps", month=month
        )
    return tr(
        "\u00a0; à ce rythme, l’objectif serait atteint vers {month}, après l’échéance", month=month
    )


def _ahead(pace: "Pace", unit: UnitWords) -> str:
    last, tr, day = pace.projection.iloc[-1], unit.tr, unit.tr.day(pace.goal.by)
    # The interval is told or the figure is not: a share alone would be taken for a forecast.
    if last["high"] - last["low"] > _SAYS_NOTHING:
        return tr(
            "Jusqu’ici, l’allure a trop changé pour dire où en seront les {many} au {day}.",
            day=day,
            many=unit.many,
        )
    shares = {title: _percent(last[title], tr) for title in ("share", "low", "high")}
    return tr(
        "Si la courbe se prolonge, {share} des {many} auront un ENT au {day} (de {low} à {high}, "
        "intervalle à {level}).",
        day=day,
        many=unit.many,
        level=_percent(0.95, tr),
        **shares,
    )


def _percent(share: float, tr: Language) -> str:
    """Write a share with the decimal that it needs."""
    whole = abs(share * 100 - round(share * 100)) < 1e-9  # noqa: PLR2004 rounding
    return tr.percent(_off_0_and_1(share), decimals=0 if whole else 1)


def _off_0_and_1(share: float) -> float:
    """Keep a share that isn't 0 or 1 from being rounded to it: 0.001 to 0.999."""
    return share if share in {0.0, 1.0} else min(max(share, 0.001), 0.999)
