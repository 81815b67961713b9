"""Properties of dates: each form reads back, and nothing added makes it another date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.tables.dates import dated

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
CUT = ("janv.", "févr.", "mars", "avr.", "mai", "juin",
       "juil.", "août", "sept.", "oct.", "nov.", "déc.")  # fmt: skip

DAY_FORMS = {
    "{d:%d/%m/%Y}", "{d.day}/{d.month}/{d.year}", "{d:%d-%m-%Y}", "{d:%d.%m.%Y}", "{d:%d %m %Y}",
    "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d:%Y%m%d}", "{d:%d%m%Y}", "{d.day} {month} {d.year}",
    "{d.day} {cut} {d.year}", "{d:%d}-{cut}-{d.year}", "le {d.day} {month} {d.year}",
    "{d:%d/%m/%Y} 08:30", "{d:%Y-%m-%d} 00:00:00", "{d:%Y-%m-%d}T06:05:04.321Z",
    "{d:%d/%m/%Y} - 23:59", "{d:%Y/%m/%d} 7:05:04 PM UTC+2", "depuis le {d:%d/%m/%Y}",
    "à compter du {d.day} {month} {d.year}", "{d:%d/%m/%Y} (mairie)", "{d:%B} {d.day}, {d.year}",
    "{d:%d-%b-%Y}", "{d:%a %b %d %Y} 10:00:00 GMT+0200", "{d:%A} {d.day} {month} {d.year}",
    "{serial}", "{serial}.0", "rentrée du {d.day} {month} {d.year}",
}  # fmt: skip
MONTH_FORMS = {
    "{d:%m/%Y}", "{d.month}/{d.year}", "{d:%m-%Y}", "{d:%m.%Y}", "{d:%m %Y}", "{month} {d.year}",
    "{cut} {d.year}", "{cut}{d.year}", "{cut}-{d.year}", "{month}-{d.year}", "{d.year} {month}",
    "en {month} {d.year}", "depuis {cut} {d.year}", "courant {month} {d.year}", "{d:%b-%Y}",
    "mi-{month} {d.year}", "fin {month} {d.year}", "au mois de {month} {d.year}", "{d:%B %Y}",
}  # fmt: skip
YEAR_FORMS = {
    "{y}": "year", "en {y}": "year", "depuis {y}": "year", "vers {y}": "year", "{y}.0": "year",
    "{y}-{z}": "school_year", "{y}/{z}": "school_year", "{y} - {z}": "school_year",
    "{y}-{z2}": "school_year", "{y}/{z2}": "school_year", "AS {y}-{z}": "school_year",
    "AS {y2}-{z2}": "school_year", "année scolaire {y}/{z}": "school_year",
    "année scolaire {y}": "school_year", "rentrée {y}": "school_year", "R{y}": "school_year",
    "rentrée {y2}": "school_year", "dès la rentrée {y}": "school_year", "RS{y2}": "school_year",
    "campagne {y}": "school_year", "rentrée de septembre {y}": "school_year",
    "en cours d'année {y}-{z}": "school_year",
}  # fmt: skip

days = st.dates(dt.date(2000, 1, 1), dt.date(2039, 12, 31))
# What hands and machines change of a text, and its meaning stays.
dresses = st.sampled_from(
    [str, str.upper, str.lower, str.title, lambda text: f"  {text}\u00a0",
     lambda text: text.replace(" ", "  "), lambda text: text.replace(" ", "\u00a0"),
     lambda text: text.translate(str.maketrans("éèûà", "eeua")), lambda text: f"« {text} »",
     lambda text: text.replace("-", "\u2011"), lambda text: f"{text}."]
)  # fmt: skip
# A figure of one digit, or a word, that has no place in a date.
spares = st.sampled_from(
    ["1", "4", "7", "0", "CM2", "2 classes", "(3)", "ONE", "x", "?", "+", "n°2"]
)


def written(form, day):
    """Write a day in a form."""
    n = day.month - 1
    serial = (day - dt.date(1899, 12, 30)).days
    return form.format(d=day, month=MONTHS[n], cut=CUT[n], serial=serial)


def of_year(form, year):
    """Write a year in a form."""
    return form.format(y=year, z=year + 1, y2=f"{year % 100:02}", z2=f"{(year + 1) % 100:02}")


@given(st.sampled_from(sorted(DAY_FORMS)), days, dresses)
def test_a_day_reads_back(form, day, dress):
    """In each form, in capitals or without accents, with whatever spaces, it is the same day."""
    text = dress(written(form, day))
    assert dated(text) == (day, "day")
    # "Depuis" a day, said of an end, is the eve of it.
    leads = any(word in text.lower() for word in ("depuis", "compter"))
    assert dated(text, end=True) == (day - dt.timedelta(days=leads), "day")


@given(st.sampled_from(sorted(MONTH_FORMS)), days, dresses)
def test_a_month_reads_back(form, day, dress):
    """In each form: from its first day, until its last."""
    text = dress(written(form, day))
    assert dated(text) == (day.replace(day=1), "month")
    last = dated(text, end=True)[0]
    assert last < day if "depuis" in text.lower() else last == month_end(day)


def month_end(day):
    """Give the last day of a day's month."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


@given(st.sampled_from(sorted(YEAR_FORMS)), st.integers(2000, 2038), dresses)
def test_a_year_reads_back(form, year, dress):
    """In each form: from the rentrée."""
    assert dated(dress(of_year(form, year))) == (dt.date(year, 9, 1), YEAR_FORMS[form])


@given(
    st.sampled_from(sorted(DAY_FORMS | MONTH_FORMS | YEAR_FORMS.keys())),
    days, spares, st.sampled_from(["{text} {spare}", "{text} - {spare}", "{text}, {spare}"]),
)  # fmt: skip
def test_a_spare_figure_makes_a_doubt(form, day, spare, joint):
    """What comes after a date is never taken into it: the cell is unread."""
    text = written(form, day) if form not in YEAR_FORMS else of_year(form, min(day.year, 2038))
    with pytest.raises(ValueError, match="date"):
        dated(joint.format(text=text, spare=spare))


@given(
    st.sampled_from(sorted(YEAR_FORMS)), st.integers(2000, 2038), spares,
    st.sampled_from(["{spare} {text}", "{spare} - {text}", "({spare}) {text}", "{spare}, {text}"]),
)  # fmt: skip
def test_a_spare_figure_before_a_year_is_no_month(form, year, spare, joint):
    """Nor is what comes before it."""
    with pytest.raises(ValueError, match="date"):
        dated(joint.format(text=of_year(form, year), spare=spare))


@given(st.text(alphabet="0123456789/-. ", max_size=14), st.booleans())
def test_figures_in_any_order_are_a_date_or_a_doubt(text, end):
    """No row of figures crashes, and none is a date out of the years of an ENT."""
    try:
        day, _ = dated(text, end=end)
    except ValueError:
        return
    assert day is None or 1989 <= day.year <= 2101


@given(
    st.integers(1, 99), st.integers(1, 99), st.integers(0, 99) | st.integers(1950, 2200),
    st.sampled_from("/-. "),
)  # fmt: skip
def test_a_day_is_day_first_or_none(first, second, year, sign):
    """Three figures are the day, the month and the year as they stand, or unread."""
    try:
        day, precision = dated(f"{first:02}{sign}{second:02}{sign}{year:02}")
    except ValueError:
        return
    assert (day.day, day.month, day.year % 100) == (first, second, year % 100)
    assert precision == "day"
