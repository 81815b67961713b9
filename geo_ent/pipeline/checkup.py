"""The register doctor: read registers, say what became of each row, write what is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.communes.bundled import find_departement, read_communes
from geo_ent.errors import InputError
from geo_ent.publish.register.columns_toml import columns_toml
from geo_ent.publish.register.corrected_register import write_fixed_register
from geo_ent.publish.register.register_report import REPORT_CSV, REPORT_HTML, write_register_report
from geo_ent.register.read_register import nothing_found, read_registers
from geo_ent.schools.directory import other_uais, read_schools
from geo_ent.telling.register_wording import (
    DOUBTS,
    OUTCOME_WORDS,
    as_sentence,
    outcome_counts,
    place,
    report_rows,
    sentence,
    told_schools,
)
from geo_ent.text.safe import one_line
from geo_ent.text.whole_file import whole_files

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.register.read_register import Reading

__all__ = ["Checkup", "Doubt", "check_up"]

_MOST_TITLES = 30
_SHORT = 60  # characters of what was written that a terminal shows


@dataclass(frozen=True)
class Doubt:
    """A doubtful row, as one line of a terminal tells it: no line break, no escape code.

    Attributes
    ----------
    kind, place, written, reason, suggestion
        French words; `written` is cut short.
    """

    kind: str
    place: str
    written: str
    reason: str
    suggestion: str


@dataclass(frozen=True)
class Checkup:
    """What was read of some registers.

    Attributes
    ----------
    paths
        The registers.
    reading
        What `read_registers` gave.
    directory
        Every school that a row could name.
    schools
        Those that the registers should tell of: the directory's, or its part in the départements.
    """

    paths: Sequence[Path]
    reading: "Reading"
    directory: "pd.DataFrame"
    schools: "pd.DataFrame"

    @property
    def headline(self) -> str:
        """The reading in one sentence."""
        told = told_schools(self.reading.register, self.schools)
        return sentence(self._counts, told_n=told, schools_n=len(self.schools))

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """The outcomes that occur, in French, with their number of rows."""
        return [(OUTCOME_WORDS[name].name, count) for name, count in self._counts.items() if count]

    @property
    def _counts(self) -> dict[str, int]:
        return outcome_counts(self.reading.rows)

    @property
    def doubts(self) -> list[Doubt]:
        """The doubtful rows, the gravest kinds first."""
        rows = report_rows(self.reading)
        several = len(rows["file"].unique()) > 1
        read = rows[rows["doubt"] != ""].to_dict("records")
        order = {kind: rank for rank, kind in enumerate(DOUBTS)}
        return [
            _doubt({str(key): cell for key, cell in row.items()}, several=several)
            for row in sorted(read, key=lambda row: order[row["doubt"]])
        ]

    @property
    def columns(self) -> str:
        """The column mapping found, as TOML for the project file; comments say what wasn't read."""
        return columns_toml(self.reading.columns) + "".join(
            f"# {one_line(', '.join(filter(None, key)))}, non lues : {_listed(titles)}\n"
            for key, titles in self.reading.unread.items()
            if titles
        )

    @property
    def refusal(self) -> str:
        """Why the registers are of no use, in one line; "" when they reach a school."""
        if len(self.reading.register):
            return ""
        rows_n = int((~self.reading.rows["outcome"].isin(["not_school", "ignored"])).sum())
        return nothing_found(self.paths, rows_n=rows_n, schools_n=len(self.directory))

    def write_report(self, folder: Path) -> list[Path]:
        """Write the report's page and its CSV in a folder, and give their paths.

        Raises
        ------
        OutputError
            If the folder can't be written.
        """
        names = (REPORT_HTML, REPORT_CSV)
        with whole_files(folder, names) as work:
            write_register_report(self.reading, work, schools=self.schools)
        return [folder / name for name in names]

    def write_fixed(self, path: Path) -> None:
        """Write the corrected register.

        Raises
        ------
        OutputError
            If it can't be written, or is one of the registers read.
        """
        write_fixed_register(path, self.reading, self.directory, inputs=self.paths)


def _listed(titles: Sequence[str]) -> str:
    named = ", ".join(f"« {one_line(title, width=_SHORT)} »" for title in titles[:_MOST_TITLES])
    more = len(titles) - _MOST_TITLES
    return f"{named} et {more} autres" if more > 0 else named


def _doubt(row: Mapping[str, object], *, several: bool) -> Doubt:
    written = [str(row[f"{name}_written"]) for name in ("uai", "name", "commune", "status")]
    return Doubt(
        kind=DOUBTS[str(row["doubt"])].title,
        place=one_line(place(row, files=several)),
        written=one_line(", ".join(word for word in written if word), width=_SHORT),
        reason=one_line(as_sentence(row["reason"])),
        suggestion=one_line(row["suggestion"]),
    )


def check_up(
    paths: Sequence[Path],
    schools: Path,
    *,
    departements: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
) -> Checkup:
    """Read registers against a directory; nothing is written.

    Parameters
    ----------
    paths
        The registers.
    schools
        The directory's file.
    departements
        Codes or names: the schools that the registers should tell of; all of the directory's
        when empty.
    columns
        Column of the contract → title as written, when it can't be recognised.

    Raises
    ------
    InputError
        If a file isn't what is expected, or no register is found. Registers of which no school
        is in the directory are read all the same: `refusal` says it.
    """
    codes = sorted({find_departement(each) for each in departements})
    directory = read_schools(schools)
    counted = directory[directory["departement_code"].isin(codes)] if codes else directory
    if counted.empty:
        msg = f"{schools} : aucune école de ce département ({', '.join(codes)}) dans l'annuaire."
        raise InputError(msg)
    communes = read_communes(codes) if codes else None
    reading = read_registers(
        list(paths),
        directory,
        columns=columns,
        communes=communes,
        others=lambda: other_uais(schools),
        strict=False,
    )
    return Checkup(tuple(paths), reading, directory, counted)
