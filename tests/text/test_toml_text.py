"""What is written as TOML is read again as it was."""

import datetime as dt
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo_ent.text.toml_text import toml_text

TEXTS = st.text(st.characters(codec="utf-8"))
SCALARS = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),  # which is equal to nothing
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.times(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
@example({"a": {"b": {"c": 1}}, "d": [{"e": []}, {"e": {}}], "f": [[{"g": 1}], 2]})
@example({"": {"a.b": "\x7f\x00\r\n\"\\'é\u2028"}})
@example({"big": 1e300, "small": 5e-324, "whole": 1.0, "endless": float("-inf")})
def test_tomllib_reads_what_was_written(content):
    """Any key, any text, tables in tables and in lists, numbers and dates."""
    assert tomllib.loads(toml_text(content)) == content


def test_what_has_no_form_is_refused():
    """None is nothing that TOML could say."""
    with pytest.raises(TypeError, match="NoneType"):
        toml_text({"a": [None]})
