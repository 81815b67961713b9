"""The sentences, charts and tables of equity.html."""

import math
from fractions import Fraction

import numpy as np
from coverage_figures import wilson
from equity_figures import SIZE_WORDS, chance, curve, estimates, lorenz
from equity_intervals import drawn, fixed
from numeral_claims import Audit, Claim, Named
from printed import count, per_cent, plain, short, written
from sentence_claims import distance, drawn_p, gaps, headline, names_with_digits, reasons

SHARED_OUT = 0.2
"""How far the ends of a drawn interval may be from ours, as a part of its width: the draws are of
two kinds of models on grids that are each one's own (decision 0010)."""
MEASURES = {
    "Écart simple (D)": "D", "Rapport simple (R)": "R",
    "Indice de concentration absolu (ACI)": "ACI",
    "Indice de concentration relatif (RCI)": "RCI",
    "Indice de concentration de Wagstaff (RCI_wagstaff)": "RCI_wagstaff",
    "Indice de concentration d'Erreygers (RCI_erreygers)": "RCI_erreygers",
    "Indice de pente (courbe logistique) (SII)": "SII",
    "Indice relatif d'inégalité (courbe logistique) (RII)": "RII",
    "Indice de pente (droite) (SII_linear)": "SII_linear",
    "Indice relatif d'inégalité (droite) (RII_linear)": "RII_linear",
    "Variance entre groupes (BGV)": "BGV", "Écart type entre groupes (BGSD)": "BGSD",
    "Coefficient de variation (COV)": "COV",
    "Écart moyen à la moyenne, non pondéré (MDMU)": "MDMU",
    "Écart moyen à la moyenne, pondéré (MDMW)": "MDMW",
    "Écart moyen au meilleur groupe, non pondéré (MDBU)": "MDBU",
    "Écart moyen au meilleur groupe, pondéré (MDBW)": "MDBW",
    "Écart moyen à la référence, non pondéré (MDRU)": "MDRU",
    "Écart moyen à la référence, pondéré (MDRW)": "MDRW",
    "Indice de disparité, non pondéré (IDISU)": "IDISU",
    "Indice de disparité, pondéré (IDISW)": "IDISW",
    "Indice de Theil (millièmes) (TI)": "TI",
    "Écart logarithmique moyen (millièmes) (MLD)": "MLD",
    "Gain possible (PAR)": "PAR", "Gain possible, en part de la moyenne (PAF)": "PAF",
}  # fmt: skip
FIXED = ("ACI", "RCI", "RCI_wagstaff", "RCI_erreygers", "SII", "RII", "SII_linear", "RII_linear")


UNITS = {
    **dict.fromkeys(["D", "ACI", "SII", "SII_linear", "BGSD", "MDMU", "MDMW", "MDBU", "MDBW",
                     "MDRU", "MDRW", "PAR"], (100, 1, " point[[s|]]")),
    "BGV": (10_000, 2, " points²"),
    **dict.fromkeys(["COV", "IDISU", "IDISW", "PAF"], (1, 1, " %")),
    **dict.fromkeys(["R", "RII", "RII_linear", "TI", "MLD"], (1, 2, "")),
    **dict.fromkeys(["RCI", "RCI_wagstaff", "RCI_erreygers"], (1, 3, "")),
}  # fmt: skip
"""By measure: what it is multiplied by, its decimals, and its unit."""


def paragraph(right):
    """Claim the sentences of the paragraph to take."""
    rurality, _, priority, ips, _, inspections = right.groupings
    return [
        *two_groups(right, rurality.table),
        *shares_of(priority.table, ("En {}, ", "en {}, ", "{}, ")),
        *shares_of(ips.table.rename(fifth_words), ("{}), ",)),
        *by_circonscription(right, inspections),
        Claim("entre cinquièmes d'écoles<rest>(p = {p})", {"p": drawn_p(chance(ips.table))}),
        Claim("entre circonscriptions<rest>(p = {p})", {"p": drawn_p(chance(inspections.table))}),
        Claim(
            "{rural} écoles rurales n'ont pas d'ENT pour toute l'école, soit {pupils} élèves ; "
            "on ne sait pas pour {unknown} autre",
            {
                "rural": count(right.whole["rural_without_n"]),
                "pupils": count(right.whole["rural_without_pupils_n"]),
                "unknown": count(right.whole["rural_unknown_n"]),
            },
        ),
    ]


