"""Equity in a paragraph that can be pasted in a letter: written from the numbers, true of them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.indicators.groupings import OUTSIDE, RURAL
from geo_ent.indicators.schools_without_ent import keeps_to_rural
from geo_ent.tables.contract import IN_DOUBT, WITHOUT
from geo_ent.telling.chance_words import p_words
from geo_ent.telling.claims import Claim, joined, reworded, told
from geo_ent.telling.equity.group_words import grouping_title, left_out, named_groups, why_none
from geo_ent.telling.equity.share_words import (
    Group,
    apart,
    gap_claim,
    have,
    points,
    rate,
    rows_of,
    told_apart,
)

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.equity.equity_figures import EquityFigures, SchoolCounts
    from geo_ent.indicators.equity.small_zones import Chance
    from geo_ent.indicators.noted_table import NotedTable
    from geo_ent.telling.language import Language

_RARE = 0.05
_LEAST_INDEX = 0.005  # under it, two decimals would write 0


@dataclass(frozen=True)
class EquityWords:
    """What can be said, and what can't.

    Attributes
    ----------
    sentences
        To be read in this order.
    notes
        What isn't in them, and why.
    spoken
        Five at most, to be read aloud (`spoken_sentences`).
    doubts
        What the schools of which nobody knows could change (`doubt_sentences`).
    """

    sentences: tuple[str, ...]
    notes: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def paragraph(self) -> str:
        """The sentences in one paragraph."""
        return joined(self.sentences)


def equity_words(
    figures: "EquityFigures", tr: "Language", *, areas: "NotedTable[pd.DataFrame] | None" = None
) -> EquityWords:
    r"""Tell how equal the coverage is, from what is known.

    Parameters
    ----------
    figures
        As `equity_figures` gives them.
    tr
        The language.
    areas
        The white areas, where they were looked for.

    Returns
    -------
    EquityWords
        Rural against urban, priority education, IPS, circonscriptions, the rural schools without an
        ENT, white areas, and the schools of which nothing is known. A gap is compared with what
        chance alone would make it (`unequal_by_chance`).

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.equity.equity_figures import equity_figures
    >>> from geo_ent.telling.language import language
    >>> pair = pd.DataFrame({"status": ["school", "none"], "rural": pd.array([False, True])})
    >>> equity_words(equity_figures(pair), language("en")).sentences[1]
    'The share of rural schools is 100.0\xa0points lower than that of urban schools.'
    """
    counts = figures.counts
    alike = _all_alike(counts, tr)
    # One sentence says it all; gaps of 0 would then be told four times.
    if alike:
        compared, notes = [alike], list[str]()
    else:
        compared, notes = _compared(figures, tr)
    sentences = [*compared, *_without(counts, tr), *_areas(areas, tr), *_unknown(counts, tr)]
    if counts.schools_n and not counts.pupils_known:
        notes.append(tr("Les effectifs ne sont pas donnés\u00a0: les élèves ne sont pas comptés."))
    return EquityWords(tuple(sentences), tuple(notes))


def doubt_sentences(figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    """Say what the schools of which nobody knows could change: of the whole, then of the gap."""
    counts, grouping = figures.counts, figures.groups["rurality"]
    if 0 < counts.schools_n == counts.unknown_n:
        yield tr("On ne sait d’aucune {school} si elle a un ENT.")
        return
    yield from _unknown(counts, tr)
    if not grouping.lacks and not nothing_to_compare(counts):
        rows = rows_of(grouping, tr.scope)
        rural, urban = rows if rows[0].code == RURAL else rows[::-1]
        # On its own, without the gap told before it.
        gap = tr("l’écart entre les communes rurales et les communes urbaines")
        yield from _bounds(rural, urban, tr, whose=_whose(counts, tr), gap=gap)


def nothing_to_compare(counts: "SchoolCounts") -> bool:
    """Tell whether all schools are alike: none, all or nobody's known to have an ENT."""
    return counts.covered_n in {0, counts.schools_n}


