"""What an indicator's value claims: the same figure, whatever the sentence that tells it."""

from geo_ent.indicators.coverage import GROUPS
from geo_ent.tables.contract import WITHOUT
from geo_ent.telling.claims import Claim, Scope

_COUNTS = {"without_n": WITHOUT, "unknown_n": ("unknown",)}
_HAVING = {"classes": ("school", "class")}  # where some classes have one, these count


def indicator_claim(indicator_id: str, value: float, scope: Scope) -> Claim:
    """Say of whom an indicator's value is, among the schools of a scope.

    Parameters
    ----------
    indicator_id
        One of the catalogue's.
    value
        As the coverage table has it.
    scope
        The schools of the zone.

    Examples
    --------
    >>> claim = indicator_claim("rural_coverage_share", 0.5, Scope(sector="public"))
    >>> claim.figure, claim.scope.statuses, claim.against.traits
    ('schools_share', ('school',), (('rural', True),))
    """
    if indicator_id == "rural_urban_gap_points":
        rural, urban = (scope.of("school", rural=rural) for rural in (True, False))
        return Claim("gap_points", value, rural, urban)
    if indicator_id in _COUNTS:
        return Claim("schools_n", value, scope.of(*_COUNTS[indicator_id]))
    group = indicator_id.removesuffix("coverage_share").removesuffix("_")
    if group in GROUPS:
        column, member = GROUPS[group]
        return share_claim("schools", value, scope.of(**{column: member}))
    if group in {"", "pupils", "classes"}:
        return share_claim(group or "schools", value, scope)
    return Claim(indicator_id, value, scope)


def share_claim(unit: str, value: float, scope: Scope) -> Claim:
    """Say that a share of a unit ("schools", "classes", "pupils") has an ENT."""
    having = scope.of(*_HAVING.get(unit, ("school",)))
    return Claim(f"{unit}_share", value, having, scope)
