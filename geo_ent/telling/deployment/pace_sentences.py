"""The pace in sentences: the state, the goal, the present, what is next."""

import datetime as dt
from typing import TYPE_CHECKING

from geo_ent.indicators.deployment.pace import FAR_YEARS
from geo_ent.telling.claims import Claim, Scope, joined, told
from geo_ent.telling.indicator_claims import share_claim
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.headline import counted_schools
from geo_ent.telling.unit_words import UnitWords, unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.indicators.deployment.pace import Pace

_FEW = 10  # below, one school more or less changes what a rentrée asks
_SAYS_NOTHING = 0.9  # an interval this wide leaves nearly every share possible

_SECTORS = {
    "public": mark(" dans les écoles publiques"),
    "prive": mark(" dans les écoles privées"),
}


def pace_sentences(pace: "Pace", tr: Language) -> "Iterator[str]":
    """Tell the state, the goal, the pace and the projection, in the order to read them."""
    unit = unit_words(pace.unit, tr)
    n = int(pace.history["whole_n"].iloc[-1])
    if n == 0:
        yield tr("Il n’y a {none}.", none=unit.none)
        return
    if pace.is_unknown:
        yield tr(
            "Au {day}, on ne sait pour {none} si un ENT est ouvert\u00a0: ni la part ni le rythme "
            "ne se disent.",
            day=tr.day(pace.history.index[-1]),
            none=unit.none,
        )
        return
    yield _state(pace, n, unit)
    yield _goal(pace, unit)
    if pace.since is not None:
        yield _recent(pace, pace.since, unit)
    if pace.fitted_from is not None:
        yield from _ahead(pace, pace.fitted_from, unit)


def _state(pace: "Pace", n: int, unit: UnitWords) -> str:
    last, tr = pace.history.iloc[-1], unit.tr
    covered_n, everyone = int(last["covered_n"]), _scope(pace, tr)
    share = share_claim(pace.unit, covered_n / n, everyone)
    having = Claim(f"{pace.unit}_n", covered_n, share.scope)
    all_of_them = Claim(f"{pace.unit}_n", n, everyone)
    covered, whole, where = unit.counted(covered_n), unit.counted(n), ""
    if pace.unit == "schools":
        # Their claims are made here, of the last date, whatever the language is about.
        covered, whole = (str(counted_schools(n, pace.sector, tr)) for n in (covered_n, n))
    elif pace.sector in _SECTORS:
        where = tr(_SECTORS[pace.sector])
    return tr.plural(
        "Au {day}, {covered} sur {whole_n} a un ENT{where}, soit {share}{doubt}.",
        "Au {day}, {covered} sur {whole_n} ont un ENT{where}, soit {share}{doubt}.",
        covered_n,
        day=tr.day(pace.history.index[-1]),
        covered=told(covered, having),
        covered_n=told(tr.number(covered_n), having),
        whole=told(whole, all_of_them),
        whole_n=told(tr.number(n), all_of_them),
        where=where,
        share=told(tr.percent(_off_0_and_1(covered_n / n)), share),
        doubt=_doubt(pace, unit),
    )


def _doubt(pace: "Pace", unit: UnitWords) -> str:
    """Say of how many it isn't known, and of how many not for that day; "" where it is of all."""
    tr, last, figure = unit.tr, pace.history.iloc[-1], f"{pace.unit}_n"
    unknown_n, undated_n = int(last["unknown_n"]), int(last["undated_n"])
    counted = {
        status: told(unit.counted(n), Claim(figure, n, _scope(pace, tr).of(status)))
        for status, n in (("unknown", unknown_n), ("undated", undated_n))
    }
    unknown = tr("\u00a0; on ne sait pas pour {unknown}", unknown=counted["unknown"])
    undated = tr(
        "\u00a0; pour {undated}, la date de l’ENT n’est pas connue", undated=counted["undated"]
    )
    return joined((unknown if unknown_n else "", undated if undated_n else ""), "")


def _scope(pace: "Pace", tr: Language) -> Scope:
    """Say of whom a pace is, at the last date."""
    return tr.scope.on(pace.history.index[-1])


def _goal(pace: "Pace", unit: UnitWords) -> str:
    tr, n, day = unit.tr, pace.needed_n, unit.tr.day(pace.goal.by)
    aim = _aim(pace, unit)
    if not n:
        return tr("L’objectif de {aim} est atteint.", aim=aim)
    # English agrees with what is needed where French is impersonal: two forms that look alike
    figure = f"{pace.unit}_to_goal_n:{pace.goal.share}"
    needed = told(unit.counted(n), Claim(figure, n, _scope(pace, tr)))
    equip = unit.equip
    # The last date of the history counts, not today: the same inputs must give the same sentence.
    if pace.is_past:
        return tr.plural(
            "L’échéance du {day} est passée\u00a0: il manque {needed} pour {aim}.",
            "L’échéance du {day} est passée\u00a0: il manque {needed} pour {aim}.",
            n, day=day, needed=needed, aim=aim,
        )  # fmt: skip
    return tr.plural(
        "Pour atteindre {aim} au {day}, il faut encore {equip} {needed}{how}{planned}.",
        "Pour atteindre {aim} au {day}, il faut encore {equip} {needed}{how}{planned}.",
        n, day=day, needed=needed, aim=aim, equip=equip, how=_how(n, pace, unit),
        planned=_planned(pace, unit),
    )  # fmt: skip