def _all_alike(counts: "SchoolCounts", tr: "Language") -> str:
    """Say why no gap can be measured at all; "" if one can."""
    n, covered, unknown = counts.schools_n, counts.covered_n, counts.unknown_n
    if not n:
        return tr("Il n’y a aucune école.")
    if unknown == n:
        return tr("On ne sait d’aucune école si elle a un ENT\u00a0: rien à comparer.")
    if covered == n:
        return tr("Toutes les écoles ont un ENT\u00a0: il n’y a pas d’écart entre elles.")
    if covered:
        return ""
    if unknown:
        return tr(
            "Aucune école dont la situation est connue n’a d’ENT\u00a0: il n’y a pas d’écart à "
            "mesurer."
        )
    return tr("Aucune école n’a d’ENT\u00a0: il n’y a pas d’écart à mesurer.")


def _compared(figures: "EquityFigures", tr: "Language") -> tuple[list[str], list[str]]:
    """Compare the groups that can be; note why the others can't."""
    # Density and size of the commune are left to the tables: they say again, in more groups, what
    # rural and urban say.
    writers = {
        "rurality": _rurality,
        "priority": _priority,
        "ips": _ips,
        "circonscription": _circonscriptions,
    }
    sentences: list[str] = []
    notes: list[str] = []
    for key, write in writers.items():
        grouping, title = figures.groups[key], grouping_title(key, tr)
        why = why_none(grouping, tr)
        if why:
            # After a colon French goes on in lower case; the same reason begins a line elsewhere.
            note = reworded(f"{why[0].lower()}{why[1:]}", why)
        else:
            sentences += write(rows_of(grouping, tr.scope), figures, tr)
            note = left_out(grouping, tr)
        if note:
            notes.append(tr("{title}\u00a0: {note}", title=title, note=note))
    return sentences, notes


