"""The deployment in sentences: solutions, networks, phases, ways to spread, whole zones."""

from typing import TYPE_CHECKING, Any

from geo_ent.telling.claims import Claim, joined, told
from geo_ent.telling.language import Language, mark, mark_plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

_MOST = 6  # parts told one by one: a sentence of more is not read, and the tables have them all

_SCOPES = {
    "school": mark("école par école"),
    "rpi": mark("par RPI entiers"),
    "commune": mark("par communes entières"),
    "secteur_college": mark("par secteurs de collège entiers"),
    "circonscription": mark("par circonscriptions entières"),
    "epci": mark("par intercommunalités entières"),
    "departement": mark("dans tout le département"),
}
"""How schools got their ENT, by what the rows that gave it speak of."""


def count_schools(n: int, tr: Language, figure: str = "") -> str:
    """Write a number of schools, with what it claims where the figure is named."""
    written = tr.count(n, figure=figure) if figure else tr.number(n)
    return tr.plural("{n} école", "{n} écoles", n, n=written)


def solution_sentences(mixes: "pd.DataFrame", several_n: int, tr: Language) -> "Iterator[str]":
    """Say which solutions the schools have, and how many have several at once.

    Parameters
    ----------
    mixes
        As `solution_mixes` gives it.
    several_n
        How many schools have several.
    tr
        The language.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.telling.language import language
    >>> row = {"level": "territory", "solution": "ONE", "schools_n": 3, "zone_covered_n": 3,
    ...        "covered_share": 1.0}
    >>> list(solution_sentences(pd.DataFrame([row]), 0, language("fr")))
    ['Les écoles qui ont un ENT utilisent toutes ONE.']
    """
    if "for_whom" in mixes:
        mixes = mixes[mixes["for_whom"] != "staff"]
    rows = mixes[mixes["level"] == "territory"].to_dict("records")
    if not rows:
        return
    # Schools, not rows: one with two solutions has a row for each.
    covered_n = int(rows[0]["zone_covered_n"])
    if covered_n == 1:
        names = tr(" et ").join(row["solution"] for row in rows)
        yield tr("L’école qui a un ENT utilise {solutions}.", solutions=names)
        return
    if len(rows) == 1:
        yield tr(
            "Les écoles qui ont un ENT utilisent toutes {solution}.", solution=rows[0]["solution"]
        )
        return
    yield tr(
        "Solutions des {covered} écoles qui ont un ENT\u00a0: {parts}.",
        covered=tr.count(covered_n, tr.scope.of("school")),
        parts=_first_ones([_solution(row, tr) for row in rows], tr),
    )
    # Shares that add up to over 100 % would be taken for a fault: why they do is told beside them.
    if several_n == covered_n:
        yield tr("Toutes ont plusieurs solutions à la fois, et comptent pour chacune.")
    elif several_n:
        yield tr.plural(
            "{schools} a plusieurs solutions à la fois, et compte pour chacune.",
            "{schools} ont plusieurs solutions à la fois, et comptent pour chacune.",
            several_n,
            schools=count_schools(several_n, tr, "schools_of_several_solutions_n"),
        )


def _solution(row: "Mapping[Any, Any]", tr: Language) -> str:
    """Say how many schools use a solution, and how many of them in some classes only."""
    schools_n, limited_n = int(row["schools_n"]), int(row.get("class_only_n", 0))
    if not limited_n:
        text = mark("{solution}, {schools} ({share})")
    elif limited_n == schools_n:
        text = mark("{solution}, {schools}, dans certaines classes seulement ({share})")
    else:
        text = mark(
            "{solution}, {schools}, dont {limited} dans certaines classes seulement ({share})"
        )
    return tr(
        text,
        solution=row["solution"] or tr("non précisée"),
        schools=count_schools(schools_n, tr, f"solution_schools_n:{row['solution']}"),
        limited=tr.count(limited_n, figure=f"solution_class_only_n:{row['solution']}"),
        share=told(
            tr.percent(row["covered_share"]),
            Claim(f"solution_share:{row['solution']}", row["covered_share"], tr.scope),
        ),
    )


