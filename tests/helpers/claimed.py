"""Claims checked from the schools, in plain pandas that shares no code with what made them."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
DATES = re.compile(rf"\b\d{{1,2}}(?:er)?\s(?:{MONTHS})\s\d{{4}}|\b\d{{4}}-\d{{2}}-\d{{2}}\b")
NUMERALS = re.compile(r"\d+(?:[\u202f\u00a0 ]\d{3})*(?:,\d+)?")


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
        same = rows[column].isna() if value is None else rows[column].eq(value).fillna(value=False)
        rows = rows[same.astype(bool)]
    return rows


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


def evaluate(claim, schools):
    """Compute what a claim's figure is; None for one that isn't known here."""
    unit, _, kind = claim.figure.rpartition("_")
    if claim.figure == "gap_points":
        shares = [
            share(schools, scope, without_status(scope)) for scope in (claim.scope, claim.against)
        ]
        return 100 * (shares[0] - shares[1])
    if unit not in {"schools", "pupils", "classes"}:
        return None
    if kind == "share":
        return share(schools, claim.scope, claim.against, unit)
    rows = chosen(schools, claim.scope)
    return amount(rows, unit) if claim.scope.statuses else whole_amount(rows, unit)


def check(sentences, schools, *, known=()):
    """Evaluate each claim of each sentence; give how many were, and fail on one that is false."""
    claims = [(claim, text) for text in sentences for claim in getattr(text, "claims", ())]
    evaluated = 0
    for claim, text in claims:
        found = evaluate(claim, schools)
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

    Dates and names are taken out first: they say of when and of whom, and measure nothing.
    """
    text = DATES.sub("", str(sentence))
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
