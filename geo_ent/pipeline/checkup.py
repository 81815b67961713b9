"""The register doctor: read registers, say what became of each row, write what is asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import find_departement
from geo_ent.errors import InputError
from geo_ent.publish.register.answers_toml import answers_toml
from geo_ent.publish.register.columns_toml import columns_toml
from geo_ent.publish.register.corrected_register import write_fixed_register
from geo_ent.publish.register.register_report import REPORT_CSV, REPORT_HTML, write_register_report
from geo_ent.register.read_register import nothing_found, read_registers
from geo_ent.register.register_findings import DOUBTS, known_schools_n
from geo_ent.schools.directory import other_uais, read_establishments, read_schools
from geo_ent.telling.finding_details import finding_detail
from geo_ent.telling.finding_words import kind_name
from geo_ent.telling.language import Language
from geo_ent.telling.page.page_notes import absence_notes
from geo_ent.telling.register.column_sentences import column_sentences, question_sentences
from geo_ent.telling.register.register_reasons import reason_text
from geo_ent.telling.register.register_wording import (
    DOUBT_WORDS,
    OUTCOME_WORDS,
    as_sentence,
    outcome_counts,
    place,
    reading_sentence,
    report_rows,
)
from geo_ent.text.safe import one_line
from geo_ent.text.whole_file import whole_files

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.register.answers import Answer
    from geo_ent.register.read_register import Reading
    from geo_ent.register.sheet_orders import SheetOrder
    from geo_ent.text.note import Note

_MOST_TITLES = 30  # columns of a sheet that a terminal names
_MOST_SOLUTIONS = 10  # that a terminal names
_SHORT = 60  # characters of what was written that a terminal shows


@dataclass(frozen=True)
class Doubt:
    """A doubtful row, as one line of a terminal tells it: no line break, no escape code.

    Attributes
    ----------
    kind, place, written, reason, suggestion
        In words; `written` is cut short.
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
    tr
        The language of what is said and written of it.
    departements
        The codes of those asked for; none where all of the directory's schools are meant.
    """

    paths: Sequence[Path]
    reading: "Reading"
    directory: "pd.DataFrame"
    schools: "pd.DataFrame"
    tr: Language
    departements: Sequence[str] = ()

    @property
    def headline(self) -> str:
        """The reading in one sentence."""
        schools_n = len(self.schools)
        return reading_sentence(self._counts, known_n=self.known_n, schools_n=schools_n, tr=self.tr)

    @property
    def known_n(self) -> int:
        """How many of `schools` the registers tell of."""
        return known_schools_n(self.reading.register, self.schools)

    @property
    def taken(self) -> list[str]:
        """Which column was taken for what, and which weren't read, in sentences."""
        return [one_line(text) for text in column_sentences(self.reading, self.tr)]

    @property
    def questions(self) -> list[str]:
        """What is open before any row: départements without a school, columns and sheets."""
        asked = question_sentences(self.reading.findings, self.tr)
        absent = absence_notes(self.schools, self.departements, self.tr)
        return [*absent, *(one_line(text) for text in asked)]

    @property
    def stale_answers(self) -> list[str]:
        """The answers of a project file or a corrected register whose row isn't there as it was."""
        tr = self.tr
        return [
            f"{kind_name(kind, 1, tr)} : {one_line(finding_detail(entry['message'], tr))}"
            for kind in ("answer-unused", "answer-changed")
            for entry in self.reading.findings.entries if entry["kind"] == kind
        ]  # fmt: skip

    @property
    def unknown_solutions(self) -> dict[str, int]:
        """Solutions that have no record, as written, with their number of rows: most first."""
        noted = (note for notes in self.reading.rows["notes"] for note in notes)
        written = Counter(
            one_line(str(note.fields["text"])) for kind, note in noted if kind == "unknown-solution"
        )
        return dict(sorted(written.items(), key=lambda one: (-one[1], one[0])))

    @property
    def solutions_sentence(self) -> str:
        """Which solutions have no record, in a sentence; "" where each has one."""
        written, tr = self.unknown_solutions, self.tr
        shown = [
            tr.plural(
                "« {solution} » ({n} ligne)",
                "« {solution} » ({n} lignes)",
                rows_n,
                solution=one_line(solution, width=_SHORT),
                n=tr.number(rows_n),
            )
            for solution, rows_n in [*written.items()][:_MOST_SOLUTIONS]
        ]
        if more := len(written) - len(shown):
            shown.append(tr.plural("et {n} autre", "et {n} autres", more, n=tr.number(more)))
        if not shown:
            return ""
        return tr.plural(
            "Solution inconnue, gardée telle quelle : {listed}.",
            "Solutions inconnues, gardées telles quelles : {listed}.",
            len(written),
            listed=", ".join(shown),
        )

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """The outcomes that occur, in words, with their number of rows."""
        return [(self.tr(OUTCOME_WORDS[name].name), n) for name, n in self._counts.items() if n]

    @property
    def outcome_counts(self) -> list[tuple[str, int]]:
        """Every outcome, one of `OUTCOMES`, with its number of rows."""
        return list(self._counts.items())

    @property
    def _counts(self) -> dict[str, int]:
        return outcome_counts(self.reading.rows)

    @property
    def doubts(self) -> list[Doubt]:
        """The doubtful rows, the gravest kinds first."""
        rows = self.rows
        several = len(rows["file"].unique()) > 1  # a file's name beside each row only then
        doubtful = rows[rows["doubt"] != ""].to_dict("records")
        doubtful.sort(key=lambda row: DOUBTS.index(row["doubt"]))
        return [_doubt(row, self.tr, several=several) for row in doubtful]

    @property
    def columns(self) -> str:
        """The column mapping found, as TOML for the project file; comments say what wasn't read.

        A doubtful row or two follow, ready to be answered.
        """
        unread = (
            self.tr(
                "{sheet}, non lues : {titles}",
                sheet=one_line(", ".join(filter(None, key))),
                titles=_listed(titles, self.tr),
            )
            for key, titles in self.reading.unread.items()
            if titles
        )
        columns = columns_toml(self.reading.columns, self.tr)
        notes = "".join(f"# {line}\n" for line in unread)
        return columns + notes + answers_toml(self.reading, self.rows, self.directory, self.tr)

    @cached_property
    def rows(self) -> "pd.DataFrame":
        """What became of each row, in words: `report_rows`."""
        return report_rows(self.reading, self.tr)  # once: half a second of 20,000 rows

    @property
    def refusal(self) -> str:
        """Why the registers are of no use, in one line; "" when they reach a school."""
        if len(self.reading.register):
            return ""
        # Rows about no school at all don't count against a register. Asked for, not raised: what
        # became of the rows is just what somebody with the wrong register wants to see.
        rows_n = int((~self.reading.rows["outcome"].isin(["not_school", "ignored"])).sum())
        return nothing_found(self.paths, rows_n=rows_n, schools_n=len(self.directory))

    def write_report(self, folder: Path) -> list[Path]:
        """Write the report's page and its CSV in a folder, and give their paths.

        Raises
        ------
        OutputError
            If the folder can't be written.
        """
        # Both or none: a page beside another reading's CSV would mislead.
        names = (REPORT_HTML, REPORT_CSV)
        with whole_files(folder, names) as work:
            write_register_report(self.reading, work, schools=self.schools, tr=self.tr)
        return [folder / name for name in names]

    def write_fixed(self, path: Path) -> None:
        """Write the corrected register.

        Raises
        ------
        OutputError
            If it can't be written, or is one of the registers read.
        """
        write_fixed_register(path, self.reading, self.directory, tr=self.tr, inputs=self.paths)


