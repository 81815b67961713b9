"""Equity in five sentences that can be read aloud: no sign, no parenthesis, whose schools in each.

`equity_sentences` says all that can be said, to be pasted; this says what one listens to.
"""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.groupings import OUTSIDE, RURAL
from geo_ent.tables.contract import WITHOUT
from geo_ent.telling.claims import Claim, joined, reworded, told
from geo_ent.telling.equity.equity_sentences import is_gap, nothing_to_compare, zones_named
from geo_ent.telling.equity.group_words import named_groups
from geo_ent.telling.equity.share_words import Group, rate, rows_of, told_apart
from geo_ent.telling.indicator_claims import share_claim
from geo_ent.telling.language import mark, mark_plural

if TYPE_CHECKING:
    import datetime as dt

    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.indicators.equity.equity_figures import EquityFigures, SchoolCounts
    from geo_ent.indicators.equity.small_zones import Chance
    from geo_ent.telling.language import Language

_RARE = 0.05
_BY_CHANCE = {
    "rare": mark_plural(
        "un tel écart serait rare si les ENT étaient répartis au hasard",
        "de tels écarts seraient rares si les ENT étaient répartis au hasard",
    ),
    "common": mark_plural(
        "un tel écart ne serait pas rare si les ENT étaient répartis au hasard",
        "de tels écarts ne seraient pas rares si les ENT étaient répartis au hasard",
    ),
}
_MORE = mark_plural(
    "depuis le {day}, {n} {school} de plus a un ENT",
    "depuis le {day}, {n} {schools} de plus ont un ENT",
)
_FEWER = mark_plural(
    "depuis le {day}, {n} {school} de moins a un ENT",
    "depuis le {day}, {n} {schools} de moins ont un ENT",
)


def spoken_sentences(
    figures: "EquityFigures",
    tr: "Language",
    *,
    headline: str,
    territory: str,
    date: "dt.date",
    pace: "Pace | None" = None,
) -> tuple[str, ...]:
    r"""Say the state, rural against urban, the circonscriptions, the social gap, what is left.

    Parameters
    ----------
    figures
        As `equity_figures` gives them.
    tr
        The language, about the schools counted.
    headline, territory, date
        What the page says of itself.
    pace
        The way to the goal, where there is a history.

    Returns
    -------
    tuple
        Five sentences at most; what can't be told is left out.

    Examples
    --------
    >>> import datetime as dt, pandas as pd
    >>> from geo_ent.indicators.equity.equity_figures import equity_figures
    >>> from geo_ent.telling.language import language
    >>> trio = pd.DataFrame({"status": ["school", "none", "none"],
    ...                      "rural": pd.array([False, True, True])})
    >>> spoken = spoken_sentences(equity_figures(trio), language("en"), headline="1 of 3.",
    ...                           territory="Aube", date=dt.date(2023, 6, 30))
    >>> print(spoken[1].replace("; ", ";\n").split(":")[0])
    In rural communes, none of the 2 schools has an ENT;
    in urban communes, the only school has an ENT
    """
    state = tr("{territory}, au {day}\u00a0: {headline}", territory=territory or tr("Ensemble"),
               day=tr.day(date), headline=_uncapped(_in_words(headline, tr)))  # fmt: skip
    sentences = [state]
    if not nothing_to_compare(figures.counts):
        sentences += [
            *_rurality(figures, tr),
            *_circonscriptions(figures, tr),
            *_social(figures, tr),
        ]
    return (*sentences, *_left(figures.counts, pace, tr))


def _in_words(sentence: str, tr: "Language") -> str:
    """Write a sentence's per cent as it is read."""
    words = tr("\u00a0pour cent")
    return reworded(sentence.replace("\u00a0%", words).replace("%", words), sentence)


def _uncapped(sentence: str) -> str:
    """Begin with a small letter, after a colon; a number stays."""
    return reworded(sentence[:1].lower() + sentence[1:], sentence)


