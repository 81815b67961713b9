"""Whether a file that was fetched is whole, and is what it should be: before it is kept."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo_ent.errors import SourceError
from geo_ent.sources.checks.broken_file import BrokenError, refuse
from geo_ent.sources.checks.column_checks import Tally, told_content
from geo_ent.sources.checks.portal_rows import Table, open_table
from geo_ent.sources.client.http_errors import is_page
from geo_ent.sources.datasets import Dataset
from geo_ent.text.numbers import number
from geo_ent.text.system_faults import why

_PIECE = 1 << 20  # bytes: a file of 100 MB isn't held in memory for its sum
_HEAD = 4_096  # bytes in which a page shows that it is one
# A few keys repeat in true files; when half of them do, it is another table or a page sent again.
_MOST_REPEATED = 0.5
_MOST_TIMES_OFF = 2  # a file of all France is refused with half the rows expected, or twice as many


class NotWholeError(SourceError):
    """A file that isn't what was expected: cut, or changed between the count and the export.

    Attributes
    ----------
    refusal
        Its text without what to do.
    """

    def __init__(self, refusal: str, advice: str, dataset: Dataset) -> None:
        super().__init__(f"{refusal} {advice}".rstrip(), dataset=dataset.id)
        self.refusal = refusal


@dataclass(frozen=True)
class Whole:
    """What a whole file holds.

    Attributes
    ----------
    columns
        Its titles, as they are.
    sha256
        Of its bytes.
    content_sha256
        Of its titles and rows, sorted: the same for the same rows in another order.
    same_n
        Rows that say the very same as another.
    """

    rows_n: int
    columns: tuple[str, ...]
    sha256: str
    content_sha256: str
    same_n: int = 0


def check_whole(
    path: Path, dataset: Dataset, *, rows_n: int | None = None, length: int | None = None
) -> Whole:
    """Check a file to its end: length, form, columns, rows, and what its columns hold.

    Parameters
    ----------
    rows_n
        How many rows the portal counts; without it, a file of all France must have between half
        and twice what the catalogue expects.
    length
        How many bytes it must have.

    Raises
    ------
    NotWholeError
        If it isn't whole, or isn't this dataset: what was expected, what was found.
    """
    # From the cheapest to the dearest, and each stands on the one before: a web page is never read
    # as a table, and a table with other columns has no rows to count.
    try:
        sha256 = _bytes_sum(path, length)
        with open_table(path, dataset) as table:
            whole = _read(table, dataset, sha256)
        _check_count(whole.rows_n, dataset, rows_n)
    except BrokenError as fault:
        refusal = f"{dataset.title} : {fault} ; le fichier reçu est refusé."
        raise NotWholeError(refusal, "Réessayez plus tard.", dataset) from None
    except OSError as fault:
        refusal = f"{dataset.title} : {path} ne se lit pas ({why(fault)})."
        raise NotWholeError(refusal, "", dataset) from None
    return whole


def _bytes_sum(path: Path, length: int | None) -> str:
    """Sum the bytes; a wrong length, an empty file and a web page are seen here."""
    total = hashlib.sha256()
    size, head = 0, b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            head = head or piece[:_HEAD]
            size += len(piece)
            total.update(piece)
    if not size:
        refuse("le fichier reçu est vide")
    if length is not None and size != length:
        refuse(f"{number(length)} octets annoncés, {number(size)} reçus")
    if is_page("", head):
        refuse("une page web a été reçue au lieu des données, celle d’un proxy ou d’un portail")
    return total.hexdigest()


def _read(table: Table, dataset: Dataset, sha256: str) -> Whole:
    if lacking := dataset.lacking(table.columns):
        listed = ", ".join(f"« {name} »" for name in lacking)
        offered = ", ".join(table.columns)[:300] or "aucune"
        refuse(f"il manque {listed} ; colonnes reçues : {offered}")
    count = _Count(table.columns, dataset)
    # Sorted sums of the rows, 32 bytes each: the order of an export isn't stable, and the rows
    # themselves would take much memory.
    digests = sorted(count.digests(table.rows))
    count.check(len(digests))
    content = hashlib.sha256("\x1f".join(sorted(table.columns)).encode())
    for digest in digests:
        content.update(digest)
    return Whole(
        rows_n=len(digests),
        columns=table.columns,
        sha256=sha256,
        content_sha256=content.hexdigest(),
        same_n=len(digests) - len(set(digests)),
    )


class _Count:
    """What is counted as the rows go by: the keys, and the contents of the columns."""

    def __init__(self, columns: Sequence[str], dataset: Dataset) -> None:
        titles = {
            name: dataset.title_of(name, columns)
            for name in (*dataset.key, *(one.name for one in dataset.columns if one.holds))
        }
        indices = {name: columns.index(title) for name, title in titles.items() if title}
        self._key = tuple(indices[name] for name in dataset.key if name in indices)
        self._known_key = bool(self._key) and len(self._key) == len(dataset.key)
        self._tallies = [
            (indices[one.name], Tally(titles[one.name], one.holds), one.needed)
            for one in dataset.columns
            if one.holds and one.name in indices
        ]
        self._keys: set[tuple[str, ...]] = set()
        self.repeated_n = 0

    def digests(self, rows: Iterator[tuple[Sequence[str], bytes]]) -> Iterator[bytes]:
        """Sum each row, counting on the way."""
        for cells, content in rows:
            for index, tally, _ in self._tallies:
                tally.add(cells[index])
            if self._known_key:
                key = tuple(cells[index] for index in self._key)
                self.repeated_n += key in self._keys
                self._keys.add(key)
            yield hashlib.sha256(content).digest()

    def check(self, rows_n: int) -> None:
        """Refuse an empty table, rows mostly repeated, a column that holds something else."""
        if not rows_n:
            refuse("la table reçue n’a aucune ligne")
        if self.repeated_n > _MOST_REPEATED * rows_n:
            refuse(f"{number(self.repeated_n)} lignes sur {number(rows_n)} sont en double")
        for _, tally, needed in self._tallies:
            # A welcome column may be empty; a needed one may not.
            if (needed or tally.values) and (fault := told_content(tally)):
                raise BrokenError(fault)


def _check_count(found: int, dataset: Dataset, rows_n: int | None) -> None:
    if rows_n is not None and found != rows_n:
        refuse(f"le portail compte {number(rows_n)} lignes, le fichier en a {number(found)}")
    # Only a file of all France has an expected size; a département's may be anything.
    expected = dataset.rows_n if rows_n is None and dataset.way == "file" else 0
    if expected and not expected / _MOST_TIMES_OFF <= found <= expected * _MOST_TIMES_OFF:
        refuse(f"on attend environ {number(expected)} lignes, le fichier en a {number(found)}")
