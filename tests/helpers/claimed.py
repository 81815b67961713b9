"""Claims checked from the schools, in plain pandas that shares no code with what made them."""

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
DATES = re.compile(rf"\b\d{{1,2}}(?:er)?\s(?:{MONTHS})\s\d{{4}}|\b\d{{4}}-\d{{2}}-\d{{2}}\b")
SCHOOL_YEARS = re.compile(r"\b(\d{4})-\d{4}\b")
ORDINALS = re.compile(r"\b\d+(?:er|re|e)\b")
CALLS = re.compile(r"(?:ENIR|[Ll]abel)(?:[^\d.]{0,40}?\b20(?:17|18|20)\b)+")
NUMERALS = re.compile(r"(?<![A-Za-z\d])\d+(?:[\u202f\u00a0 ]\d{3})*(?:,\d+)?")


def chosen(schools, scope):
    """Take the schools of a scope out of all that there are."""
    rows = schools
    if scope.sector not in {"", "all"}:
        rows = rows[rows["sector"] == scope.sector]
    if scope.departements:
        rows = rows[rows["departement_code"].isin(scope.departements)]
    if scope.level:
        rows = rows[rows[f"{scope.level}_code"] == scope.zone]
    if scope.statuses:
        rows = rows[rows["status"].isin(scope.statuses)]
    for column, value in scope.traits:
        if column == "ips_group":
            # Fifths are cut among all the schools counted, whatever else is asked of them.
            everyone = type(scope)(scope.sector, scope.departements)
            rows = rows[fifths(chosen(schools, everyone)["ips"])[rows.index] == int(value)]
            continue
        values = value if isinstance(value, tuple) else (value,)
        same = rows[column].isna() if value is None else rows[column].isin(values)
        rows = rows[same.fillna(value=False).astype(bool)]
    return rows


def fifths(ips):
    """Cut schools in fifths by the middle of those that have their IPS; 0 for no IPS."""
    known = ips.dropna()
    middles = ips.map(lambda own: ((known < own).sum() + (known == own).sum() / 2) / len(known))
    return (5 * middles + 1e-9).floordiv(1).add(1).where(ips.notna(), 0)


def zone_shares(schools, scope, level="circonscription"):
    """Give each zone's schools and the share of them that has an ENT."""
    rows = chosen(schools, type(scope)(scope.sector, scope.departements))
    rows = rows[rows[f"{level}_code"] != ""]
    having = (rows["status"] == "school").groupby(rows[f"{level}_code"])
    return having.size(), having.mean()


def silent_zones(schools, scope, level="circonscription"):
    """Name the zones of which nobody knows anything."""
    rows = chosen(schools, type(scope)(scope.sector, scope.departements))
    rows = rows[rows[f"{level}_code"] != ""]
    doubt = rows["status"].isin(["unknown", "undated"]).groupby(rows[f"{level}_code"]).all()
    return doubt.index[doubt]


def gini(schools, scope):
    """Take the mean difference of two schools' zones, over twice the mean share."""
    sizes, shares = zone_shares(schools, scope)
    apart = sum(
        sizes[one] * sizes[other] * abs(shares[one] - shares[other])
        for one in sizes.index
        for other in sizes.index
    )
    return apart / (2 * sizes.sum() * (sizes * shares).sum())


def to_close_gap(schools, behind, ahead):
    """Count up from none until the group behind has the share of the other."""
    n, whole = len(chosen(schools, behind)), len(chosen(schools, ahead))
    has = len(chosen(schools, behind.of("school")))
    wanted = len(chosen(schools, ahead.of("school")))
    return next(more for more in range(n + 1) if (has + more) * whole >= wanted * n)


def alike(schools, scope):
    """Count the other zones that have the share of one."""
    _, shares = zone_shares(schools, scope, scope.level)
    shares = shares.drop(silent_zones(schools, scope, scope.level))
    return int(((shares - shares[scope.zone]).abs() < 1e-12).sum()) - 1


def amount(schools, unit):
    """Count schools, or add up their pupils, or their classes that have an ENT."""
    if unit == "schools":
        return len(schools)
    whole = schools[f"{unit}_n"].astype(float)
    if unit == "classes" and "ent_classes_n" in schools:
        # Of a school whose classes aren't known, none is counted on either side of a share.
        some = schools["ent_classes_n"].astype(float).fillna(0).clip(upper=whole.fillna(0))
        return whole.where(schools["status"] != "class", some).sum()
    return whole.sum()


def whole_amount(schools, unit):
    """Count all that a share is of: every class, whatever its school's status."""
    return len(schools) if unit == "schools" else schools[f"{unit}_n"].astype(float).sum()


def share(schools, scope, against, unit="schools"):
    """Divide those of a scope by those that it is a part of."""
    return amount(chosen(schools, scope), unit) / whole_amount(chosen(schools, against), unit)


def without_status(scope):
    """Give the same schools whatever their status."""
    return type(scope)(
        scope.sector, scope.departements, scope.date, scope.level, scope.zone, (), scope.traits
    )


def count(claim, schools, unit, _before):
    """Count those of a scope: what has an ENT where it says so, else all that there is."""
    rows = chosen(schools, claim.scope)
    return amount(rows, unit) if claim.scope.statuses else whole_amount(rows, unit)


def part(claim, schools, unit, _before):
    """Divide those of a scope by those that they are a part of."""
    return share(schools, claim.scope, claim.against, unit)


