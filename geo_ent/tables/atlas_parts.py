"""The parts of an atlas: what its index, its académies' pages and its search know of a département.

Beside the folders of an atlas stand `parts/<code>.json` and `parts/<code>.parquet`, its schools.
Nothing else of a département is read again to draw what stands over all of them.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.text.system_faults import why

if TYPE_CHECKING:
    import pandas as pd

PART_VERSION = 1
"""Goes up when a key changes its meaning or goes: a part of another version is made again."""

PARTS = "parts"
"""The folder of the parts, in that of the atlas."""

KINDS_OF_PART = ("json", "parquet")
"""The files of a part, by how their names end."""

STATUS_BEFORE = "status_before"
"""The column of a part's schools that has their status at `compared_to`."""

Row = Mapping[str, Any]
"""A row of a table: column → text, whole number, decimal, or None where nothing is known."""

Point = tuple[int, int]
Ring = Sequence[Point]


@dataclass(frozen=True)
class Place:
    """An académie or a région.

    Attributes
    ----------
    code, name
        As `geo_ent.communes.departements` has them.
    """

    code: str
    name: str


@dataclass(frozen=True)
class Outlines:
    """The outlines of a département's zones, light enough to be drawn about 600 px wide.

    Attributes
    ----------
    crs
        The EPSG code of the metric system that they are in: 2154 in the metropole.
    unit_m
        How many metres a unit of the coordinates is.
    zones
        By level, by `zone_code`: the zone's rings, each a flat list: the first point's x and y,
        then what each next one adds to the one before. Holes are rings among the others: fill them
        by the rule "evenodd".
    """

    crs: int
    unit_m: int
    zones: Mapping[str, Mapping[str, Sequence[Sequence[int]]]]

    def rings(self, level: str) -> dict[str, list[Ring]]:
        """Give the rings of each zone of a level, in metres of `crs`, y to the north.

        Examples
        --------
        >>> outlines = Outlines(2154, 100, {"departement": {"35": [[3500, 67000, 2, 0, 0, -1]]}})
        >>> outlines.rings("departement")
        {'35': [[(350000, 6700000), (350200, 6700000), (350200, 6699900)]]}
        """
        return {
            code: [_absolute(ring, self.unit_m) for ring in rings]
            for code, rings in self.zones.get(level, {}).items()
        }


@dataclass(frozen=True, kw_only=True)
class Part:
    """What an atlas knows of a département.

    Attributes
    ----------
    code, name
        The département.
    academie, region
        Those that it is of.
    date, updated_on
        The day shown, the directory's date.
    lang, sector
        As the project had them.
    simulated
        The sentence that says what is simulated; "" where nothing is.
    title, headline
        Those of its page.
    identity
        The digest of what it was made from.
    quick
        Whether its folder has the page and the tables only.
    rentree
        The year of the effectifs used, if any.
    priority_year
        The year of the list of éducation prioritaire used, "" where it bears none; None where no
        list is.
    totals
        Its `schools_n, covered_n, …`.
    levels
        For "departement" (one row) and "circonscription": the columns of `coverage-<level>.csv`
        that `LEVEL_COLUMNS` names, by code.
    compared_to
        The day that `changes` and `status_before` are of: the last 1 September that is a year
        before `date` or more, whatever days the page has; None where the register bears none.
    changes
        Rows as those of `change.csv`: the territory's, then each circonscription's.
    series
        A row a rentrée and one for the day shown: `date`, `schools_n`, `<status>_n`.
    schools_out_of_level
        By level, how many of the schools counted are in no zone of it.
    findings
        How many findings of each kind.
    register
        `rows_n`, `schools_n`, and `as_of`, the day that it was kept on (None where it says none).
    files
        The files of its folder, by name: `name`, `bytes`, `sha256`.
    communes
        Code → name of every commune, whether it has a school or not.
    outlines
        Of its circonscriptions and of itself.
    """

    code: str
    name: str
    academie: Place
    region: Place
    date: dt.date
    updated_on: dt.date | None
    lang: str
    sector: str
    simulated: str
    title: str
    headline: str
    identity: str
    quick: bool
    rentree: int | None
    priority_year: str | None
    totals: Row
    levels: Mapping[str, Sequence[Row]]
    compared_to: dt.date | None
    changes: Sequence[Row]
    series: Sequence[Row]
    schools_out_of_level: Mapping[str, int]
    findings: Mapping[str, int]
    register: Row
    files: Sequence[Row]
    communes: Mapping[str, str]
    outlines: Outlines

    @property
    def departement(self) -> Row:
        """Its row of `coverage-departement.csv`."""
        return self.levels["departement"][0]

    @property
    def change(self) -> "Row | None":
        """Its own row of `change.csv`; None where the register has no history."""
        return next((row for row in self.changes if row["level"] == "territory"), None)

    def to_json(self) -> str:
        """Write it as the text of `parts/<code>.json`; the same part gives the same bytes."""
        content = {"version": PART_VERSION, **asdict(self)}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_day_text)
        return text + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Part":
        """Read it back.

        Raises
        ------
        InputError
            If it isn't a part, or one of another version.
        """
        try:
            content = json.loads(text)
            version = content.pop("version")
            if version == PART_VERSION and content.keys() == {own.name for own in fields(cls)}:
                return cls(**content | _typed(content))
        except (ValueError, TypeError, KeyError, AttributeError):
            version = None
        msg = f"ce n’est pas la part d’un atlas (version {version!r} ; on attend {PART_VERSION})."
        raise InputError(msg)