def spoken(right):
    """Claim the sentences to read aloud: « pour cent » for the sign, whose schools in each."""
    whole, (rurality, _, priority, _, _, inspections) = right.whole, right.groupings
    share = (inspections.table["covered_n"] / inspections.table["schools_n"]).sort_values()
    worst, best = (inspections.table.loc[name] for name in (share.index[0], share.index[-1]))
    told = {
        "covered": count(whole["covered_n"]),
        "schools": count(whole["schools_n"]),
        "share": per_cent(whole["covered_n"], whole["schools_n"]),
        "low": short(Fraction(100 * int(worst["covered_n"]), int(worst["schools_n"]))),
        "high": short(Fraction(100 * int(best["covered_n"]), int(best["schools_n"]))),
        "rural": count(whole["rural_without_n"]),
        "pupils": count(whole["rural_without_pupils_n"]),
        "yearly": count(right.pace["yearly"]),
    }
    claims = [
        Claim("2023 : {covered} écoles publiques sur {schools} ont un ENT, soit {share} pour cent",
              told),
        Claim(f"va de {{low}} pour cent, pour {share.index[0]}, à {{high}} pour cent, pour "
              f"{share.index[-1]} : de tels", told),
        Claim("Depuis le 30 juin 2022, {yearly} écoles publiques de plus ont un ENT", told),
        Claim("{rural} écoles publiques rurales, où il y a {pupils} élèves, n'ont pas", told),
    ]  # fmt: skip
    kinds = rurality.table.rename({"urbain": "urbaines", "rural": "rurales"})
    for table, leads in (
        (kinds, ("ans les communes {}, ",)),
        (priority.table, ("n {}, ", "; {}, ")),
    ):
        for name, of in table.iterrows():
            figures = {
                "covered": count(of["covered_n"]),
                "schools": count(of["schools_n"]),
                "share": short(Fraction(100 * int(of["covered_n"]), int(of["schools_n"]))),
            }
            claims += [
                Claim(lead.format(name) + "{covered}[[ écoles publiques | ]]sur {schools}"
                      "[[ ont un ENT|]], soit {share} pour cent", figures)
                for lead in leads
            ]  # fmt: skip
    return claims


def fifth_words(name):
    """Write a fifth as a sentence does: « 1er cinquième, IPS de … »."""
    return name.replace(" (IPS", ", IPS")


def two_groups(right, table):
    """Claim what is said of rural and urban schools."""
    rural, urban = table.loc["rural"], table.loc["urbain"]
    share = {
        name: Fraction(int(of["covered_n"]), int(of["schools_n"])) for name, of in table.iterrows()
    }
    gap = share["urbain"] - share["rural"]
    widest = most(urban) - share["rural"]
    narrowest = share["urbain"] - most(rural)
    told = {
        "gap": written(100 * gap, 1),
        "more": count(math.ceil(share["urbain"] * int(rural["schools_n"])) - rural["covered_n"]),
        "widest": written(100 * widest, 1),
        "narrowest": written(100 * narrowest, 1),
        "unknown": count(right.whole["unknown_n"]),
        "p": drawn_p(chance(table)),
    }
    return [
        *shares_of(table.rename({"urbain": "urbaines", "rural": "rurales"}),
                   ("communes {}, ", "dans les communes {}, ")),
        Claim("inférieure de {gap} points", told),
        Claim("il faudrait équiper {more} écoles rurales", told),
        Claim("la situation des {unknown} écoles", told),
        Claim("de {widest} points de moins à {narrowest} points de moins", told),
        Claim("un écart aussi grand serait rare (p [[=|≤]] {p})", told),
    ]  # fmt: skip


def most(group):
    """Give a group's share if all of which nothing is known had an ENT."""
    return Fraction(int(group["covered_n"] + group["unknown_n"]), int(group["schools_n"]))