def gained(claim, schools, unit, before):
    """Count how many more there are than on an earlier day."""
    then = amount(chosen(before[claim.against.date], claim.against), unit)
    return round(amount(chosen(schools, claim.scope), unit)) - round(then)


def gap(claim, schools):
    """Take the points between two groups' shares."""
    of_group, other = (
        share(schools, scope, without_status(scope)) for scope in (claim.scope, claim.against)
    )
    return 100 * (of_group - other)


def to_goal(claim, schools, unit, _before):
    """Tell how much is lacking for the goal's share; whole schools, classes or pupils."""
    goal = Fraction(claim.figure.split(":")[1])
    rows = chosen(schools, claim.scope)
    having = amount(rows[rows["status"].isin(HAVING[unit])], unit)
    lacking = goal * round(whole_amount(rows, unit)) - round(having)
    return max(0, math.ceil(lacking))


def rentrees(claim, _schools):
    """Count the 1 Septembers after the scope's day, up to the goal's."""
    first, last = claim.scope.date, dt.date.fromisoformat(claim.figure.split(":")[-1])
    return sum(first < dt.date(year, 9, 1) <= last for year in range(first.year, last.year + 1))


HAVING = {"schools": ["school"], "pupils": ["school"], "classes": ["school", "class"]}
"""What a goal counts as reached."""


def listed(claim, schools):
    """Count the schools without an ENT of their own, of rural communes where any is known."""
    everyone = chosen(schools, type(claim.scope)(claim.scope.sector, claim.scope.departements))
    rows = chosen(schools, claim.scope)
    rows = rows[rows["status"] != "school"]
    rural = rows["rural"].fillna(value=False).astype(bool)
    return int(rural.sum()) if everyone["rural"].notna().any() else len(rows)


OF_UNITS = {"n": count, "share": part, "gained_n": gained, "to_goal_n": to_goal}
"""What is of schools, classes or pupils."""

OTHERS = {
    "gap_points": gap,
    "listed_schools_n": listed,
    "rentrees_n": rentrees,
    "gini": lambda claim, schools: gini(schools, claim.scope),
    "schools_to_close_gap_n": lambda claim, schools: to_close_gap(
        schools, claim.scope, claim.against
    ),
    "circonscriptions_n": lambda claim, schools: len(
        zone_shares(schools, claim.scope)[0].drop(silent_zones(schools, claim.scope))
    ),
    "silent_circonscriptions_n": lambda claim, schools: len(silent_zones(schools, claim.scope)),
    "other_zones_alike_n": lambda claim, schools: alike(schools, claim.scope),
    "ips_min": lambda claim, schools: chosen(schools, claim.scope)["ips"].min(),
    "ips_max": lambda claim, schools: chosen(schools, claim.scope)["ips"].max(),
    "schools_with_ips_n": lambda claim, schools: chosen(schools, claim.scope)["ips"].count(),
}
"""What is more than an amount, by its whole name."""


def evaluate(claim, schools, before):
    """Compute what a claim's figure is; None for one that isn't known here."""
    name = claim.figure.partition(":")[0]
    if name in OTHERS:
        return OTHERS[name](claim, schools)
    unit, _, kind = name.partition("_")
    if unit in HAVING and kind in OF_UNITS:
        return OF_UNITS[kind](claim, schools, unit, before)
    return None


def check(sentences, schools, *, known=(), before=None):
    """Evaluate each claim of each sentence; give how many were, and fail on one that is false.

    `before` has the same schools at earlier days; `known` names the figures that are left alone.
    """
    claims = [(claim, text) for text in sentences for claim in getattr(text, "claims", ())]
    evaluated = 0
    for claim, text in claims:
        found = evaluate(claim, schools, before)
        if found is None:
            assert claim.figure.split(":")[0] in known, (claim.figure, text)
            continue
        evaluated += 1
        assert abs(found - claim.value) < 1e-9, (text, claim, found)
    return evaluated


def written(value, decimals):
    """Round half up, as a reader does."""
    exact = Decimal(str(round(value, 9)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def unclaimed(sentence, *, names=()):
    """List the numerals of a sentence that none of its claims is written as.

    Dates, names and the years of calls are taken out first: they say of when and of whom.
    """
    text = ORDINALS.sub("", CALLS.sub("", DATES.sub("", SCHOOL_YEARS.sub(r"\1", str(sentence)))))
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "")
    values = [
        abs(claim.value)
        for claim in getattr(sentence, "claims", ())
        if not isinstance(claim.value, dt.date)
    ]
    left = []
    for numeral in NUMERALS.findall(text):
        whole, _, tenths = re.sub(r"[\u202f\u00a0 ]", "", numeral).partition(",")
        number = Decimal(f"{whole}.{tenths}" if tenths else whole)
        told = {
            written(candidate, len(tenths))
            for value in values
            for candidate in (value, 100 * value, 100 * min(max(value, 0.001), 0.999))
        }
        if number not in told:
            left.append(numeral)
    return left


def disagreeing(sentences):
    """List the figures that two sentences give otherwise of the same schools."""
    values = {}
    for text in sentences:
        for claim in getattr(text, "claims", ()):
            key = (claim.figure, claim.scope, claim.against)
            values.setdefault(key, {})[claim.value] = text
    return {key: found for key, found in values.items() if len(found) > 1}
