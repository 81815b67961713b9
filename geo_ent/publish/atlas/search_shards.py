"""Search in an atlas without a server that computes: files of at most 30 kB, fetched as one types.

Every commune and school stands under each of its words. The words in their order are cut into
files, so that a word typed or begun is in one file or a few that follow each other; `index.json`
says where each begins. Three things keep a query to a few files, whatever is typed:

- a word of thousands of schools ("école", "saint", "jean") is common: nothing stands under it but
  what has no other word, since a query is answered by its rarest word;
- a beginning of more files than a query reads ("ma") has a file of its first answers (`top-`);
- files are cut within the branches of the words' letters: a school more changes the files of its
  own words alone.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.publish.atlas.search_entries import (
    Entry,
    commune_entries,
    school_entries,
)
from geo_ent.text.whole_file import write_changed

if TYPE_CHECKING:
    import pandas as pd

SHARD_BYTES = 30_000
"""The most bytes of a file."""

MOST_FILES = 4
"""The most files that answer a word: one of more is common, a beginning of more has a top."""

_ROOM = SHARD_BYTES - 1  # each entry is counted with a comma: one more than there are, one bracket
_TOP_BYTES = 15_000
_TOP_ENTRIES = _TOP_BYTES // 90  # more of a kind than have room there
_LAST = "~"  # after all signs that words are folded to


class _Shard(NamedTuple):
    """Where a file's words begin, and its entries; several lists where one word fills them."""

    start: str
    pages: list[list[int]]


@dataclass(frozen=True)
class _Postings:
    """What stands under each word, the words in order; entries are numbered, the first best.

    Attributes
    ----------
    entries
        Communes, then schools, those of the largest communes first.
    words
        In order.
    under
        The entries of each word.
    communes_n
        How many entries are communes.
    common
        The words of more entries than a query reads.
    kept
        `under`, but that common words keep only what has no other word.
    until
        The bytes of what is kept under the words up to each one.
    """

    entries: Sequence[Entry]
    communes_n: int
    words: Sequence[str]
    under: Mapping[str, Sequence[int]]
    common: frozenset[str]
    kept: Mapping[str, Sequence[int]]
    until: Sequence[int]

    def size(self, low: int, high: int) -> int:
        """Add up the bytes of what is kept under words that follow each other."""
        return self.until[high] - self.until[low]