def shares_of(table, leads):
    """Claim « in this group, so many schools of so many have an ENT »."""
    claims = []
    for name, of in table.iterrows():
        told = {
            "covered": count(of["covered_n"]),
            "schools": count(of["schools_n"]),
            "share": short(Fraction(100 * int(of["covered_n"]), int(of["schools_n"]))),
        }
        stem = name.removesuffix(")")
        claims += [
            Claim(lead.format(stem) + "{covered} écoles sur {schools} ont un ENT ({share} %)", told)
            for lead in leads
        ]
    return claims


def by_circonscription(right, grouping):
    """Claim the lowest and the highest circonscription, and the Gini index."""
    table = grouping.table
    share = (table["covered_n"] / table["schools_n"]).sort_values()
    gini, half = lorenz(table)
    of_schools = by_ips(right.case.schools)
    index, half_ips = curve(of_schools)
    worst, best = (table.loc[name] for name in (share.index[0], share.index[-1]))
    told = {
        "low": short(Fraction(100 * int(worst["covered_n"]), int(worst["schools_n"]))),
        "high": short(Fraction(100 * int(best["covered_n"]), int(best["schools_n"]))),
        "gini": written(gini, 2),
        "half": written(100 * half),
        "index": written(index, 2),
        "half_ips": written(100 * half_ips),
    }
    return [
        Claim(f"de {{low}} % ({share.index[0]}) à {{high}} % ({share.index[-1]})", told),
        Claim("indice de Gini est de {gini} (0 : égalité)", told),
        Claim("réunit {half} % de celles qui ont un ENT, indice de Gini {gini}", told),
        Claim(
            "réunit {half_ips} % de celles qui ont un ENT, indice de concentration {index}", told
        ),
        Claim("indice de Gini {gini}", told),
        Claim("indice de concentration {index}", told),
        Claim("indice de concentration\n{index}", told),
    ]


def by_ips(schools):
    """Put together the schools of equal IPS, from the lowest."""
    known = schools.dropna(subset=["ips"])
    covered = known["status"] == "school"
    return (
        covered.groupby(known["ips"])
        .agg(["size", "sum"])
        .set_axis(["schools_n", "covered_n"], axis=1)
    )


def charts(right):
    """Claim the labels of the charts: groups, the number of the others, the ends of the axes."""
    whole = right.whole
    claims = [
        Claim("\n0 %"), Claim("\n50 %"), Claim("\n100 %"),
        Claim("Ensemble : {share} %", {"share": per_cent(whole["covered_n"], whole["schools_n"])}),
    ]  # fmt: skip
    for grouping in right.groupings:
        rest = {"n": count(len(grouping.table) - 2)}
        for name, of in grouping.table.iterrows():
            label = " : {share} %[[ |\n]]({covered} sur {schools})"
            claims += [
                Claim(name + label, table_row(of)),
                Claim(name[0].upper() + name[1:] + label, table_row(of)),
                Claim(f"{name}{label}\nles {{n}} autres groupes", rest),
            ]
    # Zones by their rate: each beside its name, which is cut where it is long.
    for name, of in right.groupings[-1].table.iterrows():
        claims += [
            Claim(f"\n{start}\n{{share}} %\n", table_row(of))
            for start in (name, *(f"{name[:end].rstrip()}…" for end in range(12, len(name))))
        ]
    return claims


def table_row(of):
    """Write what is said of a group: counts, share, interval, and what bounds it."""
    low, high = wilson(of["covered_n"], of["schools_n"])
    return {
        "schools": count(of["schools_n"]),
        "covered": count(of["covered_n"]),
        "unknown": count(of["unknown_n"]),
        "share": per_cent(of["covered_n"], of["schools_n"]),
        "most": per_cent(of["covered_n"] + of["unknown_n"], of["schools_n"]),
        "low": per_cent(float(low)),
        "high": per_cent(float(high)),
    }


def section(right, grouping):
    """Claim what is said of a grouping: its table, its measures, their meaning and intervals."""
    table, values = grouping.table, estimates(grouping)
    rows = [
        Claim(f"{name} | {{schools}} | {{covered}} | {{share}} % | {{low}} % à {{high}} % | "
              "{unknown} | {most} %", table_row(of))
        for name, of in table.iterrows()
    ]  # fmt: skip
    return [
        *rows,
        outside(right, grouping),
        *measure_rows(grouping, values),
        *meanings(grouping, values),
    ]