def staff_sentences(
    mixes: "pd.DataFrame", circonscriptions_n: int, tr: Language
) -> "Iterator[str]":
    """Say which solutions are the staff's alone, of how many schools, and that they cover none.

    Parameters
    ----------
    mixes
        As `solution_mixes` gives it.
    circonscriptions_n
        How many there are.
    tr
        The language.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.telling.language import language
    >>> row = {"level": "territory", "solution": "Net'Circo", "for_whom": "staff", "schools_n": 3,
    ...        "zone_schools_n": 5}
    >>> print(next(staff_sentences(pd.DataFrame([row]), 2, language("fr"))).replace(chr(160), " "))
    Une solution des personnels, Net'Circo, est dans 3 écoles sur 5 : elle n’en couvre aucune.
    """
    own = mixes[mixes["for_whom"] == "staff"]
    for row in own[own["level"] == "territory"].to_dict("records"):
        name, n = row["solution"], int(row["schools_n"])
        zones = own[(own["level"] == "circonscription") & (own["solution"] == name)]
        whole_n = int((zones["schools_n"] == zones["zone_schools_n"]).sum())
        whole = tr.plural(
            ", dont celles d’une circonscription entière sur {among}",
            ", dont celles de {n} circonscriptions entières sur {among}",
            whole_n,
            n=tr.count(whole_n, figure=f"solution_whole_zones_n:{name}"),
            among=tr.count(circonscriptions_n, figure="drawn_circonscriptions_n"),
        )
        yield tr(
            "Une solution des personnels, {name}, est dans {schools} sur {among}{whole}\u00a0: "
            "elle n’en couvre aucune.",
            name=name,
            schools=count_schools(n, tr, f"solution_schools_n:{name}"),
            among=tr.count(int(row["zone_schools_n"])),
            whole=whole if whole_n else "",
        )


def network_sentences(networks: "pd.DataFrame", tr: Language) -> "Iterator[str]":
    """Say how many networks of schools are in place, their schools and how far they are."""
    n = len(networks)
    if not n:
        return
    # Two networks may share a collège: it is counted once, and those without one not at all.
    colleges_n = networks.loc[networks["college_name"] != "", "college_uai"].nunique()
    colleges = tr.plural(
        ", et {n} collège",
        ", et {n} collèges",
        colleges_n,
        n=tr.count(colleges_n, figure="network_colleges_n"),
    )
    covered_n, schools_n = int(networks["covered_n"].sum()), int(networks["schools_n"].sum())
    yield tr.plural(
        "{n} réseau d’écoles est en place\u00a0: {schools}{colleges}.",
        "{n} réseaux d’écoles sont en place\u00a0: {schools}{colleges}.",
        n,
        n=tr.count(n, figure="networks_n"),
        schools=_with_ent(covered_n, schools_n, tr, of="network"),
        colleges=colleges if colleges_n else "",
    )
    yield from _distances(networks[networks["linked_to"] != ""], n, tr)


def _distances(linked: "pd.DataFrame", networks_n: int, tr: Language) -> "Iterator[str]":
    """Say how far the schools of the networks are from what their links go to."""
    with_college = int((linked["linked_to"] == "college").sum())
    kms = linked["mean_km"].dropna()
    if not len(kms):
        return
    # The mean of all the schools, not of the networks: one of two schools would weigh as much as
    # one of twenty.
    weights = linked.loc[kms.index, "schools_n"]
    ends = [tr("de leur collège")] if with_college else []
    ends += [tr("du milieu de leur réseau")] if with_college < len(linked) else []
    yield tr.plural(
        "Ses écoles sont à {mean}\u00a0km {whom} en moyenne, à {longest}\u00a0km au plus.",
        "Leurs écoles sont à {mean}\u00a0km {whom} en moyenne, à {longest}\u00a0km au plus.",
        networks_n,
        mean=_km("network_mean_km", float((kms * weights).sum() / weights.sum()), tr),
        longest=_km("network_max_km", float(linked["max_km"].max()), tr),
        whom=tr(" ou ").join(ends),
    )


