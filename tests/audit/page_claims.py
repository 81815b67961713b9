"""What the page says once unfolded, beside its table, its legend and its panel."""

from numeral_claims import Audit, Claim, Fault
from page_panels import LISTED
from printed import count, day, month, per_cent, plain
from raw_files import DATE
from sentence_claims import distance, gaps, headline, names_with_digits, notes, reasons
from sheet_rows import equipped_elsewhere

SCALE = "\n[[10|20]] km\n"
"""The scale of the map, which Leaflet draws."""


def words_faults(right, drawn, words):
    """Give the faults of what is read, listed or said aloud."""
    names = names_with_digits(right.case)
    claims = [*headline(right), *notes(right, drawn), *gaps(right), *slider(right), *areas(right)]
    audit = Audit(claims, names)
    faults = audit.faults(words["rest"], "page")
    for said in words["aloud"]:
        faults += audit.faults(f"\n{said}\n", "page, aloud")
    faults += map_faults(right, words["level"], words["named"])
    return faults + ranked_faults(right, words["ranked"], names)


def map_faults(right, level, named):
    """Hold each name on the map, and in the key of its numbers, to its zone's rate."""
    zones, told = right.levels[level], right.case.zone_names[level]
    rates = {
        plain(told[code]): f"{per_cent(zone['covered_n'], zone['schools_n'])} %"
        for code, zone in zones.iterrows()
    }
    return [
        Fault("page, map", f"{name}: {value}", rates.get(plain(name), "no such zone"), level)
        for name, value in named
        if plain(value) != plain(rates.get(plain(name), ""))
    ]


def slider(right):
    """Claim the dates to choose from, the rate to be around, the choices of the list, the scale."""
    listed, schools = count(len(right.gone)), right.moments[-1].schools
    rate = per_cent((schools["status"] == "school").sum(), len(schools))
    return [
        *(Claim(f"{month(moment.date)}\n") for moment in right.moments),
        Claim("au-dessus du taux du département, {rate} %", {"rate": rate}),
        Claim(f"\n{day(DATE)}\n"),
        Claim("Les 10 premières"),
        Claim("Les 25 premières"),
        Claim("Les 50 premières"),
        Claim("Les {listed} écoles à équiper d'abord", {"listed": listed}),
        Claim(SCALE),
    ]


def areas(right):
    """Claim what is said of each white area, by the first of its communes in the list."""
    claims, private = [], equipped_elsewhere(right.case)
    for area in right.areas:
        schools = right.case.schools[right.case.schools["commune_code"].isin(area)]
        told = {"communes": count(len(area)), "schools": count(len(schools)),
                "pupils": count(schools["pupils_n"].sum()),
                "private": count(private.isin(area).sum())}  # fmt: skip
        told |= {status: count((schools["status"] == status).sum()) for status in DOUBTFUL}
        apart = ", ".join(words for status, words in DOUBTFUL.items() if told[status] != "0")
        line = "{communes} communes · {schools} écoles publiques" + f" ({apart})" * bool(apart)
        line += " · {pupils} élèves"
        if private.isin(area).any():
            line += " · {private} école[[s|]] privée[[s|]] y [[ont|a]] un ENT"
        names = sorted(right.case.communes.loc[sorted(area), "name"])
        claims += [Claim(f"{line}\n{name}, ", told) for name in names[:2]]
    return claims


DOUBTFUL = {
    "class": "{class} avec un ENT dans certaines classes",
    "unknown": "{unknown} de situation inconnue",
}
"""The situations of a white area's schools that aren't simply without an ENT."""


def ranked_faults(right, items, names):
    """Hold the list of schools: each at its rank, with its reasons and its distance."""
    faults = []
    order = right.gone.sort_values("rank")
    for school, item in zip(order.head(LISTED).itertuples(), items[:LISTED], strict=True):
        row = right.gone.loc[school.Index]
        told = {"km": distance(row["nearest_km"])}
        own = [*reasons(row), Claim("\n{km} km", told)]
        if not plain(item).startswith(plain(row["name"])):
            faults.append(Fault("page, ranks", item[:60], row["name"], f"rank {school.rank}"))
        faults += Audit(own, names).faults(item, "page, ranks")
    rest = {"n": count(len(order) - LISTED)}
    last = Audit([Claim("Voir les {n} autres", rest)])
    return faults + [fault for item in items[LISTED:] for fault in last.faults(item, "page")]


def tooltip_faults(right, texts):
    """Give the faults of what is shown beside the mark, at the level that the page opens with."""
    claims, case = [], right.case
    for code, zone in right.levels["circonscription"].iterrows():
        name = case.zone_names["circonscription"][code]
        told = {"covered": count(zone["covered_n"]), "schools": count(zone["schools_n"]),
                "share": per_cent(zone["covered_n"], zone["schools_n"]),
                "unknown": count(zone["unknown_n"])}  # fmt: skip
        start = (
            f"{name}\n{{covered}} écoles[[ | publiques ]]sur {{schools}} ont un ENT ({{share}} %)"
        )
        claims += [Claim(start, told), Claim(start + "\n{unknown} école", told)]
    audit = Audit(claims, names_with_digits(case))
    return [fault for text in texts for fault in audit.faults(text, "tooltip")]