def outside(right, grouping):
    """Claim how many schools are of no group."""
    schools = len(right.case.schools)
    told = {"outside": count(schools - grouping.table["schools_n"].sum()), "all": count(schools)}
    return Claim("{outside} écoles sur {all} ne sont d'aucun groupe", told)


def measure_rows(grouping, values):
    """Claim the value, the interval and the corrected value of each measure."""
    draws, p = drawn(grouping), chance(grouping.table)
    claims = []
    for label, name in MEASURES.items():
        if name not in values:
            continue
        times, decimals, unit = UNITS[name]
        told = {"value": written(times * values[name], decimals)}
        if is_fixed(grouping, name):
            ends_ = zip(("low", "high"), fixed(grouping, name), strict=True)
            told |= {end: written(times * value, decimals) for end, value in ends_}
        else:
            drawn_ = times * draws[name]
            told |= roughly(drawn_, neutral(name), 10.0**-decimals, by_chance=p > 0.05)
        start = f"\n{label} | {{value}}{unit} | {{low}} à {{high}}{unit} | "
        mended = f"{start}<meaning> | corrigée<rest> : {{corrected}}{unit}"
        claims += [Claim(start, told), Claim(mended, told)]
    return claims


def is_fixed(grouping, name):
    """Say whether a measure's groups play fixed parts: in order, or two of which one is named."""
    if grouping.ordered:
        return name in (*FIXED, "D", "R", "PAR", "PAF")
    return len(grouping.table) == 2 and name in ("D", "R")


def neutral(name):
    """Give what a measure is where all groups are equal."""
    return 1.0 if name in ("R", "RII", "RII_linear") else 0.0


def roughly(draws, equal, step, *, by_chance):
    """Say what the ends of a drawn interval may be, and its middle."""
    low, middle, high = np.quantile(draws, [0.025, 0.5, 0.975])
    if by_chance:  # then the interval reaches equality
        low, high = min(low, equal), max(high, equal)
    room = SHARED_OUT * (high - low) + step / 2
    told = {"low": near(low, room), "high": near(high, room), "corrected": near(middle, room)}
    if by_chance and low == equal:
        told["low"] = near(equal, step / 2)
    return told


def near(value, room):
    """Say that a figure may be this far from ours."""

    def holds(printed):
        return abs(float(printed.replace(",", ".").replace("−", "-")) - value) <= room

    return Named(holds, f"{value:.4g} ± {room:.2g}")


