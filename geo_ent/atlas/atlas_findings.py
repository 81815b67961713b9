"""What is noticed of a whole atlas: départements that files don't tell of, codes claimed twice."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.communes.departements import departement_names
from geo_ent.errors import InputError
from geo_ent.register.read_register import Reading
from geo_ent.tables.findings import Findings
from geo_ent.telling.atlas_sentences import named, place_named
from geo_ent.territory.location_findings import named_departements
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.pipeline.national import FilesRead
    from geo_ent.tables.atlas_parts import Part


def refuse_one_for_all(read: "FilesRead", told: Collection[str]) -> None:
    """Refuse the register of one département where the whole country is asked.

    Parameters
    ----------
    read
        What was read for the atlas.
    told
        The départements that the register tells of.

    Raises
    ------
    InputError
        If it is: 100 départements of unknown situation are no atlas.
    """
    if len(told) > 1 or set(read.codes) != set(departement_names()):
        return
    names = ", ".join(path.name for path in read.project.registers)
    of = "".join(map(named, told)) or "aucun département"
    option = "".join(f", ou --departement {code} pour n’en faire que la carte" for code in told)
    msg = (
        f"{names} : ce registre ne parle que de {of}, et l’atlas est de tout le pays "
        f"({len(read.codes)} départements). Donnez le registre national{option}."
    )
    raise InputError(msg, key="register")


def departements_told(read: "FilesRead") -> set[str]:
    """Tell of which of the départements asked the register has a row.

    Returns
    -------
    set
        Codes; those of the schools that its rows found.
    """
    homes = read.school_homes
    uais = {*read.reading.register["uai"].unique(), *read.reading.staff["uai"].unique()}
    return {homes.get(uai, "") for uai in uais} & set(read.codes)


def departements_absent(read: "FilesRead") -> list[str]:
    """List the départements of which the directory has no school at all, by code."""
    return sorted(set(read.codes) - set(read.school_homes.values()))


@dataclass(frozen=True)
class OfNone:
    """What was read that is of no département of the atlas.

    Attributes
    ----------
    findings
        What was noticed of whole files, and of the départements that they don't tell of.
    reading
        The rows of the register that are of no département, or of one that the directory lacks;
        of one that isn't asked, those that found no school.
    counts
        How many rows the register has, how many are among these, and of one that isn't asked;
        the others are in the reports of their départements.
    silent
        The départements that the register has no row of.
    beyond
        As `schools_beyond` counts them.
    """

    findings: Findings
    reading: "Reading"
    counts: Mapping[str, int]
    silent: Sequence[str]
    beyond: Mapping[str, int]


def of_none(read: "FilesRead") -> OfNone:
    """Gather what is of no département of the atlas.

    Raises
    ------
    InputError
        As `refuse_one_for_all`.
    """
    told = departements_told(read)
    refuse_one_for_all(read, told)
    absent = departements_absent(read)
    entries = [entry for code in absent for entry in read.register_findings.get(code, ())]
    findings = Findings([*read.findings_of_none.entries, *entries])
    file = ", ".join(path.name for path in read.project.registers)
    homes = read.row_homes
    silent = sorted(set(read.codes) - told - set(absent))
    for code in silent:
        findings.add("register-silent", named(code), file=file, places=[code])
    for code in absent:
        if rows_n := int((homes == code).sum()):
            detail = Note("rows-of-departement", n=rows_n, name=named(code))
            findings.add("rows-of-absent", detail, file=file, places=[code])
    beyond = schools_beyond(read)
    for code, schools_n in beyond.items():
        detail = Note("schools-beyond", n=schools_n, name=place_named(code))
        findings.add("schools-beyond", detail, file=read.project.schools.name, places=[code])
    nowhere = ~homes.isin(named_departements()) | homes.isin(absent)
    # Of a département that isn't asked, a row that found its school is only counted; another is
    # shown: what it says of where it is may be a slip.
    unasked = ~nowhere & ~homes.isin(read.codes)
    nowhere |= unasked & (read.reading.rows["uai"] == "")
    elsewhere = unasked & ~nowhere
    for code, rows_n in sorted(Counter(homes[elsewhere]).items()):
        detail = Note("rows-of-departement", n=rows_n, name=place_named(code))
        findings.add("rows-elsewhere", detail, file=file, places=[code])
    rows = read.reading.rows[nowhere].reset_index(drop=True)
    counts = {
        "rows_n": len(nowhere),
        "of_no_departement_n": int(nowhere.sum()),
        "elsewhere_n": int(elsewhere.sum()),
    }
    # These rows and nothing more of what was read, which weighs.
    told_rows = Reading(read.reading.register.iloc[:0], rows, {})
    return OfNone(findings, told_rows, counts, silent, beyond)


def schools_beyond(read: "FilesRead") -> dict[str, int]:
    """Count the schools that are of no département of France, by their collectivity's code.

    "" stands for those of which nothing tells where they are. None is told where the atlas leaves
    out départements of the directory: it is then of those that were asked for, and of no others.
    """
    directory, sector = read.directory, read.project.sector
    homes = pd.Series(read.school_homes, dtype=object).reindex(directory.index).fillna("")
    if sector != "all":
        homes = homes[directory["sector"] == sector]
    if not set(homes) & set(departement_names()) <= set(read.codes):
        return {}
    return dict(sorted(Counter(homes[~homes.isin(departement_names())]).items()))


def note_shared_zones(parts: "Sequence[Part]", findings: Findings) -> None:
    """Note the circonscriptions of one code that several départements have."""
    claimed: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for part in parts:
        for row in part.levels["circonscription"]:
            claimed[row["zone_code"]][part.code] = row["zone_name"]
    for code, names in claimed.items():
        if len(names) > 1:
            detail = Note("zone-claimed", code=code, among=_among(names))
            findings.add("zone-claimed", detail, places=[next(iter(names))])


def _among(names: Mapping[str, str]) -> str:
    return ", ".join(f"{name}, {named(code)}" for code, name in names.items())
