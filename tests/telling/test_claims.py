"""What sentences claim is true, of the schools that they speak of."""

import copy
import datetime as dt

import pandas as pd
import pytest
from claimed import check, disagreeing, unclaimed
from hypothesis import given
from properties import examples
from random_lands import LANDS, SECTORS, counted, land

from geo_ent.indicators.catalogue import MAPPED
from geo_ent.indicators.coverage import coverage, totals
from geo_ent.telling.claims import Claim, Scope, claims_of, joined, reworded, told
from geo_ent.telling.language import language
from geo_ent.telling.page.alt_text import alt_text
from geo_ent.telling.page.headline import headline, in_unit
from geo_ent.telling.page.page_facts import PageFacts
from geo_ent.telling.page.page_notes import page_notes

FRENCH = language("fr")
DAY = dt.date(2023, 6, 30)


@given(schools=LANDS, sector=SECTORS)
@examples(20)
def test_the_pages_first_sentences_are_true(schools, sector):
    """Headline, units of a goal and notes of random schools, counted again in the raw table."""
    shown, scope = counted(schools, sector), Scope(sector, ("95",), DAY)
    if shown.empty:
        return
    whole, french = totals(shown), FRENCH.about(scope)
    sentences = [
        headline(whole, french, sector=sector),
        *(in_unit(whole, unit, french) for unit in ("classes", "pupils")),
        *page_notes(shown, french, complete=False, shown_inside={}, rentree=2022, scope=scope),
    ]
    check(sentences, schools, known={"rentree"})
    assert not disagreeing(sentences)
    # Wilson's level, what the estimate is worth, the rentrée, the years of three calls.
    constants = {"95", "19", "20", "2022", "2017", "2018", "2020"}
    left = {numeral for text in sentences for numeral in unclaimed(text)} - constants
    assert not left


@given(schools=LANDS, sector=SECTORS)
@examples(8)
def test_a_pictures_two_ends_are_true(schools, sector):
    """The lowest and the highest zone of each indicator are what the raw table gives them."""
    shown, scope = counted(schools, sector), Scope(sector, ("95",), DAY)
    if shown.empty:
        return
    names = pd.Series({code: f"Circo {code}" for code in "ABC"})
    table = coverage(shown, names, level="circonscription")
    first = headline(totals(shown), FRENCH.about(scope), sector=sector)
    facts = PageFacts(title="", territory="Carré", date=DAY, headline=first, scope=scope)
    for indicator in MAPPED:
        if indicator.id in table:
            alt = alt_text(table, facts=facts, indicator=indicator, tr=FRENCH)
            check([alt], schools)
            assert set(unclaimed(alt)) <= {"2020"}  # the year in a label's name


def test_a_text_carries_the_claims_of_what_it_is_made_of():
    """From a figure to a sentence to a paragraph, in a copy, and in other words."""
    public = Scope(sector="public")
    three, four = (Claim("schools_n", n, public) for n in (3, 4))
    sentence = FRENCH(
        "Il y a {n} écoles, {name}.", n=told("3", three), name="A", other=told("4", four)
    )
    assert claims_of(sentence) == (three,)
    both = joined([sentence, "", told("4 écoles", four)])
    assert (both, both.claims) == ("Il y a 3 écoles, A. 4 écoles", (three, four))
    assert claims_of(copy.deepcopy(both)) == (three, four)
    assert claims_of(reworded("Trois.", sentence)) == (three,)
    assert claims_of(told(told("3 sur 4", three), four)) == (three, four)
    assert claims_of(FRENCH("Rien."), 3, None) == ()


def test_a_scope_is_narrowed_by_what_is_said_more():
    """Statuses replace statuses, traits add up, and two ways to one scope are one scope."""
    whole = Scope("public", ("35",), DAY)
    rural = whole.of(rural=True).of("school", priority="REP")
    assert rural == whole.of("school", priority="REP", rural=True)
    assert rural.at("commune", "35238").zone == "35238"
    assert rural.on(DAY.replace(year=2022)).date.year == 2022


def test_a_false_claim_is_found():
    """The evaluator counts for itself: one school too many fails, and so does another sector."""
    schools = land([{"status": "school", "sector": "public", "rural": True,
                     "enir_eligible": None, "circonscription_code": "A"}] * 3)  # fmt: skip
    right = told("3 écoles", Claim("schools_n", 3, Scope("public").of("school")))
    assert check([right], schools) == 1
    for wrong in (Claim("schools_n", 4, Scope("public")), Claim("schools_n", 3, Scope("prive"))):
        with pytest.raises(AssertionError):
            check([told("3 écoles", wrong)], schools)
    three, four = (told(str(n), Claim("schools_n", n, Scope("public"))) for n in (3, 4))
    assert list(disagreeing([three, four])) == [("schools_n", Scope("public"), None)]
    assert not disagreeing([three, told("4", Claim("schools_n", 4, Scope("prive")))])
    assert unclaimed(told("3 écoles sur 4", Claim("schools_n", 3, Scope()))) == ["4"]
