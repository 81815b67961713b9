"""The communes and the EPCI that joined a programme, in sentences."""

from typing import TYPE_CHECKING

from geo_ent.telling.claims import Claim, told
from geo_ent.telling.language import Language, mark_plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from geo_ent.indicators.deployment.adhesions import Adhesions

# Whole sentences by level, not one with a noun put in: "une commune est annoncée", "un EPCI est
# annoncé" agree with their noun from end to end, and each language in its own way.
_JOINED = {
    "commune": mark_plural(
        "{n} commune a adhéré, sur {among} qui ont une école, soit {share}{when}.",
        "{n} communes ont adhéré, sur {among} qui ont une école, soit {share}{when}.",
    ),
    "epci": mark_plural(
        "{n} intercommunalité a adhéré, sur {among} qui ont une école, soit {share}{when}.",
        "{n} intercommunalités ont adhéré, sur {among} qui ont une école, soit {share}{when}.",
    ),
}
_ANNOUNCED = {
    "commune": mark_plural("{n} commune est annoncée.", "{n} communes sont annoncées."),
    "epci": mark_plural(
        "{n} intercommunalité est annoncée.", "{n} intercommunalités sont annoncées."
    ),
}
_ANNOUNCED_TOO = {
    "commune": mark_plural(
        "{n} autre commune est annoncée.", "{n} autres communes sont annoncées."
    ),
    "epci": mark_plural(
        "{n} autre intercommunalité est annoncée.", "{n} autres intercommunalités sont annoncées."
    ),
}
_UNDATED = {
    "commune": mark_plural(
        "{n} commune a adhéré à une date que le registre ne dit pas.",
        "{n} communes ont adhéré à une date que le registre ne dit pas.",
    ),
    "epci": mark_plural(
        "{n} intercommunalité a adhéré à une date que le registre ne dit pas.",
        "{n} intercommunalités ont adhéré à une date que le registre ne dit pas.",
    ),
}


def adhesion_sentences(adhesions: "Adhesions", tr: Language) -> "Iterator[str]":
    """Say how many communes (or EPCI) have joined, since when, and with how many schools."""
    level, n, planned_n = adhesions.level, len(adhesions.table), adhesions.planned_n
    if n:
        yield tr.plural(
            *_JOINED[level],
            n,
            n=tr.count(n, figure=f"adhesion_{level}_n"),
            among=tr.count(adhesions.zones_n, figure=f"adhesion_{level}_whole_n"),
            share=told(
                tr.percent(n / adhesions.zones_n),
                Claim(f"adhesion_{level}_share", n / adhesions.zones_n, tr.scope),
            ),
            when=_from_to(adhesions.table["since"], n, tr),
        )
        # A commune may have joined before its schools open theirs: the two counts differ, and both
        # are told.
        yield _their_schools(adhesions.table, level, tr)
    if undated_n := adhesions.undated_n:
        yield tr.plural(
            *_UNDATED[level], undated_n, n=tr.count(undated_n, figure=f"adhesion_{level}_undated_n")
        )
    if planned_n:
        texts = (_ANNOUNCED_TOO if n else _ANNOUNCED)[level]
        yield tr.plural(
            *texts, planned_n, n=tr.count(planned_n, figure=f"adhesion_{level}_planned_n")
        )


def _their_schools(zones: "pd.DataFrame", level: str, tr: Language) -> str:
    """Say how many schools of the zones that joined have an ENT, and their pupils."""
    covered_n, schools_n = int(zones["covered_n"].sum()), int(zones["schools_n"].sum())
    # Without min_count a sum of nothing known would be 0 pupils.
    pupils_n = zones["covered_pupils_n"].sum(min_count=1)
    known = pupils_n == pupils_n  # noqa: PLR0124 NaN isn't itself
    pupils = _pupils(round(pupils_n), level, tr) if known else ""
    if covered_n == schools_n == 1:
        return tr("Sa seule école a un ENT{pupils}.", pupils=pupils)
    covered = tr.count(covered_n, figure=f"adhesion_{level}_covered_n")
    if covered_n == schools_n:
        return tr.plural(
            "Ses {covered} écoles ont toutes un ENT{pupils}.",
            "Leurs {covered} écoles ont toutes un ENT{pupils}.",
            len(zones),
            covered=covered,
            pupils=pupils,
        )
    # two agreements in one sentence, that of the zones and that of the schools: four forms
    if tr.is_one(covered_n):
        texts = mark_plural(
            "De ses écoles, {covered} sur {schools_n} a un ENT{pupils}.",
            "De leurs écoles, {covered} sur {schools_n} a un ENT{pupils}.",
        )
    else:
        texts = mark_plural(
            "De ses écoles, {covered} sur {schools_n} ont un ENT{pupils}.",
            "De leurs écoles, {covered} sur {schools_n} ont un ENT{pupils}.",
        )
    return tr.plural(
        *texts,
        len(zones),
        covered=covered,
        schools_n=tr.count(schools_n, figure=f"adhesion_{level}_schools_n"),
        pupils=pupils,
    )


def _pupils(n: int, level: str, tr: Language) -> str:
    written = tr.count(n, figure=f"adhesion_{level}_pupils_n")
    return tr.plural(", pour {n} élève", ", pour {n} élèves", n, n=written)


def _from_to(days: "pd.Series[pd.Timestamp]", n: int, tr: Language) -> str:
    """Say when they joined; "" of one day known of some only: it would be read as of all."""
    known = days.dropna()
    if not len(known):
        return ""
    first, last = tr.day(known.min().date()), tr.day(known.max().date())
    if first != last:
        return tr(", de la première le {first} à la dernière le {last}", first=first, last=last)
    if len(known) < n:
        return ""
    return tr(", toutes le {day}", day=first) if n > 1 else tr(", le {day}", day=first)