def _planned(pace: "Pace", unit: UnitWords) -> str:
    """Say how many have an ENT to come, which no pace knows of; "" where none has."""
    tr, n = unit.tr, int(pace.history["planned_n"].iloc[-1])
    if not n:
        return ""
    claim = Claim(f"{pace.unit}_n", n, _scope(pace, tr).of("planned"))
    return tr.plural(
        "\u00a0; {planned} a un ENT prévu, pas encore ouvert",
        "\u00a0; {planned} ont un ENT prévu, pas encore ouvert",
        n,
        planned=told(unit.counted(n), claim),
    )


def _aim(pace: "Pace", unit: UnitWords) -> str:
    """Write the share aimed at, and of what where it isn't schools."""
    goal = Claim("goal_share", pace.goal.share, unit.tr.scope)
    aim = told(_percent(pace.goal.share, unit.tr), goal)
    if pace.unit == "schools":
        return aim
    return unit.tr("{share} des {many}", share=aim, many=unit.many)


def _how(n: int, pace: "Pace", unit: UnitWords) -> str:
    """Say in how many rentrées so many are to come, and how many at each.

    Rentrées, not months: that is when an ENT opens, and no month of spring brings its share.
    """
    tr, rentrees_n, scope = unit.tr, pace.rentrees_n, _scope(pace, unit.tr)
    figure = f"{pace.unit}_a_rentree_n:{pace.goal.share}:{pace.goal.by}"
    if rentrees_n == 0:
        return tr(", sans rentrée d’ici là")
    if rentrees_n == 1:
        return tr(" en une rentrée")
    until = f"rentrees_n:{pace.goal.by}"
    rentrees = tr(" en {n} rentrées", n=tr.count(rentrees_n, scope, figure=until))
    least, rest = divmod(n, rentrees_n)
    if not least:
        return rentrees
    if not rest:
        exactly = told(unit.counted(least), Claim(figure, least, scope))
        at_each = tr(", soit {each} par rentrée", each=exactly)
    elif least < _FEW:
        at_each = tr(
            ", soit {least} ou {most} par rentrée",
            least=told(tr.number(least), Claim(f"{figure}:least", least, scope)),
            most=told(unit.counted(least + 1), Claim(f"{figure}:most", least + 1, scope)),
        )
    else:
        nearest = (2 * n + rentrees_n) // (2 * rentrees_n)  # half up
        about = told(unit.counted(nearest), Claim(figure, n / rentrees_n, scope))
        at_each = tr(", soit environ {each} par rentrée", each=about)
    return joined((rentrees, at_each), "")


def _recent(pace: "Pace", since: dt.date, unit: UnitWords) -> str:
    tr, n = unit.tr, abs(pace.gained_n)
    end = _end(pace, tr)
    # the day that the last one is compared with: as many months as it takes to hold one rentrée
    text = (
        mark("Depuis la première ouverture datée, le {day}")
        if pace.since_first_opening
        else mark("En douze mois, depuis le {day}")
    )
    span = tr(text, day=tr.day(since))
    if not pace.gained_n:
        text = mark("{span}, {none} de plus n’a d’ENT{end}.")
        return tr(text, span=span, none=unit.none, many=unit.many, end=end)
    having = share_claim(pace.unit, 0.0, _scope(pace, tr)).scope
    gain = Claim(f"{pace.unit}_gained_n", pace.gained_n, having, having.on(since))
    gained_fields = {
        "gained": told(unit.counted(n), gain),
        "gained_n": told(tr.number(n), gain),
        "noun": unit.noun(n),
    }
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
    pace_words = (
        mark("à raison d’autant par an") if pace.since_first_opening else mark("à ce rythme")
    )
    if pace.end_year is None:
        return tr(
            "\u00a0; {pace}, l’objectif ne serait pas atteint avant {years} ans",
            pace=tr(pace_words),
            years=told(
                str(FAR_YEARS), Claim(f"{pace.unit}_reached_after_years_n", FAR_YEARS, tr.scope)
            ),
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
    year = Claim(f"{pace.unit}_reached_year:{pace.goal.share}", pace.end_year, _scope(pace, tr))
    return tr(text, pace=tr(pace_words), year=told(school_year_words(pace.end_year), year))


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
    then = share_claim(pace.unit, 0.0, tr.scope.on(pace.goal.by))
    shares = {
        title: told(
            _percent(last[title], tr),
            Claim(f"{pace.unit}_curve_{title}", float(last[title]), then.scope, then.against),
        )
        for title in ("share", "low", "high")
    }
    # Two ways to look ahead, at one date: the year of the one couldn't be held against the other's
    # share.
    beside = tr(
        "\u00a0; au rythme des douze derniers mois, ce serait {share}",
        share=told(
            _percent(pace.share_then, tr),
            Claim(f"{pace.unit}_pace_share", pace.share_then, then.scope, then.against),
        ),
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
