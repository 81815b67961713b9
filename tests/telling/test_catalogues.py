"""The catalogues: whatever is told in French has its English, with the same figures in it."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from geo_ent.telling import language as mechanism

PATHS = sorted(Path(mechanism.__file__).with_name("translations").glob("en/*.po"))
# one joins a count and its noun where the other keeps them apart
JOINED = {"covered_n": "covered", "whole_n": "whole", "gained_n": "gained", "noun": "gained"}
FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|au|une?|est|sont|ont|qui|pour|sur|écoles?|élèves?|par)\b"
)

ELIDED = re.compile(r"\b(?:[cdjlmnst]|(?:jusqu|lorsqu|puisqu|quelqu|qu))'(?=[\w{«])", re.IGNORECASE)
PACKAGE = Path(mechanism.__file__).parents[1]


def fields(text):
    """Name what a text is filled with."""
    return {JOINED.get(name, name) for _, name, *_ in Formatter().parse(text) if name}


def messages():
    """List the catalogues' entries: its file, the French form or forms, the English ones."""
    for path in PATHS:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    many = isinstance(message.id, tuple)
                    french, english = message.id, message.string
                    yield path.stem, french if many else (french,), english if many else (english,)


@pytest.mark.parametrize("name", [path.stem for path in PATHS if path.stem != "page_script"])
def test_each_sentence_has_its_english_with_the_same_figures(name):
    """None is told in one language only; the first of two forms may say "one" in a word."""
    for topic, french, english in messages():
        if topic == name:
            assert all(english), french
            for form in english:
                known = set().union(*map(fields, french)) | {"many", "none"}
                assert fields(form) <= known, (french, form)


def test_a_text_has_one_english_whatever_the_catalogue():
    """Catalogues are read as one: a text that stands in two of them is the same in both."""
    seen = {}
    for path in PATHS:
        with path.open("rb") as file:
            for message in read_po(file):
                key = (
                    message.id if isinstance(message.id, str) else message.id[0],
                    message.context,
                )
                assert seen.setdefault(key, message.string) == message.string, (path.stem, key)


@pytest.mark.parametrize(
    "name", ["adhesion_sentences", "cost_sentences", "deployment_sentences", "pace_sentences"]
)
def test_french_has_hard_spaces_where_a_line_must_not_break_and_english_none(name):
    """No apostrophe of a typewriter in French; no French word in English."""
    for topic, french, english in messages():
        if topic == name:
            assert not any("'" in form for form in french), french
            assert not any("\u00a0:" in form or "\u00a0;" in form for form in english), english
            assert not any(FRENCH.search(form) for form in english), english


def strings_of(path):
    """List the strings of a module that are no docstring and no pattern."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [
        node.value
        for node in texts
        if isinstance(node.value, str) and id(node) not in told and "(?:" not in node.value
    ]


def test_no_sentence_of_the_code_has_a_typewriters_apostrophe():
    """Messages and refusals, translated or not, are written as those of the pages."""
    found = [
        f"{path.relative_to(PACKAGE)}: {text}"
        for path in PACKAGE.rglob("*.py")
        for text in strings_of(path)
        if ELIDED.search(text)
    ]
    assert found == []
