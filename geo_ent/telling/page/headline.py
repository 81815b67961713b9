"""The sentence that says it all."""

from collections.abc import Mapping

from geo_ent.telling.claims import Claim, Scope, joined, told
from geo_ent.telling.indicator_claims import share_claim
from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.unit_words import unit_words

# The sector is in the noun: a rate of public schools must not be read as one of all schools.
_NOUNS = {"public": mark("école publique"), "prive": mark("école privée"), "all": mark("école")}
_COUNTS = {
    "public": mark_plural("{n} école publique", "{n} écoles publiques"),
    "prive": mark_plural("{n} école privée", "{n} écoles privées"),
    "all": mark_plural("{n} école", "{n} écoles"),
}
_NOBODY_KNOWS = mark("On ne sait d’aucune des {schools} si elle a un ENT.")


def headline(totals: Mapping[str, float], tr: Language, *, sector: str) -> str:
    """Say how many schools have an ENT, and for how many nobody knows.

    Parameters
    ----------
    totals
        `schools_n, covered_n, unknown_n`, and `undated_n` where there is any.
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
    schools = counted_schools(schools_n, sector, tr)
    # Beside the rate, in the same sentence: it is quoted alone.
    undated_n, doubt = int(totals.get("undated_n", 0)), ""
    if unknown_n:
        unknown = counted_schools(unknown_n, "all", tr, tr.scope.of("unknown"))
        doubt = tr("\u00a0; on ne sait pas pour {unknown}", unknown=unknown)
    if schools_n <= 1:
        text = _of_one(schools_n, covered_n, undated_n, unknown_n)
        return tr(text, school=tr(_NOUNS[sector]))
    # "8 sur 8, soit 100 %" says it three times.
    if schools_n in {covered_n, unknown_n}:
        known = covered_n == schools_n
        alike = tr.scope.of("school" if known else "unknown")
        text = mark("Les {schools} ont toutes un ENT.") if known else _NOBODY_KNOWS
        return tr(text, schools=counted_schools(schools_n, sector, tr, alike))
    if covered_n:
        return tr.plural(
            "{covered} sur {whole_n} a un ENT, soit {share}{doubt}.",
            "{covered} sur {whole_n} ont un ENT, soit {share}{doubt}.",
            covered_n,
            covered=counted_schools(covered_n, sector, tr, tr.scope.of("school")),
            covered_n=tr.count(covered_n, tr.scope.of("school")),
            whole=schools,
            whole_n=tr.count(schools_n),
            share=told(
                tr.percent(covered_n / schools_n),
                share_claim("schools", covered_n / schools_n, tr.scope),
            ),
            doubt=joined((_undated_too(undated_n, tr), doubt), ""),
        )
    if undated_n:
        text = mark("À cette date, aucune des {schools} n’a d’ENT daté{undated}{doubt}.")
        return tr(text, schools=schools, undated=_undated(undated_n, tr), doubt=doubt)
    # "None that is known" is another claim than "none": a list that is silent proves nothing.
    if unknown_n:
        text = mark("Aucune des {schools} n’a d’ENT que l’on connaisse{doubt}.")
        return tr(text, schools=schools, doubt=doubt)
    return tr("Aucune des {schools} n’a d’ENT.", schools=schools)


def _of_one(schools_n: int, covered_n: int, undated_n: int, unknown_n: int) -> str:
    """Choose what is said of the only school that there is; or of none."""
    if covered_n:
        return mark("La seule {school} a un ENT.")
    if undated_n:
        return mark("La seule {school} a un ENT, dont l’ouverture n’est pas datée.")
    if unknown_n:
        return mark("On ne sait pas si la seule {school} a un ENT.")
    if schools_n:
        return mark("La seule {school} n’a pas d’ENT.")
    return mark("Aucune {school} dans ce territoire.")


def _undated(n: int, tr: Language) -> str:
    """Say, of a past day, how many have an ENT of which the register doesn't tell the start."""
    return tr.plural(
        "\u00a0; {n} en a un dont l’ouverture n’est pas datée",
        "\u00a0; {n} en ont un dont l’ouverture n’est pas datée",
        n,
        n=tr.count(n, tr.scope.of("undated")),
    )


def _undated_too(n: int, tr: Language) -> str:
    """Say the same beside those that surely had one; "" where there is none."""
    if not n:
        return ""
    return tr.plural(
        "\u00a0; {n} autre en a un dont l’ouverture n’est pas datée",
        "\u00a0; {n} autres en ont un dont l’ouverture n’est pas datée",
        n,
        n=tr.count(n, tr.scope.of("undated")),
    )


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
    words, having = unit_words(unit, tr), share_claim(unit, covered / whole, tr.scope)
    part = Claim(f"{unit}_n", covered, having.scope)
    return tr.plural(
        "{covered} sur {whole_n} a un ENT, soit {share}.",
        "{covered} sur {whole_n} ont un ENT, soit {share}.",
        covered,
        covered=told(words.counted(int(covered)), part),
        covered_n=told(tr.number(covered), part),
        whole_n=told(tr.number(whole), Claim(f"{unit}_n", whole, tr.scope)),
        many=words.many,
        share=told(tr.percent(covered / whole), having),
    )


def counted_schools(n: int, sector: str, tr: Language, scope: Scope | None = None) -> str:
    """Write a number of schools of a sector ("public", "prive" or "all"), which it names.

    `scope` says which of those that the language is about; all of them without it.
    """
    return tr.plural(*_COUNTS[sector], n, n=tr.count(n, scope))