def _rurality(figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    grouping = figures.groups["rurality"]
    if grouping.lacks:
        return
    rows = rows_of(grouping, tr.scope)
    rural, urban = rows if rows[0].code == RURAL else rows[::-1]
    estimated = any(note.code == "rurality_estimated" for note in grouping.caveats)
    where = (
        (mark("dans les communes estimées rurales, {have}"), mark("dans les autres, {have}"))
        if estimated
        else (mark("dans les communes rurales, {have}"), mark("dans les communes urbaines, {have}"))
    )
    compared = _compared([rural, urban], where, tr)
    if math.isclose(rural.share, urban.share, abs_tol=1e-11):
        yield _sentence(tr("{groups}\u00a0: la part est la même.", groups=compared))
        return
    chance = figures.chances["rurality"]
    # What only adds to a doubt is no "but".
    by = tr(", mais ") if chance.p_value <= _RARE else tr(", et ")
    turned = _reversible(rural, urban, tr)
    verdict = joined([*_verdict(chance, tr, "rurality", gaps=1), *turned], by)
    yield _sentence(_with_verdict(compared, verdict, tr))


def _reversible(rural: Group, urban: Group, tr: "Language") -> Iterator[str]:
    """Say that the schools in doubt could turn a gap round, where they could."""
    behind, ahead = sorted((rural, urban), key=lambda group: group.share)
    if (behind.covered + behind.unknown) / behind.n >= ahead.share and behind.unknown:
        yield tr("les écoles dont on ne sait rien suffiraient à le renverser")


def _circonscriptions(figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    grouping = figures.groups["circonscription"]
    if grouping.lacks:
        return
    (rows, silent), names = told_apart(rows_of(grouping, tr.scope)), named_groups(grouping, tr)
    lowest, highest = (pick(rows, key=lambda group: group.share) for pick in (min, max))
    if math.isclose(lowest.share, highest.share, abs_tol=1e-12):
        yield tr(
            "La part des {schools} qui ont un ENT est la même dans les {n} circonscriptions.",
            n=tr.count(len(rows), figure="circonscriptions_n"),
        )
        return
    compared = tr(
        "d’une circonscription à l’autre, la part des {schools} qui ont un ENT va de {low}, pour "
        "{lowest}, à {high}, pour {highest}",
        low=_share(lowest, tr),
        lowest=zones_named(rows, lowest.share, names, tr),
        high=_share(highest, tr),
        highest=zones_named(rows, highest.share, names, tr),
    )
    if silent:
        n = len(silent)
        without = tr.plural(
            ", sans {n} dont on ne sait rien",
            ", sans {n} dont on ne sait rien",
            n,
            n=tr.count(n, figure="silent_circonscriptions_n"),
        )
        compared = joined([compared, without], "")
    # Chance is that of all of them, those in doubt without an ENT: it then says nothing.
    chance = figures.chances["circonscription"]
    verdict = "" if silent else joined(_verdict(chance, tr, "circonscription", gaps=2))
    yield _sentence(_with_verdict(compared, verdict, tr))


def social_key(figures: "EquityFigures") -> str:
    """Choose the grouping that says whose children are reached: priority education, else the IPS.

    Density and the size of the commune say rural and urban again.
    """
    return "ips" if figures.groups["priority"].lacks else "priority"


def _social(figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    key = social_key(figures)
    grouping = figures.groups[key]
    if grouping.lacks:
        return
    rows, names = rows_of(grouping, tr.scope), named_groups(grouping, tr)
    if key == "priority":
        where = [
            mark("hors éducation prioritaire, {have}")
            if group.code == OUTSIDE
            else tr("en {name}, {{have}}", name=names[group.code])
            for group in rows
        ]
    else:
        rows = [rows[0], rows[-1]]  # both ends: the fifths between them are in the tables
        where = [
            mark("dans le cinquième des écoles à l’indice de position sociale le plus bas, {have}"),
            mark("dans celui où il est le plus haut, {have}"),
        ]
    verdict = joined(_verdict(figures.chances[key], tr, key, gaps=2))
    yield _sentence(_with_verdict(_compared(rows, where, tr), verdict, tr))


def _compared(rows: Sequence[Group], where: Sequence[str], tr: "Language") -> str:
    """Say of each group how many have an ENT: in full once, then by the numbers alone."""
    parts, brief = [], False
    for group, text in zip(rows, where, strict=True):
        parts.append(tr(text, have=_have(group, tr, brief=brief)))
        brief = 0 < group.covered < group.n
    return joined(parts, "\u00a0; " if tr.code == "fr" else "; ")


def _have(group: Group, tr: "Language", *, brief: bool) -> str:
    known, n = tr(" que l’on sache") if group.unknown else "", tr.count(group.n, group.scope)
    if group.n == 1:
        if group.covered:
            return tr("la seule {school} a un ENT")
        return tr("la seule {school} n’a pas d’ENT{known}", known=known)
    if not group.covered:
        return tr("aucune des {n} {schools} n’a d’ENT{known}", n=n, known=known)
    if group.covered == group.n:
        return tr("les {n} {schools} ont un ENT", n=n)
    fields = {
        "covered": tr.count(group.covered, group.scope.of("school")),
        "n": n,
        # Of four schools a share says nothing that the counts don't.
        "share": tr(", soit {share}", share=_share(group, tr)) if group.n >= FRAGILE_BELOW else "",
    }
    if brief:
        return tr("{covered} sur {n}{share}", **fields)
    return tr.plural(
        "{covered} {school} sur {n} a un ENT{share}",
        "{covered} {schools} sur {n} ont un ENT{share}",
        group.covered,
        **fields,
    )


def _share(group: Group, tr: "Language") -> str:
    return _in_words(told(rate(group.share, tr), group.claim()), tr)


def _verdict(chance: "Chance", tr: "Language", key: str, *, gaps: int) -> Iterator[str]:
    """Say whether chance would make such gaps; nothing where there is none."""
    if is_gap(chance):
        words = _BY_CHANCE["rare" if chance.p_value <= _RARE else "common"]
        # Not written, but what the words hang on: a test can hold them to it.
        claim = Claim(f"p_value:{key}", chance.p_value, tr.scope)
        yield told(tr.plural(*words, gaps), claim)


def _with_verdict(compared: str, verdict: str, tr: "Language") -> str:
    if not verdict:
        return tr("{groups}.", groups=compared)
    return tr("{groups}\u00a0: {verdict}.", groups=compared, verdict=verdict)


def _sentence(words: str) -> str:
    return reworded(words[:1].upper() + words[1:], words)


def _left(counts: "SchoolCounts", pace: "Pace | None", tr: "Language") -> Iterator[str]:
    """Say what has changed since, and how many rural schools are left."""
    parts = [*_gained(pace, tr), *_without(counts, tr)]
    if parts:
        yield _sentence(tr("{parts}.", parts=joined(parts, tr("\u00a0; "))))


def _gained(pace: "Pace | None", tr: "Language") -> Iterator[str]:
    if pace is None or pace.unit != "schools" or pace.since is None or pace.is_unknown:
        return
    gained, day = pace.gained_n, tr.day(pace.since)
    if not gained:
        yield tr("depuis le {day}, aucune {school} de plus n’a d’ENT", day=day)
        return
    having = share_claim("schools", 0.0, tr.scope.on(pace.history.index[-1])).scope
    claim = Claim("schools_gained_n", gained, having, having.on(pace.since))
    forms = _MORE if gained > 0 else _FEWER
    n = abs(gained)
    yield tr.plural(*forms, n, day=day, n=told(tr.number(n), claim))


def _without(counts: "SchoolCounts", tr: "Language") -> Iterator[str]:
    if not counts.rural_n or not counts.without_n:
        return
    n, scope = counts.without_n, tr.scope.of(rural=True).of(*WITHOUT)
    pupils = ""
    if counts.pupils_n and not counts.pupils_unknown_n:
        pupils = tr.plural(
            ", où il y a {n} élève,", ", où il y a {n} élèves,", counts.pupils_n,
            n=tr.count(counts.pupils_n, scope, figure="pupils_n"),
        )  # fmt: skip
    yield tr.plural(
        "{n} {school} rurale{pupils} n’a pas d’ENT pour toute l’école",
        "{n} {schools} rurales{pupils} n’ont pas d’ENT pour toute l’école",
        n, n=tr.count(n, scope), pupils=pupils,
    )  # fmt: skip
