"""The sentence that says it all."""

from collections.abc import Mapping

from geo_ent.words import counted, number, percent

__all__ = ["headline"]

_KINDS = {
    "public": ("école publique", "écoles publiques"),
    "prive": ("école privée", "écoles privées"),
}


def headline(totals: Mapping[str, float], *, sector: str) -> str:
    """Say in French how many schools have an ENT, and for how many nobody knows.

    Parameters
    ----------
    totals
        `schools_n, covered_n, unknown_n, coverage_share`.
    sector
        "public", "prive" or "all".

    Examples
    --------
    >>> said = headline({"schools_n": 578, "covered_n": 271, "unknown_n": 12,
    ...                  "coverage_share": 271 / 578}, sector="public")
    >>> said.replace(chr(0xA0), " ")
    '271 écoles publiques sur 578 ont un ENT, soit 46,9 % ; on ne sait pas pour 12 écoles.'
    """
    schools, covered, unknown = (
        int(totals[name]) for name in ("schools_n", "covered_n", "unknown_n")
    )
    one, many = _KINDS.get(sector, ("école", "écoles"))
    doubt = f"\u00a0; on ne sait pas pour {counted(unknown, 'école')}" if unknown else ""
    if covered:
        verb = "a" if covered == 1 else "ont"
        share = percent(totals["coverage_share"])
        said = f"{counted(covered, one, many)} sur {number(schools)} {verb} un ENT"
        return f"{said}, soit {share}{doubt}."
    if schools > 1:
        known = " que l’on connaisse" if unknown else ""
        return f"Aucune des {counted(schools, one, many)} n’a d’ENT{known}{doubt}."
    if schools:
        known = f"La seule {one} n’a pas d’ENT."
        return f"On ne sait pas si la seule {one} a un ENT." if unknown else known
    return f"Aucune {one} dans ce territoire."
