"""Which département everything read is of: each school, each row and each sheet of the register.

A school is of the département of its commune of today, as `territory.locate` puts it; failing that
of the one that the directory names. A row of the register is of that of its schools; one that found
none, of the département that it names itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geo_ent.communes.bundled import (
    commune_texts,
    commune_zones,
    communes_without_polygon,
    read_communes,
)
from geo_ent.communes.codes_to_today import commune_codes, move_codes
from geo_ent.communes.departement_words import (
    departement_column,
    departement_named,
    departement_of_uai,
    departement_titled,
)
from geo_ent.communes.departements import departement_names
from geo_ent.register.name_matching import School
from geo_ent.tables.cells import cell_text
from geo_ent.tables.uai import clean_uai, is_uai
from geo_ent.territory.location_findings import named_departements
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from geo_ent.register.read_register import Reading
    from geo_ent.register.sheet_orders import SheetKey
    from geo_ent.text.note import Note

_UAI = re.compile(r"\d{7}[A-Z]")
_POSTCODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_BOTH_OF_CORSICA = "20"  # as a postcode begins
_OVERSEAS = "97"
# Of the rows of a sheet that found their school, from which the others are taken for theirs too.
_MOST = 0.9
_HEADER_ROWS = 30  # in which a title is looked for


def commune_homes(schools: "pd.DataFrame") -> "pd.Series[str]":
    """Give the département of each school's commune of today, "" where its code is of none.

    Examples
    --------
    >>> import pandas as pd
    >>> commune_homes(pd.DataFrame({"commune_code": ["35238", "49144", "99999"]})).tolist()
    ['35', '44', '']
    """
    codes = schools["commune_code"]
    odd = ~codes.isin(commune_codes())
    today = codes.mask(odd, "")
    if odd.any():
        # Without points: a commune that was split has left its parts in its département.
        today[odd] = move_codes(codes[odd], names=False)["commune_code"]
    hidden = communes_without_polygon()["departement_code"].to_dict()
    homes: pd.Series[str] = today.map(hidden | commune_zones("departement")).fillna("")
    return homes.astype(str)


def school_homes(schools: gpd.GeoDataFrame, of_communes: "pd.Series[str]") -> "pd.Series[str]":
    """Give each school's département, "" where nothing tells it.

    Parameters
    ----------
    schools
        Of the directory: `departement_code` and points.
    of_communes
        As `commune_homes` gives them.
    """
    named = schools["departement_code"].where(
        schools["departement_code"].isin(named_departements()), ""
    )
    homes = of_communes.where(of_communes != "", named)
    lost = schools[(homes == "") & schools.geometry.notna()]
    if len(lost):
        communes = read_communes(list(departement_names()))[["departement_code", "geometry"]]
        held = gpd.sjoin(lost[["geometry"]], communes, predicate="intersects")
        held = held.sort_values(held.columns[-2], kind="stable")
        first = held.loc[~held.index.duplicated(), "departement_code"]
        homes = homes.mask(homes.index.isin(first.index), first.reindex(homes.index))
    return homes


def sheet_homes(reading: "Reading", homes: Mapping[str, str]) -> "dict[SheetKey, str]":
    """Give the département that each sheet of a register is of, "" where it is of several.

    That of nearly all of its rows that found a school; where there is none, the one that it is
    called by, else that of its file.

    Parameters
    ----------
    homes
        The département of each school.
    """
    of_sheets: defaultdict[SheetKey, Counter[str]] = defaultdict(Counter)
    of_files: defaultdict[str, Counter[str]] = defaultdict(Counter)
    places = zip(reading.rows["file"], reading.rows["sheet"], reading.rows["uai"], strict=True)
    for file, sheet, uais in places:
        reached = {homes.get(uai, "") for uai in uais.split()} - {""}
        of_sheets[file, sheet].update(reached)
        of_files[file].update(reached)
    keys = dict.fromkeys([*reading.columns, *of_sheets])
    return {
        (file, sheet): _most(of_sheets[file, sheet])
        if of_sheets[file, sheet]
        else departement_named(sheet) or departement_titled(sheet) or _most(of_files[file])
        for file, sheet in keys
    }


def _most(counts: "Counter[str]") -> str:
    for code, count in counts.most_common(1):
        return code if count >= _MOST * counts.total() else ""
    return ""


def row_homes(
    reading: "Reading", homes: Mapping[str, str], of_sheets: "Mapping[SheetKey, str]"
) -> "pd.Series[str]":
    """Give the département of each row of a register, "" for none.

    Parameters
    ----------
    homes
        The département of each school.
    of_sheets
        As `sheet_homes` gives them.
    """
    rows = reading.rows
    reached = [_of_schools(uais.split(), homes) for uais in rows["uai"]]
    lost = [number for number, home in enumerate(reached) if not home]
    if lost:
        hints = _Hints(reading, homes)
        for number in lost:
            reached[number] = hints.of_row(number, of_sheets)
    return pd.Series(reached, index=rows.index, dtype=str)


def _of_schools(uais: Sequence[str], homes: Mapping[str, str]) -> str:
    """Give the département of most of some schools, the first by its code among equals."""
    if len(uais) == 1:
        return homes.get(uais[0], "")
    counts = Counter(home for uai in uais if (home := homes.get(uai, "")))
    return min(counts, key=lambda code: (-counts[code], code), default="")


class _Hints:
    """What rows that found no school say of their département."""

    def __init__(self, reading: "Reading", homes: Mapping[str, str]) -> None:
        self.reading, self.homes = reading, homes
        self.uais = reading.rows["uai_written"].tolist()
        self.communes = reading.rows["commune_written"].tolist()
        self.reasons = reading.rows["reason"].tolist()
        self.keys: list[SheetKey] = list(
            zip(reading.rows["file"], reading.rows["sheet"], strict=True)
        )
        self.columns = _departement_columns(reading)
        self.of_names = _commune_departements()

    def of_row(self, number: int, of_sheets: "Mapping[SheetKey, str]") -> str:
        """Give the code that a row tells: what is surest first.

        A UAI whose letter is right, its column of départements, its sheet; then its commune, the
        schools that it may be, a UAI that can't be one.
        """
        uai = clean_uai(self.uais[number] or "")
        return (
            (departement_of_uai(uai) if is_uai(uai) and self.uais[number][-1:].isalpha() else "")
            or self._of_column(number)
            or of_sheets.get(self.keys[number], "")
            or self._of_commune(number)
            or self._of_candidates(number)
            or _of_doubtful_uai(self.uais[number], uai)
        )

    def _of_column(self, number: int) -> str:
        cells = self.reading.written.cells
        at = self.columns.get(self.keys[number])
        if at is None or number >= len(cells) or at >= len(cells[number]):
            return ""
        return departement_named(cell_text(cells[number][at]))

    def _of_candidates(self, number: int) -> str:
        held = {self.homes.get(school.uai, "") for school in _schools_in(self.reasons[number])}
        return held.pop() if len(held) == 1 else ""

    def _of_commune(self, number: int) -> str:
        text = cell_text(self.communes[number])
        held = self.of_names.get(plain(text), frozenset())
        if len(held) == 1:
            return next(iter(held))
        codes = {_of_postcode(code) for code in _POSTCODE.findall(text)} - {""}
        return codes.pop() if len(codes) == 1 else ""


def commune_departement(code: str) -> str:
    """Give the département that a commune's code of today begins by.

    Examples
    --------
    >>> commune_departement("35238"), commune_departement("97411"), commune_departement("2A004")
    ('35', '974', '2A')
    """
    return code[:3] if code.startswith(_OVERSEAS) else code[:2]


def _of_doubtful_uai(written: str, clean: str) -> str:
    """Give the département of a UAI that can't be one; "" for what isn't like one.

    Examples
    --------
    >>> _of_doubtful_uai("0350122A", "0350122A"), _of_doubtful_uai("035012A", "0035012A")
    ('35', '35')
    >>> _of_doubtful_uai("350122A", "0350122A"), _of_doubtful_uai("Total", "TOTAL")
    ('35', '')
    """
    if not _UAI.fullmatch(clean):
        return ""
    # What begins by a zero lost another figure than its first.
    return departement_of_uai(written.strip() if written.strip().startswith("0") else clean)


def _of_postcode(code: str) -> str:
    prefix = code[:3] if code.startswith(_OVERSEAS) else code[:2]
    return "" if prefix == _BOTH_OF_CORSICA else departement_named(prefix)


def _schools_in(reason: "Note") -> Iterator[School]:
    """Give the schools that a reason names."""
    for value in reason.fields.values():
        for part in value if isinstance(value, (tuple, list)) else (value,):
            if isinstance(part, School):
                yield part


def _departement_columns(reading: "Reading") -> "dict[SheetKey, int]":
    """Find the column of départements of each sheet that has one, by its title."""
    return {
        key: place
        for key, sheet in reading.written.sheets.items()
        if (place := departement_column(sheet.rows[:_HEADER_ROWS])) is not None
    }


def _commune_departements() -> dict[str, frozenset[str]]:
    """Give the départements that have a commune of each name, by the name as `plain` writes it."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    pairs = zip(commune_texts("name"), commune_texts("departement_code"), strict=True)
    for name, code in pairs:
        held[plain(name or "")].add(code or "")
    return {name: frozenset(codes) for name, codes in held.items()}