def _km(figure: str, km: float, tr: Language) -> str:
    return told(tr.number(km, decimals=1), Claim(figure, km, tr.scope))


def phase_sentences(phases: "pd.DataFrame", tr: Language) -> "Iterator[str]":
    """Say of each phase how many schools it has, how many have an ENT, and since when."""
    for name, row in phases.head(_MOST).iterrows():
        schools_n, covered_n = int(row["schools_n"]), int(row["covered_n"])
        class_n = int(row["class_n"])
        planned = not covered_n + class_n
        if planned:
            yield _planned(str(name), row, tr)
            continue
        yield tr(
            "{name}\u00a0: {schools}{opened}.",
            name=str(name),
            schools=_with_ent(covered_n, schools_n, tr, class_n, of=f"phase:{name}"),
            opened=_opened(row["first_start"], row["last_start"], tr, planned=False),
        )
    # The rest in one sentence: every school of every phase is counted in the paragraph.
    more_n = len(phases) - _MOST
    if more_n > 0:
        yield tr.plural(
            "{n} autre phase\u00a0: {schools}.",
            "{n} autres phases\u00a0: {schools}.",
            more_n,
            n=tr.count(more_n, figure="other_phases_n"),
            schools=count_schools(
                int(phases["schools_n"].iloc[_MOST:].sum()), tr, "other_phases_schools_n"
            ),
        )


def _planned(name: str, row: "pd.Series[Any]", tr: Language) -> str:
    """Say of a phase that is still to open how many schools it is for, and who has an ENT."""
    schools_n, other_n = int(row["schools_n"]), int(row.get("other_ent_n", 0))
    others = tr.plural(
        ", dont {n} a déjà un autre ENT", ", dont {n} ont déjà un autre ENT", other_n,
        n=tr.count(other_n, figure=f"phase_other_ent_n:{name}"),
    )  # fmt: skip
    opened = _opened(row["first_start"], row["last_start"], tr, planned=True)
    return tr(
        "{name}\u00a0: {schools}{others}{opened}.",
        name=name,
        # with its day, that it is to come is said once
        schools=count_schools(schools_n, tr, f"schools_n:phase:{name}")
        if opened
        else tr.plural(
            "{n} école prévue",
            "{n} écoles prévues",
            schools_n,
            n=tr.count(schools_n, figure=f"schools_n:phase:{name}"),
        ),
        others=others if other_n else "",
        opened=opened or tr("\u00a0; la date d’ouverture n’est pas dite"),
    )


def _with_ent(covered_n: int, schools_n: int, tr: Language, class_n: int = 0, *, of: str) -> str:
    """Count schools and say how many of them have an ENT, be it in some classes only."""
    schools = count_schools(schools_n, tr, f"schools_n:{of}")
    covered = tr.count(covered_n, figure=f"covered_n:{of}")
    partial = tr.count(class_n, figure=f"class_n:{of}")
    if class_n:
        if class_n == schools_n:
            text = mark("{schools}, avec un ENT dans certaines classes seulement")
        elif covered_n:
            text = mark(
                "{schools}, dont {covered} avec un ENT et {partial} dans certaines classes "
                "seulement"
            )
        else:
            text = mark("{schools}, dont {partial} avec un ENT dans certaines classes seulement")
        return tr(text, schools=schools, covered=covered, partial=partial)
    if covered_n == schools_n:
        every = mark_plural("{schools}, avec un ENT", "{schools}, toutes avec un ENT")
        return tr.plural(*every, schools_n, schools=schools)
    if not covered_n:
        none = mark_plural("{schools}, pas encore avec un ENT", "{schools}, aucune avec un ENT")
        return tr.plural(*none, schools_n, schools=schools)
    return tr("{schools}, dont {covered} avec un ENT", schools=schools, covered=covered)


