"""The quick way through a CSV gives what the slow way gives, to the cell and to the word."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo_ent.errors import InputError
from geo_ent.tables import files
from geo_ent.tables.plain_csv import read_plain

CELLS = st.text(st.sampled_from("aé1 ;\t,|\"'\r\n\0\ufeff\u00a0œ="), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5)
ENDINGS = st.sampled_from(["\r\n", "\n"])
TITLES = st.sampled_from(["a;b", "a;b;", "a;a", '"a";b', ";b", "a", "\na;b", " a ; b "])
RAW = st.text(st.sampled_from('ab;;"\n\n\r é\0'), max_size=40)


def both_ways(content):
    """Read a file the quick way where it is taken, and the slow way: frames, or messages."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            quick = told(path)
            patch.setattr(files, "read_plain", lambda *_: None)
            slow = told(path)
    return quick, slow


def told(path):
    """Read a file, or give what is said of it, without the folder it is in."""
    try:
        return files.read_rows(path, wanted=lambda title: title != "left_out")
    except InputError as fault:
        return str(fault).replace(str(path), path.name)


def agree(content):
    """Hold both ways to the same answer."""
    quick, slow = both_ways(content)
    if isinstance(quick, str) or isinstance(slow, str):
        assert isinstance(quick, type(slow))
        assert quick == slow
    else:
        pd.testing.assert_frame_equal(quick, slow)


@given(rows=ROWS, bom=st.booleans(), ending=ENDINGS, sep=st.sampled_from(";,\t"))
@example(rows=[["a", "é", ""]], bom=True, ending="\r\n", sep=";")
def test_a_written_table_is_read_alike(rows, bom, ending, sep):
    """Whatever the cells hold: separators, quotes, line ends, blanks, a null."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sep, lineterminator=ending)
    writer.writerows([["Code", "left out", "Été"], *rows])
    agree(text.getvalue().encode("utf-8-sig" if bom else "utf-8"))


@given(body=RAW, title=TITLES)
@example(body='1;2\n3;"4"x\n', title="a;b")
@example(body=" ", title="a")
@example(body="1;2;3\n", title="a;b")
@example(body="1\n\n2;3\n", title="a;b")
@example(body='1;"2\n', title="a;b")
def test_a_crooked_text_is_read_alike(body, title):
    """Ragged rows, stray quotes, empty lines, doubled titles: the same frame or the same words."""
    agree(f"{title}\n{body}".encode())


@pytest.mark.parametrize(
    "content",
    [
        b"a;b\n1;2\r3;4\n", b"a;b\n1;\0\n", b'a;b\n1;x"y"\n', b'a;b\n1;"y"x\n', b'a;b\n1;"y\n',
        b'"a";b\n1;2\n', b"[a;b\n1;2\n", b"{a;b\n1;2\n", b"\xef\xbb\xbf[a;b\n1;2\n", b"\n1;2\n",
        b'a;"b;c"\n1;2;3\n',
        b"\xe9;b\n1;2\n", b"a;b\n1;\xff\n", b"a;a\n1;2\n", b"a; \n1;2\n", b"a\n1\n",
        b"a;b\n1\n", b"a;b\n1;2;3\n",
    ],
)  # fmt: skip
def test_what_two_readers_might_read_apart_is_left_alone(content):
    """Line ends of old, nulls, stray quotes, JSON, other encodings, titles and rows not plain."""
    assert read_plain(content, lambda _: True) is None
    assert read_plain(b"a;b\n1;2\n", lambda _: True).to_dict("list") == {"a": ["1"], "b": ["2"]}


def test_of_two_titles_that_reduce_alike_the_first_is_kept():
    """As pandas keeps it."""
    agree(b"Nom;NOM;nom\n1;2;3\n")
    kept = read_plain(b"Nom;NOM\n1;2\n", lambda _: True)
    assert kept.to_dict("list") == {"nom": ["1"]}


def test_a_cell_of_two_lines_may_be_anywhere():
    """Megabytes of them: where Arrow cuts its blocks, cells stay whole."""
    row = '1;"Place\r\nde la République";é\r\n'
    frame = read_plain(("a;b;c\r\n" + row * 40_000).encode(), {"b"}.__contains__)
    assert len(frame) == 40_000
    assert frame["b"].unique().tolist() == ["Place\r\nde la République"]


def test_many_quotes_are_left_to_the_slow_way(monkeypatch):
    """Looking at each would take longer than reading the slow way."""
    content = b'a;b\n"1";2\n'
    monkeypatch.setattr("geo_ent.tables.plain_csv._MOST_QUOTES", 2)
    assert read_plain(content, lambda _: True) is not None
    monkeypatch.setattr("geo_ent.tables.plain_csv._MOST_QUOTES", 1)
    assert read_plain(content, lambda _: True) is None


@given(st.binary(max_size=30))
def test_bytes_of_any_encoding_are_read_alike(tail):
    """What isn't UTF-8 is left to the slow way."""
    agree(b"code;nom\n1;" + tail.replace(b"\0", b"") + b"\n")


def test_the_portal_s_own_csv_takes_the_quick_way():
    """BOM, semicolons, quoted cells with a line end: read by Arrow, only what is wanted."""
    content = '\ufeffCode;Nom;Autre\r\n01;"Été\r\n2";x\r\n'.encode()
    frame = read_plain(content, {"code", "nom"}.__contains__)
    assert frame.to_dict("list") == {"code": ["01"], "nom": ["Été\r\n2"]}