def write_search(
    folder: Path,
    schools: "pd.DataFrame",
    departements: Mapping[str, str],
    academies: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """Write the files that an atlas is searched by; those that are as they were aren't touched.

    Parameters
    ----------
    folder
        Their own folder; what else is in it is removed.
    schools
        On `uai`: `name, commune_code, departement_code`, `postcode` where it is known.
    departements
        The name of each département that has a page, by its code: it and its communes are found.
    academies
        The name of each académie that has one, by the name of its file.

    Returns
    -------
    list
        The names of the files.
    """
    files = search_files(schools, departements, academies)
    write_changed(folder, files)
    return [*files]


def search_files(
    schools: "pd.DataFrame",
    departements: Mapping[str, str],
    academies: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Give the content of each file by its name, `index.json` last; arguments as `write_search`.

    Examples
    --------
    >>> import pandas as pd
    >>> columns = {"name": "École Jules-Ferry", "commune_code": "90010", "departement_code": "90"}
    >>> schools = pd.DataFrame(columns, index=["0900001X"])
    >>> files = search_files(schools, {"90": "Territoire de Belfort"})
    >>> [*files], json.loads(files["w-0.json"])[-1]
    (['w-0.json', 'index.json'], ['École Jules-Ferry', '0900001X', 'Belfort', '', '90'])
    """
    communes = [*commune_entries(schools, departements)]
    postings = _postings([*communes, *school_entries(schools)], len(communes))
    shards = list(_shards(postings))
    tops = dict(_tops(postings, shards))
    files = {
        f"w-{shard.start}{f'.{at}' if at > 1 else ''}.json": _listed(postings, page)
        for shard in shards
        for at, page in enumerate(shard.pages, start=1)
    }
    files |= {f"t-{start}.json": _listed(postings, page) for start, page in tops.items()}
    index = {
        "version": 1,
        "most": MOST_FILES,
        "starts": " ".join(
            start if len(pages) == 1 else f"{start}:{len(pages)}" for start, pages in shards
        ),
        "tops": " ".join(tops),
        "common": " ".join(sorted(postings.common)),
        "departements": dict(departements),
        "academies": dict(academies),
    }
    return files | {"index.json": json.dumps(index, ensure_ascii=False).encode()}


def _listed(postings: _Postings, page: Sequence[int]) -> bytes:
    return f"[{','.join(postings.entries[at].text for at in page)}]".encode()


def _postings(entries: Sequence[Entry], communes_n: int) -> _Postings:
    """Put every entry under its words."""
    under: dict[str, list[int]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for at, (_, size, own, codes, _) in enumerate(entries):
        for word in own.union(codes):
            under[word].append(at)
            sizes[word] += size
    common = frozenset(word for word, size in sizes.items() if size > MOST_FILES * _ROOM)
    alone = {at for word in common for at in under[word] if entries[at].words <= common}
    kept = under | {word: [at for at in under[word] if at in alone] for word in common}
    sizes |= {word: sum(entries[at].size for at in kept[word]) for word in common}
    words = sorted(under)
    until = [*accumulate((sizes[word] for word in words), initial=0)]
    return _Postings(entries, communes_n, words, under, common, kept, until)


def _shards(postings: _Postings) -> Iterator[_Shard]:
    """Cut the words into files."""
    for start, low, high in _cut(postings, 0, len(postings.words), 0):
        held = {at for word in postings.words[low:high] for at in postings.kept[word]}
        yield _Shard(start, list(_pages(postings, sorted(held))))


def _cut(postings: _Postings, low: int, high: int, depth: int) -> Iterator[tuple[str, int, int]]:
    """Cut words that begin alike: where each file begins, its first word and the one after it.

    Branches that are small together share a file; one too large for a file is cut by itself, so
    that what is added to it moves no word of another.
    """
    words, begun = postings.words, low
    for first, last in _branches(words, low, high, depth):
        if begun < first and postings.size(begun, last) > _ROOM:
            yield words[begun][: depth + 1], begun, first
            begun = first
        if postings.size(first, last) > _ROOM and last - first > 1:
            yield from _cut(postings, first, last, depth + 1)
            begun = last
    if begun < high:
        yield words[begun][: depth + 1], begun, high


def _branches(words: Sequence[str], low: int, high: int, depth: int) -> Iterator[tuple[int, int]]:
    """Part words that begin alike by their next sign; the word that ends there is by itself."""
    while low < high:
        begin = words[low][: depth + 1]
        is_whole = len(begin) == depth
        last = low + 1 if is_whole else bisect_left(words, begin + _LAST, low, high)
        yield low, last
        low = last


def _pages(postings: _Postings, held: Sequence[int], bytes_n: int = _ROOM) -> Iterator[list[int]]:
    """Cut entries into files of so many bytes."""
    page: list[int] = []
    room = bytes_n
    for at in held:
        size = postings.entries[at].size
        if page and size > room:
            yield page
            page, room = [], bytes_n
        page.append(at)
        room -= size
    yield page


def _tops(postings: _Postings, shards: Sequence[_Shard]) -> Iterator[tuple[str, list[int]]]:
    """Give the first answers to each beginning that more files answer than a query reads."""
    starts, words = [shard.start for shard in shards], postings.words
    until = [*accumulate((len(shard.pages) for shard in shards), initial=0)]
    named: dict[str, list[int]] = defaultdict(list)
    for at, entry in enumerate(postings.entries):
        named[entry.name].append(at)
    begins = {word[:end] for word in (*starts, *postings.common) for end in range(1, len(word) + 1)}
    for begin in sorted(begins):
        low, high = bisect_left(words, begin), bisect_left(words, begin + _LAST)
        # As the page's script counts them: the file before only where none begins with it.
        first, last = bisect_left(starts, begin), bisect_left(starts, begin + _LAST)
        files_n = until[last] - until[first] if first < last else 1
        is_wide = files_n > MOST_FILES or not postings.common.isdisjoint(words[low:high])
        branches_n = sum(1 for _ in _branches(words, low, high, len(begin)))
        # One that goes on by one letter alone has the answers of the longer one.
        if is_wide and (branches_n > 1 or words[low] == begin):
            yield begin, _first(postings, low, high, named[begin])


def _first(postings: _Postings, low: int, high: int, named: Sequence[int]) -> list[int]:
    """Choose the first answers: what has that name alone, then communes and schools in halves."""
    communes, schools = set[int](), set[int]()
    for word in postings.words[low:high]:
        under = postings.under[word]
        border = bisect_left(under, postings.communes_n)
        communes.update(under[: min(border, _TOP_ENTRIES)])
        schools.update(under[border : border + _TOP_ENTRIES])
    halves = (named, sorted(communes), sorted(schools))
    chosen = (at for half in halves for at in next(_pages(postings, half, _TOP_BYTES // 3), []))
    return sorted({*chosen})
