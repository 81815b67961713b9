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


@given(st.binary(max_size=30))
def test_bytes_of_any_encoding_are_read_alike(tail):
    """What isn't UTF-8 is left to the slow way."""
    agree(b"code;nom\n1;" + tail.replace(b"\0", b"") + b"\n")


def test_the_portal_s_own_csv_takes_the_quick_way():
    """BOM, semicolons, quoted cells with a line end: read by Arrow, only what is wanted."""
    content = '\ufeffCode;Nom;Autre\r\n01;"Été\r\n2";x\r\n'.encode()
    frame = read_plain(content, {"code", "nom"}.__contains__)
    assert frame.to_dict("list") == {"code": ["01"], "nom": ["Été\r\n2"]}
