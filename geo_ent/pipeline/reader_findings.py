"""Which of the findings are the reader's: those of the schools and the territory that he asked for.

Files are read whole, and may be of a whole country: what was noticed of another département, or of
schools of the sector that isn't counted, explains nothing of the figures shown.
"""

import re
from typing import TYPE_CHECKING

from geo_ent.tables.findings import REGISTER_KINDS, Findings

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from geo_ent.tables.findings import Finding

_COMMUNE = re.compile(r"\d{5}|2[AB]\d{3}")
_UAI = re.compile(r"\d{7}[A-Z]")
_PREFIX = 3  # of a UAI: the département
_CORSICA = "20"  # of both its départements, in codes of before 1976


def reader_findings(
    findings: Findings,
    *,
    elsewhere: "Collection[str]",
    located: "pd.DataFrame",
    counted: "pd.DataFrame",
    departements: "Collection[str]",
    sector: str,
) -> Findings:
    """Keep what is of the schools counted, of their territory, or of no place that can be told.

    The register's own are of whoever keeps it, for the schools of every sector: only those of the
    schools of another territory are left aside.

    Parameters
    ----------
    findings
        All that was noticed.
    elsewhere
        The UAIs of the directory that are of other territories.
    located, counted
        The schools of the territory, and those of the sector asked for; by `uai`.
    departements, sector
        What was asked for; the sector may be "all".

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.text.note import Note
    >>> schools = pd.DataFrame(index=["0350001A", "0350002B", "0290001C"])
    >>> findings = Findings()
    >>> findings.add("no-ips", Note("not-in-file"), uais=schools.index)
    >>> kept = reader_findings(findings, elsewhere={"0290001C"}, located=schools[:2],
    ...                        counted=schools[:1], departements=["35"], sector="public")
    >>> [finding["uai"] for finding in kept.entries]
    ['0350001A']
    """
    of_territory, shown = set(located.index), set(counted.index)
    here = {*departements, ""} | ({_CORSICA} if {"2A", "2B"} & set(departements) else set())
    prefixes = {uai[:_PREFIX] for uai in of_territory}

    def concerns(finding: "Finding") -> bool:
        uai = finding["uai"]
        if finding["kind"] in REGISTER_KINDS:
            return uai not in elsewhere
        if place_departement(finding["place"]) not in here:
            return False
        if sector != "all" and finding["sector"] not in {"", sector}:
            return False
        if uai in of_territory or uai in elsewhere:
            # A fact of a school of elsewhere that has a place is of this territory all the same.
            return uai in shown or finding["place"] != ""
        # Of a figure whose school isn't in the directory, all that is known is its département.
        return uai[:_PREFIX] in prefixes or not _UAI.fullmatch(uai)

    return Findings([finding for finding in findings.entries if concerns(finding)])


def place_departement(place: str) -> str:
    """Tell the département of a commune or of a département; "" where the code isn't of one.

    Examples
    --------
    >>> [place_departement(place) for place in ("35238", "35", "97411", "2A004", "Bruz")]
    ['35', '35', '974', '2A', '']
    """
    if _COMMUNE.fullmatch(place):
        return place[:3] if place.startswith("97") else place[:2]
    return place if len(place) in {2, 3} and place[0].isdigit() else ""
