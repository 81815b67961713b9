"""What an atlas says of a zone: its rate, its change, and why it has none."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from geo_ent.tables.contract import IN_DOUBT
from geo_ent.telling.claims import Claim, told
from geo_ent.telling.indicator_claims import share_claim
from geo_ent.telling.language import Language
from geo_ent.telling.page.headline import counted_schools, headline
from geo_ent.telling.page.picture_words import value_words
from geo_ent.text.apostrophes import printed

if TYPE_CHECKING:
    from geo_ent.indicators.catalogue import Indicator

Row = Mapping[str, float]


def all_unknown(row: Row) -> bool:
    """Tell whether a zone has schools, and nobody knows of any whether it has an ENT.

    Examples
    --------
    >>> all_unknown({"schools_n": 2, "unknown_n": 2}), all_unknown({"schools_n": 0, "unknown_n": 0})
    (True, False)
    """
    return 0 < row["schools_n"] <= row.get("unknown_n", 0)


def rate_line(row: Row, tr: Language) -> str:
    """Say a zone's share of schools with an ENT, with the schools that it is of.

    Parameters
    ----------
    row
        `schools_n, covered_n`.
    tr
        The language, about the zone's schools.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> line = rate_line({"schools_n": 421, "covered_n": 210}, language("fr", "public"))
    >>> line.replace(chr(0xA0), " ")
    '49,9 % : 210 écoles publiques sur 421'
    >>> line = rate_line({"schools_n": 3, "covered_n": 0, "unknown_n": 3}, language("fr"))
    >>> line.replace(chr(0xA0), " ")
    'On ne sait d’aucune des 3 écoles si elle a un ENT.'
    """
    schools_n, covered_n = int(row["schools_n"]), int(row["covered_n"])
    if not schools_n:
        return tr("Aucune {school}")
    # Its share would be 0 %, as if it were known that none has one.
    if all_unknown(row):
        return headline({**row, "unknown_n": schools_n}, tr, sector=tr.sector)
    share = covered_n / schools_n
    return tr(
        "{share}\u00a0: {covered} sur {n}",
        share=told(tr.percent(share), share_claim("schools", share, tr.scope)),
        covered=counted_schools(covered_n, tr.sector, tr, tr.scope.of("school")),
        n=tr.count(schools_n),
    )


def doubt_line(row: Row, tr: Language) -> str:
    """Say for how many schools it isn't known whether they have an ENT.

    "" where it is known for all, and where it is for none, which the rate says.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> row = {"schools_n": 421, "covered_n": 210, "unknown_n": 22, "undated_n": 0}
    >>> doubt_line(row, language("fr")).replace(chr(0xA0), " ")
    'On ne sait pas pour 22 écoles : la part est entre 49,9 % et 55,1 %.'
    >>> doubt_line(row | {"undated_n": 9}, language("fr"))[:59].replace(chr(0xA0), " ")
    'On ne sait pas pour 22 écoles, et l’ENT de 9 n’est pas daté'
    """
    unknown_n, undated_n = (int(row.get(f"{status}_n", 0)) for status in ("unknown", "undated"))
    schools_n, doubt_n = int(row["schools_n"]), unknown_n + undated_n
    if not doubt_n or not schools_n or all_unknown(row):
        return ""
    low, high = (row["covered_n"] / schools_n, (row["covered_n"] + doubt_n) / schools_n)
    most = tr.scope.of("school", *IN_DOUBT)
    # The two apart, as the headline has them: one number for both would contradict it.
    unknown = counted_schools(unknown_n, "all", tr, tr.scope.of("unknown"))
    if not undated_n:
        whose = tr("On ne sait pas pour {schools}", schools=unknown)
    elif unknown_n:
        undated = tr.count(undated_n, tr.scope.of("undated"))
        whose = tr(
            "On ne sait pas pour {schools}, et l’ENT de {n} n’est pas daté",
            schools=unknown,
            n=undated,
        )
    else:
        undated = counted_schools(undated_n, "all", tr, tr.scope.of("undated"))
        whose = tr("L’ENT de {schools} n’est pas daté", schools=undated)
    return tr(
        "{whose}\u00a0: la part est entre {low} et {high}.",
        whose=whose,
        low=told(tr.percent(low), share_claim("schools", low, tr.scope)),
        high=told(tr.percent(high), Claim("schools_share", high, most, tr.scope)),
    )


def change_line(row: Mapping[str, object], tr: Language) -> str:
    """Say how a zone's share changed, since when, and by how many schools that is known.

    Parameters
    ----------
    row
        `change` in points, `compared_n, left_out_n, compared_to`.
    tr
        The language, about the zone's schools.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> row = {"change": 4.25, "compared_n": 359, "left_out_n": 62}
    >>> row |= {"compared_to": dt.date(2021, 9, 1)}
    >>> change_line(row, language("fr")).replace(chr(0xA0), " ")
    '+4,3 points depuis le 1er septembre 2021, d’après 359 écoles sur 421, connues aux deux dates'
    """
    change, since = float(str(row["change"])), row["compared_to"]
    if change != change or not isinstance(since, dt.date):  # noqa: PLR0124 NaN isn't itself
        return ""
    compared_n, left_n = (int(float(str(row[name]))) for name in ("compared_n", "left_out_n"))
    points = told(value_words(change, "points", tr), Claim("change_points", change, tr.scope))
    fields = {"change": points, "day": tr.day(since)}
    if not left_n:
        return tr("{change} depuis le {day}", **fields)
    return tr.plural(
        "{change} depuis le {day}, d’après {schools} sur {all}, connue aux deux dates",
        "{change} depuis le {day}, d’après {schools} sur {all}, connues aux deux dates",
        compared_n,
        schools=_schools(compared_n, "schools_compared_n", tr),
        all=tr.count(compared_n + left_n),
        **fields,
    )


def change_bounds_line(row: Mapping[str, object], tr: Language) -> str:
    """Say what change the schools that aren't compared leave open; "" where all are.

    Parameters
    ----------
    row
        `change_low, change_high` in points, `left_out_n`.
    tr
        The language, about the zone's schools.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> row = {"change_low": -11.5, "change_high": 20.04, "left_out_n": 62}
    >>> change_bounds_line(row, language("fr")).replace(chr(0xA0), " ")
    'Avec 62 écoles non comparées, l’évolution irait de −11,5 points à +20,0 points.'
    """
    left_n = int(float(str(row["left_out_n"])))
    bounds = {end: float(str(row[f"change_{end}"])) for end in ("low", "high")}
    if not left_n or any(map(math.isnan, bounds.values())):
        return ""
    fields = {
        end: told(value_words(value, "points", tr), Claim(f"change_{end}_points", value, tr.scope))
        for end, value in bounds.items()
    }
    return tr.plural(
        "Avec {schools} non comparée, l’évolution irait de {low} à {high}.",
        "Avec {schools} non comparées, l’évolution irait de {low} à {high}.",
        left_n,
        schools=_schools(left_n, "schools_left_out_n", tr),
        **fields,
    )


def _schools(n: int, figure: str, tr: Language) -> str:
    """Write a number of schools that is another figure than those of a status."""
    words = tr.plural("{n} école", "{n} écoles", n, n=tr.number(n))
    return told(words, Claim(figure, n, tr.scope))


def change_labels(indicator: "Indicator", tr: Language) -> tuple[str, ...]:
    """Name the classes of a change, lowest first, then the two that have no colour.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import GAP
    >>> from geo_ent.telling.language import language
    >>> [name.replace(chr(0xA0), " ") for name in change_labels(GAP, language("fr"))][1:3]
    ['−20 à moins de −5 points', '−5 à moins de +5 points']
    """
    inner = [_signed(bound, tr) for bound in indicator.breaks[1:-1]]
    return (
        tr("moins de {bound}\u00a0points", bound=inner[0]),
        *(
            tr("{low} à moins de {high}\u00a0points", low=low, high=high)
            for low, high in pairwise(inner)
        ),
        tr("{bound}\u00a0points et plus", bound=inner[-1]),
        tr("sans {school} à l’une des deux dates"),
        tr("inconnu"),
    )


def signed_number(points: float, tr: Language) -> str:
    """Write a change in points without its unit, which a heading or a legend has.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> signed_number(4.25, language("fr")), signed_number(-1.0, language("en"))
    ('+4,3', '−1.0')
    """
    return value_words(points, "points", tr).partition("\u00a0")[0]


def class_ends(indicator: "Indicator", tr: Language) -> list[str]:
    """Write the bounds between an indicator's classes, the unit at the last.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> from geo_ent.telling.language import language
    >>> [end.replace(chr(0xA0), " ") for end in class_ends(COVERAGE, language("fr"))]
    ['20', '40', '60', '80 %']
    """
    inner = indicator.breaks[1:-1]
    if indicator.unit == "points":
        ends = [_signed(bound, tr) for bound in inner]
        return [*ends[:-1], tr("{bound}\u00a0pts", bound=ends[-1])]
    return [
        *(tr.number(100 * bound) for bound in inner[:-1]),
        tr.percent(inner[-1], decimals=0),
    ]


def _signed(bound: float, tr: Language) -> str:
    plus = "+" if bound > 0 else ""
    return plus + tr.number(bound).replace("-", "\u2212")


def absent_line(tr: Language) -> str:
    """Say that a zone of the territory has no figures."""
    return tr("Pas encore dans cet atlas")


def lacking_line(names: Sequence[str], tr: Language) -> str:
    """Say which départements a zone's figures don't count; "" where they count all of them.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> lacking_line(["Loire"], language("fr")), lacking_line([], language("fr"))
    ('Sans Loire, que l’atlas n’a pas.', '')
    """
    if not names:
        return ""
    return tr("Sans {names}, que l’atlas n’a pas.", names=", ".join(map(printed, names)))


def zone_lines(
    name: str,
    row: Mapping[str, float],
    changed: Mapping[str, object] | None,
    tr: Language,
    *,
    lacking: Sequence[str] = (),
) -> list[str]:
    """Say all that a map says of a zone under the pointer: a line for each thing."""
    lines = [name, rate_line(row, tr), doubt_line(row, tr)]
    if changed:
        lines.append(change_line(changed, tr))
    lines.append(lacking_line(lacking, tr))
    return [line for line in lines if line]