def meanings(grouping, values):
    """Claim the sentences that tell what a measure means."""
    table = grouping.table
    share = {name: Fraction(int(of["covered_n"]), int(of["schools_n"]))
             for name, of in table.iterrows()}  # fmt: skip
    mean = Fraction(int(table["covered_n"].sum()), int(table["schools_n"].sum()))
    best = max(share.values())
    at = {name: written(100 * value, 1) for name, value in share.items()}

    def between(match):
        high, low = by_plain.get(match["high"]), by_plain.get(match["low"])
        if high is None or low is None:
            return {"a": "no such group"}
        told = {"a": at[high], "b": at[low], "gap": written(100 * abs(share[high] - share[low]), 1)}
        return told | {"ratio": written(values["R"], 2)}

    by_plain = {name.replace("’", "'"): name for name in share}
    points = {name: written(100 * abs(value), 1) for name, value in values.items()
              if not np.isnan(value)}  # fmt: skip
    figures = {
        **{name: points[name] for name in points},
        **{f"{name}_2": written(value, 2) for name, value in values.items()},
        **{f"{name}_3": written(value, 3) for name, value in values.items()},
        **{f"{name}_1": written(value, 1) for name, value in values.items()},
        "ACI_points": written(100 * values.get("ACI", 0), 1),
        "squared": written(10_000 * values["BGV"], 2),
        "mean": written(100 * mean, 1),
        "best": written(100 * best, 1),
    }
    told = [
        Claim("« <high> » dépasse « <low> » [[de|d'environ]] {gap} point[[s|]] ({a} % contre "
              "{b} %)", between),
        Claim("La valeur du groupe « <one> » est {R_2} fois", figures),
        Claim(" : {squared} [[points|point]] au carré", figures),
        Claim("la courbe ajustée [[monte|descend]] de {SII} point", figures),
        Claim("la droite ajustée [[monte|descend]] de {SII_linear} point", figures),
        Claim("la courbe ajustée est à {RII_2} fois", figures),
        Claim("la droite ajustée est à {RII_linear_2} fois", figures),
        Claim("Indice de concentration : {ACI_points} point", figures),
        Claim("Indice de concentration, de −1 à 1 : {RCI_3}", figures),
        Claim("selon Wagstaff : {RCI_wagstaff_3}", figures),
        Claim("selon Erreygers : {RCI_erreygers_3}", figures),
        Claim("(0 : égalité"),
        Claim("autour de la moyenne ({mean} %) est de {BGSD} point", figures),
        Claim("L'écart type des groupes vaut {COV_1} %", figures),
        Claim("chaque groupe comptant autant, vaut {IDISU_1} %", figures),
        Claim("pondéré par la population, vaut {IDISW_1} %", figures),
        Claim("Indice de Theil, en millièmes : {TI_2}", figures),
        Claim("Écart logarithmique moyen, en millièmes : {MLD_2}", figures),
        Claim("[[était|étaient]] au niveau du groupe « <best_name> » ({a} %)", lambda match: {
            "a": at.get(by_plain.get(match["best_name"]), "no such group")}),
        Claim("leur moyenne d’ensemble monterait [[de|d'environ]] {PAR} point", figures),
        Claim("la moyenne monterait de {PAF_1} % de ce", figures),
    ]  # fmt: skip
    for kind, weights in (("U", "autant"), ("W", "selon sa population")):
        each = f", chaque groupe comptant {weights}"
        told += [
            Claim(
                f"à {{MDM{kind}}} point[[s|]] de la moyenne d'ensemble ({{mean}} %){each}", figures
            ),
            Claim(f"à {{MDB{kind}}} point[[s|]] du meilleur niveau ({{best}} %){each}", figures),
        ]
        if grouping.reference:
            reference = {**figures, "reference": at[grouping.reference]}
            told.append(
                Claim(f"à {{MDR{kind}}} point[[s|]] de la référence, « <name> » ({{reference}} %)"
                      f"{each}", reference)
            )  # fmt: skip
    return told


def listed_tables(right):
    """Claim the tables of the schools, white areas and networks that the sheet shows."""
    shown = {
        "schools": "25",
        "gone": count(len(right.gone)),
        "networks": count(len(right.networks)),
    }
    claims = [
        Claim("{schools} lignes sur {gone} : le reste", shown),
        Claim("\n20 lignes sur {networks} : ceux", shown),
    ]
    for area in right.areas:
        schools = right.case.schools[right.case.schools["commune_code"].isin(area)]
        names = sorted(right.case.communes.loc[sorted(area), "name"])
        told = {"communes": count(len(area)), "schools": count(len(schools)),
                "pupils": count(schools["pupils_n"].sum())}  # fmt: skip
        claims.append(Claim(f"| {{communes}} | {{schools}} | {{pupils}} | {names[0]}, ", told))
        # The short list: an area is called by one of its communes.
        claims += [Claim(f"\n{name} | {{schools}} | {{pupils}}\n", told) for name in names]
    for of in right.networks.values():
        schools = of["schools"]
        told = {"schools": count(len(schools)), "pupils": count(schools["pupils_n"].sum()),
                "km": distance(of["max_km"])}  # fmt: skip
        names = " ; ".join(schools["name"])
        claims.append(Claim(f"| {{schools}} | {{pupils}} | {{km}} | {names}", told))
    return claims


def ranked_row(school):
    """Claim the rank, the pupils and the distance in the row of a listed school."""
    told = {"rank": count(school["rank"]), "pupils": count(school["pupils_n"]),
            "km": distance(school["nearest_km"])}  # fmt: skip
    return Claim(f"{school['name']}, <commune> | {{rank}} | {{pupils}} | {{km}} | ", told)


