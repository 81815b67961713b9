"""A value filled down to the end of a sheet: a million rows that say one thing, read as one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo_ent.tables.cells import cell_text
from geo_ent.text.note import Note

LONGEST_RUN = 1_000
"""Alike rows in a row beyond which one stands for all: no school could be told from another."""
_LONGEST_THIN_RUN = 30  # the same of rows that fill half the table's columns at most
_LONGEST_SERIES = 60_000  # rows that differ by their figures only: more than France has schools
_BLANKS_KEPT = 1_000  # blank rows as they are: a merged cell may cover them
_CELLS_SHOWN = 5


@dataclass
class _Run:
    """Rows alike that follow each other: the first one's index, their number, whether any went."""

    first: int
    length: int = 1
    cut: bool = False

    def grown(self) -> "_Run":
        """Count a row more."""
        self.length += 1
        return self


def cut_runs(rows: Iterable[list[object]]) -> tuple[list[list[object]], list[Note]]:
    """Keep the first of the rows that follow each other and say the same.

    What is left keeps its place: an empty row stands for each one cut, none at the end.

    Parameters
    ----------
    rows
        Taken one by one, so that a million of them are never held.

    Returns
    -------
    rows : list
        As many or fewer.
    notes : list of Note
        "filled-down" for each run, with the rows cut (`first` to `last`, from 1) and the `text` of
        what each says.

    Examples
    --------
    >>> rows, notes = cut_runs([["UAI", "ENT"], *[["", "non"]] * 40])
    >>> rows
    [['UAI', 'ENT'], ['', 'non']]
    >>> notes
    [Note(code='filled-down', fields={'first': 3, 'last': 41, 'text': 'non'})]
    """
    kept: list[list[object]] = []
    runs: list[_Run] = []
    alike, series, blanks_n = _Run(0), _Run(0), 0
    above: list[object] = []  # empty after a blank row
    for index, row in enumerate(rows):
        if above and row == above:
            alike.length += 1
            series.length += 1
        elif _is_blank(row):
            blanks_n += 1
            kept.append(row if blanks_n <= _BLANKS_KEPT else [])
            above = []
            continue
        else:
            alike = _Run(index)
            series = series.grown() if _is_like(row, above) else _Run(index)
        blanks_n, above = 0, row
        run = alike if alike.length > LONGEST_RUN else series
        if alike.length <= LONGEST_RUN and series.length <= _LONGEST_SERIES:
            kept.append(row)
            continue
        kept.append([])
        if not run.cut:
            run.cut = True
            kept[run.first + 1 :] = [[]] * (index - run.first)
            runs.append(run)
    while kept and _is_blank(kept[-1]):
        kept.pop()
    runs += _thin_runs(kept)
    return kept, [note_run(kept[run.first], run.first, run.length) for run in runs]


def _is_blank(row: list[object]) -> bool:
    return not row or not any(cell is not None and cell != "" for cell in row)


def _is_like(row: list[object], above: list[object]) -> bool:
    """Tell rows that differ by figures only, as a series filled down does."""
    return len(row) == len(above) and all(
        cell == other or (isinstance(cell, float | int) and isinstance(other, float | int))
        for cell, other in zip(row, above, strict=True)
    )


def _thin_runs(kept: list[list[object]]) -> Iterator[_Run]:
    """Cut the shorter runs whose rows have little of what the table's have."""
    # A default answer, filled down beforehand for rows to come: the widest row before it is the
    # titles' or a school's.
    widest, run = 0, _Run(0)
    for index, row in enumerate([*kept, []]):
        if index and row and row == kept[index - 1]:
            run.length += 1
            continue
        first = kept[run.first] if kept else []
        filled_n = _filled_n(first) if first else 0
        if run.length > _LONGEST_THIN_RUN and 0 < filled_n <= widest / 2:
            kept[run.first + 1 : run.first + run.length] = [[]] * (run.length - 1)
            yield run
        widest = max(widest, filled_n)
        run = _Run(index)
    while kept and not kept[-1]:
        kept.pop()


def _filled_n(row: list[object]) -> int:
    return sum(cell is not None and cell != "" for cell in row)


def note_run(row: list[object], first: int, length: int) -> Note:
    """Say that a row, at the index `first`, stands for itself and those that follow it.

    Examples
    --------
    >>> note_run(["", "non"], 1, 40)
    Note(code='filled-down', fields={'first': 3, 'last': 41, 'text': 'non'})
    """
    texts = [text for cell in row if (text := cell_text(cell))]
    return Note(
        "filled-down", first=first + 2, last=first + length, text=", ".join(texts[:_CELLS_SHOWN])
    )
