"""What sentences claim is true, of the schools that they speak of."""

import copy
import datetime as dt

import pandas as pd
from claimed import check, disagreeing, unclaimed
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from toyland import make_schools

from geo_ent.indicators.catalogue import MAPPED
from geo_ent.indicators.coverage import coverage
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.claims import Claim, Scope, claims_of, joined, reworded, told
from geo_ent.telling.language import language
from geo_ent.telling.page.alt_text import alt_text
from geo_ent.telling.page.page_facts import PageFacts
from geo_ent.telling.page.page_notes import page_notes

FRENCH = language("fr")
DAY = dt.date(2023, 6, 30)
UNKNOWN = float("nan")

school = st.fixed_dictionaries(
    {
        "status": st.sampled_from(STATUSES),
        "sector": st.sampled_from(["public", "prive"]),
        "circonscription_code": st.sampled_from(["A", "B", "C"]),
        "rural": st.sampled_from([True, False, None]),
        "rurality_basis": st.sampled_from(["insee", "estimated"]),
        "priority": st.sampled_from(["", "REP", "REP+"]),
        "enir_eligible": st.sampled_from([True, False, None]),
        "pupils_n": st.sampled_from([UNKNOWN, 12.0, 100.0, 233.0]),
        "classes_n": st.sampled_from([UNKNOWN, 1.0, 5.0, 9.0]),
        "ent_classes_n": st.sampled_from([UNKNOWN, 1.0, 3.0]),
    }
)


def land(rows):
    """Make schools of rows of traits, on toyland's grid."""
    spots = [(f"950{n:04d}A", n % 7, n // 7, "95001", "A") for n in range(len(rows))]
    schools = make_schools(spots)
    traits = pd.DataFrame(rows, index=schools.index)
    traits = traits.astype({"rural": "boolean", "enir_eligible": "boolean"})
    return schools.assign(**traits)


lands = st.lists(school, min_size=1, max_size=25).map(land)
sectors = st.sampled_from(["public", "prive", "all"])


def counted(schools, sector):
    """Keep the schools of a sector."""
    return schools if sector == "all" else schools[schools["sector"] == sector]


@given(schools=lands, sector=sectors)
@examples(60)
def test_the_pages_notes_are_true(schools, sector):
    """What the notes count of random schools, counted again in the raw table."""
    shown, scope = counted(schools, sector), Scope(sector, ("95",), DAY)
    if shown.empty:
        return
    notes = page_notes(shown, FRENCH, complete=False, shown_inside={}, rentree=2022, scope=scope)
    sentences = list(notes)
    check(sentences, schools, known={"rentree"})
    assert not disagreeing(sentences)
    constants = {"95", "19", "20", "2022"}  # Wilson's level, the estimate's worth, the rentrée
    left = {numeral for text in sentences for numeral in unclaimed(text)} - constants
    assert not left


@given(schools=lands, sector=sectors)
@examples(30)
def test_a_pictures_two_ends_are_true(schools, sector):
    """The lowest and the highest zone of each indicator are what the raw table gives them."""
    shown, scope = counted(schools, sector), Scope(sector, ("95",), DAY)
    if shown.empty:
        return
    names = pd.Series({code: f"Circo {code}" for code in "ABC"})
    table = coverage(shown, names, level="circonscription")
    facts = PageFacts(title="", territory="Carré", date=DAY, headline="", scope=scope)
    for indicator in MAPPED:
        if indicator.id in table:
            alt = alt_text(table, facts=facts, indicator=indicator, tr=FRENCH)
            check([alt], schools)
            assert not unclaimed(alt)


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
                     "enir_eligible": None}] * 3)  # fmt: skip
    right = told("3 écoles", Claim("schools_n", 3, Scope("public").of("school")))
    assert check([right], schools) == 1
    for wrong in (Claim("schools_n", 4, Scope("public")), Claim("schools_n", 3, Scope("prive"))):
        try:
            check([told("3 écoles", wrong)], schools)
        except AssertionError:
            continue
        raise AssertionError(wrong)
    assert unclaimed(told("3 écoles sur 4", Claim("schools_n", 3, Scope()))) == ["4"]
