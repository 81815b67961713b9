"""A register with its doubts: what it leaves open, beside what was read of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.register.layouts.imposed_titles import IGNORED
from geo_ent.register.read_register import Reading, read_registers
from geo_ent.register.vocabulary import COLUMNS
from geo_ent.tables.findings import TO_MEND, Findings
from geo_ent.tables.given.given_frames import hold_schools
from geo_ent.tables.given.given_options import hold_path
from geo_ent.telling.finding_words import findings_table
from geo_ent.telling.language import language
from geo_ent.telling.register.column_sentences import column_sentences, question_sentences
from geo_ent.telling.register.register_wording import report_rows
from geo_ent.text.compare import meant

if TYPE_CHECKING:
    from pathlib import Path

    from geo_ent.register.layouts.imposed_titles import Titles


class Register(pd.DataFrame):
    """What was read of a register: a frame, and what there is to ask of who keeps it.

    One row a school and a period, with the contract's columns. A copy or a part of it keeps what
    there is to ask, which stays that of the whole files: a row without a school is in no part. Put
    together with other frames it has none left, and says so.

    Attributes
    ----------
    reading
        The register, and what became of every row of its files; None of what was put together.
    """

    _metadata: ClassVar[list[str]] = ["reading"]
    reading: Reading | None = None

    @property
    def _constructor(self) -> "type[Register]":
        """Make parts and copies of the same class, which pandas hands `reading` over to."""
        return Register

    @property
    def _read(self) -> Reading:
        """What became of every row, where this is of one reading."""
        if self.reading is None:
            msg = (
                "ce tableau n’est plus celui d’une lecture (il en réunit plusieurs) : demandez "
                "questions, doubts, findings à ce que read_register a donné."
            )
            raise InputError(msg)
        return self.reading

    @property
    def questions(self) -> tuple[str, ...]:
        """What its columns and sheets leave open, in sentences."""
        return tuple(question_sentences(self._read.findings, language("fr")))

    @property
    def understood(self) -> tuple[str, ...]:
        """What was taken from which column, in sentences."""
        return tuple(column_sentences(self._read, language("fr")))

    @property
    def findings(self) -> pd.DataFrame:
        """What was noticed, a row a fact: `kind, file, row, uai, message`."""
        return findings_table(self._read.findings, language("fr"))

    @property
    def doubts(self) -> pd.DataFrame:
        """What someone must act on, of `findings`: rows without a school, contradictions."""
        table = self.findings
        return table[table["kind"].isin(TO_MEND)]

    @property
    def rows(self) -> pd.DataFrame:
        """Its files row by row: as written, as understood, each `doubt`, its `suggestion`."""
        return report_rows(self._read, language("fr"))

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files, in the order given."""
        sheets = self.reading.written.sheets if self.reading is not None else ()
        return tuple(dict.fromkeys(file for file, _ in sheets))

    @property
    def staff(self) -> pd.DataFrame:
        """What it says of solutions for teachers and inspectors, which cover no school."""
        return self.iloc[:0] if self.reading is None else self.reading.staff


def read_register(
    path: "str | Path | Sequence[str | Path]",
    schools: pd.DataFrame,
    *,
    findings: Findings | None = None,
    columns: "Titles | None" = None,
) -> Register:
    r"""Read which schools have an ENT, from a file as people keep it, or several.

    Parameters
    ----------
    path
        xlsx, xlsm, xls, ods, CSV or TSV; of several files a later one counts as written later.
    schools
        The directory, all sectors, indexed by `uai`.
    findings
        Where to note the rows left out, corrected or spread; `Register.findings` has them too.
    columns
        Contract column → its title in the file, where what is recognised is wrong: `{"status":
        "Déployé ?"}`; "" for one that isn't to be read.

    Returns
    -------
    Register
        A DataFrame, one row a school and a period: `uai, status, solution, start, end, programme`…
        Its `questions` say what it leaves open, `doubts` which rows someone must look at,
        `findings` all that was noticed, `rows` what became of each row and what to do about it,
        `understood` what was taken from which column.

    Raises
    ------
    InputError
        If no file holds a register, none of its schools is in the directory, the directory isn't on
        its UAI, or `columns` names a column that the contract hasn't.

    Examples
    --------
    >>> import geo_ent, tempfile
    >>> from pathlib import Path
    >>> schools = geo_ent.read_schools(geo_ent.demo_files("cantal")["schools"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "registre.csv")
    ...     _ = file.write_text(f"UAI;ENT\n{schools.index[0]};oui\n0159999Z;peut-être\n")
    ...     register = geo_ent.read_register(file, schools)
    >>> register[["uai", "status"]].values.tolist()
    [['0159001C', 'school']]
    >>> register.understood
    ('Statut lu dans « ENT », UAI dans « UAI ».',)
    >>> register.doubts["message"].iloc[0]
    '« 0159999Z » n’est pas dans l’annuaire et n’est pas un UAI juste'
    """
    hold_schools(schools, "read_register")
    _hold_keys(columns or {})
    paths = [*path] if isinstance(path, Sequence) and not isinstance(path, str) else [path]
    for one in paths:
        hold_path(one, "read_register")
    reading = read_registers(paths, schools, columns=columns)
    if findings is not None:
        findings.entries.extend(reading.findings.entries)
    register = Register(reading.register)
    register.reading = reading
    return register


def _hold_keys(columns: "Titles") -> None:
    """Refuse a column that the contract hasn't: what was said of it would be passed over."""
    known = (*COLUMNS, IGNORED)
    for column in columns:
        if column not in known:
            near = meant(str(column), known)
            msg = (
                f"read_register : columns={{{column!r}: …}} : pas de colonne de ce nom ; "
                f"{f'{near} ' if near else ''}Il y a : {', '.join(known)}."
            )
            raise InputError(msg)
