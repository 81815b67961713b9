"""The pace in sentences: the state, the goal, the present, what is next."""

import datetime as dt
from typing import TYPE_CHECKING

from geo_ent.indicators.deployment.pace import FAR_YEARS
from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.notes import write_note
from geo_ent.telling.page.headline import counted_schools
from geo_ent.telling.unit_words import UnitWords, unit_words
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.telling.notes import Wordings

_FEW = 10  # below, one school more or less changes what a rentrée asks
_SAYS_NOTHING = 0.9  # an interval this wide leaves nearly every share possible

_SECTORS = {
    "public": mark(" dans les écoles publiques"),
    "prive": mark(" dans les écoles privées"),
}
_NOTES: "Wordings" = {
    "none": mark("Pas de projection : il n’y a {none}."),
    "unknown": mark("Pas de projection : on ne sait rien d’{none}."),
    "complete": mark("Pas de projection : {every} ont un ENT."),
    "few_dates": mark_plural(
        "Pas de projection : il faut {least} dates à un an d’écart depuis la première ouverture, "
        "il n’y en a que {n}.",
        "Pas de projection : il faut {least} dates à un an d’écart depuis la première ouverture, "
        "il n’y en a que {n}.",
    ),
    "never_changed": mark("Pas de projection : le nombre {of} qui ont un ENT n’a jamais changé."),
    "past": mark("Pas de projection : l’échéance n’est pas après la dernière date connue."),
    "undated.schools": mark_plural(
        "{n} école équipée à une date inconnue est comptée comme l’ayant été depuis le début.",
        "{n} écoles équipées à une date inconnue sont comptées comme l’ayant été depuis le début.",
    ),
    "undated.classes": mark_plural(
        "{n} classe équipée à une date inconnue est comptée comme l’ayant été depuis le début.",
        "{n} classes équipées à une date inconnue sont comptées comme l’ayant été depuis le début.",
    ),
    "undated.pupils": mark_plural(
        "{n} élève qui a un ENT depuis une date inconnue est compté comme l’ayant eu depuis le "
        "début.",
        "{n} élèves qui ont un ENT depuis une date inconnue sont comptés comme l’ayant eu depuis "
        "le début.",
    ),
    "no_year": mark(
        "L’historique ne dit pas ce qu’il en était douze mois plus tôt : le rythme n’est pas connu."
    ),
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
    if pace.fitted_from is not None:
        yield from _ahead(pace, pace.fitted_from, unit)


def _state(pace: "Pace", n: int, unit: UnitWords) -> str:
    last, tr = pace.history.iloc[-1], unit.tr
    covered_n = int(last["covered_n"])
    covered, whole, where = unit.counted(covered_n), unit.counted(n), ""
    if pace.unit == "schools":
        covered, whole = (counted_schools(count, pace.sector, tr) for count in (covered_n, n))
    elif pace.sector in _SECTORS:
        where = tr(_SECTORS[pace.sector])
    return tr.plural(
        "Au {day}, {covered} sur {whole_n} a un ENT{where}, soit {share}{doubt}.",
        "Au {day}, {covered} sur {whole_n} ont un ENT{where}, soit {share}{doubt}.",
        covered_n,
        day=tr.day(pace.history.index[-1]),
        covered=covered,
        covered_n=tr.number(covered_n),
        whole=whole,
        whole_n=tr.number(n),
        where=where,
        share=tr.percent(_off_0_and_1(covered_n / n)),
        doubt=_doubt(int(last["unknown_n"]), int(last["undated_n"]), unit),
    )


def _doubt(unknown_n: int, undated_n: int, unit: UnitWords) -> str:
    """Say of how many it isn't known, and of how many not for that day; "" where it is of all."""
    tr = unit.tr
    unknown = tr("\u00a0; on ne sait pas pour {unknown}", unknown=unit.counted(unknown_n))
    undated = tr(
        "\u00a0; pour {undated}, la date de l’ENT n’est pas connue", undated=unit.counted(undated_n)
    )
    return (unknown if unknown_n else "") + (undated if undated_n else "")


def _goal(pace: "Pace", unit: UnitWords) -> str:
    tr, n, day = unit.tr, pace.needed_n, unit.tr.day(pace.goal.by)
    aim = _aim(pace, unit)
    if not n:
        return tr("L’objectif de {aim} est atteint.", aim=aim)
    # English agrees with what is needed where French is impersonal: two forms that look alike
    needed, equip = unit.counted(n), unit.equip
    # The last date of the history counts, not today: the same inputs must give the same sentence.
    if pace.is_past:
        return tr.plural(
            "L’échéance du {day} est passée\u00a0: il manque {needed} pour {aim}.",
            "L’échéance du {day} est passée\u00a0: il manque {needed} pour {aim}.",
            n, day=day, needed=needed, aim=aim,
        )  # fmt: skip
    return tr.plural(
        "Pour atteindre {aim} au {day}, il faut encore {equip} {needed}{how}.",
        "Pour atteindre {aim} au {day}, il faut encore {equip} {needed}{how}.",
        n, day=day, needed=needed, aim=aim, equip=equip, how=_how(n, pace.rentrees_n, unit),
    )  # fmt: skip


def _aim(pace: "Pace", unit: UnitWords) -> str:
    """Write the share aimed at, and of what where it isn't schools."""
    aim = _percent(pace.goal.share, unit.tr)
    if pace.unit == "schools":
        return aim
    return unit.tr("{share} des {many}", share=aim, many=unit.many)


def _how(n: int, rentrees_n: int, unit: UnitWords) -> str:
    """Say in how many rentrées so many are to come, and how many at each.

    Rentrées, not months: that is when an ENT opens, and no month of spring brings its share.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> _how(127, 5, unit_words("schools", language("fr")))
    ' en 5 rentrées, soit environ 25 écoles par rentrée'
    """
    tr = unit.tr
    if rentrees_n == 0:
        return tr(", sans rentrée d’ici là")
    if rentrees_n == 1:
        return tr(" en une rentrée")
    rentrees = tr(" en {n} rentrées", n=tr.number(rentrees_n))
    least, rest = divmod(n, rentrees_n)
    if not least:
        return rentrees
    if not rest:
        return rentrees + tr(", soit {each} par rentrée", each=unit.counted(least))
    if least < _FEW:
        two = {"least": tr.number(least), "most": unit.counted(least + 1)}
        return rentrees + tr(", soit {least} ou {most} par rentrée", **two)
    each = unit.counted((2 * n + rentrees_n) // (2 * rentrees_n))  # half up
    return rentrees + tr(", soit environ {each} par rentrée", each=each)


def _recent(pace: "Pace", since: dt.date, unit: UnitWords) -> str:
    tr, n = unit.tr, abs(pace.gained_n)
    end = _end(pace, tr)
    # the day that the last one is compared with: as many months as it takes to hold one rentrée
    text = (
        mark("Depuis la première ouverture datée, le {day}")
        if pace.first_opening
        else mark("En douze mois, depuis le {day}")
    )
    span = tr(text, day=tr.day(since))
    if not pace.gained_n:
        text = mark("{span}, {none} de plus n’a d’ENT{end}.")
        return tr(text, span=span, none=unit.none, many=unit.many, end=end)
    gained_fields = {"gained": unit.counted(n), "gained_n": tr.number(n), "noun": unit.noun(n)}
    if pace.gained_n > 0:
        return tr.plural(
            "{span}, {gained} de plus a un ENT{end}.",
            "{span}, {gained} de plus ont un ENT{end}.",
            n, span=span, end=end, **gained_fields,
        )  # fmt: skip
    return tr.plural(
        "{span}, {gained} de moins a un ENT{end}.",
        "{span}, {gained} de moins ont un ENT{end}.",
        n, span=span, end=end, **gained_fields,
    )  # fmt: skip


def _end(pace: "Pace", tr: Language) -> str:
    """Say in which school year the goal would be reached at the present pace; "" once it is."""
    if pace.needed_n == 0:
        return ""
    if pace.gained_n <= 0:
        return tr("\u00a0; à ce rythme, l’objectif ne serait jamais atteint")
    # a pace of less than a year is that of a year: nothing had opened before
    pace_words = mark("à raison d’autant par an") if pace.first_opening else mark("à ce rythme")
    if pace.end_year is None:
        return tr(
            "\u00a0; {pace}, l’objectif ne serait pas atteint avant {years} ans",
            pace=tr(pace_words),
            years=FAR_YEARS,
        )
    # A school year, not a month: the data are no finer.
    text = (
        mark("\u00a0; {pace}, l’objectif serait atteint pendant l’année scolaire {year}, à temps")
        if pace.in_time
        else mark(
            "\u00a0; {pace}, l’objectif serait atteint pendant l’année scolaire {year}, "
            "après l’échéance"
        )
    )
    return tr(text, pace=tr(pace_words), year=school_year_words(pace.end_year))


def school_year_words(first: int) -> str:
    """Write a school year.

    Examples
    --------
    >>> school_year_words(2031)
    '2031-2032'
    """
    return f"{first}-{first + 1}"


def _ahead(pace: "Pace", since: dt.date, unit: UnitWords) -> "Iterator[str]":
    """Tell where the curve leads at the goal's date, beside where the present pace does."""
    last, tr, day = pace.projection.iloc[-1], unit.tr, unit.tr.day(pace.goal.by)
    # The interval is told or the figure is not: a share alone would be taken for a forecast.
    if last["high"] - last["low"] > _SAYS_NOTHING:
        yield tr(
            "Jusqu’ici, l’allure a trop changé pour dire où en seront les {many} au {day}.",
            day=day,
            many=unit.many,
        )
        return
    shares = {title: _percent(last[title], tr) for title in ("share", "low", "high")}
    # Two ways to look ahead, at one date: the year of the one couldn't be held against the other's
    # share.
    beside = tr(
        "\u00a0; au rythme des douze derniers mois, ce serait {share}",
        share=_percent(pace.share_then, tr),
    )
    yield tr(
        "Si la courbe suivie depuis le {since} se prolonge, {share} des {many} auront un ENT au "
        "{day} (de {low} à {high}, intervalle de prévision à {level}){beside}.",
        since=tr.day(since),
        day=day,
        many=unit.many,
        level=_percent(0.95, tr),
        beside=beside if pace.since is not None else "",
        **shares,
    )
    if pace.since is not None and pace.needed_n:
        yield from _disagreement(pace, float(last["share"]), unit)


def _disagreement(pace: "Pace", curve: float, unit: UnitWords) -> "Iterator[str]":
    """Say so where one of the two ways reaches the goal in time and the other doesn't, and why."""
    tr, aim = unit.tr, _aim(pace, unit)
    if (curve >= pace.goal.share) == pace.in_time:
        return
    if not pace.in_time:
        yield tr(
            "Les deux calculs ne s’accordent pas\u00a0: la courbe, qui tient compte de toutes ces "
            "années, passe {aim} à temps, et le rythme des douze derniers mois n’y suffit pas.",
            aim=aim,
        )
        return
    yield tr(
        "Les deux calculs ne s’accordent pas\u00a0: le rythme des douze derniers mois suffit pour "
        "{aim}, et la courbe, qui tient compte de toutes ces années et ralentit en approchant de "
        "{all}, n’y arrive pas à temps.",
        aim=aim,
        all=_percent(1, tr),
    )


def _percent(share: float, tr: Language) -> str:
    """Write a share with the decimal that it needs."""
    whole = abs(share * 100 - round(share * 100)) < 1e-9  # noqa: PLR2004 rounding
    return tr.percent(_off_0_and_1(share), decimals=0 if whole else 1)


def _off_0_and_1(share: float) -> float:
    """Keep a share that isn't 0 or 1 from being rounded to it: 0.001 to 0.999."""
    return share if share in {0.0, 1.0} else min(max(share, 0.001), 0.999)