def _listed(titles: "Sequence[str | Note]", tr: Language) -> str:
    texts = (one_line(reason_text(title, tr), width=_SHORT) for title in titles[:_MOST_TITLES])
    shown = (tr("« {title} »", title=text) for text in texts)
    more = len(titles) - _MOST_TITLES
    if more <= 0:
        return ", ".join(shown)
    return tr.plural(
        "{titles} et {n} autre", "{titles} et {n} autres", more, titles=", ".join(shown), n=more
    )


def _doubt(row: Mapping[Any, Any], tr: Language, *, several: bool) -> Doubt:
    # Cells are anybody's text, and a terminal obeys escape codes: `one_line` takes them out.
    written = [str(row[f"{name}_written"]) for name in ("uai", "name", "commune", "status")]
    return Doubt(
        kind=tr(DOUBT_WORDS[str(row["doubt"])].title),
        place=one_line(place(row, tr, files=several)),
        written=one_line(", ".join(filter(None, written)), width=_SHORT),
        reason=one_line(as_sentence(row["reason"])),
        suggestion=one_line(row["suggestion"]),
    )


def check_up(  # noqa: PLR0913 as `read_registers`
    paths: Sequence[Path],
    schools: Path,
    *,
    departements: Sequence[str] = (),
    columns: Mapping[str, str | Sequence[str]] | None = None,
    sheet_orders: "Sequence[SheetOrder]" = (),
    answers: "Sequence[Answer]" = (),
    tr: Language,
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
        Column of the contract → title as written (or titles), when it can't be recognised.
    sheet_orders
        What is said of single sheets, which wins over `columns`.
    answers
        What was answered about doubtful rows.
    tr
        The language of what is said and written of them.

    Raises
    ------
    InputError
        If a file isn't what is expected, or no register is found. Registers of which no school
        is in the directory are read all the same: `refusal` says it.
    """
    codes = sorted({find_departement(departement) for departement in departements})
    # The whole directory: a row of a school elsewhere is found, not said to be of none.
    establishments = read_establishments(schools)
    directory = read_schools(schools, rows=establishments)
    counted = directory[directory["departement_code"].isin(codes)] if codes else directory
    if counted.empty:
        msg = f"{schools} : aucune école de ce département ({', '.join(codes)}) dans l’annuaire."
        raise InputError(msg)
    communes = read_communes(codes) if codes else None
    reading = read_registers(
        list(paths),
        directory,
        columns=columns,
        communes=communes,
        sheet_orders=sheet_orders,
        answers=answers,
        others=lambda: other_uais(establishments),
        strict=False,
    )
    return Checkup(tuple(paths), reading, directory, counted, tr, codes)