def first_row(school):
    """Claim the pupils and the distance of a school of the short list."""
    told = {"pupils": count(school["pupils_n"]), "km": distance(school["nearest_km"])}
    return Claim(f"{school['name']}, <commune> | {{pupils}} | {{km}}", told)


def pace(told):
    """Claim the sentences about the pace."""
    figures = {
        "missing": count(told["missing"]), "rentrees": count(told["rentrees"]),
        "by_rentree": count(told["by_rentree"]), "yearly": count(told["yearly"]),
        "year": str(told["year"]), "next": str(told["year"] + 1),
        "straight": per_cent(float(told["straight"])), "share": per_cent(float(told["share"])),
        "low": per_cent(float(told["low"])), "high": per_cent(float(told["high"])),
        "goal": "80", "undated": count(told["undated"]),
        "planned": count(told["planned"]),
    }  # fmt: skip
    return [
        Claim("Pour atteindre {goal} % au 30 juin 2028", figures),
        Claim("encore équiper {missing} écoles en {rentrees} rentrées", figures),
        Claim("soit environ {by_rentree} écoles par rentrée", figures),
        Claim("{planned} écoles ont un ENT prévu, pas encore ouvert", figures),
        Claim("depuis le 30 juin 2022, {yearly} écoles de plus ont un ENT", figures),
        Claim("pendant l'année scolaire {year}-{next}", figures),
        Claim("depuis le 30 juin 2017 se prolonge, {share} %", figures),
        Claim("auront un ENT au 30 juin 2028 (de {low} % à {high} %", figures),
        Claim("prévision à 95 %"),
        Claim("{undated} écoles équipées à une date inconnue", figures),
        Claim("au rythme des douze derniers mois, ce serait {straight} %", figures),
        Claim("Les intervalles (95 %)"),
    ]


class EquityAudit:
    """The claims about the sheet of equity, part by part; made once, whatever is read."""

    def __init__(self, right):
        self.right = right
        fifths = right.groupings[3]
        names = [*fifths.table.index, *map(fifth_words, fifths.table.index)]
        self.words = [*names_with_digits(right.case), *SIZE_WORDS, *names]
        common = [
            *headline(right), *gaps(right), *paragraph(right), *spoken(right),
            *charts(right),
            *listed_tables(right), *pace(right.pace), outside(right, fifths),
        ]  # fmt: skip
        self.audits = {None: Audit(common, self.words)}
        for grouping in right.groupings:
            claims = [*common, *section(right, grouping)]
            self.audits[grouping.title] = Audit(claims, self.words)

    def faults(self, text):
        """Give the faults of the sheet: each of its parts has claims of its own."""
        faults = []
        for grouping, part in parts(self.right, text):
            rest, ranked = ranked_lines(self.right, part)
            faults += self.audits[grouping and grouping.title].faults(rest, "equity.html")
            for line, school in ranked:
                short_list = line.count(" | ") == len(("pupils", "distance"))
                own = [first_row(school)] if short_list else [ranked_row(school), *reasons(school)]
                faults += Audit(own, self.words).faults(line, "equity.html, ranks")
        return faults


def ranked_lines(right, part):
    """Take the rows of the listed schools out of a text, each with its school."""
    names = right.case.communes["name"]
    schools = {
        plain(f"{school['name']}, {names[school['commune_code']]} | "): school
        for _, school in right.gone.iterrows()
    }
    rest, ranked = [], []
    for line in part.split("\n"):
        school = schools.get(plain(line[: line.find(" | ") + 3]))
        if school is None:
            rest.append(line)
        else:
            ranked.append((line, school))
    return "\n".join(rest), ranked


def parts(right, text):
    """Take the sheet apart: each grouping and the text about it, and the rest with no grouping."""
    start = text.index("\nGroupe par groupe\n")
    edges = [start]
    for grouping in right.groupings:
        title = plain(grouping.title)
        edges.append(plain(text).index(f"\n{title}\n", edges[-1]))
    edges.append(text.index("\nLes écoles publiques à regarder d’abord\n", edges[-1]))
    yield None, text[: edges[1]]
    for grouping, begin, end in zip(right.groupings, edges[1:-1], edges[2:], strict=True):
        yield grouping, text[begin:end]
    yield None, text[edges[-1] :]
