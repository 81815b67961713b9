"""A user's TOML that isn't one is told in French, by its line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.errors import InputError
from geo_ent.text.toml_file import read_toml

SIGNS = st.sampled_from(
    ["a", "é", "=", "[", "]", '"', "'", "{", "}", ",", ".", "#", "1", "\n", " "]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [("a = 1\nbut :", "ligne 2 : « but : »"),
     ('a = "x\n\n', 'ligne 1 : « a = "x »'),
     ("a = 1\na = 2", "ligne 2 : « a = 2 » ; cette clé ou cette section y est déjà"),
     ("[a]\nb = 1\n[a]\n", "ligne 3 : « [a] » ; cette clé ou cette section y est déjà")],
)  # fmt: skip
def test_what_stops_it_is_shown(tmp_path, text, told):
    """The line as it is written, and a key that stands twice."""
    path = tmp_path / "geo-ent.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(told)):
        read_toml(path, "le fichier de projet")


@given(st.lists(SIGNS, max_size=12).map("".join))
def test_any_text_is_read_or_told_by_its_line(tmp_path_factory, text):
    """Whatever stops it, in one line that has none of Python's English."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        read_toml(path, "le fichier")
    except InputError as fault:
        sentence = str(fault).replace(str(path), "")
        assert re.search(r"n’est pas un TOML valable, ligne \d+ : «", sentence), sentence
        assert not re.search(r"(?i)expected|invalid|unterminated|cannot|at line", sentence)
        assert len(sentence.splitlines()) == 1
