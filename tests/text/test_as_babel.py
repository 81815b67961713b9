"""Numbers, dates and catalogues are those of Babel, which isn't installed beside geo-ent."""

import datetime as dt

import pytest
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po as babels_read_po
from babel.messages.pofile import write_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.telling import language
from geo_ent.text.numbers import LOCALES, day, half_up, month, number, short_month
from geo_ent.text.po_file import CONTEXT, read_po

EVERY = pytest.mark.parametrize("locale", LOCALES.values())


@EVERY
@given(value=st.one_of(st.integers(-(10**24), 10**24), st.floats(-1e9, 1e9)),
       decimals=st.integers(0, 6))  # fmt: skip
def test_a_number_is_written_as_babel_does(locale, value, decimals):
    """Thousands, comma, sign and zeros, of whole numbers of any size too."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # A float doesn't hold 24 figures: whole numbers have decimals where it does.
    decimals *= abs(value) < 1e9
    pattern = pattern if decimals else "#,##0"
    shown = half_up(value, decimals) if isinstance(value, float) else value
    assert number(value, decimals=decimals, locale=locale) == format_decimal(
        shown, pattern, locale=locale
    )


@EVERY
def test_dates_are_written_as_babel_does(locale):
    """A day of each month, whole, by its month and short; the first of a month is « 1er »."""
    for date in [dt.date(2023, month_n, 2 * month_n - 1) for month_n in range(1, 13)]:
        written = format_date(date, "long", locale=locale)
        if locale == "fr" and date.day == 1:
            written = written.replace("1 ", "1er ", 1)
        assert day(date, locale=locale) == written
        assert month(date, locale=locale) == format_date(date, "MMMM y", locale=locale)
        assert short_month(date, locale=locale) == format_date(date, "MMM y", locale=locale)


def as_babel_reads(path):
    """Give a catalogue's texts with their translations, by Babel."""
    with path.open("rb") as file:
        for message in babels_read_po(file):
            text = message.id if isinstance(message.id, str) else message.id[0]
            string = message.string or ""
            forms = (string,) if isinstance(string, str) else tuple(string)
            if text and all(forms):
                yield (message.context + CONTEXT if message.context else "") + text, forms


def test_our_catalogues_are_read_as_babel_does():
    """Each text of each, with its context and its forms."""
    paths = sorted(language._TRANSLATIONS.glob("*/*.po"))  # noqa: SLF001 where they are
    texts = [dict(read_po(path)) for path in paths]
    assert texts == [dict(as_babel_reads(path)) for path in paths]
    assert sum(map(len, texts)) > 3000


WORDS = st.text(st.sampled_from('ab"\\\n\t é{}#\u00a0'), min_size=1, max_size=150)


@given(st.dictionaries(st.tuples(WORDS, st.none() | WORDS), st.tuples(WORDS, WORDS), max_size=5),
       st.integers(20, 100))  # fmt: skip
def test_any_catalogue_is_read_as_it_was_written(tmp_path_factory, texts, width):
    """Quotes, backslashes, ends of lines; contexts, plurals, and what has no translation."""
    catalogue = Catalog(locale="en")
    for (one, context), (other, many) in texts.items():
        plural = len(many) % 2
        catalogue.add((one, many) if plural else one,
                      (other, many) if plural else other, context=context)  # fmt: skip
    catalogue.add("untold")
    path = tmp_path_factory.mktemp("po") / "any.po"
    with path.open("wb") as file:
        write_po(file, catalogue, width=width)
    assert dict(read_po(path)) == dict(as_babel_reads(path))