LEVEL_COLUMNS = (
    *("zone_code", "zone_name", "schools_n"),
    *("covered_n", "undated_n", "class_n", "planned_n", "not_yet_n", "none_n", "unknown_n"),
    *("coverage_share", "coverage_share_max", "known_share", "interval_low", "interval_high"),
    *("pupils_n", "covered_pupils_n", "pupils_coverage_share"),
    *("rural_schools_n", "rural_covered_n", "rural_coverage_share", "rural_fragile"),
    *("urban_schools_n", "urban_covered_n", "urban_coverage_share", "urban_fragile"),
    "rurality_basis",
)
"""The columns that a part keeps of a level's coverage."""


def read_parts(folder: Path) -> list[Part]:
    """Read the parts of an atlas, by the département's code.

    Parameters
    ----------
    folder
        That of the atlas.

    Raises
    ------
    InputError
        If one can't be read, or is of another version.
    """
    return [read_part(path) for path in sorted((folder / PARTS).glob("*.json"))]


def read_part(path: Path) -> Part:
    """Read one part.

    Raises
    ------
    InputError
        If it can't be read, or is of another version.
    """
    try:
        return Part.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        msg = f"{path} : lecture impossible ({why(fault)})."
        raise InputError(msg) from None
    except InputError as fault:
        msg = f"{path} : {fault}"
        raise InputError(msg) from None


def read_part_schools(folder: Path, codes: Sequence[str] | None = None) -> "pd.DataFrame":
    """Read the schools of an atlas' parts, those counted, with the columns of `schools.csv`.

    Parameters
    ----------
    folder
        That of the atlas.
    codes
        Of the départements wanted; None for all.

    Returns
    -------
    DataFrame
        On `uai`, département after département, each by UAI; with `STATUS_BEFORE`, "" where the
        département's register has no history.

    Raises
    ------
    InputError
        If one can't be read.
    """
    import pandas as pd

    paths = sorted((folder / PARTS).glob("*.parquet"))
    wanted = [path for path in paths if codes is None or path.stem in codes]
    try:
        return pd.concat([pd.read_parquet(path) for path in wanted])
    except (OSError, ValueError) as fault:  # pyarrow's own faults are of these
        msg = f"{folder / PARTS} : lecture impossible ({fault})."
        raise InputError(msg) from None


def _typed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give what JSON has no type for the one that a part has."""
    days = {
        key: content[key] and dt.date.fromisoformat(content[key])
        for key in ("date", "updated_on", "compared_to")
    }
    return days | {
        "academie": Place(**content["academie"]),
        "region": Place(**content["region"]),
        "outlines": Outlines(**content["outlines"]),
    }


def _day_text(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    msg = f"{value!r} has no place in a part"
    raise TypeError(msg)


def _absolute(ring: Sequence[int], unit_m: int) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in zip(ring[::2], ring[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * unit_m, y * unit_m))
    return points
