"""Words made comparable, and what a misspelt one was meant to be."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo_ent.text.compare import meant, nearest, plain, snake


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("  École élémentaire\nSt-Ouën ", "ecole elementaire st ouen"),
        ("ŒUVRES", "oeuvres"),
        ("Cœur de l’œuvre", "coeur de l oeuvre"),
        ("REP +", "rep +"),
        ("½ classe", "1 2 classe"),
        (None, "none"),
        ("", ""),
    ],
)
def test_plain(text, bare):
    """Case, accents, ligatures and punctuation don't tell two texts apart."""
    assert plain(text) == bare


@given(st.text(max_size=30))
@example("Œ")
@example("\ufeffCŒUR de l'œuvre")
def test_a_title_is_reduced_to_a_name(title):
    """Only a-z, 0-9, + and _; reduced once is reduced; a byte order mark counts for nothing."""
    name = snake(title)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789+_")
    assert snake(name) == name
    assert snake("\ufeff" + title) == name
    assert not name.startswith("_")
    assert not name.endswith("_")


@pytest.mark.parametrize(
    ("word", "found"),
    [("Castelnau le Lès", "Castelnau-le-Lez"), ("LATES", "Lattes"), ("Nîmes", ""), ("", "")],
)
def test_nearest(word, found):
    """The likeliest name as it is written; none where nothing is like it."""
    assert nearest(word, ["Castelnau-le-Lez", "Lattes"]) == found
    assert meant(word, ["Castelnau-le-Lez", "Lattes"]) == (
        f"vouliez-vous dire « {found} » ?" if found else ""
    )


def test_the_first_of_two_that_are_alike():
    """Names that differ by their dress only: the first is suggested; of none, nothing."""
    assert nearest("saint ouen", ["Saint-Ouen", "SAINT OUEN"]) == "Saint-Ouen"
    assert nearest("saint ouen", iter(())) == ""


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=5))
def test_nearest_is_one_of_them(word, among):
    """Whatever the words: one of the names, or nothing; a name that is there finds itself."""
    assert nearest(word, among) in [*among, ""]
    if plain(word):
        assert plain(nearest(word, [*among, word])) == plain(word)