def _opened(first: "pd.Timestamp", last: "pd.Timestamp", tr: Language, *, planned: bool) -> str:
    if first != first:  # noqa: PLR0124 NaT isn't itself
        return ""
    texts = (
        mark("\u00a0; ouverture le {first}"),
        mark("\u00a0; ouvertures du {first} au {last}"),
        mark("\u00a0; ouverture prévue le {first}"),
        mark("\u00a0; ouvertures prévues du {first} au {last}"),
    )
    # The four texts stand in the order of these two questions.
    text = texts[2 * planned + (first != last)]
    return tr(text, first=tr.day(first.date()), last=tr.day(last.date()))


def scope_sentences(scopes: "pd.DataFrame", tr: Language) -> "Iterator[str]":
    """Say how schools got their ENT: one by one, with their commune, with their circonscription.

    Nothing where each did by itself; `scopes` is as the function of that name gives it.
    """
    # School by school is the usual way: told alone, it says nothing.
    if set(scopes.index) <= {"school"}:
        return
    parts = [
        tr(
            "{how}, pour {schools}",
            how=tr(_SCOPES.get(str(scope), str(scope))),
            schools=count_schools(int(n), tr, f"schools_n:by:{scope}"),
        )
        for scope, n in scopes["schools_n"].items()
    ]
    yield tr("L’ENT est ouvert\u00a0: {parts}.", parts=joined(parts, tr("\u00a0; ")))


def whole_zone_sentences(coverage: "pd.DataFrame", tr: Language) -> "Iterator[str]":
    """Say which circonscriptions have an ENT in all their schools.

    Those of one school are left out: it says nothing of how the ENT was spread.
    """
    # A circonscription of one school is equipped as a whole as soon as it is at all.
    some = coverage[coverage["schools_n"] > 1]
    whole = some[some["covered_n"] == some["schools_n"]].sort_values("zone_name", kind="stable")
    n, among = len(whole), tr.count(len(some), figure="circonscriptions_of_two_n")
    if not n:
        return
    if n == len(some) > 1:
        yield tr("Les {n} circonscriptions sont équipées en entier.", n=among)
        return
    parts = [
        joined([f"{name} (", count_schools(int(schools_n), tr, f"schools_n:in:{name}"), ")"], "")
        for name, schools_n in zip(whole["zone_name"], whole["schools_n"], strict=True)
    ]
    yield tr.plural(
        "{n} circonscription sur {among} est équipée en entier\u00a0: {parts}.",
        "{n} circonscriptions sur {among} sont équipées en entier\u00a0: {parts}.",
        n,
        n=tr.count(n, figure="whole_circonscriptions_n"),
        among=among,
        parts=_first_ones(parts, tr),
    )


def account_sentences(totals: "pd.Series[float]", tr: Language) -> "Iterator[str]":
    """Say how many accounts are activated of those created, where both are known.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.telling.language import language
    >>> totals = pd.Series({"accounts_created_n": 200.0, "accounts_activated_n": 194})
    >>> next(account_sentences(totals, language("fr"))).replace(chr(0xA0), " ")
    '194 comptes sont activés sur 200 créés, soit 97,0 %.'
    """
    created, activated = totals.get("accounts_created_n"), totals.get("accounts_activated_n")
    if created and activated is not None:
        yield tr.plural(
            "{n} compte est activé sur {created}, soit {share}.",
            "{n} comptes sont activés sur {created}, soit {share}.",
            activated,
            n=tr.count(activated, figure="accounts_activated_n"),
            created=tr.plural(
                "{n} créé",
                "{n} créés",
                created,
                n=tr.count(created, figure="accounts_created_n"),
            ),
            share=told(
                tr.percent(activated / created),
                Claim("accounts_activated_share", activated / created, tr.scope),
            ),
        )


def _first_ones(parts: "Sequence[str]", tr: Language) -> str:
    """List parts, the first of them where there are many, then how many are left."""
    more_n = len(parts) - _MOST
    if more_n > 0:
        more = tr.plural(
            "et {n} autre", "et {n} autres", more_n, n=tr.count(more_n, figure="other_parts_n")
        )
        parts = [*parts[:_MOST], more]
    return joined(parts, tr("\u00a0; "))
