"""The sentence that says it all."""

from collections.abc import Mapping

from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.unit_words import unit_words

# The sector is in the noun: a rate of public schools must not be read as one of all schools.
_NOUNS = {"public": mark("école publique"), "prive": mark("école privée"), "all": mark("école")}
_COUNTS = {
    "public": mark_plural("{n} école publique", "{n} écoles publiques"),
    "prive": mark_plural("{n} école privée", "{n} écoles privées"),
    "all": mark_plural("{n} école", "{n} écoles"),
}


def headline(totals: Mapping[str, float], tr: Language, *, sector: str) -> str:
    """Say how many schools have an ENT, and for how many nobody knows.

    Parameters
    ----------
    totals
        `schools_n, covered_n, unknown_n`.
    tr
        The language.
    sector
        "public", "prive" or "all".

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> totals = {"schools_n": 578, "covered_n": 271, "unknown_n": 12}
    >>> headline(totals, language("fr"), sector="public").replace(chr(0xA0), " ")
    '271 écoles publiques sur 578 ont un ENT, soit 46,9 % ; on ne sait pas pour 12 écoles.'
    >>> headline(totals, language("en"), sector="public")
    '271 of 578 public schools have an ENT, or 46.9%; it isn’t known for 12 schools.'
    """
    schools_n, covered_n, unknown_n = (
        int(totals[name]) for name in ("schools_n", "covered_n", "unknown_n")
    )
    schools, noun = counted_schools(schools_n, sector, tr), tr(_NOUNS[sector])
    doubt = tr(
        "\u00a0; on ne sait pas pour {unknown}", unknown=counted_schools(unknown_n, "all", tr)
    )
    # Beside the rate, in the same sentence: it is quoted alone.
    doubt = doubt if unknown_n else ""
    if covered_n:
        return tr.plural(
            "{covered} sur {whole_n} a un ENT, soit {share}{doubt}.",
            "{covered} sur {whole_n} ont un ENT, soit {share}{doubt}.",
            covered_n,
            covered=counted_schools(covered_n, sector, tr),
            covered_n=tr.number(covered_n),
            whole=schools,
            whole_n=tr.number(schools_n),
            share=tr.percent(covered_n / schools_n),
            doubt=doubt,
        )
    # "None that is known" is another claim than "none": a list that is silent proves nothing.
    if schools_n > 1 and unknown_n:
        text = mark("Aucune des {schools} n’a d’ENT que l’on connaisse{doubt}.")
        return tr(text, schools=schools, doubt=doubt)
    if schools_n > 1:
        return tr("Aucune des {schools} n’a d’ENT.", schools=schools)
    if schools_n and unknown_n:
        return tr("On ne sait pas si la seule {school} a un ENT.", school=noun)
    if schools_n:
        return tr("La seule {school} n’a pas d’ENT.", school=noun)
    return tr("Aucune {school} dans ce territoire.", school=noun)


def in_unit(totals: Mapping[str, float], unit: str, tr: Language) -> str:
    """Say the coverage in the unit that a goal is told in; "" for schools.

    Parameters
    ----------
    totals
        `classes_n, covered_classes_n`, or the same of pupils; nothing is said where they lack.
    unit
        "schools", "classes" or "pupils".
    tr
        The language.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> totals = {"classes_n": 1428.0, "covered_classes_n": 900.0}
    >>> in_unit(totals, "classes", language("fr")).replace(chr(0xA0), " ").replace(chr(0x202F), " ")
    '900 classes sur 1 428 ont un ENT, soit 63,0 %.'
    >>> in_unit(totals, "schools", language("fr")), in_unit(totals, "pupils", language("fr"))
    ('', '')
    """
    whole, covered = totals.get(f"{unit}_n", 0), totals.get(f"covered_{unit}_n", 0)
    # The headline tells schools in any case; NaN is no count.
    if unit == "schools" or not whole > 0:
        return ""
    words = unit_words(unit, tr)
    return tr.plural(
        "{covered} sur {whole_n} a un ENT, soit {share}.",
        "{covered} sur {whole_n} ont un ENT, soit {share}.",
        covered,
        covered=words.counted(int(covered)),
        covered_n=tr.number(covered),
        whole_n=tr.number(whole),
        many=words.many,
        share=tr.percent(covered / whole),
    )


def counted_schools(n: int, sector: str, tr: Language) -> str:
    """Write a number of schools of a sector ("public", "prive" or "all")."""
    return tr.plural(*_COUNTS[sector], n, n=tr.number(n))
