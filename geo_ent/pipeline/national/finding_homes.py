"""Which département each finding is of: it is told there, or once of the whole files."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.communes.departement_words import departement_of_uai
from geo_ent.communes.departements import departement_names
from geo_ent.pipeline.national.homes import commune_homes
from geo_ent.pipeline.reader_findings import place_departement

if TYPE_CHECKING:
    from geo_ent.register.read_register import Reading
    from geo_ent.register.sheet_orders import SheetKey
    from geo_ent.tables.findings import Finding

_UAI = re.compile(r"\d{7}[A-Z]")
_COMMUNE = re.compile(r"\d{5}|2[AB]\d{3}")


def file_findings(
    entries: "Iterable[Finding]", homes: Mapping[str, str]
) -> "dict[str, list[Finding]]":
    """Share out what was noticed of files of schools and communes, by département; "" for none.

    A fact is of the département of its place, else of its school, else of the one that its UAI
    begins by; one of a whole file is of none, since its counts are of all that the file holds.

    Parameters
    ----------
    homes
        The département of each school of the directory.
    """
    shared: defaultdict[str, list[Finding]] = defaultdict(list)
    for entry in entries:
        shared[_home(entry, homes)].append(entry)
    return dict(shared)


def _home(entry: "Finding", homes: Mapping[str, str]) -> str:
    place, uai = entry["place"], entry["uai"]
    if place:
        code = place_departement(place)
        return code if code in departement_names() else _old_home(place)
    if uai in homes:
        return homes[uai]
    return departement_of_uai(uai) if _UAI.fullmatch(uai) else ""


@cache
def _old_home(place: str) -> str:
    """Give the département of a commune whose code is of none today: those of Corsica in 20."""
    codes = pd.DataFrame({"commune_code": [place]}, dtype=str)
    return str(commune_homes(codes).iloc[0]) if _COMMUNE.fullmatch(place) else ""


def register_findings_by_home(
    reading: "Reading", of_rows: Sequence[str], of_sheets: "Mapping[SheetKey, str]"
) -> "dict[str, list[Finding]]":
    """Share out what was noticed of a register: with its row, else with its sheet; "" for none.

    Parameters
    ----------
    of_rows
        The département of each row of `reading.rows`.
    of_sheets
        That of each sheet. What is asked of a sheet of several is of none: an answer is for all of
        its rows.
    """
    rows = reading.rows
    places = zip(rows["file"], rows["sheet"], rows["row"], strict=True)
    spots = {
        (file, f"{sheet}!{row}" if sheet else str(row)): home
        for (file, sheet, row), home in zip(places, of_rows, strict=True)
    }
    spots |= of_sheets
    shared: defaultdict[str, list[Finding]] = defaultdict(list)
    for entry in reading.findings.entries:
        shared[spots.get((entry["file"], entry["row"]), "")].append(entry)
    return dict(shared)


def by_themselves(entries: "Iterable[Finding]") -> "list[Finding]":
    """Tell facts without the numbers of rows that a UAI or a commune makes needless, in order.

    A row added elsewhere in a file of the whole country would change them all.

    Examples
    --------
    >>> from geo_ent.tables.findings import Finding
    >>> facts = [Finding(kind="no-ips", file="ips.csv", row="7", uai=uai, place="", sector="",
    ...                  message="") for uai in ("0350002B", "0350001A")]
    >>> [(fact["uai"], fact["row"]) for fact in by_themselves(facts)]
    [('0350001A', ''), ('0350002B', '')]
    """
    bare: list[Finding] = [
        {**entry, "row": "" if _tells(entry) else entry["row"]} for entry in entries
    ]
    return sorted(bare, key=lambda fact: (fact["kind"], fact["place"], fact["uai"]))


def _tells(entry: "Finding") -> bool:
    """Tell whether a fact says which school or commune it is of."""
    return bool(_UAI.fullmatch(entry["uai"]) or _COMMUNE.fullmatch(entry["place"]))
