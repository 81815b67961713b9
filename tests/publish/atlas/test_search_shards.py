"""The files that an atlas is searched by: small, found by any word, still while nothing moves."""

import json
from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import itemgetter

import numpy as np
import pandas as pd
import pytest

from geo_ent.communes.bundled import commune_texts
from geo_ent.communes.departements import departement_names
from geo_ent.publish.atlas.search_entries import Entry, commune_entries, school_entries
from geo_ent.publish.atlas.search_shards import (
    MOST_FILES,
    SHARD_BYTES,
    search_files,
    write_search,
)
from geo_ent.publish.atlas.search_words import bare_words, folded

PATRONS = ("Jules Ferry", "Jean Moulin", "Saint-Joseph", "Sainte-Marie", "du Centre", "Notre-Dame")


@pytest.fixture(scope="module")
def france():
    """Every commune of France, and 20,000 schools of six names in those that come first."""
    communes, homes = commune_texts("commune_code"), commune_texts("departement_code")
    numbers = np.arange(20_000)
    return pd.DataFrame(
        {
            "name": [f"École primaire publique {PATRONS[n % len(PATRONS)]}" for n in numbers],
            "commune_code": [communes[n] for n in numbers],
            "departement_code": [homes[n] for n in numbers],
            "postcode": [f"{communes[n][:2]}000" for n in numbers],
        },
        index=pd.Index([f"{n:07d}A" for n in numbers], name="uai"),
    )


@pytest.fixture(scope="module")
def files(france):
    """Cut the whole country."""
    return search_files(france, departement_names())


@pytest.fixture(scope="module")
def entries(france):
    """List what is found in the whole country, as it is before it is cut."""
    return [*commune_entries(france, departement_names()), *school_entries(france)]


@pytest.fixture(scope="module")
def codes_in(files):
    """Read each file once: the codes of what is in it."""
    read = {name: json.loads(content) for name, content in files.items() if name[:2] == "w-"}
    return {name: frozenset(entry[1] for entry in held) for name, held in read.items()}


def directory(files):
    """Read the index: where each file begins, and how many go on from it."""
    index = json.loads(files["index.json"])
    cut = [start.partition(":") for start in index["starts"].split()]
    return index, [(start, int(pages or 1)) for start, _, pages in cut]


def held_by(codes_in, starts, word):
    """List the codes of the files that a word is in."""
    start, pages = starts[bisect_right(starts, word, key=itemgetter(0)) - 1]
    names = [f"w-{start}{f'.{page + 1}' if page else ''}.json" for page in range(pages)]
    return frozenset().union(*(codes_in[name] for name in names))


def test_a_beginning_is_in_the_files_that_the_page_reads(files, entries, codes_in):
    """Those that begin within it, else the one before: none of its words is in another."""
    index, starts = directory(files)
    common, labels = set(index["common"].split()), [start for start, _ in starts]
    under = {}
    for entry in entries[::11]:
        for word in entry.words.union(entry.codes) - common:
            for end in range(1, min(len(word), 5) + 1):
                under.setdefault(word[:end], set()).add(json.loads(entry.text)[1])
    for begin, codes in [*under.items()][::17]:
        first, last = bisect_left(labels, begin), bisect_left(labels, f"{begin}~")
        read = range(first, last) if first < last else [max(first - 1, 0)]
        held = [held_by(codes_in, starts, labels[at]) for at in read]
        assert codes <= set().union(*held), begin


def test_no_file_is_over_thirty_kilobytes(files):
    """Nor the index, for the whole country; and all of them are named in it."""
    assert max(map(len, files.values())) <= SHARD_BYTES == 30_000
    index, starts = directory(files)
    named = {
        f"w-{start}{f'.{page + 1}' if page else ''}.json"
        for start, pages in starts
        for page in range(pages)
    }
    assert named | {f"t-{top}.json" for top in index["tops"].split()} | {"index.json"} == set(files)
    assert all(one < other for (one, _), (other, _) in pairwise(starts))
    assert all(pages <= MOST_FILES for _, pages in starts)


def test_everything_is_under_each_word_that_is_not_common(files, entries, codes_in):
    """A commune and a school stand in the file of each of their words; none is out of all files."""
    index, starts = directory(files)
    common = set(index["common"].split())
    assert {"ecole", "primaire", "saint", "jean"} <= common
    held = {}
    for entry in entries[::37]:
        code = json.loads(entry.text)[1]
        words = entry.words.union(entry.codes) - common or entry.words
        for word in words:
            held[word] = held.get(word) or held_by(codes_in, starts, word)
            assert code in held[word]


def test_a_beginning_of_many_files_has_its_first_answers(files):
    """What a large city is begun with is among them, and what is named so to the letter."""
    index, _ = directory(files)
    tops = set(index["tops"].split())
    assert {"e", "sa", "saint"} <= tops
    first = json.loads(files["t-saint.json"])
    assert {"Saint-Denis", "Saint-Étienne"} <= {entry[0] for entry in first}
    assert any(len(entry[1]) == 8 for entry in first)  # schools too
    names = {*map(bare_words, commune_texts("name"))}
    short = [top for top in tops if (top,) in names]
    assert "sai" in short  # a village of the Orne, among so many larger names that begin so
    for top in short:
        assert (top,) in {bare_words(entry[0]) for entry in json.loads(files[f"t-{top}.json"])}


def test_a_school_more_changes_the_files_of_its_words_alone(files, france):
    """Whoever keeps the others has them still."""
    code = france["commune_code"].iloc[0]
    more = pd.DataFrame(
        {
            "name": "École Zoé Zwicky",
            "commune_code": code,
            "departement_code": "01",
            "postcode": "",
        },
        index=["0019999Z"],
    )
    changed = search_files(pd.concat([france, more]), departement_names())
    differing = {name for name in files | changed if files.get(name) != changed.get(name)}
    assert 2 <= len(differing) <= 8, differing


def test_the_order_of_rows_changes_nothing(files, france):
    """The same schools give the same bytes."""
    assert search_files(france[::-1], departement_names()) == files


def test_what_is_as_it_was_is_not_written_again(schools, tmp_path):
    """A file that doesn't change keeps its time; one that isn't of the search any more goes."""
    homes = {"48": "Lozère", "90": "Territoire de Belfort"}
    names = write_search(tmp_path / "search", schools, homes)
    times = {name: (tmp_path / "search" / name).stat().st_mtime_ns for name in names}
    (tmp_path / "search" / "w-old.json").write_bytes(b"[]")
    assert write_search(tmp_path / "search", schools, homes) == names
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "search").iterdir()} == times


def test_hostile_names_are_written_as_one_line():
    """Names are anyone's: no control, nothing that turns a line round, no thousands of letters."""
    name = "a\u202eb\x00\n" + "<script>" * 400
    schools = pd.DataFrame(
        {"name": name, "commune_code": "", "departement_code": "90"}, index=["0900001X"]
    )
    (entry,) = school_entries(schools)
    written = json.loads(entry.text)[0]
    assert len(written) == 160
    assert written.startswith("a\ufffdb\ufffd <script>")
    assert isinstance(entry, Entry)
    assert all(len(word) <= 20 for word in entry.words)


def test_words_are_bare():
    """Accents, case, hyphens, "St", ligatures; other alphabets share one sign."""
    assert bare_words("Sts-Cœurs d’ÉTÉ n°2") == ("saints", "coeurs", "d", "ete", "n", "2")
    assert folded("école") == "_cole"
    assert bare_words("Ωραία_été") == ("ωραια", "ete")
