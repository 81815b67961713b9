"""Shares, gaps and groups of schools in words."""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.groupings import OUTSIDE, RURAL
from geo_ent.telling.claims import ANYONE, Claim, Scope, told
from geo_ent.telling.indicator_claims import share_claim
from geo_ent.text.numbers import gap_agrees, half_up, points_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo_ent.indicators.groupings import Grouping
    from geo_ent.telling.language import Language

_LEAST_WRITTEN = 0.05  # under it, one decimal would write 0


class Group(NamedTuple):
    """A row of a grouping's table: its code, schools, those covered, those nobody knows of.

    `scope` tells which schools of the whole they are.
    """

    code: str
    n: int
    covered: int
    unknown: int
    scope: Scope = ANYONE

    @property
    def share(self) -> float:
        """The share covered."""
        return self.covered / self.n

    def claim(self) -> Claim:
        """Say that this share of the group has an ENT."""
        return share_claim("schools", self.share, self.scope)


def rate(share: float, tr: "Language") -> str:
    """Write a share with the decimal that it needs; nearly none or all is never written so.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> rate(0.5, language("en")), rate(0.99999, language("en"))
    ('50%', '99.9%')
    """
    if abs(share * 100 - round(share * 100)) < 1e-9:  # noqa: PLR2004 rounding
        return tr.percent(share, decimals=0)
    return tr.percent(_written(share))


def _written(share: float) -> float:
    """Keep a share off 0 and 1, but for none and all: one of 3,000 schools isn't 0,0 %."""
    return share if share in {0, 1} else min(max(share, 0.001), 0.999)


def points(gap: float, tr: "Language") -> str:
    r"""Write a distance in percentage points (given in points), whatever its sign.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> fr = language("fr")
    >>> points(-19.24, fr), points(1.0, fr), points(0.01, fr)
    ('19,2\xa0points', '1,0\xa0point', 'moins de 0,1\xa0point')
    """
    size = round(abs(gap), 9)
    if 0 < size < _LEAST_WRITTEN:
        return tr("moins de 0,1 point")
    # What is written decides: 1,96 is « 2,0 points », and in English 0.98 is "1.0 point".
    written = tr.number(size, decimals=1)
    return tr.plural("{n} point", "{n} points", half_up(size, 1), n=written)


def apart(first: float, second: float, tr: "Language") -> str:
    r"""Write the distance between two shares that are written beside it, to be read after « de ».

    As what is written says, or "about": rounded each by itself, the three may not add up.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> fr = language("fr")
    >>> [fr("{gap:de}", gap=apart(*pair, fr)) for pair in ((0.4, 0.6), (0.2006, 0.1004))]
    ['de 20,0\xa0points', 'd’environ 10,0\xa0points']
    """
    gap = points(points_apart(first, second), tr)
    if gap_agrees(_written(first), _written(second)) or abs(first - second) < _LEAST_WRITTEN / 100:
        return gap
    return tr("environ {gap}", gap=gap)


def gap_claim(gap: float, group: Scope, against: Scope) -> Claim:
    """Say by how many points the share of a group that has an ENT is over another's."""
    return Claim("gap_points", gap, group, against)


def group_scope(key: str, code: str, whole: Scope) -> Scope:
    """Say which schools a group of a grouping is.

    Examples
    --------
    >>> group_scope("priority", OUTSIDE, Scope("public")).traits
    (('priority', ''),)
    """
    if key == "circonscription":
        return whole.at(key, code)
    traits: dict[str, dict[str, object]] = {
        "rurality": {"rural": code == RURAL},
        "priority": {"priority": "" if code == OUTSIDE else code},
    }
    return whole.of(**traits.get(key, {f"{key}_group": code}))


def rows_of(grouping: "Grouping", whole: Scope = ANYONE) -> list[Group]:
    """Give a grouping's groups, in their order; `whole` is of whom the grouping is."""
    titles = ["group", "population", "covered_n", "unknown_n"]
    rows = grouping.table[titles].itertuples(index=False, name=None)
    return [
        Group(str(code), int(n), int(k), int(unknown), group_scope(grouping.key, str(code), whole))
        for code, n, k, unknown in rows
    ]


def told_apart(rows: "Sequence[Group]") -> "tuple[list[Group], list[Group]]":
    """Part the groups of which something is known from those of which nothing is.

    A share of 0 % of the latter would say that none of their schools has an ENT.
    """
    known = [group for group in rows if group.unknown < group.n]
    return known, [group for group in rows if group.unknown >= group.n]


def have(group: Group, tr: "Language") -> str:
    """Say how many schools of a group have an ENT."""
    known = tr(" que l’on sache") if group.unknown else ""
    n = tr.count(group.n, group.scope)
    # "1 école sur 1 (100 %)" is true and absurd.
    if group.n == 1:
        if group.covered:
            return tr("la seule école a un ENT")
        return tr("la seule école n’a pas d’ENT{known}", known=known)
    if group.covered == 0:
        return tr("aucune des {n} écoles n’a d’ENT{known}", n=n, known=known)
    # Before the count: "5 écoles sur 5 (100 %)" says it three times.
    if group.covered == group.n:
        return tr("les {n} écoles ont un ENT", n=n)
    return tr.plural(
        "{covered} école sur {n} a un ENT ({share}{few})",
        "{covered} écoles sur {n} ont un ENT ({share}{few})",
        group.covered,
        covered=tr.count(group.covered, group.scope.of("school")),
        n=n,
        share=told(rate(group.share, tr), group.claim()),
        few=tr(", part fragile") if group.n < FRAGILE_BELOW else "",
    )


def quoted(names: "tuple[str, ...]", tr: "Language", *, most_names: int, last: bool = False) -> str:
    """List names in quotation marks, the first ones only where there are too many.

    Parameters
    ----------
    most_names
        How many are written at most.
    last
        Whether the last one comes after "et" rather than a comma.
    """
    shown = [tr("« {name} »", name=name) for name in names[:most_names]]
    more = len(names) - len(shown)
    if more:
        others = tr.plural("{n} autre", "{n} autres", more, n=tr.number(more))
        return tr("{first} et {last}", first=", ".join(shown), last=others)
    if last and len(shown) > 1:
        return tr("{first} et {last}", first=", ".join(shown[:-1]), last=shown[-1])
    return ", ".join(shown)