def _rurality(rows: list[Group], figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    rural, urban = rows if rows[0].code == RURAL else rows[::-1]
    estimated = any(
        note.code == "rurality_estimated" for note in figures.groups["rurality"].caveats
    )
    yield tr(
        "Dans les communes rurales{basis}, {rural}\u00a0; dans les communes urbaines, {urban}.",
        basis=tr(" (ruralité estimée)") if estimated else "",
        rural=have(rural, tr),
        urban=have(urban, tr),
    )
    gap = 100 * (rural.share - urban.share)
    if math.isclose(rural.share, urban.share, abs_tol=1e-11):
        yield tr("La part est la même dans les unes et dans les autres.")
    else:
        whole = gap_claim(gap, rural.scope.of("school"), urban.scope.of("school"))
        size = told(apart(rural.share, urban.share, tr), whole)
        sentence = (
            tr("La part des écoles rurales est inférieure {gap:de} à celle des écoles urbaines.",
               gap=size)
            if rural.share < urban.share
            else tr("La part des écoles rurales est supérieure {gap:de} à celle des écoles "
                    "urbaines.", gap=size)
        )  # fmt: skip
        yield sentence
        yield _needed(rural, urban, tr)
    yield from _bounds(rural, urban, tr, whose=_whose(figures.counts, tr), gap=tr("l’écart"))
    chance = figures.chances["rurality"]
    if is_gap(chance):
        yield _by_chance(
            chance,
            tr,
            key="rurality",
            rare=tr("un écart aussi grand serait rare"),
            common=tr("un écart aussi grand ne serait pas rare"),
            proof=tr("il ne prouve pas d’inégalité"),
        )


def _needed(rural: Group, urban: Group, tr: "Language") -> str:
    """Count the schools that would close the gap; whole schools may step over it."""
    # By share: the urban schools may be behind.
    behind, ahead = sorted((rural, urban), key=lambda group: group.share)
    # The 1e-9 keeps a count that is whole from being rounded up by a float's last bit.
    k = math.ceil(ahead.covered * behind.n / ahead.n - behind.covered - 1e-9)
    n = told(tr.number(k), Claim("schools_to_close_gap_n", k, behind.scope, ahead.scope))
    if behind.code == RURAL:
        return tr.plural(
            "Pour combler l’écart, il faudrait équiper {n} école rurale de plus.",
            "Pour combler l’écart, il faudrait équiper {n} écoles rurales de plus.",
            k, n=n,
        )  # fmt: skip
    return tr.plural(
        "Pour combler l’écart, il faudrait équiper {n} école urbaine de plus.",
        "Pour combler l’écart, il faudrait équiper {n} écoles urbaines de plus.",
        k, n=n,
    )  # fmt: skip


def _whose(counts: "SchoolCounts", tr: "Language") -> str:
    """Say of the schools in doubt what isn't known: at a past day, of some, since when only."""
    if counts.undated_n == counts.unknown_n:
        return tr("dont l’ENT n’est pas daté")
    if counts.undated_n:
        return tr("dont on ne sait rien ou dont l’ENT n’est pas daté")
    return tr("dont on ne sait rien")


def _bounds(rural: Group, urban: Group, tr: "Language", *, whose: str, gap: str) -> Iterator[str]:
    """Say how far the unknown schools could move the gap."""
    unknown = rural.unknown + urban.unknown
    if not unknown:
        return
    # The worst for the rural schools: none of theirs that is unknown has one, all of the urban ones
    # have.
    low = 100 * (rural.share - (urban.covered + urban.unknown) / urban.n)
    high = 100 * ((rural.covered + rural.unknown) / rural.n - urban.share)
    having, at_most = ("school",), ("school", *IN_DOUBT)
    least = gap_claim(low, rural.scope.of(*having), urban.scope.of(*at_most))
    most = gap_claim(high, rural.scope.of(*at_most), urban.scope.of(*having))
    nobody_knows = tr.scope.of(*IN_DOUBT, rural=(False, True))
    yield tr.plural(
        "Selon la situation de la seule école {whose}, {gap} peut aller de {low} à {high} pour "
        "les écoles rurales.",
        "Selon la situation des {n} écoles {whose}, {gap} peut aller de {low} à {high} pour les "
        "écoles rurales.",
        unknown, n=tr.count(unknown, nobody_knows), whose=whose, gap=gap,
        low=told(_signed(low, tr), least), high=told(_signed(high, tr), most),
    )  # fmt: skip


def _signed(gap: float, tr: "Language") -> str:
    if math.isclose(gap, 0, abs_tol=1e-9):
        return tr("zéro")
    if gap < 0:
        return tr("{gap} de moins", gap=points(gap, tr))
    return tr("{gap} de plus", gap=points(gap, tr))


def is_gap(chance: "Chance") -> bool:
    """Tell whether there is a gap to speak of: neither equal but for rounding, nor NaN."""
    return chance.observed > 1e-12  # noqa: PLR2004


def _by_chance(
    chance: "Chance", tr: "Language", *, key: str, rare: str, common: str, proof: str
) -> str:
    """Say whether chance would make such gaps."""
    p = told(
        p_words(chance.p_value, chance.simulations, tr),
        Claim(f"p_value:{key}", chance.p_value, tr.scope),
    )
    # A p is told in either case: "rare" alone would ask to be believed.
    if chance.p_value <= _RARE:
        return tr(
            "Si les mêmes écoles équipées étaient réparties au hasard, {gap} ({p}).",
            gap=rare, p=p,
        )  # fmt: skip
    return tr(
        "Si les mêmes écoles équipées étaient réparties au hasard, {gap} ({p})\u00a0: {proof}.",
        gap=common, p=p, proof=proof,
    )  # fmt: skip


def _gaps_by_chance(
    figures: "EquityFigures", key: str, tr: "Language", *, rare: str, common: str
) -> Iterator[str]:
    chance = figures.chances[key]
    if is_gap(chance):
        proof = tr("ils ne prouvent pas d’inégalité")
        yield _by_chance(chance, tr, key=key, rare=rare, common=common, proof=proof)


def _priority(rows: list[Group], figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    names = named_groups(figures.groups["priority"], tr)
    parts = [
        tr("{name}, {have}", name=names[group.code], have=have(group, tr))
        if group.code == OUTSIDE
        else tr("en {name}, {have}", name=group.code, have=have(group, tr))
        for group in rows
    ]
    # One sentence: REP+, REP and the rest are compared with each other.
    compared = joined(parts, tr("\u00a0; "))
    yield reworded(f"{compared[0].upper()}{compared[1:]}.", compared)


def _ips(rows: list[Group], figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    names = named_groups(figures.groups["ips"], tr)
    # Both ends only: the fifths between them are in the table.
    low, high = rows[0], rows[-1]
    spans = figures.groups["ips"].spans
    names |= {
        group.code: told(
            names[group.code],
            *(Claim(f"ips_{end}", ips, group.scope)
              for end, ips in zip(("min", "max"), spans[group.code], strict=True)),
        )
        for group in (low, high)
    }  # fmt: skip
    yield tr(
        "Parmi les écoles à l’indice de position sociale le plus bas ({lowest}), {low}\u00a0; "
        "parmi celles où il est le plus haut ({highest}), {high}.",
        lowest=_inside(names[low.code]),
        low=have(low, tr),
        highest=_inside(names[high.code]),
        high=have(high, tr),
    )
    yield from _gaps_by_chance(
        figures,
        "ips",
        tr,
        rare=tr("des écarts aussi grands entre cinquièmes d’écoles seraient rares"),
        common=tr("des écarts aussi grands entre cinquièmes d’écoles ne seraient pas rares"),
    )


def _inside(name: str) -> str:
    """Write the name of a fifth where it stands in parentheses: with a comma for its own."""
    return reworded(name[:-1].replace(" (", ", "), name)


def _circonscriptions(rows: list[Group], figures: "EquityFigures", tr: "Language") -> Iterator[str]:
    rows, silent = told_apart(rows)
    yield from _known_circonscriptions(rows, figures, tr)
    if silent:
        n = len(silent)
        yield tr.plural(
            "On ne sait d’aucune école de {n} autre circonscription\u00a0: l’indice et le "
            "hasard la comptent sans ENT.",
            "On ne sait d’aucune école de {n} autres circonscriptions\u00a0: l’indice et le "
            "hasard les comptent sans ENT.",
            n,
            n=tr.count(n, figure="silent_circonscriptions_n"),
        )


def _known_circonscriptions(
    rows: list[Group], figures: "EquityFigures", tr: "Language"
) -> Iterator[str]:
    low, high = min(group.share for group in rows), max(group.share for group in rows)
    if math.isclose(low, high, abs_tol=1e-12):
        yield tr(
            "La part est la même dans les {n} circonscriptions ({share}).",
            n=tr.count(len(rows), figure="circonscriptions_n"),
            share=told(rate(low, tr), rows[0].claim()),
        )  # fmt: skip
        return
    names = named_groups(figures.groups["circonscription"], tr)
    index = figures.gini
    yield tr(
        "D’une circonscription à l’autre, la part va de {low} ({lowest}) à {high} ({highest})"
        "\u00a0; l’indice de Gini est de {index} (0\u00a0: égalité).",
        low=told(rate(low, tr), _first(rows, low).claim()),
        lowest=zones_named(rows, low, names, tr),
        high=told(rate(high, tr), _first(rows, high).claim()),
        highest=zones_named(rows, high, names, tr),
        # An index of 0.00 would say equality, which it is not.
        index=told(
            tr.number(index, decimals=2) if index >= _LEAST_INDEX else tr("moins de 0,01"),
            Claim("gini", index, tr.scope),
        ),
    )
    yield from _gaps_by_chance(
        figures,
        "circonscription",
        tr,
        rare=tr("des écarts aussi grands entre circonscriptions seraient rares"),
        common=tr("des écarts aussi grands entre circonscriptions ne seraient pas rares"),
    )


def zones_named(rows: list[Group], share: float, names: dict[str, str], tr: "Language") -> str:
    """Name the zones that have this share: one or two; of more, the first, and how many others."""
    alike = [group for group in rows if _same(group, share)]
    first, more = alike[0], len(alike) - 1
    # "A et 1 autre" is no shorter than the other's name.
    if more <= 1:
        return tr(" et ").join(names[group.code] for group in alike)
    n = tr.count(more, first.scope, figure="other_zones_alike_n")
    return tr("{name} et {n} autres", name=names[first.code], n=n)


def _first(rows: list[Group], share: float) -> Group:
    return next(group for group in rows if _same(group, share))


def _same(group: Group, share: float) -> bool:
    """Tell shares that are equal but for rounding: 1/3 of 9 and of 12 schools is one."""
    return math.isclose(group.share, share, abs_tol=1e-12)


def _without(counts: "SchoolCounts", tr: "Language") -> Iterator[str]:
    """Count the rural schools without an ENT, and their pupils."""
    # Of schools nobody knows anything of, none is known to be without.
    if not counts.rural_n or counts.unknown_n == counts.schools_n:
        return
    n, unknown = counts.without_n, counts.rural_unknown_n
    rural, doubt = tr.scope.of(rural=True), ""
    if unknown:
        doubt = tr.plural(
            "\u00a0; on ne sait pas pour {n} autre", "\u00a0; on ne sait pas pour {n} autres",
            unknown, n=tr.count(unknown, rural.of(*IN_DOUBT)),
        )  # fmt: skip
    if n:
        yield tr.plural(
            "{n} école rurale n’a pas d’ENT pour toute l’école{pupils}{doubt}.",
            "{n} écoles rurales n’ont pas d’ENT pour toute l’école{pupils}{doubt}.",
            n, n=tr.count(n, rural.of(*WITHOUT)), pupils=_pupils(counts, tr), doubt=doubt,
        )  # fmt: skip
    # "None is without" would be too much said, where some are unknown.
    elif unknown:
        yield tr("Aucune école rurale connue n’est sans ENT{doubt}.", doubt=doubt)
    else:
        yield tr("Aucune école rurale n’est sans ENT.")


def _pupils(counts: "SchoolCounts", tr: "Language") -> str:
    unknown, n = counts.pupils_unknown_n, counts.pupils_n
    without = tr.scope.of(*WITHOUT, rural=True)
    # Of no school is the number known: a sum of nothing is not told.
    if unknown == counts.without_n:
        return ""
    least = ""
    if unknown:
        least = tr.plural(
            " au moins (l’effectif de {n} école n’est pas connu)",
            " au moins (l’effectif de {n} écoles n’est pas connu)",
            unknown, n=tr.count(unknown, without.of(pupils_n=None)),
        )  # fmt: skip
    return tr.plural(", soit {n} élève{least}", ", soit {n} élèves{least}", n,
                     n=tr.count(n, without, figure="pupils_n"), least=least)  # fmt: skip


def _areas(areas: "NotedTable[pd.DataFrame] | None", tr: "Language") -> Iterator[str]:
    if areas is None:
        return
    n = len(areas.table)
    if not n:
        yield tr("Aucune zone blanche n’a été trouvée.")
        return
    # An area is a set of communes: no school is in two.
    schools_n = int(areas.table["schools_n"].sum())
    rural = keeps_to_rural(areas.notes)
    communes = tr("communes rurales voisines") if rural else tr("communes voisines")
    yield tr.plural(
        "{n} zone blanche ({communes} qui ont des {schools}, dont aucune n’a, que l’on sache, "
        "d’ENT ouvert à toute l’école) réunit {counted}.",
        "{n} zones blanches ({communes} qui ont des {schools}, dont aucune n’a, que l’on sache, "
        "d’ENT ouvert à toute l’école) réunissent {counted}.",
        n, communes=communes, n=tr.count(n, figure="white_areas_n"),
        counted=told(tr.schools_n(schools_n), Claim("white_schools_n", schools_n, tr.scope)),
    )  # fmt: skip


def _unknown(counts: "SchoolCounts", tr: "Language") -> Iterator[str]:
    n, unknown = counts.schools_n, counts.unknown_n
    if not unknown or unknown == n:
        return
    share, at_most = (counts.covered_n + unknown) / n, tr.scope.of("school", *IN_DOUBT)
    yield tr.plural(
        "{n} école sur {schools_n} {whose} est comptée comme sans ENT\u00a0: si elle en avait un, "
        "la part d’ensemble serait de {share}.",
        "{n} écoles sur {schools_n} {whose} sont comptées comme sans ENT\u00a0: si toutes en "
        "avaient un, la part d’ensemble serait de {share}.",
        unknown, whose=_whose(counts, tr), schools_n=tr.count(n),
        n=tr.count(unknown, tr.scope.of(*IN_DOUBT)),
        share=told(rate(share, tr), Claim("schools_share", share, at_most, tr.scope)),
    )  # fmt: skip
    if undated := counts.undated_n:
        yield tr.plural(
            "{n} école y est comptée parce que le registre ne date pas son ENT.",
            "{n} écoles y sont comptées parce que le registre ne date pas leur ENT.",
            undated, n=tr.count(undated, tr.scope.of("undated")),
        )  # fmt: skip
